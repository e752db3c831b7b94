//! The files of one kind: in the binary, or in a folder of an office.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::broken;
use crate::data::MAX_BYTES;
use crate::diag::Diagnostic;
use crate::env;
use crate::source::Source;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/kinds");
/// Where messages say that the files of the binary lie.
const SHOWN: &str = "templates/kinds";
/// The name of the file with the shared `$defs`, beside the folders of the kinds.
pub(super) const COMMON: &str = "common.json";

/// Where the files of a kind are.
#[derive(Debug, Clone)]
pub(super) enum Folder {
    /// In the binary.
    BuiltIn(&'static Dir<'static>),
    /// On the disk.
    Own(PathBuf),
}

impl Folder {
    /// The folders of the binary.
    pub(super) fn built_in() -> impl Iterator<Item = Self> {
        BUILT_IN.dirs().map(Self::BuiltIn)
    }

    /// As messages show it.
    pub(super) fn path(&self) -> PathBuf {
        match self {
            Folder::BuiltIn(folder) => Path::new(SHOWN).join(folder.path()),
            Folder::Own(path) => path.clone(),
        }
    }

    /// The text of a file that must be there.
    pub(super) fn text(&self, name: &str) -> Result<Arc<Source>, Diagnostic> {
        let missing = || {
            broken(&self.path().join(name), format!("模板文件夹里缺少能读的 {name}"))
                .hint("一种报告的文件夹里要有 kind.yaml、schema.json 和 body.hbs，用 UTF-8 编码")
        };
        self.optional(name)?.ok_or_else(missing)
    }

    /// The text of a file that may be absent.
    pub(super) fn optional(&self, name: &str) -> Result<Option<Arc<Source>>, Diagnostic> {
        match self {
            Folder::BuiltIn(folder) => Ok(built_in(&folder.path().join(name))),
            Folder::Own(folder) => on_disk(&folder.join(name)),
        }
    }

    /// The files with shared `$defs` that this folder may refer to, the nearest first.
    pub(super) fn commons(&self) -> Result<Vec<Arc<Source>>, Diagnostic> {
        let own = match self {
            Folder::BuiltIn(_) => None,
            Folder::Own(folder) => on_disk(&folder.with_file_name(COMMON))?,
        };
        Ok(own.into_iter().chain(built_in(Path::new(COMMON))).collect())
    }
}

fn built_in(path: &Path) -> Option<Arc<Source>> {
    let text = BUILT_IN.get_file(path)?.contents_utf8()?;
    Some(Arc::new(Source::new(Path::new(SHOWN).join(path), text)))
}

fn on_disk(path: &Path) -> Result<Option<Arc<Source>>, Diagnostic> {
    if !env::exists(path) {
        return Ok(None);
    }
    let unreadable = |error: std::io::Error| {
        broken(path, format!("模板的文件读不出来：{}", env::io_reason(&error)))
    };
    let bytes = match env::read_at_most(path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            return Err(broken(path, "模板的文件超过 16 MB"));
        }
        Err(error) => return Err(unreadable(error)),
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| broken(path, "模板的文件不是 UTF-8 编码").hint("另存为 UTF-8 编码"))?;
    // Editors on Windows put a mark in front.
    Ok(Some(Arc::new(Source::new(path, text.trim_start_matches('\u{FEFF}')))))
}
