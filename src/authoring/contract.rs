//! The schema of a kind, as those who fill in data meet it: every field has a title, every
//! field of the first level a description, and no field is asked for in vain.

use crate::data::node::{Node, Value};
use crate::data::schema::View;
use crate::data::{SHARED_TEXT, record};
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::kind::{Kind, Usage};

/// Fields that the program itself reads, or that the texts of the data refer to.
const USED_ANYWAY: [&str; 6] =
    [record::KIND, record::BUREAU, record::YEAR, SHARED_TEXT, "指标", "数据表"];
/// Records may nest this deep; a schema that refers to itself ends here.
const MAX_DEPTH: usize = 8;

pub(super) fn check(kind: &Kind, findings: &mut Findings) {
    let checker = Checker { kind, contract: &kind.contract };
    checker.named(findings);
    checker.described(&kind.contract, 0, findings);
    checker.used(&View::of(kind.schema.json()), "", kind.manuscript.usage(), 0, findings);
}

struct Checker<'a> {
    kind: &'a Kind,
    contract: &'a Node,
}

impl Checker<'_> {
    /// Data files name the kind, so the contract must demand that name.
    fn named(&self, findings: &mut Findings) {
        let field = self.contract.field("properties").and_then(|fields| fields.field(record::KIND));
        let name = self.kind.name();
        let demanded = field.and_then(|field| field.field("const"));
        if demanded.and_then(Node::text) != Some(name) {
            let place = demanded.or(field).unwrap_or(self.contract).span.place();
            let message = format!("“报告种类”的 const 应当是 kind.yaml 里的名称“{name}”");
            let hint =
                format!("写成 \"报告种类\": {{ \"title\": \"报告种类\", \"const\": \"{name}\" }}");
            findings.push(Diagnostic::new(Code::BadKind, place, message).hint(hint));
        }
    }

    /// Titles and descriptions of the fields that the folder's own schema declares.
    fn described(&self, schema: &Node, depth: usize, findings: &mut Findings) {
        let fields = schema.field("properties");
        if let Some(Value::Map(entries)) = fields.map(|node| &node.value) {
            for entry in entries {
                let schema = entry.node.to_json();
                let view = View::within(self.kind.schema.json(), &schema);
                let mut lacks = |what: &str| {
                    let message = format!("字段“{}”没有写 {what}", entry.key);
                    let place = entry.key_span.place();
                    findings.push(
                        Diagnostic::new(Code::KindUndescribed, place, message).field(&entry.key),
                    );
                };
                if !view.says("title") {
                    lacks("title");
                }
                // The constant needs none; everything else is filled in by people.
                if depth == 0 && !view.says("description") && !view.says("const") {
                    lacks("description");
                }
            }
        }
        self.below(schema, depth, findings);
    }

    fn below(&self, schema: &Node, depth: usize, findings: &mut Findings) {
        let Value::Map(entries) = &schema.value else { return };
        for entry in entries {
            match (entry.key.as_str(), &entry.node.value) {
                ("properties" | "$defs", Value::Map(fields)) => {
                    fields.iter().for_each(|field| {
                        self.described(&field.node, depth + 1, findings);
                    });
                }
                ("items" | "additionalProperties", Value::Map(_)) => {
                    self.described(&entry.node, depth + 1, findings);
                }
                // Conditions repeat fields without wording them again.
                _ => {}
            }
        }
    }

    /// Fields that neither the manuscript nor the rules ever name.
    fn used(
        &self,
        view: &View<'_>,
        path: &str,
        usage: &Usage,
        depth: usize,
        findings: &mut Findings,
    ) {
        for (name, field) in view.properties() {
            let below = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            if depth == 0 && USED_ANYWAY.contains(&name) || field.says("const") {
                continue;
            }
            if !usage.uses(&below) && !self.is_ruled(name) {
                let message = format!("字段“{below}”要人填写，模板里却没有用到");
                let finding = Diagnostic::new(Code::KindUnusedField, self.place(&below), message);
                findings.push(finding.field(below));
            } else if depth < MAX_DEPTH && !usage.uses_whole(&below) {
                self.used(&field, &below, usage, depth + 1, findings);
                if let Some(items) = field.items() {
                    self.used(&items, &format!("{below}[]"), usage, depth + 1, findings);
                }
            }
        }
    }

    fn is_ruled(&self, name: &str) -> bool {
        let Kind { rules, summary, .. } = self.kind;
        rules.names_field(name) || summary.as_ref().is_some_and(|spec| spec.names_field(name))
    }

    /// Where the folder's schema declares a field; the file if it does not itself.
    fn place(&self, path: &str) -> Place {
        let mut node = Some(self.contract);
        let mut entry = None;
        for name in path.split('.') {
            let (name, is_list) = match name.strip_suffix("[]") {
                Some(name) => (name, true),
                None => (name, false),
            };
            entry = node.and_then(|node| node.field("properties")?.entry(name)).or(entry);
            node = entry.map(|entry| &entry.node);
            if is_list {
                node = node.and_then(|node| node.field("items"));
            }
        }
        let file = || Place::File(self.contract.span.source.path().to_owned());
        entry.map_or_else(file, |entry| entry.key_span.place())
    }
}
