//! The container of font files: tables with a directory (OpenType, "Font file structure").

use std::ops::Range;

use ttf_parser::{RawFace, Tag};

pub(crate) const GLYF: Tag = Tag::from_bytes(b"glyf");
pub(crate) const HEAD: Tag = Tag::from_bytes(b"head");
pub(crate) const LOCA: Tag = Tag::from_bytes(b"loca");

/// Where in `head` the sum over the file stands, and the value that it makes up.
const ADJUSTMENT: Range<usize> = 8..12;
const WHOLE_SUM: u32 = 0xB1B0_AFBA;
/// Where in `head` it stands how `loca` counts.
const LOCA_FORMAT: Range<usize> = 50..52;
const DIRECTORY: usize = 12;
const ENTRY: usize = 16;

/// The outlines of a font: `glyf`, cut up by `loca`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyphs<'a> {
    glyf: &'a [u8],
    loca: &'a [u8],
    is_long: bool,
}

impl<'a> Glyphs<'a> {
    /// `None` for fonts without such outlines.
    pub(crate) fn of(face: &RawFace<'a>) -> Option<Self> {
        let format = face.table(HEAD)?.get(LOCA_FORMAT)?;
        Some(Self { glyf: face.table(GLYF)?, loca: face.table(LOCA)?, is_long: format != [0, 0] })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        (self.loca.len() / if self.is_long { 4 } else { 2 }).saturating_sub(1)
    }

    /// The outline of a glyph; empty for a space.
    pub(crate) fn get(&self, index: usize) -> Option<&'a [u8]> {
        self.glyf.get(self.start(index)?..self.start(index + 1)?)
    }

    fn start(&self, index: usize) -> Option<usize> {
        Some(if self.is_long {
            u32::from_be_bytes(self.loca.get(4 * index..4 * index + 4)?.try_into().ok()?) as usize
        } else {
            let half = self.loca.get(2 * index..2 * index + 2)?;
            2 * usize::from(u16::from_be_bytes(half.try_into().ok()?))
        })
    }
}

/// A font file but for its outlines, which come last: the tables of `face` without `dropped`.
/// `ends` are the ends of the glyphs in the new `glyf`, whose sum is `sum`.
pub(crate) fn frame(
    face: &RawFace<'_>,
    dropped: &[Tag],
    ends: &[u32],
    sum: u32,
) -> Option<Vec<u8>> {
    let mut tables: Vec<(Tag, Vec<u8>)> = Vec::new();
    for record in face.table_records {
        let bytes = match record.tag {
            GLYF => continue,
            tag if dropped.contains(&tag) => continue,
            LOCA => loca(ends),
            HEAD => head(face.table(HEAD)?)?,
            tag => face.table(tag)?.to_vec(),
        };
        tables.push((record.tag, bytes));
    }
    file(tables, ends.last().copied().unwrap_or(0), sum)
}

/// The sum of the big-endian words of `bytes`, whose end is filled up with zeros.
pub(crate) fn sum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// Bytes that fill a table up to whole words.
pub(crate) fn padding(length: usize) -> usize {
    length.next_multiple_of(4) - length
}

fn loca(ends: &[u32]) -> Vec<u8> {
    std::iter::once(&0).chain(ends).flat_map(|end| end.to_be_bytes()).collect()
}

/// `head` for a `loca` of four bytes, without the sum over the file.
fn head(old: &[u8]) -> Option<Vec<u8>> {
    let mut head = old.to_vec();
    head.get_mut(ADJUSTMENT)?.fill(0);
    head.get_mut(LOCA_FORMAT)?.copy_from_slice(&1_u16.to_be_bytes());
    Some(head)
}

fn file(mut tables: Vec<(Tag, Vec<u8>)>, glyf_length: u32, glyf_sum: u32) -> Option<Vec<u8>> {
    tables.sort_by_key(|(tag, _)| *tag);
    let count = tables.len() + 1;
    let mut offset = DIRECTORY + ENTRY * count;
    let mut entries: Vec<(Tag, u32, usize, u32)> = Vec::new();
    for (tag, bytes) in &tables {
        entries.push((*tag, sum(bytes), offset, u32::try_from(bytes.len()).ok()?));
        offset += bytes.len() + padding(bytes.len());
    }
    entries.push((GLYF, glyf_sum, offset, glyf_length));
    entries.sort_by_key(|(tag, ..)| *tag);
    let mut out = directory(&entries)?;
    let mut head_at = None;
    for (tag, bytes) in &tables {
        if *tag == HEAD {
            head_at = Some(out.len());
        }
        out.extend_from_slice(bytes);
        out.resize(out.len() + padding(bytes.len()), 0);
    }
    let adjustment = WHOLE_SUM.wrapping_sub(sum(&out).wrapping_add(glyf_sum));
    let head = head_at?;
    out.get_mut(head + ADJUSTMENT.start..head + ADJUSTMENT.end)?
        .copy_from_slice(&adjustment.to_be_bytes());
    Some(out)
}

fn directory(entries: &[(Tag, u32, usize, u32)]) -> Option<Vec<u8>> {
    let count = u16::try_from(entries.len()).ok()?;
    let power = count.checked_ilog2()?;
    let range = (1_u16 << power) * 16;
    let mut out = 0x0001_0000_u32.to_be_bytes().to_vec();
    for word in [count, range, u16::try_from(power).ok()?, count * 16 - range] {
        out.extend(word.to_be_bytes());
    }
    for (tag, sum, offset, length) in entries {
        out.extend(tag.to_bytes());
        for word in [*sum, u32::try_from(*offset).ok()?, *length] {
            out.extend(word.to_be_bytes());
        }
    }
    Some(out)
}
