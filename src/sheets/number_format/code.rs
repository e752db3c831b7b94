//! Format codes: up to four sections, each a row of places for digits, marks and words.

use std::iter::Peekable;
use std::str::Chars;

use rust_decimal::Decimal;

use super::Unreadable;

/// A format code, section by section.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Code {
    text: String,
    /// `None` where the code is not understood, or is one of dates.
    sections: Option<Vec<Section>>,
}

/// What one section shows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    condition: Option<Condition>,
    pub(super) tokens: Vec<Token>,
    /// The number stands as it is stored: 常规, and forms with other digits (`E+00`, `?/?`).
    pub(super) is_plain: bool,
    pub(super) percents: u32,
    /// Commas behind the last place: each divides by a thousand.
    pub(super) thousands: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// `%`
    Percent,
    /// The number as it is stored.
    Number,
    /// Words that are shown as they are.
    Word(String),
}

/// `[>=10000]`
#[derive(Debug, PartialEq, Eq)]
struct Condition {
    sign: &'static str,
    limit: Decimal,
}

impl Condition {
    /// `None` for what else stands in brackets: colours, languages, digits of a script.
    fn of(text: &str) -> Option<Self> {
        // The longer signs first.
        let signs = [">=", "<=", "<>", ">", "<", "="];
        signs.into_iter().find_map(|sign| {
            let limit = text.strip_prefix(sign)?.trim().parse().ok()?;
            Some(Self { sign, limit })
        })
    }

    fn holds(&self, number: Decimal) -> bool {
        match self.sign {
            ">=" => number >= self.limit,
            "<=" => number <= self.limit,
            "<>" => number != self.limit,
            ">" => number > self.limit,
            "<" => number < self.limit,
            _ => number == self.limit,
        }
    }
}

impl Code {
    pub(super) fn parse(text: &str) -> Self {
        let mut sections = Some(Vec::new());
        let mut rest = text.chars().peekable();
        loop {
            let section = Section::parse(&mut rest);
            sections = sections.zip(section).map(|(mut all, one)| {
                all.push(one);
                all
            });
            // `parse` stops behind `;` or at the end.
            if sections.is_none() || rest.peek().is_none() {
                break;
            }
        }
        if text.ends_with(';')
            && let Some(sections) = &mut sections
        {
            sections.push(Section::default());
        }
        Self { text: text.to_owned(), sections }
    }

    /// Whether it shows every number as it is stored, with nothing beside it.
    pub(super) fn is_general(&self) -> bool {
        matches!(self.sections.as_deref(), Some([one]) if one.tokens == [Token::Number])
    }

    pub(super) fn not_understood(&self) -> Unreadable {
        Unreadable::Format(self.text.clone())
    }

    /// The section for a number; `None` where the code is not understood.
    pub(super) fn section(&self, number: Decimal) -> Option<&Section> {
        let sections = self.sections.as_deref()?;
        let numbers = &sections[..sections.len().min(3)];
        if numbers.iter().any(|one| one.condition.is_some()) {
            let meant = |one: &&Section| one.condition.as_ref().is_some_and(|it| it.holds(number));
            let other = || numbers.iter().find(|one| one.condition.is_none()).or(numbers.last());
            return numbers.iter().find(meant).or_else(other);
        }
        match numbers {
            [_, negative, ..] if number.is_sign_negative() && !number.is_zero() => Some(negative),
            [_, _, zero] if number.is_zero() => Some(zero),
            _ => numbers.first(),
        }
    }
}

impl Section {
    /// Reads up to the end of a section; `None` for what is no form of a number.
    fn parse(rest: &mut Peekable<Chars<'_>>) -> Option<Self> {
        let mut section = Self::default();
        let mut commas = 0;
        while let Some(c) = rest.next() {
            let word = match c {
                ';' => break,
                '0' | '#' | '?' => {
                    commas = 0;
                    section.tokens.push(Token::Digit(c));
                    continue;
                }
                ',' => {
                    commas += u32::from(section.has_digits());
                    continue;
                }
                '.' if !section.tokens.contains(&Token::Point) => {
                    section.tokens.push(Token::Point);
                    continue;
                }
                '%' => {
                    section.percents += 1;
                    section.tokens.push(Token::Percent);
                    continue;
                }
                '@' => {
                    section.as_stored();
                    continue;
                }
                'E' | 'e' | '/' => {
                    section.other_digits(rest);
                    continue;
                }
                'G' | 'g' => {
                    general(rest)?;
                    section.as_stored();
                    continue;
                }
                'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return None,
                '[' => {
                    section.bracket(rest)?;
                    continue;
                }
                '"' => quoted(rest)?,
                '\\' | '!' => rest.next()?.to_string(),
                // A blank as wide as the next character, or as many as fit.
                '_' | '*' => {
                    rest.next()?;
                    " ".to_owned()
                }
                other => other.to_string(),
            };
            section.tokens.push(Token::Word(word));
        }
        section.thousands = commas;
        Some(section)
    }

    fn has_digits(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Digit(_)))
    }

    fn as_stored(&mut self) {
        self.is_plain = true;
        self.tokens.push(Token::Number);
    }

    /// Powers of ten and fractions write the same number with other digits.
    fn other_digits(&mut self, rest: &mut Peekable<Chars<'_>>) {
        let is_form = |token: &Token| matches!(token, Token::Digit(_) | Token::Point);
        self.tokens.retain(|token| !is_form(token) && *token != Token::Word(" ".to_owned()));
        while rest.next_if(|c| "+-0#?123456789".contains(*c)).is_some() {}
        self.as_stored();
    }

    /// `[h]` counts hours, `[>1]` says when; what else stands in brackets is for the eye.
    fn bracket(&mut self, rest: &mut Peekable<Chars<'_>>) -> Option<()> {
        let mut text = String::new();
        loop {
            match rest.next()? {
                ']' => break,
                c => text.push(c),
            }
        }
        if !text.is_empty() && text.chars().all(|c| "hmsHMS".contains(c)) {
            return None;
        }
        self.condition = Condition::of(&text).or(self.condition.take());
        Some(())
    }

    /// Places behind the point.
    pub(super) fn decimals(&self) -> u32 {
        let behind = self.tokens.iter().skip_while(|token| **token != Token::Point);
        let digits = behind.filter(|token| matches!(token, Token::Digit(_))).count();
        u32::try_from(digits).unwrap_or(0).min(28)
    }

    /// Places before the point.
    pub(super) fn whole_digits(&self) -> usize {
        let before = self.tokens.iter().take_while(|token| **token != Token::Point);
        before.filter(|token| matches!(token, Token::Digit(_))).count()
    }
}

/// The rest of `General` or `G/通用格式`.
fn general(rest: &mut Peekable<Chars<'_>>) -> Option<()> {
    let known = ["eneral", "ENERAL", "/通用格式"];
    let ahead: String = rest.clone().take(6).collect();
    let word = known.into_iter().find(|word| ahead.starts_with(word))?;
    word.chars().for_each(|_| {
        rest.next();
    });
    Some(())
}

/// Words up to the closing quotation mark; `None` without one.
fn quoted(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut words = String::new();
    loop {
        match rest.next()? {
            '"' => return Some(words),
            c => words.push(c),
        }
    }
}
