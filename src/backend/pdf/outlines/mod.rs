//! 字形 past the engine. Typst's PDF writer would cut out and compress the outlines of every
//! document anew, a third of the time of a report, although the same few thousand glyphs come
//! again and again. So it gets hollow fonts (`fonts::hollow`); in the finished PDF their
//! programs are replaced by real ones, put together of glyphs each of which was compressed
//! once in the run.
//!
//! A test holds the programs against those that the engine makes of the real fonts.

mod file;
mod program;

use crate::fonts::FontSet;

/// Something in a PDF or a font is not as our own PDFs are; never to be seen.
#[derive(Debug, thiserror::Error)]
#[error("字体放不进 PDF：{0}")]
pub(crate) struct OutlineError(&'static str);

/// The PDF with the real outlines.
///
/// # Errors
///
/// A PDF whose fonts are not as ours are.
pub(crate) fn filled(pdf: &[u8], fonts: &FontSet) -> Result<Vec<u8>, OutlineError> {
    #[cfg(test)]
    if PROVOKED.get() {
        return Err(OutlineError("a test wants it so"));
    }
    file::with_programs(pdf, |hollow| program::of(hollow, fonts))
}

#[cfg(test)]
thread_local! {
    /// Whether filling in fails on this thread, to see what then becomes of a report.
    static PROVOKED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// What `work` returns if outlines cannot be put in.
#[cfg(test)]
pub(crate) fn without_outlines<T>(work: impl FnOnce() -> T) -> T {
    PROVOKED.set(true);
    let result = work();
    PROVOKED.set(false);
    result
}

/// The font programs of a PDF; none of them is replaced, so nothing may change.
#[cfg(test)]
pub(crate) fn programs(pdf: &[u8]) -> Vec<Vec<u8>> {
    let programs = std::cell::RefCell::new(Vec::new());
    let same = file::with_programs(pdf, |program| {
        programs.borrow_mut().push(program.to_vec());
        Ok(None)
    });
    assert!(same.is_ok_and(|same| same == pdf));
    programs.into_inner()
}
