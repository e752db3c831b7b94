//! Word: what the page, the styles and the words are set to.

mod body;
mod checks;
mod numbering;
mod package;
mod props;
mod recognise;
mod tree;

use super::guard::Refusal;
use super::sheet::{Inspection, Kind, Sheet};
use super::text;
use crate::diag::Code;
use crate::standard::Layout;

/// Measures a Word file.
pub(super) fn inspect(bytes: &[u8], layout: &Layout) -> Result<Inspection, Refusal> {
    let package = package::open(bytes)?;
    let styles = props::Styles::read(&package.styles, &package.theme);
    let (paras, sections) = body::read(&package, &styles);
    if paras.iter().all(recognise::is_blank) {
        return Err(Refusal::new(Code::InspectNoText, "Word 文件里没有文字，不能测量"));
    }
    let document = recognise::recognise(paras, sections);
    let mut sheet = Sheet::default();
    checks::check(&document, &package, &styles, layout, &mut sheet);
    text::check(document.form, &document.texts(), &mut sheet);
    let rows = sheet.finish();
    Ok(Inspection { kind: Kind::Docx, form: document.form, pages: None, rows })
}
