//! 页码 (GB/T 9704-2012, 7.5): right on odd pages, left on even ones, `— 1 —`.

use docx_rs::{AlignmentType, FieldCharType, Footer, InstrText, Paragraph, Run, SpecialIndentType};

use super::ids::Ids;
use super::styles;
use crate::backend::RenderJob;
use crate::layout::place_page_number;
use crate::standard::{NumberPlace, page_number};
use crate::units::{Pt, Twip};

/// The footer of odd pages.
pub(super) fn odd(job: &RenderJob<'_>, ids: &mut Ids) -> Footer {
    Footer::new().add_paragraph(number(job, ids, side(job, AlignmentType::Right), "1"))
}

/// The footer of even pages.
pub(super) fn even(job: &RenderJob<'_>, ids: &mut Ids) -> Footer {
    Footer::new().add_paragraph(number(job, ids, side(job, AlignmentType::Left), "2"))
}

/// The outer side, or the middle if the profile wants the number there.
fn side(job: &RenderJob<'_>, outer: AlignmentType) -> AlignmentType {
    match job.layout.page_number_place.value {
        NumberPlace::Outside => outer,
        NumberPlace::Centre => AlignmentType::Center,
    }
}

/// From the lower edge of the page to that of the footer.
pub(super) fn distance(job: &RenderJob<'_>) -> Twip {
    let layout = job.layout;
    let below_baseline = page_number(layout).pitch.pt().0 * (1.0 - layout.baseline.value);
    let baseline = place_page_number(layout, job.fonts).baseline.0;
    Pt(layout.margin_bottom.value.pt().0 - baseline - below_baseline).twip()
}

/// The number as a field whose result is there before anybody presses F9.
fn number(job: &RenderJob<'_>, ids: &mut Ids, side: AlignmentType, cached: &str) -> Paragraph {
    let place = place_page_number(job.layout, job.fonts);
    let inset = place.inset.twip().0;
    let none = Some(SpecialIndentType::FirstLine(0));
    let paragraph = ids.paragraph(styles::PAGE_NUMBER);
    let paragraph = match side {
        AlignmentType::Right => paragraph.indent(Some(0), none, Some(inset), None),
        AlignmentType::Center => paragraph.indent(Some(0), none, Some(0), None),
        _ => paragraph.indent(Some(inset), none, Some(0), None),
    };
    paragraph
        .align(side)
        .add_run(Run::new().add_text(place.before))
        .add_run(Run::new().add_field_char(FieldCharType::Begin, false))
        .add_run(Run::new().add_instr_text(InstrText::PAGE(docx_rs::InstrPAGE::new())))
        .add_run(Run::new().add_field_char(FieldCharType::Separate, false))
        .add_run(Run::new().add_text(cached))
        .add_run(Run::new().add_field_char(FieldCharType::End, false))
        .add_run(Run::new().add_text(place.after))
}
