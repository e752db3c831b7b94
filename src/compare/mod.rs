//! 比对: a Word file and a PDF are read back and held against each other, so that one never
//! says what the other does not: text, headings and their numbers, tables cell by cell,
//! pictures, page numbers, metadata.
//!
//! Both readers know files, not how we make them; `differences` knows neither format.

mod differences;

pub use differences::Difference;

use std::path::Path;

use crate::diag::{Code, Diagnostic};
use crate::guard::{self, Refusal};
use crate::read::content::{Block, BlockContent, CellText, Content};
use crate::read::{self, FileKind, docx, pdf};

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
    let word = read(word, FileKind::Docx, |bytes| docx::reading(&bytes))?;
    let pdf = read(pdf, FileKind::Pdf, pdf::reading)?;
    Ok(differences::between(&word, &pdf))
}

/// The tables of a file as rows of cells, as they are read back for [`compare`].
///
/// # Errors
///
/// As [`compare`].
pub fn tables(path: &Path, bytes: Vec<u8>) -> Result<Vec<Vec<Vec<CellText>>>, Diagnostic> {
    let reading = match read::kind(path, &bytes)? {
        kind @ FileKind::Docx => read((path, bytes), kind, |bytes| docx::reading(&bytes))?,
        kind @ FileKind::Pdf => read((path, bytes), kind, pdf::reading)?,
    };
    let table = |block: Block| match block.content {
        BlockContent::Table(rows) => Some(rows),
        BlockContent::Text(..) | BlockContent::Chart(_) => None,
    };
    Ok(reading.blocks.into_iter().filter_map(table).collect())
}

fn read(
    (path, bytes): (&Path, Vec<u8>),
    wanted: FileKind,
    reader: impl FnOnce(Vec<u8>) -> Result<Content, Refusal> + Send + 'static,
) -> Result<Content, Diagnostic> {
    let kind = read::kind(path, &bytes)?;
    if kind != wanted {
        let message = format!("这里要一个 {} 文件，给的却是 {}", wanted.word(), kind.word());
        return Err(Refusal::new(Code::InspectFormat, message).at(path));
    }
    guard::bounded(path, move || reader(bytes))
}

/// As [`compare`], for files that were made a moment ago: they are not hostile, so no thread
/// is needed to contain them.
pub(crate) fn compare_own(word: &[u8], pdf: &[u8]) -> Result<Vec<Difference>, String> {
    let word = docx::reading(word).map_err(|Refusal(_, message)| message)?;
    let pdf = pdf::own(pdf.to_vec()).map_err(|Refusal(_, message)| message)?;
    Ok(differences::between(&word, &pdf))
}
