//! The tests of a kind at work: every change to its sample is answered as it should be.

use crate::data;
use crate::data::node::Node;
use crate::data::records::LAST_YEAR;
use crate::diag::{Findings, Severity};
use crate::kind::Case;
use crate::pipeline::{self, Plan};

/// Runs all cases and reports those that fail.
pub(super) fn run(plan: &Plan, sample: &Node, cases: &[Case], findings: &mut Findings) {
    let before = examined(plan, sample.clone());
    for case in cases {
        let mut record = sample.clone();
        match case.change_sample(&mut record) {
            Err(wrong) => findings.push(wrong),
            Ok(()) => {
                let mut after = examined(plan, record);
                after.retain(|one| !before.iter().any(|old| old.key() == one.key()));
                findings.extend(case.judge(&after));
            }
        }
    }
}

/// Errors and warnings on the way to the document; no files are made.
fn examined(plan: &Plan, mut root: Node) -> Findings {
    let mut findings = Findings::new();
    let last = root.take(LAST_YEAR);
    data::check(&mut root, &mut findings);
    if let Some(last) = last {
        root.set(LAST_YEAR, last);
    }
    pipeline::examine(&mut root, plan, &mut findings);
    findings.tidy();
    findings.retain(|one| one.severity() > Severity::Advice);
    findings
}
