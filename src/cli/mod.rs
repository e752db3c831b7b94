//! The command line: the only module that talks to people.

mod args;
mod check;
mod compare;
mod exit;
mod findings;
mod inspect;
mod kinds;
mod progress;
mod sarif;
mod table;

pub use args::{Cli, Command, KindCommand, Usage, command};
pub use exit::Exit;

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::batch::{self, Job, Outcome};
use crate::data::kind::Kinds;
use crate::data::records::Records;
use crate::diag::{Code, Diagnostic, Place};
use crate::env;
use crate::fonts::FontSet;
use crate::pipeline::Plan;
use crate::profile;
use crate::standard::Profile;
use args::{Common, Means};
use findings::Printer;
use progress::Progress;

/// Does what the arguments ask for.
pub fn run(cli: Cli) -> Exit {
    let mut printer = Printer::new();
    let result = match &cli.command {
        Command::Batch { folder, jobs, common } => {
            batch(folder, jobs.map(usize::from), common, &mut printer)
        }
        Command::Export { file, common } => export(file, common, &mut printer),
        Command::Check { paths, format, means } => check::run(paths, *format, means, &mut printer),
        Command::Compare { paths, format } => Ok(compare::run(paths, *format, &mut printer)),
        Command::Inspect { files, format } => Ok(inspect::run(files, *format, &mut printer)),
        Command::Kinds { from, format } => kinds::list(from, *format),
        Command::Schema { kind, out, from } => kinds::schema(kind, out.as_deref(), from),
        Command::New { kind, out, schema, from } => {
            kinds::new(kind, out.as_deref(), schema.as_deref(), from)
        }
        Command::Kind { command: KindCommand::Check { target, from } } => {
            kinds::check(target, from, &mut printer)
        }
    };
    result.unwrap_or_else(|Stop { findings, exit }| {
        printer.print("", &findings);
        exit
    })
}

/// Why a run ended before any report was looked at.
struct Stop {
    findings: Vec<Diagnostic>,
    exit: Exit,
}

impl Stop {
    fn one(finding: Diagnostic, exit: Exit) -> Self {
        Self { findings: vec![finding], exit }
    }
}

fn batch(
    folder: &Path,
    jobs: Option<usize>,
    common: &Common,
    printer: &mut Printer,
) -> Result<Exit, Stop> {
    let (found, passed_over) = batch::find_jobs(folder, Some(&common.out))
        .map_err(|finding| Stop::one(finding, Exit::Input))?;
    if found.is_empty() {
        let message = format!("文件夹“{}”里没有找到数据文件", folder.display());
        let finding = Diagnostic::new(Code::NothingToDo, Place::File(folder.into()), message);
        return Err(Stop::one(finding, Exit::Input));
    }
    let mut prepared = prepare(common)?;
    prepared.plan.records = Records::scan(&[folder.to_owned()]);
    let threads = jobs.unwrap_or_else(|| {
        std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
    });
    let outcomes = run_jobs(&found, &prepared, threads);
    printer.print("", &passed_over);
    printer.print("", &prepared.findings);
    for outcome in &outcomes {
        printer.print(&outcome.bureau, &outcome.findings);
    }
    printer.finish();
    let mut run_findings = passed_over;
    run_findings.extend(prepared.findings);
    let report = batch::to_json(&outcomes, &run_findings, &prepared.plan.fonts, &prepared.profile);
    let path = write_report(&prepared.out, &report)?;
    let fonts = table::fonts(&prepared.plan.fonts, &prepared.plan.layout);
    say(&format!("{}\n{fonts}\n运行报告：{}", table::render(&outcomes), path.display()));
    Ok(if batch::has_failures(&outcomes) { Exit::SomeFailed } else { Exit::Done })
}

fn export(file: &Path, common: &Common, printer: &mut Printer) -> Result<Exit, Stop> {
    let prepared = prepare(common)?;
    printer.print("", &prepared.findings);
    let outcomes = batch::run(&[batch::single(file)], &prepared.plan, &prepared.out, 1, &|_| {});
    for outcome in &outcomes {
        printer.print(&outcome.bureau, &outcome.findings);
        for written in &outcome.files {
            say(&written.path.display().to_string());
        }
    }
    if outcomes.iter().any(Outcome::is_made) {
        say(&table::fonts(&prepared.plan.fonts, &prepared.plan.layout));
    }
    printer.finish();
    Ok(if batch::has_failures(&outcomes) { Exit::SomeFailed } else { Exit::Done })
}

fn run_jobs(jobs: &[Job], prepared: &Prepared, threads: usize) -> Vec<Outcome> {
    let progress = Progress::new(jobs.len());
    let outcomes = batch::run(jobs, &prepared.plan, &prepared.out, threads, &|event| {
        progress.event(&event);
    });
    progress.finish();
    outcomes
}

/// What a run needs before the first report.
struct Prepared {
    plan: Plan,
    profile: Profile,
    out: PathBuf,
    findings: Vec<Diagnostic>,
    _lock: env::FolderLock,
}

fn prepare(common: &Common) -> Result<Prepared, Stop> {
    let Ready { plan, profile, findings } = ready(&common.means)?;
    let out = common.out.clone();
    let lock = lock(&out)?;
    Ok(Prepared { plan, profile, out, findings, _lock: lock })
}

/// What reports are made with, read and found sound.
struct Ready {
    plan: Plan,
    profile: Profile,
    findings: Vec<Diagnostic>,
}

fn ready(means: &Means) -> Result<Ready, Stop> {
    let kinds = Kinds::load(means.from.templates.as_deref())
        .map_err(|findings| Stop { findings, exit: Exit::Input })?;
    let (profile, deviations) = profile::load(means.profile.as_deref())
        .map_err(|findings| Stop { findings, exit: Exit::Input })?;
    let (fonts, mut findings) = FontSet::load(&means.font_dirs);
    let fonts = match fonts {
        Some(fonts) if !crate::diag::has_errors(&findings) => fonts,
        _ => return Err(Stop { findings, exit: Exit::Input }),
    };
    findings.extend(deviations);
    let layout = profile.layout.clone();
    let plan = Plan { kinds, fonts, layout, records: Records::default() };
    Ok(Ready { plan, profile, findings })
}

/// Two runs must not write into one folder at once.
fn lock(out: &Path) -> Result<env::FolderLock, Stop> {
    let unwritable = |error: std::io::Error| {
        let message = format!("输出文件夹写不进去：{}", env::io_reason(&error));
        let finding = Diagnostic::new(Code::FileUnwritable, Place::File(out.into()), message);
        Stop::one(finding, Exit::Disk)
    };
    env::make_folder(out).map_err(unwritable)?;
    env::lock_folder(out).map_err(unwritable)?.ok_or_else(|| {
        let message = format!("另一个 yinfa 正在写“{}”", out.display());
        Stop::one(Diagnostic::new(Code::Busy, Place::File(out.into()), message), Exit::Disk)
    })
}

/// Writes `report.json` into a new folder named after the moment.
fn write_report(out: &Path, report: &serde_json::Value) -> Result<PathBuf, Stop> {
    let stamp = env::local_time_stamp();
    let folders = std::iter::once(format!("运行-{stamp}"))
        .chain((2..1000).map(|number| format!("运行-{stamp}-{number}")));
    let mut last = None;
    for name in folders {
        let folder = out.join(name);
        match env::make_new_folder(&folder) {
            Ok(()) => {
                let path = folder.join("report.json");
                return batch::write(&path, report)
                    .map(|()| path.clone())
                    .map_err(|error| unwritable_report(&path, &error));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                last = Some((folder, error));
            }
            Err(error) => return Err(unwritable_report(&folder, &error)),
        }
    }
    let (folder, error) = last.unwrap_or_else(|| (out.into(), std::io::ErrorKind::Other.into()));
    Err(unwritable_report(&folder, &error))
}

fn unwritable_report(path: &Path, error: &std::io::Error) -> Stop {
    let message = format!("运行报告写不进去：{}", env::io_reason(error));
    let finding = Diagnostic::new(Code::FileUnwritable, Place::File(path.into()), message);
    Stop::one(finding, Exit::Disk)
}

/// A line on standard output; a reader that went away is no error of ours.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
