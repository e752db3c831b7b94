//! PDF: elements recognised by place, font, size and colour.

mod checks;
mod ending;
mod recognise;

use super::results::{Inspection, Results};
use super::text;
use crate::diag::Code;
use crate::guard::Refusal;
use crate::read::{FileKind, pdf};
use crate::standard::Layout;

/// Measures a PDF.
pub(super) fn inspect(bytes: Vec<u8>, layout: &Layout) -> Result<Inspection, Refusal> {
    let pages = pdf::pages(bytes)?;
    if pages.iter().all(|page| page.glyphs.is_empty()) {
        let message = if pages.iter().any(|page| !page.pictures.is_empty()) {
            "PDF 里只有图像，没有文字，可能是扫描件，不能测量"
        } else {
            "PDF 里没有文字，不能测量"
        };
        return Err(Refusal::new(Code::InspectNoText, message));
    }
    let document = recognise::recognise(&pages);
    let mut results = Results::default();
    checks::check(&document, layout, &mut results);
    text::check(document.form, &document.paras(), &mut results);
    let rows = results.finish();
    Ok(Inspection { kind: FileKind::Pdf, form: document.form, pages: Some(pages.len()), rows })
}
