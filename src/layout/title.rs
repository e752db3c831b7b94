//! 公文标题: where its lines break when the author does not say (GB/T 9704-2012, 7.3.1).
//!
//! Breaks fall behind the bureau's name, behind 关于 and 年度, and behind closing marks, so
//! that words stay whole; of the ways that need the fewest lines the most even one is taken.

use super::width;
use crate::diag::{Code, Diagnostic};
use crate::fonts::FontSet;
use crate::model::{Inline, Part, Text};
use crate::standard::{Layout, style};

/// A title has at most this many lines.
const MOST_LINES: usize = 4;

/// The printed lines of a title.
pub(super) fn lines(
    title: &[Text],
    layout: &Layout,
    fonts: &FontSet,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Text> {
    let setting = style(layout, Part::Title);
    let room = layout.text_width.value.pt().0;
    let fits = |text: &str| width(layout, fonts, setting, text).0 <= room;
    let broken = match title {
        [only] if !fits(&only.plain()) => split(only, &fits),
        _ => title.to_vec(),
    };
    for line in broken.iter().filter(|line| !fits(&line.plain())) {
        let most = (room / setting.size.0) as usize;
        let count = line.plain().chars().count();
        let message = format!("标题的一行“{}”有 {count} 个字，一行最多 {most} 个字", line.plain());
        findings.push(line.finding(Code::TitleTooLong, message));
    }
    broken
}

fn split(title: &Text, fits: &impl Fn(&str) -> bool) -> Vec<Text> {
    let chars: Vec<char> = title.plain().chars().collect();
    let places = break_places(title, &chars);
    for count in 2..=MOST_LINES {
        let mut best: Option<(usize, Vec<usize>)> = None;
        choose(&chars, &places, count, &mut vec![0], &mut |cuts| {
            let lengths: Vec<usize> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let all_fit = cuts
                .windows(2)
                .all(|pair| fits(&chars[pair[0]..pair[1]].iter().collect::<String>()));
            let spread = lengths.iter().max().unwrap_or(&0) - lengths.iter().min().unwrap_or(&0);
            if all_fit && best.as_ref().is_none_or(|(least, _)| spread < *least) {
                best = Some((spread, cuts.to_vec()));
            }
        });
        if let Some((_, cuts)) = best {
            return cuts.windows(2).map(|pair| slice(title, pair[0], pair[1])).collect();
        }
    }
    vec![title.clone()]
}

/// Calls `try_cuts` with every way to cut at `places` into `count` lines.
fn choose(
    chars: &[char],
    places: &[usize],
    count: usize,
    cuts: &mut Vec<usize>,
    try_cuts: &mut impl FnMut(&[usize]),
) {
    if count == 1 {
        cuts.push(chars.len());
        try_cuts(cuts);
        cuts.pop();
        return;
    }
    for (index, &place) in places.iter().enumerate() {
        cuts.push(place);
        choose(chars, &places[index + 1..], count - 1, cuts, try_cuts);
        cuts.pop();
    }
}

/// Positions, in characters, behind which a line may end.
fn break_places(title: &Text, chars: &[char]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut open = 0i32;
    let edges: Vec<usize> = title
        .0
        .iter()
        .scan(0, |end, inline| {
            *end += inline.text.chars().count();
            Some(*end)
        })
        .collect();
    for at in 1..chars.len() {
        match chars[at - 1] {
            '《' | '“' | '（' => open += 1,
            '》' | '”' | '）' => open -= 1,
            _ => {}
        }
        let ends = |word: &str| {
            let word: Vec<char> = word.chars().collect();
            chars[..at].ends_with(&word)
        };
        let number = chars[at - 1].is_ascii_digit();
        let good = edges.contains(&at)
            || ["关于", "年度", "》", "”", "）", "、", "建设"].iter().any(|word| ends(word));
        if good && open == 0 && !number && !"》”）、的".contains(chars[at]) {
            places.push(at);
        }
    }
    places
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

    fn check(title: &str, expected: &[&str]) {
        let (fonts, _) = FontSet::load(&[]);
        let mut findings = Vec::new();
        let lines =
            lines(&[Text::own(title)], &GENERAL, &fonts.expect("bundled fonts"), &mut findings);
        assert_eq!(lines.iter().map(Text::plain).collect::<Vec<_>>(), expected);
        assert_eq!(findings.len(), usize::from(expected.len() == 1 && title.chars().count() > 20));
    }

    #[test]
    fn words_stay_whole() {
        check(
            "示例县司法局2024年度法治政府建设情况报告",
            &["示例县司法局2024年度", "法治政府建设情况报告"],
        );
        check("一份短标题", &["一份短标题"]);
        check(
            "没有可以断开的地方的一个长而又长的标题呀呀呀",
            &["没有可以断开的地方的一个长而又长的标题呀呀呀"],
        );
    }
}
