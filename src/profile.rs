//! 版式文件: a user's profile, as differences from profile A or B, and what is wrong with it.

use std::path::Path;

use crate::data;
use crate::data::node::{Entry, Node, Value};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::standard::{
    Basis, Changed, Conflict, Deviation, GENERAL, Layout, Misread, Profile, Standard,
};
use crate::suggest;

/// The field that names the profile that the others differ from.
const BASE: &str = "基于";
/// The field that names the profile itself.
const NAME: &str = "名称";

/// The profile of a run – a letter or a file; profile A if nothing is said – and one finding
/// for each deviation from GB/T 9704; or what is wrong.
///
/// # Errors
///
/// What is wrong with the file, place by place.
pub fn load(choice: Option<&Path>) -> Result<Checked<Profile>, Findings> {
    let known = match choice {
        None => Some(Standard::A),
        Some(choice) => choice.to_str().and_then(Standard::of),
    };
    match (known, choice) {
        (None, Some(path)) => read(path),
        (known, _) => {
            let profile = Profile::from(known.unwrap_or(Standard::A));
            let found = profile.deviations.iter().map(|one| {
                let finding = Diagnostic::new(Code::ProfileDeviation, Place::Whole, sentence(one));
                finding.hint(format!("要按 GB/T 9704-2012 排的，不用 --profile {}", profile.name))
            });
            let found = found.collect();
            Ok(Checked::new(profile, found))
        }
    }
}

fn read(path: &Path) -> Result<Checked<Profile>, Findings> {
    let data::Loaded { root, mut findings } = data::read(path);
    let Some(root) = root else { return Err(findings) };
    let Value::Map(entries) = &root.value else {
        let message = "版式文件应当是“项目: 值”的形式";
        let place = Place::File(path.to_owned());
        findings.push(Diagnostic::new(Code::ProfileValue, place, message));
        return Err(findings);
    };
    data::text::check(&root, &mut findings);
    if findings.has_errors() {
        return Err(findings);
    }
    let base = base(&root, &mut findings);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = root.field(NAME).and_then(Node::text).unwrap_or(&stem);
    let mut changed = Changed::new(base);
    let mut written: Vec<(&'static str, &Entry)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.key != BASE && entry.key != NAME) {
        match set(&mut changed, entry) {
            Ok(field) => written.push((field, entry)),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.has_errors() {
        findings.tidy();
        return Err(findings);
    }
    match changed.finish(name) {
        Ok(profile) => {
            findings.extend(profile.deviations.iter().map(|one| deviation(one, &written, path)));
            findings.tidy();
            Ok(Checked::new(profile, findings))
        }
        Err(conflicts) => {
            findings.extend(conflicts.iter().map(|one| impossible(one, &written, path)));
            findings.tidy();
            Err(findings)
        }
    }
}

fn base(root: &Node, findings: &mut Findings) -> Standard {
    let Some(node) = root.field(BASE) else { return Standard::A };
    node.text().and_then(Standard::of).unwrap_or_else(|| {
        let message = format!("“{BASE}”的值“{}”不是 A 或 B", written_value(node));
        let finding = Diagnostic::new(Code::ProfileValue, node.span.place(), message).field(BASE);
        findings.push(finding.hint("写成 A（GB/T 9704）或 B（GB/T 33476.2）"));
        Standard::A
    })
}

/// A value as it was typed.
fn written_value(node: &Node) -> String {
    match &node.value {
        Value::Text(text) | Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => String::new(),
        Value::List(_) => "一个列表".to_owned(),
        Value::Map(_) => "几个字段".to_owned(),
    }
}

/// Sets one value and gives its name in code.
fn set(changed: &mut Changed, entry: &Entry) -> Result<&'static str, Diagnostic> {
    let Entry { key, key_span, node } = entry;
    if Changed::COMPUTED.contains(&key.as_str()) {
        let message = format!("“{key}”由纸张、天头、订口和版心算出来，不能自己定");
        return Err(Diagnostic::new(Code::ProfileComputed, key_span.place(), message).field(key));
    }
    let text = written_value(node);
    match changed.set(key, &text) {
        None => Err(unknown(entry)),
        Some(Ok(field)) => Ok(field),
        Some(Err(misread)) => {
            let wanted = GENERAL.wanted(key).unwrap_or_default();
            let message = match misread {
                Misread::NoNumber => format!("“{key}”的值“{text}”不是数"),
                Misread::NoUnit => format!("“{key}”的值“{text}”没有写单位"),
                Misread::WrongUnit(unit) => format!("“{key}”的单位不能是“{unit}”"),
                Misread::NoChoice => format!("“{key}”的值“{text}”不能用"),
            };
            let finding = Diagnostic::new(Code::ProfileValue, node.span.place(), message);
            Err(finding.field(key).hint(format!("写成 {wanted} 的样子")))
        }
    }
}

fn unknown(entry: &Entry) -> Diagnostic {
    let Entry { key, key_span, .. } = entry;
    let near = suggest::nearest(key, Layout::TERMS.iter().copied().chain([BASE, NAME]));
    let message = format!("版式文件里没有“{key}”这一项");
    let finding = Diagnostic::new(Code::ProfileUnknown, key_span.place(), message).field(key);
    match near {
        Some(term) => finding.hint(format!("是不是“{term}”")),
        None => finding,
    }
}

/// Where a value was written, if it was.
fn place_of(
    fields: &[&'static str],
    written: &[(&'static str, &Entry)],
) -> Option<(Place, String)> {
    let found = fields.iter().find_map(|field| written.iter().find(|(own, _)| own == field));
    found.map(|(_, entry)| (entry.node.span.place(), entry.key.clone()))
}

fn impossible(one: &Conflict, written: &[(&'static str, &Entry)], path: &Path) -> Diagnostic {
    let (place, field) = place_of(&one.fields, written)
        .unwrap_or_else(|| (Place::File(path.to_owned()), String::new()));
    Diagnostic::new(Code::ProfileImpossible, place, &one.message).field(field)
}

fn deviation(one: &Deviation, written: &[(&'static str, &Entry)], path: &Path) -> Diagnostic {
    match place_of(&[one.field], written) {
        Some((place, field)) => {
            Diagnostic::new(Code::ProfileDeviation, place, sentence(one)).field(field)
        }
        None => {
            let place = Place::File(path.to_owned());
            let finding = Diagnostic::new(Code::ProfileDeviation, place, sentence(one));
            finding.hint("它跟着版式文件里别的项目变，或者是“基于”的版式的值")
        }
    }
}

/// The profile's value, the standard's, and the clause.
fn sentence(one: &Deviation) -> String {
    let Deviation { term, clause, standard, value, .. } = one;
    let said = match one.basis {
        Basis::Stated => format!("第 {clause} 条是“{standard}”"),
        Basis::Derived => format!("按第 {clause} 条算是“{standard}”"),
        Basis::House(_) => format!("第 {clause} 条没有定值，缺省是“{standard}”"),
    };
    format!("“{term}”在版式里是“{value}”，GB/T 9704-2012 {said}")
}
