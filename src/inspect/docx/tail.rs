//! Recognises what stands behind the 正文: 附件说明, 署名, 成文日期, 附注, 附件, 版记.

use super::recognise::{Document, is_centred, is_imprint, is_label, is_large};
use crate::inspect::text::{Part, is_date, level_of};
use crate::read::docx::Align;
use crate::read::docx::Container;

/// The labels of a roster (10.3).
const ROSTER: [&str; 3] = ["出席", "请假", "列席"];

/// Marks the end of a document; where in the sequence the 正文 ends.
pub(super) fn tail(document: &mut Document<'_>, sequence: &[usize], from: usize) -> usize {
    let mut end = imprint(document, sequence, from);
    let mut dated = false;
    let label = (from..end).find(|&position| {
        let index = sequence[position];
        let para = document.para(index);
        dated |= is_date(&para.text());
        let first = para.new_page
            || position > from && document.para(sequence[position - 1]).section < para.section;
        (dated || first) && is_label(&para.plain())
    });
    if let Some(label) = label {
        attachments(document, sequence, label, end);
        end = label;
    }
    let date = (from..end).rev().find(|&position| {
        let index = sequence[position];
        let place = document.para(index).place;
        is_date(&document.para(index).text()) && !matches!(place, Container::Box(_))
    });
    let Some(date) = date else { return note_and_roster(document, sequence, from, end) };
    document.parts[sequence[date]] = Part::Date;
    let mut top = date;
    while top > from && is_signature(document, sequence[top - 1], top == date) {
        top -= 1;
        document.parts[sequence[top]] = Part::Signature;
    }
    let roster = note_and_roster(document, sequence, date + 1, end);
    for &index in &sequence[date + 1..roster] {
        document.parts[index] = Part::Remarks;
    }
    note_and_roster(document, sequence, from, top)
}

/// A short line above the date, to the right or standing over it.
fn is_signature(document: &Document<'_>, index: usize, nearest: bool) -> bool {
    const LONGEST: usize = 60;
    let para = document.para(index);
    let text = para.plain();
    if text.chars().count() > LONGEST || text.ends_with(['。', '；', '：', '，']) {
        return false;
    }
    let named = ROSTER.iter().any(|label| text.starts_with(label));
    let listed = named || level_of(&text).is_some() || is_item(&text) || text.starts_with("附件");
    if listed || is_label(&text) || is_large(para) || document.parts[index] != Part::Other {
        return false;
    }
    let left = document.segments(index).first().map_or(0.0, |segment| segment.left);
    let aside = left > 4.0 * document.em(index) || para.align() == Align::Right;
    let apart = nearest && index > 0 && document.para(index - 1).is_blank();
    let cell = matches!(para.place, Container::Cell(_));
    // Names in a row, each with its seal.
    let row = document.segments(index).len() > 1 || !para.drawings.is_empty();
    row || aside || (apart && text.chars().count() <= 30) || cell
}

/// `2.` or what is used instead, at the start of an attachment's name.
pub(super) fn is_item(text: &str) -> bool {
    let text = text.trim_start();
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits) && text[digits..].starts_with(['.', '．', '、', ')', '）'])
}

/// The last paragraphs, from 抄送 or 印发 on.
fn imprint(document: &mut Document<'_>, sequence: &[usize], from: usize) -> usize {
    const MOST: usize = 10;
    let last = sequence.len();
    let lowest = last.saturating_sub(MOST).max(from);
    let text = |position: usize| document.para(sequence[position]).plain();
    let found = (lowest..last).find(|&position| {
        let text = text(position);
        is_imprint(&text)
            || text.starts_with("分送：")
            || text.starts_with("主送：")
            || (position + 1 == last && ends_with_date(document, sequence[position]))
    });
    let Some(mut first) = found else { return last };
    let moved = |text: &str| text.starts_with("主送：") || text.starts_with("主送:");
    while first > from && moved(&text(first - 1)) {
        first -= 1;
    }
    // The office in a cell of its own, beside the date.
    let table = |position: usize| match document.para(sequence[position]).place {
        Container::Cell(table) => Some(table),
        _ => None,
    };
    while first > from && table(first).is_some() && table(first - 1) == table(first) {
        first -= 1;
    }
    let boxed = |position: usize| match document.para(sequence[position]).place {
        Container::Box(drawing) => Some(drawing),
        _ => None,
    };
    while first > from && boxed(first).is_some() && boxed(first - 1) == boxed(first) {
        first -= 1;
    }
    for position in first..last {
        let index = sequence[position];
        let plain = document.para(index).plain();
        let next = sequence.get(position + 1).map(|&next| document.para(next));
        let beside = next.is_some_and(|next| {
            let text = next.plain();
            next.place == document.para(index).place
                && (text.ends_with("印发") || is_date(&text))
                && matches!(next.place, Container::Cell(_))
        });
        let names = ["抄送", "主送", "分送"].iter().any(|word| plain.starts_with(word));
        let office = !names
            && (beside
                || plain.ends_with("印发")
                || is_date(&plain)
                || ends_with_date(document, index));
        document.parts[index] = if office { Part::Printed } else { Part::CopiedTo };
    }
    first
}

/// `县政府办公室⇥2025年2月19日`: what is left of a line whose last word is missing.
fn ends_with_date(document: &Document<'_>, index: usize) -> bool {
    let text = document.para(index).text();
    let pieces: Vec<&str> =
        text.split(['\t', '　']).map(str::trim).filter(|t| !t.is_empty()).collect();
    pieces.len() > 1 && pieces.last().is_some_and(|piece| is_date(piece))
}

/// The pages of the attachments.
fn attachments(document: &mut Document<'_>, sequence: &[usize], from: usize, to: usize) {
    let first = sequence[from];
    let last = sequence.get(to).copied().unwrap_or(document.parts.len());
    document.attached[first..last].fill(true);
    let mut title = false;
    for &index in &sequence[from..to] {
        let para = document.para(index);
        if is_label(&para.plain()) && (!title || para.new_page || index == first) {
            document.parts[index] = Part::AttachmentLabel;
            title = true;
            continue;
        }
        let long = para.plain().chars().count() > 60;
        if title && !long && (is_large(para) || is_centred(document, index)) {
            document.parts[index] = Part::AttachmentTitle;
        } else {
            title = false;
        }
    }
}

/// Marks 附件说明 and 出席, 请假, 列席 at the end of the 正文; where it ends.
fn note_and_roster(
    document: &mut Document<'_>,
    sequence: &[usize],
    from: usize,
    end: usize,
) -> usize {
    let opens = |text: &str, word: &str| {
        text.strip_prefix(word).is_some_and(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['：', ':'])
        })
    };
    let first = (from..end).find(|&position| {
        let text = document.para(sequence[position]).plain();
        opens(&text, "附件") || ROSTER.iter().any(|word| opens(&text, word))
    });
    let Some(first) = first else { return end };
    let mut part = Part::AttachmentNote;
    for &index in &sequence[first..end] {
        let text = document.para(index).plain();
        if ROSTER.iter().any(|word| opens(&text, word)) {
            part = Part::Attendance;
        } else if opens(&text, "附件") {
            part = Part::AttachmentNote;
        }
        document.parts[index] = part;
    }
    first
}
