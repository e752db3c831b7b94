//! 数量: a figure as an office writes it – `30件`, `150余家`, `约13.9万元`, `90%以上`.

use rust_decimal::Decimal;

use super::node::{Node, Step, Value, path_text};
use super::records::LAST_YEAR;
use crate::diag::{Code, Diagnostic, Findings};

/// A figure with everything that was written around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The figure.
    pub number: Decimal,
    /// The figure as written, without thousands separators.
    pub digits: String,
    /// 约、近、超 … in front, or nothing.
    pub prefix: String,
    /// 余 or 多 between figure and unit, or nothing.
    pub about: String,
    /// The unit, with 万 or 亿: `万元`, `件`, `%`.
    pub unit: String,
    /// 以上、以下、左右 behind, or nothing.
    pub suffix: String,
    /// 上年数: last year's figure in the same unit.
    pub previous: Option<Decimal>,
}

const PREFIXES: [&str; 7] = ["大约", "约", "近", "超过", "超", "逾", "达"];
const ABOUT: [&str; 2] = ["余", "多"];
const SUFFIXES: [&str; 4] = ["以上", "以下", "左右", "以内"];

impl Quantity {
    /// Reads a figure in its written form; `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.trim();
        let (prefix, rest) = split_start(rest, &PREFIXES);
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-')))
            .unwrap_or(rest.len());
        let (digits, rest) = rest.split_at(end);
        let (rest, suffix) = split_end(rest, &SUFFIXES);
        let (about, unit) = split_start(rest, &ABOUT);
        let number = number(digits)?;
        let fits = unit.chars().count() <= 12 && !unit.contains(char::is_whitespace);
        let foreign = unit.contains(|c: char| c.is_ascii_digit() || "，。；：、{}".contains(c));
        (fits && !foreign).then(|| Self {
            number,
            digits: digits.replace(',', ""),
            prefix: prefix.to_owned(),
            about: about.to_owned(),
            unit: unit.to_owned(),
            suffix: suffix.to_owned(),
            previous: None,
        })
    }

    /// The written form: `约13.9余万元`.
    pub fn text(&self) -> String {
        let Self { prefix, digits, about, unit, suffix, .. } = self;
        format!("{prefix}{digits}{about}{unit}{suffix}")
    }

    /// Whether words say that the figure is not exact.
    pub fn is_approximate(&self) -> bool {
        let about = !self.about.is_empty() || self.unit.contains(['余', '多']);
        about || !self.prefix.is_empty() || !self.suffix.is_empty()
    }

    /// Whether the figure is nothing at all.
    pub fn is_zero(&self) -> bool {
        self.number.is_zero()
    }
}

/// 金额单位: how many yuan one unit of money is; `None` for other units. 余 and 多 say that the
/// figure is not exact and change nothing about the unit (`万余元`).
pub fn yuan(unit: &str) -> Option<Decimal> {
    Some(match unit.replace(['余', '多'], "").as_str() {
        "元" => Decimal::ONE,
        "千元" => Decimal::from(1_000),
        "万元" => Decimal::from(10_000),
        "百万元" => Decimal::from(1_000_000),
        "亿元" => Decimal::from(100_000_000),
        _ => return None,
    })
}

/// The fields of a figure that is written out: `{数: 30, 单位: 件, 上年: 28}`.
const FIELDS: [&str; 4] = ["数", "单位", "上年", "说明"];

/// Whether a value is a figure that is written out.
pub fn is_written_out(node: &Node) -> bool {
    match &node.value {
        Value::Map(entries) => {
            node.field("数").is_some()
                && entries.iter().all(|entry| FIELDS.contains(&entry.key.as_str()))
        }
        _ => false,
    }
}

/// The digits or words of one field of a figure.
pub fn written(node: &Node) -> &str {
    match &node.value {
        Value::Number(text) | Value::Text(text) => text,
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => "",
    }
}

/// The figure that a value holds, whatever its form; last year's only if it is written out.
pub fn of(node: &Node) -> Option<Quantity> {
    match &node.value {
        Value::Number(text) | Value::Text(text) => Quantity::parse(text.trim_end_matches('\n')),
        Value::Map(_) if is_written_out(node) => {
            let text = |name| node.field(name).map(written).unwrap_or_default();
            let mut quantity = Quantity::parse(&[text("数"), text("单位")].concat())?;
            quantity.previous = Quantity::parse(text("上年")).map(|previous| previous.number);
            Some(quantity)
        }
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// Last year's figure for a figure of this year: exact, and in the same unit.
pub fn last_year<'a>(last: &'a Node, path: &[Step], own: &Quantity) -> Option<&'a Node> {
    // Items of lists have no names; the second of this year may be another thing.
    let named = path.iter().all(|step| matches!(step, Step::Field(_)));
    let node = last.at(path).filter(|_| named)?;
    let quantity = of(node)?;
    (quantity.unit == own.unit && !quantity.is_approximate()).then_some(node)
}

/// Reports written-out figures whose 上年 is not what last year's report says.
pub fn compare(root: &Node, findings: &mut Findings) {
    let Some(last) = root.field(LAST_YEAR) else { return };
    root.walk(&mut |path, node| {
        let own_year = path.first() != Some(&Step::Field(LAST_YEAR.to_owned()));
        let Some(written) = node.field("上年").filter(|_| own_year && is_written_out(node))
        else {
            return;
        };
        let Some(own) = of(node) else { return };
        let Some((there, previous)) = last_year(last, path, &own).zip(own.previous) else { return };
        let Some(reported) = of(there).filter(|reported| reported.number != previous) else {
            return;
        };
        let name = path_text(path);
        let message = format!(
            "“{name}”写的上年数是 {previous}{unit}，上年报告里是 {}{unit}",
            reported.number,
            unit = own.unit
        );
        let label = format!("上年报告里的“{name}”：{}", reported.text());
        let finding = Diagnostic::new(Code::LastYearDiffers, written.span.place(), message);
        findings.push(finding.field(&name).related(there.span.place(), label));
    });
}

/// 指标: the field of the figures.
const FIGURES_FIELD: &str = "指标";
/// What is counted one by one: such figures are neither negative nor broken.
const THINGS: [&str; 22] = [
    "件", "次", "人", "人次", "场", "场次", "家", "家次", "个", "名", "起", "宗", "份", "项", "条",
    "册", "期", "篇", "例", "户", "辆", "所",
];
/// A figure so many times last year's is a slip of the unit as a rule.
const LEAP: Decimal = Decimal::ONE_HUNDRED;
/// A share above this is none.
const MOST_PERCENT: Decimal = Decimal::ONE_THOUSAND;

/// Warns of figures that cannot well be true: a broken or negative count of things, a share of
/// thousands of percent, a hundred times last year's.
pub fn doubt(root: &Node, findings: &mut Findings) {
    let last = root.field(LAST_YEAR);
    let Some(figures) = root.field(FIGURES_FIELD) else { return };
    figures.walk(&mut |below, node| {
        let Some(own) = of(node).filter(|_| !has_two_units(node)) else { return };
        let first = std::iter::once(Step::Field(FIGURES_FIELD.to_owned()));
        let path: Vec<Step> = first.chain(below.iter().cloned()).collect();
        // The parts of a figure that is written out are no figures of their own.
        let inside = path.last().is_some_and(|step| {
            FIELDS.iter().any(|field| *step == Step::Field((*field).to_owned()))
        });
        if inside {
            return;
        }
        let reported = || last.and_then(|last| last_year(last, &path, &own)).and_then(of);
        // Another unit is told elsewhere.
        let beside = node.field("上年").and_then(|last| Quantity::parse(written(last)));
        let is_alike = beside.is_none_or(|last| last.unit.is_empty() || last.unit == own.unit);
        let previous = own.previous.filter(|_| is_alike);
        let previous = previous.or_else(|| reported().map(|last| last.number));
        if let Some(reason) = implausible(&own, previous) {
            let name = path_text(&path);
            let message = format!("“{name}”是 {}，{reason}", own.text());
            let place = node.field("数").unwrap_or(node).span.place();
            findings.push(Diagnostic::new(Code::Implausible, place, message).field(name));
        }
    });
}

/// Whether both parts of a figure that is written out have a unit; [`check`] says so.
fn has_two_units(node: &Node) -> bool {
    let in_number = node.field("数").and_then(|number| Quantity::parse(written(number)));
    node.field("单位").is_some() && in_number.is_some_and(|number| !number.unit.is_empty())
}

/// Why a figure cannot well be true.
fn implausible(own: &Quantity, previous: Option<Decimal>) -> Option<String> {
    let unit = own.unit.as_str();
    let is_thing = THINGS.contains(&unit);
    if is_thing && own.number.is_sign_negative() && !own.is_zero() {
        return Some("件数、人数一类的数不会是负的".to_owned());
    }
    if is_thing && !own.number.fract().is_zero() {
        return Some(format!("“{unit}”是一个一个数的，不会有小数"));
    }
    if let Some(reason) = odd_unit(unit) {
        return Some(reason);
    }
    if unit == "%" && own.number > MOST_PERCENT {
        let shown = own.number.checked_div(Decimal::ONE_HUNDRED)?.normalize();
        return Some(format!("是不是 {shown}%"));
    }
    let previous = previous.filter(|last| last.is_sign_positive() && !last.is_zero())?;
    let times = own.number.checked_div(previous)?;
    let leaps =
        times >= LEAP || (times > Decimal::ZERO && times <= Decimal::ONE.checked_div(LEAP)?);
    leaps.then(|| format!("上年是 {previous}{unit}，相差一百倍以上，核对单位和小数点"))
}

/// What is odd about a unit: written twice, with words that stand elsewhere, a letter like a digit.
fn odd_unit(unit: &str) -> Option<String> {
    let halves = unit.split_at_checked(unit.len() / 2);
    if let Some((first, _)) = halves.filter(|(one, other)| !one.is_empty() && one == other) {
        return Some(format!("单位写了两遍，写成“{first}”"));
    }
    if unit.starts_with(['O', 'o', 'l', 'I']) && unit.len() > 1 {
        return Some("数字后面是字母，像是把 0 打成了 O、把 1 打成了 l".to_owned());
    }
    if unit == "％" {
        return Some("百分号要用半角的“%”".to_owned());
    }
    let word = SUFFIXES.iter().find(|word| unit.contains(**word))?;
    Some(format!("“{word}”后面还有字，单位“{unit}”读不通"))
}

/// Reports figures whose parts have different units: they must not be compared or printed.
pub fn check(root: &Node, findings: &mut Findings) {
    root.walk(&mut |path, node| {
        if !is_written_out(node) {
            return;
        }
        let part = |name: &str| node.field(name).and_then(|part| Quantity::parse(written(part)));
        let (Some(own), named) = (part("数"), node.field("单位").map(written)) else { return };
        let name = path_text(path);
        let mut wrong = |message: String, hint: &str| {
            let finding = Diagnostic::new(Code::BadQuantity, node.span.place(), message);
            findings.push(finding.field(&name).hint(hint));
        };
        let unit = match named {
            Some(unit) if !own.unit.is_empty() => {
                let message = format!("数量“{name}”的单位写了两次：“{}”和“{unit}”", own.unit);
                return wrong(message, "“数”里只写数字，单位写在“单位”里");
            }
            Some(unit) => unit,
            None => &own.unit,
        };
        if let Some(previous) = part("上年")
            && !previous.unit.is_empty()
            && previous.unit != unit
        {
            let message = format!("数量“{name}”的上年数单位是“{}”，本年是“{unit}”", previous.unit);
            wrong(message, "把上年数换算成同样的单位，只写数字");
        }
    });
}

/// A decimal number, with thousands separators only where they belong.
fn number(digits: &str) -> Option<Decimal> {
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let integer = unsigned.split('.').next()?;
    if integer.is_empty() || unsigned.contains('-') || unsigned.ends_with('.') {
        return None;
    }
    let mut groups = integer.split(',');
    let first = groups.next()?;
    let grouped = integer.contains(',');
    if grouped && (first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3)) {
        return None;
    }
    digits.replace(',', "").parse().ok()
}

fn split_start<'a>(text: &'a str, words: &[&'a str]) -> (&'a str, &'a str) {
    words
        .iter()
        .find_map(|word| text.strip_prefix(word).map(|rest| (*word, rest)))
        .unwrap_or(("", text))
}

fn split_end<'a>(text: &'a str, words: &[&'a str]) -> (&'a str, &'a str) {
    words
        .iter()
        .find_map(|word| text.strip_suffix(word).map(|rest| (rest, *word)))
        .unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::{Quantity, odd_unit, yuan};

    #[test]
    fn odd_units_are_told_from_good_ones() {
        for (unit, odd) in [
            ("万元万元", true),
            ("件左右吧", true),
            ("O件", true),
            ("％", true),
            ("件", false),
            ("万元", false),
            ("个工作日", false),
            ("km", false),
            ("", false),
        ] {
            assert_eq!(odd_unit(unit).is_some(), odd, "{unit}");
        }
    }

    fn check(text: &str, expected: Option<(&str, &str, &str, &str, &str)>) {
        let found = Quantity::parse(text);
        let parts = found.as_ref().map(|q| {
            (
                q.prefix.as_str(),
                q.digits.as_str(),
                q.about.as_str(),
                q.unit.as_str(),
                q.suffix.as_str(),
            )
        });
        assert_eq!(parts, expected, "{text}");
        if let Some(quantity) = found {
            assert_eq!(quantity.text(), text.replace(',', ""), "{text}");
        }
    }

    #[test]
    fn money_has_a_scale_and_nothing_else_has() {
        for (unit, expected) in [
            ("元", Some(1)),
            ("千元", Some(1_000)),
            ("万元", Some(10_000)),
            ("万余元", Some(10_000)),
            ("百万元", Some(1_000_000)),
            ("亿元", Some(100_000_000)),
            ("亿多元", Some(100_000_000)),
            ("", None),
            ("万", None),
            ("美元", None),
            ("件", None),
        ] {
            assert_eq!(yuan(unit), expected.map(rust_decimal::Decimal::from), "{unit}");
        }
    }

    #[test]
    fn written_forms() {
        check("30件", Some(("", "30", "", "件", "")));
        check("150余家", Some(("", "150", "余", "家", "")));
        check("约13.9余万元", Some(("约", "13.9", "余", "万元", "")));
        check("90%以上", Some(("", "90", "", "%", "以上")));
        check("0", Some(("", "0", "", "", "")));
        check("-3.2%", Some(("", "-3.2", "", "%", "")));
        check("1,386项", Some(("", "1386", "", "项", "")));
        check("38.6万余人", Some(("", "38.6", "", "万余人", "")));
        for wrong in
            ["", "件", "三十件", "1,38项", "1.件", "30 件", "3、4件", "12件，其中", "1.2.3"]
        {
            check(wrong, None);
        }
    }
}
