//! The style gallery: what a clerk finds there, in the order in which it is needed, and what
//! stays out of the way.

use docx_rs::Style;

use super::xml::Element;
use crate::model::{Level, Part};

/// Where a style stands in the gallery.
pub(super) fn rank(part: Part) -> usize {
    match part {
        Part::Paragraph => 1,
        Part::Heading(level) => level.depth() + 1,
        Part::Title => 14,
        Part::ContentsTitle => 38,
        Part::Contents(_) => 39,
        Part::Addressees => 15,
        Part::AttachmentNote => 16,
        Part::Signature => 17,
        Part::Date => 18,
        Part::Remarks => 19,
        Part::TableTitle => 20,
        Part::TableUnit(_) => 21,
        Part::TableHeader(_) => 22,
        Part::TableCell(_) => 23,
        Part::TableNote(_) | Part::ChartTitle | Part::ChartLabel => 23,
        Part::AttachmentLabel => 24,
        Part::AttachmentTitle => 25,
        Part::Roster => 26,
        Part::RosterLabel => 27,
        Part::CopyNumber => 30,
        Part::Secrecy => 31,
        Part::Urgency => 32,
        Part::IssuerMark => 33,
        Part::DocumentNumber => 34,
        Part::Signer => 35,
        Part::CopiedTo => 36,
        Part::Printed => 37,
    }
}

/// Where a heading with its text behind it stands; its words come next.
pub(super) fn run_in_rank(level: Level) -> usize {
    4 + 2 * level.depth()
}

/// Styles that only the program needs; they can still be looked up.
pub(super) fn hidden(style: Style) -> Style {
    style.q_format(false).ui_priority(99).semi_hidden().unhide_when_used()
}

/// Word's own styles stay out of the gallery; without this it shows dozens of them.
pub(super) fn latent() -> Element {
    let mut latent = Element::empty("w:latentStyles");
    for (name, value) in [
        ("w:defLockedState", "0"),
        ("w:defUIPriority", "99"),
        ("w:defSemiHidden", "1"),
        ("w:defUnhideWhenUsed", "1"),
        ("w:defQFormat", "0"),
        ("w:count", "376"),
    ] {
        latent.attributes.push((name.to_owned(), value.to_owned()));
    }
    latent
}
