//! PDF/A-2a and PDF/UA-1 through Typst, in the process.
//!
//! Architecture invariant: text reaches Typst as values in `/document.json`, measures in
//! `/standard.json`; the template in `templates/typst` is fixed and never generated.

mod items;
mod line;
mod numbers;
pub(crate) mod outlines;
mod pages;
mod payload;
mod rows;
mod world;

use std::cell::Cell;

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{Pages, RenderJob};
use world::World;

/// Why a PDF could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// The payload could not be written as JSON.
    #[error("PDF 的数据写不出来")]
    Payload(#[from] serde_json::Error),
    /// Typst's own words; what it can say has been prevented before as far as possible.
    #[error("PDF 排版引擎报告：{0}")]
    Typst(String),
    /// The outlines of the fonts could not be put in.
    #[error(transparent)]
    Outlines(#[from] outlines::OutlineError),
}

/// The pages of a PDF that is not written yet: writing costs more than setting, and what
/// stands where decides whether these pages are the ones wanted.
#[derive(Debug)]
pub struct Pdf {
    document: PagedDocument,
    /// An identifier from the content.
    ident: String,
    /// Its pages, and what stands on which.
    pub pages: Pages,
    /// Whether 署名 or 成文日期 begins a page, with no text before it there.
    pub signature_alone: bool,
    /// Whether the first page shows the first line of the 正文.
    pub text_on_first_page: bool,
    /// Where the text ends.
    pub text_end: TextEnd,
}

/// Where the text of a document ends, before the 版记.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextEnd {
    /// The page, from 1.
    pub page: usize,
    /// From the upper edge of the page, pt.
    pub y: f64,
    /// Whether the page is a landscape one.
    pub is_landscape: bool,
}

/// Looking through the engine's caches takes a while, so it is done once in so many documents
/// of a thread.
const DOCUMENTS_BETWEEN: u32 = 3;
/// What was not used again in as many rounds is dropped, so that memory stays flat.
const CACHE_AGE: usize = 1;

thread_local! {
    static DOCUMENTS: Cell<u32> = const { Cell::new(0) };
}

/// Nothing of a document is wanted again once it is written or given up.
fn forget() {
    let documents = DOCUMENTS.get() + 1;
    DOCUMENTS.set(documents % DOCUMENTS_BETWEEN);
    if documents == DOCUMENTS_BETWEEN {
        comemo::evict(CACHE_AGE);
    }
}

/// Sets the pages of a document.
///
/// Reads nothing but its arguments, so equal arguments give equal bytes: the date is the
/// document's own, the identifier comes from its content.
pub fn render(job: &RenderJob<'_>) -> Result<Pdf, PdfError> {
    let payload = payload::document(job)?;
    let standard = payload::standard(job)?;
    let ident = crate::digest::hex(&payload);
    let world = World::new(job, payload, standard);
    let result = compile(&world, ident, job);
    if result.is_err() {
        forget();
    }
    result
}

fn compile(world: &World<'_>, ident: String, job: &RenderJob<'_>) -> Result<Pdf, PdfError> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| PdfError::Typst(said(&errors)))?;
    if !warnings.is_empty() {
        return Err(PdfError::Typst(said(&warnings)));
    }
    Ok(Pdf {
        pages: Pages {
            count: document.pages().len(),
            headings: pages::headings(&document),
            table_starts: pages::table_starts(&document, job.items),
        },
        signature_alone: job
            .sign_off
            .as_deref()
            .is_some_and(|words| pages::begins_a_page(&document, words)),
        text_on_first_page: job
            .first_text
            .as_deref()
            .is_none_or(|words| pages::first_page_shows(&document, words)),
        text_end: pages::text_end(&document),
        ident,
        document,
    })
}

impl Pdf {
    /// Writes the pages with their numbers as PDF/A-2a and PDF/UA-1.
    ///
    /// # Errors
    ///
    /// What a standard forbids, in Typst's words; it has been prevented before.
    pub fn write(&self, job: &RenderJob<'_>) -> Result<Vec<u8>, PdfError> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| PdfError::Typst(error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some(format!("yinfa {}", env!("CARGO_PKG_VERSION")))),
            timestamp: job.document.properties.date.and_then(timestamp),
            standards,
            ..PdfOptions::default()
        };
        let bytes = numbers::numbered(&self.document, job)
            .and_then(|document| typst_pdf::pdf(&document, &options));
        forget();
        let bytes = bytes.map_err(|errors| PdfError::Typst(said(&errors)))?;
        Ok(outlines::filled(&bytes, job.fonts)?)
    }
}

/// Midnight of the document's date; no clock is asked.
fn timestamp(date: jiff::civil::Date) -> Option<Timestamp> {
    let date = typst::foundations::Datetime::from_ymd_hms(
        i32::from(date.year()),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
        0,
        0,
        0,
    )?;
    Some(Timestamp::new_utc(date))
}

fn said(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<String> = errors
        .iter()
        .map(|error| {
            let hints: String = error.hints.iter().map(|hint| format!("（{}）", hint.v)).collect();
            format!("{}{hints}", error.message)
        })
        .collect();
    messages.join("；")
}
