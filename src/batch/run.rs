//! The run itself: several threads make reports, one puts them in place and keeps the
//! journal. Nothing but short records stays in memory once a report is done.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use super::jobs::Job;
use super::journal::{self, Entry, Facts};
use super::make::{Task, alone, report};
use super::plan::{Action, Planned, written};
use super::prints::RunPrints;
use super::record::{Record, Status};
use super::store::Store;
use super::transaction::{Obstacle, Settled, Stage, Staged};
use crate::diag::{Code, Diagnostic, FindingRecord, Findings, Place, Severity};
use crate::env;
use crate::pipeline::{self, Outputs, Plan};

/// Reports that wait at most for their place; more would only cost memory.
const WAITING: usize = 32;

/// What a run is like.
#[derive(Debug)]
pub struct Settings<'a> {
    /// What it fixes for all reports.
    pub plan: &'a Plan,
    /// Sums of that.
    pub prints: &'a RunPrints,
    /// The data folder.
    pub root: &'a Path,
    /// How many reports are made at once.
    pub threads: usize,
    /// Whether edited files may be replaced.
    pub overwrite_edited: bool,
    /// Whether reports with texts that nobody has filled in yet are made.
    pub allow_drafts: bool,
    /// Whether the first failure ends the run.
    pub fail_fast: bool,
    /// Set from outside to end the run after the reports under way.
    pub interrupted: &'a AtomicBool,
}

/// What happens while a batch runs.
#[derive(Debug)]
pub enum RunEvent<'a> {
    /// Work on a report begins.
    Started(&'a Job),
    /// There is something to say of a report that needs no work.
    Settled(usize, &'a Record, &'a [Diagnostic]),
    /// A report is done, well or badly. Findings keep whole texts; they are not kept.
    Finished(usize, &'a Record, &'a [Diagnostic]),
}

/// How a run went.
#[derive(Debug)]
pub struct RunOutcome {
    /// One for each planned report, in its order.
    pub records: Vec<Record>,
    /// Whether the disk ended it.
    pub disk_failed: bool,
}

/// A report that was made, on its way to its place.
#[derive(Debug)]
pub struct FinishedReport {
    index: usize,
    entry: Entry,
    outputs: Option<Outputs>,
    staged: Option<Staged>,
    findings: Findings,
    seconds: f64,
    disk_failed: bool,
}

impl FinishedReport {
    /// The bureau and what was found, if it has errors and no files.
    pub fn failure(&self) -> Option<(&str, &[Diagnostic])> {
        self.entry.failed.then_some((self.entry.facts.bureau.as_str(), &self.findings))
    }
}

/// Makes a report in memory; nothing is written.
pub fn make(job: &Job, settings: &Settings<'_>) -> FinishedReport {
    alone(|| made(job, settings))
}

fn made(job: &Job, settings: &Settings<'_>) -> FinishedReport {
    let start = Instant::now();
    let (mut made, inputs) = env::recording(|| report(job, settings.plan, Task::Export));
    if !settings.allow_drafts {
        refuse_draft(&mut made);
    }
    let pipeline::Report { bureau, kind, year, outputs, findings } = made;
    let mut facts = Facts { bureau, kind, year, ..Facts::default() };
    if let Some(outputs) = &outputs {
        facts.title = Some(outputs.title.clone());
        facts.number.clone_from(&outputs.number);
        facts.pages = Some(outputs.pages);
    }
    let entry = Entry {
        input: journal::shown(&job.input, settings.root),
        prints: settings.prints.of(facts.kind.as_deref()),
        inputs: written(inputs, settings.root),
        files: Vec::new(),
        findings: findings.iter().map(FindingRecord::of).collect(),
        failed: outputs.is_none(),
        facts,
    };
    FinishedReport {
        index: 0,
        entry,
        outputs,
        staged: None,
        findings,
        seconds: start.elapsed().as_secs_f64(),
        disk_failed: false,
    }
}

/// A report that nobody has filled in to the end is no report yet.
fn refuse_draft(report: &mut pipeline::Report) {
    for finding in report.findings.iter_mut().filter(|one| one.code == Code::Placeholder) {
        let hint = "填好再做；先做出草稿看版面的，加 --allow-drafts";
        *finding = finding.clone().severe(Severity::Error).hint(hint);
        report.outputs = None;
    }
}

/// Makes all reports that are to be made.
pub fn run(
    store: &mut Store,
    planned: &[Planned],
    settings: &Settings<'_>,
    watch: &(dyn Fn(RunEvent<'_>) + Sync),
) -> RunOutcome {
    run_with(store, planned, None, settings, watch)
}

/// The same; the first report that is to be made was made before.
pub fn run_with(
    store: &mut Store,
    planned: &[Planned],
    made: Option<FinishedReport>,
    settings: &Settings<'_>,
    watch: &(dyn Fn(RunEvent<'_>) + Sync),
) -> RunOutcome {
    let known = |one: &Planned| Record::known(one, store.entry(&one.job.key()), &store.out);
    let mut records: Vec<Record> = planned.iter().map(known).collect();
    store.shorten();
    for (index, (one, record)) in planned.iter().zip(&mut records).enumerate() {
        if let Some(finding) = in_the_way(one) {
            record.findings.push(FindingRecord::of(&finding));
            watch(RunEvent::Settled(index, record, &[finding]));
        }
    }
    let to_make: Vec<usize> = planned
        .iter()
        .enumerate()
        .filter_map(|(index, one)| (one.action == Action::Make).then_some(index))
        .collect();
    let (sender, receiver) = sync_channel(WAITING);
    let shared = Shared {
        planned,
        to_make: &to_make,
        settings,
        stage: store.stage(),
        made: Mutex::new(made),
        next: AtomicUsize::new(0),
        halted: AtomicBool::new(false),
        watch,
    };
    let mut disk_failed = false;
    std::thread::scope(|scope| {
        let start = |_| {
            let (sender, shared, view) = (sender.clone(), &shared, env::View::current());
            let work = move || view.within(|| alone(|| shared.make_all(&sender)));
            std::thread::Builder::new().spawn_scoped(scope, work).is_ok()
        };
        let wanted = settings.threads.clamp(1, to_make.len().max(1));
        // Where the system grants fewer threads, those that there are make all reports.
        let started = (0..wanted).take_while(|number| start(*number)).count();
        drop(sender);
        let mut place = Placing { store, records: &mut records, shared: &shared };
        if started == 0 {
            disk_failed = place.without_threads();
        }
        while let Some(group) = take(&receiver) {
            disk_failed |= place.group(group);
        }
    });
    RunOutcome { records, disk_failed }
}

/// The next report and those that wait behind it: the slower the disk, the more at once.
fn take(receiver: &Receiver<FinishedReport>) -> Option<Vec<FinishedReport>> {
    let first = receiver.recv().ok()?;
    Some(std::iter::once(first).chain(receiver.try_iter().take(WAITING)).collect())
}

/// What the threads share.
struct Shared<'a> {
    planned: &'a [Planned],
    to_make: &'a [usize],
    settings: &'a Settings<'a>,
    stage: Stage,
    /// What was made before the run.
    made: Mutex<Option<FinishedReport>>,
    next: AtomicUsize,
    halted: AtomicBool,
    watch: &'a (dyn Fn(RunEvent<'_>) + Sync),
}

impl Shared<'_> {
    fn make_all(&self, sender: &SyncSender<FinishedReport>) {
        while let Some(work) = self.make_next() {
            if sender.send(work).is_err() {
                return;
            }
        }
    }

    /// The next report; `None` when there is none, or the run is to end.
    fn make_next(&self) -> Option<FinishedReport> {
        if self.halted.load(Ordering::Relaxed) || self.settings.interrupted.load(Ordering::Relaxed)
        {
            return None;
        }
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let work = self.make(*self.to_make.get(turn)?);
        if self.settings.fail_fast && work.staged.is_none() {
            self.halted.store(true, Ordering::Relaxed);
        }
        Some(work)
    }

    fn make(&self, index: usize) -> FinishedReport {
        let job = &self.planned[index].job;
        (self.watch)(RunEvent::Started(job));
        let early = self.made.lock().ok().and_then(|mut early| early.take());
        let mut report = early.unwrap_or_else(|| made(job, self.settings));
        report.index = index;
        if let Some(outputs) = report.outputs.take() {
            let start = Instant::now();
            self.stage(&mut report, job, &outputs);
            report.seconds += start.elapsed().as_secs_f64();
        }
        report.seconds = (report.seconds * 1000.0).round() / 1000.0;
        report
    }

    fn stage(&self, report: &mut FinishedReport, job: &Job, outputs: &Outputs) {
        match self.stage.write(report.index, &job.key(), report.entry.clone(), &outputs.files) {
            Ok(staged) => report.staged = Some(staged),
            Err((path, error)) => {
                report.disk_failed = is_hopeless(&error);
                report.findings.push(unwritable(path, &error));
            }
        }
    }
}

/// Puts finished reports in place and writes their records.
struct Placing<'a> {
    store: &'a mut Store,
    records: &'a mut [Record],
    shared: &'a Shared<'a>,
}

impl Placing<'_> {
    /// Makes the reports on this thread, one after the other.
    fn without_threads(&mut self) -> bool {
        let mut disk_failed = false;
        while let Some(work) = self.shared.make_next() {
            disk_failed |= self.group(vec![work]);
        }
        disk_failed
    }

    /// Gives whether the disk makes it pointless to go on.
    fn group(&mut self, group: Vec<FinishedReport>) -> bool {
        let mut staged = Vec::new();
        let mut placed = Vec::new();
        let mut disk_failed = false;
        for mut work in group {
            match work.staged.take() {
                Some(files) => {
                    staged.push(files);
                    placed.push(work);
                }
                None => {
                    disk_failed |= work.disk_failed;
                    self.failed(work);
                }
            }
        }
        let outcomes = self.store.commit(staged, self.shared.settings.overwrite_edited);
        for (work, outcome) in placed.into_iter().zip(outcomes) {
            match outcome {
                Ok(settled) => self.made(work, settled),
                Err(obstacle) => {
                    disk_failed |=
                        matches!(&obstacle, Obstacle::Disk(_, error) if is_hopeless(error));
                    self.refused(work, obstacle);
                }
            }
        }
        if disk_failed {
            self.shared.halted.store(true, Ordering::Relaxed);
        }
        disk_failed
    }

    fn made(&mut self, mut work: FinishedReport, settled: Settled) {
        if !settled.saved.is_empty() {
            work.findings.push(saved(&settled.saved));
        }
        self.records[work.index].set_files(&settled.files, &self.store.out);
        self.record(work, Status::Made);
    }

    /// The report has errors: its earlier files stay and are still known.
    fn failed(&mut self, work: FinishedReport) {
        let key = self.records[work.index].key.clone();
        let mut entry = work.entry.clone();
        if entry.failed {
            entry.files = self.store.entry(&key).map(|old| old.files.clone()).unwrap_or_default();
            // On a full disk the next run knows the old inputs and makes it again.
            let _ = self.store.remember(&key, entry);
        }
        self.record(work, Status::Failed);
    }

    fn refused(&mut self, mut work: FinishedReport, obstacle: Obstacle) {
        let (finding, status) = match obstacle {
            Obstacle::Edited(paths) => (held(&paths), Status::Held),
            Obstacle::Foreign(paths) => (foreign(&paths), Status::Held),
            Obstacle::Disk(path, error) => (unwritable(path, &error), Status::Failed),
        };
        work.findings.push(finding);
        self.record(work, status);
        if self.shared.settings.fail_fast {
            self.shared.halted.store(true, Ordering::Relaxed);
        }
    }

    fn record(&mut self, work: FinishedReport, status: Status) {
        let record = &mut self.records[work.index];
        record.facts = work.entry.facts;
        record.status = status;
        record.seconds = work.seconds;
        record.findings = work.findings.iter().map(FindingRecord::of).collect();
        (self.shared.watch)(RunEvent::Finished(work.index, record, &work.findings));
    }
}

/// What there is to say of a report that is not made because somebody edited a file.
fn in_the_way(planned: &Planned) -> Option<Diagnostic> {
    match planned.action {
        Action::Make | Action::Skip => None,
        Action::Hold => Some(held(&planned.edited)),
        Action::Leave => {
            let message =
                format!("结果做好以后被改过，数据没有变，没有动它：{}", names(&planned.edited));
            Some(Diagnostic::new(Code::EditedKept, place(&planned.edited), message))
        }
    }
}

fn held(paths: &[PathBuf]) -> Diagnostic {
    let message = format!("结果做好以后被改过，没有用新的覆盖：{}", names(paths));
    Diagnostic::new(Code::EditedHeld, place(paths), message)
}

fn foreign(paths: &[PathBuf]) -> Diagnostic {
    let message = format!("要写的地方已经有文件，不知道来历，没有覆盖：{}", names(paths));
    Diagnostic::new(Code::ForeignHeld, place(paths), message)
}

fn saved(paths: &[PathBuf]) -> Diagnostic {
    let shown: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let message = format!("改过的结果已按要求覆盖，原来的留在：{}", shown.join("、"));
    Diagnostic::new(Code::EditedSaved, place(paths), message)
}

fn place(paths: &[PathBuf]) -> Place {
    paths.first().map_or(Place::Whole, |path| Place::File(path.clone()))
}

fn names(paths: &[PathBuf]) -> String {
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    paths.iter().map(name).collect::<Vec<_>>().join("、")
}

fn unwritable(path: PathBuf, error: &std::io::Error) -> Diagnostic {
    let message = format!("结果写不进去：{}", env::io_reason(error));
    Diagnostic::new(Code::FileUnwritable, Place::File(path), message)
}

/// Whether every further report would fail for the same reason.
fn is_hopeless(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem
    )
}
