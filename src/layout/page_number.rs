//! 页码 (GB/T 9704-2012, 7.5): where it stands, the same in both files.

use crate::fonts::FontSet;
use crate::standard::{Layout, page_number};
use crate::units::Pt;

/// A page number between its dashes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PageNumber {
    /// 一字线 before the number.
    pub before: &'static str,
    /// 一字线 behind the number.
    pub after: &'static str,
    /// From the edge of the 版心: the right one on odd pages, the left one on even.
    pub inset: Pt,
    /// From the lower edge of the 版心 to the baseline, so that the middle of the dash lies
    /// where the standard wants it.
    pub baseline: Pt,
}

/// Places the page number.
pub(crate) fn place_page_number(layout: &Layout, fonts: &FontSet) -> PageNumber {
    let setting = page_number(layout);
    let (top, bottom) = fonts.ink(setting.role, "—");
    let middle = (top + bottom) / 2.0 * setting.size.0;
    PageNumber {
        before: "— ",
        after: " —",
        inset: Pt(setting.size.0 * f64::from(layout.page_number_indent.value)),
        baseline: Pt(layout.page_number_drop.value.pt().0 + middle),
    }
}
