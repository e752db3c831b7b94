//! 节: the measures of a stretch of pages.

use super::model::Section;
use super::spans::Change;
use super::tree::Element;

/// Reads `w:sectPr`; headers and footers that it does not name are those of the section before.
pub(super) fn section(element: &Element, before: Option<&Section>) -> Section {
    let of = |child: &str, name: &str| element.last(child).and_then(|child| child.number(name));
    let margin = |name: &str| of("w:pgMar", name).unwrap_or(0.0);
    let mut headers = before.map(|before| before.headers.clone()).unwrap_or_default();
    let mut footers = before.map(|before| before.footers.clone()).unwrap_or_default();
    for reference in element.elements() {
        let ids = match &*reference.name {
            "w:headerReference" => &mut headers,
            "w:footerReference" => &mut footers,
            _ => continue,
        };
        let slot = match reference.attribute("w:type") {
            Some("even") => 1,
            Some("first") => 2,
            _ => 0,
        };
        ids[slot] = reference.attribute("r:id").map(str::to_owned);
    }
    let grid = element.last("w:docGrid");
    let kind = grid.and_then(|grid| grid.attribute("w:type")).unwrap_or_default();
    Section {
        width: of("w:pgSz", "w:w").unwrap_or(12240.0),
        height: of("w:pgSz", "w:h").unwrap_or(15840.0),
        top: margin("w:top"),
        bottom: margin("w:bottom"),
        left: margin("w:left"),
        right: margin("w:right"),
        gutter: margin("w:gutter"),
        footer: margin("w:footer"),
        headers,
        footers,
        title_page: element.flag("w:titlePg").unwrap_or(false),
        continuous: element.val("w:type") == Some("continuous"),
        even: match element.val("w:type") {
            Some("evenPage") => Some(true),
            Some("oddPage") => Some(false),
            _ => None,
        },
        grid: (
            matches!(kind, "lines" | "linesAndChars" | "snapToChars"),
            matches!(kind, "linesAndChars" | "snapToChars"),
        ),
        line_pitch: grid.and_then(|grid| grid.number("w:linePitch")).unwrap_or(0.0),
        char_space: grid.and_then(|grid| grid.number("w:charSpace")).unwrap_or(0.0),
        changes: Change::of(Some(element)).collect(),
    }
}
