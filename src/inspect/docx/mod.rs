//! Word: elements recognised by words, place and formatting, places estimated.

mod checks;
mod geometry;
mod head;
mod recognise;
mod rules;
mod tail;

use super::results::{Inspection, Results};
use super::text;
use crate::diag::Code;
use crate::guard::Refusal;
use crate::read::docx::Paragraph;
use crate::read::{FileKind, docx};
use crate::standard::Layout;

/// Measures a Word file.
pub(super) fn inspect(bytes: &[u8], layout: &Layout) -> Result<Inspection, Refusal> {
    let file = docx::read(bytes)?;
    if file.body.paras.iter().all(Paragraph::is_blank) {
        let message = "Word 文件里没有文字，不能测量";
        return Err(Refusal::new(Code::InspectNoText, message));
    }
    let document = recognise::recognise(&file);
    let mut results = Results::default();
    checks::check(&document, layout, &mut results);
    text::check(document.form, &document.paras(), &mut results);
    Ok(Inspection {
        kind: FileKind::Docx,
        form: document.form,
        pages: None,
        rows: results.finish(),
    })
}
