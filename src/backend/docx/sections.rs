//! Sections: portrait with page numbers, landscape with the number where portrait pages
//! have it (GB/T 9704-2012, clause 8), and the pages without one (7.5, 10.1).

use super::extras::{Extras, SectionEnd};
use super::xml::{Element, Node, element};
use crate::backend::RenderJob;
use crate::layout::place_page_number;
use crate::model::Format;
use crate::standard::{Layout, page_number};
use crate::units::{Pt, Twip};

/// The footers in the order of their parts; docx-rs writes the first two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foot {
    Odd,
    Even,
    Empty,
    LandscapeOdd,
    LandscapeEven,
}

impl Foot {
    /// Its number among the parts, from 1.
    fn number(self) -> usize {
        self as usize + 1
    }

    /// Its file beside the document.
    pub(super) fn file(self) -> String {
        format!("footer{}.xml", self.number())
    }

    /// The relation to the document.
    pub(super) fn relation(self) -> String {
        format!("rIdFooter{}", self.number())
    }
}

/// The footers that a document needs, as parts.
pub(super) fn footers(
    job: &RenderJob<'_>,
    extras: &Extras,
    odd: &Element,
    even: &Element,
) -> Vec<(Foot, Element)> {
    let mut footers = vec![(Foot::Odd, odd.clone()), (Foot::Even, even.clone())];
    if job.document.format == Format::Letter || extras.ends_unnumbered {
        footers.push((Foot::Empty, emptied(odd)));
    }
    if extras.has_landscape() {
        footers.push((Foot::LandscapeOdd, turned(job.layout, job, odd, true)));
        footers.push((Foot::LandscapeEven, turned(job.layout, job, even, false)));
    }
    footers
}

/// Puts the sections into the body: one at each paragraph that ends one, the last at the end.
pub(super) fn place(job: &RenderJob<'_>, extras: &Extras, root: &mut Element) {
    let mut first = true;
    let mut properties: Vec<(String, Element)> = Vec::new();
    for (paragraph, end) in &extras.section_ends {
        let kind = match end {
            SectionEnd::Portrait => Kind::Numbered,
            SectionEnd::Landscape => Kind::Landscape,
        };
        properties.push((paragraph.clone(), section(job, kind, first)));
        first = false;
    }
    let last = match (extras.ends_landscape, extras.ends_unnumbered) {
        (true, _) => Kind::Landscape,
        (false, true) => Kind::Unnumbered,
        (false, false) => Kind::Numbered,
    };
    let last = section(job, last, first);
    root.change_all(&mut |element| {
        if element.name == "w:body" {
            element
                .children
                .retain(|node| !matches!(node, Node::Element(e) if e.name == "w:sectPr"));
            element.push(last.clone());
        }
        if element.name == "w:p"
            && let Some(id) = element.attribute("w14:paraId")
            && let Some((_, section)) = properties.iter().find(|(paragraph, _)| paragraph == id)
        {
            element.child_or_new("w:pPr").push(section.clone());
        }
    });
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Numbered,
    Unnumbered,
    Landscape,
}

fn section(job: &RenderJob<'_>, kind: Kind, is_first: bool) -> Element {
    let is_letter = is_first && job.document.format == Format::Letter;
    let (odd, even) = match kind {
        Kind::Numbered => (Foot::Odd, Foot::Even),
        Kind::Unnumbered => (Foot::Empty, Foot::Empty),
        Kind::Landscape => (Foot::LandscapeOdd, Foot::LandscapeEven),
    };
    let reference = |kind: &str, foot: Foot| {
        element("w:footerReference", &[("w:type", kind), ("r:id", &foot.relation())], vec![])
    };
    let mut children = vec![reference("default", odd), reference("even", even)];
    if is_letter {
        children.push(reference("first", Foot::Empty));
    }
    if !is_first {
        children.push(Element::val("w:type", "nextPage"));
    }
    children.extend(page(job, kind == Kind::Landscape));
    let gap = job.layout.column_gap.value.0.to_string();
    children.push(element("w:cols", &[("w:space", &gap), ("w:num", "1")], vec![]));
    if is_letter {
        children.push(Element::empty("w:titlePg"));
    }
    element("w:sectPr", &[], children)
}

/// Paper and margins; a landscape page is a portrait one turned by a quarter to the right.
fn page(job: &RenderJob<'_>, is_landscape: bool) -> [Element; 2] {
    let layout = job.layout;
    let twips = |value: crate::units::Mm| value.twip().0;
    let (width, height) = (twips(layout.page_width.value), twips(layout.page_height.value));
    let left = twips(layout.margin_left.value);
    let right = width - left - twips(layout.text_width.value);
    let (top, bottom) = (twips(layout.margin_top.value), twips(layout.margin_bottom.value));
    let (size, margins) = if is_landscape {
        // As wide as the text is high on portrait pages, to the twip.
        let text = twips(layout.text_height.value);
        ((height, width), (left, height - bottom - text, right, bottom))
    } else {
        ((width, height), (top, right, bottom, left))
    };
    let footer = super::footer::distance(job).0.to_string();
    let words = [size.0, size.1, margins.0, margins.1, margins.2, margins.3].map(|n| n.to_string());
    let mut paper = element("w:pgSz", &[("w:w", &words[0]), ("w:h", &words[1])], vec![]);
    if is_landscape {
        paper.attributes.push(("w:orient".to_owned(), "landscape".to_owned()));
    }
    let margins = element(
        "w:pgMar",
        &[
            ("w:top", &words[2]),
            ("w:right", &words[3]),
            ("w:bottom", &words[4]),
            ("w:left", &words[5]),
            ("w:header", "0"),
            ("w:footer", if is_landscape { "0" } else { &footer }),
            ("w:gutter", "0"),
        ],
        vec![],
    );
    [paper, margins]
}

/// A footer that shows nothing.
fn emptied(footer: &Element) -> Element {
    let mut empty = footer.clone();
    for paragraph in empty.elements_mut().filter(|element| element.name == "w:p") {
        paragraph.children.retain(|node| matches!(node, Node::Element(e) if e.name == "w:pPr"));
    }
    empty
}

/// The number in a box whose text is turned by a quarter to the right, at the left edge of
/// the landscape page: at the foot of the portrait one.
fn turned(layout: &Layout, job: &RenderJob<'_>, footer: &Element, is_odd: bool) -> Element {
    let place = place_page_number(layout, job.fonts);
    let pitch = page_number(layout).pitch.pt().0;
    let from_foot = layout.margin_bottom.value.pt().0 - place.baseline.0
        + pitch * layout.baseline.value
        - pitch;
    let (top, length) = (layout.margin_left.value.twip(), layout.text_width.value.twip());
    let mut turned = emptied(footer);
    let inner: Vec<Element> =
        footer.elements().filter(|element| element.name == "w:p").cloned().collect();
    let id = if is_odd { "OddPageNumber" } else { "EvenPageNumber" };
    let anchor = super::drawing::text_box(
        id,
        (Pt(from_foot).twip(), top),
        (Pt(pitch).twip(), Twip(length.0)),
        inner,
    );
    for paragraph in turned.elements_mut().filter(|element| element.name == "w:p") {
        // Two paragraphs must not share an id.
        paragraph.attributes.retain(|(name, _)| name != "w14:paraId");
        let mut run = Element::empty("w:r");
        run.push(anchor.clone());
        paragraph.push(run);
    }
    turned
}
