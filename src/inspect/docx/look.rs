//! 格式: what a paragraph looks like at a glance.

use super::body::{Para, is_red};
use super::props::Border;
use crate::fonts::Role;
use crate::inspect::fonts::{Face, face};

pub(super) fn is_blank(para: &Para) -> bool {
    para.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}').is_empty()
}

/// The text without white space.
pub(super) fn plain(para: &Para) -> String {
    para.text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The size of most characters, pt.
pub(super) fn size(para: &Para) -> f64 {
    const DEFAULT: f64 = 10.0;
    let longest = para.runs.iter().max_by_key(|run| run.text.trim().chars().count());
    longest.and_then(|run| run.props.size).or(para.mark.size).unwrap_or(DEFAULT)
}

/// The typeface of most hanzi.
pub(super) fn role(para: &Para) -> Option<Role> {
    let longest = para.runs.iter().max_by_key(|run| run.text.trim().chars().count())?;
    match face(longest.props.fonts.east_asia.as_deref()?) {
        Face::Known(role) => Some(role),
        _ => None,
    }
}

pub(super) fn red(para: &Para) -> bool {
    para.runs
        .iter()
        .any(|run| !run.text.trim().is_empty() && run.props.colour.as_deref().is_some_and(is_red))
}

pub(super) fn align(para: &Para) -> &str {
    // 页码 that Word itself inserts stand in a frame at one side.
    let frame = para.props.frame.as_ref().and_then(|frame| frame.x_align.as_deref());
    match frame.or(para.props.align.as_deref()).unwrap_or("left") {
        "start" | "left" | "inside" => "left",
        "end" | "right" | "outside" => "right",
        "center" => "center",
        "both" | "distribute" => "both",
        other => other,
    }
}

/// The left indent of the first line, in characters, with leading blanks.
pub(super) fn lead(para: &Para) -> f64 {
    let blanks: f64 = para
        .text
        .chars()
        .take_while(|c| c.is_whitespace() && *c != '\n')
        .map(|c| if c == '\u{3000}' { 1.0 } else { 0.5 })
        .sum();
    chars(para, para.props.left, para.props.left_chars)
        + chars(para, para.props.first, para.props.first_chars)
        + blanks
}

/// How far a centred paragraph stands off the middle because of its indents, characters.
pub(super) fn off_centre(para: &Para) -> f64 {
    (lead(para) - chars(para, para.props.right, para.props.right_chars)) / 2.0
}

/// A length in characters of the paragraph.
pub(super) fn chars(para: &Para, twips: Option<f64>, hundredths: Option<f64>) -> f64 {
    match hundredths.filter(|value| *value != 0.0) {
        Some(hundredths) => hundredths / 100.0,
        None => twips.unwrap_or(0.0) / pitch(para),
    }
}

/// The width of a hanzi of a paragraph with its spacing, twips.
pub(super) fn pitch(para: &Para) -> f64 {
    let spacing = para.runs.iter().max_by_key(|run| run.text.chars().count());
    let spacing = spacing.map_or(para.mark.spacing, |run| run.props.spacing).unwrap_or(0.0);
    (size(para) * 20.0 + spacing).max(1.0)
}

/// The thin paragraph that is drawn as a rule, with its thickness in points and colour.
pub(super) fn rule_of(para: &Para) -> Option<(f64, String)> {
    const THICKEST: f64 = 100.0;
    let thin = para.props.rule.as_deref() == Some("exact") && para.props.line? <= THICKEST;
    let fill = para.props.fill.clone().filter(|_| thin && is_blank(para))?;
    Some((para.props.line? / 20.0, fill))
}

/// The thickness of a border, pt.
pub(super) fn thickness(border: &Border) -> f64 {
    border.size / 8.0
}

/// The width of a text, characters: digits are half as wide, and stand a little off hanzi.
pub(super) fn width(text: &str) -> f64 {
    let wide = |c: char| !c.is_ascii();
    let chars: Vec<char> = text.trim().chars().collect();
    let own: f64 = chars.iter().map(|c| if wide(*c) { 1.0 } else { 0.5 }).sum();
    let joins = chars.windows(2).filter(|pair| wide(pair[0]) != wide(pair[1])).count();
    own + 0.2 * joins as f64
}
