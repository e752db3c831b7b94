//! 版式: the standard as an office sets it. A profile is a difference from another one; what
//! follows from what it changes is computed anew.
//!
//! What follows: 右白边 and 下白边 from the paper and the 版心, which keeps its size; 每面行数
//! from 正文行距 or the other way round; 空行高度 from 正文行距; 正文字距 from 每行字数 or the
//! other way round; 一行, 标题行距 and the distances of 7/8 characters from the sizes.

use super::conflicts::{Conflict, conflicts, out_of_range};
use super::gbt9704::{Deviation, GENERAL, Layout};
use super::measure::Misread;
use super::{Basis, Spec};
use crate::units::{Mm, Pt};

/// The lower edge of the paper and what GB/T 9704 keeps free above it.
const BOTTOM: Mm = Mm(GENERAL.page_height.value.0 - GENERAL.margin_bottom.value.0);
/// GB/T 33476.2, 6.2: 天头, smaller by the room that word processors add above a line.
const TOP_B: Mm = Mm(34.58);
/// GB/T 33476.2, 6.2: 下白边.
const BOTTOM_B: Mm = Mm(32.58);
/// GB/T 33476.2: 一行.
const LINE_B: Mm = Mm(10.39);
/// GB/T 33476.2, 9.1: 7/8 of a 3号 character.
const GAP_B: Mm = Mm(4.84);

const fn stated<T: Copy>(spec: Spec<T>, value: T, clause: &'static str) -> Spec<T> {
    Spec { value, basis: Basis::House(clause), ..spec }
}

const fn computed<T: Copy>(spec: Spec<T>, value: T) -> Spec<T> {
    stated(spec, value, "computed, so that it stands on paper where GB/T 9704 wants it")
}

/// Profile B: GB/T 33476.2-2016, which makes the margins smaller by what word processors add
/// above and below lines. What the 版心 of GB/T 9704 places stays where it is on paper:
/// marks, page numbers and the last rule of the 版记.
pub const ELECTRONIC: Layout = Layout {
    margin_top: stated(GENERAL.margin_top, TOP_B, "GB/T 33476.2-2016, 6.2"),
    margin_bottom: stated(GENERAL.margin_bottom, BOTTOM_B, "GB/T 33476.2-2016, 6.2"),
    text_height: computed(
        GENERAL.text_height,
        Mm(GENERAL.page_height.value.0 - TOP_B.0 - BOTTOM_B.0),
    ),
    line_pitch: stated(GENERAL.line_pitch, LINE_B.twip(), "GB/T 33476.2-2016, 7.2"),
    blank_pitch: stated(GENERAL.blank_pitch, LINE_B.twip(), "GB/T 33476.2-2016, 7.2"),
    line: stated(GENERAL.line, LINE_B.pt(), "GB/T 33476.2-2016, 7.2"),
    letter_line_gap: stated(GENERAL.letter_line_gap, GAP_B.pt(), "GB/T 33476.2-2016, 9.1"),
    mark_offset: computed(GENERAL.mark_offset, from_top(GENERAL.mark_offset.value)),
    order_mark_offset: computed(
        GENERAL.order_mark_offset,
        from_top(GENERAL.order_mark_offset.value),
    ),
    page_number_drop: computed(
        GENERAL.page_number_drop,
        Mm(BOTTOM.0 + GENERAL.page_number_drop.value.0
            - (GENERAL.page_height.value.0 - BOTTOM_B.0)),
    ),
    imprint_rise: computed(
        GENERAL.imprint_rise,
        Mm(GENERAL.page_height.value.0 - BOTTOM_B.0 - BOTTOM.0),
    ),
    ..GENERAL
};

/// A distance from the upper edge of the 版心 of GB/T 9704, seen from that of profile B.
const fn from_top(offset: Mm) -> Mm {
    Mm(GENERAL.margin_top.value.0 + offset.0 - TOP_B.0)
}

/// The profiles that the program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// GB/T 9704-2012 as word processors set it.
    A,
    /// GB/T 33476.2-2016.
    B,
}

impl Standard {
    /// The profile of that letter.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "A" | "a" => Some(Standard::A),
            "B" | "b" => Some(Standard::B),
            _ => None,
        }
    }

    /// Its letter.
    pub fn name(self) -> &'static str {
        match self {
            Standard::A => "A",
            Standard::B => "B",
        }
    }

    /// Its measures.
    pub fn layout(self) -> &'static Layout {
        match self {
            Standard::A => &GENERAL,
            Standard::B => &ELECTRONIC,
        }
    }
}

/// The measures of a run, and where they are not those of GB/T 9704.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its measures.
    pub layout: Layout,
    /// What differs from GB/T 9704 as profile A has it.
    pub deviations: Vec<Deviation>,
}

impl From<Standard> for Profile {
    fn from(standard: Standard) -> Self {
        Self::new(standard.name(), standard.layout().clone())
    }
}

impl Profile {
    fn new(name: &str, layout: Layout) -> Self {
        let deviations = layout.deviations(&GENERAL);
        Self { name: name.to_owned(), layout, deviations }
    }
}

/// A profile while its values are being changed.
#[derive(Debug, Clone)]
pub struct Changed {
    layout: Layout,
    /// The names in code of what was changed.
    set: Vec<&'static str>,
}

impl Changed {
    /// Terms that follow from others and cannot be set.
    pub const COMPUTED: [&'static str; 2] = ["右白边", "下白边"];

    /// Begins with the values of `base`.
    pub fn new(base: Standard) -> Self {
        Self { layout: base.layout().clone(), set: Vec::new() }
    }

    /// Sets the value of a term and gives its name in code; `None` if there is no such term.
    pub fn set(&mut self, term: &str, text: &str) -> Option<Result<&'static str, Misread>> {
        let result = self.layout.set(term, text)?;
        self.set.extend(result.as_ref().ok().copied());
        Some(result)
    }

    /// The profile, or what makes it impossible.
    ///
    /// # Errors
    ///
    /// What is out of its range or collides.
    pub fn finish(mut self, name: &str) -> Result<Profile, Vec<Conflict>> {
        let figures = self.layout.figures().into_iter();
        let wrong: Vec<Conflict> = figures
            .filter(|figure| self.set.contains(&figure.field))
            .filter_map(|figure| out_of_range(&figure))
            .collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        self.compute();
        let wrong = conflicts(&self.layout);
        if wrong.is_empty() { Ok(Profile::new(name, self.layout)) } else { Err(wrong) }
    }

    fn is_set(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.set.contains(field))
    }

    /// What follows from the values that were set.
    fn compute(&mut self) {
        let layout = &self.layout;
        let (width, height) = (layout.text_width.value, layout.text_height.value);
        let right = layout.page_width.value.0 - layout.margin_left.value.0 - width.0;
        let bottom = layout.page_height.value.0 - layout.margin_top.value.0 - height.0;
        let size = layout.body_size.value;
        self.layout.margin_right.value = Mm(right);
        self.layout.margin_bottom.value = Mm(bottom);
        self.compute_lines(height);
        self.compute_characters(width, size);
        let eighths = Pt(size.0 * 7.0 / 8.0);
        if self.is_set(&["body_size"]) {
            if !self.is_set(&["line"]) {
                self.layout.line.value = Pt(size.0 + eighths.0);
            }
            if !self.is_set(&["letter_line_gap"]) {
                self.layout.letter_line_gap.value = eighths;
            }
        }
        if self.is_set(&["body_size", "title_size"]) && !self.is_set(&["title_pitch"]) {
            let title = self.layout.title_size.value.0;
            self.layout.title_pitch.value = Pt(title + eighths.0).twip();
        }
    }

    fn compute_lines(&mut self, height: Mm) {
        let room = height.pt().0 * 20.0;
        if self.is_set(&["line_pitch"]) {
            if !self.is_set(&["lines_per_page"]) {
                let pitch = f64::from(self.layout.line_pitch.value.0);
                self.layout.lines_per_page.value = (room / pitch) as u32;
            }
        } else if self.is_set(&["text_height", "lines_per_page"]) {
            let lines = f64::from(self.layout.lines_per_page.value);
            self.layout.line_pitch.value = Pt(height.pt().0 / lines).twip_down();
        }
        if !self.is_set(&["blank_pitch"]) {
            self.layout.blank_pitch.value = self.layout.line_pitch.value;
        }
    }

    fn compute_characters(&mut self, width: Mm, size: Pt) {
        if self.is_set(&["char_spacing"]) {
            if !self.is_set(&["chars_per_line"]) {
                let pitch = size.0 + self.layout.char_spacing.value.pt().0;
                self.layout.chars_per_line.value = (width.pt().0 / pitch).max(0.0) as u32;
            }
        } else if self.is_set(&["text_width", "chars_per_line", "body_size"]) {
            let count = f64::from(self.layout.chars_per_line.value);
            self.layout.char_spacing.value = Pt(width.pt().0 / count - size.0).twip_down();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::measure::plain;
    use crate::units::Twip;

    #[test]
    fn terms_tell_values_apart() {
        for term in Changed::COMPUTED {
            assert!(Layout::TERMS.contains(&term), "{term}");
        }
        let mut terms = Layout::TERMS.to_vec();
        terms.sort_unstable();
        terms.dedup();
        assert_eq!(terms.len(), Layout::TERMS.len(), "two values go by one term");
    }

    #[test]
    fn profile_b_stands_on_paper_where_a_does() {
        let b = &ELECTRONIC;
        assert_eq!(b.line_pitch.value, Twip(589));
        assert_eq!(plain(b.text_height.value.0), "229.84");
        assert_eq!(plain(b.mark_offset.value.0), "37.42");
        assert_eq!(plain(b.order_mark_offset.value.0), "22.42");
        assert_eq!(plain(b.page_number_drop.value.0), "4.58");
        assert_eq!(plain(b.imprint_rise.value.0), "2.42");
        assert!(22 * b.line_pitch.value.0 <= b.text_height.value.twip().0);
        assert!(23 * b.line_pitch.value.0 > b.text_height.value.twip().0);
        for standard in [Standard::A, Standard::B] {
            assert_eq!(conflicts(standard.layout()), []);
        }
        assert_eq!(Profile::from(Standard::A).deviations, []);
    }

    #[test]
    fn nothing_changed_changes_nothing() {
        for base in [Standard::A, Standard::B] {
            let profile = Changed::new(base).finish(base.name()).expect("nothing is wrong");
            assert_eq!(profile.deviations, Profile::from(base).deviations);
        }
    }

    #[test]
    fn what_follows_is_computed() {
        let check = |base, changes: &[(&str, &str)], expected: &[(&str, &str)]| {
            let mut changed = Changed::new(base);
            for (term, text) in changes {
                changed.set(term, text).expect("a term").expect("a value");
            }
            let profile = changed.finish("x").expect("a possible profile");
            for (term, value) in expected {
                let found = profile.deviations.iter().find(|one| one.term == *term);
                let found = found.map(|one| one.value.as_str());
                assert_eq!(found, Some(*value), "{changes:?}: {term}");
            }
        };
        check(Standard::A, &[("天头", "35毫米")], &[("下白边", "37 毫米")]);
        check(
            Standard::A,
            &[("正文行距", "30磅")],
            &[("每面行数", "21 行"), ("空行高度", "30 磅")],
        );
        check(Standard::A, &[("每面行数", "24行")], &[("正文行距", "26.55 磅")]);
        check(Standard::A, &[("每行字数", "27字")], &[("正文字距调整", "0.35 磅")]);
        check(Standard::A, &[("正文字距调整", "0.3磅")], &[("每行字数", "27 字")]);
        let sizes =
            [("标题行距", "35.15 磅"), ("一行（3号字）", "28.125 磅"), ("正文字距调整", "0.75 磅")];
        check(Standard::A, &[("正文字号", "小三")], &sizes);
        check(
            Standard::B,
            &[("版心高度", "220毫米")],
            &[("下白边", "42.42 毫米"), ("正文行距", "28.3 磅")],
        );
    }
}
