//! Texts that go over lines, and how high things are.

use super::id::GivenIds;
use super::item::{Hang, Heading, Item, TextItem};
use super::{Span, TableStarts, break_lines, chart, table};
use crate::diag::Findings;
use crate::fonts::FontSet;
use crate::model::{Block, Part, Text};
use crate::standard::{Layout, style};
use crate::units::{Pt, Twip};

/// What setting a document needs.
pub(super) struct Setter<'a, 'f> {
    pub(super) layout: &'a Layout,
    pub(super) fonts: &'a FontSet,
    pub(super) findings: &'f mut Findings,
    /// Where tables go on on a new page.
    pub(super) starts: &'a TableStarts,
    /// What was given an id.
    pub(super) ids: GivenIds,
}

impl Setter<'_, '_> {
    /// The natural width of a text on one line.
    pub(super) fn width(&self, part: Part, text: &str) -> Twip {
        super::width(self.layout, self.fonts, style(self.layout, part), text).twip()
    }

    /// `count` characters of the grid.
    pub(super) fn chars(&self, count: u32) -> Twip {
        self.layout.chars(count)
    }

    /// The width of the 版心.
    pub(super) fn text_width(&self) -> Twip {
        self.layout.text_width.value.twip()
    }

    /// A block of the 正文 or of an 附件.
    pub(super) fn block<'a>(&mut self, block: &'a Block) -> Item<'a> {
        let indent = self.chars(self.layout.paragraph_indent.value);
        match block {
            Block::Heading { level, number, title } => {
                let part = Part::Heading(*level);
                let words = title.plain();
                let id = self.ids.heading(*level, level.label(*number) + &words);
                let heading = Heading::Alone(*level, *number, id);
                let places = (indent, Twip(0), Twip(0));
                self.text(part, heading, None, vec![(part, words)], "", places)
            }
            Block::RunIn { level, number, title, text } => {
                let words =
                    vec![(Part::Heading(*level), title.plain()), (Part::Paragraph, text.plain())];
                let heading = Heading::RunIn(*level, *number);
                let places = (indent, Twip(0), Twip(0));
                self.text(Part::Paragraph, heading, None, words, "", places)
            }
            Block::Paragraph(text) => self.plain(Part::Paragraph, text, indent),
            Block::Table(table) => {
                let id = self.ids.table();
                Item::Table(Box::new(table::item(table, id, self)))
            }
            Block::Chart(chart) => {
                let id = self.ids.chart();
                Item::Chart(Box::new(chart::item(chart, id, self)))
            }
        }
    }

    /// A text whose first line begins at `first`.
    pub(super) fn plain<'a>(&self, part: Part, text: &Text, first: Twip) -> Item<'a> {
        self.text(
            part,
            Heading::None,
            None,
            vec![(part, text.plain())],
            "",
            (first, Twip(0), Twip(0)),
        )
    }

    /// A text behind a label, its further lines under the first character of the words.
    pub(super) fn labelled(
        &self,
        part: Part,
        label: (Part, String),
        text: &Text,
        tail: &'static str,
        places: (Twip, Twip, Twip),
    ) -> TextItem {
        let words = vec![(part, text.plain())];
        self.text_item(part, Heading::None, Some(label), words, tail, places)
    }

    fn text<'a>(
        &self,
        part: Part,
        heading: Heading,
        label: Option<(Part, String)>,
        words: Vec<(Part, String)>,
        tail: &'static str,
        places: (Twip, Twip, Twip),
    ) -> Item<'a> {
        Item::Text(self.text_item(part, heading, label, words, tail, places))
    }

    pub(super) fn text_item(
        &self,
        part: Part,
        heading: Heading,
        label: Option<(Part, String)>,
        words: Vec<(Part, String)>,
        tail: &'static str,
        (first, left, right): (Twip, Twip, Twip),
    ) -> TextItem {
        let lead = heading.number().or(label.clone());
        let mut stretches: Vec<(Part, String)> = lead.into_iter().collect();
        stretches.extend(words.iter().cloned());
        stretches.extend((!tail.is_empty()).then(|| (part, tail.to_owned())));
        let spans: Vec<Span> = joined(stretches)
            .into_iter()
            .map(|(part, text)| Span { style: style(self.layout, part), text })
            .collect();
        let room = self.text_width().pt().0 - right.pt().0;
        let (of_first, of_rest) = (Pt(room - first.pt().0), Pt(room - left.pt().0));
        let lines = break_lines(self.layout, self.fonts, &spans, of_first, of_rest);
        TextItem {
            part,
            heading,
            label,
            words,
            tail,
            first,
            left,
            hang: Hang::None,
            right,
            new_page: false,
            continues: false,
            lines,
        }
    }
}

impl Heading {
    /// The printed number with its setting.
    fn number(self) -> Option<(Part, String)> {
        match self {
            Heading::Alone(level, count, _) | Heading::RunIn(level, count) => {
                Some((Part::Heading(level), level.label(count)))
            }
            Heading::None => None,
        }
    }
}

impl TextItem {
    /// The words of its heading, number included.
    pub(crate) fn heading_words(&self) -> String {
        let number = self.heading.number().map_or_else(String::new, |(_, number)| number);
        let own = self.words.iter().filter(|(part, _)| matches!(part, Part::Heading(_)));
        own.fold(number, |words, (_, more)| words + more)
    }

    /// Two items: the lines before `line`, and the others on a new page.
    pub(super) fn split(&self, line: usize) -> (TextItem, TextItem) {
        let (before, after) = self.lines.split_at(line);
        let printed: usize = before.iter().map(|line| line.words().chars().count()).sum();
        let number = self.heading.number().map_or(0, |(_, number)| number.chars().count());
        let mut left = printed - number.min(printed);
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for (part, words) in &self.words {
            let head: String = words.chars().take(left).collect();
            let tail: String = words.chars().skip(left).collect();
            left -= head.chars().count();
            first.extend((!head.is_empty()).then_some((*part, head)));
            rest.extend((!tail.is_empty()).then_some((*part, tail)));
        }
        let first = TextItem { words: first, tail: "", lines: before.to_vec(), ..self.clone() };
        let rest = TextItem {
            words: rest,
            heading: Heading::None,
            label: None,
            first: self.left,
            hang: Hang::None,
            new_page: true,
            continues: true,
            lines: after.to_vec(),
            ..self.clone()
        };
        (first, rest)
    }
}

/// Blank lines of the usual height.
pub(super) fn blanks<'a>(count: u32) -> impl Iterator<Item = Item<'a>> {
    (0..count).map(|_| Item::Blank)
}

/// Blank lines that are `room` high together, pt.
pub(super) fn blanks_in<'a>(count: u32, room: f64) -> Vec<Item<'a>> {
    let each = Pt(room.max(0.0) / f64::from(count.max(1))).twip();
    (0..count).map(|_| Item::Space(each)).collect()
}

/// Neighbours of one setting become one stretch.
pub(crate) fn joined(stretches: impl IntoIterator<Item = (Part, String)>) -> Vec<(Part, String)> {
    let mut out: Vec<(Part, String)> = Vec::new();
    for (part, text) in stretches {
        match out.last_mut() {
            Some((last, words)) if *last == part => words.push_str(&text),
            _ => out.push((part, text)),
        }
    }
    out
}

/// How high an item in the flow is, pt; a table's is that of its rows.
pub(super) fn height(item: &Item<'_>, layout: &Layout) -> f64 {
    let pitch = |part: Part| style(layout, part).pitch.pt().0;
    let rule = |rule: Option<Pt>| rule.map_or(0.0, |gap| gap.0 + layout.head_rule.value.0);
    match item {
        Item::Blank => layout.blank_pitch.value.pt().0,
        Item::Space(height) => height.pt().0,
        Item::Text(text) => text.lines.len() as f64 * pitch(text.part),
        Item::Mark(mark) => mark.names.len() as f64 * mark.pitch.pt().0,
        Item::Row(row) => pitch(row.part) + rule(row.rule),
        Item::Single(single) => pitch(single.part) + rule(single.rule),
        Item::Contents(contents) => {
            let entries = contents.entries.iter();
            entries.map(|e| e.lines.len() as f64 * pitch(Part::Contents(e.level))).sum()
        }
        Item::Title(title) => title.lines.len() as f64 * pitch(title.part),
        Item::Table(table) => table::height(table, layout),
        Item::Chart(chart) => chart::height(chart, layout),
        Item::LetterHead(head) => head.end.pt().0 - layout.margin_top.value.pt().0,
        Item::LowerRule { .. } => 0.0,
        Item::Imprint(imprint) => imprint.height.pt().0,
    }
}
