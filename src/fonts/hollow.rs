//! Hollow fonts: what the PDF engine gets in place of the real ones. All is there but the
//! outlines; each glyph is a dot that names the real one, so that what the engine makes of the
//! font says which glyphs belong there (`backend/pdf/outlines/`).
//!
//! Rules for ligatures, pairs and variants are left out too: lines are measured with the glyph
//! that a character has by itself, so the engine must take just that one, and is faster.
//!
//! A hollow glyph has its number where programs for the glyph would stand. The first glyph
//! also names the font, and has the bounds of all. Composite glyphs stay what they are, so
//! that the engine finds their parts.

use ttf_parser::{RawFace, Tag};

use super::sfnt::{Glyphs, HEAD, frame, padding, sum};

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

/// Begins the first glyph's name.
const MAGIC: [u8; 4] = *b"yfhg";
/// In a glyph: the count of contours and the bounds.
const HEADER: usize = 10;
/// Where the name stands: behind the header, the end of the contour, the length of the name.
const NAME: usize = HEADER + 4;
/// The point is on the curve, and where the one before it is.
const SAME_PLACE: u8 = 0x31;
/// The point is on the curve, and both its coordinates are whole words.
const ANY_PLACE: u8 = 0x01;
/// Where in `head` the bounds of all glyphs stand.
const BOUNDS: std::ops::Range<usize> = 36..44;

/// The hollow form of a font; `None` for those whose outlines are of another format or vary,
/// which the engine gets whole.
pub(super) fn hollow(data: &[u8], index: u32, font: u16) -> Option<Vec<u8>> {
    let face = RawFace::parse(data, index).ok()?;
    let real = Glyphs::of(&face)?;
    // The parts of a composite first glyph could not be found again.
    if face.table(Tag::from_bytes(b"fvar")).is_some() || is_composite(real.get(0)?) {
        return None;
    }
    let mut glyf = Vec::with_capacity(20 * real.count());
    let mut ends = Vec::with_capacity(real.count());
    let bounds = face.table(HEAD)?.get(BOUNDS)?;
    first(font, bounds.try_into().ok()?, &mut glyf)?;
    ends.push(end(&mut glyf)?);
    for number in 1..real.count() {
        one(real.get(number)?, u16::try_from(number).ok()?, &mut glyf);
        ends.push(end(&mut glyf)?);
    }
    let mut file = frame(&face, &RULES, &ends, sum(&glyf))?;
    file.extend(glyf);
    Some(file)
}

/// Fills up a glyph that was just written, and tells where it ends.
fn end(glyf: &mut Vec<u8>) -> Option<u32> {
    glyf.resize(glyf.len() + padding(glyf.len()), 0);
    u32::try_from(glyf.len()).ok()
}

/// The number of the font whose first glyph this is, if it is a hollow one.
pub(crate) fn font_of(first: &[u8]) -> Option<u16> {
    let number = first.get(NAME..)?.strip_prefix(&MAGIC)?.get(..2)?;
    Some(u16::from_be_bytes(number.try_into().ok()?))
}

/// The number of the real glyph for one that is not the first of its hollow font.
pub(crate) fn number_of(glyph: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes(glyph.get(NAME..NAME + 2)?.try_into().ok()?))
}

/// Whether a glyph is put together from others.
pub(crate) fn is_composite(glyph: &[u8]) -> bool {
    glyph.first().is_some_and(|first| first & 0x80 != 0)
}

/// The first glyph: two points at the ends of the bounds of all.
fn first(font: u16, bounds: [u8; 8], out: &mut Vec<u8>) -> Option<()> {
    let word = |at: usize| i16::from_be_bytes([bounds[at], bounds[at + 1]]);
    let [left, bottom, right, top] = [0, 2, 4, 6].map(word);
    let (width, height) = (right.checked_sub(left)?, top.checked_sub(bottom)?);
    out.extend(1_u16.to_be_bytes());
    out.extend(bounds);
    out.extend(1_u16.to_be_bytes());
    out.extend(6_u16.to_be_bytes());
    out.extend(MAGIC);
    out.extend(font.to_be_bytes());
    out.extend([ANY_PLACE, ANY_PLACE]);
    for word in [left, width, bottom, height] {
        out.extend(word.to_be_bytes());
    }
    Some(())
}

/// Any other glyph: a dot at the origin.
fn one(real: &[u8], number: u16, out: &mut Vec<u8>) {
    if is_composite(real) {
        out.extend_from_slice(real);
    } else if !real.is_empty() {
        out.extend(1_u16.to_be_bytes());
        out.extend([0; HEADER - 2]);
        out.extend(0_u16.to_be_bytes());
        out.extend(2_u16.to_be_bytes());
        out.extend(number.to_be_bytes());
        out.push(SAME_PLACE);
    }
}
