//! What belongs into a cell, for people: its kind, an example, a rule for the program that
//! they type in.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Note, XlsxError,
};
use serde_json::Value as Json;

use crate::data::date;
use crate::sheets::mapping::Target;
use crate::sheets::wanted::Wanted;

/// A field as the workbook shows it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) unit: String,
    pub(super) example: Example,
    pub(super) description: String,
    /// Whether it holds words, so that programs keep the zeros of codes.
    pub(super) is_text: bool,
    rule: Rule,
}

/// An example of a value.
#[derive(Debug, Clone)]
pub(super) enum Example {
    None,
    Text(String),
    Number(f64),
    Date(Date),
}

/// What may be typed.
#[derive(Debug, Clone)]
enum Rule {
    Anything,
    /// A number, or one with words around it (约30件), which is kept after a question.
    Figure,
    OneOf(Vec<String>),
    Date,
    Whole {
        from: Option<i32>,
    },
    Decimal {
        from: Option<f64>,
    },
}

/// Characters that spreadsheet programs take for a drop-down, a title and a message.
const LIST: usize = 255;
const TITLE: usize = 32;
const MESSAGE: usize = 255;

impl Field {
    pub(super) fn of(target: &Target) -> Self {
        let said = |name: &str| target.schema.get(name).and_then(Json::as_str).unwrap_or_default();
        let minimum = target.schema.get("minimum").and_then(Json::as_f64);
        let (kind, rule) = match &target.wanted {
            Wanted::Quantity => ("填数", Rule::Figure),
            Wanted::Number => ("填数", Rule::Decimal { from: minimum }),
            #[expect(clippy::cast_possible_truncation, reason = "bounds of counts are small")]
            Wanted::Integer => ("填整数", Rule::Whole { from: minimum.map(|from| from as i32) }),
            Wanted::Date => ("填日期", Rule::Date),
            Wanted::Bool => ("填是或者否", Rule::OneOf(vec!["是".to_owned(), "否".to_owned()])),
            Wanted::Text(words) if words.is_empty() => ("填文字", Rule::Anything),
            Wanted::Text(words) => ("选一项", Rule::OneOf(words.clone())),
            Wanted::Either => ("填数或者文字", Rule::Anything),
            Wanted::Lines => ("填文字，一项一行", Rule::Anything),
        };
        Self {
            title: said("title").to_owned(),
            kind: kind.to_owned(),
            unit: target.unit.clone().unwrap_or_default(),
            example: Example::of(target),
            description: said("description").to_owned(),
            is_text: matches!(&target.wanted, Wanted::Text(_) | Wanted::Lines),
            rule,
        }
    }

    /// What hangs at a header.
    pub(super) fn note(&self) -> Option<Note> {
        let text = self.words();
        (!text.is_empty()).then(|| Note::new(text).add_author_prefix(false).set_author(""))
    }

    fn words(&self) -> String {
        let unit =
            if self.unit.is_empty() { String::new() } else { format!("，单位：{}", self.unit) };
        let example = self.example.shown();
        let example =
            if example.is_empty() { String::new() } else { format!("，例如 {example}") };
        let first = format!("{}{unit}{example}", self.kind);
        [self.title.as_str(), &first, &self.description]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The rule for typing; what breaks it can be kept after a question where the program may
    /// read it all the same.
    pub(super) fn validation(&self) -> Result<Option<DataValidation>, XlsxError> {
        let fresh = DataValidation::new();
        let made = match &self.rule {
            Rule::Anything => return Ok(None),
            Rule::OneOf(words) => {
                // Longer lists do not fit; the reader checks them all the same.
                if words.iter().map(|word| word.chars().count() + 1).sum::<usize>() > LIST {
                    return Ok(None);
                }
                fresh.allow_list_strings(words)?
            }
            Rule::Figure => fresh.allow_decimal_number(DataValidationRule::Between(-1e15, 1e15)),
            Rule::Date => {
                let (from, to) =
                    (ExcelDateTime::from_ymd(1949, 1, 1)?, ExcelDateTime::from_ymd(2999, 12, 31)?);
                fresh.allow_date(DataValidationRule::Between(from, to))
            }
            Rule::Whole { from } => fresh.allow_whole_number(match from {
                Some(from) => DataValidationRule::GreaterThanOrEqualTo(*from),
                None => DataValidationRule::Between(i32::MIN, i32::MAX),
            }),
            Rule::Decimal { from } => fresh.allow_decimal_number(match from {
                Some(from) => DataValidationRule::GreaterThanOrEqualTo(*from),
                None => DataValidationRule::Between(-1e15, 1e15),
            }),
        };
        let message = format!("这里要{}", self.kind);
        let made = made
            .set_error_style(match &self.rule {
                Rule::Figure => DataValidationErrorStyle::Warning,
                Rule::Anything
                | Rule::OneOf(_)
                | Rule::Date
                | Rule::Whole { .. }
                | Rule::Decimal { .. } => DataValidationErrorStyle::Stop,
            })
            .set_error_title("填得不对")?
            .set_error_message(cut(&message, MESSAGE))?
            .set_input_title(cut(&self.title, TITLE))?
            .set_input_message(cut(&self.words(), MESSAGE))?;
        Ok(Some(made))
    }
}

impl Example {
    fn of(target: &Target) -> Self {
        let given = target.schema.get("examples").and_then(Json::as_array);
        let plain = given.into_iter().flatten().find(|one| one.is_number() || one.is_string());
        let number = |json: &Json| match json {
            Json::Number(number) => number.as_f64(),
            Json::String(text) => text.parse().ok(),
            _ => None,
        };
        match &target.wanted {
            Wanted::Bool => Example::Text("是".to_owned()),
            Wanted::Text(words) if !words.is_empty() => Example::Text(words[0].clone()),
            Wanted::Date => {
                let given = plain.and_then(Json::as_str).and_then(date::parse);
                given.map_or(Example::Text("2025-03-27".to_owned()), Example::Date)
            }
            Wanted::Number | Wanted::Integer | Wanted::Quantity => {
                let own = given.into_iter().flatten().find_map(number);
                Example::Number(own.unwrap_or(30.0))
            }
            Wanted::Text(_) | Wanted::Either | Wanted::Lines => match plain {
                Some(Json::String(text)) => Example::Text(text.clone()),
                Some(json) => number(json).map_or(Example::None, Example::Number),
                None => Example::None,
            },
        }
    }

    pub(super) fn shown(&self) -> String {
        match self {
            Example::None => String::new(),
            Example::Text(text) => text.clone(),
            Example::Number(number) => number.to_string(),
            Example::Date(date) => date.to_string(),
        }
    }
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
