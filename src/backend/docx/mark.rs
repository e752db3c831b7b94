//! 发文机关标志: one name as a paragraph, several as a table without rules, 文件 in its
//! second column in the middle.

use docx_rs::{
    AlignmentType, Docx, Paragraph, Table, TableAlignmentType, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::styles;
use super::writer::Writer;
use crate::layout::MarkItem;
use crate::model::{Part, Text};
use crate::units::Twip;

/// One name in the middle.
pub(super) fn single(writer: &mut Writer<'_>, mark: &MarkItem) -> Paragraph {
    let words = mark.names.first().map(|name| name.text.plain()).unwrap_or_default();
    let paragraph = writer.ids.paragraph(styles::id(Part::IssuerMark));
    let run = writer.run(Part::IssuerMark, &words).size(mark.size.half_point().0);
    paragraph.line_spacing(styles::exact(mark.pitch)).add_run(run)
}

/// Several names, and what stands beside them.
pub(super) fn joint(writer: &mut Writer<'_>, docx: Docx, mark: &MarkItem) -> Docx {
    let total = writer.job.layout.text_width.value.twip();
    let names: Vec<Paragraph> =
        mark.names.iter().map(|name| line(writer, mark, &name.text, name.spacing)).collect();
    let split = mark.suffix.as_ref().map_or(total, |(_, x)| *x);
    let first = names.into_iter().fold(cell(split.0 - mark.left.0), TableCell::add_paragraph);
    let mut cells = vec![first];
    let mut widths = vec![split.0 - mark.left.0];
    if let Some((text, _)) = &mark.suffix {
        // Room for the rounding of other programs, over the right margin.
        let width = total.0 - split.0 + mark.size.twip().0;
        let paragraph = line(writer, mark, text, Twip(0));
        cells.push(cell(width).add_paragraph(paragraph));
        widths.push(width);
    }
    let sizes: Vec<usize> = widths.iter().map(|width| width.unsigned_abs() as usize).collect();
    docx.add_table(
        Table::without_borders(vec![TableRow::new(cells)])
            .width(sizes.iter().sum(), WidthType::Dxa)
            .set_grid(sizes)
            .layout(TableLayoutType::Fixed)
            .align(TableAlignmentType::Left)
            .margins(TableCellMargins::new().margin(0, 0, 0, 0))
            .indent(mark.left.0),
    )
}

fn cell(width: i32) -> TableCell {
    TableCell::new()
        .width(width.unsigned_abs() as usize, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
}

fn line(writer: &mut Writer<'_>, mark: &MarkItem, text: &Text, spacing: Twip) -> Paragraph {
    let paragraph = writer.ids.paragraph(styles::id(Part::IssuerMark));
    let paragraph = paragraph.align(AlignmentType::Left).line_spacing(styles::exact(mark.pitch));
    let size = mark.size.half_point().0;
    let mut words = text.plain();
    let last = words.pop().filter(|_| spacing.0 != 0);
    let Some(last) = last else {
        return paragraph.add_run(writer.run(Part::IssuerMark, &text.plain()).size(size));
    };
    // Spacing behind the last character would be wider than the line for some programs.
    let spaced = writer.run(Part::IssuerMark, &words).size(size).character_spacing(spacing.0);
    let last = writer.run(Part::IssuerMark, &last.to_string()).size(size);
    paragraph.add_run(spaced).add_run(last)
}
