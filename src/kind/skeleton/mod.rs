//! A data file to fill in, written from a kind's schema: every field with its title, its
//! description and an example, in the order of the schema. What may be left out stands
//! there as a comment.

mod yaml;

use serde_json::Value as Json;

use super::Kind;
use crate::data::schema::{FORMAT_DATE, View};
use crate::data::text::PLACEHOLDER;

/// The data file of a kind; its first line names the schema for editors.
pub fn write(kind: &Kind, schema: &str) -> String {
    let mut lines = vec![
        format!("# yaml-language-server: $schema={schema}"),
        format!("# {}：{}", kind.name(), kind.choices.description.trim_end_matches('。')),
        "# 下面的内容都是示例，请逐项改成自己的；前面有“# ”的字段可以不写，要写的去掉“# ”。"
            .to_owned(),
    ];
    let root = View::of(kind.schema.json());
    for (name, field) in root.properties() {
        let due = kind.choices.due.iter().any(|part| part.field == name);
        let need = match root.requires(name) {
            true => Need::Must,
            false if due => Need::Due,
            false => Need::May,
        };
        lines.push(String::new());
        lines.extend(written(name, &field, need, 0));
    }
    lines.join("\n") + "\n"
}

/// Whether a field has to be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Must,
    /// Its absence is a warning.
    Due,
    /// It may be left out, but stands for its record, which must not be empty.
    Shown,
    May,
}

/// A field with its comment; an optional one is all comment.
fn written(name: &str, field: &View<'_>, need: Need, depth: usize) -> Vec<String> {
    let mut lines = body(name, field, depth);
    let (needed, live) = match need {
        Need::Must => ("必填", true),
        Need::Due => ("应当写", true),
        Need::Shown => ("可不写", true),
        Need::May => ("可不写", false),
    };
    let title = field.text("title").filter(|title| *title != name).unwrap_or(name);
    let description = field.text("description").map(|text| format!("：{}", one_line(text)));
    let described = description.is_some() || title != name;
    if depth == 0 || described {
        let comment = format!("{title}（{needed}）{}", description.unwrap_or_default());
        let comment = format!("# {}", comment.trim_end_matches('。'));
        if live {
            lines.insert(0, comment);
            return lines;
        }
        let body = lines.iter().map(|line| format!("# {line}").trim_end().to_owned());
        return std::iter::once(comment).chain(body).collect();
    }
    if live { lines } else { lines.iter().map(|line| format!("# {line}")).collect() }
}

fn body(name: &str, field: &View<'_>, depth: usize) -> Vec<String> {
    if field.is_record() && depth < MAX_DEPTH && !is_row_of_cells(field) {
        let mut lines = vec![format!("{}:", yaml::scalar(name))];
        let properties = field.properties();
        // A record of optional fields only would be empty when the comments are all there is.
        let needs_one = !properties.iter().any(|(inner, _)| field.requires(inner));
        for (index, (inner, view)) in properties.iter().enumerate() {
            let need = match field.requires(inner) {
                true => Need::Must,
                false if needs_one && index == 0 => Need::Shown,
                false => Need::May,
            };
            let inner = written(inner, view, need, depth + 1);
            lines.extend(inner.into_iter().map(|line| format!("  {line}")));
        }
        return lines;
    }
    let value = value(field, name, depth);
    if is_row_of_cells(field) {
        return vec![format!("{}: {}", yaml::scalar(name), yaml::flow(&value))];
    }
    yaml::field(name, &value)
}

/// A row of a prescribed table: many figures of one sort; one line each is easier to fill.
fn is_row_of_cells(field: &View<'_>) -> bool {
    let properties = field.properties();
    properties.len() > 2
        && properties.iter().all(|(_, cell)| {
            cell.is_figure() && cell.own_text("description").is_none() && !cell.is_record()
        })
}

/// Records may nest this deep; a schema that refers to itself ends here.
const MAX_DEPTH: usize = 8;

/// An example of what a field holds.
fn value(field: &View<'_>, name: &str, depth: usize) -> Json {
    if let Some(example) = field.examples().next().filter(|_| !field.is_record()) {
        return example.clone();
    }
    if let Some(only) = field.get("const") {
        return only.clone();
    }
    if let Some(first) = field.get("enum").and_then(|list| list.get(0)) {
        return first.clone();
    }
    if depth > MAX_DEPTH {
        return Json::Null;
    }
    match field.value_type() {
        Some("object") => record(field, depth),
        Some("array") => {
            let count = field.get("minItems").and_then(Json::as_u64).unwrap_or(1).max(1);
            let item = field.items().map(|items| value(&items, name, depth + 1));
            (0..count).filter_map(|_| item.clone()).collect()
        }
        Some("integer" | "number") => {
            field.get("minimum").cloned().unwrap_or_else(|| Json::from(0))
        }
        Some("boolean") => Json::from(true),
        _ if field.is_quantity() => Json::from(0),
        _ if field.text("format") == Some(FORMAT_DATE) => Json::from("2025-03-27"),
        _ => Json::from(format!("{PLACEHOLDER}：{}）", field.text("title").unwrap_or(name))),
    }
}

fn record(field: &View<'_>, depth: usize) -> Json {
    let properties = field.properties();
    let needs_one = depth > 0 && !properties.iter().any(|(name, _)| field.requires(name));
    let chosen = properties.iter().enumerate().filter(|(index, (name, view))| {
        field.requires(name)
            || (needs_one && *index == 0 && field.get("minProperties").is_some())
            || (is_row_of_cells(field) && view.is_figure())
    });
    let record: serde_json::Map<String, Json> = chosen
        .map(|(_, (name, view))| ((*name).to_owned(), value(view, name, depth + 1)))
        .collect();
    if record.is_empty() {
        field.examples().next().cloned().unwrap_or(record.into())
    } else {
        record.into()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
