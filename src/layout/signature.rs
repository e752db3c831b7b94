//! 署名 and 成文日期 without a seal (GB/T 9704-2012, 7.3.5.2).

use super::width;
use crate::fonts::FontSet;
use crate::model::Part;
use crate::standard::{Layout, style};
use crate::units::Pt;

/// Where 署名 and 成文日期 stand, as room left free at the right edge of the 版心.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signature {
    /// Right of 署名, pt.
    pub name_right: Pt,
    /// Right of 成文日期, pt.
    pub date_right: Pt,
    /// What is left of the line beside 署名, pt; less than nothing if it does not fit.
    pub name_room: Pt,
}

/// 署名 keeps two characters free at the right; the date's first character stands two
/// characters right of the name's first. A date that is longer than the name keeps two
/// characters free itself, and the name moves left accordingly.
pub fn place_signature(layout: &Layout, fonts: &FontSet, name: &str, date: &str) -> Signature {
    let style = style(layout, Part::Signature);
    let (name, date) = (width(layout, fonts, style, name).0, width(layout, fonts, style, date).0);
    let right = layout.chars(layout.signature_right.value).pt().0;
    let shift = layout.chars(layout.date_shift.value).pt().0;
    let date_right = right + name - shift - date;
    let (name_right, date_right) = if date > name {
        (right + shift + date - name, right)
    } else {
        (right, date_right.max(0.0))
    };
    Signature {
        name_right: Pt(name_right),
        date_right: Pt(date_right),
        name_room: Pt(layout.text_width.value.pt().0 - name_right - name),
    }
}
