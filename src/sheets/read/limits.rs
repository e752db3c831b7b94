//! How large a workbook may be. A sheet of indicators of a whole province is far below.

use crate::diag::Code;
use crate::guard::Refusal;
use crate::sheets::grid::{Area, Sheet};

/// Sheets of a workbook.
pub(super) const SHEETS: usize = 300;
/// Rows of a sheet, up to the last that holds something.
pub(super) const ROWS: u32 = 100_000;
/// Columns of a sheet, up to the last that holds something.
pub(super) const COLUMNS: u32 = 2_000;
/// Cells of a workbook that hold something.
pub(super) const CELLS: usize = 500_000;
/// Characters of a cell; what Excel itself keeps.
pub(super) const CHARACTERS: usize = 32_767;
/// Characters of all cells of a workbook together, repeated ones counted, in bytes.
pub(super) const TEXT: usize = 16 << 20;
/// Merged areas of a sheet.
pub(super) const MERGED: usize = 20_000;
/// Rows of all merged areas of a sheet together.
pub(super) const MERGED_ROWS: u64 = 400_000;
/// Hidden rows of a workbook.
pub(super) const HIDDEN: usize = 200_000;
/// All parts of a packed workbook together, unpacked.
pub(super) const UNPACKED: u64 = 128 << 20;
/// How many times its size a part may unpack to, once it is larger than [`SMALL`].
pub(super) const RATIO: u64 = 200;
/// Below this size a part may unpack as it likes.
pub(super) const SMALL: u64 = 8 << 20;
/// Parts of a packed workbook.
pub(super) const PARTS: usize = 5_000;

/// Counts the cells of a workbook while it is read.
#[derive(Debug, Default)]
pub(super) struct Counter {
    cells: usize,
    text: usize,
    hidden: usize,
}

impl Counter {
    /// Whether one more cell may be kept.
    pub(super) fn cell(
        &mut self,
        sheet: &Sheet,
        row: u32,
        column: u32,
        text: Option<&str>,
    ) -> Result<(), Refusal> {
        self.cells += 1;
        let name = &sheet.name;
        let cell = || crate::source::cell_name(row, column);
        if row >= ROWS {
            let message = format!("工作表“{name}”填到了第 {} 行，上限是 {ROWS} 行", row + 1);
            return Err(too_large(message));
        }
        if column >= COLUMNS {
            let message = format!("工作表“{name}”填到了第 {} 列，上限是 {COLUMNS} 列", column + 1);
            return Err(too_large(message));
        }
        if self.cells > CELLS {
            return Err(too_large(format!("表格文件里填了超过 {CELLS} 个单元格")));
        }
        self.text += text.map_or(0, str::len);
        if self.text > TEXT {
            let message = format!(
                "到工作表“{name}”的 {} 为止，单元格里的文字一共超过 {} MB（重复的也算）",
                cell(),
                TEXT >> 20
            );
            return Err(too_large(message));
        }
        if let Some(text) = text
            && text.len() > CHARACTERS
            && text.chars().count() > CHARACTERS
        {
            let message = format!("工作表“{name}”的 {} 超过 {CHARACTERS} 个字", cell());
            return Err(too_large(message));
        }
        Ok(())
    }

    /// Whether so many more rows may be hidden.
    pub(super) fn hide(&mut self, rows: usize) -> Result<(), Refusal> {
        self.hidden += rows;
        if self.hidden > HIDDEN {
            return Err(too_large(format!("表格文件里隐藏了超过 {HIDDEN} 行")));
        }
        Ok(())
    }
}

/// Whether the merged areas of a sheet cover so many rows that nobody could look at them all.
pub(super) fn merged(sheet: &Sheet) -> Result<(), Refusal> {
    let rows = |area: &Area| u64::from(area.bottom.min(ROWS).saturating_sub(area.top)) + 1;
    if sheet.merged.len() > MERGED || sheet.merged.iter().map(rows).sum::<u64>() > MERGED_ROWS {
        let name = &sheet.name;
        return Err(too_large(format!(
            "工作表“{name}”里合并的单元格超过 {MERGED} 处，或者一共占了超过 {MERGED_ROWS} 行"
        )));
    }
    Ok(())
}

/// Whether a workbook has too many sheets.
pub(super) fn sheets(count: usize) -> Result<(), Refusal> {
    if count > SHEETS {
        return Err(too_large(format!("表格文件里有 {count} 个工作表，上限是 {SHEETS} 个")));
    }
    Ok(())
}

pub(super) fn too_large(message: impl Into<String>) -> Refusal {
    Refusal::new(Code::SheetTooLarge, message)
}
