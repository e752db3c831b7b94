//! `yinfa inspect`: measures finished files and says, clause by clause, how they stand.

use std::path::{Path, PathBuf};

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};

use super::args::ResultFormat;
use super::findings::Printer;
use super::{Exit, say};
use crate::diag::Diagnostic;
use crate::inspect::{Inspection, Measurement, Verdict, inspect};
use crate::standard::GENERAL;

/// The version of the JSON; `docs/inspect.md` says what changes it.
const VERSION: u32 = 1;

/// What came of one file.
type Outcome = Result<Inspection, Diagnostic>;

/// Measures the files in turn.
pub(super) fn run(files: &[PathBuf], format: ResultFormat, printer: &mut Printer) -> Exit {
    let outcomes: Vec<(&Path, Outcome)> =
        files.iter().map(|file| (file.as_path(), inspect(file, &GENERAL))).collect();
    match format {
        ResultFormat::Text => outcomes.iter().for_each(|(file, outcome)| {
            text(file, outcome, printer);
        }),
        ResultFormat::Json => say(&format!("{:#}", to_json(&outcomes))),
    }
    let verdicts = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok());
    if outcomes.iter().any(|(_, outcome)| outcome.is_err()) {
        Exit::Input
    } else if verdicts.map(Inspection::verdict).max() == Some(Verdict::Error) {
        Exit::SomeFailed
    } else {
        Exit::Done
    }
}

fn text(file: &Path, outcome: &Outcome, printer: &mut Printer) {
    match outcome {
        Ok(found) => say(&format!("{}\n{}", file.display(), render(found))),
        Err(finding) => printer.print("", std::slice::from_ref(finding)),
    }
}

/// The table of a file, faults first, and a line that sums it up.
fn render(found: &Inspection) -> String {
    let mut table = Table::new();
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

fn one(file: &Path, outcome: &Outcome) -> Value {
    let file = file.display().to_string();
    match outcome {
        Ok(found) => json!({
            "file": file,
            "kind": found.kind,
            "form": found.form,
            "pages": found.pages,
            "verdict": found.verdict(),
            "errors": found.count(Verdict::Error),
            "warnings": found.count(Verdict::Warning),
            "rows": found.rows,
        }),
        Err(finding) => json!({
            "file": file,
            "verdict": "unreadable",
            "code": finding.code.text(),
            "message": finding.message,
            "hints": finding.hints,
        }),
    }
}
