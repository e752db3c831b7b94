//! JSON into the tree, strictly: no comments, no trailing commas.

use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::node::{Entry, Node, Span, Value};
use super::{Budget, MAX_DEPTH};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
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

/// Reads one JSON value.
///
/// # Errors
///
/// What stops the reading, behind all that was found before.
pub fn read(source: &Arc<Source>) -> Result<Checked<Node>, Findings> {
    let parsed = parse_to_ast(source.text(), &CollectOptions::default(), &STRICT);
    let parsed = parsed.map_err(|error| {
        let range = error.range();
        let place = Place::Text { source: source.clone(), range: range.start..range.end };
        if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
            return super::too_deep(place);
        }
        Diagnostic::new(Code::Syntax, place, format!("JSON 的写法有错：{}", chinese(error.kind())))
    })?;
    let mut reader = Reader { source, findings: Findings::new(), budget: Budget::default() };
    let node = match &parsed.value {
        Some(value) => reader.node(value, 0),
        None => Ok(Node { value: Value::Null, span: reader.span(0..source.text().len()) }),
    };
    match node {
        Ok(node) => Ok(Checked::new(node, reader.findings)),
        Err(stopped) => Err(reader.findings.with(stopped)),
    }
}

/// The library's words for what people most often get wrong, in Chinese.
fn chinese(kind: &ParseErrorKind) -> String {
    use ParseErrorKind as Kind;
    let known = match kind {
        Kind::CommentsNotAllowed => "JSON 里不能写注释",
        Kind::TrailingCommasNotAllowed => "最后一项后面多了逗号",
        Kind::ExpectedComma => "两项之间缺少逗号",
        Kind::ExpectedColonAfterObjectKey => "字段名后面缺少冒号",
        Kind::ExpectedObjectValue => "字段名后面缺少内容",
        Kind::ExpectedStringObjectProperty | Kind::UnexpectedWord => "文字和字段名都要加英文双引号",
        Kind::SingleQuotedStringsNotAllowed => "要用英文双引号，不能用单引号",
        Kind::UnterminatedArray => "方括号没有配对",
        Kind::UnterminatedObject => "花括号没有配对",
        Kind::MultipleRootJsonValues => "数据结束以后还有内容",
        _ => return format!("（{kind}）"),
    };
    format!("{known}（{kind}）")
}

struct Reader<'a> {
    source: &'a Arc<Source>,
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
        Span::new(self.source, range)
    }
}
