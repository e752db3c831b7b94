//! What the page and the workbook of a run both show.

use std::path::{Component, Path, PathBuf};

use super::record::{FileRecord, Record};
use super::report::RunReport;
use crate::output::OutputFormat;

/// What is known of the run, for people.
pub(super) fn facts(report: &RunReport) -> Vec<(&'static str, String)> {
    let run = &report.run;
    let fonts = report.fonts.iter().filter_map(|font| {
        let file = Path::new(font["pdf"][0]["file"].as_str()?).file_name()?;
        Some(format!("{} {}", font["role"].as_str()?, file.to_string_lossy()))
    });
    let fonts: Vec<String> = fonts.collect();
    let deviations = report.profile["deviations"].as_array().map_or(0, Vec::len);
    let profile = report.profile["name"].as_str().unwrap_or_default();
    let mut facts = vec![
        ("开始", run.started.clone()),
        ("用时", format!("{} 秒", run.seconds)),
        ("结束", run.ended.word().to_owned()),
        ("数据文件夹", run.data.clone()),
        ("输出文件夹", run.out.clone()),
        ("版式", format!("{profile}，和 GB/T 9704-2012 不同的 {deviations} 项")),
        ("PDF 字体", fonts.join("，")),
        ("程序", report.program.clone()),
    ];
    if !run.shards.is_empty() {
        facts.push(("分片", run.shards.join("、")));
    }
    facts
}

/// The way from a folder to a file, both named from the same place.
pub(super) fn relative(folder: &Path, file: &Path) -> PathBuf {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (folder, file) = (absolute(folder), absolute(file));
    let parts = |path: &Path| -> Vec<String> {
        let name = |one: Component<'_>| one.as_os_str().to_string_lossy().into_owned();
        path.components().map(name).collect()
    };
    let (from, to) = (parts(&folder), parts(&file));
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    up.map(str::to_owned).chain(to[common..].iter().cloned()).collect()
}

/// The file of a report in that format.
pub(super) fn file_of(record: &Record, format: OutputFormat) -> Option<&FileRecord> {
    record.files.iter().find(|file| OutputFormat::of(Path::new(&file.path)) == Some(format))
}
