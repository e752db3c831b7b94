//! How large a workbook may be. A sheet of indicators of a whole province is far below.

use crate::diag::Code;
use crate::guard::Refusal;
use crate::sheets::grid::Sheet;

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
/// Merged areas of a sheet.
pub(super) const MERGED: usize = 20_000;
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
        if let Some(text) = text
            && text.len() > CHARACTERS
            && text.chars().count() > CHARACTERS
        {
            let message = format!("工作表“{name}”的 {} 超过 {CHARACTERS} 个字", cell());
            return Err(too_large(message));
        }
        Ok(())
    }
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
