//! Characters put together to lines, lines to runs of one font.

use std::rc::Rc;

use super::page::{Colour, FontName, Glyph, Page, Rectangle};
use crate::chars::{is_full_width, is_hanzi};
use crate::fonts::Role;
use crate::read::faces::Face;

/// A stretch of one font, size and colour.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub(crate) text: String,
    pub(crate) font: Rc<FontName>,
    pub(crate) size: f64,
    pub(crate) colour: Colour,
    pub(crate) bold: bool,
    pub(crate) left: f64,
    pub(crate) right: f64,
}

/// Characters on one baseline.
#[derive(Debug, Clone)]
pub(crate) struct TextLine {
    /// From 1.
    pub(crate) page: usize,
    /// Baseline, mm.
    pub(crate) y: f64,
    /// Where the first character begins, mm.
    pub(crate) left: f64,
    /// Where the last character ends, mm.
    pub(crate) right: f64,
    /// Where its last character ends that is no closing mark: those may hang over the edge.
    pub(crate) solid: f64,
    pub(crate) ink: Rectangle,
    /// Wide gaps are tabs.
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
    /// Where the stretches between wide gaps begin and end, mm.
    pub(crate) pieces: Vec<(f64, f64)>,
    /// From each full-width character to the next that touches it, mm.
    pub(crate) pitches: Vec<f64>,
}

impl TextLine {
    /// The size of most characters, pt.
    pub(crate) fn size(&self) -> f64 {
        self.most(|span| span.size).unwrap_or_default()
    }

    /// The typeface of most hanzi.
    pub(crate) fn role(&self) -> Option<Role> {
        self.most(|span| match span.font.face {
            Face::Known(role) => Some(role),
            _ => None,
        })
        .flatten()
    }

    /// The colour of most characters.
    pub(crate) fn colour(&self) -> Colour {
        self.most(|span| span.colour).unwrap_or(Colour::Black)
    }

    /// What most characters have in common; hanzi count most.
    fn most<T: PartialEq>(&self, value: impl Fn(&Span) -> T) -> Option<T> {
        let mut found: Vec<(T, usize)> = Vec::new();
        for span in &self.spans {
            let weight =
                span.text.chars().map(|c| if is_full_width(c) { 10 } else { 1 }).sum::<usize>();
            let value = value(span);
            match found.iter_mut().find(|(other, _)| *other == value) {
                Some((_, count)) => *count += weight,
                None => found.push((value, weight)),
            }
        }
        found.into_iter().max_by_key(|(_, count)| *count).map(|(value, _)| value)
    }

    /// The text without blanks and gaps.
    pub(crate) fn plain(&self) -> String {
        self.text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// Where its ink begins and ends if it is centred, mm.
    pub(crate) fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
}

/// Marks that word processors let hang over the right edge.
const CLOSING: [char; 12] = ['，', '。', '、', '；', '：', '！', '？', '）', '》', '”', '’', '〕'];

const MM: f64 = 25.4 / 72.0;

/// Lines from top to bottom, each from left to right.
pub(crate) fn lines(number: usize, page: &Page) -> Vec<TextLine> {
    let mut glyphs: Vec<Glyph> = page
        .glyphs
        .iter()
        .filter(|glyph| glyph.turn == 0 && glyph.colour != Colour::White && glyph.size > 0.5)
        .cloned()
        .collect();
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        // Digits of another font may stand a little higher; another line never does.
        match rows.last_mut() {
            Some(row) if glyph.y - row[0].y < 0.25 * MM * glyph.size.min(row[0].size) => {
                row.push(glyph);
            }
            _ => rows.push(vec![glyph]),
        }
    }
    rows.into_iter().flat_map(apart).filter_map(|row| line(number, row)).collect()
}

/// 份号, 密级 or 紧急程度 of a letter stand on the line of its 发文字号 and are elements of
/// their own.
fn apart(mut row: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    const WIDE: f64 = 15.0;
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let inked = |glyph: &Glyph| !is_blank(glyph);
    let gap = (1..row.len()).find(|&at| {
        let before = row[..at].iter().rev().find(|glyph| inked(glyph)).map(Glyph::end);
        inked(&row[at]) && before.is_some_and(|end| row[at].x - end > WIDE)
    });
    let Some(gap) = gap else { return vec![row] };
    let first: String = row[..gap].iter().map(|glyph| glyph.text.trim()).collect();
    let number = first.len() >= 3 && first.chars().all(|c| c.is_ascii_digit());
    // 秘密★至2026年12月31日 is the longest.
    let secret = first.contains("密") && first.chars().count() <= 16;
    if !(number || secret || first.ends_with('急')) || row[0].x > 60.0 || row[0].y > 110.0 {
        return vec![row];
    }
    let rest = row.split_off(gap);
    vec![row, rest]
}

fn line(page: usize, mut row: Vec<Glyph>) -> Option<TextLine> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let row = without_doubles(row);
    let inked: Vec<&Glyph> = row.iter().filter(|glyph| !is_blank(glyph)).collect();
    let (first, last) = (inked.first()?, inked.last()?);
    let closing = |glyph: &&&Glyph| !glyph.text.starts_with(CLOSING);
    let solid = inked.iter().rev().find(closing);
    let ink = inked.iter().filter_map(|glyph| glyph.ink).reduce(Rectangle::union);
    let mut baselines: Vec<f64> = inked.iter().map(|glyph| glyph.y).collect();
    baselines.sort_by(f64::total_cmp);
    let y = baselines[baselines.len() / 2];
    let square = Rectangle {
        left: first.x,
        top: y - 0.85 * MM * first.size,
        right: last.end(),
        bottom: y + 0.1 * MM * first.size,
    };
    Some(TextLine {
        page,
        y,
        left: first.x,
        right: last.end(),
        solid: solid.map_or(last.end(), |glyph| glyph.end()),
        ink: ink.unwrap_or(square),
        text: text(&row),
        spans: spans(&inked),
        pieces: pieces(&inked),
        pitches: pitches(&row),
    })
}

fn is_blank(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| c.is_whitespace() || c == '\u{200B}')
}

/// A character drawn over itself, with a stroke or a little beside, is a bold one.
fn without_doubles(row: Vec<Glyph>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::new();
    for glyph in row {
        let close = |other: &&mut Glyph| {
            other.text == glyph.text && (glyph.x - other.x).abs() < 0.15 * MM * glyph.size
        };
        match kept.iter_mut().rev().take(3).find(close) {
            Some(other) => other.bold = true,
            None => kept.push(glyph),
        }
    }
    kept
}

/// The words of a row; a gap of a character is a tab, a small one nothing.
fn text(row: &[Glyph]) -> String {
    let mut text = String::new();
    let mut end: Option<f64> = None;
    for glyph in row {
        if is_blank(glyph) {
            text.push(' ');
            continue;
        }
        let em = MM * glyph.size;
        if end.is_some_and(|end| glyph.x - end > GAP * em) {
            text.push('\t');
        }
        text.push_str(&glyph.text);
        end = Some(glyph.end());
    }
    text.trim().to_owned()
}

fn pieces(row: &[&Glyph]) -> Vec<(f64, f64)> {
    let mut pieces: Vec<(f64, f64)> = Vec::new();
    for glyph in row {
        match pieces.last_mut() {
            Some(piece) if glyph.x - piece.1 <= GAP * MM * glyph.size => piece.1 = glyph.end(),
            _ => pieces.push((glyph.x, glyph.end())),
        }
    }
    pieces
}

/// A gap wider than this is a tab, em.
const GAP: f64 = 0.9;

fn spans(row: &[&Glyph]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for glyph in row {
        let bold = glyph.bold || glyph.font.bold;
        let fits = |span: &&mut Span| {
            span.font == glyph.font
                && (span.size - glyph.size).abs() < 0.1
                && span.colour == glyph.colour
                && span.bold == bold
        };
        match spans.last_mut().filter(|span| fits(span)) {
            Some(span) => {
                span.text.push_str(&glyph.text);
                span.right = glyph.end();
            }
            None => spans.push(Span {
                text: glyph.text.clone(),
                font: Rc::clone(&glyph.font),
                size: (glyph.size * 20.0).round() / 20.0,
                colour: glyph.colour,
                bold,
                left: glyph.x,
                right: glyph.end(),
            }),
        }
    }
    spans
}

fn pitches(row: &[Glyph]) -> Vec<f64> {
    let hanzi = |glyph: &Glyph| glyph.text.chars().next().is_some_and(is_hanzi);
    row.windows(2)
        .filter(|pair| hanzi(&pair[0]) && hanzi(&pair[1]))
        .map(|pair| pair[1].x - pair[0].x)
        .collect()
}
