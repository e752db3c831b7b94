//! What the Typst template gets to draw: `parts.typ` reads the same names. Lengths are in pt,
//! places seen from the upper left corner of the type area. The identifier of a PDF is made of
//! these values as they are written out, so another order of fields changes all PDFs.

use serde::Serialize;

use super::rows::SetLine;
use crate::layout::HeadingId;

/// What the template draws, by its `kind`.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Block {
    /// Empty room.
    Blank { height: f64 },
    /// Words in lines.
    Paragraph(Paragraph),
    /// 层次标题 on lines of its own
    Section(Section),
    /// 公文标题
    Title(Title),
    /// 附件标题
    AttachmentTitle(Title),
    /// 发文机关标志
    Mark(Mark),
    /// Texts at fixed places of one line.
    Row(Row),
    /// One line in the middle, or with a given room free at the right.
    Single(Single),
    /// 目录
    Contents { entries: Vec<Entry> },
    /// 信函的标志和第一条双线
    LetterHead(LetterHead),
    /// 信函的第二条双线
    LowerRule { top: f64 },
    /// 表格
    Table(Table),
    /// 横排表格
    Landscape(Table),
    /// 柱形图
    Chart(Chart),
    /// 版记
    Imprint(Imprint),
}

/// Words in lines.
#[derive(Debug, Serialize)]
pub(super) struct Paragraph {
    pub(super) style: String,
    pub(super) first: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) new_page: bool,
    /// Whether its lines hold their tags.
    pub(super) is_tagged: bool,
    pub(super) lines: Vec<SetLine>,
}

/// 层次标题 on lines of its own
#[derive(Debug, Serialize)]
pub(super) struct Section {
    /// Its depth among the headings above it, from 1, without a gap.
    pub(super) level: usize,
    pub(super) style: String,
    pub(super) indent: f64,
    /// For its bookmark.
    pub(super) words: String,
    pub(super) is_target: bool,
    pub(super) lines: Vec<SetLine>,
}

/// 公文标题 or 附件标题
#[derive(Debug, Serialize)]
pub(super) struct Title {
    /// For its bookmark.
    pub(super) words: String,
    pub(super) is_target: bool,
    pub(super) lines: Vec<SetLine>,
}

/// 发文机关标志
#[derive(Debug, Serialize)]
pub(super) struct Mark {
    pub(super) size: f64,
    pub(super) pitch: f64,
    pub(super) left: f64,
    pub(super) names: Vec<MarkName>,
    pub(super) suffix: Option<Suffix>,
}

/// A name of a 发文机关标志.
#[derive(Debug, Serialize)]
pub(super) struct MarkName {
    pub(super) spacing: f64,
    pub(super) line: SetLine,
}

/// 文件 beside the names.
#[derive(Debug, Serialize)]
pub(super) struct Suffix {
    pub(super) x: f64,
    pub(super) line: SetLine,
}

/// 信函的标志和第一条双线
#[derive(Debug, Serialize)]
pub(super) struct LetterHead {
    /// Always a [`Block::Mark`].
    pub(super) mark: Box<Block>,
    pub(super) mark_top: f64,
    pub(super) rule_top: f64,
    pub(super) height: f64,
}

/// Texts at fixed places of one line.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) style: String,
    pub(super) pitch: f64,
    pub(super) cells: Vec<RowCell>,
    pub(super) pictures: Vec<Picture>,
    pub(super) rule: Option<Rule>,
}

/// A text of a [`Row`].
#[derive(Debug, Serialize)]
pub(super) struct RowCell {
    pub(super) x: f64,
    pub(super) style: String,
    pub(super) line: SetLine,
}

/// One line in the middle, or with a given room free at the right.
#[derive(Debug, Serialize)]
pub(super) struct Single {
    pub(super) style: String,
    pub(super) right: Option<f64>,
    pub(super) line: SetLine,
    pub(super) pictures: Vec<Picture>,
    pub(super) rule: Option<Rule>,
}

/// 版头分隔线
#[derive(Debug, Serialize)]
pub(super) struct Rule {
    /// From the line above it.
    pub(super) gap: f64,
    pub(super) rule: f64,
}

/// 印章 or 签名章
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    pub(super) file: String,
    pub(super) alt: String,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    /// Whether it lies over the text.
    pub(super) over: bool,
}

/// One heading in a 目录.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    /// That of the heading, from 1.
    pub(super) level: usize,
    pub(super) style: String,
    /// The typeface of the page number.
    pub(super) digits: &'static str,
    pub(super) left: f64,
    pub(super) target: HeadingId,
    pub(super) lines: Vec<SetLine>,
}

/// 表格
#[derive(Debug, Serialize)]
pub(super) struct Table {
    /// Whether it stays on one page.
    pub(super) whole: bool,
    /// The room in which it begins, or it begins on the next page.
    pub(super) beginning: f64,
    /// How many of its last rows stay together.
    pub(super) ending: usize,
    pub(super) captions: Vec<Caption>,
    pub(super) widths: Vec<f64>,
    pub(super) heights: Vec<f64>,
    pub(super) header: Vec<Vec<TableCell>>,
    pub(super) rows: Vec<Vec<TableCell>>,
    pub(super) notes: Vec<Caption>,
}

/// A text above or below a table or a chart.
#[derive(Debug, Serialize)]
pub(super) struct Caption {
    pub(super) style: String,
    pub(super) align: Side,
    pub(super) lines: Vec<SetLine>,
    /// What stands at the right end of its line.
    pub(super) right: Option<Vec<SetLine>>,
}

/// A cell of a table.
#[derive(Debug, Serialize)]
pub(super) struct TableCell {
    pub(super) style: String,
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) align: Side,
    pub(super) lines: Vec<SetLine>,
    /// Whether it says what its row is about.
    pub(super) names_row: bool,
    /// The id of its row.
    pub(super) label: Option<String>,
}

/// How text stands.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Side {
    Left,
    Centre,
    Right,
}

/// 柱形图
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    pub(super) alt: String,
    pub(super) unit: Option<[Caption; 1]>,
    pub(super) title: [Caption; 1],
    pub(super) height: f64,
    pub(super) bars: Vec<Bar>,
    pub(super) labels: Vec<Label>,
    /// The line on which the bars stand: both ends.
    pub(super) axis: [f64; 4],
}

/// A bar of a chart.
#[derive(Debug, Serialize)]
pub(super) struct Bar {
    pub(super) place: [f64; 4],
    pub(super) fill: &'static str,
}

/// A text in a chart.
#[derive(Debug, Serialize)]
pub(super) struct Label {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) align: Side,
    pub(super) lines: Vec<SetLine>,
}

/// 版记
#[derive(Debug, Serialize)]
pub(super) struct Imprint {
    /// How many pages are turned before it.
    pub(super) breaks: i32,
    pub(super) ruled: bool,
    pub(super) below: f64,
    pub(super) rise: f64,
    /// Each a [`Block::Paragraph`].
    pub(super) copied: Vec<Block>,
    /// A [`Block::Row`].
    pub(super) printed: Option<Box<Block>>,
}
