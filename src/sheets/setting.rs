//! “数据表” and “逐行成文” as a data file or a common file says them.

use std::path::{Path, PathBuf};

use super::mapping::BUREAU;
use crate::data::is_common;
use crate::data::node::{Node, Span, Value};
use crate::diag::{Code, Diagnostic, Findings};
use crate::env;

/// The field that names spreadsheets.
pub(crate) const FIELD: &str = "数据表";
/// The field that makes rows without a data file reports of their own.
pub(crate) const EACH_ROW: &str = "逐行成文";

/// Which spreadsheets belong to a report.
#[derive(Debug)]
pub(crate) struct Setting {
    names: Vec<String>,
    /// The folder of the file that says so.
    folder: PathBuf,
    /// Where it does.
    pub(crate) span: Span,
    /// Whether the spreadsheets belong to all bureaus of a folder.
    pub(crate) is_shared: bool,
}

impl Setting {
    /// The files of a bureau.
    pub(crate) fn paths(&self, bureau: &str) -> Vec<PathBuf> {
        self.names.iter().map(|name| self.folder.join(name.replace(BUREAU, bureau))).collect()
    }

    /// The files that hold all bureaus.
    pub(crate) fn shared_paths(&self) -> Vec<PathBuf> {
        let shared = self.names.iter().filter(|name| !name.contains(BUREAU));
        shared.map(|name| self.folder.join(name)).collect()
    }

    /// The files that a record names; what names none is left out, [`take`] reports it.
    pub(crate) fn of(root: &Node) -> Option<Self> {
        let node = root.field(FIELD)?;
        let names: Vec<String> = items(node).iter().filter_map(name).map(str::to_owned).collect();
        let path = node.span.source.path();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let is_shared = is_common(path) && names.iter().all(|name| !name.contains(BUREAU));
        (!names.is_empty()).then(|| Self { names, folder, span: node.span.clone(), is_shared })
    }
}

/// Takes the settings out of a record: they are not content.
pub(crate) fn take(root: &mut Node, findings: &mut Findings) -> Option<Setting> {
    let setting = Setting::of(root);
    if let Some(node) = root.take(EACH_ROW)
        && !matches!(node.value, Value::Bool(_))
    {
        let message = format!("“{EACH_ROW}”应当是 true 或 false");
        let finding = Diagnostic::new(Code::WrongType, node.span.place(), message);
        findings.push(finding.field(EACH_ROW).hint("写 true 或者删掉它"));
    }
    let node = root.take(FIELD)?;
    let nameless = items(&node).iter().filter(|item| name(item).is_none());
    findings.extend(nameless.map(|item| {
        let message = format!("“{FIELD}”应当是文件的名称");
        Diagnostic::new(Code::SheetSetting, item.span.place(), message).field(FIELD)
    }));
    setting
}

/// The files of the field: one, or a list.
fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

fn name(item: &Node) -> Option<&str> {
    item.text().map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a common file makes reports of rows.
pub(crate) fn makes_rows(common: &Node) -> bool {
    matches!(common.field(EACH_ROW).map(|node| &node.value), Some(Value::Bool(true)))
}

/// The spreadsheets that a data file or common file names.
#[derive(Debug)]
pub(crate) struct Named(Setting);

impl Named {
    /// Those of a record.
    pub(crate) fn of(root: &Node) -> Option<Self> {
        Setting::of(root).map(Self)
    }

    /// Whether a file is one of them; `{单位}` stands for any name.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        let real = |path: &Path| env::real_path(path).unwrap_or_else(|_| path.to_owned());
        let wanted = real(path);
        self.0.names.iter().any(|name| match name.split_once(BUREAU) {
            None => real(&self.0.folder.join(name)) == wanted,
            Some((before, after)) => {
                let (folder, start) = before.rsplit_once('/').unwrap_or(("", before));
                let file = wanted.file_name().unwrap_or_default().to_string_lossy();
                let inside = wanted.parent() == Some(&real(&self.0.folder.join(folder)));
                inside && file.starts_with(start) && file.ends_with(after)
            }
        })
    }
}
