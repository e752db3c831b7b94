//! `yinfa merge-reports`: the reports of several parts of a run as one.

use std::path::{Path, PathBuf};

use super::batch_args::{MergeArgs, out_or_default};
use super::findings::Printer;
use super::{Abort, Exit, run_files, say, table};
use crate::batch::{self, RunReport};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::env;

/// Joins the reports and writes the result like that of a run.
pub(super) fn run(args: &MergeArgs, printer: &mut Printer) -> Result<Exit, Abort> {
    let reports: Vec<Result<RunReport, Diagnostic>> =
        args.reports.iter().map(|path| read(path)).collect();
    let (read, broken): (Vec<_>, Vec<_>) = reports.into_iter().partition(Result::is_ok);
    let broken: Findings = broken.into_iter().filter_map(Result::err).collect();
    if !broken.is_empty() {
        return Err(Abort { findings: broken, exit: Exit::Input });
    }
    let Some(merged) = batch::merge(read.into_iter().flatten().collect()) else {
        let message = "没有写出要合并的运行报告";
        let finding = Diagnostic::new(Code::RunReport, Place::Whole, message);
        return Err(Abort::one(finding, Exit::Input));
    };
    let Checked { value: report, findings: doubts } = merged;
    printer.print("", &doubts);
    let out = out_or_default(args.out.as_ref());
    env::make_folder(out).map_err(|error| run_files::unwritable(out, &error))?;
    let folder = run_files::write(out, None, &report)?;
    say(&format!("{}\n运行报告：{}", table::render(&report), folder.display()));
    Ok(if doubts.is_empty() { super::batch::exit(&report) } else { Exit::SomeFailed })
}

/// A report, named itself or by its folder.
fn read(path: &Path) -> Result<RunReport, Diagnostic> {
    let path: PathBuf =
        if env::is_folder(path) { path.join(run_files::REPORT) } else { path.to_owned() };
    let broken = |reason: String| {
        let message = format!("运行报告不能用：{reason}");
        Diagnostic::new(Code::RunReport, Place::File(path.clone()), message)
    };
    let bytes = env::read(&path).map_err(|error| broken(env::io_reason(&error)))?;
    batch::read_report(&bytes).map_err(broken)
}
