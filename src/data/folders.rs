//! The files below a folder: one walk for all that look for files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::SETTINGS_FILE;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::env;

/// Folders may nest this deep.
const MAX_FOLDERS: usize = 32;

/// What lies below a folder.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, sorted; hidden ones, those of open documents and settings are passed over.
    pub files: Vec<PathBuf>,
    /// Folders that were not entered.
    pub findings: Findings,
}

/// There may be so many files and folders below a folder.
const MAX_ENTRIES: usize = 1_000_000;

/// All files below `folder` except what lies in `skipped`. Every real folder is entered once,
/// whatever links lead to it; one below that cannot be read is reported, and the others are
/// gone through.
///
/// # Errors
///
/// One finding, where `folder` itself cannot be read.
pub fn files_below(folder: &Path, skipped: Option<&Path>) -> Result<Found, Diagnostic> {
    let mut walk = Walk {
        skipped,
        above: Vec::new(),
        seen: BTreeMap::new(),
        entries: 0,
        found: Found::default(),
    };
    walk.enter(folder)?;
    Ok(walk.found)
}

struct Walk<'a> {
    /// A real path.
    skipped: Option<&'a Path>,
    /// The real paths of the folders that are open now.
    above: Vec<PathBuf>,
    /// The real paths of all folders that were entered, with the names by which they were.
    seen: BTreeMap<PathBuf, PathBuf>,
    entries: usize,
    found: Found,
}

/// Whether runs of the program have written their results into a folder: they are no data.
fn is_output(folder: &Path) -> bool {
    env::exists(&folder.join(".yinfa").join("journal.jsonl"))
}

impl Walk<'_> {
    fn enter(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        let unreadable = |error: std::io::Error| {
            let message = format!("文件夹读不出来：{}", env::io_reason(&error));
            Diagnostic::new(Code::FileUnreadable, Place::File(folder.to_owned()), message)
                .hint("检查文件夹的名称和读取权限")
        };
        let real = env::real_path(folder).map_err(unreadable)?;
        if self.skipped == Some(&*real)
            || !self.above.is_empty() && is_output(folder)
            || self.refuse(folder, &real)
        {
            return Ok(());
        }
        let listed = env::list(folder).map_err(unreadable)?;
        self.seen.insert(real.clone(), folder.to_owned());
        self.above.push(real);
        for path in listed {
            self.entries += 1;
            if self.entries > MAX_ENTRIES {
                break;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || name.starts_with("~$") || name == SETTINGS_FILE {
                continue;
            }
            if env::is_folder(&path) {
                if let Err(unreadable) = self.enter(&path) {
                    self.found.findings.push(unreadable);
                }
            } else {
                self.found.files.push(path);
            }
        }
        self.above.pop();
        Ok(())
    }

    fn refuse(&mut self, folder: &Path, real: &Path) -> bool {
        let message = if self.above.iter().any(|above| above == real) {
            format!("文件夹“{}”是一个链接，指向它自己的上级文件夹，没有进去", folder.display())
        } else if self.above.len() > MAX_FOLDERS {
            format!("文件夹套了超过 {MAX_FOLDERS} 层，“{}”没有进去", folder.display())
        } else if let Some(first) = self.seen.get(real) {
            let (folder, first) = (folder.display(), first.display());
            format!("文件夹“{folder}”就是“{first}”，里面的文件只算一次，没有再进去")
        } else {
            return false;
        };
        let place = Place::File(folder.to_owned());
        self.found.findings.push(Diagnostic::new(Code::FolderLoop, place, message));
        true
    }
}
