//! Files that are edited and not saved yet: laid over the disk, they give what the saved ones
//! give, byte for byte, in a plan that has read the earlier ones. `unsaved.toml` holds a county
//! and the edits.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use yinfa::data::records::Records;
use yinfa::diag::{Diagnostic, FindingRecord, Findings};
use yinfa::env::{self, Overlay};
use yinfa::kind::Kinds;
use yinfa::pipeline::{self, Plan};

use crate::support;

#[derive(Deserialize)]
struct Table {
    files: BTreeMap<PathBuf, String>,
    workbooks: BTreeMap<PathBuf, Vec<Vec<toml::Value>>>,
    copies: BTreeMap<PathBuf, PathBuf>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    report: PathBuf,
    file: PathBuf,
    #[serde(flatten)]
    edit: Edit,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Edit {
    Words { find: String, put: String },
    Text { text: String },
    Workbook { workbook: Vec<Vec<toml::Value>> },
    Copy { copy: PathBuf },
}

/// All that a report comes to: its files, what was found, and what was asked.
#[derive(PartialEq)]
struct Outcome {
    files: Vec<Vec<u8>>,
    findings: String,
    inputs: env::Inputs,
}

#[test]
fn unsaved_files_give_what_saved_ones_give() {
    let text = std::fs::read_to_string(support::root().join("tests/unsaved.toml")).unwrap();
    let table: Table = toml::from_str(&text).expect("the cases are sound");
    assert!(table.case.len() >= 25);
    let root = support::scratch("unsaved");
    let wrong: Vec<String> =
        table.case.iter().filter_map(|case| case.complaint(&table, &root)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

impl Case {
    /// What is wrong with a case.
    fn complaint(&self, table: &Table, root: &Path) -> Option<String> {
        let report = root.join(&self.report);
        let file = root.join(&self.file);
        table.write(root);
        let bytes = self.edit.bytes(&file);
        let mut plan = plan(root).expect("the county is sound");
        let before = outcome(&report, Ok(&plan));
        let mut overlay = Overlay::default();
        overlay.insert(&file, bytes.clone());
        let changed = [file.clone()];
        let laid = env::laid_over(&Arc::new(overlay), || {
            let told = plan.changed(&changed);
            outcome(&report, told.as_ref().map(|()| &plan).map_err(|findings| &findings[..]))
        });
        let told = plan.changed(&changed);
        let taken_away =
            outcome(&report, told.as_ref().map(|()| &plan).map_err(|findings| &findings[..]));
        let old = std::fs::read(&file).ok();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, bytes).unwrap();
        let fresh = self::plan(root);
        let saved = outcome(&report, fresh.as_ref().map_err(|findings| &findings[..]));
        let told = plan.changed(&changed);
        let edited =
            outcome(&report, told.as_ref().map(|()| &plan).map_err(|findings| &findings[..]));
        match old {
            Some(old) => std::fs::write(&file, old).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let complaints = [
            (before.files.is_empty(), "the report has errors before the edit"),
            (laid == before, "the edit changes nothing"),
            (laid != saved, "laid over is not as saved"),
            (taken_away != before, "what was laid over stays"),
            (edited != saved, "the plan has not seen the saved file"),
        ];
        let complaints = complaints.iter().filter(|(is_wrong, _)| *is_wrong);
        let said: Vec<&str> = complaints.map(|(_, words)| *words).collect();
        let (laid, saved) = (laid.findings, saved.findings);
        (!said.is_empty())
            .then(|| format!("{}: {}\nlaid {laid}\nsaved {saved}", self.name, said.join("; ")))
    }
}

impl Edit {
    fn bytes(&self, file: &Path) -> Vec<u8> {
        match self {
            Edit::Words { find, put } => {
                let text = std::fs::read_to_string(file).unwrap();
                assert!(text.contains(find), "{find} is not in {file:?}");
                text.replacen(find, put, 1).into_bytes()
            }
            Edit::Text { text } => text.clone().into_bytes(),
            Edit::Workbook { workbook } => written(workbook),
            Edit::Copy { copy } => std::fs::read(support::root().join(copy)).unwrap(),
        }
    }
}

impl Table {
    /// Writes the county as it is before the edits.
    fn write(&self, root: &Path) {
        let _ = std::fs::remove_dir_all(root);
        let texts = self.files.iter().map(|(path, text)| (path, text.clone().into_bytes()));
        let books = self.workbooks.iter().map(|(path, rows)| (path, written(rows)));
        let copies = self
            .copies
            .iter()
            .map(|(path, from)| (path, std::fs::read(support::root().join(from)).expect("there")));
        for (path, bytes) in texts.chain(books).chain(copies) {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

fn written(rows: &[Vec<toml::Value>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                toml::Value::Integer(number) => sheet.write(row, column, *number as f64),
                other => sheet.write(row, column, other.as_str().expect("text or number")),
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A plan that has read the county.
fn plan(root: &Path) -> Result<Plan, Findings> {
    let kinds = Kinds::load(Some(&root.join("模板")))?;
    let records = Records::scan(&[root.join("县")]);
    Ok(Plan { kinds, records, ..support::plan() })
}

fn outcome(report: &Path, plan: Result<&Plan, &[Diagnostic]>) -> Outcome {
    match plan {
        Ok(plan) => {
            let (made, inputs) = env::recording(|| pipeline::export(report, plan));
            let files = made.outputs.into_iter().flat_map(|outputs| outputs.files);
            let files = files.map(|file| file.bytes).collect();
            Outcome { files, findings: described(&made.findings), inputs }
        }
        Err(findings) => Outcome {
            files: Vec::new(),
            findings: described(findings),
            inputs: env::Inputs::default(),
        },
    }
}

/// Findings with all that they say, as `report.json` keeps them.
fn described(findings: &[Diagnostic]) -> String {
    let findings: Vec<_> = findings.iter().map(FindingRecord::of).collect();
    serde_json::to_string_pretty(&findings).unwrap()
}
