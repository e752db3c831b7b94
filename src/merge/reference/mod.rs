//! 引用: the closed little language of the texts of data.
//!
//! ```text
//! 文字   = ( 字 | "\{{" | 引用 )*
//! 引用   = "{{" ( 名称 | 写法 ( 选项 "=" )? 内容 … ) "}}"
//! 内容   = 名称 | 数 | '"' 字 '"'
//! 名称   = 字段 ( "." 字段 )*
//! ```
//!
//! That is all of it: no blocks, nothing inside another thing, no escapes. What a text may call
//! is declared in [`crate::kind::template::text_helpers`].

mod reader;

use std::ops::Range;

use serde_json::Value as Json;

use crate::diag::Code;
use reader::reference;

/// One text may refer to others so often.
const MAX_REFERENCES: usize = 1_000;
/// So many faults of one text are told; nobody mends more at a time.
const MAX_FAULTS: usize = 20;

/// A piece of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// Words that stand for themselves.
    Words(&'a str),
    /// `{{…}}`
    Reference(Reference<'a>),
}

/// `{{…}}`, and where it stands in the text.
#[derive(Debug, PartialEq)]
pub(super) struct Reference<'a> {
    /// With its braces, in bytes of the text.
    pub(super) range: Range<usize>,
    /// What is referred to.
    pub(super) target: Target<'a>,
}

/// What a reference asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Target<'a> {
    /// A value as it is.
    Name(Name<'a>),
    /// What a helper makes of values.
    Call(Call<'a>),
}

/// A name with dots, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name<'a> {
    pub(super) words: &'a str,
    pub(super) range: Range<usize>,
}

/// A helper with what it is given.
#[derive(Debug, PartialEq)]
pub(super) struct Call<'a> {
    pub(super) helper: &'static str,
    pub(super) values: Vec<Value<'a>>,
    pub(super) options: Vec<(&'a str, Value<'a>)>,
}

/// What a helper is given.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// A value of the data.
    Name(Name<'a>),
    /// A number, or words in quotation marks.
    Literal(Json),
}

/// What is wrong with a reference, and where in the text.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) range: Range<usize>,
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

/// Reads a text; the error lists all that is wrong with it.
pub(super) fn parse(text: &str) -> Result<Vec<Piece<'_>>, Vec<Fault>> {
    let mut pieces = Vec::new();
    let mut faults = Vec::new();
    let (mut start, mut at, mut literal, mut count) = (0, 0, 0_usize, 0);
    while let Some(next) = text[at..].find(['{', '}']).map(|next| at + next) {
        let rest = &text[next..];
        if rest.starts_with("{{") && text[..next].ends_with('\\') {
            // The backslash goes, the braces stay.
            pieces.push(Piece::Words(&text[start..next - 1]));
            literal += 1;
            (start, at) = (next, next + rest.len() - rest.trim_start_matches('{').len());
        } else if rest.starts_with("{{") {
            pieces.push(Piece::Words(&text[start..next]));
            count += 1;
            if count > MAX_REFERENCES {
                let message = format!("一段文字里的引用太多，最多 {MAX_REFERENCES} 处");
                faults.push(Fault::braces(next..next + 2, message));
                break;
            }
            let (end, read) = reference(text, next);
            match read {
                Ok(reference) => pieces.push(Piece::Reference(reference)),
                Err(fault) => faults.push(fault),
            }
            if faults.len() >= MAX_FAULTS {
                break;
            }
            (start, at) = (end, end);
        } else if rest.starts_with("}}") && literal == 0 {
            faults.push(Fault::braces(next..next + 2, "花括号没有配对：“}}”前面没有“{{”"));
            if faults.len() >= MAX_FAULTS {
                break;
            }
            at = next + 2;
        } else {
            literal = literal.saturating_sub(usize::from(rest.starts_with("}}")));
            at = next + if rest.starts_with("}}") { 2 } else { 1 };
        }
    }
    pieces.push(Piece::Words(&text[start..]));
    if faults.is_empty() { Ok(pieces) } else { Err(faults) }
}

impl Fault {
    fn new(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, code, message: message.into(), hint: None }
    }

    fn braces(range: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(Code::BracesInText, range, message)
    }

    fn helper(range: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(Code::HelperValue, range, message)
    }

    fn hint(self, hint: String) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces as they read: words, names and calls.
    fn shown(text: &str) -> Result<String, String> {
        let value = |value: &Value<'_>| match value {
            Value::Name(name) => name.words.to_owned(),
            Value::Literal(json) => json.to_string(),
        };
        let piece = |piece: &Piece<'_>| match piece {
            Piece::Words(words) => (*words).to_owned(),
            Piece::Reference(Reference { target: Target::Name(name), .. }) => {
                format!("<{}>", name.words)
            }
            Piece::Reference(Reference { target: Target::Call(call), .. }) => {
                let values = call.values.iter().map(value);
                let options =
                    call.options.iter().map(|(name, one)| format!("{name}={}", value(one)));
                let all: Vec<String> = values.chain(options).collect();
                format!("<{}({})>", call.helper, all.join(" "))
            }
        };
        let first = |faults: Vec<Fault>| {
            let one = &faults[0];
            format!("{}..{} {}", one.range.start, one.range.end, one.code.text())
        };
        parse(text).map(|pieces| pieces.iter().map(piece).collect()).map_err(first)
    }

    #[test]
    fn what_may_be_written() {
        for (text, expected) in [
            ("", ""),
            ("没有引用 { } 的文字", "没有引用 { } 的文字"),
            ("共{{甲.乙}}。", "共<甲.乙>。"),
            ("{{ 甲.乙 }}{{丙}}", "<甲.乙><丙>"),
            ("{{数 甲.2024年.乙}}", "<数(甲.2024年.乙)>"),
            ("{{有无 甲 有=\"立案 {{}}\" 无=''}}", "<有无(甲 有=\"立案 {{}}\" 无=\"\")>"),
            ("{{占比 甲 12.5 小数=0}}", "<占比(甲 12.5 小数=0)>"),
            ("{{数\u{3000}甲}}", "<数(甲)>"),
            ("\\{{甲}}和{{乙}}", "{{甲}}和<乙>"),
            ("\\{{{ }}} \\{{", "{{{ }}} {{"),
        ] {
            assert_eq!(shown(text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn faults_stand_at_their_characters() {
        for (text, expected) in [
            ("a{{b", "1..3 text/braces"),
            ("a}}b", "1..3 text/braces"),
            ("\\{{a}}}}", "6..8 text/braces"),
            ("{{}}", "0..2 text/braces"),
            ("{{a}b}}", "3..4 text/braces"),
            ("{{{a}}}", "2..3 text/braces"),
            ("{{> a}}", "2..3 text/braces"),
            ("{{#if a}}{{/if}}", "2..3 text/braces"),
            ("{{a..b}}", "4..5 text/braces"),
            ("{{a.}}", "3..4 text/braces"),
            ("{{数 (数 a)}}", "6..7 text/braces"),
            ("{{数 a b}}", "8..9 template/helper-value"),
            ("{{数 a 小数=1}}", "8..14 template/helper-value"),
            ("{{印 \"x\"}}", "2..5 template/unknown-helper"),
            ("{{有无 a 有=\"\\u0001\"}}", "16..17 text/braces"),
            ("{{有无 a 有=\"x}}", "15..16 text/braces"),
            ("{{each a}}", "2..6 template/unknown-helper"),
        ] {
            assert_eq!(shown(text), Err(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn every_fault_of_a_text_is_told() {
        let faults = parse("{{#a}}{{b.}}{{数 c d}}}}").unwrap_err();
        assert_eq!(faults.iter().map(|one| one.range.start).collect::<Vec<_>>(), [2, 9, 20, 23]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[{}\\\\\"'=.# a数有无甲0-9\n]{0,60}") {
            if let Ok(pieces) = parse(&text) {
                let words: usize = pieces.iter().map(|piece| match piece {
                    Piece::Words(words) => words.len(),
                    Piece::Reference(reference) => reference.range.len(),
                }).sum();
                let escapes = text.matches("\\{{").count();
                proptest::prop_assert!(words + escapes >= text.len());
            }
        }
    }
}
