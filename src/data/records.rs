//! Which data files there are: by kind, year and bureau. Last year's data is found here.
//!
//! Only paths and keys are kept, so ten thousand files cost a few megabytes; a tree is
//! loaded when it is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::folders::files_below;
use super::node::{Entry, Node, Span, Value};
use super::{Format, common_files, is_common, record};
use crate::diag::{self, Code, Diagnostic, Findings, Place};
use crate::env::{self, Changed};

/// The field under which templates, texts and rules see last year's data.
pub const LAST_YEAR: &str = "上年";
/// The field under which templates and rules see what is computed from other reports.
pub const SUMMARY: &str = "汇总";
/// Top-level fields that the program fills; data files must not.
pub const RESERVED: [&str; 2] = [LAST_YEAR, SUMMARY];

/// What tells reports apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// 报告种类.
    pub kind: String,
    /// 年度.
    pub year: i32,
    /// 单位.全称.
    pub bureau: String,
}

impl Key {
    /// The key of a report, with what its common file says.
    pub fn of(root: &Node) -> Option<Self> {
        Fields::of(root).key(&Fields::default())
    }

    /// The key as one line.
    fn words(&self) -> String {
        format!("{}/{}/{}", self.year, self.kind, self.bureau)
    }

    fn of_words(words: &str) -> Option<Self> {
        let (year, rest) = words.split_once('/')?;
        let (kind, bureau) = rest.split_once('/')?;
        Some(Self { kind: kind.to_owned(), year: year.parse().ok()?, bureau: bureau.to_owned() })
    }

    /// The key of the same bureau's report of the year before.
    pub fn last_year(&self) -> Self {
        Self { year: self.year.saturating_sub(1), ..self.clone() }
    }
}

/// The parts of a key that one file holds.
#[derive(Debug, Default, Clone)]
struct Fields {
    kind: Option<String>,
    year: Option<i32>,
    bureau: Option<String>,
}

impl Fields {
    fn of(root: &Node) -> Self {
        Self {
            kind: record::kind(root).and_then(Node::word),
            year: record::year(root),
            bureau: record::bureau_name(root).and_then(Node::word),
        }
    }

    fn key(self, common: &Self) -> Option<Key> {
        Some(Key {
            kind: self.kind.or_else(|| common.kind.clone())?,
            year: self.year.or(common.year)?,
            bureau: self.bureau.or_else(|| common.bureau.clone())?,
        })
    }
}

/// An index of data files. The default knows none and looks around each report instead.
#[derive(Debug, Default)]
pub struct Records {
    index: Index,
    /// The folders that were scanned, as they were named.
    folders: Vec<PathBuf>,
    /// Their real paths; reports of other folders are looked around.
    scanned: Vec<PathBuf>,
    /// Reports in memory, for the sample of a kind that counts others.
    given: Option<Vec<Node>>,
}

/// Data files by their keys.
#[derive(Debug, Default)]
struct Index {
    known: BTreeMap<Key, Vec<PathBuf>>,
    /// Files that cannot be read, so that nobody knows whose they are.
    unread: Vec<PathBuf>,
    /// All files by their real paths.
    files: BTreeMap<PathBuf, Says>,
}

/// What a file says of itself, with its common file.
#[derive(Debug, Clone)]
enum Says {
    /// Whose report it is.
    Key(Key),
    /// Nothing: it is no report of any year.
    Nothing,
    /// It cannot be read.
    Unread,
}

impl Records {
    /// Indexes the data files below `folders` and in the folders of the year before beside
    /// them. What cannot be read is passed over: it gets its findings when it is used.
    pub fn scan(folders: &[PathBuf]) -> Self {
        let scanned = folders.iter().filter_map(|folder| env::real_path(folder).ok()).collect();
        let index = Index::of(files_of(folders), &|_| None);
        Self { index, folders: folders.to_vec(), scanned, given: None }
    }

    /// Indexes anew what these files have to do with: themselves, and the reports beside a
    /// common file.
    pub fn changed(&mut self, changed: &Changed) {
        if !changed.files().any(|path| Format::of(path).is_some()) {
            return;
        }
        let commons: BTreeSet<&Path> =
            changed.files().filter(|path| is_common(path)).filter_map(Path::parent).collect();
        // Beside the file as it is named, wherever a link leads.
        let has_new_common = |path: &Path| {
            let folder = || env::real_path(own_folder(path)).ok();
            !commons.is_empty() && folder().is_some_and(|folder| commons.contains(&*folder))
        };
        let known = |(path, real): &(PathBuf, PathBuf)| {
            let is_same = !changed.files().any(|file| file == real) && !has_new_common(path);
            self.index.files.get(real).filter(|_| is_same).cloned()
        };
        self.index = Index::of(files_of(&self.folders), &known);
        self.scanned = self.folders.iter().filter_map(|one| env::real_path(one).ok()).collect();
    }

    /// Nothing on the disk, only these reports.
    pub fn given(reports: Vec<Node>) -> Self {
        Self { given: Some(reports), ..Self::default() }
    }

    /// The reports in memory; `None` where reports are on the disk.
    pub fn in_memory(&self) -> Option<&[Node]> {
        self.given.as_deref()
    }

    /// The paths of the reports of that kind and year, with their bureaus, sorted by bureau.
    /// Without a scan there are none.
    pub fn of(&self, kind: &str, year: i32) -> Vec<(&str, &Path)> {
        let all = self.index.known.iter();
        all.filter(|(key, _)| key.kind == kind && key.year == year)
            .flat_map(|(key, paths)| paths.iter().map(|path| (key.bureau.as_str(), path.as_path())))
            .collect()
    }

    /// Several data files of one bureau, kind and year below the folders that were scanned: each
    /// would be made into a report.
    pub fn doubled(&self) -> Findings {
        let is_here = |path: &&PathBuf| self.folders.iter().any(|one| path.starts_with(one));
        let several = self.index.known.iter().filter_map(|(key, paths)| {
            let paths: Vec<&PathBuf> = paths.iter().filter(is_here).collect();
            let (last, others) = paths.split_last().filter(|(_, others)| !others.is_empty())?;
            let Key { kind, year, bureau } = key;
            let message =
                format!("“{bureau}”{year}年度的{kind}有 {} 个数据文件，会做成几份", paths.len());
            let finding = Diagnostic::new(Code::TwoFiles, Place::File((*last).clone()), message);
            Some(others.iter().fold(finding, |finding, path| {
                finding.related(Place::File((*path).clone()), "同一份报告的数据文件")
            }))
        });
        several.collect()
    }

    /// Files that cannot be read, so that nobody knows whose they are.
    pub fn unread(&self) -> &[PathBuf] {
        &self.index.unread
    }

    /// The data files of a report's bureau and kind for the year before.
    pub fn last_year(&self, root: &Node) -> Vec<PathBuf> {
        let key = Key::of(root).filter(|_| self.given.is_none());
        let Some(key) = key.map(|key| key.last_year()) else { return Vec::new() };
        let own = root.span.source.path();
        let real = env::real_path(own).ok().filter(|_| !self.scanned.is_empty());
        let is_scanned =
            real.is_some_and(|real| self.scanned.iter().any(|folder| real.starts_with(folder)));
        let around = (!is_scanned).then(|| around(own, &key));
        env::note(
            || env::Question::Index(key.words()),
            || if is_scanned { self.last_year_names(&key) } else { String::new() },
        );
        around.as_ref().unwrap_or(&self.index).find(&key, own)
    }

    /// What the index says now to a question that was noted when it was used.
    pub fn answer(&self, words: &str) -> Option<String> {
        Some(self.last_year_names(&Key::of_words(words)?))
    }

    /// The names of the files that last year's data would come from. What is in them is
    /// noted when they are read.
    fn last_year_names(&self, key: &Key) -> String {
        let paths = self.index.known.get(key).unwrap_or(&self.index.unread);
        let name =
            |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        paths.iter().filter_map(name).collect::<Vec<_>>().join("/")
    }

    /// What a data file says of itself.
    pub fn keys_by_path(&self) -> BTreeMap<&Path, &Key> {
        let all = self.index.known.iter();
        all.flat_map(|(key, paths)| paths.iter().map(move |path| (path.as_path(), key))).collect()
    }

    /// Loads last year's data of a report by `load`, and puts it into its tree under
    /// [`LAST_YEAR`].
    pub fn join_last_year(
        &self,
        root: &mut Node,
        load: &dyn Fn(&Path) -> super::Loaded,
    ) -> Findings {
        let paths = self.last_year(root);
        let [path] = &paths[..] else {
            return two_files(root, &paths).into_iter().collect();
        };
        let super::Loaded { root: last, findings: found } = load(path);
        if let Some(broken) = found.iter().find(|one| one.severity() == diag::Severity::Error) {
            return unusable(root, path, broken).into();
        }
        if let (Some(last), Value::Map(entries)) = (last, &mut root.value) {
            let key_span = Span::new(&last.span.source, 0..0);
            entries.push(Entry { key: LAST_YEAR.to_owned(), key_span, node: last });
        }
        Findings::new()
    }
}

/// Removes fields that only the program may fill, and says so.
pub(super) fn refuse_reserved(root: &mut Node, findings: &mut Findings) {
    let Value::Map(entries) = &mut root.value else { return };
    entries.retain(|entry| {
        let reserved = RESERVED.contains(&entry.key.as_str());
        if reserved {
            let message = format!("字段“{}”由程序填写，数据文件里不能写", entry.key);
            let finding = Diagnostic::new(Code::Reserved, entry.key_span.place(), message);
            findings.push(finding.field(&entry.key));
        }
        !reserved
    });
}

fn unusable(root: &Node, path: &Path, broken: &Diagnostic) -> Diagnostic {
    let place = Place::File(root.span.source.path().to_owned());
    let message = format!("上年的数据文件“{}”有错，没有用它：{}", path.display(), broken.message);
    Diagnostic::new(Code::LastYearUnreadable, place, message)
        .related(broken.place.clone(), "出错的地方")
}

fn two_files(root: &Node, paths: &[PathBuf]) -> Option<Diagnostic> {
    let [_, _, ..] = paths else { return None };
    let place = Place::File(root.span.source.path().to_owned());
    let message = format!("同一个单位、同一种报告的上年数据文件有 {} 个", paths.len());
    let finding = Diagnostic::new(Code::TwoLastYears, place, message);
    let each = |finding: Diagnostic, path: &PathBuf| {
        finding.related(Place::File(path.clone()), "上年的数据文件")
    };
    Some(paths.iter().fold(finding, each))
}

fn is_data(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    Format::of(path).is_some() && !is_common(path) && !hidden
}

/// The data files below folders and in the folders of the year before beside them.
fn files_of(folders: &[PathBuf]) -> Vec<(PathBuf, PathBuf)> {
    let mut files = Vec::new();
    for folder in folders {
        let years_before = years_before(folder);
        for folder in std::iter::once(folder).chain(&years_before) {
            let found = files_below(folder, None).unwrap_or_default().files;
            files.extend(found.into_iter().filter(|path| is_data(path)));
        }
    }
    distinct(files)
}

/// One path for each file, however many ways lead to it, with its real path.
fn distinct(files: Vec<PathBuf>) -> Vec<(PathBuf, PathBuf)> {
    let mut by_real = BTreeMap::new();
    for path in files {
        let real = env::real_path(&path).unwrap_or_else(|_| path.clone());
        by_real.entry(real).or_insert(path);
    }
    let mut files: Vec<_> = by_real.into_iter().map(|(real, path)| (path, real)).collect();
    files.sort();
    files
}

impl Index {
    /// The files of a key; else the unreadable one that is named as `own` is in the folder of
    /// the year before: most counties name the files of a bureau alike every year.
    fn find(&self, key: &Key, own: &Path) -> Vec<PathBuf> {
        if let Some(paths) = self.known.get(key) {
            return paths.clone();
        }
        let alike: Vec<&PathBuf> =
            self.unread.iter().filter(|path| path.file_stem() == own.file_stem()).collect();
        if alike.is_empty() {
            return Vec::new();
        }
        let real = |path: &Path| env::real_path(path).ok();
        let before: Vec<_> = years_before(own_folder(own)).iter().map(|path| real(path)).collect();
        let beside = |path: &&&PathBuf| before.contains(&path.parent().and_then(real));
        alike.iter().filter(beside).take(1).map(|path| (*path).clone()).collect()
    }

    /// Reads the keys of the files, each with its real path, on all processors; the order of
    /// the files is kept. What is `known` of a real path is not read again.
    fn of(
        files: Vec<(PathBuf, PathBuf)>,
        known: &dyn Fn(&(PathBuf, PathBuf)) -> Option<Says>,
    ) -> Self {
        let known: Vec<Option<Says>> = files.iter().map(known).collect();
        let mut commons: BTreeMap<PathBuf, Fields> = BTreeMap::new();
        for ((path, _), _) in files.iter().zip(&known).filter(|(_, known)| known.is_none()) {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            commons.entry(folder).or_insert_with(|| common_fields(path));
        }
        let none = Fields::default();
        let read = |path: &Path| {
            let common = path.parent().and_then(|folder| commons.get(folder)).unwrap_or(&none);
            let own = sound(path).map(|root| Fields::of(&root));
            own.map_or(Says::Unread, |own| own.key(common).map_or(Says::Nothing, Says::Key))
        };
        let view = env::View::current();
        let says = |((path, _), known): (&(PathBuf, PathBuf), Option<Says>)| {
            known.unwrap_or_else(|| view.within(|| read(path)))
        };
        let all: Vec<Says> = files.par_iter().zip(known).map(says).collect();
        let mut index = Self::default();
        for ((path, real), says) in files.into_iter().zip(all) {
            match &says {
                Says::Key(key) => {
                    index.known.entry(key.clone()).or_default().push(path.clone());
                }
                Says::Nothing => {}
                Says::Unread => index.unread.push(path.clone()),
            }
            index.files.insert(real, says);
        }
        index
    }
}

/// The tree of a file without slips: what is only meant can be no key.
fn sound(path: &Path) -> Option<Node> {
    let super::Loaded { root, findings } = super::read(path);
    let slip =
        |one: &Diagnostic| one.code == Code::Syntax && one.severity() == diag::Severity::Error;
    root.filter(|_| !findings.iter().any(slip))
}

fn common_fields(path: &Path) -> Fields {
    let common = common_files(path).first().and_then(|path| sound(path));
    common.as_ref().map(Fields::of).unwrap_or_default()
}

/// The files of `key` in the folder of `file` and in the folders of the year before beside
/// it. A file that does not hold the bureau's name is not parsed.
fn around(file: &Path, key: &Key) -> Index {
    let own = own_folder(file);
    let mut files = Vec::new();
    for folder in std::iter::once(own.to_owned()).chain(years_before(own)) {
        let here = env::list(&folder).unwrap_or_default();
        files.extend(here.into_iter().filter(|path| is_data(path) && may_hold(path, &key.bureau)));
    }
    Index::of(distinct(files), &|_| None)
}

fn own_folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether the name can stand in the file or in its common file. Names in other encodings or
/// in escapes cannot be seen, so such files may hold it.
fn may_hold(path: &Path, name: &str) -> bool {
    let seen = |path: &Path| {
        let Ok(bytes) = env::read(path) else { return false };
        match std::str::from_utf8(&bytes) {
            Ok(text) => text.contains(name) || text.contains("\\u") || text.contains("\\x"),
            Err(_) => true,
        }
    };
    let small = |path: &Path| env::file_size(path).is_ok_and(|size| size <= super::MAX_BYTES);
    let common = common_files(path);
    std::iter::once(path).chain(common.iter().map(PathBuf::as_path)).any(|p| small(p) && seen(p))
}

/// The folders of the year before: a folder of the path has a year in its name (`2024`,
/// `2024年报`), its neighbour has the year before; what follows is the same.
fn years_before(folder: &Path) -> Vec<PathBuf> {
    let Ok(real) = env::real_path(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for (steps, dated) in real.ancestors().enumerate() {
        let Some(year) = year_in(dated) else { continue };
        let below = real.strip_prefix(dated).unwrap_or(Path::new(""));
        let beside = env::list(&above(folder, steps + 1)).unwrap_or_default();
        for path in beside.into_iter().filter(|path| year_in(path) == Some(year - 1)) {
            let path = if below == Path::new("") { path } else { path.join(below) };
            found.extend(env::is_folder(&path).then_some(path));
        }
    }
    found
}

/// The folder `steps` above, in the words of the user as far as they reach.
fn above(folder: &Path, steps: usize) -> PathBuf {
    let plain = folder.components().all(|one| matches!(one, Component::Normal(_)));
    match folder.ancestors().nth(steps) {
        Some(above) if plain && above == Path::new("") => PathBuf::from("."),
        Some(above) if plain || folder.is_absolute() => above.to_owned(),
        _ => {
            let from = if folder == Path::new(".") { Path::new("") } else { folder };
            (0..steps).fold(from.to_owned(), |path, _| path.join(".."))
        }
    }
}

/// The year in the name of a folder: exactly four digits from 1900 to 2099.
pub(super) fn year_in(path: &Path) -> Option<i32> {
    let name = path.file_name()?.to_str()?;
    let runs = name.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.filter_map(|run| run.parse().ok()).find(|year| (1900..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_names() {
        for (name, year) in [
            ("2024", Some(2024)),
            ("2024年报", Some(2024)),
            ("示例县-2023", Some(2023)),
            ("20240101", None),
            ("3000", None),
            ("示例县", None),
        ] {
            assert_eq!(year_in(Path::new(name)), year, "{name}");
        }
    }
}
