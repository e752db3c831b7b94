//! What a run would do with each report, and why: the answer to "is it still as the journal
//! says", input by input.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::jobs::Job;
use super::journal::{self, Entry, Prints, State};
use super::prints::RunPrints;
use super::store::target;
use crate::data::records::Records;
use crate::env::staging;
use crate::env::{self, Inputs, Question};
use crate::output::OutputFormat;

/// Why a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It was never made.
    New,
    /// A file that was read changed: data, common file, last year's data, spreadsheet, picture.
    Data,
    /// The office's own template of its kind changed.
    Template,
    /// The office's own fonts changed.
    Fonts,
    /// The profile changed.
    Profile,
    /// Another version of the program made it.
    Program,
    /// One of its files is not there.
    OutputMissing,
    /// A file was edited, and the user wants it replaced.
    Edited,
    /// It failed the last time.
    FailedBefore,
    /// The user wants all made.
    Forced,
}

impl Reason {
    /// The words shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Reason::New => "新的",
            Reason::Data => "数据变了",
            Reason::Template => "模板变了",
            Reason::Fonts => "字体变了",
            Reason::Profile => "版式变了",
            Reason::Program => "程序变了",
            Reason::OutputMissing => "结果缺文件",
            Reason::Edited => "结果被改过",
            Reason::FailedBefore => "上次没有做成",
            Reason::Forced => "要求重做",
        }
    }

    /// Whether the report would come out differently than the last time.
    pub fn is_change(self) -> bool {
        match self {
            Reason::Data | Reason::Template | Reason::Fonts | Reason::Profile | Reason::Program => {
                true
            }
            Reason::New
            | Reason::OutputMissing
            | Reason::Edited
            | Reason::FailedBefore
            | Reason::Forced => false,
        }
    }
}

/// What is done with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is made.
    Make,
    /// It is as it would be made.
    Skip,
    /// It is as it would be made but for what somebody edited since; nothing is done.
    Leave,
    /// It would be made, but somebody's edits are in the way.
    Hold,
}

/// A report with what a run would do with it.
#[derive(Debug)]
pub struct Planned {
    /// The report.
    pub job: Job,
    /// Why it is made; empty if it is not.
    pub reasons: Vec<Reason>,
    /// The inputs that changed.
    pub changed: Vec<PathBuf>,
    /// The files that somebody edited.
    pub edited: Vec<PathBuf>,
    /// What is done.
    pub action: Action,
}

/// What the user wants regardless of what changed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Overrides {
    /// Make everything.
    pub force: bool,
    /// Replace edited files.
    pub overwrite_edited: bool,
}

/// Everything that reports are compared with.
#[derive(Debug)]
pub struct RunContext<'a> {
    /// The output folder.
    pub out: &'a Path,
    /// The data folder.
    pub root: &'a Path,
    /// What the run fixes for all reports.
    pub prints: &'a RunPrints,
    /// Which data files there are.
    pub records: &'a Records,
    /// What the user wants.
    pub overrides: Overrides,
}

/// Plans every job: the disk is asked every question once.
pub fn plan(jobs: Vec<Job>, state: &State, context: &RunContext<'_>) -> Vec<Planned> {
    let known = |job: &Job| state.entries.get(&job.key());
    let questions: BTreeSet<Question> = jobs
        .iter()
        .filter_map(known)
        .flat_map(|entry| &entry.inputs)
        .filter_map(|(sort, name, _)| question(sort, name, context.root))
        .collect();
    let view = env::View::current();
    let ask = |question: Question| {
        let answer = view.within(|| match &question {
            Question::Index(words) => context.records.answer(words),
            Question::Content(_) | Question::Presence(_) | Question::Listing(_) => {
                env::ask(&question)
            }
        });
        (question, answer.unwrap_or_default())
    };
    let answers: BTreeMap<Question, String> = questions.into_par_iter().map(ask).collect();
    let plan_one = |job: Job| match state.entries.get(&job.key()) {
        Some(entry) => compare(job, entry, context, &answers),
        None => Planned {
            job,
            reasons: vec![if context.overrides.force { Reason::Forced } else { Reason::New }],
            changed: Vec::new(),
            edited: Vec::new(),
            action: Action::Make,
        },
    };
    jobs.into_par_iter().map(plan_one).collect()
}

fn compare(
    job: Job,
    entry: &Entry,
    context: &RunContext<'_>,
    answers: &BTreeMap<Question, String>,
) -> Planned {
    let (missing, edited) = outputs(&job.key(), entry, context.out);
    let changed = changed(&job, entry, context.root, answers);
    let prints = context.prints.of(entry.facts.kind.as_deref());
    let overwritten = context.overrides.overwrite_edited && !edited.is_empty();
    let reasons = [
        (context.overrides.force, Reason::Forced),
        (entry.failed, Reason::FailedBefore),
        (entry.files.is_empty() && !entry.failed, Reason::New),
        (!changed.is_empty(), Reason::Data),
        (missing, Reason::OutputMissing),
        (overwritten, Reason::Edited),
    ];
    let reasons = reasons.into_iter().filter_map(|(holds, reason)| holds.then_some(reason));
    let mut reasons: Vec<Reason> = reasons.chain(differences(&entry.prints, &prints)).collect();
    reasons.sort_unstable();
    let in_the_way = !edited.is_empty() && !context.overrides.overwrite_edited;
    let action = match (reasons.is_empty(), in_the_way) {
        (true, false) => Action::Skip,
        (true, true) => Action::Leave,
        (false, false) => Action::Make,
        (false, true) => Action::Hold,
    };
    Planned { job, reasons, changed, edited, action }
}

fn differences(then: &Prints, now: &Prints) -> Vec<Reason> {
    let Prints { program, fonts, profile, template } = then;
    [
        (program != &now.program, Reason::Program),
        (fonts != &now.fonts, Reason::Fonts),
        (profile != &now.profile, Reason::Profile),
        (template != &now.template, Reason::Template),
    ]
    .into_iter()
    .filter_map(|(differs, reason)| differs.then_some(reason))
    .collect()
}

/// Whether a file is missing, and which ones are not as they were made. Size and
/// time tell most that are; only the others are read.
fn outputs(key: &str, entry: &Entry, out: &Path) -> (bool, Vec<PathBuf>) {
    let is_kept =
        |format: OutputFormat| entry.files.iter().any(|made| made.extension == format.extension());
    // An earlier program may not have known a format.
    let mut missing = !entry.files.is_empty() && !OutputFormat::ALL.into_iter().all(is_kept);
    let mut edited = Vec::new();
    for made in &entry.files {
        let path = target(out, key, &made.extension);
        match staging::stamp(&path) {
            Ok(Some(stamp)) if stamp == made.stamp => {}
            Ok(Some(_)) if staging::sha256(&path).is_ok_and(|sum| sum == made.sha256) => {}
            Ok(Some(_)) => edited.push(path),
            // Something else in its place is reported when the file is to be put there.
            Ok(None) | Err(_) => missing = true,
        }
    }
    (missing, edited)
}

/// The inputs that would be read differently now.
fn changed(
    job: &Job,
    entry: &Entry,
    root: &Path,
    answers: &BTreeMap<Question, String>,
) -> Vec<PathBuf> {
    let mut changed = BTreeSet::new();
    if entry.input != journal::shown(&job.input, root) {
        changed.insert(job.input.clone());
    }
    for (sort, name, then) in &entry.inputs {
        let asked = question(sort, name, root);
        if asked.as_ref().and_then(|asked| answers.get(asked)) != Some(then) {
            changed.insert(match asked {
                Some(
                    Question::Content(path) | Question::Presence(path) | Question::Listing(path),
                ) => path,
                Some(Question::Index(_)) | None => job.input.clone(),
            });
        }
    }
    changed.into_iter().collect()
}

const CONTENT: &str = "content";
const PRESENCE: &str = "presence";
const LISTING: &str = "listing";
const INDEX: &str = "index";

/// What was asked, as the journal writes it.
pub(super) fn written(inputs: Inputs, root: &Path) -> Vec<(String, String, String)> {
    let write = |(question, answer): (Question, String)| {
        let (sort, name) = match question {
            Question::Content(path) => (CONTENT, journal::shown(&path, root)),
            Question::Presence(path) => (PRESENCE, journal::shown(&path, root)),
            Question::Listing(path) => (LISTING, journal::shown(&path, root)),
            Question::Index(words) => (INDEX, words),
        };
        (sort.to_owned(), name, answer)
    };
    inputs.into_iter().map(write).collect()
}

/// `None` for what a later program wrote; it counts as changed.
fn question(sort: &str, name: &str, root: &Path) -> Option<Question> {
    let path = || journal::path_of(name, root);
    match sort {
        CONTENT => Some(Question::Content(path())),
        PRESENCE => Some(Question::Presence(path())),
        LISTING => Some(Question::Listing(path())),
        INDEX => Some(Question::Index(name.to_owned())),
        _ => None,
    }
}
