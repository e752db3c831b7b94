//! Lines as the Typst template gets them; `line.rs` sets them.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::tags::Mark;
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
    /// Where a stretch with a tag of its own begins or ends.
    Mark(Mark),
}

impl SetPiece {
    fn words(&self) -> &str {
        match self {
            SetPiece::Plain(text) | SetPiece::Other { text, .. } => text,
            SetPiece::Gap(_) | SetPiece::Mark(_) => "",
        }
    }

    /// Cuts off the words from the byte `at`.
    fn split_off(&mut self, at: usize) -> Option<SetPiece> {
        match self {
            SetPiece::Plain(text) => Some(SetPiece::Plain(text.split_off(at))),
            SetPiece::Other { fonts, stroke, text } => {
                let (fonts, stroke, text) = (fonts.clone(), *stroke, text.split_off(at));
                Some(SetPiece::Other { fonts, stroke, text })
            }
            SetPiece::Gap(_) | SetPiece::Mark(_) => None,
        }
    }
}

impl SetLine {
    /// How many characters it has.
    pub(super) fn count(&self) -> usize {
        self.pieces.iter().map(|piece| piece.words().chars().count()).sum()
    }

    /// Puts a mark before the character `at`, from 0, or at the end.
    pub(super) fn mark(&mut self, at: usize, mark: Mark) {
        let mut left = at;
        let mut place = 0;
        while left > 0 && place < self.pieces.len() {
            let words = self.pieces[place].words();
            let cut = words.char_indices().nth(left).map(|(byte, _)| byte);
            left = left.saturating_sub(words.chars().count());
            if let Some(rest) = cut.and_then(|byte| self.pieces[place].split_off(byte)) {
                self.pieces.insert(place + 1, rest);
            }
            place += 1;
        }
        self.pieces.insert(place, SetPiece::Mark(mark));
    }
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
