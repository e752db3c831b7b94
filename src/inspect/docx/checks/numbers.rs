//! 页码 (7.5, 8, 10.1).

use super::fonts;
use crate::inspect::docx::geometry;
use crate::inspect::docx::recognise::Document;
use crate::inspect::points::numbers::{DASHES, DROP, EVEN, NONE, ODD, THERE};
use crate::inspect::results::{At, Check, Results};
use crate::inspect::settings::setting;
use crate::inspect::text::{Form, Part};
use crate::read::docx::{Align, LineRule};
use crate::read::docx::{Container, DEFAULT_SIZE, MM, Paragraph, Section, Story};
use crate::standard::Layout;

const BOTH: Check = Check::must("7.5", "单双页页码不同");
const TURNED: Check = Check::must("8", "横排表格页码位置");

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    let used =
        |index: usize| document.order.iter().any(|&para| document.para(para).section == index);
    for (index, section) in
        document.story().sections.iter().enumerate().filter(|(index, _)| used(*index))
    {
        // A page with nothing but the 版记 behind a blank one goes without.
        let mut texts = document.order.iter().filter(|&&para| document.para(para).section == index);
        let imprint = index > 0
            && texts.all(|&para| matches!(document.parts[para], Part::CopiedTo | Part::Printed));
        if imprint && number_of(document, section, 0).is_none() {
            continue;
        }
        let at = At { page: None, place: format!("第 {} 节页脚", index + 1) };
        let [odd, even, first] = [0, 1, 2].map(|slot| number_of(document, section, slot));
        let letter = document.form == Form::Letter && index == 0;
        if letter {
            let hidden = section.title_page && first.is_none();
            let found = if hidden { "不显示" } else { "显示" };
            results.judge(NONE, hidden || odd.is_none(), "首页不显示页码", found, &at);
        } else if section.title_page && index == 0 {
            let found = if first.is_some() { "有" } else { "首页没有" };
            results.judge(THERE, first.is_some(), "— 页码 —", found, &at);
        }
        // A letter of one or two pages may do without.
        let few = letter && document.places.pages <= 2;
        let Some(odd) = odd else {
            if !few {
                results.judge(THERE, false, "— 页码 —", "没有", &at);
            }
            continue;
        };
        results.judge(THERE, true, "— 页码 —", "有", &at);
        let outside = is_outside(odd);
        let alternates = document.file.even_and_odd && even.is_some();
        let found = match (document.file.even_and_odd, even.is_some()) {
            _ if outside => "外侧",
            (true, true) => "不同",
            (true, false) => "双页页脚没有页码",
            (false, _) => "没有设置奇偶页不同",
        };
        results.judge(BOTH, alternates || outside, "单页码居右，双页码居左", found, &at);
        let turned = section.turned();
        for (slot, own) in [(false, Some(odd)), (true, even.filter(|_| alternates))] {
            let Some((story, para)) = own else { continue };
            form(para, layout, &at, results);
            if turned {
                upright(para, story, &at, results);
            } else if !outside {
                side(section, story, para, slot, &at, results);
                drop(section, story, para, layout, &at, results);
            } else {
                drop(section, story, para, layout, &at, results);
            }
        }
    }
}

/// The paragraph of a footer that has the page number.
fn number_of<'a>(
    document: &Document<'a>,
    section: &Section,
    slot: usize,
) -> Option<(&'a Story, &'a Paragraph)> {
    let id = section.footers[slot].as_ref()?;
    let story = document.file.footers.get(id)?;
    let is_page = |field: &str| field.trim_start().to_uppercase().starts_with("PAGE");
    // The innermost: a box repeats nothing of the paragraph that it hangs on.
    let para = story.paras.iter().rev().find(|para| para.fields().any(is_page))?;
    Some((story, para))
}

/// WPS and Word can put a frame at the outer side of every page.
fn is_outside((story, para): (&Story, &Paragraph)) -> bool {
    let framed = para.props.frame.as_ref().is_some_and(|frame| frame.x_align == "outside");
    let boxed = match para.place {
        Container::Box(drawing) => story.drawings[drawing].x_align == "outside",
        _ => false,
    };
    framed || boxed
}

fn form(para: &Paragraph, layout: &Layout, at: &At, results: &mut Results) {
    let plain = para.plain();
    let ok = plain.starts_with('—') && plain.ends_with('—') && plain.matches('—').count() == 2;
    results.judge(DASHES, ok, "“— 1 —”", para.text().trim(), at);
    if let Some(setting) = setting(Part::PageNumber, layout) {
        para.runs
            .iter()
            .for_each(|run| fonts::judge(run, &para.runs, &setting, Part::PageNumber, at, results));
    }
}

fn side(
    section: &Section,
    story: &Story,
    para: &Paragraph,
    even: bool,
    at: &At,
    results: &mut Results,
) {
    let check = if even { EVEN } else { ODD };
    let required = if even { "居左空 1 字" } else { "居右空 1 字" };
    let size = para.size();
    let em = size * 20.0;
    if let Container::Box(drawing) = para.place {
        let wanted = if even { "left" } else { "right" };
        let found = story.drawings[drawing].x_align.clone();
        if !found.is_empty() {
            results.judge(
                check,
                found == wanted || para.align() != Align::Left,
                required,
                found,
                at,
            );
        }
        return;
    }
    let column = section.column();
    let segments = geometry::segments(para, column);
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return };
    let framed = para.props.frame.as_ref().map(|frame| frame.x_align.clone());
    if let Some(side) = framed.filter(|side| !side.is_empty()) {
        let wanted = if even { "left" } else { "right" };
        results.judge(check, side == wanted, required, side, at);
        return;
    }
    let (left, right) = (first.left / em, (column - last.right) / em);
    let (own, found) = if even {
        (left, format!("左空 {left:.1} 字"))
    } else {
        (right, format!("右空 {right:.1} 字"))
    };
    results.judge(check, (own - 1.0).abs() <= 0.6, required, found, at);
}

/// Where the dash comes to stand below the 版心.
fn drop(
    section: &Section,
    story: &Story,
    para: &Paragraph,
    layout: &Layout,
    at: &At,
    results: &mut Results,
) {
    /// The middle of the dash above the baseline, and a font's own room below it.
    const DASH: f64 = 0.28;
    const BELOW: f64 = 0.3;
    if matches!(para.place, Container::Box(_))
        || para.props.frame.as_ref().is_some_and(|frame| frame.y.is_some())
    {
        return;
    }
    let after: f64 = story
        .paras
        .iter()
        .skip_while(|other| !std::ptr::eq(*other, para))
        .skip(1)
        .filter(|other| other.place == Container::Flow && other.props.frame.is_none())
        .map(|other| geometry::height(other, section, section.column()))
        .sum();
    let size = para.runs.iter().find_map(|run| run.props.size).unwrap_or(DEFAULT_SIZE);
    let line = geometry::line_height(para, section);
    let (_, space) = geometry::spacing(para, section);
    let below = match para.props.rule {
        Some(LineRule::Exact) => line * (1.0 - layout.baseline.value),
        _ => size * 20.0 * BELOW,
    };
    let footer = section.footer;
    let up = footer + after + space + below + size * 20.0 * DASH;
    let found =
        (section.height - up) * MM - (layout.margin_top.value.0 + layout.text_height.value.0);
    let tolerance = layout.page_number_drop.tolerance.map_or(2.0, |tolerance| tolerance.0);
    results.length(DROP, found, layout.page_number_drop.value.0, tolerance, at);
}

/// On a landscape page the number stands at the foot of the bound results, turned.
fn upright(para: &Paragraph, story: &Story, at: &At, results: &mut Results) {
    let turned = match para.place {
        Container::Box(drawing) => {
            story.drawings[drawing].turned
                || story.drawings[drawing].height > story.drawings[drawing].width
        }
        Container::Flow | Container::Cell(_) => para.props.frame.is_some(),
    };
    let found = if turned { "转过的文本框" } else { "页脚里" };
    results.judge(TURNED, turned, "和其他页同一位置（转过的文本框）", found, at);
}
