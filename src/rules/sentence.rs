//! 句式: the form of a sentence whose figure and direction are compared with the table.

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::value::{Trouble, Unit, Value};
use crate::data::numeral::fixed;

/// Words for more.
const MORE: [&str; 10] =
    ["同比增长", "增长", "增加", "上升", "提高", "提升", "上涨", "多", "增", "升"];
/// Words for less.
const LESS: [&str; 10] =
    ["同比下降", "减少", "下降", "降低", "下滑", "回落", "压减", "少", "减", "降"];
/// Words for no change.
const SAME: [&str; 2] = ["基本持平", "持平"];

/// A compiled 句式.
#[derive(Debug)]
pub(super) struct Sentence {
    regex: Regex,
    is_percent: bool,
    has_direction: bool,
    /// The literal text behind the figure, which begins with its unit.
    behind: String,
}

/// Where a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    More,
    Less,
    Same,
    /// 基本持平.
    Nearly,
}

/// A sentence of the text.
#[derive(Debug)]
pub(super) struct Said<'t> {
    /// The words.
    pub(super) words: &'t str,
    /// How often they stand in the text before this place.
    pub(super) repeated: usize,
    direction: Option<Direction>,
    /// The figure and its decimals; `Err` if it has more digits than can be kept.
    figure: Option<Result<(Decimal, u32), Trouble>>,
}

/// How a sentence differs from what was computed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unlike {
    /// The figure; what it should be.
    Figure(String),
    /// The direction; what the change really is.
    Direction(String),
}

impl Sentence {
    /// Compiles a 句式; the error is a Chinese sentence.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let figures = text.matches("{数}").count() + text.matches("{百分数}").count();
        let directions = text.matches("{方向}").count();
        if figures != 1 || directions > 1 {
            return Err("句式里要有一个{数}或者{百分数}，{方向}最多一个".to_owned());
        }
        let (before, behind, is_percent) = match text.split_once("{百分数}") {
            Some((before, behind)) => (before, behind, true),
            None => {
                text.split_once("{数}").map(|(a, b)| (a, b, false)).unwrap_or((text, "", false))
            }
        };
        if behind.contains("{方向}") {
            return Err("{方向}要写在数的前面".to_owned());
        }
        let (head, middle) = before.split_once("{方向}").unwrap_or((before, ""));
        let has_direction = directions == 1;
        let figure =
            format!("{}(?<n>-?[0-9][0-9,]*(?:\\.[0-9]+)?){}", literal(middle)?, literal(behind)?);
        let pattern = if has_direction {
            let moved = MORE.iter().chain(&LESS).copied().collect::<Vec<_>>().join("|");
            format!("{}(?:(?<s>{})|(?<d>{moved})了?{figure})", literal(head)?, SAME.join("|"))
        } else {
            format!("{}{figure}", literal(head)?)
        };
        let regex = Regex::new(&pattern).map_err(|error| format!("句式读不懂（{error}）"))?;
        Ok(Self { regex, is_percent, has_direction, behind: behind.to_owned() })
    }

    /// All sentences of that form.
    pub(super) fn find<'t>(&self, text: &'t str) -> Vec<Said<'t>> {
        self.regex.captures_iter(text).map(|found| said(text, &found)).collect()
    }

    /// How `said` differs from what was computed, if it does.
    pub(super) fn compare(
        &self,
        said: &Said<'_>,
        computed: &Value,
        tolerance: Decimal,
    ) -> Result<Option<Unlike>, Trouble> {
        let value = self.in_words(computed)?;
        if let Some(unlike) = said.direction.and_then(|said| self.direction(said, value)) {
            return Ok(Some(Unlike::Direction(unlike)));
        }
        let Some(figure) = said.figure.clone() else { return Ok(None) };
        let (figure, decimals) = figure?;
        let value = if self.has_direction { value.abs() } else { value };
        let rounded = Value { number: value, unit: Unit::Pure }.rounded(decimals).number;
        let difference = rounded.checked_sub(figure).ok_or(Trouble::TooLarge)?;
        let shown = format!("{}{}", fixed(rounded, decimals), self.sign());
        Ok((difference.abs() > tolerance).then_some(Unlike::Figure(shown)))
    }

    fn sign(&self) -> &'static str {
        if self.is_percent { "%" } else { "" }
    }

    /// What the change really is, if the word for it is wrong.
    fn direction(&self, said: Direction, value: Decimal) -> Option<String> {
        let limit = match said {
            // 基本持平 is said of what rounds to nothing.
            Direction::Nearly => Decimal::new(5, 1),
            Direction::Same => Decimal::new(5, 2),
            Direction::More | Direction::Less => Decimal::ZERO,
        };
        let agrees = match said {
            Direction::More => value > limit,
            Direction::Less => value < limit,
            Direction::Same | Direction::Nearly => value.is_zero() || value.abs() < limit,
        };
        let word = match value {
            value if value.is_zero() => return (!agrees).then(|| "没有增减".to_owned()),
            value if value.is_sign_negative() => "减少",
            _ => "增加",
        };
        let shown = value.abs().round_dp(2).normalize();
        (!agrees).then(|| format!("{word} {shown}{}", self.sign()))
    }

    /// A computed value in the unit that stands behind the figure.
    fn in_words(&self, value: &Value) -> Result<Decimal, Trouble> {
        let percent = |number: Decimal| number.checked_mul(Decimal::ONE_HUNDRED);
        match &value.unit {
            Unit::Pure if self.is_percent => percent(value.number).ok_or(Trouble::TooLarge),
            Unit::Bare | Unit::Pure => Ok(value.number),
            unit if unit.is_percent() && self.is_percent => Ok(value.number),
            Unit::Named { base, scale, .. } => {
                let behind = self.behind.trim_start();
                let unit = ["", "千", "万", "百万", "亿"]
                    .iter()
                    .map(|word| format!("{word}{base}"))
                    .find(|name| !self.is_percent && behind.starts_with(name.as_str()));
                match unit.map(|name| Unit::of(&name)) {
                    Some(Unit::Named { scale: there, .. }) => value
                        .number
                        .checked_mul(*scale)
                        .and_then(|number| number.checked_div(there))
                        .ok_or(Trouble::TooLarge),
                    _ => Err(Trouble::Units(
                        value.unit.name().to_owned(),
                        if self.is_percent { "%".to_owned() } else { behind.to_owned() },
                    )),
                }
            }
        }
    }
}

/// The pattern of literal text; `{略}` is anything inside the sentence.
fn literal(text: &str) -> Result<String, String> {
    let pieces: Vec<String> = text.split("{略}").map(regex::escape).collect();
    let open = pieces.iter().any(|piece| piece.contains(['{', '}']));
    if open {
        return Err("句式的花括号里只能写 数、百分数、方向、略 和“逐项”里的名称".to_owned());
    }
    Ok(pieces.join("[^。；！？\n]*?").replace('%', "[%％]"))
}

fn said<'t>(text: &'t str, found: &Captures<'t>) -> Said<'t> {
    let direction = found
        .name("d")
        .map(|word| if MORE.contains(&word.as_str()) { Direction::More } else { Direction::Less });
    let same = found
        .name("s")
        .map(|word| if word.as_str() == "持平" { Direction::Same } else { Direction::Nearly });
    let figure = found.name("n").map(|digits| {
        let plain = digits.as_str().replace(',', "");
        let decimals = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let number = plain.parse().ok().zip(u32::try_from(decimals).ok());
        number.filter(|(_, decimals)| *decimals <= 20).ok_or(Trouble::TooLarge)
    });
    let (start, words) = found.get(0).map_or((0, ""), |whole| (whole.start(), whole.as_str()));
    let repeated = if words.is_empty() { 0 } else { text[..start].matches(words).count() };
    Said { words, repeated, direction: direction.or(same), figure }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::quantity::Quantity;

    /// What the first sentence of that form should say; `相符` if it is right.
    fn check(form: &str, text: &str, computed: &str, expected: &str) {
        let sentence = Sentence::new(form).unwrap();
        let value = Value::of(&Quantity::parse(computed).unwrap());
        let found = sentence.find(text);
        let outcome = found.first().map(|said| sentence.compare(said, &value, Decimal::ZERO));
        let outcome = match outcome {
            None => "没有".to_owned(),
            Some(Err(trouble)) => format!("{trouble:?}"),
            Some(Ok(None)) => "相符".to_owned(),
            Some(Ok(Some(Unlike::Figure(right)))) => format!("数 {right}"),
            Some(Ok(Some(Unlike::Direction(right)))) => format!("方向 {right}"),
        };
        assert_eq!(outcome, expected, "{form} in {text}");
    }

    #[test]
    fn sentences_against_figures() {
        let change = "比上年{方向}{百分数}%";
        check(change, "比上年增长7.1%。", "7.14%", "相符");
        check(change, "比上年增长了7.1％。", "7.14%", "相符");
        check(change, "比上年增长7.2%。", "7.14%", "数 7.1%");
        check(change, "比上年增长7.1%。", "-7.1%", "方向 减少 7.1%");
        check(change, "比上年下降7.1%。", "-7.1%", "相符");
        check(change, "比上年持平。", "0%", "相符");
        check(change, "比上年持平。", "3%", "方向 增加 3%");
        check(change, "比上年基本持平。", "-0.3%", "相符");
        check(change, "比上年增长3%。", "0%", "方向 没有增减");
        check(change, "与上年相比", "3%", "没有");
        check("收入{略}{数}万元", "本年收入合计1,234.50万元", "12345000元", "相符");
        check("收入{数}万元", "收入1,234.5万元", "1234.46", "相符");
        check("收入{数}万元", "收入1,234.5万元", "3件", "Units(\"件\", \"万元\")");
        check("收入{略}{数}万元", "收入增加。支出3万元", "3", "没有");
        for wrong in ["没有数", "{数}{数}", "{数}{方向}", "{别的}{数}", "{数}{方向", "{"]
        {
            assert!(Sentence::new(wrong).is_err(), "{wrong}");
        }
    }
}
