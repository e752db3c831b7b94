//! 页码 (7.5).

use super::Frame;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::points::numbers::{DASHES, DROP, EVEN, NONE, ODD, THERE};
use crate::inspect::results::{At, Check, Results};
use crate::inspect::text::{Form, Part};
use crate::standard::Layout;

const VALUE: Check = Check::must("7.5", "页码连续");

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    let frame = Frame::new(layout);
    let blank = |page| document.on(page).iter().all(|placed| placed.part == Part::PageNumber);
    for (index, page) in document.pages.iter().enumerate() {
        let number = index + 1;
        let found = document.on(number).iter().find(|placed| placed.part == Part::PageNumber);
        let first_of_letter = document.form == Form::Letter && number == 1;
        let Some(found) = found else {
            let turned = page.width > page.height;
            let imprint = document
                .on(number)
                .iter()
                .any(|placed| matches!(placed.part, Part::CopiedTo | Part::Printed));
            let free = blank(number)
                || first_of_letter
                || (imprint && number > 1 && blank(number - 1))
                || (document.form == Form::Letter && document.pages.len() == 2)
                || (turned && turned_number(document, number));
            results.judge(
                THERE,
                free,
                "— 页码 —",
                if free { "可以没有" } else { "没有" },
                &At::page(number),
            );
            continue;
        };
        if first_of_letter {
            results.judge(NONE, false, "首页不显示页码", found.line.text.trim(), &found.at());
        }
        form(found, number, results);
        if page.width < page.height {
            place(document, found, layout, &frame, results);
        }
    }
}

/// On a landscape page the number stands upright at the foot of the bound results: turned.
fn turned_number(document: &Document<'_>, number: usize) -> bool {
    let page = &document.pages[number - 1];
    let turned = page.glyphs.iter().filter(|glyph| glyph.turn != 0);
    turned.map(|glyph| glyph.text.as_str()).collect::<String>().contains(&number.to_string())
}

fn form(found: &Placed, number: usize, results: &mut Results) {
    let text = found.line.plain();
    let ok = text.starts_with('—') && text.ends_with('—') && text.matches('—').count() == 2;
    results.judge(DASHES, ok, "“— 1 —”", found.line.text.trim(), &found.at());
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let ok = digits == number.to_string();
    results.judge(VALUE, ok, number.to_string(), digits, &found.at());
}

fn place(
    document: &Document<'_>,
    found: &Placed,
    layout: &Layout,
    frame: &Frame,
    results: &mut Results,
) {
    let line = &found.line;
    let page = &document.pages[line.page - 1];
    let dash = page
        .glyphs
        .iter()
        .find(|glyph| (glyph.y - line.y).abs() < 1.0 && glyph.text == "—" && glyph.ink.is_some());
    // Without a dash the middle of the digits tells nearly the same.
    let ink = dash.and_then(|dash| dash.ink).unwrap_or(line.ink);
    let tolerance = layout.page_number_drop.tolerance.map_or(2.0, |tolerance| tolerance.0);
    let drop = (ink.top + ink.bottom) / 2.0 - frame.bottom;
    results.length(DROP, drop, layout.page_number_drop.value.0, tolerance, &found.at());
    if line.page.is_multiple_of(2) {
        let mirrored = (document.column - (frame.page.0 - frame.right)).abs() < 0.5;
        let left = if mirrored { document.column } else { frame.left };
        results.length(EVEN, line.left - left, frame.small, 2.0, &found.at());
    } else {
        results.length(ODD, frame.right - line.right, frame.small, 2.0, &found.at());
    }
}
