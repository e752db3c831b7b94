//! 日期: calendar dates as offices write them.

use jiff::civil::Date;

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

/// The written form without zero padding (GB/T 9704-2012, 7.3.5.4): `2025年3月27日`.
pub fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
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
