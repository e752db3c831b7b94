//! Word through docx-rs, finished by a small layer on the XML (see `finish.rs`).
//!
//! Architecture invariant: formatting lives in named styles; a paragraph carries only what
//! a style cannot know, such as the room right of a signature.

mod body;
mod chart;
mod chart_part;
mod contents;
mod drawing;
mod extras;
mod finish;
mod footer;
mod frames;
mod gallery;
mod ids;
mod imprint;
mod indents;
mod mark;
mod numbering;
mod package;
mod parts;
mod properties;
mod runs;
mod schema_order;
mod sections;
mod styles;
mod table;
mod workbook;
mod writer;
mod xml;

use docx_rs::Docx;

use super::RenderJob;
use super::pages::Places;
use extras::Extras;
use ids::Ids;

/// Why a Word file could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum DocxError {
    /// A part that docx-rs wrote could not be read back.
    #[error("Word 文件的部件 {part} 读不回来：{reason}")]
    Part {
        /// The part.
        part: &'static str,
        /// The reader's words.
        reason: String,
    },
    /// The package could not be written.
    #[error("Word 文件打不成包：{0}")]
    Package(#[from] zip::result::ZipError),
    /// The workbook of a chart could not be written.
    #[error("图的工作簿写不出来：{0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The package could not be written.
    #[error("Word 文件写不出来：{0}")]
    Write(#[from] std::io::Error),
}

/// Draws a document as a Word file; a 目录 has the pages of the PDF.
///
/// Reads nothing but its arguments, so equal arguments give equal bytes: paragraph ids are
/// counted per document, dates are the document's own, the zip carries no times.
///
/// # Errors
///
/// What docx-rs wrote cannot be read back, or a package or workbook cannot be written; only a
/// fault of ours makes it so.
pub(crate) fn render(job: &RenderJob<'_>, places: &Places) -> Result<Vec<u8>, DocxError> {
    let mut ids = Ids::default();
    let mut extras = Extras::default();
    let docx =
        Docx::new().footer(footer::odd(job, &mut ids)).even_footer(footer::even(job, &mut ids));
    let docx = styles::add(job, docx);
    let docx = numbering::add(job, docx);
    let docx = body::add(job, places, docx, (&mut ids, &mut extras));
    finish::package(job, places, docx.build(), &extras)
}
