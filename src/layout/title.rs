//! 公文标题: where its lines break when the author does not say (GB/T 9704-2012, 7.3.1).
//!
//! Words stay whole (ICU's dictionary tells them), so do names, numbers with their units, and
//! what stands in 《》 “” （）. Of the ways that need the fewest lines the best is taken: breaks
//! where the sense pauses, lines as a trapezoid or a diamond, never an hourglass.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::width;
use crate::diag::{Code, Diagnostic};
use crate::fonts::FontSet;
use crate::model::{Inline, Part, Text};
use crate::standard::{Layout, style};

/// A title has at most this many lines.
const MOST_LINES: usize = 4;
/// A last line of fewer characters looks lost.
const SHORT_LINE: usize = 4;

static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Words of official titles that the dictionary cuts.
const TERMS: &[&str] = &[
    "法治政府建设",
    "行政执法",
    "行政复议",
    "行政应诉",
    "行政许可",
    "行政处罚",
    "人民政府",
    "办公室",
    "委员会",
    "实施方案",
    "管理办法",
    "暂行规定",
    "实施细则",
    "工作方案",
    "工作要点",
    "工作报告",
    "情况报告",
    "责任分工",
    "任务分解",
    "专项行动",
    "专项整治",
    "专项检查",
    "营商环境",
    "乡村振兴",
    "高质量发展",
    "安全生产",
    "生态环境",
    "市场监管",
    "市场监督管理",
    "人力资源",
    "社会保障",
    "住房城乡建设",
    "自然资源",
    "公共资源",
    "政府信息公开",
    "政务公开",
    "政务服务",
    "机关事务",
    "国有资产",
    "双随机",
    "放管服",
    "一网通办",
    "十四五",
    "十五五",
    "危险化学品",
    "医疗卫生机构",
    "养老服务机构",
    "国民经济和社会发展",
    "流域",
];

/// The printed lines of a title; `names` are the bureaus that the document names.
pub(super) fn lines(
    title: &[Text],
    names: &[String],
    layout: &Layout,
    fonts: &FontSet,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Text> {
    let setting = style(layout, Part::Title);
    let room = layout.text_width.value.pt().0;
    let fits = |text: &str| width(layout, fonts, setting, text).0 <= room;
    let broken = match title {
        [only] if !fits(&only.plain()) => split(only, names, &fits),
        [_] => title.to_vec(),
        given => {
            check_shape(given, findings);
            given.to_vec()
        }
    };
    for line in broken.iter().filter(|line| !fits(&line.plain())) {
        let most = (room / setting.size.0) as usize;
        let count = line.plain().chars().count();
        let message = format!("标题的一行“{}”有 {count} 个字，一行最多 {most} 个字", line.plain());
        findings.push(line.finding(Code::TitleTooLong, message));
    }
    broken
}

/// Lines that the author gave stay, but an hourglass is worth a word.
fn check_shape(lines: &[Text], findings: &mut Vec<Diagnostic>) {
    let lengths: Vec<usize> = lines.iter().map(|line| line.plain().chars().count()).collect();
    if is_hourglass(&lengths) {
        let shown: Vec<String> = lengths.iter().map(usize::to_string).collect();
        let message = format!("标题各行的字数是 {}，中间短、两头长", shown.join("、"));
        findings.push(lines[0].finding(Code::TitleShape, message));
    }
}

/// Neither a trapezoid nor a diamond: a line shorter than one before it and one behind it.
fn is_hourglass(lengths: &[usize]) -> bool {
    (1..lengths.len().max(1) - usize::from(!lengths.is_empty())).any(|middle| {
        let longer = |line: &usize| *line > lengths[middle];
        lengths[..middle].iter().any(longer) && lengths[middle + 1..].iter().any(longer)
    })
}

fn split(title: &Text, names: &[String], fits: &impl Fn(&str) -> bool) -> Vec<Text> {
    let chars: Vec<char> = title.plain().chars().collect();
    let all = places(title, &chars, names);
    let (outside, inside): (Vec<Place>, Vec<Place>) =
        all.into_iter().partition(|place| !place.in_brackets);
    // A name in 《》 may be longer than a line; then its words stay whole at least.
    let mut both: Vec<Place> = outside.iter().chain(&inside).copied().collect();
    both.sort_by_key(|place| place.at);
    for places in [&outside, &both] {
        for count in 2..=MOST_LINES {
            if let Some(cuts) = best(&chars, places, count, fits) {
                return cuts.windows(2).map(|pair| slice(title, pair[0], pair[1])).collect();
            }
        }
    }
    vec![title.clone()]
}

/// The cheapest way to cut a title into `count` lines that fit.
fn best(
    chars: &[char],
    places: &[Place],
    count: usize,
    fits: &impl Fn(&str) -> bool,
) -> Option<Vec<usize>> {
    let mut best: Option<(u32, Vec<usize>)> = None;
    choose(chars.len(), places, count, 0, &mut vec![0], &mut |cost, cuts| {
        let cost = cost + shape(cuts);
        let better = best.as_ref().is_none_or(|(least, _)| cost < *least);
        let line = |pair: &[usize]| chars[pair[0]..pair[1]].iter().collect::<String>();
        if better && cuts.windows(2).all(|pair| fits(&line(pair))) {
            best = Some((cost, cuts.to_vec()));
        }
    });
    best.map(|(_, cuts)| cuts)
}

/// Calls `visit` with every way to cut at `places` into `count` lines, and its price.
fn choose(
    end: usize,
    places: &[Place],
    count: usize,
    cost: u32,
    cuts: &mut Vec<usize>,
    visit: &mut impl FnMut(u32, &[usize]),
) {
    if count == 1 {
        cuts.push(end);
        visit(cost, cuts);
        cuts.pop();
        return;
    }
    for (index, place) in places.iter().enumerate() {
        cuts.push(place.at);
        choose(end, &places[index + 1..], count - 1, cost + place.cost, cuts, visit);
        cuts.pop();
    }
}

/// What lines of such lengths cost: uneven ones, a rectangle, a lost last line, an hourglass.
fn shape(cuts: &[usize]) -> u32 {
    let lengths: Vec<usize> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let longest = lengths.iter().copied().max().unwrap_or(1);
    let shortest = lengths.iter().copied().min().unwrap_or(0);
    let uneven = (24 * (longest - shortest) / longest) as u32;
    let lost = if lengths.last().is_some_and(|last| *last < SHORT_LINE) { 30 } else { 0 };
    let rectangle = if longest == shortest { 3 } else { 0 };
    uneven + lost + rectangle + if is_hourglass(&lengths) { 100 } else { 0 }
}

/// A place where a line may end, and what that costs.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    cost: u32,
    /// Between 《 and 》 and the like.
    in_brackets: bool,
}

/// Marks that open, and those that close.
const OPEN: &str = "《“（〔";
const CLOSE: &str = "》”）〕";
/// What does not begin a line.
const NOT_FIRST: &str = "》”）〕、，。：；的地得了等中上下内外后前年月日度号";
/// What joins two things; the line breaks before it, not behind it.
const JOINS: &str = "和及与或暨";

/// Words of one character that belong to the one behind them.
const NOT_LAST: &str = "高新大小老全各总副本该再不未非超将";
/// Words of one character that begin a phrase.
const STARTS_ALONE: &str = "和及与或暨对将按在以为把向从由给经使让被";

fn places(title: &Text, chars: &[char], names: &[String]) -> Vec<Place> {
    let whole: String = chars.iter().collect();
    let starts = word_starts(&whole, chars.len());
    let issuer = whole.split_once("关于").map(|(issuer, _)| issuer.to_owned());
    let names: Vec<String> = names.iter().cloned().chain(issuer).collect();
    let kept = kept_whole(&whole, &names);
    let fields = field_edges(title);
    let mut places = Vec::new();
    let mut open = 0usize;
    for at in 1..chars.len() {
        let (before, after) = (chars[at - 1], chars[at]);
        if OPEN.contains(before) {
            open += 1;
        } else if CLOSE.contains(before) {
            open = open.saturating_sub(1);
        }
        let inside = kept.iter().any(|(start, end)| (start + 1..*end).contains(&at));
        let binds = NOT_LAST.contains(before) && starts.contains(&(at - 1));
        let number = binds || before.is_ascii_digit() || before == '第' || JOINS.contains(before);
        let is_word = starts.contains(&at) || OPEN.contains(after) || fields.contains(&at);
        // A word of one character mostly belongs to the one before it: 示例|县, 扬|尘.
        let is_lone = starts.contains(&(at + 1))
            && !STARTS_ALONE.contains(after)
            && !OPEN.contains(after)
            && !after.is_ascii();
        if !is_lone && is_word && !inside && !number && !NOT_FIRST.contains(after) {
            let ends = |words: &str| chars[..at].ends_with(&words.chars().collect::<Vec<_>>());
            let begins = |words: &str| chars[at..].starts_with(&words.chars().collect::<Vec<_>>());
            let after_name = kept.iter().any(|(_, end)| *end == at);
            let cost = match () {
                () if ends("关于") => 0,
                () if begins("关于") => 1,
                () if after_name || ends("年度") => 2,
                () if CLOSE.contains(before) || before == '、' => 2,
                () if JOINS.contains(after) => 3,
                () if before == '的' => 5,
                () => 4,
            };
            places.push(Place { at, cost, in_brackets: open > 0 });
        }
    }
    places
}

/// Where words begin, in characters.
fn word_starts(text: &str, length: usize) -> Vec<usize> {
    let mut starts = Vec::with_capacity(length);
    let mut bytes = WORDS.segment_str(text).peekable();
    for (index, (byte, _)) in text.char_indices().enumerate() {
        while bytes.next_if(|found| *found < byte).is_some() {}
        if bytes.peek() == Some(&byte) {
            starts.push(index);
        }
    }
    starts
}

/// Names and terms that are never cut: start and end, in characters.
fn kept_whole(text: &str, names: &[String]) -> Vec<(usize, usize)> {
    let words = names.iter().map(String::as_str).chain(TERMS.iter().copied());
    let mut kept = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        for (byte, _) in text.match_indices(word) {
            let start = text[..byte].chars().count();
            kept.push((start, start + word.chars().count()));
        }
    }
    kept
}

/// Where fields of the data meet, in characters.
fn field_edges(title: &Text) -> Vec<usize> {
    let mut end = 0;
    let edges = title.0.iter().map(|inline| {
        end += inline.text.chars().count();
        end
    });
    edges.collect()
}

/// The characters from `start` to `end`, with their origins.
fn slice(title: &Text, start: usize, end: usize) -> Text {
    let mut at = 0;
    let mut out = Vec::new();
    for inline in &title.0 {
        let text: String = inline
            .text
            .chars()
            .enumerate()
            .filter(|(index, _)| (start..end).contains(&(at + index)))
            .map(|(_, c)| c)
            .collect();
        at += inline.text.chars().count();
        if !text.is_empty() {
            out.push(Inline { text, origin: inline.origin.clone() });
        }
    }
    Text(out)
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use super::*;
    use crate::standard::GENERAL;

    /// `tests/titles.txt`: titles with their breaks, looked at one by one.
    #[test]
    fn titles_break_where_the_sense_pauses() {
        let (fonts, _) = FontSet::load(&[]);
        let fonts = fonts.expect("bundled fonts");
        let cases = include_str!("../../tests/titles.txt").lines();
        let mut wrong = Vec::new();
        for case in cases.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let whole = Text::own(case.replace('‖', ""));
            let found = lines(&[whole], &[], &GENERAL, &fonts, &mut Vec::new());
            let found: Vec<String> = found.iter().map(Text::plain).collect();
            let found = found.join("‖");
            if found != case {
                wrong.push(found);
            }
        }
        assert!(wrong.is_empty(), "{} titles:\n{}", wrong.len(), wrong.join("\n"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_brackets_stay_whole(
            title in "[一-十关于的工作县局《》“”和、通知0-9年度]{1,60}",
        ) {
            let chars: Vec<char> = title.chars().collect();
            let fits = |text: &str| text.chars().count() <= 20;
            let found = split(&Text::own(&title), &[], &fits);
            let joined: String = found.iter().map(Text::plain).collect();
            proptest::prop_assert_eq!(&joined, &title);
            let mut at = 0;
            for line in &found[..found.len() - 1] {
                at += line.plain().chars().count();
                proptest::prop_assert!(!chars[at - 1].is_ascii_digit(), "{:?}", line.plain());
                proptest::prop_assert!(!"的》”、".contains(chars[at]), "{:?}", line.plain());
            }
        }
    }
}
