//! A Word file as it is read: paragraphs, drawings, sections, notes. Lengths are twips unless
//! they say otherwise.

use std::collections::HashMap;
use std::sync::Arc;

use super::numbering::Printed;
use super::props::{Align, Colour, ParaProps, RunProps};
use super::spans::{Change, Feature, NoteKind, Span};
use super::tables::Table;
use crate::read::{CellPlace, Location};

/// A stretch of text in one formatting.
#[derive(Debug, Clone)]
pub struct Run {
    /// As printed: tabs are `\t`, line breaks `\n`.
    pub text: String,
    /// Fonts, size, colour, after all styles.
    pub props: RunProps,
}

/// What a paragraph stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// In the column, or in a frame of its own.
    Flow,
    /// In a table: its index.
    Cell(usize),
    /// In a text box: its index among the drawings.
    Box(usize),
}

/// 段落
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its printed words, with the automatic number before them.
    pub runs: Vec<Run>,
    /// What stands on, around and between the words, in their order.
    pub spans: Vec<Span>,
    /// 自动编号, if it has one that shows.
    pub number: Option<Number>,
    /// The name of its style: `heading 1`, `Normal`.
    pub style: Option<Arc<str>>,
    /// Indents, spacing, borders, after all styles.
    pub props: ParaProps,
    /// The formatting of the mark at its end; it makes the height of an empty one.
    pub mark: RunProps,
    /// Tracked changes of its mark: a deleted one joins it to the next paragraph.
    pub mark_changes: Vec<Change>,
    /// Tracked changes of its formatting.
    pub changes: Vec<Change>,
    /// What it stands in.
    pub place: Container,
    /// The index of its section.
    pub section: usize,
    /// Whether a page begins with it.
    pub new_page: bool,
    /// Pages that Word itself began inside or before it, when it saved.
    pub rendered: usize,
    /// The indices of the drawings that hang on it.
    pub drawings: Vec<usize>,
}

/// 自动编号: the number that Word prints before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The id of its list in the file.
    pub list: i64,
    /// Its level in the list, from 0.
    pub level: usize,
    /// As printed, with the tab or space behind it.
    pub text: String,
}

impl Paragraph {
    /// The text as printed.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The text behind the automatic number.
    pub fn words(&self) -> String {
        let mut text = self.text();
        text.drain(..self.number.as_ref().map_or(0, |number| number.text.len()));
        text
    }

    /// Puts the automatic number before the words.
    pub(super) fn put_before(&mut self, printed: Printed, mark: RunProps) {
        let Printed { number, run, unknown } = printed;
        let length = number.text.len();
        for span in &mut self.spans {
            span.range = span.range.start + length..span.range.end + length;
        }
        if let Some(format) = unknown {
            let feature = Feature::Unread(format!("w:numFmt {format}"));
            self.spans.insert(0, Span { range: 0..length, feature });
        }
        let mut props = mark;
        props.lay(&run);
        self.runs.insert(0, Run { text: number.text.clone(), props });
        self.number = Some(number);
    }

    /// 大纲级别, from 1; body text has none.
    pub fn level(&self) -> Option<u8> {
        self.props.outline.filter(|level| *level <= 8).map(|level| level + 1)
    }

    /// The instructions of the fields that end in it.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.spans.iter().filter_map(|span| match &span.feature {
            Feature::Field(instruction) => Some(instruction.as_str()),
            _ => None,
        })
    }

    /// The text without spaces.
    pub(crate) fn plain(&self) -> String {
        self.text().chars().filter(|c| !c.is_whitespace()).collect()
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// The size of most of the text; of its mark when there is none.
    pub(crate) fn size(&self) -> f64 {
        let largest = self
            .runs
            .iter()
            .filter(|run| !run.text.trim().is_empty())
            .map(|run| run.props.size.unwrap_or(DEFAULT_SIZE))
            .fold(0.0, f64::max);
        if largest > 0.0 { largest } else { self.mark.size.unwrap_or(DEFAULT_SIZE) }
    }

    /// The run that has most of the text.
    pub(crate) fn main_run(&self) -> Option<&Run> {
        self.runs.iter().max_by_key(|run| run.text.trim().chars().count())
    }

    /// Indents in twips: left, right, first line against left.
    pub(crate) fn indents(&self) -> (f64, f64, f64) {
        let props = &self.props;
        let spacing = self.main_run().map_or(&self.mark, |run| &run.props).spacing.unwrap_or(0.0);
        let em = self.size() * 20.0 + spacing;
        let own = |chars: Option<f64>, twips: Option<f64>| match chars {
            Some(chars) if chars != 0.0 => chars / 100.0 * em,
            _ => twips.unwrap_or(0.0),
        };
        let first = own(props.first_chars, props.first);
        // `hangingChars` hangs to the left of the text, which `left` says in twips.
        let left = match (props.left_chars, props.first_chars) {
            (Some(chars), _) if chars != 0.0 => chars / 100.0 * em - first.min(0.0),
            _ => props.left.unwrap_or(0.0),
        };
        (left, own(props.right_chars, props.right), first)
    }

    pub(crate) fn align(&self) -> Align {
        self.props.align.unwrap_or(Align::Left)
    }

    /// Whether it is drawn as a rule: shaded, empty and very low; its thickness in mm.
    pub(crate) fn shaded_rule(&self) -> Option<(f64, Colour)> {
        const HIGHEST: f64 = 80.0;
        let fill = self.props.fill.filter(|fill| *fill != Colour::White)?;
        let line = self.props.line.filter(|line| *line <= HIGHEST)?;
        self.is_blank().then_some((line * MM, fill))
    }
}

/// Word's size where none is given, points.
pub(crate) const DEFAULT_SIZE: f64 = 10.0;
/// A twip in mm.
pub(crate) const MM: f64 = 25.4 / 1440.0;

/// What a drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawingKind {
    /// 图片
    Picture,
    /// A native chart; its part is what the drawing embeds.
    Chart,
    /// A line, or a box as low as one.
    Line,
    /// 文本框: its paragraphs stand in the story.
    TextBox,
    /// Anything else.
    Other,
}

/// 图形: mm; positions against `x_from` and `y_from`.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// What it is.
    pub kind: DrawingKind,
    /// Whether it stands in the line of text.
    pub inline: bool,
    /// mm
    pub width: f64,
    /// mm
    pub height: f64,
    /// From the left, mm, where the file says it.
    pub x: Option<f64>,
    /// From above, mm, where the file says it.
    pub y: Option<f64>,
    /// `page`, `margin`, `column`…
    pub x_from: String,
    /// `page`, `margin`, `paragraph`…
    pub y_from: String,
    /// `left`, `center`, `outside`…, or nothing.
    pub x_align: String,
    /// `top`, `bottom`…, or nothing.
    pub y_align: String,
    /// Of its line or its filling.
    pub colour: Option<Colour>,
    /// Thickness of its line, mm.
    pub stroke: f64,
    /// Whether its line is double.
    pub double: bool,
    /// The paragraph that it hangs on.
    pub para: usize,
    /// What it shows, in words.
    pub alt: String,
    /// The part of the file that it shows: a picture or a chart.
    pub part: Option<String>,
    /// Whether the text in it runs downwards.
    pub turned: bool,
}

/// What follows what in the column.
#[derive(Debug, Clone, Copy)]
pub enum FlowItem {
    /// The index of a paragraph.
    Paragraph(usize),
    /// The index of a table.
    Table(usize),
}

/// 节: a stretch of pages.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Of the paper.
    pub width: f64,
    /// Of the paper.
    pub height: f64,
    /// Upper margin.
    pub top: f64,
    /// Lower margin.
    pub bottom: f64,
    /// Left margin.
    pub left: f64,
    /// Right margin.
    pub right: f64,
    /// 装订线
    pub gutter: f64,
    /// The footer's distance from the edge of the paper.
    pub footer: f64,
    /// Ids of the headers: default, even, first.
    pub headers: [Option<String>; 3],
    /// Ids of the footers: default, even, first.
    pub footers: [Option<String>; 3],
    /// 首页不同
    pub title_page: bool,
    /// Whether it begins in the middle of a page.
    pub continuous: bool,
    /// Whether it begins on an even page, or on an odd one.
    pub even: Option<bool>,
    /// Whether lines, and also characters, stand on Word's grid.
    pub grid: (bool, bool),
    /// From line to line of the grid.
    pub line_pitch: f64,
    /// Added to each character of the grid, 4096ths of a point.
    pub char_space: f64,
    /// Tracked changes of its measures.
    pub changes: Vec<Change>,
}

impl Section {
    /// 横向
    pub fn turned(&self) -> bool {
        self.width > self.height
    }

    /// The column's width, twips.
    pub fn column(&self) -> f64 {
        self.width - self.left - self.right - self.gutter
    }

    /// The column's height, twips.
    pub fn depth(&self) -> f64 {
        self.height - self.top.abs() - self.bottom.abs()
    }
}

/// Text with its tables and drawings: the document, a header or footer, a note.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// The part of the file that holds it: `word/document.xml`.
    pub part: Arc<str>,
    /// In the order of the file, those of cells and text boxes among the others.
    pub paras: Vec<Paragraph>,
    /// Tables, those in cells too.
    pub tables: Vec<Table>,
    /// Pictures, charts, lines, text boxes.
    pub drawings: Vec<Drawing>,
    /// The column from top to bottom.
    pub blocks: Vec<FlowItem>,
    /// Stretches of pages; the last one ends the story.
    pub sections: Vec<Section>,
    /// What stands between paragraphs and is not read.
    pub unread: Vec<UnreadBlock>,
}

/// Something between paragraphs that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadBlock {
    /// Its name in the file: `w:altChunk`.
    pub element: String,
    /// The index of the paragraph that follows it.
    pub before: usize,
}

impl Story {
    /// Where a paragraph stands.
    pub fn location(&self, para: usize) -> Location {
        // A table in a cell of another comes behind it.
        let cell = self.tables.iter().enumerate().rev().find_map(|(table, own)| {
            let (row, column) = own.cell_of(para)?;
            Some(CellPlace { table, row, column })
        });
        Location::Word { part: Arc::clone(&self.part), paragraph: para, cell }
    }

    /// All that is printed, in one.
    pub(crate) fn text(&self) -> String {
        self.paras.iter().flat_map(|para| &para.runs).map(|run| run.text.as_str()).collect()
    }
}

/// 脚注、尾注、批注
#[derive(Debug, Clone)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// Its id, as [`Feature`] has it.
    pub id: String,
    /// Who wrote a comment.
    pub author: String,
    /// When, as the file says it.
    pub date: String,
    /// What it says.
    pub story: Story,
}

/// All that is read of a Word file.
#[derive(Debug)]
pub struct WordFile {
    /// The document.
    pub body: Story,
    /// The headers by the ids that sections have.
    pub headers: HashMap<String, Story>,
    /// The footers by the ids that sections have.
    pub footers: HashMap<String, Story>,
    /// Footnotes, endnotes, comments.
    pub notes: Vec<Note>,
    /// 奇偶页不同
    pub even_and_odd: bool,
    /// The size on which the grid stands, points.
    pub default_size: f64,
    /// Word's version mark; 15 is the present one.
    pub compat: Option<u32>,
}
