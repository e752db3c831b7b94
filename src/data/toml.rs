//! TOML into the tree. Chinese field names need quotes there: `"年度" = 2024`.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mend::{self, Mended, Slip, Stopped};
use super::node::{Entry, Node, Span, Value};
use super::{Budget, MAX_DEPTH, MAX_FIELDS};
use crate::diag::{Checked, Code, Diagnostic, Edit, Findings, MAX_FINDINGS, Place};
use crate::source::{Notation, Source};

/// Reads one TOML document. Where only slips of the pen are in the way, they are findings, and
/// the document is read as it is meant.
///
/// # Errors
///
/// The slips, and what stops the reading behind them.
pub fn read(source: &Arc<Source>) -> Result<Checked<Node>, Findings> {
    mend::read(source, |mended| once(source, mended), slips)
}

fn once(source: &Arc<Source>, mended: &Mended) -> Result<Checked<Node>, Stopped> {
    let (table, errors) = DeTable::parse_recoverable(&mended.text);
    if !errors.is_empty() {
        let mut found: Vec<Diagnostic> =
            errors.iter().take(MAX_FINDINGS).map(|error| syntax(source, mended, error)).collect();
        // What follows a nesting that was given up is no fault of the file.
        if found.iter().any(|one| one.code == Code::TooDeep) {
            found.retain(|one| one.code == Code::TooDeep);
        }
        // The first is what stopped the reading.
        found.reverse();
        return Err(found.into_iter().collect());
    }
    let span = Span::new(source, 0..source.text().len());
    let mut reader = Reader { source, mended, budget: Budget::default() };
    let entries = reader.map(table.get_ref(), 0)?;
    Ok(Node { value: Value::Map(entries), span }.into())
}

fn syntax(source: &Arc<Source>, mended: &Mended, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let range = mended.place(range.start)..mended.place(range.end);
    let message = error.message();
    let bare = source.text().get(range.clone()).is_some_and(|text| !text.is_ascii());
    let place = Place::Text { source: source.clone(), range };
    // The library stops before it would run out of stack.
    if ["recurse further", "recursion limit"].iter().any(|words| message.contains(words)) {
        return super::too_deep(place);
    }
    let message = format!("TOML 的写法有错：{}", chinese(message));
    let finding = Diagnostic::new(Code::Syntax, place, message);
    let is_twice = error.message().contains("duplicate");
    if is_twice {
        finding.hint("只留一个，删掉另一个")
    } else if bare {
        finding.hint("TOML 里的中文字段名和文字都要加引号，例如 \"年度\" = 2024")
    } else {
        finding
    }
}

/// The library's words for what people most often get wrong, in Chinese.
fn chinese(message: &str) -> &'static str {
    let known = [
        ("duplicate key", "同一个字段写了两次"),
        ("invalid basic string", "文字的引号没有配对，或者文字里换了行"),
        ("invalid string", "文字的引号没有配对，或者文字里换了行"),
        ("string", "文字要加英文引号"),
        ("datetime", "日期的写法不对，写成 2025-03-27"),
        ("date", "日期的写法不对，写成 2025-03-27"),
        ("extra `=`", "等号的位置不对"),
        ("key with no value", "字段名后面缺少等号和内容"),
        ("unquoted", "文字要加英文引号"),
        ("missing", "缺少字段名、等号或者内容"),
        ("array", "方括号没有配对，或者各项之间缺少英文逗号"),
        ("table", "表头的方括号不对，或者同一个表写了两次"),
        ("number", "数字的写法不对"),
    ];
    let found = known.iter().find(|(english, _)| message.contains(english));
    found.map_or("这里的写法读不懂，看一下引号、等号和括号", |(_, chinese)| {
        chinese
    })
}

/// Names and texts without quotation marks, Chinese marks, dates in other forms; a line each.
fn slips(text: &str) -> Vec<Slip> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let mut push = |part: Range<usize>, new: String, reason: &str| {
            let range = start + part.start..start + part.end;
            let edits = vec![Edit { range: range.clone(), text: new }];
            found.push(Slip { at: range, edits, reason: reason.to_owned() });
        };
        let header = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(name) = header.filter(|name| !name.contains(['"', '“', '[', '\'']))
            && !name.is_ascii()
        {
            push(1..1 + name.len(), format!("\"{name}\""), "TOML 里的中文字段名要加英文引号");
            continue;
        }
        let Some(mark) = words.find(['=', '＝', '：', ':']) else { continue };
        let name = words[..mark].trim_end();
        let sign = words[mark..].chars().next().map_or(0, char::len_utf8);
        let bare = name.trim_matches(['“', '”']);
        let is_name = !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !is_name && !name.starts_with(['"', '\'']) {
            continue;
        }
        if is_name && !name.is_ascii() {
            push(0..name.len(), format!("\"{bare}\""), "TOML 里的中文字段名要加英文引号");
        }
        if !words[mark..].starts_with('=') {
            push(mark..mark + sign, "=".to_owned(), "字段名和内容之间要用英文等号");
        }
        let value = words[mark + sign..].trim_start();
        let from = words.len() - value.len();
        found.extend(value_slip(start + from, value));
    }
    found
}

fn value_slip(at: usize, value: &str) -> Option<Slip> {
    let bare = value.trim_matches(['“', '”', '‘', '’']);
    let reason = if bare.len() < value.len() {
        "文字要用英文引号"
    } else if super::date::meant(value).is_some() && super::date::parse(value).is_none() {
        "日期要写成 2025-03-27 的样子，并且加英文引号"
    } else if value.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii()) {
        "文字要加英文引号"
    } else if value.starts_with(|c: char| c.is_ascii_digit())
        && value.contains('-')
        && super::date::parse(value).is_none()
    {
        "不是真实存在的日期"
    } else {
        return None;
    };
    let new = super::date::meant(bare).map_or_else(|| bare.to_owned(), |date| date.to_string());
    let range = at..at + value.len();
    let edits = vec![Edit { range: range.clone(), text: format!("\"{new}\"") }];
    (!bare.contains('"')).then(|| Slip { at: range, edits, reason: reason.to_owned() })
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    mended: &'a Mended,
    budget: Budget,
}

impl Reader<'_> {
    fn map(&mut self, table: &DeTable<'_>, depth: usize) -> Result<Vec<Entry>, Diagnostic> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let key_span = self.span(key.span()).written_as(Notation::Toml);
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
        let span = self.span(range.clone());
        if depth >= MAX_DEPTH {
            return Err(super::too_deep(span.place()));
        }
        self.budget.spend(&span)?;
        let raw = self.mended.text.get(range).unwrap_or_default();
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

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, self.mended.place(range.start)..self.mended.place(range.end))
    }
}

/// A number, or a date and the like as it was written.
fn figure(raw: &str) -> Value {
    let plain = raw.replace('_', "");
    if super::is_plain_number(&plain) { Value::Number(plain) } else { Value::Text(plain) }
}
