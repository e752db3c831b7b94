//! The outlines of a font on their way into PDFs: a hollow form for the engine, and every
//! glyph compressed once, whenever it is first wanted.

use std::cell::RefCell;
use std::sync::OnceLock;

use flate2::{Compress, Compression, FlushCompress, Status};
use ttf_parser::RawFace;
use typst::foundations::Bytes;
use typst::text::Font;

use super::hollow::hollow;
use super::sfnt::{self, Glyphs};

/// A font that the engine gets in its hollow form.
#[derive(Debug)]
pub(crate) struct Outlines {
    /// The hollow form.
    pub(super) hollow: Font,
    /// The whole font.
    real: Font,
    packed: Vec<OnceLock<Packed>>,
}

impl Outlines {
    /// `None` for fonts that the engine gets whole; `number` is that of the font in its set.
    pub(super) fn of(real: &Font, number: u16) -> Option<Self> {
        let bytes = hollow(real.data(), real.index(), number)?;
        let count = Glyphs::of(&RawFace::parse(&bytes, 0).ok()?)?.count();
        let hollow = Font::new(Bytes::new(bytes), 0)?;
        let packed = std::iter::repeat_with(OnceLock::new).take(count).collect();
        Some(Self { hollow, real: real.clone(), packed })
    }

    /// A glyph; `None` if the font has no such.
    pub(crate) fn glyph(&self, number: u16) -> Option<&Packed> {
        let slot = self.packed.get(usize::from(number))?;
        if let Some(packed) = slot.get() {
            return Some(packed);
        }
        let face = RawFace::parse(self.real.data(), self.real.index()).ok()?;
        let packed = Packed::new(Glyphs::of(&face)?.get(number.into())?)?;
        Some(slot.get_or_init(|| packed))
    }
}

/// An outline, filled up to whole words, as a piece of a deflate stream that does not look
/// back beyond its beginning and ends on a whole byte.
#[derive(Debug)]
pub(crate) struct Packed {
    /// The bytes of the glyph.
    pub(crate) plain: Box<[u8]>,
    /// The same, compressed.
    pub(crate) deflated: Box<[u8]>,
    /// The sum of its words.
    pub(crate) sum: u32,
}

impl Packed {
    /// `None` only if the compressor fails, which it has no reason to.
    pub(crate) fn new(glyph: &[u8]) -> Option<Self> {
        let mut plain = glyph.to_vec();
        plain.resize(plain.len() + sfnt::padding(plain.len()), 0);
        let deflated = piece(&plain, false)?;
        Some(Self { sum: sfnt::sum(&plain), deflated: deflated.into(), plain: plain.into() })
    }
}

thread_local! {
    /// Compressors are large, and making one costs more than most that they do here.
    static BARE: RefCell<Compress> = RefCell::new(Compress::new(Compression::best(), false));
    static HEADED: RefCell<Compress> = RefCell::new(Compress::new(Compression::default(), true));
}

/// `bytes` compressed up to a whole byte, for others to follow; with the header of a zlib
/// stream, or without.
pub(crate) fn piece(bytes: &[u8], is_first: bool) -> Option<Vec<u8>> {
    /// What may come on top of bytes that do not compress.
    const ROOM: usize = 64;
    let deflate = if is_first { &HEADED } else { &BARE };
    deflate.with(|deflate| {
        let mut deflate = deflate.borrow_mut();
        deflate.reset();
        let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 16 + ROOM);
        match deflate.compress_vec(bytes, &mut out, FlushCompress::Sync) {
            Ok(Status::Ok) if deflate.total_in() == bytes.len() as u64 => Some(out),
            _ => None,
        }
    })
}
