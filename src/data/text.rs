//! What no text may hold, whatever the report: characters that nobody sees.

use super::node::{Node, Value, path_text};
use crate::diag::{Code, Diagnostic};

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
    if let Some(character) = text.chars().find(|&c| is_invisible(c)) {
        let place = node.span.place_of(character.encode_utf8(&mut [0; 4]));
        let message = format!("文字里有看不见的控制字符{}", code_point(character));
        findings.push(Diagnostic::new(Code::ControlCharacter, place, message).field(field));
    }
    if let Some(around) = spaced_hanzi(text) {
        let place = node.span.place_of(around);
        let message = format!("汉字之间有空格：“{around}”");
        findings.push(Diagnostic::new(Code::SpaceBetweenHanzi, place, message).field(field));
    }
}

/// Characters that print nothing or steer the text around them. Line feeds are paragraphs.
fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFD}' | '\u{FDD0}'..='\u{FDEF}' | '\u{E0000}'..='\u{E0FFF}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE
}

/// `（U+200B）`, as a person can look it up.
fn code_point(c: char) -> String {
    format!("（U+{:04X}）", u32::from(c))
}

/// The first stretch of hanzi, spaces, hanzi – folded lines and double typing make them.
fn spaced_hanzi(text: &str) -> Option<&str> {
    let mut previous: Option<(usize, char)> = None;
    let mut spaced = false;
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
        if c == ' ' || c == '\u{3000}' {
            spaced = true;
            continue;
        }
        if let (true, Some((start, before))) = (spaced, previous)
            && is_hanzi(before)
            && is_hanzi(c)
        {
            return Some(&text[start..at + c.len_utf8()]);
        }
        (previous, spaced) = (Some((at, c)), false);
    }
    None
}

/// Whether a character is a Chinese ideograph.
pub fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '〇')
}
