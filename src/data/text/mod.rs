//! What no text may hold, whatever the report: characters that nobody sees, or that only look
//! like hanzi; single braces where a figure is meant.

mod braces;
mod lookalikes;
mod spaces;

use std::ops::Range;

use super::MAX_TEXT;
use super::node::{Entry, Node, Span, Value, path_text};
use crate::chars::is_invisible;
use crate::diag::{Code, Diagnostic, Findings, Place};

/// The field of the title of a document, or of its lines.
const TITLE: &str = "标题";

/// What a text holds that nobody has filled in yet, as `yinfa new` writes it.
pub const PLACEHOLDER: &str = "（请填写";

/// Reports invisible characters in all texts and field names, and spaces between hanzi.
pub fn check(root: &Node, findings: &mut Findings) {
    root.walk(&mut |path, node| match &node.value {
        Value::Text(text) => check_text(&path_text(path), node, text, findings),
        Value::Map(entries) => {
            for entry in entries {
                let Entry { key, key_span, .. } = entry;
                findings.extend(invisible("字段名", key, key_span).map(|one| one.field(key)));
                let alike = lookalikes::check("字段名", key, key_span);
                findings.extend(alike.into_iter().map(|one| one.field(key)));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) => {}
    });
}

fn check_text(field: &str, node: &Node, text: &str, findings: &mut Findings) {
    // Most texts are short in bytes; only the others are counted.
    if text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT {
        let message = format!("文字有 {} 个字，最多 {MAX_TEXT} 个", text.chars().count());
        findings.push(Diagnostic::new(Code::TooLong, node.span.place(), message).field(field));
        return;
    }
    findings.extend(invisible("文字", text, &node.span).map(|one| one.field(field)));
    if !text.is_ascii() {
        let alike = lookalikes::check("文字", text, &node.span);
        findings.extend(alike.into_iter().map(|one| one.field(field)));
        findings.extend(braces::check(text, &node.span).map(|one| one.field(field)));
    }
    if let Some(at) = text.find(PLACEHOLDER) {
        let place = node.span.part(text, at..at + PLACEHOLDER.len()).place();
        let message = format!("字段“{field}”还没有填写");
        findings.push(Diagnostic::new(Code::Placeholder, place, message).field(field));
    }
    let is_title = field == TITLE || field.starts_with("标题[");
    let stray = spaces::stray(text, is_title);
    if let Some(first) = stray.first().filter(|_| !is_misread(node, findings)) {
        let place = node.span.part(text, first.around.clone()).place();
        let message = format!("文字里有多余的空格：“{}”", &text[first.around.clone()]);
        let gone: Vec<_> = stray.iter().map(|one| (one.spaces.clone(), "")).collect();
        let finding = Diagnostic::new(Code::StraySpace, place, message).field(field);
        findings.push(finding.fixed_by(node.span.fix(text, &gone)));
    }
}

/// Whether the reader doubts already that the text is one.
fn is_misread(node: &Node, findings: &Findings) -> bool {
    let span = &node.span;
    findings.iter().filter(|one| one.code == Code::Syntax).any(|one| match &one.place {
        Place::Text { source, range } => {
            let is_same = source.path() == span.source.path();
            is_same
                && range.start < span.range.end
                && span.range.start < range.end.max(range.start + 1)
        }
        Place::File(_) | Place::Whole => false,
    })
}

/// A finding at the first character that nobody sees; the fix takes all of them away.
fn invisible(what: &str, text: &str, span: &Span) -> Option<Diagnostic> {
    let all = text.char_indices().filter(|(_, c)| is_invisible(*c));
    let all: Vec<(Range<usize>, char)> = all.map(|(at, c)| (at..at + c.len_utf8(), c)).collect();
    let (first, character) = all.first()?;
    let message = format!("{what}里有看不见的控制字符{}", code_point(*character));
    let gone: Vec<_> = all.iter().map(|(part, _)| (part.clone(), "")).collect();
    let place = span.part(text, first.clone()).place();
    let finding = Diagnostic::new(Code::ControlCharacter, place, message);
    Some(finding.fixed_by(span.fix(text, &gone)))
}

/// `（U+200B）`, as a person can look it up.
fn code_point(c: char) -> String {
    format!("（U+{:04X}）", u32::from(c))
}
