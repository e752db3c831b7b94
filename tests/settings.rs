//! 设置: what holds in a folder (`settings.toml`), and commands that go by it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use yinfa::preferences::{Chosen, Preferences, Setting};

use crate::cli::{good, run};
use crate::support::{self, expected, root};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    files: BTreeMap<String, String>,
    users: Option<String>,
    at: String,
    #[serde(default)]
    holds: BTreeMap<String, [String; 2]>,
    #[serde(default)]
    expect: Vec<expected::Expected>,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[test]
fn settings_hold_as_the_cases_say() {
    let text = std::fs::read_to_string(root().join("tests/settings.toml")).unwrap();
    let cases: Cases = toml::from_str(&text).unwrap();
    let wrong: Vec<String> = cases.case.iter().filter_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(case: &Case) -> Option<String> {
    // The folders above the project's own have no settings.
    let folder = support::scratch("settings").canonicalize().unwrap();
    for (name, text) in &case.files {
        write(&folder.join(name), text);
    }
    let users = folder.join("用户/yinfa.toml");
    if let Some(text) = &case.users {
        write(&users, text);
    }
    let (found, findings) = match Preferences::of(&folder.join(&case.at), Some(&users)) {
        Ok(checked) => (checked.value, checked.findings),
        Err(findings) => (Preferences::default(), findings),
    };
    let holds: BTreeMap<String, [String; 2]> = Setting::ALL
        .into_iter()
        .filter_map(|setting| Some((setting.name().to_owned(), shown(&found, setting, &folder)?)))
        .collect();
    if holds != case.holds {
        return Some(format!("{}: {holds:?}, not {:?}", case.name, case.holds));
    }
    expected::check(&case.name, &case.expect, &findings)
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A value and its file, as the cases write them.
fn shown(found: &Preferences, setting: Setting, folder: &Path) -> Option<[String; 2]> {
    let below = |path: &Path| path.strip_prefix(folder).unwrap_or(path).display().to_string();
    let one = |chosen: &Option<Chosen<std::path::PathBuf>>| {
        chosen.as_ref().map(|one| [below(&one.value), below(&one.from)])
    };
    match setting {
        Setting::Templates => one(&found.templates),
        Setting::Profile => one(&found.profile),
        Setting::Out => one(&found.out),
        Setting::Jobs => found.jobs.as_ref().map(|one| [one.value.to_string(), below(&one.from)]),
        Setting::Fonts => found.fonts.as_ref().map(|one| {
            let all: Vec<String> = one.value.iter().map(|folder| below(folder)).collect();
            [all.join("，"), below(&one.from)]
        }),
    }
}

#[test]
fn a_batch_goes_by_the_settings_of_its_folder_and_says_so() {
    let folder = support::scratch("settings-batch");
    write(&folder.join("data/甲.yaml"), &good());
    write(&folder.join("data/yinfa.toml"), "out = \"../结果\"\nprofile = \"B\"\n");
    let (code, _, err) = run(&folder, &["batch"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("设置：") && err.contains("profile/deviation"), "{err}");
    assert!(!err.contains("不是数据文件"), "settings are no stray file: {err}");
    assert!(folder.join("结果/甲.pdf").exists() && !folder.join("out").exists());
    let (code, _, err) = run(&folder, &["batch", "--out", "out", "--profile", "A"]);
    assert_eq!(code, 0, "{err}");
    assert!(folder.join("out/甲.pdf").exists(), "what is typed comes first");
    assert!(!err.contains("设置："), "nothing was taken from the file: {err}");
    let (code, out, _) = run(&folder, &["settings", "data"]);
    assert_eq!(code, 0);
    for word in ["profile", "版式", "data/yinfa.toml", "程序", "用户的设置文件"] {
        assert!(out.contains(word), "settings lacks {word}:\n{out}");
    }
}

#[test]
fn old_reports_of_runs_go_and_nothing_else() {
    let folder = support::scratch("settings-clean");
    write(&folder.join("data/甲.yaml"), &good());
    for _ in 0..3 {
        assert_eq!(run(&folder, &["batch"]).0, 0);
    }
    let runs = || -> Vec<_> {
        let names = std::fs::read_dir(folder.join("out")).unwrap();
        let names = names.map(|entry| entry.unwrap().path());
        let mut runs: Vec<_> =
            names.filter(|path| path.to_string_lossy().contains("运行-")).collect();
        runs.sort();
        runs
    };
    let before = runs();
    assert_eq!(before.len(), 3);
    // Somebody's own file in the oldest, and a folder that only looks like one of ours.
    write(&before[0].join("批注.txt"), "留着");
    write(&folder.join("out/运行-我的/report.json"), "{}");
    let (code, out, _) = run(&folder, &["clean", "--keep", "1", "--dry-run"]);
    assert_eq!((code, runs().len()), (0, 4), "{out}");
    let (code, out, err) = run(&folder, &["clean", "--keep", "1"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("删了 2 个运行报告文件夹，留下 1 个"), "{out}");
    assert!(err.contains("还有 1 个别的文件"), "{err}");
    assert!(before[0].join("批注.txt").exists() && !before[0].join("report.json").exists());
    assert!(!before[1].exists() && before[2].exists());
    assert!(
        folder.join("out/运行-我的/report.json").exists() && folder.join("out/甲.pdf").exists()
    );
    assert_eq!(run(&folder, &["clean", "没有"]).0, 3);
}

#[test]
fn the_arguments_explain_themselves() {
    let folder = support::scratch("settings-pages");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, _) = run(&folder, &["completions", shell]);
        assert_eq!(code, 0, "{shell}");
        for word in ["batch", "merge-reports", "dry-run"] {
            assert!(out.contains(word), "{shell} lacks {word}");
        }
    }
    let (code, out, _) = run(&folder, &["man", "--out", "man1"]);
    assert_eq!(code, 0);
    assert!(out.lines().count() > 15, "{out}");
    let page = std::fs::read_to_string(folder.join("man1/yinfa-kind-check.1")).unwrap();
    assert!(page.contains("报告种类") && page.contains(".TH"), "{page}");
    let (code, out, _) = run(&folder, &["help", "kind", "check"]);
    let asked = run(&folder, &["kind", "check", "--help"]);
    assert_eq!((code, out.trim_end()), (0, asked.1.trim_end()));
    assert_eq!(run(&folder, &["help", "没有"]).0, 2);
    let (code, out, _) = run(&folder, &["--version"]);
    assert_eq!(code, 0);
    for word in ["yinfa ", "构建", "字体", "小标宋"] {
        assert!(out.contains(word), "the version lacks {word}: {out}");
    }
}
