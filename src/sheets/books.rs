//! The workbooks of a run, each read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::grid::Book;
use super::read;
use crate::diag::{Checked, Diagnostic};
use crate::env::{self, Changed};

/// The workbooks of a run, each read once.
#[derive(Debug, Default)]
pub struct Books(Mutex<BTreeMap<PathBuf, Arc<Slot>>>);

/// A workbook, with what its reading asked the disk: that counts for every report that
/// uses it.
#[derive(Debug, Default)]
pub(super) struct Slot {
    book: OnceLock<Result<Checked<Book>, Diagnostic>>,
    inputs: OnceLock<env::Inputs>,
}

impl Slot {
    /// The workbook, or why there is none.
    pub(super) fn get(&self) -> Option<&Result<Checked<Book>, Diagnostic>> {
        self.book.get()
    }
}

impl Books {
    /// Reads a workbook, unless it was read before.
    pub(super) fn open(&self, path: &Path) -> Arc<Slot> {
        // A reader that failed has left the map whole.
        let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = Arc::clone(books.entry(path.to_owned()).or_default());
        drop(books);
        slot.book.get_or_init(|| {
            let (book, inputs) = env::recording(|| read::open(path));
            let _ = slot.inputs.set(inputs);
            book
        });
        slot.inputs.get().into_iter().for_each(env::note_all);
        slot
    }

    /// Forgets the workbooks that would be read otherwise now.
    pub(crate) fn changed(&mut self, changed: &Changed) {
        let books = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        books.retain(|_, slot| !slot.inputs.get().is_some_and(|inputs| changed.belies(inputs)));
    }
}
