//! 标点: half-width marks among hanzi (GB/T 15834, by clause 9).

use super::{Para, Part};
use crate::chars::is_hanzi;
use crate::inspect::results::{Check, Results};
use crate::proof;

const QUOTES: Check = Check::usual("9", "引号");
const MARKS: Check = Check::usual("9", "汉字间的标点");
const DIGITS: Check = Check::usual("9", "数字");

pub(super) fn check(paras: &[Para], results: &mut Results) {
    for para in paras {
        if matches!(para.part, Part::PageNumber | Part::Contents | Part::Mark | Part::Number) {
            continue;
        }
        let chars: Vec<char> = para.text.chars().collect();
        quotes(&chars, para, results);
        let wrong = (0..chars.len()).find(|at| is_wrong_mark(&chars, *at, para.part));
        let found = wrong.map_or_else(String::new, |at| around(&chars, at));
        results.judge(MARKS, wrong.is_none(), "中文文字用全角标点", found, &para.at);
        let wide = chars.iter().position(|c| matches!(c, '０'..='９'));
        let found = wide.map_or_else(String::new, |at| around(&chars, at));
        results.judge(DIGITS, wide.is_none(), "半角阿拉伯数字", found, &para.at);
    }
}

fn quotes(chars: &[char], para: &Para, results: &mut Results) {
    let straight = chars.iter().position(|c| matches!(c, '"' | '＂'));
    let straight = straight.or_else(|| {
        let near_hanzi = |at: usize| at < chars.len() && is_hanzi(chars[at]);
        (0..chars.len())
            .find(|&at| chars[at] == '\'' && (near_hanzi(at + 1) || (at > 0 && near_hanzi(at - 1))))
    });
    let found = straight.map_or_else(String::new, |at| around(chars, at));
    results.judge(QUOTES, straight.is_none(), "弯引号“”‘’", found, &para.at);
}

/// Whether a half-width mark stands among hanzi; `：` of an element and the brackets of 附注
/// have their own checks.
fn is_wrong_mark(chars: &[char], at: usize, part: Part) -> bool {
    let is_own = match chars[at] {
        ':' => matches!(
            part,
            Part::Addressees | Part::AttachmentNote | Part::CopiedTo | Part::Attendance
        ),
        '(' | ')' => part == Part::Remarks,
        _ => false,
    };
    !is_own && proof::is_wrong_mark(chars, at)
}

fn around(chars: &[char], at: usize) -> String {
    let (from, to) = (at.saturating_sub(4), (at + 5).min(chars.len()));
    chars[from..to].iter().collect()
}
