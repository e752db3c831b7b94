//! One value as a data contract sees it: the subschemas that speak about it, with what they
//! refer to. Whoever walks through a contract walks here.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

use super::{FORMAT_QUANTITY, Step};

/// References may lead to references this often; a ring of them ends by itself.
const MAX_DEPTH: usize = 16;

/// Which subschemas a view takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// What holds for a value that has nothing special: `$ref`, `allOf`, `else`.
    Usual,
    /// What may hold for some value: `anyOf`, `oneOf` and `then` as well.
    Possible,
}

/// The subschemas that hold for one value, the nearest first.
#[derive(Debug, Clone)]
pub struct View<'a> {
    root: &'a Json,
    reach: Reach,
    parts: Vec<&'a Json>,
}

impl<'a> View<'a> {
    /// A whole contract, for a value that has nothing special.
    pub fn of(root: &'a Json) -> Self {
        Self::within(root, root)
    }

    /// A part of a contract; references are looked up in `root`, wherever they were written.
    pub fn within(root: &'a Json, schema: &'a Json) -> Self {
        Self::all(root, Reach::Usual, [schema])
    }

    /// A whole contract with everything that it allows under some condition.
    pub fn of_everything(root: &'a Json) -> Self {
        Self::all(root, Reach::Possible, [root])
    }

    fn all(root: &'a Json, reach: Reach, schemas: impl IntoIterator<Item = &'a Json>) -> Self {
        let mut view = Self { root, reach, parts: Vec::new() };
        schemas.into_iter().for_each(|schema| view.add(schema, 0));
        view
    }

    /// The same with other subschemas; `None` if there are none.
    fn other(&self, schemas: impl IntoIterator<Item = &'a Json>) -> Option<Self> {
        let view = Self::all(self.root, self.reach, schemas);
        (!view.parts.is_empty()).then_some(view)
    }

    /// Takes in a subschema and all that holds together with it.
    fn add(&mut self, schema: &'a Json, depth: usize) {
        if depth > MAX_DEPTH || self.parts.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        self.parts.push(schema);
        let target = schema.get("$ref").and_then(Json::as_str);
        // A file of a kind may name the shared file in front; the contract holds its definitions.
        let target = target.and_then(|target| self.root.pointer(target.split_once('#')?.1));
        let (lists, branches): (&[&str], &[&str]) = match self.reach {
            Reach::Usual => (&["allOf"], &["else"]),
            Reach::Possible => (&["allOf", "anyOf", "oneOf"], &["then", "else"]),
        };
        let lists = lists.iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
        let branches = branches.iter().filter_map(|key| schema.get(key));
        for part in target.into_iter().chain(lists).chain(branches) {
            self.add(part, depth + 1);
        }
    }

    /// The words of one keyword, the nearest first.
    fn every(&self, keyword: &str) -> impl Iterator<Item = &'a Json> {
        self.parts.iter().filter_map(move |part| part.get(keyword))
    }

    /// The nearest word of one keyword.
    pub fn get(&self, keyword: &str) -> Option<&'a Json> {
        self.every(keyword).next()
    }

    /// The same, as text.
    pub fn text(&self, keyword: &str) -> Option<&'a str> {
        self.get(keyword).and_then(Json::as_str)
    }

    /// Whether a keyword is there at all.
    pub fn says(&self, keyword: &str) -> bool {
        self.get(keyword).is_some()
    }

    /// Whether nothing at all is said, so that the value may be anything.
    pub fn is_silent(&self) -> bool {
        self.parts.iter().all(|part| part.as_object().is_none_or(Map::is_empty))
    }

    /// What the field says itself, not what it refers to.
    pub fn own_text(&self, keyword: &str) -> Option<&'a str> {
        self.parts.first().and_then(|part| part.get(keyword)).and_then(Json::as_str)
    }

    /// The examples of the nearest subschema that has some.
    pub fn examples(&self) -> impl Iterator<Item = &'a Json> {
        self.get("examples").and_then(Json::as_array).into_iter().flatten()
    }

    /// The first of its types.
    pub fn value_type(&self) -> Option<&'a str> {
        match self.get("type")? {
            Json::Array(types) => types.first().and_then(Json::as_str),
            one => one.as_str(),
        }
    }

    /// Whether it holds named fields and nothing else.
    pub fn is_record(&self) -> bool {
        let is_object = self.get("type").and_then(Json::as_str) == Some("object");
        is_object && self.names().next().is_some()
    }

    /// Whether it is a 数量.
    pub fn is_quantity(&self) -> bool {
        self.text("format") == Some(FORMAT_QUANTITY)
    }

    /// Whether it is a number or a 数量.
    pub fn is_figure(&self) -> bool {
        matches!(self.value_type(), Some("integer" | "number")) || self.is_quantity()
    }

    /// Whether it is a list or a record: something with parts.
    pub fn has_parts(&self) -> bool {
        ["properties", "items", "additionalProperties"]
            .into_iter()
            .any(|keyword| self.every(keyword).any(Json::is_object))
    }

    /// The names of its fields, in the order of the schema.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        let mut seen = HashSet::new();
        let fields = self.every("properties").filter_map(Json::as_object).flatten();
        fields.map(|(name, _)| name.as_str()).filter(move |name| seen.insert(*name))
    }

    /// The named fields, in the order of the schema.
    pub fn properties(&self) -> Vec<(&'a str, View<'a>)> {
        self.names().filter_map(|name| Some((name, self.named(name)?))).collect()
    }

    /// A field that the schema names.
    fn named(&self, name: &str) -> Option<View<'a>> {
        self.other(self.every("properties").filter_map(|fields| fields.get(name)))
    }

    /// What every field is that the schema does not name, if it says so.
    pub fn others(&self) -> Option<View<'a>> {
        self.other(self.every("additionalProperties").filter(|schema| schema.is_object()))
    }

    /// A field: what the schema says of its name, or of fields without a name of their own.
    pub fn field(&self, name: &str) -> Option<View<'a>> {
        self.named(name).or_else(|| self.others())
    }

    /// What each item of a list is.
    pub fn items(&self) -> Option<View<'a>> {
        self.other(self.every("items"))
    }

    /// What lies in a value: each named field, the other fields, the items.
    pub fn inside(&self) -> Vec<View<'a>> {
        let named = self.properties().into_iter().map(|(_, field)| field);
        named.chain(self.others()).chain(self.items()).collect()
    }

    /// Whatever lies in a value, taken together.
    pub fn any_inside(&self) -> Option<View<'a>> {
        let named = self.every("properties").filter_map(Json::as_object).flatten();
        let others = self.every("additionalProperties").filter(|schema| schema.is_object());
        self.other(self.every("items").chain(named.map(|(_, schema)| schema)).chain(others))
    }

    /// Whether a field must be there.
    pub fn requires(&self, name: &str) -> bool {
        self.every("required").filter_map(Json::as_array).flatten().any(|required| required == name)
    }

    /// The field at the end of a path, if the schema declares it.
    pub fn find(&self, path: &[Step]) -> Option<View<'a>> {
        path.iter().try_fold(self.clone(), |here, step| match step {
            Step::Item(_) => here.items(),
            Step::Field(name) => here.field(name),
        })
    }

    /// Everything that is said, as one schema without references; nearer words win.
    pub fn written_out(&self) -> Json {
        let mut whole = Map::new();
        for fields in self.parts.iter().rev().filter_map(|part| part.as_object()) {
            whole.extend(fields.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        ["$ref", "allOf", "anyOf", "oneOf", "if", "then", "else"].into_iter().for_each(|keyword| {
            whole.shift_remove(keyword);
        });
        Json::Object(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::node::parse_path;
    use serde_json::json;

    fn contract() -> Json {
        json!({
            "type": "object",
            "required": ["指标"],
            "properties": {
                "指标": {"additionalProperties": {"$ref": "#/$defs/group"}},
                "日期": {"$ref": "#/$defs/date", "title": "成文日期"},
                "工作": {"items": {"allOf": [{"$ref": "#/$defs/group"}, {"required": ["件"]}]}},
                "环": {"$ref": "#/$defs/ring"},
                "无处": {"$ref": "#/$defs/nowhere"},
                "公开": {"anyOf": [{"properties": {"网址": {"title": "网址"}}}, {"type": "null"}]},
            },
            "if": {"required": ["日期"]},
            "then": {"properties": {"依据": {"type": "string"}}},
            "else": {"required": ["说明"], "properties": {"说明": {"type": "string"}}},
            "$defs": {
                "group": {"type": "object", "additionalProperties": {"$ref": "#/$defs/quantity"}},
                "quantity": {"format": "数量", "properties": {"上年": {"type": ["number", "string"]}}},
                "date": {"type": "string", "title": "日期", "examples": ["2025-03-27"]},
                "ring": {"title": "环", "$ref": "#/$defs/ring"},
            },
        })
    }

    #[test]
    fn fields_are_found_through_references_and_conditions() {
        let contract = contract();
        for (path, usual, possible) in [
            ("指标.处罚.案件", true, true),
            ("指标.处罚.案件.上年", true, true),
            ("指标.处罚.案件.今年", false, false),
            ("工作[2].件", true, true),
            ("工作.件", false, false),
            ("说明", true, true),
            ("依据", false, true),
            ("公开.网址", false, true),
            ("环", true, true),
            ("环.环", false, false),
            ("无处", true, true),
            ("没有", false, false),
        ] {
            let steps = parse_path(path).unwrap();
            let found = |view: View<'_>| view.find(&steps).is_some();
            assert_eq!(found(View::of(&contract)), usual, "{path}");
            assert_eq!(found(View::of_everything(&contract)), possible, "{path}");
        }
    }

    #[test]
    fn the_nearest_word_wins() {
        let contract = contract();
        let date = View::of(&contract).field("日期").unwrap();
        assert_eq!(date.text("title"), Some("成文日期"));
        assert_eq!(date.own_text("type"), None);
        assert_eq!(date.value_type(), Some("string"));
        let examples = json!(["2025-03-27"]);
        assert_eq!(
            date.written_out(),
            json!({"type": "string", "title": "成文日期", "examples": examples})
        );
    }

    #[test]
    fn a_part_may_name_the_shared_file() {
        let (contract, part) = (contract(), json!({"$ref": "common.json#/$defs/date"}));
        assert_eq!(View::within(&contract, &part).text("title"), Some("日期"));
    }

    #[test]
    fn requirements_add_up_and_quantities_are_figures() {
        let contract = contract();
        let root = View::of(&contract);
        assert!(root.requires("指标") && root.requires("说明") && !root.requires("日期"));
        let items = root.field("工作").unwrap().items().unwrap();
        assert!(items.requires("件") && items.has_parts() && !items.is_figure());
        let quantity = items.field("件").unwrap();
        assert!(quantity.is_quantity() && quantity.is_figure());
        assert_eq!(root.names().last(), Some("说明"));
        assert_eq!(root.names().count(), root.properties().len());
        assert_eq!(root.inside().len(), 7);
    }
}
