//! 按行: a sheet with a row per bureau.

use std::collections::BTreeMap;

use super::grid::{Book, Sheet};
use super::header::{self, Label, Matching, seen_row};
use super::label::key;
use super::mapping::{Header, RowMap, Target};
use super::record::Record;
use super::value::Reading;
use crate::data::node::Span;
use crate::diag::{Code, Diagnostic, Findings, Place};

/// What marks the row that a fresh workbook shows as an example.
pub(crate) const EXAMPLE: &str = "【示例】";

/// A sheet whose header was understood.
#[derive(Debug)]
pub(crate) struct Listing<'a> {
    pub(crate) book: &'a Book,
    pub(crate) sheet: &'a Sheet,
    /// The columns that are read.
    columns: Vec<(u32, &'a Header, &'a Target)>,
    /// The bureaus, in the order of the sheet.
    pub(crate) bureaus: Vec<Bureau>,
    /// What is wrong with the sheet, whatever the bureau.
    pub(crate) findings: Findings,
}

/// The rows of one bureau.
#[derive(Debug)]
pub(crate) struct Bureau {
    /// The name as the sheet shows it.
    pub(crate) name: String,
    /// The name as it is compared.
    pub(crate) key: String,
    /// Where the name stands.
    pub(crate) span: Span,
    /// One row, or the rows over which its merged name goes.
    rows: Vec<u32>,
}

impl<'a> Listing<'a> {
    /// Understands the header of a sheet and lists its bureaus.
    pub(crate) fn read(book: &'a Book, sheet: &'a Sheet, map: &'a RowMap) -> Self {
        let mut findings = Findings::new();
        let known: Vec<&Header> = map
            .columns
            .iter()
            .map(|(header, _)| header)
            .chain([&map.bureau])
            .chain(&map.ignored)
            .collect();
        let mut listing = Self {
            book,
            sheet,
            columns: Vec::new(),
            bureaus: Vec::new(),
            findings: Findings::new(),
        };
        let Some(found) = header::find(sheet, &known, map.header_rows, 0) else {
            let message = format!("工作表“{}”里没有找到表头“{}”", sheet.name, map.bureau.shown);
            let place = header::place(book, sheet, 0, 0);
            listing.findings.push(Diagnostic::new(Code::SheetHeader, place, message));
            return listing;
        };
        let labels: Vec<(u32, Label)> = found.labels.into_iter().collect();
        let around = labels.first().map_or((found.row, 0), |(_, label)| label.cell);
        let mut matching = Matching::new(book, sheet, "表头", around, labels);
        let bureau = matching.take(&map.bureau, false, &mut findings);
        for (header, target) in &map.columns {
            let column = matching.take(header, target.optional, &mut findings);
            listing.columns.extend(column.map(|column| (column, header, target)));
        }
        for header in &map.ignored {
            matching.pass_over(header);
        }
        matching.rest(&known, &mut findings);
        listing.findings = findings;
        if let Some(column) = bureau {
            listing.list(found.row + 1, column);
        }
        listing
    }

    fn list(&mut self, first: u32, column: u32) {
        let (book, sheet) = (self.book, self.sheet);
        let mut rows: Vec<u32> =
            sheet.cells.keys().map(|(row, _)| *row).filter(|row| *row >= first).collect();
        rows.dedup();
        for row in rows {
            let seen = seen_row(sheet, row);
            let own = |column: &u32| seen.get(column).filter(|((at, _), _)| *at == row);
            let first =
                self.columns.iter().map(|(column, ..)| *column).filter(|c| own(c).is_some()).min();
            let filled = first.is_some();
            let Some((at, cell)) = seen.get(&column) else {
                if let Some(first) = first {
                    let place = header::place(book, sheet, row, first);
                    let message =
                        format!("工作表“{}”第 {} 行填了数，没有写单位", sheet.name, row + 1);
                    self.findings.push(
                        Diagnostic::new(Code::SheetRowUnused, place, message)
                            .hint("写上单位名称，或者删掉这一行"),
                    );
                }
                continue;
            };
            let span = book.span(cell);
            let name = cell.content.shown().trim().to_owned();
            if at.0 != row {
                // The merged name of the rows above.
                if let Some(bureau) =
                    self.bureaus.last_mut().filter(|one| one.span.range == span.range)
                {
                    bureau.rows.push(row);
                }
                continue;
            }
            if self.is_bureau(&name, &span, filled) {
                self.bureaus.push(Bureau { key: key(&name), name, span, rows: vec![row] });
            }
        }
        self.find_repeated();
    }

    /// Rows that look like bureaus and are none: totals, the example, notes below the table.
    fn is_bureau(&mut self, name: &str, span: &Span, filled: bool) -> bool {
        let compared = key(name);
        if compared.starts_with(&key(EXAMPLE)) {
            let message = format!("“{name}”是示例行，没有读取");
            self.findings.push(Diagnostic::new(Code::SheetExample, span.place(), message));
            return false;
        }
        let total = ["合计", "总计", "小计", "共计"];
        if total.iter().any(|word| compared.ends_with(word) || compared.starts_with(word)) {
            let message = format!("“{name}”当作合计行，没有当作单位");
            self.findings.push(Diagnostic::new(Code::SheetTotalRow, span.place(), message));
            return false;
        }
        let note = ["注:", "注1", "备注", "说明:", "填表", "审核", "制表", "联系人", "单位负责人"];
        filled || !note.iter().any(|word| compared.starts_with(word))
    }

    fn find_repeated(&mut self) {
        let mut first: BTreeMap<&str, &Bureau> = BTreeMap::new();
        for bureau in &self.bureaus {
            let Some(first) = first.get(bureau.key.as_str()) else {
                first.insert(&bureau.key, bureau);
                continue;
            };
            let message = format!("单位“{}”填了两行", bureau.name);
            let finding = Diagnostic::new(Code::SheetRowTwice, bureau.span.place(), message);
            self.findings.push(finding.related(first.span.place(), "第一次在这里"));
        }
    }

    /// Puts the figures of a bureau into its record.
    pub(crate) fn fill(&self, bureau: &Bureau, record: &mut Record) {
        let seen: Vec<_> =
            bureau.rows.iter().map(|row| (*row, seen_row(self.sheet, *row))).collect();
        let mut is_empty = true;
        for (column, header, target) in &self.columns {
            let mut first: Option<Place> = None;
            for (row, seen) in &seen {
                let Some((at, cell)) = seen.get(column).copied() else { continue };
                is_empty = false;
                let span = self.book.span(cell);
                if let Some(first) = &first {
                    // A value merged over the rows is one value.
                    if at.0 == *row {
                        let message = format!("单位“{}”的“{}”填了两次", bureau.name, header.shown);
                        let finding = Diagnostic::new(Code::SheetRowTwice, span.place(), message);
                        record.findings.push(finding.related(first.clone(), "第一次在这里"));
                    }
                    continue;
                }
                first = Some(span.place());
                self.warn(bureau, (*row, *column), at, &header.shown, record);
                let findings = &mut record.findings;
                let header = header.shown.as_str();
                if let Some(node) = (Reading { cell, span, target, header, findings }).value() {
                    record.put(target, node, &bureau.span);
                }
            }
        }
        if is_empty {
            let message = format!("单位“{}”的这一行没有填数", bureau.name);
            record.findings.push(Diagnostic::new(
                Code::SheetRowEmpty,
                bureau.span.place(),
                message,
            ));
        }
    }

    /// Says where a value may not be what the reader of the sheet thinks.
    fn warn(
        &self,
        bureau: &Bureau,
        here: (u32, u32),
        at: (u32, u32),
        header: &str,
        record: &mut Record,
    ) {
        let place = || header::place(self.book, self.sheet, here.0, here.1);
        if !bureau.rows.contains(&at.0) || at.1 != here.1 {
            let message =
                format!("“{header}”的单元格和别的格合并，单位“{}”也取了这个值", bureau.name);
            record.findings.push(Diagnostic::new(Code::SheetMerged, place(), message));
        }
        if let Some(hidden) = hidden(self.sheet, here) {
            let message = format!("“{header}”在隐藏的{hidden}里");
            record.findings.push(Diagnostic::new(Code::SheetHidden, place(), message));
        }
    }
}

/// What hides a cell from the reader of a sheet.
pub(crate) fn hidden(sheet: &Sheet, (row, column): (u32, u32)) -> Option<&'static str> {
    if sheet.hidden {
        Some("工作表")
    } else if sheet.is_hidden_row(row) {
        Some("行")
    } else if sheet.is_hidden_column(column) {
        Some("列")
    } else {
        None
    }
}
