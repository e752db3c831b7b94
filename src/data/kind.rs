//! 报告种类: a folder with the data contract, the manuscript and the remaining choices.
//!
//! `templates/kinds/<kind>/` holds `kind.yaml`, `schema.json` and `body.hbs`. The folders of
//! this repository are part of the binary; `--templates DIR` adds kinds or replaces them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::node::{Node, Value};
use super::schema::Schema;
use crate::diag::{Code, Diagnostic, Place};
use crate::env;
use crate::rules::Rules;
use crate::sheets::mapping::Mapping;
use crate::source::Source;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/kinds");

/// One kind of report.
#[derive(Debug)]
pub struct Kind {
    /// Its name, which data files give as 报告种类.
    pub name: String,
    /// One sentence about it.
    pub description: String,
    /// The data contract.
    pub schema: Schema,
    /// The manuscript.
    pub body: Arc<Source>,
    /// Parts whose absence is a warning.
    pub due: Vec<DuePart>,
    /// What the figures must add up to.
    pub rules: Rules,
    /// How figures come from spreadsheets, if they may.
    pub(crate) sheets: Option<Mapping>,
}

/// 必备部分: a field that reports of this kind should have.
#[derive(Debug)]
pub struct DuePart {
    /// The field.
    pub field: String,
    /// What it is.
    pub title: String,
}

/// All kinds that a run knows, by name.
#[derive(Debug, Default)]
pub struct Kinds(BTreeMap<String, Kind>);

impl Kinds {
    /// The kinds in the binary, and those in `folder` (`folder/kinds/<kind>/`) before them.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Diagnostic>> {
        let mut kinds = BTreeMap::new();
        let mut findings = Vec::new();
        for built_in in BUILT_IN.dirs() {
            let path = Path::new("templates/kinds").join(built_in.path());
            let read = |name: &str| {
                let file = built_in.get_file(built_in.path().join(name))?;
                file.contents_utf8().map(str::to_owned)
            };
            let kind = Kind::build(&path, read).map_err(|one| vec![one]);
            keep(kind.and_then(|kind| kind.with_rules(&path, read)), &mut kinds, &mut findings);
        }
        for path in
            folder.map(kind_folders).transpose().map_err(|one| vec![one])?.unwrap_or_default()
        {
            let read = |name: &str| String::from_utf8(env::read(&path.join(name)).ok()?).ok();
            let kind = Kind::build(&path, read).map_err(|one| vec![one]);
            keep(kind.and_then(|kind| kind.with_rules(&path, read)), &mut kinds, &mut findings);
        }
        if findings.is_empty() { Ok(Self(kinds)) } else { Err(findings) }
    }

    /// The kind of that name.
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.0.get(name)
    }

    /// The kind that a report names, or what is wrong with the name.
    pub fn of(&self, root: &Node) -> Result<&Kind, Diagnostic> {
        let names = || self.0.keys().cloned().collect::<Vec<_>>().join("、");
        let Some(field) = root.field("报告种类") else {
            let place = Place::File(root.span.source.path().to_owned());
            return Err(Diagnostic::new(Code::MissingField, place, "缺少必填的字段“报告种类”")
                .field("报告种类")
                .hint(format!("在本文件或者“共用”文件里写上“报告种类: …”，可以是：{}", names())));
        };
        field.text().and_then(|name| self.get(name)).ok_or_else(|| {
            let shown = field.text().unwrap_or_default();
            let message = format!("没有“{shown}”这种报告的模板");
            Diagnostic::new(Code::UnknownKind, field.span.place(), message)
                .field("报告种类")
                .hint(format!("现有的报告种类：{}；别的种类用 --templates 指定模板文件夹", names()))
        })
    }
}

impl Kind {
    fn build(path: &Path, read: impl Fn(&str) -> Option<String>) -> Result<Self, Diagnostic> {
        let broken = |file: &str, reason: String| {
            Diagnostic::new(Code::BadKind, Place::File(path.join(file)), reason)
        };
        let text = |file: &str| {
            let missing = || broken(file, format!("模板文件夹里缺少能读的 {file}"));
            let text = read(file).ok_or_else(missing)?;
            // Editors on Windows put a mark in front.
            Ok::<_, Diagnostic>(text.trim_start_matches('\u{FEFF}').to_owned())
        };
        let choices = Arc::new(Source::new(path.join("kind.yaml"), text("kind.yaml")?));
        let (choices, _) = super::yaml::read(&choices)?;
        let word = |node: &Node, field: &str| {
            let found = node.field(field).and_then(Node::text).map(str::to_owned);
            found.ok_or_else(|| {
                Diagnostic::new(Code::BadKind, node.span.place(), format!("缺少文字字段“{field}”"))
            })
        };
        let due = match choices.field("必备").map(|node| &node.value) {
            Some(Value::List(items)) => items
                .iter()
                .map(|item| {
                    Ok(DuePart { field: word(item, "字段")?, title: word(item, "名称")? })
                })
                .collect::<Result<_, Diagnostic>>()?,
            _ => Vec::new(),
        };
        let json = serde_json::from_str(&text("schema.json")?)
            .map_err(|error| broken("schema.json", format!("不是 JSON（{error}）")))?;
        let schema = Schema::new(json)
            .map_err(|error| broken("schema.json", format!("不是能用的 JSON Schema（{error}）")))?;
        let sheets = read("sheets.yaml").map(|text| {
            let text = text.trim_start_matches('\u{FEFF}');
            let source = Arc::new(Source::new(path.join("sheets.yaml"), text));
            Mapping::read(&source, schema.json())
        });
        let body = Arc::new(Source::new(path.join("body.hbs"), text("body.hbs")?));
        Ok(Kind {
            name: word(&choices, "名称")?,
            description: word(&choices, "说明")?,
            schema,
            body,
            due,
            rules: Rules::default(),
            sheets: sheets.transpose()?,
        })
    }

    /// Adds what `rules.yaml` says, if there is one.
    fn with_rules(
        mut self,
        path: &Path,
        read: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        if let Some(text) = read("rules.yaml") {
            let text = text.trim_start_matches('\u{FEFF}');
            let source = Arc::new(Source::new(path.join("rules.yaml"), text));
            self.rules = Rules::read(&source, self.schema.json())?;
        }
        Ok(self)
    }

    /// Checks a report against the contract and for parts that are due.
    pub fn check(&self, root: &Node, findings: &mut Vec<Diagnostic>) {
        self.schema.check(root, findings);
        if let Some(sheets) = &self.sheets {
            sheets.drop_consequences(findings);
        }
        for DuePart { field, title } in &self.due {
            if root.field(field).is_none() {
                let place = Place::File(root.span.source.path().to_owned());
                let message = format!("缺少{}应有的部分“{field}”（{title}）", self.name);
                findings.push(Diagnostic::new(Code::MissingPart, place, message).field(field));
            }
        }
    }
}

fn keep(
    kind: Result<Kind, Vec<Diagnostic>>,
    kinds: &mut BTreeMap<String, Kind>,
    findings: &mut Vec<Diagnostic>,
) {
    match kind {
        Ok(kind) => {
            kinds.insert(kind.name.clone(), kind);
        }
        Err(found) => findings.extend(found),
    }
}

fn kind_folders(folder: &Path) -> Result<Vec<std::path::PathBuf>, Diagnostic> {
    let kinds = folder.join("kinds");
    let paths = env::list(&kinds).map_err(|error| {
        let message = format!("模板文件夹读不出来：{}", env::io_reason(&error));
        Diagnostic::new(Code::BadKind, Place::File(kinds.clone()), message)
            .hint("--templates 指定的文件夹里要有 kinds 文件夹，里面一个文件夹一种报告")
    })?;
    let hidden =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    Ok(paths.into_iter().filter(|path| env::is_folder(path) && !hidden(path)).collect())
}
