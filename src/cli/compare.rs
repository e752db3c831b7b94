//! `yinfa compare`: whether a Word file and its PDF say the same.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::OutputFormat;
use super::findings::Printer;
use super::{Exit, say};
use crate::compare::{self, Difference};
use crate::data::folders::files_below;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::env;
use crate::read;

/// The version of the JSON; `docs/compare.md` says what changes it.
const VERSION: u32 = 1;

/// The two files of a document.
struct Pair {
    word: PathBuf,
    pdf: PathBuf,
}

type Outcome = Result<Vec<Difference>, Diagnostic>;

/// Compares all pairs in turn.
pub(super) fn run(paths: &[PathBuf], format: OutputFormat, printer: &mut Printer) -> Exit {
    let pairs = match pairs(paths) {
        Ok(pairs) => pairs,
        Err(finding) => {
            printer.print("", &[finding]);
            return Exit::Input;
        }
    };
    let outcomes: Vec<(Pair, Outcome)> = pairs
        .into_iter()
        .map(|pair| {
            let outcome = compare(&pair);
            (pair, outcome)
        })
        .collect();
    match format {
        OutputFormat::Text => text(&outcomes, printer),
        OutputFormat::Json => say(&format!("{:#}", to_json(&outcomes))),
    }
    if outcomes.iter().any(|(_, outcome)| outcome.is_err()) {
        Exit::Input
    } else if outcomes.iter().any(|(_, outcome)| outcome.as_ref().is_ok_and(|d| !d.is_empty())) {
        Exit::SomeFailed
    } else {
        Exit::Done
    }
}

fn compare(pair: &Pair) -> Outcome {
    let (word, pdf) = (read::load(&pair.word)?, read::load(&pair.pdf)?);
    compare::compare((&pair.word, word), (&pair.pdf, pdf))
}

fn text(outcomes: &[(Pair, Outcome)], printer: &mut Printer) {
    for (pair, outcome) in outcomes {
        match outcome {
            Ok(found) => {
                let findings: Findings = found.iter().map(|one| finding(one, pair)).collect();
                printer.print("", &findings);
            }
            Err(finding) => printer.print("", std::slice::from_ref(finding)),
        }
    }
    printer.finish();
    let same = outcomes.iter().filter(|(_, outcome)| outcome.as_ref().is_ok_and(Vec::is_empty));
    let unread = outcomes.iter().filter(|(_, outcome)| outcome.is_err()).count();
    let same = same.count();
    let unread_words =
        if unread > 0 { format!("，读不了 {unread} 对") } else { String::new() };
    say(&format!(
        "比对了 {} 对 Word 和 PDF：一样 {same} 对，不一样 {} 对{unread_words}。",
        outcomes.len(),
        outcomes.len() - same - unread
    ));
}

fn finding(difference: &Difference, pair: &Pair) -> Diagnostic {
    Diagnostic::new(difference.code, Place::File(pair.word.clone()), difference.message.clone())
}

/// A Word file and a PDF named one after the other are a pair; a file alone goes with the
/// file of the same name beside it; of a folder, all such pairs.
fn pairs(paths: &[PathBuf]) -> Result<Vec<Pair>, Diagnostic> {
    if let [one, other] = paths {
        match (extension(one).as_str(), extension(other).as_str()) {
            ("docx", "pdf") => return Ok(vec![Pair { word: one.clone(), pdf: other.clone() }]),
            ("pdf", "docx") => return Ok(vec![Pair { word: other.clone(), pdf: one.clone() }]),
            _ => {}
        }
    }
    let mut words = Vec::new();
    for path in paths {
        if env::is_folder(path) {
            // A link that leads back adds no file; it is no difference either.
            let found = files_below(path, None)?;
            let is_one = |path: &PathBuf| matches!(extension(path).as_str(), "docx" | "pdf");
            words.extend(found.files.into_iter().filter(is_one));
        } else {
            words.push(path.clone());
        }
    }
    words.sort();
    words.dedup_by_key(|path| path.with_extension(""));
    if words.is_empty() {
        let message = "没有找到要比对的 Word 或 PDF 文件";
        return Err(Diagnostic::new(Code::NothingToCompare, Place::Whole, message));
    }
    let pair = |path: PathBuf| match extension(&path).as_str() {
        "pdf" => Pair { word: path.with_extension("docx"), pdf: path },
        _ => Pair { pdf: path.with_extension("pdf"), word: path },
    };
    Ok(words.into_iter().map(pair).collect())
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}

fn to_json(outcomes: &[(Pair, Outcome)]) -> Value {
    let pairs: Vec<Value> = outcomes.iter().map(|(pair, outcome)| one(pair, outcome)).collect();
    json!({ "version": VERSION, "pairs": pairs })
}

fn one(pair: &Pair, outcome: &Outcome) -> Value {
    let (word, pdf) = (pair.word.display().to_string(), pair.pdf.display().to_string());
    match outcome {
        Ok(found) => {
            let difference =
                |one: &Difference| json!({ "code": one.code.text(), "message": one.message });
            let found: Vec<Value> = found.iter().map(difference).collect();
            let verdict = if found.is_empty() { "same" } else { "different" };
            json!({ "word": word, "pdf": pdf, "verdict": verdict, "differences": found })
        }
        Err(finding) => json!({
            "word": word,
            "pdf": pdf,
            "verdict": "unreadable",
            "code": finding.code.text(),
            "message": finding.message,
            "hints": finding.hints,
        }),
    }
}
