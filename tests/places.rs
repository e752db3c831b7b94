//! Places of characters: whatever the way a text is written in a data file, the bytes that are
//! said to make a part of it make that part.

use std::ops::Range;
use std::sync::Arc;

use proptest::prelude::*;
use yinfa::data::node::{Node, Value};
use yinfa::data::{json, toml, yaml};
use yinfa::source::Source;

/// A way to write a text.
#[derive(Debug, Clone, Copy)]
enum Way {
    Plain,
    Single,
    Double,
    Literal,
    Folded,
    Json,
    Toml,
    TomlLiteral,
    TomlLong,
    TomlLongLiteral,
}

const WAYS: [Way; 10] = [
    Way::Plain,
    Way::Single,
    Way::Double,
    Way::Literal,
    Way::Folded,
    Way::Json,
    Way::Toml,
    Way::TomlLiteral,
    Way::TomlLong,
    Way::TomlLongLiteral,
];

/// The text as such a file writes it; `choose` gives the choices that the way leaves: to
/// escape, to fold. `None` where it cannot be written so.
fn written(text: &str, way: Way, choose: &mut dyn FnMut() -> bool) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let is_blank = |at: Option<&char>| at.is_none_or(|c| c.is_whitespace());
    // A space between two characters may be a line end, a line feed an empty line.
    let foldable =
        |at: usize| at > 0 && !is_blank(chars.get(at - 1)) && !is_blank(chars.get(at + 1));
    let hidden = |c: &char| c.is_control() && *c != '\n';
    let lines = matches!(way, Way::Plain | Way::Single | Way::Folded);
    if lines && chars.iter().enumerate().any(|(at, c)| *c == '\n' && !foldable(at)) {
        return None;
    }
    if chars.iter().any(hidden) && !matches!(way, Way::Double | Way::Json | Way::Toml) {
        return None;
    }
    let blank_end = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    let fails = match way {
        Way::Plain => {
            blank_end
                || !text.starts_with(char::is_alphabetic)
                || text.contains([':', '#', '[', ']', '{', '}', ','])
                || ["true", "false", "null"].contains(&text)
        }
        Way::Literal | Way::Folded => blank_end || text.contains("\n "),
        Way::TomlLiteral => text.contains(['\'', '\n']),
        Way::TomlLongLiteral => text.contains("''") || text.ends_with('\''),
        Way::TomlLong => text.contains("\"\"") || text.ends_with('"'),
        Way::Single | Way::Double | Way::Json | Way::Toml => false,
    };
    if fails || text.is_empty() {
        return None;
    }
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let escaped = match way {
            Way::Double => match c {
                '\n' => "\\n".to_owned(),
                '"' | '\\' => format!("\\{c}"),
                c if hidden(c) || choose() && !c.is_whitespace() => {
                    format!("\\U{:08X}", u32::from(*c))
                }
                ' ' if foldable(at) && choose() => "\n    ".to_owned(),
                c if !is_blank(chars.get(at + 1)) && choose() => format!("{c}\\\n   "),
                c => c.to_string(),
            },
            Way::Single | Way::Plain | Way::Folded => match c {
                '\'' if matches!(way, Way::Single) => "''".to_owned(),
                '\n' => "\n\n    ".to_owned(),
                ' ' if foldable(at) && choose() => "\n    ".to_owned(),
                c => c.to_string(),
            },
            Way::Literal => match c {
                '\n' => "\n    ".to_owned(),
                c => c.to_string(),
            },
            Way::Json | Way::Toml => match c {
                '\n' => "\\n".to_owned(),
                '"' | '\\' => format!("\\{c}"),
                c if hidden(c) || choose() => {
                    let mut units = [0; 2];
                    match way {
                        Way::Toml => format!("\\U{:08X}", u32::from(*c)),
                        _ => c
                            .encode_utf16(&mut units)
                            .iter()
                            .map(|unit| format!("\\u{unit:04x}"))
                            .collect(),
                    }
                }
                c => c.to_string(),
            },
            Way::TomlLong => match c {
                '\\' => "\\\\".to_owned(),
                c if !is_blank(chars.get(at + 1)) && choose() => format!("{c}\\\n  "),
                c => c.to_string(),
            },
            Way::TomlLiteral | Way::TomlLongLiteral => c.to_string(),
        };
        out.push_str(&escaped);
    }
    Some(match way {
        Way::Plain => format!("甲:\n    {out}\n乙: 1\n"),
        Way::Single => format!("甲: '{out}'  # 注\n"),
        Way::Double => format!("甲: \"{out}\"\n乙: 1\n"),
        Way::Literal => format!("甲: |-  # 注\n    {out}\n\n乙: 1\n"),
        Way::Folded => format!("甲: >\n\n    {out}\n乙: 1\n"),
        Way::Json => format!("{{\"甲\": \"{out}\"}}"),
        Way::Toml => format!("\"甲\" = \"{out}\"\n"),
        Way::TomlLiteral => format!("\"甲\" = '{out}'\n"),
        Way::TomlLong => format!("\"甲\" = \"\"\"\n{out}\"\"\"\n"),
        Way::TomlLongLiteral => format!("\"甲\" = '''\n{out}'''\n"),
    })
}

/// The field 甲 of a file.
fn read(file: &str, way: Way) -> Node {
    let source = Arc::new(Source::new("x", file));
    let root = match way {
        Way::Plain | Way::Single | Way::Double | Way::Literal | Way::Folded => yaml::read(&source),
        Way::Json => json::read(&source),
        Way::Toml | Way::TomlLiteral | Way::TomlLong | Way::TomlLongLiteral => toml::read(&source),
    };
    let root = root.unwrap_or_else(|findings| panic!("{file}\n{findings:?}")).value;
    root.field("甲").unwrap_or_else(|| panic!("{file}")).clone()
}

/// What a stretch of a file says, read by itself in a file of its own.
fn read_alone(raw: &str, way: Way) -> String {
    let file = match way {
        Way::Single | Way::Double => {
            let quote = if matches!(way, Way::Single) { '\'' } else { '"' };
            format!("甲: {quote}{raw}{quote}\n")
        }
        // The escapes of the others have no part in these.
        Way::Plain => format!("甲: '{}'\n", raw.replace('\'', "''")),
        Way::Literal => return raw.replace("\n    ", "\n"),
        Way::TomlLiteral | Way::TomlLongLiteral => return raw.to_owned(),
        Way::Folded => {
            return raw.replace("\n\n    ", "\u{1}").replace("\n    ", " ").replace('\u{1}', "\n");
        }
        Way::Json => format!("{{\"甲\": \"{raw}\"}}"),
        Way::Toml => format!("\"甲\" = \"{raw}\"\n"),
        // A line feed right behind the marks would be lost.
        Way::TomlLong => format!("\"甲\" = \"\"\"\n{raw}\"\"\"\n"),
    };
    match read(&file, way).value {
        Value::Text(text) | Value::Number(text) => text,
        Value::Null => String::new(),
        other => panic!("{file}: {other:?}"),
    }
}

fn check(text: &str, way: Way, bits: &[bool], part: Range<usize>) {
    let mut bits = bits.iter().copied().cycle();
    let Some(file) = written(text, way, &mut || bits.next().unwrap_or_default()) else { return };
    let node = read(&file, way);
    let read = node.text().unwrap_or_else(|| panic!("{way:?}: {file}"));
    let tail = if matches!(way, Way::Folded) { "\n" } else { "" };
    let lead = if matches!(way, Way::Folded) { "\n" } else { "" };
    assert_eq!(read, format!("{lead}{text}{tail}"), "{way:?}: {file}");
    let at = |nth: usize| text.char_indices().nth(nth).map_or(text.len(), |(at, _)| at);
    let (start, end) = (at(part.start.min(part.end)), at(part.start.max(part.end)));
    let (start, end) = (start + lead.len(), end + lead.len());
    let span = node.span.part(read, start..end);
    let raw = &file[span.range.clone()];
    assert_eq!(read_alone(raw, way), &read[start..end], "{way:?} {start}..{end}: {file}");
}

fn words() -> impl Strategy<Value = String> {
    const PIECES: [&str; 26] = [
        "甲", "乙", "丙。", "a", "B", "7", " ", "  ", "　", "\n", "\"", "'", "\\", "：", ":", "#",
        "🎉", "é", "-", "{{", "]", "|", ">", "\u{200b}", "\u{7}", "𠮷",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 1..24).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
    #[test]
    fn bytes_make_the_characters_that_they_are_said_to_make(
        text in words(),
        bits in prop::collection::vec(any::<bool>(), 7),
        from in 0usize..40,
        to in 0usize..40,
    ) {
        for way in WAYS {
            check(&text, way, &bits, from..to);
        }
    }
}

#[test]
fn the_second_of_two_like_words_is_found() {
    for (file, way, line, column) in [
        ("甲: >\n  各 项工作\n  各 项措施\n", Way::Folded, 3, 3),
        ("甲: |\n  各 项工作\n  各 项措施\n", Way::Literal, 3, 3),
        ("甲: 各 项工作\n  各 项措施\n", Way::Plain, 2, 3),
        ("甲: '各 项工作''各 项措施'\n", Way::Single, 1, 12),
        ("甲: \"各 项工作\\\"\\u5404 项措施\"\n", Way::Double, 1, 12),
        ("{\"甲\": \"各 项工作\\n\\u5404 项措施\"}", Way::Json, 1, 15),
        ("\"甲\" = \"\"\"\n各 项工作\\\n  各 项措施\"\"\"\n", Way::TomlLong, 3, 3),
    ] {
        let node = read(file, way);
        let text = node.text().unwrap();
        let at = text.rfind("各 项").unwrap();
        let span = node.span.part(text, at..at + "各 项".len());
        let found = span.source.line_column(span.range.start);
        assert_eq!((found.line, found.column), (line, column), "{way:?}");
    }
}
