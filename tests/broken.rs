//! Broken data files: each case under `tests/suite` holds the findings that it must give.
//! What is not expected must not be found.

use std::path::Path;

use yinfa::pipeline;

use crate::support::{self, expected};

#[test]
fn every_case_gives_exactly_its_findings() {
    let plan = support::plan();
    let cases = cases_in(&support::root().join("tests/suite"));
    assert!(cases.len() >= 30, "only {} cases were found", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(|path| check(path, &plan)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every case makes no file when it has an error, and both files when it has none.
fn check(path: &Path, plan: &pipeline::Plan) -> Option<String> {
    let report = pipeline::export(path, plan);
    assert_eq!(report.outputs.is_some(), !report.findings.has_errors(), "{path:?}");
    let about = path.display().to_string();
    expected::check(&about, &expected::expected_in(path), &report.findings)
}

pub fn cases_in(folder: &Path) -> Vec<std::path::PathBuf> {
    let jobs = yinfa::batch::find_jobs(folder, None).expect("the suite is there").value;
    jobs.into_iter().map(|job| job.input).collect()
}
