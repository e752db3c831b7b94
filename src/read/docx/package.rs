//! The package: a zip with relationships, read within limits.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::rc::Rc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::tree::{self, Element};
use crate::diag::Code;
use crate::guard::{Budget, PART_BYTES, Refusal, TOTAL_BYTES};

/// Parts of a package; large documents with many pictures have some hundreds.
const PARTS: usize = 20_000;

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names in small letters, as Word does not care, and what they are in the zip.
    names: HashMap<String, usize>,
    read: u64,
    /// The relationships that were read, by the part that they belong to.
    relations: HashMap<String, Rc<Relations>>,
    pub(super) budget: Budget,
}

/// The relationships of a part, by their ids.
#[derive(Debug, Default)]
pub(super) struct Relations(HashMap<String, Relation>);

/// From one part to another, or out of the file.
#[derive(Debug)]
struct Relation {
    /// The last word of its type.
    kind: String,
    /// The name of the part, or an address outside.
    target: String,
    is_outside: bool,
}

impl Relations {
    /// The parts of a kind, each with its id.
    pub(super) fn parts(&self, kind: &str) -> impl Iterator<Item = (&str, &str)> {
        let parts = self.0.iter().filter(move |(_, own)| !own.is_outside && own.kind == kind);
        parts.map(|(id, own)| (id.as_str(), own.target.as_str()))
    }

    /// The part of that id.
    pub(super) fn part(&self, id: &str) -> Option<&str> {
        self.0.get(id).filter(|own| !own.is_outside).map(|own| own.target.as_str())
    }

    /// Where the id leads, in the file or out of it.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|own| own.target.as_str())
    }
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if declared(bytes) > PARTS {
            return Err(too_many());
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            Refusal::new(Code::InspectDamaged, "压缩包不完整，Word 文件没有下载完或者已损坏")
        })?;
        if archive.len() > PARTS {
            return Err(too_many());
        }
        let names: Vec<String> = archive.file_names().map(normal).collect();
        let names = names.into_iter().enumerate().map(|(index, name)| (name, index)).collect();
        let mut package =
            Self { archive, names, read: 0, relations: HashMap::new(), budget: Budget::new() };
        package.is_word()?;
        Ok(package)
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains_key(&normal(name))
    }

    /// What else a zip may be.
    fn is_word(&mut self) -> Result<(), Refusal> {
        let other = |what: &str| {
            Err(Refusal::new(Code::InspectFormat, format!("扩展名是 .docx，内容却是{what}")))
        };
        if self.has("xl/workbook.xml") {
            return other("表格（.xlsx）");
        }
        if self.has("ppt/presentation.xml") {
            return other("演示文稿（.pptx）");
        }
        if self.has("mimetype") && self.has("content.xml") {
            return other("ODF 文件（.odt 一类）");
        }
        if self.has("EncryptedPackage") {
            return Err(Refusal::new(Code::InspectEncrypted, "Word 文件加了打开密码，读不出内容"));
        }
        Ok(())
    }

    /// The bytes of a part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(&index) = self.names.get(&normal(name)) else { return Ok(None) };
        let damaged = || {
            Refusal::new(Code::InspectDamaged, format!("压缩包里的“{name}”解不开，Word 文件已损坏"))
        };
        let file = self.archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
                Refusal::new(Code::InspectEncrypted, "压缩包加了密码，读不出内容")
            }
            _ => damaged(),
        })?;
        let mut bytes = Vec::new();
        file.take(PART_BYTES + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        self.read += bytes.len() as u64;
        if bytes.len() as u64 > PART_BYTES || self.read > TOTAL_BYTES {
            let message = format!("“{name}”展开以后超过 {} MB", PART_BYTES >> 20);
            return Err(Refusal::new(Code::InspectTooLarge, message));
        }
        Ok(Some(bytes))
    }

    /// A part as a tree.
    pub(super) fn tree(&mut self, name: &str) -> Result<Option<Element>, Refusal> {
        match self.bytes(name)? {
            Some(bytes) => tree::parse(&bytes, name, &mut self.budget).map(Some),
            None => Ok(None),
        }
    }

    /// The name of the part that holds the document.
    pub(super) fn main(&mut self) -> Result<String, Refusal> {
        let relations = self.relations("")?;
        let named = relations.parts("officeDocument").map(|(_, part)| part).min();
        let name = named.unwrap_or("word/document.xml");
        if self.has(name) {
            return Ok(name.to_owned());
        }
        let message = format!("压缩包里没有正文（{name}），不是 Word 文件或者已损坏");
        Err(Refusal::new(Code::InspectDamaged, message))
    }

    /// The relationships of a part, by their ids.
    pub(super) fn relations(&mut self, part: &str) -> Result<Rc<Relations>, Refusal> {
        if let Some(known) = self.relations.get(part) {
            return Ok(Rc::clone(known));
        }
        let read = Rc::new(self.read_relations(part)?);
        self.relations.insert(part.to_owned(), Rc::clone(&read));
        Ok(read)
    }

    fn read_relations(&mut self, part: &str) -> Result<Relations, Refusal> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{slash}_rels/{file}.rels");
        let Some(tree) = self.tree(&name)? else { return Ok(Relations::default()) };
        let relation = |element: &Element| {
            let is_outside = element.attribute("TargetMode") == Some("External");
            let kind = element.attribute("Type")?.rsplit('/').next()?.to_owned();
            let target = element.attribute("Target")?;
            let target = if is_outside { target.to_owned() } else { joined(folder, target) };
            Some((element.attribute("Id")?.to_owned(), Relation { kind, target, is_outside }))
        };
        Ok(Relations(tree.elements().filter_map(relation).collect()))
    }
}

fn too_many() -> Refusal {
    Refusal::new(Code::InspectTooLarge, format!("压缩包里的部分超过 {PARTS} 个"))
}

/// How many entries the end record of a zip declares; reading them all takes time.
fn declared(bytes: &[u8]) -> usize {
    const RECORD: usize = 22;
    let tail = &bytes[bytes.len().saturating_sub(RECORD + usize::from(u16::MAX))..];
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06");
    at.and_then(|at| tail.get(at + 10..at + 12))
        .map_or(0, |count| usize::from(u16::from_le_bytes([count[0], count[1]])))
}

/// A name as it is compared.
fn normal(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// A target seen from a folder.
fn joined(folder: &str, target: &str) -> String {
    if target.starts_with('/') {
        return target.trim_start_matches('/').to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
