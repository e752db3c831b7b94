//! `yinfa inspect`: measures finished files and says, clause by clause, how they stand.

use std::path::{Path, PathBuf};

use comfy_table::{ContentArrangement, Table, presets};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::apart::{self, Task};
use super::args::ResultFormat;
use super::findings::Printer;
use super::{Exit, say};
use crate::diag::Diagnostic;
use crate::inspect::{Inspection, Measurement, Verdict, inspect};
use crate::standard::GENERAL;

/// The version of the JSON; `docs/inspect.md` says what changes it.
const VERSION: u32 = 1;

/// What was measured in one file, as both forms of the result show it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Measured {
    text: String,
    json: Value,
    is_wrong: bool,
}

/// What came of one file.
type Outcome = Result<Measured, Diagnostic>;

/// Measures the files in turn.
pub(super) fn run(files: &[PathBuf], format: ResultFormat, printer: &mut Printer) -> Exit {
    let outcomes: Vec<(&Path, Outcome)> =
        files.iter().map(|file| (file.as_path(), ask(file))).collect();
    match format {
        ResultFormat::Text => outcomes.iter().for_each(|(file, outcome)| {
            text(file, outcome, printer);
        }),
        ResultFormat::Json => say(&format!("{:#}", to_json(&outcomes))),
    }
    let mut measured = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok());
    if outcomes.iter().any(|(_, outcome)| outcome.is_err()) {
        Exit::Input
    } else if measured.any(|one| one.is_wrong) {
        Exit::SomeFailed
    } else {
        Exit::Done
    }
}

/// Measures a file in a process of its own.
fn ask(file: &Path) -> Outcome {
    apart::ask(Task::Inspect, &[file], Table::new().width())
}

/// Measures a file in this process.
pub(super) fn measured(file: &Path, width: Option<u16>) -> Outcome {
    let found = inspect(file, &GENERAL)?;
    let is_wrong = found.verdict() == Verdict::Error;
    Ok(Measured { text: render(&found, width), json: to_value(file, &found), is_wrong })
}

fn text(file: &Path, outcome: &Outcome, printer: &mut Printer) {
    match outcome {
        Ok(found) => say(&format!("{}\n{}", file.display(), found.text)),
        Err(finding) => printer.print("", std::slice::from_ref(finding)),
    }
}

/// The table of a file, faults first, and a line that sums it up.
fn render(found: &Inspection, width: Option<u16>) -> String {
    let mut table = Table::new();
    if let Some(width) = width {
        table.set_width(width);
    }
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["结论", "条款", "项目", "要求", "实际", "相差", "位置"]);
    let good = found.rows.iter().filter(|row| row.verdict < Verdict::Warning);
    for row in found.faults().chain(good) {
        table.add_row([
            row.verdict.word().to_owned(),
            row.clause.to_owned(),
            row.item.to_owned(),
            row.required.clone(),
            row.found.clone(),
            row.difference.clone(),
            place(row),
        ]);
    }
    format!("{table}\n{}\n", summary(found))
}

fn place(row: &Measurement) -> String {
    let page = row.page.map(|page| format!("第 {page} 页")).unwrap_or_default();
    let words = (!row.place.is_empty()).then(|| format!("“{}”", row.place.replace('\t', " ")));
    [page, words.unwrap_or_default()].join(" ").trim().to_owned()
}

fn summary(found: &Inspection) -> String {
    let count = |verdict| found.count(verdict);
    let verdict = match found.verdict() {
        Verdict::Error => "不合格",
        Verdict::Warning => "有和一般要求不同的地方",
        Verdict::Pass | Verdict::NotApplicable => "合格",
    };
    let pages = found.pages.map(|pages| format!("，{pages} 页")).unwrap_or_default();
    format!(
        "{verdict}：{}，{}格式{pages}；错误 {}，警告 {}，符合 {} 项。",
        found.kind.word(),
        found.form.word(),
        count(Verdict::Error),
        count(Verdict::Warning),
        count(Verdict::Pass),
    )
}

fn to_json(outcomes: &[(&Path, Outcome)]) -> Value {
    let files: Vec<Value> = outcomes.iter().map(|(file, outcome)| one(file, outcome)).collect();
    json!({ "version": VERSION, "standard": "GB/T 9704-2012", "files": files })
}

fn to_value(file: &Path, found: &Inspection) -> Value {
    json!({
        "file": file.display().to_string(),
        "kind": found.kind,
        "form": found.form,
        "pages": found.pages,
        "verdict": found.verdict(),
        "errors": found.count(Verdict::Error),
        "warnings": found.count(Verdict::Warning),
        "rows": found.rows,
    })
}

fn one(file: &Path, outcome: &Outcome) -> Value {
    let file = file.display().to_string();
    match outcome {
        Ok(found) => found.json.clone(),
        Err(finding) => json!({
            "file": file,
            "verdict": "unreadable",
            "code": finding.code.text(),
            "message": finding.message,
            "hints": finding.hints,
        }),
    }
}
