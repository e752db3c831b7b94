//! 读: what a finished file says, Word or PDF, whoever made it: the one door through which files
//! of others come in.
//!
//! [`word`] gives a Word file with its formatting and all that stands beside its words;
//! [`content()`] gives what Word files and tagged PDFs have in common. Both say where each thing
//! stands ([`Location`]). Nothing here knows the standard, and nothing a file holds can make
//! reading it run out of time or memory.

mod content;
pub mod docx;
pub(crate) mod faces;
mod file;
pub(crate) mod pdf;
mod place;

use std::path::Path;

use crate::diag::{Code, Diagnostic};
use crate::guard::{self, Refusal};
use crate::output::{OutputFile, OutputFormat};

pub use content::{
    Block, BlockContent, CellText, Chart, Content, Metadata, Numbered, Picture, TextKind,
};
pub(crate) use file::kind;
pub use file::{FileKind, load};
pub use place::{CellPlace, Location};

/// What a Word file or a tagged PDF says; `path` is for messages and for its extension.
///
/// # Errors
///
/// One finding, when the file is damaged, encrypted, too large, something else than its name
/// says, or a PDF without tags.
pub fn content(path: &Path, bytes: Vec<u8>) -> Result<Content, Diagnostic> {
    match kind(path, &bytes)? {
        FileKind::Docx => guard::bounded(path, move || docx::content(&bytes)),
        FileKind::Pdf => guard::bounded(path, move || pdf::content(bytes)),
    }
}

/// What a Word file says, with formatting, tracked changes, notes, fields.
///
/// # Errors
///
/// One finding, when the file is damaged, encrypted, too large or no Word file.
pub fn word(path: &Path, bytes: Vec<u8>) -> Result<docx::WordFile, Diagnostic> {
    match kind(path, &bytes)? {
        FileKind::Docx => guard::bounded(path, move || docx::read(&bytes)),
        kind @ FileKind::Pdf => {
            let message = format!("这里要一个 Word 文件，给的却是 {}", kind.word());
            Err(Refusal::new(Code::InspectFormat, message).at(path))
        }
    }
}

/// What a file says that was made a moment ago: no thread contains it.
///
/// # Errors
///
/// When it cannot be read back.
pub(crate) fn own_content(file: &OutputFile) -> Result<Content, Refusal> {
    match file.format {
        OutputFormat::Docx => docx::content(&file.bytes),
        OutputFormat::Pdf => pdf::own_content(file.bytes.clone()),
    }
}
