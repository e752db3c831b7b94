//! Word files are pleasant to edit: what a clerk does in Word, done to ours by
//! `scripts/edits.py`, leaves nothing for `inspect` to find, and numbers go on by themselves.
//! The edits are the files in `tests/edit`.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use yinfa::inspect::inspect_bytes;
use yinfa::standard::GENERAL;

use crate::support;

/// The least number of cases.
const LEAST_CASES: usize = 80;

#[derive(Deserialize)]
struct Edited {
    file: String,
    /// Clauses of which `inspect` has to complain.
    clauses: BTreeSet<String>,
    /// What a printed page has to say.
    shows: Vec<String>,
}

#[test]
fn what_a_clerk_edits_stays_in_order() {
    let Some(python) = support::tool("python") else { return };
    let folder = support::scratch("edits");
    let (files, edited) = (folder.join("docx"), folder.join("edited"));
    std::fs::create_dir(&files).unwrap();
    for output in support::everything() {
        std::fs::write(files.join(&output.name).with_extension("docx"), &output.docx).unwrap();
    }
    let root = support::root();
    let mut command = Command::new(python);
    command.arg(root.join("scripts/edits.py")).arg(root.join("tests/edit"));
    support::succeeds(command.arg(&files).arg(&edited));
    let manifest = std::fs::read(edited.join("edits.json")).expect("a manifest");
    let cases: Vec<Edited> = serde_json::from_slice(&manifest).expect("JSON");
    assert!(cases.len() >= LEAST_CASES, "{} cases", cases.len());
    let mut wrong: Vec<String> = cases.iter().filter_map(|case| complaint(&edited, case)).collect();
    wrong.extend(unshown(&edited, &cases));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Where `inspect` does not say what it should of an edited file.
fn complaint(folder: &Path, case: &Edited) -> Option<String> {
    let path = folder.join(&case.file);
    let bytes = std::fs::read(&path).expect("the file was made");
    let found = inspect_bytes(&path, bytes, &GENERAL).expect("a Word file");
    let clauses: BTreeSet<String> = found.faults().map(|row| row.clause.to_owned()).collect();
    let rows: Vec<String> = found
        .faults()
        .map(|row| format!("{} {}: {} ≠ {}", row.clause, row.item, row.found, row.required))
        .collect();
    (clauses != case.clauses)
        .then(|| format!("{}: expected {:?}, found {rows:#?}", case.file, case.clauses))
}

/// What the printed pages of edited files do not say, with the numbers that LibreOffice counts.
fn unshown(folder: &Path, cases: &[Edited]) -> Vec<String> {
    let (Some(_), Some(reader)) = (support::tool("soffice"), support::tool("pdftotext")) else {
        return Vec::new();
    };
    let printed = folder.join("printed");
    let cases: Vec<&Edited> = cases.iter().filter(|case| !case.shows.is_empty()).collect();
    assert!(!cases.is_empty());
    let mut command = Command::new(support::root().join("scripts/word-to-pdf.sh"));
    command.arg(&printed).args(cases.iter().map(|case| folder.join(&case.file)));
    support::succeeds(&mut command);
    let missing = cases.into_iter().flat_map(|case| {
        let pdf = printed.join(&case.file).with_extension("pdf");
        let text = support::succeeds(Command::new(&reader).arg(pdf).arg("-"));
        let text: String = text.split_whitespace().collect();
        let missing = case.shows.iter().filter(move |words| !text.contains(words.as_str()));
        missing.map(|words| format!("{}: no “{words}” in print", case.file)).collect::<Vec<_>>()
    });
    missing.collect()
}
