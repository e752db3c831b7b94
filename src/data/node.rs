//! The tree that every reader yields: values that know their place.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Fix, Place};
use crate::source::{Notation, Source, Written};

/// A stretch of one source.
#[derive(Debug, Clone)]
pub struct Span {
    /// The text it lies in.
    pub source: Arc<Source>,
    /// The stretch, in bytes.
    pub range: Range<usize>,
    /// How a text there is written.
    pub notation: Notation,
}

impl Span {
    /// A stretch that is what it says.
    pub fn new(source: &Arc<Source>, range: Range<usize>) -> Self {
        Self { source: source.clone(), range, notation: Notation::Verbatim }
    }

    /// The same, written in that way.
    pub fn written_as(self, notation: Notation) -> Self {
        Self { notation, ..self }
    }

    /// As the place of a finding.
    pub fn place(&self) -> Place {
        Place::Text { source: self.source.clone(), range: self.range.clone() }
    }

    /// The text that stands there, and which bytes make it.
    pub fn written(&self) -> Written {
        Written::read(self.source.text(), self.range.clone(), self.notation)
    }

    /// The stretch that makes a part of `text`, given in bytes of the text; the whole where
    /// the text is not what stands there, because it was put together or rewritten.
    pub fn part(&self, text: &str, part: Range<usize>) -> Self {
        let written = self.written();
        // A cell is kept on one line.
        let text = match self.notation {
            Notation::Cell => Cow::Owned(text.replace(['\n', '\t'], " ")),
            _ => Cow::Borrowed(text),
        };
        let bytes = written.text().starts_with(&*text).then(|| written.bytes_of(&part)).flatten();
        match bytes {
            Some(bytes) => Self::new(&self.source, bytes),
            None => self.clone(),
        }
    }

    /// What to change so that new words stand in place of parts of `text`, if it is certain
    /// how; the parts are given in bytes of the text, one behind the other.
    pub fn fix(&self, text: &str, parts: &[(Range<usize>, &str)]) -> Option<Fix> {
        Fix::of_text(&self.source, &self.range, self.notation, text, parts)
    }

    /// The stretch of a part of `words`, which may be only a piece of the text that stands
    /// there; where they are not in it, the first that is like the part, else the whole.
    pub fn within(&self, words: &str, part: Range<usize>) -> Self {
        let written = self.written();
        let wanted = words.get(part.clone()).unwrap_or_default();
        let at = written.text().find(words).map(|at| at + part.start);
        let at = at.or_else(|| written.text().find(wanted));
        match at.and_then(|at| written.bytes_of(&(at..at + wanted.len()))) {
            Some(bytes) => Self::new(&self.source, bytes),
            None => self.clone(),
        }
    }

    /// The stretch of `words` in the text that stands there, where they stand for the first
    /// time or so many times later; else the whole.
    pub fn nth(&self, words: &str, repeated: usize) -> Self {
        let written = self.written();
        let at = written.text().match_indices(words).nth(repeated).map(|(at, _)| at);
        match at.and_then(|at| written.bytes_of(&(at..at + words.len()))) {
            Some(bytes) => Self::new(&self.source, bytes),
            None => self.clone(),
        }
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
