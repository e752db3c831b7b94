//! The parts of the package, unpacked within limits.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::tree::{self, Element};
use crate::diag::Code;
use crate::inspect::guard::{PART_BYTES, Refusal, TOTAL_BYTES};

/// Entries of a package.
const ENTRIES: usize = 5000;

/// The parts that matter.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) document: Element,
    pub(super) styles: Element,
    pub(super) settings: Element,
    pub(super) numbering: Element,
    pub(super) theme: Element,
    /// Footers by the id of their relation.
    pub(super) footers: HashMap<String, Element>,
}

/// Opens a package.
pub(super) fn open(bytes: &[u8]) -> Result<Package, Refusal> {
    let damaged = |message: &str| Refusal::new(Code::InspectDamaged, message);
    let mut zip = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| damaged("Word 文件的压缩包已损坏，打不开"))?;
    if zip.len() > ENTRIES {
        let message = format!("Word 文件里有 {} 个部件，超过了 {ENTRIES} 个的上限", zip.len());
        return Err(Refusal::new(Code::InspectTooLarge, message));
    }
    let mut left = TOTAL_BYTES;
    let main = main_part(&mut zip, &mut left)?;
    let document = part(&mut zip, &main, &mut left)?.ok_or_else(|| {
        let message = "压缩包里没有 Word 正文，这不是 Word 文件";
        Refusal::new(Code::InspectFormat, message)
    })?;
    if document.name != "document" || document.child("body").is_none() {
        return Err(damaged("Word 文件的正文部件没有内容"));
    }
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let mut package = Package { document, ..Package::default() };
    let rels = part(&mut zip, &format!("{folder}/_rels/{name}.rels"), &mut left)?;
    for relation in rels.iter().flat_map(|rels| rels.all("Relationship")) {
        let (Some(kind), Some(target)) = (relation.get("Type"), relation.get("Target")) else {
            continue;
        };
        let path = match target.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None => format!("{folder}/{target}"),
        };
        let kind = kind.rsplit('/').next().unwrap_or_default();
        if !["styles", "settings", "numbering", "theme", "footer"].contains(&kind) {
            continue;
        }
        let Some(found) = part(&mut zip, &path, &mut left)? else { continue };
        match kind {
            "styles" => package.styles = found,
            "settings" => package.settings = found,
            "numbering" => package.numbering = found,
            "theme" => package.theme = found,
            _ => {
                let id = relation.get("Id").unwrap_or_default();
                package.footers.insert(id.to_owned(), found);
            }
        }
    }
    Ok(package)
}

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The path of the document's part.
fn main_part(zip: &mut Zip<'_>, left: &mut u64) -> Result<String, Refusal> {
    let rels = part(zip, "_rels/.rels", left)?;
    let found = rels.iter().flat_map(|rels| rels.all("Relationship")).find(|relation| {
        relation.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
    });
    let target = found.and_then(|relation| relation.get("Target")).unwrap_or("word/document.xml");
    let target = target.trim_start_matches('/').to_owned();
    let word = target.starts_with("word") || target.contains("document");
    if !word && (target.starts_with("xl/") || target.starts_with("ppt/")) {
        let message = format!("压缩包里是 {}，不是 Word 文件", kind_of(&target));
        return Err(Refusal::new(Code::InspectFormat, message));
    }
    Ok(target)
}

fn kind_of(target: &str) -> &'static str {
    if target.starts_with("xl/") { "Excel 表格" } else { "演示文稿" }
}

/// One part as a tree; `None` if there is none of that name.
fn part(zip: &mut Zip<'_>, name: &str, left: &mut u64) -> Result<Option<Element>, Refusal> {
    let entry = match zip.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(reason)) if reason.contains("assword") => {
            let message = "Word 文件的压缩包加了密码，读不出内容";
            return Err(Refusal::new(Code::InspectEncrypted, message));
        }
        Err(_) => {
            let message = format!("Word 文件的部件“{name}”已损坏");
            return Err(Refusal::new(Code::InspectDamaged, message));
        }
    };
    let limit = PART_BYTES.min(*left);
    let mut bytes = Vec::new();
    // The declared size may lie; what comes out is counted.
    let read = entry.take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        let message = format!("Word 文件的部件“{name}”展开以后超过 {} MB", limit >> 20);
        return Err(Refusal::new(Code::InspectTooLarge, message));
    }
    if read.is_err() {
        let message = format!("Word 文件的部件“{name}”已损坏，解不开压缩");
        return Err(Refusal::new(Code::InspectDamaged, message));
    }
    *left -= bytes.len() as u64;
    tree::parse(&bytes).map(Some)
}
