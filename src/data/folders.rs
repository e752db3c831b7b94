//! The files below a folder: one walk for all that look for files.

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

/// All files below `folder` except what lies in `skipped`; a link that leads back into a
/// folder above itself is reported and not followed.
///
/// # Errors
///
/// One finding, where a folder cannot be read.
pub fn files_below(folder: &Path, skipped: Option<&Path>) -> Result<Found, Diagnostic> {
    let mut walk = Walk { skipped, above: Vec::new(), found: Found::default() };
    walk.enter(folder)?;
    Ok(walk.found)
}

struct Walk<'a> {
    /// A real path.
    skipped: Option<&'a Path>,
    /// The real paths of the folders that are open now.
    above: Vec<PathBuf>,
    found: Found,
}

impl Walk<'_> {
    fn enter(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        let unreadable = |error: std::io::Error| {
            let message = format!("文件夹读不出来：{}", env::io_reason(&error));
            Diagnostic::new(Code::FileUnreadable, Place::File(folder.to_owned()), message)
                .hint("检查文件夹的名称和读取权限")
        };
        let real = env::real_path(folder).map_err(unreadable)?;
        if self.skipped == Some(&*real) || self.refuse(folder, &real) {
            return Ok(());
        }
        self.above.push(real);
        for path in env::list(folder).map_err(unreadable)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || name.starts_with("~$") || name == SETTINGS_FILE {
                continue;
            }
            if env::is_folder(&path) {
                self.enter(&path)?;
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
        } else {
            return false;
        };
        let place = Place::File(folder.to_owned());
        self.found.findings.push(Diagnostic::new(Code::FolderLoop, place, message));
        true
    }
}
