//! `{{有无 指标.组.案件 有="立案" 无="没有立案"}}`: words for both cases.

use super::{Function, fail};

pub(super) const HELPERS: &[(&str, Function)] = &[("有无", |args| {
    let quantity = args.quantity(0)?;
    let name = &args.leaf(0)?.name;
    let word =
        |key: &str| args.words(key).ok_or_else(|| fail(format!("“有无 {name}”后面缺“{key}=…”")));
    if quantity.is_zero() {
        word("无")
    } else {
        Ok(format!("{}{}", word("有")?, args.leaf(0)?.marked().unwrap_or_default()))
    }
})];
