//! What came to stand on which page. Things are found by the ids that the template left there.

use std::collections::BTreeMap;

use typst::foundations::{Label, Selector, Value};
use typst::introspection::{Introspector, Location, MetadataElem, Tag};
use typst::layout::{Frame, FrameItem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use super::TextEnd;
use crate::layout::{HeadingId, Item, Landmark, TableId, TableStarts};
use crate::model::is_crossed;

/// The label that the template puts behind the last text.
const TEXT_END: &str = "text-end";
/// The label that the template puts at headings if the document has a 目录; its value is the id.
const TARGET: &str = "target";

/// Whether 署名 and 成文日期 begin a page, with no text before them there; the first page
/// always begins so if there is nothing else.
pub(super) fn sign_off_begins_page(document: &PagedDocument) -> bool {
    let Some((mark, page)) = landmark(document, Landmark::SignOff) else { return false };
    let frame = document.pages().get(page - 1).map(|page| &page.frame);
    page > 1 && frame.and_then(|frame| first(frame, mark)) == Some(First::Mark)
}

/// Whether the 正文 begins on the first page, or there is none.
pub(super) fn is_text_on_first_page(document: &PagedDocument) -> bool {
    landmark(document, Landmark::FirstText).is_none_or(|(_, page)| page == 1)
}

/// What comes first in a frame.
#[derive(Clone, Copy, PartialEq)]
enum First {
    Text,
    Mark,
}

/// Whether text or a mark comes first, in the order in which things are drawn.
fn first(frame: &Frame, mark: Location) -> Option<First> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Group(group) => first(&group.frame, mark),
        FrameItem::Text(_) => Some(First::Text),
        FrameItem::Tag(Tag::Start(element, _)) => {
            (element.location() == Some(mark)).then_some(First::Mark)
        }
        FrameItem::Tag(Tag::End(..))
        | FrameItem::Shape(..)
        | FrameItem::Image(..)
        | FrameItem::Link(..) => None,
    })
}

/// Where a landmark is, and on which page, from 1.
fn landmark(document: &PagedDocument, landmark: Landmark) -> Option<(Location, usize)> {
    let introspector = document.introspector();
    let place = introspector.query_label(label(landmark.name())?).ok()?.location()?;
    Some((place, introspector.position(place)?.page.get()))
}

fn label(name: &str) -> Option<Label> {
    Label::new(PicoStr::intern(name))
}

/// The pages of the headings to which a 目录 points.
pub(super) fn headings(document: &PagedDocument) -> BTreeMap<HeadingId, usize> {
    let introspector = document.introspector();
    let Some(label) = label(TARGET) else { return BTreeMap::new() };
    let targets = introspector.query(&Selector::Label(label)).into_iter();
    let page = targets.filter_map(|target| {
        let Value::Int(number) = target.to_packed::<MetadataElem>()?.value else { return None };
        let id = HeadingId::of(usize::try_from(number).ok()?);
        Some((id, introspector.position(target.location()?)?.page.get()))
    });
    page.collect()
}

/// The label that the template puts into a row of a table.
pub(super) fn row_label(table: TableId, row: usize) -> String {
    format!("row-{}-{row}", table.number())
}

/// The rows with which a page begins, or is to begin, although a merged cell covers them and
/// the row above.
pub(super) fn table_starts(document: &PagedDocument, items: &[Item<'_>]) -> TableStarts {
    let introspector = document.introspector();
    let page = |table: TableId, row: usize| {
        let place = introspector.query_label(label(&row_label(table, row))?).ok()?.location()?;
        Some(introspector.position(place)?.page)
    };
    let starts = items.iter().filter_map(Item::table).map(|table| {
        let rows = &table.table.rows;
        let begins = |row: &usize| page(table.id, *row) != page(table.id, row - 1);
        let crossed = (1..rows.len()).filter(|row| is_crossed(rows, *row) && begins(row));
        let mut found: Vec<usize> = crossed.collect();
        // The last row does not stand alone: the cell over the one before it is cut there.
        let last = rows.len().saturating_sub(1);
        if last > 1 && begins(&last) && is_crossed(rows, last - 1) {
            found.retain(|row| *row != last);
            found.push(last - 1);
        }
        (table.id, found)
    });
    TableStarts(starts.filter(|(_, rows)| !rows.is_empty()).collect())
}

/// Where the text ends; without its mark, where the document does.
pub(super) fn text_end(document: &PagedDocument) -> TextEnd {
    let introspector = document.introspector();
    let position = label(TEXT_END)
        .and_then(|label| introspector.query_label(label).ok()?.location())
        .and_then(|location| introspector.position(location));
    let pages = document.pages();
    let page = position.map_or(pages.len(), |position| position.page.get());
    let size = pages.get(page.saturating_sub(1)).map(|page| page.frame.size());
    let height = size.map_or(0.0, |size| size.y.to_pt());
    TextEnd {
        page,
        y: position.map_or(height, |position| position.point.y.to_pt()),
        is_landscape: size.is_some_and(|size| size.x > size.y),
    }
}
