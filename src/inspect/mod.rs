//! 测量: any `.docx` or `.pdf`, ours or not, held against GB/T 9704-2012 clause by clause.
//!
//! `pdf` and `docx` read a file and measure its layout; `text` judges the wording that
//! both hand over; `twins` holds a Word file against its PDF. Nothing a file contains can make this run out of time or memory.

mod docx;
mod fonts;
pub(crate) mod guard;
mod pdf;
mod points;
mod settings;
mod shape;
mod sheet;
mod targets;
mod text;
mod twins;

use std::path::Path;

use crate::diag::{Code, Diagnostic, Place};
use crate::env;
use crate::standard::Layout;

pub use sheet::{Inspection, Kind, Row, Verdict};
pub use text::Form;
pub(crate) use twins::compare_own;
pub use twins::{Cell, Difference, compare, tables};

/// Measures a file.
///
/// # Errors
///
/// One finding, when the file is missing, damaged, encrypted, too large or something else
/// than its name says.
pub fn inspect(path: &Path, layout: &Layout) -> Result<Inspection, Diagnostic> {
    inspect_bytes(path, read_file(path)?, layout)
}

/// The bytes of a finished file, unless it is too large to be one.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        let message = format!("文件读不出来：{}", env::io_reason(&error));
        Diagnostic::new(Code::FileUnreadable, Place::File(path.into()), message)
            .hint("检查文件是否存在、是否有读取权限")
    };
    let size = env::file_size(path).map_err(unreadable)?;
    if size > guard::FILE_BYTES {
        let message = format!(
            "文件有 {} MB，超过了 {} MB 的上限",
            size.div_ceil(1 << 20),
            guard::FILE_BYTES >> 20
        );
        return Err(Diagnostic::new(Code::InspectTooLarge, Place::File(path.into()), message));
    }
    env::read(path).map_err(unreadable)
}

/// Measures the content of a file; `path` is for messages and for its extension.
///
/// # Errors
///
/// As [`inspect`].
pub fn inspect_bytes(
    path: &Path,
    bytes: Vec<u8>,
    layout: &Layout,
) -> Result<Inspection, Diagnostic> {
    let kind = guard::kind(path, &bytes)?;
    let layout = layout.clone();
    guard::bounded(path, move || match kind {
        Kind::Pdf => pdf::inspect(bytes, &layout),
        Kind::Docx => docx::inspect(&bytes, &layout),
    })
}
