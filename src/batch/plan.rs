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
/// `out` may lie inside the folder; what earlier runs wrote there is no data.
pub fn find_jobs(
    folder: &Path,
    out: Option<&Path>,
) -> Result<(Vec<Job>, Vec<Diagnostic>), Diagnostic> {
    let out = out.and_then(|out| env::real_path(out).ok());
    let mut search = Search { root: folder, out, jobs: Vec::new(), findings: Vec::new() };
    search.collect(folder, 0)?;
    mark_conflicts(&mut search.jobs);
    Ok((search.jobs, search.findings))
}

struct Search<'a> {
    root: &'a Path,
    out: Option<PathBuf>,
    jobs: Vec<Job>,
    findings: Vec<Diagnostic>,
}

impl Search<'_> {
    fn collect(&mut self, folder: &Path, depth: usize) -> Result<(), Diagnostic> {
        let paths = env::list(folder).map_err(|error| {
            let message = format!("文件夹读不出来：{}", env::io_reason(&error));
            Diagnostic::new(Code::FileUnreadable, Place::File(folder.to_owned()), message)
                .hint("检查文件夹的名称和读取权限")
        })?;
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let passed_over = name.starts_with('.') || name.starts_with("~$") || is_common(&path);
            if env::is_folder(&path) {
                let is_out = self.out.is_some() && env::real_path(&path).ok() == self.out;
                if !name.starts_with('.') && !is_out && depth < MAX_FOLDERS {
                    self.collect(&path, depth + 1)?;
                }
            } else if Format::of(&path).is_some() && !passed_over {
                let relative = path.strip_prefix(self.root).unwrap_or(&path).with_extension("");
                self.jobs.push(Job { input: path, relative, conflict: None });
            } else if !passed_over && !name.eq_ignore_ascii_case("readme.md") {
                let message = format!("“{name}”不是数据文件，没有读取");
                self.findings.push(Diagnostic::new(Code::FileIgnored, Place::File(path), message));
            }
        }
        Ok(())
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
