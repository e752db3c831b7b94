//! 汇总: a report computed from the data of many others, as the kind's `summary.yaml`
//! declares. `gather` finds and checks the reports, `compute` makes the reserved tree
//! `汇总`, `spec` reads the declaration and says what the tree will hold.
//!
//! Every value knows its place: a bureau's figure that in the bureau's file, a total that of
//! its line in `summary.yaml`.

mod compute;
mod gather;
mod spec;

pub(crate) use spec::Spec;

use crate::data::node::Node;
use crate::data::records::{Records, SUMMARY};
use crate::data::schema::Schema;
use crate::diag::Findings;
use crate::rules::Rules;
use crate::sheets::Loader;

/// The kind whose reports are counted, as far as 汇总 has to know it.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// 报告种类.
    pub name: &'a str,
    /// The data contract.
    pub contract: &'a Schema,
    /// What the figures must add up to.
    pub rules: &'a Rules,
}

/// Computes a report's 汇总 and puts it into its tree.
pub(crate) fn join(
    spec: &Spec,
    counted: Counted<'_>,
    loader: Loader<'_>,
    records: &Records,
    root: &mut Node,
    findings: &mut Findings,
) {
    let given = records.in_memory();
    let Some(gathered) = gather::gather(spec, counted, loader, given, root, findings) else {
        return;
    };
    root.set(SUMMARY, compute::tree(spec, &gathered, findings));
}
