//! What came to stand on which page.

use typst::foundations::{Content, Label, Selector};
use typst::introspection::Introspector;
use typst::layout::{Frame, FrameItem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use super::TextEnd;
use crate::layout::{Item, TableItem, TableStarts};
use crate::model::is_crossed;

/// The label that the template puts behind the last text.
const TEXT_END: &str = "text-end";

/// Whether a page but the first begins with these words.
pub(super) fn begins_a_page(document: &PagedDocument, words: &str) -> bool {
    document.pages().iter().skip(1).any(|page| {
        let mut text = String::new();
        collect(&page.frame, &mut text);
        text.starts_with(words)
    })
}

/// Whether the first page holds these words.
pub(super) fn first_page_shows(document: &PagedDocument, words: &str) -> bool {
    let mut text = String::new();
    document.pages().iter().take(1).for_each(|page| collect(&page.frame, &mut text));
    text.contains(words)
}

/// The text of a frame in the order in which it is drawn.
fn collect(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            _ => {}
        }
    }
}

/// The label that the template puts at headings if the document has a 目录.
const TARGET: &str = "target";

/// The pages of all headings on lines of their own and of the 附件标题.
pub(super) fn headings(document: &PagedDocument) -> Vec<usize> {
    let introspector = document.introspector();
    let Some(label) = Label::new(PicoStr::intern(TARGET)) else { return Vec::new() };
    let found = introspector.query(&Selector::Label(label));
    let page = |element: &Content| introspector.position(element.location()?).map(|p| p.page.get());
    found.iter().filter_map(page).collect()
}

/// The label that the template puts into a row of a table.
pub(super) fn row_label(table: usize, row: usize) -> String {
    format!("row-{table}-{row}")
}

/// The rows with which a page begins although a merged cell covers them and the row above.
pub(super) fn table_starts(document: &PagedDocument, items: &[Item<'_>]) -> TableStarts {
    let introspector = document.introspector();
    let page = |table: usize, row: usize| {
        let label = Label::new(PicoStr::intern(&row_label(table, row)))?;
        let place = introspector.query_label(label).ok()?.location()?;
        Some(introspector.position(place)?.page)
    };
    let starts = tables(items).enumerate().map(|(index, table)| {
        let rows = &table.table.rows;
        let crossed = (1..rows.len()).filter(|row| is_crossed(rows, *row));
        crossed.filter(|row| page(index, *row) != page(index, row - 1)).collect()
    });
    TableStarts(without_tail(starts.collect()))
}

/// Tables that are not split say nothing.
fn without_tail(mut starts: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    while starts.last().is_some_and(Vec::is_empty) {
        starts.pop();
    }
    starts
}

fn tables<'a>(items: &'a [Item<'a>]) -> impl Iterator<Item = &'a TableItem<'a>> {
    items.iter().filter_map(|item| match item {
        Item::Table(table) => Some(&**table),
        _ => None,
    })
}

/// Where the text ends; without its mark, where the document does.
pub(super) fn text_end(document: &PagedDocument) -> TextEnd {
    let introspector = document.introspector();
    let position = Label::new(PicoStr::intern(TEXT_END))
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
