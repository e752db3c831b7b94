//! What the tags and bookmarks of a PDF say, by readers of others: `tests/tags` holds trees of
//! elements, one file for an acceptance case; `UPDATE=1 cargo test` rewrites them.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use yinfa::read;

use crate::support::{self, Output};

/// What the tree of a file tells of its elements.
const KEPT: [&str; 5] = ["/Scope", "/ColSpan", "/RowSpan", "/ListNumbering", "/Alt"];

#[test]
fn elements_are_tagged_as_what_they_are() {
    let Some(pdfinfo) = support::tool("pdfinfo") else { return };
    let scratch = support::scratch("tags");
    let folder = support::root().join("tests/tags");
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let output = support::everything().find(|output| output.name == name);
        let output = output.unwrap_or_else(|| panic!("no case {name}"));
        let found = tree(&pdfinfo, &written(output, &scratch));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, found).unwrap();
        } else if std::fs::read_to_string(&path).unwrap() != found {
            wrong.push(format!("{name}:\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "look at these trees, then UPDATE=1:\n{}", wrong.join("\n"));
}

/// The elements of a file with their words, each below the one that holds it.
fn tree(pdfinfo: &Path, file: &Path) -> String {
    let found = Command::new(pdfinfo).arg("-struct-text").arg(file).output().unwrap();
    let text = String::from_utf8_lossy(&found.stdout);
    let lines = text.lines().filter_map(|line| {
        let own = line.trim_start();
        let indent = &line[..line.len() - own.len()];
        if own.starts_with('"') || KEPT.iter().any(|key| own.starts_with(key)) {
            return Some(line.to_owned());
        }
        // Behind the name stand a title and where the element is placed.
        let name = own.split([' ', ':']).next().filter(|name| !name.starts_with('/'))?;
        Some(format!("{indent}{name}"))
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn every_numbered_heading_has_a_bookmark() {
    let Some(qpdf) = support::tool("qpdf") else { return };
    let scratch = support::scratch("bookmarks");
    let mut count = 0;
    for output in support::everything() {
        let file = written(output, &scratch);
        let mut listing = Command::new(&qpdf);
        let listing = listing.args(["--json=2", "--json-key=outlines"]).arg(file);
        let json: Json = serde_json::from_str(&support::succeeds(listing)).unwrap();
        let mut found = Vec::new();
        bookmarks(&json["outlines"], 1, &mut found);
        let expected = headings(&output.docx);
        let fits = |((heading, found), index): ((&Heading, &Bookmark), usize)| {
            // A level that is skipped leaves no gap among the bookmarks.
            let depth = heading.depth(&expected[..index]);
            heading.text.starts_with(&found.title)
                && found.title.starts_with(&heading.number)
                && found.depth == depth
        };
        let all = expected.iter().zip(&found).zip(0..).all(fits);
        assert!(all && expected.len() == found.len(), "{}: {expected:#?} {found:#?}", output.name);
        count += found.len();
    }
    assert!(count > 800, "{count} bookmarks");
}

/// A heading of a Word file, alone or before its text.
#[derive(Debug)]
struct Heading {
    /// From 0.
    level: usize,
    number: String,
    /// With its number; the text that goes on in the same line too.
    text: String,
    /// 附件标题, below which levels begin anew.
    is_title: bool,
}

impl Heading {
    /// How deep it is among those before it, from 1.
    fn depth(&self, before: &[Heading]) -> usize {
        let mut open = vec![self.level];
        for heading in before.iter().rev().take_while(|heading| !heading.is_title) {
            if open.last().is_some_and(|level| heading.level < *level) {
                open.push(heading.level);
            }
        }
        if self.is_title { 1 } else { open.len() }
    }
}

/// 附件标题 and all headings with numbers, in order.
fn headings(docx: &[u8]) -> Vec<Heading> {
    let file = read::word(Path::new("report.docx"), docx.to_vec()).unwrap();
    let headings = file.body.paras.iter().filter_map(|para| {
        let is_title = para.style.as_deref() == Some("附件标题");
        let number = para.number.as_ref().map(|number| (number.level, number.text.clone()));
        let (level, number) = number.or_else(|| is_title.then(|| (0, String::new())))?;
        let text = para.text().replace('\n', "");
        Some(Heading { level, number, text, is_title })
    });
    headings.collect()
}

#[derive(Debug)]
struct Bookmark {
    title: String,
    /// From 1.
    depth: usize,
}

fn bookmarks(outlines: &Json, depth: usize, found: &mut Vec<Bookmark>) {
    for one in outlines.as_array().unwrap() {
        found.push(Bookmark { title: one["title"].as_str().unwrap().to_owned(), depth });
        bookmarks(&one["kids"], depth + 1, found);
    }
}

fn written(output: &Output, folder: &Path) -> PathBuf {
    let file = folder.join("report.pdf");
    std::fs::write(&file, &output.pdf).unwrap();
    file
}
