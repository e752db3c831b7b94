//! How each part of a document is set: typeface, size, line pitch.

use super::{DigitFont, Layout, Switch};
use crate::fonts::Role;
use crate::model::{Level, Part, TableSize};
use crate::units::{Pt, Twip};

/// The setting of a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Typeface.
    pub role: Role,
    /// Typeface of ASCII: digits, Latin letters and their marks.
    pub western: Role,
    /// Bold: how thick the strokes around the letters are; no bold typeface is needed.
    pub bold: Option<Pt>,
    /// Size, pt.
    pub size: Pt,
    /// Exact height of a line, twips.
    pub pitch: Twip,
    /// Added behind each character, twips.
    pub spacing: Twip,
    /// The clause that says so.
    pub clause: &'static str,
}

/// What a character is set in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// Typeface.
    pub role: Role,
    /// Bold: how thick the strokes around the letters are.
    pub bold: Option<Pt>,
}

impl TextStyle {
    /// What a character of this setting is set in.
    pub fn face(&self, c: char) -> Face {
        Face { role: if c.is_ascii() { self.western } else { self.role }, bold: self.bold }
    }

    /// What hanzi of this setting are set in.
    pub fn own_face(&self) -> Face {
        Face { role: self.role, bold: self.bold }
    }

    fn new(layout: &Layout, role: Role, (size, pitch): (Pt, Twip), clause: &'static str) -> Self {
        let western = match layout.digit_font.value {
            DigitFont::AsText => role,
            DigitFont::TimesNewRoman => Role::Western,
        };
        Self { role, western, bold: None, size, pitch, spacing: Twip(0), clause }
    }
}

/// The setting of `part`.
pub fn style(layout: &Layout, part: Part) -> TextStyle {
    let text = (layout.body_size.value, layout.line_pitch.value);
    let body = |role, clause| TextStyle {
        spacing: layout.char_spacing.value,
        ..TextStyle::new(layout, role, text, clause)
    };
    let title = |clause| {
        let measures = (layout.title_size.value, layout.title_pitch.value);
        TextStyle::new(layout, Role::XiaoBiaoSong, measures, clause)
    };
    let imprint = |clause| {
        let measures = (layout.imprint_size.value, layout.imprint_pitch.value);
        TextStyle::new(layout, Role::FangSong, measures, clause)
    };
    match part {
        Part::CopyNumber => body(Role::FangSong, "7.2.1"),
        Part::Secrecy => body(Role::Hei, "7.2.2"),
        Part::Urgency => body(Role::Hei, "7.2.3"),
        Part::IssuerMark => {
            let size = layout.mark_size.value;
            let measures = (size, mark_pitch(layout, size));
            TextStyle::new(layout, Role::XiaoBiaoSong, measures, "7.2.4")
        }
        Part::DocumentNumber => body(Role::FangSong, "7.2.5"),
        Part::Signer => body(Role::Kai, "7.2.6"),
        Part::Title => title("7.3.1"),
        Part::ContentsTitle => body(Role::Hei, "7.3.3"),
        Part::Contents(_) => body(Role::FangSong, "7.3.3"),
        Part::Addressees => body(Role::FangSong, "7.3.2"),
        Part::Heading(Level::One) => body(Role::Hei, "7.3.3"),
        Part::Heading(Level::Two) => body(Role::Kai, "7.3.3"),
        Part::Heading(Level::Three) => {
            let plain = body(Role::FangSong, "7.3.3");
            match layout.bold_third_level.value {
                Switch::Off => plain,
                Switch::On => {
                    let stroke = Pt(plain.size.0 * layout.bold_stroke.value);
                    TextStyle { bold: Some(stroke), ..plain }
                }
            }
        }
        Part::Heading(Level::Four) => body(Role::FangSong, "7.3.3"),
        Part::Paragraph => body(Role::FangSong, "7.3.3"),
        Part::TableTitle
        | Part::TableUnit(_)
        | Part::TableHeader(_)
        | Part::TableCell(_)
        | Part::TableNote(_)
        | Part::ChartTitle
        | Part::ChartLabel => beside_text(layout, part),
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

/// The setting of tables and charts; the standard has no rules for their text.
fn beside_text(layout: &Layout, part: Part) -> TextStyle {
    let (role, measures) = match part {
        Part::TableUnit(size) | Part::TableCell(size) | Part::TableNote(size) => {
            (Role::FangSong, table_measures(layout, size))
        }
        Part::TableHeader(size) => (Role::Hei, table_measures(layout, size)),
        Part::ChartLabel => {
            let size = layout.chart_size.value;
            (Role::FangSong, (size, close_pitch(layout, size)))
        }
        _ => (Role::Hei, (layout.table_title_size.value, layout.line_pitch.value)),
    };
    TextStyle::new(layout, role, measures, "8")
}

/// Size and line pitch of a table.
fn table_measures(layout: &Layout, size: TableSize) -> (Pt, Twip) {
    let points = match size {
        TableSize::Usual => return (layout.table_size.value, layout.table_pitch.value),
        TableSize::Four => Pt(14.0),
        TableSize::SmallFour => Pt(12.0),
        TableSize::Five => Pt(10.5),
        TableSize::SmallFive => Pt(9.0),
        TableSize::Six => Pt(7.5),
    };
    (points, close_pitch(layout, points))
}

/// The close lines of tables and charts.
fn close_pitch(layout: &Layout, size: Pt) -> Twip {
    Pt(size.0 * layout.table_sized_pitch.value).twip()
}

/// The height of the line of a 发文机关标志 of that size.
pub fn mark_pitch(layout: &Layout, size: Pt) -> Twip {
    Pt(size.0 * layout.mark_pitch.value).twip()
}

/// The setting of page numbers (页码): 宋体, which 7.5 names for the digits too. Their line
/// is no higher than what is free above them, or word processors make the 版心 lower.
pub fn page_number(layout: &Layout) -> TextStyle {
    /// The middle of a dash above the baseline, at the least, as a share of the size.
    const DASH: f64 = 0.25;
    let size = layout.page_number_size.value;
    let above = layout.page_number_drop.value.pt().0 + size.0 * DASH;
    let free = Pt(above / layout.baseline.value).twip_down();
    TextStyle {
        role: Role::Song,
        western: Role::Song,
        bold: None,
        size,
        pitch: if free < layout.line_pitch.value { free } else { layout.line_pitch.value },
        spacing: Twip(0),
        clause: "7.5",
    }
}

impl Layout {
    /// The typefaces that text is set in.
    pub fn roles(&self) -> Vec<Role> {
        let western = match self.digit_font.value {
            DigitFont::AsText => None,
            DigitFont::TimesNewRoman => Some(Role::Western),
        };
        Role::CHINESE.into_iter().chain(western).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::{GENERAL, Measure};

    #[test]
    fn sizes_of_tables_are_those_of_word_processors() {
        for size in TableSize::ALL.into_iter().skip(1) {
            let points = Pt::read(size.word(), "").unwrap();
            assert_eq!(table_measures(&GENERAL, size).0, points, "{}", size.word());
        }
    }
}
