//! Line breaking: as many characters as fit, breaks only where Chinese allows them.

use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::chars::{is_hanzi, is_mixed};
use crate::fonts::FontSet;
use crate::standard::{Face, Layout, TextStyle};
use crate::units::Pt;

/// A stretch of text in one setting.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    /// The setting.
    pub style: TextStyle,
    /// The words, without line feeds.
    pub text: String,
}

/// A stretch of one line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// Words in one typeface.
    Text(Face, String),
    /// 中西文间距: the space between hanzi and letters or digits.
    Gap(Pt),
}

/// One printed line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its stretches.
    pub pieces: Vec<Piece>,
    /// Its natural width, pt.
    pub width: f64,
}

impl Line {
    /// Its words without the gaps.
    pub(crate) fn words(&self) -> String {
        let words = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(_, text) => Some(text.as_str()),
            Piece::Gap(_) => None,
        });
        words.collect()
    }
}

/// What must not begin a line: marks (GB/T 15834-2011, 5.1), superior and inferior figures, units
/// behind a figure. Word files name them too.
pub(crate) const NO_START: &str = concat!(
    "，。、；：？！）》〉」』】〕〗｝］”’…—～·％‰℃,.;:?!)]}%°′″",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉Ωμ\u{B5}"
);
/// What must not end a line: marks, and μ, which is part of a unit. A line does not part 12·4
/// either. Word files name them too.
pub(crate) const NO_END: &str = "（《〈「『【〔〖｛［“‘([{￥$·μ\u{B5}";
/// Room kept free for the rounding of other programs, pt.
const SPARE: f64 = 0.01;

static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default()));

struct Char {
    c: char,
    face: Face,
    /// With the spacing behind it.
    width: f64,
    /// Space before it, unless it begins a line.
    gap: f64,
    /// A line may begin with this character.
    breakable: bool,
}

/// Breaks text into lines: `first` is the room on the first line, `rest` on the others, pt.
pub(crate) fn break_lines(
    layout: &Layout,
    fonts: &FontSet,
    spans: &[Span],
    first: Pt,
    rest: Pt,
) -> Vec<Line> {
    let chars = measure(layout, fonts, spans);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let room = if lines.is_empty() { first.0 } else { rest.0 };
        let end = line_end(&chars, start, room - SPARE);
        lines.push(line(&chars[start..end]));
        start = end;
    }
    lines
}

/// A text as one line, however long.
pub(crate) fn whole_line(layout: &Layout, fonts: &FontSet, span: Span) -> Line {
    line(&measure(layout, fonts, &[span]))
}

/// The natural width of a text on one line, pt.
pub(crate) fn width(layout: &Layout, fonts: &FontSet, style: TextStyle, text: &str) -> Pt {
    Pt(whole_line(layout, fonts, Span { style, text: text.to_owned() }).width)
}

/// The width of the widest stretch of a text in which no line ends, if one may end before the
/// characters, by number, of which `may` says so, pt.
pub(crate) fn widest_stretch(
    layout: &Layout,
    fonts: &FontSet,
    span: &Span,
    may: impl Fn(usize) -> bool,
) -> Pt {
    let chars = measure(layout, fonts, std::slice::from_ref(span));
    let (mut widest, mut own) = (0.0_f64, 0.0);
    for (index, char) in chars.iter().enumerate() {
        let begins = index == 0 || (char.breakable && may(index));
        own = if begins { char.width } else { own + char.gap + char.width };
        widest = widest.max(own);
    }
    Pt(widest + SPARE)
}

/// Where the line that begins at `start` ends: after the last break that fits.
fn line_end(chars: &[Char], start: usize, room: f64) -> usize {
    let mut width = 0.0;
    let mut last_break = None;
    for (index, char) in chars.iter().enumerate().skip(start) {
        if index > start && char.breakable {
            last_break = Some(index);
        }
        // Word processors count the spacing behind the last character too.
        width += char.width + if index > start { char.gap } else { 0.0 };
        if width > room && !char.c.is_whitespace() {
            // A stretch without breaks that is longer than a line is cut where it must be.
            return last_break.unwrap_or(index.max(start + 1));
        }
    }
    chars.len()
}

fn line(chars: &[Char]) -> Line {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut width = 0.0;
    for (index, char) in chars.iter().enumerate() {
        if index > 0 && char.gap > 0.0 {
            pieces.push(Piece::Gap(Pt(char.gap)));
            width += char.gap;
        }
        match pieces.last_mut() {
            Some(Piece::Text(face, text)) if *face == char.face => text.push(char.c),
            _ => pieces.push(Piece::Text(char.face, char.c.to_string())),
        }
        width += char.width;
    }
    Line { pieces, width }
}

fn measure(layout: &Layout, fonts: &FontSet, spans: &[Span]) -> Vec<Char> {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let mut breaks = SEGMENTER.segment_str(&text).peekable();
    let mut chars: Vec<Char> = Vec::with_capacity(text.len() / 3);
    let mut offset = 0;
    for span in spans {
        // Where a gap stands, the character spacing of the grid does not.
        let wanted = span.style.size.0 * layout.mixed_gap.value;
        let gap = if wanted > 0.0 { wanted - span.style.spacing.pt().0 } else { 0.0 };
        for c in span.text.chars() {
            while breaks.next_if(|&at| at < offset).is_some() {}
            let may = breaks.peek() == Some(&offset);
            let before = chars.last().map(|before| before.c);
            chars.push(Char {
                c,
                face: span.style.face(c),
                width: advance(fonts, &span.style, c),
                gap: if before.is_some_and(|before| is_mixed(before, c)) { gap } else { 0.0 },
                breakable: before.is_some_and(|before| is_break(before, c, may)),
            });
            offset += c.len_utf8();
        }
    }
    chars
}

/// What word processors do with hyphens, slashes and plus signs, where Unicode has other rules: a
/// line may end behind every hyphen, also behind a minus, and before one that follows hanzi; never
/// behind the slash of GB/T or of an address; behind the plus of 互联网+. None where Unicode is
/// asked.
fn as_word_processors(before: char, after: char) -> Option<bool> {
    match (before, after) {
        ('-', after) if after.is_ascii_alphanumeric() => Some(true),
        (before, '-') if is_hanzi(before) => Some(true),
        ('+', after) if is_hanzi(after) => Some(true),
        ('/', after) if after.is_ascii_alphanumeric() => Some(false),
        _ => None,
    }
}

/// Whether a line may end between two characters; `may` is what Unicode says.
fn is_break(before: char, after: char, may: bool) -> bool {
    // Most characters are hanzi, which need not be looked for among the marks.
    let is_one = |c: char, marks: &str| !is_hanzi(c) && marks.contains(c);
    if is_one(after, NO_START) || is_one(before, NO_END) {
        return false;
    }
    // Unicode does not know which way a curly quote turns; Chinese does.
    let quote = matches!(after, '“' | '‘') || matches!(before, '”' | '’');
    let may = as_word_processors(before, after).unwrap_or(may);
    may || quote || (is_hanzi(before) && is_hanzi(after))
}

fn advance(fonts: &FontSet, style: &TextStyle, c: char) -> f64 {
    let em = fonts.glyph(style.face(c).role, c).map_or(1.0, |glyph| glyph.advance);
    em * style.size.0 + style.spacing.pt().0
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use super::*;
    use crate::model::Part;
    use crate::standard::{GENERAL, style};

    fn check(text: &str, expected: &[&str]) {
        let fonts = FontSet::load(&[]).value;
        let style = style(&GENERAL, Part::Paragraph);
        let spans = [Span { style, text: text.to_owned() }];
        // Ten characters, and room for the space between hanzi and digits.
        let room = Pt(10.3 * GENERAL.char_pitch().0);
        let lines = break_lines(&GENERAL, &fonts.expect("bundled fonts"), &spans, room, room);
        let found: Vec<String> = lines.iter().map(Line::words).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn chinese_breaks() {
        check("一二三四五六七八九十一二", &["一二三四五六七八九十", "一二"]);
        // Marks neither begin a line nor hang over its end.
        check("一二三四五六七八九十。一", &["一二三四五六七八九", "十。一"]);
        check("一二三四五六七八九“十”一", &["一二三四五六七八九", "“十”一"]);
        check("一二三四五六七八九《十》", &["一二三四五六七八九", "《十》"]);
        // Numbers keep together with their sign, not with the hanzi beside them.
        check("一二三四五六七八2024年", &["一二三四五六七八2024", "年"]);
        check("一二三四五六七八九2024年", &["一二三四五六七八九", "2024年"]);
        check("一二三四五六七八九100%，", &["一二三四五六七八九", "100%，"]);
        check("一二三四五六七八九——十", &["一二三四五六七八", "九——十"]);
    }

    #[test]
    fn hyphens_and_slashes_are_those_of_word_processors() {
        check("一二三四五六七0000-5220315", &["一二三四五六七0000-", "5220315"]);
        check("一二三四五六七abcd-efghijk", &["一二三四五六七abcd-", "efghijk"]);
        check("一二三四五六七八九十-5220315", &["一二三四五六七八九十", "-5220315"]);
        check("一二三四五六七八九-5220315", &["一二三四五六七八九-", "5220315"]);
        check("一二三四五六七八GB/T9704", &["一二三四五六七八", "GB/T9704"]);
        check("一二三四五六ab@cd.gov.cn", &["一二三四五六", "ab@cd.gov.cn"]);
        check("一二三四五六七八互联网+政务", &["一二三四五六七八互联", "网+政务"]);
        check("一二三四五六互联网+政务", &["一二三四五六互联网+", "政务"]);
    }

    #[test]
    fn figures_stay_with_their_units() {
        check("一二三四五六七八8μg/m³年", &["一二三四五六七八", "8μg/m³年"]);
        check("一二三四五六七八九10⁻³年", &["一二三四五六七八九", "10⁻³年"]);
        check("一二三四五六七八九12·4年", &["一二三四五六七八九", "12·4年"]);
    }

    #[test]
    fn what_never_fits_is_cut() {
        check("0000000000000000000000", &["00000000000000000000", "00"]);
    }
}
