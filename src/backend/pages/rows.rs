//! Lines as the Typst template gets them; `line.rs` sets them.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use crate::fonts::FontSet;
use crate::layout::{Line, Piece};
use crate::standard::Face;
use crate::units::Pt;

/// A line for `set-lines`: `(width, piece…)`.
#[derive(Debug)]
pub(super) struct SetLine {
    /// With a width it is made as wide, pt.
    width: Option<f64>,
    pieces: Vec<SetPiece>,
}

/// A stretch of a line.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
enum SetPiece {
    /// A space, pt.
    Gap(f64),
    /// Text in the setting around it.
    Plain(String),
    /// Text in another typeface.
    Other { fonts: Vec<String>, stroke: Option<f64>, text: String },
}

impl Serialize for SetLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_seq(Some(1 + self.pieces.len()))?;
        line.serialize_element(&self.width)?;
        for piece in &self.pieces {
            line.serialize_element(piece)?;
        }
        line.end()
    }
}

/// A line in the setting of `face`.
pub(super) fn row(face: Face, fonts: &FontSet, line: &Line, width: Option<Pt>) -> SetLine {
    let piece = |piece: &Piece| match piece {
        Piece::Gap(gap) => SetPiece::Gap(gap.0),
        Piece::Text(own, text) if *own == face => SetPiece::Plain(text.clone()),
        Piece::Text(own, text) => SetPiece::Other {
            fonts: fonts.families(own.role),
            stroke: stroke(own.bold),
            text: text.clone(),
        },
    };
    let pieces = line.pieces.iter().map(piece).collect();
    SetLine { width: width.map(|width| width.0), pieces }
}

/// The stroke of bold text, in its own colour: text stays text; pt.
pub(super) fn stroke(bold: Option<Pt>) -> Option<f64> {
    bold.map(|stroke| stroke.0)
}
