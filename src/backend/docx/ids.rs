//! Paragraph ids. docx-rs counts them per thread and does not start anew after a document
//! was given up, so equal input would not give equal bytes; we count per document.
#![expect(clippy::disallowed_methods, reason = "this module is the replacement")]

use docx_rs::Paragraph;

/// Counts the paragraphs of one document.
#[derive(Debug, Default)]
pub(super) struct Ids(u32);

impl Ids {
    /// A new paragraph in a style.
    pub(super) fn paragraph(&mut self, style: &str) -> Paragraph {
        self.0 += 1;
        Paragraph::new().id(format!("{:08X}", self.0)).style(style)
    }
}
