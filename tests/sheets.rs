//! Figures from spreadsheets. `tests/sheets/cases.yaml` holds a sound sheet and changes to it,
//! each with the findings and values that reading must give; every case is written in every
//! format that can hold it, by the library of this project and by other people's.

mod book;
mod broken;
mod folder;
mod round;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use yinfa::data::Loaded;
use yinfa::data::node::{Node, Step, Value};
use yinfa::kind::Kinds;
use yinfa::sheets::{Books, Loader};

use crate::support;
use crate::support::expected::{self, Expected};
use book::{Grid, Writer};

/// A report with its figures from spreadsheets.
pub fn load(path: &Path, kinds: &Kinds) -> Loaded {
    Loader { mappings: kinds, books: &Books::default() }.load(path)
}

/// The kind of the tests and those of the program.
pub fn kinds() -> Kinds {
    let folder = support::root().join("tests/sheets");
    Kinds::load(Some(&folder)).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

#[test]
fn workbooks_are_read_as_people_read_them() {
    check_cases(&[Writer::Xlsx, Writer::Csv, Writer::Gb18030]);
}

#[test]
fn workbooks_of_other_programs_are_read_alike() {
    if book::outside_python().is_some() {
        check_cases(&[Writer::Openpyxl, Writer::Xls, Writer::Ods]);
    }
}

/// `tests/sheets/files` holds the sound sheet as LibreOffice 7.4 saves it.
#[test]
fn files_that_libreoffice_saved_are_read() {
    let kinds = kinds();
    let sound = Case::all().into_iter().next().expect("the case without a fault");
    for (file, writer) in [("libreoffice.xls", Writer::Xls), ("libreoffice.ods", Writer::Ods)] {
        let folder = support::scratch(&format!("sheets-{file}"));
        let book = sound.prepare(&folder, 0, writer);
        std::fs::copy(support::root().join("tests/sheets/files").join(file), &book).unwrap();
        assert_eq!(sound.complaint(&book, &kinds, writer), None, "{file}");
    }
}

fn check_cases(writers: &[Writer]) {
    let kinds = kinds();
    let cases = Case::all();
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    for writer in writers {
        let folder = support::scratch(&format!("sheets-{}", writer.word()));
        let fitting: Vec<&Case> = cases
            .iter()
            .filter(|case| !case.unfit.iter().any(|word| word == writer.word()))
            .collect();
        let books: Vec<(PathBuf, &Grid)> = fitting
            .iter()
            .enumerate()
            .map(|(number, case)| (case.prepare(&folder, number, *writer), &case.grid))
            .collect();
        book::write(*writer, &books);
        let mut wrong = Vec::new();
        for (case, (path, _)) in fitting.iter().zip(&books) {
            wrong.extend(case.complaint(path, &kinds, *writer));
        }
        assert!(wrong.is_empty(), "{}: {}", writer.word(), wrong.join("\n"));
    }
}

/// One case.
struct Case {
    name: String,
    bureau: String,
    grid: Grid,
    unfit: Vec<String>,
    expected: Vec<Expected>,
    values: Vec<(String, String)>,
    own: String,
    common: String,
}

impl Case {
    fn all() -> Vec<Self> {
        let path = support::root().join("tests/sheets/cases.yaml");
        let root = yinfa::data::read(&path).root.expect("readable cases");
        let sound = root.field("正确的表").expect("a sound sheet");
        let Some(Value::List(cases)) = root.field("情形").map(|node| &node.value) else {
            panic!("no cases");
        };
        cases.iter().map(|case| Self::of(case, sound)).collect()
    }

    fn of(case: &Node, sound: &Node) -> Self {
        let pick = |name: &str| case.field(name).or_else(|| sound.field(name));
        let mut cells: BTreeMap<String, String> = BTreeMap::new();
        for source in
            [sound.field("格"), case.field("改"), case.field("再改")].into_iter().flatten()
        {
            cells.extend(pairs(source));
        }
        let block = |name: &str| {
            let node = case.field(name).map(Node::to_json).unwrap_or(serde_json::json!({}));
            let fields = node.as_object().cloned().unwrap_or_default();
            fields.iter().map(|(key, value)| format!("{key}: {value}\n")).collect::<String>()
        };
        Self {
            name: words(case.field("名称")).concat(),
            bureau: words(pick("单位")).concat(),
            grid: Grid {
                sheet: words(pick("工作表")).concat(),
                cells: cells.iter().filter_map(|(at, text)| book::cell(at, text)).collect(),
                merged: words(pick("合并")).iter().map(|text| book::area(text)).collect(),
                hidden_rows: words(pick("隐藏行"))
                    .iter()
                    .map(|n| n.parse::<u32>().unwrap() - 1)
                    .collect(),
                hidden_columns: words(pick("隐藏列"))
                    .iter()
                    .map(|name| book::place(&format!("{name}1")).1)
                    .collect(),
            },
            unfit: words(case.field("不适用")),
            expected: expected::expected(&texts(&words(case.field("期望")))),
            values: case.field("值").map(pairs).unwrap_or_default(),
            own: block("数据"),
            common: block("共用"),
        }
    }

    /// Writes the data files; where the workbook goes comes back.
    fn prepare(&self, folder: &Path, number: usize, writer: Writer) -> PathBuf {
        let folder = folder.join(format!("{number:03}"));
        std::fs::create_dir_all(&folder).unwrap();
        let table = format!("指标.{}", writer.extension());
        let common =
            format!("报告种类: 数据试验\n年度: 2024\n成文日期: 2025-03-27\n数据表: {table}\n");
        let own = format!("单位:\n  全称: {}\n  简称: 县司法局\n", self.bureau);
        std::fs::write(folder.join("共用.yaml"), common + &self.common).unwrap();
        std::fs::write(folder.join("单位.yaml"), own + &self.own).unwrap();
        folder.join(table)
    }

    fn complaint(&self, book: &Path, kinds: &Kinds, writer: Writer) -> Option<String> {
        let loaded = load(&book.with_file_name("单位.yaml"), kinds);
        let mut findings = loaded.findings;
        let root = loaded.root.unwrap_or_else(|| panic!("{}: {findings:?}", self.name));
        kinds.of(&root).expect("the kind of the tests").check(&root, &mut findings);
        findings.retain(|finding| finding.code.text() != "file/encoding");
        let values: Vec<(String, String)> =
            self.values.iter().map(|(path, _)| (path.clone(), value_at(&root, path))).collect();
        let mut wrong = expected::check(&self.name, &self.expected, &findings);
        if values != self.values {
            let values = format!("{}\n  期望 {:?}\n  实际 {values:?}", self.name, self.values);
            wrong = Some(wrong.unwrap_or_default() + &values);
        }
        if wrong.is_none() {
            for finding in findings.iter().filter(|finding| finding.cell().is_some()) {
                let sheet = finding.cell().and_then(|cell| cell.sheet);
                let wanted = writer.has_sheets().then_some(self.grid.sheet.as_str());
                assert_eq!(sheet.as_deref(), wanted);
            }
        }
        wrong
    }
}

/// The value at a path of names, as text; numbers count items from 1.
fn value_at(root: &Node, path: &str) -> String {
    let steps: Vec<Step> = path
        .split('.')
        .map(|name| match name.parse::<usize>() {
            Ok(number) => Step::Item(number - 1),
            Err(_) => Step::Field(name.to_owned()),
        })
        .collect();
    match root.at(&steps).map(|node| &node.value) {
        Some(Value::Text(text) | Value::Number(text)) => text.clone(),
        Some(Value::Bool(value)) => value.to_string(),
        other => format!("{other:?}"),
    }
}

fn pairs(node: &Node) -> Vec<(String, String)> {
    let Value::Map(entries) = &node.value else { panic!("not a map: {node:?}") };
    let text = |node: &Node| match &node.value {
        Value::Text(text) | Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        other => panic!("not a value: {other:?}"),
    };
    entries.iter().map(|entry| (entry.key.clone(), text(&entry.node))).collect()
}

fn texts(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

fn words(node: Option<&Node>) -> Vec<String> {
    match node.map(|node| &node.value) {
        None => Vec::new(),
        Some(Value::Text(text) | Value::Number(text)) => vec![text.clone()],
        Some(Value::List(items)) => items.iter().flat_map(|item| words(Some(item))).collect(),
        Some(other) => panic!("not words: {other:?}"),
    }
}
