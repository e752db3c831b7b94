//! What a reader of the Word files sees: ten difficult constructs as LibreOffice sets them, with
//! nothing lost, nothing printed over anything else, and no page more. `compare` only reads the files.

use std::path::Path;
use std::process::Command;

use regex::Regex;

use crate::support::{self, Output};

#[test]
fn readers_see_everything() {
    let Some(found) = rendered("renders", &reports(), |index| index) else { return };
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn what_is_lost_is_seen() {
    // Each PDF beside the Word file of the next document.
    let reports = reports();
    let Some(found) = rendered("renders-mixed", &reports, |index| (index + 1) % reports.len())
    else {
        return;
    };
    let about = |name: &str| found.iter().any(|line| line.starts_with(&format!("{name}: lost: ")));
    let unseen: Vec<&str> =
        reports.iter().map(|one| &one.name[..]).filter(|one| !about(one)).collect();
    assert!(unseen.is_empty(), "{unseen:?}: {found:#?}");
}

#[test]
fn what_is_overprinted_is_seen() {
    let mut reports = reports();
    reports.truncate(1);
    // Lines of a twentieth of a point stand on one another.
    let heights = Regex::new(r#"w:line="\d+""#).expect("an expression");
    reports[0].docx = support::rewritten(&reports[0].docx, "word/styles.xml", |styles| {
        assert!(heights.is_match(styles));
        heights.replace_all(styles, r#"w:line="1""#).into_owned()
    });
    let Some(found) = rendered("renders-squeezed", &reports, |index| index) else { return };
    assert!(found.iter().any(|line| line.contains(": overprinted: ")), "{found:#?}");
}

fn reports() -> Vec<Output> {
    let plan = support::plan();
    let folder = support::root().join("tests/renders");
    let jobs = yinfa::batch::find_jobs(&folder, None).expect("tests/renders is there").value;
    assert!(jobs.len() >= 10, "{} documents", jobs.len());
    jobs.iter().map(|job| support::make(&job.input, &plan)).collect()
}

/// What of each PDF is lost or overprinted in the rendering of the Word file of another, which
/// `partner` names. None where the tools are not there.
fn rendered(
    name: &str,
    reports: &[Output],
    partner: impl Fn(usize) -> usize,
) -> Option<Vec<String>> {
    support::tool("soffice")?;
    let python = support::tool("pdfplumber")?.with_file_name("python");
    let folder = support::scratch(name);
    let [ours, word, theirs] = ["pdf", "word", "libreoffice"].map(|part| folder.join(part));
    for part in [&ours, &word] {
        std::fs::create_dir(part).expect("a folder");
    }
    let file = |part: &Path, index: usize, format: &str| {
        part.join(format!("{}.{format}", reports[index].name))
    };
    let mut files = Vec::new();
    for index in 0..reports.len() {
        let docx = file(&word, index, "docx");
        std::fs::write(file(&ours, index, "pdf"), &reports[index].pdf).expect("a written PDF");
        std::fs::write(&docx, &reports[partner(index)].docx).expect("a written Word file");
        files.push(docx);
    }
    let script = |name: &str| support::root().join("scripts").join(name);
    let mut render = Command::new(script("word-to-pdf.sh"));
    support::succeeds(render.arg(&theirs).args(&files));
    let mut report = Command::new(python);
    report.arg("-B").arg(script("engines/report.py")).arg(&folder).arg("libreoffice");
    support::succeeds(&mut report);
    let told = std::fs::read_to_string(folder.join("libreoffice.txt")).expect("a report");
    Some(complaints(&told))
}

/// The lines of a report on what is lost, overprinted or on more pages, behind the names of their
/// documents.
fn complaints(told: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut name = "";
    for line in told.lines() {
        match line.strip_prefix("  ") {
            None => name = line.split(':').next().unwrap_or(line),
            Some(detail)
                if ["pages: ", "lost: ", "overprinted: "]
                    .iter()
                    .any(|kind| detail.starts_with(kind)) =>
            {
                found.push(format!("{name}: {detail}"));
            }
            Some(_) => {}
        }
    }
    found
}
