//! `schema.json` with the shared `$defs` that it refers to, as one self-contained schema.
//!
//! `{"$ref": "common.json#/$defs/line"}` becomes `{"$ref": "#/$defs/line"}`, and `line` with
//! all that it refers to is copied into `$defs`. What the folder defines itself wins, then
//! the office's own common.json, then the one in the binary.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::broken;
use super::folder::{COMMON, Folder};
use crate::data::json;
use crate::data::node::{Node, Step, Value};
use crate::data::schema::Schema;
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::source::Source;

const DEFS: &str = "$defs";
const LOCAL: &str = "#/$defs/";

/// The contract of a kind.
#[derive(Debug)]
pub(super) struct Contract {
    /// Self-contained and compiled.
    pub(super) schema: Schema,
    /// `schema.json` as the folder has it.
    pub(super) own: Node,
}

/// Reads, bundles and compiles the contract of a kind.
pub(super) fn load(folder: &Folder) -> Result<Contract, Findings> {
    let source = folder.text("schema.json")?;
    let own = read(&source)?;
    let mut commons = Vec::new();
    for common in folder.commons()? {
        commons.push(read(&common)?);
    }
    let bundled = bundle(own.to_json(), &commons.iter().map(Node::to_json).collect::<Vec<_>>());
    let json = bundled.map_err(|wrong| {
        let finding = |(name, reason): Refused| refused(&source, &name, reason);
        wrong.into_iter().map(finding).collect::<Findings>()
    })?;
    if let Some(count) = widest(&json).filter(|count| *count > MOST_BRANCHES) {
        let message = format!(
            "一处 anyOf 或 oneOf 有 {count} 项，最多 {MOST_BRANCHES} 项；只列内容的用 enum"
        );
        return Err(broken(source.path(), message).into());
    }
    if expanded(&json) > MOST_PARTS {
        let message = format!("引用展开以后超过 {} 万处，检查一份数据要太久", MOST_PARTS / 10_000);
        return Err(broken(source.path(), message).into());
    }
    let schema = Schema::new(json).map_err(|error| {
        let place = locate(&error.pointer, &own, &commons);
        let message = format!("不是能用的 JSON Schema（{}）", error.reason);
        match place {
            Some(node) => Diagnostic::new(Code::BadKind, node.span.place(), message),
            None => broken(source.path(), message),
        }
    })?;
    Ok(Contract { schema, own })
}

/// Reads JSON with places; a field written twice is an error here.
fn read(source: &Arc<Source>) -> Result<Node, Findings> {
    let wrong = |one: Diagnostic| Diagnostic::new(Code::BadKind, one.place, one.message);
    let every = |found: Findings| found.into_iter().map(wrong).collect::<Findings>();
    let Checked { value: node, findings } = json::read(source).map_err(every)?;
    if !matches!(node.value, Value::Map(_)) {
        return Err(broken(source.path(), "应当是一对花括号里的 JSON").into());
    }
    if findings.is_empty() { Ok(node) } else { Err(every(findings)) }
}

type Refused = (String, &'static str);

fn refused(source: &Arc<Source>, reference: &str, reason: &str) -> Diagnostic {
    let whole = 0..source.text().len();
    let range = source.narrow(&whole, reference);
    // A reference inside common.json has no place in this file.
    let place = if range == whole {
        Place::File(source.path().to_owned())
    } else {
        Place::Text { source: source.clone(), range }
    };
    Diagnostic::new(Code::BadKind, place, format!("引用“{reference}”{reason}"))
        .hint("引用写成 #/$defs/名称（本文件的）或 common.json#/$defs/名称（共用的）")
}

/// Copies what is referred to; the error lists the references that lead nowhere.
fn bundle(mut own: Json, commons: &[Json]) -> Result<Json, Vec<Refused>> {
    let mut wrong = Vec::new();
    let mut queue = Vec::new();
    let known: BTreeSet<String> = defs(&own).map(|(name, _)| name.clone()).collect();
    rewrite(
        &mut own,
        &mut |name, reference, is_common| {
            // The folder's own names are looked up by the library, with its own error.
            if is_common {
                queue.push((name.to_owned(), reference.to_owned()));
            }
        },
        &mut wrong,
    );
    let mut copied: Map<String, Json> = Map::new();
    while let Some((name, reference)) = queue.pop() {
        if known.contains(&name) || copied.contains_key(&name) {
            continue;
        }
        let found = commons.iter().find_map(|common| common.get(DEFS)?.get(&name));
        let Some(found) = found else {
            wrong.push((reference, "找不到：common.json 里没有这个名称"));
            continue;
        };
        let mut found = found.clone();
        rewrite(
            &mut found,
            &mut |name, reference, _| {
                queue.push((name.to_owned(), reference.to_owned()));
            },
            &mut wrong,
        );
        copied.insert(name, found);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    insert(&mut own, copied, commons);
    let lost = lost(&own);
    if lost.is_empty() { Ok(own) } else { Err(lost) }
}

/// References into the finished schema that lead nowhere.
fn lost(schema: &Json) -> Vec<Refused> {
    let mut targets = Vec::new();
    let mut copy = schema.clone();
    rewrite(&mut copy, &mut |_, written, _| targets.push(written.to_owned()), &mut Vec::new());
    targets
        .retain(|target| target.strip_prefix('#').is_some_and(|at| schema.pointer(at).is_none()));
    targets.sort();
    targets.dedup();
    targets.into_iter().map(|target| (target, "找不到：$defs 里没有这个名称")).collect()
}

/// Adds the copies in the order of the common files, so that equal input gives equal bytes.
fn insert(own: &mut Json, mut copied: Map<String, Json>, commons: &[Json]) {
    let Some(fields) = own.as_object_mut().filter(|_| !copied.is_empty()) else { return };
    let target = fields.entry(DEFS).or_insert_with(|| Json::Object(Map::new()));
    let Some(target) = target.as_object_mut() else { return };
    for (name, _) in commons.iter().flat_map(defs) {
        if let Some(schema) = copied.remove(name) {
            target.insert(name.clone(), schema);
        }
    }
}

fn defs(schema: &Json) -> impl Iterator<Item = (&String, &Json)> {
    schema.get(DEFS).and_then(Json::as_object).into_iter().flatten()
}

/// Makes every reference local and visits its name, how it was written, and whether it
/// meant the common file.
fn rewrite(schema: &mut Json, visit: &mut impl FnMut(&str, &str, bool), wrong: &mut Vec<Refused>) {
    match schema {
        Json::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                match value {
                    Json::String(target) if key == "$ref" => refer(target, visit, wrong),
                    // What stands there is data, no schema.
                    _ if matches!(key.as_str(), "const" | "enum" | "examples" | "default") => {}
                    _ => rewrite(value, visit, wrong),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| rewrite(item, visit, wrong)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn refer(target: &mut String, visit: &mut impl FnMut(&str, &str, bool), wrong: &mut Vec<Refused>) {
    let written = target.clone();
    let (local, is_common) = match written.strip_prefix(COMMON) {
        Some(rest) => (rest, true),
        None => (written.as_str(), false),
    };
    match local.strip_prefix(LOCAL) {
        Some(rest) => {
            visit(rest.split('/').next().unwrap_or_default(), &written, is_common);
            *target = local.to_owned();
        }
        None if local.starts_with('#') && !is_common => {}
        None => wrong.push((written, "不是能用的写法")),
    }
}

/// One value may be one of so many; each that it is not is an error of its own.
const MOST_BRANCHES: usize = 64;

/// The longest list of what a value may be.
fn widest(schema: &Json) -> Option<usize> {
    let own = |key: &str| schema.get(key).and_then(Json::as_array).map(Vec::len);
    let below: Vec<&Json> = match schema {
        Json::Object(fields) => fields.values().collect(),
        Json::Array(items) => items.iter().collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Vec::new(),
    };
    let below = below.into_iter().filter_map(widest);
    below.chain(own("anyOf")).chain(own("oneOf")).max()
}

/// A contract may have so many parts when every reference is followed: a few lines that refer
/// to each other twice could stand for more than anybody can check.
const MOST_PARTS: u64 = 1_000_000;

/// How many parts a contract has when every reference is followed, those that lead back into
/// themselves once.
fn expanded(schema: &Json) -> u64 {
    Expansion { root: schema, known: BTreeMap::new() }.count(schema)
}

struct Expansion<'a> {
    root: &'a Json,
    /// What references came to; nothing yet while they are followed.
    known: BTreeMap<&'a str, u64>,
}

impl<'a> Expansion<'a> {
    fn count(&mut self, schema: &'a Json) -> u64 {
        match schema {
            Json::Object(fields) => {
                let parts = fields.iter().map(|(key, value)| match (key.as_str(), value) {
                    ("$ref", Json::String(target)) => self.followed(target),
                    // What stands there is data, or is only followed from elsewhere.
                    ("const" | "enum" | "examples" | "default" | DEFS, _) => 0,
                    _ => self.count(value),
                });
                parts.fold(1, u64::saturating_add)
            }
            Json::Array(items) => {
                items.iter().map(|item| self.count(item)).fold(0, u64::saturating_add)
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
        }
    }

    fn followed(&mut self, target: &'a str) -> u64 {
        if let Some(known) = self.known.get(target) {
            return *known;
        }
        let root = self.root;
        let found = target.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        self.known.insert(target, 0);
        let count = found.map_or(0, |schema| self.count(schema));
        self.known.insert(target, count);
        count
    }
}

/// The part of the files that a pointer into the bundled schema means.
fn locate<'a>(pointer: &str, own: &'a Node, commons: &'a [Node]) -> Option<&'a Node> {
    std::iter::once(own).chain(commons).find_map(|root| {
        pointer.split('/').skip(1).try_fold(root, |node, segment| {
            let name = segment.replace("~1", "/").replace("~0", "~");
            node.field(&name).or_else(|| node.at(&[Step::Item(name.parse().ok()?)]))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn common() -> Json {
        json!({"$defs": {
            "line": {"type": "string"},
            "lines": {"items": {"$ref": "#/$defs/line"}},
            "other": {"type": "null"},
        }})
    }

    #[test]
    fn references_bring_what_they_need_and_own_names_win() {
        let own = json!({
            "properties": {"甲": {"$ref": "common.json#/$defs/lines"}},
            "$defs": {"line": {"maxLength": 3}},
        });
        let expected = json!({
            "properties": {"甲": {"$ref": "#/$defs/lines"}},
            "$defs": {"line": {"maxLength": 3}, "lines": {"items": {"$ref": "#/$defs/line"}}},
        });
        assert_eq!(bundle(own, &[common()]).unwrap(), expected);
    }

    #[test]
    fn references_that_double_are_counted_and_rings_end() {
        let mut defs = Map::new();
        for level in 0..30 {
            let below = format!("#/$defs/a{}", level + 1);
            let twice = json!([{ "$ref": below }, { "$ref": below }]);
            defs.insert(format!("a{level}"), json!({ "allOf": twice }));
        }
        defs.insert("a30".to_owned(), json!({ "type": "string" }));
        let double = json!({ "properties": { "甲": { "$ref": "#/$defs/a0" } }, "$defs": defs });
        assert!(expanded(&double) > MOST_PARTS);
        let ring =
            json!({ "$defs": { "a": { "items": { "$ref": "#/$defs/a" } } }, "$ref": "#/$defs/a" });
        assert!(expanded(&ring) < 10);
    }

    #[test]
    fn the_nearest_common_file_wins() {
        let near = json!({"$defs": {"line": {"maxLength": 5}}});
        let own = json!({"items": {"$ref": "common.json#/$defs/lines"}});
        let bundled = bundle(own, &[near, common()]).unwrap();
        assert_eq!(bundled["$defs"]["line"]["maxLength"], 5);
        assert!(bundled["$defs"].get("other").is_none());
    }

    #[test]
    fn references_that_lead_nowhere_are_named() {
        let own = json!({
            "items": {"$ref": "common.json#/$defs/lien"},
            "not": {"$ref": "http://example.org/a.json"},
        });
        let wrong = bundle(own, &[common()]).unwrap_err();
        let names: Vec<_> = wrong.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["http://example.org/a.json", "common.json#/$defs/lien"]);
    }
}
