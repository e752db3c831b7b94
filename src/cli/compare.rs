//! `yinfa compare`: whether a Word file and its PDF say the same.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::apart::{self, Task};
use super::args::ResultFormat;
use super::findings::Printer;
use super::{Exit, say};
use crate::compare::{self, Difference};
use crate::data::folders::files_below;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::env;
use crate::output::OutputFormat;
use crate::read;

/// The version of the JSON; `docs/compare.md` says what changes it.
const VERSION: u32 = 1;

/// Two files of a document.
struct Pair {
    one: Side,
    other: Side,
}

/// A file, with the format that it is to have.
struct Side {
    format: OutputFormat,
    path: PathBuf,
}

type Outcome = Result<Vec<Difference>, Diagnostic>;

/// Compares all pairs in turn.
pub(super) fn run(paths: &[PathBuf], format: ResultFormat, printer: &mut Printer) -> Exit {
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
        ResultFormat::Text => text(&outcomes, printer),
        ResultFormat::Json => say(&format!("{:#}", to_json(&outcomes))),
    }
    if outcomes.iter().any(|(_, outcome)| outcome.is_err()) {
        Exit::Input
    } else if outcomes.iter().any(|(_, outcome)| outcome.as_ref().is_ok_and(|d| !d.is_empty())) {
        Exit::SomeFailed
    } else {
        Exit::Done
    }
}

/// Compares a pair in a process of its own.
fn compare(pair: &Pair) -> Outcome {
    let files = [pair.one.path.as_path(), pair.other.path.as_path()];
    let found: Vec<Told> = apart::ask(Task::Compare, &files, None)?;
    let known = |one: Told| Some(Difference { code: Code::of(&one.code)?, message: one.message });
    Ok(found.into_iter().filter_map(known).collect())
}

/// A difference as one process tells it to another.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    code: String,
    message: String,
}

/// Compares two files in this process. They come in the order of the formats; what is wrong
/// with a file of no format is said when it is read.
pub(super) fn compared(one: &Path, other: &Path) -> Result<Vec<Told>, Diagnostic> {
    let [first, second, ..] = OutputFormat::ALL;
    let load = |format, path: &Path| Ok((format, path.to_owned(), read::load(path)?));
    let found = compare::compare(load(first, one)?, load(second, other)?)?;
    let told = |one: Difference| Told { code: one.code.text().to_owned(), message: one.message };
    Ok(found.into_iter().map(told).collect())
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
    Diagnostic::new(difference.code, Place::File(pair.one.path.clone()), difference.message.clone())
}

/// Files of two formats named one after the other are a pair; a file alone goes with those of
/// the same name beside it; of a folder, all such pairs.
fn pairs(paths: &[PathBuf]) -> Result<Vec<Pair>, Diagnostic> {
    if let [one, other] = paths
        && let (Some(first), Some(second)) = (OutputFormat::of(one), OutputFormat::of(other))
        && first != second
    {
        let mut sides = [(first, one), (second, other)];
        sides.sort();
        let [one, other] = sides.map(|(format, path)| Side { format, path: path.clone() });
        return Ok(vec![Pair { one, other }]);
    }
    let mut files = Vec::new();
    for path in paths {
        if env::is_folder(path) {
            // A link that leads back adds no file; it is no difference either.
            let found = files_below(path, None)?.files.into_iter();
            files.extend(found.filter(|path| OutputFormat::of(path).is_some()));
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    files.dedup_by_key(|path| path.with_extension(""));
    if files.is_empty() {
        let message = "没有找到要比对的 Word 或 PDF 文件";
        return Err(Diagnostic::new(Code::NothingToCompare, Place::Whole, message));
    }
    Ok(files.iter().flat_map(|path| beside(path)).collect())
}

/// The file of a document in the first format with each of the others. A file of no format
/// stands for the first; what is wrong with it is said when it is read.
fn beside(path: &Path) -> Vec<Pair> {
    let own = OutputFormat::of(path);
    let [first, others @ ..] = OutputFormat::ALL;
    let side = |format: OutputFormat| {
        let is_own = own == Some(format) || own.is_none() && format == first;
        let path = if is_own { path.to_owned() } else { path.with_extension(format.extension()) };
        Side { format, path }
    };
    others.into_iter().map(|other| Pair { one: side(first), other: side(other) }).collect()
}

fn to_json(outcomes: &[(Pair, Outcome)]) -> Value {
    let pairs: Vec<Value> = outcomes.iter().map(|(pair, outcome)| one(pair, outcome)).collect();
    json!({ "version": VERSION, "pairs": pairs })
}

fn one(pair: &Pair, outcome: &Outcome) -> Value {
    let mut said = Map::new();
    for Side { format, path } in [&pair.one, &pair.other] {
        said.insert(format.word().to_lowercase(), path.display().to_string().into());
    }
    let verdict = match outcome {
        Ok(found) if found.is_empty() => "same",
        Ok(_) => "different",
        Err(_) => "unreadable",
    };
    said.insert("verdict".to_owned(), verdict.into());
    match outcome {
        Ok(found) => {
            let difference =
                |one: &Difference| json!({ "code": one.code.text(), "message": one.message });
            said.insert("differences".to_owned(), found.iter().map(difference).collect());
        }
        Err(finding) => {
            said.insert("code".to_owned(), finding.code.text().into());
            said.insert("message".to_owned(), finding.message.clone().into());
            said.insert("hints".to_owned(), finding.hints.clone().into());
        }
    }
    said.into()
}
