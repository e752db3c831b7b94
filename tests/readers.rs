//! Other programs read our Word files whole: libraries without common code, and LibreOffice
//! on the way to .docx and .odt and back. `scripts/readers.py` compares their texts with ours.

use std::process::Command;

use docx_rs::{
    DocumentChild, Paragraph, ParagraphChild, Table, TableCellContent, TableChild, TableRowChild,
};

use crate::support;

/// Every n-th file: each takes a dozen programs about two seconds.
const EVERY: usize = 6;

#[test]
fn other_programs_read_every_word() {
    let Some(python) = support::tool("python") else { return };
    let folder = support::scratch("readers");
    let cases = support::cases().iter().filter(|case| case.name.starts_with("71-"));
    let files = support::everything().step_by(EVERY).chain(cases).map(|output| {
        let path = folder.join(&output.name).with_extension("docx");
        std::fs::write(&path, &output.docx).unwrap();
        path
    });
    let files: Vec<_> = files.collect();
    let mut command = Command::new(python);
    command.arg(support::root().join("scripts/readers.py")).arg(folder.join("read"));
    support::succeeds(command.args(&files));
}

#[test]
fn docx_rs_reads_what_it_wrote() {
    for output in support::everything() {
        let read = docx_rs::read_docx(&output.docx);
        let read = read.unwrap_or_else(|error| panic!("{}: {error}", output.name));
        let mut found = String::new();
        for child in &read.document.children {
            match child {
                DocumentChild::Paragraph(paragraph) => found.push_str(&text(paragraph)),
                DocumentChild::Table(table) => cells(table, &mut found),
                _ => {}
            }
        }
        // It passes over alternatives, where places of pictures stand.
        let wanted = words(&output.docx);
        let missing = wanted.iter().filter(|words| !found.contains(words.as_str()));
        let missing: Vec<&String> = missing.collect();
        assert!(wanted.len() > 5 && missing.is_empty(), "{}: {missing:?}", output.name);
    }
}

/// The words of a paragraph and of the links in it.
fn text(paragraph: &Paragraph) -> String {
    let mut text = paragraph.raw_text();
    for child in &paragraph.children {
        if let ParagraphChild::Hyperlink(link) = child {
            let inside = Paragraph { children: link.children.clone(), ..Paragraph::default() };
            text.push_str(&inside.raw_text());
        }
    }
    text
}

fn cells(table: &Table, found: &mut String) {
    for TableChild::TableRow(row) in &table.rows {
        for TableRowChild::TableCell(cell) in &row.cells {
            for content in &cell.children {
                if let TableCellContent::Paragraph(paragraph) = content {
                    found.push_str(&paragraph.raw_text());
                }
            }
        }
    }
}

/// The texts of all runs.
fn words(docx: &[u8]) -> Vec<String> {
    let document = support::part(docx, "word/document.xml");
    let texts = document.split("<w:t xml:space=\"preserve\">").skip(1);
    let texts = texts.filter_map(|rest| rest.split_once("</w:t>"));
    let plain = |text: &str| {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
            .into_iter()
            .fold(text.to_owned(), |text, (mark, c)| text.replace(mark, c))
    };
    texts.map(|(text, _)| plain(text)).collect()
}
