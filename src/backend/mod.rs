//! Stage 4: laid-out document → bytes. Two equal back ends draw the same items.

pub mod docx;
pub mod pdf;

use crate::fonts::FontSet;
use crate::layout::{Item, TableStarts};
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
pub struct RenderJob<'a> {
    /// The document, for its properties.
    pub document: &'a Document,
    /// What stands on its pages, in order.
    pub items: &'a [Item<'a>],
    /// For every item, whether it stays on the page of the one behind it.
    pub kept: Vec<bool>,
    /// The first words of 署名 and 成文日期, which must not begin a page.
    pub sign_off: Option<String>,
    /// The first line of the 正文, which the first page must show.
    pub first_text: Option<String>,
    /// Where the 版记 stands.
    pub ending: Ending,
    /// What came to stand on which page, once the PDF is drawn.
    pub pages: Option<&'a Pages>,
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

/// What the drawn PDF says about its pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// How many there are.
    pub count: usize,
    /// The page of every heading on a line of its own, and of every 附件标题, in their order.
    pub headings: Vec<usize>,
    /// Where a merged cell of a table would go on over the end of a page.
    pub table_starts: TableStarts,
}

/// On which page the 版记 stands, seen from the one on which the text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// On the same page.
    SamePage,
    /// On the next one.
    NextPage,
    /// Behind a blank page; neither has a page number (GB/T 9704-2012, 7.5).
    AfterBlankPage,
}

impl Ending {
    /// How many pages at the end carry no number.
    fn unnumbered(self) -> usize {
        match self {
            Ending::SamePage | Ending::NextPage => 0,
            Ending::AfterBlankPage => 2,
        }
    }
}
