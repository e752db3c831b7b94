//! Draws both files, in one setting after the other until the pages are sound: what stands
//! on which page shows only when they are drawn.

use crate::backend::{Ending, RenderJob, docx, pdf};
use crate::diag::{self, Code};
use crate::fonts::FontSet;
use crate::layout::{self, Flow, Item, TableStarts};
use crate::model::Document;
use crate::standard::Layout;

/// How many lines more or fewer per page are tried when the usual number leaves the
/// signature alone; full pages stay full.
const OTHER_LINES: [i32; 4] = [-1, 1, -2, 2];
/// A last paragraph of more lines would leave too much of its page empty.
const MOST_MOVED: usize = 7;

/// So often a table is split anew at the ends of its pages; a cell that has two lines again
/// behind one may move the next.
const MOST_SPLITS: usize = 4;

/// Both files, and what had to be done for sound pages.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// The PDF.
    pub(crate) pdf: Vec<u8>,
    /// Pages of the PDF.
    pub(crate) pages: usize,
    /// The Word file.
    pub(crate) docx: Vec<u8>,
    /// What people should know.
    pub(crate) notes: Vec<(Code, String)>,
}

/// Why a file could not be drawn.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DrawError {
    /// The PDF.
    #[error(transparent)]
    Pdf(#[from] pdf::PdfError),
    /// The Word file.
    #[error(transparent)]
    Docx(#[from] docx::DocxError),
}

/// One way to set a document, and its pages.
struct Attempt<'a> {
    flow: Flow<'a>,
    layout: Layout,
    text_with_signature: bool,
    ending: Ending,
    pdf: pdf::Pdf,
}

/// Draws a document: the signature does not have a page to itself (GB/T 9704-2012,
/// 7.3.5.5), the first page shows text if it can, and the 版记 has its page.
pub(crate) fn draw(
    document: &Document,
    flow: Flow<'_>,
    layout: &Layout,
    fonts: &FontSet,
) -> Result<Drawn, DrawError> {
    let last_paragraph = flow.last_paragraph_lines();
    let again = |starts: &TableStarts| layout::flow(document, layout, fonts, starts, &mut vec![]);
    let usual = Attempt::new(document, flow, again, layout.clone(), false, fonts)?;
    if !usual.pdf.signature_alone {
        return usual.finish(document, fonts, None);
    }
    let start = || again(&TableStarts::default());
    let moved = Attempt::new(document, start(), again, layout.clone(), true, fonts)?;
    let moved = Some(moved).filter(|moved| moved.is_sound(usual.pdf.text_on_first_page));
    if moved.is_none() || last_paragraph > MOST_MOVED {
        for more in OTHER_LINES {
            let lines = layout.lines_per_page.value.saturating_add_signed(more);
            if let Some(loosened) = with_lines(document, layout, lines, fonts)? {
                let note = format!(
                    "署名和成文日期会单独占一页，已把行距从 {} 调到 {}，每面 {lines} 行",
                    layout.line_pitch.value, loosened.layout.line_pitch.value
                );
                return loosened.finish(document, fonts, Some((Code::PitchAdjusted, note)));
            }
        }
    }
    if let Some(moved) = moved {
        let note = "署名和成文日期会单独占一页，已把最后一段移到同一页".to_owned();
        return moved.finish(document, fonts, Some((Code::SignatureMoved, note)));
    }
    let cut = |starts: &TableStarts| {
        let mut flow = again(starts);
        flow.split_before_signature().then_some(flow)
    };
    if let Some(split) = cut(&TableStarts::default()) {
        let redo = |starts: &TableStarts| cut(starts).unwrap_or_else(|| again(starts));
        let split = Attempt::new(document, split, redo, layout.clone(), true, fonts)?;
        if split.is_sound(false) {
            let note = "署名和成文日期会单独占一页，已把最后一段的末尾移到同一页".to_owned();
            return split.finish(document, fonts, Some((Code::SignatureMoved, note)));
        }
    }
    let note = "署名和成文日期单独占了一页，没有能移到一起的文字".to_owned();
    usual.finish(document, fonts, Some((Code::SignatureAlone, note)))
}

/// Another number of lines per page, if that is sound.
fn with_lines<'a>(
    document: &'a Document,
    layout: &Layout,
    lines: u32,
    fonts: &FontSet,
) -> Result<Option<Attempt<'a>>, DrawError> {
    let layout = layout.with_lines(lines);
    // Lines that run into each other are no way out under any profile.
    if layout.line_pitch.value < layout.body_size.value.twip() {
        return Ok(None);
    }
    let mut found = Vec::new();
    let flow = layout::flow(document, &layout, fonts, &TableStarts::default(), &mut found);
    let lines = layout.clone();
    let again = |starts: &TableStarts| layout::flow(document, &lines, fonts, starts, &mut vec![]);
    let attempt = Attempt::new(document, flow, again, layout, false, fonts)?;
    Ok(Some(attempt).filter(|attempt| attempt.is_sound(true) && !diag::has_errors(&found)))
}

impl<'a> Attempt<'a> {
    /// Sets the pages, with the 版记 on its page, and again where merged cells of a table go
    /// over the end of a page: there they are two, by `again`.
    fn new(
        document: &'a Document,
        mut flow: Flow<'a>,
        again: impl Fn(&TableStarts) -> Flow<'a>,
        layout: Layout,
        text_with_signature: bool,
        fonts: &FontSet,
    ) -> Result<Self, DrawError> {
        let mut starts = TableStarts::default();
        let mut tries = 0;
        loop {
            let (pdf, ending) = with_ending(document, &flow, &layout, text_with_signature, fonts)?;
            let found = pdf.pages.table_starts.clone();
            if found == starts || tries == MOST_SPLITS {
                return Ok(Self { flow, layout, text_with_signature, ending, pdf });
            }
            flow = again(&found);
            starts = found;
            tries += 1;
        }
    }

    fn is_sound(&self, first_page_needs_text: bool) -> bool {
        !self.pdf.signature_alone && (self.pdf.text_on_first_page || !first_page_needs_text)
    }

    /// The Word file in the setting of the PDF.
    fn finish(
        self,
        document: &Document,
        fonts: &FontSet,
        note: Option<(Code, String)>,
    ) -> Result<Drawn, DrawError> {
        let Self { flow, layout, text_with_signature, ending, pdf } = self;
        let job = job(document, &flow, &layout, text_with_signature, ending, fonts);
        let bytes = pdf.write(&job)?;
        let docx = docx::render(&RenderJob { pages: Some(&pdf.pages), ..job })?;
        let mut notes: Vec<(Code, String)> = note.into_iter().collect();
        if !pdf.text_on_first_page {
            notes.push((Code::NoTextOnFirstPage, "首页没有正文".to_owned()));
        }
        Ok(Drawn { pdf: bytes, pages: pdf.pages.count, docx, notes })
    }
}

/// The PDF with the 版记 on its page.
fn with_ending(
    document: &Document,
    flow: &Flow<'_>,
    layout: &Layout,
    text_with_signature: bool,
    fonts: &FontSet,
) -> Result<(pdf::Pdf, Ending), DrawError> {
    let draw =
        |ending| pdf::render(&job(document, flow, layout, text_with_signature, ending, fonts));
    let pdf = draw(Ending::SamePage)?;
    let wanted = wanted_ending(flow, layout, &pdf.text_end);
    let pdf = if wanted == Ending::SamePage { pdf } else { draw(wanted)? };
    Ok((pdf, wanted))
}

fn job<'a>(
    document: &'a Document,
    flow: &'a Flow<'a>,
    layout: &'a Layout,
    text_with_signature: bool,
    ending: Ending,
    fonts: &'a FontSet,
) -> RenderJob<'a> {
    RenderJob {
        document,
        items: &flow.items,
        kept: flow.kept_with_next(text_with_signature),
        sign_off: flow.sign_off_words(),
        first_text: flow.first_text(),
        ending,
        pages: None,
        layout,
        fonts,
    }
}

/// 版记 stands at the foot of the last page, an even one unless printing is single-sided.
fn wanted_ending(flow: &Flow<'_>, layout: &Layout, end: &pdf::TextEnd) -> Ending {
    let Some(Item::Imprint(imprint)) = flow.items.last() else { return Ending::SamePage };
    let foot = layout.margin_top.value.pt().0 + layout.text_height.value.pt().0;
    let fits = !end.is_landscape && end.y + imprint.height.pt().0 <= foot;
    let is_even = end.page.is_multiple_of(2);
    match (imprint.on_even_page, is_even, fits) {
        (false, _, true) | (true, true, true) => Ending::SamePage,
        (false, _, false) | (true, false, _) => Ending::NextPage,
        (true, true, false) => Ending::AfterBlankPage,
    }
}
