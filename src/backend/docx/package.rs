//! The package, and the parts that are the same in document after document: they are put
//! right and compressed once in a run.

use std::collections::HashMap;
use std::io::{Cursor, Write};
use std::sync::{Arc, LazyLock, Mutex};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::DocxError;

/// More different parts than this are not worth keeping.
const MOST_KEPT: usize = 256;

/// A part of the package.
pub(super) enum Part {
    /// Of this document alone.
    Own(String, Vec<u8>),
    /// Of many documents: a zip with nothing else in it.
    Shared(Arc<Vec<u8>>),
}

/// Name, in which way the part was made, and what from.
type Origin = (String, &'static str, Vec<u8>);

static KEPT: LazyLock<Mutex<HashMap<Origin, Arc<Vec<u8>>>>> = LazyLock::new(Mutex::default);

/// A part that other documents have too. `make` must depend on nothing but `way` and `from`.
pub(super) fn shared(
    name: &str,
    way: &'static str,
    from: Vec<u8>,
    make: impl FnOnce(&[u8]) -> Result<String, DocxError>,
) -> Result<Part, DocxError> {
    let origin = (name.to_owned(), way, from);
    let kept = KEPT.lock().ok().and_then(|kept| kept.get(&origin).cloned());
    if let Some(kept) = kept {
        return Ok(Part::Shared(kept));
    }
    let text = make(&origin.2)?.into_bytes();
    let made = Arc::new(pack(&[Part::Own(name.to_owned(), text)])?);
    if let Ok(mut kept) = KEPT.lock() {
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(origin, Arc::clone(&made));
    }
    Ok(Part::Shared(made))
}

/// A zip without times, so that equal parts give equal bytes.
pub(super) fn pack(parts: &[Part]) -> Result<Vec<u8>, DocxError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        match part {
            Part::Own(name, bytes) => {
                zip.start_file(name.as_str(), options)?;
                zip.write_all(bytes)?;
            }
            Part::Shared(packed) => {
                let mut packed = ZipArchive::new(Cursor::new(packed.as_slice()))?;
                zip.raw_copy_file(packed.by_index_raw(0)?)?;
            }
        }
    }
    Ok(zip.finish()?.into_inner())
}
