//! 按行: a sheet with a row per bureau.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::grid::{Book, Cell, Content, Sheet};
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

/// Rows of sums, by what their names begin or end with.
const TOTALS: [&str; 7] = ["合计", "总计", "小计", "共计", "累计", "总和", "平均"];
/// Of these, the ones that add up the rows above.
const SUMS: [&str; 3] = ["合计", "总计", "共计"];
/// Rows of sums, by their whole names.
const WHOLES: [&str; 9] =
    ["全县", "全市", "全区", "全省", "全州", "全旗", "均值", "平均值", "汇总"];
/// What lines below a table begin with: notes and signatures.
const NOTES: [&str; 20] = [
    "注:",
    "注1",
    "备注",
    "说明:",
    "填表说明",
    "填表",
    "填报人",
    "填报日期",
    "填报时间",
    "审核",
    "审批",
    "复核",
    "制表",
    "联系人",
    "联系电话",
    "单位负责人",
    "负责人:",
    "报送日期",
    "日期:",
    "签字",
];

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
    /// What is wrong with its rows, and with no others.
    findings: Findings,
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
        let mut totals = Vec::new();
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
            // A line that is merged over other columns is a heading or a note.
            let goes_across = at.1 != column
                || sheet.area(row, column).is_some_and(|area| {
                    self.columns
                        .iter()
                        .any(|(other, ..)| *other != column && area.holds(row, *other))
                });
            if at.0 != row {
                // The merged name of the rows above.
                if let Some(bureau) =
                    self.bureaus.last_mut().filter(|one| one.span.range == span.range)
                {
                    bureau.rows.push(row);
                }
                continue;
            }
            let is_sum = SUMS.iter().any(|word| key(&name).contains(word));
            totals.extend(is_sum.then_some(row));
            if self.is_bureau(&name, &span, filled && !goes_across) && !goes_across {
                let (rows, findings) = (vec![row], Findings::new());
                self.bureaus.push(Bureau { key: key(&name), name, span, rows, findings });
            }
        }
        self.find_repeated();
        if let [total] = totals[..] {
            self.add_up(total);
        }
    }

    /// Holds the one row of sums against the rows of the bureaus.
    fn add_up(&mut self, total: u32) {
        let number = |row: u32, column: u32| match self.sheet.cells.get(&(row, column)) {
            None => Some(Decimal::ZERO),
            Some(Cell { content: Content::Number(digits), .. }) => digits.parse().ok(),
            Some(_) => None,
        };
        let rows: Vec<u32> = self.bureaus.iter().flat_map(|bureau| bureau.rows.clone()).collect();
        let mut wrong = Vec::new();
        for (column, header, _) in &self.columns {
            // Shares do not add up.
            let is_share = header.shown.contains(['率', '%', '％', '比']);
            let written = self.sheet.cells.get(&(total, *column)).filter(|_| !is_share);
            let Some((cell, written)) = written.zip(number(total, *column)) else { continue };
            let sum = rows
                .iter()
                .map(|row| number(*row, *column))
                .try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one?));
            if let Some(sum) = sum.filter(|sum| *sum != written) {
                let message =
                    format!("“{}”的合计写的是 {written}，各单位相加是 {sum}", header.shown);
                let place = self.book.span(cell).place();
                wrong.push(Diagnostic::new(Code::Implausible, place, message));
            }
        }
        self.findings.extend(wrong);
    }

    /// Rows that look like bureaus and are none: totals, the example, notes below the table.
    fn is_bureau(&mut self, name: &str, span: &Span, filled: bool) -> bool {
        let compared = key(name);
        if compared.starts_with(&key(EXAMPLE)) || compared == "示例" {
            let message = format!("“{name}”是示例行，没有读取");
            self.findings.push(Diagnostic::new(Code::SheetExample, span.place(), message));
            return false;
        }
        if is_total(&compared) {
            let message = format!("“{name}”当作合计行，没有当作单位");
            self.findings.push(Diagnostic::new(Code::SheetTotalRow, span.place(), message));
            return false;
        }
        let is_note = NOTES.iter().any(|word| compared.starts_with(word));
        let has_letters = compared.chars().any(char::is_alphanumeric);
        let in_brackets = compared.starts_with('(') && compared.ends_with(')');
        if filled && (is_note || in_brackets || !has_letters) {
            let message = format!("“{name}”当作表后的说明，没有当作单位");
            self.findings.push(Diagnostic::new(Code::SheetNoteRow, span.place(), message));
        }
        !is_note && !in_brackets && has_letters
    }

    /// A bureau that fills in two rows is in doubt; the others are not.
    fn find_repeated(&mut self) {
        let mut first: BTreeMap<String, Place> = BTreeMap::new();
        let mut twice: BTreeMap<String, Findings> = BTreeMap::new();
        for bureau in &self.bureaus {
            let Some(first) = first.get(&bureau.key) else {
                first.insert(bureau.key.clone(), bureau.span.place());
                continue;
            };
            let message = format!("单位“{}”填了两行", bureau.name);
            let finding = Diagnostic::new(Code::SheetRowTwice, bureau.span.place(), message);
            let finding = finding.related(first.clone(), "第一次在这里");
            twice.entry(bureau.key.clone()).or_default().push(finding);
        }
        for bureau in &mut self.bureaus {
            bureau.findings.extend(twice.get(&bureau.key).into_iter().flatten().cloned());
        }
    }

    /// Puts the figures of a bureau into its record.
    pub(crate) fn fill(&self, bureau: &Bureau, record: &mut Record) {
        record.findings.extend(bureau.findings.iter().cloned());
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

/// Whether a name, as it is compared, is that of a row of sums.
fn is_total(compared: &str) -> bool {
    let has = |word: &&str| compared.ends_with(*word) || compared.starts_with(*word);
    TOTALS.iter().any(has) || WHOLES.contains(&compared)
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
