//! How each part of a document is set: typeface, size, line pitch.

use super::Layout;
use crate::fonts::Role;
use crate::model::{Level, Part};
use crate::units::{Pt, Twip};

/// The setting of a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Typeface.
    pub role: Role,
    /// Size, pt.
    pub size: Pt,
    /// Exact height of a line, twips.
    pub pitch: Twip,
    /// Added behind each character, twips.
    pub spacing: Twip,
    /// The clause that says so.
    pub clause: &'static str,
}

/// The setting of `part`.
pub fn style(layout: &Layout, part: Part) -> TextStyle {
    let body = |role, clause| TextStyle {
        role,
        size: layout.body_size.value,
        pitch: layout.line_pitch.value,
        spacing: layout.char_spacing.value,
        clause,
    };
    let table =
        |role, size: Pt, pitch| TextStyle { role, size, pitch, spacing: Twip(0), clause: "8" };
    let title = |clause| TextStyle {
        role: Role::XiaoBiaoSong,
        size: layout.title_size.value,
        pitch: layout.title_pitch.value,
        spacing: Twip(0),
        clause,
    };
    let imprint = |clause| TextStyle {
        role: Role::FangSong,
        size: layout.imprint_size.value,
        pitch: layout.imprint_pitch.value,
        spacing: Twip(0),
        clause,
    };
    match part {
        Part::CopyNumber => body(Role::FangSong, "7.2.1"),
        Part::Secrecy => body(Role::Hei, "7.2.2"),
        Part::Urgency => body(Role::Hei, "7.2.3"),
        Part::IssuerMark => TextStyle {
            role: Role::XiaoBiaoSong,
            size: layout.mark_size.value,
            pitch: mark_pitch(layout, layout.mark_size.value),
            spacing: Twip(0),
            clause: "7.2.4",
        },
        Part::DocumentNumber => body(Role::FangSong, "7.2.5"),
        Part::Signer => body(Role::Kai, "7.2.6"),
        Part::Title => title("7.3.1"),
        Part::Addressees => body(Role::FangSong, "7.3.2"),
        Part::Heading(Level::One) => body(Role::Hei, "7.3.3"),
        Part::Heading(Level::Two) => body(Role::Kai, "7.3.3"),
        Part::Heading(Level::Three | Level::Four) => body(Role::FangSong, "7.3.3"),
        Part::Paragraph => body(Role::FangSong, "7.3.3"),
        Part::TableTitle => {
            table(Role::Hei, layout.table_title_size.value, layout.line_pitch.value)
        }
        Part::TableUnit => table(Role::FangSong, layout.table_size.value, layout.table_pitch.value),
        Part::TableHeader => table(Role::Hei, layout.table_size.value, layout.table_pitch.value),
        Part::TableCell => table(Role::FangSong, layout.table_size.value, layout.table_pitch.value),
        Part::AttachmentNote => body(Role::FangSong, "7.3.4"),
        Part::Signature | Part::Date => body(Role::FangSong, "7.3.5"),
        Part::Remarks => body(Role::FangSong, "7.3.6"),
        Part::RosterLabel => body(Role::Hei, "10.3"),
        Part::Roster => body(Role::FangSong, "10.3"),
        Part::AttachmentLabel => body(Role::Hei, "7.3.7"),
        Part::AttachmentTitle => title("7.3.7"),
        Part::CopiedTo => imprint("7.4.2"),
        Part::Printed => imprint("7.4.3"),
    }
}

/// The height of the line of a 发文机关标志 of that size.
pub fn mark_pitch(layout: &Layout, size: Pt) -> Twip {
    Pt(size.0 * layout.mark_pitch.value).twip()
}

/// The setting of page numbers (页码).
pub fn page_number(layout: &Layout) -> TextStyle {
    TextStyle {
        role: Role::Song,
        size: layout.page_number_size.value,
        pitch: layout.line_pitch.value,
        spacing: Twip(0),
        clause: "7.5",
    }
}
