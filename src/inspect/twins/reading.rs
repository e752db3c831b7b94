//! What a file says, whatever its format.

use std::collections::BTreeSet;

/// A document as it is read back.
#[derive(Debug, Default)]
pub(in crate::inspect) struct Reading {
    pub(in crate::inspect) metadata: Metadata,
    /// In the order of reading.
    pub(in crate::inspect) blocks: Vec<Block>,
    pub(in crate::inspect) pictures: Vec<Picture>,
    pub(in crate::inspect) numbered: Numbered,
}

/// A paragraph, a heading or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inspect) struct Block {
    pub(in crate::inspect) form: Form,
    /// The page that it begins on, where the file says so.
    pub(in crate::inspect) page: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inspect) enum Form {
    /// Words; a line end that shows is `\n`, words at fixed places of one line have `\t` between.
    Text(Kind, String),
    /// Rows of cells.
    Table(Vec<Vec<Cell>>),
    Chart(Chart),
}

/// A chart: what it says in words, and what is printed in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::inspect) struct Chart {
    /// What it shows, in words.
    pub(in crate::inspect) alt: String,
    /// In the order of reading: the names of groups, then each category and its figures, each
    /// on a line or more.
    pub(in crate::inspect) labels: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inspect) enum Kind {
    Paragraph,
    /// Its level, from 1. With its number, automatic or not.
    Heading(u8),
    /// 脚注、尾注、批注、页眉: beside the text.
    Note,
}

/// A cell of a table; a paragraph's end is `\n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its words.
    pub text: String,
    /// Columns that it covers.
    pub columns: usize,
    /// Rows that it covers.
    pub rows: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inspect) struct Picture {
    /// What it shows, in words.
    pub(in crate::inspect) alt: String,
    /// Width and height in pixels.
    pub(in crate::inspect) size: (u32, u32),
    /// A digest of its colours.
    pub(in crate::inspect) digest: String,
}

/// 页码
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::inspect) struct Numbered {
    /// The forms in which numbers are printed, `#` for the number: `— # —`; those of even
    /// pages with `true`.
    pub(in crate::inspect) forms: BTreeSet<(bool, String)>,
    /// Whether pages stand without one.
    pub(in crate::inspect) some_without: bool,
    /// Pages, from 1, with another number than their own, and that number.
    pub(in crate::inspect) wrong: Vec<(usize, String)>,
}

/// 文件属性: those that both formats have.
#[derive(Debug, Default)]
pub(in crate::inspect) struct Metadata {
    pub(in crate::inspect) title: String,
    pub(in crate::inspect) author: String,
    pub(in crate::inspect) subject: String,
    pub(in crate::inspect) keywords: String,
    pub(in crate::inspect) language: String,
    /// `2025-03-06`
    pub(in crate::inspect) created: String,
    pub(in crate::inspect) modified: String,
}

impl Metadata {
    /// Each with its name.
    pub(super) fn entries(&self) -> [(&'static str, &str); 7] {
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
    pub(super) fn key(&self) -> String {
        let words: Box<dyn Iterator<Item = char>> = match &self.form {
            Form::Text(_, text) => Box::new(text.chars()),
            Form::Table(rows) => {
                // An end of a cell counts as a word, so that no figure moves to its neighbour.
                let cells = rows.iter().flatten();
                Box::new(cells.flat_map(|cell| cell.text.chars().chain(['\u{1F}'])))
            }
            Form::Chart(chart) => Box::new(chart.labels.chars()),
        };
        words.filter(|c| !c.is_ascii_whitespace()).collect()
    }

    /// A name for messages.
    pub(super) fn name(&self) -> &'static str {
        match self.form {
            Form::Text(Kind::Paragraph, _) => "段落",
            Form::Text(Kind::Heading(_), _) => "标题",
            Form::Text(Kind::Note, _) => "注释或页眉",
            Form::Table(_) => "表格",
            Form::Chart(_) => "图",
        }
    }

    /// Its first words, for messages.
    pub(super) fn words(&self) -> String {
        match &self.form {
            Form::Text(_, text) => shortened(text),
            Form::Table(rows) => {
                let first = rows.iter().flatten().map(|cell| cell.text.as_str());
                shortened(&first.take(6).collect::<Vec<_>>().join(" "))
            }
            Form::Chart(chart) => shortened(&chart.alt),
        }
    }
}

/// At most so many characters of a text are quoted.
const QUOTED: usize = 24;

/// The beginning of a text on one line.
pub(super) fn shortened(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.trim();
    match text.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
