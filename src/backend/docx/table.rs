//! Tables: fixed columns that add up to the type area, header rows that repeat.

use docx_rs::{
    AlignmentType, BorderType, Docx, HeightRule, Paragraph, Run, Tab, TabValueType, Table,
    TableAlignmentType, TableBorder, TableBorderPosition, TableBorders, TableCell,
    TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use super::writer::Writer;
use crate::backend::{BLACK, RenderJob};
use crate::layout::{Caption, CellItem, RowItem, TableItem};
use crate::model::{Align, Part};
use crate::units::Twip;

/// Adds captions, table and notes.
pub(super) fn add(writer: &mut Writer<'_>, docx: Docx, item: &TableItem<'_>) -> Docx {
    let TableItem { widths, captions, header, rows, notes, .. } = item;
    let docx = captions.iter().fold(docx, |docx, one| {
        let paragraph = caption(writer, one, item.total);
        docx.add_paragraph(paragraph)
    });
    let size = item.table.size;
    let mut set = self::rows(writer, Part::TableHeader(size), header, widths);
    set.extend(self::rows(writer, Part::TableCell(size), rows, widths));
    let docx = docx.add_table(
        Table::without_borders(set)
            .set_borders(borders(writer.job))
            .set_grid(widths.iter().map(|width| self::size(*width)).collect())
            .width(self::size(item.total), WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            // In the middle its edges lie on those of the type area for everybody. With an indent
            // from the left (ECMA-376, 17.4.50) that is so from Word 2013 on only; before, the
            // text of the first column stands there.
            .align(TableAlignmentType::Center)
            .margins(margins(writer.job)),
    );
    notes.iter().enumerate().fold(docx, |docx, (index, note)| {
        let keep = item.is_whole && index + 1 < notes.len();
        let paragraph = kept_with_next(caption(writer, note, item.total), keep);
        docx.add_paragraph(paragraph)
    })
}

/// A text above or below a table or chart.
pub(super) fn caption(writer: &mut Writer<'_>, caption: &Caption, total: Twip) -> Paragraph {
    let Caption { part, align, text, lines: _, right } = caption;
    let mut paragraph = writer.plain(*part, &text.plain());
    if let Some((words, _)) = right {
        let edge = Tab::new().val(TabValueType::Right).pos(size(total));
        paragraph = paragraph.add_tab(edge).add_run(Run::new().add_tab());
        paragraph = writer.add_text(paragraph, *part, &words.plain());
    }
    let styled = match part {
        Part::TableTitle | Part::ChartTitle => Align::Centre,
        Part::TableNote(_) => Align::Left,
        _ => Align::Right,
    };
    if *align == styled { paragraph } else { paragraph.align(alignment(*align)) }
}

/// What stands in a row at a column where a cell from above goes on.
#[derive(Clone, Copy)]
struct GoesOn {
    /// How many rows are left, this one included.
    rows: usize,
    columns: usize,
    width: Twip,
}

/// Rows, none of which goes on on the next page.
fn rows(writer: &mut Writer<'_>, part: Part, items: &[RowItem], widths: &[Twip]) -> Vec<TableRow> {
    let mut open: Vec<Option<GoesOn>> = vec![None; widths.len()];
    items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            // Word keeps rows together by their paragraphs. It may end a page inside a merged
            // cell, where the PDF has none, so the last row is held by the one before it.
            let keep = item.is_kept || index + 2 == items.len();
            let mut cells: Vec<(usize, TableCell)> = Vec::new();
            for (column, place) in open.iter_mut().enumerate() {
                let Some(above) = *place else { continue };
                let cell = sized(above.columns, above.width).vertical_merge(VMergeType::Continue);
                cells.push((
                    column,
                    cell.add_paragraph(kept_with_next(writer.plain(part, ""), keep)),
                ));
                let rows = above.rows - 1;
                *place = Some(GoesOn { rows, ..above }).filter(|_| rows > 0);
            }
            for own in &item.cells {
                cells.push((own.column, cell(writer, part, own, keep)));
                let (rows, columns, width) = (own.rows - 1, own.columns, own.width);
                if rows > 0 {
                    open[own.column] = Some(GoesOn { rows, columns, width });
                }
            }
            cells.sort_by_key(|(column, _)| *column);
            let row = TableRow::new(cells.into_iter().map(|(_, cell)| cell).collect());
            let row = row.cant_split();
            // Rows are as high as their text; only merged cells may want more.
            if item.is_raised {
                row.row_height(item.height.0 as f32).height_rule(HeightRule::AtLeast)
            } else {
                row
            }
        })
        .collect()
}

fn kept_with_next(paragraph: Paragraph, keep: bool) -> Paragraph {
    if keep { paragraph.keep_next(true) } else { paragraph }
}

fn cell(writer: &mut Writer<'_>, part: Part, item: &CellItem, keep: bool) -> TableCell {
    let paragraph = writer.plain(part, &item.text.plain());
    // Cells are centred by their style; only others say so.
    let paragraph = match item.align {
        Align::Centre => paragraph,
        Align::Left | Align::Right => paragraph.align(alignment(item.align)),
    };
    let cell = sized(item.columns, item.width).add_paragraph(kept_with_next(paragraph, keep));
    if item.rows > 1 { cell.vertical_merge(VMergeType::Restart) } else { cell }
}

fn sized(columns: usize, width: Twip) -> TableCell {
    let cell = TableCell::new().width(size(width), WidthType::Dxa);
    let cell = cell.vertical_align(VAlignType::Center);
    if columns > 1 { cell.grid_span(columns) } else { cell }
}

fn alignment(align: Align) -> AlignmentType {
    match align {
        Align::Left => AlignmentType::Left,
        Align::Centre => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
    }
}

fn borders(job: &RenderJob<'_>) -> TableBorders {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    let eighths = job.layout.table_rule.value.eighths();
    [Top, Left, Bottom, Right, InsideH, InsideV].into_iter().fold(
        TableBorders::with_empty(),
        |borders, side| {
            let line = TableBorder::new(side).border_type(BorderType::Single).size(eighths);
            borders.set(line.color(BLACK))
        },
    )
}

fn margins(job: &RenderJob<'_>) -> TableCellMargins {
    let (x, y) = (size(job.layout.cell_inset_x.value), size(job.layout.cell_inset_y.value));
    TableCellMargins::new().margin(y, x, y, x)
}

fn size(twips: Twip) -> usize {
    twips.0.unsigned_abs() as usize
}
