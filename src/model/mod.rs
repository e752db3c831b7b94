//! The document: what it says, never how it looks.
//!
//! # Glossary
//!
//! 版头 [`Head`]: 份号 [`Head::copy_number`] · 密级和保密期限 [`Head::secrecy`] · 紧急程度
//! [`Head::urgency`] · 发文机关标志 [`Head::mark`] · 发文字号
//! [`Head::document_number`] · 签发人 [`Head::signers`] · 主体 [`Body`] · 公文标题
//! [`Body::title`] · 目录 [`Body::contents`] · 主送机关 [`Body::addressees`] · 正文
//! [`Body::text`] · 附件说明
//! [`Body::attachment_note`] · 发文机关署名 [`SignOff::names`] · 成文日期 [`SignOff::date`] ·
//! 印章 [`Seal`] · 签名章 [`Stamp`] · 附注 [`Body::remarks`] · 出席、请假、列席
//! [`Body::roster`] · 附件 [`Attachment`] · 版记 [`Imprint`] · 抄送机关
//! [`Imprint::copied_to`] · 印发机关 [`Imprint::printed_by`] · 印发日期
//! [`Imprint::printed_on`]. All elements of the standard: [`Element`].

/// Declares an enum with the list of all its variants, so that none can be missing there.
macro_rules! listed {
    (
        $(#[$outer:meta])*
        pub enum $name:ident { $($(#[$doc:meta])* $variant:ident,)* }
    ) => {
        $(#[$outer])*
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: [Self; [$(stringify!($variant)),*].len()] = [$(Self::$variant),*];
        }
    };
}

mod chart;
mod element;
mod numbering;
mod picture;
mod table;
mod walk;

pub(crate) use chart::{Chart, ChartRow, Figure};
pub use element::Element;
pub(crate) use numbering::{LEVELS, Level, number_headings};
pub(crate) use picture::{Picture, PictureFormat};
pub(crate) use table::{
    Align, Column, Table, TableCell, TableRow, TableSize, is_crossed, split_rows,
};
pub(crate) use walk::Part;

use std::sync::Arc;

use jiff::civil::Date;

use crate::data::node::Origin;
use crate::diag::{Code, Diagnostic, Place};

/// A document of any kind, in the order of the standard's clause 7.
#[derive(Debug)]
pub struct Document {
    /// What catalogues and file properties say.
    pub properties: Properties,
    /// Which of the standard's formats it has.
    pub format: Format,
    /// 版头: everything above the red rule.
    pub head: Head,
    /// 主体: title to remarks.
    pub body: Body,
    /// 附件, each on pages of its own.
    pub attachments: Vec<Attachment>,
    /// 版记: everything between the last rules.
    pub imprint: Imprint,
}

/// Declares the formats once: name, Chinese word, clause.
macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident $word:literal;)*) => {
        /// 公文格式 (GB/T 9704-2012, clauses 7 and 10).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum Format { $($(#[$doc])* $variant,)* }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Format] = &[$(Format::$variant,)*];

            /// The word that data and templates use.
            pub fn word(self) -> &'static str {
                match self { $(Format::$variant => $word,)* }
            }
        }
    };
}

formats! {
    /// The general format of clause 7.
    #[default]
    General "文件";
    /// 信函格式 (10.1)
    Letter "信函";
    /// 命令（令）格式 (10.2)
    Order "命令";
    /// 纪要格式 (10.3)
    Minutes "纪要";
}

impl Format {
    /// The format of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.word() == word)
    }
}

/// 文件属性: title, author and so on, for readers and archives.
#[derive(Debug, Clone)]
pub struct Properties {
    /// 题名, on one line.
    pub title: String,
    /// 责任者: the issuing bureau.
    pub author: String,
    /// 主题: the kind of report.
    pub subject: String,
    /// 关键词: the kind and the 发文字号.
    pub keywords: Vec<String>,
    /// 成文日期; the files carry it as their date, never the clock's.
    pub date: Option<Date>,
}

/// 版头; empty for reports that are published without one.
#[derive(Debug, Default)]
pub struct Head {
    /// 份号
    pub copy_number: Option<Text>,
    /// 密级和保密期限
    pub secrecy: Option<Text>,
    /// 紧急程度
    pub urgency: Option<Text>,
    /// 发文机关标志
    pub mark: Option<Mark>,
    /// 发文字号; of a 命令 its 令号.
    pub document_number: Option<Text>,
    /// 签发人, of documents that go upward, in the order of the issuers.
    pub signers: Vec<Text>,
}

/// 发文机关标志.
#[derive(Debug)]
pub struct Mark {
    /// One name, or the names of those who issue together, 主办机关 first.
    pub names: Vec<Text>,
    /// 文件, beside several names.
    pub suffix: Option<Text>,
}

/// 版记.
#[derive(Debug, Default)]
pub struct Imprint {
    /// 抄送机关, without label and full stop.
    pub copied_to: Option<Text>,
    /// 印发机关
    pub printed_by: Option<Text>,
    /// 印发日期, as printed, without 印发.
    pub printed_on: Option<Text>,
    /// 单面印制: the 版记 need not stand on an even page.
    pub is_simplex: bool,
}

impl Imprint {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.copied_to.is_none() && self.printed_by.is_none() && self.printed_on.is_none()
    }
}

/// 主体.
#[derive(Debug, Default)]
pub struct Body {
    /// 公文标题: one text per printed line.
    pub title: Vec<Text>,
    /// 目录: the deepest level of headings in it; without, there is none.
    pub contents: Option<Level>,
    /// 主送机关, without the final colon.
    pub addressees: Option<Text>,
    /// 正文.
    pub text: Vec<Block>,
    /// 附件说明: the names of the attachments.
    pub attachment_note: Vec<Text>,
    /// 出席、请假、列席 of a 纪要, each with its label.
    pub roster: Vec<Roster>,
    /// 发文机关署名, 成文日期 and 印章.
    pub sign_off: SignOff,
    /// 附注, with its brackets.
    pub remarks: Option<Text>,
}

/// 发文机关署名、成文日期和印章 (7.3.5).
#[derive(Debug, Default)]
pub struct SignOff {
    /// 发文机关署名; several if they issue together.
    pub names: Vec<Text>,
    /// 成文日期, as printed.
    pub date: Option<Text>,
    /// What stands over them.
    pub sealing: Sealing,
}

/// 盖章的方式.
#[derive(Debug, Default)]
pub enum Sealing {
    /// 不加盖印章 (7.3.5.2)
    #[default]
    None,
    /// 加盖印章 (7.3.5.1), one per name.
    Seals(Vec<Seal>),
    /// 加盖签发人签名章 (7.3.5.3), one per signer.
    Stamps(Vec<Stamp>),
}

/// 印章: a place for it, or its picture.
#[derive(Debug, Default)]
pub struct Seal {
    /// 直径, mm; the standard table's if not given.
    pub diameter: Option<f64>,
    /// Its picture; without, the place stays free for the ink.
    pub picture: Option<Picture>,
}

/// 签发人签名章.
#[derive(Debug)]
pub struct Stamp {
    /// 职务, in full.
    pub position: Text,
    /// 姓名, printed where there is no picture.
    pub name: Text,
    /// The picture of the signature.
    pub picture: Option<Picture>,
}

/// 出席、请假或者列席 (10.3).
#[derive(Debug)]
pub struct Roster {
    /// 出席, 请假 or 列席, without the colon.
    pub label: &'static str,
    /// Units and names.
    pub names: Text,
}

/// 附件 on pages of its own (7.3.7).
#[derive(Debug)]
pub struct Attachment {
    /// Its number, if there are several.
    pub number: Option<u32>,
    /// Its title, as in the 附件说明.
    pub title: Text,
    /// What it says.
    pub text: Vec<Block>,
}

/// One piece of the 正文.
#[derive(Debug)]
pub enum Block {
    /// 层次标题 on a line of its own.
    Heading {
        /// 一、（一） 1. （1）
        level: Level,
        /// Its number under its parent, from 1.
        number: u32,
        /// The words of the heading.
        title: Text,
    },
    /// 层次标题 whose text goes on in the same line: `1.××。……`.
    RunIn {
        /// 一、（一） 1. （1）
        level: Level,
        /// Its number under its parent, from 1.
        number: u32,
        /// The words of the heading, with their full stop.
        title: Text,
        /// The text behind it.
        text: Text,
    },
    /// 自然段.
    Paragraph(Text),
    /// 表格.
    Table(Table),
    /// 柱形图.
    Chart(Chart),
}

/// A run of text that remembers where each piece came from.
#[derive(Debug, Clone, Default)]
pub struct Text(pub Vec<Inline>);

/// A piece of text with one origin.
#[derive(Debug, Clone)]
pub struct Inline {
    /// The words.
    pub text: String,
    /// The data field it came from; `None` for the template's own words.
    pub origin: Option<Arc<Origin>>,
}

impl Text {
    /// The template's or the program's own words.
    pub fn own(text: impl Into<String>) -> Self {
        Text(vec![Inline { text: text.into(), origin: None }])
    }

    /// All words in one string.
    pub fn plain(&self) -> String {
        self.0.iter().map(|inline| inline.text.as_str()).collect()
    }

    /// A finding about this text, at the data that its first piece came from.
    pub fn finding(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let first = self.0.iter().find_map(|inline| Some((&inline.text, inline.origin.as_ref()?)));
        match first {
            Some((words, origin)) => {
                let place = origin.span.within(words, 0..words.len()).place();
                Diagnostic::new(code, place, message).field(&origin.field)
            }
            None => Diagnostic::new(code, Place::Whole, message),
        }
    }

    /// The same words with a word of the program behind them.
    pub fn with(mut self, words: &str) -> Self {
        self.0.extend(Text::own(words).0);
        self
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|inline| inline.text.trim().is_empty())
    }
}
