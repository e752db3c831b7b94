//! `report.json`: what a run did, for other programs. The format is versioned and documented
//! in `docs/report.md`; fields are added, never changed.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::prints::PROGRAM;
use super::record::{Record, Status};
use crate::diag::{Diagnostic, FindingRecord, Severity};
use crate::env;
use crate::fonts::FontSet;
use crate::standard::Profile;

/// The version of the format. 2: reports that were not made anew, with their states.
pub const FORMAT: u32 = 2;

/// A run, or several that were merged.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunReport {
    /// The version of the format.
    pub format: u32,
    /// The program, with the sum of its sources.
    pub program: String,
    /// The run itself.
    pub run: RunFacts,
    /// Numbers.
    pub summary: Summary,
    /// The measures.
    pub profile: Json,
    /// Which font each typeface got.
    pub fonts: Vec<Json>,
    /// What was found beside the reports.
    pub findings: Vec<FindingRecord>,
    /// One for each report, in the order of their files.
    pub reports: Vec<Record>,
}

/// The run itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunFacts {
    /// When it began, local time.
    pub started: String,
    /// How long it took.
    pub seconds: f64,
    /// The data folder.
    pub data: String,
    /// The output folder.
    pub out: String,
    /// The parts of a divided run, `3/16`; empty if it was not divided.
    pub shards: Vec<String>,
    /// How it ended.
    pub ended: Ended,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Every report had its turn.
    Complete,
    /// The first failure ended it, as asked for.
    FailFast,
    /// Somebody stopped it.
    Interrupted,
    /// The disk is full or cannot be written.
    Disk,
}

impl Ended {
    /// The words shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Ended::Complete => "全部轮到",
            Ended::FailFast => "遇到第一个没有做成的就停了",
            Ended::Interrupted => "中途停止",
            Ended::Disk => "磁盘写不进去，停了",
        }
    }
}

/// Numbers of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// All reports.
    pub reports: usize,
    /// Made by this run.
    pub made: usize,
    /// Not changed.
    pub unchanged: usize,
    /// Edited by somebody, nothing to do.
    pub edited: usize,
    /// Not replaced because somebody edited it.
    pub held: usize,
    /// With errors.
    pub failed: usize,
    /// Not begun.
    pub not_run: usize,
    /// Pages of all reports.
    pub pages: usize,
    /// Findings that stop a report.
    pub errors: usize,
    /// Findings that somebody should look at.
    pub warnings: usize,
    /// Findings worth knowing.
    pub advice: usize,
}

impl Summary {
    /// Counts reports and findings.
    pub fn of(reports: &[Record], findings: &[FindingRecord]) -> Self {
        let with = |status| reports.iter().filter(|one| one.status == status).count();
        let count = |severity: Severity| {
            let own = reports.iter().map(|one| one.count(severity)).sum::<usize>();
            own + findings.iter().filter(|one| one.severity == severity).count()
        };
        Self {
            reports: reports.len(),
            made: with(Status::Made),
            unchanged: with(Status::Unchanged),
            edited: with(Status::Edited),
            held: with(Status::Held),
            failed: with(Status::Failed),
            not_run: with(Status::NotRun),
            pages: reports.iter().filter_map(|one| one.facts.pages).sum(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            advice: count(Severity::Advice),
        }
    }
}

impl RunReport {
    /// The report of a run.
    pub fn new(
        run: RunFacts,
        reports: Vec<Record>,
        findings: &[Diagnostic],
        fonts: &FontSet,
        profile: &Profile,
    ) -> Self {
        let findings: Vec<FindingRecord> = findings.iter().map(FindingRecord::of).collect();
        Self {
            format: FORMAT,
            program: format!("yinfa {PROGRAM}"),
            run,
            summary: Summary::of(&reports, &findings),
            profile: profile_json(profile),
            fonts: fonts_json(fonts, profile),
            findings,
            reports,
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        // Texts, numbers and maps with text keys: this cannot fail.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// Writes a file of a run; it appears whole or not at all.
///
/// # Errors
///
/// The system's.
pub fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    env::replace_together(&[(path.to_owned(), bytes)]).map_err(|(_, error)| error)
}

/// The measures of the run: where they are not those of GB/T 9704.
fn profile_json(profile: &Profile) -> Json {
    let deviations: Vec<Json> = profile
        .deviations
        .iter()
        .map(|one| {
            json!({
                "term": one.term,
                "clause": one.clause,
                "standard": one.standard,
                "value": one.value,
            })
        })
        .collect();
    json!({ "name": profile.name, "deviations": deviations })
}

/// Which font each typeface got, in the order in which characters are looked for.
fn fonts_json(fonts: &FontSet, profile: &Profile) -> Vec<Json> {
    let roles = profile.layout.roles().into_iter();
    roles
        .map(|role| {
            let files: Vec<Json> = fonts
                .chain_of(role)
                .map(|file| json!({ "file": file.origin.to_string_lossy(), "bundled": file.bundled }))
                .collect();
            json!({ "role": role.term(), "word": fonts.word_name(role), "pdf": files })
        })
        .collect()
}
