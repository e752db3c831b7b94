//! What stands on the pages, in order: both back ends draw these, by exhaustive matches.

use super::{ChartId, HeadingId, Line, PictureId, TableId};
use crate::model::{Align, Level, Part, Picture, Text};
use crate::units::{Pt, Twip};

/// One thing to draw.
#[derive(Debug)]
pub(crate) enum Item<'a> {
    /// 空一行
    Blank,
    /// Empty room of that height.
    Space(Twip),
    /// Words in lines.
    Text(TextItem),
    /// 发文机关标志
    Mark(MarkItem),
    /// Texts at fixed places of one line.
    Row(Row),
    /// One line in the middle, or with a given room free at the right.
    Single(Single),
    /// 目录, without its title.
    Contents(ContentsItem),
    /// 公文标题 or 附件标题
    Title(TitleItem),
    /// 表格
    Table(Box<TableItem<'a>>),
    /// 柱形图
    Chart(Box<ChartItem<'a>>),
    /// 信函的标志和第一条双线
    LetterHead(LetterHead),
    /// 信函的第二条双线; takes no room.
    LowerRule {
        /// Its upper edge, from that of the page.
        top: Twip,
    },
    /// 版记: at the foot of the last page.
    Imprint(ImprintItem),
}

impl<'a> Item<'a> {
    /// Its id, if a 目录 can point to it.
    pub(crate) fn heading(&self) -> Option<HeadingId> {
        match self {
            Item::Text(text) => match text.heading {
                Heading::Alone(_, _, id) => Some(id),
                Heading::None | Heading::RunIn(..) => None,
            },
            Item::Title(title) => title.id,
            Item::Blank
            | Item::Space(_)
            | Item::Mark(_)
            | Item::Row(_)
            | Item::Single(_)
            | Item::Contents(_)
            | Item::Table(_)
            | Item::Chart(_)
            | Item::LetterHead(_)
            | Item::LowerRule { .. }
            | Item::Imprint(_) => None,
        }
    }

    /// Its pictures.
    pub(crate) fn pictures(&self) -> &[Placed] {
        match self {
            Item::Row(row) => &row.pictures,
            Item::Single(single) => &single.pictures,
            Item::Imprint(imprint) => imprint.printed.as_ref().map_or(&[], |row| &row.pictures),
            Item::Blank
            | Item::Space(_)
            | Item::Text(_)
            | Item::Mark(_)
            | Item::Contents(_)
            | Item::Title(_)
            | Item::Table(_)
            | Item::Chart(_)
            | Item::LetterHead(_)
            | Item::LowerRule { .. } => &[],
        }
    }

    /// The words in lines, if it is such.
    pub(crate) fn text(&self) -> Option<&TextItem> {
        match self {
            Item::Text(text) => Some(text),
            Item::Blank
            | Item::Space(_)
            | Item::Mark(_)
            | Item::Row(_)
            | Item::Single(_)
            | Item::Contents(_)
            | Item::Title(_)
            | Item::Table(_)
            | Item::Chart(_)
            | Item::LetterHead(_)
            | Item::LowerRule { .. }
            | Item::Imprint(_) => None,
        }
    }

    /// The table that it is, if it is one.
    pub(crate) fn table(&self) -> Option<&TableItem<'a>> {
        match self {
            Item::Table(table) => Some(table),
            Item::Blank
            | Item::Space(_)
            | Item::Text(_)
            | Item::Mark(_)
            | Item::Row(_)
            | Item::Single(_)
            | Item::Contents(_)
            | Item::Title(_)
            | Item::Chart(_)
            | Item::LetterHead(_)
            | Item::LowerRule { .. }
            | Item::Imprint(_) => None,
        }
    }
}

/// A paragraph, a heading, or another text that goes over lines.
#[derive(Debug, Clone)]
pub(crate) struct TextItem {
    /// Its setting.
    pub part: Part,
    /// Whether it is a heading, alone or before its text.
    pub heading: Heading,
    /// What the program prints before the words: `附件：1.`; not the number of a heading.
    pub label: Option<(Part, String)>,
    /// The words, each stretch with its setting.
    pub words: Vec<(Part, String)>,
    /// What the program prints behind the words.
    pub tail: &'static str,
    /// Where the first line begins, from the left edge of the 版心.
    pub first: Twip,
    /// Where the others begin.
    pub left: Twip,
    /// Which text of its part it is, if they begin at several places.
    pub hang: Hang,
    /// Room free at the right edge.
    pub right: Twip,
    /// Whether it begins a page.
    pub new_page: bool,
    /// Whether it goes on with the paragraph before it.
    pub continues: bool,
    /// The lines, number and label included.
    pub lines: Vec<Line>,
}

/// 层次标题, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// No heading.
    None,
    /// On its own line: level and number under its parent.
    Alone(Level, u32, HeadingId),
    /// Its text goes on in the same line.
    RunIn(Level, u32),
}

/// Which of the texts with a label a text is: lines of each kind begin at places of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hang {
    /// No label, or one that stands alone: its part says all.
    None,
    /// 附件说明 of the only 附件.
    OnlyNote,
    /// 附件说明 of the first of several 附件.
    FirstNote,
    /// 附件说明 of a further one.
    FurtherNote {
        /// Whether its number is as wide as that of the second.
        is_usual: bool,
    },
    /// 出席、请假、列席; their labels are equally wide.
    Roster,
    /// 版记
    Imprint,
}

/// 公文标题 or 附件标题, one text per line.
#[derive(Debug)]
pub(crate) struct TitleItem {
    /// Its id, if a 目录 can point to it: 附件标题.
    pub id: Option<HeadingId>,
    /// Which of the two it is.
    pub part: Part,
    /// The lines.
    pub lines: Vec<Text>,
}

/// 发文机关标志: names one above the other, 文件 beside them.
#[derive(Debug)]
pub(crate) struct MarkItem {
    /// The names.
    pub names: Vec<MarkName>,
    /// What stands beside several names, and where.
    pub suffix: Option<(Text, Twip)>,
    /// Where the names begin, from the left edge of the 版心.
    pub left: Twip,
    /// The size of all.
    pub size: Pt,
    /// The height of a line.
    pub pitch: Twip,
}

/// A name of a 发文机关标志.
#[derive(Debug)]
pub(crate) struct MarkName {
    /// The name.
    pub text: Text,
    /// Added behind each character so that all names are equally wide.
    pub spacing: Twip,
}

/// Texts at fixed places of one line.
#[derive(Debug)]
pub(crate) struct Row {
    /// The setting of the line.
    pub part: Part,
    /// The texts from left to right.
    pub cells: Vec<Cell>,
    /// Pictures over or under the line.
    pub pictures: Vec<Placed>,
    /// 版头分隔线 below: from the end of the line to the rule.
    pub rule: Option<Pt>,
}

/// A text of a [`Row`].
#[derive(Debug)]
pub(crate) struct Cell {
    /// Its setting.
    pub part: Part,
    /// Its words.
    pub text: Text,
    /// Where it begins, from the left edge of the 版心.
    pub x: Twip,
    /// How wide it is.
    pub width: Twip,
    /// Whether its right end is what stands fast when a clerk changes it.
    pub from_right: bool,
}

/// One line of one text.
#[derive(Debug)]
pub(crate) struct Single {
    /// Its setting.
    pub part: Part,
    /// Its words.
    pub text: Text,
    /// Room free at the right edge; without, it stands in the middle.
    pub right: Option<Twip>,
    /// Pictures over or under the line.
    pub pictures: Vec<Placed>,
    /// 版头分隔线 below: from the end of the line to the rule.
    pub rule: Option<Pt>,
}

/// 印章 or 签名章 at its place.
#[derive(Debug)]
pub(crate) struct Placed {
    /// Its id.
    pub id: PictureId,
    /// The picture.
    pub picture: Picture,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Its left edge, from the left edge of the 版心.
    pub x: Twip,
    /// Its upper edge, from that of the line; mostly negative.
    pub y: Twip,
    /// Its width.
    pub width: Twip,
    /// Its height.
    pub height: Twip,
}

/// 表格
#[derive(Debug)]
pub(crate) struct TableItem<'a> {
    /// Its id.
    pub id: TableId,
    /// What it holds.
    pub table: &'a crate::model::Table,
    /// How wide it is.
    pub total: Twip,
    /// The widths of its columns, which add up to that.
    pub widths: Vec<Twip>,
    /// What stands above it.
    pub captions: Vec<Caption>,
    /// 表头
    pub header: Vec<RowItem>,
    /// The rows below it; no cell goes on over the end of a page.
    pub rows: Vec<RowItem>,
    /// 表注
    pub notes: Vec<Caption>,
    /// Whether all of it stays on one page.
    pub is_whole: bool,
}

/// A text above or below a table.
#[derive(Debug)]
pub(crate) struct Caption {
    /// Its setting.
    pub part: Part,
    /// How it stands.
    pub align: Align,
    /// Its words.
    pub text: Text,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What stands at the right end of its only line.
    pub right: Option<(Text, Line)>,
}

/// A row of a table.
#[derive(Debug)]
pub(crate) struct RowItem {
    /// The cells that begin in it.
    pub cells: Vec<CellItem>,
    /// Its height with its upper rule.
    pub height: Twip,
    /// Whether its own cells alone would make it lower.
    pub is_raised: bool,
    /// Whether it stays on the page of the next one.
    pub is_kept: bool,
}

/// A cell of a table.
#[derive(Debug)]
pub(crate) struct CellItem {
    /// Its words.
    pub text: Text,
    /// Its first column, from 0.
    pub column: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// How many rows it covers.
    pub rows: usize,
    /// How wide it is.
    pub width: Twip,
    /// How its text stands.
    pub align: Align,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// 柱形图; places are seen from its upper left corner, pt.
#[derive(Debug)]
pub(crate) struct ChartItem<'a> {
    /// Its id.
    pub id: ChartId,
    /// What it shows.
    pub chart: &'a crate::model::Chart,
    /// The same in words.
    pub alt: String,
    /// The unit above it.
    pub unit: Option<Caption>,
    /// 图题, below it.
    pub title: Caption,
    /// Its width, that of the type area.
    pub width: Twip,
    /// Its height without unit and title.
    pub height: Twip,
    /// Whether bars stand, or lie one below the other.
    pub is_upright: bool,
    /// The figure whose bar goes over the whole plot.
    pub most: f64,
    /// The room between categories, as a share of the width of a bar.
    pub between: f64,
    /// Where the bars stand: left, top, width, height.
    pub plot: [f64; 4],
    /// The names of the groups, each with its square.
    pub legend: Vec<(Bar, Label)>,
    /// The bars.
    pub bars: Vec<Bar>,
    /// Each category's name, and behind it its figures.
    pub labels: Vec<Label>,
}

/// A bar of a chart.
#[derive(Debug)]
pub(crate) struct Bar {
    /// Its group, from 0.
    pub group: usize,
    /// Left, top, width, height.
    pub place: [f64; 4],
}

/// A text in a chart.
#[derive(Debug)]
pub(crate) struct Label {
    /// Where its left end, its middle or its right end stands.
    pub x: f64,
    /// The upper edge of its first line.
    pub y: f64,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Which of them it is.
    pub align: Align,
}

/// 目录
#[derive(Debug)]
pub(crate) struct ContentsItem {
    /// What it lists, in order.
    pub entries: Vec<Entry>,
}

/// One heading in a 目录.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its level.
    pub level: Level,
    /// The heading.
    pub target: HeadingId,
    /// Where its lines begin, from the left edge of the 版心.
    pub left: Twip,
    /// Its lines, without the page number, which has room at their right.
    pub lines: Vec<Line>,
}

/// What stands above the text of a 信函; all places are seen from the edge of the page.
#[derive(Debug)]
pub(crate) struct LetterHead {
    /// 发文机关标志
    pub mark: MarkItem,
    /// The top of the line of the mark.
    pub mark_top: Twip,
    /// The upper edge of the double rule.
    pub rule_top: Twip,
    /// Where the text begins.
    pub end: Twip,
}

/// 版记
#[derive(Debug)]
pub(crate) struct ImprintItem {
    /// 主送机关 and 抄送机关.
    pub copied: Vec<TextItem>,
    /// 印发机关 and 印发日期.
    pub printed: Option<Row>,
    /// Whether rules stand around and between; 信函 have none.
    pub is_ruled: bool,
    /// From the last line of an element to the rule below, so that its ink lies in the middle.
    pub below: Twip,
    /// From the last rule to the lower edge of the 版心.
    pub rise: Twip,
    /// The height of all, down to the lower edge of the 版心.
    pub height: Twip,
    /// Whether it must stand on an even page.
    pub on_even_page: bool,
}
