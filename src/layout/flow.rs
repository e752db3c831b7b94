//! The document as a sequence of things to draw, with the standard's blank lines and
//! indents. Both back ends draw this sequence, item by item, so they cannot disagree on
//! what is there, in which order, or where it stands.

use super::{head, place_signature, table, title, width};
use crate::diag::{Code, Diagnostic};
use crate::fonts::FontSet;
use crate::model::{Block, Body, Document, Element, Level, Part, Table, Text};
use crate::standard::{Layout, style};
use crate::units::{Pt, Twip};

/// One thing to draw.
#[derive(Debug)]
pub enum Item<'a> {
    /// 空一行
    Blank,
    /// Empty room of that height.
    Space(Twip),
    /// 份号, 密级和保密期限 or 紧急程度: a line of its own at the left edge.
    HeadLine {
        /// Which of them.
        part: Part,
        /// Its words.
        text: &'a Text,
    },
    /// 发文机关标志
    IssuerMark {
        /// Its words.
        text: &'a Text,
        /// Its size, fitted to the width.
        size: Pt,
        /// The height of its line.
        pitch: Twip,
    },
    /// 发文字号, with 签发人 in the same line if the document goes upward, and the red rule.
    DocumentNumber {
        /// The number.
        text: &'a Text,
        /// The name of the signer.
        signer: Option<&'a Text>,
        /// From the end of the line to the rule.
        rule_gap: Pt,
    },
    /// 公文标题, one text per line.
    Title(Vec<Text>),
    /// 主送机关, with its colon.
    Addressees(Text),
    /// 层次标题 on its own line.
    Heading {
        /// Its level.
        level: Level,
        /// Its number under its parent.
        number: u32,
        /// Its words.
        title: &'a Text,
    },
    /// 层次标题 with its text behind it.
    RunIn {
        /// Its level.
        level: Level,
        /// Its number under its parent.
        number: u32,
        /// Its words with their full stop.
        title: &'a Text,
        /// The text behind it.
        text: &'a Text,
    },
    /// 自然段
    Paragraph(&'a Text),
    /// 表格
    Table {
        /// What it holds.
        table: &'a Table,
        /// The widths of its columns; they add up to the type area's.
        widths: Vec<Twip>,
        /// The unit of the whole table, as printed over its right end.
        unit: Option<Text>,
    },
    /// One line of the 附件说明.
    AttachmentNote {
        /// `附件：` and the number.
        label: String,
        /// The name.
        name: &'a Text,
        /// Where the first line begins, from the left edge of the 版心.
        first: Twip,
        /// Where the name begins, and every further line.
        left: Twip,
    },
    /// 发文机关署名
    Signature {
        /// The bureau.
        text: &'a Text,
        /// Room free at the right edge.
        right: Twip,
    },
    /// 成文日期
    Date {
        /// The date.
        text: &'a Text,
        /// Room free at the right edge.
        right: Twip,
    },
    /// 附注
    Remarks(&'a Text),
}

impl Item<'_> {
    /// The element of the standard that this draws; blank lines are none.
    pub fn element(&self) -> Option<Element> {
        match self {
            Item::Blank | Item::Space(_) => None,
            Item::HeadLine { part, .. } => match part {
                Part::Secrecy => Some(Element::Secrecy),
                Part::Urgency => Some(Element::Urgency),
                _ => Some(Element::CopyNumber),
            },
            Item::IssuerMark { .. } => Some(Element::IssuerMark),
            Item::DocumentNumber { .. } => Some(Element::DocumentNumber),
            Item::Title(_) => Some(Element::Title),
            Item::Addressees(_) => Some(Element::Addressees),
            Item::Heading { .. } | Item::RunIn { .. } | Item::Paragraph(_) | Item::Table { .. } => {
                Some(Element::Text)
            }
            Item::AttachmentNote { .. } => Some(Element::AttachmentNote),
            Item::Signature { .. } => Some(Element::Signature),
            Item::Date { .. } => Some(Element::Date),
            Item::Remarks(_) => Some(Element::Remarks),
        }
    }
}

/// Which items stay on the page of the one behind them. With `text_with_signature` the last
/// text stays with 署名 and 成文日期, which must not have a page to themselves
/// (GB/T 9704-2012, 7.3.5.5); without, only 署名 stays with 成文日期.
pub fn kept_with_next(items: &[Item<'_>], text_with_signature: bool) -> Vec<bool> {
    let is_end = |item: &Item<'_>| matches!(item, Item::Signature { .. } | Item::Date { .. });
    let is_text = |item: &Item<'_>| matches!(item, Item::Paragraph(_) | Item::RunIn { .. });
    let mut kept = vec![false; items.len()];
    let Some(last) = items.iter().rposition(is_end) else { return kept };
    let first = items.iter().position(is_end).unwrap_or(last);
    let text = items[..first].iter().rposition(is_text).filter(|_| text_with_signature);
    kept[text.unwrap_or(first)..last].fill(true);
    kept
}

/// Lays the document out as a sequence of items.
pub fn flow<'a>(
    document: &'a Document,
    layout: &Layout,
    fonts: &FontSet,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Item<'a>> {
    let Document { properties: _, head, body, imprint: _ } = document;
    let Body { title, addressees, text, attachment_note, signature, date, remarks } = body;
    let mut items = head::items(head, layout, fonts, findings);
    items.push(Item::Title(title::lines(title, layout, fonts, findings)));
    blanks(layout.blank_after_title.value, &mut items);
    if let Some(addressees) = addressees {
        let mut printed = addressees.clone();
        printed.0.extend(Text::own("：").0);
        items.push(Item::Addressees(printed));
    }
    items.extend(text.iter().map(|block| text_item(block, layout, fonts, findings)));
    if !attachment_note.is_empty() {
        blanks(layout.blank_before_attachment_note.value, &mut items);
        note(attachment_note, layout, fonts, &mut items);
    }
    if signature.is_some() || date.is_some() {
        blanks(layout.blank_before_signature.value, &mut items);
    }
    let plain = |text: &Option<Text>| text.as_ref().map(Text::plain).unwrap_or_default();
    let place = place_signature(layout, fonts, &plain(signature), &plain(date));
    if let Some(text) = signature.as_ref().filter(|_| place.name_room.0 < 0.0) {
        let message = format!("署名“{}”一行放不下", text.plain());
        findings.push(text.finding(Code::LineTooLong, message));
    }
    if let Some(text) = signature {
        items.push(Item::Signature { text, right: place.name_right.twip() });
    }
    if let Some(text) = date {
        items.push(Item::Date { text, right: place.date_right.twip() });
    }
    items.extend(remarks.iter().map(Item::Remarks));
    items
}

fn blanks(count: u32, items: &mut Vec<Item<'_>>) {
    items.extend((0..count).map(|_| Item::Blank));
}

fn text_item<'a>(
    block: &'a Block,
    layout: &Layout,
    fonts: &FontSet,
    findings: &mut Vec<Diagnostic>,
) -> Item<'a> {
    match block {
        Block::Heading { level, number, title } => {
            Item::Heading { level: *level, number: *number, title }
        }
        Block::RunIn { level, number, title, text } => {
            Item::RunIn { level: *level, number: *number, title, text }
        }
        Block::Paragraph(text) => Item::Paragraph(text),
        Block::Table(table) => {
            let unit = table.unit.as_ref().map(|unit| {
                let mut line = Text::own("单位：");
                line.0.extend(unit.0.iter().cloned());
                line
            });
            let widths = table::column_widths(table, layout, findings);
            table::check_rows(table, &widths, layout, fonts, findings);
            Item::Table { table, widths, unit }
        }
    }
}

/// 附件说明: `附件：名称`, or `附件：1.名称` with the further numbers under the first.
fn note<'a>(names: &'a [Text], layout: &Layout, fonts: &FontSet, items: &mut Vec<Item<'a>>) {
    let style = style(layout, Part::AttachmentNote);
    let wide = |text: &str| width(layout, fonts, style, text);
    let start = layout.chars(layout.attachment_note_indent.value).pt().0;
    let word = wide("附件：").0;
    for (index, name) in names.iter().enumerate() {
        let number = if names.len() == 1 { String::new() } else { format!("{}.", index + 1) };
        let lead = if index == 0 { "附件：" } else { "" };
        let first = if index == 0 { start } else { start + word };
        items.push(Item::AttachmentNote {
            label: format!("{lead}{number}"),
            name,
            first: Pt(first).twip(),
            left: Pt(start + word + wide(&number).0).twip(),
        });
    }
}
