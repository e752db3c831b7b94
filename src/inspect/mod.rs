//! 测量: any `.docx` or `.pdf`, ours or not, held against GB/T 9704-2012 clause by clause.
//!
//! `pdf` and `docx` recognise the elements of a file and measure its layout; `text` judges the
//! wording that both hand over.

mod docx;
mod pdf;
mod points;
mod results;
mod settings;
mod shape;
mod targets;
mod text;

use std::path::Path;

use crate::diag::Diagnostic;
use crate::guard;
use crate::read::{self, FileKind};
use crate::standard::Layout;

pub use results::{Inspection, Measurement, Verdict};
pub use text::Form;

/// Measures a file.
///
/// # Errors
///
/// One finding, when the file is missing, damaged, encrypted, too large or something else
/// than its name says.
pub fn inspect(path: &Path, layout: &Layout) -> Result<Inspection, Diagnostic> {
    inspect_bytes(path, read::load(path)?, layout)
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
    let kind = read::kind(path, &bytes)?;
    let layout = layout.clone();
    guard::bounded(path, move || match kind {
        FileKind::Pdf => pdf::inspect(bytes, &layout),
        FileKind::Docx => docx::inspect(&bytes, &layout),
    })
}
