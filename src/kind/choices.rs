//! `kind.yaml`: the name of a kind and what is chosen in words.

use std::sync::Arc;

use crate::data::node::{Node, Span, Value};
use crate::data::yaml;
use crate::diag::{Checked, Code, Diagnostic, Findings};
use crate::source::Source;
use crate::suggest;

/// A word of `kind.yaml`, with its place.
#[derive(Debug, Clone)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// 必备部分: a field that reports of this kind should have.
#[derive(Debug, Clone)]
pub struct DuePart {
    /// The field.
    pub field: String,
    /// What it is.
    pub title: String,
    /// 关键词: the part counts as written where a text of the report holds one of these.
    pub keywords: Vec<String>,
    /// 轻重: 提示 instead of 警告.
    pub is_advice: bool,
}

/// What `kind.yaml` says.
#[derive(Debug, Clone)]
pub struct Choices {
    /// 名称, which data files give as 报告种类.
    pub name: String,
    /// 说明: one sentence about it.
    pub description: String,
    /// 必备: parts whose absence is a warning.
    pub due: Vec<DuePart>,
    /// 格式 of manuscripts that do not say theirs.
    pub format: Option<Word>,
    /// 要素.必有: elements without which no document is made.
    pub required: Vec<Word>,
    /// 要素.不用: elements that documents of this kind never have.
    pub unused: Vec<Word>,
}

const FIELDS: [&str; 5] = ["名称", "说明", "必备", "格式", "要素"];
const ELEMENT_FIELDS: [&str; 2] = ["必有", "不用"];

impl Choices {
    /// Reads `kind.yaml`; what is wrong is said with its place.
    pub(super) fn read(source: &Arc<Source>) -> Result<Self, Findings> {
        let Checked { value: root, findings } = yaml::read(source)?;
        let mut reader = Reader { findings };
        reader.fields(&root, &FIELDS);
        let elements = root.field("要素");
        if let Some(elements) = elements {
            reader.fields(elements, &ELEMENT_FIELDS);
        }
        let mut words = |name| elements.and_then(|node| node.field(name)).map(|n| reader.words(n));
        let (required, unused) = (words("必有"), words("不用"));
        let choices = Self {
            name: reader.needed(&root, "名称").text,
            description: reader.needed(&root, "说明").text,
            due: root.field("必备").map(|node| reader.due(node)).unwrap_or_default(),
            format: root.field("格式").and_then(|node| reader.word(node)),
            required: required.unwrap_or_default(),
            unused: unused.unwrap_or_default(),
        };
        if reader.findings.is_empty() { Ok(choices) } else { Err(reader.findings) }
    }
}

struct Reader {
    findings: Findings,
}

impl Reader {
    fn wrong(&mut self, node: &Node, message: String) {
        self.findings.push(Diagnostic::new(Code::BadKind, node.span.place(), message));
    }

    /// Reports fields that nobody reads.
    fn fields(&mut self, node: &Node, known: &[&str]) {
        let Value::Map(entries) = &node.value else {
            return self.wrong(node, format!("这里要写{}", known.join("、")));
        };
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let key = &entry.key;
            let hint = match suggest::nearest(key, known.iter().copied()) {
                Some(name) => format!("是不是“{name}”？"),
                None => format!("这里可以写：{}", known.join("、")),
            };
            let message = format!("不认识的字段“{key}”");
            let place = entry.key_span.place();
            self.findings.push(Diagnostic::new(Code::BadKind, place, message).hint(hint));
        }
    }

    fn word(&mut self, node: &Node) -> Option<Word> {
        let found = node.text().filter(|text| !text.trim().is_empty()).map(str::to_owned);
        if found.is_none() {
            self.wrong(node, "这里要写文字".to_owned());
        }
        found.map(|text| Word { text, span: node.span.clone() })
    }

    fn words(&mut self, node: &Node) -> Vec<Word> {
        self.list(node).iter().filter_map(|item| self.word(item)).collect()
    }

    fn list<'a>(&mut self, node: &'a Node) -> &'a [Node] {
        match &node.value {
            Value::List(items) => items,
            _ => {
                self.wrong(node, "这里要写列表".to_owned());
                &[]
            }
        }
    }

    fn needed(&mut self, node: &Node, field: &str) -> Word {
        let found = node.field(field).and_then(|node| self.word(node));
        found.unwrap_or_else(|| {
            if node.field(field).is_none() {
                self.wrong(node, format!("缺少文字字段“{field}”"));
            }
            Word { text: String::new(), span: node.span.clone() }
        })
    }

    fn due(&mut self, node: &Node) -> Vec<DuePart> {
        let mut due = Vec::new();
        for item in self.list(node) {
            self.fields(item, &["字段", "名称", "关键词", "轻重"]);
            let (field, title) = (self.needed(item, "字段"), self.needed(item, "名称"));
            let keywords = item.field("关键词").map(|node| self.words(node)).unwrap_or_default();
            let keywords = keywords.into_iter().map(|word| word.text).collect();
            let is_advice = match item.field("轻重").and_then(|node| self.word(node)) {
                Some(word) if word.text != "提示" && word.text != "警告" => {
                    self.wrong(item, format!("轻重“{}”只能是警告或提示", word.text));
                    false
                }
                word => word.is_some_and(|word| word.text == "提示"),
            };
            due.push(DuePart { field: field.text, title: title.text, keywords, is_advice });
        }
        due
    }
}
