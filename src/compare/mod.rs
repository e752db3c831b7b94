//! 比对: a Word file and a PDF are read back and held against each other, so that one never
//! says what the other does not: text, headings and their numbers, tables cell by cell,
//! pictures, page numbers, metadata.
//!
//! `read` knows files, not how we make them; `differences` knows neither format.

mod differences;

use std::path::Path;

use crate::diag::{Code, Diagnostic};
use crate::guard::Refusal;
use crate::read::{self, Content, FileKind};

pub use differences::Difference;

/// How the two files of a document differ; nothing when they say the same.
///
/// # Errors
///
/// One finding, when a file is damaged, encrypted, too large, or a PDF without the tags that
/// say what is a heading, a table or a paragraph.
pub fn compare(
    word: (&Path, Vec<u8>),
    pdf: (&Path, Vec<u8>),
) -> Result<Vec<Difference>, Diagnostic> {
    let word = content(word, FileKind::Docx)?;
    let pdf = content(pdf, FileKind::Pdf)?;
    Ok(differences::between(word, &pdf))
}

fn content((path, bytes): (&Path, Vec<u8>), wanted: FileKind) -> Result<Content, Diagnostic> {
    let kind = read::kind(path, &bytes)?;
    if kind != wanted {
        let message = format!("这里要一个 {} 文件，给的却是 {}", wanted.word(), kind.word());
        return Err(Refusal::new(Code::InspectFormat, message).at(path));
    }
    read::content(path, bytes)
}

/// As [`compare`], for files that were made a moment ago: they are not hostile, so no thread
/// is needed to contain them.
///
/// # Errors
///
/// A sentence, when one of them cannot be read back.
pub(crate) fn compare_own(word: &[u8], pdf: &[u8]) -> Result<Vec<Difference>, String> {
    let (word, pdf) = read::own_contents(word, pdf).map_err(|Refusal(_, message)| message)?;
    Ok(differences::between(word, &pdf))
}
