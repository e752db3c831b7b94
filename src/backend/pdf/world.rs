//! The sealed world in which Typst runs: three files, the fonts, no disk, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::fonts::FontSet;

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
    document: Bytes,
    standard: Bytes,
    document_id: FileId,
    standard_id: FileId,
}

impl<'a> World<'a> {
    pub(super) fn new(fonts: &'a FontSet, document: Vec<u8>, standard: Vec<u8>) -> Self {
        Self {
            fonts,
            document: Bytes::new(document),
            standard: Bytes::new(standard),
            document_id: id("document.json"),
            standard_id: id("standard.json"),
        }
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
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
        self.fonts.entry(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
