//! What follows the 正文: 附件说明, 署名, 成文日期, 附注, 附件 and 版记.

use super::recognise::{Document, MIDDLE, Placed, is_imprint};
use crate::chars::NUMERALS;
use crate::fonts::Role;
use crate::inspect::text::{Part, is_date, level_of};
use crate::read::pdf::lines::TextLine;

/// Marks 版记, 附件 pages, 附注, date, signature and 附件说明; where the 正文 ends.
pub(super) fn tail(document: &mut Document<'_>, from: usize) -> usize {
    let lines = &mut document.lines;
    let mut end = imprint(lines, from);
    let mut dated = false;
    let label = (from..end).find(|&i| {
        let first = i == 0 || lines[i - 1].line.page < lines[i].line.page;
        dated |= is_date(&lines[i].line.text);
        (first || dated || lines[i - 1].part == Part::PageNumber)
            && is_attachment_label(&lines[i].line)
    });
    if let Some(label) = label {
        attachments(lines, label, end);
        end = label;
    }
    let date = (from..end).rev().find(|&i| {
        lines[i].part == Part::Other && is_date(&lines[i].line.text) && lines[i].line.left > 60.0
    });
    let Some(date) = date else { return note_and_roster(lines, from, end) };
    lines[date].part = Part::Date;
    let mut behind = None;
    for placed in &mut lines[date + 1..end] {
        if placed.part == Part::Other {
            let text = placed.line.plain();
            let roster = ROSTER.iter().any(|word| opens(&text, word));
            let goes_on = behind == Some(Part::Attendance) && !text.starts_with(['（', '(']);
            placed.part = if roster || goes_on { Part::Attendance } else { Part::Remarks };
            placed.starts = roster || behind != Some(placed.part);
            behind = Some(placed.part);
        }
    }
    let mut top = date;
    while top > from {
        let above = &lines[top - 1];
        let gap = lines[top].line.y - above.line.y;
        let text = above.line.plain();
        let short = above.line.left > 50.0 && !text.ends_with(['。', '；', '：']);
        if above.part == Part::PageNumber || above.line.page < lines[top].line.page {
            break;
        }
        let listed = level_of(&text).is_some() || is_item(&text) || text.starts_with("附件");
        if above.part != Part::Other || !short || gap > 60.0 || listed {
            break;
        }
        top -= 1;
        lines[top].part = Part::Signature;
    }
    note_and_roster(lines, from, top)
}

const ROSTER: [&str; 3] = ["出席", "请假", "列席"];

/// Whether a line begins with a label and its colon, or with a numbered label.
fn opens(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['：', ':'])
    })
}

/// `2.` or what is used instead, at the start of an attachment's name.
fn is_item(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits) && text[digits..].starts_with(['.', '．', '、', ')', '）'])
}

fn is_attachment_label(line: &TextLine) -> bool {
    let text = line.plain();
    let rest = text.strip_prefix("附件").map(|rest| rest.trim_end_matches(['：', ':', '、']));
    rest.is_some_and(|rest| {
        rest.chars().count() <= 3 && rest.chars().all(|c| c.is_numeric() || NUMERALS.contains(c))
    })
}

/// The last lines of the document, from 抄送 or 印发 on.
fn imprint(lines: &mut [Placed], from: usize) -> usize {
    let Some(last) = (from..lines.len()).rev().find(|&i| lines[i].part == Part::Other) else {
        return lines.len();
    };
    let page = lines[last].line.page;
    let first = (from..=last).find(|&i| {
        let text = lines[i].line.plain();
        let moved = text.starts_with("主送：") || text.starts_with("主送:");
        (lines[i].line.page == page && (is_imprint(&text) || moved || text.starts_with("分送")))
            || (i == last && text.contains('日') && text.ends_with("印发"))
    });
    let Some(mut first) = first else { return lines.len() };
    // The office alone: its date may lack its last word.
    if lines[first].line.plain().ends_with("印发") {
        while first > from
            && lines[first - 1].line.page == page
            && lines[first].line.y - lines[first - 1].line.y < 2.0
        {
            first -= 1;
        }
    }
    let mut copied = false;
    for placed in &mut lines[first..] {
        if placed.part == Part::PageNumber {
            continue;
        }
        let text = placed.line.plain();
        let office = text.ends_with("印发")
            || (placed.line.text.contains('\t') && ends_with_date(&placed.line.text));
        let starts = ["抄送", "主送", "分送"].iter().any(|word| text.starts_with(word));
        placed.part = if office { Part::Printed } else { Part::CopiedTo };
        placed.starts = office || starts || !copied;
        copied = !office;
    }
    first
}

/// `县政府办公室⇥2025年2月19日`: what is left of a line whose last word is missing.
fn ends_with_date(text: &str) -> bool {
    text.rsplit('\t').next().is_some_and(is_date)
}

/// The pages of the attachments.
fn attachments(lines: &mut [Placed], from: usize, to: usize) {
    let mut title = false;
    let mut page = 0;
    for placed in &mut lines[from..to] {
        placed.attached = true;
        if placed.part != Part::Other {
            continue;
        }
        let first = placed.line.page != page;
        page = placed.line.page;
        if (first || !title) && is_attachment_label(&placed.line) {
            placed.part = Part::AttachmentLabel;
            title = true;
            continue;
        }
        let large = placed.line.size() >= 18.0 || placed.line.role() == Some(Role::XiaoBiaoSong);
        let centred = (placed.line.middle() - MIDDLE).abs() < 6.0 && placed.line.left > 42.0;
        if title && (large || centred) {
            placed.part = Part::AttachmentTitle;
        } else {
            title = false;
        }
    }
}

/// Marks 附件说明 and 出席, 请假, 列席 at the end of the 正文; where it ends.
fn note_and_roster(lines: &mut [Placed], from: usize, end: usize) -> usize {
    let tall = |i: usize| {
        let text = lines[i].line.plain();
        lines[i].part == Part::Other
            && (opens(&text, "附件") || ROSTER.iter().any(|word| opens(&text, word)))
    };
    let Some(first) = (from..end).find(|&i| tall(i)) else { return end };
    let mut part = Part::AttachmentNote;
    for (index, placed) in lines[first..end].iter_mut().enumerate() {
        if placed.part != Part::Other {
            continue;
        }
        let text = placed.line.plain();
        let roster = ROSTER.iter().any(|word| opens(&text, word));
        let note = opens(&text, "附件");
        if roster || note {
            part = if roster { Part::Attendance } else { Part::AttachmentNote };
        }
        placed.part = part;
        placed.starts = index == 0 || roster || note || (is_item(&text) && placed.line.left > 40.0);
    }
    first
}
