//! 读: what a finished file says, Word or PDF, whoever made it. `docx` and `pdf` know their
//! formats, `content` is what both hand over; nothing here knows the standard.

pub(crate) mod content;
pub(crate) mod docx;
pub(crate) mod faces;
mod file;
pub(crate) mod pdf;

pub use content::CellText;
pub(crate) use file::kind;
pub use file::{FileKind, load};
