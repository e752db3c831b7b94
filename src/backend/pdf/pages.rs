//! What came to stand on which page.

use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

use crate::layout::Item;

/// Whether 署名 or 成文日期 is the first text of a page.
pub(super) fn signature_alone(document: &PagedDocument, items: &[Item<'_>]) -> bool {
    let end = items.iter().find_map(|item| match item {
        Item::Signature { text, .. } | Item::Date { text, .. } => Some(text.plain()),
        _ => None,
    });
    let Some(end) = end else { return false };
    document.pages().iter().skip(1).any(|page| {
        let mut text = String::new();
        collect(&page.frame, &mut text);
        text.starts_with(&end)
    })
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
