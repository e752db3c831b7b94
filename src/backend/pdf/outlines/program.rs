//! The real font program for a hollow one.

use ttf_parser::RawFace;

use super::OutlineError;
use crate::fonts::sfnt::{self, Glyphs};
use crate::fonts::{FontSet, Outlines, Packed, font_of, is_composite, number_of, piece};

/// Ends a deflate stream: a last block with nothing in it.
const LAST_BLOCK: [u8; 2] = [3, 0];
/// That block and the sum behind it.
const TAIL: usize = 6;

const UNPACKED: OutlineError = OutlineError("字形没有压缩成");

/// A font program as a stream of a PDF.
#[derive(Debug)]
pub(super) struct Program {
    /// Compressed (zlib).
    pub(super) deflated: Vec<u8>,
    /// How long it is uncompressed.
    pub(super) length: usize,
}

/// `None` if the font is not hollow: the engine had the whole one.
pub(super) fn of(hollow: &[u8], fonts: &FontSet) -> Result<Option<Program>, OutlineError> {
    let broken = || OutlineError("字体程序读不出来");
    let face = RawFace::parse(hollow, 0).map_err(|_| broken())?;
    let Some(glyphs) = Glyphs::of(&face) else { return Ok(None) };
    let Some(font) = glyphs.get(0).and_then(font_of) else { return Ok(None) };
    let real = fonts.outlines(font).ok_or(OutlineError("没有这个字体"))?;
    let mut pieces = Vec::with_capacity(glyphs.count());
    pieces.push(known(0, real)?);
    for index in 1..glyphs.count() {
        pieces.push(glyph(glyphs.get(index).ok_or_else(broken)?, real)?);
    }
    put_together(&face, &pieces).map(Some)
}

/// A glyph: a known one, or one that was put together for this document.
enum Piece<'a> {
    Known(&'a Packed),
    Own(Packed),
}

impl Piece<'_> {
    fn packed(&self) -> &Packed {
        match self {
            Piece::Known(packed) => packed,
            Piece::Own(packed) => packed,
        }
    }
}

fn glyph<'a>(hollow: &[u8], real: &'a Outlines) -> Result<Piece<'a>, OutlineError> {
    if hollow.is_empty() || is_composite(hollow) {
        // Its parts have other numbers in this document.
        return Packed::new(hollow).map(Piece::Own).ok_or(UNPACKED);
    }
    known(number_of(hollow).ok_or(OutlineError("字形没有编号"))?, real)
}

fn known(number: u16, real: &Outlines) -> Result<Piece<'_>, OutlineError> {
    real.glyph(number).map(Piece::Known).ok_or(OutlineError("没有这个字形"))
}

fn put_together(face: &RawFace<'_>, pieces: &[Piece<'_>]) -> Result<Program, OutlineError> {
    let mut end = 0;
    let mut sum = 0_u32;
    let mut ends = Vec::with_capacity(pieces.len());
    for piece in pieces.iter().map(Piece::packed) {
        end += piece.plain.len();
        sum = sum.wrapping_add(piece.sum);
        ends.push(u32::try_from(end).map_err(|_| OutlineError("字体太大"))?);
    }
    let frame = sfnt::frame(face, &[], &ends, sum).ok_or(OutlineError("字体缺少必需的表"))?;
    let mut check = simd_adler32::Adler32::new();
    check.write(&frame);
    let mut deflated = piece(&frame, true).ok_or(UNPACKED)?;
    let packed = pieces.iter().map(|piece| piece.packed().deflated.len());
    deflated.reserve(packed.sum::<usize>() + TAIL);
    for piece in pieces.iter().map(Piece::packed).filter(|piece| !piece.plain.is_empty()) {
        check.write(&piece.plain);
        deflated.extend_from_slice(&piece.deflated);
    }
    deflated.extend(LAST_BLOCK);
    deflated.extend(check.finish().to_be_bytes());
    Ok(Program { deflated, length: frame.len() + end })
}
