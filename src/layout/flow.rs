//! The document as a sequence of things to draw, with the standard's blank lines and
//! indents. Both back ends draw this sequence, item by item, so they cannot disagree on
//! what is there, in which order, or where it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use super::id::GivenIds;
use super::item::{Hang, Heading, Item, TextItem, TitleItem};
use super::text::{Setter, blanks, blanks_in, height};
use super::{Landmark, TableId, contents, grid, head, imprint, ink, sign_off, title};
use crate::diag::{Code, Findings};
use crate::fonts::FontSet;
use crate::model::{Attachment, Body, Document, Format, Level, Part, Roster, Text};
use crate::standard::{Layout, style};
use crate::units::Twip;

/// The items of a document.
#[derive(Debug)]
pub(crate) struct Flow<'a> {
    /// What stands on its pages, in order.
    pub items: Vec<Item<'a>>,
    /// 署名, 成文日期 and what belongs to them.
    pub sign_off: Range<usize>,
    /// The first item of the 正文, if there is any.
    text: Option<usize>,
}

/// The rows with which tables go on on a new page although a cell covers them and the row
/// above, from 0; tables that do not are not listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TableStarts(pub BTreeMap<TableId, Vec<usize>>);

impl TableStarts {
    /// Those of one table.
    pub(super) fn of(&self, table: TableId) -> &[usize] {
        self.0.get(&table).map_or(&[], Vec::as_slice)
    }
}

impl Flow<'_> {
    /// Which items stay on the page of the one behind them. With `text_with_signature` the
    /// last text stays with 署名 and 成文日期, which must not have a page to themselves
    /// (GB/T 9704-2012, 7.3.5.5); without, only they stay together.
    pub(crate) fn kept_with_next(&self, text_with_signature: bool) -> Vec<bool> {
        let mut kept: Vec<bool> = self.items.iter().map(is_kept).collect();
        let Range { start, end } = self.sign_off;
        if start == end {
            return kept;
        }
        let is_text = |item: &Item<'_>| paragraph(item).is_some();
        let text = self.items[..start].iter().rposition(is_text).filter(|_| text_with_signature);
        kept[text.unwrap_or(start)..end - 1].fill(true);
        kept
    }

    /// How many lines the last 自然段 before the signature has.
    pub(crate) fn last_paragraph_lines(&self) -> usize {
        let before = self.items[..self.sign_off.start].iter().rev();
        before.filter_map(paragraph).next().map_or(0, |text| text.lines.len())
    }

    /// Moves the last lines of the last 自然段 to a new page, that of the signature; `false`
    /// if it has one line only.
    pub(crate) fn split_before_signature(&mut self) -> bool {
        const MOVED: usize = 2;
        let before = &self.items[..self.sign_off.start];
        let last = before.iter().enumerate().rev();
        let Some((at, text)) = last.filter_map(|(at, item)| Some((at, paragraph(item)?))).next()
        else {
            return false;
        };
        let count = text.lines.len();
        if count < 2 {
            return false;
        }
        let (first, rest) = text.split(count - MOVED.min(count - 1));
        self.items[at] = Item::Text(first);
        self.items.insert(at + 1, Item::Text(rest));
        self.sign_off = self.sign_off.start + 1..self.sign_off.end + 1;
        true
    }

    /// What is looked for on the set pages where an item begins; each item is one thing at most.
    pub(crate) fn landmark(&self, item: usize) -> Option<Landmark> {
        if self.text == Some(item) {
            return Some(Landmark::FirstText);
        }
        let lines = self.items.get(self.sign_off.clone()).unwrap_or_default();
        let first = lines.iter().position(|item| matches!(item, Item::Single(_) | Item::Row(_)));
        (first? + self.sign_off.start == item).then_some(Landmark::SignOff)
    }
}

/// 自然段, also one behind a heading in the same line.
fn paragraph<'a>(item: &'a Item<'_>) -> Option<&'a TextItem> {
    item.text().filter(|text| text.part == Part::Paragraph)
}

/// A heading never ends a page.
fn is_kept(item: &Item<'_>) -> bool {
    item.text().is_some_and(|text| matches!(text.heading, Heading::Alone(..)))
}

/// Lays the document out as a sequence of items.
pub(crate) fn flow<'a>(
    document: &'a Document,
    layout: &Layout,
    fonts: &FontSet,
    starts: &TableStarts,
    findings: &mut Findings,
) -> Flow<'a> {
    let Document { properties: _, format, head, body, attachments, imprint } = document;
    let mut setter = Setter { layout, fonts, findings, starts, ids: GivenIds::default() };
    let names = names(document);
    // First of all, for a 目录 lists them.
    let text: Vec<Item<'a>> = body.text.iter().map(|block| setter.block(block)).collect();
    let mut attached = Vec::new();
    attachments.iter().for_each(|one| attachment(one, &names, &mut setter, &mut attached));
    let mut items = head::items(head, *format, &mut setter);
    let moved = opening(document, &names, &mut items, &mut setter);
    grid::align(&mut items, layout);
    let begin = (!text.is_empty()).then_some(items.len());
    items.extend(text);
    note(&body.attachment_note, &setter, &mut items);
    roster(&body.roster, &setter, &mut items);
    let signed = sign_off::items(&body.sign_off, &mut setter);
    let start = items.len() + signed.loose;
    items.extend(signed.items);
    let sign_off = start.min(items.len())..items.len();
    let indent = setter.chars(layout.remarks_indent.value);
    items.extend(body.remarks.iter().map(|text| setter.plain(Part::Remarks, text, indent)));
    items.extend(attached);
    items.extend(imprint::item(imprint, moved, *format, &mut setter).map(Item::Imprint));
    Flow { items, sign_off, text: begin }
}

/// The bureaus that a document names, which titles never cut.
fn names(document: &Document) -> Vec<String> {
    let marks = document.head.mark.iter().flat_map(|mark| &mark.names);
    let mut names: Vec<String> = document
        .body
        .sign_off
        .names
        .iter()
        .chain(marks)
        .map(|name| name.plain().trim_end_matches("文件").to_owned())
        .collect();
    names.push(document.properties.author.clone());
    names
}

/// 标题 and 主送机关; returns the 主送机关 if they have to move into the 版记.
fn opening<'a>(
    document: &'a Document,
    names: &[String],
    items: &mut Vec<Item<'a>>,
    setter: &mut Setter<'_, '_>,
) -> Option<&'a Text> {
    let Document { body, format, .. } = document;
    let layout = setter.layout;
    if !body.title.is_empty() && *format != Format::Order {
        let lines = title::lines(&body.title, names, layout, setter.fonts, setter.findings);
        items.push(Item::Title(TitleItem { id: None, part: Part::Title, lines }));
        items.extend(below_title(setter));
    }
    items.extend(contents::items(body.contents, setter));
    let Some(addressees) = &body.addressees else {
        first_page(items, body, setter);
        return None;
    };
    let part = Part::Addressees;
    let words = vec![(part, addressees.plain())];
    let none = (Twip(0), Twip(0), Twip(0));
    let item = Item::Text(setter.text_item(part, Heading::None, None, words, "：", none));
    let used: f64 = items.iter().chain([&item]).map(|item| height(item, layout)).sum();
    // A 目录 that fills the page leaves no room either way.
    let fits = used + layout.line_pitch.value.pt().0 <= layout.text_height.value.pt().0;
    if fits || body.contents.is_some() {
        items.push(item);
        return None;
    }
    // 7.3.2: the first page must show text.
    let message = "主送机关太多，首页排不下正文，已移到版记";
    setter.findings.push(addressees.finding(Code::AddresseesMoved, message));
    first_page(items, body, setter);
    Some(addressees)
}

/// The blank line below the title: a line from ink to ink, and half of the space between
/// lines, which word processors put above the next one.
fn below_title<'a>(setter: &Setter<'_, '_>) -> Vec<Item<'a>> {
    let layout = setter.layout;
    let below = setter.leads(Part::Title, ink::ANY).below;
    let above = setter.leads(Part::Addressees, ink::ANY).above;
    let count = layout.blank_after_title.value;
    let lines = layout.line.value.0 * f64::from(count) + layout.letter_line_gap.value.0 / 2.0;
    blanks_in(count, lines - below - above)
}

/// 7.3.3: the first page must show text, or somebody must be told.
fn first_page(items: &[Item<'_>], body: &Body, setter: &mut Setter<'_, '_>) {
    let layout = setter.layout;
    let used: f64 = items.iter().map(|item| height(item, layout)).sum();
    // Behind a 目录 the text begins where that ends.
    let has_room = used + layout.line_pitch.value.pt().0 <= layout.text_height.value.pt().0;
    if !has_room && body.contents.is_none() {
        let message = "版头和标题占满了首页，首页没有正文";
        let title = body.title.first();
        setter.findings.extend(title.map(|title| title.finding(Code::NoTextOnFirstPage, message)));
    }
}

/// 附件说明: `附件：名称`, or `附件：1.名称` with the further numbers under the first.
fn note<'a>(names: &'a [Text], setter: &Setter<'_, '_>, items: &mut Vec<Item<'a>>) {
    if names.is_empty() {
        return;
    }
    let part = Part::AttachmentNote;
    items.extend(blanks(setter.layout.blank_before_attachment_note.value));
    for (index, name) in names.iter().enumerate() {
        let number = if names.len() == 1 { String::new() } else { format!("{}.", index + 1) };
        let lead = if index == 0 { "附件：" } else { "" };
        let (first, left) = note_place(setter.layout, setter.fonts, lead.is_empty(), &number);
        let label = (part, format!("{lead}{number}"));
        let item = setter.labelled(part, label, name, "", (first, left, Twip(0)));
        let further = || note_place(setter.layout, setter.fonts, true, SECOND);
        let hang = match (names.len(), index) {
            (1, _) => Hang::OnlyNote,
            (_, 0) => Hang::FirstNote,
            _ => Hang::FurtherNote { is_usual: (first, left) == further() },
        };
        items.push(Item::Text(TextItem { hang, ..item }));
    }
}

/// What stands before the second entry of a 附件说明; others are mostly as wide.
const SECOND: &str = "2.";

/// Where the first line of an entry of a 附件说明 begins, and the others.
fn note_place(layout: &Layout, fonts: &FontSet, is_further: bool, number: &str) -> (Twip, Twip) {
    let style = style(layout, Part::AttachmentNote);
    let width = |text: &str| super::width(layout, fonts, style, text).twip().0;
    let start = layout.chars(layout.attachment_note_indent.value).0;
    let word = start + width("附件：");
    let first = if is_further { word } else { start };
    (Twip(first), Twip(word + width(number)))
}

/// The places of 附件说明: of one 附件, of the first of several, of the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotePlaces {
    /// The only one.
    pub single: (Twip, Twip),
    /// The first of several.
    pub first: (Twip, Twip),
    /// The second to the ninth.
    pub next: (Twip, Twip),
}

/// Where the lines of 附件说明 begin: the first of each, and the others.
pub(crate) fn note_places(layout: &Layout, fonts: &FontSet) -> NotePlaces {
    NotePlaces {
        single: note_place(layout, fonts, false, ""),
        first: note_place(layout, fonts, false, "1."),
        next: note_place(layout, fonts, true, SECOND),
    }
}

/// Where the first line of 出席、请假、列席 begins, and the others; all labels are equally wide.
pub(crate) fn roster_places(layout: &Layout, fonts: &FontSet) -> (Twip, Twip) {
    let first = layout.chars(layout.roster_indent.value).0;
    let style = style(layout, Part::RosterLabel);
    (Twip(first), Twip(first + super::width(layout, fonts, style, "出席：").twip().0))
}

/// 出席、请假、列席: wrapped lines begin behind the colon.
fn roster<'a>(entries: &'a [Roster], setter: &Setter<'_, '_>, items: &mut Vec<Item<'a>>) {
    if entries.is_empty() {
        return;
    }
    items.extend(blanks(setter.layout.blank_before_roster.value));
    for Roster { label, names } in entries {
        let label = format!("{label}：");
        let (first, left) = roster_places(setter.layout, setter.fonts);
        let places = (first, left, Twip(0));
        let label = (Part::RosterLabel, label);
        let item = setter.labelled(Part::Roster, label, names, "", places);
        items.push(Item::Text(TextItem { hang: Hang::Roster, ..item }));
    }
}

/// 附件: on a new page, its number in line 1, its title in line 3.
fn attachment<'a>(
    attachment: &'a Attachment,
    names: &[String],
    setter: &mut Setter<'_, '_>,
    items: &mut Vec<Item<'a>>,
) {
    let layout = setter.layout;
    let part = Part::AttachmentLabel;
    let number = attachment.number.map(|number| number.to_string()).unwrap_or_default();
    let label = Some((part, format!("附件{number}")));
    let none = (Twip(0), Twip(0), Twip(0));
    let item = setter.text_item(part, Heading::None, label, Vec::new(), "", none);
    items.push(Item::Text(TextItem { new_page: true, ..item }));
    items.extend(blanks(layout.blank_before_attachment_title.value));
    let title = std::slice::from_ref(&attachment.title);
    let lines = title::lines(title, names, layout, setter.fonts, setter.findings);
    let id = Some(setter.ids.heading(Level::One, attachment.title.plain()));
    items.push(Item::Title(TitleItem { id, part: Part::AttachmentTitle, lines }));
    items.extend(below_title(setter));
    items.extend(attachment.text.iter().map(|block| setter.block(block)));
}
