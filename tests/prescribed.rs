//! The prescribed tables: every label and figure stands where the form wants it, in both
//! formats, and no figure can be changed without a rule saying so. `tests/prescribed/` writes
//! the forms down.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use yinfa::data;
use yinfa::data::node::{Node, Step, Value, parse_path, path_text};
use yinfa::data::quantity::Quantity;
use yinfa::diag::Diagnostic;
use yinfa::inspect::Cell;
use yinfa::pipeline::{self, Plan};

use crate::support;

#[derive(Deserialize)]
struct Form {
    kind: String,
    /// Decimals of the figures; a figure of the form without them is printed as it is typed.
    decimals: usize,
    /// Figures that no rule can check.
    free: Vec<String>,
    table: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    name: String,
    #[serde(default)]
    columns: Vec<String>,
    missing: String,
    rows: String,
}

/// What a cell of the form says.
#[derive(Debug)]
enum Content {
    Words(String),
    Figure { path: Vec<Step>, missing: String },
}

#[derive(Debug)]
struct Wanted {
    content: Content,
    columns: usize,
    rows: usize,
}

fn forms() -> Vec<(Form, Node)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(support::root().join("tests/prescribed"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let form: Form = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let sample = sample(&form.kind, "sample.yaml");
        (form, sample)
    };
    paths.into_iter().map(read).collect()
}

fn sample_path(kind: &str, name: &str) -> PathBuf {
    support::root().join("templates/kinds").join(kind).join(name)
}

fn sample(kind: &str, name: &str) -> Node {
    let loaded = data::load(&sample_path(kind, name));
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    loaded.root.unwrap()
}

impl Form {
    /// The rows of a table with the figures of a sample.
    fn rows(&self, table: &Table, sample: &Node) -> Vec<Vec<Wanted>> {
        let lines = table.rows.trim_matches('\n').lines();
        lines.flat_map(|line| self.row(table, line, sample)).collect()
    }

    fn row(&self, table: &Table, line: &str, sample: &Node) -> Vec<Vec<Wanted>> {
        let Some(rest) = line.strip_prefix('*') else {
            let cells = line.split('|').flat_map(|cell| self.cells(table, cell, sample, ""));
            return vec![cells.collect()];
        };
        let (list, rest) = rest.split_once('|').unwrap();
        let Value::List(items) = &at(sample, list).unwrap().value else { panic!("{list}") };
        let row = |index: usize| {
            let item = format!("{list}[{}].", index + 1);
            let cell = |cell: &str| match cell.strip_prefix('=') {
                Some(field) => self.cells(table, &format!("={item}{field}"), sample, ""),
                None => vec![words(at(sample, &format!("{item}{cell}")).unwrap().text().unwrap())],
            };
            rest.split('|').flat_map(cell).collect()
        };
        (0..items.len()).map(row).collect()
    }

    fn cells(&self, table: &Table, cell: &str, sample: &Node, _: &str) -> Vec<Wanted> {
        let (text, span) = cell.split_once('@').unwrap_or((cell, "1×1"));
        let (columns, rows) = span.split_once('×').unwrap();
        let (columns, rows) = (columns.parse().unwrap(), rows.parse().unwrap());
        let missing = match text.chars().next() {
            Some('!') => format!("{:.*}", self.decimals, 0.0),
            _ => table.missing.clone(),
        };
        let figure = |path: &str| Wanted {
            content: Content::Figure { path: parse_path(path).unwrap(), missing: missing.clone() },
            columns,
            rows,
        };
        if let Some(code) = text.strip_prefix('#') {
            return vec![figure(&coded(sample, code))];
        }
        match text.strip_prefix(['=', '!']) {
            None => vec![Wanted { content: Content::Words(text.to_owned()), columns, rows }],
            Some(path) => match path.strip_suffix(".*") {
                None => vec![figure(path)],
                Some(row) => {
                    table.columns.iter().map(|name| figure(&format!("{row}.{name}"))).collect()
                }
            },
        }
    }

    /// How a figure is printed.
    fn printed(&self, content: &Content, sample: &Node) -> String {
        match content {
            Content::Words(words) => words.clone(),
            Content::Figure { path, missing } => match sample.at(path) {
                None => missing.clone(),
                Some(node) if self.decimals == 0 => node.text().unwrap().to_owned(),
                Some(node) => format!("{:.*}", self.decimals, number(node)),
            },
        }
    }
}

fn words(text: &str) -> Wanted {
    Wanted { content: Content::Words(text.to_owned()), columns: 1, rows: 1 }
}

/// The figure of a 编码 in 基本支出表.
fn coded(sample: &Node, code: &str) -> String {
    let list = "基本支出表.科目";
    let Value::List(items) = &at(sample, list).unwrap().value else { panic!("{list}") };
    let found = |item: &Node| item.field("编码").and_then(Node::text) == Some(code);
    match items.iter().position(found) {
        Some(index) => format!("{list}[{}].决算数", index + 1),
        None => format!("{list}[{}].决算数", items.len() + 1),
    }
}

fn at<'a>(sample: &'a Node, path: &str) -> Option<&'a Node> {
    sample.at(&parse_path(path).unwrap())
}

fn number(node: &Node) -> f64 {
    node.text().unwrap().parse().unwrap()
}

#[test]
fn tables_are_printed_as_prescribed() {
    let plan = support::plan();
    for (form, sample) in forms() {
        let made = support::make(&sample_path(&form.kind, "sample.yaml"), &plan);
        for (name, bytes) in [("报告.docx", made.docx), ("报告.pdf", made.pdf)] {
            let tables = yinfa::inspect::tables(Path::new(name), bytes).unwrap();
            assert_eq!(tables.len(), form.table.len(), "{} {name}", form.kind);
            for (table, found) in form.table.iter().zip(&tables) {
                check_table(&form, table, &sample, found, name);
            }
        }
    }
}

fn check_table(form: &Form, table: &Table, sample: &Node, found: &[Vec<Cell>], file: &str) {
    let shown = |text: String, columns: usize, rows: usize| format!("{text}@{columns}×{rows}");
    let wanted: Vec<Vec<String>> = form
        .rows(table, sample)
        .iter()
        .map(|row| {
            let cell = |one: &Wanted| {
                shown(form.printed(&one.content, sample), one.columns, one.rows)
            };
            row.iter().map(cell).collect()
        })
        .collect();
    let found: Vec<Vec<String>> = found
        .iter()
        .map(|row| {
            let cell = |one: &Cell| shown(one.text.replace('\n', ""), one.columns, one.rows);
            row.iter().map(cell).collect()
        })
        .collect();
    for (number, (wanted, found)) in wanted.iter().zip(&found).enumerate() {
        assert_eq!(found, wanted, "{file}, {}, row {}", table.name, number + 1);
    }
    assert_eq!(found.len(), wanted.len(), "{file}, {}", table.name);
}
