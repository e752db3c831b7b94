//! The items as paragraphs and tables.

use docx_rs::{
    AlignmentType, BookmarkStart, BorderType, BreakType, Docx, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, ParagraphChild, Run, SpecialIndentType, Tab,
    TabValueType,
};

use super::extras::{Extras, SectionEnd};
use super::ids::Ids;
use super::{chart, contents, drawing, frames, imprint, mark, styles, table};
use crate::backend::{Ending, RED, RenderJob};
use crate::data::text::is_rare;
use crate::layout::{
    Cell, ContentsItem, Heading, Item, Row, Single, TextItem, note_places, roster_places,
};
use crate::model::{Level, Part, Text};
use crate::standard::style;
use crate::units::{Pt, Twip};

/// Adds every item.
pub(super) fn add(job: &RenderJob<'_>, docx: Docx, ids: &mut Ids, extras: &mut Extras) -> Docx {
    let mut writer = Writer { job, ids, extras, targets: 0, last: None };
    let before = std::iter::once(None).chain(job.items.iter().map(Some));
    let kept = job.items.iter().zip(&job.kept).zip(before);
    kept.fold(docx, |docx, ((item, keep), before)| {
        let docx = if tables_meet(before, item) { writer.smallest(docx).0 } else { docx };
        writer.item(docx, item, *keep)
    })
}

/// Whether nothing stands between two tables, which Word would make one.
fn tables_meet(before: Option<&Item<'_>>, item: &Item<'_>) -> bool {
    match (before, item) {
        (Some(Item::Table(before)), Item::Table(table)) => {
            let is_turned = before.table.is_landscape || table.table.is_landscape;
            before.notes.is_empty() && table.captions.is_empty() && !is_turned
        }
        _ => false,
    }
}

/// What every paragraph needs.
pub(super) struct Writer<'a> {
    /// What is drawn.
    pub(super) job: &'a RenderJob<'a>,
    pub(super) ids: &'a mut Ids,
    pub(super) extras: &'a mut Extras,
    /// How many 附件 have begun; each counts its headings anew.
    /// How many headings and 附件标题 have been written; a 目录 points to them.
    targets: usize,
    /// The last paragraph of the body, if nothing else came behind it.
    last: Option<String>,
}

impl Writer<'_> {
    fn item(&mut self, docx: Docx, item: &Item<'_>, keep: bool) -> Docx {
        let paragraph = match item {
            Item::Blank => self.ids.paragraph(styles::BLANK),
            Item::Space(height) => {
                self.ids.paragraph(styles::BLANK).line_spacing(styles::exact(*height))
            }
            Item::Text(text) => self.text(text),
            Item::Mark(mark) => match mark.suffix.is_some() || mark.names.len() > 1 {
                true => {
                    self.last = None;
                    return mark::joint(self, docx, mark);
                }
                false => mark::single(self, mark),
            },
            Item::Row(row) => self.row(row),
            Item::Single(single) => self.single(single),
            Item::Contents(contents) => self.contents(contents),
            Item::Title { part, lines } => self.title(*part, lines),
            Item::Table(item) if item.table.is_landscape => return self.landscape(docx, item),
            Item::Table(item) => {
                self.last = None;
                return table::add(self, docx, item);
            }
            Item::Chart(item) => {
                let (docx, title) = chart::add(self, docx, item);
                self.last = Some(title.id.clone());
                return docx.add_paragraph(if keep { title.keep_next(true) } else { title });
            }
            Item::LetterHead(head) => return frames::letter_head(self, docx, head),
            Item::LowerRule { top } => return frames::lower_rule(self, docx, *top),
            Item::Imprint(item) => {
                let docx = self.before_imprint(docx);
                return imprint::add(self, docx, item);
            }
        };
        self.last = Some(paragraph.id.clone());
        // The styles of headings keep them with what comes next.
        let is_heading =
            matches!(item, Item::Text(text) if matches!(text.heading, Heading::Alone(..)));
        let styled = is_heading || matches!(item, Item::Text(text) if text.continues);
        docx.add_paragraph(if keep && !styled { paragraph.keep_next(true) } else { paragraph })
    }

    /// A paragraph in the style of its part.
    pub(super) fn plain(&mut self, part: Part, text: &str) -> Paragraph {
        let paragraph = self.ids.paragraph(styles::id(part));
        self.add_text(paragraph, part, text)
    }

    /// The words of an item, its label before them and its tail behind.
    pub(super) fn text(&mut self, text: &TextItem) -> Paragraph {
        // Headings have their numbers from their styles.
        let style = match text.heading {
            Heading::None => self.style_of(text).to_owned(),
            Heading::Alone(..) => styles::id(text.part).to_owned(),
            Heading::RunIn(level, _) => styles::run_in_id(level),
        };
        let mut paragraph = self.ids.paragraph(&style);
        for (part, words) in stretches(text) {
            let run = self.run(part, &words);
            let run = match (text.heading, part) {
                (Heading::RunIn(level, _), Part::Heading(_)) => {
                    run.style(&styles::run_in_words_id(level))
                }
                (_, Part::RosterLabel) => run.style(styles::ROSTER_LABEL),
                _ => run,
            };
            paragraph = paragraph.add_run(run);
        }
        // Styles know the places of all texts but those of 附件 ten and above and of the 版记.
        if text.label.is_some() && !self.style_knows(text) {
            paragraph = hanging(paragraph, text);
        }
        if matches!(text.heading, Heading::Alone(..)) {
            paragraph = self.target(paragraph);
        }
        paragraph
    }

    /// The style of a text that is no heading.
    fn style_of(&self, text: &TextItem) -> &'static str {
        let notes = note_places(self.job.layout, self.job.fonts);
        match text.part {
            _ if text.continues => styles::CONTINUED,
            Part::AttachmentNote if text.first == notes.next.0 => styles::NOTE_NEXT,
            Part::AttachmentNote if text.left == notes.first.1 => styles::NOTE_FIRST,
            part => styles::id(part),
        }
    }

    /// Whether the style of a labelled text says where its lines begin.
    fn style_knows(&self, text: &TextItem) -> bool {
        let (layout, fonts) = (self.job.layout, self.job.fonts);
        let notes = note_places(layout, fonts);
        let own = (text.first, text.left);
        match text.part {
            Part::AttachmentLabel => true,
            Part::AttachmentNote => [notes.single, notes.first, notes.next].contains(&own),
            Part::Roster => own == roster_places(layout, fonts),
            _ => false,
        }
    }

    /// 目录: `finish.rs` puts it where this paragraph stands.
    fn contents(&mut self, contents: &ContentsItem) -> Paragraph {
        let paragraph = self.ids.paragraph(styles::BLANK);
        let deepest = self.job.document.body.contents.map_or(1, Level::depth);
        let lines = contents::lines(contents, deepest, self.job.pages);
        self.extras.blocks.push((paragraph.id.clone(), lines));
        paragraph
    }

    /// A heading to which the 目录 points.
    fn target(&mut self, paragraph: Paragraph) -> Paragraph {
        let target = self.targets;
        self.targets += 1;
        if self.job.document.body.contents.is_none() {
            return paragraph;
        }
        let start = BookmarkStart::new(target + 1, contents::bookmark(target));
        let mut paragraph = paragraph.add_bookmark_end(target + 1);
        paragraph.children.insert(0, ParagraphChild::BookmarkStart(start));
        paragraph
    }

    fn title(&mut self, part: Part, lines: &[Text]) -> Paragraph {
        let mut paragraph = self.ids.paragraph(styles::id(part));
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                paragraph = paragraph.add_run(Run::new().add_break(BreakType::TextWrapping));
            }
            paragraph = self.add_text(paragraph, part, &line.plain());
        }
        if part == Part::AttachmentTitle {
            paragraph = self.target(paragraph);
        }
        paragraph
    }

    /// Texts at given places, by tabs.
    pub(super) fn row(&mut self, row: &Row) -> Paragraph {
        let none = Some(SpecialIndentType::FirstLine(0));
        let mut paragraph = self
            .ids
            .paragraph(styles::id(row.part))
            .align(AlignmentType::Left)
            .indent(Some(0), none, Some(0), None);
        let mut end = 0;
        for (index, cell) in row.cells.iter().enumerate() {
            // A name follows its label without a tab.
            if cell.x.0 > end {
                let (kind, at) = match cell.from_right {
                    true => (TabValueType::Right, group_end(&row.cells[index..])),
                    false => (TabValueType::Left, cell.x.0),
                };
                let at = at.unsigned_abs() as usize;
                let tab = Tab::new().val(kind).pos(at);
                paragraph = paragraph.add_tab(tab).add_run(Run::new().add_tab());
            }
            end = cell.x.0 + cell.width.0;
            let run = self.run(cell.part, &cell.text.plain());
            let own = style(self.job.layout, cell.part);
            let run = match cell.part {
                Part::Signer => run.style(styles::SIGNER),
                _ if own.role != style(self.job.layout, row.part).role => {
                    run.fonts(styles::fonts(self.job.fonts, own))
                }
                _ => run,
            };
            paragraph = paragraph.add_run(run);
        }
        drawing::add(self, &paragraph.id, &row.pictures);
        self.ruled(paragraph, row.rule)
    }

    fn single(&mut self, single: &Single) -> Paragraph {
        let none = Some(SpecialIndentType::FirstLine(0));
        let paragraph = self.plain(single.part, &single.text.plain());
        let paragraph = match single.right {
            Some(right) => paragraph.indent(Some(0), none, Some(right.0), None),
            None => paragraph,
        };
        drawing::add(self, &paragraph.id, &single.pictures);
        self.ruled(paragraph, single.rule)
    }

    /// 版头分隔线 is the lower border of the paragraph above it.
    fn ruled(&self, mut paragraph: Paragraph, gap: Option<Pt>) -> Paragraph {
        if let Some(gap) = gap {
            let rule = ParagraphBorder::new(ParagraphBorderPosition::Bottom)
                .val(BorderType::Single)
                .size(self.job.layout.head_rule.value.eighths())
                .space(gap.0 as usize)
                .color(RED);
            let borders = ParagraphBorders::with_empty().set(rule);
            paragraph.property = paragraph.property.set_borders(borders);
        }
        paragraph
    }

    pub(super) fn add_text(&self, paragraph: Paragraph, part: Part, text: &str) -> Paragraph {
        paragraph.add_run(self.run(part, text))
    }

    /// Text as one run. The official fonts hold GB 2312 only; text with a character beyond
    /// gets the font of the same style that has it, or Word would take any font. It gets it
    /// as a whole: word processors lose the character spacing where fonts change.
    pub(super) fn run(&self, part: Part, text: &str) -> Run {
        let setting = style(self.job.layout, part);
        let fonts = self.job.fonts;
        let run = Run::new().add_text(text);
        let rare = fonts.rare_word_name(setting.role);
        if rare != fonts.word_name(setting.role) && text.chars().any(is_rare) {
            run.fonts(styles::slots(rare, fonts, setting))
        } else {
            run
        }
    }

    /// A landscape table is a section of its own.
    fn landscape(&mut self, docx: Docx, item: &crate::layout::TableItem<'_>) -> Docx {
        let docx = self.end_section(docx, SectionEnd::Portrait);
        let docx = table::add(self, docx, item);
        self.last = None;
        let is_last = self.job.items.last().is_some_and(
            |last| matches!(last, Item::Table(last) if std::ptr::eq(last.table, item.table)),
        );
        if is_last {
            self.extras.ends_landscape = true;
            // A document does not end with a table.
            let (docx, _) = self.smallest(docx);
            return docx;
        }
        self.end_section(docx, SectionEnd::Landscape)
    }

    /// Ends a section at the last paragraph, or at one too small to see.
    fn end_section(&mut self, docx: Docx, end: SectionEnd) -> Docx {
        let (docx, id) = match self.last.take() {
            Some(id) => (docx, id),
            None => self.smallest(docx),
        };
        self.extras.end_section(id, end);
        docx
    }

    /// A paragraph that takes no room to speak of.
    pub(super) fn smallest(&mut self, docx: Docx) -> (Docx, String) {
        let paragraph = self.ids.paragraph(styles::BLANK).line_spacing(styles::exact(Twip::ONE));
        let id = paragraph.id.clone();
        (docx.add_paragraph(paragraph), id)
    }

    /// The same, on a new page.
    fn new_page(&mut self, docx: Docx) -> Docx {
        let paragraph = self.ids.paragraph(styles::BLANK).page_break_before(true);
        docx.add_paragraph(paragraph.line_spacing(styles::exact(Twip::ONE)))
    }

    /// The page on which the 版记 stands; blank ones before it have no number.
    fn before_imprint(&mut self, docx: Docx) -> Docx {
        let left_landscape = self.extras.sections_end_landscape();
        match self.job.ending {
            Ending::SamePage => docx,
            Ending::NextPage if left_landscape && self.last.is_none() => docx,
            Ending::NextPage => self.new_page(docx),
            Ending::AfterBlankPage => {
                let docx = if left_landscape && self.last.is_none() {
                    docx
                } else {
                    self.end_section(docx, SectionEnd::Portrait)
                };
                self.extras.ends_unnumbered = true;
                let (docx, _) = self.smallest(docx);
                self.new_page(docx)
            }
        }
    }
}

/// Label, words and tail; neighbours of one setting as one stretch, because word processors
/// lose the character spacing between runs.
fn stretches(text: &TextItem) -> Vec<(Part, String)> {
    let words = text.words.iter().cloned();
    let tail = (!text.tail.is_empty()).then(|| (text.part, text.tail.to_owned()));
    let mut out: Vec<(Part, String)> = Vec::new();
    for (part, words) in text.label.iter().cloned().chain(words).chain(tail) {
        match out.last_mut() {
            Some((last, before)) if *last == part => before.push_str(&words),
            _ => out.push((part, words)),
        }
    }
    out
}

/// Where the words end that follow each other without a tab.
fn group_end(cells: &[Cell]) -> i32 {
    let mut end = cells.first().map_or(0, |cell| cell.x.0);
    for cell in cells {
        if cell.x.0 > end {
            break;
        }
        end = cell.x.0 + cell.width.0;
    }
    end
}

fn hanging(paragraph: Paragraph, text: &TextItem) -> Paragraph {
    let hang = match text.left.0 - text.first.0 {
        0 => Some(SpecialIndentType::FirstLine(0)),
        hang => Some(SpecialIndentType::Hanging(hang)),
    };
    paragraph.indent(Some(text.left.0), hang, Some(text.right.0), None)
}
