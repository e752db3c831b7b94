//! 比对: a Word file and a PDF are read back and held against each other, so that one never
//! says what the other does not: text, headings and their numbers, tables cell by cell,
//! pictures, page numbers, metadata.
//!
//! `read` knows files, not how we make them; `differences` knows neither format.

mod differences;

use std::path::Path;

use crate::diag::{Code, Diagnostic};
use crate::guard::Refusal;
use crate::output::{OutputFile, OutputFormat};
use crate::read::{self, Content, FileKind};

pub use differences::Difference;

/// How two files of a document differ, each with the format that it is to have; nothing when
/// they say the same.
///
/// # Errors
///
/// One finding, when a file is damaged, encrypted, too large, or a PDF without the tags that
/// say what is a heading, a table or a paragraph.
pub fn compare<P: AsRef<Path>>(
    one: (OutputFormat, P, Vec<u8>),
    other: (OutputFormat, P, Vec<u8>),
) -> Result<Vec<Difference>, Diagnostic> {
    let content = |(format, path, bytes): (OutputFormat, P, Vec<u8>)| match format {
        OutputFormat::Docx => content(path.as_ref(), bytes, FileKind::Docx),
        OutputFormat::Pdf => content(path.as_ref(), bytes, FileKind::Pdf),
    };
    let one = content(one)?;
    Ok(differences::between(one, vec![content(other)?]))
}

fn content(path: &Path, bytes: Vec<u8>, wanted: FileKind) -> Result<Content, Diagnostic> {
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
pub(crate) fn compare_own(files: &[OutputFile]) -> Result<Vec<Difference>, String> {
    let content = |file| read::own_content(file).map_err(|Refusal(_, message)| message);
    let Some((first, others)) = files.split_first() else { return Ok(Vec::new()) };
    let first = content(first)?;
    let others: Vec<Content> = others.iter().map(content).collect::<Result<_, _>>()?;
    Ok(differences::between(first, others))
}
