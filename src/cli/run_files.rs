//! The folder with the reports of a run.

use std::path::{Path, PathBuf};

use super::{Abort, Exit};
use crate::batch::{self, RunReport, Shard};
use crate::diag::{Code, Diagnostic, Place};
use crate::env;

/// The names of the folders begin so.
pub(super) const PREFIX: &str = batch::RUN_FOLDER;
/// The report for programs.
pub(super) const REPORT: &str = "report.json";
/// The report as a page.
pub(super) const PAGE: &str = "运行报告.html";
/// The report as a workbook.
pub(super) const LEDGER: &str = "台账.xlsx";

/// Writes the reports of a run into a new folder named after the moment.
pub(super) fn write(
    out: &Path,
    shard: Option<Shard>,
    report: &RunReport,
) -> Result<PathBuf, Abort> {
    let folder = new_folder(out, shard)?;
    // One after the other, so that only one of them is in memory.
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        batch::write(&path, bytes).map_err(|error| unwritable(&path, &error))
    };
    write(REPORT, &report.bytes())?;
    write(PAGE, batch::page(report, &folder).as_bytes())?;
    let ledger = batch::workbook(report, &folder).map_err(|reason| {
        let message = format!("台账做不出来：{reason}");
        let place = Place::File(folder.clone());
        Abort::one(Diagnostic::new(Code::Internal, place, message), Exit::Disk)
    })?;
    write(LEDGER, &ledger)?;
    Ok(folder)
}

fn new_folder(out: &Path, shard: Option<Shard>) -> Result<PathBuf, Abort> {
    let stamp = env::local_time_stamp();
    let part = shard.map_or_else(String::new, |shard| format!("-第{}片", shard.part));
    let folders = std::iter::once(format!("{PREFIX}{stamp}{part}"))
        .chain((2..1000).map(|number| format!("{PREFIX}{stamp}{part}-{number}")));
    let mut last = None;
    for name in folders {
        let folder = out.join(name);
        match env::make_new_folder(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                last = Some((folder, error));
            }
            Err(error) => return Err(unwritable(&folder, &error)),
        }
    }
    let (folder, error) = last.unwrap_or_else(|| (out.into(), std::io::ErrorKind::Other.into()));
    Err(unwritable(&folder, &error))
}

pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Abort {
    let message = format!("运行报告写不进去：{}", env::io_reason(error));
    let finding = Diagnostic::new(Code::FileUnwritable, Place::File(path.into()), message);
    Abort::one(finding, Exit::Disk)
}
