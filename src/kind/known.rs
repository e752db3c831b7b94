//! The kinds that a run knows: those of the binary and those of an office.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::choices::Choices;
use super::folder::Folder;
use super::{Kind, Parsed, broken};
use crate::data::node::Node;
use crate::data::record;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::env::{self, Changed, Inputs};
use crate::sheets::{KindMapping, Mappings};
use crate::summary::{Counted, Spec};

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
    parsed: OnceLock<Asked>,
}

/// What the files of a kind came to, and what was asked for it.
#[derive(Debug)]
struct Asked {
    parsed: Parsed,
    inputs: Inputs,
}

impl Known {
    /// The folder, as messages show it.
    pub fn path(&self) -> PathBuf {
        self.folder.path()
    }

    /// The kind, sound in every file.
    ///
    /// # Errors
    ///
    /// All that is wrong with its files.
    pub fn kind(&self) -> Result<&Kind, &Findings> {
        match self.draft() {
            (Some(kind), faults) if faults.is_empty() => Ok(kind),
            (_, faults) => Err(faults),
        }
    }

    /// The kind as far as its files can be read, for those who write it, and all that is wrong
    /// with them: it may name what does not exist.
    pub fn draft(&self) -> (Option<&Kind>, &Findings) {
        // It is read once for all reports, not for the one that happens to ask first, so what
        // is asked is not noted there.
        let parse = || {
            let (parsed, inputs) = env::recording(|| Parsed::read(&self.folder, &self.choices));
            Asked { parsed, inputs }
        };
        let Parsed { kind, faults } = &self.parsed.get_or_init(parse).parsed;
        (kind.as_ref(), faults)
    }

    /// Whether it would be parsed otherwise now.
    fn is_out_of_date(&self, changed: &Changed) -> bool {
        self.parsed.get().is_some_and(|asked| changed.belies(&asked.inputs))
    }
}

/// All kinds that a run knows, by name.
#[derive(Debug, Default)]
pub struct Kinds {
    known: BTreeMap<String, Known>,
    /// The office's own folder.
    folder: Option<PathBuf>,
    /// What was asked to know them.
    inputs: Inputs,
    /// Whether they could not be read since.
    is_stale: bool,
}

impl Kinds {
    /// The kinds in the binary, and those in `folder` (`folder/kinds/<kind>/`) before them.
    ///
    /// # Errors
    ///
    /// What is wrong with the folder or with any `kind.yaml` in it.
    pub fn load(folder: Option<&Path>) -> Result<Self, Findings> {
        let (kinds, inputs) = env::recording(|| Self::read(folder));
        env::note_all(&inputs);
        Ok(Self { inputs, folder: folder.map(Path::to_owned), ..kinds? })
    }

    /// Forgets of these files what would be read otherwise now; other kinds stay parsed.
    ///
    /// # Errors
    ///
    /// As [`Kinds::load`]; the kinds stay as they were until they can be read again.
    pub(crate) fn changed(&mut self, changed: &Changed) -> Result<(), Findings> {
        if self.is_stale || changed.belies(&self.inputs) {
            self.is_stale = true;
            let fresh = Self::load(self.folder.as_deref())?;
            let mut earlier = std::mem::replace(self, fresh).known;
            for (name, known) in &mut self.known {
                let same = earlier.remove(name).filter(|old| old.path() == known.path());
                if let Some(old) = same.filter(|old| !changed.is_below(&old.path())) {
                    known.parsed = old.parsed;
                }
            }
        }
        for known in self.known.values_mut() {
            if known.is_out_of_date(changed) {
                known.parsed = OnceLock::new();
            }
        }
        Ok(())
    }

    fn read(folder: Option<&Path>) -> Result<Self, Findings> {
        let mut kinds = Self::default();
        let mut findings = Findings::new();
        for folder in Folder::built_in() {
            findings.extend(kinds.add(folder).err().unwrap_or_default());
        }
        let own = folder.map(kind_folders).transpose()?;
        for path in own.unwrap_or_default() {
            findings.extend(kinds.add_folder(&path).err().unwrap_or_default());
        }
        if findings.is_empty() { Ok(kinds) } else { Err(findings) }
    }

    /// Adds the kind of one folder, before others of that name; gives its name.
    ///
    /// # Errors
    ///
    /// What is wrong with its `kind.yaml`, or which of the files that it needs is missing.
    pub fn add_folder(&mut self, path: &Path) -> Result<String, Findings> {
        let folder = Folder::Own(path.to_owned());
        for name in ["schema.json", "body.hbs"] {
            folder.text(name)?;
        }
        self.add(folder)
    }

    fn add(&mut self, folder: Folder) -> Result<String, Findings> {
        let source = folder.text("kind.yaml")?;
        let choices = Choices::read(&source)?;
        let name = choices.name.clone();
        let provenance = match (&folder, self.known.get(&name)) {
            (Folder::BuiltIn(_), _) => Provenance::BuiltIn,
            (Folder::Own(_), None) => Provenance::Own,
            (Folder::Own(_), Some(known)) => match known.provenance {
                Provenance::BuiltIn | Provenance::Replaced => Provenance::Replaced,
                Provenance::Own => Provenance::Own,
            },
        };
        let known = Known { choices, provenance, folder, parsed: OnceLock::new() };
        self.known.insert(name.clone(), known);
        Ok(name)
    }

    /// Every kind, by name.
    pub fn all(&self) -> impl Iterator<Item = &Known> {
        self.known.values()
    }

    /// The kind of that name.
    pub fn known(&self, name: &str) -> Option<&Known> {
        self.known.get(name)
    }

    /// The kind that a report names, or what is wrong with the name or with the kind.
    ///
    /// # Errors
    ///
    /// What is wrong with the name or with the files of the kind.
    pub fn of(&self, root: &Node) -> Result<&Kind, Findings> {
        let Some(field) = record::kind(root) else {
            let place = Place::File(root.span.source.path().to_owned());
            let hint =
                format!("在本文件或者“共用”文件里写上“报告种类: …”，可以是：{}", self.names());
            let finding = Diagnostic::new(Code::MissingField, place, "缺少必填的字段“报告种类”");
            return Err(finding.field(record::KIND).hint(hint).into());
        };
        match field.text().and_then(|name| self.known(name)) {
            Some(known) => known.kind().map_err(Findings::clone),
            None => {
                let name = field.text().unwrap_or_default();
                Err(self.unknown(name, field.span.place()).field(record::KIND).into())
            }
        }
    }

    /// The kind whose reports a 汇总 counts.
    ///
    /// # Errors
    ///
    /// What is wrong with its name or with the kind.
    pub fn counted(&self, spec: &Spec) -> Result<Counted<'_>, Findings> {
        let (name, span) = spec.counted_kind();
        let known = self.known(name).ok_or_else(|| self.unknown(name, span.place()))?;
        let kind = known.kind().map_err(Findings::clone)?;
        Ok(Counted { name: kind.name(), contract: &kind.schema, rules: &kind.rules })
    }

    /// Holds the 汇总 of a kind against the contracts of both kinds.
    pub fn check_summary(&self, kind: &Kind, findings: &mut Findings) {
        let Some(spec) = &kind.summary else { return };
        spec.check_own(&kind.schema, findings);
        match self.counted(spec) {
            Ok(counted) => spec.check_counted(counted, findings),
            Err(found) => findings.extend(found),
        }
    }

    /// What to say of a name that no kind has.
    pub fn unknown(&self, name: &str, place: Place) -> Diagnostic {
        let hint =
            format!("现有的报告种类：{}；别的种类用 --templates 指定模板文件夹", self.names());
        Diagnostic::new(Code::UnknownKind, place, format!("没有“{name}”这种报告的模板")).hint(hint)
    }

    fn names(&self) -> String {
        self.known.keys().cloned().collect::<Vec<_>>().join("、")
    }
}

impl Mappings for Kinds {
    fn of_report(&self, report: &Node) -> Option<KindMapping<'_>> {
        // What is wrong with the kind is said where the report is made.
        self.of(report).ok().map(Kind::spreadsheets)
    }
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
        assert!(kinds.known.len() >= 2);
    }
}
