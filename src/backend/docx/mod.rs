//! Word through docx-rs, finished by a small layer on the XML (see `finish.rs`).
//!
//! Architecture invariant: formatting lives in named styles; a paragraph carries only what
//! a style cannot know, such as the room right of a signature.

mod body;
mod finish;
mod footer;
mod ids;
mod numbering;
mod parts;
mod styles;
mod table;
mod xml;

use docx_rs::{Docx, PageMargin};

use super::RenderJob;
use ids::Ids;

/// Why a Word file could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocxError {
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
    /// The package could not be written.
    #[error("Word 文件写不出来：{0}")]
    Write(#[from] std::io::Error),
}

/// Draws a document as a Word file.
///
/// Reads nothing but its arguments, so equal arguments give equal bytes: paragraph ids are
/// counted per document, dates are the document's own, the zip carries no times.
pub fn render(job: &RenderJob<'_>) -> Result<Vec<u8>, DocxError> {
    let layout = job.layout;
    let mut ids = Ids::default();
    let docx = Docx::new()
        .page_size(page(layout.page_width.value.twip().0), page(layout.page_height.value.twip().0))
        .page_margin(
            PageMargin::new()
                .top(layout.margin_top.value.twip().0)
                .bottom(layout.margin_bottom.value.twip().0)
                .left(layout.margin_left.value.twip().0)
                .right(right_margin(job))
                .header(0)
                .footer(footer::distance(job).0)
                .gutter(0),
        )
        .footer(footer::odd(job, &mut ids))
        .even_footer(footer::even(job, &mut ids));
    let docx = styles::add(job, docx);
    let docx = numbering::add(job, docx);
    let docx = body::add(job, docx, &mut ids);
    finish::package(job, docx.build())
}

/// What the page leaves beside a text width that is the same to the twip in both files.
fn right_margin(job: &RenderJob<'_>) -> i32 {
    let layout = job.layout;
    let taken = layout.margin_left.value.twip().0 + layout.text_width.value.twip().0;
    layout.page_width.value.twip().0 - taken
}

fn page(twips: i32) -> u32 {
    twips.unsigned_abs()
}
