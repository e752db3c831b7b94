//! A subschema together with what it refers to, as one thing.

use serde_json::Value as Json;

use crate::data::node::Step;

/// References may lead to references this often.
const MAX_STEPS: usize = 16;

/// The subschemas that hold for one value, the nearest first.
#[derive(Debug, Clone)]
pub struct View<'a> {
    root: &'a Json,
    parts: Vec<&'a Json>,
}

impl<'a> View<'a> {
    /// A whole schema.
    pub fn of(root: &'a Json) -> Self {
        Self::new(root, root)
    }

    /// A part of a schema; references are looked up in `root`, wherever they were written.
    pub fn new(root: &'a Json, schema: &'a Json) -> Self {
        let mut view = Self { root, parts: Vec::new() };
        view.add(schema);
        view
    }

    /// Takes in a subschema, what it refers to, and the branch that holds for a value that
    /// has nothing special.
    fn add(&mut self, schema: &'a Json) {
        if self.parts.len() >= MAX_STEPS {
            return;
        }
        self.parts.push(schema);
        let target = schema.get("$ref").and_then(Json::as_str);
        let target = target.and_then(|target| self.root.pointer(target.split_once('#')?.1));
        let all = schema.get("allOf").and_then(Json::as_array).into_iter().flatten();
        for part in target.into_iter().chain(all).chain(schema.get("else")) {
            self.add(part);
        }
    }

    /// The nearest word of one keyword.
    pub fn get(&self, keyword: &str) -> Option<&'a Json> {
        self.parts.iter().find_map(|part| part.get(keyword))
    }

    /// The same, as text.
    pub fn text(&self, keyword: &str) -> Option<&'a str> {
        self.get(keyword).and_then(Json::as_str)
    }

    /// Whether a keyword is there at all.
    pub fn says(&self, keyword: &str) -> bool {
        self.get(keyword).is_some()
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
    pub fn kind(&self) -> Option<&'a str> {
        match self.get("type")? {
            Json::Array(types) => types.first().and_then(Json::as_str),
            one => one.as_str(),
        }
    }

    /// Whether it holds named fields and nothing else.
    pub fn is_record(&self) -> bool {
        let is_object = self.get("type").and_then(Json::as_str) == Some("object");
        is_object && !self.properties().is_empty()
    }

    /// Whether it is a number or a 数量.
    pub fn is_figure(&self) -> bool {
        let is_number = matches!(self.kind(), Some("integer" | "number"));
        is_number || self.text("format") == Some(crate::data::schema::FORMAT_QUANTITY)
    }

    /// The named fields, in the order of the schema.
    pub fn properties(&self) -> Vec<(&'a str, View<'a>)> {
        let fields = self.parts.iter().filter_map(|part| part.get("properties")?.as_object());
        let mut found: Vec<(&str, View<'_>)> = Vec::new();
        for (name, schema) in fields.flatten() {
            if !found.iter().any(|(known, _)| known == name) {
                found.push((name, Self::new(self.root, schema)));
            }
        }
        found
    }

    /// Whether a field must be there.
    pub fn requires(&self, name: &str) -> bool {
        let lists = self.parts.iter().filter_map(|part| part.get("required")?.as_array());
        lists.flatten().any(|required| required == name)
    }

    /// The field at the end of a path, if the schema declares it.
    pub fn find(&self, path: &[Step]) -> Option<View<'a>> {
        let mut here = self.clone();
        for step in path {
            here = match step {
                Step::Item(_) => here.items()?,
                Step::Field(name) => {
                    let named = here.properties().into_iter().find(|(known, _)| known == name);
                    match named {
                        Some((_, view)) => view,
                        None => {
                            let others = here.get("additionalProperties")?;
                            Self::new(self.root, others.is_object().then_some(others)?)
                        }
                    }
                }
            };
        }
        Some(here)
    }

    /// What each item of a list is.
    pub fn items(&self) -> Option<View<'a>> {
        self.get("items").map(|items| Self::new(self.root, items))
    }
}
