//! What `read` says of Word files, thing by thing: each `tests/read/*.xml` holds the parts of a
//! small file, the text beside it what is read of them. `UPDATE=1 cargo test` rewrites the texts;
//! then look at what changed.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use yinfa::read::docx::{
    Change, ChangeKind, Container, DrawingKind, Feature, Note, NoteKind, Paragraph, Story, Table,
    WordFile,
};
use yinfa::read::{CellPlace, Location};

use crate::support::root;
use crate::tidy::generated;

#[test]
fn everything_in_a_word_file_is_read_or_named() {
    let mut cases: Vec<_> = std::fs::read_dir(root().join("tests/read")).unwrap().collect();
    cases.sort_by_key(|entry| entry.as_ref().map(std::fs::DirEntry::file_name).ok());
    let paths = cases.into_iter().map(|entry| entry.unwrap().path());
    let xml: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == "xml")).collect();
    assert!(xml.len() >= 10, "{} cases", xml.len());
    xml.iter().for_each(|path| check(path));
}

/// Holds what is read of a case against the text beside it.
fn check(path: &Path) {
    let file = yinfa::read::word(Path::new("a.docx"), packed(path))
        .unwrap_or_else(|finding| panic!("{}: {}", path.display(), finding.message));
    let name = path.file_stem().unwrap().to_str().unwrap();
    generated(&format!("tests/read/{name}.txt"), &said(&file));
}

/// The Word file that a case stands for: `<!-- part NAME -->` begins a part. What every file
/// has is added: the declaration of types, relationships, the root of each part.
fn packed(path: &Path) -> Vec<u8> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let mut relations = String::new();
    for part in text.split("<!-- part ").skip(1) {
        let (name, content) = part.split_once(" -->").unwrap();
        let (root, kind) = match name {
            "document" => ("w:document", "officeDocument"),
            "relations" => {
                relations.push_str(content);
                continue;
            }
            "numbering" | "styles" | "settings" | "footnotes" | "endnotes" | "comments" => {
                (&*format!("w:{name}"), name)
            }
            "header1" => ("w:hdr", "header"),
            "footer1" => ("w:ftr", "footer"),
            _ => panic!("{}: what is the part {name}?", path.display()),
        };
        put(&format!("word/{name}.xml"), &format!("<{root} {SPACES}>{content}</{root}>"));
        if name != "document" {
            write!(
                relations,
                "<Relationship Id=\"{name}\" Type=\"t/{kind}\" Target=\"{name}.xml\"/>"
            )
            .unwrap();
        }
    }
    put("word/_rels/document.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    zip.finish().unwrap().into_inner()
}

const SPACES: &str = "\
    xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:wpg=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:dgm=\"http://schemas.openxmlformats.org/drawingml/2006/diagram\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\" \
    xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"";

/// All that a file says, as text.
fn said(file: &WordFile) -> String {
    let mut text = String::new();
    story(&file.body, &mut text);
    for note in &file.notes {
        writeln!(text, "\n{}", note_line(note)).unwrap();
        story(&note.story, &mut text);
    }
    let mut margins: Vec<_> = file.headers.iter().chain(&file.footers).collect();
    margins.sort_by_key(|(id, _)| *id);
    for (id, own) in margins {
        writeln!(text, "\n{id}").unwrap();
        story(own, &mut text);
    }
    text
}

fn note_line(note: &Note) -> String {
    let kind = match note.kind {
        NoteKind::Footnote => "脚注",
        NoteKind::Endnote => "尾注",
        NoteKind::Comment => "批注",
    };
    format!("{kind} {} {} {}", note.id, note.author, note.date).trim_end().to_owned()
}

fn story(story: &Story, text: &mut String) {
    for (index, para) in story.paras.iter().enumerate() {
        for unread in story.unread.iter().filter(|unread| unread.before == index) {
            writeln!(text, "没有读：{}", unread.element).unwrap();
        }
        paragraph(&story.location(index), para, text);
        for drawing in para.drawings.iter().map(|at| &story.drawings[*at]) {
            let kind = match drawing.kind {
                DrawingKind::Picture => "图片",
                DrawingKind::Chart => "图",
                DrawingKind::Line => "线",
                DrawingKind::TextBox => "文本框",
                DrawingKind::Other => "图形",
            };
            let part = drawing.part.as_deref().unwrap_or_default();
            let words = [kind, &drawing.alt, part].into_iter().filter(|word| !word.is_empty());
            writeln!(text, "  {}", words.collect::<Vec<_>>().join(" ")).unwrap();
        }
    }
    for unread in story.unread.iter().filter(|unread| unread.before == story.paras.len()) {
        writeln!(text, "没有读：{}", unread.element).unwrap();
    }
    for (index, own) in story.tables.iter().enumerate() {
        table(index, own, text);
    }
    for one in story.sections.iter().flat_map(|section| &section.changes) {
        writeln!(text, "节 {}", change(one)).unwrap();
    }
}

fn table(index: usize, table: &Table, text: &mut String) {
    for (row, own) in table.rows.iter().enumerate() {
        if let Some(one) = &own.change {
            writeln!(text, "表 {index} 行 {row} {}", change(one)).unwrap();
        }
        for (column, cell) in own.cells.iter().enumerate() {
            let at = format!("表 {index} 格 {row}.{column}");
            if cell.columns > 1 {
                writeln!(text, "{at} 占 {} 列", cell.columns).unwrap();
            }
            if cell.goes_on {
                writeln!(text, "{at} 属于上一格").unwrap();
            }
            if let Some(one) = &cell.change {
                writeln!(text, "{at} {}", change(one)).unwrap();
            }
        }
    }
    for one in &table.changes {
        writeln!(text, "表 {index} {}", change(one)).unwrap();
    }
}

fn paragraph(location: &Location, para: &Paragraph, text: &mut String) {
    let Location::Word { paragraph, cell, .. } = location else { panic!("no Word file") };
    let mut head = paragraph.to_string();
    if let Some(CellPlace { table, row, column }) = cell {
        write!(head, " 表 {table} 格 {row}.{column}").unwrap();
    }
    if let Container::Box(drawing) = para.place {
        write!(head, " 框 {drawing}").unwrap();
    }
    para.style.iter().for_each(|style| write!(head, " [{style}]").unwrap());
    para.level().iter().for_each(|level| write!(head, " {level} 级").unwrap());
    let number = para.number.as_ref().map(|number| format!("({}) ", number.text.escape_debug()));
    let number = number.unwrap_or_default();
    writeln!(text, "{head}: {number}{}", para.words().escape_debug()).unwrap();
    for one in &para.mark_changes {
        writeln!(text, "  段落标记 {}", change(one)).unwrap();
    }
    for one in &para.changes {
        writeln!(text, "  段落 {}", change(one)).unwrap();
    }
    let whole = para.text();
    for span in &para.spans {
        let on = &whole[span.range.clone()];
        let on = if on.is_empty() {
            format!("{} 后", whole[..span.range.start].chars().count())
        } else {
            format!("“{}”", on.escape_debug())
        };
        writeln!(text, "  {on} {}", feature(&span.feature)).unwrap();
    }
}

fn feature(feature: &Feature) -> String {
    match feature {
        Feature::Field(instruction) => format!("域 {instruction}"),
        Feature::Link(target) => format!("链接 {target}"),
        Feature::Bookmark(name) => format!("书签 {name}"),
        Feature::Control(control) => {
            let empty = if control.is_placeholder { "待填" } else { "" };
            let words = ["控件", &control.tag, &control.title, empty];
            words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        }
        Feature::Formula => "公式".to_owned(),
        Feature::Ruby(above) => format!("拼音 {above}"),
        Feature::Symbol { font, code } => format!("符号 {font} {code}"),
        Feature::Note(NoteKind::Footnote, id) => format!("脚注 {id}"),
        Feature::Note(NoteKind::Endnote, id) => format!("尾注 {id}"),
        Feature::Note(NoteKind::Comment, id) => format!("批注 {id}"),
        Feature::Comment(id) => format!("批注 {id}"),
        Feature::Hidden(words) => format!("隐藏 “{words}”"),
        Feature::Changed(one) => change(one),
        Feature::Removed(one, words) => format!("{} “{}”", change(one), words.escape_debug()),
        Feature::Unread(name) => format!("没有读：{name}"),
    }
}

fn change(change: &Change) -> String {
    let kind = match change.kind {
        ChangeKind::Inserted => "插入",
        ChangeKind::Deleted => "删除",
        ChangeKind::MovedHere => "移入",
        ChangeKind::MovedAway => "移走",
        ChangeKind::Merged => "合并",
        ChangeKind::Formatted => "改格式",
    };
    format!("{kind} {} {}", change.author, change.date).trim_end().to_owned()
}
