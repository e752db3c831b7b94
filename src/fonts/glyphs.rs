//! A memory of glyphs: every character of a report is looked up several times, and the same
//! few thousand come again and again.

use std::sync::OnceLock;

use super::Glyph;

/// Characters that are looked up together.
const BLOCK: u32 = 256;
/// The blocks of the basic plane; the rare characters beyond are looked up each time.
const BLOCKS: usize = 256;

type Block = Box<[Option<Glyph>]>;

/// The glyphs of a typeface, as far as anybody has asked for them.
#[derive(Debug)]
pub(super) struct GlyphTable(Box<[OnceLock<Block>]>);

impl Default for GlyphTable {
    fn default() -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(BLOCKS).collect())
    }
}

impl GlyphTable {
    /// The glyph of a character, by `look_up` if nobody has asked yet.
    pub(super) fn get(&self, c: char, look_up: impl Fn(char) -> Option<Glyph>) -> Option<Glyph> {
        let number = u32::from(c);
        let Some(slot) = self.0.get((number / BLOCK) as usize) else { return look_up(c) };
        let first = number / BLOCK * BLOCK;
        let make = || {
            let chars = (first..first + BLOCK).map(char::from_u32);
            chars.map(|c| c.and_then(&look_up)).collect()
        };
        slot.get_or_init(make).get((number - first) as usize).copied().flatten()
    }
}
