//! Figures: change against last year, shares, sums, amounts.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Args, Fault, Function, fail};
use crate::data::numeral::fixed;
use crate::data::quantity::{self, Quantity};

pub(super) const HELPERS: &[(&str, Function)] = &[
    ("数", |args| {
        let quantity = args.quantity(0)?;
        Ok(args.leaf(0)?.rewritten(&quantity.digits))
    }),
    ("上年", |args| {
        let quantity = args.quantity(0)?;
        let previous = previous(args, &quantity)?;
        Ok(args.leaf(0)?.rewritten(&format!("{previous}{}", quantity.unit)))
    }),
    ("增减", |args| {
        let quantity = args.quantity(0)?;
        let change = change_percent(args, &quantity)?;
        Ok(args.leaf(0)?.rewritten(&change))
    }),
    ("增减数", change_amount),
    ("占比", |args| {
        let (part, whole) = (exact(args, 0)?, exact(args, 1)?);
        same_unit(args, &part, &whole)?;
        if whole.is_zero() {
            return Err(fail(format!("“{}”是零，算不出占比", args.leaf(1)?.name)));
        }
        let share = rounded(percent(part.number, whole.number)?, args.whole("小数", 1)?);
        Ok(args.leaf(0)?.rewritten(&format!("{share}%")))
    }),
    ("合计", |args| {
        let first = exact(args, 0)?;
        let mut sum = first.number;
        for index in 1..args.count() {
            let next = exact(args, index)?;
            same_unit(args, &first, &next)?;
            sum = sum.checked_add(next.number).ok_or_else(too_large)?;
        }
        Ok(args.leaf(0)?.rewritten(&format!("{sum}{}", first.unit)))
    }),
    ("金额", |args| {
        let quantity = exact(args, 0)?;
        let target = args.option("单位").unwrap_or_else(|| "万元".to_owned());
        let yuan = times(quantity.number, scale(&args.leaf(0)?.name, &quantity.unit)?)?;
        let value = yuan / scale("单位", &target)?;
        Ok(args.leaf(0)?.rewritten(&format!("{}{target}", rounded(value, args.whole("小数", 2)?))))
    }),
    ("大写金额", |args| {
        let quantity = exact(args, 0)?;
        let yuan = times(quantity.number, scale(&args.leaf(0)?.name, &quantity.unit)?)?;
        Ok(args.leaf(0)?.rewritten(&capitals(yuan)?))
    }),
];

/// Last year's figure: the second parameter, or the one written beside this year's.
fn previous(args: &Args<'_>, quantity: &Quantity) -> Result<Decimal, Fault> {
    let name = &args.leaf(0)?.name;
    if args.count() > 1 {
        let previous = exact(args, 1)?;
        same_unit(args, quantity, &previous)?;
        return Ok(previous.number);
    }
    quantity
        .previous
        .ok_or_else(|| fail(format!("“{name}”没有写上年数，写成“数、单位、上年”三项才能比较")))
}

/// `增加2件`, `减少1.35万元`, `持平`.
fn change_amount(args: &Args<'_>) -> Result<String, Fault> {
    let quantity = args.quantity(0)?;
    let difference = minus(quantity.number, previous(args, &quantity)?)?;
    let named = args.option("单位");
    let unit = match &named {
        Some(named) => named,
        // The difference of two percentages is no percentage.
        None if quantity.unit == "%" => "个百分点",
        None => &quantity.unit,
    };
    let digits = match args.option("小数") {
        None => difference.abs().normalize().to_string(),
        Some(_) => rounded(difference.abs(), args.whole("小数", 0)?),
    };
    Ok(args.leaf(0)?.rewritten(&match difference {
        d if d.is_zero() => "持平".to_owned(),
        d if d.is_sign_negative() => format!("减少{digits}{unit}"),
        _ => format!("增加{digits}{unit}"),
    }))
}

fn change_percent(args: &Args<'_>, quantity: &Quantity) -> Result<String, Fault> {
    let previous = previous(args, quantity)?;
    let name = &args.leaf(0)?.name;
    if previous.is_zero() {
        return Err(fail(format!("“{name}”的上年数是零，算不出百分比，请改用“增减数”")));
    }
    let difference = minus(quantity.number, previous)?;
    let percent = rounded(percent(difference.abs(), previous.abs())?, args.whole("小数", 1)?);
    Ok(match difference {
        d if d.is_zero() => "持平".to_owned(),
        // A change too small for the decimals asked for is neither growth nor decline of 0%.
        _ if percent.trim_matches(['0', '.']).is_empty() => "基本持平".to_owned(),
        d if d.is_sign_negative() => format!("下降{percent}%"),
        _ => format!("增长{percent}%"),
    })
}

/// A figure that may be calculated with: 约、余、以上 must not silently become exact.
fn exact(args: &Args<'_>, index: usize) -> Result<Quantity, Fault> {
    let quantity = args.quantity(index)?;
    if quantity.is_approximate() {
        let name = &args.leaf(index)?.name;
        let text = quantity.text();
        return Err(fail(format!("“{name}”的内容“{text}”是约数，不能用来计算")));
    }
    Ok(quantity)
}

fn percent(part: Decimal, whole: Decimal) -> Result<Decimal, Fault> {
    times(part, Decimal::ONE_HUNDRED)?.checked_div(whole).ok_or_else(too_large)
}

fn times(left: Decimal, right: Decimal) -> Result<Decimal, Fault> {
    left.checked_mul(right).ok_or_else(too_large)
}

pub(super) fn minus(left: Decimal, right: Decimal) -> Result<Decimal, Fault> {
    left.checked_sub(right).ok_or_else(too_large)
}

fn too_large() -> Fault {
    fail("数字太大，算不了".to_owned())
}

fn same_unit(args: &Args<'_>, left: &Quantity, right: &Quantity) -> Result<(), Fault> {
    if left.unit == right.unit {
        return Ok(());
    }
    let name = &args.leaf(0)?.name;
    Err(fail(format!("“{name}”等各项的单位不同：“{}”和“{}”", left.unit, right.unit)))
}

/// Half up, as figures are rounded in print; exactly `decimals` places.
pub(super) fn rounded(value: Decimal, decimals: u32) -> String {
    let places = decimals.min(12);
    let value = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    fixed(value, places)
}

/// How many yuan one unit is.
fn scale(name: &str, unit: &str) -> Result<Decimal, Fault> {
    // A bare number is one of yuan.
    let known = if unit.is_empty() { Some(Decimal::ONE) } else { quantity::yuan(unit) };
    known.ok_or_else(|| fail(format!("“{name}”的单位“{unit}”不是金额单位")))
}

/// 人民币大写: `2722000` → `贰佰柒拾贰万贰仟元整`.
fn capitals(yuan: Decimal) -> Result<String, Fault> {
    use chinese_number::{ChineseCase, ChineseCountMethod, ChineseVariant, NumberToChinese};
    let cents = times(yuan, Decimal::ONE_HUNDRED)?
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let cents = u128::try_from(cents).map_err(|_| fail(format!("金额 {yuan} 不能写成大写")))?;
    let words = |number: u128| {
        let words = number.to_chinese(
            ChineseVariant::Simple,
            ChineseCase::Upper,
            ChineseCountMethod::TenThousand,
        );
        let words = words.map_err(|_| fail(format!("金额 {yuan} 太大，不能写成大写")))?;
        // On a cheque ten is written as one ten.
        Ok::<_, Fault>(if words.starts_with('拾') { format!("壹{words}") } else { words })
    };
    let (whole, jiao, fen) = (cents / 100, cents / 10 % 10, cents % 10);
    let mut text = match (whole, jiao, fen) {
        (0, 0, 0) => return Ok("零元整".to_owned()),
        (0, ..) => String::new(),
        _ => format!("{}元", words(whole)?),
    };
    match (jiao, fen) {
        (0, 0) => text.push('整'),
        (0, fen) if whole == 0 => text.push_str(&format!("{}分", words(fen)?)),
        (0, fen) => text.push_str(&format!("零{}分", words(fen)?)),
        (jiao, 0) => text.push_str(&format!("{}角整", words(jiao)?)),
        (jiao, fen) => text.push_str(&format!("{}角{}分", words(jiao)?, words(fen)?)),
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_capitals() {
        for (yuan, expected) in [
            ("2722000", "贰佰柒拾贰万贰仟元整"),
            ("10", "壹拾元整"),
            ("100000", "壹拾万元整"),
            ("0.5", "伍角整"),
            ("0.125", "壹角叁分"),
            ("1.05", "壹元零伍分"),
            ("0", "零元整"),
        ] {
            let yuan: Decimal = yuan.parse().unwrap();
            assert_eq!(capitals(yuan).unwrap(), expected, "{yuan}");
        }
    }

    #[test]
    fn rounding_is_half_up() {
        assert_eq!(rounded("0.125".parse().unwrap(), 2), "0.13");
        assert_eq!(rounded("7".parse().unwrap(), 1), "7.0");
    }
}
