//! The command line: the only module that talks to people.

mod apart;
mod args;
mod batch;
mod batch_args;
mod check;
mod clean;
mod compare;
mod exit;
mod findings;
mod fix;
mod inspect;
mod interrupt;
mod kinds;
mod merge_reports;
mod output;
mod pages;
mod plan_table;
mod preferred;
mod progress;
mod run_files;
mod sarif;
mod table;

pub use apart::Task;
pub use args::{Cli, Command, KindCommand, Usage, command};
pub use exit::Exit;

use crate::data::records::Records;
use crate::diag::{Checked, Diagnostic, Findings};
use crate::fonts::FontSet;
use crate::kind::Kinds;
use crate::pipeline::Plan;
use crate::profile;
use crate::sheets::Books;
use crate::standard::Profile;
use args::ResourceArgs;
use findings::Printer;
use output::say;

/// Does what the arguments ask for.
pub fn run(mut cli: Cli) -> Exit {
    if let Command::Apart { task, files, width, seconds } = &cli.command {
        return apart::run(*task, files, *width, *seconds);
    }
    start_threads();
    let mut printer = Printer::new();
    let preferred = preferred::apply(&mut cli.command, &mut printer);
    let done = preferred.and_then(|()| obey(&cli.command, &mut printer));
    output::exit(done.unwrap_or_else(|abort| {
        printer.print("", &abort.findings);
        abort.exit
    }))
}

fn obey(command: &Command, printer: &mut Printer) -> Result<Exit, Abort> {
    match command {
        Command::Batch(args) => batch::batch(args, printer),
        Command::Export(args) => batch::export(args, printer),
        Command::MergeReports(args) => merge_reports::run(args, printer),
        Command::Check { paths, format, fix, resources } => {
            Ok(check::run(paths, *format, *fix, resources, printer))
        }
        Command::Compare { paths, format } => Ok(compare::run(paths, *format, printer)),
        Command::Inspect { files, format } => Ok(inspect::run(files, *format, printer)),
        // Done above, before anything else is.
        Command::Apart { .. } => Ok(Exit::Usage),
        Command::Kinds { from, format } => kinds::list(from, *format),
        Command::Schema { kind, out, from } => kinds::schema(kind, out.as_deref(), from),
        Command::New { kind, out, xlsx: true, from, schema: _ } => {
            kinds::new_workbook(kind, out.as_deref(), from)
        }
        Command::New { kind, out, schema, from, xlsx: false } => {
            kinds::new(kind, out.as_deref(), schema.as_deref(), from)
        }
        Command::Kind { command: KindCommand::Check { target, from } } => {
            kinds::check(target, from, printer)
        }
        Command::Settings { folder, format } => preferred::show(folder, *format, printer),
        Command::Clean(args) => clean::run(args, printer),
        Command::Completions { shell } => Ok(pages::completions(*shell)),
        Command::Man { out } => pages::manual(out.as_deref()),
        Command::Help { commands } => Ok(pages::help(commands, printer)),
    }
}

/// Starts the threads that all work shares. Where the system grants none, the one we are on
/// does the work: left to itself, the library panics when it is asked for the first time.
fn start_threads() {
    let started = rayon::ThreadPoolBuilder::new().build_global();
    if started.is_err() {
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
        // Started before, by whoever has us as a library.
        let _ = alone.build_global();
    }
}

/// Why a run ended before any report was looked at.
struct Abort {
    findings: Findings,
    exit: Exit,
}

impl Abort {
    fn one(finding: Diagnostic, exit: Exit) -> Self {
        Self { findings: finding.into(), exit }
    }
}

fn load_kinds(resources: &ResourceArgs) -> Result<Kinds, Abort> {
    Kinds::load(resources.from.templates.as_deref())
        .map_err(|findings| Abort { findings, exit: Exit::Input })
}

/// What reports are made with, read and found sound.
struct Setup {
    plan: Plan,
    profile: Profile,
    findings: Findings,
}

fn set_up(resources: &ResourceArgs, kinds: Kinds, books: Books) -> Result<Setup, Abort> {
    let profile = profile::load(resources.profile.as_deref())
        .map_err(|findings| Abort { findings, exit: Exit::Input })?;
    let Checked { value: fonts, mut findings } = FontSet::load(&resources.font_dirs);
    let fonts = match fonts {
        Some(fonts) if !findings.has_errors() => fonts,
        _ => return Err(Abort { findings, exit: Exit::Input }),
    };
    let profile = findings.keep(profile);
    let layout = profile.layout.clone();
    let plan = Plan { kinds, fonts, layout, records: Records::default(), books };
    Ok(Setup { plan, profile, findings })
}
