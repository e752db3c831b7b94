//! Draws the files of a report, in one setting after the other until the pages are sound: what
//! stands on which page shows only when they are set.

use crate::backend::pages::{self, PageError, SetPages, TextEnd};
use crate::backend::{Ending, RenderJob, docx, pdf};
use crate::diag::{Checked, Code, Findings};
use crate::fonts::{FontForm, FontSet};
use crate::layout::{self, Flow, Item, TableStarts};
use crate::model::Document;
use crate::output::{OutputFile, OutputFormat};
use crate::standard::Layout;

/// How many lines more or fewer per page are tried when the usual number leaves the
/// signature alone; full pages stay full.
const OTHER_LINES: [i32; 4] = [-1, 1, -2, 2];
/// A last paragraph of more lines would leave too much of its page empty.
const MOST_MOVED: usize = 7;

/// So often a table is split anew at the ends of its pages; a cell that has two lines again
/// behind one may move the next.
const MOST_SPLITS: usize = 4;

/// The files, and what had to be done for sound pages.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// One for each format, in the order of [`OutputFormat::ALL`].
    pub(crate) files: Vec<OutputFile>,
    /// How many pages there are.
    pub(crate) pages: usize,
    /// What people should know.
    pub(crate) notes: Vec<(Code, String)>,
    /// What was found in the layout that won; what the usual one has is among it again.
    pub(crate) findings: Findings,
}

/// Why a file could not be drawn.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DrawError {
    /// The PDF.
    #[error(transparent)]
    Pdf(#[from] PageError),
    /// The Word file.
    #[error(transparent)]
    Docx(#[from] docx::DocxError),
}

/// A document with the measures and the fonts in which it is set.
#[derive(Clone)]
struct Setting<'a> {
    document: &'a Document,
    layout: Layout,
    fonts: &'a FontSet,
}

/// One way to lay a document out.
struct Draft<'a> {
    setting: Setting<'a>,
    flow: Flow<'a>,
    findings: Findings,
    text_with_signature: bool,
    ending: Ending,
}

/// A draft on pages.
struct Attempt<'a> {
    draft: Draft<'a>,
    pages: SetPages,
    /// Whether all merged cells are split where the pages end.
    is_settled: bool,
}

/// Draws a document: the signature does not have a page to itself (GB/T 9704-2012,
/// 7.3.5.5), the first page shows text if it can, and the 版记 has its page.
pub(crate) fn draw(
    document: &Document,
    flow: Flow<'_>,
    layout: &Layout,
    fonts: &FontSet,
) -> Result<Drawn, DrawError> {
    let setting = Setting { document, layout: layout.clone(), fonts };
    let last_paragraph = flow.last_paragraph_lines();
    let usual = setting.attempt(flow.into(), |starts| setting.flow(starts), false)?;
    if !usual.pages.signature_alone {
        return usual.finish(None);
    }
    let moved = setting.attempt(setting.first_flow(), |starts| setting.flow(starts), true)?;
    let moved = Some(moved).filter(|moved| moved.is_sound(usual.pages.text_on_first_page));
    if moved.is_none() || last_paragraph > MOST_MOVED {
        for more in OTHER_LINES {
            let lines = layout.lines_per_page.value.saturating_add_signed(more);
            if let Some(loosened) = setting.with_lines(lines)? {
                let pitch = loosened.draft.setting.layout.line_pitch.value;
                let note = format!(
                    "署名和成文日期会单独占一页，已把行距从 {} 调到 {pitch}，每面 {lines} 行",
                    layout.line_pitch.value
                );
                return loosened.finish(Some((Code::PitchAdjusted, note)));
            }
        }
    }
    if let Some(moved) = moved {
        let note = "署名和成文日期会单独占一页，已把最后一段移到同一页".to_owned();
        return moved.finish(Some((Code::SignatureMoved, note)));
    }
    if let Some(split) = setting.split()? {
        let note = "署名和成文日期会单独占一页，已把最后一段的末尾移到同一页".to_owned();
        return split.finish(Some((Code::SignatureMoved, note)));
    }
    let note = "署名和成文日期单独占了一页，没有能移到一起的文字".to_owned();
    usual.finish(Some((Code::SignatureAlone, note)))
}

impl<'a> Setting<'a> {
    /// Lays the document out again, which may find what the first time did not.
    fn flow(&self, starts: &TableStarts) -> Checked<Flow<'a>> {
        let mut findings = Findings::new();
        let flow = layout::flow(self.document, &self.layout, self.fonts, starts, &mut findings);
        Checked::new(flow, findings)
    }

    /// The same before any table is split.
    fn first_flow(&self) -> Checked<Flow<'a>> {
        self.flow(&TableStarts::default())
    }

    /// Sets the pages, with the 版记 on its page, and again where merged cells of a table go
    /// over the end of a page: there they are two, by `again`.
    fn attempt(
        &self,
        Checked { value: flow, findings }: Checked<Flow<'a>>,
        again: impl Fn(&TableStarts) -> Checked<Flow<'a>>,
        text_with_signature: bool,
    ) -> Result<Attempt<'a>, DrawError> {
        let ending = Ending::Same;
        let setting = self.clone();
        let mut draft = Draft { setting, flow, findings, text_with_signature, ending };
        let mut starts = TableStarts::default();
        let mut tries = 0;
        loop {
            let pages = draft.set()?;
            let found = pages.places.table_starts.clone();
            let is_settled = found == starts;
            if is_settled || tries == MOST_SPLITS {
                return Ok(Attempt { draft, pages, is_settled });
            }
            Checked { value: draft.flow, findings: draft.findings } = again(&found);
            starts = found;
            tries += 1;
        }
    }

    /// Another number of lines per page, if that is sound.
    fn with_lines(&self, lines: u32) -> Result<Option<Attempt<'a>>, DrawError> {
        let other = Self { layout: self.layout.with_lines(lines), ..self.clone() };
        let layout = &other.layout;
        // Lines that run into each other are no way out under any profile.
        if layout.line_pitch.value < layout.body_size.value.twip() {
            return Ok(None);
        }
        let attempt = other.attempt(other.first_flow(), |starts| other.flow(starts), false)?;
        let is_sound = attempt.is_sound(true) && !attempt.draft.findings.has_errors();
        Ok(is_sound.then_some(attempt))
    }

    /// The end of the last paragraph on the page of the signature, if that is sound.
    fn split(&self) -> Result<Option<Attempt<'a>>, DrawError> {
        let cut = |starts: &TableStarts| {
            let mut flow = self.flow(starts);
            flow.value.split_before_signature().then_some(flow)
        };
        let Some(flow) = cut(&TableStarts::default()) else { return Ok(None) };
        let again = |starts: &TableStarts| cut(starts).unwrap_or_else(|| self.flow(starts));
        let split = self.attempt(flow, again, true)?;
        Ok(Some(split).filter(|split| split.is_sound(false)))
    }
}

impl Draft<'_> {
    fn job(&self) -> RenderJob<'_> {
        RenderJob {
            document: self.setting.document,
            flow: &self.flow,
            kept: self.flow.kept_with_next(self.text_with_signature),
            ending: self.ending,
            layout: &self.setting.layout,
            fonts: self.setting.fonts,
        }
    }

    /// Sets the pages, with the 版记 on its page.
    fn set(&mut self) -> Result<SetPages, PageError> {
        self.ending = Ending::Same;
        let pages = pages::set(&self.job(), FontForm::Hollow)?;
        self.ending = wanted_ending(&self.flow, &self.setting.layout, &pages.text_end);
        match self.ending {
            Ending::Same => Ok(pages),
            Ending::Next | Ending::AfterBlank => pages::set(&self.job(), FontForm::Hollow),
        }
    }
}

impl Attempt<'_> {
    fn is_sound(&self, first_page_needs_text: bool) -> bool {
        !self.pages.signature_alone && (self.pages.text_on_first_page || !first_page_needs_text)
    }

    /// Every format, in the setting of the pages.
    fn finish(self, note: Option<(Code, String)>) -> Result<Drawn, DrawError> {
        let mut notes: Vec<(Code, String)> = note.into_iter().collect();
        if !self.pages.text_on_first_page {
            notes.push((Code::NoTextOnFirstPage, "首页没有正文".to_owned()));
        }
        if !self.is_settled {
            let note = format!("有表格的合并单元格跨页，试排 {MOST_SPLITS} 次仍没有排定断开的行");
            notes.push((Code::TableUnsettled, note));
        }
        let job = self.draft.job();
        let mut files = Vec::new();
        for format in OutputFormat::ALL {
            let bytes = match format {
                OutputFormat::Docx => docx::render(&job, &self.pages.places)?,
                OutputFormat::Pdf => {
                    let pdf = pdf::write(&job, &self.pages)?;
                    let whole =
                        |error| (Code::WholeFonts, format!("{error}，已改由排版引擎嵌入字体"));
                    notes.extend(pdf.whole_fonts.map(whole));
                    pdf.bytes
                }
            };
            files.push(OutputFile { format, bytes });
        }
        let (pages, findings) = (self.pages.places.count, self.draft.findings);
        Ok(Drawn { files, pages, findings, notes })
    }
}

/// 版记 stands at the foot of the last page, an even one unless printing is single-sided.
fn wanted_ending(flow: &Flow<'_>, layout: &Layout, end: &TextEnd) -> Ending {
    let Some(Item::Imprint(imprint)) = flow.items.last() else { return Ending::Same };
    let foot = layout.margin_top.value.pt().0 + layout.text_height.value.pt().0;
    let fits = !end.is_landscape && end.y + imprint.height.pt().0 <= foot;
    let is_even = end.page.is_multiple_of(2);
    match (imprint.on_even_page, is_even, fits) {
        (false, _, true) | (true, true, true) => Ending::Same,
        (false, _, false) | (true, false, _) => Ending::Next,
        (true, true, false) => Ending::AfterBlank,
    }
}
