//! 数字: in hanzi, and with so many decimals.

use chinese_number::{ChineseCase, ChineseCountMethod, ChineseVariant, NumberToChinese};
use rust_decimal::Decimal;

/// A number in hanzi as it is counted: 十二, 一百零三.
pub fn numeral(number: u64) -> String {
    let words = number.to_chinese(
        ChineseVariant::Simple,
        ChineseCase::Lower,
        ChineseCountMethod::TenThousand,
    );
    let words = words.unwrap_or_else(|_| number.to_string());
    match words.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => words,
    }
}

/// A figure with exactly so many decimals; further ones are cut, so it is to be rounded before.
/// (The library panics where all digits do not fit into its buffer.)
pub fn fixed(value: Decimal, places: u32) -> String {
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let places = places as usize;
    match places {
        0 => whole.to_owned(),
        _ => format!("{whole}.{:0<places$}", &fraction[..fraction.len().min(places)]),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn decimals_are_filled_up_and_cut() {
        for (value, places, expected) in [
            ("7", 1, "7.0"),
            ("0.13", 2, "0.13"),
            ("-3.456", 2, "-3.45"),
            ("12.5", 0, "12"),
            ("9999999999999999999999999999", 12, "9999999999999999999999999999.000000000000"),
            ("0.0000000000000000000000000001", 28, "0.0000000000000000000000000001"),
        ] {
            assert_eq!(super::fixed(value.parse().unwrap(), places), expected);
        }
    }

    #[test]
    fn numerals() {
        for (number, expected) in
            [(0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (103, "一百零三")]
        {
            assert_eq!(super::numeral(number), expected);
        }
    }
}
