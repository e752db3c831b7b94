//! The figures of one bureau on their way from cells into its record.

use super::mapping::Target;
use crate::data::node::{Entry, Node, Span, Value};
use crate::data::quantity::{self, Quantity};
use crate::diag::{Code, Diagnostic, Findings};

/// What the spreadsheets say about one bureau.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The figures; `None` before the first.
    pub(crate) root: Option<Node>,
    /// What was found.
    pub(crate) findings: Findings,
}

impl Record {
    /// Puts a value at its field; `named` is where the bureau is named.
    pub(crate) fn put(&mut self, target: &Target, node: Node, named: &Span) {
        let empty = || Node { value: Value::Map(Vec::new()), span: named.clone() };
        let root = self.root.get_or_insert_with(empty);
        // A figure that is written out keeps its unit beside it.
        if let (Some(unit), Some((last, group))) = (&target.unit, target.path.split_last())
            && last == "数"
            && !group.is_empty()
        {
            let digits = bare(&node);
            let text = Node { value: Value::Text(unit.clone()), span: node.span.clone() };
            place(root, group, "单位", text, named, &mut self.findings);
            place(root, group, last, digits, named, &mut self.findings);
            return;
        }
        if let Some((last, group)) = target.path.split_last() {
            place(root, group, last, node, named, &mut self.findings);
        }
    }
}

/// The number of a figure without its unit.
fn bare(node: &Node) -> Node {
    let value = match &node.value {
        Value::Text(text) => Quantity::parse(text)
            .filter(|quantity| !quantity.is_approximate())
            .map_or_else(|| node.value.clone(), |quantity| Value::Number(quantity.digits)),
        other => other.clone(),
    };
    Node { value, span: node.span.clone() }
}

fn place(
    root: &mut Node,
    group: &[String],
    last: &str,
    node: Node,
    named: &Span,
    findings: &mut Findings,
) {
    let mut current = root;
    for name in group {
        let Value::Map(entries) = &mut current.value else { return };
        let index = match entries.iter().position(|entry| entry.key == *name) {
            Some(index) => index,
            None => {
                let below = Node { value: Value::Map(Vec::new()), span: named.clone() };
                entries.push(Entry { key: name.clone(), key_span: named.clone(), node: below });
                entries.len() - 1
            }
        };
        current = &mut entries[index].node;
    }
    let Value::Map(entries) = &mut current.value else { return };
    let Some(before) = entries.iter().find(|entry| entry.key == last) else {
        let key_span = node.span.clone();
        entries.push(Entry { key: last.to_owned(), key_span, node });
        return;
    };
    if !agree(&before.node, &node) {
        let field = [group, &[last.to_owned()]].concat().join(".");
        findings.push(differ(&field, &before.node, &node));
    }
}

/// Joins what the spreadsheets say with what the data file says itself; where both say the
/// same, the cell is kept as the place.
pub(crate) fn join(cells: &Node, own: Node, findings: &mut Findings) -> Node {
    join_at(cells, own, &mut Vec::new(), findings)
}

fn join_at(cells: &Node, own: Node, path: &mut Vec<String>, findings: &mut Findings) -> Node {
    let figures = figure(cells).is_some() && figure(&own).is_some();
    let span = own.span.clone();
    let value = match (&cells.value, own.value) {
        (Value::Map(theirs), Value::Map(mut ours)) => {
            for entry in theirs {
                match ours.iter_mut().find(|one| one.key == entry.key) {
                    Some(one) => {
                        path.push(entry.key.clone());
                        one.node = join_at(&entry.node, one.node.clone(), path, findings);
                        path.pop();
                    }
                    None => ours.push(entry.clone()),
                }
            }
            Value::Map(ours)
        }
        (_, value) => {
            let own = Node { value, span: span.clone() };
            if agree(cells, &own) {
                // A figure with last year's beside it says more.
                let fuller = figures && quantity::is_written_out(&own);
                return if fuller { own } else { cells.clone() };
            }
            findings.push(differ(&path.join("."), cells, &own));
            return own;
        }
    };
    Node { value, span }
}

fn differ(field: &str, cells: &Node, own: &Node) -> Diagnostic {
    let (one, other) = (said(cells), said(own));
    let message = format!("“{field}”在表格里是{one}，在另一处是{other}");
    // The cell of a figure that is written out is that of its number.
    let span = |node: &Node| node.field("数").unwrap_or(node).span.clone();
    let place = span(cells).place();
    let finding = Diagnostic::new(Code::SheetConflict, place, message).field(field);
    finding.related(span(own).place(), "另一处在这里")
}

fn said(node: &Node) -> String {
    match figure(node) {
        Some(figure) => format!("“{}”", figure.text()),
        None => match &node.value {
            Value::Text(text) | Value::Number(text) => format!("“{text}”"),
            Value::Bool(true) => "“是”".to_owned(),
            Value::Bool(false) => "“否”".to_owned(),
            Value::Null => "空的".to_owned(),
            Value::List(_) => "列表".to_owned(),
            Value::Map(_) => "几项内容".to_owned(),
        },
    }
}

/// Whether two values say the same.
fn agree(one: &Node, other: &Node) -> bool {
    if let (Some(one), Some(other)) = (figure(one), figure(other)) {
        let units = one.unit == other.unit || one.unit.is_empty() || other.unit.is_empty();
        let words = (&one.prefix, &one.about, &one.suffix);
        return one.number == other.number
            && units
            && words == (&other.prefix, &other.about, &other.suffix);
    }
    match (&one.value, &other.value) {
        (Value::Text(one), Value::Text(other)) => {
            let dates = crate::data::date::parse(one).zip(crate::data::date::parse(other));
            one.trim() == other.trim() || dates.is_some_and(|(one, other)| one == other)
        }
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::List(ones), Value::List(others)) => {
            ones.len() == others.len()
                && ones.iter().zip(others).all(|(one, other)| agree(one, other))
        }
        _ => false,
    }
}

/// A value as a figure, written out or not.
fn figure(node: &Node) -> Option<Quantity> {
    if quantity::is_written_out(node) {
        let part = |name: &str| node.field(name).map(quantity::written).unwrap_or_default();
        return Quantity::parse(&format!("{}{}", part("数"), part("单位")));
    }
    match &node.value {
        Value::Number(text) | Value::Text(text) => Quantity::parse(text),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
    }
}
