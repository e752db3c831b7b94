//! What stands at a place of the page: the head and the rules of a 信函, the 版记. Frames
//! (`w:framePr`) keep them there while a clerk edits the text.

use docx_rs::{
    BorderType, Docx, LineSpacing, LineSpacingType, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders,
};

use super::body::Writer;
use super::{mark, styles};
use crate::backend::RED;
use crate::layout::{ImprintItem, LetterHead};
use crate::standard::Layout;
use crate::units::{Pt, Twip};

/// 信函: the mark and the first double rule; the text begins where the frame ends.
pub(super) fn letter_head(writer: &mut Writer<'_>, docx: Docx, head: &LetterHead) -> Docx {
    let height = head.end.0 - head.mark_top.0;
    let layout = writer.job.layout;
    let frame = |paragraph: Paragraph| letter_frame(paragraph, layout, head.mark_top, height);
    let gap = head.rule_top.0 - head.mark_top.0 - head.mark.pitch.0;
    let name = mark::single(writer, &head.mark);
    let rule = double_rule(writer, true, Twip(gap.max(0)));
    docx.add_paragraph(frame(name)).add_paragraph(frame(rule))
}

/// 信函: the second double rule.
pub(super) fn lower_rule(writer: &mut Writer<'_>, docx: Docx, top: Twip) -> Docx {
    let layout = writer.job.layout;
    let (thick, thin) = (layout.letter_thick_rule.value, layout.letter_thin_rule.value);
    let depth = Pt(thick.0 + layout.letter_rule_space.value.0 + thin.0).twip();
    let rule = double_rule(writer, false, Twip(0));
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
fn double_rule(writer: &mut Writer<'_>, thick_first: bool, before: Twip) -> Paragraph {
    let layout = writer.job.layout;
    let (thick, thin) = (layout.letter_thick_rule.value, layout.letter_thin_rule.value);
    let (first, second) = if thick_first { (thick, thin) } else { (thin, thick) };
    let spacing = LineSpacing::new()
        .line_rule(LineSpacingType::Exact)
        .line(layout.letter_rule_space.value.twip().0)
        .before(before.0.unsigned_abs())
        .after(0);
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

/// 版记 at the foot of the type area; its rules are borders.
pub(super) fn imprint(writer: &mut Writer<'_>, docx: Docx, imprint: &ImprintItem<'_>) -> Docx {
    let mut paragraphs: Vec<Paragraph> =
        imprint.copied.iter().map(|text| writer.text(text)).collect();
    let middle = paragraphs.len();
    paragraphs.extend(imprint.printed.as_ref().map(|row| writer.row(row)));
    let layout = writer.job.layout;
    let (thick, thin) = (layout.imprint_thick_rule.value.pt(), layout.imprint_thin_rule.value.pt());
    let count = paragraphs.len();
    let mut docx = docx;
    for (index, mut paragraph) in paragraphs.into_iter().enumerate() {
        let is_last = index + 1 == count;
        if imprint.is_ruled {
            let top = match index {
                0 => Some(thick),
                _ if index == middle => Some(thin),
                _ => None,
            };
            let border = |position, width: Pt, space: usize| {
                let border = ParagraphBorder::new(position).val(BorderType::Single).space(space);
                border.size(width.eighths()).color("000000")
            };
            let mut borders = ParagraphBorders::with_empty();
            if let Some(width) = top {
                borders = borders.set(border(ParagraphBorderPosition::Top, width, 0));
            }
            if is_last {
                let space = imprint.below.pt().0 as usize;
                borders = borders.set(border(ParagraphBorderPosition::Bottom, thick, space));
            } else if index + 1 == middle {
                let after = imprint.below.0.unsigned_abs();
                paragraph = paragraph.line_spacing(spaced(writer, after));
            }
            paragraph.property = paragraph.property.set_borders(borders);
        }
        docx = docx.add_paragraph(at_foot(paragraph, layout));
    }
    // A frame stands before the paragraph that carries it.
    writer.smallest(docx).0
}

fn spaced(writer: &Writer<'_>, after: u32) -> LineSpacing {
    let pitch = writer.job.layout.imprint_pitch.value;
    styles::exact(pitch).after(after)
}

fn at_foot(paragraph: Paragraph, layout: &Layout) -> Paragraph {
    paragraph
        .frame_width(layout.text_width.value.twip().0.unsigned_abs())
        .wrap("notBeside")
        .v_anchor("margin")
        .h_anchor("margin")
        .x_align("left")
        .y_align("bottom")
}
