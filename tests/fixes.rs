//! Fixes: every case in `tests/fixes` has a file `.fixed` beside it, which is what the fixes of
//! its findings make of it. With that there is nothing left to fix.

use std::path::Path;

use proptest::prelude::*;
use yinfa::diag::{Findings, Fix, fix};
use yinfa::pipeline::{self, Plan};
use yinfa::source::{Notation, Source};

use crate::support;

#[test]
fn fixes_make_findings_go() {
    let plan = support::plan();
    let mut wrong = Vec::new();
    let mut cases = 0;
    for path in crate::broken::cases_in(&support::root().join("tests/fixes")) {
        cases += 1;
        wrong.extend(check(&path, &plan).err().map(|why| format!("{}: {why}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases >= 10, "only {cases} cases were found");
}

fn check(path: &Path, plan: &Plan) -> Result<(), String> {
    let before = pipeline::check(path, plan).findings;
    let text = std::fs::read_to_string(path).unwrap();
    let applied = fix::apply(&text, before.iter().filter_map(|one| one.fix.as_deref()));
    let expected = std::fs::read_to_string(format!("{}.fixed", path.display())).unwrap();
    if applied.text != expected {
        return Err(format!("became\n{}\nnot\n{expected}\n{before:#?}", applied.text));
    }
    let folder = tempfile::tempdir().unwrap();
    let fixed = folder.path().join(path.file_name().unwrap());
    std::fs::write(&fixed, &applied.text).unwrap();
    let after = pipeline::check(&fixed, plan).findings;
    let left: Vec<&str> = after.iter().map(|one| one.code.text()).collect();
    match codes_with_fix(&before).into_iter().find(|code| left.contains(code)) {
        Some(code) => Err(format!("{code} is still there: {after:#?}")),
        None => Ok(()),
    }
}

fn codes_with_fix(findings: &Findings) -> Vec<&'static str> {
    findings.iter().filter(|one| one.fix.is_some()).map(|one| one.code.text()).collect()
}

/// A fix of one change in a text between quotation marks; parts are counted in characters.
fn fix_of(source: &std::sync::Arc<Source>, from: usize, to: usize, new: &str) -> Option<Fix> {
    let text = source.text();
    let words = &text[1..text.len() - 1];
    let at = |nth: usize| words.char_indices().nth(nth).map_or(words.len(), |(at, _)| at);
    let part = at(from.min(to))..at(from.max(to));
    Fix::of_text(source, &(0..text.len()), Notation::YamlDouble, words, &[(part, new)])
}

proptest! {
    /// Fixes change what they say, each wholly or not at all, and nothing else.
    #[test]
    fn fixes_change_only_what_they_say(
        words in "[甲乙丙a-c]{1,12}",
        wanted in prop::collection::vec((0usize..13, 0usize..13, "[丁d]{0,2}"), 0..6),
    ) {
        let source = std::sync::Arc::new(Source::new("x.yaml", format!("\"{words}\"")));
        let fixes: Vec<Fix> =
            wanted.iter().filter_map(|(from, to, new)| fix_of(&source, *from, *to, new)).collect();
        let applied = fix::apply(source.text(), &fixes);
        prop_assert_eq!(applied.made + applied.refused, fixes.len());
        // Made one after the other from the end, those that were taken give the same.
        let mut taken: Vec<&Fix> = Vec::new();
        for one in &fixes {
            let both: Vec<&Fix> = taken.iter().copied().chain([one]).collect();
            if fix::apply(source.text(), both.iter().copied()).refused == 0 {
                taken = both;
            }
        }
        let mut edits: Vec<_> = taken.iter().flat_map(|one| one.edits()).collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
        edits.dedup();
        let mut text = source.text().to_owned();
        for edit in edits {
            text.replace_range(edit.range.clone(), &edit.text);
        }
        prop_assert_eq!(&applied.text, &text);
        prop_assert_eq!(applied.made, taken.len());
    }
}
