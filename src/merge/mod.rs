//! Stage 2: record + template → manuscript → document model.
//!
//! Texts of the data may refer to figures (`{{指标.行政处罚.件数}}`); they are filled first,
//! 共用文字 before the rest. Then the kind's template writes the manuscript, and `markup`
//! reads it into the model with every piece still knowing its field.

mod chart;
mod directive;
mod elements;
mod fill;
pub(crate) mod helpers;
pub(crate) mod leaf;
mod manuscript;
pub(crate) mod markup;
mod pictures;
mod reference;
mod size;
mod table;

use std::collections::BTreeSet;

use crate::chars::is_invisible;
use crate::data::node::Node;
use crate::data::{date, record};
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::kind::Kind;
use crate::model::{Block, Document, Format, Properties, Sealing, Text, number_headings};
use leaf::Leaves;
use markup::{Fault, Manuscript};

/// The data as templates see it, with the references in its texts filled in.
pub fn fill(kind: &Kind, root: &Node, findings: &mut Findings) -> Leaves {
    let mut leaves = Leaves::of(root);
    fill::fill(kind, root, &mut leaves, findings);
    leaves
}

/// Merges a checked record into its kind's template; `None` if there are errors.
pub fn merge(
    kind: &Kind,
    root: &Node,
    leaves: Leaves,
    findings: &mut Findings,
) -> Option<Document> {
    let manuscript = manuscript::write(&kind.manuscript, leaves.json);
    let manuscript = manuscript.map_err(|one| findings.push(one)).ok()?;
    let (mut read, faults) = markup::parse(&manuscript, kind.form.format, &leaves.origins);
    let template = Place::File(kind.manuscript.path().to_owned());
    findings.extend(faults.into_iter().map(|fault| misread(fault, &template)));
    check(&mut read, &template, findings);
    let data = Place::File(root.span.source.path().to_owned());
    elements::check(kind, &read, &data, findings);
    pictures::load(&mut read.body.sign_off.sealing, findings);
    if findings.has_errors() {
        return None;
    }
    let properties = properties(kind, root, &read);
    if let Some(finding) = unseen(&properties, &template) {
        findings.push(finding);
        return None;
    }
    let Manuscript { format, head, body, attachments, imprint } = read;
    Some(Document { properties, format, head, body, attachments, imprint })
}

/// What catalogues and file properties say.
fn properties(kind: &Kind, root: &Node, read: &Manuscript) -> Properties {
    let bureau = record::bureau_name(root).and_then(Node::text);
    let names: Vec<String> = read.body.sign_off.names.iter().map(Text::plain).collect();
    let author =
        if names.is_empty() { bureau.unwrap_or_default().to_owned() } else { names.join("、") };
    // 命令 have no title: their mark and number stand for it.
    let mark = read.head.mark.iter().flat_map(|mark| &mark.names);
    let title: String = match read.format {
        Format::Order if read.body.title.is_empty() => {
            mark.chain(&read.head.document_number).map(Text::plain).collect()
        }
        _ => read.body.title.iter().map(Text::plain).collect(),
    };
    let number = read.head.document_number.iter().map(Text::plain);
    let name = kind.name().to_owned();
    let keywords = std::iter::once(name.clone()).chain(number).collect();
    Properties { title, author, subject: name, keywords, date: printed_date(read) }
}

/// File properties cannot hold what nobody sees: the name of the kind may.
fn unseen(properties: &Properties, template: &Place) -> Option<Diagnostic> {
    let Properties { title, author, subject, keywords, date: _ } = properties;
    let all = [title, author, subject].into_iter().chain(keywords);
    let c = all.flat_map(|text| text.chars()).find(|c| is_invisible(*c))?;
    let message = format!("文件属性里有看不见的控制字符（U+{:04X}）", u32::from(c));
    Some(Diagnostic::new(Code::ControlCharacter, template.clone(), message))
}

fn printed_date(read: &Manuscript) -> Option<jiff::civil::Date> {
    read.body.sign_off.date.as_ref().and_then(|text| date::parse(&text.plain()))
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

/// Numbers headings and attachments and reports what every document must have.
fn check(read: &mut Manuscript, template: &Place, findings: &mut Findings) {
    size::check(read, findings);
    number(read, findings);
    dates(read, findings);
    let mut flaw =
        |code, message: &str| findings.push(Diagnostic::new(code, template.clone(), message));
    let body = &read.body;
    let needs_title = read.format != Format::Order;
    if needs_title && body.title.iter().all(Text::is_empty) {
        flaw(Code::Markup, "文稿里没有【标题】");
    }
    if body.text.is_empty() {
        flaw(Code::NoBody, "文稿里没有正文");
    }
    if printed_date(read).is_none() {
        // The files carry the document's date, never the clock's; an archive demands one.
        flaw(Code::Markup, "文稿里没有【日期】，或者它不是公历日期");
    }
    if matches!(read.format, Format::Letter | Format::Order) && read.head.mark.is_none() {
        flaw(Code::Markup, "信函格式和命令格式要有【标志】");
    }
    if read.format == Format::Order && read.head.document_number.is_none() {
        flaw(Code::Markup, "命令格式要有【文号】，也就是令号");
    }
    sealing(read, template, findings);
}

/// 成文日期 of a year in which no document of the standard was made.
fn dates(read: &Manuscript, findings: &mut Findings) {
    let Some((text, date)) = read.body.sign_off.date.as_ref().zip(printed_date(read)) else {
        return;
    };
    if !YEARS.contains(&date.year()) {
        let (first, last) = (YEARS.start(), YEARS.end());
        let message = format!("成文日期是 {} 年，应当在 {first} 年到 {last} 年之间", date.year());
        findings.push(text.finding(Code::BadDate, message));
    }
}

/// The years that a document can be of.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

/// Numbers the headings of every text, and the attachments as the 附件说明 does.
fn number(read: &mut Manuscript, findings: &mut Findings) {
    let attachments = read.attachments.iter_mut().map(|attachment| &mut attachment.text);
    for blocks in std::iter::once(&mut read.body.text).chain(attachments) {
        for index in number_headings(blocks) {
            if let Block::Heading { title, .. } | Block::RunIn { title, .. } = &blocks[index] {
                let message = format!("标题“{}”跳过了上一级", title.plain());
                findings.push(title.finding(Code::HeadingSkip, message));
            }
        }
    }
    let note: Vec<String> = read.body.attachment_note.iter().map(Text::plain).collect();
    let mut seen = BTreeSet::new();
    for (index, name) in note.iter().enumerate() {
        if !seen.insert(name) {
            let message = format!("附件说明里“{name}”写了两次，附件的名称不能相同");
            findings.push(read.body.attachment_note[index].finding(Code::NotAllowed, message));
        }
    }
    for attachment in &mut read.attachments {
        let title = attachment.title.plain();
        match note.iter().position(|name| *name == title) {
            Some(index) => {
                attachment.number = (note.len() > 1).then_some(index as u32 + 1);
            }
            None => {
                let message = format!("附件“{title}”没有写在附件说明里");
                findings.push(attachment.title.finding(Code::BadForm, message));
            }
        }
        if attachment.text.is_empty() {
            let message = format!("附件“{title}”没有内容");
            findings.push(attachment.title.finding(Code::NoBody, message));
        }
    }
}

/// As many seals as names: one seal may not stand for several, and none may stay over.
fn sealing(read: &Manuscript, template: &Place, findings: &mut Findings) {
    let sign_off = &read.body.sign_off;
    if let (Sealing::Stamps(_), Some(name)) = (&sign_off.sealing, sign_off.names.first()) {
        // 7.3.5.3 has 职务 and 签名章 where 署名 would stand.
        let message = format!("加盖签名章的公文不印署名，“{}”印不出来", name.plain());
        findings.push(name.finding(Code::BadForm, message).hint("删掉“署名”"));
    }
    if let Sealing::Seals(seals) = &sign_off.sealing
        && seals.len() != sign_off.names.len()
    {
        let (seals, names) = (seals.len(), sign_off.names.len());
        let message = format!("有 {seals} 个印章，{names} 个署名，一个署名要有一个印章");
        let place = sign_off.names.first().map(|name| name.finding(Code::BadForm, message.clone()));
        let finding =
            place.unwrap_or_else(|| Diagnostic::new(Code::BadForm, template.clone(), message));
        findings.push(finding);
    }
}
