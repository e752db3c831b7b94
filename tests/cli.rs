//! The program as people use it: arguments in, text, exit codes and files out.

use std::path::Path;
use std::process::{Command, Output};

use crate::support;

#[test]
fn help_is_chinese_and_has_examples() {
    for (args, words) in [
        (vec!["--help"], vec!["用法：", "batch", "export", "退出状态：", "例："]),
        (vec!["batch", "--help"], vec!["--jobs", "--out", "--font-dir", "例：", "yinfa batch"]),
        (vec!["export", "--help"], vec!["--out", "例：", "yinfa export"]),
    ] {
        let (code, out, _) = run(Path::new("."), &args);
        assert_eq!(code, 0);
        for word in words {
            assert!(out.contains(word), "{args:?} lacks {word}:\n{out}");
        }
        for english in ["Usage", "Print help", "Options:", "default:", "Commands:"] {
            assert!(!out.contains(english), "{args:?} says {english}:\n{out}");
        }
    }
}

#[test]
fn wrong_usage_is_said_in_chinese() {
    for (args, words) in [
        (vec![], "没有写命令"),
        (vec!["btach"], "是不是“batch”"),
        (vec!["batch", "--jbos", "2"], "是不是“--jobs”"),
        (vec!["batch", "--jobs", "0"], "内容“0”不对"),
        (vec!["batch", "--jobs", "x"], "内容“x”不对"),
        (vec!["export"], "缺少 <文件>"),
    ] {
        let (code, _, err) = run(Path::new("."), &args);
        assert_eq!(code, 2, "{args:?}");
        assert!(err.contains(words), "{args:?} says: {err}");
    }
}

#[test]
fn a_bad_bureau_does_not_stop_the_others() {
    let folder = support::scratch("cli-batch");
    let data = folder.join("data/县/2024");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("甲.yaml"), good()).unwrap();
    std::fs::write(data.join("乙.yaml"), good().replace("2025-03-20", "2025-02-30")).unwrap();
    std::fs::write(data.join("丙.yaml"), good()).unwrap();
    let (code, out, err) = run(&folder, &["batch"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("data/bad-date") && err.contains("乙.yaml:5:"), "{err}");
    assert!(out.contains("共 3 个单位，做成 2 个，没有做成 1 个"), "{out}");
    assert!(err.contains("[3/3]"), "plain lines when piped: {err}");
    for (name, there) in [("甲", true), ("乙", false), ("丙", true)] {
        for extension in ["docx", "pdf"] {
            let path = folder.join(format!("out/县/2024/{name}.{extension}"));
            assert_eq!(path.exists(), there, "{path:?}");
        }
    }
    let report = report(&folder.join("out"));
    assert_eq!(report["summary"]["made"], 2);
    let reports = report["reports"].as_array().unwrap();
    let bad = reports.iter().find(|one| one["status"] == "failed").unwrap();
    let finding = bad["findings"].as_array().unwrap().iter().find(|f| f["severity"] == "错误");
    let finding = finding.unwrap();
    assert_eq!(finding["code"], "data/bad-date");
    assert_eq!((&finding["line"], &finding["column"]), (&5.into(), &7.into()));
    assert_eq!(finding["field"], "成文日期");
    assert_eq!(report["fonts"].as_array().unwrap().len(), 5);
}

#[test]
fn a_failed_run_keeps_yesterdays_files() {
    let folder = support::scratch("cli-keep");
    let file = folder.join("甲.yaml");
    std::fs::write(&file, good()).unwrap();
    assert_eq!(run(&folder, &["export", "甲.yaml"]).0, 0);
    let before = std::fs::read(folder.join("out/甲.pdf")).unwrap();
    std::fs::write(&file, good().replace("年度: 2024", "年度: 去年")).unwrap();
    assert_eq!(run(&folder, &["export", "甲.yaml"]).0, 1);
    assert_eq!(std::fs::read(folder.join("out/甲.pdf")).unwrap(), before);
    // Something in the way of one file: neither is replaced, nothing half-written stays.
    std::fs::write(&file, good().replace("一段。", "另一段。")).unwrap();
    std::fs::remove_file(folder.join("out/甲.docx")).unwrap();
    std::fs::create_dir_all(folder.join("out/甲.docx/占位")).unwrap();
    let (code, _, err) = run(&folder, &["export", "甲.yaml"]);
    assert_eq!(code, 1);
    assert!(err.contains("file/unwritable"), "{err}");
    assert_eq!(std::fs::read(folder.join("out/甲.pdf")).unwrap(), before);
    let left: Vec<_> = std::fs::read_dir(folder.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with("yinfa-part"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn an_export_that_fails_leaves_a_new_folder_alone() {
    let folder = support::scratch("cli-nothing-left");
    let file = folder.join("甲.yaml");
    std::fs::write(&file, good().replace("年度: 2024", "年度: 去年")).unwrap();
    std::fs::create_dir(folder.join("空")).unwrap();
    for out in ["没有", "空"] {
        let (code, _, err) = run(&folder, &["export", "甲.yaml", "--out", out]);
        assert_eq!((code, err.matches("错误").count()), (1, 1), "{err}");
    }
    let left = |out: &str| std::fs::read_dir(folder.join(out)).map(|entries| entries.count());
    assert!(left("没有").is_err());
    assert_eq!(left("空").unwrap(), 0);
}

#[test]
fn input_that_cannot_be_used_has_its_own_exit_code() {
    let folder = support::scratch("cli-input");
    std::fs::create_dir_all(folder.join("空")).unwrap();
    std::fs::write(folder.join("不是文件夹"), "x").unwrap();
    for (args, code, words) in [
        (vec!["batch", "没有"], 3, "file/unreadable"),
        (vec!["batch", "空"], 3, "batch/nothing"),
        (vec!["batch", "空", "--font-dir", "没有"], 3, "batch/nothing"),
        (vec!["export", "没有.yaml"], 1, "file/unreadable"),
        (vec!["export", "没有.yaml", "--font-dir", "没有"], 3, "font/unreadable"),
        (vec!["export", "没有.yaml", "--templates", "没有"], 3, "kind/broken"),
        (vec!["export", "没有.yaml", "--profile", "没有.yaml"], 3, "file/unreadable"),
        (vec!["export", "没有.yaml", "--profile", "不是文件夹"], 3, "file/format"),
        (vec!["export", "没有.yaml", "--out", "不是文件夹"], 5, "file/unwritable"),
    ] {
        let (found, _, err) = run(&folder, &args);
        assert_eq!(found, code, "{args:?}: {err}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
}

#[test]
fn deviations_of_the_profile_are_said_once_per_run() {
    let folder = support::scratch("cli-profile");
    let data = folder.join("data");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("甲.yaml"), good()).unwrap();
    std::fs::write(data.join("乙.yaml"), good()).unwrap();
    std::fs::write(folder.join("版式.yaml"), "名称: 某县\n正文行距: 28磅\n").unwrap();
    let (code, _, err) = run(&folder, &["batch", "--profile", "版式.yaml"]);
    assert_eq!(code, 0, "{err}");
    // 正文行距, and 空行高度 that follows it.
    assert_eq!(err.matches("profile/deviation").count(), 2, "{err}");
    assert!(err.contains("版式.yaml:2:7"), "{err}");
    let report = report(&folder.join("out"));
    assert_eq!(report["summary"]["advice"], 2);
    let findings = report["findings"].as_array().unwrap();
    let codes: Vec<_> = findings.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["profile/deviation", "profile/deviation", "data/two-files"]);
    assert_eq!(report["profile"]["name"], "某县");
    let first = &report["profile"]["deviations"][0];
    assert_eq!(first["term"], "正文行距");
    assert_eq!((&first["standard"], &first["value"]), (&"28.95 磅".into(), &"28 磅".into()));
    assert_eq!(first["clause"], "5.2.3");
    let (code, _, err) = run(&folder, &["export", "data/甲.yaml", "--profile", "B"]);
    assert_eq!((code, err.matches("profile/deviation").count()), (0, 11), "{err}");
    let (code, _, err) = run(&folder, &["export", "data/甲.yaml", "--profile", "A"]);
    assert_eq!((code, err.matches("profile/deviation").count()), (0, 0), "{err}");
    std::fs::write(folder.join("版式.yaml"), "正文行距: 40毫米\n每面行数: 22行\n").unwrap();
    let (code, _, err) = run(&folder, &["export", "data/甲.yaml", "--profile", "版式.yaml"]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("profile/impossible") && err.contains("版式.yaml:1:7"), "{err}");
}

#[test]
fn batch_and_export_give_the_same_bytes_anywhere() {
    let folder = support::scratch("cli-same");
    let data = folder.join("data/县");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("甲.yaml"), good()).unwrap();
    std::fs::write(data.join("共用.yaml"), "主送: 示例县委\n").unwrap();
    assert_eq!(run(&folder, &["batch", "--jobs", "3"]).0, 0);
    assert_eq!(run(&data, &["export", "甲.yaml", "-o", "别处"]).0, 0);
    for extension in ["docx", "pdf"] {
        let batch = std::fs::read(folder.join(format!("out/县/甲.{extension}"))).unwrap();
        let single = std::fs::read(data.join(format!("别处/甲.{extension}"))).unwrap();
        assert!(batch == single, "{extension}");
    }
}

#[test]
fn a_kind_in_a_folder_needs_no_compiling() {
    let folder = support::scratch("cli-kind");
    let own = folder.join("模板/kinds/法治政府建设年度报告");
    std::fs::create_dir_all(&own).unwrap();
    let bundled = support::root().join("templates/kinds/法治政府建设年度报告");
    for file in ["kind.yaml", "schema.json"] {
        std::fs::copy(bundled.join(file), own.join(file)).unwrap();
    }
    std::fs::write(folder.join("甲.yaml"), good()).unwrap();
    let body = "【标题】自定的标题\n{{开头}}\n# 一部分\n{{章节 成效.内容 层级=2}}\n【日期】{{日期 成文日期}}\n";
    std::fs::write(own.join("body.hbs"), body).unwrap();
    assert_eq!(run(&folder, &["export", "甲.yaml", "--templates", "模板"]).0, 0);
    std::fs::write(own.join("body.hbs"), format!("{body}{{{{#if 开投}}}}x{{{{/if}}}}")).unwrap();
    let (code, _, err) = run(&folder, &["export", "甲.yaml", "--templates", "模板"]);
    assert_eq!(code, 1);
    assert!(err.contains("template/unknown-name") && err.contains("body.hbs:6:7"), "{err}");
    assert!(err.contains("是不是“开头”"), "{err}");
}

pub fn good() -> String {
    "报告种类: 法治政府建设年度报告\n单位:\n  全称: 示例县甲局\n年度: 2024\n成文日期: 2025-03-20\n\
     开头: 开头一段。\n成效:\n  内容:\n    - 一段。\n问题:\n  内容:\n    - 一段。\n\
     计划:\n  内容:\n    - 一段。\n\
     其他:\n  - 标题: 其他情况\n    内容: [主要负责人履行第一责任人职责。]\n"
        .to_owned()
}

pub fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_yinfa"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("an exit code"), text(stdout), text(stderr))
}

fn report(out: &Path) -> serde_json::Value {
    let run = std::fs::read_dir(out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_string_lossy().starts_with("运行-"))
        .expect("a run folder");
    serde_json::from_slice(&std::fs::read(run.join("report.json")).unwrap()).unwrap()
}
