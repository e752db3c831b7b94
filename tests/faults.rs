//! Two hundred files with one fault each, in every format, in kinds and in rules: each is
//! reported at the right line with the right code, nothing else is, and none is accepted.
//! The cases are in `faults.toml`; whole files with more to see are in `tests/suite`.

use std::path::{Path, PathBuf};

use yinfa::diag::Findings;
use yinfa::kind::Kinds;
use yinfa::pipeline::{self, Plan};

use crate::support::expected::{self, Planted};
use crate::support::{plan, root, scratch};

const KIND: &str = "tests/rules/kinds/试验报告";

/// Where the good file of a case lies; `None` for a file of a kind.
fn data_base(file: &str) -> Option<PathBuf> {
    file.starts_with("base.").then(|| root().join("tests/faults").join(file))
}

#[test]
fn every_fault_is_found_alone() {
    let shared = plan();
    let folder = scratch("planted-faults");
    let mut wrong = Vec::new();
    let cases = Planted::all("faults.toml");
    for (number, case) in cases.iter().enumerate() {
        let here = folder.join(number.to_string());
        std::fs::create_dir_all(&here).unwrap();
        let findings = match data_base(&case.file) {
            Some(base) => check_data(case, &base, &here, &shared),
            None => check_kind(case, &here),
        };
        if !findings.has_errors() {
            wrong.push(format!("accepted: {}", case.about()));
        }
        wrong.extend(expected::check(&case.about(), &case.expect, &findings));
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    let whole = std::fs::read_dir(root().join("tests/suite")).unwrap().count();
    assert!(cases.len() >= 150 && cases.len() + whole >= 200, "{} cases", cases.len());
}

/// The bases themselves have no fault, or every case would be none.
#[test]
fn the_bases_are_good() {
    for base in ["base.yaml", "base.toml", "base.json"] {
        let report = pipeline::export(&data_base(base).unwrap(), &plan());
        assert!(report.outputs.is_some(), "{base}: {:?}", report.findings);
        let mut found = report.findings;
        found.retain(|one| one.severity() > yinfa::diag::Severity::Advice);
        assert!(found.is_empty(), "{base}: {found:?}");
    }
}

fn changed(case: &Planted, base: &Path) -> String {
    case.planted_in(&std::fs::read_to_string(base).unwrap())
}

fn check_data(case: &Planted, base: &Path, here: &Path, plan: &Plan) -> Findings {
    let path = here.join(base.file_name().unwrap());
    std::fs::write(&path, changed(case, base)).unwrap();
    pipeline::check(&path, plan).findings
}

/// A kind is loaded; if it can be, a good report of it is checked.
fn check_kind(case: &Planted, here: &Path) -> Findings {
    let kind = here.join("kinds/试验报告");
    std::fs::create_dir_all(&kind).unwrap();
    for name in ["kind.yaml", "schema.json", "body.hbs", "rules.yaml"] {
        let base = root().join(KIND).join(name);
        let text = if name == case.file {
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
