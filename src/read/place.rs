//! 位置: where something stands in a file.

use std::sync::Arc;

/// Where something stands in a file; indices count from 0, pages from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In a Word file.
    Word {
        /// The part: `word/document.xml`.
        part: Arc<str>,
        /// The paragraph, counted through the part, cells and text boxes included.
        paragraph: usize,
        /// The cell of a table that the paragraph stands in.
        cell: Option<CellPlace>,
    },
    /// In a PDF.
    Pdf {
        /// The page, unless it is of something that shows on none.
        page: Option<usize>,
    },
}

/// A cell of a table, as it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPlace {
    /// The table, counted through the part.
    pub table: usize,
    /// Its row.
    pub row: usize,
    /// The cell in the row; merged ones count once.
    pub column: usize,
}

impl Location {
    /// The page, from 1, where the file says it.
    pub fn page(&self) -> Option<usize> {
        match self {
            Self::Word { .. } => None,
            Self::Pdf { page } => *page,
        }
    }
}
