//! Bytes of a PDF as characters.

use hayro_interpret::hayro_cmap::{BfString, CMap};
use hayro_interpret::hayro_syntax::object::{Dict, Name, Stream, String as Bytes};

/// How a font's codes read.
#[derive(Debug)]
pub(crate) struct Font {
    map: Option<CMap>,
    /// Bytes of a code.
    width: usize,
}

impl Font {
    pub(crate) fn read(font: &Dict<'_>) -> Self {
        let map = font.get::<Stream<'_>>(b"ToUnicode");
        let map = map.and_then(|map| CMap::parse(&map.decoded().ok()?, |_| None));
        let is_composite =
            font.get::<Name<'_>>(b"Subtype").is_some_and(|kind| kind.as_ref() == b"Type0");
        Self { map, width: if is_composite { 2 } else { 1 } }
    }

    /// Adds what these codes say; a code that says nothing shows as U+FFFD.
    pub(crate) fn decode(&self, codes: &[u8], text: &mut String) {
        for code in codes.chunks(self.width) {
            let code = code.iter().fold(0_u32, |code, byte| (code << 8) | u32::from(*byte));
            let found = self.map.as_ref().and_then(|map| map.lookup_bf_string(code));
            match found {
                Some(BfString::Char(c)) => text.push(c),
                Some(BfString::String(words)) => text.push_str(&words),
                None => text.push(char::REPLACEMENT_CHARACTER),
            }
        }
    }
}

/// A text string: UTF-16 or UTF-8 with its mark, else nearly Latin-1.
pub(crate) fn words(bytes: &[u8]) -> String {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// An entry that is a text string.
pub(crate) fn entry(dict: &Dict<'_>, key: &[u8]) -> String {
    dict.get::<Bytes<'_>>(key).map(|bytes| words(bytes.as_bytes())).unwrap_or_default()
}
