//! Files that are no workbooks, or hostile ones: each ends in one sentence.

use std::io::{Cursor, Write};

use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{kinds, load};
use crate::support;
use crate::support::expected::{self, Expected};

/// Reading the file must end with exactly this code.
fn check(name: &str, bytes: &[u8], code: &str) {
    let folder = support::scratch(&format!("sheets-broken-{}", name.replace('.', "-")));
    std::fs::write(folder.join(name), bytes).unwrap();
    let common = format!("报告种类: 数据试验\n年度: 2024\n成文日期: 2025-03-27\n数据表: {name}\n");
    std::fs::write(folder.join("共用.yaml"), common).unwrap();
    std::fs::write(folder.join("单位.yaml"), "单位: {全称: 示例县司法局}\n").unwrap();
    let read = || load(&folder.join("单位.yaml"), &kinds());
    let findings = support::ends(name, read).findings;
    assert_eq!(expected::check(name, &expected::expected(&[code]), &findings), None);
    assert_eq!(findings[0].position().0.as_deref(), Some(&*folder.join(name)), "{name}");
}

fn xlsx(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn sound() -> Vec<u8> {
    xlsx(|book| {
        book.add_worksheet().write_string(0, 0, "单位名称").unwrap();
    })
}

/// The parts of a package with one of them replaced or added.
fn with_part(bytes: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    for one in names.iter().filter(|one| *one != name) {
        out.raw_copy_file(archive.by_name(one).unwrap()).unwrap();
    }
    out.start_file(name, SimpleFileOptions::default()).unwrap();
    out.write_all(content).unwrap();
    out.finish().unwrap().into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn sheet(cells: &str) -> Vec<u8> {
    let text = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
    );
    with_part(&sound(), SHEET, text.as_bytes())
}

fn ods(content: &str) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    };
    add("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    add("META-INF/manifest.xml", "<manifest/>");
    add("content.xml", content);
    out.finish().unwrap().into_inner()
}

fn ods_table(rows: &str) -> Vec<u8> {
    ods(&format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"指标\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    ))
}

#[test]
fn files_that_are_something_else_are_named() {
    check("空的.xlsx", b"", "sheet/damaged");
    check("空的.xls", b"", "sheet/damaged");
    check("文字.xlsx", "单位名称,案件".as_bytes(), "sheet/format");
    check("网页.xls", b"<html><body><table></table></body></html>", "sheet/format");
    check("标记.xls", b"<?xml version=\"1.0\"?><Workbook/>", "sheet/format");
    check("改名.xls", &sound(), "sheet/format");
    check("改名.ods", &sound(), "sheet/format");
    check("改名.csv", &sound(), "sheet/format");
    check("改名.xlsx", &ods_table(""), "sheet/format");
    check("乱码.xlsx", &[0x00, 0x9F, 0x92, 0x96, 0xFF], "sheet/damaged");
    check("乱码.csv", &[0xFF, 0xFF, 0x00, 0x80, 0xFF], "file/not-text");
    check("图片.pdf", b"%PDF-1.7", "sheet/format");
    let word = with_part(&zip_of("[Content_Types].xml", b"<Types/>"), "word/document.xml", b"<w/>");
    check("文档.xlsx", &word, "sheet/format");
    check("别的.xlsx", &zip_of("甲.txt", b"a"), "sheet/damaged");
}

fn zip_of(name: &str, content: &[u8]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    out.start_file(name, SimpleFileOptions::default()).unwrap();
    out.write_all(content).unwrap();
    out.finish().unwrap().into_inner()
}

#[test]
fn encrypted_and_damaged_files_are_named() {
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    check("加密.xlsx", &encrypted, "sheet/encrypted");
    check("加密.xls", &encrypted, "sheet/encrypted");
    let manifest = b"<manifest><encryption-data/></manifest>";
    check(
        "加密.ods",
        &with_part(&ods_table(""), "META-INF/manifest.xml", manifest),
        "sheet/encrypted",
    );
    check("半个.xlsx", &sound()[..sound().len() / 2], "sheet/damaged");
    check("坏的.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and nothing else", "sheet/damaged");
    check("坏的.xlsx", &with_part(&sound(), SHEET, b"<worksheet><sheetData><row"), "sheet/damaged");
    check("坏的.ods", &ods("<office:document-content><table"), "sheet/damaged");
    check("没完.ods", &ods("<office:document-content>"), "sheet/damaged");
    check(
        "没有内容.ods",
        &zip_of("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        "sheet/damaged",
    );
}

#[test]
fn hostile_files_end() {
    let zeros = vec![b' '; 100 << 20];
    check("炸弹.xlsx", &with_part(&sound(), "xl/media/a.xml", &zeros), "sheet/too-large");
    check("炸弹.ods", &with_part(&ods_table(""), "a.xml", &zeros), "sheet/too-large");
    check(
        "太远.xlsx",
        &sheet("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
        "sheet/too-large",
    );
    check("太宽.xlsx", &sheet("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"), "sheet/too-large");
    let strings = b"<sst uniqueCount=\"99999999999999\" count=\"1\"><si><t>a</t></si></sst>";
    check("谎报.xlsx", &with_part(&sound(), "xl/sharedStrings.xml", strings), "sheet/damaged");
    let long = "字".repeat(40_000);
    let cell = format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{long}</t></is></c></row>");
    check("长字.xlsx", &sheet(&cell), "sheet/too-large");
    let repeated = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    check("重复.ods", &ods_table(repeated), "sheet/too-large");
    let rows = "<table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    check("重复行.ods", &ods_table(rows), "sheet/too-large");
    let deep = "<table:table-cell>".repeat(5_000);
    check("太深.ods", &ods_table(&deep), "sheet/too-large");
    check("很大.csv", &vec![b'a'; 17 << 20], "sheet/too-large");
    let cell = format!("单位名称,{}\n", "字".repeat(40_000));
    check("长字.csv", cell.as_bytes(), "sheet/too-large");
    let many = xlsx(|book| {
        for _ in 0..301 {
            book.add_worksheet();
        }
    });
    check("多表.xlsx", &many, "sheet/too-large");
}

#[test]
fn styles_far_away_cost_nothing() {
    let cells = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>单位名称</t></is></c></row><row r=\"1048576\"><c r=\"XFD1048576\" s=\"0\"/></row>";
    let folder = support::scratch("sheets-far");
    std::fs::write(folder.join("表.xlsx"), sheet(cells)).unwrap();
    let common = "报告种类: 数据试验\n年度: 2024\n成文日期: 2025-03-27\n数据表: 表.xlsx\n";
    std::fs::write(folder.join("共用.yaml"), common).unwrap();
    std::fs::write(folder.join("单位.yaml"), "单位: {全称: 示例县司法局}\n").unwrap();
    let findings = load(&folder.join("单位.yaml"), &kinds()).findings;
    assert!(findings.iter().all(|one| one.code.text() != "sheet/too-large"), "{findings:#?}");
    assert!(!findings.is_empty(), "the sheet lacks its headers");
}

/// Bytes of workbooks turned over, one at a time: nothing may panic, hang, or go unsaid.
#[test]
fn flipped_bytes_do_no_harm() {
    let file = |name: &str| {
        std::fs::read(support::root().join("tests/sheets/files").join(name)).expect("a workbook")
    };
    let kinds = kinds();
    for (extension, whole, step) in [
        ("xlsx", sound(), 37),
        ("xls", file("libreoffice.xls"), 7),
        ("ods", file("libreoffice.ods"), 53),
    ] {
        let folder = support::scratch(&format!("sheets-flipped-{extension}"));
        let common = "报告种类: 数据试验\n年度: 2024\n成文日期: 2025-03-27\n";
        let common = format!("{common}数据表: 表.{extension}\n");
        std::fs::write(folder.join("共用.yaml"), common).unwrap();
        std::fs::write(folder.join("单位.yaml"), "单位: {全称: 示例县司法局}\n").unwrap();
        for at in (0..whole.len()).step_by(step) {
            for pattern in [0xFF, 0x01] {
                let mut bytes = whole.clone();
                bytes[at] ^= pattern;
                std::fs::write(folder.join("表").with_extension(extension), bytes).unwrap();
                let read = || load(&folder.join("单位.yaml"), &kinds);
                let loaded = support::ends(extension, read);
                let found = &loaded.findings;
                let bug = found.iter().any(|one| one.code.text() == "internal/bug");
                assert!(!bug, "{extension} byte {at}: {found:#?}");
                let read = loaded.root.is_some_and(|root| root.field("指标").is_some());
                assert!(read || !found.is_empty(), "{extension} byte {at} was lost in silence");
            }
        }
    }
}

#[derive(serde::Deserialize)]
struct Mappings {
    case: Vec<Mapping>,
}

#[derive(serde::Deserialize)]
struct Mapping {
    mapping: String,
    expect: Vec<Expected>,
}

/// What is wrong with `sheets.yaml` is told with its line, before any report is made.
#[test]
fn broken_mappings_are_named_with_their_place() {
    let cases = std::fs::read_to_string(support::root().join("tests/sheets/mappings.toml"));
    let cases: Mappings = toml::from_str(&cases.unwrap()).unwrap();
    assert!(cases.case.len() >= 15);
    for Mapping { mapping, expect } in cases.case {
        let templates = support::scratch("sheets-mapping");
        let own = support::root().join("tests/sheets/kinds/数据试验");
        let kind = templates.join("kinds/数据试验");
        std::fs::create_dir_all(&kind).unwrap();
        for name in ["kind.yaml", "schema.json", "body.hbs"] {
            std::fs::copy(own.join(name), kind.join(name)).unwrap();
        }
        std::fs::write(kind.join("sheets.yaml"), &mapping).unwrap();
        let kinds = yinfa::kind::Kinds::load(Some(&templates)).expect("lazily built");
        let Err(findings) = kinds.known("数据试验").unwrap().kind() else {
            panic!("{mapping}")
        };
        assert_eq!(expected::check(&mapping, &expect, findings), None);
    }
}
