//! 表格: how wide its columns are, and whether its rows fit a page.

use super::{Span, break_lines};
use crate::diag::{Code, Diagnostic};
use crate::fonts::FontSet;
use crate::model::{Part, Table, Text};
use crate::standard::{Layout, style};
use crate::units::{Pt, Twip};

/// Shares the width of the type area among the columns, to the twip.
pub(super) fn column_widths(
    table: &Table,
    layout: &Layout,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Twip> {
    let total = layout.text_width.value.twip().0;
    let sum: f64 = table.columns.iter().map(|column| column.weight).sum();
    let mut used = 0;
    let mut weight = 0.0;
    let widths: Vec<Twip> = table
        .columns
        .iter()
        .map(|column| {
            weight += column.weight;
            let edge = (f64::from(total) * weight / sum).round() as i32;
            let width = Twip(edge - used);
            used = edge;
            width
        })
        .collect();
    let cell = style(layout, Part::TableCell);
    let least = cell.size.twip().0 + 2 * layout.cell_inset_x.value.0;
    if let Some(narrow) = widths.iter().position(|width| width.0 < least) {
        let message = format!(
            "表“{}”的第 {} 列“{}”只有 {:.1} 毫米宽，放不下一个字",
            table.title.plain(),
            narrow + 1,
            table.header[narrow].plain(),
            widths[narrow].pt().mm().0
        );
        findings.push(table.title.finding(Code::TableTooWide, message));
    }
    widths
}

/// Rows are never split over pages; one that is taller than a page would be cut off.
pub(super) fn check_rows(
    table: &Table,
    widths: &[Twip],
    layout: &Layout,
    fonts: &FontSet,
    findings: &mut Vec<Diagnostic>,
) {
    let height = |part: Part, cells: &[Text]| {
        let lines = cells.iter().zip(widths).map(|(text, width)| {
            let room = Pt(width.pt().0 - 2.0 * layout.cell_inset_x.value.pt().0);
            let span = Span { style: style(layout, part), text: text.plain() };
            break_lines(layout, fonts, &[span], room, room).len().max(1)
        });
        let lines = lines.max().unwrap_or(1) as f64;
        let rules = layout.table_rule.value.0 + 2.0 * layout.cell_inset_y.value.pt().0;
        lines * style(layout, part).pitch.pt().0 + rules
    };
    let room = layout.text_height.value.pt().0 - height(Part::TableHeader, &table.header);
    for (index, row) in table.rows.iter().enumerate() {
        if height(Part::TableCell, row) > room {
            let title = table.title.plain();
            let message = format!("表“{title}”的第 {} 行比一页还高，放不下", index + 1);
            let cell = row.iter().max_by_key(|cell| cell.plain().len());
            findings.push(cell.unwrap_or(&table.title).finding(Code::RowTooTall, message));
        }
    }
}
