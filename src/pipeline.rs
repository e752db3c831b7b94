//! The recipe of one report.

use std::path::Path;

use crate::backend::{Ending, RenderJob, docx, pdf};
use crate::data::{self, kind::Kinds};
use crate::diag::{self, Code, Diagnostic, Place};
use crate::fonts::FontSet;
use crate::layout::{Flow, Item, check_glyphs, flow};
use crate::merge::merge;
use crate::model::Document;
use crate::standard::Layout;

/// What a run fixes for all of its reports.
#[derive(Debug)]
pub struct Plan {
    /// The kinds of report.
    pub kinds: Kinds,
    /// The fonts.
    pub fonts: FontSet,
    /// The measures.
    pub layout: Layout,
}

/// Both files of a report.
#[derive(Debug)]
pub struct Outputs {
    /// The title on one line.
    pub title: String,
    /// The Word file.
    pub docx: Vec<u8>,
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Pages of the PDF.
    pub pages: usize,
}

/// A report's files, if it has no errors, and everything found on the way.
#[derive(Debug)]
pub struct Report {
    /// The issuing bureau as far as known, else the file's name.
    pub bureau: String,
    /// Both files.
    pub outputs: Option<Outputs>,
    /// What was found, in the order of the data file.
    pub findings: Vec<Diagnostic>,
}

/// Turns a data file into both files.
pub fn export(input: &Path, plan: &Plan) -> Report {
    let data::Loaded { root, mut findings } = data::load(input);
    let bureau = root
        .as_ref()
        .and_then(|root| root.field("单位")?.field("全称")?.text().map(str::to_owned))
        .unwrap_or_else(|| input.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    let outputs = root.and_then(|root| make(input, &root, plan, &mut findings));
    diag::tidy(&mut findings);
    Report { bureau, outputs, findings }
}

fn make(
    input: &Path,
    root: &data::node::Node,
    plan: &Plan,
    findings: &mut Vec<Diagnostic>,
) -> Option<Outputs> {
    let kind = keep(plan.kinds.of(root).map_err(|one| vec![one]), findings)?;
    kind.check(root, findings);
    go_on(findings)?;
    let document = merge(kind, root, findings)?;
    check_glyphs(&document, &plan.layout, &plan.fonts, input, findings);
    let flow = flow(&document, &plan.layout, &plan.fonts, findings);
    go_on(findings)?;
    let (pdf, docx) = draw(input, &document, &flow, plan, findings)?;
    Some(Outputs {
        title: document.properties.title.clone(),
        docx,
        pdf: pdf.bytes,
        pages: pdf.pages,
    })
}

/// Draws both files. What only the pages show is put right by drawing again: the last text
/// moves when the signature would have a page to itself, and the 版记 to its page.
fn draw(
    input: &Path,
    document: &Document,
    flow: &Flow<'_>,
    plan: &Plan,
    findings: &mut Vec<Diagnostic>,
) -> Option<(pdf::Pdf, Vec<u8>)> {
    let words = flow.sign_off_words();
    let job = |text_with_signature, ending| RenderJob {
        document,
        items: &flow.items,
        kept: flow.kept_with_next(text_with_signature),
        sign_off: words.as_deref(),
        ending,
        layout: &plan.layout,
        fonts: &plan.fonts,
    };
    let about =
        |code, message: String| Diagnostic::new(code, Place::File(input.to_owned()), message);
    let failed = |error: pdf::PdfError| vec![about(Code::Typst, error.to_string())];
    let mut chosen = job(false, Ending::SamePage);
    let mut pdf = keep(pdf::render(&chosen).map_err(failed), findings)?;
    if pdf.signature_alone {
        let together = job(true, Ending::SamePage);
        let moved = keep(pdf::render(&together).map_err(failed), findings)?;
        let message = if moved.signature_alone {
            "署名和成文日期单独占了一页，没有能移到一起的文字"
        } else {
            "署名和成文日期会单独占一页，已把最后一段移到同一页"
        };
        findings.push(about(Code::SignatureMoved, message.to_owned()));
        (chosen, pdf) = (together, moved);
    }
    let ending = ending(flow, &pdf.text_end, plan);
    if ending != chosen.ending {
        chosen.ending = ending;
        pdf = keep(pdf::render(&chosen).map_err(failed), findings)?;
    }
    let failed = |error: docx::DocxError| vec![about(Code::Docx, error.to_string())];
    let docx = keep(docx::render(&chosen).map_err(failed), findings)?;
    Some((pdf, docx))
}

/// 版记 stands at the foot of the last page, an even one unless printing is single-sided.
fn ending(flow: &Flow<'_>, end: &pdf::TextEnd, plan: &Plan) -> Ending {
    let Some(Item::Imprint(imprint)) = flow.items.last() else { return Ending::SamePage };
    let layout = &plan.layout;
    let foot = layout.margin_top.value.pt().0 + layout.text_height.value.pt().0;
    let fits = !end.is_landscape && end.y + imprint.height.pt().0 <= foot;
    let is_even = end.page.is_multiple_of(2);
    match (imprint.on_even_page, is_even, fits) {
        (false, _, true) | (true, true, true) => Ending::SamePage,
        (false, _, false) | (true, false, _) => Ending::NextPage,
        (true, true, false) => Ending::AfterBlankPage,
    }
}

fn keep<T>(result: Result<T, Vec<Diagnostic>>, findings: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| findings.extend(found)).ok()
}

/// `None` once an error was found.
fn go_on(findings: &[Diagnostic]) -> Option<()> {
    (!diag::has_errors(findings)).then_some(())
}
