//! Setting pages: items → pages, through Typst, in the process. What stands on which page
//! shows only here; writers take the set pages.
//!
//! Architecture invariant: text reaches Typst as values in `/document.json`, measures in
//! `/standard.json`; the template in `templates/typst` is fixed and never generated.

mod block;
mod items;
mod line;
mod numbers;
mod payload;
mod reading;
mod rows;
mod tags;
mod world;

use std::cell::Cell;
use std::collections::BTreeMap;

use typst::diag::{SourceDiagnostic, Warned};
use typst_layout::PagedDocument;

use super::RenderJob;
use crate::fonts::FontForm;
use crate::layout::{HeadingId, TableStarts};
use world::World;

/// Why pages could not be set or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum PageError {
    /// The payload could not be written as JSON.
    #[error("PDF 的数据写不出来")]
    Payload(#[from] serde_json::Error),
    /// Typst's own words; what it can say has been prevented before as far as possible.
    #[error("PDF 排版引擎报告：{0}")]
    Typst(String),
}

/// The pages of a document that is not written yet: writing costs more than setting, and what
/// stands where decides whether these pages are the ones wanted.
#[derive(Debug)]
pub(crate) struct SetPages {
    document: PagedDocument,
    /// In which form the engine had the fonts.
    form: FontForm,
    /// An identifier from the content.
    pub(super) ident: String,
    /// What stands on which page.
    pub places: Places,
    /// Whether 署名 or 成文日期 begins a page, with no text before it there.
    pub signature_alone: bool,
    /// Whether the first page shows the first line of the 正文, or a 目录 in its place.
    pub text_on_first_page: bool,
    /// Where the text ends.
    pub text_end: TextEnd,
}

/// What stands on which page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Places {
    /// How many pages there are.
    pub count: usize,
    /// The page of every heading that a 目录 can list, from 1; nothing without a 目录.
    pub headings: BTreeMap<HeadingId, usize>,
    /// Where a merged cell of a table would go on over the end of a page.
    pub table_starts: TableStarts,
}

/// Where the text of a document ends, before the 版记.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TextEnd {
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
pub(super) fn forget() {
    let documents = DOCUMENTS.get() + 1;
    DOCUMENTS.set(documents % DOCUMENTS_BETWEEN);
    if documents == DOCUMENTS_BETWEEN {
        comemo::evict(CACHE_AGE);
    }
}

/// Sets the pages of a document.
///
/// Reads nothing but its arguments, so equal arguments give equal pages; the identifier comes
/// from the content. With hollow fonts, writers must fill in the outlines.
///
/// # Errors
///
/// What the engine says; it has been prevented before.
pub(crate) fn set(job: &RenderJob<'_>, form: FontForm) -> Result<SetPages, PageError> {
    let payload = payload::document(job)?;
    let ident = crate::digest::hex(&payload);
    let world = World::new(job, form, payload, payload::ids(job)?, payload::standard(job)?);
    let result = compile(&world);
    if result.is_err() {
        forget();
    }
    let document = result?;
    Ok(SetPages {
        places: Places {
            count: document.pages().len(),
            headings: reading::headings(&document),
            table_starts: reading::table_starts(&document, &job.flow.items),
        },
        signature_alone: reading::sign_off_begins_page(&document),
        text_on_first_page: job.document.body.contents.is_some()
            || reading::is_text_on_first_page(&document),
        text_end: reading::text_end(&document),
        form,
        ident,
        document,
    })
}

fn compile(world: &World<'_>) -> Result<PagedDocument, PageError> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| PageError::Typst(said(&errors)))?;
    match warnings.is_empty() {
        true => Ok(document),
        false => Err(PageError::Typst(said(&warnings))),
    }
}

impl SetPages {
    /// The pages with their 页码, for a writer.
    ///
    /// # Errors
    ///
    /// A number for which no font has the digits; the glyph check has prevented it.
    pub(super) fn numbered(&self, job: &RenderJob<'_>) -> Result<PagedDocument, PageError> {
        numbers::numbered(&self.document, job, self.form)
            .map_err(|errors| PageError::Typst(said(&errors)))
    }
}

/// The engine's words.
pub(super) fn said(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<String> = errors
        .iter()
        .map(|error| {
            let hints: String = error.hints.iter().map(|hint| format!("（{}）", hint.v)).collect();
            format!("{}{hints}", error.message)
        })
        .collect();
    messages.join("；")
}
