//! Where the ink of a line lies in it: distances of the standard are measured from ink to ink.

use super::text::Setter;
use crate::fonts::FontSet;
use crate::model::Part;
use crate::standard::{Layout, TextStyle, style};

/// What a line leaves free above and below its ink, pt.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leads {
    pub(super) above: f64,
    pub(super) below: f64,
}

/// A hanzi that stands for all.
pub(super) const ANY: &str = "国";

/// What is free around the ink of some words in a setting.
pub(super) fn leads(layout: &Layout, fonts: &FontSet, setting: TextStyle, words: &str) -> Leads {
    let (top, bottom) = fonts.ink(setting.role, words);
    let (pitch, size) = (setting.pitch.pt().0, setting.size.0);
    Leads {
        above: pitch * layout.baseline.value - top * size,
        below: pitch * (1.0 - layout.baseline.value) + bottom * size,
    }
}

impl Setter<'_, '_> {
    /// What is free around the ink of some words of a part.
    pub(super) fn leads(&self, part: Part, words: &str) -> Leads {
        leads(self.layout, self.fonts, style(self.layout, part), words)
    }
}
