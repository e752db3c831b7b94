//! Reads `rules.yaml`: one list of rules, all faults reported with their places.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::expr::{Expr, Path};
use super::names::Names;
use super::parse::{self, Fault};
use super::schema::{self, Goal};
use super::sentence::Sentence;
use super::{Condition, Instance, Rule, Test};
use crate::data::node::{Entry, Node, Value};
use crate::data::quantity;
use crate::data::records::LAST_YEAR;
use crate::data::schema::View;
use crate::diag::{Checked, Code, Diagnostic, Findings, Place, Severity};
use crate::source::Source;

/// A kind may have this many rules, each instance counted.
const MAX_INSTANCES: usize = 10_000;
/// A formula may be this long, in bytes; that also bounds how deep its tree is.
const MAX_FORMULA: usize = 10_000;

/// What a rule may say.
const FIELDS: [&str; 13] = [
    "编号",
    "名称",
    "逐项",
    "条件",
    "等式",
    "容差",
    "每项容差",
    "文字",
    "句式",
    "数值",
    "必有",
    "轻重",
    "办法",
];

/// Reads and checks all rules of a kind.
pub(super) fn read(source: &Arc<Source>, schema: &Json) -> Result<Vec<Rule>, Findings> {
    let every = |found: Findings| found.into_iter().map(broken).collect::<Findings>();
    let Checked { value: root, findings } = crate::data::yaml::read(source).map_err(every)?;
    let contract = View::of_everything(schema);
    let mut reader = Reader { contract, faults: every(findings), instances: 0 };
    let rules = match &root.value {
        Value::List(items) => items.iter().filter_map(|item| reader.rule(item)).collect(),
        Value::Null => Vec::new(),
        _ => {
            reader.fault(root.span.place(), "rules.yaml 应当是一个列表，每条勾稽以“- 编号: …”开头");
            Vec::new()
        }
    };
    reader.repeated(&root, &rules);
    let mut faults = reader.faults;
    faults.tidy();
    if faults.is_empty() { Ok(rules) } else { Err(faults) }
}

/// A finding of the reader of YAML is one about the kind here.
fn broken(finding: Diagnostic) -> Diagnostic {
    Diagnostic::new(Code::BadKind, finding.place, finding.message)
}

struct Reader<'a> {
    contract: View<'a>,
    faults: Findings,
    instances: usize,
}

/// What 逐项 says.
#[derive(Default)]
struct Each<'a> {
    /// Lists of the rule: a name and its items.
    lists: Vec<(&'a str, Vec<&'a str>)>,
    /// Lists of the data: a name and a path.
    loops: Vec<(&'a str, &'a Node)>,
    /// Items of several names that go together.
    rows: Vec<Vec<(&'a str, &'a str)>>,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, place: Place, reason: impl Into<String>) {
        self.faults.push(Diagnostic::new(Code::BadKind, place, reason));
    }

    fn rule(&mut self, node: &'a Node) -> Option<Rule> {
        let before = self.faults.len();
        let Value::Map(entries) = &node.value else {
            self.fault(node.span.place(), "一条勾稽应当是“编号: …”“等式: …”几个字段");
            return None;
        };
        self.unknown_fields(entries);
        let id = self.text(node, "编号").map(str::to_owned);
        if id.is_none() {
            self.fault(node.span.place(), "缺少“编号”");
        }
        let each = self.each(node);
        let instances = self.instances(node, &each);
        let rule = Rule {
            id: id.unwrap_or_default(),
            name: self.text(node, "名称").unwrap_or_default().to_owned(),
            severity: self.severity(node),
            remedy: self.text(node, "办法").map(str::to_owned),
            tolerance: self.number(node, "容差"),
            tolerance_each: self.number(node, "每项容差"),
            required: self.truth(node, "必有"),
            instances,
        };
        (self.faults.len() == before).then_some(rule)
    }

    fn unknown_fields(&mut self, entries: &[Entry]) {
        for entry in entries.iter().filter(|entry| !FIELDS.contains(&entry.key.as_str())) {
            let reason = format!("勾稽里没有“{}”这一项，可以写：{}", entry.key, FIELDS.join("、"));
            self.fault(entry.key_span.place(), reason);
        }
    }

    fn text(&mut self, node: &'a Node, field: &str) -> Option<&'a str> {
        let part = node.field(field)?;
        let found = match &part.value {
            Value::Text(text) | Value::Number(text) => Some(text.as_str()),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
        };
        if found.is_none_or(|text| text.trim().is_empty()) {
            self.fault(part.span.place(), format!("“{field}”应当是文字"));
        }
        found
    }

    fn number(&mut self, node: &'a Node, field: &str) -> Decimal {
        let Some(part) = node.field(field) else { return Decimal::ZERO };
        let number = match &part.value {
            Value::Number(text) => {
                text.parse().ok().filter(|number: &Decimal| !number.is_sign_negative())
            }
            Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => None,
        };
        number.unwrap_or_else(|| {
            self.fault(part.span.place(), format!("“{field}”应当是不小于零的数"));
            Decimal::ZERO
        })
    }

    fn truth(&mut self, node: &'a Node, field: &str) -> bool {
        match node.field(field).map(|part| (&part.value, part)) {
            None => false,
            Some((Value::Bool(value), _)) => *value,
            Some((_, part)) => {
                self.fault(part.span.place(), format!("“{field}”应当是 true 或 false"));
                false
            }
        }
    }

    fn severity(&mut self, node: &'a Node) -> Severity {
        let all = [Severity::Error, Severity::Warning, Severity::Advice];
        let Some(part) = node.field("轻重") else { return Severity::Error };
        let found = all.into_iter().find(|one| part.text() == Some(one.word()));
        found.unwrap_or_else(|| {
            self.fault(part.span.place(), "“轻重”只能是 错误、警告、提示 之一");
            Severity::Error
        })
    }

    fn each(&mut self, node: &'a Node) -> Each<'a> {
        let mut each = Each::default();
        let Some(part) = node.field("逐项") else { return each };
        if let Value::List(rows) = &part.value {
            each.rows = rows.iter().filter_map(|row| self.each_row(row)).collect();
            return each;
        }
        let Value::Map(entries) = &part.value else {
            self.fault(part.span.place(), "“逐项”应当写成 {列: [自然人, 总计]} 或者 {行: 科目.*}");
            return each;
        };
        for entry in entries {
            match &entry.node.value {
                Value::Text(_) => each.loops.push((&entry.key, &entry.node)),
                Value::List(items) => {
                    let texts: Vec<&str> = items.iter().filter_map(Node::text).collect();
                    if texts.len() != items.len() || texts.is_empty() {
                        let reason = format!("逐项“{}”的每一项应当是文字", entry.key);
                        self.fault(entry.node.span.place(), reason);
                    }
                    each.lists.push((&entry.key, texts));
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Map(_) => {
                    let reason = format!("逐项“{}”应当是列表，或者带 .* 的路径", entry.key);
                    self.fault(entry.node.span.place(), reason);
                }
            }
        }
        self.unused(node, part, &each);
        each
    }

    /// `{类: 外交支出, 码: "202"}`.
    fn each_row(&mut self, row: &'a Node) -> Option<Vec<(&'a str, &'a str)>> {
        let fields = match &row.value {
            Value::Map(entries) if !entries.is_empty() => {
                let field = |entry: &'a Entry| Some((entry.key.as_str(), entry.node.text()?));
                entries.iter().map(field).collect()
            }
            _ => None,
        };
        if fields.is_none() {
            self.fault(row.span.place(), "逐项列表的每一项应当写成 {名称: 文字, 名称: 文字}");
        }
        fields
    }

    /// A list that no formula names is a slip of the pen.
    fn unused(&mut self, node: &Node, part: &Node, each: &Each<'_>) {
        let mut texts = Vec::new();
        node.walk(&mut |_, below| texts.extend(below.text().map(str::to_owned)));
        let names = each.lists.iter().map(|(name, _)| *name);
        for name in names.chain(each.loops.iter().map(|(name, _)| *name)) {
            let mark = format!("{{{name}}}");
            if !texts.iter().any(|text| text.contains(&mark)) {
                self.fault(
                    part.span.nth(name, 0).place(),
                    format!("逐项的“{name}”没有用到，用到的地方写 {mark}"),
                );
            }
        }
    }

    /// One instance for every combination of the items.
    fn instances(&mut self, node: &'a Node, each: &Each<'a>) -> Vec<Instance> {
        let mut choices: Vec<Vec<(&str, &str)>> =
            if each.rows.is_empty() { vec![Vec::new()] } else { each.rows.clone() };
        for (name, items) in &each.lists {
            let longer = |choice: Vec<(&'a str, &'a str)>| {
                items.iter().map(move |item| [choice.clone(), vec![(*name, *item)]].concat())
            };
            choices = choices.into_iter().flat_map(longer).collect();
            if self.instances + choices.len() > MAX_INSTANCES {
                self.fault(node.span.place(), format!("勾稽超过 {MAX_INSTANCES} 条，“逐项”太多"));
                return Vec::new();
            }
        }
        self.instances += choices.len();
        let before = self.faults.len();
        let mut instances = Vec::new();
        for choice in choices {
            instances.extend(self.instance(node, each, &choice));
            // The same fault in every instance is one fault.
            if self.faults.len() > before {
                break;
            }
        }
        instances
    }

    fn instance(
        &mut self,
        node: &'a Node,
        each: &Each<'a>,
        choice: &[(&str, &str)],
    ) -> Option<Instance> {
        let mut scope = Names { choice, loops: each.loops.iter().map(|(name, _)| *name).collect() };
        let mut loops: Vec<Path> = Vec::new();
        for (index, (_, part)) in each.loops.iter().enumerate() {
            scope.loops.truncate(index);
            loops.push(self.path(part, &scope, &loops, Goal::Anything)?);
            scope.loops = each.loops.iter().map(|(name, _)| *name).collect();
        }
        let condition = match node.field("条件") {
            Some(part) => Some(self.condition(part, &scope, &loops)?),
            None => None,
        };
        let test = self.test(node, &scope, &loops)?;
        let mut needs_last_year = loops.iter().any(is_last_year);
        let mut look = |path: &Path, _: bool| needs_last_year |= is_last_year(path);
        match &test {
            Test::Relation(sides, _) => sides.iter().for_each(|side| side.paths(&mut look)),
            Test::Sentence { value, .. } => value.paths(&mut look),
        }
        let items = choice.iter().map(|(name, item)| format!("{name}：{item}")).collect();
        Some(Instance { items, loops, condition, test, needs_last_year })
    }

    fn test(&mut self, node: &'a Node, scope: &Names<'_>, loops: &[Path]) -> Option<Test> {
        match (node.field("等式"), node.field("文字")) {
            (Some(part), None) => {
                for field in ["句式", "数值", "必有"] {
                    if let Some(entry) = node.entry(field) {
                        self.fault(entry.key_span.place(), format!("“{field}”和“等式”不能一起写"));
                    }
                }
                let text = self.formula_text(part)?;
                let (sides, signs) = self.parsed(part, parse::relation(text))?;
                let sides = sides.iter().map(|side| self.expr(part, side, scope, loops));
                Some(Test::Relation(sides.collect::<Option<_>>()?, signs))
            }
            (None, Some(texts)) => self.sentence(node, texts, scope, loops),
            (Some(_), Some(_)) | (None, None) => {
                self.fault(node.span.place(), "一条勾稽要写“等式”，或者写“文字”“句式”“数值”三项");
                None
            }
        }
    }

    fn sentence(
        &mut self,
        node: &'a Node,
        texts: &'a Node,
        scope: &Names<'_>,
        loops: &[Path],
    ) -> Option<Test> {
        let parts = match &texts.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![texts],
        };
        let paths = parts.into_iter().map(|part| self.path(part, scope, loops, Goal::Anything));
        let texts = paths.collect::<Option<Vec<_>>>()?;
        let (Some(form), Some(value)) = (node.field("句式"), node.field("数值")) else {
            self.fault(node.span.place(), "有“文字”的勾稽还要写“句式”和“数值”");
            return None;
        };
        let words =
            scope.choice.iter().fold(self.formula_text(form)?.to_owned(), |text, (name, item)| {
                text.replace(&format!("{{{name}}}"), item)
            });
        let form = match Sentence::new(&words) {
            Ok(form) => form,
            Err(reason) => {
                self.fault(form.span.place(), reason);
                return None;
            }
        };
        let parsed = parse::formula(self.formula_text(value)?);
        let expr = self.parsed(value, parsed)?;
        Some(Test::Sentence { texts, form, value: self.expr(value, &expr, scope, loops)? })
    }

    fn condition(
        &mut self,
        part: &'a Node,
        scope: &Names<'_>,
        loops: &[Path],
    ) -> Option<Condition> {
        let text = self.formula_text(part)?;
        if let Ok(path) = parse::path(text) {
            let path = self.known(part, &path, scope, loops, Goal::Anything)?;
            return Some(Condition::Filled(path));
        }
        let (sides, signs) = self.parsed(part, parse::relation(text))?;
        let sides = sides.iter().map(|side| self.expr(part, side, scope, loops));
        Some(Condition::Holds(sides.collect::<Option<_>>()?, signs))
    }

    fn formula_text(&mut self, part: &'a Node) -> Option<&'a str> {
        let text = part.text().filter(|text| !text.trim().is_empty());
        match text {
            None => self.fault(part.span.place(), "这里应当写算式，是文字"),
            Some(text) if text.len() > MAX_FORMULA => {
                self.fault(part.span.place(), format!("算式太长，最多 {MAX_FORMULA} 个字节"));
                return None;
            }
            Some(_) => {}
        }
        text
    }

    fn path(
        &mut self,
        part: &'a Node,
        scope: &Names<'_>,
        loops: &[Path],
        goal: Goal,
    ) -> Option<Path> {
        let text = self.formula_text(part)?;
        let path = self.parsed(part, parse::path(text))?;
        self.known(part, &path, scope, loops, goal)
    }

    fn parsed<T>(&mut self, part: &Node, parsed: Result<T, Fault>) -> Option<T> {
        parsed.map_err(|fault| self.fault(place(part, fault.at), fault.reason)).ok()
    }

    /// A formula with its names replaced and its paths checked; all wrong ones are reported.
    fn expr(
        &mut self,
        part: &Node,
        expr: &Expr,
        scope: &Names<'_>,
        loops: &[Path],
    ) -> Option<Expr> {
        let mut paths = Vec::new();
        expr.paths(&mut |path, many| paths.push((path.clone(), many)));
        let mut sound = true;
        for (path, many) in paths {
            sound &= self.known(part, &path, scope, loops, Goal::Figure).is_some();
            if path.is_many() && !many {
                self.fault(place(part, path.at), "带 * 的字段只能写在“合计”“个数”里");
                sound = false;
            }
        }
        sound.then(|| expr.map(&|path| scope.replace(path)))
    }

    fn known(
        &mut self,
        part: &Node,
        path: &Path,
        scope: &Names<'_>,
        loops: &[Path],
        goal: Goal,
    ) -> Option<Path> {
        let at = place(part, path.at);
        if let Some(name) = scope.open(path) {
            self.fault(at, format!("“{name}”没有写在“逐项”里，或者没有写在路径的开头"));
            return None;
        }
        let path = scope.replace(path);
        match schema::fault(&self.contract, &path, loops, goal) {
            Some(reason) => {
                self.fault(at, reason);
                None
            }
            None => Some(path),
        }
    }

    /// Findings name rules by their 编号.
    fn repeated(&mut self, root: &Node, rules: &[Rule]) {
        let Value::List(items) = &root.value else { return };
        for (index, rule) in rules.iter().enumerate() {
            if rules[..index].iter().any(|before| before.id == rule.id) {
                let mut same = items.iter().filter_map(|item| item.field("编号"));
                let last = same.rfind(|node| quantity::written(node) == rule.id);
                let place = last.map_or_else(|| root.span.place(), |node| node.span.place());
                self.fault(place, format!("编号“{}”用了两次", rule.id));
            }
        }
    }
}

fn is_last_year(path: &Path) -> bool {
    path.first() == Some(LAST_YEAR)
}

/// The place inside a text from a byte of it to the end of the word.
fn place(part: &Node, at: usize) -> Place {
    let text = part.text().unwrap_or_default();
    let at = at.min(text.len());
    let rest = &text[at..];
    let length = rest.find(|c: char| c.is_whitespace() || "+=()".contains(c)).unwrap_or(rest.len());
    part.span.part(text, at..at + length).place()
}
