//! 每面行数、每行字数 (5.2.3).

use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::sheet::{At, Check, Sheet, number};
use crate::inspect::targets::PROFILE_B;
use crate::inspect::text::Part;
use crate::standard::Layout;

const PITCH: Check = Check::usual("5.2.3", "行距（每面 22 行）");
const LINES: Check = Check::usual("5.2.3", "每面行数");
const CHARS: Check = Check::usual("5.2.3", "每行字数");

const MM: f64 = 25.4 / 72.0;

pub(super) fn check(document: &Document<'_>, layout: &Layout, sheet: &mut Sheet) {
    pitch(document, layout, sheet);
    lines(document, layout, sheet);
    chars(document, layout, sheet);
}

/// Distances between neighbouring body lines of a page, pt.
fn steps<'a>(document: &'a Document<'_>) -> Vec<(f64, &'a Placed)> {
    let pairs = document.lines.windows(2);
    let same = pairs.filter(|pair| {
        pair.iter().all(|placed| placed.part.is_body()) && pair[0].line.page == pair[1].line.page
    });
    same.map(|pair| ((pair[1].line.y - pair[0].line.y) / MM, &pair[1])).collect()
}

fn pitch(document: &Document<'_>, layout: &Layout, sheet: &mut Sheet) {
    let steps = steps(document);
    let mut sorted: Vec<f64> = steps.iter().map(|(step, _)| *step).collect();
    if sorted.len() < 3 {
        return;
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
    let ok = fits(most) || fits(tall);
    let required = format!("{} pt", number(layout.line_pitch.value.pt().0));
    let odd = steps.iter().find(|(step, _)| (step - mean).abs() < 0.6);
    let at = odd.map_or_else(At::default, |(_, placed)| placed.at());
    let difference = mean - layout.line_pitch.value.pt().0;
    let difference = if ok { String::new() } else { format!("{difference:+.2} pt") };
    sheet.add(PITCH, ok, required, format!("{mean:.2} pt"), difference, &at);
    uneven(&steps, mean, sheet);
}

/// How much smaller a pitch may be and still fill the 版心, pt: less than a row in 22.
const FILL: f64 = 0.3;

/// Single lines at another distance.
fn uneven(steps: &[(f64, &Placed)], mean: f64, sheet: &mut Sheet) {
    for (step, placed) in steps {
        let rows = (step / mean).round().max(1.0);
        let ok = (step - rows * mean).abs() < 1.5 && rows < 1.5;
        if !ok {
            let required = format!("{mean:.2} pt");
            sheet.judge(PITCH, false, required, format!("{step:.2} pt"), &placed.at());
        }
    }
}

/// Full pages of plain text have 22 lines.
fn lines(document: &Document<'_>, layout: &Layout, sheet: &mut Sheet) {
    let wanted = layout.lines_per_page.value as usize;
    let mut full = Vec::new();
    for page in 2..document.pages.len() {
        let on = |number: usize| document.lines.iter().filter(move |p| p.line.page == number && p.part != Part::PageNumber);
        let plain = on(page).all(|placed| placed.part.is_body() && !placed.attached);
        let goes_on = on(page + 1).next().is_some_and(|next| next.part == Part::Body && !next.starts);
        if plain && goes_on && document.pages[page - 1].pictures.is_empty() {
            full.push((on(page).count(), page));
        }
    }
    let Some((count, page)) = full.iter().max() else { return };
    let ok = *count == wanted;
    sheet.judge(LINES, ok, format!("{wanted} 行"), format!("{count} 行"), &At::page(*page));
}

/// From the distance of neighbouring hanzi.
fn chars(document: &Document<'_>, layout: &Layout, sheet: &mut Sheet) {
    let wanted = layout.chars_per_line.value;
    let full = document.lines.windows(2).filter(|pair| {
        pair[0].part.is_body() && pair[1].part.is_body() && !pair[1].starts && !pair[0].attached
    });
    let mut pitches: Vec<f64> = full.flat_map(|pair| pair[0].line.pitches.iter().copied()).collect();
    if pitches.len() < 20 {
        return;
    }
    pitches.sort_by(f64::total_cmp);
    // Lines with digits in them are stretched to the edge; the narrow ones tell.
    let pitch = pitches[pitches.len() / 8];
    let count = ((layout.text_width.value.0 + 0.3) / pitch).floor();
    let ok = count == f64::from(wanted);
    let found = format!("{} 字（字距 {:.2} pt）", number(count), pitch / MM);
    sheet.judge(CHARS, ok, format!("{wanted} 字"), found, &At::default());
}
