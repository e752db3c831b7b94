//! `.xls`: values by the library, after its sizes were looked at.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::biff::{self, Extras};
use super::limits::{self, Counter, too_large};
use super::xlsx::content;
use crate::diag::Code;
use crate::guard::Refusal;
use crate::sheets::grid::{Area, Sheet};

/// The sheets of a workbook.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, Refusal> {
    let extras = biff::scan(&stream(&bytes)?)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => {
            Refusal::new(Code::SheetEncrypted, "表格文件加了打开密码，读不出内容")
        }
        _ => damaged(),
    })?;
    let mut counter = Counter::default();
    let named = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (one, extras) in named.iter().zip(extras) {
        if one.typ == SheetType::WorkSheet {
            sheets.push(sheet(&mut book, one, extras, &mut counter)?);
        }
    }
    Ok(sheets)
}

/// The stream that holds the workbook.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else {
        let message = "表格文件的扩展名是 .xls，内容却不是工作簿";
        return Err(Refusal::new(Code::SheetFormat, message));
    };
    let mut stream = Vec::new();
    let mut opened = file.open_stream(name).map_err(|_| damaged())?;
    // A stream is no longer than its file, whatever it says.
    opened.by_ref().take(bytes.len() as u64).read_to_end(&mut stream).map_err(|_| damaged())?;
    Ok(stream)
}

fn sheet(
    book: &mut Xls<Cursor<Vec<u8>>>,
    named: &calamine::Sheet,
    mut extras: Extras,
    counter: &mut Counter,
) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet::new(&named.name);
    sheet.hidden = named.visible != SheetVisible::Visible;
    let range = book.worksheet_range(&named.name).map_err(|_| damaged())?;
    let (top, left) = range.start().unwrap_or((0, 0));
    for (row, cells) in (top..).zip(range.rows()) {
        for (column, value) in (left..).zip(cells) {
            let Some(content) = content(value) else { continue };
            let text = match value {
                Data::String(text) => Some(text.as_str()),
                _ => None,
            };
            counter.cell(&sheet, row, column, text)?;
            let format = extras.formats.remove(&(row, column)).unwrap_or_default();
            sheet.put(row, column, content, format);
        }
    }
    let merged = book.merge_cells_by_sheet_name(&named.name).map_err(|_| damaged())?;
    if merged.len() > limits::MERGED {
        return Err(too_large(format!("一个工作表里合并的单元格超过 {} 处", limits::MERGED)));
    }
    let area = |one: &calamine::Dimensions| Area {
        top: one.start.0,
        left: one.start.1,
        bottom: one.end.0,
        right: one.end.1,
    };
    sheet.merged = merged.iter().map(area).collect();
    sheet.hidden_rows = extras.hidden_rows;
    sheet.hidden_columns = extras.hidden_columns;
    Ok(sheet)
}

fn damaged() -> Refusal {
    Refusal::new(Code::SheetDamaged, "表格文件的内部结构有错，读不下去")
}
