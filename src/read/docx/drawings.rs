//! 图形: DrawingML and VML, as far as rules, seals and text boxes need them.

use super::model::{Drawing, DrawingKind};
use super::package::Relations;
use super::props::Colour;
use super::tree::Element;

const EMU: f64 = 36_000.0;
const POINT: f64 = 25.4 / 72.0;

/// A drawing and the texts in it: a group of text boxes has several.
type Drawn<'a> = (Drawing, Vec<&'a Element>);

/// The drawings of a run.
pub(super) fn read<'a>(element: &'a Element, relations: &Relations) -> Vec<Drawn<'a>> {
    if element.is("w:drawing") {
        element.elements().filter_map(|drawing| drawing_ml(drawing, relations)).collect()
    } else {
        vml(element, relations)
    }
}

/// What drawings show that is not read, by name: SmartArt, objects of other programs, pictures
/// that are not in the file.
pub(super) fn unread(element: &Element) -> impl Iterator<Item = &'static str> {
    let outside = || element.find("a:blip").is_some_and(|blip| blip.attribute("r:link").is_some());
    let names = ["dgm:relIds", "o:OLEObject"].into_iter();
    let names = names.filter(move |name| element.find(name).is_some());
    names.chain(outside().then_some("a:blip r:link"))
}

/// `wp:inline` and `wp:anchor`
fn drawing_ml<'a>(element: &'a Element, relations: &Relations) -> Option<Drawn<'a>> {
    let inline = element.is("wp:inline");
    if !inline && !element.is("wp:anchor") {
        return None;
    }
    let extent = element.child("wp:extent");
    let size = |name: &str| extent.and_then(|extent| extent.number(name)).unwrap_or(0.0) / EMU;
    let position = |name: &str| {
        let position = element.child(name);
        let from = position.and_then(|p| p.attribute("relativeFrom")).unwrap_or_default();
        let offset = position.and_then(|p| p.child("wp:posOffset"));
        let offset = offset.and_then(|offset| offset.text().trim().parse::<f64>().ok());
        let align = position.and_then(|p| p.child("wp:align")).map(Element::text);
        (from.to_owned(), offset.map(|offset| offset / EMU), align.unwrap_or_default())
    };
    let (x_from, x, x_align) = position("wp:positionH");
    let (y_from, y, y_align) = position("wp:positionV");
    let line = element.find("a:ln");
    let colour = line.and_then(|line| line.find("a:srgbClr")).and_then(|c| c.attribute("val"));
    let fill = element.find("a:solidFill").and_then(|fill| fill.child("a:srgbClr"));
    let fill = fill.and_then(|colour| colour.attribute("val"));
    let content = element.all("w:txbxContent");
    let geometry = element.find("a:prstGeom").and_then(|shape| shape.attribute("prst"));
    let (width, height) = (size("cx"), size("cy"));
    let straight = geometry.is_some_and(|name| name == "line" || name.contains("Connector"));
    let kind = if content.is_empty() {
        kind(element, straight || (height < THIN && width > THIN))
    } else {
        DrawingKind::TextBox
    };
    let stroke = line.and_then(|line| line.number("w")).map_or(DEFAULT_STROKE, |width| width / EMU);
    let vertical = element.find("wps:bodyPr").and_then(|body| body.attribute("vert"));
    let drawing = Drawing {
        kind,
        inline,
        width,
        height,
        x,
        y,
        x_from,
        y_from,
        x_align,
        y_align,
        colour: colour.or(fill).and_then(Colour::parse),
        // A low filled box is a rule as high as itself.
        stroke: if straight {
            stroke
        } else if kind == DrawingKind::Line {
            height
        } else {
            stroke
        },
        double: line.is_some_and(|line| line.attribute("cmpd").is_some_and(|kind| kind != "sng")),
        para: 0,
        alt: description(element),
        part: embedded(element).and_then(|id| relations.part(id)).map(str::to_owned),
        turned: vertical
            .is_some_and(|vertical| vertical.starts_with("vert") || vertical.starts_with("eaVert")),
    };
    Some((drawing, content))
}

/// What a drawing without text is.
fn kind(element: &Element, is_thin: bool) -> DrawingKind {
    if element.find("c:chart").is_some() {
        DrawingKind::Chart
    } else if element.find("pic:pic").is_some() {
        DrawingKind::Picture
    } else if is_thin {
        DrawingKind::Line
    } else {
        DrawingKind::Other
    }
}

/// The id of what a drawing shows: a picture or a chart.
fn embedded(element: &Element) -> Option<&str> {
    let picture = element.find("a:blip").and_then(|blip| blip.attribute("r:embed"));
    let chart = || element.find("c:chart").and_then(|chart| chart.attribute("r:id"));
    picture.or_else(chart)
}

/// What a drawing shows, in words.
fn description(element: &Element) -> String {
    let words = element.child("wp:docPr").and_then(|props| props.attribute("descr"));
    words.unwrap_or_default().to_owned()
}

/// How low a shape is that is a rule, mm.
const THIN: f64 = 3.0;
/// 0.75 pt
const DEFAULT_STROKE: f64 = 0.75 * POINT;

/// `v:line`, `v:rect`, `v:shape`…
fn vml<'a>(element: &'a Element, relations: &Relations) -> Vec<Drawn<'a>> {
    let mut found = Vec::new();
    let mut stack: Vec<&Element> = element.elements().collect();
    while let Some(shape) = stack.pop() {
        match &*shape.name {
            "v:group" => stack.extend(shape.elements()),
            "v:line" | "v:rect" | "v:shape" | "v:roundrect" | "v:oval" => {
                found.push(vml_shape(shape, relations))
            }
            _ => {}
        }
    }
    found
}

fn vml_shape<'a>(element: &'a Element, relations: &Relations) -> Drawn<'a> {
    let style = element.attribute("style").unwrap_or_default();
    let entry = |name: &str| {
        style
            .split(';')
            .filter_map(|entry| entry.split_once(':'))
            .find_map(|(key, value)| (key.trim() == name).then(|| value.trim().to_owned()))
    };
    let entry_mm = |name: &str| entry(name).as_deref().and_then(length);
    let ends = |name: &str| {
        let (x, y) = element.attribute(name)?.split_once(',')?;
        Some((length(x)?, length(y)?))
    };
    let image = element.find("v:imagedata").and_then(|image| image.attribute("r:id"));
    let mut drawing = Drawing {
        kind: DrawingKind::Other,
        inline: entry("position").as_deref() != Some("absolute"),
        width: entry_mm("width").unwrap_or(0.0),
        height: entry_mm("height").unwrap_or(0.0),
        x: entry_mm("margin-left").or_else(|| entry_mm("left")),
        y: entry_mm("margin-top").or_else(|| entry_mm("top")),
        x_from: entry("mso-position-horizontal-relative").unwrap_or_else(|| "text".to_owned()),
        y_from: entry("mso-position-vertical-relative").unwrap_or_else(|| "text".to_owned()),
        x_align: entry("mso-position-horizontal").unwrap_or_default(),
        y_align: entry("mso-position-vertical").unwrap_or_default(),
        colour: element.attribute("strokecolor").and_then(Colour::parse),
        stroke: element.attribute("strokeweight").and_then(length).unwrap_or(DEFAULT_STROKE),
        double: element
            .child("v:stroke")
            .and_then(|s| s.attribute("linestyle"))
            .is_some_and(|kind| kind != "single"),
        para: 0,
        alt: String::new(),
        part: image.and_then(|id| relations.part(id)).map(str::to_owned),
        turned: false,
    };
    let content = element.all("w:txbxContent");
    if let (Some(from), Some(to)) = (ends("from"), ends("to")) {
        drawing.width = (to.0 - from.0).abs();
        drawing.height = (to.1 - from.1).abs();
        (drawing.x, drawing.y) = (Some(from.0), Some(from.1));
    }
    let textbox = element.child("v:textbox").and_then(|text| text.attribute("style"));
    drawing.turned = textbox.is_some_and(|style| style.contains("vertical"));
    drawing.kind = if !content.is_empty() {
        DrawingKind::TextBox
    } else if element.find("v:imagedata").is_some() {
        DrawingKind::Picture
    } else if element.is("v:line") || (drawing.height < THIN && drawing.width > THIN) {
        DrawingKind::Line
    } else {
        DrawingKind::Other
    };
    (drawing, content)
}

/// A length of VML in mm; numbers without a unit are points here.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let value: f64 = digits.parse().ok()?;
    Some(match &text[digits.len()..] {
        "mm" => value,
        "cm" => value * 10.0,
        "in" => value * 25.4,
        "px" => value * 0.75 * POINT,
        _ => value * POINT,
    })
}
