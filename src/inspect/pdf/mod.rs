//! PDF: what stands where, in which font, size and colour.

mod cmaps;
mod lines;
mod page;
mod read;
mod scan;

use super::guard::Refusal;
use super::sheet::{Inspection, Kind};
use super::text::Form;
use crate::standard::Layout;

/// Measures a PDF.
pub(super) fn inspect(bytes: Vec<u8>, layout: &Layout) -> Result<Inspection, Refusal> {
    let pages = read::pages(bytes)?;
    let _ = layout;
    for (i, page) in pages.iter().enumerate() {
        println!("PAGE {} {:.2}x{:.2}", i + 1, page.width, page.height);
        for line in lines::lines(i + 1, page) {
            println!("  y={:.2} x={:.2}..{:.2} ink {:.2}-{:.2} {:?}", line.y, line.left, line.right, line.ink.top, line.ink.bottom, line.text);
            for s in &line.spans { println!("      [{:.2}..{:.2}] {} {:.2} {:?} b{} {:?}", s.left, s.right, s.font.name, s.size, s.colour, s.bold, s.text); }
        }
        for r in page.rules() { println!("  rule {:?}", r); }
        for r in page.tables() { println!("  table {:?}", r); }
        for r in &page.pictures { println!("  pic {:?}", r); }
    }
    Ok(Inspection { kind: Kind::Pdf, form: Form::Report, pages: Some(pages.len()), rows: vec![] })
}
