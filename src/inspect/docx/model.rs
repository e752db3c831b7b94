//! A Word file as it is read: paragraphs, tables, drawings, sections.

use super::props::{Align, Border, Colour, ParaProps, RunProps};
use super::styles::TableBorders;

/// A stretch of text in one formatting.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Tabs are `\t`, line breaks `\n`.
    pub(super) text: String,
    pub(super) props: RunProps,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the column, or in a frame of its own.
    Flow,
    /// In a table: its index.
    Cell(usize),
    /// In a text box: its index among the drawings.
    Box(usize),
}

#[derive(Debug, Clone)]
pub(super) struct Para {
    /// With the automatic number before it.
    pub(super) runs: Vec<Run>,
    pub(super) props: ParaProps,
    /// The formatting of the mark at its end; it makes the height of an empty one.
    pub(super) mark: RunProps,
    pub(super) place: Place,
    pub(super) section: usize,
    /// Whether a page begins with it.
    pub(super) new_page: bool,
    /// Pages that Word itself began inside or before it, when it saved.
    pub(super) rendered: usize,
    pub(super) fields: Vec<String>,
    pub(super) drawings: Vec<usize>,
}

impl Para {
    /// The text as printed.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The text without spaces.
    pub(super) fn plain(&self) -> String {
        self.text().chars().filter(|c| !c.is_whitespace()).collect()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// The size of most of the text; of its mark when there is none.
    pub(super) fn size(&self) -> f64 {
        let largest = self
            .runs
            .iter()
            .filter(|run| !run.text.trim().is_empty())
            .map(|run| run.props.size.unwrap_or(DEFAULT_SIZE))
            .fold(0.0, f64::max);
        if largest > 0.0 { largest } else { self.mark.size.unwrap_or(DEFAULT_SIZE) }
    }

    /// The run that has most of the text.
    pub(super) fn main_run(&self) -> Option<&Run> {
        self.runs.iter().max_by_key(|run| run.text.trim().chars().count())
    }

    /// Indents in twips: left, right, first line against left.
    pub(super) fn indents(&self) -> (f64, f64, f64) {
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

    pub(super) fn align(&self) -> Align {
        self.props.align.unwrap_or(Align::Left)
    }

    /// Whether it is drawn as a rule: shaded, empty and very low; its thickness in mm.
    pub(super) fn shaded_rule(&self) -> Option<(f64, Colour)> {
        const HIGHEST: f64 = 80.0;
        let fill = self.props.fill.filter(|fill| *fill != Colour::White)?;
        let line = self.props.line.filter(|line| *line <= HIGHEST)?;
        self.is_blank().then_some((line * MM, fill))
    }
}

/// Word's size where none is given, points.
pub(super) const DEFAULT_SIZE: f64 = 10.0;
/// A twip in mm.
pub(super) const MM: f64 = 25.4 / 1440.0;

/// What a drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Picture,
    /// A native chart; its part is what the drawing embeds.
    Chart,
    Line,
    TextBox,
    Other,
}

/// 图形: mm; positions against `from`.
#[derive(Debug, Clone)]
pub(super) struct Drawing {
    pub(super) shape: Shape,
    /// Whether it stands in the line of text.
    pub(super) inline: bool,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) x: Option<f64>,
    pub(super) y: Option<f64>,
    /// `page`, `margin`, `paragraph`…
    pub(super) x_from: String,
    pub(super) y_from: String,
    pub(super) x_align: String,
    pub(super) y_align: String,
    pub(super) colour: Option<Colour>,
    /// Thickness of its line.
    pub(super) stroke: f64,
    pub(super) double: bool,
    /// The paragraph that it hangs on.
    pub(super) para: usize,
    /// What it shows, in words.
    pub(super) alt: String,
    /// The id of its picture or chart among the relationships.
    pub(super) embed: Option<String>,
    /// Whether the text in it runs downwards.
    pub(super) turned: bool,
}

/// A table and what the checks want of it.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) borders: TableBorders,
    pub(super) rows: Vec<Row>,
    /// Twips.
    pub(super) width: Option<f64>,
    pub(super) indent: f64,
    pub(super) align: Align,
    /// Where it floats, if it does.
    pub(super) float: Option<Float>,
    pub(super) section: usize,
    pub(super) margins: (f64, f64),
    pub(super) new_page: bool,
}

/// `w:tblpPr`
#[derive(Debug, Clone, Default)]
pub(super) struct Float {
    pub(super) v_anchor: String,
    pub(super) y: Option<f64>,
    pub(super) y_align: String,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Twips, and whether it is exact.
    pub(super) height: Option<(f64, bool)>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) borders: TableBorders,
    pub(super) width: Option<f64>,
    /// `w:gridSpan`
    pub(super) columns: usize,
    /// `w:vMerge`: whether it belongs to the cell above.
    pub(super) goes_on: bool,
    /// Indices of paragraphs.
    pub(super) paras: Vec<usize>,
}

impl Table {
    pub(super) fn paras(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| cell.paras.iter().copied())
    }

    /// The width in twips, from its columns where it does not say.
    pub(super) fn total_width(&self) -> Option<f64> {
        let columns = || {
            let cells = &self.rows.first()?.cells;
            cells.iter().map(|cell| cell.width).sum::<Option<f64>>()
        };
        columns().or(self.width)
    }

    /// The rules above, between and below the rows: for each its border, as drawn.
    pub(super) fn rules(&self) -> Vec<Option<Border>> {
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
pub(super) enum Block {
    Para(usize),
    Table(usize),
}

/// A stretch of pages: twips.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) gutter: f64,
    pub(super) footer: f64,
    /// Ids of the footers: default, even, first.
    pub(super) footers: [Option<String>; 3],
    pub(super) title_page: bool,
    pub(super) continuous: bool,
    /// Whether it begins on an even page, or on an odd one.
    pub(super) even: Option<bool>,
    /// Whether lines, and also characters, stand on Word's grid.
    pub(super) grid: (bool, bool),
    pub(super) line_pitch: f64,
    /// 4096ths of a point.
    pub(super) char_space: f64,
}

impl Section {
    pub(super) fn turned(&self) -> bool {
        self.width > self.height
    }

    /// The column's width, twips.
    pub(super) fn column(&self) -> f64 {
        self.width - self.left - self.right - self.gutter
    }

    pub(super) fn depth(&self) -> f64 {
        self.height - self.top.abs() - self.bottom.abs()
    }
}

/// Text with its tables and drawings: the document, or a footer.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) paras: Vec<Para>,
    pub(super) tables: Vec<Table>,
    pub(super) drawings: Vec<Drawing>,
    pub(super) blocks: Vec<Block>,
    pub(super) sections: Vec<Section>,
}

/// All that is read of a file.
#[derive(Debug)]
pub(super) struct File {
    pub(super) body: Story,
    /// The footers by their ids.
    pub(super) footers: std::collections::HashMap<String, Story>,
    pub(super) even_and_odd: bool,
    /// The size on which the grid stands, points.
    pub(super) default_size: f64,
    /// Word's version mark; 15 is the present one.
    pub(super) compat: Option<u32>,
}
