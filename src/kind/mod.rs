//! 报告种类: a folder with the data contract, the manuscript and the remaining choices.
//!
//! `templates/kinds/<kind>/` holds `kind.yaml`, `schema.json`, `body.hbs` and files that a
//! kind may do without. The folders of this repository are part of the binary;
//! `--templates DIR` adds kinds or replaces them. Starting reads only every `kind.yaml`; the
//! rest of a kind is parsed when the first report of that kind asks for it, all of it and
//! once, and what is wrong with any of its files is told together.
//!
//! | File | Here | Becomes |
//! | --- | --- | --- |
//! | `kind.yaml` | `choices`, `form` | [`Choices`], [`Form`] |
//! | `schema.json`, `common.json` | `bundle` | [`Schema`], and its own text as a tree with places |
//! | `body.hbs` | `manuscript`, `template`, `usage` | [`ManuscriptTemplate`] |
//! | `rules.yaml` | `rules` | [`Rules`] |
//! | `sheets.yaml` | [`crate::sheets`] | [`Mapping`] |
//! | `summary.yaml` | `summary` | `Spec` |
//! | `sample*.yaml`, `tests.yaml` | `examples`, `cases` | [`Examples`] |
//!
//! `skeleton` writes the data file that is to be filled in.

mod bundle;
mod cases;
mod choices;
mod examples;
mod folder;
mod form;
mod known;
mod manuscript;
pub mod skeleton;
pub(crate) mod template;
mod usage;

pub use cases::Case;
pub use choices::{Choices, DuePart, Word};
pub use examples::Examples;
pub use form::{Element, Form};
pub use known::{Kinds, Known, Provenance};
pub use manuscript::ManuscriptTemplate;
pub use usage::Usage;

use std::path::Path;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::data::SHARED_TEXT;
use crate::data::node::{Node, Step};
use crate::data::records::LAST_YEAR;
use crate::data::schema::Schema;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::rules::Rules;
use crate::sheets::{KindMapping, Mapping};
use crate::source::Source;
use crate::summary::Spec;
use bundle::Contract;
use folder::Folder;

/// One kind of report: every file of its folder, parsed.
#[derive(Debug)]
pub struct Kind {
    /// What `kind.yaml` says.
    pub choices: Choices,
    /// 格式 and 要素 of its documents.
    pub form: Form,
    /// The data contract, self-contained.
    pub schema: Schema,
    /// `schema.json` as the folder has it, with places.
    pub contract: Node,
    /// The manuscript.
    pub manuscript: ManuscriptTemplate,
    /// What the figures must add up to.
    pub rules: Rules,
    /// How figures come from spreadsheets, if they may.
    pub mapping: Option<Mapping>,
    /// 汇总: what is computed from the data of other bureaus.
    pub summary: Option<Spec>,
    /// What it brings along to be tried out.
    pub examples: Examples,
}

/// What the files of a folder came to.
#[derive(Debug)]
struct Parsed {
    /// The kind, if every file can be read.
    kind: Option<Kind>,
    /// All that is wrong with the files.
    faults: Findings,
}

impl Kind {
    /// Its name, which data files give as 报告种类.
    pub fn name(&self) -> &str {
        &self.choices.name
    }

    /// How it takes figures from spreadsheets.
    pub fn spreadsheets(&self) -> KindMapping<'_> {
        KindMapping { kind: self.name(), mapping: self.mapping.as_ref() }
    }

    /// Checks a report against the contract and for parts that are due.
    pub fn check(&self, root: &Node, findings: &mut Findings) {
        self.schema.check(root, findings);
        if let Some(mapping) = &self.mapping {
            mapping.drop_consequences(findings);
        }
        for part in &self.choices.due {
            let DuePart { field, title, keywords, is_advice } = part;
            if root.field(field).is_some() || mentions(root, keywords) {
                continue;
            }
            let code = if *is_advice { Code::PartAdvised } else { Code::MissingPart };
            let place = Place::File(root.span.source.path().to_owned());
            let message = format!("缺少{}应有的部分“{field}”（{title}）", self.name());
            findings.push(Diagnostic::new(code, place, message).field(field));
        }
    }
}

impl Parsed {
    /// Parses every file of a folder, each once.
    fn read(folder: &Folder, choices: &Choices) -> Self {
        let mut faults = Findings::new();
        let kind = Self::kind(folder, choices, &mut faults);
        Self { kind, faults }
    }

    fn kind(folder: &Folder, choices: &Choices, faults: &mut Findings) -> Option<Kind> {
        let form = Form::read(choices, faults);
        let body = faults.keep_ok(folder.text("body.hbs").map_err(Findings::from));
        let summary = optional(folder, "summary.yaml", Spec::read, faults);
        let examples = Examples::read(folder, faults);
        // What follows is held against the contract.
        let Contract { schema, own } = faults.keep_ok(bundle::load(folder))?;
        let json = schema.json();
        let rules = optional(folder, "rules.yaml", |source| Rules::read(source, json), faults);
        let mapping = optional(folder, "sheets.yaml", |source| Mapping::read(source, json), faults);
        let spec = summary.as_ref().and_then(Option::as_ref);
        // Nothing is known of what nobody declares.
        let computed = spec.map_or(Json::Bool(true), Spec::schema);
        let manuscript =
            body.and_then(|body| ManuscriptTemplate::read(body, json, &computed, faults));
        Some(Kind {
            choices: choices.clone(),
            form,
            contract: own,
            manuscript: manuscript?,
            rules: rules?.unwrap_or_default(),
            mapping: mapping?,
            summary: summary?,
            examples,
            schema,
        })
    }
}

/// A file that a kind may do without, parsed: `None` if that failed, `Some(None)` if it is
/// absent.
fn optional<T>(
    folder: &Folder,
    name: &str,
    parse: impl FnOnce(&Arc<Source>) -> Result<T, Findings>,
    faults: &mut Findings,
) -> Option<Option<T>> {
    match faults.keep_ok(folder.optional(name).map_err(Findings::from))? {
        Some(source) => faults.keep_ok(parse(&source)).map(Some),
        None => Some(None),
    }
}

/// Whether a text that is printed holds one of the words.
fn mentions(root: &Node, keywords: &[String]) -> bool {
    let mut found = false;
    if !keywords.is_empty() {
        root.walk(&mut |path, node| {
            let aside = |step: &Step| {
                matches!(step, Step::Field(name) if [SHARED_TEXT, LAST_YEAR].contains(&name.as_str()))
            };
            let text = node.text().filter(|_| !path.first().is_some_and(aside));
            found |= text.is_some_and(|text| keywords.iter().any(|word| text.contains(word)));
        });
    }
    found
}

/// A finding about a file of a kind as a whole.
fn broken(path: &Path, reason: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::BadKind, Place::File(path.to_owned()), reason)
}
