//! The recipe of one report.

use std::path::Path;

use crate::backend::{RenderJob, docx, pdf};
use crate::data::{self, kind::Kinds};
use crate::diag::{self, Code, Diagnostic, Place};
use crate::fonts::FontSet;
use crate::layout::{check_glyphs, flow};
use crate::merge::merge;
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
    let document = keep(merge(kind, root), findings)?;
    check_glyphs(&document, &plan.layout, &plan.fonts, input, findings);
    let items = flow(&document, &plan.layout, &plan.fonts, findings);
    go_on(findings)?;
    let job =
        RenderJob { document: &document, items: &items, layout: &plan.layout, fonts: &plan.fonts };
    let failed =
        |code, error: String| vec![Diagnostic::new(code, Place::File(input.to_owned()), error)];
    let docx = keep(docx::render(&job).map_err(|e| failed(Code::Docx, e.to_string())), findings);
    let pdf = keep(pdf::render(&job).map_err(|e| failed(Code::Typst, e.to_string())), findings);
    let (docx, pdf) = (docx?, pdf?);
    Some(Outputs {
        title: document.properties.title.clone(),
        docx,
        pdf: pdf.bytes,
        pages: pdf.pages,
    })
}

fn keep<T>(result: Result<T, Vec<Diagnostic>>, findings: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| findings.extend(found)).ok()
}

/// `None` once an error was found.
fn go_on(findings: &[Diagnostic]) -> Option<()> {
    (!diag::has_errors(findings)).then_some(())
}
