//! Word: what a file says about itself, whoever made it. Styles, numbering and defaults are
//! resolved, elements recognised by words, place and formatting, places estimated.

mod chart;
mod checks;
mod drawings;
mod geometry;
mod head;
mod model;
mod numbering;
mod package;
mod props;
mod read;
mod recognise;
mod rules;
mod styles;
mod tail;
mod tree;
mod twin;

pub(super) use twin::reading;

use super::guard::Refusal;
use super::sheet::{Inspection, Kind, Sheet};
use super::text;
use crate::diag::Code;
use crate::standard::Layout;

/// Measures a Word file.
pub(super) fn inspect(bytes: &[u8], layout: &Layout) -> Result<Inspection, Refusal> {
    let file = read::read(bytes)?;
    if file.body.paras.iter().all(model::Para::is_blank) {
        let message = "Word 文件里没有文字，不能测量";
        return Err(Refusal::new(Code::InspectNoText, message));
    }
    let document = recognise::recognise(&file);
    let mut sheet = Sheet::default();
    checks::check(&document, layout, &mut sheet);
    text::check(document.form, &document.paras(), &mut sheet);
    Ok(Inspection { kind: Kind::Docx, form: document.form, pages: None, rows: sheet.finish() })
}
