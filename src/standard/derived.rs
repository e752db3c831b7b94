//! What follows from the measures: other numbers of lines, the grid of characters.

use super::Layout;
use crate::units::{Pt, Twip};

impl Layout {
    /// The same with another number of lines per page, which end where the usual ones do.
    pub fn with_lines(&self, lines: u32) -> Self {
        let usual = self.lines_per_page.value;
        let full = f64::from(usual) * self.line_pitch.value.pt().0;
        let height = self.text_height.value.pt().0;
        // What only the rounding to twips leaves free is there for other numbers of lines.
        let rounding = f64::from(usual) * Twip::ONE.pt().0;
        let room = if height - full < rounding { height } else { full };
        let mut other = self.clone();
        other.lines_per_page.value = lines;
        other.line_pitch.value = Pt(room / f64::from(lines.max(1))).twip_down();
        other
    }

    /// 信函双线: the height of a double rule, pt.
    pub fn letter_rule_depth(&self) -> Pt {
        let lines = self.letter_thick_rule.value.0 + self.letter_thin_rule.value.0;
        Pt(lines + self.letter_rule_space.value.0)
    }

    /// The pitch of one character on the grid, pt.
    pub fn char_pitch(&self) -> Pt {
        Pt(self.body_size.value.0 + self.char_spacing.value.pt().0)
    }

    /// `count` characters of the grid, twips.
    pub fn chars(&self, count: u32) -> Twip {
        Pt(self.char_pitch().0 * f64::from(count)).twip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::GENERAL;
    use crate::units::Mm;

    #[test]
    fn the_grid_fills_the_type_area() {
        assert_eq!(GENERAL.line_pitch.value, Twip(579));
        assert_eq!(GENERAL.char_spacing.value, Twip(-5));
        assert_eq!(GENERAL.title_pitch.value, Twip(720));
        assert_eq!(GENERAL.margin_right.value, Mm(26.0));
        assert_eq!(GENERAL.margin_bottom.value, Mm(35.0));
        let height = Mm(225.0).twip().0;
        assert!(22 * GENERAL.line_pitch.value.0 <= height);
        assert!(23 * GENERAL.line_pitch.value.0 > height);
        assert!(GENERAL.chars(28) <= Mm(156.0).twip());
        assert!(GENERAL.chars(29) > Mm(156.0).twip());
    }
}
