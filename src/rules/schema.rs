//! Whether a path of a rule leads to something that the data contract knows.

use super::expr::{Path, PathStep};
use crate::data::records::{LAST_YEAR, SUMMARY};
use crate::data::schema::View;
use crate::suggest;

/// What a path must lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// A figure.
    Figure,
    /// Anything.
    Anything,
}

/// What is wrong with a path; `loops` are the paths of the loops that it may begin with.
pub(super) fn fault(
    contract: &View<'_>,
    path: &Path,
    loops: &[Path],
    goal: Goal,
) -> Option<String> {
    let steps = whole(path, loops);
    let steps = match &steps[..] {
        // Last year's report keeps to the same contract; what is computed keeps to none.
        [PathStep::Field(first), rest @ ..] if first == LAST_YEAR => rest,
        [PathStep::Field(first), ..] if first == SUMMARY => return None,
        all => all,
    };
    if let Err(unknown) = walk(contract, steps) {
        return Some(unknown);
    }
    let is_figure = |end: &View<'_>| end.is_quantity() || !end.has_parts();
    match goal {
        Goal::Anything => None,
        Goal::Figure if any_end(contract, steps, &is_figure) => None,
        Goal::Figure => {
            let name = super::text::path(path);
            Some(format!("“{name}”不是数，勾稽里要写到具体的一格；列表和一组字段用 .* 表示每一项"))
        }
    }
}

/// The path with the loops that it begins with.
fn whole(path: &Path, loops: &[Path]) -> Vec<PathStep> {
    match path.steps.split_first() {
        Some((PathStep::Loop(index), rest)) => {
            let start = loops.get(*index).map(|path| whole(path, loops)).unwrap_or_default();
            start.into_iter().chain(rest.iter().cloned()).collect()
        }
        _ => path.steps.clone(),
    }
}

fn walk(here: &View<'_>, steps: &[PathStep]) -> Result<(), String> {
    let Some((step, rest)) = steps.split_first() else { return Ok(()) };
    let nexts = nexts(here, step);
    if nexts.is_empty() {
        return Err(unknown(here, step));
    }
    // `*` over different fields: one that goes on is enough.
    let mut outcomes = nexts.iter().map(|next| walk(next, rest));
    let first = outcomes.next().unwrap_or(Ok(()));
    if first.is_ok() || outcomes.any(|outcome| outcome.is_ok()) { Ok(()) } else { first }
}

/// Whether something holds for one of the ends of a path.
fn any_end(here: &View<'_>, steps: &[PathStep], holds: &impl Fn(&View<'_>) -> bool) -> bool {
    match steps.split_first() {
        None => holds(here),
        Some((step, rest)) => nexts(here, step).iter().any(|next| any_end(next, rest, holds)),
    }
}

fn nexts<'a>(here: &View<'a>, step: &PathStep) -> Vec<View<'a>> {
    match step {
        PathStep::Field(name) => here.field(name).into_iter().collect(),
        PathStep::Every if here.is_quantity() => Vec::new(),
        PathStep::Every => here.inside(),
        PathStep::Where(pattern) => {
            let known = |items: &View<'_>| items.names().any(|name| name == pattern.field);
            here.items().filter(known).into_iter().collect()
        }
        PathStep::Loop(_) => Vec::new(),
    }
}

fn unknown(here: &View<'_>, step: &PathStep) -> String {
    let name = match step {
        PathStep::Field(name) => name,
        PathStep::Where(pattern) => {
            let shown = super::text::pattern(pattern);
            return format!("“{shown}”前面的字段不是列表，或者每一项没有“{}”", pattern.field);
        }
        PathStep::Every | PathStep::Loop(_) => {
            return "“.*”前面的字段不是列表，也不是一组字段".to_owned();
        }
    };
    if here.says("items") && !here.says("properties") {
        return format!("“{name}”前面的字段是列表，要写 .* 表示每一项");
    }
    let known: Vec<&str> = here.names().collect();
    match suggest::nearest(name, known.iter().copied()) {
        Some(near) => format!("schema.json 里没有“{name}”，是不是“{near}”"),
        None if known.is_empty() => format!("schema.json 里没有“{name}”"),
        None => format!("schema.json 里没有“{name}”，这里有：{}", known.join("、")),
    }
}
