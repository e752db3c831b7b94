//! 附件说明 and the attachments behind the document (7.3.4, 7.3.7).

use super::{Para, Part};
use crate::inspect::results::{Check, Results};

const LABEL: Check = Check::must("7.3.4", "附件说明形式");
const NUMBERS: Check = Check::must("7.3.4", "附件顺序号");
const ENDING: Check = Check::must("7.3.4", "附件名称标点");
const BOOK_MARKS: Check = Check::usual("7.3.4", "附件名称书名号");
const PAGE_LABEL: Check = Check::must("7.3.7", "附件顺序号形式");
const AGREEMENT: Check = Check::must("7.3.7", "附件与附件说明一致");

pub(super) fn check(paras: &[Para], results: &mut Results) {
    let names = note(paras, results);
    let labels: Vec<&Para> =
        paras.iter().filter(|para| para.part == Part::AttachmentLabel).collect();
    let single = labels.len() == 1 && names.len() <= 1;
    let mut before = 0;
    for (label, title) in labels.iter().zip(titles(paras)) {
        let text = plain(&label.text);
        let number: usize = text.trim_start_matches("附件").parse().unwrap_or(0);
        // Attachments that only their name is given of have no page.
        let rising = number > before && number <= names.len().max(labels.len());
        let ok =
            if single { text == "附件" } else { text == format!("附件{number}") && rising };
        let required = if single {
            "附件".to_owned()
        } else {
            format!("附件{}（与附件说明一致）", before + 1)
        };
        results.judge(PAGE_LABEL, ok, required, &text, &label.at);
        before = number.max(before);
        let Some((name, at)) = title else { continue };
        let index = if single { 0 } else { number.saturating_sub(1) };
        let wanted = names.get(index);
        let ok = wanted.is_some_and(|wanted| *wanted == name);
        let required = match wanted {
            Some(wanted) => format!("附件说明写的“{wanted}”"),
            None => "附件说明写明这个附件".to_owned(),
        };
        results.judge(AGREEMENT, ok, required, format!("“{name}”"), at);
    }
}

/// Judges the 附件说明; the names in it.
fn note(paras: &[Para], results: &mut Results) -> Vec<String> {
    let items: Vec<&Para> = paras.iter().filter(|para| para.part == Part::AttachmentNote).collect();
    let mut names = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let text = plain(&item.text);
        let (label, rest) = match text.strip_prefix("附件") {
            Some(rest) if index == 0 => (true, rest),
            _ => (false, text.as_str()),
        };
        let body = rest.strip_prefix('：');
        if index == 0 {
            let shown: String = text.chars().take(6).collect();
            results.judge(LABEL, label && body.is_some(), "“附件：”，全角冒号", shown, &item.at);
        }
        // `附件1：` is wrong, but its digit is no part of the name.
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = if label && digits.starts_with(['：', ':']) { digits } else { rest };
        let rest = rest.trim_start_matches(['：', ':']);
        let (number, name) = numbered(rest);
        let wanted = (items.len() > 1).then(|| format!("{}.", index + 1));
        let shown: String = rest.chars().take(4).collect();
        let required = match &wanted {
            Some(wanted) => format!("“{wanted}”"),
            None => "只有一个附件时不编号".to_owned(),
        };
        // A name of a single attachment may begin with a year, never with `1.`.
        let ok = number == wanted.as_deref().unwrap_or_default();
        results.judge(NUMBERS, ok, required, shown, &item.at);
        let ok = !name.ends_with(['。', '；', '，', '、', '：', '.', ';', ',']);
        results.judge(ENDING, ok, "附件名称后不加标点", name, &item.at);
        let ok = !(name.starts_with('《') && name.ends_with('》'));
        results.judge(BOOK_MARKS, ok, "附件名称不加书名号", name, &item.at);
        names.push(name.trim_matches(['。', '；', '，', '、', '《', '》']).to_owned());
    }
    names
}

/// `1.` or what is used instead, and the name behind it.
fn numbered(text: &str) -> (&str, &str) {
    let digits = text.chars().take_while(|c| c.is_ascii_digit()).count();
    let mark = text[digits..].chars().next();
    match mark {
        Some(mark @ ('.' | '．' | '、' | ')' | '）')) if (1..=2).contains(&digits) => {
            text.split_at(digits + mark.len_utf8())
        }
        _ => ("", text),
    }
}

/// For each attachment page group its title, joined.
fn titles(paras: &[Para]) -> Vec<Option<(String, &crate::inspect::results::At)>> {
    let mut found: Vec<Option<(String, &crate::inspect::results::At)>> = Vec::new();
    for para in paras {
        match para.part {
            Part::AttachmentLabel => found.push(None),
            Part::AttachmentTitle => {
                let Some(last) = found.last_mut() else { continue };
                match last {
                    Some((text, _)) => text.push_str(&plain(&para.text)),
                    None => *last = Some((plain(&para.text), &para.at)),
                }
            }
            _ => {}
        }
    }
    found
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::results::{At, Verdict};

    fn faults(items: &[(Part, &str)]) -> Vec<&'static str> {
        let para = |(part, text): &(Part, &str)| Para {
            part: *part,
            text: (*text).to_owned(),
            at: At::default(),
            attached: false,
        };
        let mut results = Results::default();
        check(&items.iter().map(para).collect::<Vec<_>>(), &mut results);
        let rows = results.finish();
        let wrong = rows.iter().filter(|row| row.verdict >= Verdict::Warning);
        let mut items: Vec<&str> = wrong.map(|row| row.item).collect();
        items.dedup();
        items
    }

    #[test]
    fn notes_and_pages() {
        use Part::{AttachmentLabel as L, AttachmentNote as N, AttachmentTitle as T};
        assert!(faults(&[(N, "附件：2024年情况表")]).is_empty());
        assert!(
            faults(&[
                (N, "附件：1.甲表"),
                (N, "2.乙表"),
                (L, "附件1"),
                (T, "甲表"),
                (L, "附件2"),
                (T, "乙表")
            ])
            .is_empty()
        );
        assert!(faults(&[(N, "附件：甲表"), (L, "附件"), (T, "甲表")]).is_empty());
        assert_eq!(faults(&[(N, "附件:甲表")]), [LABEL.item]);
        assert_eq!(faults(&[(N, "附件1：甲表")]), [LABEL.item]);
        assert_eq!(faults(&[(N, "附件：1.甲表")]), [NUMBERS.item]);
        assert_eq!(faults(&[(N, "附件：1、甲表"), (N, "2、乙表")]), [NUMBERS.item]);
        assert_eq!(faults(&[(N, "附件：甲表。")]), [ENDING.item]);
        assert_eq!(faults(&[(N, "附件：《甲表》")]), [BOOK_MARKS.item]);
        assert_eq!(faults(&[(N, "附件：甲表"), (L, "附件："), (T, "甲表")]), [PAGE_LABEL.item]);
        assert_eq!(faults(&[(N, "附件：甲表"), (L, "附件"), (T, "乙表")]), [AGREEMENT.item]);
    }
}
