//! JSON into the tree, strictly: no comments, no trailing commas.

use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::mend::{self, Mended, Slip, Stopped};
use super::node::{Entry, Node, Span, Value};
use super::{Budget, MAX_DEPTH};
use crate::diag::{Checked, Code, Diagnostic, Edit, Findings, Place};
use crate::source::{Notation, Source};

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads one JSON value. Where only slips of the pen are in the way, they are findings, and the
/// value is read as it is meant.
///
/// # Errors
///
/// What stops the reading, behind all that was found before.
pub fn read(source: &Arc<Source>) -> Result<Checked<Node>, Findings> {
    mend::read(source, |mended| once(source, mended), slips)
}

fn once(source: &Arc<Source>, mended: &Mended) -> Result<Checked<Node>, Stopped> {
    let parsed = parse_to_ast(&mended.text, &CollectOptions::default(), &STRICT);
    let parsed = parsed.map_err(|error| {
        let range = error.range();
        let range = mended.place(range.start)..mended.place(range.end);
        let place = Place::Text { source: source.clone(), range };
        if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
            return super::too_deep(place);
        }
        Diagnostic::new(Code::Syntax, place, format!("JSON 的写法有错：{}", chinese(error.kind())))
    })?;
    let (findings, budget) = (Findings::new(), Budget::default());
    let mut reader = Reader { source, mended, findings, budget };
    let node = match &parsed.value {
        Some(value) => reader.node(value, 0),
        None => {
            let span = Span::new(source, 0..source.text().len());
            Ok(Node { value: Value::Null, span })
        }
    };
    match node {
        Ok(node) => Ok(Checked::new(node, reader.findings)),
        Err(stopped) => Err(reader.findings.with(stopped)),
    }
}

/// The library's words for what people most often get wrong, in Chinese.
fn chinese(kind: &ParseErrorKind) -> &'static str {
    use ParseErrorKind as Kind;
    match kind {
        Kind::CommentsNotAllowed => "JSON 里不能写注释，删掉“//”和后面的话",
        Kind::TrailingCommasNotAllowed => "最后一项后面多了逗号",
        Kind::ExpectedComma => "两项之间缺少英文逗号",
        Kind::ExpectedColonAfterObjectKey => "字段名后面缺少英文冒号",
        Kind::ExpectedObjectValue => "字段名后面缺少内容",
        Kind::ExpectedStringObjectProperty | Kind::UnexpectedWord => "文字和字段名都要加英文双引号",
        Kind::SingleQuotedStringsNotAllowed => "要用英文双引号，不能用单引号",
        Kind::UnterminatedArray => "方括号没有配对，末尾缺“]”",
        Kind::UnterminatedObject => "花括号没有配对，末尾缺“}”",
        Kind::MultipleRootJsonValues => "数据结束以后还有内容，一个文件只能写一份",
        Kind::String(_) => "文字的写法不对：引号没有配对，或者反斜线没有写两个",
        Kind::NonFiniteNumbersNotAllowed => "JSON 里没有 NaN 和无穷大，没有数的删掉这一项",
        Kind::BareDecimalPointNumbersNotAllowed
        | Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed => "数字的写法不对",
        Kind::UnexpectedComma => "多了一个逗号",
        Kind::UnexpectedCloseBrace | Kind::UnexpectedCloseBracket => "多了一个反括号",
        _ => "这里的写法读不懂，看一下引号、逗号、冒号和括号",
    }
}

/// What people most often get wrong outside of texts.
fn slips(text: &str) -> Vec<Slip> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        if let Some((range, new, reason)) = slip_at(text, at, c) {
            at = range.end.max(end);
            let edits = vec![Edit { range: range.clone(), text: new }];
            found.push(Slip { at: range, edits, reason: reason.to_owned() });
            continue;
        }
        at = match c {
            '"' => end_of_text(text, end, '"'),
            '{' | '[' => {
                open.push(if c == '{' { "}" } else { "]" });
                end
            }
            '}' | ']' => {
                open.pop();
                end
            }
            _ if c.is_alphabetic() => end + end_of_word(&text[end..]),
            _ => end,
        };
    }
    if !open.is_empty() {
        let end = text.trim_end().len();
        let new: String = open.into_iter().rev().collect();
        let reason = format!("括号没有配对，末尾缺“{new}”");
        found.push(Slip { at: end..end, edits: vec![Edit { range: end..end, text: new }], reason });
    }
    found
}

/// A slip that begins with a character outside of texts: where, what belongs there, and why.
fn slip_at(text: &str, at: usize, c: char) -> Option<(Range<usize>, String, &'static str)> {
    let end = at + c.len_utf8();
    let rest = &text[end..];
    let one = |new: &str, reason| Some((at..end, new.to_owned(), reason));
    match c {
        '\'' | '“' => {
            let close = end_of_text(text, end, if c == '“' { '”' } else { '\'' });
            let inner = text[end..close].trim_end_matches(['”', '\'']);
            Some((at..close, format!("\"{inner}\""), "文字和字段名要用英文双引号"))
        }
        '，' | '、' | '；' => one(",", "隔开各项要用英文逗号"),
        '：' => one(":", "字段名后面要用英文冒号"),
        ',' if rest.trim_start().starts_with(['}', ']']) => one("", "最后一项后面多了逗号"),
        '/' if rest.starts_with('/') => {
            let length = text[at..].find('\n').unwrap_or(text.len() - at);
            Some((at..at + length, String::new(), "JSON 里不能写注释"))
        }
        _ if c.is_alphabetic() => {
            let word = text[at..end + end_of_word(rest)].trim_end();
            if let Some((_, meant)) = WORDS.iter().find(|(typed, _)| *typed == word) {
                let reason = "JSON 里的空、真、假写成 null、true、false";
                return Some((at..at + word.len(), (*meant).to_owned(), reason));
            }
            let known = ["true", "false", "null"].contains(&word);
            let quoted = format!("\"{word}\"");
            (!known).then(|| (at..at + word.len(), quoted, "文字和字段名要加英文双引号"))
        }
        _ => None,
    }
}

/// Words of other languages for nothing, true and false.
const WORDS: [(&str, &str); 9] = [
    ("NaN", "null"),
    ("nan", "null"),
    ("Infinity", "null"),
    ("undefined", "null"),
    ("None", "null"),
    ("NULL", "null"),
    ("Null", "null"),
    ("True", "true"),
    ("False", "false"),
];

fn end_of_word(text: &str) -> usize {
    text.find(|c: char| ",:，：}]\n".contains(c)).unwrap_or(text.len())
}

/// Behind the mark that closes a text.
fn end_of_text(text: &str, from: usize, mark: char) -> usize {
    let mut chars = text[from..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '\n' => return from + at,
            c if c == mark => return from + at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    mended: &'a Mended,
    findings: Findings,
    budget: Budget,
}

impl Reader<'_> {
    fn node(&mut self, value: &ast::Value<'_>, depth: usize) -> Result<Node, Diagnostic> {
        let range = value.range();
        let span = self.span(range.start..range.end);
        if depth >= MAX_DEPTH {
            return Err(super::too_deep(span.place()));
        }
        self.budget.spend(&span)?;
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
            ast::Value::NumberLit(literal) => Value::Number(literal.value.to_owned()),
            ast::Value::StringLit(literal) => Value::Text(literal.value.to_string()),
            ast::Value::Array(array) => Value::List(
                array
                    .elements
                    .iter()
                    .map(|item| self.node(item, depth + 1))
                    .collect::<Result<_, _>>()?,
            ),
            ast::Value::Object(object) => {
                let mut entries = Vec::with_capacity(object.properties.len());
                for property in &object.properties {
                    let range = property.name.range();
                    let key_span = self.span(range.start..range.end).written_as(Notation::Json);
                    let key = property.name.as_str().to_owned();
                    let node = self.node(&property.value, depth + 1)?;
                    entries.push(Entry { key, key_span, node });
                }
                Value::Map(super::distinct(entries, &span, &mut self.findings)?)
            }
        };
        let notation = match value {
            Value::Text(_) => Notation::Json,
            _ => Notation::Verbatim,
        };
        Ok(Node { value, span: span.written_as(notation) })
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, self.mended.place(range.start)..self.mended.place(range.end))
    }
}
