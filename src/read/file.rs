//! From a path to bytes that may be what their name says.

use std::path::Path;

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Place};
use crate::env;
use crate::guard::{self, Refusal};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum FileKind {
    /// PDF
    #[serde(rename = "pdf")]
    Pdf,
    /// Word
    #[serde(rename = "docx")]
    Docx,
}

impl FileKind {
    /// Its name in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word 文件（.docx）",
        }
    }
}

/// The bytes of a finished file, unless it is too large to be one.
///
/// # Errors
///
/// One finding, when the file cannot be read or is too large.
pub fn load(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let unreadable = |error: std::io::Error| {
        let message = format!("文件读不出来：{}", env::io_reason(&error));
        Diagnostic::new(Code::FileUnreadable, Place::File(path.into()), message)
            .hint("检查文件是否存在、是否有读取权限")
    };
    env::read_at_most(path, guard::FILE_BYTES).map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => {
            let message = format!("文件超过 {} MB", guard::FILE_BYTES >> 20);
            Diagnostic::new(Code::InspectTooLarge, Place::File(path.into()), message)
        }
        _ => unreadable(error),
    })
}

/// Tells the kind of a file from its first bytes; its name must agree.
pub(crate) fn kind(path: &Path, bytes: &[u8]) -> Result<FileKind, Diagnostic> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let claimed = match extension.to_ascii_lowercase().as_str() {
        "pdf" => Some(FileKind::Pdf),
        "docx" => Some(FileKind::Docx),
        _ => None,
    };
    let refuse = |code, message: String| Err(Refusal::new(code, message).at(path));
    let head = &bytes[..bytes.len().min(1024)];
    let found = if guard::find(head, b"%PDF-").is_some() {
        FileKind::Pdf
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        FileKind::Docx
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let encrypted: Vec<u8> =
            "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        return if guard::find(bytes, &encrypted).is_some() {
            refuse(Code::InspectEncrypted, "Word 文件加了打开密码，读不出内容".to_owned())
        } else {
            refuse(
                Code::InspectFormat,
                "这是旧格式的 Office 文件（.doc 一类），不是 .docx".to_owned(),
            )
        };
    } else if bytes.is_empty() {
        return refuse(Code::InspectDamaged, "文件是空的".to_owned());
    } else {
        return match claimed {
            Some(kind) => refuse(
                Code::InspectDamaged,
                format!("文件的开头不是 {}，文件已损坏或者是别的文件改的名", kind.word()),
            ),
            None => refuse(Code::InspectFormat, "文件既不是 PDF 也不是 Word 文件".to_owned()),
        };
    };
    match claimed {
        Some(claimed) if claimed != found => {
            let message = format!("扩展名是 .{extension}，内容却是 {}", found.word());
            refuse(Code::InspectRenamed, message)
        }
        Some(_) => Ok(found),
        None if extension.is_empty() => Ok(found),
        None => {
            let message = format!("扩展名是 .{extension}，内容却是 {}", found.word());
            refuse(Code::InspectRenamed, message)
        }
    }
}
