//! 表格: how wide its columns are, how high its rows, where its cells break, and whether
//! they fit a page.

use super::item::{Caption, CellItem, RowItem, TableItem};
use super::text::Setter;
use super::{Line, Span, TableId, break_lines, columns};
use crate::diag::Code;
use crate::model::{Align, Level, Part, Table, TableCell, TableRow, Text, is_crossed, split_rows};
use crate::standard::{Layout, style};
use crate::units::{Pt, Twip};

/// Lays out a table; its pages end above the rows that are known to begin one.
pub(super) fn item<'a>(
    table: &'a Table,
    id: TableId,
    setter: &mut Setter<'_, '_>,
) -> TableItem<'a> {
    let layout = setter.layout;
    let starts = setter.starts.of(id);
    let total = if table.is_landscape { landscape_width(layout) } else { setter.text_width() };
    let widths = columns::widths(table, total, setter);
    check_columns(table, &widths, setter);
    let (header, body) = (Part::TableHeader(table.size), Part::TableCell(table.size));
    let captions = captions(table, total, setter);
    let notes = notes(table, total, setter);
    let header = rows(header, &table.header, table, &widths, setter);
    let rows = rows(body, &split_rows(&table.rows, starts), table, &widths, setter);
    let is_whole = false;
    let mut item = TableItem { id, table, total, widths, captions, header, rows, notes, is_whole };
    item.is_whole = table.is_whole && fits_a_page(&item, layout);
    keep_rows(&mut item, starts, layout);
    check_rows(&item, setter);
    item
}

/// The width of the type area of a landscape page: the height of a portrait one.
fn landscape_width(layout: &Layout) -> Twip {
    layout.text_height.value.twip()
}

/// Title, number, and the line with what the table is about and its unit.
fn captions(table: &Table, total: Twip, setter: &Setter<'_, '_>) -> Vec<Caption> {
    let Table { title, number, aside, unit, size, .. } = table;
    let small = Part::TableUnit(*size);
    let one = |part, align, text: &Text| Caption {
        part,
        align,
        lines: lines(part, text, total.pt(), setter),
        text: text.clone(),
        right: None,
    };
    let mut found = Vec::new();
    if !title.is_empty() {
        found.push(one(Part::TableTitle, Align::Centre, title));
    }
    found.extend(number.iter().map(|number| one(small, Align::Right, number)));
    let unit = unit.as_ref().map(|unit| {
        let mut line = Text::own("单位：");
        line.0.extend(unit.0.iter().cloned());
        line
    });
    match (aside, unit) {
        (Some(aside), Some(unit)) if fit_side_by_side(small, [aside, &unit], total, setter) => {
            let line = lines(small, &unit, total.pt(), setter).into_iter().next();
            let right = line.map(|line| (unit, line));
            found.push(Caption { right, ..one(small, Align::Left, aside) });
        }
        (aside, unit) => {
            found.extend(aside.iter().map(|aside| one(small, Align::Left, aside)));
            found.extend(unit.iter().map(|unit| one(small, Align::Right, unit)));
        }
    }
    found
}

/// Whether two texts have room on one line, two characters apart.
fn fit_side_by_side(part: Part, texts: [&Text; 2], total: Twip, setter: &Setter<'_, '_>) -> bool {
    const APART: f64 = 2.0;
    let used: f64 = texts.iter().map(|text| setter.width(part, &text.plain()).pt().0).sum();
    used + APART * style(setter.layout, part).size.0 <= total.pt().0
}

fn notes(table: &Table, total: Twip, setter: &Setter<'_, '_>) -> Vec<Caption> {
    let part = Part::TableNote(table.size);
    let note = |text: &Text| Caption {
        part,
        align: Align::Left,
        lines: lines(part, text, total.pt(), setter),
        text: text.clone(),
        right: None,
    };
    table.notes.iter().map(note).collect()
}

fn lines(part: Part, text: &Text, room: Pt, setter: &Setter<'_, '_>) -> Vec<Line> {
    let span = Span { style: style(setter.layout, part), text: text.plain() };
    break_lines(setter.layout, setter.fonts, &[span], room, room)
}

/// The rows with the lines of their cells, and their heights.
fn rows(
    part: Part,
    rows: &[TableRow],
    table: &Table,
    widths: &[Twip],
    setter: &mut Setter<'_, '_>,
) -> Vec<RowItem> {
    let mut items: Vec<RowItem> = rows
        .iter()
        .map(|row| {
            let cells: Vec<CellItem> =
                row.iter().map(|cell| cell_item(part, cell, table, widths, setter)).collect();
            let own = cells.iter().filter(|cell| cell.rows == 1);
            let natural = own.map(|cell| cell.lines.len()).fold(1, usize::max);
            let height = lines_height(natural, part, setter.layout);
            RowItem { cells, height, is_raised: false, is_kept: false }
        })
        .collect();
    raise(&mut items, part, setter.layout);
    items
}

fn cell_item(
    part: Part,
    cell: &TableCell,
    table: &Table,
    widths: &[Twip],
    setter: &mut Setter<'_, '_>,
) -> CellItem {
    let TableCell { text, column, columns, rows } = cell;
    let width = Twip(widths.iter().skip(*column).take(*columns).map(|width| width.0).sum());
    let inset = 2.0 * setter.layout.cell_inset_x.value.pt().0;
    let lines = lines(part, text, Pt(width.pt().0 - inset), setter);
    let part_size = style(setter.layout, part).size.0;
    // A column that holds no character at all is said already.
    if width.pt().0 - inset >= part_size {
        check_number(text, &lines, table, setter);
    }
    let align = match part {
        Part::TableHeader(_) => Align::Centre,
        _ => table.columns[*column].align,
    };
    let (column, columns, rows) = (*column, *columns, *rows);
    CellItem { text: text.clone(), column, columns, rows, width, align, lines }
}

/// The height of so many lines between an upper rule and the next one.
fn lines_height(lines: usize, part: Part, layout: &Layout) -> Twip {
    let lines = i32::try_from(lines).unwrap_or(i32::MAX);
    let rules = layout.table_rule.value.twip().0 + 2 * layout.cell_inset_y.value.0;
    Twip(style(layout, part).pitch.0.saturating_mul(lines).saturating_add(rules))
}

/// Gives rows more height, all alike, where a cell over several needs more than they have.
fn raise(rows: &mut [RowItem], part: Part, layout: &Layout) {
    let mut tall: Vec<(usize, usize, Twip)> = Vec::new();
    for (start, row) in rows.iter().enumerate() {
        let cells = row.cells.iter().filter(|cell| cell.rows > 1);
        tall.extend(
            cells.map(|cell| (cell.rows, start, lines_height(cell.lines.len(), part, layout))),
        );
    }
    // Narrow groups first: what they get counts for the wider ones.
    tall.sort_unstable();
    for (count, start, needed) in tall {
        let group = &mut rows[start..start + count];
        let missing = needed.0 - group.iter().map(|row| row.height.0).sum::<i32>();
        if missing <= 0 {
            continue;
        }
        let mut left = missing;
        for (before, row) in group.iter_mut().enumerate() {
            let share = left / i32::try_from(count - before).unwrap_or(1);
            row.height.0 += share;
            row.is_raised |= share > 0;
            left -= share;
        }
    }
}

/// A column in which no character has room is an error.
fn check_columns(table: &Table, widths: &[Twip], setter: &mut Setter<'_, '_>) {
    let layout = setter.layout;
    let cell = style(layout, Part::TableCell(table.size));
    let least = cell.size.twip().0 + 2 * layout.cell_inset_x.value.0;
    if let Some(narrow) = widths.iter().position(|width| width.0 < least) {
        let message = format!(
            "表“{}”的第 {} 列{}只有 {:.1} 毫米宽，放不下一个字",
            table.name().plain(),
            narrow + 1,
            column_name(table, narrow),
            widths[narrow].pt().mm().0
        );
        setter.findings.push(table.name().finding(Code::TableTooWide, message));
    }
}

/// The words of the lowest header cell of a column, quoted.
fn column_name(table: &Table, column: usize) -> String {
    let cells = table.header.iter().rev().flatten();
    let mut own = cells.filter(|cell| (cell.column..cell.column + cell.columns).contains(&column));
    own.next().map(|cell| format!("“{}”", cell.text.plain())).unwrap_or_default()
}

/// A figure that is broken over lines reads as two.
fn check_number(text: &Text, lines: &[Line], table: &Table, setter: &mut Setter<'_, '_>) {
    let words = text.plain();
    let is_number = |c: char| c.is_ascii_digit() || ".,-+%".contains(c);
    // In a table with a column too narrow for a character that is the least of its faults.
    let is_drawn = setter.findings.iter().all(|finding| finding.code != Code::TableTooWide);
    if is_drawn && lines.len() > 1 && words.chars().all(is_number) {
        let name = table.name().plain();
        let message = format!("表“{name}”里的数“{words}”一行放不下，断成了 {} 行", lines.len());
        setter.findings.push(text.finding(Code::NumberBroken, message));
    }
}

/// The height of a table that is not split, with its captions and notes, pt.
pub(super) fn height(item: &TableItem<'_>, layout: &Layout) -> f64 {
    let texts = item.captions.iter().chain(&item.notes);
    let texts: f64 = texts
        .map(|caption| caption.lines.len() as f64 * style(layout, caption.part).pitch.pt().0)
        .sum();
    texts + rows_height(&item.header) + rows_height(&item.rows) + layout.table_rule.value.0
}

/// Whether a table has room on a page; one without a title keeps with the heading above it.
fn fits_a_page(item: &TableItem<'_>, layout: &Layout) -> bool {
    let heading = match item.table.title.is_empty() {
        true => style(layout, Part::Heading(Level::One)).pitch.pt().0,
        false => 0.0,
    };
    height(item, layout) + heading <= page_height(item, layout)
}

/// Keeps rows on the page of the next one: a page never ends with the header and one row below
/// it, and never begins with the last row of a table.
fn keep_rows(item: &mut TableItem<'_>, starts: &[usize], layout: &Layout) {
    let last = item.rows.len() - 1;
    if item.is_whole {
        item.header.iter_mut().chain(&mut item.rows).for_each(|row| row.is_kept = true);
        item.rows[last].is_kept = !item.notes.is_empty();
        return;
    }
    let first = item.rows.len().min(2);
    let begins = rows_height(&item.header) + rows_height(&item.rows[..first]);
    if begins <= page_height(item, layout) {
        let kept = item.header.iter_mut().chain(&mut item.rows[..first - 1]);
        kept.for_each(|row| row.is_kept = true);
    }
    let Some(before_last) = last.checked_sub(1) else { return };
    // A merged cell that goes on over the end of a page is two cells; where it is one, no page
    // ends.
    let is_whole = is_crossed(&item.table.rows, before_last) && !starts.contains(&before_last);
    let ends = rows_height(&item.header) + rows_height(&item.rows[before_last..]);
    if !is_whole && ends <= page_height(item, layout) {
        item.rows[before_last].is_kept = true;
    }
}

fn page_height(item: &TableItem<'_>, layout: &Layout) -> f64 {
    let page = if item.table.is_landscape { layout.text_width } else { layout.text_height };
    page.value.pt().0
}

/// The height of what stays together where a table begins, pt: captions, header and first rows.
pub(crate) fn beginning(item: &TableItem<'_>, layout: &Layout) -> f64 {
    let captions = item.captions.iter();
    let captions: f64 = captions
        .map(|caption| caption.lines.len() as f64 * style(layout, caption.part).pitch.pt().0)
        .sum();
    let kept = item.rows.iter().take_while(|row| row.is_kept).count();
    let rows = &item.rows[..item.rows.len().min(kept + 1)];
    captions + rows_height(&item.header) + rows_height(rows) + layout.table_rule.value.0
}

fn rows_height(rows: &[RowItem]) -> f64 {
    rows.iter().map(|row| row.height.pt().0).sum()
}

/// Rows are never split over pages; one that is taller than a page would be cut off.
fn check_rows(item: &TableItem<'_>, setter: &mut Setter<'_, '_>) {
    let layout = setter.layout;
    let room = page_height(item, layout) - rows_height(&item.header);
    for (index, row) in item.rows.iter().enumerate() {
        if row.height.pt().0 > room {
            let title = item.table.name();
            let message = format!("表“{}”的第 {} 行比一页还高，放不下", title.plain(), index + 1);
            let cell = row.cells.iter().max_by_key(|cell| cell.lines.len());
            let text = cell.map_or(title, |cell| &cell.text);
            setter.findings.push(text.finding(Code::RowTooTall, message));
        }
    }
}
