//! Stage 5: many reports. Each is a transaction: its files appear together or not at all,
//! and what is wrong with one never stops the others.

mod plan;
mod report;

pub use plan::{Job, find_jobs, single};
pub use report::{FORMAT, finding as finding_json, to_json, write};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::diag::{self, Code, Diagnostic, Place};
use crate::digest;
use crate::env;
use crate::pipeline::{self, Plan, Report};

/// A file that was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// How long, in bytes.
    pub size: usize,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// What became of one report.
#[derive(Debug)]
pub struct Outcome {
    /// The data file.
    pub input: PathBuf,
    /// The issuing bureau, as far as known.
    pub bureau: String,
    /// The title on one line, if the report was made.
    pub title: Option<String>,
    /// Pages of the PDF, if the report was made.
    pub pages: Option<usize>,
    /// The Word file and the PDF, if both were written.
    pub files: Vec<Written>,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// How long it took.
    pub time: Duration,
}

impl Outcome {
    fn begun(job: &Job, bureau: String) -> Self {
        Self {
            input: job.input.clone(),
            bureau,
            title: None,
            pages: None,
            files: Vec::new(),
            findings: Vec::new(),
            time: Duration::ZERO,
        }
    }

    /// Whether both files lie in the output folder as this run made them.
    pub fn is_made(&self) -> bool {
        !self.files.is_empty()
    }
}

/// What happens while a batch runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// Work on a report begins.
    Started(&'a Job),
    /// A report is done, well or badly.
    Finished(&'a Outcome),
}

/// Makes the files of all jobs on `threads` threads; outcomes come in the order of the jobs.
pub fn run(
    jobs: &[Job],
    plan: &Plan,
    out: &Path,
    threads: usize,
    watch: &(dyn Fn(Event<'_>) + Sync),
) -> Vec<Outcome> {
    let outcomes: Vec<OnceLock<Outcome>> = jobs.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, jobs.len().max(1)) {
            scope.spawn(|| {
                alone(|| {
                    while let Some((job, slot)) = take(jobs, &outcomes, &next) {
                        watch(Event::Started(job));
                        let outcome = run_one(job, plan, out);
                        watch(Event::Finished(&outcome));
                        let _ = slot.set(outcome);
                    }
                });
            });
        }
    });
    outcomes.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// The next job that nobody has taken, and the place of its outcome.
fn take<'a>(
    jobs: &'a [Job],
    outcomes: &'a [OnceLock<Outcome>],
    next: &AtomicUsize,
) -> Option<(&'a Job, &'a OnceLock<Outcome>)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    jobs.get(index).zip(outcomes.get(index))
}

/// Typst spreads one document over rayon's threads. A thread that waits there would begin
/// another report in the middle of this one; a pool of one keeps each report to itself.
fn alone(work: impl FnOnce() + Send) {
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        // A machine that grants no thread still has the one we are on.
        Err(_) => work(),
    }
}

/// Looks at all jobs without making files; outcomes come in the order of the jobs.
pub fn check(jobs: &[Job], plan: &Plan) -> Vec<Outcome> {
    let one = |job: &Job| {
        let start = Instant::now();
        let Report { bureau, outputs: _, findings } = report(job, plan, pipeline::check);
        Outcome { findings, time: start.elapsed(), ..Outcome::begun(job, bureau) }
    };
    jobs.par_iter().map(one).collect()
}

fn run_one(job: &Job, plan: &Plan, out: &Path) -> Outcome {
    let start = Instant::now();
    let Report { bureau, outputs, mut findings } = report(job, plan, pipeline::export);
    let mut outcome = Outcome::begun(job, bureau);
    if let Some(made) = outputs {
        let base = out.join(&job.relative);
        match save(&base, &made) {
            Ok(files) => {
                outcome.files = files;
                outcome.pages = Some(made.pages);
                outcome.title = Some(made.title);
            }
            Err(finding) => findings.push(finding),
        }
    }
    outcome.findings = findings;
    outcome.time = start.elapsed();
    outcome
}

fn report(job: &Job, plan: &Plan, work: fn(&Path, &Plan) -> Report) -> Report {
    match &job.conflict {
        Some(conflict) => {
            Report { bureau: job.name(), outputs: None, findings: vec![conflict.clone()] }
        }
        None => guarded(job, plan, work),
    }
}

/// A panic is a bug of ours; it must not take the other reports with it.
fn guarded(job: &Job, plan: &Plan, work: fn(&Path, &Plan) -> Report) -> Report {
    catch_unwind(AssertUnwindSafe(|| work(&job.input, plan))).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        let place = Place::File(job.input.clone());
        let bug = Diagnostic::new(Code::Internal, place, format!("程序内部出错：{text}"));
        Report { bureau: job.name(), outputs: None, findings: vec![bug] }
    })
}

/// Writes both files; neither appears without the other.
fn save(base: &Path, made: &pipeline::Outputs) -> Result<Vec<Written>, Diagnostic> {
    let named = |extension: &str| {
        let mut name = base.file_name().unwrap_or_default().to_owned();
        name.push(".");
        name.push(extension);
        base.with_file_name(name)
    };
    let unwritable = |path: &Path, error: &std::io::Error| {
        let message = format!("结果写不进去：{}", env::io_reason(error));
        Diagnostic::new(Code::FileUnwritable, Place::File(path.to_owned()), message)
    };
    if let Some(folder) = base.parent() {
        env::make_folder(folder).map_err(|error| unwritable(folder, &error))?;
    }
    let files = [(named("docx"), made.docx.as_slice()), (named("pdf"), made.pdf.as_slice())];
    env::replace_together(&files).map_err(|(path, error)| unwritable(&path, &error))?;
    let written = |(path, bytes): (PathBuf, &[u8])| Written {
        path,
        size: bytes.len(),
        sha256: digest::hex(bytes),
    };
    Ok(files.into_iter().map(written).collect())
}

/// Whether any report of the run failed.
pub fn has_failures(outcomes: &[Outcome]) -> bool {
    outcomes.iter().any(|outcome| !outcome.is_made() || diag::has_errors(&outcome.findings))
}
