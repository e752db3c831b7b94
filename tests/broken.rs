//! Broken data files. Each case under `tests/suite` holds its expected findings:
//! a comment `#! 错误[code]` stands on the line before the finding's, `#! 文件 错误[code]`
//! anywhere means the file as a whole. JSON has no comments; there a `.expect` file beside
//! the case lists `line 错误[code]`. What is not expected must not be found.

use std::path::Path;

use yinfa::diag::Diagnostic;
use yinfa::pipeline;

use crate::support;

#[test]
fn every_case_gives_exactly_its_findings() {
    let plan = support::plan();
    let mut cases = 0;
    let mut wrong = Vec::new();
    for path in cases_in(&support::root().join("tests/suite")) {
        cases += 1;
        let (expected, found) = check(&path, &plan);
        if expected != found {
            wrong.push(format!("{}\n  期望 {expected:#?}\n  实际 {found:#?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases >= 30, "only {cases} cases were found");
}

/// Every case makes no file when it has an error, and both files when it has none.
fn check(path: &Path, plan: &pipeline::Plan) -> (Vec<String>, Vec<String>) {
    let report = pipeline::export(path, plan);
    let found = described(&report.findings);
    assert_eq!(report.outputs.is_some(), !yinfa::diag::has_errors(&report.findings), "{path:?}");
    let mut expected = expectations(path);
    expected.sort();
    (expected, found)
}

/// Line, severity and code of each finding; all must say what to do.
pub fn described(findings: &[Diagnostic]) -> Vec<String> {
    for finding in findings {
        assert!(!finding.message.ends_with('。'), "{}: no full stop at the end", finding.message);
        assert!(!finding.hints.is_empty(), "{} does not say what to do", finding.code);
    }
    let describe = |finding: &Diagnostic| {
        let line = finding.position().1.map_or("文件".to_owned(), |at| at.line.to_string());
        format!("{line} {}[{}]", finding.severity().word(), finding.code)
    };
    let mut found: Vec<String> = findings.iter().map(describe).collect();
    found.sort();
    found
}

pub fn expectations(path: &Path) -> Vec<String> {
    let listed = path.with_extension("expect");
    if listed.exists() {
        let text = std::fs::read_to_string(listed).expect("a readable list");
        return text.lines().map(str::to_owned).collect();
    }
    let bytes = std::fs::read(path).expect("a readable case");
    let text = String::from_utf8_lossy(&bytes);
    text.lines()
        .enumerate()
        .filter_map(|(index, line)| {
            let expected = line.split_once("#!")?.1.trim();
            Some(match expected.strip_prefix("文件 ") {
                Some(whole) => format!("文件 {whole}"),
                None => format!("{} {expected}", index + 2 + following(&text, index)),
            })
        })
        .collect()
}

/// Expectations may stand one under another; all mean the first line that is none.
fn following(text: &str, index: usize) -> usize {
    text.lines().skip(index + 1).take_while(|line| line.contains("#!")).count()
}

fn cases_in(folder: &Path) -> Vec<std::path::PathBuf> {
    let (jobs, _) = yinfa::batch::find_jobs(folder, None).expect("the suite is there");
    jobs.into_iter().map(|job| job.input).collect()
}
