//! The items as paragraphs and tables.

use docx_rs::{Docx, Paragraph};

use super::extras::{Extras, SectionEnd};
use super::ids::Ids;
use super::writer::Writer;
use super::{chart, contents, frames, imprint, mark, styles, table};
use crate::backend::pages::Places;
use crate::backend::{Ending, RenderJob};
use crate::layout::{ContentsItem, Heading, Item, TableItem};
use crate::model::Level;
use crate::units::Twip;

/// Adds every item.
pub(super) fn add(
    job: &RenderJob<'_>,
    places: &Places,
    docx: Docx,
    (ids, extras): (&mut Ids, &mut Extras),
) -> Docx {
    let items = &job.flow.items;
    let mut body = Body { writer: Writer { job, ids, extras }, places, last: Last::Start };
    let before = std::iter::once(None).chain(items.iter().map(Some));
    let kept = items.iter().zip(&job.kept).zip(before);
    kept.fold(docx, |docx, ((item, keep), before)| {
        let docx = if tables_meet(before, item) { body.writer.smallest(docx).0 } else { docx };
        body.item(docx, item, *keep)
    })
}

/// Whether nothing stands between two tables, which Word would make one.
fn tables_meet(before: Option<&Item<'_>>, item: &Item<'_>) -> bool {
    let (Some(before), Some(table)) = (before.and_then(Item::table), item.table()) else {
        return false;
    };
    let is_turned = before.table.is_landscape || table.table.is_landscape;
    before.notes.is_empty() && table.captions.is_empty() && !is_turned
}

/// The paragraphs and tables, one after the other.
struct Body<'a> {
    writer: Writer<'a>,
    places: &'a Places,
    last: Last,
}

/// What a section ends with so far.
enum Last {
    /// Nothing: the section, or the document, begins.
    Start,
    /// A paragraph, by its id.
    Paragraph(String),
    /// A table, a frame: what cannot end a section.
    Other,
}

impl Body<'_> {
    fn item(&mut self, docx: Docx, item: &Item<'_>, keep: bool) -> Docx {
        let writer = &mut self.writer;
        let paragraph = match item {
            Item::Blank => writer.ids.paragraph(styles::BLANK),
            Item::Space(height) => {
                writer.ids.paragraph(styles::BLANK).line_spacing(styles::exact(*height))
            }
            Item::Text(text) => writer.text(text),
            Item::Mark(mark) => match mark.suffix.is_some() || mark.names.len() > 1 {
                true => {
                    self.last = Last::Other;
                    return mark::joint(writer, docx, mark);
                }
                false => mark::single(writer, mark),
            },
            Item::Row(row) => writer.row(row),
            Item::Single(single) => writer.single(single),
            Item::Contents(contents) => self.contents(contents),
            Item::Title(title) => writer.title(title),
            Item::Table(item) if item.table.is_landscape => return self.landscape(docx, item),
            Item::Table(item) => {
                self.last = Last::Other;
                return table::add(writer, docx, item);
            }
            Item::Chart(item) => {
                let (docx, title) = chart::add(writer, docx, item);
                self.last = Last::Paragraph(title.id.clone());
                return docx.add_paragraph(if keep { title.keep_next(true) } else { title });
            }
            Item::LetterHead(head) => {
                self.last = Last::Other;
                return frames::letter_head(writer, docx, head);
            }
            Item::LowerRule { top } => {
                self.last = Last::Other;
                return frames::lower_rule(writer, docx, *top);
            }
            Item::Imprint(item) => {
                let docx = self.before_imprint(docx);
                return imprint::add(&mut self.writer, docx, item);
            }
        };
        self.last = Last::Paragraph(paragraph.id.clone());
        // The styles of headings keep them with what comes next.
        let is_heading =
            matches!(item, Item::Text(text) if matches!(text.heading, Heading::Alone(..)));
        let styled = is_heading || matches!(item, Item::Text(text) if text.continues);
        docx.add_paragraph(if keep && !styled { paragraph.keep_next(true) } else { paragraph })
    }

    /// 目录: `finish.rs` puts it where this paragraph stands.
    fn contents(&mut self, contents: &ContentsItem) -> Paragraph {
        let paragraph = self.writer.ids.paragraph(styles::BLANK);
        let deepest = self.writer.job.document.body.contents.map_or(1, Level::depth);
        let lines = contents::lines(contents, deepest, self.places);
        self.writer.extras.blocks.push((paragraph.id.clone(), lines));
        paragraph
    }

    /// A landscape table is a section of its own; behind another one nothing has to end.
    fn landscape(&mut self, docx: Docx, item: &TableItem<'_>) -> Docx {
        let docx = match self.last {
            Last::Start => docx,
            Last::Paragraph(_) | Last::Other => self.end_section(docx, SectionEnd::Portrait),
        };
        let docx = table::add(&mut self.writer, docx, item);
        self.last = Last::Other;
        let last = self.writer.job.flow.items.last().and_then(Item::table);
        if last.is_some_and(|last| last.id == item.id) {
            self.writer.extras.ends_landscape = true;
            // A document does not end with a table.
            let (docx, _) = self.writer.smallest(docx);
            return docx;
        }
        self.end_section(docx, SectionEnd::Landscape)
    }

    /// Ends a section at the last paragraph, or at one too small to see.
    fn end_section(&mut self, docx: Docx, end: SectionEnd) -> Docx {
        let (docx, id) = match std::mem::replace(&mut self.last, Last::Start) {
            Last::Paragraph(id) => (docx, id),
            Last::Start | Last::Other => self.writer.smallest(docx),
        };
        self.writer.extras.end_section(id, end);
        docx
    }

    /// A paragraph that takes no room to speak of, on a new page.
    fn new_page(&mut self, docx: Docx) -> Docx {
        let paragraph = self.writer.ids.paragraph(styles::BLANK).page_break_before(true);
        docx.add_paragraph(paragraph.line_spacing(styles::exact(Twip::ONE)))
    }

    /// The page on which the 版记 stands; blank ones before it have no number.
    fn before_imprint(&mut self, docx: Docx) -> Docx {
        let begins = matches!(self.last, Last::Start);
        match self.writer.job.ending {
            Ending::Same => docx,
            Ending::Next if begins => docx,
            Ending::Next => self.new_page(docx),
            Ending::AfterBlank => {
                let docx = if begins { docx } else { self.end_section(docx, SectionEnd::Portrait) };
                self.writer.extras.ends_unnumbered = true;
                let (docx, _) = self.writer.smallest(docx);
                self.new_page(docx)
            }
        }
    }
}
