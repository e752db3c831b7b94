//! Values on their way through a template: each carries where it came from.
//!
//! Before merging, every text, number and figure of the data becomes a *marked* text:
//! `U+FDD0 index [U+FDD3 last year's figure] U+FDD1 text U+FDD2`. Those code points are
//! noncharacters: no data may hold them (`data/text.rs` refuses them), so marked text
//! cannot be forged, needs no escaping, and is never taken for markup. After merging,
//! `markup.rs` takes the marks off and keeps each place on its piece of text.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::data::node::{Node, Origin, Step, Value, path_text};
use crate::data::quantity::{self, Quantity};
use crate::data::records::LAST_YEAR;

/// Opens a mark; the index of the origin follows.
pub(crate) const OPEN: char = '\u{FDD0}';
/// Ends the head of a mark; the text follows.
pub(crate) const TEXT: char = '\u{FDD1}';
/// Closes a mark.
pub(crate) const CLOSE: char = '\u{FDD2}';
/// Inside the head: last year's figure follows.
const PREVIOUS: char = '\u{FDD3}';

/// The data as templates see it, and the origins that the marks point to.
#[derive(Debug)]
pub struct Leaves {
    /// The marked data.
    pub json: Json,
    /// The origins, by index.
    pub origins: Vec<Arc<Origin>>,
}

impl Leaves {
    /// Marks the whole tree.
    pub fn of(root: &Node) -> Self {
        let mut marker =
            Marker { last: root.field(LAST_YEAR), path: Vec::new(), origins: Vec::new() };
        let json = marker.mark_node(root);
        Self { json, origins: marker.origins }
    }
}

impl Leaves {
    /// The text at the end of a path, with all marks taken off.
    pub fn text(&self, path: &[Step]) -> Option<String> {
        let end = path.iter().try_fold(&self.json, |json, step| match step {
            Step::Field(name) => json.get(name),
            Step::Item(index) => json.get(index),
        });
        end.and_then(Json::as_str).map(plain)
    }
}

/// Walks the tree and marks its texts and figures.
struct Marker<'a> {
    /// Last year's data.
    last: Option<&'a Node>,
    path: Vec<Step>,
    origins: Vec<Arc<Origin>>,
}

impl Marker<'_> {
    fn mark_node(&mut self, node: &Node) -> Json {
        match &node.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            // A block text of YAML ends with a line feed that nobody means.
            Value::Number(text) | Value::Text(text) => {
                self.leaf(node, text.trim_end_matches('\n'), None)
            }
            Value::Map(_) if quantity::is_written_out(node) => {
                let text = |name| node.field(name).map(quantity::written);
                let own = [text("数"), text("单位")].map(Option::unwrap_or_default).concat();
                self.leaf(node, &own, text("上年"))
            }
            Value::List(items) => {
                let items = items.iter().enumerate();
                items.map(|(index, item)| self.below(Step::Item(index), item)).collect()
            }
            Value::Map(entries) => {
                let written = entries.iter().filter(|one| !matches!(one.node.value, Value::Null));
                let mut fields = serde_json::Map::new();
                for entry in written {
                    let json = self.below(Step::Field(entry.key.clone()), &entry.node);
                    fields.insert(entry.key.clone(), json);
                }
                Json::Object(fields)
            }
        }
    }

    fn below(&mut self, step: Step, node: &Node) -> Json {
        self.path.push(step);
        let json = self.mark_node(node);
        self.path.pop();
        json
    }

    fn leaf(&mut self, node: &Node, text: &str, previous: Option<&str>) -> Json {
        let field = path_text(&self.path);
        self.origins.push(Arc::new(Origin { field, span: node.span.clone() }));
        // What is written wins over what last year's report says.
        let reported = match previous {
            Some(_) => None,
            None => self.reported(node),
        };
        Json::String(mark(self.origins.len() - 1, previous.or(reported.as_deref()), text))
    }

    /// Last year's figure at the same place of last year's report.
    fn reported(&self, node: &Node) -> Option<String> {
        let last = self.last?;
        let own = quantity::of(node)?;
        let last = quantity::last_year(last, &self.path, &own)?;
        quantity::of(last).map(|quantity| quantity.number.to_string())
    }
}

fn mark(index: usize, previous: Option<&str>, text: &str) -> String {
    let previous = previous.map(|text| format!("{PREVIOUS}{text}")).unwrap_or_default();
    format!("{OPEN}{index}{previous}{TEXT}{text}{CLOSE}")
}

/// Puts a new text into the mark of an old one.
pub(crate) fn remark(marked: &str, text: &str) -> String {
    match split(marked) {
        Some((head, _)) => format!("{OPEN}{head}{TEXT}{text}{CLOSE}"),
        None => text.to_owned(),
    }
}

/// Head and text of a marked value.
fn split(marked: &str) -> Option<(&str, &str)> {
    let inner = marked.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
    inner.split_once(TEXT)
}

/// The text of a value with all marks taken off.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut head = false;
    for c in text.chars() {
        match c {
            OPEN => head = true,
            TEXT => head = false,
            CLOSE => {}
            _ if head => {}
            _ => plain.push(c),
        }
    }
    plain
}

/// A template value as a helper sees it.
#[derive(Debug)]
pub(crate) struct Leaf<'a> {
    json: &'a Json,
    /// How the template names it.
    pub name: String,
}

impl<'a> Leaf<'a> {
    /// A value of a known name.
    pub(crate) fn named(name: &str, json: &'a Json) -> Self {
        Self { json, name: name.to_owned() }
    }

    /// The value itself.
    pub(crate) fn json(&self) -> &'a Json {
        self.json
    }

    /// The fields, if it has any.
    pub(crate) fn object(&self) -> Option<&'a serde_json::Map<String, Json>> {
        self.json.as_object()
    }

    /// The plain text of a text or number.
    pub(crate) fn text(&self) -> Option<String> {
        match self.json {
            Json::String(text) => Some(plain(text)),
            Json::Number(number) => Some(number.to_string()),
            Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
        }
    }

    /// The marked text of a text or number, to be written into the manuscript.
    pub(crate) fn marked(&self) -> Option<String> {
        match self.json {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
        }
    }

    /// The same for a value that need not be marked, as the names of fields are not: what
    /// comes from the data is never markup.
    pub(crate) fn literal(&self) -> Option<String> {
        let text = self.marked()?;
        Some(if text.starts_with(OPEN) { text } else { format!("{OPEN}{TEXT}{text}{CLOSE}") })
    }

    /// Text that stands for this value, with the value's place.
    pub(crate) fn rewritten(&self, text: &str) -> String {
        self.json.as_str().map_or_else(|| text.to_owned(), |marked| remark(marked, text))
    }

    /// The figure, with last year's when there is one.
    pub(crate) fn quantity(&self) -> Option<Quantity> {
        let mut quantity = Quantity::parse(&self.text()?)?;
        quantity.previous = self.previous();
        Some(quantity)
    }

    fn previous(&self) -> Option<Decimal> {
        let (head, _) = split(self.json.as_str()?)?;
        let (_, previous) = head.split_once(PREVIOUS)?;
        Quantity::parse(previous).map(|quantity| quantity.number)
    }

    /// Whether a condition on this value holds: there, not empty, not zero, not false.
    pub(crate) fn holds(&self) -> bool {
        match self.json {
            Json::Null => false,
            Json::Bool(value) => *value,
            Json::Number(number) => number.as_f64() != Some(0.0),
            Json::String(_) => match self.quantity() {
                Some(quantity) => !quantity.is_zero(),
                None => self.text().is_some_and(|text| !text.is_empty()),
            },
            Json::Array(items) => !items.is_empty(),
            Json::Object(fields) => !fields.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_off() {
        let inner = mark(2, Some("28"), "30件");
        let outer = mark(1, None, &format!("共{inner}。"));
        assert_eq!(plain(&outer), "共30件。");
        let json = Json::String(inner);
        let leaf = Leaf::named("件数", &json);
        assert_eq!(leaf.quantity().unwrap().previous, Some(Decimal::from(28)));
        assert_eq!(plain(&leaf.rewritten("三十件")), "三十件");
        assert!(leaf.holds());
    }
}
