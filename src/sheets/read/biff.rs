//! What the workbook library does not tell about `.xls`: hidden rows and columns and number
//! formats; and sizes that it would believe without looking.

use std::collections::BTreeMap;

use super::limits::{self, too_large};
use crate::diag::Code;
use crate::guard::Refusal;
use crate::sheets::number_format::NumberFormat;

/// What a sheet says beside its values.
#[derive(Debug, Default)]
pub(super) struct Extras {
    pub(super) hidden_rows: Vec<u32>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// The number formats of cells with numbers, where they say something.
    pub(super) formats: BTreeMap<(u32, u32), NumberFormat>,
}

/// Cells of the rectangle around all values of a sheet, which the library keeps whole.
const RECTANGLE: u64 = 4_000_000;
/// Rows and columns that the format can hold.
const FULL: (u32, u32) = (65_536, 256);

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;

/// The extras of all sheets, in the order of the file.
pub(super) fn scan(stream: &[u8]) -> Result<Vec<Extras>, Refusal> {
    let mut formats: BTreeMap<u16, NumberFormat> = BTreeMap::new();
    let mut styles = Vec::new();
    let mut starts = Vec::new();
    for record in (Records { rest: stream }) {
        match record.kind {
            0x002F => {
                let message = "表格文件加了打开密码，读不出内容";
                return Err(Refusal::new(Code::SheetEncrypted, message));
            }
            0x041E => {
                if let (Some(id), Some(code)) = (record.u16(0), text(record.data, 2)) {
                    formats.insert(id, NumberFormat::parse(&code));
                }
            }
            0x00E0 => styles.push(record.u16(2).unwrap_or(0)),
            0x0085 => starts.extend(record.u32(0)),
            EOF => break,
            _ => {}
        }
    }
    limits::sheets(starts.len())?;
    let known: Vec<NumberFormat> =
        styles.iter().map(|id| formats.get(id).cloned().unwrap_or_else(|| built_in(*id))).collect();
    starts.iter().map(|start| sheet(stream, *start as usize, &known)).collect()
}

fn sheet(stream: &[u8], start: usize, styles: &[NumberFormat]) -> Result<Extras, Refusal> {
    let mut extras = Extras::default();
    let mut bounds: Option<(u32, u32, u32, u32)> = None;
    let mut depth = 0;
    for record in (Records { rest: stream.get(start..).unwrap_or_default() }) {
        match record.kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            // Charts inside a sheet have records of their own.
            _ if depth > 1 => {}
            0x0200 => dimensions(&record)?,
            0x0208 if record.u16(12).is_some_and(|flags| flags & 0x20 != 0) => {
                extras.hidden_rows.extend(record.u16(0).map(u32::from));
            }
            0x007D if record.u16(8).is_some_and(|flags| flags & 1 != 0) => {
                let stretch = record.u16(0).zip(record.u16(2));
                extras.hidden_columns.extend(stretch.map(|(a, b)| (u32::from(a), u32::from(b))));
            }
            0x0203 | 0x027E | 0x0006 | 0x0204 | 0x00D6 | 0x0205 | 0x00FD | 0x00BD => {
                for (row, column, style) in cells(&record) {
                    let (top, left, bottom, right) = bounds.unwrap_or((row, column, row, column));
                    bounds =
                        Some((top.min(row), left.min(column), bottom.max(row), right.max(column)));
                    let format = styles.get(usize::from(style)).cloned().unwrap_or_default();
                    if format != NumberFormat::default() {
                        extras.formats.insert((row, column), format);
                    }
                }
            }
            _ => {}
        }
    }
    if let Some((top, left, bottom, right)) = bounds
        && u64::from(bottom - top + 1) * u64::from(right - left + 1) > RECTANGLE
    {
        return Err(too_large("工作表里第一个和最后一个填了的单元格相距太远"));
    }
    Ok(extras)
}

/// The library keeps room for as many cells as the record says there are.
fn dimensions(record: &Record<'_>) -> Result<(), Refusal> {
    let damaged = || Refusal::new(Code::SheetDamaged, "工作表的行数和列数写得不对，文件已损坏");
    let (rows, columns) = match record.data.len() {
        // Older files have two bytes for a row.
        ..=10 => (record.u16(2).map(u32::from), record.u16(6)),
        _ => (record.u32(4), record.u16(10)),
    };
    let (rows, columns) = rows.zip(columns).ok_or_else(damaged)?;
    if rows > FULL.0 || u32::from(columns) > FULL.1 { Err(damaged()) } else { Ok(()) }
}

/// Row, column and style of the cells of a record.
fn cells(record: &Record<'_>) -> Vec<(u32, u32, u16)> {
    let (Some(row), Some(first)) = (record.u16(0), record.u16(2)) else { return Vec::new() };
    let (row, first) = (u32::from(row), u32::from(first));
    if record.kind != 0x00BD {
        return record.u16(4).map(|style| (row, first, style)).into_iter().collect();
    }
    // Several numbers of a row: a style and a number each, and the last column at the end.
    let count = record.data.len().saturating_sub(6) / 6;
    let style = |index: usize| record.u16(4 + index * 6);
    (0..count)
        .filter_map(|index| Some((row, first + u32::try_from(index).ok()?, style(index)?)))
        .collect()
}

fn built_in(id: u16) -> NumberFormat {
    NumberFormat::parse(match id {
        1 => "0",
        2 | 4 => "0.00",
        3 => "#,##0",
        9 => "0%",
        10 => "0.00%",
        _ => "General",
    })
}

/// A text with its length in two bytes and a byte that tells its width.
fn text(data: &[u8], at: usize) -> Option<String> {
    let length = usize::from(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]));
    let wide = data.get(at + 2)? & 1 == 1;
    let bytes = data.get(at + 3..)?;
    if !wide {
        return Some(bytes.get(..length)?.iter().map(|&byte| char::from(byte)).collect());
    }
    let units = bytes.get(..length * 2)?.chunks_exact(2);
    let units: Vec<u16> = units.map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
    String::from_utf16(&units).ok()
}

struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

impl Record<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = self.data.get(at..at + 2)?;
        Some(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes = self.data.get(at..at + 4)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }
}

/// Records one behind the other: kind, length, data.
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let head = self.rest.get(..4)?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let data = self.rest.get(4..4 + length)?;
        self.rest = &self.rest[4 + length..];
        Some(Record { kind, data })
    }
}
