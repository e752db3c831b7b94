//! 汇总: a report computed from the data of many others, as the kind's `summary.yaml`
//! declares. `gather` finds and checks the reports, `compute` makes the reserved tree
//! `汇总`, `spec` reads the declaration and says what the tree will hold.
//!
//! Every value knows its place: a bureau's figure that in the bureau's file, a total that of
//! its line in `summary.yaml`.

mod compute;
mod gather;
mod spec;

pub use spec::Spec;

use crate::data::kind::{Kind, Kinds};
use crate::data::node::Node;
use crate::data::records::{Records, SUMMARY};
use crate::diag::Diagnostic;
use crate::sheets::Loader;

/// Computes a report's 汇总 and puts it into its tree; kinds without `summary.yaml` have none.
pub fn join(
    kind: &Kind,
    loader: Loader<'_>,
    records: &Records,
    root: &mut Node,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(source) = &kind.summary else { return };
    let spec = match Spec::read(source) {
        Ok(spec) => spec,
        Err(found) => return findings.extend(found),
    };
    let given = records.in_memory();
    let Some(gathered) = gather::gather(&spec, loader, given, root, findings) else { return };
    root.set(SUMMARY, compute::tree(&spec, &gathered, findings));
}

/// What is wrong with a kind's `summary.yaml` without any data.
pub fn check(kind: &Kind, kinds: &Kinds) -> Vec<Diagnostic> {
    let Some(source) = &kind.summary else { return Vec::new() };
    match Spec::read(source) {
        Ok(spec) => spec.check(kind, kinds),
        Err(found) => found,
    }
}
