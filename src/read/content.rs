//! What a file says, whatever its format.

use std::collections::BTreeSet;

use super::Location;

/// What a file says.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// 文件属性
    pub metadata: Metadata,
    /// In the order of reading, notes and headers last.
    pub blocks: Vec<Block>,
    /// In the order of reading.
    pub pictures: Vec<Picture>,
    /// 页码
    pub numbered: Numbered,
}

/// A paragraph, a heading, a table or a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it says.
    pub content: BlockContent,
    /// Where it begins.
    pub location: Location,
}

/// What a block says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockContent {
    /// Words; a line end that shows is `\n`, words at fixed places of one line have `\t` between.
    Text(TextKind, String),
    /// Rows of cells.
    Table(Vec<Vec<CellText>>),
    /// 图
    Chart(Chart),
}

/// A chart: what it says in words, and what is printed in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// What it shows, in words.
    pub alt: String,
    /// In the order of reading: the names of groups, then each category and its figures, each
    /// on a line or more.
    pub labels: String,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// 正文
    Paragraph,
    /// 标题: its level, from 1. With its number, automatic or not.
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

/// 图片
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, in words.
    pub alt: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// A digest of its colours.
    pub digest: String,
}

/// 页码
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbered {
    /// The forms in which numbers are printed, `#` for the number: `— # —`; those of even
    /// pages with `true`.
    pub forms: BTreeSet<(bool, String)>,
    /// Whether pages stand without one.
    pub some_without: bool,
    /// Pages, from 1, with another number than their own, and that number.
    pub wrong: Vec<(usize, String)>,
}

/// 文件属性: those that both formats have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// 标题
    pub title: String,
    /// 作者
    pub author: String,
    /// 主题
    pub subject: String,
    /// 关键词
    pub keywords: String,
    /// 语言: `zh-CN`
    pub language: String,
    /// 创建日期: `2025-03-06`
    pub created: String,
    /// 修改日期: `2025-03-06`
    pub modified: String,
}

impl Content {
    /// The tables, row by row.
    pub fn tables(&self) -> impl Iterator<Item = &[Vec<CellText>]> {
        self.blocks.iter().filter_map(|block| match &block.content {
            BlockContent::Table(rows) => Some(rows.as_slice()),
            BlockContent::Text(..) | BlockContent::Chart(_) => None,
        })
    }
}
