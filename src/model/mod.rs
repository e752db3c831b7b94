//! The document: what it says, never how it looks.
//!
//! # Glossary
//!
//! 版头 [`Head`]: 份号 [`Head::copy_number`] · 密级和保密期限 [`Head::secrecy`] · 紧急程度
//! [`Head::urgency`] · 发文机关标志 [`Head::issuer_mark`] · 发文字号
//! [`Head::document_number`] · 签发人 [`Head::signer`] · 主体 [`Body`] · 版记 [`Imprint`] · 公文标题 [`Body::title`] ·
//! 主送机关 [`Body::addressees`] · 正文 [`Body::text`] · 附件说明 [`Body::attachment_note`] ·
//! 发文机关署名 [`Body::signature`] · 成文日期 [`Body::date`] · 附注 [`Body::remarks`].
//! All elements of the standard, drawn or not yet: [`Element`].

mod element;
mod numbering;
mod walk;

pub use element::Element;
pub use numbering::{LEVELS, Level, number_headings};
pub use walk::Part;

use std::sync::Arc;

use jiff::civil::Date;

use crate::data::node::Origin;
use crate::diag::{Code, Diagnostic, Place};

/// A document of any kind, in the order of the standard's clause 7.
#[derive(Debug)]
pub struct Document {
    /// What catalogues and file properties say.
    pub properties: Properties,
    /// 版头: everything above the red rule.
    pub head: Head,
    /// 主体: title to remarks.
    pub body: Body,
    /// 版记: everything between the last rules.
    pub imprint: Imprint,
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
    pub issuer_mark: Option<Text>,
    /// 发文字号
    pub document_number: Option<Text>,
    /// 签发人, of documents that go upward.
    pub signer: Option<Text>,
}

/// 版记. Its elements come with the rest of the standard.
#[derive(Debug, Default)]
pub struct Imprint {}

/// 主体.
#[derive(Debug, Default)]
pub struct Body {
    /// 公文标题: one text per printed line.
    pub title: Vec<Text>,
    /// 主送机关, without the final colon.
    pub addressees: Option<Text>,
    /// 正文.
    pub text: Vec<Block>,
    /// 附件说明: the names of the attachments.
    pub attachment_note: Vec<Text>,
    /// 发文机关署名.
    pub signature: Option<Text>,
    /// 成文日期, as printed.
    pub date: Option<Text>,
    /// 附注, with its brackets.
    pub remarks: Option<Text>,
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
}

/// 表格.
#[derive(Debug)]
pub struct Table {
    /// 表题.
    pub title: Text,
    /// 计量单位 of the whole table.
    pub unit: Option<Text>,
    /// One per column.
    pub columns: Vec<Column>,
    /// 表头: repeated on every page.
    pub header: Vec<Text>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Text>>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Its share of the width; only the proportion counts.
    pub weight: f64,
    /// How its cells stand.
    pub align: Align,
}

/// How cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// 左
    Left,
    /// 中
    Centre,
    /// 右
    Right,
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
        match self.0.iter().find_map(|inline| inline.origin.as_ref()) {
            Some(origin) => {
                Diagnostic::new(code, origin.span.place(), message).field(&origin.field)
            }
            None => Diagnostic::new(code, Place::Whole, message),
        }
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|inline| inline.text.trim().is_empty())
    }
}
