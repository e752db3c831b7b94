//! JSON values as YAML that a person would have written.

use serde_json::Value as Json;

/// `name: value`, over as many lines as it takes.
pub(super) fn field(name: &str, value: &Json) -> Vec<String> {
    let name = scalar(name);
    match value {
        Json::Object(fields) if fields.is_empty() => vec![format!("{name}: {{}}")],
        Json::Object(fields) if is_figure(fields) => vec![format!("{name}: {}", flow(value))],
        Json::Object(fields) => {
            let inner = fields.iter().flat_map(|(key, value)| field(key, value));
            std::iter::once(format!("{name}:")).chain(indented(inner)).collect()
        }
        Json::Array(items) if items.is_empty() => vec![format!("{name}: []")],
        Json::Array(items) => {
            let inner = items.iter().flat_map(item);
            std::iter::once(format!("{name}:")).chain(indented(inner)).collect()
        }
        _ => vec![format!("{name}: {}", flow(value))],
    }
}

/// A figure that is written out: offices keep it on one line.
fn is_figure(fields: &serde_json::Map<String, Json>) -> bool {
    fields.contains_key("数")
        && fields.values().all(|value| !value.is_object() && !value.is_array())
}

fn item(value: &Json) -> Vec<String> {
    let lines: Vec<String> = match value {
        Json::Object(fields) if !fields.is_empty() => {
            fields.iter().flat_map(|(key, value)| field(key, value)).collect()
        }
        _ => vec![flow(value)],
    };
    let mark = |index| if index == 0 { "- " } else { "  " };
    lines.iter().enumerate().map(|(index, line)| format!("{}{line}", mark(index))).collect()
}

fn indented(lines: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    lines.map(|line| format!("  {line}"))
}

/// A value on one line.
pub(super) fn flow(value: &Json) -> String {
    match value {
        Json::String(text) => scalar(text),
        Json::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Json::Object(fields) => {
            let fields =
                fields.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => value.to_string(),
    }
}

/// A text, in quotation marks where YAML would take it for something else.
pub(super) fn scalar(text: &str) -> String {
    let first = text.chars().next();
    let safe_start = first.is_some_and(|c| c.is_alphanumeric() || "（〔“《".contains(c));
    let unsafe_inside = |c: char| c.is_control() || "#:,[]{}\"'&*!|>%@`\\".contains(c);
    let word = text.to_ascii_lowercase();
    let reserved = matches!(word.as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    let figures = !text.contains(|c: char| !(c.is_ascii_digit() || "+-.eE_".contains(c)));
    let is_date = text.len() == 10 && crate::data::date::parse(text).is_some();
    let plain = safe_start
        && !text.contains(unsafe_inside)
        && !text.ends_with(char::is_whitespace)
        && !reserved
        && (!figures || is_date);
    // JSON's quotation marks and escapes are YAML's too.
    if plain { text.to_owned() } else { Json::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use std::sync::Arc;

    #[test]
    fn what_is_written_is_read_back() {
        let value = serde_json::json!({
            "文字": ["000001", "2025-03-27", "甲: 乙", "# 号", "{{指标.甲}}项", "一\n二", "yes", "-3", ""],
            "数": [{"数": 30, "单位": "件", "细": {"甲": [1.5, true]}}, 7],
            "空": {},
        });
        let lines: Vec<String> =
            value.as_object().unwrap().iter().flat_map(|(key, value)| field(key, value)).collect();
        let source = Arc::new(Source::new("x.yaml", lines.join("\n")));
        let read = crate::data::yaml::read(&source).unwrap();
        assert!(read.findings.is_empty());
        assert_eq!(read.value.to_json(), value, "{}", lines.join("\n"));
    }
}
