//! What the data contract wants in a field that a cell fills.

use serde_json::Value as Json;

use crate::data::schema::{FORMAT_DATE, FORMAT_QUANTITY, View};

/// The kinds of values that cells can fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// 数量: a number with or without a unit.
    Quantity,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// 日期.
    Date,
    /// True or false.
    Bool,
    /// Text; with the words that are allowed, if they are listed.
    Text(Vec<String>),
    /// Text or a number, as the cell has it.
    Either,
    /// A list of texts, a line each.
    Lines,
}

impl Wanted {
    /// What a subschema wants; `None` if a cell cannot hold it.
    pub(crate) fn of(schema: &Json) -> Option<Self> {
        match schema.get("format").and_then(Json::as_str) {
            Some(FORMAT_DATE) => return Some(Wanted::Date),
            Some(FORMAT_QUANTITY) => return Some(Wanted::Quantity),
            Some(_) | None => {}
        }
        let listed = schema.get("enum").and_then(Json::as_array);
        if let Some(listed) = listed {
            let words = listed.iter().filter_map(Json::as_str).map(str::to_owned).collect();
            return Some(Wanted::Text(words));
        }
        let is = |name: &str| match schema.get("type") {
            Some(Json::String(one)) => one == name,
            Some(Json::Array(several)) => several.iter().any(|one| one == name),
            _ => false,
        };
        let number = is("number") || is("integer");
        if is("string") {
            return Some(if number { Wanted::Either } else { Wanted::Text(Vec::new()) });
        }
        if is("integer") && !is("number") {
            return Some(Wanted::Integer);
        }
        if number {
            return Some(Wanted::Number);
        }
        if is("boolean") {
            return Some(Wanted::Bool);
        }
        is("array").then_some(Wanted::Lines)
    }
}

/// The subschema of a field, with what it refers to written out.
pub(crate) fn at(contract: &Json, path: &[String]) -> Option<Json> {
    let field = path.iter().try_fold(View::of(contract), |here, name| here.field(name));
    field.map(|field| field.written_out())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_found_through_references() {
        let schema = json!({
            "type": "object",
            "properties": {
                "指标": { "additionalProperties": { "$ref": "#/$defs/group" } },
                "日期": { "$ref": "#/$defs/date", "title": "成文日期" },
            },
            "$defs": {
                "group": { "type": "object", "additionalProperties": { "$ref": "#/$defs/quantity" } },
                "quantity": {
                    "format": "数量",
                    "properties": { "上年": { "type": ["number", "string"] } }
                },
                "date": { "type": "string", "format": "日期", "title": "日期" }
            }
        });
        let wanted = |path: &str| {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            at(&schema, &path).and_then(|found| Wanted::of(&found))
        };
        assert_eq!(wanted("指标.处罚.案件"), Some(Wanted::Quantity));
        assert_eq!(wanted("指标.处罚.案件.上年"), Some(Wanted::Either));
        assert_eq!(wanted("日期"), Some(Wanted::Date));
        assert_eq!(wanted("指标.处罚"), None);
        assert_eq!(wanted("无"), None);
        let title = at(&schema, &["日期".to_owned()]).unwrap();
        assert_eq!(title["title"], "成文日期");
    }
}
