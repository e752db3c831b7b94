//! Reading workbooks: `.xlsx`, `.xls`, `.ods` and `.csv` become the same [`Book`]. Nothing a
//! file contains can make this run out of time or memory.

mod biff;
mod csv;
mod limits;
mod ods;
mod package;
mod parts;
mod xls;
mod xlsx;

use std::path::Path;

use super::grid::Book;
use crate::data::{self, MAX_BYTES};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::env;
use crate::guard::{self, Codes, Refusal};

const CODES: Codes = Codes {
    damaged: Code::SheetDamaged,
    too_large: Code::SheetTooLarge,
    too_slow: Code::SheetTooSlow,
};

/// The formats of workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Xlsx,
    Xls,
    Ods,
    Csv,
}

impl Format {
    /// The format that the name of a file promises.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "xlsx" => Some(Format::Xlsx),
            "xls" => Some(Format::Xls),
            "ods" => Some(Format::Ods),
            "csv" => Some(Format::Csv),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Format::Xlsx => "Excel 工作簿（.xlsx）",
            Format::Xls => "旧格式的 Excel 工作簿（.xls）",
            Format::Ods => "ODF 表格（.ods）",
            Format::Csv => "CSV 文字",
        }
    }
}

/// Reads a workbook; the findings do not keep it from being used.
pub(crate) fn open(path: &Path) -> Result<Checked<Book>, Diagnostic> {
    let Some(format) = Format::of(path) else {
        let shown = path.extension().unwrap_or_default().display();
        let message = format!("表格文件的扩展名是“{shown}”，不认识");
        return Err(Refusal::new(Code::SheetFormat, message).at(path));
    };
    if format == Format::Csv {
        return csv::read(path);
    }
    let bytes = read_bytes(path)?;
    check_format(path, format, &bytes)?;
    let owned = path.to_owned();
    let sheets = guard::bounded_as(path, CODES, move || {
        let sheets = match format {
            Format::Xlsx => xlsx::read(bytes),
            Format::Xls => xls::read(bytes),
            Format::Ods => ods::read(bytes),
            Format::Csv => csv::sheets(&owned, &String::from_utf8_lossy(&bytes)),
        }?;
        sheets.iter().try_for_each(limits::merged)?;
        Ok(sheets)
    })?;
    Ok(Book::new(path, sheets, true).into())
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        let message = format!("表格文件“{}”读不出来：{}", path.display(), env::io_reason(&error));
        Diagnostic::new(Code::FileUnreadable, Place::File(path.to_owned()), message)
    };
    env::read_at_most(path, MAX_BYTES).map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => {
            let message = format!("表格文件超过 {} MB", MAX_BYTES >> 20);
            Refusal::new(Code::SheetTooLarge, message).at(path)
        }
        _ => unreadable(error),
    })
}

/// The text of a `.csv`, whatever its encoding.
fn read_text(path: &Path, findings: &mut Findings) -> Result<String, Diagnostic> {
    let bytes = read_bytes(path)?;
    if let Some(found) = recognised(&bytes) {
        return Err(renamed(path, found.word()));
    }
    data::decode(path, &bytes, findings)
}

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Files that are something else than their name says end here.
fn check_format(path: &Path, claimed: Format, bytes: &[u8]) -> Result<(), Diagnostic> {
    let refuse = |code, message: &str| Err(Refusal::new(code, message).at(path));
    if bytes.is_empty() {
        return refuse(Code::SheetDamaged, "表格文件是空的");
    }
    if bytes.starts_with(COMPOUND) {
        let named = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            guard::find(bytes, &wide).is_some()
        };
        if named("EncryptedPackage") {
            return refuse(Code::SheetEncrypted, "表格文件加了打开密码，读不出内容");
        }
        return match claimed {
            Format::Xls if named("WordDocument") => Err(renamed(path, "Word 文件")),
            Format::Xls => Ok(()),
            Format::Xlsx | Format::Ods | Format::Csv => Err(renamed(path, Format::Xls.word())),
        };
    }
    if bytes.starts_with(ZIP) {
        return match (claimed, recognised(bytes)) {
            (Format::Xls, Some(found)) => Err(renamed(path, found.word())),
            (Format::Xlsx | Format::Ods, Some(found)) if found != claimed => {
                Err(renamed(path, found.word()))
            }
            (Format::Xls, None) => Err(renamed(path, "压缩包")),
            // What else a zip may be is told when it is unpacked.
            (Format::Xlsx | Format::Ods | Format::Csv, _) => Ok(()),
        };
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    if head.contains("<html") || head.contains("<table") || head.contains("<!doctype") {
        return Err(renamed(path, "网页"));
    }
    if head.trim_start_matches('\u{FEFF}').trim_start().starts_with("<?xml") {
        return Err(renamed(path, "XML 文字"));
    }
    if !bytes[..bytes.len().min(1024)].contains(&0) && std::str::from_utf8(bytes).is_ok() {
        return Err(renamed(path, "文字"));
    }
    let message = format!("文件的开头不是{}，文件已损坏或者是别的文件改的名", claimed.word());
    refuse(Code::SheetDamaged, &message)
}

/// A workbook by its first bytes, whatever its name.
fn recognised(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(COMPOUND) {
        return Some(Format::Xls);
    }
    if !bytes.starts_with(ZIP) {
        return None;
    }
    let has = |name: &str| guard::find(bytes, name.as_bytes()).is_some();
    if has("xl/workbook.xml") {
        return Some(Format::Xlsx);
    }
    has("application/vnd.oasis.opendocument.spreadsheet").then_some(Format::Ods)
}

fn renamed(path: &Path, found: &str) -> Diagnostic {
    let shown = path.extension().unwrap_or_default().display();
    let message = format!("表格文件的扩展名是 .{shown}，内容却是{found}");
    Refusal::new(Code::SheetFormat, message).at(path)
}
