//! PDF: what stands where, in which font, size and colour.

mod checks;
mod cmaps;
mod ending;
mod lines;
mod page;
mod read;
mod recognise;
mod scan;
mod tagged;

pub(super) use tagged::{own, reading};

use super::guard::Refusal;
use super::sheet::{Inspection, Kind, Sheet};
use super::text;
use crate::diag::Code;
use crate::standard::Layout;

/// Measures a PDF.
pub(super) fn inspect(bytes: Vec<u8>, layout: &Layout) -> Result<Inspection, Refusal> {
    let pages = read::pages(bytes)?;
    if pages.iter().all(|page| page.glyphs.is_empty()) {
        let message = if pages.iter().any(|page| !page.pictures.is_empty()) {
            "PDF 里只有图像，没有文字，可能是扫描件，不能测量"
        } else {
            "PDF 里没有文字，不能测量"
        };
        return Err(Refusal::new(Code::InspectNoText, message));
    }
    let document = recognise::recognise(&pages);
    let mut sheet = Sheet::default();
    checks::check(&document, layout, &mut sheet);
    text::check(document.form, &document.paras(), &mut sheet);
    let rows = sheet.finish();
    Ok(Inspection { kind: Kind::Pdf, form: document.form, pages: Some(pages.len()), rows })
}
