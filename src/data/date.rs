//! 日期: calendar dates as offices write them.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// Reads `2025-03-27` or `2025年3月27日`; `None` if it is no date that exists.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let (year, month, day) = match text.split_once('年') {
        Some((year, rest)) => {
            let (month, rest) = rest.split_once('月')?;
            (year, month, rest.strip_suffix('日')?)
        }
        None => {
            let mut parts = text.split('-');
            let all = (parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() || all.1.len() != 2 || all.2.len() != 2 {
                return None;
            }
            all
        }
    };
    let digits = |text: &str, length: usize| {
        (text.len() <= length && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<i16>().ok())
            .flatten()
    };
    if year.len() != 4 {
        return None;
    }
    let (month, day) = (i8::try_from(digits(month, 2)?).ok()?, i8::try_from(digits(day, 2)?).ok()?);
    Date::new(digits(year, 4)?, month, day).ok()
}

/// The date that somebody meant who wrote it another way: `2025.3.27`, `2025/03/27`,
/// `2025-3-27`, `２０２５年３月２７日`. Year, month and day must be there, in this order.
pub fn meant(text: &str) -> Option<Date> {
    let narrow: String = text.trim().nfkc().filter(|c| !c.is_whitespace()).collect();
    let bare = narrow.strip_suffix(['日', '号']).unwrap_or(&narrow);
    let mut parts = bare.split(['年', '月', '.', '/', '-', '。', '—']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| (1..=2).contains(&text.len());
    if parts.next().is_some() || year.len() != 4 || !digits(month) || !digits(day) {
        return None;
    }
    parse(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// The written form without zero padding (GB/T 9704-2012, 7.3.5.4): `2025年3月27日`.
pub fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    #[test]
    fn other_forms_are_understood() {
        for (text, expected) in [
            ("2025.3.27", Some("2025-03-27")),
            ("2025/03/27", Some("2025-03-27")),
            ("2025-3-27", Some("2025-03-27")),
            ("２０２５年３月２７日", Some("2025-03-27")),
            ("2025 年 3 月 27 日", Some("2025-03-27")),
            ("2025年3月27号", Some("2025-03-27")),
            ("2025.13.1", None),
            ("2025.2.29", None),
            ("25.3.27", None),
            ("27.3.2025", None),
            ("2025.3", None),
            ("三月", None),
        ] {
            let meant = super::meant(text).map(|date| date.to_string());
            assert_eq!(meant.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn written_forms() {
        for (text, expected) in [
            ("2025-03-27", Some("2025年3月27日")),
            ("2025年3月27日", Some("2025年3月27日")),
            ("2024年02月29日", Some("2024年2月29日")),
            ("2025-02-29", None),
            ("2025-13-01", None),
            ("2025-3-27", None),
            ("25年3月27日", None),
            ("2025年3月", None),
            ("2025.3.27", None),
            ("", None),
        ] {
            assert_eq!(super::parse(text).map(super::chinese).as_deref(), expected, "{text}");
        }
    }
}
