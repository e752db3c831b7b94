//! `sheets.yaml`: which header of a spreadsheet is which field of a report.

use std::sync::Arc;

use serde_json::Value as Json;

use super::label::key;
use super::wanted::{self, Wanted};
use crate::data::node::{Entry, Node, Span, Value};
use crate::data::yaml;
use crate::diag::{Checked, Code, Diagnostic, Findings, Severity};
use crate::source::Source;

/// How figures of a kind come from spreadsheets.
#[derive(Debug, Default)]
pub struct Mapping {
    /// 按行: a row per bureau.
    pub(crate) rows: Vec<RowMap>,
    /// 按表: a table per bureau.
    pub(crate) tables: Vec<TableMap>,
}

/// 按行: a sheet with a row per bureau.
#[derive(Debug)]
pub(crate) struct RowMap {
    /// The name of the sheet; any when it is not given.
    pub(crate) sheet: Option<String>,
    /// Rows of the header.
    pub(crate) header_rows: u32,
    /// The header of the column with the names of bureaus.
    pub(crate) bureau: Header,
    /// The columns that are read.
    pub(crate) columns: Vec<(Header, Target)>,
    /// Headers that are known and not read.
    pub(crate) ignored: Vec<Header>,
    /// Whether a workbook may lack the sheet.
    pub(crate) optional: bool,
}

/// 按表: a prescribed table, one per bureau.
#[derive(Debug)]
pub(crate) struct TableMap {
    /// The name of the sheet, in which `{单位}` stands for the bureau.
    pub(crate) sheet: String,
    /// Words in a cell above the table, where a sheet has several.
    pub(crate) title: Option<String>,
    /// Rows of the header.
    pub(crate) header_rows: u32,
    /// Headers of rows, and where their figures go.
    pub(crate) rows: Vec<(Header, Vec<String>)>,
    /// Headers of columns, and where their figures go.
    pub(crate) columns: Vec<(Header, Vec<String>)>,
    /// Headers that are known and not read.
    pub(crate) ignored: Vec<Header>,
    /// The figures that the contract knows, by row and column.
    pub(crate) targets: Vec<Vec<Option<Target>>>,
    /// Whether a workbook may lack the table.
    pub(crate) optional: bool,
}

/// Words over a column or before a row.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// As the mapping writes it.
    pub(crate) shown: String,
    /// As it is compared.
    pub(crate) key: String,
}

impl Header {
    pub(crate) fn new(shown: &str) -> Self {
        Self { shown: shown.to_owned(), key: key(shown) }
    }
}

/// The field that a cell fills.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The field, as names from the top.
    pub(crate) path: Vec<String>,
    /// The unit of the numbers in the cells.
    pub(crate) unit: Option<String>,
    /// Whether a sheet may lack the column.
    pub(crate) optional: bool,
    /// What the contract wants there.
    pub(crate) wanted: Wanted,
    /// What the contract says about the field.
    pub(crate) schema: Json,
}

/// Stands for the name of the bureau in names of sheets and files.
pub(crate) const BUREAU: &str = "{单位}";

impl Mapping {
    /// Reads the file and holds it against the contract of its kind.
    ///
    /// # Errors
    ///
    /// What is wrong with it as YAML, else the first thing that is wrong with the mapping.
    pub fn read(source: &Arc<Source>, schema: &Json) -> Result<Self, Findings> {
        let Checked { value: root, findings: mut found } = yaml::read(source)?;
        found.retain(|one| one.severity() == Severity::Error);
        if !found.is_empty() {
            return Err(found);
        }
        Self::of(&root, schema).map_err(Findings::from)
    }

    fn of(root: &Node, schema: &Json) -> Result<Self, Diagnostic> {
        only(root, &["按行", "按表"])?;
        let items = |name: &str| root.field(name).map(one_or_more).unwrap_or_default();
        let rows = items("按行").into_iter().map(|node| row_map(node, schema));
        let tables = items("按表").into_iter().map(|node| table_map(node, schema));
        let mapping = Self {
            rows: rows.collect::<Result<_, _>>()?,
            tables: tables.collect::<Result<_, _>>()?,
        };
        if mapping.rows.is_empty() && mapping.tables.is_empty() {
            return Err(broken(&root.span, "sheets.yaml 里没有“按行”，也没有“按表”"));
        }
        Ok(mapping)
    }
}

impl Mapping {
    /// A field that a spreadsheet should have filled is missing only because the spreadsheet
    /// has a fault; the fault is told already.
    pub(crate) fn drop_consequences(&self, findings: &mut Findings) {
        let fault = |one: &Diagnostic| {
            one.severity() == Severity::Error && one.code.text().starts_with("sheet/")
        };
        if !findings.iter().any(fault) {
            return;
        }
        let columns = self.rows.iter().flat_map(|map| map.columns.iter().map(|(_, target)| target));
        let cells = self.tables.iter().flat_map(|map| map.targets.iter().flatten().flatten());
        let filled: Vec<String> =
            columns.chain(cells).map(|target| target.path.join(".") + ".").collect();
        let consequence = |one: &Diagnostic| {
            let field = format!("{}.", one.field.as_deref().unwrap_or_default());
            one.code == Code::MissingField && filled.iter().any(|path| path.starts_with(&field))
        };
        findings.retain(|one| !consequence(one));
    }
}

fn row_map(node: &Node, schema: &Json) -> Result<RowMap, Diagnostic> {
    only(node, &["工作表", "单位列", "表头", "列", "忽略", "可缺"])?;
    let columns = entries(needed(node, "列")?)?
        .iter()
        .map(|entry| Ok((Header::new(&entry.key), target(entry, schema)?)))
        .collect::<Result<Vec<_>, Diagnostic>>()?;
    let bureau = Header::new(text(needed(node, "单位列")?)?);
    let ignored = ignored(node)?;
    let all = columns.iter().map(|(header, _)| header).chain(&ignored).chain([&bureau]);
    unique(all, node)?;
    Ok(RowMap {
        sheet: node.field("工作表").map(text).transpose()?.map(str::to_owned),
        header_rows: header_rows(node)?,
        bureau,
        columns,
        ignored,
        optional: switch(node, "可缺")?,
    })
}

fn table_map(node: &Node, schema: &Json) -> Result<TableMap, Diagnostic> {
    only(node, &["工作表", "题名", "表头", "路径", "行", "列", "忽略", "可缺", "单位"])?;
    let path = node.field("路径").map(text).transpose()?.map(segments).unwrap_or_default();
    let unit = node.field("单位").map(text).transpose()?.map(str::to_owned);
    let lines = |name: &str| {
        let entries = entries(needed(node, name)?)?;
        let line = |entry: &Entry| {
            Ok::<_, Diagnostic>((Header::new(&entry.key), segments(text(&entry.node)?)))
        };
        entries.iter().map(line).collect::<Result<Vec<_>, Diagnostic>>()
    };
    let (rows, columns, ignored) = (lines("行")?, lines("列")?, ignored(node)?);
    unique(rows.iter().map(|(header, _)| header), node)?;
    unique(columns.iter().map(|(header, _)| header).chain(&ignored), node)?;
    let mut targets = Vec::new();
    for (_, below) in &rows {
        let cell = |(_, last): &(Header, Vec<String>)| {
            let path = [path.as_slice(), below, last].concat();
            found(schema, &path, unit.clone(), false)
        };
        targets.push(columns.iter().map(cell).collect::<Vec<_>>());
    }
    // A row or column of which the contract knows nothing is a slip of the pen.
    for (index, (header, _)) in rows.iter().enumerate() {
        if targets[index].iter().all(Option::is_none) {
            let message =
                format!("行“{}”的路径在 schema.json 里没有，或者不是一个值", header.shown);
            return Err(broken(&node.span, message));
        }
    }
    for (index, (header, _)) in columns.iter().enumerate() {
        if targets.iter().all(|row| row[index].is_none()) {
            let message =
                format!("列“{}”的路径在 schema.json 里没有，或者不是一个值", header.shown);
            return Err(broken(&node.span, message));
        }
    }
    Ok(TableMap {
        sheet: node.field("工作表").map(text).transpose()?.unwrap_or(BUREAU).to_owned(),
        title: node.field("题名").map(text).transpose()?.map(str::to_owned),
        header_rows: header_rows(node)?,
        rows,
        columns,
        ignored,
        targets,
        optional: switch(node, "可缺")?,
    })
}

/// `指标.行政处罚.案件`, or `{路径: 指标.行政处罚.案件, 单位: 件, 可缺: true}`.
fn target(entry: &Entry, schema: &Json) -> Result<Target, Diagnostic> {
    let node = &entry.node;
    let (path, unit, optional) = match &node.value {
        Value::Map(_) => {
            only(node, &["路径", "单位", "可缺"])?;
            let unit = node.field("单位").map(text).transpose()?.map(str::to_owned);
            (text(needed(node, "路径")?)?, unit, switch(node, "可缺")?)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
            (text(node)?, None, false)
        }
    };
    found(schema, &segments(path), unit, optional).ok_or_else(|| {
        let message =
            format!("列“{}”的路径“{path}”在 schema.json 里没有，或者不是一个值", entry.key);
        broken(&node.span, message)
    })
}

fn found(schema: &Json, path: &[String], unit: Option<String>, optional: bool) -> Option<Target> {
    let schema = wanted::at(schema, path)?;
    let wanted = Wanted::of(&schema)?;
    Some(Target { path: path.to_vec(), unit, optional, wanted, schema })
}

fn ignored(node: &Node) -> Result<Vec<Header>, Diagnostic> {
    let items = node.field("忽略").map(one_or_more).unwrap_or_default();
    items.into_iter().map(|item| Ok(Header::new(text(item)?))).collect()
}

fn header_rows(node: &Node) -> Result<u32, Diagnostic> {
    let Some(field) = node.field("表头") else { return Ok(1) };
    let count = match &field.value {
        Value::Number(digits) => digits.parse().ok(),
        _ => None,
    };
    count
        .filter(|count| (1..=5).contains(count))
        .ok_or_else(|| broken(&field.span, "“表头”是表头的行数，写 1 到 5"))
}

fn switch(node: &Node, name: &str) -> Result<bool, Diagnostic> {
    match node.field(name).map(|field| (&field.value, &field.span)) {
        None => Ok(false),
        Some((Value::Bool(value), _)) => Ok(*value),
        Some((_, span)) => Err(broken(span, format!("“{name}”写 true 或者 false"))),
    }
}

fn unique<'a>(headers: impl Iterator<Item = &'a Header>, node: &Node) -> Result<(), Diagnostic> {
    let mut seen: Vec<&str> = Vec::new();
    for header in headers {
        if seen.contains(&header.key.as_str()) {
            let message = format!("表头“{}”写了两次", header.shown);
            return Err(broken(&node.span, message));
        }
        seen.push(&header.key);
    }
    Ok(())
}

fn only(node: &Node, known: &[&str]) -> Result<(), Diagnostic> {
    for entry in entries(node)? {
        if !known.contains(&entry.key.as_str()) {
            let message = format!("不认识“{}”，这里可以写：{}", entry.key, known.join("、"));
            return Err(broken(&entry.key_span, message));
        }
    }
    Ok(())
}

fn entries(node: &Node) -> Result<&[Entry], Diagnostic> {
    match &node.value {
        Value::Map(entries) => Ok(entries),
        _ => Err(broken(&node.span, "这里应当是“名称: 内容”的形式")),
    }
}

fn one_or_more(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![node],
    }
}

fn needed<'a>(node: &'a Node, name: &str) -> Result<&'a Node, Diagnostic> {
    node.field(name).ok_or_else(|| broken(&node.span, format!("缺少“{name}”")))
}

fn text(node: &Node) -> Result<&str, Diagnostic> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => Ok(text),
        _ => Err(broken(&node.span, "这里应当是一行文字")),
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split('.').map(|segment| segment.trim().to_owned()).collect()
}

fn broken(span: &Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::BadKind, span.place(), message)
}
