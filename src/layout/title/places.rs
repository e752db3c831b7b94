//! Where a line of a title may end, and how much that disturbs the sense.

use std::ops::Range;

use super::words::{Class, Word, words};
use crate::chars::is_hanzi;
use crate::model::Text;

/// A place where a line may end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// Behind that many characters.
    pub(super) at: usize,
    /// What a break here costs: 0 is where everybody would break.
    pub(super) cost: f64,
}

const PAIRS: [(char, char); 6] =
    [('《', '》'), ('〈', '〉'), ('“', '”'), ('（', '）'), ('〔', '〕'), ('【', '】')];
/// What never begins a line.
const NOT_FIRST: &str = "》〉”）〕】、，。：；？！…—的地得了等们之者化性年月日号期届";
/// What never ends a line.
const NOT_LAST: &str = "《〈“（〔【—第各每某该本再不未非";
/// Joins two things; the line breaks before it rather than behind it.
const JOINS: &str = "和及与或暨并";
/// Words of one character that begin a phrase.
const OPENS: &str = "对将按在以为把向从由给经使让被就因";
/// Chinese numerals; what they count is behind them.
const NUMERALS: &str = "〇一二三四五六七八九十百千两";
/// How the names of bureaus end.
const BUREAU: [&str; 22] = [
    "人民政府",
    "办公室",
    "办公厅",
    "委员会",
    "政府",
    "县委",
    "市委",
    "省委",
    "区委",
    "局",
    "厅",
    "部",
    "院",
    "署",
    "处",
    "大队",
    "支队",
    "中心",
    "协会",
    "领导小组",
    "指挥部",
    "公司",
];

/// Every place in the order of the text. `names` are names that stay whole; `fits` tells
/// whether a stretch fits on a line, for what is longer has to be broken somewhere.
pub(super) fn places(
    title: &Text,
    names: &[String],
    fits: impl Fn(&Range<usize>) -> bool,
) -> Vec<Place> {
    let whole = title.plain();
    let chars: Vec<char> = whole.chars().collect();
    let mut kept = kept_whole(title, &whole, names);
    kept.retain(fits);
    let words = words(&whole);
    let topic = whole.find("关于").map(|byte| whole[..byte].chars().count());
    (1..words.len())
        .filter_map(|index| {
            let at = words[index].start;
            let inside = kept.iter().any(|range| range.start < at && at < range.end);
            let cost = cost(&chars, &words, index, topic).filter(|_| !inside)?;
            let named = kept.iter().any(|range| range.end == at && range.start == 0);
            Some(Place { at, cost: if named { cost.min(1.0) } else { cost } })
        })
        .collect()
}

/// What a break before the word at `index` costs; `None` where no line may end. `topic` is
/// where 关于 begins: before it stand the names of bureaus.
fn cost(chars: &[char], words: &[Word], index: usize, topic: Option<usize>) -> Option<f64> {
    let (before, after) = (words[index - 1], words[index]);
    let (last, first) = (chars[before.end - 1], chars[after.start]);
    let lone = |word: Word| word.end - word.start == 1;
    // A space parts the names of bureaus, and a line ends in its place.
    if is_blank(first) {
        return None;
    }
    if is_blank(last) {
        return Some(0.0);
    }
    if NOT_FIRST.contains(first) && (lone(after) || !is_hanzi(first)) {
        return None;
    }
    let counts = last.is_ascii_alphanumeric() || (lone(before) && NUMERALS.contains(last));
    if counts || (NOT_LAST.contains(last) && (lone(before) || !is_hanzi(last))) {
        return None;
    }
    let meaning = sense(chars, words, index, topic.is_none());
    Some(match topic.filter(|topic| after.start <= *topic) {
        Some(topic) => bureau_cost(&chars[..before.end], &chars[after.start..topic], meaning),
        None => meaning,
    })
}

/// A space, which no line begins or ends with.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// How much a break before the word at `index` disturbs the sense; `bare` titles have no 关于.
fn sense(chars: &[char], words: &[Word], index: usize, bare: bool) -> f64 {
    let (before, after) = (words[index - 1], words[index]);
    let (last, first) = (chars[before.end - 1], chars[after.start]);
    let lone = |word: Word| word.end - word.start == 1;
    let opens = |c: char| PAIRS.iter().any(|(open, _)| *open == c);
    let closes = |c: char| PAIRS.iter().any(|(_, close)| *close == c);
    let word = |word: Word| chars[word.start..word.end].iter().collect::<String>();
    match () {
        () if word(before) == "关于" => 1.0,
        () if last == '、' || last == '，' => 1.0,
        () if closes(last) => 2.0,
        () if opens(first) => 3.0,
        () if ["年度", "季度"].iter().any(|end| word(before).ends_with(end))
            || (last == '年' && first.is_ascii()) =>
        {
            2.0
        }
        () if last == '年' && first == '第' => 6.0,
        () if last == '年' && before.start > 0 && chars[before.start - 1].is_ascii_digit() => 3.0,
        () if bare && ends_bureau(&chars[..before.end]) && first.is_ascii() => 1.0,
        () if JOINS.contains(first) && lone(after) => {
            // 废止和修改: both verbs share what is behind them.
            let next = words.get(index + 1).map(|word| word.class);
            if (before.class, next) == (Class::Verb, Some(Class::Verb)) { 7.0 } else { 2.5 }
        }
        () if OPENS.contains(first) && lone(after) => 2.5,
        () if JOINS.contains(last) && lone(before) => 8.0,
        () if last == '的' && lone(before) => 2.5,
        () if OPENS.contains(last) && lone(before) => 9.0,
        // A word of one character mostly belongs to its neighbours: 示例|县, 互|认.
        () if lone(after) && is_hanzi(first) => 12.0,
        () if lone(before) && is_hanzi(last) && !is_suffix(chars, before) => 10.0,
        () => between(before.class, after.class),
    }
}

/// Between two words that carry meaning.
fn between(before: Class, after: Class) -> f64 {
    match (before, after) {
        (Class::Leading, _) => 9.0,
        (Class::Adjective, _) => 7.0,
        (_, Class::Leading) => 2.5,
        (Class::Noun, Class::Verb) => 3.0,
        (Class::Verb, Class::Verb) => 4.0,
        (Class::Verb, Class::Noun | Class::Adjective) => 4.5,
        (Class::Noun, Class::Noun | Class::Adjective) => 5.0,
    }
}

/// 县 of 示例县: a word of one character that ends a name.
fn is_suffix(chars: &[char], word: Word) -> bool {
    word.start > 0 && "省市县区州乡镇村年月日局厅".contains(chars[word.start])
}

/// Before 关于: best where one bureau ends, and the next or 关于 begins.
fn bureau_cost(before: &[char], rest: &[char], meaning: f64) -> f64 {
    if rest.is_empty() || before.ends_with(&['、']) {
        return 0.0;
    }
    // What follows must be a name of its own, not the rest of this one.
    let continues = BUREAU.iter().any(|end| rest.starts_with(&end.chars().collect::<Vec<_>>()));
    let next_is_name = ends_bureau(rest) && rest.len() >= 4 && !continues;
    if ends_bureau(before) && next_is_name { 2.0 } else { 12.0 + meaning }
}

fn ends_bureau(chars: &[char]) -> bool {
    BUREAU.iter().any(|end| chars.ends_with(&end.chars().collect::<Vec<_>>()))
}

/// What is never cut, in characters: the names, pairs of marks, fields that the template put
/// in, dates and ordinals.
fn kept_whole(title: &Text, whole: &str, names: &[String]) -> Vec<Range<usize>> {
    let mut kept = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        let length = name.chars().count();
        let starts = whole.match_indices(name.as_str());
        kept.extend(starts.map(|(byte, _)| {
            let start = whole[..byte].chars().count();
            start..start + length
        }));
    }
    // Where the template has words of its own, the data between them are names and numbers.
    let mut at = 0;
    let from_template = title.0.iter().any(|inline| inline.origin.is_none());
    for inline in &title.0 {
        let start = at;
        at += inline.text.chars().count();
        if inline.origin.is_some() && from_template && !inline.text.contains("关于") {
            kept.push(start..at);
        }
    }
    let chars: Vec<char> = whole.chars().collect();
    kept.extend(pairs(&chars));
    kept.extend(ordinals(&chars));
    kept
}

/// From each opening mark to the mark that closes it.
pub(super) fn pairs(chars: &[char]) -> Vec<Range<usize>> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut pairs = Vec::new();
    for (index, c) in chars.iter().enumerate() {
        if let Some((_, close)) = PAIRS.iter().find(|(start, _)| start == c) {
            open.push((*close, index));
        } else if let Some(level) = open.iter().rposition(|(close, _)| close == c) {
            pairs.push(open[level].1..index + 1);
            open.truncate(level);
        }
    }
    pairs
}

/// 第十五个五年规划, 第3号, 第一季度, 2024年度, 5名: the number with what it counts.
fn ordinals(chars: &[char]) -> Vec<Range<usize>> {
    let number = |c: &char| c.is_ascii_digit() || NUMERALS.contains(*c);
    let mut found = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let ordinal = chars[index] == '第';
        let start = index + usize::from(ordinal);
        let length = chars[start..].iter().take_while(|c| number(c)).count();
        let end = start + length;
        let digits = length > 0 && (ordinal || chars[start].is_ascii_digit());
        if digits && end < chars.len() {
            let plan = chars[end..].starts_with(&['个', '五', '年', '规', '划']);
            let season = ordinal && chars[end..].starts_with(&['季', '度']);
            let year = chars[end..].starts_with(&['年', '度']);
            let unit = if plan {
                5
            } else if season || year {
                2
            } else {
                1
            };
            found.push(index..end + unit);
        }
        index = end.max(index + 1);
    }
    found
}
