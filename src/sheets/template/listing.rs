//! A sheet with a row per bureau, to be filled in.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use super::field::{Example, Field};
use super::{Note, ROWS, Styles};
use crate::chars::squares;
use crate::sheets::mapping::{Header, RowMap};
use crate::sheets::rows::EXAMPLE;

/// Writes the sheet; what the notes say about it comes back.
pub(super) fn write(
    sheet: &mut Worksheet,
    map: &RowMap,
    name: &str,
    styles: &Styles,
) -> Result<Vec<Note>, XlsxError> {
    let headers: Vec<&Header> =
        std::iter::once(&map.bureau).chain(map.columns.iter().map(|(header, _)| header)).collect();
    write_header(sheet, &headers, map.header_rows, (0, 0), styles)?;
    sheet.set_freeze_panes(map.header_rows, 1)?;
    sheet.set_column_width(0, 44)?;
    let example = map.header_rows;
    let last = example + ROWS;
    sheet.write_string_with_format(
        example,
        0,
        format!("{EXAMPLE}示例县司法局（填写前删掉这一行）"),
        &styles.example,
    )?;
    let mut notes = Vec::new();
    for (column, (header, target)) in (1..).zip(&map.columns) {
        let field = Field::of(target);
        sheet.set_column_width(column, width(&header.shown))?;
        if let Some(note) = field.note() {
            sheet.insert_note(map.header_rows - 1, column, &note)?;
        }
        if let Some(validation) = field.validation()? {
            sheet.add_data_validation(example, column, last, column, &validation)?;
        }
        write_example(sheet, example, column, &field.example, styles)?;
        if matches!(field.example, Example::Date(_)) {
            sheet.set_column_format(column, &styles.date)?;
        } else if field.is_text {
            sheet.set_column_format(column, &styles.words)?;
        }
        notes.push(Note { sheet: name.to_owned(), header: header.shown.clone(), field });
    }
    Ok(notes)
}

fn write_example(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    example: &Example,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match example {
        Example::None => sheet.write_blank(row, column, &styles.example)?,
        Example::Text(text) => {
            sheet.write_string_with_format(row, column, text, &styles.example)?
        }
        Example::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &styles.example)?
        }
        Example::Date(date) => {
            let date = ExcelDateTime::parse_from_str(&date.to_string())?;
            sheet.write_datetime_with_format(row, column, &date, &styles.example_date)?
        }
    };
    Ok(())
}

/// Writes headers of one or more rows; pieces that neighbours share are merged.
pub(super) fn write_header(
    sheet: &mut Worksheet,
    headers: &[&Header],
    rows: u32,
    (top, left): (u32, u16),
    styles: &Styles,
) -> Result<(), XlsxError> {
    let pieces: Vec<Vec<&str>> = headers
        .iter()
        .map(|header| match rows {
            1 => vec![header.shown.as_str()],
            _ => header.shown.splitn(rows as usize, '/').collect(),
        })
        .collect();
    for depth in 0..rows as usize {
        let mut from = 0;
        while from < pieces.len() {
            let mut to = from;
            let is_last = pieces[from].len() == depth + 1;
            let same = |other: &Vec<&str>| {
                !is_last && other.len() > depth + 1 && other[..=depth] == pieces[from][..=depth]
            };
            while to + 1 < pieces.len() && same(&pieces[to + 1]) {
                to += 1;
            }
            if let Some(text) = pieces[from].get(depth) {
                let bottom = if is_last { top + rows - 1 } else { top + depth as u32 };
                let area = (top + depth as u32, left + from as u16, bottom, left + to as u16);
                write_area(sheet, area, text, &styles.header)?;
            }
            from = to + 1;
        }
    }
    Ok(())
}

/// One cell, or a merged area.
pub(super) fn write_area(
    sheet: &mut Worksheet,
    (top, left, bottom, right): (u32, u16, u32, u16),
    text: &str,
    style: &Format,
) -> Result<(), XlsxError> {
    if (top, left) == (bottom, right) {
        sheet.write_string_with_format(top, left, text, style)?;
    } else {
        sheet.merge_range(top, left, bottom, right, text, style)?;
    }
    Ok(())
}

/// Room for the words of a header, in the widths of digits; longer ones wrap.
pub(super) fn width(header: &str) -> f64 {
    let widest = header.split('/').map(|piece| 2.0 * squares(piece));
    widest.fold(0.0, f64::max).clamp(8.0, 22.0) + 2.0
}
