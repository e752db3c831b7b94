//! 标点: half-width marks among hanzi, and marks that are written twice (GB/T 15834).

use std::ops::Range;

use super::Typed;
use crate::chars::is_hanzi;
use crate::diag::{Code, Diagnostic};
use crate::model::{Part, Text};

/// Characters at the beginning of a paragraph that a number may take: its brackets are judged
/// with the number.
const NUMBER: usize = 4;

pub(super) fn check(part: Part, text: &Text, found: &mut Vec<Diagnostic>) {
    if matches!(part, Part::IssuerMark | Part::DocumentNumber | Part::Date | Part::ChartLabel) {
        return;
    }
    for typed in Typed::all(text) {
        if typed.words.is_ascii() {
            continue;
        }
        let wrong = wrong(typed.words);
        let Some((first, new)) = wrong.first() else { continue };
        let (old, count) = (&typed.words[first.clone()], wrong.len());
        let more = if count > 1 { format!("，同样的有 {count} 处") } else { String::new() };
        let message = match *new {
            "" => format!("“{old}”多写了"),
            new => format!("中文里的标点“{old}”应当是“{new}”{more}"),
        };
        found.push(typed.finding(Code::WrongMark, &wrong, message));
    }
}

/// The wrong marks of a text with what belongs there, in bytes.
fn wrong(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let only: Vec<char> = chars.iter().map(|(_, c)| *c).collect();
    let end = |index: usize| chars.get(index).map_or(text.len(), |(at, _)| *at);
    let mut found = Vec::new();
    let mut opened = false;
    let mut index = 0;
    while index < only.len() {
        let run = only[index..].iter().take_while(|c| **c == only[index]).count();
        let (length, new) = match only[index] {
            '"' if is_straight_quote(&only, index) => {
                opened = !opened;
                (1, Some(if opened { "“" } else { "”" }))
            }
            '.' if run >= 3 && near_hanzi(&only, index, run) => (run, Some("……")),
            '。' if run >= 3 => (run, Some("……")),
            '-' if run >= 2 && near_hanzi(&only, index, run) => (run, Some("——")),
            '，' | '。' | '、' | '；' | '：' if run == 2 => (2, same(only[index])),
            mark if is_wrong_mark(&only, index) => (1, wide(mark)),
            _ => (1, None),
        };
        found.extend(new.map(|new| (end(index)..end(index + length), new)));
        index += length;
    }
    found
}

fn same(mark: char) -> Option<&'static str> {
    ["，", "。", "、", "；", "："].into_iter().find(|one| one.starts_with(mark))
}

/// The Chinese form of a half-width mark.
fn wide(mark: char) -> Option<&'static str> {
    Some(match mark {
        ',' => "，",
        ';' => "；",
        ':' => "：",
        '?' => "？",
        '!' => "！",
        '(' => "（",
        ')' => "）",
        '.' => "。",
        _ => return None,
    })
}

fn near_hanzi(chars: &[char], at: usize, run: usize) -> bool {
    let is = |c: Option<&char>| c.is_some_and(|c| is_hanzi(*c));
    is(at.checked_sub(1).and_then(|before| chars.get(before))) || is(chars.get(at + run))
}

/// Straight quotes are those of program text, wherever hanzi are near.
fn is_straight_quote(chars: &[char], at: usize) -> bool {
    /// A mark may stand between.
    const REACH: usize = 2;
    let from = at.saturating_sub(REACH);
    chars[from..(at + REACH + 1).min(chars.len())].iter().any(|c| is_hanzi(*c))
}

/// Whether a half-width mark stands among hanzi.
pub(crate) fn is_wrong_mark(chars: &[char], at: usize) -> bool {
    let neighbour = |index: Option<usize>| {
        index.and_then(|index| chars.get(index)).is_some_and(|c| is_hanzi(*c))
    };
    let before = neighbour(at.checked_sub(1));
    let after = neighbour(Some(at + 1));
    match chars[at] {
        ',' | ';' | '?' | '!' | ':' => before || after,
        // The brackets of a level have their own check.
        '(' => (before && at > 0) || (after && at > NUMBER),
        ')' => (before || after) && at > NUMBER,
        '.' => before && (after || at + 1 == chars.len() || chars[at + 1] == '.'),
        '。' => chars.get(at + 1) == Some(&'。'),
        '-' => before && chars.get(at + 1) == Some(&'-'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        let mut out = String::new();
        let mut end = 0;
        for (part, new) in wrong(text) {
            out.push_str(&text[end..part.start]);
            out.push_str(new);
            end = part.end;
        }
        out + &text[end..]
    }

    #[test]
    fn wrong_marks_are_mended_and_right_ones_stay() {
        for (text, expected) in [
            ("共30件,其中甲;乙", "共30件，其中甲；乙"),
            ("说\"好\"的", "说“好”的"),
            ("全年办理(含上年结转)案件", "全年办理（含上年结转）案件"),
            ("全县...和。。。", "全县……和……"),
            ("甲--乙", "甲——乙"),
            ("办结。。", "办结。"),
            ("办结.", "办结。"),
            ("上午9:00,1,234件", "上午9:00,1,234件"),
            ("GB/T 9704-2012", "GB/T 9704-2012"),
            ("网址：http://www.example.gov.cn/a?b=1", "网址：http://www.example.gov.cn/a?b=1"),
            ("1.5万元、2:1", "1.5万元、2:1"),
        ] {
            assert_eq!(mended(text), expected, "{text}");
        }
    }
}
