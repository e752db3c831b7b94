//! The head and the rules of a 信函 at their places of the page. Frames (`w:framePr`) keep
//! them there while a clerk edits the text. Rules are red paragraphs as high as they are
//! thick: LibreOffice loses frames whose paragraphs have borders.

use docx_rs::{Docx, Paragraph, SpecialIndentType};

use super::writer::Writer;
use super::{mark, styles};
use crate::layout::LetterHead;
use crate::standard::Layout;
use crate::units::Twip;

/// The mark and the first double rule; the text begins where the frame ends.
pub(super) fn letter_head(writer: &mut Writer<'_>, docx: Docx, head: &LetterHead) -> Docx {
    let layout = writer.job.layout;
    let height = head.end.0 - head.mark_top.0;
    let gap = Twip(head.rule_top.0 - head.mark_top.0 - head.mark.pitch.0);
    let name = mark::single(writer, &head.mark);
    // The frame is as long as the rules; the mark stands in the middle of the type area.
    let aside = centre(layout) - layout.page_width.value.twip().0 / 2;
    let none = Some(SpecialIndentType::FirstLine(0));
    let mut paragraphs = vec![name.indent(Some((2 * aside).max(0)), none, Some(0), None)];
    paragraphs.extend((gap.0 > 0).then(|| space(writer, gap)));
    paragraphs.extend(double_rule(writer, true));
    framed(docx, paragraphs, layout, head.mark_top, height)
}

fn centre(layout: &Layout) -> i32 {
    layout.margin_left.value.twip().0 + layout.text_width.value.twip().0 / 2
}

/// The second double rule.
pub(super) fn lower_rule(writer: &mut Writer<'_>, docx: Docx, top: Twip) -> Docx {
    let layout = writer.job.layout;
    let depth = layout.letter_rule_depth().twip();
    let rule = double_rule(writer, false);
    framed(docx, rule, layout, top, depth.0)
}

fn framed(docx: Docx, paragraphs: Vec<Paragraph>, layout: &Layout, top: Twip, height: i32) -> Docx {
    let width = layout.letter_rule_width.value.twip().0;
    let left = (layout.page_width.value.twip().0 - width) / 2;
    paragraphs.into_iter().fold(docx, |docx, paragraph| {
        docx.add_paragraph(
            paragraph
                .frame_width(width.unsigned_abs())
                .frame_height(height.unsigned_abs())
                .h_rule("exact")
                .wrap("notBeside")
                .v_anchor("page")
                .h_anchor("page")
                .frame_x(left)
                .frame_y(top.0),
        )
    })
}

fn space(writer: &mut Writer<'_>, height: Twip) -> Paragraph {
    writer.ids.paragraph(styles::BLANK).line_spacing(styles::exact(height))
}

fn double_rule(writer: &mut Writer<'_>, thick_first: bool) -> Vec<Paragraph> {
    let between = writer.job.layout.letter_rule_space.value.twip();
    let (thick, thin) = (styles::LETTER_THICK_RULE, styles::LETTER_THIN_RULE);
    let (first, second) = if thick_first { (thick, thin) } else { (thin, thick) };
    vec![writer.ids.paragraph(first), space(writer, between), writer.ids.paragraph(second)]
}
