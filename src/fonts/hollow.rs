//! Hollow fonts: what the PDF engine gets in place of the real ones. All is there but the
//! outlines; each glyph is a box in the bounds of the real one and names it, so that what the
//! engine makes of the font says which glyphs belong there (`backend/pdf/outlines/`).
//!
//! Rules for ligatures, pairs and variants are left out too: lines are measured with the glyph
//! that a character has by itself, so the engine must take just that one, and is faster.
//!
//! A hollow glyph is a contour of two points, with its name where programs for the glyph
//! would stand. Composite glyphs stay what they are, so that the engine finds their parts.

use ttf_parser::{RawFace, Tag};

use super::sfnt::{Frame, Glyphs, sum};

/// Begins the name of a hollow glyph.
const MAGIC: [u8; 4] = *b"yfhg";
/// In a glyph: the count of contours and the bounds.
const HEADER: usize = 10;
/// Where the name stands: behind the header, the end of the contour, the length of the name.
const NAME: usize = HEADER + 4;
const NAME_LENGTH: u16 = 8;
/// Both coordinates are whole words; the point is on the curve.
const FLAG: u8 = 1;

/// Rules by which glyphs change with their neighbours or the language.
const RULES: [Tag; 9] = [
    Tag::from_bytes(b"BASE"),
    Tag::from_bytes(b"GDEF"),
    Tag::from_bytes(b"GPOS"),
    Tag::from_bytes(b"GSUB"),
    Tag::from_bytes(b"JSTF"),
    Tag::from_bytes(b"kern"),
    Tag::from_bytes(b"kerx"),
    Tag::from_bytes(b"mort"),
    Tag::from_bytes(b"morx"),
];

/// A real glyph, by the number of its font in the set and its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    /// The font.
    pub(crate) font: u16,
    /// The glyph.
    pub(crate) glyph: u16,
}

/// The hollow form of a font; `None` for those whose outlines are of another format or vary,
/// which the engine gets whole.
pub(super) fn hollow(data: &[u8], index: u32, font: u16) -> Option<Vec<u8>> {
    let face = RawFace::parse(data, index).ok()?;
    if face.table(Tag::from_bytes(b"fvar")).is_some() {
        return None;
    }
    let real = Glyphs::of(&face)?;
    let mut glyf = Vec::with_capacity(40 * real.count());
    let mut ends = Vec::with_capacity(real.count());
    for number in 0..real.count() {
        let name = Name { font, glyph: u16::try_from(number).ok()? };
        one(real.get(number)?, name, &mut glyf)?;
        glyf.resize(glyf.len().next_multiple_of(4), 0);
        ends.push(u32::try_from(glyf.len()).ok()?);
    }
    let mut file = Frame::new(&face, &RULES, &ends, sum(&glyf))?.bytes;
    file.extend(glyf);
    Some(file)
}

/// The name in a glyph, if it is a hollow one.
pub(crate) fn name_of(glyph: &[u8]) -> Option<Name> {
    let name = glyph.get(NAME..NAME + usize::from(NAME_LENGTH))?.strip_prefix(&MAGIC)?;
    let word = |at: usize| Some(u16::from_be_bytes(name.get(at..at + 2)?.try_into().ok()?));
    Some(Name { font: word(0)?, glyph: word(2)? })
}

/// Whether a glyph is put together from others.
pub(crate) fn is_composite(glyph: &[u8]) -> bool {
    glyph.first().is_some_and(|first| first & 0x80 != 0)
}

fn one(real: &[u8], name: Name, out: &mut Vec<u8>) -> Option<()> {
    if is_composite(real) {
        out.extend_from_slice(real);
        return Some(());
    }
    // The first glyph tells that a font is hollow, so it has a name even where nothing is
    // drawn; a space must stay one.
    if real.is_empty() && name.glyph != 0 {
        return Some(());
    }
    let word = |at: usize| {
        let bytes = real.get(at..at + 2).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, i16::from_be_bytes)
    };
    let [left, bottom, right, top] = [2, 4, 6, 8].map(word);
    let (width, height) = (right.checked_sub(left)?, top.checked_sub(bottom)?);
    for word in [1, left, bottom, right, top] {
        out.extend(word.to_be_bytes());
    }
    out.extend(1_u16.to_be_bytes());
    out.extend(NAME_LENGTH.to_be_bytes());
    out.extend(MAGIC);
    out.extend(name.font.to_be_bytes());
    out.extend(name.glyph.to_be_bytes());
    out.extend([FLAG, FLAG]);
    for word in [left, width, bottom, height] {
        out.extend(word.to_be_bytes());
    }
    Some(())
}
