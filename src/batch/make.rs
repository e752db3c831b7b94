//! Makes one report: the recipe, kept from taking others with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use rayon::prelude::*;

use super::jobs::Job;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::env::View;
use crate::pipeline::{self, Plan, Report};

/// What was found in a data file.
#[derive(Debug)]
pub struct Outcome {
    /// The data file.
    pub input: PathBuf,
    /// The issuing bureau, as far as known.
    pub bureau: String,
    /// What was found.
    pub findings: Findings,
}

/// Looks at all jobs without making files; outcomes come in the order of the jobs.
pub fn check(jobs: &[Job], plan: &Plan) -> Vec<Outcome> {
    let one = |job: &Job| {
        let Report { bureau, findings, .. } = report(job, plan, Task::Check);
        Outcome { input: job.input.clone(), bureau, findings }
    };
    let view = View::current();
    jobs.par_iter().map(|job| view.within(|| one(job))).collect()
}

/// Typst spreads one document over rayon's threads. A thread that waits there would begin
/// another report in the middle of this one; a pool of one keeps each report to itself.
pub(super) fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let view = View::current();
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(|| view.within(work)),
        // A machine that grants no thread still has the one we are on.
        Err(_) => work(),
    }
}

/// What is done with a job.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task {
    Export,
    Check,
}

/// Does it; what is in the way is a finding.
pub(super) fn report(job: &Job, plan: &Plan, work: Task) -> Report {
    match &job.conflict {
        Some(conflict) => Report::failed(job.name(), conflict.clone()),
        None => guarded(job, plan, work),
    }
}

/// How rayon says that the system grants no threads.
const NO_THREADS: &str = "thread pool has not been initialized";

/// A panic is a bug of ours; it must not take the other reports with it.
fn guarded(job: &Job, plan: &Plan, work: Task) -> Report {
    let made = || match (work, &job.row) {
        (Task::Export, None) => pipeline::export(&job.input, plan),
        (Task::Check, None) => pipeline::check(&job.input, plan),
        (Task::Export, Some(row)) => pipeline::export_row(&job.input, row, plan),
        (Task::Check, Some(row)) => pipeline::check_row(&job.input, row, plan),
    };
    catch_unwind(AssertUnwindSafe(made)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        let place = Place::File(job.input.clone());
        let bug = match text.contains(NO_THREADS) {
            true => Diagnostic::new(Code::NoResources, place, "系统不能再开线程，这份报告没有做"),
            false => Diagnostic::new(Code::Internal, place, format!("程序内部出错：{text}")),
        };
        Report::failed(job.name(), bug)
    })
}
