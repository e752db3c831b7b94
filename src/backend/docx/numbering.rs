//! 结构层次序数 as Word's own multilevel list, linked to the heading styles: a clerk who
//! adds a heading gets the right number.

use docx_rs::{
    AbstractNumbering, Docx, IndentLevel, Level as ListLevel, LevelJc, LevelSuffixType, LevelText,
    NumberFormat, Numbering, NumberingId, NumberingProperty, Paragraph, Start,
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
        let list_level = ListLevel::new(
            level.depth() - 1,
            Start::new(1),
            NumberFormat::new(format),
            LevelText::new(text),
            LevelJc::new("left"),
        )
        .suffix(LevelSuffixType::Nothing)
        .paragraph_style(styles::id(Part::Heading(level)))
        .fonts(styles::fonts(job.fonts, setting.role))
        .size(setting.size.half_point().0)
        .spacing(setting.spacing.0);
        list = list.add_level(list_level);
    }
    docx.add_abstract_numbering(list).add_numbering(Numbering::new(LIST, LIST))
}

/// The list position of a heading.
pub(super) fn property(level: Level) -> NumberingProperty {
    NumberingProperty::new().add_num(NumberingId::new(LIST), IndentLevel::new(level.depth() - 1))
}

/// Gives a paragraph its place in the list. Word takes the level of a style only from the
/// one style that is linked to it, so headings with their text behind them say it
/// themselves.
pub(super) fn numbered(mut paragraph: Paragraph, level: Level) -> Paragraph {
    paragraph.property = paragraph.property.numbering_property(property(level));
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
