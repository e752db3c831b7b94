//! 空格: those beside hanzi, which folded lines, typed indents and habit make.

use std::ops::Range;

use crate::chars::{NUMERALS, is_chinese, is_hanzi, is_space};

/// Spaces that would be printed and should not, in bytes of the text.
pub(super) struct Stray {
    /// The spaces.
    pub(super) spaces: Range<usize>,
    /// The same with the characters beside them.
    pub(super) around: Range<usize>,
}

/// The spaces beside a hanzi or a Chinese mark, or at an end of the text: folded lines, typed
/// indents and habit make them. In a title the names of organs stand apart.
pub(super) fn stray(text: &str, is_title: bool) -> Vec<Stray> {
    let text = text.trim_end_matches('\n');
    let mut found = Vec::new();
    let mut before: Option<(usize, char)> = None;
    let mut spaces: Option<usize> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        // What stands inside {{ }} is an instruction and may hold spaces.
        if text[at..].starts_with("{{") {
            at = text[at..].find("}}").map_or(text.len(), |end| at + end + 2);
            (before, spaces) = (None, None);
            continue;
        }
        let end = at + c.len_utf8();
        if is_space(c) {
            spaces.get_or_insert(at);
        } else {
            let start = match before {
                Some((start, before)) => (is_chinese(before) || is_chinese(c)).then_some(start),
                None => (spaces == Some(0)).then_some(0),
            };
            if let (Some(run), Some(start)) = (spaces.take(), start) {
                found.push(Stray { spaces: run..at, around: start..end });
            }
            before = Some((at, c));
        }
        at = end;
    }
    if let (Some(run), Some((start, _))) = (spaces, before) {
        found.push(Stray { spaces: run..at, around: start..at });
    }
    found.retain(|one| !(is_meant(text, one) || is_title && parts_organs(text, one)));
    found
}

/// Whether a space parts the names of two organs in a title: one space between hanzi, before
/// 关于. A folded line is as likely to be behind it.
fn parts_organs(title: &str, stray: &Stray) -> bool {
    let Range { start, end } = stray.spaces;
    start < title.find("关于").unwrap_or(title.len()) && is_one_between_hanzi(title, start..end)
}

fn is_one_between_hanzi(text: &str, spaces: Range<usize>) -> bool {
    text[spaces.clone()].chars().count() == 1
        && text[..spaces.start].chars().next_back().is_some_and(is_hanzi)
        && text[spaces.end..].chars().next().is_some_and(is_hanzi)
}

/// Whether people put a space there on purpose: behind 第一条, between the organs that issued a
/// document that is named, between the halves of a slogan.
fn is_meant(text: &str, stray: &Stray) -> bool {
    let Range { start, end } = stray.spaces;
    let (before, behind) = (&text[..start], &text[end..]);
    let is_one = is_one_between_hanzi(text, start..end);
    is_article(before) || (is_one && (is_named(before) || is_slogan(before, behind)))
}

/// 第一条, 第二章 at the beginning.
fn is_article(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let number =
        line.strip_prefix('第').and_then(|rest| rest.strip_suffix(['条', '章', '节', '编']));
    let is_part = |c: char| NUMERALS.contains(c) || "百零〇".contains(c) || c.is_ascii_digit();
    number.is_some_and(|number| !number.is_empty() && number.chars().all(is_part))
}

/// In the name of a document, 《中共中央 国务院关于……》.
fn is_named(before: &str) -> bool {
    before.rfind('《').is_some_and(|open| !before[open..].contains('》'))
}

/// “不忘初心 牢记使命”: two halves of one length, in quotes or the whole text.
fn is_slogan(before: &str, behind: &str) -> bool {
    let first = before.rsplit(|c| !is_hanzi(c)).next().unwrap_or_default();
    let second = behind.split(|c| !is_hanzi(c)).next().unwrap_or_default();
    let length = first.chars().count();
    let around = (
        before[..before.len() - first.len()].chars().next_back(),
        behind[second.len()..].chars().next(),
    );
    let is_pair = length == second.chars().count();
    match around {
        (Some('“'), Some('”')) => is_pair && length >= 3,
        // A folded line may well have halves like these.
        (None, None) => is_pair && length >= 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::stray;

    #[test]
    fn spaces_that_would_be_printed() {
        for (text, expected) in [
            ("折行的 长文字", Some("的 长")),
            ("共 30 件", Some("共 3")),
            ("　　段首缩进", Some("　　段")),
            ("句末 ", Some("末 ")),
            ("中间\u{A0}不换行", Some("间\u{A0}不")),
            ("共 30 件，新收 12 件", Some("共 3")),
            ("GB/T 9704", None),
            ("比上年{{增减 指标.甲.乙}}。", None),
            ("整段\n另一段\n", None),
            ("第一条　为了规范", None),
            ("第十二章 附则", None),
            ("第一季度 情况", Some("度 情")),
            ("落实《中共中央 国务院关于甲的意见》", None),
            ("落实《意见》 情况", Some("》 情")),
            ("开展“不忘初心 牢记使命”主题教育", None),
            ("凝心聚力 开创新局", None),
            ("张 三", Some("张 三")),
            ("凝心聚力 再接再厉开创新局", Some("力 再")),
        ] {
            let found = stray(text, false);
            let first = found.first().map(|one| &text[one.around.clone()]);
            assert_eq!(first, expected, "{text}");
        }
    }

    #[test]
    fn names_of_organs_stand_apart_in_titles() {
        for (text, expected) in [
            ("中共示例县委 示例县人民政府关于春耕的通知", None),
            ("示例县公安局　示例县司法局 示例县财政局", None),
            ("示例县公安局关于 春耕的通知", Some("于 春")),
            ("示例县公安局  示例县司法局通告", Some("局  示")),
            (" 示例县公安局通告", Some(" 示")),
            ("示例县公安局2024 年通告", Some("4 年")),
        ] {
            let found = stray(text, true);
            let first = found.first().map(|one| &text[one.around.clone()]);
            assert_eq!(first, expected, "{text}");
        }
    }
}
