//! 数字格式: how a cell shows its number. What the sheet shows is what counts, so a format is
//! interpreted whole – sections, words, scaling commas, `%` – or the cell is refused.

mod code;

use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use code::{Code, Section, Token};

/// How a cell shows its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum NumberFormat {
    /// 常规: as it is stored.
    #[default]
    General,
    /// By a format code: `0.00%`, `0!.0,"万元"`.
    Code(Arc<Code>),
    /// As this text, which the file holds beside the number.
    Text(Arc<str>),
}

/// A number as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The digits, without thousands separators; zeros in front are kept.
    pub(crate) digits: String,
    /// Words behind the number, `%` among them: `件`.
    pub(crate) unit: String,
    /// Whether the sheet shows another number than it stores: rounded, or scaled.
    pub(crate) differs: bool,
}

/// Why a number cannot be read as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is too large to be counted with.
    TooLarge,
    /// The sheet shows these words and no number.
    NoNumber(String),
    /// The format is not understood.
    Format(String),
}

impl NumberFormat {
    /// Reads a format code.
    pub(crate) fn parse(code: &str) -> Self {
        let code = Code::parse(code);
        if code.is_general() { NumberFormat::General } else { NumberFormat::Code(Arc::new(code)) }
    }

    /// A number that the file holds beside the text that it shows.
    pub(crate) fn shown_as(text: &str) -> Self {
        // More digits than a sheet keeps are no form that anybody chose.
        let is_whole = text.chars().filter(char::is_ascii_digit).count() > 15;
        if text.is_empty() || is_whole {
            NumberFormat::General
        } else {
            NumberFormat::Text(text.into())
        }
    }

    /// The number as the sheet shows it.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub(crate) fn show(&self, stored: &str) -> Result<Shown, Unreadable> {
        let number: Decimal = stored.parse().map_err(|_| Unreadable::TooLarge)?;
        let drawn = match self {
            NumberFormat::General => Drawn::digits(stored),
            NumberFormat::Text(text) => Drawn::seen(text),
            NumberFormat::Code(code) => {
                let section = code.section(number).ok_or_else(|| code.not_understood())?;
                draw(section, number, stored).ok_or(Unreadable::TooLarge)?
            }
        };
        drawn.read(number)
    }
}

/// The characters of a cell; whether each is a digit of the number or a word beside it.
#[derive(Debug, Default)]
struct Drawn(Vec<(char, bool)>);

impl Drawn {
    fn digits(text: &str) -> Self {
        Self(text.chars().map(|c| (c, true)).collect())
    }

    /// A text that is seen; which of its characters are digits shows.
    fn seen(text: &str) -> Self {
        let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let first = text.find(|c: char| c.is_ascii_digit());
        let run = |at: usize| text[at..].find(|c| !is_figure(c)).unwrap_or(text.len() - at);
        let figure = first.map_or(0..0, |at| at..at + run(at));
        let mark = |(at, c): (usize, char)| (c != ',').then_some((c, figure.contains(&at)));
        Self(text.char_indices().filter_map(mark).collect())
    }

    fn words(&mut self, words: &str) {
        self.0.extend(words.chars().map(|c| (c, false)));
    }

    /// What a reader of the sheet takes from it.
    fn read(self, stored: Decimal) -> Result<Shown, Unreadable> {
        let seen: String = self.0.iter().map(|(c, _)| c).collect();
        let is_digit = |(c, of_number): &(char, bool)| *of_number && c.is_ascii_digit();
        let (Some(first), Some(last)) =
            (self.0.iter().position(is_digit), self.0.iter().rposition(is_digit))
        else {
            // Accounts show a dash for nothing.
            let is_dash = stored.is_zero() && matches!(seen.trim(), "-" | "—");
            let nothing = Shown { digits: "0".to_owned(), unit: String::new(), differs: false };
            return if is_dash { Ok(nothing) } else { Err(Unreadable::NoNumber(seen)) };
        };
        // A point may be a word of the format as well: it moves the number.
        let point = |c: char| if matches!(c, '．' | '。') { '.' } else { c };
        let unsigned: String = self.0[first..=last].iter().map(|(c, _)| point(*c)).collect();
        let shown: Decimal = match unsigned.parse() {
            Ok(number) => number,
            Err(_) => return Err(Unreadable::NoNumber(seen)),
        };
        let minus = if stored.is_sign_negative() && !shown.is_zero() { "-" } else { "" };
        let behind: String = self.0[last + 1..].iter().map(|(c, _)| c).collect();
        // What is behind a line end lies below the cell.
        let unit = behind.split(['\n', '\r']).next().unwrap_or_default();
        // Accounts put what is lacking in brackets.
        let unit = unit.trim().trim_end_matches([')', '）']).trim();
        let hundred = if behind.contains('%') { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        let stored = stored.checked_mul(hundred).ok_or(Unreadable::TooLarge)?;
        let padded = unsigned.starts_with('0') && !unsigned.starts_with("0.") && unsigned != "0";
        let digits = if padded { unsigned } else { shown.normalize().to_string() };
        let differs = shown != stored.abs();
        Ok(Shown { digits: format!("{minus}{digits}"), unit: unit.to_owned(), differs })
    }
}

/// Draws a number as its section says; `None` if it is too large.
fn draw(section: &Section, number: Decimal, stored: &str) -> Option<Drawn> {
    let unsigned = stored.trim_start_matches('-');
    let mut drawn = Drawn::default();
    if section.is_plain {
        for token in &section.tokens {
            match token {
                Token::Number => drawn.0.extend(unsigned.chars().map(|c| (c, true))),
                Token::Word(words) => drawn.words(words),
                Token::Percent => drawn.words("%"),
                Token::Digit(_) | Token::Point => {}
            }
        }
        return Some(drawn);
    }
    let mut scaled = number.abs();
    for _ in 0..section.percents {
        scaled = scaled.checked_mul(Decimal::ONE_HUNDRED)?;
    }
    for _ in 0..section.thousands {
        scaled = scaled.checked_div(Decimal::ONE_THOUSAND)?;
    }
    let rounded = scaled
        .round_dp_with_strategy(section.decimals(), RoundingStrategy::MidpointAwayFromZero)
        .normalize()
        .to_string();
    let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let whole = if whole == "0" { "" } else { whole };
    let places = section.whole_digits();
    let (mut before, mut behind) = (0, 0);
    for token in &section.tokens {
        match token {
            Token::Digit(kind) if before < places => {
                let left = places - before;
                before += 1;
                // The first place takes all digits for which there is no place.
                let from = if left == places { 0 } else { whole.len().saturating_sub(left) };
                let to = (whole.len() + 1).saturating_sub(left);
                match whole.get(from..to).filter(|digits| !digits.is_empty()) {
                    Some(digits) => drawn.0.extend(digits.chars().map(|c| (c, true))),
                    None => drawn.0.extend((*kind == '0').then_some(('0', true))),
                }
            }
            Token::Digit(kind) => {
                let digit = fraction.chars().nth(behind);
                behind += 1;
                drawn.0.extend(digit.or((*kind == '0').then_some('0')).map(|c| (c, true)));
            }
            Token::Point => drawn.0.push(('.', true)),
            Token::Word(words) => drawn.words(words),
            Token::Percent => drawn.words("%"),
            Token::Number => {}
        }
    }
    Some(drawn)
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

    /// What is shown: digits, unit, and `*` where it is another number than is stored.
    fn shown(format: &NumberFormat, stored: &str) -> String {
        match format.show(stored) {
            Ok(Shown { digits, unit, differs }) => {
                format!("{digits}{unit}{}", if differs { "*" } else { "" })
            }
            Err(Unreadable::TooLarge) => "too large".to_owned(),
            Err(Unreadable::NoNumber(words)) => format!("no number: {words}"),
            Err(Unreadable::Format(code)) => format!("not understood: {code}"),
        }
    }

    #[test]
    fn numbers_are_shown_as_the_sheet_shows_them() {
        for (code, stored, expected) in [
            ("General", "0.5", "0.5"),
            ("0%", "0.5", "50%"),
            ("0.0%", "0.07123", "7.1%*"),
            ("#,##0.00", "1234.5", "1234.5"),
            ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", "12.345", "12.35*"),
            ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", "-12.3", "-12.3"),
            ("0\"件\"", "30", "30件"),
            ("0.00万元", "272.2", "272.2万元"),
            ("0.00,", "5000", "5*"),
            ("0.00E+00", "5000", "5000"),
            ("# ?/?", "0.5", "0.5"),
            ("@", "3", "3"),
            // Words in the number move it; commas behind it divide it.
            ("0!.0000", "2722000", "272.2*"),
            ("0!.0000\"万元\"", "2722000", "272.2万元*"),
            ("0!.0,\"万元\"", "2722000", "272.2万元*"),
            ("0\".\"0000\"万元\"", "2722000", "272.2万元*"),
            ("0\\.0,万元", "2722000", "272.2万元*"),
            ("#0!.0,", "2722000", "272.2*"),
            ("0.00,,", "272200000", "272.2*"),
            ("0.00,,\"万元\"\n%", "2722000", "272.2万元*"),
            ("0.00,,\"万元\"%", "2722000", "272.2万元%*"),
            ("0!.0000", "12", "0.0012*"),
            ("\"￥\"#,##0.00", "272.2", "272.2"),
            ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "272.2", "272.2"),
            ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "0", "0"),
            ("[DBNum2]G/通用格式\"万元\"", "272.2", "272.2万元"),
            ("General\"万元\"", "-272.2", "-272.2万元"),
            ("[>=10000]0!.0,\"万元\";0\"元\"", "2722000", "272.2万元*"),
            ("[>=10000]0!.0,\"万元\";0\"元\"", "272", "272元"),
            ("0.0;[红色](0.0)", "-5", "-5"),
            ("000", "1", "001"),
            ("000", "1234", "1234"),
            ("0000.0", "1.5", "0001.5"),
            ("0.0#", "1.5", "1.5"),
            ("#", "0", "no number: "),
            (";;;", "5", "no number: "),
            ("\"有\";\"无\"", "1", "no number: 有"),
            ("000\"-\"0000", "1234567", "no number: 123-4567"),
            ("yyyy\"年\"m\"月\"", "45000", "not understood: yyyy\"年\"m\"月\""),
            ("\"", "3", "not understood: \""),
            ("0", "1e300", "too large"),
        ] {
            assert_eq!(shown(&NumberFormat::parse(code), stored), expected, "{code}: {stored}");
        }
        for (text, stored, expected) in [
            ("272.2万元", "2722000", "272.2万元*"),
            ("1,234.50", "1234.5", "1234.5"),
            ("95.5%", "0.955", "95.5%"),
            ("-5", "-5", "-5"),
            ("￥12", "12", "12"),
            ("001", "1", "001"),
            ("有", "1", "no number: 有"),
        ] {
            assert_eq!(shown(&NumberFormat::shown_as(text), stored), expected, "{text}");
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
