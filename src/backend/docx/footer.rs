//! 页码 (GB/T 9704-2012, 7.5): right on odd pages, left on even ones, `— 1 —`.

use docx_rs::{AlignmentType, FieldCharType, Footer, InstrText, Paragraph, Run, SpecialIndentType};

use super::ids::Ids;
use super::styles;
use crate::backend::RenderJob;
use crate::standard::page_number;
use crate::units::{Pt, Twip};

/// The footer of odd pages.
pub(super) fn odd(job: &RenderJob<'_>, ids: &mut Ids) -> Footer {
    Footer::new().add_paragraph(number(job, ids, AlignmentType::Right, "1"))
}

/// The footer of even pages.
pub(super) fn even(job: &RenderJob<'_>, ids: &mut Ids) -> Footer {
    Footer::new().add_paragraph(number(job, ids, AlignmentType::Left, "2"))
}

/// From the lower edge of the page to that of the footer, so that the middle of the dash
/// lies where the standard wants it.
pub(super) fn distance(job: &RenderJob<'_>) -> Twip {
    let layout = job.layout;
    let setting = page_number(layout);
    let below_baseline = setting.pitch.pt().0 * (1.0 - layout.baseline.value);
    let baseline =
        layout.page_number_drop.value.pt().0 + job.fonts.dash_rise(setting.role) * setting.size.0;
    Pt(layout.margin_bottom.value.pt().0 - baseline - below_baseline).twip()
}

/// The number as a field whose result is there before anybody presses F9.
fn number(job: &RenderJob<'_>, ids: &mut Ids, side: AlignmentType, cached: &str) -> Paragraph {
    let setting = page_number(job.layout);
    let inset = setting.size.twip().0 * job.layout.page_number_indent.value as i32;
    let none = Some(SpecialIndentType::FirstLine(0));
    let paragraph = ids.paragraph(styles::PAGE_NUMBER);
    let paragraph = match side {
        AlignmentType::Right => paragraph.indent(Some(0), none, Some(inset), None),
        _ => paragraph.indent(Some(inset), none, Some(0), None),
    };
    paragraph
        .align(side)
        .add_run(Run::new().add_text("— "))
        .add_run(Run::new().add_field_char(FieldCharType::Begin, false))
        .add_run(Run::new().add_instr_text(InstrText::PAGE(docx_rs::InstrPAGE::new())))
        .add_run(Run::new().add_field_char(FieldCharType::Separate, false))
        .add_run(Run::new().add_text(cached))
        .add_run(Run::new().add_field_char(FieldCharType::End, false))
        .add_run(Run::new().add_text(" —"))
}
