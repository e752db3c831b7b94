//! `tests.yaml`: changes to the sample of a kind, and what they must be answered with.
//!
//! ```yaml
//! - 名称: 没有主送
//!   删: [主送]                       # fields to take away
//!   改: {申请.新收.总计: 4}           # fields to set; a list item is 附件[1]
//!   上年改: {申请.结转下年.总计: 2}    # the same for sample-last-year.yaml: 上年改, 上年删
//!   应有: [kind/element-missing 主送]  # codes, each with words of its message or field
//! ```
//!
//! Exactly the errors and warnings that are listed must come up, beside those that the
//! sample has unchanged.

use std::sync::Arc;

use crate::data::node::{Node, Step, Value, parse_path};
use crate::data::records::LAST_YEAR;
use crate::data::yaml;
use crate::diag::{Checked, Code, Diagnostic, Findings};
use crate::source::Source;

/// One test.
#[derive(Debug)]
pub struct Case {
    name: String,
    node: Node,
    changes: Vec<Change>,
    expected: Vec<String>,
}

/// A path to set, or to take away if there is no value.
#[derive(Debug)]
struct Change {
    path: Vec<Step>,
    node: Node,
    value: Option<Node>,
}

fn wrong(node: &Node, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::KindTestSyntax, node.span.place(), message)
}

/// Reads all tests; the first that is wrong is said.
pub(super) fn read(source: &Arc<Source>) -> Result<Vec<Case>, Findings> {
    let Checked { value: root, findings } = yaml::read(source)?;
    if !findings.is_empty() {
        return Err(findings);
    }
    let items = list(&root)?;
    items.iter().map(|node| Case::read(node).map_err(Findings::from)).collect()
}

fn list(node: &Node) -> Result<&[Node], Diagnostic> {
    match &node.value {
        Value::List(items) => Ok(items),
        _ => Err(wrong(node, "这里要写成列表")),
    }
}

fn word(node: &Node) -> Result<&str, Diagnostic> {
    node.text().ok_or_else(|| wrong(node, "这里要写文字"))
}

impl Case {
    fn read(node: &Node) -> Result<Self, Diagnostic> {
        let Value::Map(entries) = &node.value else {
            return Err(wrong(node, "一个测试要写“名称”“改”“删”“应有”等字段"));
        };
        let mut case = Self {
            name: String::new(),
            node: node.clone(),
            changes: Vec::new(),
            expected: Vec::new(),
        };
        for entry in entries {
            match entry.key.as_str() {
                "名称" => word(&entry.node)?.clone_into(&mut case.name),
                "改" => case.set(&entry.node, &[])?,
                "删" => case.take(&entry.node, &[])?,
                "上年改" => case.set(&entry.node, &[LAST_YEAR])?,
                "上年删" => case.take(&entry.node, &[LAST_YEAR])?,
                "应有" => case.expect(&entry.node)?,
                other => {
                    let message = format!("测试里没有“{other}”这个字段");
                    let place = entry.key_span.place();
                    return Err(Diagnostic::new(Code::KindTestSyntax, place, message)
                        .hint("可以写：名称、改、删、上年改、上年删、应有"));
                }
            }
        }
        if case.name.is_empty() {
            return Err(wrong(node, "测试缺少“名称”"));
        }
        if node.field("应有").is_none() {
            return Err(wrong(node, "测试缺少“应有”；不应当有信息的写 []"));
        }
        Ok(case)
    }

    fn set(&mut self, node: &Node, from: &[&str]) -> Result<(), Diagnostic> {
        let Value::Map(entries) = &node.value else {
            return Err(wrong(node, "这里要写“字段: 内容”"));
        };
        for entry in entries {
            let place = Node { value: Value::Null, span: entry.key_span.clone() };
            self.change(&entry.key, place, from, Some(entry.node.clone()))?;
        }
        Ok(())
    }

    fn take(&mut self, node: &Node, from: &[&str]) -> Result<(), Diagnostic> {
        for item in list(node)? {
            self.change(word(item)?, item.clone(), from, None)?;
        }
        Ok(())
    }

    fn change(
        &mut self,
        field: &str,
        node: Node,
        from: &[&str],
        value: Option<Node>,
    ) -> Result<(), Diagnostic> {
        let steps = parse_path(field).ok_or_else(|| wrong(&node, format!("“{field}”不是字段")))?;
        let from = from.iter().map(|name| Step::Field((*name).to_owned()));
        self.changes.push(Change { path: from.chain(steps).collect(), node, value });
        Ok(())
    }

    fn expect(&mut self, node: &Node) -> Result<(), Diagnostic> {
        for item in list(node)? {
            let text = word(item)?;
            let (code, _) = parts(text);
            if !Code::ALL.iter().any(|known| known.text() == code) {
                return Err(
                    wrong(item, format!("没有“{code}”这个代码")).hint("全部代码见 docs/errors.md")
                );
            }
            self.expected.push(text.to_owned());
        }
        Ok(())
    }

    /// Makes the changes in a copy of the sample.
    ///
    /// # Errors
    ///
    /// A change that leads nowhere in the sample.
    pub fn change_sample(&self, record: &mut Node) -> Result<(), Diagnostic> {
        self.changes.iter().try_for_each(|change| change.make(record))
    }

    /// What came up and was not expected, and the other way round.
    pub fn judge(&self, found: &[Diagnostic]) -> Option<Diagnostic> {
        let mut left: Vec<&Diagnostic> = found.iter().collect();
        let mut lacking = Vec::new();
        for expected in &self.expected {
            match left.iter().position(|one| fits(expected, one)) {
                Some(at) => drop(left.remove(at)),
                None => lacking.push(expected.as_str()),
            }
        }
        if left.is_empty() && lacking.is_empty() {
            return None;
        }
        let said = |one: &&Diagnostic| format!("{}（{}）", one.code, one.message);
        let more: Vec<String> = left.iter().map(said).collect();
        let part = |words: &str, list: &str| {
            if list.is_empty() { String::new() } else { format!("；{words}：{list}") }
        };
        let message = format!(
            "测试“{}”没有通过{}{}",
            self.name,
            part("没有得到", &lacking.join("、")),
            part("多得到", &more.join("、")),
        );
        let finding = Diagnostic::new(Code::KindTestFailed, self.node.span.place(), message);
        let related = |finding: Diagnostic, one: &&Diagnostic| {
            finding.related(one.place.clone(), one.message.clone())
        };
        Some(left.iter().fold(finding, related))
    }
}

fn parts(expected: &str) -> (&str, &str) {
    expected.split_once(' ').map_or((expected, ""), |(code, words)| (code, words.trim()))
}

fn fits(expected: &str, found: &Diagnostic) -> bool {
    let (code, words) = parts(expected);
    let field = found.field.as_deref().unwrap_or_default();
    found.code.text() == code && (field == words || found.message.contains(words))
}

impl Change {
    fn make(&self, record: &mut Node) -> Result<(), Diagnostic> {
        let nowhere = || wrong(&self.node, "样例里没有这个字段，不能改它下面的内容");
        let Some((last, parents)) = self.path.split_last() else { return Ok(()) };
        let parent = self.parent(record, parents).ok_or_else(nowhere)?;
        match (last, &self.value) {
            (Step::Field(name), Some(value)) => {
                parent.set(name, value.clone());
                Ok(())
            }
            (Step::Field(name), None) => parent.take(name).map(drop).ok_or_else(nowhere),
            (Step::Item(index), value) => {
                let Value::List(items) = &mut parent.value else { return Err(nowhere()) };
                match value {
                    Some(value) => items.get_mut(*index).map(|item| *item = value.clone()),
                    None => (*index < items.len()).then(|| drop(items.remove(*index))),
                }
                .ok_or_else(nowhere)
            }
        }
    }

    /// The part that is changed; records on the way to a new field are made.
    fn parent<'a>(&self, record: &'a mut Node, path: &[Step]) -> Option<&'a mut Node> {
        let mut here = record;
        for step in path {
            if let Step::Field(name) = step
                && here.field(name).is_none()
                && self.value.is_some()
            {
                let empty = Node { value: Value::Map(Vec::new()), span: self.node.span.clone() };
                here.set(name, empty);
            }
            here = here.at_mut(std::slice::from_ref(step))?;
        }
        Some(here)
    }
}
