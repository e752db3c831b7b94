//! Reads the parts of a Word file: the document, its headers and footers, its notes.

use std::collections::HashMap;
use std::sync::Arc;

use super::Container;
use super::model::{Note, Section, Story, WordFile};
use super::numbering::Numbering;
use super::package::{Package, Relations};
use super::props::Theme;
use super::sections::section;
use super::spans::NoteKind;
use super::story::StoryReader;
use super::styles::Styles;
use super::tree::Element;
use crate::diag::Code;
use crate::guard::Refusal;

/// Reads a file.
///
/// # Errors
///
/// When it is damaged, encrypted, too large or no Word file.
pub(crate) fn read(bytes: &[u8]) -> Result<WordFile, Refusal> {
    read_package(&mut Package::open(bytes)?)
}

/// Reads an open package.
pub(super) fn read_package(package: &mut Package<'_>) -> Result<WordFile, Refusal> {
    let main = package.main()?;
    let relations = package.relations(&main)?;
    let root = package.tree(&main)?;
    let body = root
        .as_ref()
        .and_then(|root| root.child("w:body"))
        .ok_or_else(|| Refusal::new(Code::InspectDamaged, format!("“{main}”里没有 Word 正文")))?;
    let mut part = |kind: &str| {
        // Of several the first by name, so that equal files give equal results.
        let name = relations.parts(kind).map(|(_, part)| part).min();
        name.map_or(Ok(None), |name| package.tree(name))
    };
    let theme = part("theme")?.as_ref().map(Theme::read).unwrap_or_default();
    let numbering = Numbering::read(part("numbering")?.as_ref(), &theme);
    let styles = Styles::read(part("styles")?.as_ref(), theme);
    let settings = part("settings")?;
    let shared = Shared { styles: &styles, numbering: &numbering };
    let headers = shared.margins(package, &relations, "header")?;
    let footers = shared.margins(package, &relations, "footer")?;
    let mut notes = Vec::new();
    for kind in NoteKind::ALL {
        shared.notes(package, &relations, kind, &mut notes)?;
    }
    let mut reader = shared.reader(package, &main, &relations);
    reader.blocks(body, Container::Flow);
    let mut body_story = reader.finish();
    let before = body_story.sections.last();
    let last = body.last("w:sectPr").map(|element| section(element, before));
    let last: Section = last.or_else(|| before.cloned()).unwrap_or_default();
    body_story.sections.push(last);
    Ok(WordFile {
        body: body_story,
        headers,
        footers,
        notes,
        even_and_odd: settings
            .as_ref()
            .and_then(|settings| settings.flag("w:evenAndOddHeaders"))
            .unwrap_or(false),
        default_size: styles.default_size(),
        compat: settings.as_ref().and_then(compat),
    })
}

fn compat(settings: &Element) -> Option<u32> {
    let mut all = settings.child("w:compat")?.elements();
    let found = all.find(|element| element.attribute("w:name") == Some("compatibilityMode"));
    found?.number("w:val").map(|version| version.clamp(0.0, 99.0) as u32)
}

/// What all parts are read with.
struct Shared<'a> {
    styles: &'a Styles,
    numbering: &'a Numbering,
}

impl Shared<'_> {
    fn reader<'r>(
        &'r self,
        package: &'r mut Package<'_>,
        part: &str,
        relations: &'r Relations,
    ) -> StoryReader<'r> {
        let part: Arc<str> = part.into();
        StoryReader::new(part, self.styles, self.numbering, relations, &mut package.budget)
    }

    /// The headers or the footers, by their ids.
    fn margins(
        &self,
        package: &mut Package<'_>,
        relations: &Relations,
        kind: &str,
    ) -> Result<HashMap<String, Story>, Refusal> {
        let mut stories = HashMap::new();
        for (id, part) in relations.parts(kind) {
            let Some(root) = package.tree(part)? else { continue };
            let own = package.relations(part)?;
            let mut reader = self.reader(package, part, &own);
            reader.blocks(&root, Container::Flow);
            stories.insert(id.to_owned(), reader.finish());
        }
        Ok(stories)
    }

    fn notes(
        &self,
        package: &mut Package<'_>,
        relations: &Relations,
        kind: NoteKind,
        notes: &mut Vec<Note>,
    ) -> Result<(), Refusal> {
        let mut parts: Vec<&str> = relations.parts(kind.relation()).map(|(_, part)| part).collect();
        parts.sort_unstable();
        for part in parts {
            let Some(root) = package.tree(part)? else { continue };
            let own = package.relations(part)?;
            // The lines between text and notes are of another type.
            let real = |note: &&Element| {
                note.is(kind.element()) && matches!(note.attribute("w:type"), None | Some("normal"))
            };
            for element in root.elements().filter(real) {
                let mut reader = self.reader(package, part, &own);
                reader.blocks(element, Container::Flow);
                let word = |name: &str| element.attribute(name).unwrap_or_default().to_owned();
                notes.push(Note {
                    kind,
                    id: word("w:id"),
                    author: word("w:author"),
                    date: word("w:date"),
                    story: reader.finish(),
                });
            }
        }
        Ok(())
    }
}
