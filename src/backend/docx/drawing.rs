//! 印章 and 签名章 as pictures that float over the paragraph of 署名.

use super::extras::{Extras, Picture};
use super::xml::{Element, element, words};
use crate::layout::{PictureId, Placed};
use crate::units::Twip;

const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
/// English Metric Units in a twip.
const EMU: i64 = 635;

/// Hangs pictures into a paragraph, at places seen from the type area and from its top.
pub(super) fn add(extras: &mut Extras, paragraph: &str, pictures: &[Placed]) {
    for placed in pictures {
        let Placed { id, picture, .. } = placed;
        let bytes = picture.bytes.clone();
        extras.pictures.push(Picture { id: *id, format: picture.format, bytes });
        let mut run = Element::empty("w:r");
        let mut drawing = Element::empty("w:drawing");
        drawing.push(anchor(placed));
        run.push(drawing);
        extras.runs.push((paragraph.to_owned(), run));
    }
}

/// The number of a picture in the package, from 1.
fn number(id: PictureId) -> usize {
    id.number() + 1
}

/// The relation of a picture to the document.
pub(super) fn relation(id: PictureId) -> String {
    format!("rIdPicture{}", number(id))
}

/// The file of a picture beside the document.
pub(super) fn file(picture: &Picture) -> String {
    format!("media/picture{}.{}", number(picture.id), picture.format.extension())
}

/// A length in English Metric Units.
pub(super) fn emu(twips: Twip) -> String {
    (i64::from(twips.0) * EMU).to_string()
}

fn anchor(placed: &Placed) -> Element {
    let under = if placed.picture.is_transparent { "0" } else { "1" };
    let id = number(placed.id).to_string();
    let (width, height) = (emu(placed.width), emu(placed.height));
    let position = |name: &str, from: &str, at: Twip| {
        element(name, &[("relativeFrom", from)], vec![words("wp:posOffset", &emu(at))])
    };
    let children = vec![
        element("wp:simplePos", &[("x", "0"), ("y", "0")], vec![]),
        position("wp:positionH", "column", placed.x),
        position("wp:positionV", "paragraph", placed.y),
        element("wp:extent", &[("cx", &width), ("cy", &height)], vec![]),
        element("wp:effectExtent", &[("l", "0"), ("t", "0"), ("r", "0"), ("b", "0")], vec![]),
        Element::empty("wp:wrapNone"),
        element("wp:docPr", &[("id", &id), ("name", &placed.alt), ("descr", &placed.alt)], vec![]),
        Element::empty("wp:cNvGraphicFramePr"),
        graphic(placed),
    ];
    let attributes = floating(&id, under);
    element("wp:anchor", &attributes, children)
}

/// A box of text, turned by a quarter to the right, at a place of the page. VML, because
/// LibreOffice forgets the places of newer boxes in footers.
pub(super) fn text_box(
    id: &str,
    (x, y): (Twip, Twip),
    (width, height): (Twip, Twip),
    paragraphs: Vec<Element>,
) -> Element {
    let points = |length: Twip| format!("{}pt", length.pt().0);
    let style = format!(
        "position:absolute;margin-left:{};margin-top:{};width:{};height:{};z-index:1;\
         mso-position-horizontal-relative:page;mso-position-vertical-relative:page",
        points(x),
        points(y),
        points(width),
        points(height)
    );
    let content = element("w:txbxContent", &[], paragraphs);
    let turned = [("style", "layout-flow:vertical"), ("inset", "0,0,0,0")];
    let text = element("v:textbox", &turned, vec![content]);
    let shape = [("id", id), ("style", &style), ("filled", "f"), ("stroked", "f")];
    element("w:pict", &[], vec![element("v:rect", &shape, vec![text])])
}

/// What floats over or under the text and moves nothing.
fn floating<'a>(id: &'a str, under: &'a str) -> [(&'a str, &'a str); 10] {
    [
        ("distT", "0"),
        ("distB", "0"),
        ("distL", "0"),
        ("distR", "0"),
        ("simplePos", "0"),
        ("relativeHeight", id),
        ("behindDoc", under),
        ("locked", "0"),
        ("layoutInCell", "1"),
        ("allowOverlap", "1"),
    ]
}

fn graphic(placed: &Placed) -> Element {
    let id = number(placed.id).to_string();
    let (width, height) = (emu(placed.width), emu(placed.height));
    let naming = element(
        "pic:nvPicPr",
        &[],
        vec![
            element("pic:cNvPr", &[("id", &id), ("name", &placed.alt)], vec![]),
            Element::empty("pic:cNvPicPr"),
        ],
    );
    let fill = element(
        "pic:blipFill",
        &[],
        vec![
            element("a:blip", &[("r:embed", &relation(placed.id))], vec![]),
            element("a:stretch", &[], vec![Element::empty("a:fillRect")]),
        ],
    );
    let shape = element(
        "pic:spPr",
        &[],
        vec![
            element(
                "a:xfrm",
                &[],
                vec![
                    element("a:off", &[("x", "0"), ("y", "0")], vec![]),
                    element("a:ext", &[("cx", &width), ("cy", &height)], vec![]),
                ],
            ),
            element("a:prstGeom", &[("prst", "rect")], vec![Element::empty("a:avLst")]),
        ],
    );
    let picture = element("pic:pic", &[("xmlns:pic", PICTURE)], vec![naming, fill, shape]);
    let data = element("a:graphicData", &[("uri", PICTURE)], vec![picture]);
    element("a:graphic", &[("xmlns:a", DRAWING)], vec![data])
}
