//! 目录 as Word's own: a field with bookmarks at the headings and the page numbers of the PDF
//! as its result, so that nobody has to press F9. Its lines are plain paragraphs: what stands
//! in a content control, some readers pass over.

use super::styles;
use super::xml::{Element, Node, element, escape};
use crate::backend::pages::Places;
use crate::layout::{ContentsItem, Entry, HeadingId};

/// The name of the bookmark at a heading.
pub(super) fn bookmark(target: HeadingId) -> String {
    format!("_Toc{:08}", bookmark_id(target))
}

/// The number of the bookmark at a heading, from 1.
pub(super) fn bookmark_id(target: HeadingId) -> usize {
    target.number() + 1
}

/// The lines of the 目录, with the pages on which its headings stand.
pub(super) fn lines(item: &ContentsItem, deepest: usize, places: &Places) -> Vec<Element> {
    let instruction = format!(" TOC \\o \"1-{deepest}\" \\h \\z \\u ");
    let count = item.entries.len();
    let lines = item.entries.iter().enumerate().map(|(index, entry)| {
        let before = if index == 0 { begin(&instruction) } else { Vec::new() };
        let behind = if index + 1 == count { vec![char_run("end")] } else { Vec::new() };
        let page = places.headings.get(&entry.target).copied();
        paragraph(entry, page, before, behind)
    });
    lines.collect()
}

fn paragraph(
    entry: &Entry,
    page: Option<usize>,
    before: Vec<Element>,
    behind: Vec<Element>,
) -> Element {
    let style = element("w:pStyle", &[("w:val", styles::contents_id(entry.level))], Vec::new());
    let name = bookmark(entry.target);
    let mut link: Vec<Element> = Vec::new();
    for (index, line) in entry.lines.iter().enumerate() {
        link.extend((index > 0).then(|| run(Element::empty("w:br"))));
        link.push(text(&line.words()));
    }
    link.push(run(Element::empty("w:tab")));
    link.extend(begin(&format!(" PAGEREF {name} \\h ")));
    link.push(text(&page.unwrap_or(1).to_string()));
    link.push(char_run("end"));
    let link = element("w:hyperlink", &[("w:anchor", &name), ("w:history", "1")], link);
    let mut children = vec![element("w:pPr", &[], vec![style])];
    children.extend(before);
    children.push(link);
    children.extend(behind);
    element("w:p", &[], children)
}

/// The beginning of a field, up to its result.
fn begin(instruction: &str) -> Vec<Element> {
    let mut code = Element::empty("w:instrText");
    code.attributes.push(("xml:space".to_owned(), "preserve".to_owned()));
    code.children.push(Node::Text(escape(instruction)));
    vec![char_run("begin"), run(code), char_run("separate")]
}

fn char_run(kind: &str) -> Element {
    run(element("w:fldChar", &[("w:fldCharType", kind)], Vec::new()))
}

fn text(words: &str) -> Element {
    let mut text = Element::empty("w:t");
    text.attributes.push(("xml:space".to_owned(), "preserve".to_owned()));
    text.children.push(Node::Text(escape(words)));
    run(text)
}

fn run(content: Element) -> Element {
    element("w:r", &[], vec![content])
}
