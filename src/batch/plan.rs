//! Which reports a run makes, and where their files go.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::data::folders::{Found, files_below};
use crate::data::{Format, is_common};
use crate::diag::{Code, Diagnostic, Place};
use crate::env;

/// One report to make.
#[derive(Debug)]
pub struct Job {
    /// The data file.
    pub input: PathBuf,
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
    let mut job = Job { input: input.to_owned(), relative, conflict: None };
    mark_unreadable_name(&mut job);
    job
}

/// All reports below a folder, sorted by path, and the files that were passed over.
/// `out` may lie inside the folder; what earlier runs wrote there is no data.
pub fn find_jobs(
    folder: &Path,
    out: Option<&Path>,
) -> Result<(Vec<Job>, Vec<Diagnostic>), Diagnostic> {
    let out = out.and_then(|out| env::real_path(out).ok());
    let Found { files, mut findings } = files_below(folder, out.as_deref())?;
    let mut jobs = Vec::new();
    for path in files.into_iter().filter(|path| !is_common(path)) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if Format::of(&path).is_some() {
            let relative = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
            jobs.push(Job { input: path, relative, conflict: None });
        } else if !name.eq_ignore_ascii_case("readme.md") {
            let message = format!("“{name}”不是数据文件，没有读取");
            findings.push(Diagnostic::new(Code::FileIgnored, Place::File(path), message));
        }
    }
    mark_conflicts(&mut jobs);
    jobs.iter_mut().for_each(mark_unreadable_name);
    Ok((jobs, findings))
}

/// A name that is no Unicode could not be written into the journal and found again.
fn mark_unreadable_name(job: &mut Job) {
    if job.relative.to_str().is_none() {
        let message = format!("文件名“{}”不是 UTF-8 编码", job.relative.display());
        let place = Place::File(job.input.clone());
        job.conflict = Some(Diagnostic::new(Code::FileName, place, message));
    }
}

/// Two data files whose results would have the same name: neither is made. Windows and
/// macOS do not tell capitals apart, so neither do we.
fn mark_conflicts(jobs: &mut [Job]) {
    let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, job) in jobs.iter().enumerate() {
        owners.entry(job.relative.to_string_lossy().to_lowercase()).or_default().push(index);
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
