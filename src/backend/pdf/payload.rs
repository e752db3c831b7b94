//! What the Typst template gets: the measures, and the items with their lines.

use serde_json::{Value as Json, json};

use super::items::{Writer, name};
use super::rows::stroke;
use crate::backend::{RED, RenderJob};
use crate::fonts::Role;
use crate::layout::Item;
use crate::standard::{TextStyle, style};

/// The measures as `/standard.json`.
pub(super) fn standard(job: &RenderJob<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let layout = job.layout;
    let fonts: serde_json::Map<String, Json> = Role::ALL
        .into_iter()
        .map(|role| (role.id().to_owned(), job.fonts.families(role).into()))
        .collect();
    let styles: serde_json::Map<String, Json> = job
        .document
        .parts()
        .into_iter()
        .map(|part| (name(part), setting(style(layout, part))))
        .collect();
    serde_json::to_vec(&json!({
        "fonts": fonts,
        "styles": styles,
        "baseline": layout.baseline.value,
        "page": {
            "width": layout.page_width.value.pt().0,
            "height": layout.page_height.value.pt().0,
            "top": layout.margin_top.value.pt().0,
            "left": layout.margin_left.value.pt().0,
            "right": layout.margin_right.value.pt().0,
            "bottom": layout.margin_bottom.value.pt().0,
        },
        "red": RED,
        "table": {
            "rule": layout.table_rule.value.0,
            "inset-x": layout.cell_inset_x.value.pt().0,
            "inset-y": layout.cell_inset_y.value.pt().0,
        },
        "imprint": {
            "thick": layout.imprint_thick_rule.value.pt().0,
            "thin": layout.imprint_thin_rule.value.pt().0,
        },
        "letter": {
            "width": layout.letter_rule_width.value.pt().0,
            "thick": layout.letter_thick_rule.value.0,
            "thin": layout.letter_thin_rule.value.0,
            "space": layout.letter_rule_space.value.0,
        },
    }))
}

fn setting(style: TextStyle) -> Json {
    json!({
        "role": style.role.id(),
        "size": style.size.0,
        "spacing": style.spacing.pt().0,
        "pitch": style.pitch.pt().0,
        "stroke": stroke(style.bold),
    })
}

/// The document as `/document.json`.
pub(super) fn document(job: &RenderJob<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let properties = &job.document.properties;
    let date = properties.date.map(|date| json!([date.year(), date.month(), date.day()]));
    let mut writer = Writer::new(job);
    let end = job.items.iter().rposition(|item| !matches!(item, Item::Imprint(_)));
    let flow: Vec<Json> = job
        .items
        .iter()
        .zip(&job.kept)
        .enumerate()
        .map(|(index, (item, sticky))| {
            let mut drawn = writer.item(item);
            drawn["sticky"] = (*sticky).into();
            drawn["end"] = (Some(index) == end).into();
            drawn
        })
        .collect();
    serde_json::to_vec(&json!({
        "title_text": properties.title,
        "author": properties.author,
        "subject": properties.subject,
        "keywords": properties.keywords,
        "date": date,
        "flow": flow,
    }))
}
