//! Where hanzi meet letters or digits. Programs disagree on a space there: Word and WPS have a
//! switch, which the base style turns off; others know no such space; LibreOffice (7.4) puts in
//! a fifth of an em whatever a file says. So that lines end alike everywhere, LibreOffice finds
//! an empty field between the two characters, which keeps its space out, and the character
//! spacing that it forgets there on the two characters before. Both stand in fallbacks that
//! Word drops when it opens the file: a clerk meets plain text.

use std::collections::HashMap;
use std::ops::Range;

use super::styles;
use super::xml::{Element, Node, element};
use crate::backend::RenderJob;
use crate::chars::{is_east_asian, is_mixed};
use crate::model::{LEVELS, Part};
use crate::standard::style;
use crate::units::Twip;

/// The character spacing of the paragraph styles by their ids.
pub(super) struct Boundaries(HashMap<String, Twip>);

impl Boundaries {
    pub(super) fn new(job: &RenderJob<'_>) -> Self {
        let parts = Part::all().into_iter().map(|part| (styles::id(part).to_owned(), part));
        let run_in = LEVELS.map(|level| (styles::run_in_id(level), Part::Paragraph));
        let all = parts.chain(run_in);
        Self(all.map(|(id, part)| (id, style(job.layout, part).spacing)).collect())
    }

    /// Marks every boundary inside a paragraph.
    pub(super) fn mark(&self, paragraph: &mut Element) {
        let chars = chars(paragraph);
        let cuts: Vec<usize> =
            (1..chars.len()).filter(|&at| is_mixed(chars[at - 1], chars[at])).collect();
        if cuts.is_empty() {
            return;
        }
        let spacing = self.spacing(paragraph);
        let pairs = if spacing.0 < 0 { pairs(&changes(&chars), spacing) } else { Vec::new() };
        let mut start = 0;
        for node in std::mem::take(&mut paragraph.children) {
            match node {
                Node::Element(run) if run.name == "w:r" => {
                    let count = text(&run).map_or(1, |text| text.chars().count());
                    let pieces = split(run, start..start + count, &cuts, &pairs);
                    paragraph.children.extend(pieces.into_iter().map(Node::Element));
                    start += count;
                }
                other => paragraph.children.push(other),
            }
        }
    }

    fn spacing(&self, paragraph: &Element) -> Twip {
        let style = paragraph.child("w:pPr").and_then(|props| props.child("w:pStyle"));
        let id = style.and_then(|style| style.attribute("w:val"));
        id.and_then(|id| self.0.get(id)).copied().unwrap_or(Twip(0))
    }
}

/// Two characters before a change of script, and the spacing between them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair(Range<usize>, Twip);

/// LibreOffice leaves out a negative spacing behind the last character before a change of
/// script, and behind the one before the pair. What stands alone between two changes cannot make up for
/// its own; the pair before does.
fn pairs(changes: &[usize], spacing: Twip) -> Vec<Pair> {
    let mut found: Vec<Pair> = Vec::new();
    let mut start = 0;
    for &cut in changes {
        match (cut - start, found.last_mut()) {
            (0 | 1, Some(Pair(_, own))) => own.0 += spacing.0,
            (0 | 1, None) => {}
            (2, _) => found.push(Pair(start..cut, Twip(spacing.0 * 2))),
            _ => found.push(Pair(cut - 2..cut, Twip(spacing.0 * 3))),
        }
        start = cut;
    }
    found
}

/// Where LibreOffice sees another script begin: Chinese with its marks, or letters and digits.
/// Other marks go with what stands before them.
fn changes(chars: &[char]) -> Vec<usize> {
    let mut changes = Vec::new();
    let mut last = None;
    for (at, &c) in chars.iter().enumerate() {
        let own = match c {
            '\n' => None,
            c if is_east_asian(c) => Some(true),
            c if c.is_alphanumeric() => Some(false),
            _ => last,
        };
        if last.is_some() && own.is_some() && last != own {
            changes.push(at);
        }
        last = own;
    }
    changes
}

/// The text of a run that is text and nothing else.
fn text(run: &Element) -> Option<&str> {
    let mut texts = run.elements().filter(|child| child.name != "w:rPr");
    let (only, None) = (texts.next()?, texts.next()) else { return None };
    match &only.children[..] {
        [Node::Text(text)] if only.name == "w:t" && !text.contains('&') => Some(text),
        _ => None,
    }
}

/// The characters of a paragraph; what is not text counts as one that meets nothing.
fn chars(paragraph: &Element) -> Vec<char> {
    let mut chars: Vec<char> = Vec::new();
    for run in paragraph.elements().filter(|child| child.name == "w:r") {
        match text(run) {
            Some(text) => chars.extend(text.chars()),
            None => chars.push('\n'),
        }
    }
    chars
}

/// A run in pieces: cut at boundaries, with the pairs before them on their own.
fn split(run: Element, place: Range<usize>, cuts: &[usize], pairs: &[Pair]) -> Vec<Element> {
    let Some(text) = text(&run).map(str::to_owned) else { return vec![run] };
    let chars: Vec<char> = text.chars().collect();
    let inside = |at: &usize| place.contains(at);
    let mut ends: Vec<usize> = cuts.iter().copied().filter(|at| inside(at)).collect();
    let within = pairs.iter().filter(|pair| place.start <= pair.0.start && pair.0.end <= place.end);
    for Pair(range, _) in within {
        ends.extend([range.start, range.end].into_iter().filter(inside));
    }
    ends.push(place.end);
    ends.sort_unstable();
    ends.dedup();
    let mut pieces = Vec::new();
    let mut start = place.start;
    for end in ends {
        if cuts.contains(&start) {
            pieces.push(only_in_fallback(empty_field()));
        }
        if end > start {
            let words = chars[start - place.start..end - place.start].iter().collect();
            let pair = pairs.iter().find(|pair| pair.0 == (start..end));
            pieces.push(piece(&run, words, pair.map(|pair| pair.1)));
        }
        start = end;
    }
    pieces
}

fn piece(run: &Element, words: String, spacing: Option<Twip>) -> Element {
    let mut piece = run.clone();
    if let Some(text) = piece.elements_mut().find(|child| child.name == "w:t") {
        text.children = vec![Node::Text(words)];
    }
    if let Some(spacing) = spacing {
        let value = Element::val("w:spacing", &spacing.0.to_string());
        piece.child_or_new("w:rPr").push(only_in_fallback(vec![value]));
    }
    piece
}

/// What only LibreOffice reads: it does not claim to know the namespace of the choice.
fn only_in_fallback(content: Vec<Element>) -> Element {
    let choice = element("mc:Choice", &[("Requires", "w15")], Vec::new());
    let fallback = element("mc:Fallback", &[], content);
    element("mc:AlternateContent", &[], vec![choice, fallback])
}

/// A field that says nothing and shows nothing.
fn empty_field() -> Vec<Element> {
    let run = |content: Element| element("w:r", &[], vec![content]);
    let mark = |kind: &str| run(element("w:fldChar", &[("w:fldCharType", kind)], Vec::new()));
    let mut code = Element::empty("w:instrText");
    code.children.push(Node::Text("ADDIN".to_owned()));
    vec![mark("begin"), run(code), mark("separate"), mark("end")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_costs_libreoffice_nothing() {
        // 全年办结24件，其中5月6日: boundaries behind 结, 4, 中, 5, 月, 6.
        let found = pairs(&[4, 6, 9, 10, 11, 12], Twip(-5));
        let expected = [Pair(2..4, Twip(-15)), Pair(4..6, Twip(-10)), Pair(7..9, Twip(-30))];
        assert_eq!(found, expected);
        assert_eq!(pairs(&[1, 2], Twip(-5)), []);
    }
}
