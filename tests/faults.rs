//! Two hundred files with one fault each, in every format, in kinds and in rules: each is
//! reported at the right line with the right code, nothing else is, and none is accepted.
//! The cases are in `faults.toml`; whole files with more to see are in `tests/suite`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use yinfa::data::kind::Kinds;
use yinfa::diag::Diagnostic;
use yinfa::pipeline::{self, Plan};

use crate::broken::described;
use crate::support::{plan, root, scratch};

#[derive(serde::Deserialize)]
struct Case {
    base: String,
    find: String,
    put: String,
    expect: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(root().join("tests/faults.toml")).unwrap();
    toml::from_str::<Cases>(&text).unwrap().case
}

const KIND: &str = "tests/rules/kinds/试验报告";

/// Where the good file of a case lies; `None` for a file of a kind.
fn data_base(base: &str) -> Option<PathBuf> {
    ["yaml", "toml", "json"]
        .contains(&base)
        .then(|| root().join("tests/faults").join(format!("base.{base}")))
}

#[test]
fn every_fault_is_found_alone() {
    let shared = plan();
    let folder = scratch("planted-faults");
    let mut wrong = Vec::new();
    let cases = cases();
    for (number, case) in cases.iter().enumerate() {
        let here = folder.join(number.to_string());
        std::fs::create_dir_all(&here).unwrap();
        let check = || match data_base(&case.base) {
            Some(base) => check_data(case, &base, &here, &shared),
            None => check_kind(case, &here),
        };
        let start = Instant::now();
        let findings = check();
        // A busy machine may be slow once; a slow case is slow again.
        if start.elapsed() > Duration::from_secs(1) {
            let start = Instant::now();
            check();
            let took = start.elapsed();
            assert!(took < Duration::from_secs(1), "{} took {took:?}", case.put);
        }
        if !yinfa::diag::has_errors(&findings) {
            wrong.push(format!("accepted: {} {}", case.base, case.put));
        }
        let mut expected = case.expect.clone();
        expected.sort();
        let found = described(&findings);
        if found != expected {
            wrong.push(format!(
                "{} {:?} → {:?}\n  期望 {expected:?}\n  实际 {found:?} {:?}",
                case.base,
                case.find,
                case.put,
                findings.first().map(|one| &one.message)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    let whole = std::fs::read_dir(root().join("tests/suite")).unwrap().count();
    assert!(cases.len() >= 150 && cases.len() + whole >= 200, "{} cases", cases.len());
}

/// The bases themselves have no fault, or every case would be none.
#[test]
fn the_bases_are_good() {
    for base in ["yaml", "toml", "json"] {
        let report = pipeline::export(&data_base(base).unwrap(), &plan());
        assert!(report.outputs.is_some(), "{base}: {:?}", report.findings);
        let mut found = report.findings;
        found.retain(|one| one.severity() > yinfa::diag::Severity::Advice);
        assert!(found.is_empty(), "{base}: {found:?}");
    }
}

fn changed(case: &Case, base: &Path) -> String {
    let text = std::fs::read_to_string(base).unwrap();
    if case.find.is_empty() {
        return case.put.clone();
    }
    assert_eq!(text.matches(&case.find).count(), 1, "{} in {base:?}", case.find);
    text.replace(&case.find, &case.put)
}

fn check_data(case: &Case, base: &Path, here: &Path, plan: &Plan) -> Vec<Diagnostic> {
    let path = here.join(base.file_name().unwrap());
    std::fs::write(&path, changed(case, base)).unwrap();
    pipeline::check(&path, plan).findings
}

/// A kind is loaded; if it can be, a good report of it is checked.
fn check_kind(case: &Case, here: &Path) -> Vec<Diagnostic> {
    let kind = here.join("kinds/试验报告");
    std::fs::create_dir_all(&kind).unwrap();
    for name in ["kind.yaml", "schema.json", "body.hbs", "rules.yaml"] {
        let base = root().join(KIND).join(name);
        let text = if name == case.base {
            changed(case, &base)
        } else {
            std::fs::read_to_string(&base).unwrap()
        };
        std::fs::write(kind.join(name), text).unwrap();
    }
    match Kinds::load(Some(here)) {
        Err(findings) => findings,
        Ok(kinds) => {
            let report = root().join("tests/rules/cases/2024/相符.yaml");
            pipeline::check(&report, &Plan { kinds, ..plan() }).findings
        }
    }
}
