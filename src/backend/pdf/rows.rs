//! Lines as the Typst template gets them; `line.rs` sets them.

use serde_json::{Value as Json, json};

use crate::fonts::FontSet;
use crate::layout::{Line, Piece};
use crate::standard::Face;
use crate::units::Pt;

/// A line for `set-lines`; with a width it is made as wide.
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
