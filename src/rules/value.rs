//! Figures with units, and what may be done with them. Nothing here panics: what cannot be
//! computed says why.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::data::quantity::Quantity;

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// A bare number of the data: its unit stands in the heading of the table, so it goes
    /// with any unit.
    Bare,
    /// A number of the rule, or a ratio.
    Pure,
    /// 件, 万元, %: `scale` of the base unit, written as `name`.
    Named { name: String, base: String, scale: Decimal },
}

/// Words in front of a unit that multiply it; the longer first.
const SCALES: [(&str, u32); 4] =
    [("百万", 1_000_000), ("亿", 100_000_000), ("万", 10_000), ("千", 1_000)];

impl Unit {
    /// The unit of a figure of the data.
    pub(super) fn of(name: &str) -> Self {
        if name.is_empty() {
            return Unit::Bare;
        }
        let scaled =
            SCALES.iter().find_map(|(word, scale)| Some((name.strip_prefix(word)?, scale)));
        let (base, scale) =
            scaled.map_or((name, Decimal::ONE), |(base, &scale)| (base, scale.into()));
        Unit::Named { name: name.to_owned(), base: base.to_owned(), scale }
    }

    /// Percent.
    pub(super) fn percent() -> Self {
        Unit::of("%")
    }

    pub(super) fn is_percent(&self) -> bool {
        matches!(self, Unit::Named { name, .. } if name == "%")
    }

    /// As it is written behind a figure.
    pub(super) fn name(&self) -> &str {
        match self {
            Unit::Bare | Unit::Pure => "",
            Unit::Named { name, .. } => name,
        }
    }
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) number: Decimal,
    pub(super) unit: Unit,
}

/// Why a value could not be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Two units that do not go together.
    Units(String, String),
    /// A division by zero.
    Zero,
    /// More digits than can be kept.
    TooLarge,
}

type Outcome = Result<Value, Trouble>;

impl Value {
    pub(super) fn zero() -> Self {
        Self { number: Decimal::ZERO, unit: Unit::Bare }
    }

    pub(super) fn of(quantity: &Quantity) -> Self {
        Self { number: quantity.number, unit: Unit::of(&quantity.unit) }
    }

    /// `12.50万元`, without zeros that say nothing.
    pub(super) fn text(&self) -> String {
        // A quotient has up to 28 digits; nobody compares more than six decimals by eye.
        format!("{}{}", self.number.round_dp(6).normalize(), self.unit.name())
    }

    pub(super) fn add(&self, other: &Self) -> Outcome {
        let (left, right, unit) = self.aligned(other)?;
        checked(left.checked_add(right), unit)
    }

    pub(super) fn subtract(&self, other: &Self) -> Outcome {
        let (left, right, unit) = self.aligned(other)?;
        checked(left.checked_sub(right), unit)
    }

    pub(super) fn multiply(&self, other: &Self) -> Outcome {
        let percent = |factor: &Self, of: &Self| {
            let number = factor.number.checked_mul(of.number).map(|n| n / Decimal::ONE_HUNDRED);
            checked(number, of.unit.clone())
        };
        let unit = match (&self.unit, &other.unit) {
            _ if self.unit.is_percent() => return percent(self, other),
            _ if other.unit.is_percent() => return percent(other, self),
            (Unit::Named { .. }, Unit::Named { .. }) => return Err(self.unlike(other)),
            (Unit::Named { .. }, _) => self.unit.clone(),
            (_, Unit::Named { .. }) | (Unit::Pure, _) => other.unit.clone(),
            (Unit::Bare, _) => Unit::Bare,
        };
        checked(self.number.checked_mul(other.number), unit)
    }

    pub(super) fn divide(&self, other: &Self) -> Outcome {
        let divided = |left: Decimal, right: Decimal, unit: Unit| {
            if right.is_zero() {
                return Err(Trouble::Zero);
            }
            checked(left.checked_div(right), unit)
        };
        match (&self.unit, &other.unit) {
            (Unit::Named { .. }, Unit::Bare | Unit::Pure) => {
                divided(self.number, other.number, self.unit.clone())
            }
            (Unit::Bare | Unit::Pure, Unit::Named { .. }) => {
                divided(self.number, other.number, Unit::Bare)
            }
            (Unit::Bare, Unit::Pure) => divided(self.number, other.number, Unit::Bare),
            _ => {
                let (left, right, _) = self.aligned(other)?;
                divided(left, right, Unit::Pure)
            }
        }
    }

    /// `self` as so many percent of `whole`; both in one unit.
    pub(super) fn percent_of(&self, whole: &Self) -> Outcome {
        let (part, whole, _) = self.aligned(whole)?;
        if whole.is_zero() {
            return Err(Trouble::Zero);
        }
        let hundred = part.checked_mul(Decimal::ONE_HUNDRED);
        checked(hundred.and_then(|part| part.checked_div(whole)), Unit::percent())
    }

    pub(super) fn negative(mut self) -> Self {
        self.number = -self.number;
        self
    }

    pub(super) fn absolute(mut self) -> Self {
        self.number = self.number.abs();
        self
    }

    /// Half up, as figures are rounded in print.
    pub(super) fn rounded(mut self, decimals: u32) -> Self {
        let strategy = RoundingStrategy::MidpointAwayFromZero;
        self.number = self.number.round_dp_with_strategy(decimals.min(28), strategy);
        self
    }

    /// Both numbers in one unit, and that unit.
    pub(super) fn aligned(&self, other: &Self) -> Result<(Decimal, Decimal, Unit), Trouble> {
        let (left, right) = (self.number, other.number);
        Ok(match (&self.unit, &other.unit) {
            (Unit::Named { base, scale, .. }, Unit::Named { base: b, scale: s, .. }) => {
                if base != b {
                    return Err(self.unlike(other));
                }
                let right = right.checked_mul(*s).and_then(|right| right.checked_div(*scale));
                (left, right.ok_or(Trouble::TooLarge)?, self.unit.clone())
            }
            (Unit::Pure, unit) if unit.is_percent() => (hundredfold(left)?, right, unit.clone()),
            (unit, Unit::Pure) if unit.is_percent() => (left, hundredfold(right)?, unit.clone()),
            (Unit::Bare | Unit::Pure, unit @ Unit::Named { .. }) => (left, right, unit.clone()),
            (unit @ Unit::Named { .. }, Unit::Bare | Unit::Pure) => (left, right, unit.clone()),
            (Unit::Pure, Unit::Pure) => (left, right, Unit::Pure),
            (Unit::Bare, _) | (Unit::Pure, Unit::Bare) => (left, right, Unit::Bare),
        })
    }

    fn unlike(&self, other: &Self) -> Trouble {
        Trouble::Units(self.unit.name().to_owned(), other.unit.name().to_owned())
    }
}

fn hundredfold(number: Decimal) -> Result<Decimal, Trouble> {
    number.checked_mul(Decimal::ONE_HUNDRED).ok_or(Trouble::TooLarge)
}

fn checked(number: Option<Decimal>, unit: Unit) -> Outcome {
    Ok(Value { number: number.ok_or(Trouble::TooLarge)?, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value::of(&Quantity::parse(text).unwrap())
    }

    fn check(found: Outcome, expected: &str) {
        let found = found.map_or_else(|trouble| format!("{trouble:?}"), |value| value.text());
        assert_eq!(found, expected);
    }

    #[test]
    fn units_go_together_or_are_refused() {
        check(value("1万元").add(&value("5000元")), "1.5万元");
        check(value("5000元").add(&value("1万元")), "15000元");
        check(value("3件").add(&value("4")), "7件");
        check(value("3").add(&value("4件")), "7件");
        check(value("3件").add(&value("1万元")), "Units(\"件\", \"万元\")");
        check(value("30").divide(&value("40")), "0.75");
        check(value("30万元").divide(&value("0元")), "Zero");
        check(value("200万元").multiply(&value("30%")), "60万元");
        check(value("30件").percent_of(&value("40件")), "75%");
        check(value("1").percent_of(&value("3")), "33.333333%");
        let ratio = value("30").divide(&value("40")).unwrap();
        check(ratio.subtract(&value("75%")), "0%");
        let huge = Value { number: Decimal::MAX, unit: Unit::Bare };
        check(huge.add(&huge), "TooLarge");
        check(huge.multiply(&huge), "TooLarge");
        check(huge.percent_of(&value("0.1")), "TooLarge");
    }
}
