//! Classes of characters, each in one place: what is a hanzi must not hang on who asks.

use std::sync::LazyLock;

/// 汉字数字, as far as numbers of parts and dates go.
pub(crate) const NUMERALS: &str = "一二三四五六七八九十";

/// 汉字: the ideographs of Unicode with all their extensions, those kept for compatibility,
/// and 〇, which Unicode counts among the marks.
///
/// Planes 2 and 3 are set aside for ideographs as a whole, so that extensions to come are
/// known already. Radicals (⺀, ⼀) and repetition (々) are no hanzi.
pub fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2FFFD}' | '\u{30000}'..='\u{3FFFD}' | '〇')
}

/// 生僻字: whether a hanzi lies outside GB 2312, as many in people's names do.
pub(crate) fn is_rare(c: char) -> bool {
    is_hanzi(c) && c != '〇' && COMMON.binary_search(&c).is_err()
}

/// The hanzi of GB 2312, sorted.
static COMMON: LazyLock<Vec<char>> = LazyLock::new(|| {
    // They are B0A1 to F7FE in its encodings.
    let codes = (0xB0..=0xF7).flat_map(|row| (0xA1..=0xFE).map(move |cell| [row, cell]));
    let decode = |code: [u8; 2]| encoding_rs::GB18030.decode(&code).0.chars().next();
    let mut hanzi: Vec<char> = codes.filter_map(decode).filter(|c| is_hanzi(*c)).collect();
    hanzi.sort_unstable();
    hanzi
});

/// Hanzi and the marks that go with them: beside these no space is printed.
pub(crate) fn is_chinese(c: char) -> bool {
    is_hanzi(c) || "，。、；：？！（）《》“”‘’〔〕【】—…％".contains(c)
}

/// 西文: letters and digits that stand on less than a square.
pub(crate) fn is_western(c: char) -> bool {
    c.is_alphanumeric() && !is_hanzi(c) && u32::from(c) < 0x2E80
}

/// Whether hanzi and a western letter or digit meet.
pub(crate) fn is_mixed(before: char, after: char) -> bool {
    (is_hanzi(before) && is_western(after)) || (is_western(before) && is_hanzi(after))
}

/// 全角: whether a character stands on a full square in a Chinese font: wide and full-width
/// ones by UAX #11, private ones (as a rule hanzi that a font adds), and the marks that
/// Unicode shares between scripts and Chinese sets on a square.
pub(crate) fn is_full_width(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{E000}'..='\u{FAFF}'
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}'
        | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// About how many full squares a text takes: half a one for each ASCII character.
pub(crate) fn squares(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// Spaces that are printed as such, of any width; line feeds and tabs are none.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Characters that print nothing or steer the text around them, and those that are none.
/// Line feeds are paragraphs and count as visible.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n')
        || is_zero_width(c)
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{2028}'..='\u{202E}' | '\u{2061}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFD}'
            | '\u{FDD0}'..='\u{FDEF}' | '\u{E0000}'..='\u{E0FFF}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE
}

/// Of the invisible ones, those that copying leaves behind between letters.
pub(crate) fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A class: its name, what belongs to it, and what does not.
    type Class = (&'static str, fn(char) -> bool, &'static str, &'static str);

    const CLASSES: &[Class] = &[
        // Compatibility, extensions A, B, G, H and J; the ends of the blocks.
        (
            "hanzi",
            is_hanzi,
            "一龥鿿㐀䶿﨑豈𠀀𪛖𰻝\u{323AF}\u{323B0}\u{2F800}〇",
            "々⺀⼀ア가，。“Ａ１A1α\u{3FFFE}\u{E000}",
        ),
        ("rare", is_rare, "喆祎䶮𠅤堃", "一齄啊〇，A年"),
        ("chinese", is_chinese, "一〇，…％“", "A,·% ア"),
        ("western", is_western, "Az09éα²Я", "一〇Ａ１ア，- "),
        ("full width", is_full_width, "一，。“—…Ａ￥々ア가\u{E000}𠀀　", "A·-ｱﾞ°¥éα"),
        ("space", is_space, " \u{A0}\u{2003}　", "\n\t\u{200B}a"),
        (
            "invisible",
            is_invisible,
            "\0\t\r\u{AD}\u{200B}\u{2028}\u{2062}\u{FDD0}\u{FFFF}",
            "\n a　一",
        ),
        ("zero width", is_zero_width, "\u{200B}\u{200F}\u{2060}\u{FEFF}", " \u{AD}\n\u{2061}"),
    ];

    #[test]
    fn classes_hold_what_they_say() {
        for (name, class, inside, outside) in CLASSES {
            let missing: String = inside.chars().filter(|c| !class(*c)).collect();
            let foreign: String = outside.chars().filter(|c| class(*c)).collect();
            assert_eq!((missing.as_str(), foreign.as_str()), ("", ""), "{name}");
        }
    }

    #[test]
    fn classes_lie_within_each_other() {
        for c in '\0'..=char::MAX {
            assert!(!is_zero_width(c) || is_invisible(c), "{:04X}", u32::from(c));
            assert!(!is_hanzi(c) || is_full_width(c), "{c}");
        }
    }

    #[test]
    fn scripts_meet_between_hanzi_and_letters_alone() {
        for (pair, mixed) in [
            ("年A", true),
            ("9月", true),
            ("〇a", true),
            ("，A", false),
            ("AB", false),
            ("Ａ年", false),
        ] {
            let mut chars = pair.chars();
            let (before, after) = (chars.next().unwrap(), chars.next().unwrap());
            assert_eq!(is_mixed(before, after), mixed, "{pair}");
        }
    }

    #[test]
    fn squares_count_ascii_by_halves() {
        assert_eq!(squares("第12项"), 3.0);
        assert_eq!(squares(""), 0.0);
    }
}
