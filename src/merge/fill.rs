//! References in the texts of the data: `{{指标.行政处罚.件数}}` becomes the figure.

use std::ops::Range;

use handlebars::{Context, RenderError};
use serde_json::Value as Json;

use super::leaf::{self, Leaves};
use super::manuscript::{render, said};
use crate::data::SHARED_TEXT;
use crate::data::node::{Node, Step, Value, path_text};
use crate::data::records::{LAST_YEAR, RESERVED};
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::kind::{Kind, template};

/// Fills the references in all texts of the data.
pub(super) fn fill(kind: &Kind, root: &Node, leaves: &mut Leaves, findings: &mut Findings) {
    let mut texts: Vec<(Vec<Step>, &Node)> = Vec::new();
    let mut paths = Vec::new();
    root.walk(&mut |path, node| {
        if node.text().is_some_and(|text| text.contains("{{") || text.contains("}}")) {
            paths.push(path.to_vec());
        }
    });
    for path in paths {
        if let Some(node) = root.at(&path) {
            texts.push((path, node));
        }
    }
    if texts.is_empty() {
        return;
    }
    let (last, own): (Vec<_>, Vec<_>) =
        texts.into_iter().partition(|(path, _)| path.first() == Some(&last_year()));
    // Last year's texts refer to last year's figures, and to nothing of this year.
    let mut filler = Filler { kind, root, findings };
    if let Some(before) = leaves.json.get_mut(LAST_YEAR) {
        filler.fill(before, 1, last);
    }
    filler.fill(&mut leaves.json, 0, own);
}

fn last_year() -> Step {
    Step::Field(LAST_YEAR.to_owned())
}

struct Filler<'a> {
    kind: &'a Kind,
    root: &'a Node,
    findings: &'a mut Findings,
}

impl Filler<'_> {
    /// Fills the texts of one report; `json` lies `depth` steps below the root.
    fn fill(&mut self, json: &mut Json, depth: usize, texts: Vec<(Vec<Step>, &Node)>) {
        let is_shared =
            |path: &[Step]| path.get(depth) == Some(&Step::Field(SHARED_TEXT.to_owned()));
        let (shared, rest): (Vec<_>, Vec<_>) =
            texts.into_iter().partition(|(path, _)| is_shared(path));
        for round in [shared, rest] {
            let Ok(context) = Context::wraps(&*json) else { return };
            for (path, node) in round {
                let field = path_text(&path);
                match fill_one(&context, node, &field) {
                    Ok(text) => {
                        let filled = leaf::plain(&text);
                        check_lines(self.kind, self.root, &path, node, &filled, self.findings);
                        replace(json, &path[depth..], &text);
                    }
                    Err(found) => {
                        self.findings.extend(found);
                        // What refers to this text must not be blamed for it.
                        replace(json, &path[depth..], "");
                    }
                }
            }
        }
    }
}

fn fill_one(context: &Context, node: &Node, field: &str) -> Result<String, Findings> {
    let text = node.text().unwrap_or_default();
    if text.matches("}}").count() > text.matches("{{").count() {
        // The library would print them.
        let message = "花括号没有配对：“}}”比“{{”多";
        let place = part(node, unopened(text));
        return Err(Diagnostic::new(Code::BracesInText, place, message).field(field).into());
    }
    let compiled = template::compile(text).map_err(|unreadable| {
        let place = part(node, text.find("{{").map(|at| at..at + 2));
        Findings::from(Diagnostic::new(Code::BracesInText, place, unreadable.reason).field(field))
    })?;
    let mut unknown: Findings = template::unknown(&compiled, context.data())
        .into_iter()
        .map(|missing| {
            let message = format!("文字里引用了“{}”，数据里没有", missing.name);
            let place = part(node, reference_at(text, &missing.name));
            Diagnostic::new(Code::UnknownName, place, message).field(field).hint(missing.hint())
        })
        .collect();
    unknown.extend(template::unknown_helpers(&compiled).into_iter().map(|name| {
        let message = format!("没有“{name}”这种写法");
        Diagnostic::new(Code::UnknownHelper, part(node, reference_at(text, &name)), message)
            .field(field)
            .hint(format!("可以用的写法：{}", template::HELPERS.join("、")))
    }));
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let filled = render(&compiled, context).map_err(|error| {
        let (code, message) = said(&error);
        let place = part(node, call_at(text, &error));
        Findings::from(Diagnostic::new(code, place, message).field(field))
    })?;
    if leaf::plain(&filled).contains("{{") && !text.contains("\\{{") {
        let message = "引用的文字里还有引用，只有“文字”里的内容可以再引用指标";
        let place = part(node, text.find("{{").map(|at| at..at + 2));
        return Err(Diagnostic::new(Code::BracesInText, place, message).field(field).into());
    }
    Ok(filled)
}

/// A reference must not split what is one line or one paragraph: what it brings in is held
/// to the same contract as what was typed.
fn check_lines(
    kind: &Kind,
    root: &Node,
    path: &[Step],
    node: &Node,
    filled: &str,
    findings: &mut Findings,
) {
    let typed = node.text().unwrap_or_default().trim_end();
    if !filled.contains('\n') || typed.contains('\n') {
        return;
    }
    let alone = typed.starts_with("{{") && typed.find("}}") == Some(typed.len() - 2);
    if alone {
        let mut changed = root.clone();
        if let Some(part) = changed.at_mut(path) {
            part.value = Value::Text(filled.to_owned());
        }
        if let Value::Map(entries) = &mut changed.value {
            // What the program adds is not part of the contract.
            entries.retain(|entry| !RESERVED.contains(&entry.key.as_str()));
        }
        kind.schema.check(&changed, findings);
    } else {
        let message = "引用的文字有几段，不能放在一段话的中间";
        let place = part(node, typed.find("{{").map(|at| at..at + 2));
        findings.push(Diagnostic::new(Code::BadForm, place, message).field(path_text(path)));
    }
}

/// The place of a part of a text, else of the whole.
fn part(node: &Node, part: Option<Range<usize>>) -> Place {
    let text = node.text().unwrap_or_default();
    part.map_or_else(|| node.span.place(), |part| node.span.part(text, part).place())
}

/// The first `}}` that no `{{` stands before.
fn unopened(text: &str) -> Option<Range<usize>> {
    let open = |at: usize| text[..at].matches("{{").count();
    let mut ends = text.match_indices("}}").enumerate();
    ends.find(|(before, (at, _))| open(*at) <= *before).map(|(_, (at, _))| at..at + 2)
}

/// Where a text first refers to `name`: inside `{{ }}`, and not as the beginning or end of
/// another name.
fn reference_at(text: &str, name: &str) -> Option<Range<usize>> {
    let goes_on = |c: char| c.is_alphanumeric() || "_.[]".contains(c);
    let found = text.match_indices(name).map(|(at, _)| at..at + name.len());
    let mut inside = found.filter(|found| {
        let before = &text[..found.start];
        before.rfind("{{").is_some_and(|open| !before[open..].contains("}}"))
    });
    let first = inside.clone().next();
    let whole = inside.find(|found| {
        !text[..found.start].ends_with(goes_on) && !text[found.end..].starts_with(goes_on)
    });
    whole.or(first)
}

/// The `{{…}}` of a text in which an error arose.
fn call_at(text: &str, error: &RenderError) -> Option<Range<usize>> {
    let line_start = |line: usize| {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        std::iter::once(0).chain(ends).nth(line.saturating_sub(1)).unwrap_or(0)
    };
    let at = line_start(error.line_no.unwrap_or(1));
    let column = error.column_no.unwrap_or(1).saturating_sub(1);
    let skipped: usize = text[at..].chars().take(column).map(char::len_utf8).sum();
    let from = at + skipped;
    let start = text[from..].find("{{").map(|at| from + at).or_else(|| text.find("{{"))?;
    let end = text[start..].find("}}").map_or(start + 2, |end| start + end + 2);
    Some(start..end)
}

/// Writes a filled text back into its mark.
fn replace(json: &mut Json, path: &[Step], text: &str) {
    let target = path.iter().try_fold(json, |json, step| match step {
        Step::Field(name) => json.get_mut(name),
        Step::Item(index) => json.get_mut(index),
    });
    if let Some(Json::String(marked)) = target {
        *marked = leaf::remark(marked, text);
    }
}
