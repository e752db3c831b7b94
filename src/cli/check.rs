//! `yinfa check`: all that is wrong with data files, sorted by place, without making files.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Serialize;

use super::args::{CheckFormat, ResourceArgs};
use super::findings::Printer;
use super::{Abort, Exit, Setup, fix, load_kinds, sarif, say, set_up};
use crate::batch::{self, Job, Outcome};
use crate::data::Format;
use crate::data::records::Records;
use crate::diag::{Checked, Code, Diagnostic, FindingRecord, Findings, Place, Severity};
use crate::env;
use crate::kind::Kinds;
use crate::sheets::Books;

/// The version of the JSON; `docs/check.md` says what changes it.
const VERSION: u32 = 1;

/// Checks all files; a folder stands for all data files below it.
pub(super) fn run(
    paths: &[PathBuf],
    format: CheckFormat,
    fix: bool,
    resources: &ResourceArgs,
    printer: &mut Printer,
) -> Exit {
    if fix && let Ok(Checked { value: outcomes, findings: run }) = look(paths, resources) {
        let found = sorted(&outcomes, &run);
        fix::make(found.iter().map(|(_, one)| *one)).iter().for_each(|line| printer.line(line));
    }
    let (outcomes, run, stopped) = match look(paths, resources) {
        Ok(Checked { value, findings }) => (value, findings, None),
        Err(Abort { findings, exit }) => (Vec::new(), findings, Some(exit)),
    };
    let all = sorted(&outcomes, &run);
    match format {
        CheckFormat::Text => text(&outcomes, &all, printer),
        CheckFormat::Json => say(&pretty(&report(&outcomes, &run, &all))),
        CheckFormat::Sarif => {
            let findings: Vec<FindingRecord> =
                all.iter().map(|(_, finding)| FindingRecord::of(finding)).collect();
            say(&pretty(&sarif::log(&findings)));
        }
    }
    let failed = all.iter().any(|(_, finding)| finding.severity() == Severity::Error);
    stopped.unwrap_or(if failed { Exit::SomeFailed } else { Exit::Done })
}

fn pretty(value: &impl Serialize) -> String {
    // Texts, numbers and maps with text keys: this cannot fail.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// What became of every file, and what belongs to none.
fn look(paths: &[PathBuf], resources: &ResourceArgs) -> Result<Checked<Vec<Outcome>>, Abort> {
    let (kinds, books) = (load_kinds(resources)?, Books::default());
    let found = jobs(paths, &kinds, &books).map_err(|one| Abort::one(one, Exit::Input))?;
    let Checked { value: jobs, findings: mut run } = found;
    let Setup { mut plan, profile: _, findings } = set_up(resources, kinds, books)?;
    let folders: Vec<PathBuf> = paths.iter().filter(|path| env::is_folder(path)).cloned().collect();
    plan.records = if folders.is_empty() { Records::default() } else { Records::scan(&folders) };
    run.extend(plan.records.doubled());
    let outcomes = batch::check(&jobs, &plan);
    // How the profile differs from the standard is no finding about data.
    run.extend(findings.into_iter().filter(|one| one.severity() > Severity::Advice));
    Ok(Checked::new(outcomes, run))
}

/// The data files, each once, and what was passed over.
fn jobs(paths: &[PathBuf], kinds: &Kinds, books: &Books) -> Result<Checked<Vec<Job>>, Diagnostic> {
    let (mut jobs, mut findings) = (Vec::new(), Findings::new());
    for path in paths {
        if env::is_folder(path) {
            jobs.extend(findings.keep(batch::find_all(path, None, kinds, books)?));
        } else if env::exists(path) || Format::of(path).is_some() {
            jobs.push(batch::single(path));
        } else {
            let message = format!("没有“{}”这个文件或者文件夹", path.display());
            let place = Place::File(path.clone());
            findings.push(Diagnostic::new(Code::FileUnreadable, place, message));
        }
    }
    jobs.sort_by(|one, other| one.input.cmp(&other.input));
    let mut seen = BTreeSet::new();
    let real = |job: &Job| env::real_path(&job.input).unwrap_or(job.input.clone());
    // Rows of one spreadsheet are different reports.
    let bureau = |job: &Job| job.row.as_ref().map(|row| row.bureau.clone());
    jobs.retain(|job| seen.insert((real(job), bureau(job))));
    if jobs.is_empty() {
        let nothing = || Diagnostic::new(Code::NothingToDo, Place::Whole, "没有找到数据文件");
        return Err(findings.into_first_error().unwrap_or_else(nothing));
    }
    Ok(Checked::new(jobs, findings))
}

/// Every finding once with the bureau that it was met at, sorted by place.
fn sorted<'a>(outcomes: &'a [Outcome], run: &'a [Diagnostic]) -> Vec<(&'a str, &'a Diagnostic)> {
    let own = outcomes.iter().flat_map(|outcome| {
        outcome.findings.iter().map(|finding| (outcome.bureau.as_str(), finding))
    });
    let mut all: Vec<(&str, &Diagnostic)> = run.iter().map(|one| ("", one)).chain(own).collect();
    all.sort_by_cached_key(|(_, finding)| finding.key());
    let once = |group: &[(&'a str, &'a Diagnostic)]| {
        let (first, finding) = group[0];
        // What several bureaus meet belongs to the file that they share.
        let is_shared = group.iter().any(|(bureau, _)| *bureau != first);
        (if is_shared { "" } else { first }, finding)
    };
    all.chunk_by(|(_, one), (_, other)| one.key() == other.key()).map(once).collect()
}

fn count(all: &[(&str, &Diagnostic)], severity: Severity) -> usize {
    all.iter().filter(|(_, finding)| finding.severity() == severity).count()
}

/// Findings with those that say the same of other cells of a column, which need no page each.
fn folded<'a>(
    all: &[(&'a str, &'a Diagnostic)],
) -> Vec<(&'a str, &'a Diagnostic, Vec<&'a Diagnostic>)> {
    let mut folded: Vec<(&str, &Diagnostic, Vec<&Diagnostic>)> = Vec::new();
    let mut known: BTreeMap<(Code, PathBuf, &str), usize> = BTreeMap::new();
    for (bureau, finding) in all {
        let header = finding.message.split(['“', '”']).nth(1).unwrap_or_default();
        let file = finding.cell().and(finding.position().0);
        let key = file.map(|file| (finding.code, file, header));
        match key.as_ref().and_then(|key| known.get(key)) {
            Some(first) => folded[*first].2.push(finding),
            None => {
                known.extend(key.map(|key| (key, folded.len())));
                folded.push((bureau, finding, Vec::new()));
            }
        }
    }
    folded
}

/// The cells of findings, the first of them by name.
fn places(findings: &[&Diagnostic]) -> String {
    /// Further ones are found by looking down the column.
    const NAMED: usize = 12;
    let cells = findings.iter().filter_map(|one| one.cell()).map(|cell| cell.to_string());
    let named: Vec<String> = cells.take(NAMED).collect();
    let more = if findings.len() > NAMED { " 等" } else { "" };
    format!("{}{more}", named.join("、"))
}

fn text(outcomes: &[Outcome], all: &[(&str, &Diagnostic)], printer: &mut Printer) {
    printer.as_result();
    for (bureau, finding, alike) in folded(all) {
        printer.print(bureau, std::slice::from_ref(finding));
        if !alike.is_empty() {
            printer.line(&format!("  同样的还有 {} 处：{}\n", alike.len(), places(&alike)));
        }
    }
    let failed = outcomes.iter().filter(|outcome| outcome.findings.has_errors()).count();
    say(&format!(
        "检查了 {} 个数据文件：有错误的 {failed} 个，没有错误的 {} 个。错误 {} 条，警告 {} 条，提示 {} 条。",
        outcomes.len(),
        outcomes.len() - failed,
        count(all, Severity::Error),
        count(all, Severity::Warning),
        count(all, Severity::Advice),
    ));
}

/// The JSON of a check; `docs/check.md`.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    summary: Summary,
    findings: Vec<FindingRecord>,
    files: Vec<File<'a>>,
}

/// What is counted; a finding that several files meet counts once.
#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
}

/// What was found in one data file.
#[derive(Serialize)]
struct File<'a> {
    input: Cow<'a, str>,
    bureau: &'a str,
    status: &'static str,
    findings: Vec<FindingRecord>,
}

fn report<'a>(
    outcomes: &'a [Outcome],
    run: &[Diagnostic],
    all: &[(&str, &Diagnostic)],
) -> Report<'a> {
    let records = |found: &[Diagnostic]| found.iter().map(FindingRecord::of).collect();
    let file = |outcome: &'a Outcome| File {
        input: outcome.input.to_string_lossy(),
        bureau: &outcome.bureau,
        status: if outcome.findings.has_errors() { "failed" } else { "passed" },
        findings: records(&outcome.findings),
    };
    Report {
        version: VERSION,
        summary: Summary {
            files: outcomes.len(),
            errors: count(all, Severity::Error),
            warnings: count(all, Severity::Warning),
            advice: count(all, Severity::Advice),
        },
        findings: records(run),
        files: outcomes.iter().map(file).collect(),
    }
}
