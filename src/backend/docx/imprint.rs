//! 版记 in a frame (`w:framePr`) at the foot of the type area, so that it stays there while a
//! clerk edits the text. Its rules are paragraphs as high as they are thick, and black:
//! LibreOffice loses frames whose paragraphs have borders.

use docx_rs::{Docx, Paragraph};

use super::styles;
use super::writer::Writer;
use crate::layout::ImprintItem;
use crate::standard::Layout;

/// Adds the 版记, and the paragraph that carries the frame.
pub(super) fn add(writer: &mut Writer<'_>, docx: Docx, imprint: &ImprintItem) -> Docx {
    let layout = writer.job.layout;
    let pitch = layout.imprint_pitch.value;
    // What centres the ink between the rules hangs on the last line of each element.
    let below = if imprint.is_ruled { imprint.below.0.unsigned_abs() } else { 0 };
    let mut paragraphs = Vec::new();
    let rule = |writer: &mut Writer<'_>, style, paragraphs: &mut Vec<Paragraph>| {
        if imprint.is_ruled {
            paragraphs.push(writer.ids.paragraph(style));
        }
    };
    rule(writer, styles::IMPRINT_THICK_RULE, &mut paragraphs);
    for (index, text) in imprint.copied.iter().enumerate() {
        let is_last = index + 1 == imprint.copied.len();
        let spacing = styles::exact(pitch).after(if is_last { below } else { 0 });
        paragraphs.push(writer.text(text).line_spacing(spacing));
    }
    if let Some(row) = &imprint.printed {
        if !imprint.copied.is_empty() {
            rule(writer, styles::IMPRINT_THIN_RULE, &mut paragraphs);
        }
        paragraphs.push(writer.row(row).line_spacing(styles::exact(pitch).after(below)));
    }
    rule(writer, styles::IMPRINT_THICK_RULE, &mut paragraphs);
    if imprint.rise.0 > 0 {
        let space = writer.ids.paragraph(styles::BLANK);
        paragraphs.push(space.line_spacing(styles::exact(imprint.rise)));
    }
    let docx = paragraphs
        .into_iter()
        .fold(docx, |docx, paragraph| docx.add_paragraph(at_foot(paragraph, layout)));
    writer.smallest(docx).0
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
