//! 数字格式: how a cell shows its number – percent, decimals, a unit in quotation marks.

use rust_decimal::{Decimal, RoundingStrategy};

/// What a format says about numbers, as far as a reader of the sheet sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NumberFormat {
    /// Shown a hundredfold with `%`.
    pub(crate) percent: bool,
    /// Decimals shown; `None` where all are.
    pub(crate) decimals: Option<u32>,
    /// Words behind the number: `件`.
    pub(crate) unit: String,
}

/// A number as it is shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The digits, a percent already a hundredfold.
    pub(crate) digits: String,
    /// Whether the sheet shows fewer decimals than it stores.
    pub(crate) rounded: bool,
}

impl NumberFormat {
    /// Reads a format code: `0.00%`, `#,##0.00`, `0"件"`. What is not understood shows the
    /// number as it is.
    pub(crate) fn parse(code: &str) -> Self {
        let Some(code) = Pieces::of(code) else { return Self::default() };
        let body = &code.body;
        let (Some(first), Some(last)) = (body.find(DIGITS), body.rfind(DIGITS)) else {
            return Self { percent: body.contains('%'), decimals: None, unit: code.tail };
        };
        let digits = &body[first..=last];
        // A comma behind the digits divides by a thousand, `E` and `/` write other forms.
        let scaled = body[last + 1..].starts_with(',') || body.contains(['E', 'e', '/', 'G', 'g']);
        if scaled {
            return Self::default();
        }
        let decimals = digits.split_once('.').map_or(0, |(_, fraction)| {
            u32::try_from(fraction.matches(DIGITS).count()).unwrap_or(0)
        });
        Self { percent: body.contains('%'), decimals: Some(decimals), unit: code.tail }
    }

    /// The number as the sheet shows it; `None` if it is too large to be counted with.
    pub(crate) fn show(&self, digits: &str) -> Option<Shown> {
        let stored: Decimal = digits.parse().ok()?;
        let stored = match self.percent {
            true => stored.checked_mul(Decimal::ONE_HUNDRED)?,
            false => stored,
        };
        let rounding = RoundingStrategy::MidpointAwayFromZero;
        let shown = match self.decimals {
            Some(decimals) => stored.round_dp_with_strategy(decimals, rounding),
            None => stored,
        };
        Some(Shown { digits: shown.normalize().to_string(), rounded: shown != stored })
    }
}

const DIGITS: [char; 3] = ['0', '#', '?'];

/// A format without its quoted words: the part for positive numbers, and the words behind.
struct Pieces {
    body: String,
    tail: String,
}

impl Pieces {
    fn of(code: &str) -> Option<Self> {
        let (mut body, mut tail) = (String::new(), String::new());
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => tail.extend(chars.by_ref().take_while(|&c| c != '"')),
                '\\' | '!' => tail.extend(chars.next()),
                // A blank as wide as the next character, or as many as fit.
                '_' | '*' => {
                    chars.next()?;
                }
                '[' => chars.by_ref().find(|&c| c == ']').map(|_| ())?,
                _ if DIGITS.contains(&c) => {
                    // Words in front of the digits are no unit.
                    tail.clear();
                    body.push(c);
                }
                _ if c.is_ascii() => body.push(c),
                _ => tail.push(c),
            }
        }
        Some(Self { body, tail: tail.trim().to_owned() })
    }
}

/// Digits of a stored number: as many as a sheet keeps, no more.
pub(crate) fn plain(number: f64) -> Option<String> {
    if number == 0.0 {
        return Some("0".to_owned());
    }
    let exact = Decimal::from_scientific(&format!("{number:.14e}")).ok()?;
    Some(exact.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_the_sheet_shows_them() {
        for (code, digits, expected, unit, rounded) in [
            ("General", "0.5", "0.5", "", false),
            ("0%", "0.5", "50", "", false),
            ("0.0%", "0.07123", "7.1", "", true),
            ("#,##0.00", "1234.5", "1234.5", "", false),
            ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", "12.345", "12.35", "", true),
            ("0\"件\"", "30", "30", "件", false),
            ("0.00万元", "272.2", "272.2", "万元", false),
            ("0.00,", "5000", "5000", "", false),
            ("0.00E+00", "5000", "5000", "", false),
            ("@", "3", "3", "", false),
            ("\"", "3", "3", "", false),
        ] {
            let format = NumberFormat::parse(code);
            let shown = format.show(digits).unwrap();
            assert_eq!((shown.digits.as_str(), shown.rounded), (expected, rounded), "{code}");
            assert_eq!(format.unit, unit, "{code}");
        }
    }

    #[test]
    fn stored_numbers_lose_what_a_sheet_does_not_keep() {
        for (number, expected) in
            [(0.1 + 0.2, "0.3"), (1e15, "1000000000000000"), (-272.2, "-272.2"), (30.0, "30")]
        {
            assert_eq!(plain(number).as_deref(), Some(expected));
        }
        assert_eq!(plain(f64::NAN), None);
        assert_eq!(plain(1e300), None);
    }
}
