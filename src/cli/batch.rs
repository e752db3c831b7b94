//! `yinfa batch` and `yinfa export`: plan, make, report.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::batch_args::{BatchArgs, ExportArgs};
use super::findings::{Drawn, Printer};
use super::interrupt::Interrupt;
use super::progress::Progress;
use super::{Abort, Exit, Setup, load_kinds, plan_table, run_files, say, set_up, table};
use crate::batch::{
    self, Closed, Ended, FinishedReport, Identity, Job, Overrides, Planned, Record, RunContext,
    RunEvent, RunFacts, RunOutcome, RunPrints, RunReport, Selection, Settings, Shard, Status,
    Store,
};
use crate::data::records::{Key, Records};
use crate::diag::{Checked, Code, Diagnostic, FindingRecord, Place, Severity};
use crate::env;
use crate::pipeline::Plan;
use crate::sheets::Books;

/// How often a waiting run looks whether the other one is done.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Makes all reports of a folder that are to be made.
pub(super) fn batch(args: &BatchArgs, printer: &mut Printer) -> Result<Exit, Abort> {
    let (started, clock) = (env::local_time(), Instant::now());
    suits(&args.folder, args.common.out())?;
    let (kinds, books) = (load_kinds(&args.common.resources)?, Books::default());
    let found = batch::find_all(&args.folder, Some(args.common.out()), &kinds, &books)
        .map_err(|finding| Abort::one(finding, Exit::Input))?;
    let Checked { value: jobs, mut findings } = found;
    if jobs.is_empty() {
        let message = format!("文件夹“{}”里没有找到数据文件", args.folder.display());
        let place = Place::File(args.folder.clone());
        return Err(Abort::one(Diagnostic::new(Code::NothingToDo, place, message), Exit::Input));
    }
    let mut setup = set_up(&args.common.resources, kinds, books)?;
    findings.extend(std::mem::take(&mut setup.findings));
    setup.plan.records = Records::scan(std::slice::from_ref(&args.folder));
    findings.extend(setup.plan.records.doubled());
    let prints = RunPrints::of_run(&setup.plan);
    let overrides = Overrides { force: args.force, overwrite_edited: args.overwrite_edited };
    let out = args.common.out();
    let context = RunContext {
        out,
        root: &args.folder,
        prints: &prints,
        records: &setup.plan.records,
        overrides,
    };
    let all: BTreeSet<String> = jobs.iter().map(Job::key).collect();
    let jobs = selected(jobs, &args.selection(), &setup.plan);
    if args.dry_run {
        let state = findings.keep(Store::peek(out).map_err(|one| Abort::one(one, Exit::Disk))?);
        printer.print("", &findings);
        let planned = with_state(batch::plan(jobs, &state, &context), &args.selection())?;
        say(&plan_table::render(&planned, state.unfinished()));
        return Ok(Exit::Done);
    }
    let interrupt = Interrupt::watch();
    let mut store = open(out, args.shard, args.common.wait, &interrupt, printer)?;
    findings.extend(store.take_findings());
    findings.extend(store.orphans(&all, &args.folder));
    let planned = with_state(batch::plan(jobs, store.state(), &context), &args.selection())?;
    let settings = Settings {
        plan: &setup.plan,
        prints: &prints,
        root: &args.folder,
        threads: args.threads(),
        overwrite_edited: args.overwrite_edited,
        allow_drafts: args.allow_drafts,
        fail_fast: args.fail_fast,
        interrupted: interrupt.flag(),
    };
    let (outcome, texts) = run(&mut store, &planned, &settings, printer);
    printer.print("", &findings);
    texts.iter().for_each(|text| printer.put(text));
    printer.finish();
    let run = RunFacts {
        started,
        seconds: (clock.elapsed().as_secs_f64() * 10.0).round() / 10.0,
        data: args.folder.to_string_lossy().into_owned(),
        out: out.to_string_lossy().into_owned(),
        shards: args.shard.iter().map(Shard::to_string).collect(),
        ended: ended(&outcome, args.fail_fast, interrupt.is_set()),
    };
    let report = RunReport::new(run, outcome.records, &findings, &setup.plan.fonts, &setup.profile);
    finish(&report, &setup, args)
}

/// Whether the folders can be what they are given for.
fn suits(data: &Path, out: &Path) -> Result<(), Abort> {
    let wrong = |path: &Path, message: String, hint: String| {
        let place = Place::File(path.to_owned());
        Err(Abort::one(Diagnostic::new(Code::NothingToDo, place, message).hint(hint), Exit::Input))
    };
    if env::exists(data) && !env::is_folder(data) {
        let message = format!("“{}”是一个文件，batch 要写文件夹", data.display());
        let hint = format!("做一个文件用 yinfa export {}", data.display());
        return wrong(data, message, hint);
    }
    let same = |one: &Path, other: &Path| {
        env::real_path(one).ok().zip(env::real_path(other).ok()).is_some_and(|(a, b)| a == b)
    };
    if same(data, out) {
        let message = format!("输出文件夹“{}”就是数据文件夹", out.display());
        return wrong(out, message, "用 --out 写另一个文件夹".to_owned());
    }
    Ok(())
}

/// Writes the reports of the run and says how it went.
fn finish(report: &RunReport, setup: &Setup, args: &BatchArgs) -> Result<Exit, Abort> {
    let folder = run_files::write(args.common.out(), args.shard, report);
    let fonts = table::fonts(&setup.plan.fonts, &setup.plan.layout);
    say(&format!("{}\n{fonts}", table::render(report)));
    let folder = folder?;
    say(&format!("运行报告：{}", folder.display()));
    if report.run.ended != Ended::Complete {
        let left = report.summary.not_run;
        say(&format!(
            "{}，还有 {left} 个没有轮到；再运行同一条命令，从停下的地方接着做",
            report.run.ended.word()
        ));
    }
    Ok(exit(report))
}

/// Makes one report.
pub(super) fn export(args: &ExportArgs, printer: &mut Printer) -> Result<Exit, Abort> {
    let kinds = load_kinds(&args.common.resources)?;
    let setup = set_up(&args.common.resources, kinds, Books::default())?;
    let prints = RunPrints::of_run(&setup.plan);
    let out = args.common.out();
    let interrupt = Interrupt::watch();
    let root = args.file.parent().unwrap_or(Path::new(""));
    let job = batch::single(&args.file);
    let settings = Settings {
        plan: &setup.plan,
        prints: &prints,
        root,
        threads: 1,
        overwrite_edited: args.overwrite_edited,
        allow_drafts: true,
        fail_fast: false,
        interrupted: interrupt.flag(),
    };
    // A folder in which nothing was ever made is left alone where nothing can be made.
    let made = Store::is_new(out).then(|| batch::make(&job, &settings));
    if let Some((bureau, findings)) = made.as_ref().and_then(FinishedReport::failure) {
        printer.print("", &setup.findings);
        printer.print(bureau, findings);
        printer.finish();
        return Ok(Exit::SomeFailed);
    }
    let mut store = open(out, None, args.common.wait, &interrupt, printer)?;
    printer.print("", &setup.findings);
    printer.print("", &store.take_findings());
    let plan = |force| {
        let overrides = Overrides { force, overwrite_edited: args.overwrite_edited };
        let records = &setup.plan.records;
        let context = RunContext { out, root, prints: &prints, records, overrides };
        batch::plan(vec![batch::single(&args.file)], store.state(), &context)
    };
    // What somebody edited and would come out the same is left alone, as a batch leaves it.
    let calm = plan(false);
    let is_left = calm.iter().all(|one| one.action == batch::Action::Leave);
    let planned = if is_left { calm } else { plan(true) };
    let print = Mutex::new(&mut *printer);
    let outcome = batch::run_with(&mut store, &planned, made, &settings, &|event| {
        if let RunEvent::Finished(_, record, findings) | RunEvent::Settled(_, record, findings) =
            event
            && let Ok(mut printer) = print.lock()
        {
            printer.print(&record.facts.bureau, findings);
        }
    });
    for record in outcome.records.iter().filter(|record| record.status == Status::Made) {
        record.files.iter().for_each(|file| say(&file.path));
        say(&table::fonts(&setup.plan.fonts, &setup.plan.layout));
    }
    printer.finish();
    Ok(exit_of(&outcome.records, outcome.disk_failed, interrupt.is_set()))
}

/// The jobs that the user asks for, as far as places and data files tell.
fn selected(jobs: Vec<Job>, selection: &Selection, plan: &Plan) -> Vec<Job> {
    let jobs = jobs.into_iter().filter(|job| selection.has_place(job));
    if !selection.needs_identity() {
        return jobs.collect();
    }
    let keys = plan.records.keys_by_path();
    let of_row = |job: &Job| {
        let root = plan.loader().load_row(job.row.as_ref()?).root?;
        Key::of(&root).map(Identity::from)
    };
    let identity = |job: &Job| {
        keys.get(job.input.as_path()).map(|&key| key.clone().into()).or_else(|| of_row(job))
    };
    jobs.filter(|job| selection.has_identity(job, &identity(job).unwrap_or_default())).collect()
}

/// Those of the planned reports that are in the state that the user asks for. A part of a
/// divided run may be empty, and so may a state; a name that nothing has is a mistake.
fn with_state(planned: Vec<Planned>, selection: &Selection) -> Result<Vec<Planned>, Abort> {
    if planned.is_empty() && selection.shard.is_none() {
        let message = "没有一份报告符合选择的条件";
        let finding = Diagnostic::new(Code::NothingSelected, Place::Whole, message);
        return Err(Abort::one(finding, Exit::Input));
    }
    Ok(planned.into_iter().filter(|one| selection.has_state(one)).collect())
}

/// Runs with progress. Findings are drawn at once, with the lines of the data files, and
/// printed in the order of the reports.
fn run(
    store: &mut Store,
    planned: &[Planned],
    settings: &Settings<'_>,
    printer: &mut Printer,
) -> (RunOutcome, Vec<String>) {
    let to_make = planned.iter().filter(|one| one.action == batch::Action::Make).count();
    let progress = Progress::new(to_make);
    let drawn: Mutex<Vec<(usize, Vec<Drawn>)>> = Mutex::default();
    let pen: &Printer = printer;
    let outcome = batch::run(store, planned, settings, &|event| {
        progress.event(&event);
        if let RunEvent::Finished(index, record, findings)
        | RunEvent::Settled(index, record, findings) = event
            && !findings.is_empty()
            && let Ok(mut drawn) = drawn.lock()
        {
            drawn.push((index, pen.drawn(&record.facts.bureau, findings)));
        }
    });
    progress.finish();
    let mut drawn = drawn.into_inner().unwrap_or_default();
    drawn.sort_by_key(|(index, _)| *index);
    let texts = drawn.into_iter().flat_map(|(_, findings)| findings);
    let texts = texts.filter_map(|one| printer.is_new(one.key).then_some(one.text)).collect();
    (outcome, texts)
}

/// Locks the output folder, and waits for it if the user says so.
fn open(
    out: &Path,
    shard: Option<Shard>,
    wait: bool,
    interrupt: &Interrupt,
    printer: &Printer,
) -> Result<Store, Abort> {
    let mut waiting = false;
    loop {
        match Store::open(out, shard) {
            Ok(store) => return Ok(store),
            Err(Closed::Unusable(finding)) => return Err(Abort::one(finding, Exit::Disk)),
            Err(Closed::Busy) if wait && !interrupt.is_set() => {
                if !std::mem::replace(&mut waiting, true) {
                    printer.line(&format!("另一个 yinfa 正在写“{}”，等它结束……", out.display()));
                }
                std::thread::sleep(LOOK_AGAIN);
            }
            Err(Closed::Busy) => {
                let message = format!("另一个 yinfa 正在写“{}”", out.display());
                let finding = Diagnostic::new(Code::Busy, Place::File(out.into()), message);
                return Err(Abort::one(finding, Exit::Disk));
            }
        }
    }
}

fn ended(outcome: &RunOutcome, fail_fast: bool, interrupted: bool) -> Ended {
    let is_left = outcome.records.iter().any(|record| record.status == Status::NotRun);
    match (outcome.disk_failed, is_left && interrupted, is_left && fail_fast) {
        (true, ..) => Ended::Disk,
        (false, true, _) => Ended::Interrupted,
        (false, false, true) => Ended::FailFast,
        (false, false, false) => Ended::Complete,
    }
}

pub(super) fn exit(report: &RunReport) -> Exit {
    let disk = report.run.ended == Ended::Disk;
    match exit_of(&report.reports, disk, report.run.ended == Ended::Interrupted) {
        // A folder that cannot be read may hold reports that nobody made.
        Exit::Done | Exit::Held if report.findings.iter().any(is_error) => Exit::SomeFailed,
        exit => exit,
    }
}

fn is_error(finding: &FindingRecord) -> bool {
    finding.severity == Severity::Error
}

/// What stopped the run comes before what is wrong with single reports.
fn exit_of(records: &[Record], disk_failed: bool, interrupted: bool) -> Exit {
    let any = |status| records.iter().any(|record| record.status == status);
    if disk_failed {
        Exit::Disk
    } else if interrupted {
        Exit::Interrupted
    } else if any(Status::Failed) {
        Exit::SomeFailed
    } else if any(Status::Held) {
        Exit::Held
    } else {
        Exit::Done
    }
}

impl BatchArgs {
    fn threads(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        self.jobs.map_or_else(all, usize::from)
    }

    fn selection(&self) -> Selection {
        Selection {
            bureaus: self.bureaus.clone(),
            kinds: self.kinds.clone(),
            years: self.years.clone(),
            counties: self.counties.clone(),
            only: self.only.clone(),
            shard: self.shard,
        }
    }
}
