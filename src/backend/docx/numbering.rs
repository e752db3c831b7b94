//! 结构层次序数 as Word's own multilevel list, linked to the heading styles: a clerk who
//! adds a heading gets the right number. The line 附件1 is the level above, with nothing to
//! show, so that headings behind it count anew, also in an 附件 that a clerk adds.

use docx_rs::{
    AbstractNumbering, Docx, IndentLevel, Level as ListLevel, LevelJc, LevelSuffixType, LevelText,
    NumberFormat, Numbering, NumberingId, NumberingProperty, Start,
};

use super::styles;
use crate::backend::RenderJob;
use crate::model::{LEVELS, Level, Part};
use crate::standard::style;

/// The list that all headings share.
const LIST: usize = 2;
/// The place of the line 附件1 in the list; headings stand below, at their depth.
const ATTACHMENT: usize = 0;

/// Adds the list.
pub(super) fn add(job: &RenderJob<'_>, docx: Docx) -> Docx {
    let label = list_level(ATTACHMENT, "none", "", Part::AttachmentLabel);
    let mut list = AbstractNumbering::new(LIST).add_level(label);
    for level in LEVELS {
        let (format, text) = form(level);
        let part = Part::Heading(level);
        let setting = style(job.layout, part);
        let made = list_level(level.depth(), format, text, part)
            .fonts(styles::fonts(job.fonts, setting))
            .size(setting.size.half_point().0)
            .spacing(setting.spacing.0);
        list = list.add_level(if setting.bold.is_some() { made.bold() } else { made });
    }
    docx.add_abstract_numbering(list).add_numbering(Numbering::new(LIST, LIST))
}

fn list_level(place: usize, format: &str, text: &str, part: Part) -> ListLevel {
    let (format, text) = (NumberFormat::new(format), LevelText::new(text));
    ListLevel::new(place, Start::new(1), format, text, LevelJc::new("left"))
        .suffix(LevelSuffixType::Nothing)
        .paragraph_style(styles::id(part))
}

/// The list position of a style: that of a heading, or of the line above all of an 附件.
pub(super) fn property(part: Part) -> Option<NumberingProperty> {
    let place = match part {
        Part::AttachmentLabel => ATTACHMENT,
        Part::Heading(level) => level.depth(),
        _ => return None,
    };
    Some(NumberingProperty::new().add_num(NumberingId::new(LIST), IndentLevel::new(place)))
}

fn form(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::One => ("chineseCountingThousand", "%2、"),
        Level::Two => ("chineseCountingThousand", "（%3）"),
        Level::Three => ("decimal", "%4."),
        Level::Four => ("decimal", "（%5）"),
    }
}
