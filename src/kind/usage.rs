//! Whether every name of a template is declared in the kind's schema, also inside
//! `{{#each}}` and `{{#with}}`, and which declared fields a template never uses.

use std::collections::BTreeSet;

use handlebars::Path;
use handlebars::template::{BlockParam, HelperTemplate, Parameter, Template, TemplateElement};

use super::template::{Missing, PRINT};
use crate::data::schema::View;

/// What a template does with the declared fields.
#[derive(Debug, Default)]
pub struct Usage {
    /// Names that the schema does not declare.
    pub(super) missing: Vec<Missing>,
    /// Fields that are named, as paths (`成效.标题`, `工作[].名称`).
    named: BTreeSet<String>,
    /// Fields that are handed to a helper with all that is in them.
    whole: BTreeSet<String>,
}

impl Usage {
    /// Whether a field is printed, tested or part of something that is printed.
    pub fn uses(&self, path: &str) -> bool {
        self.named.contains(path) || self.uses_whole(path)
    }

    /// Whether a field is handed over with all that is in it.
    pub fn uses_whole(&self, path: &str) -> bool {
        let inside = |whole: &String| {
            path.strip_prefix(whole.as_str()).is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        self.whole.contains(path) || self.whole.iter().any(inside)
    }
}

/// Reads the uses of all fields; `extra` declares what the program adds to the data.
pub(super) fn of<'a>(template: &Template, contract: View<'a>, extra: &[(&str, View<'a>)]) -> Usage {
    let root = Scope { view: Some(contract), path: String::new() };
    let mut walker = Walker { extra, usage: Usage::default() };
    walker.template(template, &Names { scopes: vec![root], bound: Vec::new() });
    walker.usage
}

/// A part of the data: what the schema says of it, and where it lies.
#[derive(Debug, Clone)]
struct Scope<'a> {
    /// `None` where nobody knows.
    view: Option<View<'a>>,
    path: String,
}

/// What names mean at one place of a template.
#[derive(Debug, Clone)]
struct Names<'a> {
    /// From the root to the innermost `each` or `with`.
    scopes: Vec<Scope<'a>>,
    /// `as |名称|`
    bound: Vec<(String, Scope<'a>)>,
}

/// How a value is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Only whether it is there, or entered to name its parts.
    Named,
    /// With all that is in it.
    Whole,
}

struct Walker<'a, 'b> {
    extra: &'b [(&'b str, View<'a>)],
    usage: Usage,
}

impl<'a> Walker<'a, '_> {
    fn template(&mut self, template: &Template, names: &Names<'a>) {
        for element in &template.elements {
            match element {
                TemplateElement::Expression(call) | TemplateElement::HtmlExpression(call) => {
                    self.call(call, names);
                }
                TemplateElement::HelperBlock(block) => self.block(block, names),
                _ => {}
            }
        }
    }

    fn block(&mut self, block: &HelperTemplate, names: &Names<'a>) {
        let name = block.name.as_name().unwrap_or_default();
        let mut inner = names.clone();
        if let ("each" | "with", Some(Parameter::Path(path))) = (name, block.params.first()) {
            if let Some(scope) = self.resolve(path, names, Use::Named) {
                let scope = if name == "each" { items(&scope) } else { scope };
                self.usage.named.insert(scope.path.clone());
                if let Some(BlockParam::Single(Parameter::Name(bound))) = &block.block_param {
                    inner.bound.push((bound.clone(), scope.clone()));
                }
                if let Some(BlockParam::Pair((Parameter::Name(bound), Parameter::Name(_)))) =
                    &block.block_param
                {
                    inner.bound.push((bound.clone(), scope.clone()));
                }
                inner.scopes.push(scope);
            } else {
                inner.scopes.push(Scope { view: None, path: "?".to_owned() });
            }
        } else {
            self.call(block, names);
        }
        block.template.iter().for_each(|template| self.template(template, &inner));
        block.inverse.iter().for_each(|template| self.template(template, names));
    }

    fn call(&mut self, call: &HelperTemplate, names: &Names<'a>) {
        let name = call.name.as_name().unwrap_or_default();
        let tests = matches!(name, "if" | "unless" | "eq" | "ne");
        let how = if tests { Use::Named } else { Use::Whole };
        if call.params.is_empty() && call.hash.is_empty() && !call.block && name != PRINT {
            self.parameter(&call.name, names, how);
        }
        for param in call.params.iter().chain(call.hash.values()) {
            self.parameter(param, names, how);
        }
    }

    fn parameter(&mut self, parameter: &Parameter, names: &Names<'a>, how: Use) {
        match parameter {
            Parameter::Path(path) => {
                self.resolve(path, names, how);
            }
            Parameter::Subexpression(expression) => {
                if let TemplateElement::Expression(call) = expression.as_element() {
                    self.call(call, names);
                }
            }
            _ => {}
        }
    }

    /// The part that a name means; what leads nowhere is noted.
    fn resolve(&mut self, path: &Path, names: &Names<'a>, how: Use) -> Option<Scope<'a>> {
        let Path::Relative((_, raw)) = path else { return None };
        let (start, segments) = start(raw, names)?;
        let mut here = start;
        for segment in &segments {
            match self.child(&here, segment) {
                Child::Known(scope) => {
                    self.usage.named.insert(scope.path.clone());
                    here = scope;
                }
                Child::Free => return None,
                Child::Missing(known) => {
                    let name = raw.trim_start_matches("../").to_owned();
                    let one = Missing { name, known, segment: segment.clone() };
                    if !self.usage.missing.contains(&one) {
                        self.usage.missing.push(one);
                    }
                    return None;
                }
            }
        }
        if how == Use::Whole {
            self.usage.whole.insert(here.path.clone());
        }
        Some(here)
    }

    fn child(&self, scope: &Scope<'a>, name: &str) -> Child<'a> {
        let Some(view) = &scope.view else { return Child::Free };
        if scope.path.is_empty()
            && let Some((_, view)) = self.extra.iter().find(|(extra, _)| *extra == name)
        {
            return Child::Known(Scope { view: Some(view.clone()), path: name.to_owned() });
        }
        match view.field(name) {
            Some(field) => {
                let path = match scope.path.as_str() {
                    "" => name.to_owned(),
                    path => format!("{path}.{name}"),
                };
                Child::Known(Scope { view: Some(field), path })
            }
            None if view.is_silent() => Child::Free,
            None => Child::Missing(view.names().map(str::to_owned).collect()),
        }
    }
}

/// What lies in each item of a list, or in each field of a record.
fn items<'a>(scope: &Scope<'a>) -> Scope<'a> {
    let view = scope.view.as_ref().and_then(View::any_inside);
    Scope { view, path: format!("{}[]", scope.path) }
}

enum Child<'a> {
    Known(Scope<'a>),
    /// The schema leaves it open.
    Free,
    /// The names that there are.
    Missing(Vec<String>),
}

/// Where a written name starts and the names from there; `None` for `@index` and the like.
fn start<'a>(raw: &str, names: &Names<'a>) -> Option<(Scope<'a>, Vec<String>)> {
    let mut depth = names.scopes.len() - 1;
    let mut rest = raw;
    if let Some(inner) = rest.strip_prefix("@root") {
        (depth, rest) = (0, inner.trim_start_matches(['.', '/']));
    }
    while let Some(outer) = rest.strip_prefix("..") {
        depth = depth.saturating_sub(1);
        rest = outer.strip_prefix('/').unwrap_or(outer);
    }
    if rest.contains('@') {
        return None;
    }
    let rest = match rest.strip_prefix("this") {
        Some(after) if after.is_empty() || after.starts_with(['.', '/']) => after,
        _ => rest,
    };
    let segments: Vec<String> = rest
        .split(['.', '/'])
        .map(|segment| segment.trim_matches(['[', ']']).to_owned())
        .filter(|segment| !segment.is_empty())
        .collect();
    if let Some(first) = segments.first()
        && let Some((_, scope)) = names.bound.iter().rev().find(|(name, _)| name == first)
    {
        return Some((scope.clone(), segments[1..].to_vec()));
    }
    Some((names.scopes[depth].clone(), segments))
}
