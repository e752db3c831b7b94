//! `inspect`: nothing wrong in our own files and in correct ones by others, every planted
//! fault found, and a plain sentence for files that cannot be measured.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use yinfa::diag::Code;
use yinfa::inspect::{Inspection, Verdict, inspect_bytes};
use yinfa::standard::GENERAL;

use crate::support;

fn measure(name: &str, bytes: &[u8]) -> Inspection {
    inspect_bytes(Path::new(name), bytes.to_vec(), &GENERAL)
        .unwrap_or_else(|finding| panic!("{name}: {}", finding.message))
}

/// The warnings and errors of a file, one line each.
fn faults(found: &Inspection) -> Vec<String> {
    let line = |row: &yinfa::inspect::Measurement| {
        format!("{:?} {} {}: {} ≠ {}", row.verdict, row.clause, row.item, row.found, row.required)
    };
    found.faults().map(line).collect()
}

#[test]
fn our_own_reports_have_no_fault() {
    for output in support::outputs() {
        for (name, bytes) in [("own.pdf", &output.pdf), ("own.docx", &output.docx)] {
            let found = measure(name, bytes);
            assert!(found.rows.len() > 20, "{} {name}: too little is measured", output.name);
            assert!(faults(&found).is_empty(), "{} {name}: {:#?}", output.name, faults(&found));
        }
    }
}

#[test]
fn our_own_documents_of_all_formats_have_no_fault() {
    let plan = support::plan();
    for path in documents() {
        let made = support::make(&path, &plan);
        for (name, bytes) in [("own.pdf", &made.pdf), ("own.docx", &made.docx)] {
            let found = measure(name, bytes);
            assert!(faults(&found).is_empty(), "{} {name}: {:#?}", made.name, faults(&found));
            assert_eq!(found.form.word().chars().next(), made.name.chars().next(), "{name}");
        }
    }
}

/// Data files whose names begin with the format that is to be recognised.
fn documents() -> Vec<PathBuf> {
    let folder = support::root().join("tests/inspect");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 8);
    paths
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
fn planted_faults_are_found_and_nothing_else() {
    let Some(python) = support::tool("python") else { return };
    let folder = support::scratch("faults");
    let script = support::root().join("scripts/faults.py");
    let status = Command::new(python).arg(script).arg(&folder).status().expect("python starts");
    if !status.success() {
        let required = std::env::var_os("YINFA_REQUIRE_TOOLS").is_some();
        assert!(!required, "scripts/faults.py failed");
        let _ = writeln!(std::io::stderr(), "跳过：python 缺少 python-docx 或 reportlab");
        return;
    }
    let manifest = std::fs::read(folder.join("faults.json")).expect("a manifest");
    let planted: Vec<Planted> = serde_json::from_slice(&manifest).expect("the manifest is JSON");
    let count = |end: &str| planted.iter().filter(|one| one.file.ends_with(end)).count();
    assert!(count(".pdf") > 40 && count(".docx") > 40);
    let wrong: Vec<String> = planted.iter().filter_map(|one| complaint(&folder, one)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with the verdict on a file.
fn complaint(folder: &Path, planted: &Planted) -> Option<String> {
    let bytes = std::fs::read(folder.join(&planted.file)).expect("the file was made");
    let found = measure(&planted.file, &bytes);
    let Some(clause) = &planted.clause else {
        let faults = faults(&found);
        return (!faults.is_empty()).then(|| format!("{}: {faults:#?}", planted.file));
    };
    let wanted = match planted.verdict.as_deref() {
        Some("error") => Verdict::Error,
        _ => Verdict::Warning,
    };
    if !found.faults().any(|row| row.clause == clause && row.verdict == wanted) {
        return Some(format!("{}: {clause} is not found, but {:#?}", planted.file, faults(&found)));
    }
    let near = |row: &&yinfa::inspect::Measurement| {
        let of = |clause: &String| {
            row.clause == clause
                || row
                    .clause
                    .strip_prefix(clause.as_str())
                    .is_some_and(|rest| rest.starts_with('.'))
        };
        of(clause) || planted.also.iter().any(of)
    };
    let stray = found.faults().find(|row| !near(row))?;
    Some(format!("{}: also {} {}", planted.file, stray.clause, stray.item))
}

/// The refusal of bytes under a name.
fn refusal(name: &str, bytes: Vec<u8>) -> Code {
    let inspect = || inspect_bytes(Path::new(name), bytes, &GENERAL);
    let finding =
        support::ends(name, inspect).err().unwrap_or_else(|| panic!("{name} was measured"));
    assert!(finding.message.chars().any(|c| c > '\u{4E00}'), "{}", finding.message);
    finding.code
}

#[test]
fn broken_and_renamed_files_are_named_as_what_they_are() {
    let own = &support::outputs()[0];
    assert_eq!(refusal("a.pdf", own.docx.clone()), Code::InspectRenamed);
    assert_eq!(refusal("a.docx", own.pdf.clone()), Code::InspectRenamed);
    assert_eq!(refusal("a.doc", own.docx.clone()), Code::InspectRenamed);
    assert_eq!(refusal("a.pdf", Vec::new()), Code::InspectDamaged);
    assert_eq!(refusal("a.docx", b"PK\x03\x04 and no more".to_vec()), Code::InspectDamaged);
    assert_eq!(refusal("a.docx", b"plain text".to_vec()), Code::InspectDamaged);
    assert_eq!(refusal("a.txt", b"plain text".to_vec()), Code::InspectFormat);
    assert_eq!(
        refusal("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".to_vec()),
        Code::InspectFormat
    );
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refusal("a.docx", locked), Code::InspectEncrypted);
    let half = own.docx[..own.docx.len() / 2].to_vec();
    assert_eq!(refusal("a.docx", half), Code::InspectDamaged);
    assert_eq!(refusal("a.docx", zip(&[("xl/workbook.xml", b"<workbook/>")])), Code::InspectFormat);
    assert_eq!(
        refusal("a.docx", zip(&[("word/document.xml", b"<w:document><w:body>")])),
        Code::InspectDamaged
    );
    let empty = b"<w:document><w:body><w:p/></w:body></w:document>";
    assert_eq!(refusal("a.docx", zip(&[("word/document.xml", empty)])), Code::InspectNoText);
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    // 80 MB of blanks pack into 80 kB.
    let blanks = vec![b' '; 80 << 20];
    assert_eq!(refusal("a.docx", zip(&[("word/document.xml", &blanks)])), Code::InspectTooLarge);
    let deep = [b"<w:document><w:body>".to_vec(), b"<w:p>".repeat(1 << 20)].concat();
    assert_eq!(refusal("a.docx", zip(&[("word/document.xml", &deep)])), Code::InspectTooLarge);
    let packed = deflate(&blanks);
    assert_eq!(
        refusal("a.pdf", pdf(&[page(), stream("/Filter/FlateDecode", &packed)])),
        Code::InspectTooLarge
    );
    let twice = deflate(&packed);
    let filters = "/Filter[/FlateDecode/FlateDecode]";
    assert_eq!(refusal("a.pdf", pdf(&[page(), stream(filters, &twice)])), Code::InspectTooLarge);
    // Every form draws the next ten times: a billion rectangles from nothing.
    let mut objects = vec![page(), stream("", b"/F Do")];
    objects[0] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>".to_vec();
    for level in 0..9 {
        let next = level + 6;
        let head = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {next} 0 R>>>>"
        );
        objects.push(stream(&head, b"/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do"));
    }
    objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 5 5 re f"));
    let code = refusal("a.pdf", pdf(&objects));
    assert!(matches!(code, Code::InspectTooLarge | Code::InspectTooSlow), "{code}");
}

#[test]
fn hostile_pdfs_end_in_a_sentence() {
    let own = &support::outputs()[0].pdf;
    let mut endless = vec![page(), stream("", b"/F Do")];
    endless[0] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>".to_vec();
    endless.push(stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>",
        b"/F Do",
    ));
    assert_eq!(refusal("a.pdf", pdf(&endless)), Code::InspectNoText);
    // The tree of pages holds itself.
    let circle = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>".to_vec();
    assert_eq!(refusal("a.pdf", circle), Code::InspectDamaged);
    assert_eq!(refusal("a.pdf", b"%PDF-1.7\n%%EOF".to_vec()), Code::InspectDamaged);
    let mut text = own.clone();
    let trailer = text.len() - 20;
    text.splice(trailer..trailer, b"/Encrypt 9 0 R".iter().copied());
    assert_eq!(refusal("a.pdf", text), Code::InspectEncrypted);
    // Whatever becomes of damaged files, it is a verdict or a sentence.
    for part in 1..8 {
        let cut = own[..own.len() * part / 8].to_vec();
        let mut bent = own.clone();
        bent.iter_mut().skip(part * 37).step_by(997).for_each(|byte| *byte = byte.wrapping_mul(31));
        for bytes in [cut, bent] {
            let inspect = || inspect_bytes(Path::new("a.pdf"), bytes, &GENERAL);
            let _ = support::ends("a damaged file", inspect);
        }
    }
}

#[test]
fn encrypted_pdfs_are_said_to_be_so() {
    let Some(qpdf) = support::tool("qpdf") else { return };
    let folder = support::scratch("encrypted");
    let (plain, locked) = (folder.join("plain.pdf"), folder.join("locked.pdf"));
    std::fs::write(&plain, &support::outputs()[0].pdf).expect("written");
    for (user, owner) in [("geheim", "geheim"), ("", "geheim")] {
        let status = Command::new(&qpdf)
            .args(["--encrypt", user, owner, "256", "--"])
            .args([&plain, &locked])
            .status()
            .expect("qpdf starts");
        assert!(status.success());
        let bytes = std::fs::read(&locked).expect("made");
        assert_eq!(refusal("locked.pdf", bytes), Code::InspectEncrypted, "user {user:?}");
    }
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

/// Object 3: a page whose content is object 4.
fn page() -> Vec<u8> {
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_vec()
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// A PDF of one page; the objects are numbered from 3.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let catalogue = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
    ];
    let mut places = Vec::new();
    for (index, object) in catalogue.iter().chain(objects).enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", index + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").bytes()));
    let trailer =
        format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF", places.len() + 1);
    bytes.extend(trailer.bytes());
    bytes
}
