//! Stage 5: many reports. What is to be done is planned first ([`plan()`]); then each report is
//! a transaction: its files appear together or not at all, and what is wrong with one never
//! stops the others ([`run()`]). `docs/batch.md` is the user's view.

mod confined;
#[cfg(test)]
mod faults;
mod html;
mod jobs;
mod journal;
mod ledger;
mod make;
mod merge;
mod plan;
mod presentation;
mod prints;
mod record;
mod recovery;
mod report;
mod run;
mod selection;
mod shard;
mod store;
mod transaction;

pub use html::page;
pub use jobs::{Job, find_all, find_jobs, single};
pub use journal::{Entry, Facts, Made, Prints};
pub use ledger::workbook;
pub use make::{Outcome, check};
pub use merge::{merge, read as read_report};
pub use plan::{Action, Overrides, Planned, Reason, RunContext, plan};
pub use prints::{PROGRAM, RunPrints};
pub use record::{FileRecord, Record, Status};
pub use report::{Ended, FORMAT, RunFacts, RunReport, Summary, write};
pub use run::{FinishedReport, RunEvent, RunOutcome, Settings, make, run, run_with};
pub use selection::{Identity, Only, Selection};
pub use shard::Shard;
pub use store::{Closed, RUN_FOLDER, Store};
