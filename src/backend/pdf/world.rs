//! The sealed world in which Typst runs: three files, the fonts, no disk, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontVariant};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::fonts::{FontSet, Role};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static MAIN: LazyLock<Source> = LazyLock::new(|| {
    Source::new(id("gongwen.typ"), include_str!("../../../templates/typst/gongwen.typ").to_owned())
});

fn id(name: &str) -> FileId {
    let path = match VirtualPath::new(name) {
        Ok(path) => path,
        Err(_) => unreachable!("a fixed, valid name"),
    };
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// What one document's compilation can see.
pub(super) struct World<'a> {
    fonts: &'a FontSet,
    book: LazyHash<FontBook>,
    slots: Vec<usize>,
    document: Bytes,
    standard: Bytes,
    document_id: FileId,
    standard_id: FileId,
}

impl<'a> World<'a> {
    pub(super) fn new(fonts: &'a FontSet, document: Vec<u8>, standard: Vec<u8>) -> Self {
        let (book, slots) = book(fonts);
        Self {
            fonts,
            book: LazyHash::new(book),
            slots,
            document: Bytes::new(document),
            standard: Bytes::new(standard),
            document_id: id("document.json"),
            standard_id: id("standard.json"),
        }
    }
}

/// Every typeface and rank is a family of its own, so that Typst never chooses by weight
/// or by the names that font files give themselves.
fn book(fonts: &FontSet) -> (FontBook, Vec<usize>) {
    let mut book = FontBook::new();
    let mut slots = Vec::new();
    for role in Role::ALL {
        for (rank, &index) in fonts.chain_indices(role).iter().enumerate() {
            let mut info = fonts.files()[index].font.info().clone();
            info.family = family(role, rank);
            info.variant = FontVariant::default();
            book.push(info);
            slots.push(index);
        }
    }
    (book, slots)
}

/// The family name of a typeface's font at `rank`.
pub(super) fn family(role: Role, rank: usize) -> String {
    format!("{}-{rank}", role.id())
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        MAIN.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == MAIN.id() { Ok(MAIN.clone()) } else { Err(not_found(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            _ if id == self.document_id => Ok(self.document.clone()),
            _ if id == self.standard_id => Ok(self.standard.clone()),
            _ => Err(not_found(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        let &file = self.slots.get(index)?;
        Some(self.fonts.files()[file].font.clone())
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
