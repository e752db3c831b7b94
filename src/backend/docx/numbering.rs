//! 结构层次序数 as Word's own multilevel list, linked to the heading styles: a clerk who
//! adds a heading gets the right number.

use docx_rs::{
    AbstractNumbering, Docx, IndentLevel, Level as ListLevel, LevelJc, LevelOverride,
    LevelSuffixType, LevelText, NumberFormat, Numbering, NumberingId, NumberingProperty, Paragraph,
    Start,
};

use super::styles;
use crate::backend::RenderJob;
use crate::model::{LEVELS, Level, Part};
use crate::standard::style;

/// The list that all headings share.
const LIST: usize = 2;

/// Adds the list.
pub(super) fn add(job: &RenderJob<'_>, docx: Docx) -> Docx {
    let mut list = AbstractNumbering::new(LIST);
    for level in LEVELS {
        let (format, text) = form(level);
        let setting = style(job.layout, Part::Heading(level));
        let made = ListLevel::new(
            level.depth() - 1,
            Start::new(1),
            NumberFormat::new(format),
            LevelText::new(text),
            LevelJc::new("left"),
        )
        .suffix(LevelSuffixType::Nothing)
        .paragraph_style(styles::id(Part::Heading(level)))
        .fonts(styles::fonts(job.fonts, setting))
        .size(setting.size.half_point().0)
        .spacing(setting.spacing.0);
        list = list.add_level(if setting.bold.is_some() { made.bold() } else { made });
    }
    let docx = docx.add_abstract_numbering(list).add_numbering(Numbering::new(LIST, LIST));
    // Each 附件 counts its headings anew.
    (1..=job.document.attachments.len()).fold(docx, |docx, attachment| {
        let anew = LEVELS.map(|level| LevelOverride::new(level.depth() - 1).start(1));
        let numbering = Numbering::new(LIST + attachment, LIST).overrides(anew.to_vec());
        docx.add_numbering(numbering)
    })
}

/// The list position of a heading; `attachment` counts from 1, 0 is the 正文.
pub(super) fn property(level: Level, attachment: usize) -> NumberingProperty {
    let list = NumberingId::new(LIST + attachment);
    NumberingProperty::new().add_num(list, IndentLevel::new(level.depth() - 1))
}

/// Gives a paragraph its place in the list. Word takes the level of a style only from the
/// one style that is linked to it, so headings with their text behind them say it
/// themselves.
pub(super) fn numbered(mut paragraph: Paragraph, level: Level, attachment: usize) -> Paragraph {
    paragraph.property = paragraph.property.numbering_property(property(level, attachment));
    paragraph
}

fn form(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::One => ("chineseCountingThousand", "%1、"),
        Level::Two => ("chineseCountingThousand", "（%2）"),
        Level::Three => ("decimal", "%3."),
        Level::Four => ("decimal", "（%4）"),
    }
}
