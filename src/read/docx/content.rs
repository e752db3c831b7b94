//! What a Word file says, in the form that both formats share.

use std::collections::BTreeMap;
use std::sync::Arc;

use image::GenericImageView;

use super::chart;
use super::file;
use super::model::{Container, DrawingKind, FlowItem, Story, WordFile};
use super::package::Package;
use super::tables::Table;
use super::tree::Element;
use crate::digest;
use crate::guard::Refusal;
use crate::read::Location;
use crate::read::{Block, BlockContent, CellText, Content, Metadata, Numbered, Picture, TextKind};

/// Reads a Word file.
pub(in crate::read) fn content(bytes: &[u8]) -> Result<Content, Refusal> {
    let mut package = Package::open(bytes)?;
    let file = file::read_package(&mut package)?;
    let mut reader = Blocks::new(&file.body, &mut package);
    reader.column()?;
    let mut blocks = reader.found;
    blocks.extend(beside_the_text(&file));
    Ok(Content {
        metadata: metadata(&mut package)?,
        blocks,
        pictures: pictures(&file.body, &mut package)?,
        numbered: numbered(&file),
    })
}

/// The blocks of a story while they are collected.
struct Blocks<'a, 'p> {
    story: &'a Story,
    package: &'a mut Package<'p>,
    /// The paragraphs in each text box.
    boxes: BTreeMap<usize, Vec<usize>>,
    found: Vec<Block>,
}

impl<'a, 'p> Blocks<'a, 'p> {
    fn new(story: &'a Story, package: &'a mut Package<'p>) -> Self {
        let mut boxes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, para) in story.paras.iter().enumerate() {
            match para.place {
                Container::Box(drawing) => boxes.entry(drawing).or_default().push(index),
                Container::Flow | Container::Cell(_) => {}
            }
        }
        Self { story, package, boxes, found: Vec::new() }
    }

    fn column(&mut self) -> Result<(), Refusal> {
        let story = self.story;
        for block in &story.blocks {
            match *block {
                FlowItem::Paragraph(index) => {
                    self.text(index);
                    self.drawings(index)?;
                }
                FlowItem::Table(index) => {
                    let table = &story.tables[index];
                    // Without a single rule it only holds words in their places.
                    if table.rules().iter().all(Option::is_none) {
                        table.paras().for_each(|para| self.text(para));
                    } else {
                        let rows = BlockContent::Table(rows(table, story));
                        self.push(rows, table.paras().next().unwrap_or_default());
                    }
                    table.paras().try_for_each(|para| self.drawings(para))?;
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, content: BlockContent, paragraph: usize) {
        let part = Arc::clone(&self.story.part);
        let location = Location::Word { part, paragraph, cell: None };
        self.found.push(Block { content, location });
    }

    fn text(&mut self, index: usize) {
        let para = &self.story.paras[index];
        if !para.is_blank() {
            let kind = para.level().map_or(TextKind::Paragraph, TextKind::Heading);
            self.push(BlockContent::Text(kind, para.text()), index);
        }
    }

    /// The charts that hang on a paragraph, then the words in its text boxes.
    fn drawings(&mut self, index: usize) -> Result<(), Refusal> {
        let story = self.story;
        let own = &story.paras[index].drawings;
        for drawing in own.iter().map(|at| &story.drawings[*at]) {
            if drawing.kind == DrawingKind::Chart {
                let chart = chart::read(self.package, drawing)?;
                self.push(BlockContent::Chart(chart), index);
            }
        }
        for at in own {
            for para in self.boxes.remove(at).unwrap_or_default() {
                self.text(para);
                self.drawings(para)?;
            }
        }
        Ok(())
    }
}

fn rows(table: &Table, story: &Story) -> Vec<Vec<CellText>> {
    let mut rows: Vec<Vec<CellText>> = Vec::new();
    // For each column where the cell that covers it stands.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for (number, row) in table.rows.iter().enumerate() {
        let mut cells = Vec::new();
        let mut places = Vec::new();
        for cell in &row.cells {
            let owner = above.get(places.len()).copied().filter(|_| cell.goes_on);
            if let Some(owner) = owner.and_then(|(row, at)| rows.get_mut(row)?.get_mut(at)) {
                owner.rows += 1;
            }
            let place = owner.unwrap_or((number, cells.len()));
            places.extend(std::iter::repeat_n(place, cell.columns));
            if owner.is_none() {
                let paras = cell.paras.iter().map(|para| story.paras[*para].text());
                let text = paras.collect::<Vec<_>>().join("\n");
                cells.push(CellText { text, columns: cell.columns, rows: 1 });
            }
        }
        above = places;
        rows.push(cells);
    }
    rows
}

/// Notes, comments and headers, part by part; pages carry nothing but their numbers outside
/// the text.
fn beside_the_text(file: &WordFile) -> Vec<Block> {
    let stories = file.notes.iter().map(|note| &note.story).chain(file.headers.values());
    let mut parts: BTreeMap<&Arc<str>, String> = BTreeMap::new();
    for story in stories {
        parts.entry(&story.part).or_default().push_str(&story.text());
    }
    let with_words = parts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    let block = |(part, text): (&Arc<str>, String)| Block {
        content: BlockContent::Text(TextKind::Note, text),
        location: Location::Word { part: Arc::clone(part), paragraph: 0, cell: None },
    };
    with_words.map(block).collect()
}

fn pictures(story: &Story, package: &mut Package<'_>) -> Result<Vec<Picture>, Refusal> {
    let mut found = Vec::new();
    for drawing in story.drawings.iter().filter(|drawing| drawing.kind == DrawingKind::Picture) {
        let bytes = match &drawing.part {
            Some(part) => package.bytes(part)?.unwrap_or_default(),
            None => Vec::new(),
        };
        let (size, digest) = pixels(&bytes).unwrap_or_default();
        found.push(Picture { alt: drawing.alt.clone(), size, digest });
    }
    Ok(found)
}

/// The size of a picture and a digest of its colours. A PDF keeps the bytes of a JPEG, and
/// the colours of everything else.
fn pixels(bytes: &[u8]) -> Option<((u32, u32), String)> {
    let format = image::guess_format(bytes).ok()?;
    let picture = image::load_from_memory_with_format(bytes, format).ok()?;
    let digest = match format {
        image::ImageFormat::Jpeg => digest::hex(bytes),
        _ => digest::hex(&picture.to_rgb8()),
    };
    Some((picture.dimensions(), digest))
}

fn numbered(file: &WordFile) -> Numbered {
    let mut numbered = Numbered::default();
    for section in &file.body.sections {
        let [default, even, first] = &section.footers;
        let even = if file.even_and_odd { even } else { default };
        let first = section.title_page.then_some((false, first));
        for (is_even, footer) in [(false, default), (true, even)].into_iter().chain(first) {
            let footer = footer.as_ref().and_then(|id| file.footers.get(id));
            match footer.and_then(form) {
                Some(form) => {
                    numbered.forms.insert((is_even, form));
                }
                None => numbered.some_without = true,
            }
        }
    }
    numbered
}

/// How a footer prints the number of a page: its text with `#` for the number.
fn form(footer: &Story) -> Option<String> {
    let mut numbered = footer
        .paras
        .iter()
        .filter(|para| para.fields().any(|instruction| instruction.starts_with("PAGE")));
    let text = numbered.next()?.text();
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text[start..].trim_start_matches(|c: char| c.is_ascii_digit());
    Some(format!("{}#{rest}", &text[..start]).trim().to_owned())
}

fn metadata(package: &mut Package<'_>) -> Result<Metadata, Refusal> {
    let core = package.tree("docProps/core.xml")?;
    let value = |name: &str| {
        let has_name =
            |element: &&Element| element.name.rsplit(':').next().is_some_and(|local| local == name);
        let found = core.iter().flat_map(Element::elements).find(has_name);
        found.map(|element| element.text().trim().to_owned()).unwrap_or_default()
    };
    let day = |name: &str| value(name).chars().take_while(|c| *c != 'T').collect();
    Ok(Metadata {
        title: value("title"),
        author: value("creator"),
        subject: value("subject"),
        keywords: value("keywords"),
        language: value("language"),
        created: day("created"),
        modified: day("modified"),
    })
}
