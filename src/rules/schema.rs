//! Whether a path of a rule leads to something that the data contract knows.

use serde_json::Value as Json;

use super::expr::{Path, PathStep};
use crate::data::records::{LAST_YEAR, SUMMARY};
use crate::data::schema::FORMAT_QUANTITY;

/// What a path must lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// A figure.
    Figure,
    /// Anything.
    Anything,
}

/// What is wrong with a path; `loops` are the paths of the loops that it may begin with.
pub(super) fn fault(schema: &Json, path: &Path, loops: &[Path], goal: Goal) -> Option<String> {
    let steps = whole(path, loops);
    let steps = match &steps[..] {
        // Last year's report keeps to the same contract; what is computed keeps to none.
        [PathStep::Field(first), rest @ ..] if first == LAST_YEAR => rest,
        [PathStep::Field(first), ..] if first == SUMMARY => return None,
        all => all,
    };
    let found = walk(schema, resolve(schema, schema), steps).err();
    found.or_else(|| {
        let ends = ends(schema, resolve(schema, schema), steps);
        let figure = ends.into_iter().any(|end| may_be_figure(schema, end));
        let name = super::text::path(path);
        (goal == Goal::Figure && !figure).then(|| {
            format!("“{name}”不是数，勾稽里要写到具体的一格；列表和一组字段用 .* 表示每一项")
        })
    })
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

fn walk(root: &Json, here: &Json, steps: &[PathStep]) -> Result<(), String> {
    let Some((step, rest)) = steps.split_first() else { return Ok(()) };
    let nexts = nexts(root, here, step);
    if nexts.is_empty() {
        return Err(unknown(here, step));
    }
    // `*` over different fields: one that goes on is enough.
    let mut outcomes = nexts.into_iter().map(|next| walk(root, next, rest));
    let first = outcomes.next().unwrap_or(Ok(()));
    if first.is_ok() || outcomes.any(|outcome| outcome.is_ok()) { Ok(()) } else { first }
}

fn ends<'a>(root: &'a Json, here: &'a Json, steps: &[PathStep]) -> Vec<&'a Json> {
    match steps.split_first() {
        None => vec![here],
        Some((step, rest)) => {
            let nexts = nexts(root, here, step);
            nexts.into_iter().flat_map(|next| ends(root, next, rest)).collect()
        }
    }
}

fn nexts<'a>(root: &'a Json, here: &'a Json, step: &PathStep) -> Vec<&'a Json> {
    let properties = here.get("properties").and_then(Json::as_object);
    let others = here.get("additionalProperties").filter(|schema| schema.is_object());
    let found: Vec<&Json> = match step {
        PathStep::Field(name) => {
            properties.and_then(|fields| fields.get(name)).or(others).into_iter().collect()
        }
        PathStep::Every if is_figure(here) => Vec::new(),
        PathStep::Every => {
            let items = here.get("items").filter(|schema| schema.is_object());
            let fields = properties.into_iter().flatten().map(|(_, field)| field);
            fields.chain(others).chain(items).collect()
        }
        PathStep::Where(pattern) => {
            let items = here.get("items").map(|items| resolve(root, items));
            let known = |items: &&Json| {
                items.get("properties").is_some_and(|fields| fields.get(&pattern.field).is_some())
            };
            items.filter(known).into_iter().collect()
        }
        PathStep::Loop(_) => Vec::new(),
    };
    found.into_iter().map(|schema| resolve(root, schema)).collect()
}

fn unknown(here: &Json, step: &PathStep) -> String {
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
    if here.get("items").is_some() && here.get("properties").is_none() {
        return format!("“{name}”前面的字段是列表，要写 .* 表示每一项");
    }
    let known = here.get("properties").and_then(Json::as_object).into_iter().flatten();
    let known: Vec<&str> = known.map(|(name, _)| name.as_str()).collect();
    let near = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .filter(|(distance, _)| crate::data::is_near(*distance, name))
        .min();
    match near {
        Some((_, near)) => format!("schema.json 里没有“{name}”，是不是“{near}”"),
        None if known.is_empty() => format!("schema.json 里没有“{name}”"),
        None => format!("schema.json 里没有“{name}”，这里有：{}", known.join("、")),
    }
}

fn resolve<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    let mut here = schema;
    // A chain of references is short; a ring of them ends here.
    for _ in 0..16 {
        let target = here.get("$ref").and_then(Json::as_str);
        match target.and_then(|target| root.pointer(target.strip_prefix('#')?)) {
            Some(next) => here = next,
            None => break,
        }
    }
    here
}

fn is_figure(schema: &Json) -> bool {
    schema.get("format").and_then(Json::as_str) == Some(FORMAT_QUANTITY)
}

fn may_be_figure(root: &Json, schema: &Json) -> bool {
    let schema = resolve(root, schema);
    let parts = ["properties", "items", "additionalProperties"];
    let whole = parts.iter().any(|part| schema.get(part).is_some_and(Json::is_object));
    is_figure(schema) || !whole
}
