//! The recipe of one report.

use std::path::Path;

use crate::backend::{Ending, RenderJob, docx, pdf};
use crate::data::{self, kind::Kinds};
use crate::diag::{self, Code, Diagnostic, Place};
use crate::fonts::FontSet;
use crate::layout::{self, Flow, Item, check_glyphs, flow};
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
    let mut found = Vec::new();
    let flow = flow(&document, &plan.layout, &plan.fonts, &mut found);
    findings.extend(found);
    go_on(findings)?;
    let (pdf, docx) = draw(input, &document, &flow, plan, findings)?;
    Some(Outputs {
        title: document.properties.title.clone(),
        docx,
        pdf: pdf.bytes,
        pages: pdf.pages,
    })
}

/// One way to set a document.
struct Setting<'a> {
    flow: &'a Flow<'a>,
    layout: &'a Layout,
    text_with_signature: bool,
}

/// Draws both files. What only the pages show is put right by drawing again: the signature
/// must not have a page to itself (GB/T 9704-2012, 7.3.5.5), and the 版记 has its page.
fn draw<'a>(
    input: &Path,
    document: &'a Document,
    flow: &Flow<'a>,
    plan: &Plan,
    findings: &mut Vec<Diagnostic>,
) -> Option<(pdf::Pdf, Vec<u8>)> {
    let about =
        |code, message: String| Diagnostic::new(code, Place::File(input.to_owned()), message);
    let failed = |error: pdf::PdfError| vec![about(Code::Typst, error.to_string())];
    let usual = Setting { flow, layout: &plan.layout, text_with_signature: false };
    let drawn = keep(complete(document, &usual, plan).map_err(failed), findings)?;
    if !drawn.0.signature_alone {
        return finish(document, &usual, plan, drawn, &about, findings);
    }
    // 7.3.5.5 names the spacing of lines first; full pages stay full.
    for lines in OTHER_LINES {
        let layout = plan.layout.with_lines(lines);
        let mut found = Vec::new();
        let flow = layout::flow(document, &layout, &plan.fonts, &mut found);
        let setting = Setting { flow: &flow, layout: &layout, text_with_signature: false };
        let drawn = keep(complete(document, &setting, plan).map_err(failed), findings)?;
        if !drawn.0.signature_alone && drawn.0.text_on_first_page && !diag::has_errors(&found) {
            let pitch = layout.line_pitch.value;
            let message = format!(
                "署名和成文日期会单独占一页，已把行距从 {} 调到 {pitch}，每面 {lines} 行",
                plan.layout.line_pitch.value
            );
            findings.push(about(Code::PitchAdjusted, message));
            return finish(document, &setting, plan, drawn, &about, findings);
        }
    }
    let together = Setting { text_with_signature: true, ..usual };
    let moved = keep(complete(document, &together, plan).map_err(failed), findings)?;
    let helps =
        !moved.0.signature_alone && (moved.0.text_on_first_page || !drawn.0.text_on_first_page);
    if helps {
        let message = "署名和成文日期会单独占一页，已把最后一段移到同一页";
        findings.push(about(Code::SignatureMoved, message.to_owned()));
        return finish(document, &together, plan, moved, &about, findings);
    }
    let mut found = Vec::new();
    let mut split = layout::flow(document, &plan.layout, &plan.fonts, &mut found);
    if split.split_before_signature() {
        let setting = Setting { flow: &split, layout: &plan.layout, text_with_signature: true };
        let moved = keep(complete(document, &setting, plan).map_err(failed), findings)?;
        if !moved.0.signature_alone {
            let message = "署名和成文日期会单独占一页，已把最后一段的末尾移到同一页";
            findings.push(about(Code::SignatureMoved, message.to_owned()));
            return finish(document, &setting, plan, moved, &about, findings);
        }
    }
    let message = "署名和成文日期单独占了一页，没有能移到一起的文字";
    findings.push(about(Code::SignatureAlone, message.to_owned()));
    let alone = Setting { text_with_signature: false, ..together };
    finish(document, &alone, plan, drawn, &about, findings)
}

/// Lines per page that are tried when the usual number leaves the signature alone.
const OTHER_LINES: [u32; 4] = [21, 23, 20, 24];

/// The PDF with the 版记 on its page, and where that is.
fn complete(
    document: &Document,
    setting: &Setting<'_>,
    plan: &Plan,
) -> Result<(pdf::Pdf, Ending), pdf::PdfError> {
    let pdf = pdf::render(&job(document, setting, Ending::SamePage, plan))?;
    let ending = ending(setting, &pdf.text_end);
    if ending == Ending::SamePage {
        return Ok((pdf, ending));
    }
    Ok((pdf::render(&job(document, setting, ending, plan))?, ending))
}

fn job<'a>(
    document: &'a Document,
    setting: &Setting<'a>,
    ending: Ending,
    plan: &'a Plan,
) -> RenderJob<'a> {
    RenderJob {
        document,
        items: &setting.flow.items,
        kept: setting.flow.kept_with_next(setting.text_with_signature),
        sign_off: setting.flow.sign_off_words(),
        first_text: setting.flow.first_text(),
        ending,
        layout: setting.layout,
        fonts: &plan.fonts,
    }
}

/// The Word file in the setting of the PDF.
fn finish(
    document: &Document,
    setting: &Setting<'_>,
    plan: &Plan,
    (pdf, ending): (pdf::Pdf, Ending),
    about: &impl Fn(Code, String) -> Diagnostic,
    findings: &mut Vec<Diagnostic>,
) -> Option<(pdf::Pdf, Vec<u8>)> {
    if !pdf.text_on_first_page && !findings.iter().any(|one| one.code == Code::NoTextOnFirstPage) {
        findings.push(about(Code::NoTextOnFirstPage, "首页没有正文".to_owned()));
    }
    let failed = |error: docx::DocxError| vec![about(Code::Docx, error.to_string())];
    let docx = docx::render(&job(document, setting, ending, plan)).map_err(failed);
    Some((pdf, keep(docx, findings)?))
}

/// 版记 stands at the foot of the last page, an even one unless printing is single-sided.
fn ending(setting: &Setting<'_>, end: &pdf::TextEnd) -> Ending {
    let Some(Item::Imprint(imprint)) = setting.flow.items.last() else { return Ending::SamePage };
    let layout = setting.layout;
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
