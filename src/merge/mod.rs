//! Stage 2: record + template → manuscript → document model.
//!
//! Texts of the data may refer to figures (`{{指标.行政处罚.件数}}`); they are filled first,
//! 共用文字 before the rest. Then the kind's template writes the manuscript, and `markup`
//! reads it into the model with every piece still knowing its field.

pub mod helpers;
pub mod leaf;
pub mod markup;
mod references;

use std::ops::Range;

use handlebars::{Context, Handlebars, RenderError, RenderErrorReason, no_escape};
use serde_json::Value as Json;

use crate::data::date;
use crate::data::kind::Kind;
use crate::data::node::{Node, Step, Value, path_text};
use crate::diag::{self, Code, Diagnostic, Place};
use crate::model::{Block, Document, Imprint, Properties, Text, number_headings};
use leaf::Leaves;

/// The field whose texts are filled before all others and may be referred to.
const SHARED_TEXT: &str = "文字";

/// Merges a checked record into its kind's template.
pub fn merge(kind: &Kind, root: &Node) -> Result<Document, Vec<Diagnostic>> {
    let mut leaves = Leaves::of(root);
    let mut findings = Vec::new();
    fill(kind, root, &mut leaves, &mut findings);
    if diag::has_errors(&findings) {
        return Err(findings);
    }
    let manuscript = manuscript(kind, leaves.json)?;
    let (head, mut body, faults) = markup::parse(&manuscript, &leaves.origins);
    let template = Place::File(kind.body.path().to_owned());
    let flaw = |code, message| Diagnostic::new(code, template.clone(), message);
    findings.extend(faults.into_iter().map(|fault| match &fault.origin {
        Some(origin) => {
            let code = if fault.is_shape { Code::TableShape } else { Code::BadForm };
            Diagnostic::new(code, origin.span.place(), fault.reason).field(&origin.field)
        }
        None => {
            let cut: String = fault.line.chars().take(20).collect();
            flaw(Code::Markup, format!("文稿的一行“{cut}”读不懂：{}", fault.reason))
        }
    }));
    for index in number_headings(&mut body.text) {
        if let Block::Heading { title, .. } | Block::RunIn { title, .. } = &body.text[index] {
            let message = format!("标题“{}”跳过了上一级", title.plain());
            findings.push(located(Code::HeadingSkip, title, &template, message));
        }
    }
    if body.title.iter().all(Text::is_empty) {
        findings.push(flaw(Code::Markup, "文稿里没有【标题】".to_owned()));
    }
    if body.text.is_empty() {
        findings.push(flaw(Code::NoBody, "文稿里没有正文".to_owned()));
    }
    let date = body.date.as_ref().and_then(|text| date::parse(&text.plain()));
    if date.is_none() {
        // The files carry the document's date, never the clock's; an archive demands one.
        findings.push(flaw(Code::Markup, "文稿里没有【日期】，或者它不是公历日期".to_owned()));
    }
    if diag::has_errors(&findings) {
        return Err(findings);
    }
    let bureau = root.field("单位").and_then(|unit| unit.field("全称")?.text());
    let properties = Properties {
        title: body.title.iter().map(Text::plain).collect(),
        author: body
            .signature
            .as_ref()
            .map(Text::plain)
            .or(bureau.map(str::to_owned))
            .unwrap_or_default(),
        subject: kind.name.clone(),
        date,
    };
    Ok(Document { properties, head, body, imprint: Imprint {} })
}

/// A finding at the data that a text came from, else at the template.
fn located(code: Code, text: &Text, template: &Place, message: String) -> Diagnostic {
    match text.0.iter().find_map(|inline| inline.origin.as_ref()) {
        Some(origin) => Diagnostic::new(code, origin.span.place(), message).field(&origin.field),
        None => Diagnostic::new(code, template.clone(), message),
    }
}

/// The registry of all helpers, strict about missing names.
fn registry<'a>() -> Handlebars<'a> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(no_escape);
    helpers::register(&mut registry);
    registry
}

/// Fills the references in all texts of the data.
fn fill(kind: &Kind, root: &Node, leaves: &mut Leaves, findings: &mut Vec<Diagnostic>) {
    let mut texts: Vec<(Vec<Step>, &Node)> = Vec::new();
    let mut paths = Vec::new();
    root.walk(&mut |path, node| {
        if node.text().is_some_and(|text| text.contains("{{") || text.contains("}}")) {
            paths.push(path.to_vec());
        }
    });
    for path in paths {
        if let Some(node) = root.at(&path) {
            texts.push((path, node));
        }
    }
    if texts.is_empty() {
        return;
    }
    let mut registry = registry();
    let is_shared = |path: &[Step]| path.first() == Some(&Step::Field(SHARED_TEXT.to_owned()));
    let (shared, rest): (Vec<_>, Vec<_>) = texts.into_iter().partition(|(path, _)| is_shared(path));
    for round in [shared, rest] {
        let Ok(context) = Context::wraps(&leaves.json) else { return };
        for (path, node) in round {
            let field = path_text(&path);
            match fill_one(&mut registry, &context, node, &field) {
                Ok(text) => {
                    check_lines(kind, root, &path, node, &leaf::plain(&text), findings);
                    replace(&mut leaves.json, &path, &text);
                }
                Err(found) => findings.extend(found),
            }
        }
    }
}

fn fill_one(
    registry: &mut Handlebars<'_>,
    context: &Context,
    node: &Node,
    field: &str,
) -> Result<String, Vec<Diagnostic>> {
    let text = node.text().unwrap_or_default();
    let template = references::compile(text).map_err(|unreadable| {
        let place = node.span.place_of("{{");
        vec![Diagnostic::new(Code::BracesInText, place, unreadable.reason).field(field)]
    })?;
    let mut unknown: Vec<Diagnostic> = references::unknown(&template, context.data())
        .into_iter()
        .map(|missing| {
            let message = format!("文字里引用了“{}”，数据里没有", missing.name);
            let place = node.span.place_of_reference(&missing.name);
            Diagnostic::new(Code::UnknownName, place, message).field(field).hint(missing.hint())
        })
        .collect();
    unknown.extend(references::unknown_helpers(&template).into_iter().map(|name| {
        let message = format!("没有“{name}”这种写法");
        Diagnostic::new(Code::UnknownHelper, node.span.place_of_reference(&name), message)
            .field(field)
            .hint(format!("可以用的写法：{}", helpers::NAMES.join("、")))
    }));
    if !unknown.is_empty() {
        return Err(unknown);
    }
    registry.register_template(FILLED, template);
    let filled = registry.render_with_context(FILLED, context);
    let filled = filled.map_err(|error| {
        let (code, message) = said(&error);
        let call = call_at(text, &error);
        vec![Diagnostic::new(code, node.span.place_of(call), message).field(field)]
    })?;
    if leaf::plain(&filled).contains("{{") && !text.contains("\\{{") {
        let message = "引用的文字里还有引用，只有“文字”里的内容可以再引用指标";
        return Err(vec![
            Diagnostic::new(Code::BracesInText, node.span.place_of("{{"), message).field(field),
        ]);
    }
    Ok(filled)
}

/// A reference must not split what is one line or one paragraph: what it brings in is held
/// to the same contract as what was typed.
fn check_lines(
    kind: &Kind,
    root: &Node,
    path: &[Step],
    node: &Node,
    filled: &str,
    findings: &mut Vec<Diagnostic>,
) {
    let typed = node.text().unwrap_or_default().trim_end();
    if !filled.contains('\n') || typed.contains('\n') {
        return;
    }
    let alone = typed.starts_with("{{") && typed.find("}}") == Some(typed.len() - 2);
    if alone {
        let mut changed = root.clone();
        if let Some(part) = changed.at_mut(path) {
            part.value = Value::Text(filled.to_owned());
        }
        kind.schema.check(&changed, findings);
    } else {
        let message = "引用的文字有几段，不能放在一段话的中间";
        let place = node.span.place_of("{{");
        findings.push(Diagnostic::new(Code::BadForm, place, message).field(path_text(path)));
    }
}

/// The name under which a text of the data is filled.
const FILLED: &str = "文字";

/// The `{{…}}` of a text in which an error arose, as it is written there.
fn call_at<'a>(text: &'a str, error: &RenderError) -> &'a str {
    let line_start = |line: usize| {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        std::iter::once(0).chain(ends).nth(line.saturating_sub(1)).unwrap_or(0)
    };
    let at = line_start(error.line_no.unwrap_or(1));
    let column = error.column_no.unwrap_or(1).saturating_sub(1);
    let skipped: usize = text[at..].chars().take(column).map(char::len_utf8).sum();
    let rest = &text[at + skipped..];
    let from = rest.find("{{").map_or(text, |start| &rest[start..]);
    from.find("}}").map_or("{{", |end| &from[..end + 2])
}

/// Writes a filled text back into its mark.
fn replace(json: &mut Json, path: &[Step], text: &str) {
    let target = path.iter().try_fold(json, |json, step| match step {
        Step::Field(name) => json.get_mut(name),
        Step::Item(index) => json.get_mut(index),
    });
    if let Some(Json::String(marked)) = target {
        *marked = leaf::remark(marked, text);
    }
}

/// Lets the kind's template write the manuscript.
fn manuscript(kind: &Kind, json: Json) -> Result<String, Vec<Diagnostic>> {
    let at = |line: Option<usize>, column: Option<usize>| -> Place {
        let start = kind.body.offset(line.unwrap_or(1), column.unwrap_or(1));
        let range: Range<usize> = start..start;
        Place::Text { source: kind.body.clone(), range }
    };
    let template = references::compile(kind.body.text()).map_err(|unreadable| {
        let (line, column) = unreadable.position.unzip();
        vec![Diagnostic::new(Code::TemplateSyntax, at(line, column), unreadable.reason)]
    })?;
    let whole = 0..kind.body.text().len();
    let named = |name: &str| {
        let range = kind.body.narrow(&whole, name);
        Place::Text { source: kind.body.clone(), range }
    };
    let mut wrong: Vec<Diagnostic> = references::undeclared(&template, kind.schema.json())
        .into_iter()
        .map(|missing| {
            let message = format!("模板里引用了“{}”，数据的规定里没有这个字段", missing.name);
            Diagnostic::new(Code::UnknownName, named(&missing.name), message).hint(missing.hint())
        })
        .collect();
    wrong.extend(references::unknown_helpers(&template).into_iter().map(|name| {
        Diagnostic::new(Code::UnknownHelper, named(&name), format!("没有“{name}”这种写法"))
    }));
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let failed = |error: RenderError| {
        let (code, message) = said(&error);
        vec![Diagnostic::new(code, at(error.line_no, error.column_no), message)]
    };
    let context = Context::wraps(json).map_err(failed)?;
    let mut registry = registry();
    registry.register_template(&kind.name, template);
    registry.render_with_context(&kind.name, &context).map_err(failed)
}

/// The library's errors in Chinese.
fn said(error: &RenderError) -> (Code, String) {
    use RenderErrorReason as Reason;
    match error.reason() {
        Reason::MissingVariable(name) => {
            let name = name.clone().unwrap_or_default();
            (Code::UnknownName, format!("引用了“{name}”，数据里没有"))
        }
        Reason::HelperNotFound(name) => (Code::UnknownHelper, format!("没有“{name}”这种写法")),
        Reason::Other(message) => (Code::HelperValue, message.clone()),
        other => (Code::TemplateSyntax, format!("模板不能用（{other}）")),
    }
}
