//! Stage 5: many reports. What is to be done is planned first ([`plan()`]); then each report is
//! a transaction: its files appear together or not at all, and what is wrong with one never
//! stops the others ([`run()`]). `docs/batch.md` is the user's view.

mod changes;
#[cfg(test)]
mod faults;

mod html;
mod journal;
mod ledger;
mod merge;
mod plan;
mod prints;
mod record;
mod report;
mod run;
mod selection;
mod store;
mod transaction;

pub use changes::{Action, Now, Planned, Reason, Wishes, plan};
pub use html::page;
pub use journal::{Entry, Facts, Made, Prints};
pub use ledger::workbook;
pub use merge::{merge, read as read_report};
pub use plan::{Job, find_all, find_jobs, single};
pub use prints::{PROGRAM, RunPrints};
pub use record::{FileRecord, Record, Status};
pub use report::{Ended, FORMAT, RunFacts, RunReport, Summary, write};
pub use run::{Event, Ran, Settings, run};
pub use selection::{Identity, Only, Selection, Shard};
pub use store::{Closed, Store};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Findings, Place};
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
        let Report { bureau, findings, .. } = report(job, plan, Work::Check);
        Outcome { input: job.input.clone(), bureau, findings }
    };
    jobs.par_iter().map(one).collect()
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

/// What is done with a job.
#[derive(Debug, Clone, Copy)]
enum Work {
    Export,
    Check,
}

fn report(job: &Job, plan: &Plan, work: Work) -> Report {
    match &job.conflict {
        Some(conflict) => Report::failed(job.name(), conflict.clone()),
        None => guarded(job, plan, work),
    }
}

/// A panic is a bug of ours; it must not take the other reports with it.
fn guarded(job: &Job, plan: &Plan, work: Work) -> Report {
    let made = || match (work, &job.row) {
        (Work::Export, None) => pipeline::export(&job.input, plan),
        (Work::Check, None) => pipeline::check(&job.input, plan),
        (Work::Export, Some(row)) => pipeline::export_row(&job.input, row, plan),
        (Work::Check, Some(row)) => pipeline::check_row(&job.input, row, plan),
    };
    catch_unwind(AssertUnwindSafe(made)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        let place = Place::File(job.input.clone());
        let bug = Diagnostic::new(Code::Internal, place, format!("程序内部出错：{text}"));
        Report::failed(job.name(), bug)
    })
}
