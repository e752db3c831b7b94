//! Items as the values that the Typst template draws.

use serde_json::{Value as Json, json};

use super::pages::row_label;
use super::rows::row;
use crate::backend::{Ending, GROUPS, RenderJob};
use crate::layout::{
    Bar, Caption, Cell, CellItem, ChartItem, ContentsItem, Entry, Heading, ImprintItem, Item,
    Label, LetterHead, Line, MarkItem, Placed, Row, RowItem, Single, Span, TableItem, TextItem,
    whole_line,
};
use crate::model::{Align, Level, Part, Text};
use crate::standard::style;
use crate::units::{Pt, Twip};

/// Writes items; it remembers open headings and counts pictures.
pub(super) struct Writer<'a> {
    job: &'a RenderJob<'a>,
    /// The headings on their own lines under which the next item stands.
    open: Vec<Level>,
    /// How many pictures were written; their files are named by it.
    pictures: usize,
    /// How many tables were written; the labels of their rows are named by it.
    tables: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(job: &'a RenderJob<'a>) -> Self {
        Self { job, open: Vec::new(), pictures: 0, tables: 0 }
    }

    pub(super) fn item(&mut self, item: &Item<'_>) -> Json {
        let layout = self.job.layout;
        match item {
            Item::Blank => json!({ "kind": "blank", "height": layout.blank_pitch.value.pt().0 }),
            Item::Space(height) => json!({ "kind": "blank", "height": height.pt().0 }),
            Item::Text(text) => match text.heading {
                Heading::Alone(level, _) => self.heading(level, text),
                Heading::None | Heading::RunIn(..) => self.text(text),
            },
            Item::Mark(mark) => self.mark(mark),
            Item::Row(row) => self.row(row),
            Item::Single(single) => self.single(single),
            Item::Contents(contents) => self.contents(contents),
            Item::Title { part, lines } => {
                let words: String = lines.iter().map(Text::plain).collect();
                let lines: Vec<Json> =
                    lines.iter().map(|text| self.unbroken(*part, text)).collect();
                let kind = if *part == Part::Title { "title" } else { "attachment-title" };
                self.open.clear();
                json!({
                    "kind": kind,
                    "words": words,
                    "is_target": self.has_contents(),
                    "lines": lines,
                })
            }
            Item::Table(table) => self.table(table),
            Item::Chart(chart) => self.chart(chart),
            Item::LetterHead(head) => self.letter_head(head),
            Item::LowerRule { top } => {
                json!({ "kind": "lower-rule", "top": self.below_margin(*top) })
            }
            Item::Imprint(imprint) => self.imprint(imprint),
        }
    }

    fn text(&self, text: &TextItem) -> Json {
        json!({
            "kind": "paragraph",
            "style": name(text.part),
            "first": text.first.pt().0,
            "left": text.left.pt().0,
            "right": text.right.pt().0,
            "new_page": text.new_page,
            "lines": self.justified(text),
        })
    }

    fn heading(&mut self, level: Level, text: &TextItem) -> Json {
        // A heading with its text behind it is a paragraph; the tags of those below it
        // must not skip a level (PDF/UA-1, 7.4.2).
        self.open.retain(|open| *open < level);
        self.open.push(level);
        let words: String = text.lines.iter().map(Line::words).collect();
        json!({
            "kind": "section",
            "level": self.open.len(),
            "style": name(text.part),
            "indent": text.first.pt().0,
            "words": words,
            "is_target": self.has_contents(),
            "lines": self.justified(text),
        })
    }

    /// Whether headings are what a 目录 points to.
    fn has_contents(&self) -> bool {
        self.job.document.body.contents.is_some()
    }

    fn contents(&self, contents: &ContentsItem) -> Json {
        let entry = |entry: &Entry| {
            let part = Part::Contents(entry.level);
            json!({
                "style": name(part),
                "digits": style(self.job.layout, part).western.id(),
                "left": entry.left.pt().0,
                "target": entry.target,
                "lines": self.lines(part, &entry.lines),
            })
        };
        let entries: Vec<Json> = contents.entries.iter().map(entry).collect();
        json!({ "kind": "contents", "entries": entries })
    }

    fn mark(&self, mark: &MarkItem) -> Json {
        let layout = self.job.layout;
        let face = style(layout, Part::IssuerMark).own_face();
        let line =
            |text: &Text| row(face, self.job.fonts, &self.whole(Part::IssuerMark, text), None);
        let names: Vec<Json> = mark
            .names
            .iter()
            .map(|name| {
                let spacing = name.spacing.pt();
                json!({ "spacing": spacing.0, "line": line(&name.text) })
            })
            .collect();
        let suffix =
            mark.suffix.as_ref().map(|(text, x)| json!({ "x": x.pt().0, "line": line(text) }));
        json!({
            "kind": "mark",
            "size": mark.size.0,
            "pitch": mark.pitch.pt().0,
            "left": mark.left.pt().0,
            "names": names,
            "suffix": suffix,
        })
    }

    fn letter_head(&self, head: &LetterHead) -> Json {
        json!({
            "kind": "letter-head",
            "mark": self.mark(&head.mark),
            "mark_top": self.below_margin(head.mark_top),
            "rule_top": self.below_margin(head.rule_top),
            "height": self.below_margin(head.end),
        })
    }

    /// A place on the page, seen from the upper edge of the type area.
    fn below_margin(&self, top: Twip) -> f64 {
        top.pt().0 - self.job.layout.margin_top.value.pt().0
    }

    fn row(&mut self, row: &Row) -> Json {
        json!({
            "kind": "row",
            "style": name(row.part),
            "pitch": style(self.job.layout, row.part).pitch.pt().0,
            "cells": self.cells(&row.cells),
            "pictures": self.placed(&row.pictures),
            "rule": self.rule(row.rule),
        })
    }

    fn cells(&self, cells: &[Cell]) -> Vec<Json> {
        let cell = |cell: &Cell| {
            json!({
                "x": cell.x.pt().0,
                "style": name(cell.part),
                "line": self.unbroken(cell.part, &cell.text),
            })
        };
        cells.iter().map(cell).collect()
    }

    fn single(&mut self, single: &Single) -> Json {
        json!({
            "kind": "single",
            "style": name(single.part),
            "right": single.right.map(|right| right.pt().0),
            "line": self.unbroken(single.part, &single.text),
            "pictures": self.placed(&single.pictures),
            "rule": self.rule(single.rule),
        })
    }

    fn rule(&self, gap: Option<Pt>) -> Json {
        let rule = self.job.layout.head_rule.value.0;
        gap.map_or(Json::Null, |gap| json!({ "gap": gap.0, "rule": rule }))
    }

    fn placed(&mut self, pictures: &[Placed]) -> Vec<Json> {
        let mut out = Vec::new();
        for placed in pictures {
            let file = super::world::picture_name(self.pictures, placed.picture.format);
            self.pictures += 1;
            out.push(json!({
                "file": format!("/{file}"),
                "alt": placed.alt,
                "x": placed.x.pt().0,
                "y": placed.y.pt().0,
                "width": placed.width.pt().0,
                "height": placed.height.pt().0,
                "over": placed.picture.is_transparent,
            }));
        }
        out
    }

    fn table(&mut self, item: &TableItem<'_>) -> Json {
        let index = self.tables;
        self.tables += 1;
        let widths: Vec<f64> = item.widths.iter().map(|width| width.pt().0).collect();
        let (header, body) = (Part::TableHeader(item.table.size), Part::TableCell(item.table.size));
        let rows = item.header.iter().chain(&item.rows);
        let heights: Vec<f64> = rows.map(|row| row.height.pt().0).collect();
        let is_merged = item.table.rows.iter().flatten().any(|cell| cell.rows > 1);
        let below = item.header.len();
        let rows = item.rows.iter().enumerate().map(|(number, row)| {
            let mut cells = self.table_cells(body, below + number, row);
            if is_merged && let Some(cell) = cells.first_mut() {
                cell["label"] = row_label(index, number).into();
            }
            cells
        });
        let head = item.header.iter().enumerate();
        let head = head.map(|(number, row)| self.table_cells(header, number, row));
        json!({
            "kind": if item.table.is_landscape { "landscape" } else { "table" },
            "whole": item.is_whole,
            "captions": self.captions(&item.captions),
            "widths": widths,
            "heights": heights,
            "header": head.collect::<Vec<_>>(),
            "rows": rows.collect::<Vec<_>>(),
            "notes": self.captions(&item.notes),
        })
    }

    fn chart(&self, item: &ChartItem<'_>) -> Json {
        let part = Part::ChartLabel;
        let bar =
            |bar: &Bar| json!({ "place": bar.place, "fill": GROUPS[bar.group % GROUPS.len()] });
        let label = |label: &Label| {
            json!({
                "x": label.x,
                "y": label.y,
                "align": align(label.align),
                "lines": self.lines(part, &label.lines),
            })
        };
        let [left, top, width, height] = item.plot;
        // The line on which the bars stand.
        let axis = if item.is_upright {
            [left, top + height, left + width, top + height]
        } else {
            [left, top, left, top + height]
        };
        let legend = item.legend.iter();
        json!({
            "kind": "chart",
            "alt": item.alt,
            "unit": item.unit.as_ref().map(|unit| self.captions(std::slice::from_ref(unit))),
            "title": self.captions(std::slice::from_ref(&item.title)),
            "height": item.height.pt().0,
            "bars": legend.clone().map(|(square, _)| square).chain(&item.bars).map(bar).collect::<Vec<_>>(),
            "labels": legend.map(|(_, name)| name).chain(&item.labels).map(label).collect::<Vec<_>>(),
            "axis": axis,
        })
    }

    fn captions(&self, captions: &[Caption]) -> Vec<Json> {
        let caption = |caption: &Caption| {
            let Caption { part, align: side, lines, right, text: _ } = caption;
            let right =
                right.as_ref().map(|(_, line)| self.lines(*part, std::slice::from_ref(line)));
            json!({
                "style": name(*part),
                "align": align(*side),
                "lines": self.lines(*part, lines),
                "right": right,
            })
        };
        captions.iter().map(caption).collect()
    }

    fn table_cells(&self, part: Part, number: usize, row: &RowItem) -> Vec<Json> {
        let cell = |cell: &CellItem| {
            json!({
                "style": name(part),
                "x": cell.column,
                "y": number,
                "columns": cell.columns,
                "rows": cell.rows,
                "align": align(cell.align),
                "lines": self.lines(part, &cell.lines),
                "label": Json::Null,
            })
        };
        row.cells.iter().map(cell).collect()
    }

    fn imprint(&mut self, imprint: &ImprintItem) -> Json {
        let ends_landscape = self.job.items.iter().rev().find_map(|item| match item {
            Item::Imprint(_) => None,
            Item::Table(table) => Some(table.table.is_landscape),
            _ => Some(false),
        });
        let after = match self.job.ending {
            Ending::SamePage => 0,
            Ending::NextPage => 1,
            Ending::AfterBlankPage => 2,
        };
        // A landscape page is left anyway.
        let breaks = after - i32::from(ends_landscape == Some(true) && after > 0);
        let copied: Vec<Json> = imprint.copied.iter().map(|text| self.text(text)).collect();
        json!({
            "kind": "imprint",
            "breaks": breaks,
            "ruled": imprint.is_ruled,
            "below": imprint.below.pt().0,
            "rise": imprint.rise.pt().0,
            "copied": copied,
            "printed": imprint.printed.as_ref().map(|row| self.row(row)),
        })
    }

    fn lines(&self, part: Part, lines: &[Line]) -> Vec<Json> {
        let face = style(self.job.layout, part).own_face();
        lines.iter().map(|line| row(face, self.job.fonts, line, None)).collect()
    }

    /// Lines as wide as their room, but for the last.
    fn justified(&self, text: &TextItem) -> Vec<Json> {
        let face = style(self.job.layout, text.part).own_face();
        let end = self.job.layout.text_width.value.pt().0 - text.right.pt().0;
        let last = text.lines.len().saturating_sub(1);
        let line = |(index, line): (usize, &Line)| {
            let start = if index == 0 { text.first } else { text.left };
            let width = (index != last).then(|| Pt(end - start.pt().0));
            row(face, self.job.fonts, line, width)
        };
        text.lines.iter().enumerate().map(line).collect()
    }

    /// A text that stays on one line.
    fn unbroken(&self, part: Part, text: &Text) -> Json {
        let face = style(self.job.layout, part).own_face();
        row(face, self.job.fonts, &self.whole(part, text), None)
    }

    fn whole(&self, part: Part, text: &Text) -> Line {
        let layout = self.job.layout;
        whole_line(layout, self.job.fonts, Span { style: style(layout, part), text: text.plain() })
    }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "centre",
        Align::Right => "right",
    }
}

/// A part's name in the template; sizes of tables show in it.
pub(super) fn name(part: Part) -> String {
    format!("{}{}", plain_name(part), part.table_size().word())
}

fn plain_name(part: Part) -> &'static str {
    match part {
        Part::CopyNumber => "copy-number",
        Part::Secrecy => "secrecy",
        Part::Urgency => "urgency",
        Part::IssuerMark => "issuer-mark",
        Part::DocumentNumber => "document-number",
        Part::Signer => "signer",
        Part::Title => "title",
        Part::ContentsTitle => "contents-title",
        Part::Contents(Level::One) => "contents-1",
        Part::Contents(Level::Two) => "contents-2",
        Part::Contents(Level::Three) => "contents-3",
        Part::Contents(Level::Four) => "contents-4",
        Part::Addressees => "addressees",
        Part::Heading(Level::One) => "heading-1",
        Part::Heading(Level::Two) => "heading-2",
        Part::Heading(Level::Three) => "heading-3",
        Part::Heading(Level::Four) => "heading-4",
        Part::Paragraph => "paragraph",
        Part::TableTitle => "table-title",
        Part::TableUnit(_) => "table-unit",
        Part::TableHeader(_) => "table-header",
        Part::TableCell(_) => "table-cell",
        Part::TableNote(_) => "table-note",
        Part::ChartTitle => "chart-title",
        Part::ChartLabel => "chart-label",
        Part::AttachmentNote => "attachment-note",
        Part::Signature => "signature",
        Part::Date => "date",
        Part::Remarks => "remarks",
        Part::RosterLabel => "roster-label",
        Part::Roster => "roster",
        Part::AttachmentLabel => "attachment-label",
        Part::AttachmentTitle => "attachment-title",
        Part::CopiedTo => "copied-to",
        Part::Printed => "printed",
    }
}
