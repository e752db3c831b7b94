//! The kind's template at work: data in, manuscript out.

use std::sync::LazyLock;

use handlebars::template::Template;
use handlebars::{
    Context, Handlebars, RenderContext, RenderError, RenderErrorReason, Renderable, StringOutput,
    no_escape,
};
use serde_json::Value as Json;

use super::helpers;
use crate::diag::{Code, Diagnostic};
use crate::kind::ManuscriptTemplate;

/// Lets the kind's template write the manuscript.
pub(super) fn write(manuscript: &ManuscriptTemplate, json: Json) -> Result<String, Diagnostic> {
    let failed = |error: RenderError| {
        let (code, message) = said(&error);
        let place = manuscript.place(error.line_no, error.column_no);
        Diagnostic::new(code, place, message)
    };
    let context = Context::wraps(json).map_err(failed)?;
    render(manuscript.template(), &context).map_err(failed)
}

/// Fills a template with data.
pub(super) fn render(template: &Template, context: &Context) -> Result<String, RenderError> {
    let mut output = StringOutput::new();
    template.render(&HELPERS, context, &mut RenderContext::new(None), &mut output)?;
    output.into_string().map_err(RenderError::from)
}

/// All helpers, strict about missing names.
static HELPERS: LazyLock<Handlebars<'static>> = LazyLock::new(|| {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(no_escape);
    helpers::register(&mut registry);
    registry
});

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
