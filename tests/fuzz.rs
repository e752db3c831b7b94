//! Every reader with files damaged at random, from fixed seeds: what comes is a result or a
//! sentence, in time, without a panic. `scripts/fuzz.sh` does it for as long as one likes.
//!
//! `tests/fuzz/` holds the corpus: a folder for each reader, every file once a fault or near to
//! one. They are read as they are, and damaged further.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use yinfa::kind::Kinds;
use yinfa::pipeline::{self, Plan};

use crate::cli;
use crate::mutation::damage;
use crate::support::{self, Random, ends, root, scratch};

/// How many damaged files a reader gets in the gate.
const ROUNDS: usize = 60;
/// How many files of others are handed to one run of the program.
const AT_ONCE: usize = 12;

/// A reader: its name, which is that of its folder in the corpus, and further good files.
struct Reader {
    name: &'static str,
    good: &'static [&'static str],
    look: fn(&Plan, &Path, &[PathBuf]),
}

const READERS: [Reader; 9] = [
    Reader {
        name: "data",
        good: &["tests/faults/base.yaml", "tests/faults/base.toml", "tests/faults/base.json"],
        look: |plan, _, files| files.iter().for_each(|file| drop(pipeline::check(file, plan))),
    },
    Reader { name: "text", good: &[], look: text },
    Reader { name: "template", good: &["tests/rules/kinds/试验报告/body.hbs"], look: template },
    Reader {
        name: "schema", good: &["tests/rules/kinds/试验报告/schema.json"], look: template
    },
    Reader { name: "rules", good: &["tests/rules/kinds/试验报告/rules.yaml"], look: template },
    Reader {
        name: "sheet",
        good: &["tests/sheets/files/libreoffice.xls", "tests/sheets/files/libreoffice.ods"],
        look: sheet,
    },
    Reader { name: "profile", good: &["tests/profiles/a-list.yaml"], look: profile },
    Reader { name: "finished", good: &[], look: finished },
    Reader { name: "journal", good: &[], look: journal },
];

/// The text of the data file with which all of them are read.
const HEAD: &str = "报告种类: 公文\n单位: {全称: 示例县甲局}\n成文日期: 2025-03-20\n标题: 通知\n";

fn text(plan: &Plan, folder: &Path, files: &[PathBuf]) {
    for file in files {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        let text = serde_json::to_string(&text).unwrap();
        let path = folder.join("text.yaml");
        let shared = "指标: {组: {案件: {数: 30, 单位: 件, 上年: 28}}}\n文字: {甲: 乙}\n";
        std::fs::write(&path, format!("{HEAD}{shared}正文: [{text}]\n")).unwrap();
        drop(pipeline::check(&path, plan));
    }
}

/// A kind one of whose files is damaged: it stops nobody but itself.
fn template(_: &Plan, folder: &Path, files: &[PathBuf]) {
    let kind = root().join("tests/rules/kinds/试验报告");
    for file in files {
        let whole = folder.join("kinds/试验报告");
        std::fs::create_dir_all(&whole).unwrap();
        for name in ["kind.yaml", "schema.json", "body.hbs", "rules.yaml"] {
            let own = file.extension() == Path::new(name).extension()
                && (file.extension() != Some("yaml".as_ref()) || name == "rules.yaml");
            let from = if own { file.clone() } else { kind.join(name) };
            std::fs::copy(from, whole.join(name)).unwrap();
        }
        let Ok(kinds) = Kinds::load(Some(folder)) else { continue };
        let plan = Plan { kinds, ..support::plan() };
        drop(pipeline::check(&root().join("tests/rules/cases/2024/相符.yaml"), &plan));
    }
}

fn sheet(plan: &Plan, folder: &Path, files: &[PathBuf]) {
    for file in files {
        let path = folder.join("sheet.yaml");
        let name = file.file_name().unwrap().to_str().unwrap();
        let kind = "报告种类: 法治政府建设年度报告\n年度: 2024\n单位: {全称: 示例县甲局}\n";
        std::fs::write(&path, format!("{kind}数据表: '{name}'\n")).unwrap();
        drop(pipeline::check(&path, plan));
    }
}

fn profile(_: &Plan, folder: &Path, files: &[PathBuf]) {
    std::fs::write(folder.join("甲.yaml"), format!("{HEAD}正文: [文]\n")).unwrap();
    for file in files {
        let file = file.to_str().unwrap();
        let (code, out, err) = cli::run(folder, &["check", "甲.yaml", "--profile", file]);
        assert!(matches!(code, 0 | 1 | 3), "{code} {out} {err}");
    }
}

/// Word files and PDFs.
fn finished(_: &Plan, folder: &Path, files: &[PathBuf]) {
    let names = files.iter().map(|file| file.to_str().unwrap());
    let arguments: Vec<&str> = ["inspect"].into_iter().chain(names).collect();
    let (code, _, err) = cli::run(folder, &arguments);
    assert!(matches!(code, 0 | 1 | 3) && !err.contains("panicked"), "{code} {err}");
}

/// A journal that was damaged or forged: nothing outside the output folder is touched.
fn journal(_: &Plan, folder: &Path, files: &[PathBuf]) {
    let outside = folder.join("outside.docx");
    std::fs::create_dir_all(folder.join("data")).unwrap();
    std::fs::write(folder.join("data/甲.yaml"), format!("{HEAD}正文: [文]\n")).unwrap();
    std::fs::write(&outside, "别人的文件").unwrap();
    for file in files {
        let home = folder.join("out/.yinfa");
        std::fs::create_dir_all(home.join("stage")).unwrap();
        std::fs::copy(file, home.join("journal.jsonl")).unwrap();
        std::fs::write(home.join("stage/1-0.docx"), "别的内容").unwrap();
        let (code, out, err) = cli::run(folder, &["batch", "data", "--out", "out"]);
        assert!(matches!(code, 0 | 4 | 5) && !err.contains("panicked"), "{code} {out} {err}");
        assert_eq!(std::fs::read_to_string(&outside).unwrap(), "别人的文件", "{file:?}");
        let names = std::fs::read_dir(folder).unwrap().count();
        assert_eq!(names, 3 + files.len(), "{file:?} made a file outside");
        let _ = std::fs::remove_dir_all(folder.join("out"));
    }
}

/// The good files of a reader with their extensions.
fn seeds(reader: &Reader) -> Vec<(String, Vec<u8>)> {
    let corpus = root().join("tests/fuzz").join(reader.name);
    let listed = std::fs::read_dir(corpus).into_iter().flatten().map(|one| one.unwrap().path());
    let mut paths: Vec<PathBuf> = listed.collect();
    paths.sort();
    paths.extend(reader.good.iter().map(|path| root().join(path)));
    let extension = |path: &Path| path.extension().unwrap_or_default().to_str().unwrap().to_owned();
    let mut seeds: Vec<(String, Vec<u8>)> = paths
        .iter()
        .filter(|path| path.exists())
        .map(|path| (extension(path), std::fs::read(path).unwrap()))
        .collect();
    if reader.name == "finished" {
        let own = &support::outputs()[0];
        seeds.push(("pdf".to_owned(), own.pdf.clone()));
        seeds.push(("docx".to_owned(), own.docx.clone()));
    }
    assert!(!seeds.is_empty(), "{} has no seeds", reader.name);
    seeds
}

/// Writes some files and hands them over; where it never comes back, they are still there.
fn look(reader: &Reader, plan: &Plan, files: &[(String, Vec<u8>)]) {
    let folder = scratch(&format!("fuzz-{}", reader.name));
    let write = |(number, (extension, bytes)): (usize, &(String, Vec<u8>))| {
        let path = folder.join(format!("fuzzed{number}.{extension}"));
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let paths: Vec<PathBuf> = files.iter().enumerate().map(write).collect();
    ends(reader.name, || (reader.look)(plan, &folder, &paths));
}

fn fuzz(reader: &Reader, plan: &Plan, time: Option<Duration>) {
    let seeds = seeds(reader);
    seeds.chunks(AT_ONCE).for_each(|some| look(reader, plan, some));
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ reader.name.len() as u64);
    let (begun, mut done) = (Instant::now(), 0);
    while time.map_or(done < ROUNDS, |time| begun.elapsed() < time) {
        let one = |_| {
            let (extension, good) = &seeds[random.below(seeds.len())];
            (extension.clone(), damage(good, &mut random))
        };
        let some: Vec<_> = (0..AT_ONCE).map(one).collect();
        look(reader, plan, &some);
        done += AT_ONCE;
    }
}

/// `YINFA_FUZZ=reader` with `YINFA_FUZZ_SECONDS=600` looks at one of them for longer.
#[test]
fn damaged_files_end_in_a_sentence() {
    let only = std::env::var("YINFA_FUZZ").ok();
    let seconds = std::env::var("YINFA_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let plan = support::plan();
    let wanted = READERS.iter().filter(|one| only.as_deref().is_none_or(|only| one.name == only));
    wanted.for_each(|reader| fuzz(reader, &plan, seconds.map(Duration::from_secs)));
}
