//! The parts of the package that we write whole: no theme, no empty comments, no times.

use super::chart_part::{self, ChartPart};
use super::drawing;
use super::extras::Picture;
use super::sections::Foot;
use super::xml::{DECLARATION, Element, document_text, element, escape};
use crate::backend::RenderJob;
use crate::fonts::Role;
use crate::layout::{NO_END, NO_START};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The relations of the package.
pub(super) const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>"#;

/// Only the parts that are there: no theme, no empty comments. docx-rs forgets the
/// numbering when only styles refer to it.
pub(super) fn document_rels(
    footers: &[Foot],
    pictures: &[Picture],
    charts: &[ChartPart],
) -> String {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        let kind = format!("{OFFICE}/{kind}");
        element("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)], vec![])
    };
    let mut root = Element::empty("Relationships");
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    root.attributes.push(("xmlns".to_owned(), namespace.to_owned()));
    for (index, part) in PARTS.iter().enumerate() {
        root.push(relation(&format!("rId{}", index + 1), part, &format!("{part}.xml")));
    }
    for foot in footers {
        root.push(relation(&foot.relation(), "footer", &foot.file()));
    }
    for picture in pictures {
        root.push(relation(&drawing::relation(picture.id), "image", &drawing::file(picture)));
    }
    for chart in charts {
        let (id, file) = (chart_part::relation(chart.id), chart_part::file(chart.id));
        root.push(relation(&id, "chart", &file));
    }
    document_text(&root)
}

/// The parts beside the document that every file has.
const PARTS: [&str; 4] = ["styles", "numbering", "settings", "fontTable"];

pub(super) fn content_types(footers: &[Foot], charts: &[ChartPart]) -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut overrides = String::new();
    let mut add = |part: &str, kind: &str| {
        overrides.push_str(&format!(r#"<Override PartName="{part}" ContentType="{kind}"/>"#));
    };
    add("/word/document.xml", &format!("{word}.document.main+xml"));
    for part in PARTS {
        add(&format!("/word/{part}.xml"), &format!("{word}.{part}+xml"));
    }
    for foot in footers {
        add(&format!("/word/{}", foot.file()), &format!("{word}.footer+xml"));
    }
    let chart_type = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
    for chart in charts {
        add(&format!("/word/{}", chart_part::file(chart.id)), chart_type);
    }
    add("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    let office = "application/vnd.openxmlformats-officedocument";
    let workbook =
        format!(r#"<Default Extension="xlsx" ContentType="{office}.spreadsheetml.sheet"/>"#);
    let workbooks = if charts.is_empty() { String::new() } else { workbook };
    add("/docProps/app.xml", &format!("{office}.extended-properties+xml"));
    add("/docProps/custom.xml", &format!("{office}.custom-properties+xml"));
    format!(
        r#"{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>{workbooks}{overrides}</Types>"#
    )
}

/// Even and odd footers, no punctuation squeezing, the rules of line ends of the PDF, the
/// current Word mode. `docs/docx-rs.md` has the effect of each compatibility setting.
pub(super) fn settings(job: &RenderJob<'_>) -> String {
    let tab = job.layout.chars(job.layout.paragraph_indent.value).0;
    let (not_last, not_first) = (escape(NO_END), escape(NO_START));
    let modes = [("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1)];
    let modes: String = modes
        .iter()
        .map(|(name, value)| {
            format!(
                r#"<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>"#
            )
        })
        .collect();
    format!(
        r#"{DECLARATION}<w:settings xmlns:w="{MAIN}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="{tab}"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:noLineBreaksAfter w:lang="zh-CN" w:val="{not_last}"/><w:noLineBreaksBefore w:lang="zh-CN" w:val="{not_first}"/><w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{modes}</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"#
    )
}

pub(super) fn font_table(job: &RenderJob<'_>) -> String {
    let fonts: String = job
        .layout
        .roles()
        .into_iter()
        .map(|role| {
            let name = escape(job.fonts.word_name(role));
            let charset = if role == Role::Western { "00" } else { "86" };
            format!(r#"<w:font w:name="{name}"><w:charset w:val="{charset}"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>"#)
        })
        .collect();
    format!(r#"{DECLARATION}<w:fonts xmlns:w="{MAIN}">{fonts}</w:fonts>"#)
}
