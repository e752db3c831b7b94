//! Tables: fixed columns that add up to the type area, header rows that repeat.

use docx_rs::{
    AlignmentType, BorderType, Docx, Paragraph, Table, TableAlignmentType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, WidthType,
};

use super::body::Writer;
use crate::backend::{BLACK, RenderJob};
use crate::layout::TableItem;
use crate::model::{Align, Part, Text};
use crate::units::Twip;

/// Adds title, unit and table.
pub(super) fn add(writer: &mut Writer<'_>, docx: Docx, item: &TableItem<'_>) -> Docx {
    let TableItem { table, widths, unit, .. } = item;
    let title = table.title.plain();
    let mut docx = docx.add_paragraph(writer.plain(Part::TableTitle, &title));
    if let Some(unit) = unit {
        let unit = unit.plain();
        docx = docx.add_paragraph(writer.plain(Part::TableUnit, &unit));
    }
    let columns: Vec<Column> = widths
        .iter()
        .zip(&table.columns)
        .map(|(&width, column)| Column { width, align: column.align })
        .collect();
    let mut rows = vec![row(writer, Part::TableHeader, &table.header, &columns)];
    for (index, cells) in table.rows.iter().enumerate() {
        let row = row(writer, Part::TableCell, cells, &columns);
        // LibreOffice drops rows when a header that repeats and the row below it may not
        // be split and end exactly at the page's end; their lines are kept by the cells.
        rows.push(if index == 0 { row } else { row.cant_split() });
    }
    let total = widths.iter().map(|width| size(*width)).sum();
    docx.add_table(
        Table::without_borders(rows)
            .set_borders(borders(writer.job))
            .set_grid(widths.iter().map(|width| size(*width)).collect())
            .width(total, WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .align(TableAlignmentType::Left)
            .margins(margins(writer.job))
            .indent(0),
    )
}

struct Column {
    width: Twip,
    align: Align,
}

fn row(writer: &mut Writer<'_>, part: Part, cells: &[Text], columns: &[Column]) -> TableRow {
    let cells = cells.iter().zip(columns).map(|(text, column)| {
        let paragraph = writer.plain(part, &text.plain());
        let paragraph =
            if part == Part::TableCell { aligned(paragraph, column.align) } else { paragraph };
        TableCell::new()
            .width(size(column.width), WidthType::Dxa)
            .vertical_align(VAlignType::Center)
            .add_paragraph(paragraph)
    });
    TableRow::new(cells.collect())
}

/// Cells are centred by their style; only other columns say so.
fn aligned(paragraph: Paragraph, align: Align) -> Paragraph {
    match align {
        Align::Left => paragraph.align(AlignmentType::Left),
        Align::Centre => paragraph,
        Align::Right => paragraph.align(AlignmentType::Right),
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
