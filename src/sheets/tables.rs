//! 按表: a prescribed table of one bureau, on a sheet of its own or below a title.

use super::grid::{Book, Sheet};
use super::header::{self, Found, Label, Matching, seen_row};
use super::label::key;
use super::mapping::{Header, TableMap};
use super::record::Record;
use super::rows::hidden;
use super::value::Reading;
use crate::data::node::Span;
use crate::diag::{Code, Diagnostic};

/// Reads the table of a sheet into a record; `named` is where the bureau is named.
pub(crate) fn fill(book: &Book, sheet: &Sheet, map: &TableMap, named: &Span, record: &mut Record) {
    let Some(from) = start(sheet, map) else {
        let title = map.title.as_deref().unwrap_or_default();
        let message = format!("工作表“{}”里没有找到表题“{title}”", sheet.name);
        let place = header::place(book, sheet, 0, 0);
        if !map.optional {
            record.findings.push(Diagnostic::new(Code::SheetHeader, place, message));
        }
        return;
    };
    let known: Vec<&Header> =
        map.columns.iter().map(|(header, _)| header).chain(&map.ignored).collect();
    let Some(found) = header::find(sheet, &known, map.header_rows, from) else {
        let first = map.columns.first().map_or("", |(header, _)| header.shown.as_str());
        let message = format!("工作表“{}”里没有找到表头“{first}”", sheet.name);
        let place = header::place(book, sheet, from, 0);
        record.findings.push(Diagnostic::new(Code::SheetHeader, place, message));
        return;
    };
    let header_row = found.row;
    let columns = columns(book, sheet, map, found, &known, record);
    let Some(first) = columns.iter().flatten().min().copied() else { return };
    let rows = rows(book, sheet, map, header_row, first, record);
    for (index, (row, targets)) in rows.iter().zip(&map.targets).enumerate() {
        let Some(row) = row else { continue };
        let seen = seen_row(sheet, *row);
        for ((column, (header, _)), target) in columns.iter().zip(&map.columns).zip(targets) {
            let Some(column) = column else { continue };
            let Some((at, cell)) = seen.get(column).copied() else { continue };
            // A cell that is merged into another is not this cell.
            if at != (*row, *column) {
                continue;
            }
            let span = book.span(cell);
            let name = format!("{}/{}", map.rows[index].0.shown, header.shown);
            let Some(target) = target else {
                let message = format!("“{name}”不应当填数");
                record.findings.push(Diagnostic::new(Code::SheetCell, span.place(), message));
                continue;
            };
            if let Some(hidden) = hidden(sheet, at) {
                let message = format!("“{name}”在隐藏的{hidden}里");
                record.findings.push(Diagnostic::new(Code::SheetHidden, span.place(), message));
            }
            let findings = &mut record.findings;
            if let Some(node) = (Reading { cell, span, target, header: &name, findings }).value() {
                record.put(target, node, named);
            }
        }
    }
}

/// The row from which the table is looked for.
fn start(sheet: &Sheet, map: &TableMap) -> Option<u32> {
    let Some(title) = &map.title else { return Some(0) };
    let title = key(title);
    let held = |text: String| key(&text).contains(&title);
    sheet.cells.iter().find(|(_, cell)| held(cell.content.shown())).map(|((row, _), _)| *row)
}

fn columns(
    book: &Book,
    sheet: &Sheet,
    map: &TableMap,
    found: Found,
    known: &[&Header],
    record: &mut Record,
) -> Vec<Option<u32>> {
    let around = found.labels.values().next().map_or((found.row, 0), |label| label.cell);
    let all: Vec<(u32, Label)> = found.labels.into_iter().collect();
    let is_known = |(_, label): &&(u32, Label)| known.iter().any(|header| label.is(header));
    let first = all.iter().find(is_known).map_or(0, |(column, _)| *column);
    // Left of the figures stand the words before the rows.
    let labels = all.into_iter().filter(|(column, _)| *column >= first).collect();
    let mut matching = Matching::new(book, sheet, "表头", around, labels);
    let columns = map
        .columns
        .iter()
        .map(|(header, _)| matching.take(header, false, &mut record.findings))
        .collect();
    for header in &map.ignored {
        matching.pass_over(header);
    }
    matching.rest(known, &mut record.findings);
    columns
}

fn rows(
    book: &Book,
    sheet: &Sheet,
    map: &TableMap,
    header_row: u32,
    first_column: u32,
    record: &mut Record,
) -> Vec<Option<u32>> {
    let labels = row_labels(sheet, map, header_row, first_column);
    let mut matching = Matching::new(book, sheet, "行标题", (header_row, 0), labels);
    map.rows.iter().map(|(header, _)| matching.take(header, false, &mut record.findings)).collect()
}

/// The words left of the figures, row by row; words of a group go on until the next group.
/// The table ends where its last row was found or nothing more stands on the left.
fn row_labels(sheet: &Sheet, map: &TableMap, header_row: u32, first: u32) -> Vec<(u32, Label)> {
    let mut labels: Vec<(u32, Label)> = Vec::new();
    let mut rows: Vec<u32> =
        sheet.cells.keys().map(|(row, _)| *row).filter(|row| *row > header_row).collect();
    rows.dedup();
    let mut missing: Vec<&Header> = map.rows.iter().map(|(header, _)| header).collect();
    for row in rows {
        let mut label: Option<Label> = None;
        for (_, (at, cell)) in seen_row(sheet, row).range(..first) {
            let text = cell.content.shown();
            match &mut label {
                Some(label) => label.push(text.trim(), *at),
                None => label = Some(Label::new(text.trim(), *at)),
            }
        }
        let Some(label) = label else { continue };
        missing.retain(|header| !label.is(header));
        labels.push((row, label));
        if missing.is_empty() && map.title.is_some() {
            break;
        }
    }
    labels
}
