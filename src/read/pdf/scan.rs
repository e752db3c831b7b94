//! What is looked at before a library reads the file: is it encrypted, and how far do its
//! streams inflate.

use std::io::Read;

use flate2::read::ZlibDecoder;
use regex::bytes::Regex;

use crate::diag::Code;
use crate::guard::{PART_BYTES, Refusal, TOTAL_BYTES};

/// Refuses what is encrypted or inflates without end.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if encrypted(bytes) {
        let message = "PDF 加了密码或者限制了权限，读不出内容";
        return Err(Refusal::new(Code::InspectEncrypted, message));
    }
    let mut total = 0;
    let mut at = 0;
    while let Some(found) = memchr(&bytes[at..], b"stream") {
        let start = at + found + b"stream".len();
        let before = &bytes[at.max((at + found).saturating_sub(HEADER))..at + found];
        at = start;
        if before.ends_with(b"end") {
            continue;
        }
        let inflated = inflated(before, &bytes[data_start(bytes, start)..]);
        total += inflated;
        if inflated > PART_BYTES || total > TOTAL_BYTES {
            let message = format!("文件里的数据展开以后超过 {} MB", PART_BYTES >> 20);
            return Err(Refusal::new(Code::InspectTooLarge, message));
        }
    }
    Ok(())
}

/// How far before the word `stream` its dictionary may begin.
const HEADER: usize = 2048;

/// `/Encrypt` stands in a trailer, which is never compressed.
fn encrypted(bytes: &[u8]) -> bool {
    Regex::new(r"/Encrypt\s*(\d+\s+\d+\s+R|<<)").is_ok_and(|pattern| pattern.is_match(bytes))
}

fn data_start(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..at + 2) {
        Some(b"\r\n") => at + 2,
        Some([b'\n' | b'\r', _]) => at + 1,
        _ => at.min(bytes.len()),
    }
}

/// How many bytes a stream holds after its filters; more than the limit when it cannot be
/// told without unpacking all of it.
fn inflated(header: &[u8], data: &[u8]) -> u64 {
    let dictionary = match header.windows(3).rposition(|window| window == b"obj") {
        Some(at) => &header[at..],
        None => header,
    };
    let count = |name: &[u8]| dictionary.windows(name.len()).filter(|w| *w == name).count();
    let flate = count(b"/FlateDecode") + count(b"/Fl ") + count(b"/Fl/");
    let lzw = count(b"/LZWDecode");
    // No writer packs twice; a bomb does.
    if flate + lzw > 1 || count(b"/RunLengthDecode") > 1 {
        return u64::MAX / 2;
    }
    if lzw == 1 {
        /// The most that a byte of LZW can stand for.
        const LZW: u64 = 2731;
        let length = memchr(data, b"endstream").unwrap_or(data.len()) as u64;
        return if length * LZW > TOTAL_BYTES { length * LZW } else { 0 };
    }
    if flate == 0 {
        return 0;
    }
    let mut buffer = vec![0; 1 << 16];
    let mut decoder = ZlibDecoder::new(data);
    let mut total = 0;
    while total <= PART_BYTES {
        match decoder.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => total += count as u64,
        }
    }
    total
}

/// The position of a word, quickly: it begins with a rare enough byte.
fn memchr(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}
