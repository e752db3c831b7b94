//! A sheet with prescribed tables of one bureau, to be filled in.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::field::Field;
use super::listing::{width, write_area, write_header};
use super::{Note, Styles};
use crate::sheets::mapping::{Header, TableMap};

/// Writes the tables one below the other; what the notes say about them comes back.
pub(super) fn write(
    sheet: &mut Worksheet,
    maps: &[&TableMap],
    name: &str,
    styles: &Styles,
) -> Result<Vec<Note>, XlsxError> {
    let labels = maps.iter().map(|map| pieces(map)).max().unwrap_or(1);
    let mut notes = Vec::new();
    let mut row = 0;
    for column in 0..labels {
        sheet.set_column_width(column, 26)?;
    }
    for map in maps {
        if let Some(title) = &map.title {
            sheet.write_string_with_format(row, 0, title, &styles.plain)?;
            row += 1;
        }
        row = write_table(sheet, map, (row, labels), styles)?;
        for (column, (header, _)) in (labels..).zip(&map.columns) {
            sheet.set_column_width(column, width(&header.shown))?;
        }
        let field = map.targets.iter().flatten().flatten().next().map(Field::of);
        let header = map.title.clone().unwrap_or_else(|| "表中各格".to_owned());
        notes.extend(field.map(|field| Note { sheet: name.to_owned(), header, field }));
        row += 1;
    }
    if maps.len() == 1 {
        let first = maps[0];
        let above = first.header_rows + u32::from(first.title.is_some());
        sheet.set_freeze_panes(above, labels)?;
    }
    Ok(notes)
}

/// Writes a table; the row behind it comes back.
fn write_table(
    sheet: &mut Worksheet,
    map: &TableMap,
    (top, labels): (u32, u16),
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let headers: Vec<&Header> = map.columns.iter().map(|(header, _)| header).collect();
    write_header(sheet, &headers, map.header_rows, (top, labels), styles)?;
    let corner = (top, 0, top + map.header_rows - 1, labels - 1);
    write_area(sheet, corner, "项目", &styles.header)?;
    let first = top + map.header_rows;
    write_labels(sheet, map, (first, labels), styles)?;
    for (row, targets) in (first..).zip(&map.targets) {
        for (column, target) in (labels..).zip(targets) {
            let Some(target) = target else {
                sheet.write_string_with_format(row, column, "", &styles.label)?;
                continue;
            };
            sheet.write_blank(row, column, &styles.cell)?;
            if let Some(validation) = Field::of(target).validation()? {
                sheet.add_data_validation(row, column, row, column, &validation)?;
            }
        }
    }
    Ok(first + u32::try_from(map.rows.len()).unwrap_or(0))
}

/// The words before the rows; a group that goes on is merged, a short label goes over the
/// room of a long one.
fn write_labels(
    sheet: &mut Worksheet,
    map: &TableMap,
    (first, labels): (u32, u16),
    styles: &Styles,
) -> Result<(), XlsxError> {
    let parts: Vec<Vec<&str>> = map
        .rows
        .iter()
        .map(|(header, _)| header.shown.splitn(usize::from(labels), '/').collect())
        .collect();
    for depth in 0..usize::from(labels) {
        let mut from = 0;
        while from < parts.len() {
            let is_last = parts[from].len() == depth + 1;
            let goes_on = |other: &&Vec<&str>| {
                !is_last && other.len() > depth + 1 && other[..=depth] == parts[from][..=depth]
            };
            let more = parts[from + 1..].iter().take_while(|other| goes_on(other)).count();
            let more = if parts[from].len() > depth { more } else { 0 };
            if let Some(text) = parts[from].get(depth) {
                let right = if is_last { labels - 1 } else { depth as u16 };
                let area = (first + from as u32, depth as u16, first + (from + more) as u32, right);
                write_area(sheet, area, text, &styles.label)?;
            }
            from += more + 1;
        }
    }
    Ok(())
}

/// Columns that the words before the rows take.
fn pieces(map: &TableMap) -> u16 {
    let most = map.rows.iter().map(|(header, _)| header.shown.matches('/').count() + 1).max();
    u16::try_from(most.unwrap_or(1)).unwrap_or(1)
}
