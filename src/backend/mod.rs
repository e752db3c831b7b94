//! Stage 4: laid-out document → bytes. Two equal back ends draw the same items. `pages` sets
//! them on pages, of which `pdf` writes a file; `docx` writes them for Word, which sets them
//! itself.

pub(crate) mod docx;
pub(crate) mod pages;
pub(crate) mod pdf;

use crate::fonts::FontSet;
use crate::layout::Flow;
use crate::model::Document;
use crate::standard::Layout;

/// 红色 on screens, as most programs set it; GB/T 9704-2012, 5.2.4 leaves the shade to print.
const RED: &str = "FF0000";
/// 黑色
const BLACK: &str = "000000";
/// The bars of charts, group by group: told apart in black and white (5.2.4: text is black).
const GROUPS: [&str; 4] = ["595959", "BFBFBF", "8C8C8C", "E6E6E6"];

/// What a back end gets to draw.
#[derive(Debug)]
pub(crate) struct RenderJob<'a> {
    /// The document, for its properties.
    pub document: &'a Document,
    /// What stands on its pages, in order.
    pub flow: &'a Flow<'a>,
    /// For every item, whether it stays on the page of the one behind it.
    pub kept: Vec<bool>,
    /// Where the 版记 stands.
    pub ending: Ending,
    /// The measures.
    pub layout: &'a Layout,
    /// The fonts.
    pub fonts: &'a FontSet,
}

impl RenderJob<'_> {
    /// Whether a space stands between hanzi and letters or digits.
    fn has_mixed_gap(&self) -> bool {
        self.layout.mixed_gap.value > 0.0
    }
}

/// On which page the 版记 stands, seen from the one on which the text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// On the same page.
    Same,
    /// On the next one.
    Next,
    /// Behind a blank page; neither has a page number (GB/T 9704-2012, 7.5).
    AfterBlank,
}

impl Ending {
    /// How many pages at the end carry no number.
    fn unnumbered(self) -> usize {
        match self {
            Ending::Same | Ending::Next => 0,
            Ending::AfterBlank => 2,
        }
    }
}
