//! What docx-rs has no words for and paragraphs need: section ends, pictures. It is kept by
//! paragraph id here, and `finish.rs` puts it into the XML.

use std::sync::Arc;

use super::chart_part::ChartPart;
use super::xml::Element;
use crate::layout::PictureId;
use crate::model::PictureFormat;

/// Additions to the body.
#[derive(Debug, Default)]
pub(super) struct Extras {
    /// The last paragraphs of sections, in order.
    pub(super) section_ends: Vec<(String, SectionEnd)>,
    /// Runs to append to paragraphs.
    pub(super) runs: Vec<(String, Element)>,
    /// What takes the place of paragraphs.
    pub(super) blocks: Vec<(String, Vec<Element>)>,
    /// The pictures.
    pub(super) pictures: Vec<Picture>,
    /// The charts.
    pub(super) charts: Vec<ChartPart>,
    /// Whether the pages of the last section carry no number.
    pub(super) ends_unnumbered: bool,
    /// Whether the last section is a landscape one.
    pub(super) ends_landscape: bool,
}

/// A picture beside the document.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) id: PictureId,
    pub(super) format: PictureFormat,
    pub(super) bytes: Arc<[u8]>,
}

/// What a section was that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionEnd {
    /// Portrait, with page numbers.
    Portrait,
    /// Landscape, with page numbers at their place on the portrait page.
    Landscape,
}

impl Extras {
    pub(super) fn end_section(&mut self, paragraph: String, end: SectionEnd) {
        self.section_ends.push((paragraph, end));
    }

    /// Whether any page is a landscape one.
    pub(super) fn has_landscape(&self) -> bool {
        let ends = self.section_ends.iter();
        self.ends_landscape || ends.into_iter().any(|(_, end)| *end == SectionEnd::Landscape)
    }
}
