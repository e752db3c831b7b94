//! The prescribed tables: every label and figure stands where the form wants it, in both
//! formats, and no figure can be changed without a rule saying so. `tests/prescribed/` writes
//! the forms down.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Deserialize;
use yinfa::data;
use yinfa::data::node::{Node, Span, Step, Value, parse_path, path_text};
use yinfa::data::quantity::written;
use yinfa::data::records::LAST_YEAR;
use yinfa::diag::{Diagnostic, Findings, Place, Severity};
use yinfa::pipeline::Plan;
use yinfa::read::CellText;
use yinfa::source::Source;

use crate::support;

#[derive(Deserialize)]
struct Form {
    kind: String,
    /// Decimals of the figures; a figure of the form without them is printed as it is typed.
    decimals: usize,
    /// Figures that no rule can check.
    free: Vec<String>,
    /// Figures whose rule only warns.
    warned: Vec<String>,
    /// How many figures the tables have at least.
    cells: usize,
    table: Vec<Table>,
}

#[derive(Deserialize)]
struct Table {
    name: String,
    #[serde(default)]
    columns: Vec<String>,
    missing: String,
    /// By how much its figures are changed: by one, and by as little as must be found.
    steps: Vec<f64>,
    rows: String,
}

/// What a cell of the form says.
#[derive(Debug)]
enum Content {
    Words(String),
    Figure { path: Vec<Step>, code: Option<String>, missing: String },
}

#[derive(Debug)]
struct Wanted {
    content: Content,
    columns: usize,
    rows: usize,
}

type Figure<'a> = (&'a Table, Vec<Step>, Option<String>);

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

    /// The figures of a table, with the 编码 of those that are looked up by it.
    fn figures<'a>(&self, table: &'a Table, sample: &Node) -> Vec<Figure<'a>> {
        let cells = self.rows(table, sample).into_iter().flatten();
        let figure = |cell: Wanted| match cell.content {
            Content::Words(_) => None,
            Content::Figure { path, code, missing: _ } => Some((table, path, code)),
        };
        cells.filter_map(figure).collect()
    }

    fn row(&self, table: &Table, line: &str, sample: &Node) -> Vec<Vec<Wanted>> {
        let Some(rest) = line.strip_prefix('*') else {
            let cells = line.split('|').flat_map(|cell| self.cells(table, cell, sample));
            return vec![cells.collect()];
        };
        let (list, rest) = rest.split_once('|').unwrap();
        let Value::List(items) = &at(sample, list).unwrap().value else { panic!("{list}") };
        let row = |index: usize| {
            let item = format!("{list}[{}].", index + 1);
            let cell = |cell: &str| match cell.strip_prefix('=') {
                Some(field) => self.cells(table, &format!("={item}{field}"), sample),
                None => vec![words(at(sample, &format!("{item}{cell}")).unwrap().text().unwrap())],
            };
            rest.split('|').flat_map(cell).collect()
        };
        (0..items.len()).map(row).collect()
    }

    fn cells(&self, table: &Table, cell: &str, sample: &Node) -> Vec<Wanted> {
        let (text, span) = cell.split_once('@').unwrap_or((cell, "1×1"));
        let (columns, rows) = span.split_once('×').unwrap();
        let (columns, rows) = (columns.parse().unwrap(), rows.parse().unwrap());
        let missing = match text.chars().next() {
            Some('!') => format!("{:.*}", self.decimals, 0.0),
            _ => table.missing.clone(),
        };
        let content = |path: &str, code: Option<String>| {
            let path = parse_path(path).unwrap();
            Wanted {
                content: Content::Figure { path, code, missing: missing.clone() },
                columns,
                rows,
            }
        };
        let figure = |path: &str| content(path, None);
        if let Some(code) = text.strip_prefix('#') {
            return vec![content(&coded(sample, code), Some(code.to_owned()))];
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
            Content::Figure { path, code: _, missing } => match sample.at(path) {
                None => missing.clone(),
                Some(node) if self.decimals == 0 => written(node).to_owned(),
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
    written(node).parse().unwrap()
}

#[test]
fn tables_are_printed_as_prescribed() {
    let plan = support::plan();
    for (form, sample) in forms() {
        let made = support::make(&sample_path(&form.kind, "sample.yaml"), &plan);
        for (name, bytes) in [("报告.docx", made.docx), ("报告.pdf", made.pdf)] {
            let content = yinfa::read::content(Path::new(name), bytes).unwrap();
            assert_eq!(content.tables().count(), form.table.len(), "{} {name}", form.kind);
            for (table, found) in form.table.iter().zip(content.tables()) {
                check_table(&form, table, &sample, found, name);
            }
        }
    }
}

fn check_table(form: &Form, table: &Table, sample: &Node, found: &[Vec<CellText>], file: &str) {
    let shown = |text: String, columns: usize, rows: usize| format!("{text}@{columns}×{rows}");
    let wanted: Vec<Vec<String>> = form
        .rows(table, sample)
        .iter()
        .map(|row| {
            let cell =
                |one: &Wanted| shown(form.printed(&one.content, sample), one.columns, one.rows);
            row.iter().map(cell).collect()
        })
        .collect();
    let found: Vec<Vec<String>> = found
        .iter()
        .map(|row| {
            let cell = |one: &CellText| shown(one.text.replace('\n', ""), one.columns, one.rows);
            row.iter().map(cell).collect()
        })
        .collect();
    for (number, (wanted, found)) in wanted.iter().zip(&found).enumerate() {
        assert_eq!(found, wanted, "{file}, {}, row {}", table.name, number + 1);
    }
    assert_eq!(found.len(), wanted.len(), "{file}, {}", table.name);
}

/// A figure of the form that is changed in the data, and the name of its file from then on.
const CHANGED: &str = "改动.yaml";

#[test]
fn every_changed_figure_is_found_with_its_cell() {
    let plan = support::plan();
    for (form, mut sample) in forms() {
        let last = self::sample(&form.kind, "sample-last-year.yaml");
        sample.set(LAST_YEAR, last);
        assert_eq!(broken(&sample, &plan), Vec::<String>::new(), "{}", form.kind);
        let figures: Vec<_> =
            form.table.iter().flat_map(|table| form.figures(table, &sample)).collect();
        assert!(figures.len() >= form.cells, "{}: {} figures", form.kind, figures.len());
        figures.par_iter().for_each(|(table, path, code)| {
            for step in &table.steps {
                let changed = changed(&form, &sample, (path, code.as_deref()), *step);
                check_change(&form, &changed, &path_text(path), *step, &plan);
            }
        });
    }
}

fn check_change(form: &Form, changed: &Node, field: &str, step: f64, plan: &Plan) {
    let found = findings(changed, plan);
    let named = |one: &&Diagnostic| {
        let places = std::iter::once(&one.place).chain(one.related.iter().map(|more| &more.place));
        places.into_iter().any(|place| match place {
            Place::Text { source, .. } => source.path() == Path::new(CHANGED),
            _ => false,
        })
    };
    let broken: Vec<&Diagnostic> = found.iter().filter(|one| is_broken(one)).collect();
    let field = field.to_owned();
    if form.free.contains(&field) {
        assert!(broken.is_empty(), "{field}: {broken:?}");
        return;
    }
    let worst = broken.iter().filter(|one| named(one)).map(|one| one.severity()).max();
    let wanted = match form.warned.contains(&field) {
        true => Severity::Warning,
        false => Severity::Error,
    };
    assert_eq!(worst, Some(wanted), "{}: {field} {step:+}: {found:#?}", form.kind);
}

/// The data with something added to a figure, or with a figure where there was none.
fn changed(form: &Form, sample: &Node, (path, code): (&[Step], Option<&str>), step: f64) -> Node {
    let mut root = sample.clone();
    let old = root.at(path).map_or(0.0, number);
    let text = format!("{:.*}", form.decimals, old + step);
    let source = Arc::new(Source::new(CHANGED, text.clone()));
    let span = Span::new(&source, 0..text.len());
    let node = |value: Value| Node { value, span: span.clone() };
    let (last, parents) = path.split_last().unwrap();
    let mut here = &mut root;
    for step in parents {
        here = match step {
            Step::Item(index) => {
                let Value::List(items) = &mut here.value else { panic!("no list: {path:?}") };
                if *index == items.len() {
                    let mut row = node(Value::Map(Vec::new()));
                    row.set("编码", node(Value::Text(code.unwrap().to_owned())));
                    items.push(row);
                }
                &mut items[*index]
            }
            Step::Field(name) => {
                if here.field(name).is_none() {
                    here.set(name, node(Value::Map(Vec::new())));
                }
                here.at_mut(std::slice::from_ref(step)).unwrap()
            }
        };
    }
    let Step::Field(name) = last else { panic!("no field: {path:?}") };
    here.set(name, node(Value::Number(text)));
    root
}

fn findings(root: &Node, plan: &Plan) -> Findings {
    let mut findings = Findings::new();
    let kind = plan.kinds.of(root).unwrap();
    kind.rules.check(root, &|_| None, &mut findings);
    findings
}

fn is_broken(finding: &Diagnostic) -> bool {
    finding.code.text() == "rule/unequal"
}

fn broken(root: &Node, plan: &Plan) -> Vec<String> {
    findings(root, plan).iter().map(|one| one.message.clone()).collect()
}
