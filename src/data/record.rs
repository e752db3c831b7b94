//! The fields that reports of every kind have: 报告种类, 年度, 单位.

use super::node::{Entry, Node, Span, Value};

/// 报告种类: the field that names the kind.
pub const KIND: &str = "报告种类";
/// 年度: the field with the year that is reported on.
pub const YEAR: &str = "年度";
/// 单位.全称, as findings name the field.
pub const BUREAU_NAME: &str = "单位.全称";
/// 单位: the record about the bureau that reports.
pub const BUREAU: &str = "单位";
const FULL_NAME: &str = "全称";
const SHORT_NAME: &str = "简称";

/// 报告种类 of a report.
pub fn kind(root: &Node) -> Option<&Node> {
    root.field(KIND)
}

/// 年度 of a report, if it is a year.
pub fn year(root: &Node) -> Option<i32> {
    root.field(YEAR).and_then(Node::word)?.parse().ok()
}

/// 单位.全称 of a report.
pub fn bureau_name(root: &Node) -> Option<&Node> {
    root.field(BUREAU)?.field(FULL_NAME)
}

/// 单位.简称 of a report.
pub fn bureau_short_name(root: &Node) -> Option<&Node> {
    root.field(BUREAU)?.field(SHORT_NAME)
}

/// A report that says no more than 单位.全称; `span` is where the name stands.
pub fn of_bureau(name: &str, span: &Span) -> Node {
    let map = |key: &str, node: Node| {
        let entry = Entry { key: key.to_owned(), key_span: span.clone(), node };
        Node { value: Value::Map(vec![entry]), span: span.clone() }
    };
    let name = Node { value: Value::Text(name.to_owned()), span: span.clone() };
    map(BUREAU, map(FULL_NAME, name))
}
