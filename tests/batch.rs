//! A batch as people run it: what is made and why, what stays, what a stopped run leaves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support;

/// A data folder with three bureaus of two counties and an output folder beside it.
pub struct Place {
    pub folder: PathBuf,
}

impl Place {
    pub fn new(name: &str) -> Self {
        let place = Self { folder: support::scratch(name) };
        for (county, bureau) in [("东县", "甲"), ("东县", "乙"), ("西县", "丙")] {
            place.write(&format!("data/{county}/2024/{bureau}.yaml"), &data(bureau, "一段。"));
        }
        place
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yinfa"));
        command.args(args).current_dir(&self.folder);
        command
    }

    /// Runs and gives the exit code, standard output and standard error.
    pub fn run(&self, args: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (status.code().expect("an exit code"), text(stdout), text(stderr))
    }

    /// Runs a batch that must end as said.
    pub fn batch(&self, args: &[&str], code: i32) -> (String, String) {
        let args: Vec<&str> = ["batch"].iter().chain(args).copied().collect();
        let (found, out, err) = self.run(&args);
        assert_eq!(found, code, "{args:?}: {out}\n{err}");
        (out, err)
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Word files and PDFs of the output folder by their paths.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.folder.join("out"))
    }

    /// The status of every report in the last run, by its name.
    pub fn states(&self) -> BTreeMap<String, String> {
        let report = self.last_report();
        let one = |one: &serde_json::Value| {
            let name = Path::new(one["key"].as_str().unwrap()).file_name().unwrap();
            (name.to_string_lossy().into_owned(), one["status"].as_str().unwrap().to_owned())
        };
        report["reports"].as_array().unwrap().iter().map(one).collect()
    }

    pub fn last_report(&self) -> serde_json::Value {
        let path = self.last_run().join("report.json");
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    }

    pub fn last_run(&self) -> PathBuf {
        let runs = std::fs::read_dir(self.folder.join("out")).unwrap();
        let runs = runs.map(|entry| entry.unwrap().path());
        let is_run =
            |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("运行-");
        let time = |path: &PathBuf| std::fs::metadata(path).unwrap().modified().unwrap();
        runs.filter(is_run).max_by_key(time).expect("a run")
    }
}

pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.starts_with("运行-") {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(own, b)| (format!("{name}/{own}"), b)));
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
    found
}

pub fn data(bureau: &str, text: &str) -> String {
    format!(
        "报告种类: 年度工作总结\n单位:\n  全称: 示例县{bureau}局\n年度: 2024\n\
         成文日期: 2025-03-20\n开头: {bureau}局开头一段。\n工作:\n  - 标题: 主要工作\n    内容:\n      - {text}\n"
    )
}

#[test]
fn probe_data() {
    let place = Place::new("batch-probe");
    let (out, err) = place.batch(&[], 0);
    println!("{out}{err}");
}
