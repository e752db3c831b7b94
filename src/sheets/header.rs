//! Finding the header of a table by its words, wherever it stands in the sheet.

use std::collections::BTreeMap;

use super::grid::{Area, Book, Cell, Sheet};
use super::label::{key, nearest};
use super::mapping::Header;
use crate::diag::{Code, Diagnostic, Findings, Place};

/// Columns over which a merged area shows its words, however wide it is.
const WIDEST: u32 = 2_000;
/// Rows that are searched for a header.
const SEARCHED: u32 = 200;

/// The words over the columns of a table.
#[derive(Debug)]
pub(crate) struct Found {
    /// The last row of the header.
    pub(crate) row: u32,
    /// The words of each column, pieces from above joined with `/`.
    pub(crate) labels: BTreeMap<u32, Label>,
}

/// The words of a column or row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// As the sheet shows them.
    pub(crate) shown: String,
    /// As they are compared.
    pub(crate) key: String,
    /// The cell of the last piece.
    pub(crate) cell: (u32, u32),
}

impl Label {
    /// Whether a mapping means this: the whole, or the last pieces.
    pub(crate) fn is(&self, header: &Header) -> bool {
        self.key == header.key
            || self.key.strip_suffix(header.key.as_str()).is_some_and(|rest| rest.ends_with('/'))
    }

    /// Adds a piece unless it says the same again.
    pub(crate) fn push(&mut self, piece: &str, cell: (u32, u32)) {
        let added = key(piece);
        if self.key == added || self.key.ends_with(&format!("/{added}")) {
            self.cell = cell;
            return;
        }
        self.shown = format!("{}/{piece}", self.shown);
        self.key = format!("{}/{added}", self.key);
        self.cell = cell;
    }

    pub(crate) fn new(piece: &str, cell: (u32, u32)) -> Self {
        Self { shown: piece.to_owned(), key: key(piece), cell }
    }
}

/// One row as people see it: merged areas show their words in each of their cells.
pub(crate) fn seen_row(sheet: &Sheet, row: u32) -> BTreeMap<u32, ((u32, u32), &Cell)> {
    let mut seen = BTreeMap::new();
    for area in sheet.merged.iter().filter(|area| area.holds(row, area.left)) {
        let Area { top, left, right, .. } = *area;
        if let Some(cell) = sheet.cells.get(&(top, left)) {
            seen.extend(
                (left..=right.min(left + WIDEST)).map(|column| (column, ((top, left), cell))),
            );
        }
    }
    for (&(_, column), cell) in sheet.cells.range((row, 0)..=(row, u32::MAX)) {
        seen.insert(column, ((row, column), cell));
    }
    seen
}

/// The header that has most of the wanted words, from `from` on.
pub(crate) fn find(
    sheet: &Sheet,
    wanted: &[&Header],
    header_rows: u32,
    from: u32,
) -> Option<Found> {
    let end = sheet.height().min(from.saturating_add(SEARCHED));
    let first = from.saturating_add(header_rows - 1);
    let mut best: Option<(usize, Found)> = None;
    for row in first..end {
        let labels = labels(sheet, row + 1 - header_rows, row);
        let has = |header: &&&Header| labels.values().any(|label| label.is(header));
        let score = wanted.iter().filter(has).count();
        if score > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((score, Found { row, labels }));
        }
    }
    best.map(|(_, found)| found)
}

fn labels(sheet: &Sheet, first: u32, last: u32) -> BTreeMap<u32, Label> {
    let mut labels: BTreeMap<u32, Label> = BTreeMap::new();
    for row in first..=last {
        for (column, (at, cell)) in seen_row(sheet, row) {
            let text = cell.content.shown();
            let text = text.trim();
            match labels.get_mut(&column) {
                Some(label) => label.push(text, at),
                None => {
                    labels.insert(column, Label::new(text, at));
                }
            }
        }
    }
    labels
}

/// Finds words among labels: none is an error unless they may be lacking, two are one too.
pub(crate) struct Matching<'a> {
    pub(crate) book: &'a Book,
    pub(crate) sheet: &'a Sheet,
    /// 表头 or 行标题.
    pub(crate) what: &'a str,
    /// Where the finding of something that is not there stands.
    pub(crate) around: (u32, u32),
    pub(crate) labels: Vec<(u32, Label)>,
    /// Places of labels that nobody has asked for yet.
    unused: Vec<u32>,
}

impl<'a> Matching<'a> {
    pub(crate) fn new(
        book: &'a Book,
        sheet: &'a Sheet,
        what: &'a str,
        around: (u32, u32),
        labels: Vec<(u32, Label)>,
    ) -> Self {
        let unused = labels.iter().map(|(at, _)| *at).collect();
        Self { book, sheet, what, around, labels, unused }
    }

    /// Where a header stands.
    pub(crate) fn take(
        &mut self,
        header: &Header,
        optional: bool,
        findings: &mut Findings,
    ) -> Option<u32> {
        self.pass_over(header);
        match &self.of(header)[..] {
            [] => {
                findings.extend((!optional).then(|| self.missing(header)));
                None
            }
            [(at, _)] => Some(*at),
            [(first, one), (_, second), ..] => {
                let message = format!("{}“{}”出现了两次", self.what, header.shown);
                let finding =
                    Diagnostic::new(Code::SheetHeaderTwice, self.place(second.cell), message);
                findings.push(finding.related(self.place(one.cell), "第一次在这里"));
                Some(*first)
            }
        }
    }

    /// A header that is not read may be there several times or not at all.
    pub(crate) fn pass_over(&mut self, header: &Header) {
        let places: Vec<u32> = self.of(header).iter().map(|(at, _)| *at).collect();
        self.unused.retain(|at| !places.contains(at));
    }

    /// The labels that are this header: those of the same words, else those that mean it.
    fn of(&self, header: &Header) -> Vec<&(u32, Label)> {
        let exact: Vec<&(u32, Label)> =
            self.labels.iter().filter(|(_, label)| label.key == header.key).collect();
        match exact.is_empty() {
            true => self.labels.iter().filter(|(_, label)| label.is(header)).collect(),
            false => exact,
        }
    }

    fn missing(&mut self, header: &Header) -> Diagnostic {
        let left = self.labels.iter().filter(|(at, _)| self.unused.contains(at));
        let near = nearest(&header.shown, left.map(|(_, label)| label.shown.as_str()));
        let near = near.map(str::to_owned);
        let (what, name) = (self.what, &self.sheet.name);
        let found = self.labels.iter().find(|(_, label)| Some(&label.shown) == near.as_ref());
        let Some((at, label)) = found else {
            let message = format!("工作表“{name}”里没有{what}“{}”", header.shown);
            return Diagnostic::new(Code::SheetHeader, self.place(self.around), message);
        };
        let message = format!("没有{what}“{}”，有一个相近的“{}”", header.shown, label.shown);
        let finding = Diagnostic::new(Code::SheetHeader, self.place(label.cell), message)
            .hint(format!("把“{}”改成“{}”", label.shown, header.shown));
        let at = *at;
        self.unused.retain(|one| *one != at);
        finding
    }

    /// Reports what nobody asked for; `known` are all headers of the mapping.
    pub(crate) fn rest(self, known: &[&Header], findings: &mut Findings) {
        for (at, label) in &self.labels {
            if !self.unused.contains(at) || label.key.is_empty() {
                continue;
            }
            let near = nearest(&label.shown, known.iter().map(|header| header.shown.as_str()));
            let message = format!("不认识的{}“{}”，没有读取", self.what, label.shown);
            let place = self.place(label.cell);
            let finding = Diagnostic::new(Code::SheetHeaderUnknown, place, message);
            findings.push(match near {
                Some(near) => finding.hint(format!("是不是“{near}”？改正表头，或者删掉它")),
                None => finding,
            });
        }
    }

    fn place(&self, (row, column): (u32, u32)) -> Place {
        place(self.book, self.sheet, row, column)
    }
}

/// The place of a cell, or of the nearest one before it, or of the sheet.
pub(crate) fn place(book: &Book, sheet: &Sheet, row: u32, column: u32) -> Place {
    let cell = sheet.seen(row, column).or_else(|| {
        let before = sheet.cells.range(..=(row, column)).next_back();
        before.or_else(|| sheet.cells.iter().next()).map(|(_, cell)| cell)
    });
    match cell {
        Some(cell) => book.span(cell).place(),
        None => Place::File(book.source.path().to_owned()),
    }
}
