//! Which reports a run makes, and where their files go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::data::folders::{Found, files_below};
use crate::data::{self, Format, is_common};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place, Severity};
use crate::env;
use crate::kind::Kinds;
use crate::sheets::{self, Books, Loader, Names, RowReport, Rows};

/// One report to make.
#[derive(Debug)]
pub struct Job {
    /// The data file, or the spreadsheet of a report that has none.
    pub input: PathBuf,
    /// The row of the spreadsheet, when there is no data file.
    pub row: Option<RowReport>,
    /// Where its files go below the output folder, without extension.
    pub relative: PathBuf,
    /// Set when another data file would write the same files.
    pub conflict: Option<Diagnostic>,
}

impl Job {
    /// Where its files go, as text with `/`: what the journal and the shards know it by.
    pub fn key(&self) -> String {
        let names = self.relative.components().map(|one| one.as_os_str().to_string_lossy());
        names.collect::<Vec<_>>().join("/")
    }

    /// The name of the data file, for progress before the bureau is known.
    pub fn name(&self) -> String {
        self.relative.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The job of one data file.
pub fn single(input: &Path) -> Job {
    let relative = PathBuf::from(input.file_stem().unwrap_or_default());
    let mut job = Job { input: input.to_owned(), row: None, relative, conflict: None };
    mark_foreign_name(&mut job);
    mark_unreadable_name(&mut job);
    job
}

/// All reports below a folder, sorted by path, and the files that were passed over.
/// `out` may lie inside the folder; what earlier runs wrote there is no data.
///
/// # Errors
///
/// One finding, where the folder or one below it cannot be read.
pub fn find_jobs(folder: &Path, out: Option<&Path>) -> Result<Checked<Vec<Job>>, Diagnostic> {
    let search = Search::of(folder, out)?;
    Ok(search.marked())
}

/// The same with the rows of spreadsheets that are reports of their own (逐行成文); rows that
/// belong to no report are told.
///
/// # Errors
///
/// As [`find_jobs`].
pub fn find_all(
    folder: &Path,
    out: Option<&Path>,
    kinds: &Kinds,
    books: &Books,
) -> Result<Checked<Vec<Job>>, Diagnostic> {
    let mut search = Search::of(folder, out)?;
    for common in std::mem::take(&mut search.commons) {
        search.add_rows(&common, kinds, books);
    }
    search.jobs.sort_by(|one, other| one.relative.cmp(&other.relative));
    Ok(search.marked())
}

struct Search<'a> {
    root: &'a Path,
    jobs: Vec<Job>,
    findings: Findings,
    commons: Vec<PathBuf>,
    workbooks: Vec<PathBuf>,
}

impl<'a> Search<'a> {
    fn of(root: &'a Path, out: Option<&Path>) -> Result<Self, Diagnostic> {
        let out = out.and_then(|out| env::real_path(out).ok());
        let Found { files, findings } = files_below(root, out.as_deref())?;
        let (jobs, commons, workbooks) = (Vec::new(), Vec::new(), Vec::new());
        let mut search = Search { root, jobs, findings, commons, workbooks };
        files.into_iter().for_each(|path| search.sort_in(path));
        search.tell_unread_workbooks();
        Ok(search)
    }

    /// The jobs, those marked that cannot be made because of their names.
    fn marked(mut self) -> Checked<Vec<Job>> {
        mark_conflicts(&mut self.jobs);
        self.jobs.iter_mut().for_each(mark_foreign_name);
        self.jobs.iter_mut().for_each(mark_unreadable_name);
        tell_copies(&self.jobs, &mut self.findings);
        Checked::new(self.jobs, self.findings)
    }

    fn sort_in(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_data = Format::of(&path).is_some();
        if is_common(&path) {
            self.commons.extend(is_data.then_some(path));
        } else if is_data {
            let relative = path.strip_prefix(self.root).unwrap_or(&path).with_extension("");
            self.jobs.push(Job { input: path, row: None, relative, conflict: None });
        } else if sheets::is_workbook(&path) {
            self.workbooks.push(path);
        } else if let Some(meant) = hidden_extension(&name) {
            let message = format!("“{name}”的扩展名是 .txt，没有读取；它像是数据文件“{meant}”");
            let finding = Diagnostic::new(Code::FileIgnored, Place::File(path), message);
            let hint = format!("是数据文件的，改名为“{meant}”（先在文件夹选项里显示扩展名）");
            self.findings.push(finding.severe(Severity::Warning).hint(hint));
        } else if !name.eq_ignore_ascii_case("readme.md") {
            self.ignored(path, &format!("“{name}”不是数据文件，没有读取"));
        }
    }

    fn ignored(&mut self, path: PathBuf, message: &str) {
        self.findings.push(Diagnostic::new(Code::FileIgnored, Place::File(path), message));
    }

    /// Spreadsheets that no data file names.
    fn tell_unread_workbooks(&mut self) {
        let workbooks = std::mem::take(&mut self.workbooks);
        if workbooks.is_empty() {
            return;
        }
        let files = self.commons.iter().chain(self.jobs.iter().map(|job| &job.input));
        let named: Vec<sheets::Named> =
            files.filter_map(|path| sheets::Named::of(&data::read(path).root?)).collect();
        for path in workbooks {
            if !named.iter().any(|named| named.holds(&path)) {
                let name = path.file_name().unwrap_or_default().display();
                let message = format!("没有数据文件写“数据表: {name}”，这个表格没有读取");
                self.ignored(path, &message);
            }
        }
    }

    /// Rows of the spreadsheets of a folder that have no data file beside its common file.
    fn add_rows(&mut self, common: &Path, kinds: &Kinds, books: &Books) {
        let folder = common.parent().unwrap_or(Path::new(""));
        let loader = Loader { mappings: kinds, books };
        let Some(Rows { rows, are_reports, faults }) = Rows::of(common, loader) else {
            self.add_unreadable(common, folder);
            return;
        };
        if are_reports {
            let unknown = rows.is_empty().then(|| data::read(common).root).flatten();
            let unknown = unknown.and_then(|root| kinds.of(&root).err());
            let faults = unknown.unwrap_or(faults);
            faults.into_iter().for_each(|fault| self.add_fault(folder, fault));
        }
        let here = |job: &&Job| job.row.is_none() && job.input.parent() == Some(folder);
        let reports: Vec<_> = self
            .jobs
            .iter()
            .filter(here)
            .map(|job| (job.name(), data::load(&job.input).root.as_ref().and_then(Names::of)))
            .collect();
        for row in rows {
            let RowReport { bureau, span, .. } = &row;
            let has_file = reports.iter().any(|(name, names)| {
                name == bureau || names.as_ref().is_some_and(|names| names.mean(bureau))
            });
            if has_file {
                continue;
            }
            if are_reports {
                let below = folder.strip_prefix(self.root).unwrap_or(Path::new(""));
                let input = span.source.path().to_owned();
                let relative = below.join(file_name(bureau));
                self.jobs.push(Job { input, row: Some(row), relative, conflict: None });
            } else {
                let message = format!("表格里有“{bureau}”，文件夹里没有它的数据文件");
                let finding = Diagnostic::new(Code::SheetRowUnused, span.place(), message);
                self.findings.push(finding);
            }
        }
    }
}

impl Search<'_> {
    /// A common file that cannot be read, in a folder without data files: nobody else would
    /// say so.
    fn add_unreadable(&mut self, common: &Path, folder: &Path) {
        if self.jobs.iter().any(|job| job.input.parent() == Some(folder)) {
            return;
        }
        let fault = data::read(common).findings.into_first_error();
        fault.into_iter().for_each(|fault| self.add_fault(folder, fault));
    }

    /// A report that stands for those that a folder promises and cannot give: it fails, and so
    /// nobody forgets the folder.
    fn add_fault(&mut self, folder: &Path, mut fault: Diagnostic) {
        let below = folder.strip_prefix(self.root).unwrap_or(Path::new(""));
        let named = if below == Path::new("") { folder } else { below };
        let (path, _) = fault.position();
        let input = path.unwrap_or_else(|| folder.to_owned());
        let name = input.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let relative = below.join(&name);
        if self.jobs.iter().any(|job| job.relative == relative) {
            return;
        }
        let named = named.display();
        fault.message = format!("文件夹“{named}”的“{name}”没有用上，少做了报告：{}", fault.message);
        self.jobs.push(Job { input, row: None, relative, conflict: Some(fault) });
    }
}

/// `x.yaml` where a text editor made `x.yaml.txt` of it.
fn hidden_extension(name: &str) -> Option<&str> {
    let meant = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".TXT"))?;
    Format::of(Path::new(meant)).map(|_| meant)
}

/// What people and programs put behind the name of a file that they copy.
const COPIES: [&str; 16] = [
    "- 副本",
    "-副本",
    "的副本",
    "副本",
    "- 复制",
    "-复制",
    "（终稿）",
    "(终稿)",
    "终稿",
    "（最终）",
    "最终版",
    "（修改）",
    "（改）",
    "（新）",
    "修改稿",
    "- Copy",
];

/// The name of the file of which this one looks like a copy.
fn copied(stem: &str) -> Option<&str> {
    let stem = stem.trim();
    let numbered = stem.strip_suffix([')', '）']).and_then(|rest| rest.rsplit_once(['(', '（']));
    let is_count = |digits: &str| digits.len() == 1 && digits.bytes().all(|b| b.is_ascii_digit());
    let numbered = numbered.filter(|(_, digits)| is_count(digits)).map(|(name, _)| name);
    let worded = || COPIES.iter().find_map(|word| stem.strip_suffix(word));
    numbered.or_else(worded).map(|name| name.trim_end_matches([' ', '-', '_']))
}

/// Warns of files that look like copies of others beside them.
fn tell_copies(jobs: &[Job], findings: &mut Findings) {
    let known: BTreeSet<&Path> = jobs.iter().map(|job| job.relative.as_path()).collect();
    for job in jobs.iter().filter(|job| job.row.is_none() && job.conflict.is_none()) {
        let name = job.name();
        let Some(original) = copied(&name) else { continue };
        let beside = job.relative.with_file_name(original);
        if known.contains(beside.as_path()) {
            let message = format!("“{name}”像是“{original}”的副本，会做成两份");
            findings.push(Diagnostic::new(Code::FileCopy, Place::File(job.input.clone()), message));
        }
    }
}

/// A name of a bureau as a name of a file, on any system.
fn file_name(bureau: &str) -> String {
    let allowed = |c: char| !c.is_control() && !r#"/\:*?"<>|"#.contains(c);
    let name: String = bureau.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    // Systems allow 255 bytes; an extension comes behind.
    let mut end = name.len().min(200);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let name = name[..end].trim().trim_matches('.');
    match name {
        "" => "未名单位".to_owned(),
        name if is_reserved(name) => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// Names that mean devices on Windows, with or without an extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Whether Windows takes a name for a device.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |word: &str| {
        let number = stem.strip_prefix(word).map(|number| number.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    };
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

/// A name that cannot be a name on every system on which the results are opened: its report
/// is not made, the others are.
fn mark_foreign_name(job: &mut Job) {
    let unusable = |name: &str| {
        let reason = match () {
            () if is_reserved(name) => "在 Windows 里是设备的名称",
            () if name.ends_with(['.', ' ']) => "以点或者空格结尾，Windows 不认",
            () if name.contains(|c: char| c.is_control() || c == '\\') => "里有控制字符或者反斜线",
            () if name.len() > LONGEST => "太长",
            () => return None,
        };
        Some(format!("文件名“{name}”{reason}，做出的文件打不开"))
    };
    let names = job.relative.iter().filter_map(|name| name.to_str());
    if let Some(message) = names.filter_map(unusable).next() {
        let place = Place::File(job.input.clone());
        let finding = Diagnostic::new(Code::FileName, place, message);
        job.conflict = Some(finding.hint("给文件或者文件夹改名"));
    }
}

/// Systems allow names of 255 bytes; an extension comes behind.
const LONGEST: usize = 240;

/// A name that is no Unicode could not be written into the journal and found again.
fn mark_unreadable_name(job: &mut Job) {
    if job.relative.to_str().is_none() {
        let message = format!("文件名“{}”不是 UTF-8 编码", job.relative.display());
        let place = Place::File(job.input.clone());
        job.conflict = Some(Diagnostic::new(Code::FileName, place, message));
    }
}

/// Two data files whose results would have the same name: neither is made. Windows and
/// macOS do not tell capitals apart, macOS does not tell composed letters from those that are
/// put together, and the shelves of Windows drop dots and spaces at the end: neither do we.
fn mark_conflicts(jobs: &mut [Job]) {
    let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, job) in jobs.iter().enumerate() {
        owners.entry(same_name(&job.relative)).or_default().push(index);
    }
    for group in owners.into_values().filter(|group| group.len() > 1) {
        let names: Vec<String> =
            group.iter().map(|&index| jobs[index].input.display().to_string()).collect();
        for index in group {
            let message = format!("这几个数据文件会写出同名的结果：{}", names.join("、"));
            let place = Place::File(jobs[index].input.clone());
            jobs[index].conflict = Some(Diagnostic::new(Code::FileDuplicate, place, message));
        }
    }
}

/// One name for all that some system takes for the same.
fn same_name(relative: &Path) -> String {
    let shown = relative.to_string_lossy().to_lowercase();
    let names = shown.split('/').map(|name| name.trim_end_matches(['.', ' ']));
    names.collect::<Vec<_>>().join("/").nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_name_their_originals() {
        for (stem, original) in [
            ("示例县司法局 - 副本", Some("示例县司法局")),
            ("示例县司法局 (1)", Some("示例县司法局")),
            ("示例县司法局（2）", Some("示例县司法局")),
            ("示例县司法局（终稿）", Some("示例县司法局")),
            ("示例县司法局(2024)", None),
            ("示例县司法局", None),
        ] {
            assert_eq!(copied(stem), original, "{stem}");
        }
        assert_eq!(hidden_extension("甲.yaml.txt"), Some("甲.yaml"));
        assert_eq!(hidden_extension("甲.txt"), None);
    }
}
