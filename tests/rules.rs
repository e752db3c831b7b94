//! 勾稽. Cases under `tests/rules/cases` hold their findings; broken rules stand in
//! `tests/rules/broken.toml`.

use std::sync::Arc;

use yinfa::Rules;
use yinfa::data::records::Records;
use yinfa::diag::Findings;
use yinfa::pipeline::{self, Plan};
use yinfa::source::Source;

use crate::last_year::plan;
use crate::support::expected::{self, Expected};
use crate::support::root;

fn found(name: &str) -> Findings {
    pipeline::check(&root().join("tests/rules/cases").join(name), &plan()).findings
}

#[test]
fn every_case_gives_exactly_its_findings() {
    let folder = root().join("tests/rules/cases");
    let plan =
        Plan { records: Records::scan(&[folder.join("2022"), folder.join("2023")]), ..plan() };
    // The files of 2024 are many reports of one bureau; its last year is that of 2023 alone.
    let jobs = yinfa::batch::find_jobs(&folder, None).unwrap().value;
    assert!(jobs.len() >= 20, "only {} cases", jobs.len());
    let mut wrong = Vec::new();
    for job in jobs.iter().filter(|job| !job.input.starts_with(folder.join("2023"))) {
        let found = pipeline::check(&job.input, &plan).findings;
        let about = job.input.display().to_string();
        wrong.extend(expected::check(&about, &expected::expected_in(&job.input), &found));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_finding_shows_both_sides_and_every_cell() {
    let found = found("2024/少填一格.yaml");
    let finding = &found[0];
    assert_eq!(
        finding.message,
        "勾稽 E2“新收和结转之和等于办理总计和结转下年之和”（列：自然人）不成立：\
         左边是 9，右边是 2，相差 7"
    );
    assert_eq!(finding.field.as_deref(), Some("申请.新收.自然人"));
    let labels: Vec<&str> = finding.related.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "申请.上年结转.自然人 = 1",
            "申请.办理总计.自然人 没有写，按 0 计算",
            "申请.结转下年.自然人 = 2"
        ]
    );
    let lines: Vec<Option<usize>> =
        finding.related.iter().map(|one| one.place.position().1.map(|at| at.line)).collect();
    assert_eq!(lines, [Some(8), Some(10), Some(11)]);
    assert!(finding.hints[0].contains("申请.新收.自然人 + 申请.上年结转.自然人 = "), "{finding:?}");
}

#[test]
fn a_sentence_names_what_it_should_say() {
    let found = found("2024/增长数错.yaml");
    let [finding] = &found[..] else { panic!("{found:?}") };
    assert_eq!(
        finding.message,
        "勾稽 B9“收入比上年”不符：文字写的是“收入合计1,100.00万元，比上年增长11.0%”，算出来是10.0%"
    );
    let labels: Vec<&str> = finding.related.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(labels, ["收支.收入总计 = 1100万元", "上年.收支.收入总计 = 1000.00万元"]);
    let (file, _) = finding.related[1].place.position();
    assert!(file.unwrap().ends_with("2023/甲局.yaml"));
}

#[derive(serde::Deserialize)]
struct Broken {
    rules: String,
    expect: Vec<Expected>,
}

#[derive(serde::Deserialize)]
struct BrokenCases {
    case: Vec<Broken>,
}

#[test]
fn broken_rules_are_named_with_their_place() {
    let schema = std::fs::read(root().join("tests/rules/kinds/试验报告/schema.json")).unwrap();
    let schema = serde_json::from_slice(&schema).unwrap();
    let cases = std::fs::read_to_string(root().join("tests/rules/broken.toml")).unwrap();
    let cases: BrokenCases = toml::from_str(&cases).unwrap();
    let wrong = cases.case.iter().filter_map(|Broken { rules, expect }| {
        let source = Arc::new(Source::new("rules.yaml", rules.clone()));
        let found = Rules::read(&source, &schema).err().unwrap_or_default();
        expected::check(rules, expect, &found)
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(cases.case.len() >= 25 && wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A report of which every rule holds; any cell changed by one breaks one.
#[test]
fn any_single_cell_is_caught() {
    let plan = plan();
    let report = "报告种类: 试验报告\n年度: 2024\n成文日期: 2025-01-20\n单位: {全称: 示例县乙局}\n申请:\n  \
         新收:\n    自然人: 8\n    法人: 4\n    总计: 12\n  上年结转:\n    自然人: 1\n    法人: 0\n    总计: 1\n  \
         办理总计:\n    自然人: 7\n    法人: 4\n    总计: 11\n  结转下年:\n    自然人: 2\n    法人: 0\n    \
         总计: 2\n收支:\n  收入总计: 1234.50\n  支出总计: 1234.50\n  三公合计: 12.50\n  三公:\n    公车: 10.00\n    \
         接待: 2.50\n";
    let folder = crate::support::scratch("one-cell");
    let path = folder.join("乙局.yaml");
    let unequal = |text: String| {
        std::fs::write(&path, text).unwrap();
        let found = pipeline::check(&path, &plan).findings;
        found.iter().filter(|one| one.code.text() == "rule/unequal").count()
    };
    assert_eq!(unequal(report.to_owned()), 0);
    let lines: Vec<&str> = report.lines().collect();
    let is_figure = |line: &&str| {
        line.starts_with("  ") && line.rsplit(' ').next().unwrap().parse::<f64>().is_ok()
    };
    let mut cells = 0;
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| is_figure(line)) {
        cells += 1;
        for change in [1.0, -1.0] {
            let (name, figure) = line.rsplit_once(' ').unwrap();
            let changed = format!("{name} {}", figure.parse::<f64>().unwrap() + change);
            let mut lines = lines.clone();
            lines[index] = &changed;
            assert!(unequal(lines.join("\n")) > 0, "{changed} was not caught");
        }
    }
    assert_eq!(cells, 17);
}
