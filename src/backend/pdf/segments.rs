//! Lines as the Typst template gets them: finished ones, and those of headings and titles,
//! whose words the engine has to know for bookmarks, as segments.

use serde_json::{Value as Json, json};

use crate::data::text::is_hanzi;
use crate::fonts::FontSet;
use crate::layout::{Line, Piece};
use crate::standard::Face;
use crate::units::Pt;

/// A gap too small to see, pt: Typst skips gaps of exactly zero.
pub(super) const GAP: f64 = 0.0001;

/// A line as segments: cut where the typeface changes and between marks that meet.
/// Behind each comes the spacing that the engine leaves out at the end of a stretch.
pub(super) fn segments(face: Face, spacing: Pt, line: &Line) -> Json {
    let mut segments = Vec::new();
    for piece in &line.pieces {
        match piece {
            Piece::Gap(gap) => segments.push(json!(gap.0)),
            Piece::Text(own, text) => {
                for text in cut_between_marks(text) {
                    segments.push(if *own == face {
                        json!(text)
                    } else {
                        json!({ "role": own.role.id(), "stroke": stroke(own.bold), "text": text })
                    });
                    segments.push(json!(spacing.0 + GAP));
                }
            }
        }
    }
    segments.into()
}

/// A line for `set-line` (see `line.rs`); with a width it is made as wide.
pub(super) fn row(face: Face, fonts: &FontSet, line: &Line, width: Option<Pt>) -> Json {
    let piece = |piece: &Piece| match piece {
        Piece::Gap(gap) => json!(gap.0),
        Piece::Text(own, text) if *own == face => json!(text),
        Piece::Text(own, text) => json!({
            "fonts": fonts.families(own.role), "stroke": stroke(own.bold), "text": text,
        }),
    };
    let width = width.map_or(Json::Null, |width| json!(width.0));
    std::iter::once(width).chain(line.pieces.iter().map(piece)).collect::<Vec<_>>().into()
}

/// The stroke of bold text, in its own colour: text stays text.
pub(super) fn stroke(bold: Option<Pt>) -> Json {
    bold.map_or(Json::Null, |stroke| json!(stroke.0))
}

/// Cuts a text so that no two full-width marks meet in one piece, and letters stand apart:
/// the engine shapes them apart and leaves the spacing out between.
fn cut_between_marks(text: &str) -> Vec<&str> {
    const MARKS: &str = "，。、；：？！）》〉」』】〕〗｝］”’（《〈「『【〔〖｛［“‘·…—";
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let meet = before.is_some_and(|before| {
            // Dashes and ellipses are two characters that belong together.
            let twin = matches!(c, '…' | '—') && before == c;
            let marks = MARKS.contains(before) && MARKS.contains(c) && !twin;
            let letter = |c: char| c.is_alphabetic() && !is_hanzi(c);
            marks || letter(before) != letter(c)
        });
        if meet {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}
