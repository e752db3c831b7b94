//! The objects of a PDF as the engine writes it: one after the other, found by a table of
//! offsets at the end (ISO 32000-1, 7.5.4). Some get other streams; the table is written anew.

use std::io::Read;
use std::ops::Range;

use flate2::read::ZlibDecoder;

use super::OutlineError;
use super::program::Program;

const BROKEN: OutlineError = OutlineError("PDF 的结构和预想的不一样");
const DESCRIPTOR: &[u8] = b"/Type/FontDescriptor";
const FONT_FILE: &[u8] = b"/FontFile2 ";
const TABLE: &[u8] = b"xref\n0 ";
/// An entry of the table, with its line end.
const ENTRY: usize = 20;
/// No font program in a PDF of ours comes near this, compressed or not.
const MOST_BYTES: u64 = 64 << 20;

/// Replaces the font programs for which `program` gives another.
pub(super) fn with_programs(
    pdf: &[u8],
    program: impl Fn(&[u8]) -> Result<Option<Program>, OutlineError>,
) -> Result<Vec<u8>, OutlineError> {
    let table = Table::read(pdf)?;
    let mut programs: Vec<(usize, Vec<u8>)> = Vec::new();
    for (_, object) in &table.objects {
        if let Some(number) = font_file(&pdf[object.clone()]) {
            let stream = &pdf[table.object(number).ok_or(BROKEN)?];
            if let Some(program) = program(&inflated(stream)?)? {
                programs.push((number, written(number, &program)));
            }
        }
    }
    let mut out =
        Vec::with_capacity(pdf.len() + programs.iter().map(|(_, new)| new.len()).sum::<usize>());
    out.extend_from_slice(&pdf[..table.first()]);
    let mut offsets = vec![0; table.count];
    for (number, object) in &table.objects {
        *offsets.get_mut(*number).ok_or(BROKEN)? = out.len();
        let new = programs.iter().find(|(own, _)| own == number);
        out.extend_from_slice(new.map_or(&pdf[object.clone()], |(_, new)| new));
    }
    table.finish(pdf, &offsets, &mut out)?;
    Ok(out)
}

/// Where the objects lie.
struct Table {
    /// Numbers and places, in the order of the file.
    objects: Vec<(usize, Range<usize>)>,
    /// Where the table begins.
    start: usize,
    /// How many numbers there are; the first one is no object.
    count: usize,
    /// Where the entries begin.
    entries: usize,
}

impl Table {
    fn read(pdf: &[u8]) -> Result<Self, OutlineError> {
        let end = pdf.strip_suffix(b"\n%%EOF").ok_or(BROKEN)?;
        let line = end.iter().rposition(|byte| *byte == b'\n').ok_or(BROKEN)?;
        let start = number(&end[line + 1..]).ok_or(BROKEN)?;
        let counted = pdf.get(start..).and_then(|rest| rest.strip_prefix(TABLE)).ok_or(BROKEN)?;
        let digits = counted.iter().position(|byte| *byte == b'\n').ok_or(BROKEN)?;
        let count = number(&counted[..digits]).ok_or(BROKEN)?;
        let entries = start + TABLE.len() + digits + 1;
        let rows = pdf.get(entries..entries + ENTRY * count).ok_or(BROKEN)?;
        let mut places: Vec<(usize, usize)> = Vec::with_capacity(count);
        for (own, row) in rows.chunks_exact(ENTRY).enumerate().filter(|(_, row)| row[17] == b'n') {
            places.push((number(&row[..10]).ok_or(BROKEN)?, own));
        }
        places.sort_unstable();
        let ends = places.iter().skip(1).map(|(place, _)| *place).chain([start]);
        let objects: Vec<_> =
            places.iter().zip(ends).map(|(&(place, own), end)| (own, place..end)).collect();
        let is_sound = objects.iter().all(|(_, place)| place.start <= place.end);
        is_sound.then_some(Self { objects, start, count, entries }).ok_or(BROKEN)
    }

    fn first(&self) -> usize {
        self.objects.first().map_or(self.start, |(_, place)| place.start)
    }

    fn object(&self, number: usize) -> Option<Range<usize>> {
        let found = self.objects.iter().find(|(own, _)| *own == number);
        found.map(|(_, place)| place.clone())
    }

    /// Writes the table and what stands behind it.
    fn finish(&self, pdf: &[u8], offsets: &[usize], out: &mut Vec<u8>) -> Result<(), OutlineError> {
        let start = out.len();
        out.extend_from_slice(&pdf[self.start..self.entries]);
        let rows = pdf[self.entries..].chunks_exact(ENTRY).zip(offsets);
        for (row, offset) in rows {
            match row[17] {
                b'n' => {
                    out.extend_from_slice(format!("{offset:010}").as_bytes());
                    out.extend_from_slice(&row[10..]);
                }
                _ => out.extend_from_slice(row),
            }
        }
        let trailer = &pdf[self.entries + ENTRY * self.count..];
        let last = find(trailer, b"startxref\n").ok_or(BROKEN)?;
        out.extend_from_slice(&trailer[..last]);
        out.extend_from_slice(format!("startxref\n{start}\n%%EOF").as_bytes());
        Ok(())
    }
}

/// The number of the stream with the font program, if the object describes a font.
fn font_file(object: &[u8]) -> Option<usize> {
    /// Font descriptors are short; most objects are long streams.
    const HEAD: usize = 1024;
    let head = &object[..object.len().min(HEAD)];
    find(&head[..head.len().min(64)], DESCRIPTOR)?;
    let behind = &head[find(head, FONT_FILE)? + FONT_FILE.len()..];
    number(&behind[..behind.iter().position(|byte| !byte.is_ascii_digit())?])
}

/// The content of a stream object.
fn inflated(object: &[u8]) -> Result<Vec<u8>, OutlineError> {
    const BEGIN: &[u8] = b">>\nstream\n";
    const FILTER: &[u8] = b"/Filter/FlateDecode";
    let head = &object[..object.len().min(256)];
    let begin = find(head, BEGIN).ok_or(BROKEN)?;
    find(&head[..begin], FILTER).ok_or(BROKEN)?;
    let mut content = Vec::new();
    let mut reader = ZlibDecoder::new(&object[begin + BEGIN.len()..]).take(MOST_BYTES);
    reader.read_to_end(&mut content).map_err(|_| BROKEN)?;
    Ok(content)
}

fn written(number: usize, program: &Program) -> Vec<u8> {
    let Program { deflated, length } = program;
    let head = format!(
        "{number} 0 obj\n<</Length {}/Length1 {length}/Filter/FlateDecode>>\nstream\n",
        deflated.len()
    );
    [head.as_bytes(), deflated, b"\nendstream\nendobj\n"].concat()
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
