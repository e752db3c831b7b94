//! 花括号: a reference in one pair of braces, or in full-width ones, would be printed as it is.

use std::ops::Range;

use crate::data::SHARED_TEXT;
use crate::data::node::Span;
use crate::data::record::{BUREAU, YEAR};
use crate::data::records::{LAST_YEAR, SUMMARY};
use crate::diag::{Code, Diagnostic};

/// 指标: the field that references mostly lead to.
const FIGURES: &str = "指标";

/// A finding at the first reference in the wrong braces; the fix puts right all of them.
pub(super) fn check(text: &str, span: &Span) -> Option<Diagnostic> {
    if !text.contains(['{', '｛', '｝']) {
        return None;
    }
    let wrong = wrong(text);
    let (first, name) = wrong.first()?;
    let old = &text[first.clone()];
    let message = if has_wrong_points(name) {
        format!("“{old}”里隔开名称的要用半角的点")
    } else if old.starts_with("{{{") {
        format!("“{old}”的花括号多了，只写两个")
    } else {
        format!("“{old}”要写成两对半角的花括号，这样写会照字面印出来")
    };
    let right = |name: &str| name.replace(POINTS, ".");
    let name = right(name);
    let mended: Vec<String> =
        wrong.iter().map(|(_, name)| format!("{{{{{}}}}}", right(name))).collect();
    let parts: Vec<_> =
        wrong.iter().zip(&mended).map(|((part, _), new)| (part.clone(), new.as_str())).collect();
    let finding =
        Diagnostic::new(Code::BracesInText, span.part(text, first.clone()).place(), message);
    Some(finding.hint(format!("写成 {{{{{name}}}}}")).fixed_by(span.fix(text, &parts)))
}

/// References in other braces than `{{ }}`, with what stands in them.
fn wrong(text: &str) -> Vec<(Range<usize>, &str)> {
    let is_open = |c: char| matches!(c, '{' | '｛');
    let is_close = |c: char| matches!(c, '}' | '｝');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find(is_open).map(|from| at + from) {
        let inner = open + text[open..].find(|c| !is_open(c)).unwrap_or(text.len() - open);
        let end =
            inner + text[inner..].find(|c| is_open(c) || is_close(c)).unwrap_or(text.len() - inner);
        let close = end + text[end..].find(|c| !is_close(c)).unwrap_or(text.len() - end);
        at = close.max(inner);
        let (before, behind) = (&text[open..inner], &text[end..close]);
        let is_escaped = text[..open].ends_with('\\');
        let is_right = before == "{{" && behind == "}}";
        let odd = is_right.then(|| text[inner..end].trim()).filter(|name| has_wrong_points(name));
        if let Some(name) = odd.filter(|_| !is_escaped) {
            found.push((open..close, name));
        }
        // What is not closed at all is told by who fills references in.
        let is_pair = !behind.is_empty() || before.contains('｛');
        if !is_right && !is_escaped && is_pair && is_reference(text[inner..end].trim()) {
            found.push((open..close, text[inner..end].trim()));
        }
    }
    found
}

/// Marks that stand where a point should part the names.
const POINTS: [char; 5] = ['。', '．', '·', '：', '、'];

fn has_wrong_points(name: &str) -> bool {
    name.contains(POINTS) && is_reference(&name.replace(POINTS, "."))
}

fn is_reference(name: &str) -> bool {
    let first = name.split(['.', ' ']).next().unwrap_or_default();
    let roots = [FIGURES, SHARED_TEXT, LAST_YEAR, SUMMARY, BUREAU, YEAR];
    roots.contains(&first) && (name.contains('.') || name == YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_other_braces_are_found() {
        for (text, expected) in [
            ("共{指标.处罚.案件}。", &["{指标.处罚.案件}"][..]),
            ("共｛｛指标.处罚.案件｝｝。", &["｛｛指标.处罚.案件｝｝"]),
            ("共{{指标.处罚.案件}。", &["{{指标.处罚.案件}"]),
            ("共{{指标.处罚.案件}}，{年度}年", &["{年度}"]),
            ("共{{指标。处罚．案件}}。", &["{{指标。处罚．案件}}"]),
            ("共{{{指标.处罚.案件}}}。", &["{{{指标.处罚.案件}}}"]),
            ("共{{指标.处罚.案件}}。", &[]),
            ("集合{甲，乙}", &[]),
            ("\\{{指标.处罚.案件}}", &[]),
        ] {
            let found: Vec<&str> = wrong(text).into_iter().map(|(part, _)| &text[part]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
