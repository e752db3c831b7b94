//! What docx-rs cannot say, done in one place after it: `docs/docx-rs.md` lists the gaps.
//!
//! - children in the order that the schema demands (docx-rs writes its own order);
//! - line-breaking switches, repeated header rows, East-Asian language tags;
//! - settings, properties, font table and relations written whole (`parts.rs`).

use docx_rs::XMLDocx;

use super::parts::{
    RELS, app, content_types, core, document_rels, document_text, font_table, pack, settings,
};
use super::xml::{self, Element, Node};
use super::{DocxError, styles};
use crate::backend::RenderJob;
use crate::model::Part;

/// Puts the parts right and packs them.
pub(super) fn package(job: &RenderJob<'_>, built: XMLDocx) -> Result<Vec<u8>, DocxError> {
    let part = |name, bytes: &[u8], change: &dyn Fn(&mut Element)| {
        let mut root =
            xml::parse(bytes).map_err(|reason| DocxError::Part { part: name, reason })?;
        change(&mut root);
        root.change_all(&mut in_schema_order);
        Ok::<_, DocxError>(document_text(&root))
    };
    let mut footers = Vec::new();
    for bytes in &built.footers {
        footers.push(part("footer.xml", bytes, &|_| {})?);
    }
    let mut parts: Vec<(String, String)> = vec![
        ("[Content_Types].xml".to_owned(), content_types(footers.len())),
        ("_rels/.rels".to_owned(), RELS.to_owned()),
        ("docProps/core.xml".to_owned(), core(job)),
        ("docProps/app.xml".to_owned(), app(job)),
        ("word/document.xml".to_owned(), part("document.xml", &built.document, &body)?),
        ("word/styles.xml".to_owned(), part("styles.xml", &built.styles, &style_sheet)?),
        ("word/numbering.xml".to_owned(), part("numbering.xml", &built.numberings, &numbering)?),
        ("word/settings.xml".to_owned(), settings(job)),
        ("word/fontTable.xml".to_owned(), font_table(job)),
    ];
    let relations = xml::parse(&built.document_rels)
        .map_err(|reason| DocxError::Part { part: "document.xml.rels", reason })?;
    parts.push(("word/_rels/document.xml.rels".to_owned(), document_rels(&relations)));
    let footers = footers.into_iter().enumerate();
    parts.extend(footers.map(|(index, text)| (format!("word/footer{}.xml", index + 1), text)));
    pack(&parts)
}

/// The order of children that ECMA-376 demands, for every element that we write.
const ORDERS: &[(&str, &[&str])] = &[
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:framePr",
            "w:widowControl",
            "w:numPr",
            "w:suppressLineNumbers",
            "w:pBdr",
            "w:shd",
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:kinsoku",
            "w:wordWrap",
            "mc:AlternateContent",
            "w:topLinePunct",
            "w:autoSpaceDE",
            "w:autoSpaceDN",
            "w:bidi",
            "w:adjustRightInd",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:contextualSpacing",
            "w:mirrorIndents",
            "w:suppressOverlap",
            "w:jc",
            "w:textDirection",
            "w:textAlignment",
            "w:textboxTightWrap",
            "w:outlineLvl",
            "w:divId",
            "w:cnfStyle",
            "w:rPr",
            "w:sectPr",
            "w:pPrChange",
        ],
    ),
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:iCs",
            "w:caps",
            "w:smallCaps",
            "w:strike",
            "w:dstrike",
            "w:outline",
            "w:shadow",
            "w:emboss",
            "w:imprint",
            "w:noProof",
            "w:snapToGrid",
            "w:vanish",
            "w:webHidden",
            "w:color",
            "w:spacing",
            "w:w",
            "w:kern",
            "w:position",
            "w:sz",
            "w:szCs",
            "w:highlight",
            "w:u",
            "w:effect",
            "w:bdr",
            "w:shd",
            "w:fitText",
            "w:vertAlign",
            "w:rtl",
            "w:cs",
            "w:em",
            "w:lang",
            "w:eastAsianLayout",
            "w:specVanish",
            "w:oMath",
        ],
    ),
    (
        "w:style",
        &[
            "w:name",
            "w:aliases",
            "w:basedOn",
            "w:next",
            "w:link",
            "w:autoRedefine",
            "w:hidden",
            "w:uiPriority",
            "w:semiHidden",
            "w:unhideWhenUsed",
            "w:qFormat",
            "w:locked",
            "w:personal",
            "w:rsid",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
            "w:trPr",
            "w:tcPr",
            "w:tblStylePr",
        ],
    ),
    (
        "w:lvl",
        &[
            "w:start",
            "w:numFmt",
            "w:lvlRestart",
            "w:pStyle",
            "w:isLgl",
            "w:suff",
            "w:lvlText",
            "w:lvlPicBulletId",
            "w:lvlJc",
            "w:pPr",
            "w:rPr",
        ],
    ),
    (
        "w:sectPr",
        &[
            "w:headerReference",
            "w:footerReference",
            "w:footnotePr",
            "w:endnotePr",
            "w:type",
            "w:pgSz",
            "w:pgMar",
            "w:paperSrc",
            "w:pgBorders",
            "w:lnNumType",
            "w:pgNumType",
            "w:cols",
            "w:formProt",
            "w:vAlign",
            "w:noEndnote",
            "w:titlePg",
            "w:textDirection",
            "w:bidi",
            "w:rtlGutter",
            "w:docGrid",
        ],
    ),
    (
        "w:tblPr",
        &[
            "w:tblStyle",
            "w:tblpPr",
            "w:tblOverlap",
            "w:bidiVisual",
            "w:tblStyleRowBandSize",
            "w:tblStyleColBandSize",
            "w:tblW",
            "w:jc",
            "w:tblCellSpacing",
            "w:tblInd",
            "w:tblBorders",
            "w:shd",
            "w:tblLayout",
            "w:tblCellMar",
            "w:tblLook",
        ],
    ),
    ("w:numPr", &["w:ilvl", "w:numId"]),
    ("w:pBdr", &["w:top", "w:left", "w:bottom", "w:right", "w:between", "w:bar"]),
    ("w:tblBorders", &["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"]),
    ("w:tblCellMar", &["w:top", "w:left", "w:bottom", "w:right"]),
    (
        "w:tcPr",
        &[
            "w:cnfStyle",
            "w:tcW",
            "w:gridSpan",
            "w:hMerge",
            "w:vMerge",
            "w:tcBorders",
            "w:shd",
            "w:noWrap",
            "w:tcMar",
            "w:textDirection",
            "w:tcFitText",
            "w:vAlign",
            "w:hideMark",
        ],
    ),
];

/// Sorts children by the schema and drops property lists that say nothing.
fn in_schema_order(element: &mut Element) {
    if let Some((_, order)) = ORDERS.iter().find(|(name, _)| *name == element.name) {
        element.children.sort_by_key(|child| match child {
            Node::Element(child) => {
                order.iter().position(|name| *name == child.name).unwrap_or(order.len())
            }
            Node::Text(_) => order.len(),
        });
    }
    element.children.retain(|child| match child {
        Node::Element(child) => {
            !(child.children.is_empty()
                && child.attributes.is_empty()
                && ["w:rPr", "w:pPr", "w:trPr"].contains(&child.name.as_str()))
        }
        Node::Text(_) => true,
    });
}

/// Header rows repeat, which docx-rs has no word for.
fn body(root: &mut Element) {
    let header = styles::id(Part::TableHeader);
    root.change_all(&mut |element| {
        if element.name == "w:gridCol" {
            // docx-rs writes an attribute that the schema does not know.
            element.attributes.retain(|(name, _)| name != "w:type");
        }
        if element.name == "w:tr" && uses_style(element, header) {
            element.child_or_new("w:trPr").push(Element::empty("w:tblHeader"));
        }
    });
}

fn uses_style(element: &Element, style: &str) -> bool {
    (element.name == "w:pStyle" && element.attribute("w:val") == Some(style))
        || element.elements().any(|child| uses_style(child, style))
}

/// The base style gets what docx-rs cannot say; its own nameless copy goes.
fn style_sheet(root: &mut Element) {
    let mut seen = false;
    root.children.retain(|node| match node {
        Node::Element(style) if style.attribute("w:styleId") == Some(styles::NORMAL) => {
            // docx-rs writes an empty Normal of its own before ours.
            std::mem::replace(&mut seen, true)
        }
        _ => true,
    });
    for style in root.elements_mut() {
        if style.attribute("w:styleId") == Some(styles::NORMAL) {
            style.attributes.push(("w:default".to_owned(), "1".to_owned()));
            let paragraph = style.child_or_new("w:pPr");
            // 22 lines stay 22 lines; marks obey the rules of line ends; a space of the
            // standard's table stands between hanzi and digits, as in the PDF.
            for (switch, value) in [
                ("w:widowControl", "0"),
                ("w:kinsoku", "1"),
                ("w:wordWrap", "1"),
                ("w:topLinePunct", "0"),
                ("w:autoSpaceDE", "1"),
                ("w:autoSpaceDN", "1"),
                ("w:adjustRightInd", "0"),
            ] {
                paragraph.push(Element::val(switch, value));
            }
            paragraph.push(no_hanging_marks());
        }
        if style.name == "w:docDefaults" {
            let run = style.child_or_new("w:rPrDefault").child_or_new("w:rPr");
            let mut language = Element::val("w:lang", "en-US");
            language.attributes.push(("w:eastAsia".to_owned(), "zh-CN".to_owned()));
            language.attributes.push(("w:bidi".to_owned(), "ar-SA".to_owned()));
            run.push(language);
        }
    }
}

/// No mark hangs over the margin, as in the PDF. LibreOffice reads `w:overflowPunct` the
/// wrong way round (its import sets hanging for 0), so it gets the opposite value: Word
/// takes the choice, whose namespace LibreOffice does not claim to understand.
fn no_hanging_marks() -> Element {
    let value = |name: &str, value: &str| Element {
        children: vec![Node::Element(Element::val("w:overflowPunct", value))],
        ..Element::empty(name)
    };
    let mut choice = value("mc:Choice", "0");
    choice.attributes.push(("Requires".to_owned(), "w15".to_owned()));
    let mut both = Element::empty("mc:AlternateContent");
    both.push(choice);
    both.push(value("mc:Fallback", "1"));
    both
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
