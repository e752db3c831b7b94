//! TOML into the tree. Chinese field names need quotes there: `"年度" = 2024`.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::MAX_DEPTH;
use super::node::{Entry, Node, Span, Value};
use crate::diag::{Code, Diagnostic, Place};
use crate::source::Source;

/// Reads one TOML document; all of its errors are reported.
pub fn read(source: &Arc<Source>) -> Result<(Node, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(source.text());
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| syntax(source, error)).collect());
    }
    let span = Span { source: source.clone(), range: 0..source.text().len() };
    let entries = map(source, table.get_ref(), 0).map_err(|finding| vec![finding])?;
    Ok((Node { value: Value::Map(entries), span }, Vec::new()))
}

fn syntax(source: &Arc<Source>, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let message = error.message();
    let bare = source.text().get(range.clone()).is_some_and(|text| !text.is_ascii());
    let place = Place::Text { source: source.clone(), range };
    let finding = Diagnostic::new(Code::Syntax, place, format!("TOML 的写法有错（{message}）"));
    if bare {
        finding.hint("TOML 里的中文字段名和文字都要加引号，例如 \"年度\" = 2024")
    } else {
        finding
    }
}

fn map(source: &Arc<Source>, table: &DeTable<'_>, depth: usize) -> Result<Vec<Entry>, Diagnostic> {
    let mut entries = Vec::with_capacity(table.len());
    for (key, value) in table {
        let key_span = Span { source: source.clone(), range: key.span() };
        let node = node(source, value, depth + 1)?;
        entries.push(Entry { key: key.get_ref().to_string(), key_span, node });
    }
    // The library sorts by name; people expect the order of the file.
    entries.sort_by_key(|entry| entry.key_span.range.start);
    Ok(entries)
}

fn node(
    source: &Arc<Source>,
    value: &Spanned<DeValue<'_>>,
    depth: usize,
) -> Result<Node, Diagnostic> {
    let range: Range<usize> = value.span();
    let span = Span { source: source.clone(), range: range.clone() };
    if depth >= MAX_DEPTH {
        return Err(super::too_deep(span.place()));
    }
    let raw = || source.text().get(range.clone()).unwrap_or_default().replace('_', "");
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Integer(_) | DeValue::Float(_) if super::is_plain_number(&raw()) => {
            Value::Number(raw())
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => Value::Text(raw()),
        DeValue::Array(items) => Value::List(
            items.iter().map(|item| node(source, item, depth + 1)).collect::<Result<_, _>>()?,
        ),
        DeValue::Table(table) => Value::Map(map(source, table, depth)?),
    };
    Ok(Node { value, span })
}
