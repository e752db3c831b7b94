//! The items as paragraphs and tables.

use docx_rs::{BreakType, Docx, Paragraph, Run, SpecialIndentType};

use super::ids::Ids;
use super::{numbering, styles, table};
use crate::backend::RenderJob;
use crate::layout::Item;
use crate::model::{Part, Text};
use crate::units::Twip;

/// Adds every item.
pub(super) fn add(job: &RenderJob<'_>, docx: Docx, ids: &mut Ids) -> Docx {
    job.items.iter().fold(docx, |docx, item| match item {
        Item::Blank => docx.add_paragraph(ids.paragraph(styles::BLANK)),
        Item::Title(lines) => docx.add_paragraph(title(lines, ids)),
        Item::Addressees(text) => docx.add_paragraph(plain(Part::Addressees, text, ids)),
        Item::Heading { level, number: _, title } => {
            let part = Part::Heading(*level);
            docx.add_paragraph(plain(part, title, ids).keep_next(true))
        }
        Item::RunIn { level, number: _, title, text } => {
            let paragraph = ids
                .paragraph(&styles::run_in_id(*level))
                .add_run(run(&title.plain()).style(&styles::run_in_words_id(*level)))
                .add_run(run(&text.plain()));
            docx.add_paragraph(numbering::numbered(paragraph, *level))
        }
        Item::Paragraph(text) => docx.add_paragraph(plain(Part::Paragraph, text, ids)),
        Item::Table { table, widths, unit } => {
            table::add(job, docx, table, widths, unit.as_ref(), ids)
        }
        Item::AttachmentNote { label, name, first, left } => {
            let words = format!("{label}{}", name.plain());
            let paragraph = ids.paragraph(styles::id(Part::AttachmentNote)).add_run(run(&words));
            docx.add_paragraph(hanging(paragraph, *first, *left))
        }
        Item::Signature { text, right } => {
            docx.add_paragraph(aligned(Part::Signature, text, *right, ids).keep_next(true))
        }
        Item::Date { text, right } => docx.add_paragraph(aligned(Part::Date, text, *right, ids)),
        Item::Remarks(text) => docx.add_paragraph(plain(Part::Remarks, text, ids)),
    })
}

/// A paragraph in the style of its part.
pub(super) fn plain(part: Part, text: &Text, ids: &mut Ids) -> Paragraph {
    ids.paragraph(styles::id(part)).add_run(run(&text.plain()))
}

fn title(lines: &[Text], ids: &mut Ids) -> Paragraph {
    let mut words = Run::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            words = words.add_break(BreakType::TextWrapping);
        }
        words = words.add_text(line.plain());
    }
    ids.paragraph(styles::id(Part::Title)).add_run(words)
}

fn aligned(part: Part, text: &Text, right: Twip, ids: &mut Ids) -> Paragraph {
    let none = Some(SpecialIndentType::FirstLine(0));
    plain(part, text, ids).indent(Some(0), none, Some(right.0), None)
}

fn hanging(paragraph: Paragraph, first: Twip, left: Twip) -> Paragraph {
    let hang = Some(SpecialIndentType::Hanging(left.0 - first.0));
    paragraph.indent(Some(left.0), hang, Some(0), None)
}

fn run(text: &str) -> Run {
    Run::new().add_text(text)
}
