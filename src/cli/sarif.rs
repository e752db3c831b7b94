//! Findings as SARIF 2.1.0, which editors and code platforms read.
//!
//! The format has hundreds of optional parts; the dozen that are used here are written as
//! plain JSON, and a test holds them to the rules of the specification.

use std::path::Path;

use serde_json::{Value, json};

use crate::diag::{CodeName, EditRecord, FindingRecord, Position, RelatedRecord, Severity};
use crate::uri;

/// A log with one run.
pub(super) fn log(findings: &[FindingRecord]) -> Value {
    let mut codes: Vec<&CodeName> = findings.iter().map(|finding| &finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &codes)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "yinfa",
                "version": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &CodeName) -> Value {
    let mut rule = json!({ "id": code.text() });
    if let CodeName::Known(code) = code {
        rule["shortDescription"] = json!({ "text": code.meaning() });
        rule["help"] = json!({ "text": code.remedy() });
        rule["defaultConfiguration"] = json!({ "level": level(code.severity()) });
    }
    rule
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn result(finding: &FindingRecord, codes: &[&CodeName]) -> Value {
    let text = format!("{}。办法：{}", finding.message, finding.hints.join("；"));
    let mut result = json!({
        "ruleId": finding.code.text(),
        "ruleIndex": codes.iter().position(|code| **code == finding.code),
        "level": level(finding.severity),
        "message": { "text": text },
    });
    let FindingRecord { file, line, column, end, .. } = finding;
    if let Some(mut location) = location(file.as_deref(), *line, *column, *end) {
        if let Some(field) = &finding.field {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": field }]);
        }
        result["locations"] = json!([location]);
    }
    let related: Vec<Value> = finding.related.iter().filter_map(related).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some([first, ..]) = finding.fix.as_deref() {
        let replacements: Vec<Value> = finding.fix.iter().flatten().map(replacement).collect();
        result["fixes"] = json!([{ "artifactChanges": [{
            "artifactLocation": { "uri": uri::reference(Path::new(&*first.file)) },
            "replacements": replacements,
        }]}]);
    }
    result
}

fn related(related: &RelatedRecord) -> Option<Value> {
    let RelatedRecord { file, line, column, end, .. } = related;
    let mut location = location(file.as_deref(), *line, *column, *end)?;
    location["message"] = json!({ "text": related.label });
    Some(location)
}

fn replacement(edit: &EditRecord) -> Value {
    json!({
        "deletedRegion": region(edit.line, edit.column, Some(edit.end)),
        "insertedContent": { "text": edit.text },
    })
}

fn location(
    file: Option<&str>,
    line: Option<u32>,
    column: Option<u32>,
    end: Option<Position>,
) -> Option<Value> {
    let mut physical = json!({ "artifactLocation": { "uri": uri::reference(Path::new(file?)) } });
    if let (Some(line), Some(column)) = (line, column) {
        physical["region"] = region(line, column, end);
    }
    Some(json!({ "physicalLocation": physical }))
}

fn region(line: u32, column: u32, end: Option<Position>) -> Value {
    let mut region = json!({ "startLine": line, "startColumn": column });
    if let Some(end) = end {
        region["endLine"] = end.line.into();
        region["endColumn"] = end.column.into();
    }
    region
}
