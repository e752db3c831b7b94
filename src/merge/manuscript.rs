//! The kind's template at work: data in, manuscript out.

use handlebars::template::Template;
use handlebars::{Context, Handlebars, RenderError, RenderErrorReason, no_escape};
use serde_json::Value as Json;

use super::declared::{self, Usage};
use super::{helpers, parts, references};
use crate::data::kind::Kind;
use crate::data::records::{LAST_YEAR, SUMMARY};
use crate::diag::{Code, Diagnostic, Place};
use crate::summary::Spec;

/// Lets the kind's template write the manuscript.
pub(super) fn manuscript(kind: &Kind, json: Json) -> Result<String, Vec<Diagnostic>> {
    let registry = kind.template.get_or_init(|| compile(kind)).as_ref().map_err(Clone::clone)?;
    let failed = |error: RenderError| {
        let (code, message) = said(&error);
        vec![Diagnostic::new(code, at(kind, error.line_no, error.column_no), message)]
    };
    let context = Context::wraps(json).map_err(failed)?;
    registry.render_with_context(kind.name(), &context).map_err(failed)
}

/// What is wrong with the kind's template, without any data.
pub fn check(kind: &Kind) -> &[Diagnostic] {
    match kind.template.get_or_init(|| compile(kind)) {
        Ok(_) => &[],
        Err(findings) => findings,
    }
}

/// Compiles the template, once per kind: the parsed manuscript in a registry with all
/// helpers, if every name in it and every word of `kind.yaml` means something.
fn compile(kind: &Kind) -> Result<Handlebars<'static>, Vec<Diagnostic>> {
    let template = references::compile(kind.body.text()).map_err(|unreadable| {
        let (line, column) = unreadable.position.unzip();
        vec![Diagnostic::new(Code::TemplateSyntax, at(kind, line, column), unreadable.reason)]
    })?;
    let whole = 0..kind.body.text().len();
    let named = |name: &str| {
        let range = kind.body.narrow(&whole, name);
        Place::Text { source: kind.body.clone(), range }
    };
    let mut wrong = parts::unknown_words(&kind.choices);
    let usage = used(&template, kind);
    wrong.extend(usage.missing.into_iter().map(|missing| {
        let message = format!("模板里引用了“{}”，数据的规定里没有这个字段", missing.name);
        Diagnostic::new(Code::UnknownName, named(&missing.name), message).hint(missing.hint())
    }));
    wrong.extend(references::unknown_helpers(&template).into_iter().map(|name| {
        Diagnostic::new(Code::UnknownHelper, named(&name), format!("没有“{name}”这种写法"))
    }));
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut registry = registry();
    registry.register_template(kind.name(), template);
    Ok(registry)
}

/// The uses of all fields, with what the program adds to the data of every report: last
/// year's, and what is computed.
fn used(template: &Template, kind: &Kind) -> Usage {
    let computed = kind.summary.as_ref().and_then(|source| Spec::read(source).ok());
    let computed = computed.map_or(Json::Bool(true), |spec| spec.schema());
    let extra = [(LAST_YEAR, kind.schema.json()), (SUMMARY, &computed)];
    declared::usage(template, kind.schema.json(), &extra)
}

/// Which declared fields the template uses; nothing if it cannot be read.
pub fn usage(kind: &Kind) -> Option<Usage> {
    let template = references::compile(kind.body.text()).ok()?;
    Some(used(&template, kind))
}

fn at(kind: &Kind, line: Option<usize>, column: Option<usize>) -> Place {
    let start = kind.body.offset(line.unwrap_or(1), column.unwrap_or(1));
    Place::Text { source: kind.body.clone(), range: start..start }
}

/// The registry of all helpers, strict about missing names.
pub(super) fn registry<'a>() -> Handlebars<'a> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(no_escape);
    helpers::register(&mut registry);
    registry
}

/// The library's errors in Chinese.
pub(super) fn said(error: &RenderError) -> (Code, String) {
    use RenderErrorReason as Reason;
    match error.reason() {
        Reason::MissingVariable(name) => {
            let name = name.clone().unwrap_or_default();
            (Code::UnknownName, format!("引用了“{name}”，数据里没有"))
        }
        Reason::HelperNotFound(name) => (Code::UnknownHelper, format!("没有“{name}”这种写法")),
        Reason::Other(message) => (Code::HelperValue, message.clone()),
        other => (Code::TemplateSyntax, format!("模板不能用（{other}）")),
    }
}
