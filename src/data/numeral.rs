//! 中文数字.

use chinese_number::{ChineseCase, ChineseCountMethod, ChineseVariant, NumberToChinese};

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

#[cfg(test)]
mod tests {
    #[test]
    fn numerals() {
        for (number, expected) in
            [(0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (103, "一百零三")]
        {
            assert_eq!(super::numeral(number), expected);
        }
    }
}
