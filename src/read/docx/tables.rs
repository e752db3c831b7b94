//! 表格: tables with their rows, cells and borders. Lengths are twips.

use super::props::{Align, Border, align};
use super::spans::{Change, ChangeKind, Control};
use super::story::StoryReader;
use super::styles::TableBorders;
use super::tree::Element;
use super::{Container, FlowItem};

/// 表格
#[derive(Debug, Clone)]
pub struct Table {
    /// The borders that hold where a cell has none of its own.
    pub borders: TableBorders,
    /// From top to bottom.
    pub rows: Vec<TableRow>,
    /// Where the file says it.
    pub width: Option<f64>,
    /// From the left of the column.
    pub indent: f64,
    /// In the column.
    pub align: Align,
    /// Where it floats, if it does.
    pub float: Option<Float>,
    /// The index of its section.
    pub section: usize,
    /// In a cell: at its left, and above and below together.
    pub margins: (f64, f64),
    /// Whether a page begins with it.
    pub new_page: bool,
    /// Tracked changes of its formatting, rows and cells included.
    pub changes: Vec<Change>,
}

/// 浮动: `w:tblpPr`
#[derive(Debug, Clone, Default)]
pub struct Float {
    /// `page`, `margin` or `text`.
    pub v_anchor: String,
    /// From the anchor.
    pub y: Option<f64>,
    /// `top`, `bottom`…, or nothing.
    pub y_align: String,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub struct TableRow {
    /// From left to right.
    pub cells: Vec<TableCell>,
    /// The height, and whether it is exact.
    pub height: Option<(f64, bool)>,
    /// Whether the row came in or went out.
    pub change: Option<Change>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct TableCell {
    /// Its own borders.
    pub borders: TableBorders,
    /// Where the file says it.
    pub width: Option<f64>,
    /// Columns that it covers: `w:gridSpan`.
    pub columns: usize,
    /// `w:vMerge`: whether it belongs to the cell above.
    pub goes_on: bool,
    /// Indices of paragraphs.
    pub paras: Vec<usize>,
    /// Whether the cell came in, went out or was merged.
    pub change: Option<Change>,
}

impl Table {
    /// The indices of its paragraphs.
    pub fn paras(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| cell.paras.iter().copied())
    }

    /// The row and the cell in it that a paragraph stands in.
    pub fn cell_of(&self, para: usize) -> Option<(usize, usize)> {
        self.rows.iter().enumerate().find_map(|(row, own)| {
            let column = own.cells.iter().position(|cell| cell.paras.contains(&para))?;
            Some((row, column))
        })
    }

    /// The width in twips, from its columns where it does not say.
    pub fn total_width(&self) -> Option<f64> {
        let columns = || {
            let cells = &self.rows.first()?.cells;
            cells.iter().map(|cell| cell.width).sum::<Option<f64>>()
        };
        columns().or(self.width)
    }

    /// The rules above, between and below the rows: for each its border, as drawn.
    pub fn rules(&self) -> Vec<Option<Border>> {
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

impl StoryReader<'_> {
    /// Reads a table; the indices of its paragraphs.
    pub(super) fn table(&mut self, element: &Element, place: Container) -> Vec<usize> {
        let index = self.story.tables.len();
        let props = element.child("w:tblPr");
        let mut table = self.table_frame(props, place);
        table.changes.extend(Change::of(element.child("w:tblGrid")));
        self.story.tables.push(table);
        if place == Container::Flow {
            self.story.blocks.push(FlowItem::Table(index));
        }
        let inner = if place == Container::Flow { Container::Cell(index) } else { place };
        let mut rows = Vec::new();
        self.rows(element, inner, index, &mut rows);
        self.story.tables[index].rows = rows;
        self.story.tables[index].paras().collect()
    }

    fn table_frame(&mut self, props: Option<&Element>, place: Container) -> Table {
        let mut borders = self.styles.table(props.and_then(|props| props.val("w:tblStyle")));
        borders.lay(&TableBorders::read(props.and_then(|props| props.child("w:tblBorders"))));
        let length = |name: &str| {
            let element = props.and_then(|props| props.child(name))?;
            (element.attribute("w:type") != Some("pct")).then_some(())?;
            element.number("w:w").filter(|_| element.attribute("w:type") != Some("auto"))
        };
        let float = props.and_then(|props| props.child("w:tblpPr")).map(|float| Float {
            v_anchor: float.attribute("w:vertAnchor").unwrap_or("page").to_owned(),
            y: float.number("w:tblpY"),
            y_align: float.attribute("w:tblpYSpec").unwrap_or_default().to_owned(),
        });
        let margin = |side: &str| {
            let margins = props.and_then(|props| props.child("w:tblCellMar"))?;
            margins.child(side)?.number("w:w")
        };
        let flow = place == Container::Flow;
        Table {
            borders,
            rows: Vec::new(),
            width: length("w:tblW"),
            indent: length("w:tblInd").unwrap_or(0.0),
            align: props.and_then(|props| props.val("w:jc")).map_or(Align::Left, align),
            float,
            section: self.story.sections.len(),
            margins: (
                margin("w:left").or_else(|| margin("w:start")).unwrap_or(108.0),
                margin("w:top").unwrap_or(0.0) + margin("w:bottom").unwrap_or(0.0),
            ),
            new_page: flow && std::mem::take(&mut self.pending),
            changes: Change::of(props).collect(),
        }
    }

    fn rows(&mut self, parent: &Element, place: Container, table: usize, rows: &mut Vec<TableRow>) {
        for element in parent.elements() {
            match &*element.name {
                "w:tr" => {
                    let props = element.child("w:trPr");
                    let height = props.and_then(|props| props.child("w:trHeight"));
                    let height = height.and_then(|height| {
                        Some((
                            height.number("w:val")?,
                            height.attribute("w:hRule") == Some("exact"),
                        ))
                    });
                    let (change, formats) = parted(props);
                    self.story.tables[table].changes.extend(formats);
                    self.story.tables[table].changes.extend(Change::of(element.child("w:tblPrEx")));
                    let mut row = TableRow { cells: Vec::new(), height, change };
                    self.cells(element, place, table, &mut row.cells);
                    rows.push(row);
                }
                "w:sdt" => {
                    self.controlled(Control::read(element), |reader| {
                        if let Some(content) = element.child("w:sdtContent") {
                            reader.rows(content, place, table, rows);
                        }
                    });
                }
                "w:customXml" => self.controlled(Control::custom(element), |reader| {
                    reader.rows(element, place, table, rows);
                }),
                "w:ins" | "w:moveTo" => self.rows(element, place, table, rows),
                _ => self.between(element),
            }
        }
    }

    fn cells(&mut self, row: &Element, place: Container, table: usize, cells: &mut Vec<TableCell>) {
        for element in row.elements() {
            match &*element.name {
                "w:tc" => {
                    let cell = self.cell(element, place, table);
                    cells.push(cell);
                }
                "w:sdt" => {
                    self.controlled(Control::read(element), |reader| {
                        if let Some(content) = element.child("w:sdtContent") {
                            reader.cells(content, place, table, cells);
                        }
                    });
                }
                "w:customXml" => self.controlled(Control::custom(element), |reader| {
                    reader.cells(element, place, table, cells);
                }),
                _ => self.between(element),
            }
        }
    }

    fn cell(&mut self, element: &Element, place: Container, table: usize) -> TableCell {
        let props = element.child("w:tcPr");
        let width = props.and_then(|props| props.child("w:tcW"));
        let width = width.filter(|width| width.attribute("w:type") != Some("pct"));
        let number = |name: &str| props?.last(name)?.number("w:val");
        let merge = props.and_then(|props| props.last("w:vMerge"));
        let (change, formats) = parted(props);
        self.story.tables[table].changes.extend(formats);
        TableCell {
            borders: TableBorders::read(props.and_then(|props| props.child("w:tcBorders"))),
            columns: number("w:gridSpan").map_or(1, |span| span.clamp(1.0, 999.0) as usize),
            goes_on: merge.is_some_and(|merge| merge.attribute("w:val") != Some("restart")),
            width: width.and_then(|width| width.number("w:w")),
            paras: self.blocks(element, place),
            change,
        }
    }
}

/// The change of a row or cell itself, and those of its formatting.
fn parted(props: Option<&Element>) -> (Option<Change>, Vec<Change>) {
    let (formats, own): (Vec<Change>, Vec<Change>) =
        Change::of(props).partition(|change| change.kind == ChangeKind::Formatted);
    (own.into_iter().next(), formats)
}
