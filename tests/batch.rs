//! A batch as people run it: what is made and why, what stays, what a stopped run leaves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use crate::support;

/// A data folder with three bureaus of two counties and an output folder beside it.
pub struct Place {
    pub folder: PathBuf,
    _in_memory: Option<tempfile::TempDir>,
}

impl Place {
    pub fn new(name: &str) -> Self {
        Self { folder: support::scratch(name), _in_memory: None }.filled()
    }

    /// In memory where the system can, for tests that would mostly wait for the disk.
    pub fn in_memory() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        Self { folder: folder.path().to_owned(), _in_memory: Some(folder) }.filled()
    }

    fn filled(self) -> Self {
        let place = self;
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
         成文日期: 2025-03-20\n开头: {bureau}局开头一段。\n部分:\n  - 标题: 主要工作\n    内容: [{text}]\n打算: {{内容: [明年打算。]}}\n"
    )
}

/// What the plan says of a report.
fn planned(place: &Place, name: &str, args: &[&str]) -> String {
    let (out, _) = place.batch(&[&["--dry-run"], args].concat(), 0);
    let row = out.lines().find(|line| line.contains(&format!("/{name} ")));
    row.unwrap_or_else(|| panic!("{name} is not in the plan: {out}")).to_owned()
}

#[test]
fn only_what_changed_is_made_and_the_plan_says_why() {
    let place = Place::new("batch-changes");
    let plan = planned(&place, "甲", &[]);
    assert!(plan.contains("做") && plan.contains("新的"), "{plan}");
    assert!(!place.folder.join("out").exists(), "a plan writes nothing");
    place.batch(&[], 0);
    let first = place.files();
    assert_eq!(first.len(), 6);
    place.batch(&[], 0);
    assert_eq!(place.states().values().collect::<Vec<_>>(), ["unchanged"; 3]);
    let report = place.last_report();
    assert_eq!(report["reports"][0]["title"], "示例县乙局2024年工作总结");
    assert_eq!(report["reports"][0]["pages"], 1);
    // A common file that was not there is an input as well.
    place.write("data/东县/2024/共用.yaml", "文字: {甲: 乙}\n");
    place.write("data/西县/2024/丙.yaml", &data("丙", "另一段。"));
    let plan = planned(&place, "甲", &[]);
    assert!(plan.contains("数据变了（共用.yaml）"), "{plan}");
    let (out, _) = place.batch(&["--county", "西县"], 0);
    assert!(out.contains("共 1 个单位，做成 1 个"), "{out}");
    let second = place.files();
    let changed: Vec<&String> = first
        .iter()
        .filter(|(path, bytes)| second[*path] != **bytes)
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["西县/2024/丙.docx", "西县/2024/丙.pdf"]);
    for (args, name, reason) in [
        (&["--profile", "B"][..], "丙", "版式变了"),
        (&["--force"], "丙", "要求重做"),
        (&[], "甲", "数据变了"),
        (&[], "丙", "没有变化"),
    ] {
        let plan = planned(&place, name, args);
        assert!(plan.contains(reason), "{args:?}: {plan}");
    }
    std::fs::remove_file(place.folder.join("out/西县/2024/丙.pdf")).unwrap();
    assert!(planned(&place, "丙", &[]).contains("结果缺文件"));
    place.batch(&["--only", "changed"], 0);
    assert_eq!(place.states().into_keys().collect::<Vec<_>>(), ["乙", "甲"]);
    place.batch(&[], 0);
    assert!(place.files() == second, "the same bytes come back");
}

#[test]
fn templates_pictures_and_fonts_are_inputs() {
    let place = Place::new("batch-inputs");
    let kind = place.folder.join("模板/kinds/年度工作总结");
    std::fs::create_dir_all(&kind).unwrap();
    let bundled = support::root().join("templates/kinds/年度工作总结");
    for file in ["kind.yaml", "schema.json", "body.hbs"] {
        std::fs::copy(bundled.join(file), kind.join(file)).unwrap();
    }
    let seal = support::root().join("tests/acceptance/样章.png");
    std::fs::copy(seal, place.folder.join("data/东县/2024/章.png")).unwrap();
    let sealed = format!("{}印章: {{图片: 章.png}}\n", data("甲", "一段。"));
    place.write("data/东县/2024/甲.yaml", &sealed);
    let args = ["--templates", "模板", "--font-dir", "字体"];
    std::fs::create_dir_all(place.folder.join("字体")).unwrap();
    place.batch(&args, 0);
    assert!(planned(&place, "甲", &args).contains("没有变化"));
    assert!(planned(&place, "甲", &["--font-dir", "字体"]).contains("模板变了"));
    let body = std::fs::read_to_string(kind.join("body.hbs")).unwrap();
    std::fs::write(kind.join("body.hbs"), format!("{body}\n")).unwrap();
    assert!(planned(&place, "甲", &args).contains("模板变了"));
    std::fs::write(kind.join("body.hbs"), body).unwrap();
    std::fs::write(kind.join("tests.yaml"), "[]\n").unwrap();
    assert!(planned(&place, "甲", &args).contains("没有变化"), "tests make no reports");
    let font = support::root().join("templates/fonts/Tinos-Regular.ttf");
    std::fs::copy(font, place.folder.join("字体/甲.ttf")).unwrap();
    assert!(planned(&place, "甲", &args).contains("字体变了"));
    std::fs::remove_file(place.folder.join("字体/甲.ttf")).unwrap();
    let path = place.folder.join("data/东县/2024/章.png");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.push(0);
    std::fs::write(path, bytes).unwrap();
    assert!(planned(&place, "甲", &args).contains("数据变了（章.png）"));
    assert!(planned(&place, "乙", &args).contains("没有变化"));
}

#[test]
fn last_years_data_is_an_input() {
    let place = Place::new("batch-last-year");
    place.batch(&[], 0);
    place.write("data/东县/2023/甲.yaml", &data("甲", "旧事。").replace("2024", "2023"));
    let plan = planned(&place, "2024/甲", &[]);
    assert!(plan.contains("数据变了"), "{plan}");
    assert!(planned(&place, "乙", &[]).contains("没有变化"));
    place.batch(&[], 0);
    assert!(planned(&place, "2024/甲", &[]).contains("没有变化"));
    place.write("data/东县/2023/甲.yaml", &data("甲", "往事。").replace("2024", "2023"));
    let plan = planned(&place, "2024/甲", &[]);
    assert!(plan.contains("数据变了（甲.yaml）"), "{plan}");
}

#[test]
fn what_a_clerk_edited_stays() {
    let place = Place::new("batch-edited");
    place.batch(&[], 0);
    place.write("out/东县/2024/甲.docx", "手改");
    place.write("out/西县/2024/丙.docx", "手改");
    place.write("data/东县/2024/甲.yaml", &data("甲", "另一段。"));
    let pdf = place.read("out/东县/2024/甲.pdf");
    assert!(planned(&place, "甲", &[]).contains("不覆盖"));
    for args in [&[][..], &["--force"], &["--only", "edited"]] {
        let (out, err) = place.batch(args, 4);
        assert!(out.contains("改过、没有覆盖"), "{out}");
        assert!(err.contains("batch/edited") && err.contains("--overwrite-edited"), "{err}");
        assert_eq!(place.read("out/东县/2024/甲.docx"), "手改".as_bytes());
        assert_eq!(place.read("out/西县/2024/丙.docx"), "手改".as_bytes());
        assert_eq!(place.read("out/东县/2024/甲.pdf"), pdf, "the pair stays together");
    }
    // Nothing to do for the other one: that is no trouble.
    let (_, err) = place.batch(&["--county", "西县"], 0);
    assert!(err.contains("batch/edited-kept"), "{err}");
    assert_eq!(place.states()["丙"], "edited");
    let (_, err) = place.batch(&["--overwrite-edited"], 0);
    assert!(err.contains("batch/edited-saved"), "{err}");
    assert_ne!(place.read("out/东县/2024/甲.pdf"), pdf);
    let saved = std::fs::read_dir(place.folder.join("out/.yinfa/saved/东县/2024")).unwrap();
    let saved: Vec<Vec<u8>> =
        saved.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
    assert_eq!(saved, ["手改".as_bytes()]);
    // A single export is as careful.
    place.write("out/甲.docx", "别的文件");
    let (code, _, err) = place.run(&["export", "data/东县/2024/甲.yaml"]);
    assert_eq!(code, 4, "{err}");
    assert!(err.contains("batch/unknown-file"), "{err}");
    assert_eq!(place.read("out/甲.docx"), "别的文件".as_bytes());
    assert!(!place.folder.join("out/甲.pdf").exists());
}

#[test]
fn files_of_before_the_journal_are_taken_over_only_if_they_are_the_same() {
    let place = Place::new("batch-unknown");
    place.batch(&[], 0);
    let made = place.files();
    std::fs::remove_dir_all(place.folder.join("out/.yinfa")).unwrap();
    place.batch(&[], 0);
    assert_eq!(place.states().values().collect::<Vec<_>>(), ["made"; 3]);
    std::fs::remove_dir_all(place.folder.join("out/.yinfa")).unwrap();
    place.write("data/东县/2024/甲.yaml", &data("甲", "另一段。"));
    let (_, err) = place.batch(&[], 4);
    assert!(err.contains("batch/unknown-file"), "{err}");
    assert!(place.files() == made);
}

#[test]
fn selections() {
    let place = Place::new("batch-select");
    place.write("data/西县/2023/丙.yaml", &data("丙", "旧事。").replace("2024", "2023"));
    place.write("data/西县/2024/丁.yaml", "报告种类: 公文\n");
    for (args, names) in [
        (&["--bureau", "示例县甲局"][..], &["东县/2024/甲"][..]),
        (&["--bureau", "*甲*", "--bureau", "乙"], &["东县/2024/乙", "东县/2024/甲"]),
        (&["--year", "2023"], &["西县/2023/丙"]),
        (&["--county", "西县/2024"], &["西县/2024/丁", "西县/2024/丙"]),
        (&["--kind", "年度*", "--county", "西县"], &["西县/2023/丙", "西县/2024/丙"]),
    ] {
        let (out, _) = place.batch(&[&["--dry-run"], args].concat(), 0);
        let shown: Vec<&str> =
            out.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
        let shown: Vec<&str> = shown.into_iter().filter(|word| word.contains('/')).collect();
        assert_eq!(shown, names, "{args:?}");
    }
    let (_, err) = place.batch(&["--bureau", "没有"], 3);
    assert!(err.contains("batch/nothing-selected"), "{err}");
    place.batch(&[], 1);
    place.batch(&["--only", "failed"], 1);
    assert_eq!(place.states().into_iter().collect::<Vec<_>>(), [("丁".into(), "failed".into())]);
    place.write("data/西县/2024/丁.yaml", &data("丁", "一段。"));
    place.batch(&["--only", "failed"], 0);
    assert_eq!(place.states()["丁"], "made");
}

#[test]
fn parts_make_what_the_whole_makes_and_their_reports_merge() {
    let (whole, parts) = (Place::new("batch-whole"), Place::new("batch-parts"));
    for number in 0..9 {
        let path = format!("data/东县/2024/单位{number}.yaml");
        for place in [&whole, &parts] {
            place.write(&path, &data(&format!("第{number}"), "一段。"));
        }
    }
    whole.batch(&[], 0);
    let running: Vec<Child> = (1..=3)
        .map(|part| {
            let shard = format!("{part}/3");
            let mut command = parts.command(&["batch", "--shard", &shard]);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in running {
        assert!(child.wait().unwrap().success(), "parts run side by side");
    }
    assert!(whole.files() == parts.files());
    let runs: Vec<String> = std::fs::read_dir(parts.folder.join("out"))
        .unwrap()
        .map(|entry| format!("out/{}", entry.unwrap().file_name().to_string_lossy()))
        .filter(|name| name.contains("运行-"))
        .collect();
    assert_eq!(runs.len(), 3);
    let merge = |runs: &[String]| {
        let args: Vec<&str> =
            ["merge-reports"].into_iter().chain(runs.iter().map(String::as_str)).collect();
        parts.run(&[&args[..], &["--out", "合并"]].concat())
    };
    let (code, out, err) = merge(&runs);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("共 12 个单位，做成 12 个"), "{out}");
    let (code, _, err) = merge(&runs[..2]);
    assert_eq!(code, 1);
    assert!(err.contains("batch/merge") && err.contains("3 片中缺第"), "{err}");
    // The whole run knows what the parts made.
    parts.batch(&[], 0);
    assert_eq!(parts.states().into_values().filter(|state| state == "unchanged").count(), 12);
    for (args, words) in
        [(&["没有"][..], "batch/report"), (&["data/东县/2024/甲.yaml"], "不是 yinfa 的运行报告")]
    {
        let (code, _, err) = parts.run(&[&["merge-reports"], args].concat());
        assert_eq!(code, 3);
        assert!(err.contains(words), "{err}");
    }
}

#[test]
fn the_first_failure_ends_the_run_if_asked() {
    let place = Place::new("batch-fail-fast");
    place.write("data/东县/2024/一.yaml", "报告种类: 没有\n");
    let (out, _) = place.batch(&["--fail-fast", "--jobs", "1"], 1);
    assert!(out.contains("没有轮到 3 个") && out.contains("再运行同一条命令"), "{out}");
    assert_eq!(place.last_report()["run"]["ended"], "fail-fast");
    let (out, _) = place.batch(&[], 1);
    assert!(out.contains("做成 3 个，没有做成 1 个"), "{out}");
}

#[test]
fn one_run_waits_for_the_other_or_refuses() {
    let place = Place::new("batch-busy");
    place.batch(&[], 0);
    let lock =
        std::fs::File::options().write(true).open(place.folder.join("out/.yinfa/lock")).unwrap();
    lock.lock().unwrap();
    let (_, err) = place.batch(&[], 5);
    assert!(err.contains("batch/busy"), "{err}");
    let mut waiting = place.command(&["batch", "--wait"]);
    let mut waiting = waiting.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let said = std::io::BufReader::new(waiting.stderr.take().unwrap());
    let mut lines = std::io::BufRead::lines(said).map_while(Result::ok);
    let is_waiting = support::ends("waiting", || lines.any(|line| line.contains("等它结束")));
    assert!(is_waiting, "it says that it waits");
    lock.unlock().unwrap();
    support::ends("waiting", || lines.for_each(drop));
    assert!(waiting.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_after_the_reports_under_way() {
    let place = Place::new("batch-interrupt");
    for number in 0..200 {
        let name = format!("单位{number:03}");
        place.write(&format!("data/东县/2024/{name}.yaml"), &data(&name, "一段。"));
    }
    let mut child = place.command(&["batch", "--jobs", "1"]);
    let child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    support::ends("three reports", || {
        while place.files().len() < 6 {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let done = child.wait_with_output().unwrap();
    let out = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(130), "{out}");
    assert!(out.contains("中途停止") && out.contains("再运行同一条命令"), "{out}");
    let report = place.last_report();
    let (made, left) = (&report["summary"]["made"], &report["summary"]["not-run"]);
    let (made, left) = (made.as_u64().unwrap(), left.as_u64().unwrap());
    assert!(made >= 3 && left > 0, "{made} made, {left} left");
    assert_eq!(place.files().len() as u64, 2 * made, "every pair is whole");
    let (out, _) = place.batch(&[], 0);
    assert!(out.contains(&format!("做成 {left} 个")), "{out}");
}

/// Runs of every sort, with what is said about them.
fn check_report(place: &Place) {
    let schema = std::fs::read_to_string(support::root().join("docs/report.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).expect("a JSON Schema");
    let report = place.last_report();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|one| format!("{}: {one}", one.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn reports_of_runs_follow_their_schema() {
    let place = Place::new("batch-schema");
    place.write("data/东县/2024/坏.yaml", "报告种类: 没有\n");
    place.write("data/东县/2024/读我.txt", "x");
    place.batch(&["--profile", "B"], 1);
    check_report(&place);
    place.batch(&["--profile", "B", "--fail-fast", "--jobs", "1", "--shard", "1/1"], 1);
    check_report(&place);
    place.write("out/东县/2024/甲.docx", "手改");
    place.write("out/西县/2024/丙.docx", "手改");
    place.write("data/东县/2024/甲.yaml", &data("甲", "另一段。"));
    place.batch(&["--profile", "B", "--bureau", "*甲*", "--bureau", "*丙*"], 4);
    check_report(&place);
    let states = place.states();
    assert_eq!((states["甲"].as_str(), states["丙"].as_str()), ("held", "edited"));
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let run = format!("out/{}", name(&place.last_run()));
    assert_eq!(place.run(&["merge-reports", &run]).0, 4);
    check_report(&place);
}

#[test]
fn the_ledger_opens_with_links_that_lead_to_the_files() {
    use calamine::Reader;
    let place = Place::new("batch-ledger");
    place.write("data/东县/2024/=坏.yaml", "报告种类: 没有\n");
    place.batch(&[], 1);
    let run = place.last_run();
    let bytes = std::fs::read(run.join("台账.xlsx")).unwrap();
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(&bytes[..])).expect("a workbook");
    let rows = book.worksheet_range("报告").expect("the sheet");
    let row = |name: &str| -> Vec<String> {
        let found = rows.rows().find(|row| row[2].to_string().contains(name));
        found.unwrap_or_else(|| panic!("{name}")).iter().map(ToString::to_string).collect()
    };
    assert_eq!(rows.rows().count(), 5);
    let made = row("甲");
    assert_eq!(
        made[1..10],
        [
            "东县/2024",
            "示例县甲局",
            "年度工作总结",
            "2024",
            "示例县甲局2024年工作总结",
            "",
            "1",
            "做成",
            "新的",
        ]
    );
    assert_eq!(made[13..15], ["甲.docx", "甲.pdf"]);
    assert_eq!(made[16].len(), 64);
    assert_eq!(row("=坏")[8], "没有做成");
    assert!(book.worksheet_range("发现").unwrap().rows().any(|row| row[2] == *"kind/unknown"));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let links = text("xl/worksheets/_rels/sheet1.xml.rels");
    let targets: Vec<&str> =
        links.split("Target=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(targets.len(), 6);
    assert!(targets.iter().all(|target| run.join(target).is_file()), "{targets:?}");
    let sheet = text("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<autoFilter") && sheet.contains("state=\"frozen\""), "{sheet}");
    assert!(!sheet.contains("<f>"), "text is no formula");
}

#[test]
fn the_page_needs_nothing_and_runs_nothing() {
    let place = Place::new("batch-page");
    let name = "<b>&\"甲'";
    place.write("data/东县/2024/<b>&\"甲'#%.yaml", "报告种类: <script>x</script>\n");
    place.write("data/东县/2024/乙#%.yaml", &data("乙", "一段。"));
    place.batch(&[], 1);
    let run = place.last_run();
    let page = std::fs::read_to_string(run.join("运行报告.html")).unwrap();
    for foreign in ["<script", "<b>&", "http:", "https:", "<link", "src=", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign} in the page");
    }
    assert!(page.contains("&lt;script&gt;x&lt;/script&gt;"), "{page}");
    assert!(
        page.contains(
            &name
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;")
        )
    );
    let links: Vec<&str> =
        page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 8);
    for link in links {
        let path: Vec<u8> = decoded(link);
        let path = run.join(String::from_utf8(path).unwrap());
        assert!(path.is_file(), "{link}");
    }
    // Every tag that must be closed is, in its order.
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let word = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap();
        match word.strip_prefix('/') {
            Some(word) => {
                while open.last().is_some_and(|last| ["td", "th", "li"].contains(last))
                    && open.last() != Some(&word)
                {
                    open.pop();
                }
                assert_eq!(open.pop(), Some(word), "{tag}");
            }
            None if ["", "meta", "input"].contains(&word) => {}
            None => {
                if ["td", "th", "li"].contains(&word) && open.last() == Some(&word) {
                    open.pop();
                }
                open.push(word);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// An address without its numbers.
fn decoded(address: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = address;
    while let Some(first) = rest.bytes().next() {
        if first == b'%' {
            bytes.push(u8::from_str_radix(&rest[1..3], 16).unwrap());
            rest = &rest[3..];
        } else {
            bytes.push(first);
            rest = &rest[1..];
        }
    }
    bytes
}

#[test]
fn spreadsheets_are_inputs_of_all_that_use_them() {
    let place = Place::new("batch-sheets");
    let book = "单位名称,行政处罚案件（件）\n示例县甲局,3\n示例县乙局,4\n";
    place.write("data/东县/2024/数字.csv", book);
    place.write("data/东县/2024/共用.yaml", "数据表: 数字.csv\n");
    let kind = "模板/kinds/年度工作总结";
    let bundled = support::root().join("templates/kinds/年度工作总结");
    for file in ["kind.yaml", "schema.json", "body.hbs"] {
        place.write(
            &format!("{kind}/{file}"),
            &std::fs::read_to_string(bundled.join(file)).unwrap(),
        );
    }
    place.write(
        &format!("{kind}/sheets.yaml"),
        "按行:\n  单位列: 单位名称\n  列:\n    行政处罚案件（件）: 指标.行政处罚.案件\n",
    );
    let args = ["--templates", "模板"];
    let (out, err) = place.batch(&args, 0);
    assert!(out.contains("做成 3 个"), "{out}{err}");
    assert!(planned(&place, "甲", &args).contains("没有变化"));
    place.write("data/东县/2024/数字.csv", &book.replace(",3", ",5"));
    for (name, words) in
        [("甲", "数据变了（数字.csv）"), ("乙", "数据变了（数字.csv）"), ("丙", "没有变化")]
    {
        let plan = planned(&place, name, &args);
        assert!(plan.contains(words), "{plan}");
    }
}

/// The codes of what was found beside the reports of the last run.
fn run_codes(place: &Place) -> Vec<String> {
    let report = place.last_report();
    let code = |one: &serde_json::Value| one["code"].as_str().unwrap().to_owned();
    report["findings"].as_array().unwrap().iter().map(code).collect()
}

#[test]
fn copies_doubles_and_orphans_are_told() {
    let place = Place::new("batch-doubles");
    place.batch(&["data", "--out", "out"], 0);
    assert!(run_codes(&place).is_empty());
    let text = String::from_utf8(place.read("data/东县/2024/甲.yaml")).unwrap();
    place.write("data/东县/2024/甲 - 副本.yaml", &text);
    let (_, err) = place.batch(&["data", "--out", "out"], 0);
    assert_eq!(run_codes(&place), ["file/copy", "data/two-files"]);
    assert!(err.contains("“甲 - 副本”像是“甲”的副本"), "{err}");
    for name in ["甲 - 副本", "甲"] {
        std::fs::remove_file(place.folder.join(format!("data/东县/2024/{name}.yaml"))).unwrap();
    }
    place.batch(&["data", "--out", "out"], 0);
    assert_eq!(run_codes(&place), ["batch/orphan", "batch/orphan"]);
    std::fs::remove_file(place.folder.join("out/东县/2024/甲.docx")).unwrap();
    std::fs::remove_file(place.folder.join("out/东县/2024/甲.pdf")).unwrap();
    place.batch(&["data", "--out", "out"], 0);
    assert_eq!(run_codes(&place), ["batch/orphan"], "what is deleted is no orphan");
}

#[test]
fn drafts_are_made_where_they_are_wanted() {
    let place = Place::new("batch-drafts");
    place.write("data/东县/2024/甲.yaml", &data("甲", "（请填写：一段）"));
    let (_, err) = place.batch(&["data", "--out", "out"], 1);
    assert!(err.contains("data/placeholder") && err.contains("--allow-drafts"), "{err}");
    assert_eq!(place.states()["甲"], "failed");
    place.batch(&["data", "--out", "out", "--allow-drafts"], 0);
    assert_eq!(place.states()["甲"], "made");
}

#[test]
fn export_leaves_alone_what_a_batch_leaves() {
    let place = Place::new("batch-export");
    let export = ["export", "data/东县/2024/甲.yaml"];
    assert_eq!(place.run(&export).0, 0);
    place.write("out/甲.docx", "手改");
    let (code, _, err) = place.run(&export);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("batch/edited-kept"), "{err}");
    assert_eq!(place.read("out/甲.docx"), "手改".as_bytes());
    place.write("data/东县/2024/甲.yaml", &data("甲", "另一段。"));
    let (code, _, err) = place.run(&export);
    assert_eq!(code, 4, "{err}");
    assert!(err.contains("batch/edited"), "{err}");
}
