//! The items as paragraphs and tables.

use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, SpecialIndentType, Tab, TabValueType,
};

use super::ids::Ids;
use super::{numbering, styles, table};
use crate::backend::{RED, RenderJob, SIGNER_LABEL};
use crate::data::text::is_rare;
use crate::layout::Item;
use crate::model::{Level, Part, Text};
use crate::standard::style;
use crate::units::{Pt, Twip};

/// Adds every item.
pub(super) fn add(job: &RenderJob<'_>, docx: Docx, ids: &mut Ids) -> Docx {
    let mut writer = Writer { job, ids };
    let kept = job.items.iter().zip(&job.kept);
    kept.fold(docx, |docx, (item, keep)| writer.item(docx, item, *keep))
}

/// What every paragraph needs.
pub(super) struct Writer<'a> {
    /// What is drawn.
    pub(super) job: &'a RenderJob<'a>,
    ids: &'a mut Ids,
}

impl Writer<'_> {
    fn item(&mut self, docx: Docx, item: &Item<'_>, keep: bool) -> Docx {
        let paragraph = match item {
            Item::Blank => self.ids.paragraph(styles::BLANK),
            Item::Space(height) => {
                self.ids.paragraph(styles::BLANK).line_spacing(styles::exact(*height))
            }
            Item::HeadLine { part, text } => self.plain(*part, text),
            Item::IssuerMark { text, size, pitch } => {
                let run = self.run(Part::IssuerMark, &text.plain()).size(size.half_point().0);
                let paragraph = self.ids.paragraph(styles::id(Part::IssuerMark));
                paragraph.line_spacing(styles::exact(*pitch)).add_run(run)
            }
            Item::DocumentNumber { text, signer, rule_gap } => {
                self.document_number(text, *signer, *rule_gap)
            }
            Item::Title(lines) => self.title(lines),
            Item::Addressees(text) => self.plain(Part::Addressees, text),
            Item::Heading { level, number: _, title } => {
                self.plain(Part::Heading(*level), title).keep_next(true)
            }
            Item::RunIn { level, number: _, title, text } => self.run_in(*level, title, text),
            Item::Paragraph(text) => self.plain(Part::Paragraph, text),
            Item::Table { table, widths, unit } => {
                return table::add(self, docx, table, widths, unit.as_ref());
            }
            Item::AttachmentNote { label, name, first, left } => {
                let paragraph = self.ids.paragraph(styles::id(Part::AttachmentNote));
                let words = format!("{label}{}", name.plain());
                hanging(self.add_text(paragraph, Part::AttachmentNote, &words), *first, *left)
            }
            Item::Signature { text, right } => self.aligned(Part::Signature, text, *right),
            Item::Date { text, right } => self.aligned(Part::Date, text, *right),
            Item::Remarks(text) => self.plain(Part::Remarks, text),
        };
        docx.add_paragraph(if keep { paragraph.keep_next(true) } else { paragraph })
    }

    /// A paragraph in the style of its part.
    pub(super) fn plain(&mut self, part: Part, text: &Text) -> Paragraph {
        let paragraph = self.ids.paragraph(styles::id(part));
        self.add_text(paragraph, part, &text.plain())
    }

    fn title(&mut self, lines: &[Text]) -> Paragraph {
        let mut paragraph = self.ids.paragraph(styles::id(Part::Title));
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                paragraph = paragraph.add_run(Run::new().add_break(BreakType::TextWrapping));
            }
            paragraph = self.add_text(paragraph, Part::Title, &line.plain());
        }
        paragraph
    }

    fn run_in(&mut self, level: Level, title: &Text, text: &Text) -> Paragraph {
        let words = styles::run_in_words_id(level);
        let title = self.run(Part::Heading(level), &title.plain()).style(&words);
        let paragraph = self.ids.paragraph(&styles::run_in_id(level)).add_run(title);
        let paragraph = self.add_text(paragraph, Part::Paragraph, &text.plain());
        numbering::numbered(paragraph, level)
    }

    /// The rule is the lower border of the paragraph. With a signer, tabs and no indents
    /// place both, so that the rule keeps the width of the type area.
    fn document_number(&mut self, text: &Text, signer: Option<&Text>, rule_gap: Pt) -> Paragraph {
        let layout = self.job.layout;
        let part = Part::DocumentNumber;
        let rule = ParagraphBorder::new(ParagraphBorderPosition::Bottom)
            .val(BorderType::Single)
            .size(layout.head_rule.value.eighths())
            .space(rule_gap.0 as usize)
            .color(RED);
        let mut paragraph = self.ids.paragraph(styles::id(part));
        let borders = ParagraphBorders::with_empty().set(rule);
        paragraph.property = paragraph.property.set_borders(borders);
        let Some(signer) = signer else { return self.add_text(paragraph, part, &text.plain()) };
        let indent = layout.chars(layout.number_indent.value).0;
        let right = layout.text_width.value.twip().0 - indent;
        let tab = |kind, at: i32| Tab::new().val(kind).pos(at.unsigned_abs() as usize);
        let paragraph = paragraph
            .align(AlignmentType::Left)
            .add_tab(tab(TabValueType::Left, indent))
            .add_tab(tab(TabValueType::Right, right))
            .add_run(Run::new().add_tab());
        let paragraph = self.add_text(paragraph, part, &text.plain()).add_run(Run::new().add_tab());
        let paragraph = self.add_text(paragraph, part, SIGNER_LABEL);
        let name = self.run(Part::Signer, &signer.plain());
        paragraph.add_run(name.style(styles::SIGNER))
    }

    fn aligned(&mut self, part: Part, text: &Text, right: Twip) -> Paragraph {
        let none = Some(SpecialIndentType::FirstLine(0));
        self.plain(part, text).indent(Some(0), none, Some(right.0), None)
    }

    fn add_text(&self, paragraph: Paragraph, part: Part, text: &str) -> Paragraph {
        paragraph.add_run(self.run(part, text))
    }

    /// Text as one run. The official fonts hold GB 2312 only; text with a character beyond
    /// gets the font of the same style that has it, or Word would take any font. It gets it
    /// as a whole: word processors lose the character spacing where fonts change.
    fn run(&self, part: Part, text: &str) -> Run {
        let role = style(self.job.layout, part).role;
        let fonts = self.job.fonts;
        let run = Run::new().add_text(text);
        let rare = fonts.rare_word_name(role);
        if rare != fonts.word_name(role) && text.chars().any(is_rare) {
            run.fonts(styles::four_slots(rare))
        } else {
            run
        }
    }
}

fn hanging(paragraph: Paragraph, first: Twip, left: Twip) -> Paragraph {
    let hang = Some(SpecialIndentType::Hanging(left.0 - first.0));
    paragraph.indent(Some(left.0), hang, Some(0), None)
}
