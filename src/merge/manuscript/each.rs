//! `{{#each 列表}}…{{else}}…{{/each}}`, as Handlebars has it, with every round counted: the
//! library's own loop knows no end and lets nobody in between.

use handlebars::{
    BlockContext, BlockParamHolder, BlockParams, Context, Handlebars, Helper, HelperDef,
    HelperResult, Output, PathAndJson, RenderContext, RenderError, RenderErrorReason, Renderable,
};
use serde_json::Value as Json;

use super::budget::Budget;

/// The loop.
pub(super) struct Each<'b> {
    /// What its rounds are taken from.
    pub(super) budget: &'b Budget,
}

/// One round: where it stands, and its item.
struct Round<'a> {
    number: usize,
    is_last: bool,
    /// The name of the item where a record is gone through.
    key: Option<&'a str>,
    item: &'a Json,
}

impl HelperDef for Each<'_> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let missing = || RenderErrorReason::ParamNotFoundForIndex("each", 0);
        let value = helper.param(0).ok_or_else(missing)?;
        let Some(rounds) = rounds(value.value(), helper.inverse().is_some()) else {
            return match helper.inverse() {
                Some(inverse) => inverse.render(registry, context, render, out),
                None => Err(RenderError::strict_error(value.relative_path())),
            };
        };
        let Some(template) = helper.template() else { return Ok(()) };
        let mut block = BlockContext::new();
        match value.context_path() {
            Some(path) => block.base_path_mut().clone_from(path),
            None => block.set_base_value(value.value().clone()),
        }
        render.push_block(block);
        for round in rounds {
            self.budget.spend(1)?;
            if let Some(block) = render.block_mut() {
                enter(block, helper, value, &round);
            }
            template.render(registry, context, render, out)?;
        }
        render.pop_block();
        Ok(())
    }
}

/// The rounds through a value; `None` where there is nothing to go through, or nothing in it
/// and other words for that.
fn rounds(value: &Json, has_inverse: bool) -> Option<Vec<Round<'_>>> {
    let all: Vec<(Option<&str>, &Json)> = match value {
        Json::Array(items) => items.iter().map(|item| (None, item)).collect(),
        Json::Object(fields) => fields.iter().map(|(key, one)| (Some(key.as_str()), one)).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => return None,
    };
    let count = all.len();
    let round = |(number, (key, item))| Round { number, is_last: number + 1 == count, key, item };
    (count > 0 || !has_inverse).then(|| all.into_iter().enumerate().map(round).collect())
}

/// Makes the names inside the loop mean the item of this round.
fn enter<'rc>(
    block: &mut BlockContext<'rc>,
    helper: &Helper<'rc>,
    value: &PathAndJson<'_>,
    round: &Round<'_>,
) {
    let Round { number, is_last, key, item } = *round;
    let name = key.map_or_else(|| number.to_string(), str::to_owned);
    let place = key.map_or_else(|| Json::from(number), Json::from);
    block.set_local_var("first", Json::Bool(number == 0));
    block.set_local_var("last", Json::Bool(is_last));
    block.set_local_var("index", Json::from(number));
    if key.is_some() {
        block.set_local_var("key", place.clone());
    }
    let own = match value.context_path() {
        Some(path) => {
            let here = block.base_path_mut();
            here.truncate(path.len());
            here.push(name);
            BlockParamHolder::Path(Vec::new())
        }
        None => {
            block.set_base_value(item.clone());
            BlockParamHolder::Value(item.clone())
        }
    };
    if let Some(bound) = helper.block_param() {
        block.set_block_params(BlockParams::new());
        block.set_block_param(bound, own);
    } else if let Some((bound, bound_key)) = helper.block_param_pair() {
        block.set_block_params(BlockParams::new());
        block.set_block_param(bound, own);
        block.set_block_param(bound_key, BlockParamHolder::Value(place));
    }
}
