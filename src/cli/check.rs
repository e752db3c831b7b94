//! `yinfa check`: all that is wrong with data files, sorted by place, without making files.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::args::{CheckFormat, Means};
use super::findings::Printer;
use super::{Exit, Ready, Stop, load_kinds, ready, sarif, say};
use crate::batch::{self, Checked, Job};
use crate::data::records::Records;
use crate::diag::{self, Code, Diagnostic, Place, Severity};
use crate::env;
use crate::kind::Kinds;
use crate::sheets::Books;

/// The version of the JSON; `docs/check.md` says what changes it.
const VERSION: u32 = 1;

/// Checks all files; a folder stands for all data files below it.
pub(super) fn run(
    paths: &[PathBuf],
    format: CheckFormat,
    means: &Means,
    printer: &mut Printer,
) -> Exit {
    let (outcomes, run, stopped) = match look(paths, means) {
        Ok((outcomes, run)) => (outcomes, run, None),
        Err(Stop { findings, exit }) => (Vec::new(), findings, Some(exit)),
    };
    let all = sorted(&outcomes, &run);
    match format {
        CheckFormat::Text => text(&outcomes, &all, printer),
        CheckFormat::Json => say(&format!("{:#}", to_json(&outcomes, &run, &all))),
        CheckFormat::Sarif => {
            let findings: Vec<&Diagnostic> = all.iter().map(|(_, finding)| *finding).collect();
            say(&format!("{:#}", sarif::log(&findings)));
        }
    }
    let failed = all.iter().any(|(_, finding)| finding.severity() == Severity::Error);
    stopped.unwrap_or(if failed { Exit::SomeFailed } else { Exit::Done })
}

/// What became of every file, and what belongs to none.
fn look(paths: &[PathBuf], means: &Means) -> Result<(Vec<Checked>, Vec<Diagnostic>), Stop> {
    let (kinds, books) = (load_kinds(means)?, Books::default());
    let (jobs, passed_over) =
        jobs(paths, &kinds, &books).map_err(|one| Stop::one(one, Exit::Input))?;
    let Ready { mut plan, profile: _, findings } = ready(means, kinds, books)?;
    let folders: Vec<PathBuf> = paths.iter().filter(|path| env::is_folder(path)).cloned().collect();
    plan.records = if folders.is_empty() { Records::default() } else { Records::scan(&folders) };
    let outcomes = batch::check(&jobs, &plan);
    // How the profile differs from the standard is no finding about data.
    let grave = findings.into_iter().filter(|one| one.severity() > Severity::Advice);
    Ok((outcomes, passed_over.into_iter().chain(grave).collect()))
}

/// The data files, each once, and what was passed over.
fn jobs(
    paths: &[PathBuf],
    kinds: &Kinds,
    books: &Books,
) -> Result<(Vec<Job>, Vec<Diagnostic>), Diagnostic> {
    let (mut jobs, mut findings) = (Vec::new(), Vec::new());
    for path in paths {
        if env::is_folder(path) {
            let (found, passed_over) = batch::find_all(path, None, kinds, books)?;
            jobs.extend(found);
            findings.extend(passed_over);
        } else {
            jobs.push(batch::single(path));
        }
    }
    jobs.sort_by(|one, other| one.input.cmp(&other.input));
    let mut seen = BTreeSet::new();
    let real = |job: &Job| env::real_path(&job.input).unwrap_or(job.input.clone());
    // Rows of one spreadsheet are different reports.
    let bureau = |job: &Job| job.row.as_ref().map(|row| row.bureau.clone());
    jobs.retain(|job| seen.insert((real(job), bureau(job))));
    if jobs.is_empty() {
        return Err(Diagnostic::new(Code::NothingToDo, Place::Whole, "没有找到数据文件"));
    }
    Ok((jobs, findings))
}

/// Every finding once with the bureau that it was met at, sorted by place.
fn sorted<'a>(outcomes: &'a [Checked], run: &'a [Diagnostic]) -> Vec<(&'a str, &'a Diagnostic)> {
    let own = outcomes.iter().flat_map(|outcome| {
        outcome.findings.iter().map(|finding| (outcome.bureau.as_str(), finding))
    });
    let mut all: Vec<(&str, &Diagnostic)> = run.iter().map(|one| ("", one)).chain(own).collect();
    all.sort_by_cached_key(|(_, finding)| finding.key());
    all.dedup_by_key(|(_, finding)| finding.key());
    all
}

fn count(all: &[(&str, &Diagnostic)], severity: Severity) -> usize {
    all.iter().filter(|(_, finding)| finding.severity() == severity).count()
}

fn text(outcomes: &[Checked], all: &[(&str, &Diagnostic)], printer: &mut Printer) {
    printer.as_result();
    for (bureau, finding) in all {
        printer.print(bureau, std::slice::from_ref(finding));
    }
    let failed = outcomes.iter().filter(|outcome| diag::has_errors(&outcome.findings)).count();
    say(&format!(
        "检查了 {} 个数据文件：有错误的 {failed} 个，没有错误的 {} 个。错误 {} 条，警告 {} 条，提示 {} 条。",
        outcomes.len(),
        outcomes.len() - failed,
        count(all, Severity::Error),
        count(all, Severity::Warning),
        count(all, Severity::Advice),
    ));
}

fn to_json(outcomes: &[Checked], run: &[Diagnostic], all: &[(&str, &Diagnostic)]) -> Value {
    let findings = |found: &[Diagnostic]| found.iter().map(batch::finding_json).collect::<Vec<_>>();
    let files: Vec<Value> = outcomes
        .iter()
        .map(|outcome| {
            json!({
                "input": outcome.input,
                "bureau": outcome.bureau,
                "status": if diag::has_errors(&outcome.findings) { "failed" } else { "passed" },
                "findings": findings(&outcome.findings),
            })
        })
        .collect();
    json!({
        "version": VERSION,
        "summary": {
            "files": outcomes.len(),
            "errors": count(all, Severity::Error),
            "warnings": count(all, Severity::Warning),
            "advice": count(all, Severity::Advice),
        },
        "findings": findings(run),
        "files": files,
    })
}
