//! Which reports a run makes, and where their files go.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::data::{Format, is_common};
use crate::diag::{Code, Diagnostic, Place};
use crate::env;

/// Folders may nest this deep; a link that leads back into itself ends here.
const MAX_FOLDERS: usize = 32;

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
    /// The name of the data file, for progress before the bureau is known.
    pub fn name(&self) -> String {
        self.relative.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The job of one data file.
pub fn single(input: &Path) -> Job {
    let relative = PathBuf::from(input.file_stem().unwrap_or_default());
    Job { input: input.to_owned(), relative, conflict: None }
}

/// All reports below a folder, sorted by path, and the files that were passed over.
pub fn find_jobs(folder: &Path) -> Result<(Vec<Job>, Vec<Diagnostic>), Diagnostic> {
    let mut jobs = Vec::new();
    let mut findings = Vec::new();
    collect(folder, folder, 0, &mut jobs, &mut findings)?;
    mark_conflicts(&mut jobs);
    Ok((jobs, findings))
}

fn collect(
    root: &Path,
    folder: &Path,
    depth: usize,
    jobs: &mut Vec<Job>,
    findings: &mut Vec<Diagnostic>,
) -> Result<(), Diagnostic> {
    let paths = env::list(folder).map_err(|error| {
        let message = format!("文件夹读不出来：{}", env::io_reason(&error));
        Diagnostic::new(Code::FileUnreadable, Place::File(folder.to_owned()), message)
            .hint("检查文件夹的名称和读取权限")
    })?;
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let passed_over = name.starts_with('.') || name.starts_with("~$") || is_common(&path);
        if env::is_folder(&path) {
            if !name.starts_with('.') && depth < MAX_FOLDERS {
                collect(root, &path, depth + 1, jobs, findings)?;
            }
        } else if Format::of(&path).is_some() && !passed_over {
            let relative = path.strip_prefix(root).unwrap_or(&path).with_extension("");
            jobs.push(Job { input: path, relative, conflict: None });
        } else if !passed_over && !name.eq_ignore_ascii_case("readme.md") {
            let message = format!("“{name}”不是数据文件，没有读取");
            findings.push(Diagnostic::new(Code::FileIgnored, Place::File(path), message));
        }
    }
    Ok(())
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
