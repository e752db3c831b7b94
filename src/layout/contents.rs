//! 目录: the headings of a document, each with the page on which it stands. The standard knows
//! none; long reports have one behind the title.

use super::item::{ContentsItem, Entry, Item, Single};
use super::text::{Setter, blanks};
use super::{HeadingId, Span, break_lines};
use crate::model::{Level, Part, Text};
use crate::standard::style;
use crate::units::{Pt, Twip};

/// 目录 above its entries and a blank line below; nothing if the document wants none. The
/// headings that it lists have been laid out.
pub(super) fn items<'a>(deepest: Option<Level>, setter: &Setter<'_, '_>) -> Vec<Item<'a>> {
    let Some(deepest) = deepest else { return Vec::new() };
    let (part, count) = (Part::ContentsTitle, setter.layout.blank_after_contents.value);
    let text = Text::own("目　录");
    let title = Single { part, text, right: None, pictures: Vec::new(), rule: None };
    let listed = setter.ids.headings().filter(|(_, level, _)| *level <= deepest);
    let entries = listed.map(|(id, level, words)| entry(id, level, words, setter)).collect();
    let mut items = vec![Item::Single(title), Item::Contents(ContentsItem { entries })];
    items.extend(blanks(count));
    items
}

fn entry(target: HeadingId, level: Level, words: &str, setter: &Setter<'_, '_>) -> Entry {
    let layout = setter.layout;
    let part = Part::Contents(level);
    let (left, right) = (left(level, setter.layout), layout.chars(layout.contents_room.value));
    let room = Pt(setter.text_width().pt().0 - left.pt().0 - right.pt().0);
    let span = Span { style: style(layout, part), text: words.to_owned() };
    let lines = break_lines(layout, setter.fonts, &[span], room, room);
    Entry { level, target, left, lines }
}

/// Where entries of a level begin.
pub(crate) fn left(level: Level, layout: &crate::standard::Layout) -> Twip {
    let steps = u32::try_from(level.depth() - 1).unwrap_or(0);
    layout.chars(layout.contents_indent.value * steps)
}
