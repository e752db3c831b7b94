//! The reports that a 汇总 counts: found in a folder, checked against their own contract,
//! and held against the list of those who have to report.

use std::path::{Path, PathBuf};

use super::Counted;
use super::spec::{Named, Spec};
use crate::data::node::{Node, Span, Value};
use crate::data::records::{Key, LAST_YEAR, Records};
use crate::data::{self, Loaded, record};
use crate::diag::{self, Code, Diagnostic, Findings, Place};
use crate::env;
use crate::sheets::Loader;

/// What there is to count.
#[derive(Debug)]
pub(super) struct Gathered {
    /// One report per bureau, in the order of the roster, then by name.
    pub(super) reports: Vec<Report>,
    /// How many are on the roster.
    pub(super) due: usize,
    /// Those on the roster who have not reported.
    pub(super) absent: Vec<Named>,
    /// Where the roster stands.
    pub(super) roster: Span,
    /// The file of the report that counts.
    pub(super) own: PathBuf,
}

/// The report of one bureau, with last year's beside it.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) bureau: Named,
    pub(super) root: Node,
}

/// Finds and checks the reports; `None` if nothing can be counted.
pub(super) fn gather(
    spec: &Spec,
    counted: Counted<'_>,
    loader: Loader<'_>,
    given: Option<&[Node]>,
    root: &Node,
    findings: &mut Findings,
) -> Option<Gathered> {
    let own = root.span.source.path().to_owned();
    let year = record::year(root)?;
    let (roster, names) = roster(spec, root)?;
    let found = match given {
        Some(reports) => in_memory(counted, year, reports),
        None => {
            let folder = folder(spec, root, &own, findings)?;
            on_disk(counted, year, &folder, loader, findings)
        }
    };
    let mut reports = Vec::new();
    for (index, (bureau, path, loaded)) in found.iter().enumerate() {
        if found[..index].iter().any(|(earlier, ..)| earlier == bureau) {
            let message = format!("“{bureau}”的数据文件不止一个，汇总只能算一个");
            findings.push(Diagnostic::new(Code::SummaryTwice, Place::File(path.clone()), message));
            continue;
        }
        match loaded {
            Ok(root) => reports.extend(report(root.clone())),
            Err(error) => findings.push(unusable(bureau, path, error)),
        }
    }
    let known = |name: &str| found.iter().any(|(bureau, ..)| *bureau == name);
    let absent: Vec<Named> = names.iter().filter(|name| !known(&name.text)).cloned().collect();
    findings.extend(absent.iter().map(|name| {
        let message = format!("“{}”没有报送{year}年度的{}", name.text, counted.name);
        Diagnostic::new(Code::SummaryAbsent, name.span.place(), message)
    }));
    findings.extend(reports.iter().filter_map(|report| unlisted(report, &names, &roster)));
    if reports.is_empty() {
        let message = format!("没有可以汇总的{year}年度{}", counted.name);
        findings.push(Diagnostic::new(Code::SummaryEmpty, roster.place(), message));
        return None;
    }
    let place = |report: &Report| names.iter().position(|name| name.text == report.bureau.text);
    reports.sort_by_key(|report| (place(report).unwrap_or(usize::MAX), report.bureau.text.clone()));
    Some(Gathered { reports, due: names.len(), absent, roster, own })
}

/// A bureau, its file, and its data or the first error in it.
type Found = (String, PathBuf, Result<Node, Box<Diagnostic>>);

fn on_disk(
    counted: Counted<'_>,
    year: i32,
    folder: &Path,
    loader: Loader<'_>,
    findings: &mut Findings,
) -> Vec<Found> {
    let records = Records::scan(&[folder.to_owned()]);
    findings.extend(records.unread().iter().filter_map(|path| unread(path, folder)));
    let found = records.of(counted.name, year).into_iter();
    // Years before lie beside the folder and are no part of it.
    let inside = found.filter(|(_, path)| path.starts_with(folder));
    let load = |(bureau, path): (&str, &Path)| {
        (
            bureau.to_owned(),
            path.to_owned(),
            usable(counted, &records, loader, path, loader.load(path)),
        )
    };
    let mut all: Vec<Found> = inside.map(load).collect();
    let known: Vec<(String, PathBuf)> =
        all.iter().map(|(bureau, path, _)| (bureau.clone(), path.clone())).collect();
    for row in loader.rows_below(folder, &known) {
        let loaded = loader.load_row(&row);
        let key = loaded.root.as_ref().and_then(Key::of);
        if key.is_some_and(|key| key.kind == counted.name && key.year == year) {
            let path = row.span.source.path().to_owned();
            let loaded = usable(counted, &records, loader, &path, loaded);
            all.push((row.bureau, path, loaded));
        }
    }
    all
}

fn in_memory(counted: Counted<'_>, year: i32, reports: &[Node]) -> Vec<Found> {
    let wanted = |root: &&Node| {
        Key::of(root).is_some_and(|key| key.kind == counted.name && key.year == year)
    };
    let checked = |root: &Node| {
        let mut findings = Findings::new();
        counted.contract.check(root, &mut findings);
        let path = root.span.source.path().to_owned();
        let bureau = Key::of(root).map(|key| key.bureau).unwrap_or_default();
        (bureau, path, first_error(findings).map_or_else(|| Ok(root.clone()), Err))
    };
    reports.iter().filter(wanted).map(checked).collect()
}

/// The folder that the report names, counted from the file that says it; without the field
/// its own folder. What is wrong with the field's form the schema has said.
fn folder(spec: &Spec, root: &Node, own: &Path, findings: &mut Findings) -> Option<PathBuf> {
    let beside = |path: &Path| {
        let folder = path.parent().unwrap_or(Path::new(""));
        if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
    };
    let Some(field) = root.field(&spec.folder.text) else { return Some(beside(own)) };
    let folder = beside(field.span.source.path()).join(field.text()?);
    if env::is_folder(&folder) {
        return Some(folder);
    }
    let message = format!("没有“{}”这个文件夹", folder.display());
    let finding = Diagnostic::new(Code::SummaryEmpty, field.span.place(), message);
    findings.push(finding.field(&spec.folder.text));
    None
}

fn roster(spec: &Spec, root: &Node) -> Option<(Span, Vec<Named>)> {
    let field = root.field(&spec.roster.text)?;
    let Value::List(items) = &field.value else { return None };
    let name =
        |node: &Node| Some(Named { text: node.text()?.trim().to_owned(), span: node.span.clone() });
    Some((field.span.clone(), items.iter().filter_map(name).collect()))
}

/// A bureau's data, if it keeps to its contract; else its first error.
fn usable(
    counted: Counted<'_>,
    records: &Records,
    loader: Loader<'_>,
    path: &Path,
    loaded: Loaded,
) -> Result<Node, Box<Diagnostic>> {
    let Loaded { root, mut findings } = loaded;
    let Some(mut root) = root else {
        let unread = || Diagnostic::new(Code::FileUnreadable, Place::File(path.into()), "读不出来");
        return Err(first_error(findings).unwrap_or_else(|| Box::new(unread())));
    };
    counted.contract.check(&root, &mut findings);
    if let Some(error) = first_error(findings) {
        return Err(error);
    }
    // Whether last year's file is sound is said when the bureau's own report is made.
    drop(records.join_last_year(&mut root, &|path| loader.load(path)));
    let mut unequal = Findings::new();
    counted.rules.check(&root, &|_| None, &mut unequal);
    first_error(unequal).map_or(Ok(root), Err)
}

fn first_error(findings: Findings) -> Option<Box<Diagnostic>> {
    findings.into_first_error().map(Box::new)
}

fn report(root: Node) -> Option<Report> {
    let field = record::bureau_name(&root)?;
    let bureau = Named { text: field.text()?.trim().to_owned(), span: field.span.clone() };
    Some(Report { bureau, root })
}

fn unusable(bureau: &str, path: &Path, error: &Diagnostic) -> Diagnostic {
    let message = format!("“{bureau}”的数据文件有错，没有算进去：{}", error.message);
    Diagnostic::new(Code::SummaryUnusable, Place::File(path.to_owned()), message)
        .related(error.place.clone(), "出错的地方")
}

/// A file that cannot be read at all may be the report of anybody.
fn unread(path: &Path, folder: &Path) -> Option<Diagnostic> {
    if !path.starts_with(folder) {
        return None;
    }
    let found = data::read(path).findings;
    let error = found.iter().find(|one| one.severity() == diag::Severity::Error)?;
    let message = format!("数据文件读不出来，没有算进去：{}", error.message);
    let finding = Diagnostic::new(Code::SummaryUnusable, Place::File(path.to_owned()), message);
    Some(finding.related(error.place.clone(), "出错的地方"))
}

fn unlisted(report: &Report, roster: &[Named], span: &Span) -> Option<Diagnostic> {
    let name = &report.bureau;
    if roster.iter().any(|one| one.text == name.text) {
        return None;
    }
    let message = format!("“{}”报送了，名单里没有它", name.text);
    let finding = Diagnostic::new(Code::SummaryUnlisted, span.place(), message);
    Some(finding.related(name.span.place(), "报送的单位"))
}

impl Report {
    /// Last year's report of the bureau.
    pub(super) fn last_year(&self) -> Option<&Node> {
        self.root.field(LAST_YEAR)
    }
}
