//! A workbook as every reader yields it: sheets of cells that know their place.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::number_format::NumberFormat;
use crate::data::node::Span;
use crate::source::{CellIndex, CellStart, Notation, Source};

/// A workbook that was read.
#[derive(Debug)]
pub(crate) struct Book {
    /// Its cells as a text, for the places of findings.
    pub(crate) source: Arc<Source>,
    /// The sheets, in the order of the file.
    pub(crate) sheets: Vec<Sheet>,
    has_sheets: bool,
}

/// One sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Its name; the stem of the file for a format that has no sheets.
    pub(crate) name: String,
    /// Whether people do not see it.
    pub(crate) hidden: bool,
    /// The cells that hold something, by row and column from 0.
    pub(crate) cells: BTreeMap<(u32, u32), Cell>,
    /// The merged areas.
    pub(crate) merged: Vec<Area>,
    /// Hidden rows and columns.
    pub(crate) hidden_rows: Vec<u32>,
    /// Stretches of hidden columns: first and last.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
    /// The merged areas that lie in a row, by their numbers; made when the book is done.
    area_rows: HashMap<u32, Vec<usize>>,
}

/// A rectangle of cells, all bounds inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) top: u32,
    pub(crate) left: u32,
    pub(crate) bottom: u32,
    pub(crate) right: u32,
}

/// One cell.
#[derive(Debug)]
pub(crate) struct Cell {
    /// What it holds.
    pub(crate) content: Content,
    /// How numbers in it are shown.
    pub(crate) format: NumberFormat,
    /// Where it stands in the text of the workbook.
    pub(crate) range: Range<usize>,
}

/// What a cell can hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// Text.
    Text(String),
    /// A number, in plain decimal digits.
    Number(String),
    /// A date without a time.
    Date(Date),
    /// A date with a time, or a time alone, as it would be shown.
    Time(String),
    /// True or false.
    Bool(bool),
    /// An error: `#REF!`.
    Error(String),
    /// A formula whose result was not stored.
    Formula,
}

impl Content {
    /// As a person sees it, on one line.
    pub(crate) fn shown(&self) -> String {
        match self {
            Content::Text(text) => text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " "),
            Content::Number(digits) => digits.clone(),
            Content::Date(date) => date.to_string(),
            Content::Time(text) | Content::Error(text) => text.clone(),
            Content::Bool(true) => "TRUE".to_owned(),
            Content::Bool(false) => "FALSE".to_owned(),
            Content::Formula => "（公式）".to_owned(),
        }
    }
}

impl Area {
    pub(crate) fn holds(&self, row: u32, column: u32) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

impl Sheet {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            hidden: false,
            cells: BTreeMap::new(),
            merged: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            area_rows: HashMap::new(),
        }
    }

    /// Adds a cell; its place is known when the book is done. A text of nothing but spaces is
    /// as good as no text.
    pub(crate) fn put(&mut self, row: u32, column: u32, content: Content, format: NumberFormat) {
        if !matches!(&content, Content::Text(text) if text.trim().is_empty()) {
            self.cells.insert((row, column), Cell { content, format, range: 0..0 });
        }
    }

    /// The merged area in which a cell lies, if it is more than the cell.
    pub(crate) fn area(&self, row: u32, column: u32) -> Option<Area> {
        // The first of the list wins, as long as areas do not overlap the only one.
        let areas = self.area_rows.get(&row)?;
        areas.iter().map(|index| self.merged[*index]).find(|area| area.holds(row, column))
    }

    /// Notes in which rows there are merged areas.
    fn index_areas(&mut self) {
        let height = self.height();
        self.area_rows.clear();
        for (index, area) in self.merged.iter().enumerate() {
            // Below the last cell nobody looks.
            for row in area.top..=area.bottom.min(height) {
                self.area_rows.entry(row).or_default().push(index);
            }
        }
    }

    /// The cell that people see at a place: a merged area shows its first cell.
    pub(crate) fn seen(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column)).or_else(|| {
            let area = self.area(row, column)?;
            self.cells.get(&(area.top, area.left))
        })
    }

    /// One past the last row that holds something.
    pub(crate) fn height(&self) -> u32 {
        self.cells.keys().next_back().map_or(0, |(row, _)| row + 1)
    }

    /// Whether people do not see a row.
    pub(crate) fn is_hidden_row(&self, row: u32) -> bool {
        self.hidden_rows.binary_search(&row).is_ok()
    }

    /// Whether people do not see a column.
    pub(crate) fn is_hidden_column(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

impl Book {
    /// Puts the cells into one text and tells each its place; `has_sheets` says whether the
    /// format names its sheets.
    pub(crate) fn new(path: &Path, mut sheets: Vec<Sheet>, has_sheets: bool) -> Self {
        let mut text = String::new();
        let mut index = CellIndex::default();
        for (number, sheet) in sheets.iter_mut().enumerate() {
            if has_sheets {
                index.sheets.push(sheet.name.clone());
            }
            sheet.hidden_rows.sort_unstable();
            sheet.index_areas();
            let mut last = None;
            for ((row, column), cell) in &mut sheet.cells {
                if last.is_some_and(|last| last != *row) {
                    text.push('\n');
                } else if last.is_some() {
                    text.push_str(" | ");
                }
                last = Some(*row);
                let at = text.len();
                text.push_str(&cell.content.shown());
                cell.range = at..text.len();
                index.starts.push(CellStart { at, sheet: number, row: *row, column: *column });
            }
            text.push('\n');
        }
        let source = Arc::new(Source::of_cells(path, text, index));
        Self { source, sheets, has_sheets }
    }

    /// Whether the format names its sheets.
    pub(crate) fn has_sheets(&self) -> bool {
        self.has_sheets
    }

    /// The place of a cell.
    pub(crate) fn span(&self, cell: &Cell) -> Span {
        Span::new(&self.source, cell.range.clone()).written_as(Notation::Cell)
    }
}
