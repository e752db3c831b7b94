//! Input texts, kept whole so that every finding can show its line; the cells of a workbook
//! are such a text too, one line for a row.

mod written;

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub use written::{Notation, Written};

/// One input text: a data file, a template, or the cells of a workbook.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    text: String,
    line_starts: Vec<usize>,
    cells: Option<CellIndex>,
}

/// Where the cells of a workbook stand in its text.
#[derive(Debug, Default)]
pub struct CellIndex {
    /// The names of the sheets; none for a format that has no sheets.
    pub sheets: Vec<String>,
    /// The cells, in the order of the text.
    pub starts: Vec<CellStart>,
}

/// The beginning of a cell in the text of its workbook.
#[derive(Debug, Clone, Copy)]
pub struct CellStart {
    /// Offset in the text, in bytes.
    pub at: usize,
    /// Which sheet, from 0.
    pub sheet: usize,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

/// A cell as people name it: `工作表“申请” C7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellName {
    /// The sheet, where the format has sheets.
    pub sheet: Option<String>,
    /// The cell: `C7`.
    pub cell: String,
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(f, "工作表“{sheet}” ")?;
        }
        f.write_str(&self.cell)
    }
}

/// The name of a cell, row and column from 0: `(6, 2)` is `C7`.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

/// A position that a person can find: both numbers count from 1, columns in characters; in a
/// workbook row and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// Keeps `text` under the path that messages will show.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path: path.into(), text, line_starts, cells: None }
    }

    /// Keeps the cells of a workbook; `text` holds one line for a row.
    pub fn of_cells(path: impl Into<PathBuf>, text: String, cells: CellIndex) -> Self {
        Self { cells: Some(cells), ..Self::new(path, text) }
    }

    /// Whether the text is that of the cells of a workbook, not of the file.
    pub fn is_workbook(&self) -> bool {
        self.cells.is_some()
    }

    /// The path as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Turns a byte offset into line and column, or row and column of a workbook; offsets past
    /// the end give the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        if let Some((_, start)) = self.start_of(offset) {
            return LineColumn { line: start.row as usize + 1, column: start.column as usize + 1 };
        }
        self.text_position(offset)
    }

    /// The cell in which an offset of a workbook lies.
    pub fn cell(&self, offset: usize) -> Option<CellName> {
        let (index, start) = self.start_of(offset)?;
        let sheet = index.sheets.get(start.sheet).cloned();
        Some(CellName { sheet, cell: cell_name(start.row, start.column) })
    }

    fn start_of(&self, offset: usize) -> Option<(&CellIndex, &CellStart)> {
        let index = self.cells.as_ref()?;
        let after = index.starts.partition_point(|start| start.at <= offset);
        Some((index, index.starts.get(after.saturating_sub(1))?))
    }

    /// Line and column in the text, whatever the text holds.
    pub fn text_position(&self, offset: usize) -> LineColumn {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1];
        LineColumn { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// Turns a line and column (both from 1) into a byte offset, clamped to the text.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let Some(&start) = self.line_starts.get(line.saturating_sub(1)) else {
            return self.text.len();
        };
        let rest = &self.text[start..];
        rest.char_indices()
            .nth(column.saturating_sub(1))
            .map_or(self.text.len(), |(at, _)| start + at)
    }

    /// The first occurrence of `needle` inside `range`, else `range` itself.
    pub fn narrow(&self, range: &Range<usize>, needle: &str) -> Range<usize> {
        match self.text.get(range.clone()).and_then(|text| text.find(needle)) {
            Some(at) => range.start + at..range.start + at + needle.len(),
            None => range.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("x", "一二\n三四五\n");
        assert_eq!(source.line_column(0), LineColumn { line: 1, column: 1 });
        assert_eq!(source.line_column(13), LineColumn { line: 2, column: 3 });
        assert_eq!(source.offset(2, 3), 13);
        assert_eq!(source.line_column(999), LineColumn { line: 3, column: 1 });
        assert_eq!(source.narrow(&(0..6), "二"), 3..6);
    }

    #[test]
    fn cells_have_names() {
        let names = [(0, 0), (6, 2), (0, 25), (9, 26), (99, 701), (0, 702), (1_048_575, 16_383)];
        let found = names.map(|(row, column)| cell_name(row, column));
        assert_eq!(found, ["A1", "C7", "Z1", "AA10", "ZZ100", "AAA1", "XFD1048576"]);
        let start = |at, row, column| CellStart { at, sheet: 0, row, column };
        let starts = vec![start(0, 1, 0), start(4, 1, 3), start(8, 7, 1)];
        let index = CellIndex { sheets: vec!["申请".to_owned()], starts };
        let source = Source::of_cells("x.xlsx", "一 二\n三".to_owned(), index);
        let shown = |at| source.cell(at).map(|name| name.to_string());
        assert_eq!(shown(5).as_deref(), Some("工作表“申请” D2"));
        assert_eq!(shown(8).as_deref(), Some("工作表“申请” B8"));
        assert_eq!(source.line_column(8), LineColumn { line: 8, column: 2 });
        assert_eq!(source.text_position(8), LineColumn { line: 2, column: 1 });
        assert!(Source::new("a", "b").cell(0).is_none());
    }
}
