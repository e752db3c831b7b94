//! 序号: numbers that somebody typed where the program counts.

use super::Typed;
use crate::chars::NUMERALS;
use crate::diag::{Code, Diagnostic};
use crate::model::{Part, Text};

pub(super) fn check(part: Part, text: &Text, found: &mut Vec<Diagnostic>) {
    match part {
        Part::Heading(_) => {
            let Some(typed) = Typed::first(text) else { return };
            found.extend(number(typed.words).map(|end| doubled("标题", typed, end)));
        }
        Part::AttachmentNote => {
            let Some(typed) = Typed::first(text) else { return };
            found.extend(number(typed.words).map(|end| doubled("附件名称", typed, end)));
        }
        Part::Paragraph => {
            found.extend(listed(text));
            found.extend(heading(text));
        }
        _ => {}
    }
}

fn doubled(what: &str, typed: Typed<'_>, end: usize) -> Diagnostic {
    let number = &typed.words[..end];
    let message =
        format!("{what}“{}”里写了序号“{}”，程序会再编一个", shown(typed.words), number.trim());
    typed.finding(Code::TypedNumber, &[(0..end, "")], message)
}

/// 列举: the program writes 一是, 二是.
fn listed(text: &Text) -> Vec<Diagnostic> {
    let pairs = text.0.windows(2).filter(|pair| {
        let [own, _] = pair else { return false };
        own.origin.is_none() && own.text.ends_with('是')
    });
    let typed = pairs.filter_map(|pair| Typed::of(&pair[1]));
    typed
        .filter_map(|typed| {
            let end = count(typed.words).or_else(|| number(typed.words))?;
            Some(doubled("列举的一项", typed, end))
        })
        .collect()
}

/// A paragraph that looks like a heading and is none: it is not counted, nor in the bookmarks.
fn heading(text: &Text) -> Option<Diagnostic> {
    /// Longer ones are clauses of a text that somebody else numbered.
    const SHORT: usize = 40;
    let typed = Typed::first(text)?;
    let end = number(typed.words)?;
    let of_level =
        typed.words[..end].starts_with(|c| NUMERALS.contains(c) || c == '（' || c == '(');
    let has_hanzi = typed.words[..end].contains(|c| NUMERALS.contains(c));
    if !of_level || !has_hanzi || text.plain().chars().count() > SHORT {
        return None;
    }
    let words = typed.words[end..].trim_end_matches('。');
    let message = format!("这一段“{}”像是标题，序号是手写的", shown(typed.words));
    let finding = typed.finding(Code::TypedHeading, &[(0..end, "")], message);
    Some(
        finding
            .hint(format!("是标题的，写成“标题: {}”，序号由程序编", shown(words)))
            .fixed_by(None),
    )
}

/// Where a number at the beginning of a heading ends: `一、`, `（一）`, `1.`, `①`.
pub(super) fn number(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let end = match first {
        '（' | '(' => {
            let (inner, _) = text[first.len_utf8()..].split_once(['）', ')'])?;
            let of_numerals = inner.chars().all(|c| NUMERALS.contains(c));
            let of_digits = inner.chars().all(|c| c.is_ascii_digit());
            let close = first.len_utf8() + inner.len();
            let close = close + text[close..].chars().next()?.len_utf8();
            let short = (1..=3).contains(&inner.chars().count());
            (short && (of_numerals || of_digits)).then(|| after_marks(text, close, "、.．，"))?
        }
        '第' => {
            let digits = length(&text[first.len_utf8()..], |c| NUMERALS.contains(c));
            (digits > 0).then(|| marked(text, first.len_utf8() + digits, "，、,"))??
        }
        '①'..='⑳' => after_marks(text, first.len_utf8(), "、.．"),
        _ if NUMERALS.contains(first) => {
            let digits = length(text, |c| NUMERALS.contains(c));
            (digits <= 9).then(|| marked(text, digits, "、.．"))??
        }
        '0'..='9' | '０'..='９' => {
            let digits = length(text, |c| c.is_numeric());
            let short = text[..digits].chars().count() <= 2;
            let end = short.then(|| marked(text, digits, "、.．)）"))??;
            // 1.5 is a figure, 1.2025年 is none.
            let behind = length(&text[end..], |c| c.is_ascii_digit());
            let is_year = behind == 4 && text[end + behind..].starts_with('年');
            (behind == 0 || is_year).then_some(end)?
        }
        _ => return None,
    };
    // A number alone is what somebody means.
    let end = end + length(&text[end..], char::is_whitespace);
    (end < text.len()).then_some(end)
}

/// Where 一是, 二是 at the beginning of an item ends.
fn count(text: &str) -> Option<usize> {
    let digits = length(text, |c| NUMERALS.contains(c));
    let short = (1..=9).contains(&digits);
    let end = digits + text[digits..].strip_prefix('是').map(|_| '是'.len_utf8())?;
    (short && end < text.len()).then_some(end)
}

fn marked(text: &str, at: usize, marks: &str) -> Option<usize> {
    let mark = text[at..].chars().next().filter(|c| marks.contains(*c))?;
    Some(at + mark.len_utf8())
}

fn after_marks(text: &str, at: usize, marks: &str) -> usize {
    marked(text, at, marks).unwrap_or(at)
}

fn length(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

fn shown(words: &str) -> String {
    let cut: String = words.chars().take(20).collect();
    if cut.len() < words.len() { format!("{cut}…") } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_words() {
        for (text, expected) in [
            ("一、加强学习", Some("一、")),
            ("十二、加强学习", Some("十二、")),
            ("一.加强学习", Some("一.")),
            ("（二）规范执法", Some("（二）")),
            ("(二)、规范执法", Some("(二)、")),
            ("1.严格程序", Some("1.")),
            ("1、严格程序", Some("1、")),
            ("１．严格程序", Some("１．")),
            ("3）严格程序", Some("3）")),
            ("（1） 公开信息", Some("（1） ")),
            ("②公开", Some("②")),
            ("第一，加强学习", Some("第一，")),
            ("1.2025年统计表", Some("1.")),
            ("第一书记工作", None),
            ("1.5万元罚款", None),
            ("2024.工作", None),
            ("一体推进", None),
            ("一", None),
            ("（试行）规定", None),
            ("三公经费", None),
            ("12个乡镇", None),
            ("一、", None),
        ] {
            assert_eq!(number(text).map(|end| &text[..end]), expected, "{text}");
        }
        assert_eq!(count("一是加强"), Some(6));
        assert_eq!(count("是否"), None);
    }
}
