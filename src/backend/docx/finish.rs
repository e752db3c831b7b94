//! What docx-rs cannot say, done in one place after it: `docs/docx-rs.md` lists the gaps.
//!
//! - children in the order that the schema demands (docx-rs writes its own order);
//! - line-breaking switches, repeated header rows, East-Asian language tags;
//! - one run where the look is one (`runs.rs`);
//! - indents in characters (`indents.rs`);
//! - charts with their workbooks (`chart_part.rs`, `workbook.rs`);
//! - settings, properties, font table and relations written whole (`parts.rs`).

use docx_rs::XMLDocx;

use super::extras::Extras;
use super::package::{Part, pack, shared};
use super::parts::{RELS, content_types, document_rels, font_table, settings};
use super::properties::{app, core, custom};
use super::schema_order::in_schema_order;
use super::sections::{self, Foot};
use super::xml::{self, Element, Node, document_text, element};
use super::{DocxError, chart_part, drawing, gallery, indents, runs, styles};
use crate::backend::pages::Places;
use crate::backend::{BLACK, RED, RenderJob};
use crate::model::LEVELS;

/// Puts the parts right and packs them.
pub(super) fn package(
    job: &RenderJob<'_>,
    places: &Places,
    built: XMLDocx,
    extras: &Extras,
) -> Result<Vec<u8>, DocxError> {
    let [odd, even] = &built.footers[..] else {
        let reason = format!("{} footers instead of two", built.footers.len());
        return Err(DocxError::Part { part: "footer.xml", reason });
    };
    let (odd, even) = (foot("footer1.xml", odd)?, foot("footer2.xml", even)?);
    let footers = sections::footers(job, extras, &odd, &even);
    let feet: Vec<Foot> = footers.iter().map(|(foot, _)| *foot).collect();
    let gap = if job.has_mixed_gap() { "1" } else { "0" };
    let text = changed("document.xml", &built.document, |root| body(job, extras, root))?;
    let mut parts = vec![
        same("[Content_Types].xml", content_types(&feet, &extras.charts))?,
        same("_rels/.rels", RELS.to_owned())?,
        own("docProps/core.xml", core(job)),
        same("docProps/app.xml", app(job, places))?,
        own("docProps/custom.xml", custom(job.document)),
        own("word/document.xml", text),
        shared("word/styles.xml", gap, built.styles, |from| {
            changed("styles.xml", from, |root| style_sheet(gap, root))
        })?,
        shared("word/numbering.xml", "", built.numberings, |from| {
            changed("numbering.xml", from, numbering)
        })?,
        same("word/settings.xml", settings(job))?,
        same("word/fontTable.xml", font_table(job))?,
        same(
            "word/_rels/document.xml.rels",
            document_rels(&feet, &extras.pictures, &extras.charts),
        )?,
    ];
    for (foot, root) in footers {
        parts.push(same(&format!("word/{}", foot.file()), written(root))?);
    }
    add_pictures_and_charts(extras, &mut parts)?;
    pack(&parts)
}

fn add_pictures_and_charts(extras: &Extras, parts: &mut Vec<Part>) -> Result<(), DocxError> {
    let mut add = |file: String, bytes| parts.push(Part::Own(format!("word/{file}"), bytes));
    for picture in &extras.pictures {
        add(drawing::file(picture), picture.bytes.to_vec());
    }
    for chart in &extras.charts {
        add(chart_part::file(chart.id), chart.text().into_bytes());
        add(chart_part::relations_file(chart.id), chart_part::relations(chart.id).into_bytes());
        add(chart_part::workbook_file(chart.id), chart.sheet.file()?);
    }
    Ok(())
}

fn read(part: &'static str, bytes: &[u8]) -> Result<Element, DocxError> {
    xml::parse(bytes).map_err(|reason| DocxError::Part { part, reason })
}

fn written(mut root: Element) -> String {
    root.change_all(&mut in_schema_order);
    document_text(&root)
}

/// A part of docx-rs, put right.
fn changed(
    part: &'static str,
    bytes: &[u8],
    change: impl FnOnce(&mut Element),
) -> Result<String, DocxError> {
    let mut root = read(part, bytes)?;
    change(&mut root);
    Ok(written(root))
}

fn foot(part: &'static str, bytes: &[u8]) -> Result<Element, DocxError> {
    let mut root = read(part, bytes)?;
    hint_all(&mut root);
    Ok(root)
}

/// A part that no other document has.
fn own(name: &str, text: String) -> Part {
    Part::Own(name.to_owned(), text.into_bytes())
}

/// A part that other documents have too.
fn same(name: &str, text: String) -> Result<Part, DocxError> {
    shared(name, "", text.clone().into_bytes(), |_| Ok(text))
}

/// Sections, pictures and header rows that repeat, which docx-rs has no words for.
fn body(job: &RenderJob<'_>, extras: &Extras, root: &mut Element) {
    sections::place(job, extras, root);
    if !extras.blocks.is_empty() {
        root.change_all(&mut |element| replace(element, &extras.blocks));
    }
    root.change_all(&mut |element| {
        if element.name == "w:gridCol" {
            // docx-rs writes an attribute that the schema does not know.
            element.attributes.retain(|(name, _)| name != "w:type");
        }
        if element.name == "w:ind" {
            indents::of_paragraph(element);
        }
        if element.name == "w:p"
            && let Some(id) = element.attribute("w14:paraId").map(str::to_owned)
        {
            let own = extras.runs.iter().filter(|(paragraph, _)| *paragraph == id);
            own.for_each(|(_, run)| element.push(run.clone()));
        }
        if matches!(&element.name[..], "w:p" | "w:hyperlink") {
            runs::merge(element);
        }
        if element.name == "w:tr" && uses_style(element, &styles::TABLE_HEADERS) {
            element.child_or_new("w:trPr").push(Element::empty("w:tblHeader"));
        }
    });
    // Marks in a run of their own would part it from its neighbours.
    hint_all(root);
}

/// Puts blocks where the paragraphs stand that keep their places.
fn replace(parent: &mut Element, blocks: &[(String, Vec<Element>)]) {
    let held = |node: &Node| {
        let Node::Element(element) = node else { return None };
        let id = element.attribute("w14:paraId")?;
        blocks.iter().find(|(paragraph, _)| paragraph == id).map(|(_, block)| block)
    };
    while let Some((at, block)) =
        parent.children.iter().enumerate().find_map(|(at, node)| Some((at, held(node)?)))
    {
        parent.children.splice(at..=at, block.iter().cloned().map(Node::Element));
    }
}

fn hint_all(root: &mut Element) {
    root.change_all(&mut |element| {
        if element.name == "w:r" {
            hint(element);
        }
    });
}

/// Quotation marks, dashes, ellipses and their like belong to two scripts; without the hint
/// Word sets them in the Western font.
fn hint(run: &mut Element) {
    let is_shared = |c: char| matches!(c, '\u{A0}'..='\u{4FF}' | '\u{2000}'..='\u{2BFF}');
    let has_shared = run.elements().any(|child| {
        let texts = child.children.iter().filter(|_| child.name == "w:t");
        texts.into_iter().any(|node| matches!(node, Node::Text(text) if text.contains(is_shared)))
    });
    if has_shared {
        let fonts = run.child_or_new("w:rPr").child_or_new("w:rFonts");
        fonts.attributes.insert(0, ("w:hint".to_owned(), "eastAsia".to_owned()));
    }
}

fn uses_style(element: &Element, styles: &[&str]) -> bool {
    let is_one = |id: &str| styles.contains(&id);
    (element.name == "w:pStyle" && element.attribute("w:val").is_some_and(is_one))
        || element.elements().any(|child| uses_style(child, styles))
}

/// The base style gets what docx-rs cannot say; its own nameless copy goes.
fn style_sheet(gap: &str, root: &mut Element) {
    let first = root
        .children
        .iter()
        .position(|node| matches!(node, Node::Element(element) if element.name == "w:style"));
    root.children.insert(first.unwrap_or(0), Node::Element(gallery::latent()));
    let mut seen = false;
    root.children.retain(|node| match node {
        Node::Element(style) if style.attribute("w:styleId") == Some(styles::NORMAL) => {
            // docx-rs writes an empty Normal of its own before ours.
            std::mem::replace(&mut seen, true)
        }
        _ => true,
    });
    indents::of_styles(root);
    for style in root.elements_mut() {
        one_style(style, gap);
        if style.name == "w:docDefaults" {
            let run = style.child_or_new("w:rPrDefault").child_or_new("w:rPr");
            let mut language = Element::val("w:lang", "en-US");
            language.attributes.push(("w:eastAsia".to_owned(), "zh-CN".to_owned()));
            language.attributes.push(("w:bidi".to_owned(), "ar-SA".to_owned()));
            run.push(language);
        }
    }
}

/// What docx-rs cannot say of a style. `gap` is the switch for the space between hanzi and
/// letters or digits.
fn one_style(style: &mut Element, gap: &str) {
    let name = style.child("w:name").and_then(|name| name.attribute("w:val"));
    if style.name == "w:style" && name.is_some_and(|name| !name.is_ascii()) {
        style.attributes.push(("w:customStyle".to_owned(), "1".to_owned()));
    }
    let id = style.attribute("w:styleId").unwrap_or_default();
    if LEVELS.iter().any(|level| styles::run_in_id(*level) == id) {
        // What the style of the heading says and its text behind it does not follow.
        style.child_or_new("w:pPr").push(Element::val("w:keepNext", "0"));
        style.child_or_new("w:rPr").push(Element::val("w:b", "0"));
    }
    if style.attribute("w:styleId") == Some(styles::NORMAL) {
        style.attributes.push(("w:default".to_owned(), "1".to_owned()));
        let paragraph = style.child_or_new("w:pPr");
        // 22 lines stay 22 lines; marks obey the rules of line ends, and none hangs over the
        // margin, as in the PDF.
        for (switch, value) in [
            ("w:widowControl", "0"),
            ("w:kinsoku", "1"),
            ("w:wordWrap", "1"),
            ("w:overflowPunct", "0"),
            ("w:topLinePunct", "0"),
            ("w:autoSpaceDE", gap),
            ("w:autoSpaceDN", gap),
            ("w:adjustRightInd", "0"),
        ] {
            paragraph.push(Element::val(switch, value));
        }
    }
    let colour = match style.attribute("w:styleId") {
        Some(styles::IMPRINT_THICK_RULE | styles::IMPRINT_THIN_RULE) => Some(BLACK),
        Some(styles::LETTER_THICK_RULE | styles::LETTER_THIN_RULE) => Some(RED),
        _ => None,
    };
    if let Some(colour) = colour {
        style.child_or_new("w:pPr").push(filled(colour));
    }
    // What a clerk types goes by the hint of its style; styles without fonts inherit it.
    let has_fonts = style.child("w:rPr").is_some_and(|run| run.child("w:rFonts").is_some());
    if has_fonts {
        let fonts = style.child_or_new("w:rPr").child_or_new("w:rFonts");
        fonts.attributes.insert(0, ("w:hint".to_owned(), "eastAsia".to_owned()));
    }
}

/// One colour from edge to edge: what makes a low paragraph a rule.
fn filled(colour: &str) -> Element {
    let fill = [("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)];
    element("w:shd", &fill, Vec::new())
}

/// docx-rs always writes a list of its own, which nothing uses.
fn numbering(root: &mut Element) {
    root.children.retain(|node| match node {
        Node::Element(element) => {
            let id = element.attribute("w:abstractNumId").or(element.attribute("w:numId"));
            id != Some("1")
        }
        Node::Text(_) => true,
    });
    for list in root.elements_mut().filter(|element| element.name == "w:abstractNum") {
        let kind = Element::val("w:multiLevelType", "multilevel");
        list.children.retain(|node| !matches!(node, Node::Element(e) if e.name == kind.name));
        list.children.insert(0, Node::Element(kind));
    }
}
