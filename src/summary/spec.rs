//! `summary.yaml`: which figures are taken from whom, and what is computed of them.
//!
//! ```yaml
//! 取自: 法治政府建设年度报告     # the kind whose reports are counted
//! 数据所在: 数据所在            # the report's field that names their folder
//! 应报单位: 应报单位            # the report's field that lists who has to report
//! 列:                          # one figure of every report
//!   行政处罚: {取: 指标.法治统计.行政处罚, 单位: 件}
//! 计算:                        # 合计 平均 最大 最小 个数
//!   处罚总数: 合计(行政处罚)
//!   平均处罚: 平均(行政处罚, 1)
//!   办案单位: 个数(行政处罚 > 0)
//! 排名:
//!   处罚排名: {按: 行政处罚, 前: 10, 次序: 从大到小}
//! ```

use std::sync::Arc;

use regex::Regex;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::Counted;
use crate::data::node::{Entry, Node, Span, Step, Value, parse_path};
use crate::data::schema::{Schema, View};
use crate::data::yaml;
use crate::diag::{Checked, Code, Diagnostic, Findings};
use crate::source::Source;

/// Names that 汇总 always holds.
pub(super) const REPORTED: &str = "已报数";
pub(super) const DUE: &str = "应报数";
pub(super) const ABSENT_COUNT: &str = "未报数";
pub(super) const ABSENT: &str = "未报单位";
pub(super) const BUREAUS: &str = "各单位";
/// Names in each row of 各单位 and of a ranking.
pub(super) const NAME: &str = "单位";
pub(super) const NUMBER: &str = "序号";
pub(super) const RANK: &str = "名次";
const FIXED: [&str; 5] = [REPORTED, DUE, ABSENT_COUNT, ABSENT, BUREAUS];
const ROW: [&str; 3] = [NAME, NUMBER, RANK];

/// What a kind computes from other reports.
#[derive(Debug)]
pub struct Spec {
    /// The kind whose reports are counted.
    pub(super) kind: Named,
    /// The field that names the folder of the reports.
    pub(super) folder: Named,
    /// The field that lists who has to report.
    pub(super) roster: Named,
    pub(super) columns: Vec<Column>,
    pub(super) totals: Vec<Total>,
    pub(super) rankings: Vec<Ranking>,
}

/// A word with its place.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) text: String,
    pub(super) span: Span,
}

/// One figure of every report.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: Named,
    pub(super) path: Vec<Step>,
    /// As it was written.
    pub(super) from: Named,
    pub(super) unit: String,
}

/// What is done with the figures of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Sum,
    /// To so many decimals.
    Mean(u32),
    Largest,
    Smallest,
    /// How many reports hold a figure for which this is true.
    Count(Option<(Comparison, Decimal)>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Greater,
    AtLeast,
    Less,
    AtMost,
    Equal,
}

impl Comparison {
    pub(super) fn holds(self, left: Decimal, right: Decimal) -> bool {
        match self {
            Comparison::Greater => left > right,
            Comparison::AtLeast => left >= right,
            Comparison::Less => left < right,
            Comparison::AtMost => left <= right,
            Comparison::Equal => left == right,
        }
    }
}

/// One computed value.
#[derive(Debug)]
pub(super) struct Total {
    pub(super) name: Named,
    pub(super) column: String,
    pub(super) function: Function,
}

/// The reports in the order of a column.
#[derive(Debug)]
pub(super) struct Ranking {
    pub(super) name: Named,
    pub(super) column: String,
    pub(super) first: Option<usize>,
    pub(super) ascending: bool,
}

impl Spec {
    /// Reads the declaration; everything that is wrong is said with its place.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, place by place.
    pub fn read(source: &Arc<Source>) -> Result<Self, Findings> {
        let Checked { value: root, findings } = yaml::read(source)?;
        let mut reader = Reader { findings };
        reader.known(&root, &["取自", "数据所在", "应报单位", "列", "计算", "排名"]);
        let spec = Self {
            kind: reader.needed(&root, "取自"),
            folder: reader.needed(&root, "数据所在"),
            roster: reader.needed(&root, "应报单位"),
            columns: reader.each(&root, "列", Reader::column),
            totals: reader.each(&root, "计算", Reader::total),
            rankings: reader.each(&root, "排名", Reader::ranking),
        };
        spec.names(&mut reader);
        if reader.findings.is_empty() { Ok(spec) } else { Err(reader.findings) }
    }

    /// Names must be new, and columns that are named must be there.
    fn names(&self, reader: &mut Reader) {
        for Column { name, .. } in &self.columns {
            if ROW.contains(&name.text.as_str()) {
                reader.wrong(&name.span, format!("“{}”是固定的名称，列要换一个名称", name.text));
            }
        }
        let totals = self.totals.iter().map(|total| (&total.name, &total.column));
        let rankings = self.rankings.iter().map(|ranking| (&ranking.name, &ranking.column));
        let mut seen: Vec<&str> = FIXED.to_vec();
        for (name, column) in totals.chain(rankings) {
            if seen.contains(&name.text.as_str()) {
                reader.wrong(&name.span, format!("“{}”这个名称已经有了", name.text));
            }
            seen.push(&name.text);
            if !self.columns.iter().any(|one| one.name.text == *column) {
                let names: Vec<&str> = self.columns.iter().map(|one| &*one.name.text).collect();
                let message = format!("没有“{column}”这一列，只有{}", names.join("、"));
                reader.wrong(&name.span, message);
            }
        }
    }

    /// The kind whose reports are counted, with the place that names it.
    pub fn counted_kind(&self) -> (&str, &Span) {
        (&self.kind.text, &self.kind.span)
    }

    /// Whether it reads a field of the report that counts.
    pub fn names_field(&self, name: &str) -> bool {
        [&self.folder, &self.roster].iter().any(|field| field.text == name)
    }

    /// Reports fields of the report that counts which its `contract` does not declare.
    pub fn check_own(&self, contract: &Schema, findings: &mut Findings) {
        for field in [&self.folder, &self.roster] {
            if View::of(contract.json()).field(&field.text).is_none() {
                let message = format!("schema.json 里没有“{}”这个字段", field.text);
                findings.push(Diagnostic::new(Code::BadKind, field.span.place(), message));
            }
        }
    }

    /// Reports columns of which the kind that is counted knows nothing.
    pub fn check_counted(&self, counted: Counted<'_>, findings: &mut Findings) {
        let contract = View::of(counted.contract.json());
        for Column { path, from, .. } in &self.columns {
            if contract.find(path).is_none() {
                let message = format!("{}没有“{}”这个字段", counted.name, from.text);
                findings.push(Diagnostic::new(Code::BadKind, from.span.place(), message));
            }
        }
    }

    /// What 汇总 will hold, for the check of templates.
    pub fn schema(&self) -> Json {
        let figure = json!({"type": ["number", "string", "object"], "format": "数量"});
        let text = json!({"type": "string"});
        let mut row: Map<String, Json> =
            self.columns.iter().map(|column| (column.name.text.clone(), figure.clone())).collect();
        for name in ROW {
            row.insert(name.to_owned(), text.clone());
        }
        let rows = json!({"type": "array", "items": {"type": "object", "properties": row}});
        let mut fields = Map::new();
        for name in [REPORTED, DUE, ABSENT_COUNT] {
            fields.insert(name.to_owned(), figure.clone());
        }
        fields.insert(ABSENT.to_owned(), json!({"type": "array", "items": text}));
        fields.insert(BUREAUS.to_owned(), rows.clone());
        for total in &self.totals {
            fields.insert(total.name.text.clone(), figure.clone());
        }
        for ranking in &self.rankings {
            fields.insert(ranking.name.text.clone(), rows.clone());
        }
        json!({"type": "object", "properties": fields})
    }
}

struct Reader {
    findings: Findings,
}

impl Reader {
    fn wrong(&mut self, span: &Span, message: String) {
        let finding = Diagnostic::new(Code::BadKind, span.place(), message);
        self.findings.push(finding.hint("summary.yaml 的写法见 docs/templates.md"));
    }

    fn known(&mut self, node: &Node, fields: &[&str]) {
        let Value::Map(entries) = &node.value else {
            return self.wrong(&node.span, format!("这里要写{}", fields.join("、")));
        };
        for entry in entries.iter().filter(|entry| !fields.contains(&entry.key.as_str())) {
            let message = format!("不认识的字段“{}”，这里可以写{}", entry.key, fields.join("、"));
            self.wrong(&entry.key_span, message);
        }
    }

    fn needed(&mut self, node: &Node, field: &str) -> Named {
        let found = node.field(field);
        let text = found.and_then(|node| match &node.value {
            Value::Text(text) | Value::Number(text) => Some(text.trim()),
            _ => None,
        });
        let span = found.unwrap_or(node).span.clone();
        let text = text.filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong(&span, format!("缺少“{field}”"));
        }
        Named { text: text.unwrap_or_default().to_owned(), span }
    }

    fn each<T>(
        &mut self,
        root: &Node,
        field: &str,
        read: impl Fn(&mut Self, &Entry) -> Option<T>,
    ) -> Vec<T> {
        match root.field(field).map(|node| &node.value) {
            None => Vec::new(),
            Some(Value::Map(entries)) => {
                entries.iter().filter_map(|entry| read(self, entry)).collect()
            }
            Some(_) => {
                self.wrong(&root.span, format!("“{field}”下面要写“名称: 内容”"));
                Vec::new()
            }
        }
    }

    fn column(&mut self, entry: &Entry) -> Option<Column> {
        self.known(&entry.node, &["取", "单位"]);
        let from = self.needed(&entry.node, "取");
        let unit = self.needed(&entry.node, "单位");
        let path = parse_path(&from.text);
        if path.is_none() && !from.text.is_empty() {
            self.wrong(&from.span, format!("“{}”不是字段", from.text));
        }
        Some(Column { name: key(entry), path: path?, from, unit: unit.text })
    }

    fn total(&mut self, entry: &Entry) -> Option<Total> {
        let text = entry.node.text().unwrap_or_default();
        let total = function(text);
        if total.is_none() {
            let message = format!(
                "“{text}”读不懂，写成 合计(列)、平均(列, 1)、最大(列)、最小(列)、个数(列 > 0)"
            );
            self.wrong(&entry.node.span, message);
        }
        let (function, column) = total?;
        Some(Total { name: key(entry), column, function })
    }

    fn ranking(&mut self, entry: &Entry) -> Option<Ranking> {
        self.known(&entry.node, &["按", "前", "次序"]);
        let column = self.needed(&entry.node, "按").text;
        let first = entry.node.field("前").map(|node| (node, number(node)));
        if let Some((node, None | Some(0))) = first {
            self.wrong(&node.span, "“前”要写大于零的整数".to_owned());
        }
        let order = entry.node.field("次序").map(|_| self.needed(&entry.node, "次序"));
        let ascending = match order.as_ref().map(|order| order.text.as_str()) {
            None | Some("从大到小") => false,
            Some("从小到大") => true,
            Some(_) => {
                self.wrong(&entry.node.span, "次序只能是从大到小、从小到大".to_owned());
                false
            }
        };
        Some(Ranking { name: key(entry), column, first: first.and_then(|(_, n)| n), ascending })
    }
}

fn key(entry: &Entry) -> Named {
    Named { text: entry.key.clone(), span: entry.key_span.clone() }
}

fn number(node: &Node) -> Option<usize> {
    match &node.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// `合计(行政处罚)` and its like, full-width brackets allowed.
fn function(text: &str) -> Option<(Function, String)> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '，' => ',',
            c => c,
        })
        .collect();
    let form = Regex::new(
        r"^(合计|平均|最大|最小|个数)\(([^()<>=≤≥,]+)(?:(>=|<=|[><=≥≤])(-?\d+(?:\.\d+)?))?(?:,(\d))?\)$",
    )
    .ok()?;
    let parts = form.captures(&text)?;
    let part = |index: usize| parts.get(index).map(|one| one.as_str());
    let condition = match (part(3), part(4)) {
        (Some(sign), Some(value)) => Some((comparison(sign)?, value.parse().ok()?)),
        _ => None,
    };
    let decimals = part(5).and_then(|digits| digits.parse().ok());
    let function = match (part(1)?, condition, decimals) {
        ("合计", None, None) => Function::Sum,
        ("平均", None, decimals) => Function::Mean(decimals.unwrap_or(1)),
        ("最大", None, None) => Function::Largest,
        ("最小", None, None) => Function::Smallest,
        ("个数", condition, None) => Function::Count(condition),
        _ => return None,
    };
    Some((function, part(2)?.to_owned()))
}

fn comparison(sign: &str) -> Option<Comparison> {
    Some(match sign {
        ">" => Comparison::Greater,
        ">=" | "≥" => Comparison::AtLeast,
        "<" => Comparison::Less,
        "<=" | "≤" => Comparison::AtMost,
        "=" => Comparison::Equal,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_read() {
        for (text, expected) in [
            ("合计(行政处罚)", Some((Function::Sum, "行政处罚"))),
            ("平均（行政处罚，2）", Some((Function::Mean(2), "行政处罚"))),
            ("平均(行政处罚)", Some((Function::Mean(1), "行政处罚"))),
            (
                "个数(行政处罚 >= 1.5)",
                Some((
                    Function::Count(Some((Comparison::AtLeast, Decimal::new(15, 1)))),
                    "行政处罚",
                )),
            ),
            ("个数(行政处罚)", Some((Function::Count(None), "行政处罚"))),
            ("合计(行政处罚 > 0)", None),
            ("合计(行政处罚, 1)", None),
            ("总和(行政处罚)", None),
            ("合计()", None),
            ("合计(甲)(乙)", None),
        ] {
            let expected = expected.map(|(function, column)| (function, column.to_owned()));
            assert_eq!(function(text), expected, "{text}");
        }
    }
}
