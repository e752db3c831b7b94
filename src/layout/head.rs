//! 版头 (GB/T 9704-2012, 7.2): where its lines, the 发文机关标志 and the red rule stand.

use super::flow::Item;
use super::width;
use crate::diag::{Code, Diagnostic};
use crate::fonts::FontSet;
use crate::model::{Head, Part, Text};
use crate::standard::{Layout, TextStyle, mark_pitch, style};
use crate::units::{Pt, Twip};

/// A 发文机关标志 smaller than this is no longer one, pt.
const SMALLEST_MARK: f64 = 22.0;

/// The items of a 版头, down to the blank lines above the title.
pub(super) fn items<'a>(
    head: &'a Head,
    layout: &Layout,
    fonts: &FontSet,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Item<'a>> {
    let Head { copy_number, secrecy, urgency, issuer_mark, document_number, signer } = head;
    let lines =
        [(Part::CopyNumber, copy_number), (Part::Secrecy, secrecy), (Part::Urgency, urgency)];
    let mut items: Vec<Item<'a>> = lines
        .into_iter()
        .filter_map(|(part, text)| Some(Item::HeadLine { part, text: text.as_ref()? }))
        .collect();
    if let Some(mark) = issuer_mark {
        let setting = fitted(mark, layout, fonts, findings);
        items.push(Item::Space(above_mark(items.len(), mark, setting, layout, fonts)));
        items.push(Item::IssuerMark { text: mark, size: setting.size, pitch: setting.pitch });
        items.extend((0..layout.blank_before_number.value).map(|_| Item::Blank));
    }
    if let Some(number) = document_number {
        let rule_gap = rule_gap(number, layout, fonts);
        items.push(Item::DocumentNumber { text: number, signer: signer.as_ref(), rule_gap });
        items.extend((0..layout.blank_before_title.value).map(|_| Item::Blank));
    }
    items
}

/// The setting in which a mark fills the type area at the most.
fn fitted(
    mark: &Text,
    layout: &Layout,
    fonts: &FontSet,
    findings: &mut Vec<Diagnostic>,
) -> TextStyle {
    let setting = style(layout, Part::IssuerMark);
    let natural = width(layout, fonts, setting, &mark.plain()).0;
    let room = layout.text_width.value.pt().0;
    let fitting = (setting.size.0 * room / natural).min(setting.size.0);
    // Word knows half-points only.
    let size = Pt((fitting * 2.0).floor() / 2.0);
    if size.0 < SMALLEST_MARK {
        let message = format!("发文机关标志“{}”一行放不下", mark.plain());
        findings.push(mark.finding(Code::LineTooLong, message));
    }
    TextStyle { size, pitch: mark_pitch(layout, size), ..setting }
}

/// The space that brings the upper edge of the mark's ink to its place.
fn above_mark(
    lines: usize,
    mark: &Text,
    setting: TextStyle,
    layout: &Layout,
    fonts: &FontSet,
) -> Twip {
    let (top, _) = fonts.ink(setting.role, &mark.plain());
    let ink_top = setting.pitch.pt().0 * layout.baseline.value - top * setting.size.0;
    let taken = lines as f64 * layout.line_pitch.value.pt().0 + ink_top;
    Twip(Pt(layout.mark_offset.value.pt().0 - taken).twip().0.max(0))
}

/// From the end of the line of the 发文字号 to its rule, in whole points: Word's borders know
/// no others, and both files shall agree.
fn rule_gap(number: &Text, layout: &Layout, fonts: &FontSet) -> Pt {
    let setting = style(layout, Part::DocumentNumber);
    let (_, bottom) = fonts.ink(setting.role, &number.plain());
    let below = setting.pitch.pt().0 * (1.0 - layout.baseline.value) + bottom * setting.size.0;
    Pt((layout.head_rule_gap.value.pt().0 - below).round().max(0.0))
}
