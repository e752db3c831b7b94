//! Recognises the format and the 版头.

use super::recognise::{Document, is_mark, is_rule, is_secrecy, role};
use crate::fonts::Role;
use crate::inspect::text::{Form, Part, is_number};
use crate::read::docx::Colour;
use crate::read::docx::{Container, MM};

/// Marks the 版头; where in the sequence the 主体 begins.
pub(super) fn head(document: &mut Document<'_>, sequence: &[usize]) -> usize {
    let marks = marks(document, sequence);
    document.form = form(document, &marks);
    if document.form == Form::Report {
        return 0;
    }
    for &mark in &marks {
        document.parts[mark] = Part::Mark;
    }
    let mut from = 0;
    for (position, &index) in sequence.iter().enumerate() {
        if document.parts[index] == Part::Mark {
            from = position + 1;
            continue;
        }
        let part = head_part(document, index, position);
        match part {
            Some(part) => document.parts[index] = part,
            None if marks.iter().any(|mark| sequence[position..].contains(mark)) => {}
            None => break,
        }
        from = position + 1;
    }
    from
}

/// The large red lines at the beginning, and what is as large.
fn marks(document: &Document<'_>, sequence: &[usize]) -> Vec<usize> {
    const FIRST: usize = 12;
    let mut marks: Vec<usize> = Vec::new();
    for &index in sequence.iter().take(FIRST) {
        let para = document.para(index);
        let text = para.plain();
        if is_mark(para) {
            // A second large line behind other text is the title.
            marks.push(index);
        } else if marks.is_empty() && is_head_word(document, index) {
            continue;
        } else {
            break;
        }
        if text.chars().count() > 40 {
            return Vec::new();
        }
    }
    let numbered = sequence.iter().take(FIRST).any(|&index| {
        let text = document.para(index).text();
        text.split('\t').any(|piece| is_number(piece, Form::Order)) || text.contains("签发人")
    });
    let named = marks.iter().any(|&mark| {
        let text = document.para(mark).plain();
        ["文件", "令", "纪要"].iter().any(|end| text.ends_with(end))
    });
    if numbered || named { marks } else { Vec::new() }
}

fn is_head_word(document: &Document<'_>, index: usize) -> bool {
    let text = document.para(index).plain();
    let digits = text.chars().count() <= 8 && text.chars().all(|c| c.is_ascii_digit());
    let urgent = text.ends_with('急') && text.chars().count() <= 4;
    is_secrecy(&text) || digits || urgent || text.contains("签发人") || is_number(&text, Form::File)
}

/// What a short line of the 版头 is.
fn head_part(document: &Document<'_>, index: usize, position: usize) -> Option<Part> {
    let para = document.para(index);
    let text = para.plain();
    let count = text.chars().count();
    let pieces = para.text();
    let mut pieces = pieces.split('\t').map(str::trim);
    if is_secrecy(&text) {
        Some(Part::Secrecy)
    } else if text.ends_with('急') && count <= 4 {
        Some(Part::Urgency)
    } else if text.contains("签发人") || pieces.any(|piece| is_number(piece, document.form)) {
        Some(Part::Number)
    } else if count <= 8 && text.chars().all(|c| c.is_ascii_digit()) {
        Some(Part::CopyNumber)
    } else if position > 0 && count <= 12 && role(para) == Some(Role::Kai) {
        Some(Part::Signer)
    } else {
        None
    }
}

fn form(document: &Document<'_>, marks: &[usize]) -> Form {
    let text: String = marks.iter().map(|&mark| document.para(mark).plain()).collect();
    if marks.is_empty() {
        Form::Report
    } else if text.ends_with('令') {
        Form::Order
    } else if text.ends_with("纪要") {
        Form::Minutes
    } else if !text.ends_with("文件") && is_letter(document, marks[0]) {
        Form::Letter
    } else {
        Form::File
    }
}

/// A letter has its mark near the edge of the paper, or rules wider than the column.
fn is_letter(document: &Document<'_>, mark: usize) -> bool {
    const HIGHEST: f64 = 45.0;
    const WIDE: f64 = 162.0;
    let story = document.story();
    let lines = story.drawings.iter().any(|drawing| {
        is_rule(drawing) && drawing.width > WIDE && drawing.colour == Some(Colour::Red)
    });
    let framed = story.paras.iter().any(|para| {
        let wide = para.props.frame.as_ref().and_then(|frame| frame.width);
        para.shaded_rule().is_some() && wide.is_some_and(|wide| wide * MM > WIDE)
    });
    let bordered = story.paras.iter().any(|para| {
        let border = [para.props.bottom, para.props.top]
            .into_iter()
            .flatten()
            .any(|b| b.drawn() && b.colour == Colour::Red);
        let (left, right, _) = para.indents();
        border && para.place == Container::Flow && (left + right) * MM < -6.0
    });
    lines || framed || bordered || document.places.spots[mark].bottom < HIGHEST
}
