//! `.xlsx`: values by the library, cell after cell, so that a stray value at the far corner of
//! a sheet costs nothing.

use std::io::Cursor;

use calamine::{
    CellErrorType, Data, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError,
};
use jiff::civil::Date;

use super::limits::Counter;
use super::package;
use super::parts::{Extras, Parts};
use crate::diag::Code;
use crate::guard::Refusal;
use crate::sheets::grid::{Content, Sheet};
use crate::sheets::number_format::{self, NumberFormat};

/// The sheets of a workbook.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, Refusal> {
    let mut parts = Parts::default();
    package::unpack(&bytes, |name, content| parts.look(name, content))?;
    if let Some(other) = parts.other.filter(|_| !parts.is_workbook) {
        let message = format!("表格文件的扩展名是 .xlsx，内容却是{other}");
        return Err(Refusal::new(Code::SheetFormat, message));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let mut counter = Counter::default();
    let kept = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let named: Vec<calamine::Sheet> = book.sheets_metadata().iter().filter(kept).cloned().collect();
    named.iter().map(|one| sheet(&mut book, one, parts.of(&one.name), &mut counter)).collect()
}

fn sheet(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    named: &calamine::Sheet,
    extras: Extras,
    counter: &mut Counter,
) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet::new(&named.name);
    sheet.hidden = named.visible != SheetVisible::Visible;
    let mut reader = book.worksheet_cells_reader(&named.name).map_err(refusal)?;
    let formats: Vec<NumberFormat> = reader
        .styles()
        .iter()
        .map(|style| {
            let code = style.number_format.as_ref().map(|format| format.format_code.as_str());
            code.map(NumberFormat::parse).unwrap_or_default()
        })
        .collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(refusal)? {
        let (row, column) = cell.get_position();
        let value = Data::from(cell.get_value().clone());
        // A formula may well result in an empty text; that is a result.
        let unknown = value == Data::Empty && extras.formulas.contains(&(row, column));
        let found = content(&value).or(unknown.then_some(Content::Formula));
        let Some(content) = found else { continue };
        counter.cell(&sheet, row, column, value.as_string_slice())?;
        sheet.put(row, column, content, formats.get(style).cloned().unwrap_or_default());
    }
    sheet.merged = extras.merged;
    sheet.hidden_rows = extras.hidden_rows;
    sheet.hidden_columns = extras.hidden_columns;
    Ok(sheet)
}

/// The text of a value that is text.
trait TextOf {
    fn as_string_slice(&self) -> Option<&str>;
}

impl TextOf for Data {
    fn as_string_slice(&self) -> Option<&str> {
        match self {
            Data::String(text) => Some(text),
            _ => None,
        }
    }
}

/// A value of the library as content; `None` where there is nothing.
pub(super) fn content(value: &Data) -> Option<Content> {
    Some(match value {
        Data::Int(number) => Content::Number(number.to_string()),
        Data::Float(number) => match number_format::plain(*number) {
            Some(digits) => Content::Number(digits),
            None => Content::Error(format!("{number:e}")),
        },
        Data::String(text) if text.is_empty() => return None,
        Data::String(text) => Content::Text(text.clone()),
        Data::Bool(value) => Content::Bool(*value),
        Data::DateTime(moment) => date_time(moment),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => Content::Time(text.clone()),
        Data::Error(error) => Content::Error(error_text(error)),
        Data::Empty => return None,
    })
}

fn error_text(error: &CellErrorType) -> String {
    error.to_string()
}

fn date_time(moment: &ExcelDateTime) -> Content {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let clock = format!("{hour}:{minute:02}:{second:02}");
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return Content::Time(clock);
    }
    let date = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok().zip(i8::try_from(day).ok()))
        .and_then(|(year, (month, day))| Date::new(year, month, day).ok());
    match date {
        Some(date) if (hour, minute, second) == (0, 0, 0) => Content::Date(date),
        Some(date) => Content::Time(format!("{date} {clock}")),
        // 29 February 1900, which spreadsheet programs believe in.
        None => Content::Time(format!("{year}-{month}-{day}")),
    }
}

/// `2025-03-27` or `2025-03-27T00:00:00`.
pub(super) fn iso(text: &str) -> Content {
    let (date, clock) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let midnight = clock.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z'));
    match date.parse::<Date>() {
        Ok(date) if midnight => Content::Date(date),
        Ok(_) | Err(_) => Content::Time(text.replace('T', " ")),
    }
}

fn refusal(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => {
            Refusal::new(Code::SheetEncrypted, "表格文件加了打开密码，读不出内容")
        }
        _ => Refusal::new(Code::SheetDamaged, "表格文件的内部结构有错，读不下去"),
    }
}
