//! 层次序数: `一、` `（一）` `1.` `（1）`, in order and without gaps (7.3.3).

use super::{Para, Part};
use crate::inspect::results::{Check, Results};

const SHAPE: Check = Check::must("7.3.3", "层次序数形式");
const ORDER: Check = Check::must("7.3.3", "层次序数顺序");
const LEVELS: Check = Check::usual("7.3.3", "层次顺序");

/// A number at the start of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inspect) struct Ordinal {
    /// 1 to 4.
    pub(in crate::inspect) level: u8,
    /// Its value.
    number: u32,
    /// What is wrong with the way it is written.
    wrong: Option<&'static str>,
}

/// The number that a paragraph starts with.
pub(in crate::inspect) fn level_of(text: &str) -> Option<Ordinal> {
    let text = text.trim_start();
    let mut chars = text.chars();
    let first = chars.next()?;
    match first {
        '（' | '(' => bracketed(text, first == '('),
        '0'..='9' | '０'..='９' => plain(text),
        _ if HANZI.contains(first) => hanzi(text),
        _ => None,
    }
}

const HANZI: &str = "一二三四五六七八九十百";

/// `一、`
fn hanzi(text: &str) -> Option<Ordinal> {
    let digits: String = text.chars().take_while(|c| HANZI.contains(*c)).collect();
    let number = value(&digits)?;
    let mut rest = text[digits.len()..].chars();
    let wrong = match rest.next()? {
        '、' => None,
        '.' | '．' => Some("一级用“一、”"),
        ',' => Some("一级用“一、”，顿号全角"),
        // `一，` and `一 ` begin sentences as well.
        _ => return None,
    };
    Some(Ordinal { level: 1, number, wrong })
}

/// `（一）` and `（1）`
fn bracketed(text: &str, half: bool) -> Option<Ordinal> {
    let inner: String = text.chars().skip(1).take_while(|c| !matches!(c, '）' | ')')).collect();
    if inner.chars().count() > 4 {
        return None;
    }
    let close = text.chars().nth(inner.chars().count() + 1)?;
    let after = text.chars().nth(inner.chars().count() + 2);
    let ascii = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit());
    let (level, number) = if ascii {
        (4, inner.parse().ok()?)
    } else if !inner.is_empty() && inner.chars().all(|c| HANZI.contains(c)) {
        (2, value(&inner)?)
    } else {
        return None;
    };
    let wrong = if half || close == ')' {
        Some("括号用全角（）")
    } else if matches!(after, Some('、' | '.' | '，' | '．')) {
        Some("括号后不加标点")
    } else {
        None
    };
    Some(Ordinal { level, number, wrong })
}

/// `1.`
fn plain(text: &str) -> Option<Ordinal> {
    let digits: String = text.chars().take_while(|c| c.is_ascii_digit()).collect();
    let number: u32 = digits.parse().ok()?;
    if digits.len() > 2 {
        return None;
    }
    let mut rest = text[digits.len()..].chars();
    let mark = rest.next()?;
    let next = rest.find(|c| !c.is_whitespace());
    let wrong = match mark {
        '.' if next.is_some_and(|c| c.is_ascii_digit()) => return None,
        '.' => None,
        '．' => Some("三级用“1.”，圆点半角"),
        '、' => Some("三级用“1.”，不用顿号"),
        ')' | '）' => Some("用“1.”或“（1）”"),
        _ => return None,
    };
    Some(Ordinal { level: 3, number, wrong })
}

/// The value of a Chinese numeral below 200.
fn value(text: &str) -> Option<u32> {
    let digit = |c: char| HANZI.chars().position(|d| d == c).map(|at| at as u32 + 1);
    let chars: Vec<char> = text.chars().collect();
    match chars[..] {
        [one] => digit(one).filter(|value| *value <= 10),
        ['十', one] => Some(10 + digit(one)?),
        [ten, '十'] => Some(10 * digit(ten)?),
        [ten, '十', one] => Some(10 * digit(ten)? + digit(one)?),
        _ => None,
    }
}

pub(super) fn check(paras: &[Para], results: &mut Results) {
    let mut counters = [0_u32; 4];
    let mut attached = false;
    let mut top = None;
    for para in paras {
        if para.part == Part::AttachmentLabel || para.attached != attached {
            (counters, attached, top) = ([0; 4], para.attached, None);
        }
        if !para.part.is_body() {
            continue;
        }
        let Some(found) = level_of(&para.text) else { continue };
        let start: String = para.text.trim().chars().take(8).collect();
        results.judge(
            SHAPE,
            found.wrong.is_none(),
            found.wrong.unwrap_or("一、（一）1.（1）"),
            &start,
            &para.at,
        );
        let index = usize::from(found.level) - 1;
        let before = counters[index];
        // A list may begin anew under the same heading; 一、 may not.
        let ok = found.number == before + 1 || (found.number == 1 && found.level > 2);
        let required = format!("序数为 {}", before + 1);
        results.judge(ORDER, ok, required, &start, &para.at);
        let highest = *top.get_or_insert(found.level);
        let skipped = found.level > highest
            && index > 0
            && counters[index - 1] == 0
            && found.level - highest > 1;
        results.judge(LEVELS, !skipped, "层次逐级使用", &start, &para.at);
        counters[index] = found.number;
        counters[index + 1..].fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::results::{At, Verdict};

    fn faults(texts: &[&str]) -> Vec<&'static str> {
        let para = |text: &&str| Para {
            part: Part::Body,
            text: (*text).to_owned(),
            at: At::default(),
            attached: false,
        };
        let mut results = Results::default();
        check(&texts.iter().map(para).collect::<Vec<_>>(), &mut results);
        let rows = results.finish();
        rows.iter().filter(|row| row.verdict >= Verdict::Warning).map(|row| row.item).collect()
    }

    #[test]
    fn forms_and_order() {
        let good = [
            "一、甲",
            "（一）乙",
            "1.丙",
            "2.丙",
            "（1）丁",
            "（二）乙",
            "1.丙",
            "二、戊",
            "（一）己",
        ];
        assert!(faults(&good).is_empty());
        for bad in ["一.甲", "(一)甲", "（一）、甲", "1、甲", "1．甲", "(1)甲"] {
            assert_eq!(faults(&[bad]), [SHAPE.item], "{bad}");
        }
        assert_eq!(faults(&["一、甲", "三、乙"]), [ORDER.item]);
        assert_eq!(faults(&["一、甲", "二、乙", "二、丙"]), [ORDER.item]);
        assert_eq!(faults(&["一、甲", "（一）乙", "（三）丙"]), [ORDER.item]);
        assert_eq!(faults(&["一、甲", "1.乙"]), [LEVELS.item]);
        for text in ["2024年工作", "1.5万元", "十五个乡镇", "一是抓落实", "（略）", "一年来，"]
        {
            assert!(level_of(text).is_none(), "{text}");
        }
        assert_eq!(value("二十三"), Some(23));
    }
}
