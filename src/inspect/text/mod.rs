//! 文字: what the words of a document must look like, whatever file they are in.

mod attachments;
mod elements;
mod levels;
mod marks;

use serde::Serialize;

use super::results::{At, Results};

pub(super) use elements::{is_date, is_number};
pub(super) use levels::level_of;

/// The format of a document (GB/T 9704-2012, 7 and 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Form {
    /// 文件
    #[serde(rename = "文件")]
    File,
    /// 信函
    #[serde(rename = "信函")]
    Letter,
    /// 命令（令）
    #[serde(rename = "命令")]
    Order,
    /// 纪要
    #[serde(rename = "纪要")]
    Minutes,
    /// Without 版头, published as it is.
    #[serde(rename = "无版头")]
    Report,
}

impl Form {
    /// Its name in the standard.
    pub fn word(self) -> &'static str {
        match self {
            Form::File => "文件",
            Form::Letter => "信函",
            Form::Order => "命令（令）",
            Form::Minutes => "纪要",
            Form::Report => "无版头",
        }
    }
}

/// What a line or paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// 份号
    CopyNumber,
    /// 密级和保密期限
    Secrecy,
    /// 紧急程度
    Urgency,
    /// 发文机关标志
    Mark,
    /// 发文字号, with 签发人 beside it
    Number,
    /// 签发人, on lines of their own
    Signer,
    /// 标题
    Title,
    /// 目录, which says what the headings say
    Contents,
    /// 主送机关
    Addressees,
    /// 正文
    Body,
    /// 层次标题, 1 to 4
    Heading(u8),
    /// 表题, 计量单位
    Caption,
    /// 表格
    Table,
    /// 附件说明
    AttachmentNote,
    /// 出席、请假、列席
    Attendance,
    /// 发文机关署名
    Signature,
    /// 成文日期
    Date,
    /// 附注
    Remarks,
    /// “附件1” on its page
    AttachmentLabel,
    /// The title of an attachment
    AttachmentTitle,
    /// 抄送, and 主送 moved to the 版记
    CopiedTo,
    /// 印发机关和印发日期
    Printed,
    /// 页码
    PageNumber,
    /// Anything else
    Other,
}

/// Whether a line is one of a 目录: words, dots, a page; or 目录 itself.
pub(super) fn is_contents(text: &str) -> bool {
    const DOTS: usize = 4;
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let words = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    let dots = words.chars().rev().take_while(|c| ".．·…".contains(*c)).count();
    plain == "目录" || (words.len() < plain.len() && dots >= DOTS)
}

impl Part {
    /// Whether it is text of the 正文.
    pub(super) fn is_body(self) -> bool {
        matches!(self, Part::Body | Part::Heading(_))
    }
}

/// A paragraph with what it is.
#[derive(Debug, Clone)]
pub(super) struct Para {
    pub(super) part: Part,
    pub(super) text: String,
    pub(super) at: At,
    /// Whether it belongs to an attachment behind the document.
    pub(super) attached: bool,
}

/// Judges the wording of a document.
pub(super) fn check(form: Form, paras: &[Para], results: &mut Results) {
    elements::check(form, paras, results);
    levels::check(paras, results);
    attachments::check(paras, results);
    marks::check(paras, results);
}
