//! `{{章节 成效.内容 层级=2}}`: a part's content as manuscript – headings, paragraphs,
//! 一是…二是… lists and tables, level by level.

use serde_json::Value as Json;

use super::super::leaf::{Leaf, plain};
use super::super::markup::SEPARATOR;
use super::{Fault, Function, fail};
use crate::data::numeral::numeral;

pub(super) const HELPERS: &[(&str, Function)] = &[("章节", |args| {
    let leaf = args.leaf(0)?;
    let level = args.whole("层级", 2)?;
    if level > MOST_LEVELS {
        return Err(fail(format!("“层级={level}”太深，标题最多 {MOST_LEVELS} 级")));
    }
    let blocks = leaf.json().as_array();
    let blocks = blocks.ok_or_else(|| fail(format!("“{}”不是列表，不能用“章节”", leaf.name)))?;
    let mut out = String::new();
    for block in blocks {
        write_block(block, level, &mut out)?;
    }
    Ok(out)
})];

/// Headings have four levels.
const MOST_LEVELS: u32 = 4;

pub(super) fn write_block(block: &Json, level: u32, out: &mut String) -> Result<(), Fault> {
    if let Json::String(text) = block {
        out.push_str(&format!("\n{text}\n"));
        return Ok(());
    }
    let mut below = level;
    if let Some(title) = text(block, "标题") {
        below += 1;
        let hashes = "#".repeat(level as usize);
        match text(block, "文字") {
            Some(words) => {
                let stop = full_stop(title);
                out.push_str(&format!("\n{hashes} {title}{stop}{SEPARATOR}{words}\n"));
            }
            None => out.push_str(&format!("\n{hashes} {title}\n")),
        }
    }
    if let Some(items) = block.get("列举").and_then(Json::as_array) {
        write_list(block, items, out)?;
    }
    if let Some(table) = block.get("表") {
        write_table(table, out)?;
    }
    if let Some(chart) = block.get("图") {
        write_chart(chart, out);
    }
    for inner in block.get("内容").and_then(Json::as_array).into_iter().flatten() {
        write_block(inner, below, out)?;
    }
    Ok(())
}

fn write_list(block: &Json, items: &[Json], out: &mut String) -> Result<(), Fault> {
    let apart = block.get("分段").and_then(Json::as_bool).unwrap_or(false);
    let lead = text(block, "引语").unwrap_or_default();
    let mut lines = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let ordinal = numeral(index as u64 + 1);
        lines.push(match item {
            Json::String(words) => format!("{ordinal}是{words}"),
            _ => {
                let topic = text(item, "主旨").unwrap_or_default();
                let words = text(item, "文字").unwrap_or_default();
                format!("{ordinal}是{topic}{}{words}", full_stop(topic))
            }
        });
    }
    if apart {
        let lead = (!lead.is_empty()).then(|| lead.to_owned());
        lines.splice(0..0, lead);
        out.push_str(&format!("\n{}\n", lines.join("\n")));
    } else {
        out.push_str(&format!("\n{lead}{}\n", lines.concat()));
    }
    Ok(())
}

fn write_table(table: &Json, out: &mut String) -> Result<(), Fault> {
    let title = text(table, "题名").unwrap_or_default();
    out.push_str(&format!("\n【表】{title}"));
    for key in ["单位", "表号", "左注", "字号"] {
        out.extend(text(table, key).map(|words| format!("{SEPARATOR}{key}={words}")));
    }
    for key in ["列宽", "对齐"] {
        let Some(items) = table.get(key).and_then(Json::as_array) else { continue };
        let words: Vec<String> =
            items.iter().filter_map(|item| Leaf::named(key, item).text()).collect();
        out.push_str(&format!("{SEPARATOR}{key}={}", words.join(",")));
    }
    for key in ["横排", "合并"] {
        if table.get(key).and_then(Json::as_bool) == Some(true) {
            out.push_str(&format!("{SEPARATOR}{key}=是"));
        }
    }
    if let Some(rows) = table.get("表头").and_then(|rows| Leaf::named("表头", rows).text()) {
        out.push_str(&format!("{SEPARATOR}表头={rows}"));
    }
    out.push('\n');
    let body = table.get("行").and_then(Json::as_array).into_iter().flatten();
    for cells in table.get("列").into_iter().chain(body) {
        out.push('|');
        for cell in cells.as_array().into_iter().flatten() {
            out.push_str(cell.as_str().unwrap_or_default());
            out.push('|');
        }
        out.push('\n');
    }
    match table.get("表注") {
        Some(Json::Array(notes)) => notes.iter().filter_map(Json::as_str).for_each(|note| {
            out.push_str(&format!("【表注】{note}\n"));
        }),
        Some(Json::String(note)) => out.push_str(&format!("【表注】{note}\n")),
        _ => {}
    }
    Ok(())
}

fn write_chart(chart: &Json, out: &mut String) {
    let title = text(chart, "题名").unwrap_or_default();
    out.push_str(&format!("\n【图】{title}"));
    out.extend(text(chart, "单位").map(|unit| format!("{SEPARATOR}单位={unit}")));
    let header = chart.get("列");
    out.push_str(if header.is_some() { "‖表头=1\n" } else { "\n" });
    let rows = chart.get("行").and_then(Json::as_array).into_iter().flatten();
    for cells in header.into_iter().chain(rows) {
        let cells = cells.as_array().into_iter().flatten();
        let cells: Vec<&str> = cells.map(|cell| cell.as_str().unwrap_or_default()).collect();
        out.push_str(&format!("|{}|\n", cells.join("|")));
    }
}

/// The full stop after a title that runs into its text, unless it ends with a mark of its own.
fn full_stop(title: &str) -> &'static str {
    if plain(title).ends_with(['。', '？', '！', '：', '；', '，', '…']) {
        ""
    } else {
        "。"
    }
}

fn text<'a>(block: &'a Json, key: &str) -> Option<&'a str> {
    block.get(key).and_then(Json::as_str)
}
