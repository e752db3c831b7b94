//! Words: where one ends and the next begins, and what part of speech each is.
//!
//! jieba's way of choosing words is used, but its dictionary is not loaded, which would take
//! longer than the whole report: the words that a title can hold at all are looked up in the
//! sorted text, and only they are handed over. The result is that of the whole dictionary.

use jieba_rs::Jieba;

/// Rows of word, count and part of speech, sorted by their bytes.
const DICTIONARY: &str = include_str!("../../../templates/words/jieba.txt");
/// Terms of official titles that the dictionary lacks.
const TERMS: &str = include_str!("../../../templates/words/terms.txt");
/// The count of all words of jieba's dictionary; a word's share of it is what it weighs.
const TOTAL: usize = 60_101_964;
/// What a term is counted as: more than any way to cut it.
const TERM_COUNT: usize = 100_000;
/// The longest word, in characters.
const LONGEST: usize = 8;
/// Stands for the words that are not handed over; no text can hold it.
const OTHERS: &str = "\u{FDD0}";

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::layout) struct Word {
    /// Where it begins, in characters.
    pub(in crate::layout) start: usize,
    /// Where it ends, in characters.
    pub(in crate::layout) end: usize,
    /// What kind of word it is.
    pub(in crate::layout) class: Class,
}

/// 词性, as far as breaking lines goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::layout) enum Class {
    /// 名词, and whatever the dictionary does not know.
    Noun,
    /// 动词
    Verb,
    /// 形容词 and 区别词: they belong to what they describe.
    Adjective,
    /// 副词 and 介词: they belong to what is behind them.
    Leading,
}

/// The words of a text, without gaps between.
pub(in crate::layout) fn words(text: &str) -> Vec<Word> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut jieba = Jieba::empty();
    let mut classes: Vec<(&str, Class)> = Vec::new();
    let mut count = 0;
    for term in terms().filter(|term| text.contains(*term)) {
        count += jieba.add_word(term, Some(TERM_COUNT), None);
    }
    for (index, &(from, _)) in chars.iter().enumerate() {
        for length in 1..=LONGEST.min(chars.len() - index) {
            let to = chars.get(index + length).map_or(text.len(), |(byte, _)| *byte);
            let word = &text[from..to];
            if jieba.has_word(word) {
                continue;
            }
            if let Some((frequency, class)) = look_up(word) {
                count += jieba.add_word(word, Some(frequency), None);
                classes.push((word, class));
            }
        }
    }
    jieba.add_word(OTHERS, Some(TOTAL.saturating_sub(count)), None);
    let class = |word: &str| {
        classes.iter().find(|(known, _)| *known == word).map_or(Class::Noun, |(_, class)| *class)
    };
    let mut start = 0;
    jieba
        .cut(text, false)
        .iter()
        .map(|token| {
            let end = start + token.word.chars().count();
            let word = Word { start, end, class: class(token.word) };
            start = end;
            word
        })
        .collect()
}

fn terms() -> impl Iterator<Item = &'static str> {
    TERMS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// How often a word was counted, and its class.
fn look_up(word: &str) -> Option<(usize, Class)> {
    let (mut low, mut high) = (0, DICTIONARY.len());
    while low < high {
        let middle = row_start(low, low + (high - low) / 2);
        let row = DICTIONARY[middle..].lines().next().unwrap_or_default();
        let mut fields = row.split(' ');
        match fields.next().unwrap_or_default().cmp(word) {
            std::cmp::Ordering::Less => low = middle + row.len() + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => {
                let count = fields.next()?.parse().ok()?;
                return Some((count, class(fields.next()?)));
            }
        }
    }
    None
}

/// Where the row begins that holds the byte `at`.
fn row_start(low: usize, at: usize) -> usize {
    let before = &DICTIONARY.as_bytes()[low..at];
    before.iter().rposition(|byte| *byte == b'\n').map_or(low, |found| low + found + 1)
}

fn class(tag: &str) -> Class {
    match tag.as_bytes() {
        [b'v', b'n', ..] => Class::Noun,
        [b'v', ..] => Class::Verb,
        // `zg` is no class but a mark on characters that were not looked at.
        [b'a' | b'b', ..] | [b'z'] => Class::Adjective,
        [b'd' | b'p', ..] => Class::Leading,
        _ => Class::Noun,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let chars: Vec<char> = text.chars().collect();
        let found: Vec<String> =
            words(text).iter().map(|word| chars[word.start..word.end].iter().collect()).collect();
        assert_eq!(found.join("|"), expected);
    }

    #[test]
    fn the_dictionary_is_sorted() {
        let rows: Vec<&str> =
            DICTIONARY.lines().map(|row| row.split(' ').next().unwrap()).collect();
        assert!(rows.len() > 100_000 && rows.is_sorted());
        for word in [rows[0], rows[1], rows[rows.len() / 2], rows[rows.len() - 1], "印发"] {
            assert!(look_up(word).is_some(), "{word}");
        }
        assert_eq!(look_up("乡村振兴吗"), None);
        assert!(terms().all(|term| look_up(term).is_none()), "a term is in the dictionary");
    }

    #[test]
    fn words_are_jiebas() {
        check("关于印发国民经济规划的通知", "关于|印发|国民经济|规划|的|通知");
        check("扩大应用领域和全国互认", "扩大|应用|领域|和|全国|互认");
        check("优化2024年春节“放假”安排", "优化|2024|年|春节|“|放假|”|安排");
        check("加强和改进新时代人民调解工作", "加强|和|改进|新时代|人民调解|工作");
        check("公布示例县第三批县级名单", "公布|示例|县|第三批|县级|名单");
        check("", "");
    }
}
