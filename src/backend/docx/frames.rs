//! The head and the rules of a 信函 at their places of the page. Frames (`w:framePr`) keep
//! them there while a clerk edits the text.

use docx_rs::{
    BorderType, Docx, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders,
};

use super::body::Writer;
use super::{mark, styles};
use crate::backend::RED;
use crate::layout::LetterHead;
use crate::standard::Layout;
use crate::units::{Pt, Twip};

/// 信函: the mark and the first double rule, each in a frame, because LibreOffice loses
/// frames of two unlike paragraphs; the text begins where the second ends.
pub(super) fn letter_head(writer: &mut Writer<'_>, docx: Docx, head: &LetterHead) -> Docx {
    let layout = writer.job.layout;
    let name = mark::single(writer, &head.mark);
    let rule = double_rule(writer, true);
    let name = letter_frame(name, layout, head.mark_top, head.rule_top.0 - head.mark_top.0);
    let rule = letter_frame(rule, layout, head.rule_top, head.end.0 - head.rule_top.0);
    docx.add_paragraph(name).add_paragraph(rule)
}

/// 信函: the second double rule.
pub(super) fn lower_rule(writer: &mut Writer<'_>, docx: Docx, top: Twip) -> Docx {
    let layout = writer.job.layout;
    let (thick, thin) = (layout.letter_thick_rule.value, layout.letter_thin_rule.value);
    let depth = Pt(thick.0 + layout.letter_rule_space.value.0 + thin.0).twip();
    let rule = double_rule(writer, false);
    docx.add_paragraph(letter_frame(rule, layout, top, depth.0))
}

fn letter_frame(paragraph: Paragraph, layout: &Layout, top: Twip, height: i32) -> Paragraph {
    let width = layout.letter_rule_width.value.twip().0;
    let left = (layout.page_width.value.twip().0 - width) / 2;
    paragraph
        .frame_width(width.unsigned_abs())
        .frame_height(height.unsigned_abs())
        .h_rule("exact")
        .wrap("notBeside")
        .v_anchor("page")
        .h_anchor("page")
        .frame_x(left)
        .frame_y(top.0)
}

/// Two borders of a line as high as the space between them.
fn double_rule(writer: &mut Writer<'_>, thick_first: bool) -> Paragraph {
    let layout = writer.job.layout;
    let (thick, thin) = (layout.letter_thick_rule.value, layout.letter_thin_rule.value);
    let (first, second) = if thick_first { (thick, thin) } else { (thin, thick) };
    let spacing = styles::exact(layout.letter_rule_space.value.twip());
    let mut paragraph = writer.ids.paragraph(styles::BLANK).line_spacing(spacing);
    let border = |position, width: Pt| {
        let border = ParagraphBorder::new(position).val(BorderType::Single).space(0);
        border.size(width.eighths()).color(RED)
    };
    let borders = ParagraphBorders::with_empty()
        .set(border(ParagraphBorderPosition::Top, first))
        .set(border(ParagraphBorderPosition::Bottom, second));
    paragraph.property = paragraph.property.set_borders(borders);
    paragraph
}
