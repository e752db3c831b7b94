//! 文件属性: what Word shows under 文件 → 信息, and what a document management system reads.

use super::xml::{DECLARATION, escape};
use crate::backend::RenderJob;
use crate::backend::pages::Places;
use crate::model::{Document, Text};

/// Title, author, subject, keywords and the document's own date.
pub(super) fn core(job: &RenderJob<'_>) -> String {
    let properties = &job.document.properties;
    let word = |name: &str, text: &str| match text {
        "" => String::new(),
        text => format!("<{name}>{}</{name}>", escape(text)),
    };
    let date = properties.date.map(|date| format!("{date}T00:00:00Z"));
    let day = |name: &str| {
        let day = date.iter().map(|date| {
            format!(r#"<dcterms:{name} xsi:type="dcterms:W3CDTF">{date}</dcterms:{name}>"#)
        });
        day.collect::<String>()
    };
    let content = [
        word("dc:title", &properties.title),
        word("dc:subject", &properties.subject),
        word("dc:creator", &properties.author),
        word("cp:keywords", &properties.keywords.join(", ")),
        word("cp:lastModifiedBy", &properties.author),
        day("created"),
        day("modified"),
        word("cp:category", job.document.format.word()),
        word("dc:language", "zh-CN"),
    ]
    .concat();
    format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{content}</cp:coreProperties>"#
    )
}

/// Which program, which office, how many pages.
pub(super) fn app(job: &RenderJob<'_>, places: &Places) -> String {
    let company = escape(&job.document.properties.author);
    let pages = places.count;
    format!(
        r#"{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>{pages}</Pages><Application>yinfa</Application><Company>{company}</Company></Properties>"#
    )
}

/// 自定义属性: the elements of the document that a register asks for, by their terms in the
/// standard.
pub(super) fn custom(document: &Document) -> String {
    let entries = entries(document);
    // The set of properties that users define, and the first number that it leaves to them.
    const SET: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
    let content: String = (2..)
        .zip(&entries)
        .map(|(number, (name, value))| {
            let value = escape(value);
            format!(
                r#"<property fmtid="{SET}" pid="{number}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>"#
            )
        })
        .collect();
    format!(
        r#"{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{content}</Properties>"#
    )
}

fn entries(document: &Document) -> Vec<(&'static str, String)> {
    let Document { properties, head, body, attachments, imprint, .. } = document;
    let all = |texts: &[Text]| texts.iter().map(Text::plain).collect::<Vec<_>>().join("、");
    let one = |text: &Option<Text>| text.as_ref().map(Text::plain).unwrap_or_default();
    let count = if attachments.is_empty() { String::new() } else { attachments.len().to_string() };
    let entries = [
        ("文件种类", properties.subject.clone()),
        ("公文格式", document.format.word().to_owned()),
        ("份号", one(&head.copy_number)),
        ("密级和保密期限", one(&head.secrecy)),
        ("紧急程度", one(&head.urgency)),
        ("发文字号", one(&head.document_number)),
        ("签发人", all(&head.signers)),
        ("发文机关", properties.author.clone()),
        ("主送机关", one(&body.addressees)),
        ("成文日期", one(&body.sign_off.date)),
        ("附件数", count),
        ("抄送机关", one(&imprint.copied_to)),
        ("印发机关", one(&imprint.printed_by)),
        ("印发日期", one(&imprint.printed_on)),
        ("生成程序", format!("yinfa {}", env!("CARGO_PKG_VERSION"))),
    ];
    entries.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
