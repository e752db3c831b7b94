//! What the Typst template gets: the measures, the items with their lines, and their ids.

use std::collections::BTreeMap;

use serde::Serialize;

use super::block::Block;
use super::items::{Writer, name};
use super::rows::stroke;
use crate::backend::{RED, RenderJob};
use crate::fonts::Role;
use crate::layout::{HeadingId, Item, Landmark};
use crate::standard::{Layout, TextStyle, style};

/// `/standard.json`: the measures.
#[derive(Debug, Serialize)]
struct Standard {
    fonts: BTreeMap<&'static str, Vec<String>>,
    styles: BTreeMap<String, Setting>,
    baseline: f64,
    page: Page,
    red: &'static str,
    table: Table,
    imprint: Imprint,
    letter: Letter,
}

/// How text of a part is set; lengths in pt.
#[derive(Debug, Serialize)]
struct Setting {
    role: &'static str,
    size: f64,
    spacing: f64,
    pitch: f64,
    stroke: Option<f64>,
}

/// Page and margins, pt.
#[derive(Debug, Serialize)]
struct Page {
    width: f64,
    height: f64,
    top: f64,
    left: f64,
    right: f64,
    bottom: f64,
}

/// Rules and insets of tables, pt.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Table {
    rule: f64,
    inset_x: f64,
    inset_y: f64,
}

/// The rules of a 版记, pt.
#[derive(Debug, Serialize)]
struct Imprint {
    thick: f64,
    thin: f64,
}

/// The 双线 of a 信函, pt.
#[derive(Debug, Serialize)]
struct Letter {
    width: f64,
    thick: f64,
    thin: f64,
    space: f64,
}

/// The measures as `/standard.json`.
pub(super) fn standard(job: &RenderJob<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let layout = job.layout;
    let fonts = Role::ALL.into_iter().map(|role| (role.id(), job.fonts.families(role)));
    let parts = job.document.parts().into_iter();
    serde_json::to_vec(&Standard {
        fonts: fonts.collect(),
        styles: parts.map(|part| (name(part), setting(style(layout, part)))).collect(),
        baseline: layout.baseline.value,
        page: page(layout),
        red: RED,
        table: Table {
            rule: layout.table_rule.value.0,
            inset_x: layout.cell_inset_x.value.pt().0,
            inset_y: layout.cell_inset_y.value.pt().0,
        },
        imprint: Imprint {
            thick: layout.imprint_thick_rule.value.pt().0,
            thin: layout.imprint_thin_rule.value.pt().0,
        },
        letter: Letter {
            width: layout.letter_rule_width.value.pt().0,
            thick: layout.letter_thick_rule.value.0,
            thin: layout.letter_thin_rule.value.0,
            space: layout.letter_rule_space.value.0,
        },
    })
}

fn page(layout: &Layout) -> Page {
    Page {
        width: layout.page_width.value.pt().0,
        height: layout.page_height.value.pt().0,
        top: layout.margin_top.value.pt().0,
        left: layout.margin_left.value.pt().0,
        right: layout.margin_right.value.pt().0,
        bottom: layout.margin_bottom.value.pt().0,
    }
}

fn setting(style: TextStyle) -> Setting {
    Setting {
        role: style.role.id(),
        size: style.size.0,
        spacing: style.spacing.pt().0,
        pitch: style.pitch.pt().0,
        stroke: stroke(style.bold),
    }
}

/// `/document.json`: all that shows. The identifier of a PDF is made of it.
#[derive(Debug, Serialize)]
struct Document<'a> {
    title_text: &'a str,
    author: &'a str,
    subject: &'a str,
    keywords: &'a [String],
    date: Option<(i16, i8, i8)>,
    flow: Vec<Flowed>,
}

/// An item in the flow.
#[derive(Debug, Serialize)]
struct Flowed {
    #[serde(flatten)]
    block: Block,
    /// Whether it stays on the page of the next one.
    sticky: bool,
    /// Whether the text ends with it.
    end: bool,
}

/// The document as `/document.json`.
pub(super) fn document(job: &RenderJob<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let properties = &job.document.properties;
    let items = &job.flow.items;
    let mut writer = Writer::new(job);
    let end = items.iter().rposition(|item| !matches!(item, Item::Imprint(_)));
    let flow = items.iter().zip(&job.kept).enumerate().map(|(index, (item, sticky))| Flowed {
        block: writer.item(item, items.get(index + 1)),
        sticky: *sticky,
        end: Some(index) == end,
    });
    serde_json::to_vec(&Document {
        title_text: &properties.title,
        author: &properties.author,
        subject: &properties.subject,
        keywords: &properties.keywords,
        date: properties.date.map(|date| (date.year(), date.month(), date.day())),
        flow: flow.collect(),
    })
}

/// What an item of the flow is known by on the set pages.
#[derive(Debug, Serialize)]
struct ItemIds {
    landmark: Option<&'static str>,
    heading: Option<HeadingId>,
}

/// The ids of the items, in their order, as `/ids.json`: a file of its own, for it changes
/// nothing that shows.
pub(super) fn ids(job: &RenderJob<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let items = job.flow.items.iter().enumerate();
    let ids = items.map(|(index, item)| ItemIds {
        landmark: job.flow.landmark(index).map(Landmark::name),
        heading: item.heading(),
    });
    serde_json::to_vec(&ids.collect::<Vec<_>>())
}
