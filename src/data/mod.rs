//! Stage 1: input files → one tree with places → checked record.
//!
//! Readers turn YAML, TOML and JSON into the same [`node::Node`] tree; the tree of the
//! county's common file is inherited; the kind's schema then reports all that is wrong.

pub mod date;
pub mod folders;
pub mod json;
mod mend;
pub mod node;
pub mod numeral;
pub mod quantity;
pub mod record;
pub mod records;
pub mod schema;
pub mod stale;
pub mod text;
pub mod toml;
pub mod yaml;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::env;
use crate::source::Source;
use node::{Entry, Node, Span, Value};

/// Data may nest this deep.
pub const MAX_DEPTH: usize = 64;
/// A data file may hold this many values, repeated parts counted.
pub const MAX_NODES: usize = 200_000;
/// One map may have this many fields.
pub const MAX_FIELDS: usize = 5_000;
/// One text may be this long, in characters.
pub const MAX_TEXT: usize = 100_000;
/// A data file may be this long, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// The stem of the file whose content the reports of a folder inherit.
pub const COMMON_STEM: &str = "共用";
/// The file with the settings of a folder; it is no data.
pub const SETTINGS_FILE: &str = "yinfa.toml";
/// The field whose texts others may refer to; it is not printed itself.
pub const SHARED_TEXT: &str = "文字";

/// The formats of data files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// TOML 1.1.
    Toml,
    /// JSON.
    Json,
}

impl Format {
    /// The extensions of data files, in the order in which a common file is looked for.
    pub const EXTENSIONS: [&'static str; 4] = ["yaml", "yml", "toml", "json"];

    /// The format that the name of a file promises.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Some(Format::Yaml),
            "toml" => Some(Format::Toml),
            "json" => Some(Format::Json),
            _ => None,
        }
    }
}

/// A report's data with what it inherits, and everything found while reading.
#[derive(Debug)]
pub struct Loaded {
    /// The joined tree; `None` if it could not be read.
    pub root: Option<Node>,
    /// What was found.
    pub findings: Findings,
}

/// A report's own tree and what it inherits, not joined yet.
#[derive(Debug)]
pub struct Parts {
    /// The report's own tree; `None` if it could not be read.
    pub own: Option<Node>,
    /// The tree of the common file, if there is one.
    pub base: Option<Node>,
    /// What was found.
    pub findings: Findings,
}

/// Reads a report's file and the common file beside it.
pub fn load(path: &Path) -> Loaded {
    let Parts { own, base, mut findings } = parts(path);
    let Some(own) = own else { return Loaded { root: None, findings } };
    let mut root = node::inherit_from(base.as_ref(), own);
    check(&mut root, &mut findings);
    Loaded { root: Some(root), findings }
}

/// The same without joining them.
pub fn parts(path: &Path) -> Parts {
    let own = read(path);
    let mut findings = own.findings;
    let common = common_files(path);
    if let [first, second, ..] = &common[..] {
        let message = format!("有两个共用文件：{}、{}", first.display(), second.display());
        let place = Place::File(second.clone());
        let finding = Diagnostic::new(Code::FileDuplicate, place, message);
        findings.push(finding.hint("只留一个共用文件，把内容合在一起"));
    }
    let common = common.first().map(|path| read(path));
    // What would be inherited is missing everywhere.
    let is_lost = common.as_ref().is_some_and(|common| common.root.is_none());
    let base = common.and_then(|common| {
        findings.extend(common.findings);
        common.root
    });
    let Some(own) = own.root.filter(|_| !is_lost) else {
        return Parts { own: None, base, findings };
    };
    for root in [Some(&own), base.as_ref()].into_iter().flatten() {
        if !matches!(root.value, Value::Map(_)) {
            findings.push(not_a_record(root));
        }
    }
    let is_record = |root: &Node| matches!(root.value, Value::Map(_));
    let sound = is_record(&own) && base.as_ref().is_none_or(is_record);
    Parts { own: sound.then_some(own), base, findings }
}

/// What holds for the data of any report, whatever its kind.
pub fn check(root: &mut Node, findings: &mut Findings) {
    records::refuse_reserved(root, findings);
    text::check(root, findings);
    quantity::check(root, findings);
}

/// The common files of the folder in which `path` lies; there should be one at the most.
pub fn common_files(path: &Path) -> Vec<PathBuf> {
    let Some(folder) = path.parent() else { return Vec::new() };
    let named = |extension: &str| folder.join(format!("{COMMON_STEM}.{extension}"));
    Format::EXTENSIONS
        .iter()
        .filter_map(|extension| {
            // Some disks tell capitals apart.
            [named(extension), named(&extension.to_uppercase())]
                .into_iter()
                .find(|p| env::exists(p))
        })
        .collect()
}

/// Whether the file holds shared content and is no report of its own.
pub fn is_common(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == COMMON_STEM)
}

/// Reads one file, alone.
pub fn read(path: &Path) -> Loaded {
    let mut findings = Findings::new();
    let read = read_tree(path, &mut findings);
    let root = findings.keep_ok(read);
    Loaded { root, findings }
}

fn read_tree(path: &Path, findings: &mut Findings) -> Result<Node, Findings> {
    let Some(format) = Format::of(path) else {
        if !env::exists(path) {
            let message = "没有这个文件或者文件夹".to_owned();
            return Err(Diagnostic::new(Code::FileUnreadable, Place::File(path.into()), message)
                .hint("核对名称和所在的文件夹")
                .into());
        }
        let message = match path.extension() {
            Some(shown) => format!("数据文件的扩展名是“{}”，不认识", shown.display()),
            None => "文件没有扩展名，不知道是不是数据文件".to_owned(),
        };
        return Err(Diagnostic::new(Code::FileFormat, Place::File(path.into()), message).into());
    };
    let source = Arc::new(Source::new(path, read_text(path, findings)?));
    let read = match format {
        Format::Yaml => yaml::read_as_meant(&source)?,
        Format::Json => json::read(&source)?,
        Format::Toml => toml::read(&source)?,
    };
    Ok(findings.keep(read))
}

/// A record from YAML that is in memory: a sample, or what `yinfa new` writes.
pub fn parse(source: &Arc<Source>) -> Loaded {
    let Checked { value: mut root, mut findings } = match yaml::read(source) {
        Ok(read) => read,
        Err(findings) => return Loaded { root: None, findings },
    };
    if !matches!(root.value, Value::Map(_)) {
        findings.push(not_a_record(&root));
        return Loaded { root: None, findings };
    }
    check(&mut root, &mut findings);
    Loaded { root: Some(root), findings }
}

/// Reads a text file in UTF-8, UTF-16 with a mark, or GB18030.
fn read_text(path: &Path, findings: &mut Findings) -> Result<String, Diagnostic> {
    let place = || Place::File(path.to_owned());
    let unreadable = |error: std::io::Error| {
        let message = format!("数据文件读不出来：{}", env::io_reason(&error));
        Diagnostic::new(Code::FileUnreadable, place(), message)
    };
    let bytes = match env::read_at_most(path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            let message = format!("数据文件超过 {} MB", MAX_BYTES >> 20);
            return Err(Diagnostic::new(Code::FileTooLarge, place(), message));
        }
        Err(error) => return Err(unreadable(error)),
    };
    decode(path, &bytes, findings)
}

/// The text in the bytes of a file: UTF-8, UTF-16 with a mark, or GB18030.
pub(crate) fn decode(
    path: &Path,
    bytes: &[u8],
    findings: &mut Findings,
) -> Result<String, Diagnostic> {
    let place = || Place::File(path.to_owned());
    let guess = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => encoding_rs::GB18030,
    };
    let (text, encoding, wrong) = guess.decode(bytes);
    if wrong || text.contains('\0') {
        let message = "文件内容不是 UTF-8 或国标编码的文字";
        return Err(Diagnostic::new(Code::FileNotText, place(), message));
    }
    if encoding != encoding_rs::UTF_8 {
        let message = format!("文件不是 UTF-8 编码，已按 {} 读取", encoding.name());
        findings.push(Diagnostic::new(Code::FileEncoding, place(), message));
    }
    Ok(text.into_owned())
}

fn not_a_record(root: &Node) -> Diagnostic {
    let message = match root.value {
        Value::Null => "数据文件是空的".to_owned(),
        _ => format!("数据文件应当是“字段: 内容”的形式，现在是{}", schema::type_word(root)),
    };
    Diagnostic::new(Code::WrongType, Place::File(root.span.source.path().to_owned()), message)
        .hint("照着已有的数据文件，从“单位:”开始写")
}

fn too_deep(place: Place) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, place, format!("数据嵌套超过 {MAX_DEPTH} 层"))
}

fn too_many(place: Place, what: &str) -> Diagnostic {
    Diagnostic::new(Code::TooMany, place, format!("数据太多：{what}"))
}

/// Counts the values that a reader makes, and stops it when there are too many.
#[derive(Debug, Default)]
struct Budget {
    nodes: usize,
    bytes: u64,
}

impl Budget {
    /// One more value.
    fn spend(&mut self, span: &Span) -> Result<(), Diagnostic> {
        self.add(1, 0, span)
    }

    /// A part that is used again; `span` is where.
    fn repeat(&mut self, part: &Node, span: &Span) -> Result<(), Diagnostic> {
        let (mut nodes, mut bytes) = (0, 0);
        part.walk(&mut |_, node| {
            nodes += 1;
            bytes += node.text().map_or(0, |text| text.len() as u64);
        });
        self.add(nodes, bytes, span)
    }

    fn add(&mut self, nodes: usize, bytes: u64, span: &Span) -> Result<(), Diagnostic> {
        self.nodes += nodes;
        self.bytes += bytes;
        if self.nodes > MAX_NODES {
            return Err(too_many(span.place(), &format!("超过 {MAX_NODES} 项")));
        }
        if self.bytes > MAX_BYTES {
            return Err(too_many(span.place(), "引用（*）展开以后超过 16 MB"));
        }
        Ok(())
    }
}

/// The fields of a map, each once; what is written again is reported.
fn distinct(
    entries: Vec<Entry>,
    span: &Span,
    findings: &mut Findings,
) -> Result<Vec<Entry>, Diagnostic> {
    if entries.len() > MAX_FIELDS {
        return Err(too_many(span.place(), &format!("一组字段有 {} 个", entries.len())));
    }
    let mut first: HashMap<String, usize> = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(first) = first.get(&entry.key).and_then(|&index| kept.get(index)) {
            let line = first.key_span.source.line_column(first.key_span.range.start).line;
            let message = format!("字段“{}”写了两次，第一次在第 {line} 行", entry.key);
            let place = entry.key_span.place();
            findings.push(Diagnostic::new(Code::DuplicateField, place, message).field(entry.key));
            continue;
        }
        first.insert(entry.key.clone(), kept.len());
        kept.push(entry);
    }
    Ok(kept)
}

/// A decimal number without leading zeros, exponent or separators.
fn is_plain_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (integer, fraction) = match unsigned.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (unsigned, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(integer)
        && (integer == "0" || !integer.starts_with('0'))
        && fraction.is_none_or(digits)
        && unsigned.len() <= 28
}
