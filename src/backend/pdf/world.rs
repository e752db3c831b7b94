//! The sealed world in which Typst runs: a few files, the fonts, no disk, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use super::line::SET_LINES;
use crate::backend::RenderJob;
use crate::fonts::FontSet;
use crate::layout::{Item, Placed};
use crate::model::PictureFormat;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let mut library = Library::default();
    library.global.scope_mut().define_func_with_data(&SET_LINES);
    LazyHash::new(library)
});
static MAIN: LazyLock<Source> = LazyLock::new(|| {
    Source::new(id("gongwen.typ"), include_str!("../../../templates/typst/gongwen.typ").to_owned())
});
static PARTS: LazyLock<Source> = LazyLock::new(|| {
    Source::new(id("parts.typ"), include_str!("../../../templates/typst/parts.typ").to_owned())
});

fn id(name: &str) -> FileId {
    let path = match VirtualPath::new(name) {
        Ok(path) => path,
        Err(_) => unreachable!("a fixed, valid name"),
    };
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The file of a document's picture, by its place among them.
pub(super) fn picture_name(index: usize, format: PictureFormat) -> String {
    format!("picture-{index}.{}", format.extension())
}

/// The pictures in the order in which they are drawn.
fn pictures(items: &[Item<'_>]) -> Vec<(FileId, Bytes)> {
    let placed = items.iter().flat_map(|item| match item {
        Item::Row(row) => &row.pictures[..],
        Item::Single(single) => &single.pictures[..],
        _ => &[],
    });
    let file = |(index, placed): (usize, &Placed)| {
        let name = picture_name(index, placed.picture.format);
        (id(&name), Bytes::new(placed.picture.bytes.clone()))
    };
    placed.enumerate().map(file).collect()
}

/// What one document's compilation can see.
pub(super) struct World<'a> {
    fonts: &'a FontSet,
    document: Bytes,
    standard: Bytes,
    document_id: FileId,
    standard_id: FileId,
    pictures: Vec<(FileId, Bytes)>,
}

impl<'a> World<'a> {
    pub(super) fn new(job: &RenderJob<'a>, document: Vec<u8>, standard: Vec<u8>) -> Self {
        Self {
            fonts: job.fonts,
            pictures: pictures(job.items),
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
        let known = [&*MAIN, &*PARTS].into_iter().find(|source| source.id() == id);
        known.cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            _ if id == self.document_id => Ok(self.document.clone()),
            _ if id == self.standard_id => Ok(self.standard.clone()),
            _ => {
                let picture = self.pictures.iter().find(|(name, _)| *name == id);
                picture.map(|(_, bytes)| bytes.clone()).ok_or_else(|| not_found(id))
            }
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
