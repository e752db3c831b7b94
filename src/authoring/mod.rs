//! `yinfa kind check`: whether a kind of report is sound, before anybody fills in data.

mod cases;
mod contract;
mod trials;

use crate::data::records::Records;
use crate::diag::{Code, Diagnostic, Findings, Place, Severity};
use crate::kind::{Kind, Known, Provenance};
use crate::pipeline::Plan;
use trials::Trials;

/// What came of the check of one kind.
#[derive(Debug)]
pub struct Summary {
    /// The name of the kind.
    pub name: String,
    /// What was found.
    pub findings: Findings,
    /// What was tried out.
    pub trials: Trials,
}

impl Summary {
    /// One line for people.
    pub fn words(&self) -> String {
        let count = |severity| self.findings.iter().filter(|f| f.severity() == severity).count();
        let verdict = if self.findings.has_errors() { "不能用" } else { "可以用" };
        format!(
            "{}：{verdict}；错误 {}，警告 {}，提示 {}；{}。",
            self.name,
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Advice),
            self.trials.words(),
        )
    }
}

/// Checks a kind of a run from its files to its finished sample; `None` if there is no such
/// kind. Only the sample's own neighbours are seen, nothing on the disk.
pub fn check(plan: &mut Plan, name: &str) -> Option<Summary> {
    let known = plan.kinds.known(name)?;
    let mut findings: Findings = misnamed(known).into_iter().collect();
    let reports = known.kind().map(|kind| kind.examples.reports(&mut findings));
    plan.records = Records::given(reports.unwrap_or_default());
    let summary = checked(plan, name, findings);
    plan.records = Records::given(Vec::new());
    summary
}

fn checked(plan: &Plan, name: &str, mut findings: Findings) -> Option<Summary> {
    let known = plan.kinds.known(name)?;
    let mut trials = Trials::default();
    let (draft, faults) = known.draft();
    findings.extend(faults.iter().cloned());
    if let Some(kind) = draft {
        contract::check(kind, &mut findings);
        plan.kinds.check_summary(kind, &mut findings);
        if !findings.has_errors() {
            trials = trials::run(plan, kind, &mut findings);
        }
        findings.extend(absent(kind));
    }
    findings.tidy();
    Some(Summary { name: name.to_owned(), findings, trials })
}

/// A folder that is not named as its kind is hard to find.
fn misnamed(known: &Known) -> Option<Diagnostic> {
    let path = known.path();
    let folder = path.file_name()?.to_string_lossy().into_owned();
    let name = &known.choices.name;
    let differs = known.provenance != Provenance::BuiltIn && folder != *name && folder != ".";
    differs.then(|| {
        let message = format!("文件夹叫“{folder}”，种类的名称是“{name}”");
        Diagnostic::new(Code::KindFolderName, Place::File(path), message)
    })
}

fn absent(kind: &Kind) -> Findings {
    let place = || Place::File(kind.manuscript.path().with_file_name(""));
    let mut findings = Findings::new();
    if kind.examples.sample_path().is_none() {
        let message = "没有样例 sample.yaml，没有试排";
        findings.push(Diagnostic::new(Code::KindNoSample, place(), message));
    }
    if !kind.examples.has_tests() {
        let message = "没有测试 tests.yaml";
        findings.push(Diagnostic::new(Code::KindNoTests, place(), message));
    }
    findings
}
