//! The tree that every reader yields: values that know their place.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::Place;
use crate::source::Source;

/// A stretch of one source.
#[derive(Debug, Clone)]
pub struct Span {
    /// The text it lies in.
    pub source: Arc<Source>,
    /// The stretch, in bytes.
    pub range: Range<usize>,
}

impl Span {
    /// As the place of a finding.
    pub fn place(&self) -> Place {
        Place::Text { source: self.source.clone(), range: self.range.clone() }
    }

    /// The place of the first `needle` inside, else of the whole stretch.
    pub fn place_of(&self, needle: &str) -> Place {
        let range = self.source.narrow(&self.range, needle);
        Place::Text { source: self.source.clone(), range }
    }
}

impl Span {
    /// The place of the first `name` inside `{{ }}`, else of the whole stretch.
    pub fn place_of_reference(&self, name: &str) -> Place {
        let text = self.source.text().get(self.range.clone()).unwrap_or_default();
        let inside = text.match_indices(name).find(|(at, _)| {
            let before = &text[..*at];
            before.rfind("{{").is_some_and(|open| !before[open..].contains("}}"))
        });
        let range = match inside {
            Some((at, _)) => self.range.start + at..self.range.start + at + name.len(),
            None => self.range.clone(),
        };
        Place::Text { source: self.source.clone(), range }
    }
}

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// Where a piece of text came from.
#[derive(Debug)]
pub struct Origin {
    /// The field, as a path of names.
    pub field: String,
    /// Where it stands in the data file.
    pub span: Span,
}

/// The values that data files can hold.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing was written.
    Null,
    /// True or false.
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Named fields, in the order of the file.
    Map(Vec<Entry>),
}

/// One named field.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name.
    pub key: String,
    /// Where the name stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// One step from a value to one of its parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A named field.
    Field(String),
    /// A list item, from 0.
    Item(usize),
}

impl Node {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|entry| &entry.node)
    }

    /// The field of that name, with its own place.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == name),
            _ => None,
        }
    }

    /// The part that lies at the end of `path`.
    pub fn at(&self, path: &[Step]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| match (step, &node.value) {
            (Step::Field(name), _) => node.field(name),
            (Step::Item(index), Value::List(items)) => items.get(*index),
            (Step::Item(_), _) => None,
        })
    }

    /// The part that lies at the end of `path`, to be changed.
    pub fn at_mut(&mut self, path: &[Step]) -> Option<&mut Node> {
        path.iter().try_fold(self, |node, step| match (step, &mut node.value) {
            (Step::Field(name), Value::Map(entries)) => {
                entries.iter_mut().find(|entry| entry.key == *name).map(|entry| &mut entry.node)
            }
            (Step::Item(index), Value::List(items)) => items.get_mut(*index),
            _ => None,
        })
    }

    /// Puts a field in place of the one of that name, or behind the others.
    pub fn set(&mut self, key: &str, node: Node) {
        let Value::Map(entries) = &mut self.value else { return };
        match entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => entry.node = node,
            None => {
                let key_span = node.span.clone();
                entries.push(Entry { key: key.to_owned(), key_span, node });
            }
        }
    }

    /// Takes a field away.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        let Value::Map(entries) = &mut self.value else { return None };
        let at = entries.iter().position(|entry| entry.key == key)?;
        Some(entries.remove(at).node)
    }

    /// The text, if it is text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text or the number, as it was typed, without blanks around it.
    pub fn word(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text.trim().to_owned()),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// As JSON, for the schema check. Numbers too long for JSON become text.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(raw) => serde_json::from_str::<serde_json::Number>(raw)
                .map_or_else(|_| raw.clone().into(), serde_json::Value::Number),
            Value::Text(text) => text.clone().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.node.to_json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }

    /// Calls `visit` with every value below and including this one and its path.
    pub fn walk(&self, visit: &mut impl FnMut(&[Step], &Node)) {
        self.walk_from(&mut Vec::new(), visit);
    }

    fn walk_from(&self, path: &mut Vec<Step>, visit: &mut impl FnMut(&[Step], &Node)) {
        visit(path, self);
        match &self.value {
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Step::Item(index));
                    item.walk_from(path, visit);
                    path.pop();
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    path.push(Step::Field(entry.key.clone()));
                    entry.node.walk_from(path, visit);
                    path.pop();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
        }
    }
}

/// A path as people read it: `成效.内容[2].文字`, items counted from 1.
pub fn path_text(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            Step::Item(index) => text.push_str(&format!("[{}]", index + 1)),
        }
    }
    text
}

/// A path as people write it, read back; `None` if it is not one.
pub fn parse_path(text: &str) -> Option<Vec<Step>> {
    let mut path = Vec::new();
    for segment in text.split('.') {
        let (name, mut items) = match segment.find('[') {
            Some(at) => segment.split_at(at),
            None => (segment, ""),
        };
        if name.is_empty() {
            return None;
        }
        path.push(Step::Field(name.to_owned()));
        while let Some(rest) = items.strip_prefix('[') {
            let (number, rest) = rest.split_once(']')?;
            path.push(Step::Item(number.parse::<usize>().ok()?.checked_sub(1)?));
            items = rest;
        }
        if !items.is_empty() {
            return None;
        }
    }
    Some(path)
}

/// [`inherit`] where there may be nothing to inherit.
pub fn inherit_from(base: Option<&Node>, over: Node) -> Node {
    match base {
        Some(base) => inherit(base, over),
        None => over,
    }
}

/// What a bureau inherits: fields of `over` win, maps are joined field by field.
pub fn inherit(base: &Node, over: Node) -> Node {
    let Node { value, span } = over;
    let value = match (&base.value, value) {
        (Value::Map(base), Value::Map(over)) => Value::Map(inherit_fields(base, over)),
        (_, value) => value,
    };
    Node { value, span }
}

fn inherit_fields(base: &[Entry], mut over: Vec<Entry>) -> Vec<Entry> {
    for entry in base {
        match over.iter_mut().find(|own| own.key == entry.key) {
            Some(own) => own.node = inherit(&entry.node, own.node.clone()),
            None => over.push(entry.clone()),
        }
    }
    over
}
