//! The kind's template at work: data in, manuscript out. Whoever wrote the template, it ends
//! within bounds: steps, characters and time are counted, and it runs on a thread whose stack
//! holds the deepest template that a kind may have.

mod budget;
mod calls;
mod each;

use handlebars::{
    Context, Handlebars, RenderContext, RenderError, RenderErrorReason, Renderable, no_escape,
};
use serde_json::Value as Json;

use crate::diag::{Code, Diagnostic, Place};
use crate::guard;
use crate::kind::ManuscriptTemplate;
use budget::{Bounded, Budget};

/// Lets the kind's template write the manuscript.
pub(super) fn write(manuscript: &ManuscriptTemplate, json: Json) -> Result<String, Diagnostic> {
    let done = guard::on_deep_stack(|| render(manuscript, json));
    done.unwrap_or_else(|reason| {
        let place = Place::File(manuscript.path().to_owned());
        Err(Diagnostic::new(Code::TemplateSyntax, place, format!("文稿写不下去：{reason}")))
    })
}

fn render(manuscript: &ManuscriptTemplate, json: Json) -> Result<String, Diagnostic> {
    let budget = Budget::new();
    let run = || {
        let context = Context::wraps(json)?;
        let registry = registry(&budget);
        let mut output = Bounded::new(&budget);
        manuscript.template().render(
            &registry,
            &context,
            &mut RenderContext::new(None),
            &mut output,
        )?;
        Ok(output.into_text())
    };
    run().map_err(|error: RenderError| {
        let place = manuscript.place(error.line_no, error.column_no);
        match budget.passed() {
            Some(limit) => Diagnostic::new(Code::TemplateLimit, place, limit.to_string()),
            None => {
                let (code, message) = said(&error);
                Diagnostic::new(code, place, message)
            }
        }
    })
}

/// All helpers, strict about missing names, spending from one budget.
fn registry(budget: &Budget) -> Handlebars<'_> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(no_escape);
    calls::register(&mut registry, budget);
    registry
}

/// The library's errors in Chinese.
fn said(error: &RenderError) -> (Code, String) {
    use RenderErrorReason as Reason;
    match error.reason() {
        Reason::MissingVariable(name) => {
            let name = name.clone().unwrap_or_default();
            (Code::UnknownName, format!("引用了“{name}”，数据里没有"))
        }
        Reason::HelperNotFound(name) => (Code::UnknownHelper, format!("没有“{name}”这种写法")),
        Reason::ParamNotFoundForIndex(name, _) => {
            (Code::HelperValue, format!("“{name}”后面缺内容"))
        }
        Reason::InvalidParamType(_) => {
            (Code::HelperValue, "循环或者条件用在了不合适的内容上".to_owned())
        }
        Reason::InvalidJsonIndex(name) => {
            (Code::UnknownName, format!("列表里不能用名称“{name}”取一项"))
        }
        Reason::Other(message) => (Code::HelperValue, message.clone()),
        // What kinds may not use is refused when they are read.
        _ => (Code::TemplateSyntax, "模板里有不能用的写法".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_helper_is_registered_and_no_other() {
        let budget = Budget::new();
        let registry = registry(&budget);
        for helper in crate::kind::template::HELPERS {
            let name = helper.name;
            let call = format!("{{{{#{name}}}}}{{{{/{name}}}}}");
            let error = registry.render_template(&call, &()).err().map(|error| error.to_string());
            let error = error.unwrap_or_default();
            assert!(!error.contains("Helper not found"), "{name}: {error}");
        }
        for (name, _) in super::super::helpers::all() {
            assert!(crate::kind::template::is_known(name), "{name}");
        }
    }
}
