//! The zip around `.xlsx` and `.ods`, unpacked within limits before a library sees it.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{self, too_large};
use crate::diag::Code;
use crate::guard::Refusal;

/// Unpacks every part once and hands it to `visit`; what is too large ends here.
pub(super) fn unpack(
    bytes: &[u8],
    mut visit: impl FnMut(&str, &[u8]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let damaged = |what: &str| Refusal::new(Code::SheetDamaged, what.to_owned());
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| damaged("压缩包不完整，表格文件没有下载完或者已损坏"))?;
    if archive.len() > limits::PARTS {
        return Err(too_large(format!("压缩包里的部分超过 {} 个", limits::PARTS)));
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
                Refusal::new(Code::SheetEncrypted, "压缩包加了密码，读不出内容")
            }
            _ => damaged("压缩包里有一部分解不开，表格文件已损坏"),
        })?;
        let name = part.name().trim_start_matches('/').replace('\\', "/");
        let allowed = part.compressed_size().saturating_mul(limits::RATIO).max(limits::SMALL);
        let limit = allowed.min(limits::UNPACKED - total);
        let mut content = Vec::new();
        part.by_ref()
            .take(limit + 1)
            .read_to_end(&mut content)
            .map_err(|_| damaged("压缩包里有一部分解不开，表格文件已损坏"))?;
        total += content.len() as u64;
        if content.len() as u64 > limit {
            let size = limit >> 20;
            return Err(too_large(format!("表格文件里的“{name}”展开以后超过 {size} MB")));
        }
        visit(&name, &content)?;
    }
    Ok(())
}
