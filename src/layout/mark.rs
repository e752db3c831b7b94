//! 发文机关标志 (GB/T 9704-2012, 7.2.4): one name, or several one above the other with 文件
//! beside them; fitted to the width, placed by its ink.

use super::ink::{Leads, leads};
use super::item::{MarkItem, MarkName};
use super::text::Setter;
use crate::diag::Code;
use crate::fonts::FontSet;
use crate::model::{Mark, Part, Text};
use crate::standard::{Layout, TextStyle, mark_pitch, style};
use crate::units::{Pt, Twip};

/// Names that stand together take at most this many lines of the grid.
const MOST_LINES: f64 = 5.0;

/// The mark in the setting in which it fills the type area at the most.
pub(super) fn item(mark: &Mark, setter: &mut Setter<'_, '_>) -> MarkItem {
    let layout = setter.layout;
    let base = style(layout, Part::IssuerMark);
    let widths: Vec<f64> = mark.names.iter().map(|name| width_at(name, base, setter)).collect();
    let longest = widths.iter().copied().fold(0.0, f64::max);
    let beside = mark
        .suffix
        .as_ref()
        .map(|suffix| width_at(suffix, base, setter) + layout.mark_suffix_gap.value * base.size.0);
    let natural = longest + beside.unwrap_or(0.0);
    let room = layout.text_width.value.pt().0;
    let tall = mark.names.len() as f64 * mark_pitch(layout, base.size).pt().0;
    let most = MOST_LINES * layout.line_pitch.value.pt().0;
    let shrink = (room / natural).min(1.0).min((most / tall).min(1.0));
    // Word knows half-points only.
    let size = Pt((base.size.0 * shrink * 2.0).floor() / 2.0);
    let scale = size.0 / base.size.0;
    check_size(mark, size, setter);
    let left = (room - natural * scale) / 2.0;
    let names = mark.names.iter().zip(&widths).map(|(text, width)| MarkName {
        text: text.clone(),
        spacing: spread(text, (longest - width) * scale),
    });
    MarkItem {
        names: names.collect(),
        suffix: mark.suffix.as_ref().map(|suffix| {
            let gap = layout.mark_suffix_gap.value * size.0;
            (suffix.clone(), Pt(left + longest * scale + gap).twip())
        }),
        left: Pt(left).twip(),
        size,
        pitch: mark_pitch(layout, size),
    }
}

/// A mark must be larger than the text, and should be at least as large as the title.
fn check_size(mark: &Mark, size: Pt, setter: &mut Setter<'_, '_>) {
    let layout = setter.layout;
    let names = mark.names.iter().map(Text::plain).collect::<Vec<_>>().join("、");
    let (code, message) = if size.0 <= layout.body_size.value.0 {
        (Code::LineTooLong, format!("发文机关标志“{names}”放不下"))
    } else if size.0 < layout.title_size.value.0 {
        (Code::SmallMark, format!("发文机关标志“{names}”太长，只能排 {} 磅，比标题小", size.0))
    } else {
        return;
    };
    setter.findings.extend(mark.names.first().map(|name| name.finding(code, message)));
}

fn width_at(text: &Text, setting: TextStyle, setter: &Setter<'_, '_>) -> f64 {
    super::width(setter.layout, setter.fonts, setting, &text.plain()).0
}

/// What makes a name `missing` points wider: equal spaces between its characters.
fn spread(text: &Text, missing: f64) -> Twip {
    let gaps = text.plain().chars().count().saturating_sub(1);
    if gaps == 0 { Twip(0) } else { Pt(missing / gaps as f64).twip() }
}

/// From the top of the first line to the upper edge of its ink, pt.
pub(super) fn ink_top(mark: &MarkItem, layout: &Layout, fonts: &FontSet) -> f64 {
    // 文件 in the middle of the names never reaches higher than they.
    leads_of(mark.names.first(), mark, layout, fonts).above.max(0.0)
}

/// From the lower edge of the ink of the last name to the end of its line, pt.
pub(super) fn below_ink(mark: &MarkItem, layout: &Layout, fonts: &FontSet) -> f64 {
    leads_of(mark.names.last(), mark, layout, fonts).below
}

fn leads_of(name: Option<&MarkName>, mark: &MarkItem, layout: &Layout, fonts: &FontSet) -> Leads {
    let words = name.map(|name| name.text.plain()).unwrap_or_default();
    let base = style(layout, Part::IssuerMark);
    leads(layout, fonts, TextStyle { size: mark.size, pitch: mark.pitch, ..base }, &words)
}

/// How high the ink of a mark of one name is, pt.
pub(super) fn ink_height(mark: &MarkItem, fonts: &FontSet) -> f64 {
    let first = mark.names.first().map(|name| name.text.plain()).unwrap_or_default();
    let (top, bottom) = fonts.ink(crate::fonts::Role::XiaoBiaoSong, &first);
    (top - bottom) * mark.size.0
}
