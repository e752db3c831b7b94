//! Words: dates, Chinese numerals, joined phrases.

use super::super::markup::SEPARATOR;
use super::{Function, fail};
use crate::data::date;
use crate::data::numeral::numeral;
use crate::kind::template::PRINT;

pub(super) const HELPERS: &[(&str, Function)] = &[
    (PRINT, |args| {
        let leaf = args.leaf(0)?;
        leaf.literal().ok_or_else(|| {
            fail(format!("“{}”是数据的一部分，不是一项文字或数字，不能直接印出", leaf.name))
        })
    }),
    ("日期", |args| {
        let text = args.text(0)?;
        let day =
            date::parse(&text).ok_or_else(|| fail(format!("“{text}”不是真实存在的公历日期")))?;
        let written = match args.option("格式").as_deref() {
            None | Some("年月日") => date::chinese(day),
            Some("年月") => format!("{}年{}月", day.year(), day.month()),
            Some("月日") => format!("{}月{}日", day.month(), day.day()),
            Some(other) => {
                return Err(fail(format!("日期的格式“{other}”只能是年月日、年月、月日之一")));
            }
        };
        Ok(args.leaf(0)?.rewritten(&written))
    }),
    ("中文数", |args| {
        let quantity = args.quantity(0)?;
        let number = u64::try_from(quantity.number)
            .ok()
            .filter(|_| quantity.number.fract().is_zero() && !quantity.is_approximate())
            .ok_or_else(|| fail(format!("“{}”不是不小于零的整数", quantity.digits)))?;
        Ok(args.leaf(0)?.rewritten(&format!("{}{}", numeral(number), quantity.unit)))
    }),
    ("序", |args| {
        let index = args.quantity(0)?.number;
        let next = u64::try_from(index).ok().and_then(|index| index.checked_add(1));
        next.map(numeral).ok_or_else(|| fail(format!("序号 {index} 不是整数")))
    }),
    ("并列", |args| {
        let separator = args.marked(0)?;
        let mut parts = Vec::new();
        for index in (1..args.count()).step_by(2) {
            if let Some(leaf) = args.optional(index + 1) {
                // Dates are printed as dates, however they were typed.
                let day = leaf.text().and_then(|text| date::parse(&text)).map(date::chinese);
                let value = day.map(|day| leaf.rewritten(&day)).or_else(|| leaf.marked());
                parts.push(format!("{}{}", args.marked(index)?, value.unwrap_or_default()));
            }
        }
        Ok(parts.join(&separator))
    }),
    ("标题行", |args| {
        let leaf = args.leaf(0)?;
        let lines = match leaf.json() {
            serde_json::Value::Array(items) => {
                items.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(SEPARATOR)
            }
            _ => leaf.marked().unwrap_or_default(),
        };
        Ok(format!("【标题】{lines}"))
    }),
];
