//! What somebody meant who wrote a value another way, where there is little doubt.

use chinese_number::{ChineseCountMethod, ChineseToNumber};
use jsonschema::JsonType;
use jsonschema::error::TypeKind;
use unicode_normalization::UnicodeNormalization;

use crate::chars::is_hanzi;
use crate::data::date;
use crate::data::node::{Node, Step, Value};
use crate::data::quantity::Quantity;
use crate::diag::{Diagnostic, Edit, Fix};
use crate::source::Notation;

/// A finding of a type with the number in `2025年`, `２０２５`, `1,268` or `"2025"`, where a
/// number is wanted.
pub(super) fn number(finding: Diagnostic, node: &Node, kind: &TypeKind) -> Diagnostic {
    let is_number = |one: JsonType| matches!(one, JsonType::Integer | JsonType::Number);
    let is_wanted = match kind {
        TypeKind::Single(one) => is_number(*one),
        TypeKind::Multiple(set) => set.iter().any(is_number),
    };
    match node.text().filter(|_| is_wanted).and_then(digits) {
        Some(digits) => corrected(finding, node, &digits),
        None => finding,
    }
}

fn digits(text: &str) -> Option<String> {
    let narrow = narrow(text);
    let in_digits = date::hanzi_year(narrow.trim_end_matches('年'));
    let bare = in_digits.unwrap_or(narrow).replace(',', "");
    let digits = bare.trim_end_matches(|c: char| !c.is_ascii_digit());
    let rest = &bare[digits.len()..];
    let is_unit = rest.chars().count() <= 3 && rest.chars().all(char::is_alphabetic);
    (is_unit && crate::data::is_plain_number(digits)).then(|| digits.to_owned())
}

/// A finding of a figure with the one in `19 件`, `罚款118.6万元` or `１９件`.
pub(super) fn figure(finding: Diagnostic, node: &Node) -> Diagnostic {
    match node.text().and_then(quantity) {
        Some(words) => corrected(finding, node, &words),
        None => finding,
    }
}

fn quantity(text: &str) -> Option<String> {
    let narrow = narrow(text).replace('−', "-").replace('﹪', "%").replace('。', ".");
    let narrow = counted(&narrow).unwrap_or(narrow);
    let parsed = || Quantity::parse(&narrow).map(|quantity| quantity.text());
    // Words in front say what is counted.
    let cut = || {
        let at = narrow.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0)?;
        let is_word = narrow[..at].chars().all(char::is_alphabetic);
        is_word.then(|| Quantity::parse(&narrow[at..]).map(|quantity| quantity.text())).flatten()
    };
    parsed().or_else(cut)
}

/// 十九件 with its number in digits.
fn counted(text: &str) -> Option<String> {
    let end =
        text.find(|c: char| !"〇零一二两三四五六七八九十百千".contains(c)).unwrap_or(text.len());
    let words = text[..end].replace('两', "二");
    let number: u64 = words.to_number(ChineseCountMethod::TenThousand).ok()?;
    (end > 0).then(|| format!("{number}{}", &text[end..]))
}

/// An element of a document in the form that is prescribed for it, by the name of its field.
pub(super) fn element(field: &str, node: &Node) -> Option<String> {
    let text = match &node.value {
        Value::Text(text) | Value::Number(text) => text,
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => return None,
    };
    match field.rsplit('.').next()? {
        "发文字号" => document_number(text),
        "密级" => secrecy(text),
        "份号" => {
            let is_count = text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
            is_count.then(|| format!("\"{text:0>6}\""))
        }
        "主送" => {
            let bare = text.trim_end_matches(['：', ':', '。', ' ']);
            (bare.len() < text.len()).then(|| bare.to_owned())
        }
        "成文日期" | "印发日期" => date::meant(text).map(|date| date.to_string()),
        _ => None,
    }
}

/// 示司发〔2025〕9号, whatever the brackets.
fn document_number(text: &str) -> Option<String> {
    let narrow = narrow(text);
    let code: String = narrow.chars().take_while(|c| is_hanzi(*c) && *c != '第').collect();
    let digits: Vec<&str> =
        narrow.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let year = |digits: &str| match digits.len() {
        4 => Some(digits.to_owned()),
        2 => Some(format!("20{digits}")),
        _ => None,
    };
    let serial = |digits: &str| digits.trim_start_matches('0').to_owned();
    match digits[..] {
        [of, number] if !code.is_empty() && !serial(number).is_empty() => {
            Some(format!("{code}〔{}〕{}号", year(of)?, serial(number)))
        }
        [number] if narrow.starts_with('第') => Some(format!("第{}号", serial(number))),
        _ => None,
    }
}

/// 机密★1年
fn secrecy(text: &str) -> Option<String> {
    let narrow = narrow(text);
    let level = ["绝密", "机密", "秘密"].into_iter().find(|level| narrow.starts_with(level))?;
    let rest = narrow[level.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let term = counted(rest).unwrap_or_else(|| rest.to_owned());
    let is_term = term == "长期" || term.starts_with(|c: char| c.is_ascii_digit());
    is_term.then(|| format!("{level}★{term}"))
}

/// A text where a list is wanted, as its only item.
pub(super) fn list(finding: Diagnostic, node: &Node, kind: &TypeKind) -> Diagnostic {
    /// Characters that are shown.
    const SHOWN: usize = 16;
    let is_list = matches!(kind, TypeKind::Single(JsonType::Array));
    match node.text().filter(|_| is_list) {
        Some(text) => {
            let cut: String =
                text.trim_start_matches(['-', '－', ' ']).chars().take(SHOWN).collect();
            finding.hint(format!("写成列表：每一项另起一行，缩进两格，前面加“- ”，例如“  - {cut}”"))
        }
        None => finding,
    }
}

fn narrow(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// A text that an English colon made a field of, with the Chinese one that was meant: an item
/// of a list with one field, or a name that no field has.
pub(super) fn sentence(node: &Node, path: &[Step], key: &str) -> Option<String> {
    /// Names of fields are shorter, in characters.
    const LONG: usize = 8;
    let Value::Map(entries) = &node.value else { return None };
    let entry = node.entry(key)?;
    let is_item = matches!(path.last(), Some(Step::Item(_)));
    let is_alone = is_item && entries.len() == 1;
    let is_sentence = key.chars().count() > LONG || key.contains(['，', '。', '“', '”', '《']);
    let (Value::Text(rest) | Value::Number(rest)) = &entry.node.value else { return None };
    (is_alone || is_sentence).then(|| format!("{key}：{rest}"))
}

/// A finding with the value as it should be, and the fix where the file is a text.
pub(super) fn corrected(finding: Diagnostic, node: &Node, new: &str) -> Diagnostic {
    let finding = finding.hint(format!("写成 {new}"));
    let span = &node.span;
    let range = span.range.clone();
    let whole = node.text().and_then(|text| span.fix(text, &[(0..text.len(), new)]));
    if whole.is_some() && !crate::data::is_plain_number(new) {
        return finding.fixed_by(whole);
    }
    let quote = match span.notation {
        Notation::Json => "\"",
        _ if span.source.is_workbook() => return finding,
        Notation::Toml => "\"",
        Notation::YamlPlain | Notation::YamlSingle | Notation::YamlDouble => "",
        Notation::Verbatim | Notation::YamlLiteral | Notation::YamlFolded | Notation::Cell => {
            return finding;
        }
    };
    // A number in JSON and TOML stands without quotation marks.
    let is_bare = crate::data::is_plain_number(new) || new.starts_with('"');
    let quote = if is_bare { "" } else { quote };
    let text = format!("{quote}{new}{quote}");
    finding.fixed_by(Some(Fix::of_source(&span.source, vec![Edit { range, text }])))
}
