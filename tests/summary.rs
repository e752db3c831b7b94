//! The county's report against sums made another way: figures are read from the data files
//! as lines of text, added as whole hundredths, and compared with what 汇总 holds and with
//! what both files print. And what must not be counted in silence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use yinfa::data;
use yinfa::data::node::{Node, Value, parse_path};
use yinfa::diag::Checked;
use yinfa::pipeline;

use crate::support::expected::{self, Planted};
use crate::support::{self, root};

const COLUMNS: [&str; 8] = [
    "行政许可",
    "行政处罚",
    "罚没金额",
    "行政检查",
    "行政复议",
    "行政诉讼",
    "法治培训",
    "普法活动",
];

/// This year and last year, in hundredths.
type Pair = (i64, i64);

/// Bureau → column → figures, read with no help of the program.
fn figures() -> BTreeMap<String, BTreeMap<String, Pair>> {
    let line =
        regex::Regex::new(r"^    (\S+): \{数: ([0-9.]+), 单位: \S+, 上年: ([0-9.]+)\}$").unwrap();
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("data/示例县/2024")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue; // other kinds of report
        }
        let text = std::fs::read_to_string(path).unwrap();
        let Some((_, block)) = text.split_once("  法治统计:") else { continue };
        let name = text.lines().find_map(|line| line.strip_prefix("  全称: ")).unwrap();
        let rows = block.lines().skip(1).map_while(|row| line.captures(row));
        let rows: BTreeMap<String, Pair> = rows
            .map(|row| (row[1].to_owned(), (hundredths(&row[2]), hundredths(&row[3]))))
            .collect();
        assert_eq!(rows.keys().len(), 8, "{name}");
        assert!(all.insert(name.to_owned(), rows).is_none(), "{name} twice");
    }
    all
}

fn hundredths(text: &str) -> i64 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{rest:0<2}").parse().unwrap()
}

/// `187250` as people write it: `1872.5`.
fn written(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn county() -> PathBuf {
    root().join("data/示例县/2024汇总/示例县2024年度汇总.yaml")
}

/// The record of a report with its 汇总.
fn computed(path: &Path) -> Checked<Node> {
    let plan = support::plan();
    let data::Loaded { root, mut findings } = data::load(path);
    let mut root = root.unwrap_or_else(|| panic!("{findings:?}"));
    pipeline::examine(&mut root, &plan, &mut findings);
    Checked::new(root, findings)
}

fn text(root: &Node, path: &str) -> String {
    match root.at(&parse_path(path).unwrap()).map(|node| &node.value) {
        Some(Value::Text(text) | Value::Number(text)) => text.clone(),
        other => panic!("{path}: {other:?}"),
    }
}

fn list<'a>(root: &'a Node, path: &str) -> &'a [Node] {
    match root.at(&parse_path(path).unwrap()).map(|node| &node.value) {
        Some(Value::List(items)) => items,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn totals_rows_and_ranks_equal_sums_made_another_way() {
    let figures = figures();
    assert_eq!(figures.len(), 31);
    let Checked { value: root, findings } = computed(&county());
    let codes: Vec<&str> = findings.iter().map(|one| one.code.text()).collect();
    assert_eq!(codes, ["summary/absent"]);
    assert_eq!(text(&root, "汇总.应报数.数"), "32");
    assert_eq!(text(&root, "汇总.已报数.数"), "31");
    assert_eq!(text(&root, "汇总.未报单位[1]"), "示例县地震局");
    for column in COLUMNS {
        let sum = |of: fn(&Pair) -> i64| figures.values().map(|row| of(&row[column])).sum();
        assert_eq!(text(&root, &format!("汇总.{column}.数")), written(sum(|pair| pair.0)));
        assert_eq!(text(&root, &format!("汇总.{column}.上年")), written(sum(|pair| pair.1)));
    }
    let rows = list(&root, "汇总.各单位");
    assert_eq!(rows.len(), 31);
    for (index, row) in rows.iter().enumerate() {
        let name = text(row, "单位");
        assert_eq!(text(row, "序号"), (index + 1).to_string());
        for column in COLUMNS {
            assert_eq!(text(row, column), written(figures[&name][column].0), "{name} {column}");
        }
    }
    let positive = figures.values().filter(|row| row["行政处罚"].0 > 0).count();
    assert_eq!(text(&root, "汇总.办案单位.数"), positive.to_string());
    let none = figures.values().filter(|row| row["行政诉讼"].0 == 0).count();
    assert_eq!(text(&root, "汇总.无诉讼单位.数"), none.to_string());
    let talks: i64 = figures.values().map(|row| row["普法活动"].0).sum();
    // Tenths, half up.
    let mean = (talks * 2 / 10 / 31 + 1) / 2 * 10;
    assert_eq!(text(&root, "汇总.平均普法.数"), written(mean));
    ranked(&root, "汇总.处罚排名", "行政处罚", &figures);
    ranked(&root, "汇总.许可排名", "行政许可", &figures);
}

fn ranked(
    root: &Node,
    field: &str,
    column: &str,
    figures: &BTreeMap<String, BTreeMap<String, Pair>>,
) {
    let rows = list(root, field);
    let all: Vec<i64> = figures.values().map(|row| row[column].0).collect();
    for row in rows {
        let own = figures[&text(row, "单位")][column].0;
        let better = all.iter().filter(|other| **other > own).count();
        assert_eq!(text(row, "名次"), (better + 1).to_string(), "{field}");
        assert!(better < 10, "{field}");
    }
    let first_ten = all.iter().filter(|own| all.iter().filter(|other| other > own).count() < 10);
    assert_eq!(rows.len(), first_ten.count(), "{field}");
}

#[test]
fn both_files_print_the_sums() {
    let figures = figures();
    let plan = support::plan();
    let made = support::make(&county(), &plan);
    let word = word_text(&made.docx);
    for column in COLUMNS {
        let sum = written(figures.values().map(|row| row[column].0).sum());
        // In the sentence, in the table of totals, in the last row.
        assert!(word.matches(sum.as_str()).count() >= 3, "{column} {sum}");
    }
    // That the PDF says the same is compared whenever a report is made.
    for name in figures.keys() {
        assert!(word.contains(name), "{name}");
    }
}

fn word_text(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut xml = String::new();
    let mut file = archive.by_name("word/document.xml").unwrap();
    std::io::Read::read_to_string(&mut file, &mut xml).unwrap();
    let tags = regex::Regex::new("<[^>]*>").unwrap();
    tags.replace_all(&xml, "").into_owned()
}

/// What is wrong in a county of three bureaus.
#[test]
fn nothing_is_left_out_in_silence() {
    let mut wrong = Vec::new();
    for (index, case) in Planted::all("summary.toml").iter().enumerate() {
        let folder = small_county(&format!("summary-{index}"));
        let path = [folder.join(&case.file), folder.join("单位/2024").join(&case.file)]
            .into_iter()
            .find(|path| path.exists())
            .unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, case.planted_in(&text)).unwrap();
        let findings = computed(&folder.join("县.yaml")).findings;
        wrong.extend(expected::check(&case.about(), &case.expect, &findings));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn money_is_converted_and_last_year_is_found() {
    let folder = small_county("summary-money");
    let Checked { value: root, findings } = computed(&folder.join("县.yaml"));
    assert!(findings.is_empty(), "{findings:?}");
    // 1.5万元 + 25000元 + 0
    assert_eq!(text(&root, "汇总.罚没金额.数"), "4");
    // Two have written last year's figure, the third has last year's file.
    assert_eq!(text(&root, "汇总.行政许可.上年"), "27");
    // One bureau has no figure of last year: sums of the two years cannot be compared.
    assert!(root.at(&parse_path("汇总.行政检查.上年").unwrap()).is_none());
    let origin = root.at(&parse_path("汇总.各单位[2].行政处罚").unwrap()).unwrap();
    assert!(origin.span.source.path().ends_with("单位/2024/乙.yaml"));
}

/// A county of three bureaus.
fn small_county(name: &str) -> PathBuf {
    let folder = support::scratch(name);
    let bureaus = folder.join("单位");
    std::fs::create_dir_all(&bureaus).unwrap();
    let county = "报告种类: 县级汇总报告\n单位: {全称: 某县司法局}\n年度: 2024\n地区: 某县\n\
                  数据所在: 单位\n成文日期: 2025-03-20\n应报单位: [甲局, 乙局, 丙局]\n";
    std::fs::write(folder.join("县.yaml"), county).unwrap();
    let year = |year: i32, name: &str, figures: &str| {
        let path = bureaus.join(format!("{year}"));
        std::fs::create_dir_all(&path).unwrap();
        let text = format!(
            "报告种类: 法治政府建设年度报告\n单位:\n  全称: {name}局\n年度: {year}\n\
             成文日期: {}-01-20\n指标:\n  法治统计:\n{figures}    法治培训: 1人次\n    \
             普法活动: 1场次\n开头: 一段。\n成效: {{内容: [一段。]}}\n计划: {{内容: [一段。]}}\n",
            year + 1
        );
        std::fs::write(path.join(format!("{name}.yaml")), text).unwrap();
    };
    let row = |penalties: &str, permits: &str, money: &str| {
        format!(
            "    行政处罚: {penalties}\n    行政许可: {permits}\n    罚没金额: {money}\n    \
             行政检查: 5次\n    行政复议: 0件\n    行政诉讼: 0件\n"
        )
    };
    year(2024, "甲", &row("{数: 30, 单位: 件}", "{数: 10, 单位: 件, 上年: 9}", "1.5万元"));
    year(2024, "乙", &row("7件", "{数: 20, 单位: 件, 上年: 12}", "25000元"));
    year(2024, "丙", &row("0件", "8件", "0万元"));
    year(2023, "丙", &row("0件", "6件", "0万元"));
    folder
}
