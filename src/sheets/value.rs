//! What a person reads in a cell, as the value that the data contract wants. Where the cell
//! leaves a doubt there is a finding; where it leaves no reading there is an error.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::grid::{Cell, Content};
use super::label::narrow;
use super::mapping::Target;
use super::number_format::{Shown, Unreadable};
use super::wanted::Wanted;
use crate::data::date;
use crate::data::node::{Node, Span, Value};
use crate::data::quantity::Quantity;
use crate::diag::{Code, Diagnostic, Findings};
use crate::source::Notation;

/// A cell about to be read.
pub(crate) struct Reading<'a> {
    pub(crate) cell: &'a Cell,
    pub(crate) span: Span,
    pub(crate) target: &'a Target,
    /// The words over or before the cell.
    pub(crate) header: &'a str,
    pub(crate) findings: &'a mut Findings,
}

/// What stands in a cell where nothing is meant.
const BLANKS: [&str; 8] = ["-", "--", "—", "——", "/", "\\", "无", "无数据"];

impl Reading<'_> {
    /// The value; `None` where the cell says nothing or nothing that can be read.
    pub(crate) fn value(mut self) -> Option<Node> {
        let cell = self.cell;
        let value = match &cell.content {
            Content::Error(text) => {
                let message = format!("“{}”写的是“{text}”，公式没有算出结果", self.header);
                self.find(Code::SheetErrorCell, message);
                return None;
            }
            Content::Formula => {
                let message = format!("“{}”是公式，文件里没有存下它的结果", self.header);
                self.find(Code::SheetNoResult, message);
                return None;
            }
            content => content,
        };
        let value = match &self.target.wanted {
            Wanted::Quantity => self.quantity(value),
            Wanted::Number => self.number(value, false),
            Wanted::Integer => self.number(value, true),
            Wanted::Date => self.date(value),
            Wanted::Bool => self.boolean(value),
            Wanted::Text(_) => self.text(value),
            Wanted::Either => match value {
                Content::Number(_) => self.quantity(value),
                _ => self.text(value),
            },
            Wanted::Lines => self.lines(value),
        }?;
        Some(Node { value, span: self.span })
    }

    fn quantity(&mut self, content: &Content) -> Option<Value> {
        let figure = self.figure(content)?;
        self.doubt_share(&figure);
        let text = match (&figure.unit[..], &self.target.unit) {
            ("", None) if !figure.approximate => return Some(Value::Number(figure.digits)),
            ("", Some(unit)) => format!("{}{unit}", figure.digits),
            (_, Some(unit)) if figure.unit != *unit => return self.other_unit(&figure.unit),
            (_, _) => figure.written,
        };
        Some(Value::Text(text))
    }

    fn number(&mut self, content: &Content, whole: bool) -> Option<Value> {
        let figure = self.figure(content)?;
        let same = self.target.unit.as_ref().is_none_or(|unit| *unit == figure.unit);
        match &figure.unit[..] {
            "" => {}
            _ if self.target.unit.is_some() && same => {}
            _ if self.target.unit.is_some() => return self.other_unit(&figure.unit),
            unit => {
                let message = format!(
                    "“{}”写的是“{}”，这里只能填数字，不带“{unit}”",
                    self.header, figure.written
                );
                return self.refuse(message);
            }
        }
        if figure.approximate || (whole && figure.digits.contains('.')) {
            let kind = if whole { "整数" } else { "准确的数字" };
            return self.refuse(format!("“{}”写的是“{}”，不是{kind}", self.header, figure.written));
        }
        Some(Value::Number(figure.digits))
    }

    /// 0.985 under a header of percents is a share that was not made a percent.
    fn doubt_share(&mut self, figure: &Figure) {
        let is_bare = figure.unit.is_empty() && self.target.unit.as_deref() == Some("%");
        let Ok(number) = figure.digits.parse::<Decimal>() else { return };
        if is_bare && number > Decimal::ZERO && number < Decimal::ONE {
            let shown = number.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(number).normalize();
            let message = format!("“{}”填的是 {number}，单位是 %；是不是 {shown}%", self.header);
            self.find(Code::Implausible, message);
        }
    }

    /// A number with its unit, from a number or from text.
    fn figure(&mut self, content: &Content) -> Option<Figure> {
        match content {
            Content::Number(stored) => self.stored(stored),
            Content::Text(text) => self.typed(text),
            Content::Date(date) => {
                let message = format!("“{}”应当是数，单元格里是日期 {date}", self.header);
                self.refuse(message)
            }
            Content::Time(_) | Content::Bool(_) | Content::Error(_) | Content::Formula => {
                let message = format!("“{}”写的是“{}”，不是数", self.header, content.shown());
                self.refuse(message)
            }
        }
    }

    fn stored(&mut self, stored: &str) -> Option<Figure> {
        let Shown { digits, unit, differs } = match self.cell.format.show(stored) {
            Ok(shown) => shown,
            Err(reason) => return self.refuse(unreadable(self.header, stored, &reason)),
        };
        let written = format!("{digits}{unit}");
        if differs {
            let message =
                format!("“{}”存的是 {stored}，显示的是 {written}，按显示的取数", self.header);
            self.find(Code::SheetRounded, message);
        }
        let digits = digits.parse().map_or_else(|_| digits.clone(), |n| normal(n, &digits));
        Some(Figure { digits, unit, written, approximate: false })
    }

    fn typed(&mut self, text: &str) -> Option<Figure> {
        if self.is_blank(text) {
            return None;
        }
        let narrow: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
        let narrow = narrow.replace('−', "-").replace('﹪', "%");
        let Some(quantity) = Quantity::parse(&narrow) else {
            let shown = text.trim();
            return self.refuse(format!("“{}”写的是“{shown}”，不是数", self.header));
        };
        let digits = normal(quantity.number, &quantity.digits);
        let figure = Figure {
            unit: quantity.unit.clone(),
            approximate: quantity.is_approximate(),
            written: Quantity { digits: digits.clone(), ..quantity }.text(),
            digits,
        };
        // A number of a plain text file is text for want of anything else.
        let cell = self.span.source.cell(self.span.range.start);
        let number = figure.unit.is_empty() && cell.is_some_and(|cell| cell.sheet.is_some());
        let bare = matches!(self.target.wanted, Wanted::Number | Wanted::Integer)
            && self.target.unit.as_ref() == Some(&figure.unit)
            && !figure.approximate;
        if narrow != text || figure.written != text || number || bare {
            let read = if bare { &figure.digits } else { &figure.written };
            let message = format!("“{}”是文字“{text}”，读作 {read}", self.header);
            self.find(Code::SheetTextNumber, message);
        }
        Some(figure)
    }

    fn date(&mut self, content: &Content) -> Option<Value> {
        let (found, guessed) = match content {
            Content::Date(date) => (Some(*date), false),
            Content::Number(serial) => (from_serial(serial), true),
            Content::Text(text) if self.is_blank(text) => return None,
            Content::Text(text) => {
                let exact = date::parse(text);
                (exact.or_else(|| loose(text)), exact.is_none())
            }
            Content::Time(_) | Content::Bool(_) | Content::Error(_) | Content::Formula => {
                (None, false)
            }
        };
        let Some(date) = found else {
            let shown = content.shown();
            return self
                .refuse(format!("“{}”写的是“{shown}”，不是真实存在的公历日期", self.header));
        };
        if guessed {
            let message = format!(
                "“{}”写的是“{}”，读作 {}",
                self.header,
                content.shown().trim(),
                date::chinese(date)
            );
            self.find(Code::SheetDateGuess, message);
        }
        Some(Value::Text(date.to_string()))
    }

    fn boolean(&mut self, content: &Content) -> Option<Value> {
        let shown = content.shown();
        let word = narrow(shown.trim());
        let value = match word.as_str() {
            "TRUE" | "true" | "是" => true,
            "FALSE" | "false" | "否" => false,
            "有" | "√" | "✓" | "1" | "对" | "Y" | "y" => {
                return Some(self.guess(&shown, "是", Value::Bool(true)));
            }
            "没有" | "×" | "✗" | "0" | "错" | "N" | "n" | "无" => {
                return Some(self.guess(&shown, "否", Value::Bool(false)));
            }
            _ => return self.refuse(format!("“{}”写的是“{shown}”，只能填是或者否", self.header)),
        };
        Some(Value::Bool(value))
    }

    fn text(&mut self, content: &Content) -> Option<Value> {
        let text = match content {
            Content::Text(text) => return Some(Value::Text(self.words(text))),
            // Spreadsheets keep fifteen digits; the rest became zeros.
            Content::Number(digits) if digits.trim_start_matches('-').len() > 15 => {
                let message = format!(
                    "“{}”是数字 {digits}，表格存不下这么多位，末尾的数字已经丢失",
                    self.header
                );
                return self.refuse(message);
            }
            Content::Number(stored) => return self.stored(stored).map(|f| Value::Text(f.written)),
            Content::Date(date) => date::chinese(*date),
            Content::Bool(true) => "是".to_owned(),
            Content::Bool(false) => "否".to_owned(),
            Content::Time(text) | Content::Error(text) => text.clone(),
            Content::Formula => return None,
        };
        let shown = content.shown();
        Some(self.guess(&shown, &text.clone(), Value::Text(text)))
    }

    /// Text without spaces around it; a listed word in the form of the list.
    fn words(&mut self, text: &str) -> String {
        let trimmed = text.replace("\r\n", "\n").replace('\r', "\n");
        let trimmed = trimmed.trim();
        let Wanted::Text(listed) = &self.target.wanted else { return trimmed.to_owned() };
        let same = |word: &&String| super::label::key(word) == super::label::key(trimmed);
        match listed.iter().find(same) {
            Some(word) => word.clone(),
            None => trimmed.to_owned(),
        }
    }

    fn lines(&mut self, content: &Content) -> Option<Value> {
        let Some(Value::Text(text)) = self.text(content) else { return None };
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.split_inclusive('\n') {
            let start = at + line.len() - line.trim_start().len();
            at += line.len();
            let words = line.trim();
            if !words.is_empty() {
                let span = self.span.part(&text, start..start + words.len());
                let span = span.written_as(Notation::Cell);
                lines.push(Node { value: Value::Text(words.to_owned()), span });
            }
        }
        Some(Value::List(lines))
    }

    fn is_blank(&mut self, text: &str) -> bool {
        let blank = BLANKS.contains(&narrow(text.trim()).as_str());
        if blank {
            let message = format!("“{}”写的是“{}”，按没有填处理", self.header, text.trim());
            self.find(Code::SheetBlank, message);
        }
        blank
    }

    fn guess(&mut self, shown: &str, read: &str, value: Value) -> Value {
        self.find(Code::SheetGuess, format!("“{}”写的是“{shown}”，读作“{read}”", self.header));
        value
    }

    fn other_unit<T>(&mut self, found: &str) -> Option<T> {
        let wanted = self.target.unit.clone().unwrap_or_default();
        let message = format!("“{}”的单位是“{found}”，应当是“{wanted}”", self.header);
        self.find(Code::SheetUnit, message);
        None
    }

    fn refuse<T>(&mut self, message: String) -> Option<T> {
        self.find(Code::SheetCell, message);
        None
    }

    fn find(&mut self, code: Code, message: String) {
        let field = self.target.path.join(".");
        let finding = Diagnostic::new(code, self.span.place(), message).field(field);
        let explained = match code {
            Code::SheetCell => super::explained(&self.target.schema),
            _ => None,
        };
        self.findings.push(match explained {
            Some(explained) => finding.hint(format!("按要求填写：{explained}")),
            None => finding,
        });
    }
}

/// Why the number of a cell cannot be read as the sheet shows it.
fn unreadable(header: &str, stored: &str, reason: &Unreadable) -> String {
    match reason {
        Unreadable::TooLarge => format!("“{header}”写的是“{stored}”，这个数太大"),
        Unreadable::NoNumber(words) => {
            format!("“{header}”存的是 {stored}，显示的是“{}”，不是数", words.trim())
        }
        Unreadable::Format(code) => {
            format!("“{header}”存的是 {stored}，看不懂它的数字格式“{code}”，不知道表格显示成什么")
        }
    }
}

/// A number as it is read: digits, and what stands around them.
struct Figure {
    digits: String,
    unit: String,
    written: String,
    approximate: bool,
}

/// Digits without zeros in front and with a digit before the point.
fn normal(number: Decimal, written: &str) -> String {
    let unsigned = written.strip_prefix('-').unwrap_or(written);
    let padded = unsigned.len() > 1 && unsigned.starts_with('0') && !unsigned.starts_with("0.");
    if padded { number.to_string() } else { written.to_owned() }
}

/// Days since the end of 1899, within the years that reports speak of.
fn from_serial(serial: &str) -> Option<Date> {
    let days: i64 = serial.parse().ok().filter(|days| (18_264..73_416).contains(days))?;
    let start = Date::new(1899, 12, 30).ok()?;
    start.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// `2025/3/27`, `2025.3.27`, `20250327`, `2025 年 3 月 27 日`.
fn loose(text: &str) -> Option<Date> {
    let text: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(found) = date::parse(&text) {
        return Some(found);
    }
    let (year, month, day) = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        (&text[..4], &text[4..6], &text[6..])
    } else {
        let mut parts =
            text.split(['/', '.', '-', '年', '月', '日']).filter(|part| !part.is_empty());
        let all = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        all
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for (text, expected) in [
            ("2025/3/27", Some("2025-03-27")),
            ("2025.03.27", Some("2025-03-27")),
            ("20250327", Some("2025-03-27")),
            ("２０２５年 3 月 27 日", Some("2025-03-27")),
            ("2025-3-27", Some("2025-03-27")),
            ("2025/2/30", None),
            ("3/27/2025", None),
            ("2025年3月", None),
        ] {
            assert_eq!(loose(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
        assert_eq!(
            from_serial("45743").map(|date| date.to_string()).as_deref(),
            Some("2025-03-27")
        );
        assert_eq!(from_serial("3"), None);
        assert_eq!(from_serial("45743.5"), None);
    }
}
