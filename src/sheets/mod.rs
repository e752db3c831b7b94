//! 数据表: figures from spreadsheets join the record of their bureau before the contract looks
//! at it.
//!
//! `read` opens workbooks, `mapping` knows which header is which field (`sheets.yaml` of a
//! kind), `header` finds the headers, `rows` and `tables` take the figures of one bureau,
//! `value` reads a cell as a person would, `record` joins what was read with the data file,
//! `template` writes a workbook to be filled in.

mod books;
mod grid;
mod header;
mod label;
mod mapping;
mod number_format;
mod read;
mod record;
mod rows;
mod setting;
mod tables;
mod template;
mod value;
mod wanted;

pub use books::Books;
pub use mapping::Mapping;
pub(crate) use setting::Named;
pub use template::workbook;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value as Json;

use crate::data::node::{self, Node, Span};
use crate::data::{self, Loaded, Parts};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place, Severity};
use crate::env;
use books::Slot;
use grid::{Book, Sheet};
use label::{key, nearest};
use mapping::{BUREAU, RowMap};
use record::Record;
use rows::{Bureau, Listing};
use setting::Setting;

/// Whether a file is a workbook by its name.
pub(crate) fn is_workbook(path: &Path) -> bool {
    read::Format::of(path).is_some()
}

/// A report of which only the spreadsheet speaks: 逐行成文.
#[derive(Debug, Clone)]
pub struct RowReport {
    /// The common file that names the spreadsheets.
    pub common: PathBuf,
    /// The bureau as the spreadsheet names it.
    pub bureau: String,
    /// Where it does.
    pub span: Span,
}

/// How the reports of one kind take figures from spreadsheets.
#[derive(Debug, Clone, Copy)]
pub struct KindMapping<'a> {
    /// 报告种类.
    pub kind: &'a str,
    /// Where its figures stand; `None` if it takes none.
    pub mapping: Option<&'a Mapping>,
}

/// Knows the mappings of all kinds.
pub trait Mappings: std::fmt::Debug + Sync {
    /// That of the kind that a report names; `None` if there is no such kind, or none that can
    /// be used.
    fn of_report(&self, report: &Node) -> Option<KindMapping<'_>>;
}

/// Reads reports with their figures from spreadsheets.
#[derive(Debug, Clone, Copy)]
pub struct Loader<'a> {
    /// The mappings of the kinds.
    pub mappings: &'a dyn Mappings,
    /// The spreadsheets that were read.
    pub books: &'a Books,
}

impl Loader<'_> {
    /// A report's file, what it inherits, and its figures.
    pub fn load(self, path: &Path) -> Loaded {
        finish(data::parts(path), self)
    }

    /// The same for a report that has no file.
    pub fn load_row(self, row: &RowReport) -> Loaded {
        load_row(row, self)
    }

    /// The rows below a folder that are reports of their own; `known` are the bureaus that
    /// have files, with these.
    pub(crate) fn rows_below(self, folder: &Path, known: &[(String, PathBuf)]) -> Vec<RowReport> {
        let files = data::folders::files_below(folder, None).unwrap_or_default().files;
        let mut rows = Vec::new();
        for common in files.into_iter().filter(|path| data::is_common(path)) {
            let Some(found) = Rows::of(&common, self) else { continue };
            let here = |path: &Path| path.parent() == common.parent();
            let files: BTreeSet<String> = known
                .iter()
                .filter(|(_, path)| here(path))
                .map(|(bureau, _)| key(bureau))
                .collect();
            let has_file = |name: &str| files.contains(&key(name));
            if found.are_reports {
                rows.extend(found.rows.into_iter().filter(|row| !has_file(&row.bureau)));
            }
        }
        rows
    }
}

/// The rows of the spreadsheets that a common file names.
#[derive(Debug)]
pub(crate) struct Rows {
    /// One for each bureau.
    pub(crate) rows: Vec<RowReport>,
    /// Whether those without a data file are reports of their own.
    pub(crate) are_reports: bool,
    /// Why spreadsheets gave no rows, or fewer than they promise.
    pub(crate) faults: Findings,
}

impl Rows {
    /// Reads them; `None` where the common file cannot be read, or names no spreadsheet.
    pub(crate) fn of(common: &Path, loader: Loader<'_>) -> Option<Self> {
        let root = data::read(common).root?;
        let are_reports = setting::makes_rows(&root);
        let Some(setting) = Setting::of(&root) else {
            let faults = are_reports.then(|| nothing(common)).into_iter().collect();
            return are_reports.then(|| Self { rows: Vec::new(), are_reports, faults });
        };
        let mut faults = Findings::new();
        let found = match loader.mappings.of_report(&root) {
            Some(kind) => bureaus_of(&setting, kind, loader.books, &mut faults),
            None => Vec::new(),
        };
        if found.is_empty() && faults.is_empty() {
            faults.push(nothing(common));
        }
        let row = |(bureau, span)| RowReport { common: common.to_owned(), bureau, span };
        Some(Self { rows: found.into_iter().map(row).collect(), are_reports, faults })
    }
}

/// A folder that promises reports and has none.
fn nothing(common: &Path) -> Diagnostic {
    let message = "写了“逐行成文: true”，没有从表格里读出一个单位";
    Diagnostic::new(Code::SheetNothing, Place::File(common.to_owned()), message)
}

fn load_row(row: &RowReport, loader: Loader<'_>) -> Loaded {
    let Loaded { root: base, findings } = data::read(&row.common);
    let own = data::record::of_bureau(&row.bureau, &row.span);
    finish(Parts { own: Some(own), base, findings }, loader)
}

fn finish(parts: Parts, loader: Loader<'_>) -> Loaded {
    let Parts { own, mut base, mut findings } = parts;
    let Some(mut own) = own else {
        return Loaded { root: None, findings };
    };
    let own_setting = setting::take(&mut own, &mut findings);
    let base_setting = base.as_mut().and_then(|base| setting::take(base, &mut findings));
    let plain = node::inherit_from(base.as_ref(), own.clone());
    let setting = own_setting.or(base_setting);
    let mut root = match (setting, loader.mappings.of_report(&plain)) {
        // What is wrong with the kind is said where the report is made.
        (Some(setting), Some(kind)) => {
            let record = collect(&setting, kind, &plain, loader.books);
            findings.extend(record.findings);
            match record.root {
                Some(cells) => {
                    let own = record::join(&cells, own, &mut findings);
                    node::inherit_from(base.as_ref(), own)
                }
                None => plain,
            }
        }
        (Some(_), None) | (None, _) => plain,
    };
    data::check(&mut root, &mut findings);
    Loaded { root: Some(root), findings }
}

/// The names of a bureau, with the forms in which they are compared.
pub(crate) struct Names {
    full: String,
    full_key: String,
    short_key: Option<String>,
    short: Option<String>,
    span: Span,
}

impl Names {
    /// Those of a report.
    pub(crate) fn of(root: &Node) -> Option<Self> {
        let full = data::record::bureau_name(root)?;
        let short = data::record::bureau_short_name(root).and_then(Node::text).map(str::to_owned);
        Some(Self {
            full: full.text()?.to_owned(),
            full_key: key(full.text()?),
            short_key: short.as_deref().map(key),
            short,
            span: full.span.clone(),
        })
    }

    /// Whether a name in a sheet means this bureau.
    pub(crate) fn mean(&self, name: &str) -> bool {
        self.fits(name, &key(name)).is_some()
    }

    /// How a name in a sheet means this bureau; the smaller, the surer.
    fn fits(&self, name: &str, compared: &str) -> Option<Fit> {
        if name == self.full {
            Some(Fit::Exact)
        } else if self.full_key == compared {
            Some(Fit::Spaced)
        } else if self.short_key.as_deref() == Some(compared) {
            Some(Fit::Short)
        } else if self.full_key.ends_with(compared) && compared.chars().count() >= 3 {
            Some(Fit::End)
        } else {
            None
        }
    }
}

/// How sure it is that a name means a bureau.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The full name.
    Exact,
    /// The full name but for spaces and widths.
    Spaced,
    /// 简称.
    Short,
    /// The end of the full name.
    End,
}

/// All figures of the bureau of a report.
fn collect(setting: &Setting, kind: KindMapping<'_>, root: &Node, books: &Books) -> Record {
    let mut record = Record::default();
    let KindMapping { kind, mapping } = kind;
    let Some(mapping) = mapping else {
        record.findings.push(no_mapping(kind, setting));
        return record;
    };
    // A report without a bureau has an error of its own.
    let Some(names) = Names::of(root) else { return record };
    let slots: Vec<Arc<Slot>> =
        setting.paths(&names.full).iter().map(|path| books.open(path)).collect();
    let mut opened = Vec::new();
    for slot in &slots {
        match slot.get() {
            Some(Ok(Checked { value: book, findings })) => {
                record.findings.extend(findings.iter().cloned());
                opened.push(book);
            }
            Some(Err(finding)) => record.findings.push(finding.clone()),
            None => {}
        }
    }
    if opened.len() == slots.len() {
        from_rows(mapping, &opened, &names, setting, &mut record);
        from_tables(mapping, &opened, &names, setting, &mut record);
    }
    record
}

fn from_rows(
    mapping: &Mapping,
    books: &[&Book],
    names: &Names,
    setting: &Setting,
    record: &mut Record,
) {
    for map in &mapping.rows {
        let listings = listings(mapping, map, books);
        if listings.is_empty() {
            record
                .findings
                .extend((!map.optional).then(|| no_sheet(map.sheet.as_deref(), books, setting)));
            continue;
        }
        for listing in &listings {
            record.findings.extend(listing.findings.iter().cloned());
        }
        let all =
            listings.iter().flat_map(|one| one.bureaus.iter().map(move |bureau| (one, bureau)));
        let fitting = all.filter_map(|(one, bureau)| {
            Some((names.fits(&bureau.name, &bureau.key)?, one, bureau))
        });
        // Of several that fit as well the first is taken; a second is reported already.
        match fitting.min_by_key(|(fit, ..)| *fit) {
            Some((fit, listing, bureau)) => {
                guessed(fit, bureau, names, record);
                listing.fill(bureau, record);
            }
            None => {
                // A sheet without a header has said so.
                if listings.iter().any(|one| !one.findings.has_errors() || !one.bureaus.is_empty())
                {
                    record.findings.push(no_row(&listings, names));
                }
            }
        }
    }
}

fn guessed(fit: Fit, bureau: &Bureau, names: &Names, record: &mut Record) {
    let how = match fit {
        Fit::Exact => return,
        Fit::Spaced => "去掉空格以后",
        Fit::Short => "按简称",
        Fit::End => "按名称的后半部分",
    };
    let message = format!("表格里写的是“{}”，{how}认作“{}”", bureau.name, names.full);
    record.findings.push(Diagnostic::new(Code::SheetNameGuess, bureau.span.place(), message));
}

fn no_row(listings: &[Listing<'_>], names: &Names) -> Diagnostic {
    let sheets: Vec<String> = listings.iter().map(|one| format!("“{}”", one.sheet.name)).collect();
    let message = format!("工作表{}里没有“{}”这个单位", sheets.join("、"), names.full);
    let finding = Diagnostic::new(Code::SheetNoRow, names.span.place(), message)
        .field(data::record::BUREAU_NAME);
    // A name that another data file bears is no slip of the pen.
    let folder = names.span.source.path().parent().unwrap_or(Path::new(""));
    let is_borne = |name: &str| {
        data::Format::EXTENSIONS
            .iter()
            .any(|extension| env::exists(&folder.join(format!("{name}.{extension}"))))
    };
    let all = listings.iter().flat_map(|one| one.bureaus.iter());
    match nearest(&names.full, all.map(|bureau| bureau.name.as_str())) {
        Some(near) if !is_borne(near) => {
            finding.hint(format!("表格里有一个相近的“{near}”，是同一个单位的，把两处改成一样"))
        }
        Some(_) => finding,
        None => finding,
    }
}

/// The sheets that a mapping by rows means.
fn listings<'a>(mapping: &'a Mapping, map: &'a RowMap, books: &[&'a Book]) -> Vec<Listing<'a>> {
    let mut listings = Vec::new();
    for book in books {
        listings.extend(meant(mapping, map, book).map(|sheet| Listing::read(book, sheet, map)));
    }
    listings
}

/// The sheet of a workbook that a mapping by rows means: the named one, or the only one that
/// is shown; of a file without sheets its only one.
fn meant<'a>(mapping: &Mapping, map: &RowMap, book: &'a Book) -> Option<&'a Sheet> {
    let headed = |sheet: &Sheet| header::find(sheet, &[&map.bureau], map.header_rows, 0).is_some();
    if let Some(name) = &map.sheet {
        let named = book.sheets.iter().find(|sheet| key(&sheet.name) == key(name));
        // A plain text file has no name for its only sheet; a table in one has other headers.
        let is_headed = |sheet: &&Sheet| mapping.tables.is_empty() || headed(sheet);
        let alone = book.sheets.first().filter(|_| mapping.rows.len() == 1 && !book.has_sheets());
        return named.or(alone.filter(is_headed));
    }
    let shown = |sheet: &&Sheet| sheet.name != template::NOTES && !sheet.cells.is_empty();
    let all: Vec<&Sheet> = book.sheets.iter().filter(shown).collect();
    all.iter().find(|sheet| headed(sheet)).or_else(|| all.first()).copied()
}

fn no_sheet(name: Option<&str>, books: &[&Book], setting: &Setting) -> Diagnostic {
    let all = || books.iter().flat_map(|book| book.sheets.iter()).map(|sheet| sheet.name.as_str());
    let message = match name {
        Some(name) => format!("数据表里没有工作表“{name}”"),
        None => "数据表里没有填了数的工作表".to_owned(),
    };
    let finding =
        Diagnostic::new(Code::SheetMissing, setting.span.place(), message).field(setting::FIELD);
    match name.and_then(|name| nearest(name, all())) {
        Some(near) => finding.hint(format!("有一个相近的“{near}”，改正工作表的名称")),
        None => finding.hint(format!("现有的工作表：{}", all().collect::<Vec<_>>().join("、"))),
    }
}

fn from_tables(
    mapping: &Mapping,
    books: &[&Book],
    names: &Names,
    setting: &Setting,
    record: &mut Record,
) {
    for map in &mapping.tables {
        if setting.is_shared && !map.sheet.contains(BUREAU) {
            let message = format!("工作表“{}”不分单位，几个单位共用的文件里不能取数", map.sheet);
            record.findings.push(
                Diagnostic::new(Code::SheetSetting, setting.span.place(), message)
                    .field(setting::FIELD)
                    .hint("在共用文件里写成“数据表: {单位}.xlsx”，每个单位一个文件"),
            );
            continue;
        }
        let wanted: Vec<String> = [Some(names.full.as_str()), names.short.as_deref()]
            .into_iter()
            .flatten()
            .map(|name| key(&map.sheet.replace(BUREAU, name)))
            .collect();
        let mut all =
            books.iter().flat_map(|book| book.sheets.iter().map(move |sheet| (*book, sheet)));
        let is_meant = |sheet: &Sheet, book: &Book| {
            let alone = mapping.tables.len() == 1 && mapping.rows.is_empty();
            wanted.contains(&key(&sheet.name)) || alone && !book.has_sheets()
        };
        match all.find(|(book, sheet)| is_meant(sheet, book)) {
            Some((book, sheet)) => tables::fill(book, sheet, map, &names.span, record),
            None if map.optional => {}
            None => {
                let name = map.sheet.replace(BUREAU, &names.full);
                record.findings.push(no_sheet(Some(&name), books, setting));
            }
        }
    }
}

/// The bureaus of the rows of all spreadsheets that a common file names, each once; why a
/// spreadsheet gives none goes to `faults`.
fn bureaus_of(
    setting: &Setting,
    kind: KindMapping<'_>,
    books: &Books,
    faults: &mut Findings,
) -> Vec<(String, Span)> {
    let Some(mapping) = kind.mapping else {
        faults.push(no_mapping(kind.kind, setting));
        return Vec::new();
    };
    let mut found: Vec<(String, Span)> = Vec::new();
    let mut seen = BTreeSet::new();
    for path in setting.shared_paths() {
        let slot = books.open(&path);
        let book = match slot.get() {
            Some(Ok(Checked { value: book, .. })) => book,
            Some(Err(fault)) => {
                faults.push(fault.clone());
                continue;
            }
            None => continue,
        };
        for map in &mapping.rows {
            let listings = listings(mapping, map, &[book]);
            if listings.is_empty() && !map.optional {
                faults.push(no_sheet(map.sheet.as_deref(), &[book], setting));
            }
            for listing in listings {
                if listing.bureaus.is_empty() {
                    let errors = listing.findings.into_iter();
                    faults.extend(errors.filter(|one| one.severity() == Severity::Error));
                }
                for bureau in listing.bureaus {
                    if seen.insert(bureau.key) {
                        found.push((bureau.name, bureau.span));
                    }
                }
            }
        }
    }
    found
}

fn no_mapping(kind: &str, setting: &Setting) -> Diagnostic {
    let message = format!("{kind}没有写怎样从表格取数（sheets.yaml），“数据表”用不上");
    Diagnostic::new(Code::SheetNoMapping, setting.span.place(), message).field(setting::FIELD)
}

/// What a contract says about a field, for people who fill it in.
fn explained(schema: &Json) -> Option<String> {
    let description = schema.get("description").and_then(Json::as_str);
    let examples = schema.get("examples").and_then(Json::as_array).map(|examples| {
        let plain = |one: &Json| one.as_str().map_or_else(|| one.to_string(), str::to_owned);
        let scalar = examples.iter().filter(|one| !one.is_object() && !one.is_array());
        scalar.map(plain).collect::<Vec<_>>().join("、")
    });
    let examples = examples.filter(|list| !list.is_empty()).map(|list| format!("例如 {list}"));
    match (description, examples) {
        (Some(text), Some(examples)) => {
            Some(format!("{}；{examples}", text.trim_end_matches('。')))
        }
        (Some(text), None) => Some(text.trim_end_matches('。').to_owned()),
        (None, examples) => examples,
    }
}
