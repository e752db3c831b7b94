//! What a Word file says, for the comparison with its PDF.

use image::GenericImageView;

use super::chart;
use super::model::{Container, DrawingKind, FlowItem, Paragraph, Story, Table, WordFile};
use super::package::Package;
use super::story;
use super::tree::Element;
use crate::digest;
use crate::guard::Refusal;
use crate::read::content::{
    Block, BlockContent, CellText, Content, Metadata, Numbered, Picture, TextKind,
};

/// Reads a Word file.
pub(crate) fn reading(bytes: &[u8]) -> Result<Content, Refusal> {
    let mut package = Package::open(bytes)?;
    let file = story::read_package(&mut package)?;
    let mut blocks = blocks(&file.body, &mut package)?;
    blocks.extend(beside_the_text(&mut package)?);
    Ok(Content {
        metadata: metadata(&mut package)?,
        blocks,
        pictures: pictures(&file.body, &mut package)?,
        numbered: numbered(&file),
    })
}

fn blocks(story: &Story, package: &mut Package<'_>) -> Result<Vec<Block>, Refusal> {
    let mut found = Vec::new();
    let main = package.main()?;
    let relations = package.relations(&main)?;
    for block in &story.blocks {
        match *block {
            FlowItem::Paragraph(index) => {
                found.extend(text(&story.paras[index]));
                for drawing in story.paras[index].drawings.iter().map(|at| &story.drawings[*at]) {
                    if drawing.kind == DrawingKind::Chart {
                        let part = drawing.embed.as_ref().and_then(|id| relations.get(id));
                        let part = part.map(|part| part.target.as_str());
                        let chart = chart::read(package, part, drawing.alt.clone())?;
                        found.push(BlockContent::Chart(chart));
                    }
                }
                let inside = |para: &&Paragraph| match para.place {
                    Container::Box(drawing) => story.drawings[drawing].para == index,
                    Container::Flow | Container::Cell(_) => false,
                };
                found.extend(story.paras.iter().filter(inside).filter_map(text));
            }
            FlowItem::Table(index) => {
                let table = &story.tables[index];
                // Without a single rule it only holds words in their places.
                if table.rules().iter().all(Option::is_none) {
                    found.extend(table.paras().filter_map(|para| text(&story.paras[para])));
                } else {
                    found.push(BlockContent::Table(rows(table, story)));
                }
            }
        }
    }
    Ok(found.into_iter().map(|content| Block { content, page: None }).collect())
}

fn text(para: &Paragraph) -> Option<BlockContent> {
    let kind = match para.props.outline {
        Some(level @ 0..=8) => TextKind::Heading(level + 1),
        _ => TextKind::Paragraph,
    };
    (!para.is_blank()).then(|| BlockContent::Text(kind, para.text()))
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

/// Notes, comments and headers; pages carry nothing but their numbers outside the text.
fn beside_the_text(package: &mut Package<'_>) -> Result<Vec<Block>, Refusal> {
    let main = package.main()?;
    let mut parts: Vec<String> = package
        .relations(&main)?
        .values()
        .filter(|part| matches!(&*part.kind, "footnotes" | "endnotes" | "comments" | "header"))
        .map(|part| part.target.clone())
        .collect();
    parts.sort();
    let mut found = Vec::new();
    for part in parts {
        let Some(tree) = package.tree(&part)? else { continue };
        let text = tree.text();
        if !text.trim().is_empty() {
            found.push(Block { content: BlockContent::Text(TextKind::Note, text), page: None });
        }
    }
    Ok(found)
}

fn pictures(story: &Story, package: &mut Package<'_>) -> Result<Vec<Picture>, Refusal> {
    let main = package.main()?;
    let relations = package.relations(&main)?;
    let mut found = Vec::new();
    for drawing in story.drawings.iter().filter(|drawing| drawing.kind == DrawingKind::Picture) {
        let part = drawing.embed.as_ref().and_then(|id| relations.get(id));
        let bytes = match part {
            Some(part) => package.bytes(&part.target)?.unwrap_or_default(),
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
    let is_number = |para: &&Paragraph| para.fields.iter().any(|field| field.starts_with("PAGE"));
    let text = footer.paras.iter().find(is_number)?.text();
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
