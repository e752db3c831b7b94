//! `yinfa check` as people and programs use it.

use std::path::Path;

use serde_json::Value;

use crate::cli::run;
use crate::support::{root, scratch};

const CASES: [&str; 3] = ["check", "tests/rules/cases", "--templates=tests/rules"];

fn checked(args: &[&str]) -> (i32, String, String) {
    run(root(), args)
}

#[test]
fn findings_are_sorted_and_counted() {
    let (code, out, err) = checked(&CASES);
    assert_eq!(code, 1, "{err}");
    assert_eq!(err, "", "findings are the result");
    assert!(out.contains("三公合计 = 12万元") && out.contains("收支.三公.接待 = 3万元"), "{out}");
    let last = out.lines().last().unwrap();
    assert!(last.starts_with("检查了 ") && last.contains("错误 "), "{last}");
    let (code, out, _) = checked(&["check", "data"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("检查了 40 个数据文件：有错误的 0 个，没有错误的 40 个"), "{out}");
}

#[test]
fn what_cannot_be_checked_has_its_own_exit() {
    let folder = scratch("check-empty");
    let empty = folder.to_str().unwrap();
    for (args, code) in [
        (vec!["check"], 2),
        (vec!["check", "data", "--format", "xml"], 2),
        (vec!["check", empty], 3),
        (vec!["check", "data", "--templates", empty], 3),
        (vec!["check", "没有.yaml"], 1),
    ] {
        let (found, out, err) = checked(&args);
        assert_eq!(found, code, "{args:?}: {out}{err}");
    }
    // A program that reads the result finds what stopped it there.
    let broken = ["check", "data", "--templates", empty, "--format", "json"];
    let (_, out, err) = checked(&broken);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&*err, &json["findings"][0]["code"]), ("", &"kind/broken".into()), "{out}");
}

#[test]
fn json_has_every_finding_with_its_places() {
    let (code, out, _) = checked(&[&CASES[..], &["--format", "json"]].concat());
    assert_eq!(code, 1);
    let json: Value = serde_json::from_str(&out).unwrap();
    let files = json["files"].as_array().unwrap();
    let one = files.iter().find(|one| one["input"].as_str().unwrap().ends_with("少填一格.yaml"));
    let finding = &one.unwrap()["findings"][0];
    assert_eq!(finding["code"], "rule/unequal");
    assert_eq!((&finding["line"], &finding["column"]), (&5.into(), &10.into()));
    let missing = &finding["related"][1];
    assert_eq!(missing["label"], "申请.办理总计.自然人 没有写，按 0 计算");
    assert_eq!(missing["line"], 10);
    let counted = |severity: &str| {
        let own = files.iter().flat_map(|file| file["findings"].as_array().unwrap());
        let all = own.chain(json["findings"].as_array().unwrap());
        all.filter(|finding| finding["severity"] == severity).count()
    };
    // No two of these reports share a finding.
    assert_eq!(json["summary"]["errors"], counted("错误"));
    assert_eq!(json["summary"]["warnings"], counted("警告"));
    assert_eq!(json["summary"]["files"], files.len());
}

#[test]
fn sarif_keeps_to_the_specification() {
    let rules: Value =
        serde_json::from_slice(&std::fs::read(root().join("tests/sarif.json")).unwrap()).unwrap();
    let rules = jsonschema::options().should_validate_formats(true).build(&rules).unwrap();
    for paths in [&CASES[..], &["check", "data"]] {
        let (_, out, _) = checked(&[paths, &["--format", "sarif"]].concat());
        let log: Value = serde_json::from_str(&out).unwrap();
        let faults: Vec<String> = rules
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
        let run = &log["runs"][0];
        let codes = run["tool"]["driver"]["rules"].as_array().unwrap();
        let mut order = Vec::new();
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(codes[index]["id"], result["ruleId"]);
            let places = ["locations", "relatedLocations"].map(|name| result[name].as_array());
            order.extend(place_of(result));
            for place in places.into_iter().flatten().flatten() {
                let region = &place["physicalLocation"]["region"];
                let at =
                    |line: &str, column: &str| (region[line].as_u64(), region[column].as_u64());
                assert!(at("startLine", "startColumn") <= at("endLine", "endColumn"), "{place}");
            }
        }
        assert!(!order.is_empty());
        let mut sorted = order.clone();
        // Folder by folder: `2024` comes before `2024汇总`.
        sorted.sort();
        assert_eq!(order, sorted, "findings come in the order of files, lines and columns");
    }
}

/// Folders and file, line and column of a result.
fn place_of(result: &Value) -> Option<(Vec<String>, u64, u64)> {
    let place = &result["locations"][0]["physicalLocation"];
    // The end of a name sorts before any letter of a longer one.
    let uri = place["artifactLocation"]["uri"].as_str()?.trim_end_matches(".yaml");
    let uri = uri.split('/').map(str::to_owned).collect();
    let at = |name: &str| place["region"][name].as_u64().unwrap_or(0);
    Some((uri, at("startLine"), at("startColumn")))
}

#[test]
fn a_file_is_checked_once_and_alone_as_in_its_folder() {
    let file = "tests/rules/cases/2024/上年不等.yaml";
    let args =
        ["check", "tests/rules/cases/2024", file, "--templates=tests/rules", "--format=json"];
    let whole: Value = serde_json::from_str(&checked(&args).1).unwrap();
    let args = ["check", file, "--templates=tests/rules", "--format=json"];
    let alone: Value = serde_json::from_str(&checked(&args).1).unwrap();
    let is_it = |one: &&Value| Path::new(one["input"].as_str().unwrap()) == Path::new(file);
    let found: Vec<&Value> = whole["files"].as_array().unwrap().iter().filter(is_it).collect();
    assert_eq!(found, [&alone["files"][0]]);
    assert_eq!(found[0]["findings"].as_array().unwrap().len(), 2, "last year was found");
}

#[test]
fn fix_changes_files_as_it_said() {
    let folder = scratch("check-fix");
    let case = |name: &str| std::fs::read(root().join("tests/fixes").join(name)).unwrap();
    let text = String::from_utf8(case("space-plain.yaml")).unwrap();
    let gb = encoding_rs::GB18030.encode(&text).0;
    let marked = |bytes: Vec<u8>| [&b"\xEF\xBB\xBF"[..], &bytes].concat();
    for (name, before, after) in [
        ("甲.yaml", case("space-quoted.yaml"), case("space-quoted.yaml.fixed")),
        ("乙.json", case("json.json"), case("json.json.fixed")),
        ("丙.yaml", marked(case("date.yaml")), marked(case("date.yaml.fixed"))),
        ("丁.yaml", gb.to_vec(), gb.to_vec()),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, before).unwrap();
        let named = path.to_str().unwrap();
        let (_, shown, _) = checked(&["check", named]);
        assert!(shown.contains("改成："), "{name}: {shown}");
        let (_, out, err) = checked(&["check", named, "--fix"]);
        assert_eq!(std::fs::read(&path).unwrap(), after, "{name}: {out}{err}");
        let said = if name == "丁.yaml" { "没有改“" } else { "改了 " };
        assert!(err.contains(said), "{name}: {out}{err}");
        let is_left = checked(&["check", named]).1.contains("改成：");
        assert_eq!(is_left, name == "丁.yaml", "{name}");
    }
}
