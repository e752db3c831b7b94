//! `{{指标表 指标 指标附表.指标}}`: rows of an indicator table – figure, unit, this year,
//! last year, change – for the figures that a list, or a text with commas, names.

use serde_json::Value as Json;

use super::super::leaf::{Leaf, plain};
use super::figures::{minus, rounded};
use super::{Fault, Function, fail};
use crate::data::quantity::Quantity;
use rust_decimal::Decimal;

/// What stands where there is nothing to compare.
const NONE: &str = "—";

pub(super) const HELPERS: &[(&str, Function)] = &[("指标表", |args| {
    let figures = args.json(0)?;
    match args.json(1)? {
        Json::Array(names) => names.iter().map(|name| row(figures, name)).collect(),
        Json::String(_) => {
            // Each name keeps the place of the whole text.
            let names = args.leaf(1)?;
            let each = |name: &str| row(figures, &Json::from(names.rewritten(name.trim())));
            args.text(1)?.split(',').map(each).collect()
        }
        _ => Err(fail("“指标表”的第二项要是列表，或者用逗号隔开的名称".to_owned())),
    }
})];

fn row(figures: &Json, name: &Json) -> Result<String, Fault> {
    let marked = name.as_str().unwrap_or_default();
    let path = plain(marked);
    let found = path.split('.').try_fold(figures, |here, step| here.get(step));
    let found = found.ok_or_else(|| fail(format!("表里要列的“{path}”没有填写")))?;
    let leaf = Leaf::named(&path, found);
    let quantity =
        leaf.quantity().ok_or_else(|| fail(format!("表里要列的“{path}”不是一个数量")))?;
    let label = path.rsplit_once('.').map_or(path.as_str(), |(_, label)| label);
    let label = Leaf::named(&path, name).rewritten(label);
    let own = leaf.rewritten(&without_unit(&quantity));
    let last = quantity.previous.map_or_else(|| NONE.to_owned(), |last| last.to_string());
    let last = leaf.rewritten(&last);
    let change = leaf.rewritten(&change(&quantity)?);
    Ok(format!("|{label}|{}|{own}|{last}|{change}|\n", leaf.rewritten(&quantity.unit)))
}

/// The figure with every word that makes it approximate.
fn without_unit(quantity: &Quantity) -> String {
    let Quantity { prefix, digits, about, suffix, .. } = quantity;
    format!("{prefix}{digits}{about}{suffix}")
}

/// In per cent; in figures where last year was zero; percentages in points.
fn change(quantity: &Quantity) -> Result<String, Fault> {
    let Some(last) = quantity.previous.filter(|_| !quantity.is_approximate()) else {
        return Ok(NONE.to_owned());
    };
    let difference = minus(quantity.number, last)?;
    let word = match difference {
        d if d.is_zero() => return Ok("持平".to_owned()),
        d if d.is_sign_negative() => ["减少", "下降"],
        _ => ["增加", "增长"],
    };
    if quantity.unit == "%" {
        return Ok(format!("{}{}个百分点", word[0], difference.abs().normalize()));
    }
    if last.is_zero() {
        return Ok(format!("{}{}{}", word[0], difference.abs().normalize(), quantity.unit));
    }
    let percent = difference.abs().checked_mul(Decimal::ONE_HUNDRED);
    let percent = percent.and_then(|value| value.checked_div(last.abs()));
    let percent = percent.ok_or_else(|| fail("数字太大，算不了".to_owned()))?;
    Ok(format!("{}{}%", word[1], rounded(percent, 1)))
}
