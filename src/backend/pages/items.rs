//! Items as the values that the Typst template draws.

use super::block::{
    Bar, Block, Caption, Chart, Entry, Imprint, Label, LetterHead, Mark, MarkName, Paragraph,
    Picture, Row, RowCell, Rule, Section, Side, Single, Suffix, Table, TableCell, Title,
};
use super::reading::row_label;
use super::rows::{SetLine, row};
use super::tags::{self, List, Tagger};
use crate::backend::{Ending, GROUPS, RenderJob};
use crate::layout::{
    self, CellItem, ChartItem, ContentsItem, Heading, ImprintItem, Item, Line, MarkItem, Placed,
    RowItem, Span, TableItem, TextItem, TitleItem, whole_line,
};
use crate::model::{Align, Level, Part, Text};
use crate::standard::style;
use crate::units::{Pt, Twip};

/// Writes items; it remembers open headings and lists.
pub(super) struct Writer<'a> {
    job: &'a RenderJob<'a>,
    /// The headings under which the next item stands.
    open: Vec<Level>,
    tags: Tagger,
}

impl<'a> Writer<'a> {
    pub(super) fn new(job: &'a RenderJob<'a>) -> Self {
        Self { job, open: Vec::new(), tags: Tagger::default() }
    }

    /// An item as the template draws it; a list goes on with `next`.
    pub(super) fn item(&mut self, item: &Item<'_>, next: Option<&Item<'_>>) -> Block {
        let layout = self.job.layout;
        match item {
            Item::Blank => Block::Blank { height: layout.blank_pitch.value.pt().0 },
            Item::Space(height) => Block::Blank { height: height.pt().0 },
            Item::Text(text) => match text.heading {
                Heading::Alone(level, ..) => self.heading(level, text),
                Heading::RunIn(level, _) => self.run_in(level, text),
                Heading::None => match List::of(item) {
                    Some(list) => self.entry(list, text, next.and_then(List::of) == Some(list)),
                    None => self.text(text),
                },
            },
            Item::Mark(mark) => self.mark(mark),
            Item::Row(row) => self.row(row),
            Item::Single(single) => self.single(single),
            Item::Contents(contents) => self.contents(contents),
            Item::Title(title) => self.title(title),
            Item::Table(table) => match table.table.is_landscape {
                true => Block::Landscape(self.table(table)),
                false => Block::Table(self.table(table)),
            },
            Item::Chart(chart) => self.chart(chart),
            Item::LetterHead(head) => self.letter_head(head),
            Item::LowerRule { top } => Block::LowerRule { top: self.below_margin(*top) },
            Item::Imprint(imprint) => self.imprint(imprint),
        }
    }

    fn text(&self, text: &TextItem) -> Block {
        self.paragraph(text, self.justified(text), false)
    }

    fn paragraph(&self, text: &TextItem, lines: Vec<SetLine>, is_tagged: bool) -> Block {
        Block::Paragraph(Paragraph {
            style: name(text.part),
            first: text.first.pt().0,
            left: text.left.pt().0,
            right: text.right.pt().0,
            new_page: text.new_page,
            is_tagged,
            lines,
        })
    }

    /// A heading before its text; with nothing behind it, it is a paragraph, as in Word.
    fn run_in(&mut self, level: Level, text: &TextItem) -> Block {
        let words = text.heading_words();
        let mut lines = self.justified(text);
        if words.chars().count() >= tags::count(&lines) {
            return self.paragraph(text, lines, false);
        }
        let level = self.depth(level);
        self.tags.heading(&mut lines, level, &words);
        self.paragraph(text, lines, true)
    }

    /// An entry of a list, which may go on.
    fn entry(&mut self, list: List, text: &TextItem, goes_on: bool) -> Block {
        let label = text.label.as_ref().map_or(0, |(_, label)| label.chars().count());
        let mut lines = self.justified(text);
        self.tags.entry(&mut lines, list, label, goes_on);
        self.paragraph(text, lines, true)
    }

    /// The depth of a heading among the open ones: tags must not skip a level (PDF/UA-1, 7.4.2).
    fn depth(&mut self, level: Level) -> usize {
        self.open.retain(|open| *open < level);
        self.open.push(level);
        self.open.len()
    }

    fn heading(&mut self, level: Level, text: &TextItem) -> Block {
        Block::Section(Section {
            level: self.depth(level),
            style: name(text.part),
            indent: text.first.pt().0,
            words: text.lines.iter().map(Line::words).collect(),
            is_target: self.has_contents(),
            lines: self.justified(text),
        })
    }

    fn title(&mut self, title: &TitleItem) -> Block {
        let TitleItem { id, part, lines } = title;
        self.open.clear();
        let drawn = Title {
            words: lines.iter().map(Text::plain).collect(),
            is_target: self.has_contents(),
            lines: lines.iter().map(|text| self.unbroken(*part, text)).collect(),
        };
        match id {
            Some(_) => Block::AttachmentTitle(drawn),
            None => Block::Title(drawn),
        }
    }

    /// Whether headings are what a 目录 points to.
    fn has_contents(&self) -> bool {
        self.job.document.body.contents.is_some()
    }

    fn contents(&self, contents: &ContentsItem) -> Block {
        let entry = |entry: &layout::Entry| {
            let part = Part::Contents(entry.level);
            Entry {
                level: entry.level.depth(),
                style: name(part),
                digits: style(self.job.layout, part).western.id(),
                left: entry.left.pt().0,
                target: entry.target,
                lines: self.lines(part, &entry.lines),
            }
        };
        Block::Contents { entries: contents.entries.iter().map(entry).collect() }
    }

    fn mark(&self, mark: &MarkItem) -> Block {
        let line = |text: &Text| self.unbroken(Part::IssuerMark, text);
        let names = mark
            .names
            .iter()
            .map(|name| MarkName { spacing: name.spacing.pt().0, line: line(&name.text) });
        Block::Mark(Mark {
            size: mark.size.0,
            pitch: mark.pitch.pt().0,
            left: mark.left.pt().0,
            names: names.collect(),
            suffix: mark.suffix.as_ref().map(|(text, x)| Suffix { x: x.pt().0, line: line(text) }),
        })
    }

    fn letter_head(&self, head: &layout::LetterHead) -> Block {
        Block::LetterHead(LetterHead {
            mark: Box::new(self.mark(&head.mark)),
            mark_top: self.below_margin(head.mark_top),
            rule_top: self.below_margin(head.rule_top),
            height: self.below_margin(head.end),
        })
    }

    /// A place on the page, seen from the upper edge of the type area.
    fn below_margin(&self, top: Twip) -> f64 {
        top.pt().0 - self.job.layout.margin_top.value.pt().0
    }

    fn row(&self, row: &layout::Row) -> Block {
        Block::Row(Row {
            style: name(row.part),
            pitch: style(self.job.layout, row.part).pitch.pt().0,
            cells: self.cells(&row.cells),
            pictures: pictures(&row.pictures),
            rule: self.rule(row.rule),
        })
    }

    fn cells(&self, cells: &[layout::Cell]) -> Vec<RowCell> {
        let cell = |cell: &layout::Cell| RowCell {
            x: cell.x.pt().0,
            style: name(cell.part),
            line: self.unbroken(cell.part, &cell.text),
        };
        cells.iter().map(cell).collect()
    }

    fn single(&self, single: &layout::Single) -> Block {
        Block::Single(Single {
            style: name(single.part),
            right: single.right.map(|right| right.pt().0),
            line: self.unbroken(single.part, &single.text),
            pictures: pictures(&single.pictures),
            rule: self.rule(single.rule),
        })
    }

    fn rule(&self, gap: Option<Pt>) -> Option<Rule> {
        let rule = self.job.layout.head_rule.value.0;
        gap.map(|gap| Rule { gap: gap.0, rule })
    }

    fn table(&self, item: &TableItem<'_>) -> Table {
        let (header, body) = (Part::TableHeader(item.table.size), Part::TableCell(item.table.size));
        let rows = item.header.iter().chain(&item.rows);
        let is_merged = item.table.rows.iter().flatten().any(|cell| cell.rows > 1);
        let naming = item.table.naming_columns();
        let below = item.header.len();
        let body = item.rows.iter().enumerate().map(|(number, row)| {
            let mut cells = self.table_cells(body, below + number, row);
            for (cell, set) in row.cells.iter().zip(&mut cells) {
                set.names_row = naming.contains(&cell.column) && !cell.text.is_empty();
            }
            if is_merged && let Some(cell) = cells.first_mut() {
                cell.label = Some(row_label(item.id, number));
            }
            cells
        });
        let head = item.header.iter().enumerate();
        let head = head.map(|(number, row)| self.table_cells(header, number, row));
        Table {
            whole: item.is_whole,
            beginning: layout::beginning(item, self.job.layout),
            ending: ending(item),
            captions: self.captions(&item.captions),
            widths: item.widths.iter().map(|width| width.pt().0).collect(),
            heights: rows.map(|row| row.height.pt().0).collect(),
            header: head.collect(),
            rows: body.collect(),
            notes: self.captions(&item.notes),
        }
    }

    fn chart(&self, item: &ChartItem<'_>) -> Block {
        let bar =
            |bar: &layout::Bar| Bar { place: bar.place, fill: GROUPS[bar.group % GROUPS.len()] };
        let label = |label: &layout::Label| Label {
            x: label.x,
            y: label.y,
            align: side(label.align),
            lines: self.lines(Part::ChartLabel, &label.lines),
        };
        let [left, top, width, height] = item.plot;
        let axis = if item.is_upright {
            [left, top + height, left + width, top + height]
        } else {
            [left, top, left, top + height]
        };
        let legend = item.legend.iter();
        Block::Chart(Chart {
            alt: item.alt.clone(),
            unit: item.unit.as_ref().map(|unit| [self.caption(unit)]),
            title: [self.caption(&item.title)],
            height: item.height.pt().0,
            bars: legend.clone().map(|(square, _)| square).chain(&item.bars).map(bar).collect(),
            labels: legend.map(|(_, name)| name).chain(&item.labels).map(label).collect(),
            axis,
        })
    }

    fn captions(&self, captions: &[layout::Caption]) -> Vec<Caption> {
        captions.iter().map(|caption| self.caption(caption)).collect()
    }

    fn caption(&self, caption: &layout::Caption) -> Caption {
        let layout::Caption { part, align, lines, right, text: _ } = caption;
        let right = right.as_ref().map(|(_, line)| self.lines(*part, std::slice::from_ref(line)));
        Caption { style: name(*part), align: side(*align), lines: self.lines(*part, lines), right }
    }

    fn table_cells(&self, part: Part, number: usize, row: &RowItem) -> Vec<TableCell> {
        let cell = |cell: &CellItem| TableCell {
            style: name(part),
            x: cell.column,
            y: number,
            columns: cell.columns,
            rows: cell.rows,
            align: side(cell.align),
            lines: self.lines(part, &cell.lines),
            names_row: false,
            label: None,
        };
        row.cells.iter().map(cell).collect()
    }

    fn imprint(&self, imprint: &ImprintItem) -> Block {
        let before = self.job.flow.items.iter().rev().nth(1);
        let ends_landscape = before.and_then(Item::table).map(|table| table.table.is_landscape);
        let after = match self.job.ending {
            Ending::Same => 0,
            Ending::Next => 1,
            Ending::AfterBlank => 2,
        };
        Block::Imprint(Imprint {
            // A landscape page is left anyway.
            breaks: after - i32::from(ends_landscape == Some(true) && after > 0),
            ruled: imprint.is_ruled,
            below: imprint.below.pt().0,
            rise: imprint.rise.pt().0,
            copied: imprint.copied.iter().map(|text| self.text(text)).collect(),
            printed: imprint.printed.as_ref().map(|row| Box::new(self.row(row))),
        })
    }

    fn lines(&self, part: Part, lines: &[Line]) -> Vec<SetLine> {
        let face = style(self.job.layout, part).own_face();
        lines.iter().map(|line| row(face, self.job.fonts, line, None)).collect()
    }

    /// Lines as wide as their room, but for the last.
    fn justified(&self, text: &TextItem) -> Vec<SetLine> {
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
    fn unbroken(&self, part: Part, text: &Text) -> SetLine {
        let layout = self.job.layout;
        let style = style(layout, part);
        let line = whole_line(layout, self.job.fonts, Span { style, text: text.plain() });
        row(style.own_face(), self.job.fonts, &line, None)
    }
}

/// How many of the last rows of a table stay together without what stays with its header.
fn ending(item: &TableItem<'_>) -> usize {
    let mut before = item.rows.iter().rev().skip(1);
    let kept = before.by_ref().take_while(|row| row.is_kept).count();
    let is_all = kept + 1 >= item.rows.len();
    if kept == 0 || is_all { 0 } else { kept + 1 }
}

fn pictures(pictures: &[Placed]) -> Vec<Picture> {
    let picture = |placed: &Placed| {
        let file = super::world::picture_name(placed.id, placed.picture.format);
        Picture {
            file: format!("/{file}"),
            alt: placed.alt.clone(),
            x: placed.x.pt().0,
            y: placed.y.pt().0,
            width: placed.width.pt().0,
            height: placed.height.pt().0,
            over: placed.picture.is_transparent,
        }
    };
    pictures.iter().map(picture).collect()
}

fn side(align: Align) -> Side {
    match align {
        Align::Left => Side::Left,
        Align::Centre => Side::Centre,
        Align::Right => Side::Right,
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
