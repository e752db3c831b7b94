//! 表格: how wide its columns are, where its cells break, and whether its rows fit a page.

use super::item::TableItem;
use super::text::Setter;
use super::{Line, Span, break_lines};
use crate::diag::Code;
use crate::model::{Part, Table, Text};
use crate::standard::{Layout, style};
use crate::units::{Pt, Twip};

/// Lays out a table.
pub(super) fn item<'a>(table: &'a Table, setter: &mut Setter<'_, '_>) -> TableItem<'a> {
    let layout = setter.layout;
    let total = if table.is_landscape { landscape_width(layout) } else { setter.text_width() };
    let widths = column_widths(table, total, setter);
    let inset = 2.0 * layout.cell_inset_x.value.pt().0;
    let lines = |part: Part, text: &Text, room: Pt| -> Vec<Line> {
        let span = Span { style: style(layout, part), text: text.plain() };
        break_lines(layout, setter.fonts, &[span], room, room)
    };
    let cells = |part: Part, cells: &[Text]| -> Vec<Vec<Line>> {
        let pairs = cells.iter().zip(&widths);
        pairs.map(|(text, width)| lines(part, text, Pt(width.pt().0 - inset))).collect()
    };
    let unit = table.unit.as_ref().map(|unit| {
        let mut line = Text::own("单位：");
        line.0.extend(unit.0.iter().cloned());
        line
    });
    let mut captions = vec![(Part::TableTitle, lines(Part::TableTitle, &table.title, total.pt()))];
    captions.extend(
        unit.as_ref().map(|unit| (Part::TableUnit, lines(Part::TableUnit, unit, total.pt()))),
    );
    let header = cells(Part::TableHeader, &table.header);
    let rows = table.rows.iter().map(|row| cells(Part::TableCell, row)).collect();
    let item = TableItem { table, widths, unit, captions, header, rows };
    check_rows(&item, setter);
    item
}

/// The width of the type area of a landscape page: the height of a portrait one.
fn landscape_width(layout: &Layout) -> Twip {
    layout.text_height.value.twip()
}

/// Shares a width among the columns, to the twip.
fn column_widths(table: &Table, total: Twip, setter: &mut Setter<'_, '_>) -> Vec<Twip> {
    let sum: f64 = table.columns.iter().map(|column| column.weight).sum();
    let mut used = 0;
    let mut weight = 0.0;
    let widths: Vec<Twip> = table
        .columns
        .iter()
        .map(|column| {
            weight += column.weight;
            let edge = (f64::from(total.0) * weight / sum).round() as i32;
            let width = Twip(edge - used);
            used = edge;
            width
        })
        .collect();
    let layout = setter.layout;
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
        setter.findings.push(table.title.finding(Code::TableTooWide, message));
    }
    widths
}

/// The height of a row with its upper rule, pt.
fn row_height(part: Part, cells: &[Vec<Line>], layout: &Layout) -> f64 {
    let lines = cells.iter().map(|lines| lines.len().max(1)).max().unwrap_or(1) as f64;
    let rules = layout.table_rule.value.0 + 2.0 * layout.cell_inset_y.value.pt().0;
    lines * style(layout, part).pitch.pt().0 + rules
}

/// The height of a table that is not split, pt.
pub(super) fn height(item: &TableItem<'_>, layout: &Layout) -> f64 {
    let captions = item.captions.iter();
    let captions: f64 =
        captions.map(|(part, lines)| lines.len() as f64 * style(layout, *part).pitch.pt().0).sum();
    let rows: f64 = item.rows.iter().map(|row| row_height(Part::TableCell, row, layout)).sum();
    captions
        + row_height(Part::TableHeader, &item.header, layout)
        + rows
        + layout.table_rule.value.0
}

/// Rows are never split over pages; one that is taller than a page would be cut off.
fn check_rows(item: &TableItem<'_>, setter: &mut Setter<'_, '_>) {
    let layout = setter.layout;
    let page = if item.table.is_landscape { layout.text_width } else { layout.text_height };
    let room = page.value.pt().0 - row_height(Part::TableHeader, &item.header, layout);
    for (index, (lines, row)) in item.rows.iter().zip(&item.table.rows).enumerate() {
        if row_height(Part::TableCell, lines, layout) > room {
            let title = item.table.title.plain();
            let message = format!("表“{title}”的第 {} 行比一页还高，放不下", index + 1);
            let cell = row.iter().max_by_key(|cell| cell.plain().len());
            let text = cell.unwrap_or(&item.table.title);
            setter.findings.push(text.finding(Code::RowTooTall, message));
        }
    }
}
