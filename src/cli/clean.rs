//! `yinfa clean`: old folders with reports of runs go, and nothing else.

use std::path::{Path, PathBuf};

use super::batch_args::{CleanArgs, out_or_default};
use super::findings::Printer;
use super::run_files::{LEDGER, PAGE, PREFIX, REPORT};
use super::{Abort, Exit, say};
use crate::batch::{self, Closed, Store};
use crate::diag::{Code, Diagnostic, Place};
use crate::env::{self, staging};

/// Removes all run folders but the newest.
pub(super) fn run(args: &CleanArgs, printer: &mut Printer) -> Result<Exit, Abort> {
    let out = out_or_default(args.out.as_ref());
    if Store::is_new(out) {
        let message = format!("文件夹“{}”里没有做过报告", out.display());
        let finding = Diagnostic::new(Code::NothingToDo, Place::File(out.into()), message);
        return Err(Abort::one(finding.hint("写上放结果的文件夹"), Exit::Input));
    }
    // Another run may be writing a folder of its own.
    let _store = (!args.dry_run).then(|| open(out)).transpose()?;
    let folders = run_folders(out)?;
    let old = &folders[..folders.len().saturating_sub(args.keep)];
    for folder in old {
        if !args.dry_run {
            remove(folder, printer)?;
        }
        say(&folder.display().to_string());
    }
    let word = if args.dry_run { "要删" } else { "删了" };
    say(&format!("{word} {} 个运行报告文件夹，留下 {} 个", old.len(), folders.len() - old.len()));
    Ok(Exit::Done)
}

fn open(out: &Path) -> Result<Store, Abort> {
    Store::open(out, None).map_err(|closed| match closed {
        Closed::Unusable(finding) => Abort::one(finding, Exit::Disk),
        Closed::Busy => {
            let message = format!("另一个 yinfa 正在写“{}”", out.display());
            Abort::one(Diagnostic::new(Code::Busy, Place::File(out.into()), message), Exit::Disk)
        }
    })
}

/// The folders that hold a report of a run, oldest first: their names are moments.
fn run_folders(out: &Path) -> Result<Vec<PathBuf>, Abort> {
    let listed = env::list(out).map_err(|error| unremovable(out, &error))?;
    let is_ours = |folder: &PathBuf| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let report = || env::read(&folder.join(REPORT)).ok();
        name.starts_with(PREFIX)
            && env::is_folder(folder)
            && report().is_some_and(|bytes| batch::read_report(&bytes).is_ok())
    };
    let mut folders: Vec<PathBuf> = listed.into_iter().filter(is_ours).collect();
    folders.sort();
    Ok(folders)
}

/// The report that tells it for ours goes last, so that a stopped run can be taken up again.
fn remove(folder: &Path, printer: &mut Printer) -> Result<(), Abort> {
    for name in [PAGE, LEDGER, REPORT] {
        let path = folder.join(name);
        staging::remove(&path).map_err(|error| unremovable(&path, &error))?;
    }
    let left = env::list(folder).map_err(|error| unremovable(folder, &error))?;
    if left.is_empty() {
        return staging::remove_folder(folder).map_err(|error| unremovable(folder, &error));
    }
    let message = format!("文件夹里还有 {} 个别的文件，留着没有删", left.len());
    let finding = Diagnostic::new(Code::FileIgnored, Place::File(folder.into()), message);
    printer.print("", &[finding.hint("不要的话自己删掉它")]);
    Ok(())
}

fn unremovable(path: &Path, error: &std::io::Error) -> Abort {
    let message = format!("删不掉：{}", env::io_reason(error));
    let finding = Diagnostic::new(Code::FileUnwritable, Place::File(path.into()), message);
    Abort::one(finding, Exit::Disk)
}
