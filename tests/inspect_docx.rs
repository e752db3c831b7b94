//! `inspect` on Word files: nothing wrong in our own, in all formats; faults in files that are
//! made as Word users make them; and hostile packages.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use yinfa::diag::Code;
use yinfa::inspect::{Form, Inspection, Verdict, inspect_bytes};
use yinfa::standard::GENERAL;

use crate::support;

fn measure(name: &str, bytes: &[u8]) -> Inspection {
    inspect_bytes(Path::new("a.docx"), bytes.to_vec(), &GENERAL)
        .unwrap_or_else(|finding| panic!("{name}: {}", finding.message))
}

fn faults(found: &Inspection) -> Vec<String> {
    let line = |row: &yinfa::inspect::Measurement| {
        format!("{} {}: {} ≠ {} ({})", row.clause, row.item, row.found, row.required, row.place)
    };
    found.faults().map(line).collect()
}

#[test]
fn our_own_word_files_have_no_fault() {
    let folder = support::root().join("tests/acceptance");
    let cases = if folder.is_dir() {
        yinfa::batch::find_jobs(&folder, None).expect("the cases are there").value
    } else {
        Vec::new()
    };
    let plan = support::plan();
    let is_simplex =
        |path: &Path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("单面: true"));
    let simplex: Vec<bool> = cases.iter().map(|job| is_simplex(&job.input)).collect();
    let cases: Vec<_> = cases.iter().map(|job| support::make(&job.input, &plan)).collect();
    let mut forms = Vec::new();
    let reports = support::outputs().iter().map(|output| (output, false));
    for (output, is_simplex) in reports.chain(cases.iter().zip(simplex)) {
        let found = measure(&output.name, &output.docx);
        assert!(found.rows.len() > 40, "{}: too little is measured", output.name);
        let mut faults = faults(&found);
        // A file does not say that it is to be printed on one side.
        faults.retain(|fault| !(is_simplex && fault.starts_with("7.4 版记在双页")));
        assert!(faults.is_empty(), "{}: {faults:#?}", output.name);
        forms.push(found.form);
    }
    assert!(cases.is_empty() || forms.contains(&Form::Order) && forms.contains(&Form::Letter));
}

#[derive(Deserialize)]
struct Planted {
    file: String,
    clause: Option<String>,
    verdict: Option<String>,
    #[serde(default)]
    also: Vec<String>,
}

#[test]
fn faults_behind_styles_lists_grids_and_boxes_are_found() {
    let Some(python) = support::tool("python") else { return };
    let folder = support::scratch("faults-word");
    let script = support::root().join("scripts/faults_word.py");
    let made = Command::new(python).arg(script).arg(&folder).output().expect("python starts");
    if !made.status.success() {
        let required = std::env::var_os("YINFA_REQUIRE_TOOLS").is_some();
        assert!(!required, "{}", String::from_utf8_lossy(&made.stderr));
        let _ = writeln!(std::io::stderr(), "跳过：python 缺少 python-docx");
        return;
    }
    let manifest = std::fs::read(folder.join("faults.json")).expect("a manifest");
    let planted: Vec<Planted> = serde_json::from_slice(&manifest).expect("JSON");
    assert!(planted.len() >= 20);
    let wrong: Vec<String> = planted.iter().filter_map(|one| complaint(&folder, one)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with the verdict on a file.
fn complaint(folder: &Path, planted: &Planted) -> Option<String> {
    let bytes = std::fs::read(folder.join(&planted.file)).expect("the file was made");
    let found = measure(&planted.file, &bytes);
    let Some(clause) = &planted.clause else {
        return (!faults(&found).is_empty())
            .then(|| format!("{}: {:#?}", planted.file, faults(&found)));
    };
    let wanted = match planted.verdict.as_deref() {
        Some("error") => Verdict::Error,
        _ => Verdict::Warning,
    };
    if !found.faults().any(|row| row.clause == clause && row.verdict == wanted) {
        return Some(format!("{}: {clause} is not found, but {:#?}", planted.file, faults(&found)));
    }
    let allowed = |row: &str| {
        let under = |clause: &String| row == clause || row.starts_with(&format!("{clause}."));
        under(clause) || planted.also.iter().any(under)
    };
    let stray = found.faults().find(|row| !allowed(row.clause))?;
    Some(format!("{}: also {} {}", planted.file, stray.clause, stray.item))
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// The refusal, in Chinese.
fn refusal(bytes: Vec<u8>) -> Code {
    let inspect = || inspect_bytes(Path::new("a.docx"), bytes, &GENERAL);
    let finding = support::ends("a refusal", inspect).expect_err("a refusal");
    assert!(finding.message.chars().any(yinfa::is_hanzi), "{}", finding.message);
    finding.code
}

#[test]
fn hostile_packages_end_in_a_sentence() {
    let own = &support::outputs()[0].docx;
    for part in 1..12 {
        // Cut anywhere, the directory at the end is gone.
        assert_eq!(refusal(own[..own.len() * part / 12].to_vec()), Code::InspectDamaged);
    }
    let document = format!("<w:document {W}><w:body><w:p/></w:body></w:document>");
    let empty = document.as_bytes();
    assert_eq!(refusal(zip(&[("word/document.xml", empty)])), Code::InspectNoText);
    assert_eq!(refusal(zip(&[("word/styles.xml", empty)])), Code::InspectDamaged);
    assert_eq!(refusal(zip(&[("xl/workbook.xml", empty)])), Code::InspectFormat);
    assert_eq!(refusal(zip(&[("ppt/presentation.xml", empty)])), Code::InspectFormat);
    assert_eq!(refusal(zip(&[("mimetype", b""), ("content.xml", b"")])), Code::InspectFormat);
    assert_eq!(refusal(zip(&[("word/document.xml", b"<w:document>")])), Code::InspectDamaged);
    let bomb = vec![b' '; 80 << 20];
    assert_eq!(refusal(zip(&[("word/document.xml", &bomb)])), Code::InspectTooLarge);
    let deep = format!("<w:document {W}><w:body>{}", "<w:tbl>".repeat(100_000));
    assert_eq!(refusal(zip(&[("word/document.xml", deep.as_bytes())])), Code::InspectTooLarge);
    let mut ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old Word".to_vec();
    assert_eq!(refusal(ole.clone()), Code::InspectFormat);
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refusal(ole), Code::InspectEncrypted);
}

#[test]
fn a_hundred_thousand_parts_are_refused() {
    let names: Vec<String> = (0..100_000).map(|index| format!("word/media/{index}.png")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refusal(zip(&parts)), Code::InspectTooLarge);
}

#[test]
fn circles_are_cut() {
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>"
    );
    let document = format!(
        "<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>正文。</w:t></w:r></w:p></w:body></w:document>"
    );
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"x/styles\" Target=\"styles.xml\"/>\
         <Relationship Id=\"r2\" Type=\"x/footer\" Target=\"document.xml\"/>\
         <Relationship Id=\"r3\" Type=\"x/theme\" Target=\"../word/document.xml\"/></Relationships>";
    let bytes = zip(&[
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ]);
    let found = support::ends("circles", || measure("circles", &bytes));
    assert!(found.verdict() == Verdict::Error, "no size, no margins, no fonts");
}
