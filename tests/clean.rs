//! Word files as an office expects them: no alternatives for other programs, and words in one
//! run where they have one look, so that whoever searches a file finds them.

use std::io::Cursor;

use regex::Regex;

use crate::support::{self, Output};

#[test]
fn words_of_one_look_stand_in_one_run() {
    let wrong: Vec<String> = support::everything().flat_map(check).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn check(output: &Output) -> Vec<String> {
    let document = support::part(&output.docx, "word/document.xml");
    let mut wrong = parted(&document);
    wrong.extend(torn(&document));
    wrong.extend(alternatives(&output.docx));
    wrong.into_iter().map(|one| format!("{}: {one}", output.name)).collect()
}

/// Runs of words that look like the one before them.
fn parted(document: &str) -> Vec<String> {
    let run = Regex::new(
        r"<w:r>(?:<w:rPr>(.*?)</w:rPr>|<w:rPr/>)?((?:<w:t(?: [^>]*)?>[^<]*</w:t>|<w:tab/>|<w:br[^>]*/>)+)</w:r>",
    )
    .expect("a pattern");
    let mut wrong = Vec::new();
    let mut before: Option<(usize, &str)> = None;
    for found in run.captures_iter(document) {
        let (whole, look) =
            (found.get(0).expect("itself"), found.get(1).map_or("", |m| m.as_str()));
        if before == Some((whole.start(), look)) {
            wrong.push(format!("a run of its own: {}", &found[2]));
        }
        before = Some((whole.end(), look));
    }
    assert!(before.is_some(), "no run in the document");
    wrong
}

/// Years and decimals of a paragraph that stand in no single text.
fn torn(document: &str) -> Vec<String> {
    let pattern = |text: &str| Regex::new(text).expect("a pattern");
    let (paragraph, text) =
        (pattern(r"<w:p[ >].*?</w:p>"), pattern(r"<w:t(?: [^>]*)?>([^<]*)</w:t>"));
    let figure = pattern(r"20\d\d年|\d+\.\d+");
    let mut wrong = Vec::new();
    for paragraph in paragraph.find_iter(document) {
        let paragraph = paragraph.as_str().replace("<w:tab/>", "<w:t>\t</w:t>");
        let paragraph = paragraph.replace("<w:br/>", "<w:t>\n</w:t>");
        let texts: Vec<&str> = text
            .captures_iter(&paragraph)
            .filter_map(|one| one.get(1))
            .map(|one| one.as_str())
            .collect();
        let apart: usize = texts.iter().map(|text| figure.find_iter(text).count()).sum();
        let whole = texts.concat();
        if figure.find_iter(&whole).count() != apart {
            wrong.push(format!("a figure in pieces: {texts:?}"));
        }
    }
    wrong
}

/// Parts that offer other programs something else than Word.
fn alternatives(docx: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let xml = names.iter().filter(|name| name.ends_with(".xml") || name.ends_with(".rels"));
    let with = xml.filter(|name| support::part(docx, name).contains("AlternateContent"));
    with.map(|name| format!("AlternateContent in {name}")).collect()
}
