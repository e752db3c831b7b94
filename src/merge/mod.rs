//! Stage 2: record + template → manuscript → document model.
//!
//! Texts of the data may refer to figures (`{{指标.行政处罚.件数}}`); they are filled first,
//! 共用文字 before the rest. Then the kind's template writes the manuscript, and `markup`
//! reads it into the model with every piece still knowing its field.

mod fill;
pub mod helpers;
pub mod leaf;
mod manuscript;
pub mod markup;
mod references;

use crate::data::date;
use crate::data::kind::Kind;
use crate::data::node::Node;
use crate::diag::{self, Code, Diagnostic, Place};
use crate::model::{Block, Body, Document, Imprint, Properties, Text, number_headings};
use leaf::Leaves;
use markup::Fault;

/// Merges a checked record into its kind's template; `None` if there are errors.
pub fn merge(kind: &Kind, root: &Node, findings: &mut Vec<Diagnostic>) -> Option<Document> {
    let mut leaves = Leaves::of(root);
    fill::fill(kind, root, &mut leaves, findings);
    if diag::has_errors(findings) {
        return None;
    }
    let manuscript = manuscript::manuscript(kind, leaves.json);
    let manuscript = manuscript.map_err(|found| findings.extend(found)).ok()?;
    let (head, mut body, faults) = markup::parse(&manuscript, &leaves.origins);
    let template = Place::File(kind.body.path().to_owned());
    findings.extend(faults.into_iter().map(|fault| misread(fault, &template)));
    check(&mut body, &template, findings);
    if diag::has_errors(findings) {
        return None;
    }
    let properties = properties(kind, root, &body);
    Some(Document { properties, head, body, imprint: Imprint {} })
}

/// What catalogues and file properties say.
fn properties(kind: &Kind, root: &Node, body: &Body) -> Properties {
    let bureau = root.field("单位").and_then(|unit| unit.field("全称")?.text());
    let signature = body.signature.as_ref().map(Text::plain);
    Properties {
        title: body.title.iter().map(Text::plain).collect(),
        author: signature.or(bureau.map(str::to_owned)).unwrap_or_default(),
        subject: kind.name.clone(),
        date: printed_date(body),
    }
}

fn printed_date(body: &Body) -> Option<jiff::civil::Date> {
    body.date.as_ref().and_then(|text| date::parse(&text.plain()))
}

/// A line of the manuscript that cannot be read: the data's fault if data stands in it.
fn misread(fault: Fault, template: &Place) -> Diagnostic {
    let Fault { line, reason, is_shape, origin } = fault;
    match origin {
        Some(origin) => {
            let code = if is_shape { Code::TableShape } else { Code::BadForm };
            Diagnostic::new(code, origin.span.place(), reason).field(&origin.field)
        }
        None => {
            let cut: String = line.chars().take(20).collect();
            let message = format!("文稿的一行“{cut}”读不懂：{reason}");
            Diagnostic::new(Code::Markup, template.clone(), message)
        }
    }
}

/// Numbers the headings and reports what every document must have.
fn check(body: &mut Body, template: &Place, findings: &mut Vec<Diagnostic>) {
    let flaw = |code, message: &str| Diagnostic::new(code, template.clone(), message);
    for index in number_headings(&mut body.text) {
        if let Block::Heading { title, .. } | Block::RunIn { title, .. } = &body.text[index] {
            let message = format!("标题“{}”跳过了上一级", title.plain());
            findings.push(title.finding(Code::HeadingSkip, message));
        }
    }
    if body.title.iter().all(Text::is_empty) {
        findings.push(flaw(Code::Markup, "文稿里没有【标题】"));
    }
    if body.text.is_empty() {
        findings.push(flaw(Code::NoBody, "文稿里没有正文"));
    }
    if printed_date(body).is_none() {
        // The files carry the document's date, never the clock's; an archive demands one.
        findings.push(flaw(Code::Markup, "文稿里没有【日期】，或者它不是公历日期"));
    }
}
