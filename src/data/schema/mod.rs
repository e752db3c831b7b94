//! The data contract: checks a tree against a kind's JSON Schema and says in Chinese, with
//! the place in the data file, all that is wrong.

mod meant;
mod view;

pub use view::View;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::LocationSegment;
use jsonschema::{JsonType, ValidationError, Validator};
use serde_json::Value as Json;

use crate::data::date;
use crate::data::node::{Node, Step, Value, path_text};
use crate::data::quantity::Quantity;
use crate::diag::{Code, Diagnostic, Findings};
use crate::suggest;

/// The `format` of calendar dates in schemas.
pub const FORMAT_DATE: &str = "日期";
/// The `format` of figures in schemas; it also marks what templates may calculate with.
pub const FORMAT_QUANTITY: &str = "数量";

/// More errors of one file are not looked at; see [`crate::diag::MAX_FINDINGS`].
const MAX_ERRORS: usize = 2 * crate::diag::MAX_FINDINGS;

/// A compiled data contract.
#[derive(Debug)]
pub struct Schema {
    json: Json,
    validator: Validator,
}

/// Why a schema cannot be used.
#[derive(Debug)]
pub struct SchemaError {
    /// The library's sentence.
    pub reason: String,
    /// Where in the schema, as a JSON pointer.
    pub pointer: String,
}

impl Schema {
    /// Compiles a schema.
    ///
    /// # Errors
    ///
    /// Where and why it is no schema that can be used.
    pub fn new(json: Json) -> Result<Self, SchemaError> {
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .with_format(FORMAT_DATE, |text: &str| date::parse(text).is_some())
            .with_format(FORMAT_QUANTITY, |text: &str| Quantity::parse(text).is_some())
            .build(&json)
            .map_err(|error| SchemaError {
                reason: error.to_string(),
                pointer: error.instance_path().as_str().to_owned(),
            })?;
        Ok(Self { json, validator })
    }

    /// The schema as it was read.
    pub fn json(&self) -> &Json {
        &self.json
    }

    /// Reports everything in which `root` breaks the contract.
    pub fn check(&self, root: &Node, findings: &mut Findings) {
        let instance = root.to_json();
        for error in self.validator.iter_errors(&instance).take(MAX_ERRORS) {
            let translator = Translator { schema: &self.json, root, error: &error };
            translator.translate(findings);
        }
    }
}

/// One error of the library, about to be said in Chinese.
struct Translator<'a> {
    schema: &'a Json,
    root: &'a Node,
    error: &'a ValidationError<'a>,
}

impl Translator<'_> {
    fn translate(&self, findings: &mut Findings) {
        use ValidationErrorKind as Kind;
        let path = self.path();
        let node = self.root.at(&path).unwrap_or(self.root);
        let name = path_text(&path);
        let label =
            if name.is_empty() { "数据".to_owned() } else { format!("字段“{name}”") };
        let found = shown(node);
        let at = |code, message| Diagnostic::new(code, node.span.place(), message).field(&name);
        let finding = match self.error.kind() {
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                let shown = unexpected.iter().take(MAX_ERRORS);
                findings.extend(shown.map(|key| self.unknown(node, &path, key)));
                return;
            }
            Kind::Required { property } => self.missing(node, &path, property),
            Kind::Type { .. } if matches!(node.value, Value::Null) => {
                at(Code::EmptyField, format!("{label}是空的"))
                    .hint(format!("填上{}，或者删掉这个字段", self.expected()))
            }
            Kind::Type { kind } => {
                let expected = type_words(kind);
                let message = format!("{label}应当是{expected}，现在是{}{found}", type_word(node));
                let finding = at(Code::WrongType, message);
                let braces = matches!(node.value, Value::Map(_)) && starts_with_braces(node);
                let hint = if braces {
                    "以 {{ 开头的文字要加引号".to_owned()
                } else {
                    self.expected_hint()
                };
                let finding = meant::list(finding.hint(hint), node, kind);
                match meant::element(&name, node) {
                    Some(words) => meant::corrected(finding, node, &words),
                    None => meant::number(finding, node, kind),
                }
            }
            Kind::Format { format } if format == FORMAT_DATE => {
                self.bad_date(node, &label, &found).field(&name)
            }
            Kind::Format { format } if format == FORMAT_QUANTITY => meant::figure(
                at(Code::BadQuantity, format!("{label}写的是{found}，不是数量")),
                node,
            ),
            Kind::MinItems { limit } => {
                let count = items(node);
                let code = if count == 0 { Code::EmptyList } else { Code::OutOfRange };
                let finding = at(code, format!("{label}有 {count} 项，至少要 {limit} 项"));
                finding.hint(format!("至少写 {limit} 项{}", self.title_in_brackets()))
            }
            Kind::MaxItems { limit } => {
                at(Code::OutOfRange, format!("{label}有 {} 项，最多 {limit} 项", items(node)))
            }
            Kind::MinProperties { .. } => at(Code::EmptyField, format!("{label}里什么也没有写")),
            Kind::MaxProperties { limit } => {
                at(Code::OutOfRange, format!("{label}的内容超过 {limit} 项"))
            }
            Kind::MinLength { .. } => at(Code::EmptyField, format!("{label}是空的")),
            Kind::MaxLength { limit } => at(Code::OutOfRange, format!("{label}超过 {limit} 个字")),
            Kind::Minimum { limit } => {
                at(Code::OutOfRange, format!("{label}写的是{found}，不能小于 {limit}"))
            }
            Kind::Maximum { limit } => {
                at(Code::OutOfRange, format!("{label}写的是{found}，不能大于 {limit}"))
            }
            Kind::ExclusiveMinimum { limit } => {
                at(Code::OutOfRange, format!("{label}写的是{found}，要大于 {limit}"))
            }
            Kind::ExclusiveMaximum { limit } => {
                at(Code::OutOfRange, format!("{label}写的是{found}，要小于 {limit}"))
            }
            Kind::MultipleOf { multiple_of } => {
                at(Code::BadForm, format!("{label}写的是{found}，应当是 {multiple_of} 的整数倍"))
                    .hint(self.expected_hint())
            }
            Kind::Constant { expected_value } => at(
                Code::NotAllowed,
                format!("{label}写的是{found}，应当是{}", quoted(expected_value)),
            ),
            Kind::Enum { options } => {
                let options: Vec<String> =
                    options.as_array().into_iter().flatten().map(quoted).collect();
                at(
                    Code::NotAllowed,
                    format!("{label}写的是{found}，只能是{}之一", options.join("、")),
                )
            }
            Kind::Pattern { .. } => self.pattern(node, &name, &label, &found),
            Kind::PropertyNames { error } => {
                let key = error.instance().as_str().unwrap_or_default().to_owned();
                let place =
                    node.entry(&key).map_or_else(|| node.span.place(), |e| e.key_span.place());
                let message = format!("名称“{key}”里有不能用的符号");
                Diagnostic::new(Code::NotAllowed, place, message)
                    .field(&name)
                    .hint("名称里不要用空格、点、斜线和括号")
            }
            Kind::UniqueItems => at(Code::NotAllowed, format!("{label}里有重复的内容")),
            Kind::Contains => at(Code::MissingPart, format!("{label}缺少应有的内容")),
            Kind::FalseSchema => at(Code::UnknownField, format!("{label}不应当出现")),
            Kind::AnyOf { .. }
            | Kind::OneOfNotValid { .. }
            | Kind::OneOfMultipleValid { .. }
            | Kind::Not { .. }
            | Kind::AdditionalItems { .. }
            | Kind::UnevaluatedItems { .. }
            | Kind::ContentEncoding { .. }
            | Kind::ContentMediaType { .. }
            | Kind::FromUtf8 { .. }
            | Kind::BacktrackLimitExceeded { .. }
            | Kind::RegexEngineFailure { .. }
            | Kind::Referencing(_)
            | Kind::Format { .. }
            | Kind::Custom { .. } => at(
                Code::BadForm,
                format!("{label}的形式不合要求（{}）", self.error.kind().keyword()),
            )
            .hint(self.expected_hint()),
        };
        findings.push(finding);
    }

    /// A date in another form, or none at all.
    fn bad_date(&self, node: &Node, label: &str, found: &str) -> Diagnostic {
        let at = |message| Diagnostic::new(Code::BadDate, node.span.place(), message);
        let text = node.text().unwrap_or_default();
        if let Some(meant) = date::meant(text) {
            let finding = at(format!("{label}写的是{found}，日期的写法不对"));
            return meant::corrected(finding, node, &meant.to_string());
        }
        let finding = at(format!("{label}写的是{found}，不是真实存在的公历日期"));
        match date::lacking(text) {
            Some(hint) => finding.hint(hint),
            None => finding,
        }
    }

    /// The path of the error, told apart by what really lies there.
    fn path(&self) -> Vec<Step> {
        let mut path = Vec::new();
        for segment in self.error.instance_path().into_iter() {
            let is_list = self.root.at(&path).is_some_and(|n| matches!(n.value, Value::List(_)));
            path.push(match segment {
                LocationSegment::Index(index) if is_list => Step::Item(index),
                LocationSegment::Index(index) => Step::Field(index.to_string()),
                LocationSegment::Property(name) => Step::Field(name.into_owned()),
            });
        }
        path
    }

    fn unknown(&self, node: &Node, path: &[Step], key: &str) -> Diagnostic {
        let mut full = path.to_vec();
        full.push(Step::Field(key.to_owned()));
        let known = self.known_fields();
        let entry = node.entry(key);
        let place = entry.map_or_else(|| node.span.place(), |e| e.key_span.place());
        if let Some(text) = meant::sentence(node, path, key) {
            let message = format!("“{key}”后面有英文冒号加空格，成了字段名");
            let finding =
                Diagnostic::new(Code::UnknownField, place, message).field(path_text(&full));
            return finding.hint(format!("是一段文字的，写成：{text}"));
        }
        let hint = match suggest::nearest(key, known.iter().copied()) {
            Some(name) => format!("是不是“{name}”？改正字段名，或者删掉它"),
            None if known.is_empty() => "改正字段名，或者删掉它".to_owned(),
            None => format!("这里可以写：{}", known.join("、")),
        };
        // Certain is only what nothing else is near to, and what is not there already.
        let certain =
            suggest::only(key, known.iter().copied()).filter(|name| node.field(name).is_none());
        // What lies in a name with a mark would be lost.
        let certain = certain.filter(|_| !key.contains([':', '：', ',', '，']));
        let fix =
            certain.zip(entry).and_then(|(name, e)| e.key_span.fix(key, &[(0..key.len(), name)]));
        Diagnostic::new(Code::UnknownField, place, format!("不认识的字段“{key}”"))
            .field(path_text(&full))
            .hint(hint)
            .fixed_by(fix)
    }

    fn missing(&self, node: &Node, path: &[Step], property: &Json) -> Diagnostic {
        let key = property.as_str().unwrap_or_default();
        let mut full = path.to_vec();
        full.push(Step::Field(key.to_owned()));
        let schema = self.parent().and_then(|parent| parent.get("properties")?.get(key));
        let view = schema.map(|schema| self.view(schema));
        let title = view.as_ref().and_then(|view| view.text("title")).filter(|title| *title != key);
        let explained = title.map(|title| format!("（{title}）")).unwrap_or_default();
        let example = view.and_then(|view| view.examples().next());
        let example = example
            .filter(|example| is_short(example))
            .map(|example| format!("，例如 {key}: {}", plain(example)))
            .unwrap_or_default();
        let place = crate::diag::Place::Text {
            source: node.span.source.clone(),
            range: node.span.range.start..node.span.range.start,
        };
        Diagnostic::new(Code::MissingField, place, format!("缺少必填的字段“{key}”{explained}"))
            .field(path_text(&full))
            .hint(format!("补上“{key}”{example}"))
    }

    fn pattern(&self, node: &Node, name: &str, label: &str, found: &str) -> Diagnostic {
        let text = node.text().unwrap_or_default();
        let (code, message, hint) = if text.trim().is_empty() {
            (Code::EmptyField, format!("{label}是空的"), self.expected_hint())
        } else if text.contains(['\n', '\r']) {
            let message = format!("{label}只能写一行，现在有 {} 行", text.lines().count());
            (Code::BadForm, message, "写成一行".to_owned())
        } else {
            (Code::BadForm, format!("{label}写的是{found}，不合规定的形式"), self.expected_hint())
        };
        let finding = Diagnostic::new(code, node.span.place(), message).field(name).hint(hint);
        match meant::element(name, node) {
            Some(words) => meant::corrected(finding, node, &words),
            None => finding,
        }
    }

    /// The fields that the schema knows where the error is.
    fn known_fields(&self) -> Vec<&str> {
        let properties = self.parent().and_then(|parent| parent.get("properties")?.as_object());
        properties.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    /// The subschema whose keyword failed.
    fn parent(&self) -> Option<&Json> {
        let path = self.error.schema_path().as_str();
        let (parent, _) = path.rsplit_once('/')?;
        self.schema.pointer(parent)
    }

    /// A subschema where the error is, with what it refers to.
    fn view<'b>(&'b self, schema: &'b Json) -> View<'b> {
        View::within(self.schema, schema)
    }

    fn expected(&self) -> String {
        let parent = self.parent();
        let title = parent.and_then(|schema| self.view(schema).text("title"));
        title.map_or_else(|| "内容".to_owned(), |title| format!("“{title}”"))
    }

    fn title_in_brackets(&self) -> String {
        let expected = self.expected();
        if expected == "内容" { String::new() } else { expected }
    }

    fn expected_hint(&self) -> String {
        let Some(parent) = self.parent() else { return "按要求填写".to_owned() };
        let view = self.view(parent);
        let examples: Vec<String> =
            view.examples().filter(|one| is_short(one)).map(plain).collect();
        let examples = (!examples.is_empty()).then(|| format!("例如 {}", examples.join("、")));
        match (view.text("description"), examples) {
            (Some(text), Some(examples)) => format!("{}；{examples}", text.trim_end_matches('。')),
            (Some(text), None) => text.trim_end_matches('。').to_owned(),
            (None, Some(examples)) => examples,
            (None, None) => format!("按{}的要求填写", self.expected()),
        }
    }
}

/// What kind of value was found, in Chinese.
pub fn type_word(node: &Node) -> &'static str {
    match node.value {
        Value::Null => "空",
        Value::Bool(_) => "真假值",
        Value::Number(_) => "数字",
        Value::Text(_) => "文字",
        Value::List(_) => "列表",
        Value::Map(_) => "带字段的内容",
    }
}

fn type_words(kind: &TypeKind) -> String {
    let word = |json_type| match json_type {
        JsonType::Array => "列表",
        JsonType::Boolean => "true 或 false",
        JsonType::Integer => "整数",
        JsonType::Null => "空",
        JsonType::Number => "数字",
        JsonType::Object => "带字段的内容",
        JsonType::String => "文字",
    };
    match kind {
        TypeKind::Single(one) => word(*one).to_owned(),
        TypeKind::Multiple(set) => set.iter().map(word).collect::<Vec<_>>().join("或"),
    }
}

/// The value in quotation marks, cut where it is long.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Text(text) | Value::Number(text) => {
            let cut: String = text.chars().take(30).collect();
            let dots = if text.chars().count() > 30 { "……" } else { "" };
            format!("“{}{dots}”", cut.replace('\n', " "))
        }
        Value::Bool(value) => format!("“{value}”"),
        Value::Null | Value::List(_) | Value::Map(_) => String::new(),
    }
}

/// Whether an example fits into a sentence: a word, a figure, or one level of them.
fn is_short(example: &Json) -> bool {
    let flat = |value: &Json| !value.is_array() && !value.is_object();
    match example {
        Json::Array(items) => items.iter().all(flat),
        Json::Object(fields) => fields.values().all(flat),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => true,
    }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn quoted(value: &Json) -> String {
    format!("“{}”", plain(value))
}

fn items(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => items.len(),
        _ => 0,
    }
}

fn starts_with_braces(node: &Node) -> bool {
    node.span.source.text().get(node.span.range.clone()).is_some_and(|t| t.starts_with("{{"))
}

#[cfg(test)]
mod tests {
    use super::Schema;

    /// Amounts are decimal, the library's numbers are not: no amount of two decimals may be
    /// taken for one of three, and the other way round.
    #[test]
    fn two_decimals_are_told_from_three() {
        let schema = Schema::new(serde_json::json!({"multipleOf": 0.01})).unwrap();
        let holds = |text: &str| {
            let number: serde_json::Value = serde_json::from_str(text).unwrap();
            schema.validator.is_valid(&number)
        };
        let wrong: Vec<String> = (0..1_000_000_u64)
            .map(|step| step * 7_919 + step % 100)
            .flat_map(|cents| {
                let (whole, cents) = (cents / 100, cents % 100);
                let good = format!("{whole}.{cents:02}");
                let bad = format!("{whole}.{cents:02}5");
                let good_is_wrong = (!holds(&good)).then_some(good);
                good_is_wrong.into_iter().chain(holds(&bad).then_some(bad))
            })
            .take(5)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
