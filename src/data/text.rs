//! What no text may hold, whatever the report: characters that nobody sees.

use super::MAX_TEXT;
use super::node::{Node, Value, path_text};
use crate::chars::{is_chinese, is_invisible, is_space};
use crate::diag::{Code, Diagnostic};

/// What a text holds that nobody has filled in yet, as `yinfa new` writes it.
pub const PLACEHOLDER: &str = "（请填写";

/// Reports invisible characters in all texts and field names, and spaces between hanzi.
pub fn check(root: &Node, findings: &mut Vec<Diagnostic>) {
    root.walk(&mut |path, node| match &node.value {
        Value::Text(text) => check_text(&path_text(path), node, text, findings),
        Value::Map(entries) => {
            for entry in entries {
                if let Some(character) = entry.key.chars().find(|&c| is_invisible(c)) {
                    let message = format!("字段名里有看不见的控制字符{}", code_point(character));
                    let place = entry.key_span.place();
                    findings.push(
                        Diagnostic::new(Code::ControlCharacter, place, message).field(&entry.key),
                    );
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) => {}
    });
}

fn check_text(field: &str, node: &Node, text: &str, findings: &mut Vec<Diagnostic>) {
    // Most texts are short in bytes; only the others are counted.
    if text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT {
        let message = format!("文字有 {} 个字，最多 {MAX_TEXT} 个", text.chars().count());
        findings.push(Diagnostic::new(Code::TooLong, node.span.place(), message).field(field));
        return;
    }
    if let Some(character) = text.chars().find(|&c| is_invisible(c)) {
        let place = node.span.place_of(character.encode_utf8(&mut [0; 4]));
        let message = format!("文字里有看不见的控制字符{}", code_point(character));
        findings.push(Diagnostic::new(Code::ControlCharacter, place, message).field(field));
    }
    if text.contains(PLACEHOLDER) {
        let place = node.span.place_of(PLACEHOLDER);
        let message = format!("字段“{field}”还没有填写");
        findings.push(Diagnostic::new(Code::Placeholder, place, message).field(field));
    }
    if let Some(around) = stray_space(text) {
        let place = node.span.place_of(around);
        let message = format!("文字里有多余的空格：“{around}”");
        findings.push(Diagnostic::new(Code::StraySpace, place, message).field(field));
    }
}

/// `（U+200B）`, as a person can look it up.
fn code_point(c: char) -> String {
    format!("（U+{:04X}）", u32::from(c))
}

/// The first space beside a hanzi or a Chinese mark, or at an end of the text: folded
/// lines, typed indents and habit make them, and all would be printed.
fn stray_space(text: &str) -> Option<&str> {
    let text = text.trim_end_matches('\n');
    let mut previous: Option<(usize, char)> = None;
    let mut spaced = text.starts_with(is_space) && !text.trim().is_empty();
    if spaced {
        previous = Some((0, ' '));
    }
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        // What stands inside {{ }} is an instruction and may hold spaces.
        if rest.starts_with("{{") {
            rest = rest.find("}}").map_or("", |end| &rest[end + 2..]);
            (previous, spaced) = (None, false);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if is_space(c) {
            spaced = true;
            continue;
        }
        if let (true, Some((start, before))) = (spaced, previous)
            && (is_chinese(before) || is_chinese(c) || start == 0 && before == ' ')
        {
            return Some(&text[start..at + c.len_utf8()]);
        }
        (previous, spaced) = (Some((at, c)), false);
    }
    previous.filter(|_| spaced).map(|(start, _)| &text[start..])
}

#[cfg(test)]
mod tests {
    use super::stray_space;

    #[test]
    fn spaces_that_would_be_printed() {
        for (text, expected) in [
            ("折行的 长文字", Some("的 长")),
            ("共 30 件", Some("共 3")),
            ("　　段首缩进", Some("　　段")),
            ("句末 ", Some("末 ")),
            ("中间\u{A0}不换行", Some("间\u{A0}不")),
            ("GB/T 9704", None),
            ("比上年{{增减 指标.甲.乙}}。", None),
            ("整段\n另一段\n", None),
        ] {
            assert_eq!(stray_space(text), expected, "{text}");
        }
    }
}
