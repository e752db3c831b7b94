//! Findings as SARIF 2.1.0, which editors and code platforms read.
//!
//! The format has hundreds of optional parts; the dozen that are used here are written as
//! plain JSON, and a test holds them to the rules of the specification.

use std::path::{Component, Path};

use serde_json::{Value, json};

use crate::diag::{Code, Diagnostic, Place, Severity};

/// A log with one run.
pub(super) fn log(findings: &[&Diagnostic]) -> Value {
    let mut codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
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
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.text(),
        "shortDescription": { "text": code.meaning() },
        "help": { "text": code.remedy() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn result(finding: &Diagnostic, codes: &[Code]) -> Value {
    let text = format!("{}。办法：{}", finding.message, finding.hints.join("；"));
    let mut result = json!({
        "ruleId": finding.code.text(),
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": level(finding.severity()),
        "message": { "text": text },
    });
    if let Some(mut location) = location(&finding.place) {
        if let Some(field) = &finding.field {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": field }]);
        }
        result["locations"] = json!([location]);
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .filter_map(|related| {
            let mut location = location(&related.place)?;
            location["message"] = json!({ "text": related.label });
            Some(location)
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn location(place: &Place) -> Option<Value> {
    let (path, _) = place.position();
    let mut physical = json!({ "artifactLocation": { "uri": uri(&path?) } });
    if let Place::Text { source, range } = place {
        let (start, end) = (source.line_column(range.start), source.line_column(range.end));
        physical["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    Some(json!({ "physicalLocation": physical }))
}

/// A path as a reference: relative ones stay relative, Chinese is escaped.
fn uri(path: &Path) -> String {
    let segments = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(escaped(&name.to_string_lossy())),
        Component::ParentDir => Some("..".to_owned()),
        // The drive of Windows: `C:`.
        Component::Prefix(drive) => Some(drive.as_os_str().to_string_lossy().into_owned()),
        Component::RootDir | Component::CurDir => None,
    });
    let joined = segments.collect::<Vec<_>>().join("/");
    if path.is_absolute() { format!("file:///{joined}") } else { joined }
}

fn escaped(name: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes()
        .map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        for (path, expected) in [
            ("data/局 1.yaml", "data/%E5%B1%80%201.yaml"),
            ("./a/../b.yaml", "a/../b.yaml"),
            ("/a/b.yaml", "file:///a/b.yaml"),
        ] {
            assert_eq!(uri(Path::new(path)), expected);
        }
    }
}
