//! The sealed world in which Typst runs: a few files, the fonts, no disk, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt};

use super::line::SET_LINES;
use super::tags::TAG_CONTENTS;
use crate::backend::RenderJob;
use crate::fonts::{FontForm, FontSet};
use crate::layout::{Item, PictureId, Placed};
use crate::model::PictureFormat;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // `pdf.header-cell` is among these.
    let features = Features::from_iter([Feature::A11yExtras]);
    let mut library = Library::builder().with_features(features).build();
    let scope = library.global.scope_mut();
    scope.define_func_with_data(&SET_LINES);
    scope.define_func_with_data(&TAG_CONTENTS);
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

/// The file of a document's picture.
pub(super) fn picture_name(id: PictureId, format: PictureFormat) -> String {
    format!("picture-{}.{}", id.number(), format.extension())
}

/// The pictures as files.
fn pictures(items: &[Item<'_>]) -> Vec<(FileId, Bytes)> {
    let file = |placed: &Placed| {
        let name = picture_name(placed.id, placed.picture.format);
        (id(&name), Bytes::new(placed.picture.bytes.clone()))
    };
    items.iter().flat_map(Item::pictures).map(file).collect()
}

/// What one document's compilation can see.
pub(super) struct World<'a> {
    fonts: &'a FontSet,
    form: FontForm,
    /// The values that the template reads.
    values: [(FileId, Bytes); 3],
    pictures: Vec<(FileId, Bytes)>,
}

impl<'a> World<'a> {
    pub(super) fn new(
        job: &RenderJob<'a>,
        form: FontForm,
        document: Vec<u8>,
        ids: Vec<u8>,
        standard: Vec<u8>,
    ) -> Self {
        Self {
            fonts: job.fonts,
            form,
            values: [
                (id("document.json"), Bytes::new(document)),
                (id("ids.json"), Bytes::new(ids)),
                (id("standard.json"), Bytes::new(standard)),
            ],
            pictures: pictures(&job.flow.items),
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
        let file = self.values.iter().chain(&self.pictures).find(|(name, _)| *name == id);
        file.map(|(_, bytes)| bytes.clone()).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.entry(index, self.form).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
