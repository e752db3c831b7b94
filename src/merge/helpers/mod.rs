//! The words that templates may use inside `{{ }}`; `docs/templates.md` explains them.

mod annex;
mod condition;
mod elements;
mod figures;
mod prescribed;
mod section;
mod words;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason,
};

use super::leaf::Leaf;

/// Registers every helper.
pub(crate) fn register(registry: &mut Handlebars<'_>) {
    annex::register(registry);
    condition::register(registry);
    elements::register(registry);
    figures::register(registry);
    prescribed::register(registry);
    section::register(registry);
    words::register(registry);
    for unused in ["log", "lookup", "len", "raw", "and", "or", "not", "gt", "gte", "lt", "lte"] {
        registry.unregister_helper(unused);
    }
}

/// A helper that turns its parameters into text.
struct TextHelper<F>(F);

impl<F> HelperDef for TextHelper<F>
where
    F: Fn(&Args<'_, '_>) -> Result<String, RenderError> + Send + Sync,
{
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        out.write(&(self.0)(&Args(helper))?)?;
        Ok(())
    }
}

fn text_helper<F>(registry: &mut Handlebars<'_>, name: &str, function: F)
where
    F: Fn(&Args<'_, '_>) -> Result<String, RenderError> + Send + Sync + 'static,
{
    registry.register_helper(name, Box::new(TextHelper(function)));
}

/// The parameters of a helper, checked as they are taken.
struct Args<'a, 'rc>(&'a Helper<'rc>);

impl<'a> Args<'a, '_> {
    fn count(&self) -> usize {
        self.0.params().len()
    }

    /// The parameter at `index`, which must be there.
    fn leaf(&self, index: usize) -> Result<Leaf<'a>, RenderError> {
        let name = self.0.name();
        let param = self
            .0
            .param(index)
            .ok_or_else(|| fail(format!("“{name}”后面缺第 {} 项内容", index + 1)))?;
        if param.is_value_missing() {
            return Err(RenderErrorReason::MissingVariable(param.relative_path().cloned()).into());
        }
        Ok(Leaf::of(param))
    }

    /// The parameter at `index` if the data has it.
    fn optional(&self, index: usize) -> Option<Leaf<'a>> {
        self.0.param(index).filter(|param| !param.is_value_missing()).map(Leaf::of)
    }

    fn text(&self, index: usize) -> Result<String, RenderError> {
        let leaf = self.leaf(index)?;
        leaf.text()
            .ok_or_else(|| fail(format!("“{}”不是文字，不能用“{}”", leaf.name, self.0.name())))
    }

    fn quantity(&self, index: usize) -> Result<crate::data::quantity::Quantity, RenderError> {
        let leaf = self.leaf(index)?;
        leaf.quantity().ok_or_else(|| {
            let text = leaf.text().unwrap_or_default();
            fail(format!("“{}”的内容“{text}”不是数量，不能用“{}”", leaf.name, self.0.name()))
        })
    }

    fn option(&self, name: &str) -> Option<String> {
        self.0.hash_get(name).map(Leaf::of).and_then(|leaf| leaf.text())
    }

    fn whole(&self, name: &str, default: u32) -> Result<u32, RenderError> {
        match self.option(name) {
            None => Ok(default),
            Some(text) => {
                text.parse().map_err(|_| fail(format!("“{name}={text}”应当是不小于零的整数")))
            }
        }
    }
}

/// An error of a helper: one Chinese sentence.
fn fail(message: String) -> RenderError {
    RenderErrorReason::Other(message).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_registered() {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        register(&mut registry);
        for name in crate::kind::template::HELPERS {
            let call = format!("{{{{#{name}}}}}{{{{/{name}}}}}");
            let error = registry.render_template(&call, &()).err().map(|error| error.to_string());
            let error = error.unwrap_or_default();
            assert!(!error.contains("Helper not found"), "{name}: {error}");
        }
    }
}
