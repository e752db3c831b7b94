//! Conditions that know figures: `{{#if}}` is false at zero, `{{有无}}` words both cases.

use handlebars::RenderError;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, Renderable,
    ScopedJson,
};

use super::super::leaf::Leaf;
use super::{fail, text_helper};

pub(super) fn register(registry: &mut Handlebars<'_>) {
    registry.register_helper("if", Box::new(Branch { when: true }));
    registry.register_helper("unless", Box::new(Branch { when: false }));
    registry.register_helper("eq", Box::new(Equal { when: true }));
    registry.register_helper("ne", Box::new(Equal { when: false }));
    text_helper(registry, "有无", |args| {
        let quantity = args.quantity(0)?;
        let name = &args.leaf(0)?.name;
        let word = |key: &str| {
            args.option(key).ok_or_else(|| fail(format!("“有无 {name}”后面缺“{key}=…”")))
        };
        if quantity.is_zero() {
            word("无")
        } else {
            Ok(format!("{}{}", word("有")?, args.leaf(0)?.marked().unwrap_or_default()))
        }
    });
}

/// `{{#if x}}…{{else}}…{{/if}}`; absent optional fields, empty ones and zero are false.
struct Branch {
    when: bool,
}

impl HelperDef for Branch {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let param =
            helper.param(0).ok_or_else(|| fail(format!("“{}”后面缺条件", helper.name())))?;
        let holds = !param.is_value_missing() && Leaf::of(param).holds();
        let branch = if holds == self.when { helper.template() } else { helper.inverse() };
        branch.map_or(Ok(()), |template| template.render(registry, context, render, out))
    }
}

/// `(eq a b)`, compared as printed.
struct Equal {
    when: bool,
}

impl HelperDef for Equal {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let text = |index: usize| match helper.param(index) {
            // Names that do not exist were found before; what is absent equals nothing.
            Some(param) if param.is_value_missing() => Ok(None),
            Some(param) => Ok(Leaf::of(param).text()),
            None => Err(fail(format!("“{}”要比较两项内容", helper.name()))),
        };
        let equal = text(0)? == text(1)?;
        Ok(ScopedJson::Derived((equal == self.when).into()))
    }
}
