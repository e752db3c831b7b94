//! What a tagged PDF says, for the comparison with its Word file: the structure tree tells
//! headings, paragraphs and tables, the pages hold their words.

mod marked;
mod structure;
mod unicode;

use std::collections::HashMap;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Dict;

use super::{pages, scan};
use crate::diag::Code;
use crate::guard::Refusal;
use crate::read::{Block, BlockContent, Content, Location, Metadata, Numbered, TextKind};
use marked::{MarkedContent, Stretch};

/// Reads a tagged PDF that anybody may have made.
pub(crate) fn content(bytes: Vec<u8>) -> Result<Content, Refusal> {
    scan::check(&bytes)?;
    own_content(bytes)
}

/// Reads a tagged PDF that was made a moment ago: its streams need not be measured first.
pub(crate) fn own_content(bytes: Vec<u8>) -> Result<Content, Refusal> {
    let pdf = pages::open(bytes)?;
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).unwrap_or_default();
    let untagged = || {
        let message = "PDF 没有标签，分不出标题、段落和表格，不能逐项比对";
        Refusal::new(Code::TwinUntagged, message)
    };
    let tree = catalog.get::<Dict<'_>>(b"StructTreeRoot").ok_or_else(untagged)?;
    let content = marked::read(&pdf);
    let pages = structure::page_numbers(&pdf);
    let mut found = structure::read(&tree, &pages, &content);
    found.blocks.extend(content.untagged.iter().map(|(page, text)| Block {
        content: BlockContent::Text(TextKind::Note, text.clone()),
        location: Location::Pdf { page: Some(page + 1) },
    }));
    Ok(Content {
        metadata: metadata(&pdf, &catalog),
        blocks: found.blocks,
        pictures: found.pictures,
        numbered: numbered(&content),
    })
}

/// 页码: what the feet of the pages print.
fn numbered(content: &MarkedContent) -> Numbered {
    let mut numbered = Numbered::default();
    for (page, foot) in (1..).zip(&content.feet) {
        let Some(start) = foot.find(|c: char| c.is_ascii_digit()) else {
            numbered.some_without = true;
            continue;
        };
        let rest = foot[start..].trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &foot[start..foot.len() - rest.len()];
        if number != page.to_string() {
            numbered.wrong.push((page, number.to_owned()));
        }
        let form = format!("{}#{rest}", &foot[..start]).trim().to_owned();
        numbered.forms.insert((page % 2 == 0, form));
    }
    numbered
}

fn metadata(pdf: &Pdf, catalog: &Dict<'_>) -> Metadata {
    let info = pdf.metadata();
    let words = |bytes: &Option<Vec<u8>>| unicode::words(bytes.as_deref().unwrap_or_default());
    let day = |date: Option<hayro_interpret::hayro_syntax::object::DateTime>| {
        date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
            .unwrap_or_default()
    };
    Metadata {
        title: words(&info.title),
        author: words(&info.author),
        subject: words(&info.subject),
        keywords: words(&info.keywords),
        language: unicode::entry(catalog, b"Lang"),
        created: day(info.creation_date),
        modified: day(info.modification_date),
    }
}

/// What stands under a number of marked content: its words and pictures.
type Marked = HashMap<(usize, i32), Vec<Stretch>>;
