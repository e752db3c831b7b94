//! TOML into the tree. Chinese field names need quotes there: `"年度" = 2024`.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Span, Value};
use super::{Budget, MAX_DEPTH, MAX_FIELDS};
use crate::diag::{Checked, Code, Diagnostic, Findings, MAX_FINDINGS, Place};
use crate::source::{Notation, Source};

/// Reads one TOML document.
///
/// # Errors
///
/// All faults of the syntax.
pub fn read(source: &Arc<Source>) -> Result<Checked<Node>, Findings> {
    let (table, errors) = DeTable::parse_recoverable(source.text());
    if !errors.is_empty() {
        let mut found: Findings =
            errors.iter().take(MAX_FINDINGS).map(|error| syntax(source, error)).collect();
        // What follows a nesting that was given up is no fault of the file.
        if found.iter().any(|one| one.code == Code::TooDeep) {
            found.retain(|one| one.code == Code::TooDeep);
        }
        return Err(found);
    }
    let span = Span::new(source, 0..source.text().len());
    let mut reader = Reader { source, budget: Budget::default() };
    let entries = reader.map(table.get_ref(), 0)?;
    Ok(Node { value: Value::Map(entries), span }.into())
}

fn syntax(source: &Arc<Source>, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let message = error.message();
    let bare = source.text().get(range.clone()).is_some_and(|text| !text.is_ascii());
    let place = Place::Text { source: source.clone(), range };
    // The library stops before it would run out of stack.
    if ["recurse further", "recursion limit"].iter().any(|words| message.contains(words)) {
        return super::too_deep(place);
    }
    let finding = Diagnostic::new(Code::Syntax, place, format!("TOML 的写法有错（{message}）"));
    if bare {
        finding.hint("TOML 里的中文字段名和文字都要加引号，例如 \"年度\" = 2024")
    } else {
        finding
    }
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    budget: Budget,
}

impl Reader<'_> {
    fn map(&mut self, table: &DeTable<'_>, depth: usize) -> Result<Vec<Entry>, Diagnostic> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let key_span = Span::new(self.source, key.span()).written_as(Notation::Toml);
            let node = self.node(value, depth + 1)?;
            entries.push(Entry { key: key.get_ref().to_string(), key_span, node });
        }
        // The library sorts by name; people expect the order of the file.
        entries.sort_by_key(|entry| entry.key_span.range.start);
        if entries.len() > MAX_FIELDS {
            let span = &entries[MAX_FIELDS].key_span;
            return Err(super::too_many(span.place(), &format!("一组字段有 {} 个", entries.len())));
        }
        Ok(entries)
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Result<Node, Diagnostic> {
        let range: Range<usize> = value.span();
        let span = Span::new(self.source, range.clone());
        if depth >= MAX_DEPTH {
            return Err(super::too_deep(span.place()));
        }
        self.budget.spend(&span)?;
        let raw = self.source.text().get(range).unwrap_or_default();
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => figure(raw),
            DeValue::Array(items) => {
                let items = items.iter().map(|item| self.node(item, depth + 1));
                Value::List(items.collect::<Result<_, _>>()?)
            }
            DeValue::Table(table) => Value::Map(self.map(table, depth)?),
        };
        let notation = match value {
            Value::Text(_) => Notation::Toml,
            _ => Notation::Verbatim,
        };
        Ok(Node { value, span: span.written_as(notation) })
    }
}

/// A number, or a date and the like as it was written.
fn figure(raw: &str) -> Value {
    let plain = raw.replace('_', "");
    if super::is_plain_number(&plain) { Value::Number(plain) } else { Value::Text(plain) }
}
