//! A chart as a part of its own beside the document, with the workbook that holds its figures.

use super::workbook::Sheet;
use super::xml::{DECLARATION, Element, document_text};
use crate::layout::ChartId;

/// The namespace of relations.
pub(super) const RELATIONS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A chart beside the document.
#[derive(Debug)]
pub(super) struct ChartPart {
    /// Its id.
    pub(super) id: ChartId,
    /// What it shows.
    pub(super) chart: Element,
    /// Its figures.
    pub(super) sheet: Sheet,
}

impl ChartPart {
    /// The part as XML.
    pub(super) fn text(&self) -> String {
        document_text(&self.chart)
    }
}

/// The number of a chart in the package, from 1.
pub(super) fn number(id: ChartId) -> usize {
    id.number() + 1
}

/// The chart's file beside the document.
pub(super) fn file(id: ChartId) -> String {
    format!("charts/chart{}.xml", number(id))
}

/// The workbook's file beside the document.
pub(super) fn workbook_file(id: ChartId) -> String {
    format!("embeddings/chart{}.xlsx", number(id))
}

/// The file of the chart's relations beside the document.
pub(super) fn relations_file(id: ChartId) -> String {
    format!("charts/_rels/chart{}.xml.rels", number(id))
}

/// The relation of a chart to the document.
pub(super) fn relation(id: ChartId) -> String {
    format!("rIdChart{}", number(id))
}

/// The chart's only relation: to its workbook.
pub(super) fn relations(id: ChartId) -> String {
    format!(
        r#"{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATIONS}/package" Target="../{}"/></Relationships>"#,
        workbook_file(id)
    )
}
