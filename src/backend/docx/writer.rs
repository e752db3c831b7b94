//! Paragraphs in named styles, which all elements are made of.

use docx_rs::{
    AlignmentType, BookmarkStart, BorderType, BreakType, Docx, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, ParagraphChild, Run, SpecialIndentType, Tab,
    TabValueType,
};

use super::extras::Extras;
use super::ids::Ids;
use super::{contents, drawing, styles};
use crate::backend::{RED, RenderJob};
use crate::chars::is_rare;
use crate::layout::{Cell, Hang, Heading, HeadingId, Row, Single, TextItem, TitleItem, joined};
use crate::model::Part;
use crate::standard::style;
use crate::units::{Pt, Twip};

/// What every paragraph needs.
pub(super) struct Writer<'a> {
    /// What is drawn.
    pub(super) job: &'a RenderJob<'a>,
    pub(super) ids: &'a mut Ids,
    pub(super) extras: &'a mut Extras,
}

impl Writer<'_> {
    /// A paragraph in the style of its part.
    pub(super) fn plain(&mut self, part: Part, text: &str) -> Paragraph {
        let paragraph = self.ids.paragraph(styles::id(part));
        self.add_text(paragraph, part, text)
    }

    /// The words of an item, its label before them and its tail behind.
    pub(super) fn text(&mut self, text: &TextItem) -> Paragraph {
        // Headings have their numbers from their styles.
        let style = match text.heading {
            Heading::None => style_of(text).to_owned(),
            Heading::Alone(..) => styles::id(text.part).to_owned(),
            Heading::RunIn(level, _) => styles::run_in_id(level),
        };
        let mut paragraph = self.ids.paragraph(&style);
        let stretches = text.label.iter().chain(&text.words).cloned();
        let tail = (!text.tail.is_empty()).then(|| (text.part, text.tail.to_owned()));
        // Word processors lose the character spacing between runs.
        for (part, words) in joined(stretches.chain(tail)) {
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
        if !style_knows(text.hang) {
            paragraph = hanging(paragraph, text);
        }
        match text.heading {
            Heading::Alone(_, _, id) => self.target(paragraph, id),
            Heading::None | Heading::RunIn(..) => paragraph,
        }
    }

    /// A heading, to which the 目录 points if there is one.
    fn target(&self, paragraph: Paragraph, id: HeadingId) -> Paragraph {
        if self.job.document.body.contents.is_none() {
            return paragraph;
        }
        let number = contents::bookmark_id(id);
        let start = BookmarkStart::new(number, contents::bookmark(id));
        let mut paragraph = paragraph.add_bookmark_end(number);
        paragraph.children.insert(0, ParagraphChild::BookmarkStart(start));
        paragraph
    }

    /// 公文标题 or 附件标题
    pub(super) fn title(&mut self, title: &TitleItem) -> Paragraph {
        let TitleItem { id, part, lines } = title;
        let part = *part;
        let mut paragraph = self.ids.paragraph(styles::id(part));
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                paragraph = paragraph.add_run(Run::new().add_break(BreakType::TextWrapping));
            }
            paragraph = self.add_text(paragraph, part, &line.plain());
        }
        match id {
            Some(id) => self.target(paragraph, *id),
            None => paragraph,
        }
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
        drawing::add(self.extras, &paragraph.id, &row.pictures);
        self.ruled(paragraph, row.rule)
    }

    /// One line in the middle, or with a given room free at the right.
    pub(super) fn single(&mut self, single: &Single) -> Paragraph {
        let none = Some(SpecialIndentType::FirstLine(0));
        let paragraph = self.plain(single.part, &single.text.plain());
        let paragraph = match single.right {
            Some(right) => paragraph.indent(Some(0), none, Some(right.0), None),
            None => paragraph,
        };
        drawing::add(self.extras, &paragraph.id, &single.pictures);
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

    /// A paragraph that takes no room to speak of.
    pub(super) fn smallest(&mut self, docx: Docx) -> (Docx, String) {
        let paragraph = self.ids.paragraph(styles::BLANK).line_spacing(styles::exact(Twip::ONE));
        let id = paragraph.id.clone();
        (docx.add_paragraph(paragraph), id)
    }
}

/// The style of a text that is no heading.
fn style_of(text: &TextItem) -> &'static str {
    match text.hang {
        _ if text.continues => styles::CONTINUED,
        Hang::FirstNote => styles::NOTE_FIRST,
        Hang::FurtherNote { .. } => styles::NOTE_NEXT,
        Hang::None | Hang::OnlyNote | Hang::Roster | Hang::Imprint => styles::id(text.part),
    }
}

/// Whether the style says where lines begin; no style knows the 版记 and the numbers of other
/// widths of an 附件说明.
fn style_knows(hang: Hang) -> bool {
    match hang {
        Hang::None | Hang::OnlyNote | Hang::FirstNote | Hang::Roster => true,
        Hang::FurtherNote { is_usual } => is_usual,
        Hang::Imprint => false,
    }
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
