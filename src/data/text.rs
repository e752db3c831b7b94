//! What no text may hold, whatever the report: characters that nobody sees.

use std::ops::Range;

use super::MAX_TEXT;
use super::node::{Entry, Node, Span, Value, path_text};
use crate::chars::{is_chinese, is_invisible, is_space};
use crate::diag::{Code, Diagnostic, Findings};

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
    if let Some(at) = text.find(PLACEHOLDER) {
        let place = node.span.part(text, at..at + PLACEHOLDER.len()).place();
        let message = format!("字段“{field}”还没有填写");
        findings.push(Diagnostic::new(Code::Placeholder, place, message).field(field));
    }
    let stray = stray_spaces(text);
    if let Some(first) = stray.first() {
        let place = node.span.part(text, first.around.clone()).place();
        let message = format!("文字里有多余的空格：“{}”", &text[first.around.clone()]);
        let gone: Vec<_> = stray.iter().map(|one| (one.spaces.clone(), "")).collect();
        let finding = Diagnostic::new(Code::StraySpace, place, message).field(field);
        findings.push(finding.fixed_by(node.span.fix(text, &gone)));
    }
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

/// Spaces that would be printed and should not, in bytes of the text.
struct Stray {
    /// The spaces.
    spaces: Range<usize>,
    /// The same with the characters beside them.
    around: Range<usize>,
}

/// The spaces beside a hanzi or a Chinese mark, or at an end of the text: folded lines, typed
/// indents and habit make them.
fn stray_spaces(text: &str) -> Vec<Stray> {
    let text = text.trim_end_matches('\n');
    let mut found = Vec::new();
    let mut before: Option<(usize, char)> = None;
    let mut spaces: Option<usize> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        // What stands inside {{ }} is an instruction and may hold spaces.
        if text[at..].starts_with("{{") {
            at = text[at..].find("}}").map_or(text.len(), |end| at + end + 2);
            (before, spaces) = (None, None);
            continue;
        }
        let end = at + c.len_utf8();
        if is_space(c) {
            spaces.get_or_insert(at);
        } else {
            let start = match before {
                Some((start, before)) => (is_chinese(before) || is_chinese(c)).then_some(start),
                None => (spaces == Some(0)).then_some(0),
            };
            if let (Some(run), Some(start)) = (spaces.take(), start) {
                found.push(Stray { spaces: run..at, around: start..end });
            }
            before = Some((at, c));
        }
        at = end;
    }
    if let (Some(run), Some((start, _))) = (spaces, before) {
        found.push(Stray { spaces: run..at, around: start..at });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::stray_spaces;

    #[test]
    fn spaces_that_would_be_printed() {
        for (text, expected) in [
            ("折行的 长文字", Some("的 长")),
            ("共 30 件", Some("共 3")),
            ("　　段首缩进", Some("　　段")),
            ("句末 ", Some("末 ")),
            ("中间\u{A0}不换行", Some("间\u{A0}不")),
            ("共 30 件，新收 12 件", Some("共 3")),
            ("GB/T 9704", None),
            ("比上年{{增减 指标.甲.乙}}。", None),
            ("整段\n另一段\n", None),
        ] {
            let found = stray_spaces(text);
            let first = found.first().map(|one| &text[one.around.clone()]);
            assert_eq!(first, expected, "{text}");
        }
    }
}
