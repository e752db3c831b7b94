//! 各要素的字体和字号, for both readers: the names of the points; what an element must be set in
//! stands in `standard`.

use super::results::Check;
use super::text::Part;
use crate::fonts::Role;
use crate::model::{Level, Part as Element};
use crate::standard::{Layout, TextStyle, page_number, style};

/// What an element is set in: points to look at, typeface, size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) font: Check,
    pub(super) size: Check,
    /// None where any will do, or where the checks know more.
    pub(super) role: Option<Role>,
    pub(super) points: Option<f64>,
}

/// The setting of a part; none where the standard gives none.
pub(super) fn setting(part: Part, layout: &Layout) -> Option<Setting> {
    let of = |element| style(layout, element);
    let (font, size, style) = match part {
        Part::CopyNumber => ("份号字体", "份号字号", of(Element::CopyNumber)),
        Part::Secrecy => ("密级字体", "密级字号", of(Element::Secrecy)),
        Part::Urgency => ("紧急程度字体", "紧急程度字号", of(Element::Urgency)),
        // Names of signers stand beside the 发文字号; the checks tell them apart.
        Part::Number | Part::Signer => {
            ("发文字号字体", "发文字号字号", of(Element::DocumentNumber))
        }
        Part::Title => ("标题字体", "标题字号", of(Element::Title)),
        Part::Addressees => ("主送机关字体", "主送机关字号", of(Element::Addressees)),
        Part::Body => ("正文字体", "正文字号", of(Element::Paragraph)),
        Part::Heading(1) => ("一级标题字体", "一级标题字号", of(Element::Heading(Level::One))),
        Part::Heading(2) => ("二级标题字体", "二级标题字号", of(Element::Heading(Level::Two))),
        Part::Heading(3) => ("三级标题字体", "三级标题字号", of(Element::Heading(Level::Three))),
        Part::Heading(_) => ("四级标题字体", "四级标题字号", of(Element::Heading(Level::Four))),
        Part::AttachmentNote => ("附件说明字体", "附件说明字号", of(Element::AttachmentNote)),
        Part::Attendance => ("出席、列席字体", "出席、列席字号", of(Element::Roster)),
        Part::Signature => ("署名字体", "署名字号", of(Element::Signature)),
        Part::Date => ("成文日期字体", "成文日期字号", of(Element::Date)),
        Part::Remarks => ("附注字体", "附注字号", of(Element::Remarks)),
        Part::AttachmentLabel => ("附件顺序号字体", "附件顺序号字号", of(Element::AttachmentLabel)),
        Part::AttachmentTitle => ("附件标题字体", "附件标题字号", of(Element::AttachmentTitle)),
        Part::CopiedTo | Part::Printed => ("版记字体", "版记字号", of(Element::CopiedTo)),
        Part::PageNumber => ("页码字体", "页码字号", page_number(layout)),
        Part::Mark => ("发文机关标志字体", "发文机关标志字号", of(Element::IssuerMark)),
        Part::Contents | Part::Caption | Part::Table | Part::Other => return None,
    };
    Some(judged(part, font, size, &style))
}

fn judged(part: Part, font: &'static str, size: &'static str, style: &TextStyle) -> Setting {
    // Sizes of 份号, 密级 and 附件 are stated without 一般.
    let strict = matches!(part, Part::Secrecy | Part::Urgency | Part::AttachmentLabel);
    let check = if strict { Check::must } else { Check::usual };
    Setting {
        font: check(style.clause, font),
        size: check(style.clause, size),
        // 份号 may be set in anything; of 出席 the label differs from the names.
        role: (!matches!(part, Part::CopyNumber | Part::Attendance)).then_some(style.role),
        // The 标志 is as large as the agency likes.
        points: (part != Part::Mark).then_some(style.size.0),
    }
}
