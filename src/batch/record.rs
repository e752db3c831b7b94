//! What became of one report, in the form in which `report.json` keeps it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::journal::{Entry, Facts, Made};
use super::plan::{Action, Planned, Reason};
use super::store::target;
use crate::diag::{FindingRecord, Severity};

/// How it stands with a report after a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// This run made its files.
    Made,
    /// Nothing had changed; its files are those of an earlier run.
    Unchanged,
    /// Nothing had changed but a file that somebody edited; it was left alone.
    Edited,
    /// It should have been made anew, but somebody's file is in the way.
    Held,
    /// It has errors; earlier files are still there.
    Failed,
    /// The run ended before its turn.
    NotRun,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 6] = [
        Status::Made,
        Status::Unchanged,
        Status::Edited,
        Status::Held,
        Status::Failed,
        Status::NotRun,
    ];

    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Status::Made => "做成",
            Status::Unchanged => "没有变化",
            Status::Edited => "改过，没有动",
            Status::Held => "改过，没有覆盖",
            Status::Failed => "没有做成",
            Status::NotRun => "没有轮到",
        }
    }
}

/// One report of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// The data file, as the user named it.
    pub input: String,
    /// The path of its files below the output folder, without extension, with `/`.
    pub key: String,
    /// What it is.
    #[serde(flatten)]
    pub facts: Facts,
    /// How it stands.
    pub status: Status,
    /// Why it was made.
    pub reasons: Vec<Reason>,
    /// Seconds of work.
    pub seconds: f64,
    /// Its files in the output folder.
    pub files: Vec<FileRecord>,
    /// What was found when it was last made.
    pub findings: Vec<FindingRecord>,
}

/// One file of a report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileRecord {
    /// Where it is.
    pub path: String,
    /// How long it was made.
    pub bytes: u64,
    /// SHA-256 as it was made.
    pub sha256: String,
    /// Whether somebody edited it since.
    pub edited: bool,
}

impl Record {
    /// A report as the journal knows it.
    pub(super) fn known(planned: &Planned, entry: Option<&Entry>, out: &Path) -> Self {
        let key = planned.job.key();
        let files = entry.map(|entry| &entry.files[..]).unwrap_or_default();
        let status = match planned.action {
            Action::Make => Status::NotRun,
            Action::Skip => Status::Unchanged,
            Action::Leave => Status::Edited,
            Action::Hold => Status::Held,
        };
        let name = || Facts { bureau: planned.job.name(), ..Facts::default() };
        let mut record = Self {
            input: planned.job.input.to_string_lossy().into_owned(),
            facts: entry.map_or_else(name, |entry| entry.facts.clone()),
            status,
            reasons: planned.reasons.clone(),
            seconds: 0.0,
            files: Vec::new(),
            findings: entry.map(|entry| entry.findings.clone()).unwrap_or_default(),
            key,
        };
        record.set_files(files, out);
        for file in &mut record.files {
            file.edited = planned.edited.iter().any(|path| path.to_string_lossy() == file.path);
        }
        record
    }

    /// The files as they were put in place.
    pub(super) fn set_files(&mut self, files: &[Made], out: &Path) {
        let record = |made: &Made| FileRecord {
            path: target(out, &self.key, &made.extension).to_string_lossy().into_owned(),
            bytes: made.stamp.size,
            sha256: made.sha256.clone(),
            edited: false,
        };
        self.files = files.iter().map(record).collect();
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}
