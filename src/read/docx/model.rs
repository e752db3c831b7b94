//! A Word file as it is read: paragraphs, tables, drawings, sections.

use super::props::{Align, Border, Colour, ParaProps, RunProps};
use super::styles::TableBorders;

/// A stretch of text in one formatting.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Tabs are `\t`, line breaks `\n`.
    pub(crate) text: String,
    pub(crate) props: RunProps,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    /// In the column, or in a frame of its own.
    Flow,
    /// In a table: its index.
    Cell(usize),
    /// In a text box: its index among the drawings.
    Box(usize),
}

#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    /// With the automatic number before it.
    pub(crate) runs: Vec<Run>,
    pub(crate) props: ParaProps,
    /// The formatting of the mark at its end; it makes the height of an empty one.
    pub(crate) mark: RunProps,
    pub(crate) place: Container,
    pub(crate) section: usize,
    /// Whether a page begins with it.
    pub(crate) new_page: bool,
    /// Pages that Word itself began inside or before it, when it saved.
    pub(crate) rendered: usize,
    pub(crate) fields: Vec<String>,
    pub(crate) drawings: Vec<usize>,
}

impl Paragraph {
    /// The text as printed.
    pub(crate) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
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
pub(crate) enum DrawingKind {
    Picture,
    /// A native chart; its part is what the drawing embeds.
    Chart,
    Line,
    TextBox,
    Other,
}

/// 图形: mm; positions against `from`.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) kind: DrawingKind,
    /// Whether it stands in the line of text.
    pub(crate) inline: bool,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) x: Option<f64>,
    pub(crate) y: Option<f64>,
    /// `page`, `margin`, `paragraph`…
    pub(crate) x_from: String,
    pub(crate) y_from: String,
    pub(crate) x_align: String,
    pub(crate) y_align: String,
    pub(crate) colour: Option<Colour>,
    /// Thickness of its line.
    pub(crate) stroke: f64,
    pub(crate) double: bool,
    /// The paragraph that it hangs on.
    pub(crate) para: usize,
    /// What it shows, in words.
    pub(crate) alt: String,
    /// The id of its picture or chart among the relationships.
    pub(crate) embed: Option<String>,
    /// Whether the text in it runs downwards.
    pub(crate) turned: bool,
}

/// A table and what the checks want of it.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) borders: TableBorders,
    pub(crate) rows: Vec<TableRow>,
    /// Twips.
    pub(crate) width: Option<f64>,
    pub(crate) indent: f64,
    pub(crate) align: Align,
    /// Where it floats, if it does.
    pub(crate) float: Option<Float>,
    pub(crate) section: usize,
    pub(crate) margins: (f64, f64),
    pub(crate) new_page: bool,
}

/// `w:tblpPr`
#[derive(Debug, Clone, Default)]
pub(crate) struct Float {
    pub(crate) v_anchor: String,
    pub(crate) y: Option<f64>,
    pub(crate) y_align: String,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct TableRow {
    pub(crate) cells: Vec<TableCell>,
    /// Twips, and whether it is exact.
    pub(crate) height: Option<(f64, bool)>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct TableCell {
    pub(crate) borders: TableBorders,
    pub(crate) width: Option<f64>,
    /// `w:gridSpan`
    pub(crate) columns: usize,
    /// `w:vMerge`: whether it belongs to the cell above.
    pub(crate) goes_on: bool,
    /// Indices of paragraphs.
    pub(crate) paras: Vec<usize>,
}

impl Table {
    pub(crate) fn paras(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| cell.paras.iter().copied())
    }

    /// The width in twips, from its columns where it does not say.
    pub(crate) fn total_width(&self) -> Option<f64> {
        let columns = || {
            let cells = &self.rows.first()?.cells;
            cells.iter().map(|cell| cell.width).sum::<Option<f64>>()
        };
        columns().or(self.width)
    }

    /// The rules above, between and below the rows: for each its border, as drawn.
    pub(crate) fn rules(&self) -> Vec<Option<Border>> {
        let last = self.rows.len().saturating_sub(1);
        let side = |row: usize, lower: bool| {
            let cell = self.rows.get(row).and_then(|row| row.cells.first())?;
            let outer = if lower { row == last } else { row == 0 };
            let own = if lower { cell.borders.bottom } else { cell.borders.top };
            let of_table = match (outer, lower) {
                (true, true) => self.borders.bottom,
                (true, false) => self.borders.top,
                (false, _) => self.borders.inner,
            };
            own.or(of_table)
        };
        let mut rules = vec![side(0, false)];
        for row in 0..self.rows.len() {
            let below = (row < last).then(|| side(row + 1, false)).flatten();
            let own = side(row, true);
            rules.push(own.filter(Border::drawn).or(below).or(own));
        }
        rules.into_iter().map(|rule| rule.filter(Border::drawn)).collect()
    }
}

/// A block of the column.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FlowItem {
    Paragraph(usize),
    Table(usize),
}

/// A stretch of pages: twips.
#[derive(Debug, Clone, Default)]
pub(crate) struct Section {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) gutter: f64,
    pub(crate) footer: f64,
    /// Ids of the footers: default, even, first.
    pub(crate) footers: [Option<String>; 3],
    pub(crate) title_page: bool,
    pub(crate) continuous: bool,
    /// Whether it begins on an even page, or on an odd one.
    pub(crate) even: Option<bool>,
    /// Whether lines, and also characters, stand on Word's grid.
    pub(crate) grid: (bool, bool),
    pub(crate) line_pitch: f64,
    /// 4096ths of a point.
    pub(crate) char_space: f64,
}

impl Section {
    pub(crate) fn turned(&self) -> bool {
        self.width > self.height
    }

    /// The column's width, twips.
    pub(crate) fn column(&self) -> f64 {
        self.width - self.left - self.right - self.gutter
    }

    pub(crate) fn depth(&self) -> f64 {
        self.height - self.top.abs() - self.bottom.abs()
    }
}

/// Text with its tables and drawings: the document, or a footer.
#[derive(Debug, Default)]
pub(crate) struct Story {
    pub(crate) paras: Vec<Paragraph>,
    pub(crate) tables: Vec<Table>,
    pub(crate) drawings: Vec<Drawing>,
    pub(crate) blocks: Vec<FlowItem>,
    pub(crate) sections: Vec<Section>,
}

/// All that is read of a file.
#[derive(Debug)]
pub(crate) struct WordFile {
    pub(crate) body: Story,
    /// The footers by their ids.
    pub(crate) footers: std::collections::HashMap<String, Story>,
    pub(crate) even_and_odd: bool,
    /// The size on which the grid stands, points.
    pub(crate) default_size: f64,
    /// Word's version mark; 15 is the present one.
    pub(crate) compat: Option<u32>,
}
