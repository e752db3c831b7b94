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
    // A time behind the date is that of a program.
    let text = text.trim().trim_matches(['“', '”', '"', '\'', '‘', '’']);
    let is_time = |rest: &str| rest.contains(':');
    let text =
        text.split_once(['T', ' ']).filter(|(_, rest)| is_time(rest)).map_or(text, |(d, _)| d);
    let narrow: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let narrow = if narrow.starts_with(|c| HANZI_DIGITS.contains(&c)) {
        in_digits(&narrow)?
    } else {
        narrow
    };
    let bare = narrow.strip_suffix(['日', '号']).unwrap_or(&narrow);
    if bare.len() == 8 && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse(&format!("{}-{}-{}", &bare[..4], &bare[4..6], &bare[6..]));
    }
    let mut parts = bare.split(['年', '月', '.', '/', '-', '。', '—', '、']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| (1..=2).contains(&text.len());
    if parts.next().is_some() || year.len() != 4 || !digits(month) || !digits(day) {
        return None;
    }
    parse(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// The digits of a year in hanzi, by value; the last two are other forms of nothing.
const HANZI_DIGITS: [char; 12] =
    ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '○', '零'];

/// 二〇二五 in digits; `None` where it is no year.
pub(super) fn hanzi_year(text: &str) -> Option<String> {
    let digit = |c: char| {
        let at = HANZI_DIGITS.iter().position(|one| *one == c)?;
        Some(if at > 9 { '0' } else { char::from(b'0' + u8::try_from(at).ok()?) })
    };
    let year: String = text.chars().map(digit).collect::<Option<_>>()?;
    (year.len() == 4).then_some(year)
}

/// `二〇二五年三月二十七日` in digits; `None` where it is no such date.
fn in_digits(text: &str) -> Option<String> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix(['日', '号'])?;
    let digit = |c: char| {
        let at = HANZI_DIGITS.iter().position(|one| *one == c);
        at.map(|at| if at > 9 { 0 } else { at })
    };
    let year = hanzi_year(year)?;
    // 十, 十二, 二十, 二十七
    let count = |words: &str| -> Option<usize> {
        match words.split_once('十') {
            None => words.chars().next().filter(|_| words.chars().count() == 1).and_then(digit),
            Some((tens, ones)) => {
                let part = |text: &str, empty| match text.chars().next() {
                    None => Some(empty),
                    Some(c) => digit(c),
                };
                Some(10 * part(tens, 1)? + part(ones, 0)?)
            }
        }
    };
    Some(format!("{year}年{}月{}日", count(month)?, count(day)?))
}

/// What a date lacks: the day, or the century.
pub fn lacking(text: &str) -> Option<String> {
    let narrow: String = text.trim().nfkc().filter(|c| !c.is_whitespace()).collect();
    let parts: Vec<&str> =
        narrow.split(['年', '月', '日', '.', '/', '-']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return None;
    }
    match parts[..] {
        [year, month] if year.len() == 4 && month.len() <= 2 => {
            Some(format!("缺少“日”，写成 {year}-{month:0>2}-15 这样的年月日"))
        }
        [year, month, day] if year.len() == 2 && month.len() <= 2 && day.len() <= 2 => {
            Some(format!("年份要写四位，写成 20{year}-{month:0>2}-{day:0>2}"))
        }
        _ => None,
    }
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
            ("20250327", Some("2025-03-27")),
            ("2025-03-27T08:00:00+08:00", Some("2025-03-27")),
            ("2025/3/27 8:00", Some("2025-03-27")),
            ("二〇二五年三月二十七日", Some("2025-03-27")),
            ("二○二五年十二月十日", Some("2025-12-10")),
            ("二五年三月", None),
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
    fn what_is_lacking_is_named() {
        for (text, has) in [
            ("2025年3月", "2025-03-15"),
            ("25.3.7", "2025-03-07"),
            ("2025-3", "2025-03-15"),
            ("三月", ""),
            ("2025.2.29", ""),
        ] {
            let found = super::lacking(text).unwrap_or_default();
            assert!(found.contains(has) && found.is_empty() == has.is_empty(), "{text}: {found}");
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
