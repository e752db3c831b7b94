//! Kinds as offices write them: the commands for them, faults planted in a kind's folder,
//! and what `yinfa new` writes.

use std::path::{Path, PathBuf};

use yinfa::check_kind;
use yinfa::data;
use yinfa::data::records::Records;
use yinfa::diag::{Code, Diagnostic, Findings, Severity};
use yinfa::kind::Kinds;
use yinfa::kind::skeleton;
use yinfa::pipeline::{self, Plan};
use yinfa::source::Source;

use crate::cli::run;
use crate::support::expected::{self, Planted};
use crate::support::{self, root};

/// The kind of `docs/templates.md`, written by its rules.
fn example() -> PathBuf {
    root().join("docs/示例模板/kinds/通知")
}

#[test]
fn the_kind_of_the_guide_is_sound_and_its_sample_is_made() {
    let (code, out, err) = run(root(), &["kind", "check", "docs/示例模板/kinds/通知"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("可以用；错误 0，警告 0，提示 0；样例做成 Word 和 PDF，4 页"), "{out}");
    assert!(out.contains("测试 6 个"), "{out}");
    let folder = support::scratch("kinds-guide");
    let sample = example().join("sample.yaml");
    let templates = root().join("docs/示例模板");
    let args = ["export", sample.to_str().unwrap(), "--templates", templates.to_str().unwrap()];
    let (code, _, err) = run(&folder, &args);
    assert_eq!(code, 0, "{err}");
    assert!(folder.join("out/sample.docx").exists() && folder.join("out/sample.pdf").exists());
}

#[test]
fn every_kind_of_the_binary_passes_its_own_check() {
    let mut plan = alone(Kinds::load(None).unwrap());
    let names: Vec<String> = plan.kinds.all().map(|known| known.choices.name.clone()).collect();
    for name in names {
        let summary = check_kind(&mut plan, &name).unwrap();
        let grave: Vec<String> = summary
            .findings
            .iter()
            .filter(|one| one.severity() > Severity::Advice)
            .map(|one| format!("{} {:?} {}", one.code, one.position(), one.message))
            .collect();
        assert_eq!(grave, Vec::<String>::new(), "{}", summary.name);
        assert!(summary.trials.pages.is_some(), "{} has no sample", summary.name);
        assert!(summary.trials.cases > 0, "{} has no tests", summary.name);
    }
}

/// Faults planted in copies of the guide's kind.
#[test]
fn planted_faults_are_found_where_they_are() {
    let mut wrong = Vec::new();
    for (index, case) in Planted::all("kinds.toml").iter().enumerate() {
        let folder = copy(&format!("kinds-fault-{index}"));
        let path = folder.join(&case.file);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, case.planted_in(&text)).unwrap();
        wrong.extend(expected::check(&case.about(), &case.expect, &check(&folder)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn faults_of_all_files_are_told_together() {
    let folder = copy("kinds-faults-together");
    for (file, old, new) in
        [("body.hbs", "{{#each 分工}}", "{{#each 分工}"), ("kind.yaml", "签名章", "签字章")]
    {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
    std::fs::write(folder.join("summary.yaml"), "取自: 通知\n数据所在: 数据所在\n").unwrap();
    std::fs::write(folder.join("rules.yaml"), "- 编号: 甲\n").unwrap();
    let expected = expected::expected(&[
        "kind/broken kind.yaml:7",
        "kind/broken rules.yaml:1",
        "kind/broken summary.yaml:1",
        "template/syntax body.hbs:25",
    ]);
    assert_eq!(expected::check("several files", &expected, &check(&folder)), None);
}

#[test]
fn files_that_are_missing_are_said() {
    for (file, expected) in [
        ("kind.yaml", "kind/broken 文件"),
        ("schema.json", "kind/broken 文件"),
        ("body.hbs", "kind/broken 文件"),
        ("sample.yaml", "kind/no-sample 文件"),
        ("tests.yaml", "kind/no-tests 文件"),
    ] {
        let folder = copy(&format!("kinds-without-{file}"));
        std::fs::remove_file(folder.join(file)).unwrap();
        let complaint = expected::check(file, &expected::expected(&[expected]), &check(&folder));
        assert_eq!(complaint, None);
    }
}

#[test]
fn an_own_common_file_adds_to_the_shared_definitions_and_wins() {
    let folder = copy("kinds-common");
    let common = r#"{"$defs": {"line": {"title": "短句", "type": "string", "maxLength": 4, "pattern": "\\S"}}}"#;
    std::fs::write(folder.with_file_name("common.json"), common).unwrap();
    let long = expected::expected(&["data/out-of-range sample.yaml:3"]).remove(0);
    let found = check(&folder);
    assert!(found.iter().any(|one| long.fits(one)), "{found:?}");
}

#[test]
fn what_new_writes_is_accepted_and_says_what_to_fill_in() {
    let mut kinds = Kinds::load(None).unwrap();
    kinds.add_folder(&example()).unwrap();
    let plan = alone(kinds);
    for known in plan.kinds.all() {
        let kind = known.kind().unwrap();
        let text = skeleton::write(kind, "./.yinfa/x.schema.json");
        assert!(text.starts_with("# yaml-language-server: $schema=./.yinfa/x.schema.json\n"));
        let loaded = data::parse(&std::sync::Arc::new(Source::new("新.yaml", text.clone())));
        let mut findings = loaded.findings;
        let mut root = loaded.root.unwrap_or_else(|| panic!("{text}\n{findings:?}"));
        pipeline::examine(&mut root, &plan, &mut findings);
        let told = |one: &Diagnostic| {
            let advice = one.severity() == Severity::Advice;
            // There is nobody here whose reports could be counted.
            let counted = one.code.text().starts_with("summary/");
            let told =
                matches!(one.code, Code::Placeholder | Code::MissingPart | Code::ElementMissing);
            told || advice || counted
        };
        findings.retain(|one| !told(one));
        let left: Vec<String> =
            findings.iter().map(|one| format!("{} {}", one.code, one.message)).collect();
        assert!(left.is_empty(), "{}: {left:?}\n{text}", known.choices.name);
        every_field_is_named(kind.schema.json(), &text);
    }
}

fn every_field_is_named(schema: &serde_json::Value, text: &str) {
    for name in schema["properties"].as_object().unwrap().keys() {
        let named =
            text.lines().any(|line| line.trim_start_matches("# ").starts_with(&format!("{name}:")));
        assert!(named, "{name} is not in\n{text}");
    }
}

#[test]
fn kinds_schema_and_new_at_the_command_line() {
    let folder = support::scratch("kinds-cli");
    let templates = root().join("docs/示例模板");
    let templates = templates.to_str().unwrap();
    let (code, out, _) = run(&folder, &["kinds", "--templates", templates]);
    assert_eq!(code, 0);
    let line = |name: &str| {
        out.lines().find(|line| line.contains(&format!("│ {name} "))).unwrap().to_owned()
    };
    assert!(line("公文").contains("自带") && line("通知").contains("自定"), "{out}");
    let (_, out, _) = run(&folder, &["kinds", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let names = json["kinds"].as_array().unwrap().iter().map(|kind| kind["name"].as_str().unwrap());
    assert!(names.eq(Kinds::load(None).unwrap().all().map(|known| known.choices.name.as_str())));
    let (code, out, _) = run(&folder, &["schema", "通知", "--templates", templates]);
    assert_eq!(code, 0);
    assert!(!out.contains("common.json") && out.contains("#/$defs/line"), "not self-contained");
    let args = ["new", "通知", "--templates", templates, "-o", "县/甲.yaml"];
    let (code, out, err) = run(&folder, &args);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("县/甲.yaml"), "{out}");
    let written = std::fs::read_to_string(folder.join("县/甲.yaml")).unwrap();
    let schema = written.lines().next().unwrap().split_once("$schema=").unwrap().1.to_owned();
    let schema = std::fs::read_to_string(folder.join("县").join(schema)).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&schema).is_ok());
    let (code, _, err) = run(&folder, &args);
    assert_eq!(code, 5, "{err}");
    assert!(err.contains("file/exists"), "{err}");
    for (args, code, words) in [
        (vec!["new", "没有"], 3, "kind/unknown"),
        (vec!["new", "公文", "-o", "甲.json"], 2, "-o 甲.yaml"),
        (vec!["schema", "没有"], 3, "kind/unknown"),
        (vec!["kind", "check", "没有"], 3, "kind/unknown"),
        (vec!["kind"], 2, "没有写命令"),
        (vec!["kinds", "--templates", "没有"], 3, "kind/broken"),
    ] {
        let (found, _, err) = run(&folder, &args);
        assert_eq!(found, code, "{args:?}: {err}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
}

/// A run without neighbours on the disk.
fn alone(kinds: Kinds) -> Plan {
    Plan { kinds, records: Records::given(Vec::new()), ..support::plan() }
}

/// A copy of the guide's kind in a folder of its own.
fn copy(name: &str) -> PathBuf {
    let folder = support::scratch(name).join("kinds/通知");
    std::fs::create_dir_all(&folder).unwrap();
    for entry in std::fs::read_dir(example()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    folder
}

/// Everything that the check of a folder finds.
fn check(folder: &Path) -> Findings {
    let mut kinds = Kinds::load(None).unwrap();
    match kinds.add_folder(folder) {
        Err(findings) => findings,
        Ok(name) => check_kind(&mut alone(kinds), &name).unwrap().findings,
    }
}

/// Blocks of the guide that name a file say what stands in that file.
#[test]
fn the_guide_quotes_the_kind_that_it_explains() {
    let guide = std::fs::read_to_string(root().join("docs/templates.md")).unwrap();
    let mut quoted = 0;
    for block in guide.split("```").skip(1).step_by(2) {
        let (info, text) = block.split_once('\n').unwrap();
        let Some((_, file)) = info.split_once(' ') else { continue };
        let whole = std::fs::read_to_string(example().join(file)).unwrap();
        assert!(whole.contains(text.trim_end()), "{file} does not hold\n{text}");
        quoted += 1;
    }
    assert_eq!(quoted, 4);
}
