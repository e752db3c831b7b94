//! 报告种类: a folder with the data contract, the manuscript and the remaining choices.
//!
//! `templates/kinds/<kind>/` holds `kind.yaml`, `schema.json`, `body.hbs` and files that a
//! kind may do without. The folders of this repository are part of the binary;
//! `--templates DIR` adds kinds or replaces them. Starting reads only every `kind.yaml`; the
//! rest of a kind is read and compiled when the first report of that kind asks for it.

mod bundle;
mod choices;
mod folder;

pub use choices::{Choices, DuePart, Word};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use handlebars::Handlebars;

use super::SHARED_TEXT;
use super::node::{Node, Step};
use super::records::LAST_YEAR;
use super::schema::Schema;
use crate::diag::{Code, Diagnostic, Place};
use crate::env;
use crate::rules::Rules;
use crate::sheets::mapping::Mapping;
use crate::source::Source;
use folder::Folder;

/// One kind of report.
#[derive(Debug)]
pub struct Kind {
    /// What `kind.yaml` says.
    pub choices: Choices,
    /// The data contract, self-contained.
    pub schema: Schema,
    /// The text of `schema.json`, for places in it.
    pub contract: Arc<Source>,
    /// The manuscript.
    pub body: Arc<Source>,
    /// What the figures must add up to.
    pub rules: Rules,
    /// The text of `rules.yaml`, if there is one.
    pub rules_file: Option<Arc<Source>>,
    /// How figures come from spreadsheets, if they may.
    pub(crate) sheets: Option<Mapping>,
    /// 汇总: what is computed from the data of other bureaus.
    pub summary: Option<Arc<Source>>,
    /// A filled, invented sample.
    pub sample: Option<Arc<Source>>,
    /// The sample of the year before, where rules need it.
    pub sample_last_year: Option<Arc<Source>>,
    /// Reports of others, as a list, for a sample that counts them.
    pub sample_reports: Option<Arc<Source>>,
    /// Changes to the sample, and what they must be answered with.
    pub tests: Option<Arc<Source>>,
    /// The compiled manuscript; `merge` fills it once.
    pub(crate) template: OnceLock<Result<Handlebars<'static>, Vec<Diagnostic>>>,
}

/// Where a kind comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// In the binary.
    BuiltIn,
    /// In a folder of the office, under a new name.
    Own,
    /// In a folder of the office, in place of one in the binary.
    Replaced,
}

impl Provenance {
    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Provenance::BuiltIn => "自带",
            Provenance::Own => "自定",
            Provenance::Replaced => "自定（替换自带的）",
        }
    }

    /// The word for programs.
    pub fn key(self) -> &'static str {
        match self {
            Provenance::BuiltIn => "built-in",
            Provenance::Own => "own",
            Provenance::Replaced => "replaced",
        }
    }
}

/// A kind whose folder is known, compiled when it is asked for.
#[derive(Debug)]
pub struct Known {
    /// What `kind.yaml` says.
    pub choices: Choices,
    /// Where it comes from.
    pub provenance: Provenance,
    folder: Folder,
    kind: OnceLock<Result<Kind, Vec<Diagnostic>>>,
}

impl Known {
    /// The folder, as messages show it.
    pub fn path(&self) -> PathBuf {
        self.folder.path()
    }

    /// The kind, or what is wrong with its files.
    pub fn kind(&self) -> Result<&Kind, &[Diagnostic]> {
        // It is read once for all reports, not for the one that happens to ask first.
        let build = || env::unrecorded(|| Kind::build(&self.folder, self.choices.clone()));
        self.kind.get_or_init(build).as_ref().map_err(Vec::as_slice)
    }
}

/// All kinds that a run knows, by name.
#[derive(Debug, Default)]
pub struct Kinds(BTreeMap<String, Known>);

impl Kinds {
    /// The kinds in the binary, and those in `folder` (`folder/kinds/<kind>/`) before them.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Diagnostic>> {
        let mut kinds = Self::default();
        let mut findings = Vec::new();
        for folder in Folder::built_in() {
            findings.extend(kinds.add(folder).err().unwrap_or_default());
        }
        let own = folder.map(kind_folders).transpose().map_err(|one| vec![one])?;
        for path in own.unwrap_or_default() {
            findings.extend(kinds.add_folder(&path).err().unwrap_or_default());
        }
        if findings.is_empty() { Ok(kinds) } else { Err(findings) }
    }

    /// Adds the kind of one folder, before others of that name; gives its name.
    pub fn add_folder(&mut self, path: &Path) -> Result<String, Vec<Diagnostic>> {
        let folder = Folder::Own(path.to_owned());
        for name in ["schema.json", "body.hbs"] {
            folder.text(name).map_err(|one| vec![one])?;
        }
        self.add(folder)
    }

    fn add(&mut self, folder: Folder) -> Result<String, Vec<Diagnostic>> {
        let source = folder.text("kind.yaml").map_err(|one| vec![one])?;
        let choices = Choices::read(&source)?;
        let name = choices.name.clone();
        let provenance = match (&folder, self.0.get(&name)) {
            (Folder::BuiltIn(_), _) => Provenance::BuiltIn,
            (Folder::Own(_), None) => Provenance::Own,
            (Folder::Own(_), Some(known)) => match known.provenance {
                Provenance::BuiltIn | Provenance::Replaced => Provenance::Replaced,
                Provenance::Own => Provenance::Own,
            },
        };
        let known = Known { choices, provenance, folder, kind: OnceLock::new() };
        self.0.insert(name.clone(), known);
        Ok(name)
    }

    /// Every kind, by name.
    pub fn all(&self) -> impl Iterator<Item = &Known> {
        self.0.values()
    }

    /// The kind of that name.
    pub fn known(&self, name: &str) -> Option<&Known> {
        self.0.get(name)
    }

    /// The kind that a report names, or what is wrong with the name or with the kind.
    pub fn of(&self, root: &Node) -> Result<&Kind, Vec<Diagnostic>> {
        let Some(field) = root.field("报告种类") else {
            let place = Place::File(root.span.source.path().to_owned());
            let hint =
                format!("在本文件或者“共用”文件里写上“报告种类: …”，可以是：{}", self.names());
            let finding = Diagnostic::new(Code::MissingField, place, "缺少必填的字段“报告种类”");
            return Err(vec![finding.field("报告种类").hint(hint)]);
        };
        match field.text().and_then(|name| self.known(name)) {
            Some(known) => known.kind().map_err(<[Diagnostic]>::to_vec),
            None => {
                let name = field.text().unwrap_or_default();
                Err(vec![self.unknown(name, field.span.place()).field("报告种类")])
            }
        }
    }

    /// What to say of a name that no kind has.
    pub fn unknown(&self, name: &str, place: Place) -> Diagnostic {
        let hint =
            format!("现有的报告种类：{}；别的种类用 --templates 指定模板文件夹", self.names());
        Diagnostic::new(Code::UnknownKind, place, format!("没有“{name}”这种报告的模板")).hint(hint)
    }

    fn names(&self) -> String {
        self.0.keys().cloned().collect::<Vec<_>>().join("、")
    }
}

impl Kind {
    /// Its name, which data files give as 报告种类.
    pub fn name(&self) -> &str {
        &self.choices.name
    }

    fn build(folder: &Folder, choices: Choices) -> Result<Self, Vec<Diagnostic>> {
        let text = |name: &str| folder.text(name).map_err(|one| vec![one]);
        let optional = |name: &str| folder.optional(name).map_err(|one| vec![one]);
        let (schema, contract) = bundle::load(folder)?;
        let rules_file = optional("rules.yaml")?;
        let rules = rules_file.as_ref().map(|source| Rules::read(source, schema.json()));
        let sheets_file = optional("sheets.yaml")?;
        let sheets = sheets_file.map(|source| Mapping::read(&source, schema.json()));
        Ok(Self {
            choices,
            schema,
            contract,
            body: text("body.hbs")?,
            rules: rules.transpose()?.unwrap_or_default(),
            rules_file,
            sheets: sheets.transpose().map_err(|one| vec![one])?,
            summary: optional("summary.yaml")?,
            sample: optional("sample.yaml")?,
            sample_last_year: optional("sample-last-year.yaml")?,
            sample_reports: optional("sample-reports.yaml")?,
            tests: optional("tests.yaml")?,
            template: OnceLock::new(),
        })
    }

    /// Checks a report against the contract and for parts that are due.
    pub fn check(&self, root: &Node, findings: &mut Vec<Diagnostic>) {
        self.schema.check(root, findings);
        if let Some(sheets) = &self.sheets {
            sheets.drop_consequences(findings);
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

fn kind_folders(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let kinds = folder.join("kinds");
    let paths = env::list(&kinds).map_err(|error| {
        broken(&kinds, format!("模板文件夹读不出来：{}", env::io_reason(&error)))
            .hint("--templates 指定的文件夹里要有 kinds 文件夹，里面一个文件夹一种报告")
    })?;
    let hidden =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    Ok(paths.into_iter().filter(|path| env::is_folder(path) && !hidden(path)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_binary_is_sound() {
        let kinds = Kinds::load(None).unwrap();
        for known in kinds.all() {
            assert!(known.kind().is_ok(), "{:?}", known.kind().err());
            let folder = known.path();
            assert_eq!(folder.file_name().unwrap().to_str(), Some(known.choices.name.as_str()));
        }
        assert!(kinds.0.len() >= 2);
    }
}
