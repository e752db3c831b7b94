//! What a file says, whatever its format.

use std::collections::BTreeSet;

/// A document as it is read back.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) metadata: Metadata,
    /// In the order of reading.
    pub(crate) blocks: Vec<Block>,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) numbered: Numbered,
}

/// A paragraph, a heading or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) content: BlockContent,
    /// The page that it begins on, where the file says so.
    pub(crate) page: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BlockContent {
    /// Words; a line end that shows is `\n`, words at fixed places of one line have `\t` between.
    Text(TextKind, String),
    /// Rows of cells.
    Table(Vec<Vec<CellText>>),
    Chart(Chart),
}

/// A chart: what it says in words, and what is printed in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chart {
    /// What it shows, in words.
    pub(crate) alt: String,
    /// In the order of reading: the names of groups, then each category and its figures, each
    /// on a line or more.
    pub(crate) labels: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    Paragraph,
    /// Its level, from 1. With its number, automatic or not.
    Heading(u8),
    /// 脚注、尾注、批注、页眉: beside the text.
    Note,
}

/// A cell of a table; a paragraph's end is `\n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellText {
    /// Its words.
    pub text: String,
    /// Columns that it covers.
    pub columns: usize,
    /// Rows that it covers.
    pub rows: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// What it shows, in words.
    pub(crate) alt: String,
    /// Width and height in pixels.
    pub(crate) size: (u32, u32),
    /// A digest of its colours.
    pub(crate) digest: String,
}

/// 页码
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbered {
    /// The forms in which numbers are printed, `#` for the number: `— # —`; those of even
    /// pages with `true`.
    pub(crate) forms: BTreeSet<(bool, String)>,
    /// Whether pages stand without one.
    pub(crate) some_without: bool,
    /// Pages, from 1, with another number than their own, and that number.
    pub(crate) wrong: Vec<(usize, String)>,
}

/// 文件属性: those that both formats have.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) subject: String,
    pub(crate) keywords: String,
    pub(crate) language: String,
    /// `2025-03-06`
    pub(crate) created: String,
    pub(crate) modified: String,
}

impl Metadata {
    /// Each with its name.
    pub(crate) fn entries(&self) -> [(&'static str, &str); 7] {
        let Self { title, author, subject, keywords, language, created, modified } = self;
        [
            ("标题", title),
            ("作者", author),
            ("主题", subject),
            ("关键词", keywords),
            ("语言", language),
            ("创建日期", created),
            ("修改日期", modified),
        ]
    }
}

impl Block {
    /// The words without what has no ink: equal for blocks that say the same.
    pub(crate) fn key(&self) -> String {
        let words: Box<dyn Iterator<Item = char>> = match &self.content {
            BlockContent::Text(_, text) => Box::new(text.chars()),
            BlockContent::Table(rows) => {
                // An end of a cell counts as a word, so that no figure moves to its neighbour.
                let cells = rows.iter().flatten();
                Box::new(cells.flat_map(|cell| cell.text.chars().chain(['\u{1F}'])))
            }
            BlockContent::Chart(chart) => Box::new(chart.labels.chars()),
        };
        words.filter(|c| !c.is_ascii_whitespace()).collect()
    }

    /// A name for messages.
    pub(crate) fn name(&self) -> &'static str {
        match self.content {
            BlockContent::Text(TextKind::Paragraph, _) => "段落",
            BlockContent::Text(TextKind::Heading(_), _) => "标题",
            BlockContent::Text(TextKind::Note, _) => "注释或页眉",
            BlockContent::Table(_) => "表格",
            BlockContent::Chart(_) => "图",
        }
    }

    /// Its first words, for messages.
    pub(crate) fn words(&self) -> String {
        match &self.content {
            BlockContent::Text(_, text) => shortened(text),
            BlockContent::Table(rows) => {
                let first = rows.iter().flatten().map(|cell| cell.text.as_str());
                shortened(&first.take(6).collect::<Vec<_>>().join(" "))
            }
            BlockContent::Chart(chart) => shortened(&chart.alt),
        }
    }
}

/// At most so many characters of a text are quoted.
const QUOTED: usize = 24;

/// The beginning of a text on one line.
pub(crate) fn shortened(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.trim();
    match text.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
