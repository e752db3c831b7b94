//! PDF/A-2a and PDF/UA-1 of set pages: metadata, standards, the outlines of the fonts.

pub(crate) mod outlines;

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::RenderJob;
use super::pages::{self, PageError, SetPages};
use crate::fonts::FontForm;
use outlines::OutlineError;

/// A finished PDF.
#[derive(Debug)]
pub(crate) struct Pdf {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Why its font programs were made by the engine, if ours could not be put in.
    pub whole_fonts: Option<OutlineError>,
}

/// Writes the pages with their numbers as PDF/A-2a and PDF/UA-1.
///
/// Reads nothing but its arguments, so equal arguments give equal bytes: the date is the
/// document's own, the identifier comes from its content. If the outlines cannot be put in,
/// the pages are set again with whole fonts, which takes longer and looks the same.
///
/// # Errors
///
/// What a standard forbids, in Typst's words; it has been prevented before.
pub(crate) fn write(job: &RenderJob<'_>, pages: &SetPages) -> Result<Pdf, PageError> {
    let result =
        written(job, pages).and_then(|hollow| match outlines::filled(&hollow, job.fonts) {
            Ok(bytes) => Ok(Pdf { bytes, whole_fonts: None }),
            Err(error) => {
                let bytes = written(job, &pages::set(job, FontForm::Whole)?)?;
                Ok(Pdf { bytes, whole_fonts: Some(error) })
            }
        });
    pages::forget();
    result
}

/// The pages as a PDF, with the fonts in the form in which they were set.
fn written(job: &RenderJob<'_>, pages: &SetPages) -> Result<Vec<u8>, PageError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| PageError::Typst(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(pages.ident.clone()),
        creator: Smart::Custom(Some(format!("yinfa {}", env!("CARGO_PKG_VERSION")))),
        timestamp: job.document.properties.date.and_then(timestamp),
        standards,
        ..PdfOptions::default()
    };
    let document: PagedDocument = pages.numbered(job)?;
    typst_pdf::pdf(&document, &options).map_err(|errors| PageError::Typst(pages::said(&errors)))
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
