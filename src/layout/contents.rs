//! 目录: the headings of a document, each with the page on which it stands. The standard knows
//! none; long reports have one behind the title.

use super::item::{ContentsItem, Entry, Item, Single};
use super::text::{Setter, blanks};
use super::{Span, break_lines};
use crate::model::{Block, Document, Level, Part, Text};
use crate::standard::style;
use crate::units::{Pt, Twip};

/// 目录 above its entries and a blank line below; nothing if the document wants none.
pub(super) fn items<'a>(document: &Document, setter: &Setter<'_, '_>) -> Vec<Item<'a>> {
    let Some(deepest) = document.body.contents else { return Vec::new() };
    let (part, count) = (Part::ContentsTitle, setter.layout.blank_after_contents.value);
    let text = Text::own("目　录");
    let title = Single { part, text, right: None, pictures: Vec::new(), rule: None };
    let entries = entries(document, deepest, setter);
    let mut items = vec![Item::Single(title), Item::Contents(ContentsItem { entries })];
    items.extend(blanks(count));
    items
}

/// The headings on lines of their own, and the titles of the 附件; all count as targets.
fn entries(document: &Document, deepest: Level, setter: &Setter<'_, '_>) -> Vec<Entry> {
    let mut targets: Vec<(Level, String)> = headings(&document.body.text).collect();
    for attachment in &document.attachments {
        targets.push((Level::One, attachment.title.plain()));
        targets.extend(headings(&attachment.text));
    }
    let entry = |(target, (level, words)): (usize, (Level, String))| {
        (level <= deepest).then(|| entry(target, level, words, setter))
    };
    targets.into_iter().enumerate().filter_map(entry).collect()
}

fn headings(blocks: &[Block]) -> impl Iterator<Item = (Level, String)> {
    blocks.iter().filter_map(|block| match block {
        Block::Heading { level, number, title } => {
            Some((*level, level.label(*number) + &title.plain()))
        }
        Block::RunIn { .. } | Block::Paragraph(_) | Block::Table(_) | Block::Chart(_) => None,
    })
}

fn entry(target: usize, level: Level, words: String, setter: &Setter<'_, '_>) -> Entry {
    let layout = setter.layout;
    let part = Part::Contents(level);
    let (left, right) = (left(level, setter.layout), layout.chars(layout.contents_room.value));
    let room = Pt(setter.text_width().pt().0 - left.pt().0 - right.pt().0);
    let span = Span { style: style(layout, part), text: words };
    let lines = break_lines(layout, setter.fonts, &[span], room, room);
    Entry { level, target, left, lines }
}

/// Where entries of a level begin.
pub(crate) fn left(level: Level, layout: &crate::standard::Layout) -> Twip {
    let steps = u32::try_from(level.depth() - 1).unwrap_or(0);
    layout.chars(layout.contents_indent.value * steps)
}
