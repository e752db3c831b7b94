//! 每面行数、每行字数 (5.2.3).

use crate::chars::is_full_width;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::points::grid::{CHARS, PITCH};
use crate::inspect::results::{At, Check, Results, number};
use crate::inspect::targets::PROFILE_B;
use crate::inspect::text::Part;
use crate::standard::Layout;

const LINES: Check = Check::usual("5.2.3", "每面行数");

const MM: f64 = 25.4 / 72.0;

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    let rows = pitch(document, layout, results);
    lines(document, rows, results);
    chars(document, layout, results);
}

/// Distances between neighbouring body lines of a page, pt.
fn steps<'a>(document: &'a Document<'_>) -> Vec<(f64, &'a Placed)> {
    let pairs = document.lines.windows(2);
    let same = pairs.filter(|pair| {
        pair.iter().all(|placed| placed.part.is_body()) && pair[0].line.page == pair[1].line.page
    });
    same.map(|pair| ((pair[1].line.y - pair[0].line.y) / MM, &pair[1])).collect()
}

/// Judges the pitch; how many rows a page has.
fn pitch(document: &Document<'_>, layout: &Layout, results: &mut Results) -> usize {
    let wanted = layout.lines_per_page.value as usize;
    let steps = steps(document);
    let mut sorted: Vec<f64> = steps.iter().map(|(step, _)| *step).collect();
    if sorted.len() < 3 {
        return wanted;
    }
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    let close: Vec<f64> = sorted.iter().copied().filter(|s| (s - median).abs() < 0.6).collect();
    let mean = close.iter().sum::<f64>() / close.len() as f64;
    let rows = f64::from(layout.lines_per_page.value);
    let most = layout.text_height.value.pt().0 / rows;
    let (top, bottom) = PROFILE_B;
    let tall = (layout.page_height.value.0 - top - bottom) / MM / rows;
    // Few lines tell less; all of them together tell a twip.
    let slack = 0.005 + 0.1 / close.len() as f64;
    let fits = |most: f64| mean <= most + slack && mean >= most - FILL;
    let adjusted = adjusted(document, layout, mean);
    let ok = fits(most) || fits(tall) || adjusted.is_some();
    let required = format!("{} pt", number(layout.line_pitch.value.pt().0));
    let odd = steps.iter().find(|(step, _)| (step - mean).abs() < 0.6);
    let at = odd.map_or_else(At::default, |(_, placed)| placed.at());
    let difference = mean - layout.line_pitch.value.pt().0;
    let difference = if ok { String::new() } else { format!("{difference:+.2} pt") };
    results.add(PITCH, ok, required, format!("{mean:.2} pt"), difference, &at);
    uneven(&steps, mean, results);
    adjusted.unwrap_or(wanted)
}

/// The rows of a page whose pitch was changed so that 署名 does not stand alone (7.3.5.5):
/// full pages stay full, and with 22 rows the signature would have had no text beside it.
fn adjusted(document: &Document<'_>, layout: &Layout, pitch: f64) -> Option<usize> {
    let height = layout.text_height.value.pt().0;
    let rows = (height / pitch).round();
    let fills = height / rows - pitch;
    if !(-0.01..=0.06).contains(&fills) {
        return None;
    }
    let row = height * MM / f64::from(layout.lines_per_page.value);
    let first = document.lines.iter().find(|placed| placed.part.is_body())?;
    let signed = |placed: &&Placed| matches!(placed.part, Part::Signature | Part::Date);
    let signature = document.lines.iter().position(|placed| signed(&placed))?;
    let end = document.lines.iter().rfind(signed)?;
    let start = &document.lines[signature];
    let before =
        document.lines[..signature].iter().rfind(|placed| placed.part != Part::PageNumber)?;
    if document.lines.iter().any(|placed| placed.part == Part::Table) {
        return Some(rows as usize);
    }
    let note = document.of(Part::AttachmentNote).next().is_some();
    let text = document.lines[..signature]
        .iter()
        .filter(|placed| placed.part.is_body() || placed.part == Part::AttachmentNote)
        .count()
        + usize::from(note);
    let top = first.line.y - 0.8 * pitch * MM;
    let bottom = layout.margin_top.value.0 + layout.text_height.value.0;
    let room = ((bottom - top) / row + 0.1).floor().max(0.0) as usize;
    let page = layout.lines_per_page.value as usize;
    let used = if text <= room { page - room + text } else { (text - room) % page };
    let needed = if start.line.page == before.line.page {
        ((end.line.y - before.line.y) / row).ceil() as usize
    } else {
        3
    };
    (used == 0 || page - used.min(page) < needed + 1).then_some(rows as usize)
}

/// How much smaller a pitch may be and still fill the 版心, pt: less than a row in 22.
const FILL: f64 = 0.3;

/// Single lines at another distance.
fn uneven(steps: &[(f64, &Placed)], mean: f64, results: &mut Results) {
    for (step, placed) in steps {
        let rows = (step / mean).round().max(1.0);
        let ok = (step - rows * mean).abs() < 1.5 && rows < 1.5;
        if !ok {
            let required = format!("{mean:.2} pt");
            results.judge(PITCH, false, required, format!("{step:.2} pt"), &placed.at());
        }
    }
}

/// Full pages of plain text have 22 lines.
fn lines(document: &Document<'_>, wanted: usize, results: &mut Results) {
    let mut full = Vec::new();
    for page in 2..document.pages.len() {
        let on = |number| document.on(number).iter().filter(|p| p.part != Part::PageNumber);
        let plain = on(page).all(|placed| placed.part.is_body() && !placed.attached);
        let goes_on =
            on(page + 1).next().is_some_and(|next| next.part == Part::Body && !next.starts);
        if plain && goes_on && document.pages[page - 1].pictures.is_empty() {
            full.push((on(page).count(), page));
        }
    }
    let Some((count, page)) = full.iter().max() else { return };
    // One page alone may have kept a heading with its text.
    let ok = *count == wanted || (full.len() == 1 && count + 1 == wanted);
    results.judge(LINES, ok, format!("{wanted} 行"), format!("{count} 行"), &At::page(*page));
}

/// From the distance of neighbouring hanzi.
fn chars(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    let wanted = layout.chars_per_line.value;
    // Lines with digits in them are stretched to the edge and tell nothing.
    let full = document.lines.windows(2).filter(|pair| {
        pair[0].part.is_body()
            && pair[1].part.is_body()
            && !pair[1].starts
            && pair[0].line.plain().chars().all(is_full_width)
    });
    let mut pitches: Vec<f64> =
        full.flat_map(|pair| pair[0].line.pitches.iter().copied()).collect();
    if pitches.len() < 20 {
        return;
    }
    pitches.sort_by(f64::total_cmp);
    let pitch = pitches[pitches.len() / 4];
    let count = ((layout.text_width.value.0 + 0.3) / pitch).floor();
    let ok = count == f64::from(wanted);
    let found = format!("{} 字（字距 {:.2} pt）", number(count), pitch / MM);
    results.judge(CHARS, ok, format!("{wanted} 字"), found, &At::default());
}
