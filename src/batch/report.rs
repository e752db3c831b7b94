//! `report.json`: what a run did, for other programs. The format is versioned; fields are
//! added, never changed.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::Outcome;
use crate::diag::{Diagnostic, Related, Severity};
use crate::env;
use crate::fonts::FontSet;
use crate::standard::Profile;

/// The version of the format.
pub const FORMAT: u32 = 1;

/// The run as JSON.
pub fn to_json(
    outcomes: &[Outcome],
    run_findings: &[Diagnostic],
    fonts: &FontSet,
    profile: &Profile,
) -> Json {
    let made = outcomes.iter().filter(|outcome| outcome.is_made()).count();
    let count = |severity| {
        let all = outcomes.iter().flat_map(|outcome| &outcome.findings).chain(run_findings);
        all.filter(|finding| finding.severity() == severity).count()
    };
    json!({
        "format": FORMAT,
        "program": format!("yinfa {}", env!("CARGO_PKG_VERSION")),
        "summary": {
            "reports": outcomes.len(),
            "made": made,
            "failed": outcomes.len() - made,
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "advice": count(Severity::Advice),
        },
        "profile": profile_json(profile),
        "fonts": fonts_json(fonts, profile),
        "findings": run_findings.iter().map(finding).collect::<Vec<_>>(),
        "reports": outcomes.iter().map(outcome).collect::<Vec<_>>(),
    })
}

/// Writes the report of a run; it appears whole or not at all.
pub fn write(path: &Path, report: &Json) -> std::io::Result<()> {
    let mut bytes = serde_json::to_vec_pretty(report)?;
    bytes.push(b'\n');
    env::replace_together(&[(path.to_owned(), &bytes)]).map_err(|(_, error)| error)
}

fn outcome(outcome: &Outcome) -> Json {
    json!({
        "input": outcome.input,
        "bureau": outcome.bureau,
        "title": outcome.title,
        "status": if outcome.is_made() { "made" } else { "failed" },
        "pages": outcome.pages,
        "seconds": (outcome.time.as_secs_f64() * 1000.0).round() / 1000.0,
        "files": outcome.files.iter().map(|file| json!({
            "path": file.path,
            "bytes": file.size,
            "sha256": file.sha256,
        })).collect::<Vec<_>>(),
        "findings": outcome.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

/// A finding with all that is known of it.
pub fn finding(finding: &Diagnostic) -> Json {
    let (file, place) = finding.position();
    json!({
        "code": finding.code.text(),
        "severity": finding.severity(),
        "file": file,
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "field": finding.field,
        "message": finding.message,
        "hints": finding.hints,
        "related": finding.related.iter().map(related).collect::<Vec<_>>(),
    })
}

fn related(related: &Related) -> Json {
    let (file, place) = related.place.position();
    json!({
        "file": file,
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "label": related.label,
    })
}

/// The measures of the run: where they are not those of GB/T 9704.
fn profile_json(profile: &Profile) -> Json {
    let deviations: Vec<Json> = profile
        .deviations
        .iter()
        .map(|one| {
            json!({
                "term": one.term,
                "clause": one.clause,
                "standard": one.standard,
                "value": one.value,
            })
        })
        .collect();
    json!({ "name": profile.name, "deviations": deviations })
}

/// Which font each typeface got, in the order in which characters are looked for.
fn fonts_json(fonts: &FontSet, profile: &Profile) -> Vec<Json> {
    let roles = profile.layout.roles().into_iter();
    roles
        .map(|role| {
            let files: Vec<Json> = fonts
                .chain_of(role)
                .map(|file| json!({ "file": file.origin, "bundled": file.bundled }))
                .collect();
            json!({ "role": role.term(), "word": fonts.word_name(role), "pdf": files })
        })
        .collect()
}
