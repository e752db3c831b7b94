//! 各要素的字体和字号, for both readers.

use super::results::Check;
use super::targets::IMPRINT_SIZE;
use super::text::Part;
use crate::fonts::Role;
use crate::standard::Layout;

/// What an element is set in: clause, typeface, size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) font: Check,
    pub(super) size: Check,
    pub(super) role: Option<Role>,
    pub(super) points: Option<f64>,
}

/// The setting of a part; none where the standard gives none.
pub(super) fn setting(part: Part, layout: &Layout) -> Option<Setting> {
    let three = layout.body_size.value.0;
    let title = layout.title_size.value.0;
    let (clause, font, size, role, points) = match part {
        Part::CopyNumber => ("7.2.1", "份号字体", "份号字号", None, three),
        Part::Secrecy => ("7.2.2", "密级字体", "密级字号", Some(Role::Hei), three),
        Part::Urgency => ("7.2.3", "紧急程度字体", "紧急程度字号", Some(Role::Hei), three),
        Part::Number | Part::Signer => {
            ("7.2.5", "发文字号字体", "发文字号字号", Some(Role::FangSong), three)
        }
        Part::Title => ("7.3.1", "标题字体", "标题字号", Some(Role::XiaoBiaoSong), title),
        Part::Addressees => ("7.3.2", "主送机关字体", "主送机关字号", Some(Role::FangSong), three),
        Part::Body => ("7.3.3", "正文字体", "正文字号", Some(Role::FangSong), three),
        Part::Heading(1) => ("7.3.3", "一级标题字体", "一级标题字号", Some(Role::Hei), three),
        Part::Heading(2) => ("7.3.3", "二级标题字体", "二级标题字号", Some(Role::Kai), three),
        Part::Heading(3) => ("7.3.3", "三级标题字体", "三级标题字号", Some(Role::FangSong), three),
        Part::Heading(_) => ("7.3.3", "四级标题字体", "四级标题字号", Some(Role::FangSong), three),
        Part::AttachmentNote => {
            ("7.3.4", "附件说明字体", "附件说明字号", Some(Role::FangSong), three)
        }
        Part::Attendance => ("10.3", "出席、列席字体", "出席、列席字号", None, three),
        Part::Signature => ("7.3.5", "署名字体", "署名字号", Some(Role::FangSong), three),
        Part::Date => ("7.3.5", "成文日期字体", "成文日期字号", Some(Role::FangSong), three),
        Part::Remarks => ("7.3.6", "附注字体", "附注字号", Some(Role::FangSong), three),
        Part::AttachmentLabel => {
            ("7.3.7", "附件顺序号字体", "附件顺序号字号", Some(Role::Hei), three)
        }
        Part::AttachmentTitle => {
            ("7.3.7", "附件标题字体", "附件标题字号", Some(Role::XiaoBiaoSong), title)
        }
        Part::CopiedTo | Part::Printed => {
            ("7.4.2", "版记字体", "版记字号", Some(Role::FangSong), IMPRINT_SIZE)
        }
        Part::PageNumber => {
            ("7.5", "页码字体", "页码字号", Some(Role::Song), layout.page_number_size.value.0)
        }
        Part::Mark => {
            let font = Check::usual("7.2.4", "发文机关标志字体");
            let size = Check::usual("7.2.4", "发文机关标志字号");
            return Some(Setting { font, size, role: Some(Role::XiaoBiaoSong), points: None });
        }
        Part::Contents | Part::Caption | Part::Table | Part::Other => return None,
    };
    // Sizes of 份号, 密级 and 附件 are stated without 一般.
    let strict = matches!(part, Part::Secrecy | Part::Urgency | Part::AttachmentLabel);
    let check = if strict { Check::must } else { Check::usual };
    Some(Setting {
        font: check(clause, font),
        size: check(clause, size),
        role,
        points: Some(points),
    })
}
