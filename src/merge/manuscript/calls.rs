//! How templates call helpers: our own of texts, and the blocks of Handlebars.

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, PathAndJson, RenderContext,
    RenderError, RenderErrorReason, Renderable, ScopedJson,
};

use super::budget::{Budget, Limit};
use super::each::Each;
use crate::merge::helpers::{self, Args, Fault, Function};
use crate::merge::leaf::Leaf;

/// Registers every helper, and takes away those that kinds may not use.
pub(super) fn register<'b>(registry: &mut Handlebars<'b>, budget: &'b Budget) {
    for (name, function) in helpers::all() {
        registry.register_helper(name, Box::new(TextHelper { function: *function, budget }));
    }
    registry.register_helper("if", Box::new(Branch { when: true, budget }));
    registry.register_helper("unless", Box::new(Branch { when: false, budget }));
    registry.register_helper("eq", Box::new(Equal { when: true, budget }));
    registry.register_helper("ne", Box::new(Equal { when: false, budget }));
    registry.register_helper("each", Box::new(Each { budget }));
    for unused in ["log", "lookup", "len", "raw", "and", "or", "not", "gt", "gte", "lt", "lte"] {
        registry.unregister_helper(unused);
    }
}

impl From<Limit> for RenderError {
    fn from(limit: Limit) -> Self {
        RenderErrorReason::Other(limit.to_string()).into()
    }
}

impl From<Fault> for RenderError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Missing(name) => RenderErrorReason::MissingVariable(Some(name)).into(),
            Fault::Unsuitable(message) => RenderErrorReason::Other(message).into(),
        }
    }
}

fn fail(message: String) -> RenderError {
    RenderErrorReason::Other(message).into()
}

/// A value with its name; the name alone where the data has none.
fn value<'a>(param: &'a PathAndJson<'_>) -> Result<Leaf<'a>, String> {
    let name = || param.relative_path().map_or("参数", String::as_str);
    if param.is_value_missing() {
        return Err(name().to_owned());
    }
    Ok(Leaf::named(name(), param.value()))
}

/// A helper that turns its values into text.
struct TextHelper<'b> {
    function: Function,
    budget: &'b Budget,
}

impl HelperDef for TextHelper<'_> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        self.budget.spend(1)?;
        let options = helper.hash().iter();
        let args = Args {
            helper: helper.name(),
            values: helper.params().iter().map(value).collect(),
            options: options.filter_map(|(key, one)| Some((*key, value(one).ok()?))).collect(),
        };
        out.write(&(self.function)(&args)?)?;
        Ok(())
    }
}

/// `{{#if x}}…{{else}}…{{/if}}`; absent optional fields, empty ones and zero are false.
struct Branch<'b> {
    when: bool,
    budget: &'b Budget,
}

impl HelperDef for Branch<'_> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        self.budget.spend(1)?;
        let param =
            helper.param(0).ok_or_else(|| fail(format!("“{}”后面缺条件", helper.name())))?;
        let holds = value(param).is_ok_and(|leaf| leaf.holds());
        let branch = if holds == self.when { helper.template() } else { helper.inverse() };
        branch.map_or(Ok(()), |template| template.render(registry, context, render, out))
    }
}

/// `(eq a b)`, compared as printed.
struct Equal<'b> {
    when: bool,
    budget: &'b Budget,
}

impl HelperDef for Equal<'_> {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        self.budget.spend(1)?;
        let text = |index: usize| match helper.param(index) {
            // Names that do not exist were found before; what is absent equals nothing.
            Some(param) => Ok(value(param).ok().and_then(|leaf| leaf.text())),
            None => Err(fail(format!("“{}”要比较两项内容", helper.name()))),
        };
        let equal = text(0)? == text(1)?;
        Ok(ScopedJson::Derived((equal == self.when).into()))
    }
}
