//! Spreadsheets for a whole folder: rows as reports, a workbook per bureau, prescribed tables.

use std::path::Path;

use yinfa::batch::{self, Job, Status};
use yinfa::diag::{Checked, Findings};
use yinfa::pipeline::Plan;
use yinfa::sheets::Books;

use super::book::{self, Grid};
use super::{kinds, load, value_at};
use crate::support;
use crate::support::expected::{check, expected};

const COMMON: &str = "报告种类: 数据试验\n年度: 2024\n成文日期: 2025-03-27\n";

/// A sheet from lines of cells.
fn grid(name: &str, lines: &[&str], merged: &[&str]) -> Grid {
    let mut cells = std::collections::BTreeMap::new();
    for (row, line) in (1..).zip(lines) {
        for (column, text) in ('A'..='Z').zip(line.split('|')) {
            cells.extend(book::cell(&format!("{column}{row}"), text.trim()));
        }
    }
    Grid {
        sheet: name.to_owned(),
        cells,
        merged: merged.iter().map(|text| book::area(text)).collect(),
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
    }
}

fn write_book(path: &Path, grids: &[Grid]) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for grid in grids {
        book::fill(workbook.add_worksheet(), grid);
    }
    std::fs::write(path, workbook.save_to_buffer().unwrap()).unwrap();
}

fn indicators() -> Grid {
    grid(
        "指标",
        &[
            "单位名称|案件（件）|罚款（万元）|结案率|人数",
            "示例县司法局|30|272.2|'95%|12",
            "示例县公安局|120|10|'90%|30",
            "示例县教育局/直属|3|1|'100%|8",
        ],
        &[],
    )
}

/// The jobs of a folder and what was found while looking for them.
fn plan_of(folder: &Path) -> Checked<Vec<Job>> {
    batch::find_all(folder, None, &kinds(), &Books::default()).expect("a readable folder")
}

fn names(jobs: &[Job]) -> Vec<String> {
    jobs.iter().map(|job| job.relative.display().to_string()).collect()
}

#[test]
fn rows_without_a_file_become_reports_where_the_folder_says_so() {
    let folder = support::scratch("sheets-rows");
    write_book(&folder.join("指标.xlsx"), &[indicators()]);
    std::fs::write(folder.join("司法局.yaml"), "单位: {全称: 示例县司法局}\n").unwrap();
    std::fs::write(folder.join("共用.yaml"), format!("{COMMON}数据表: 指标.xlsx\n")).unwrap();
    let Checked { value: jobs, findings } = plan_of(&folder);
    assert_eq!(names(&jobs), ["司法局"]);
    let wanted = expected(&["sheet/unused-row A3", "sheet/unused-row A4"]);
    assert_eq!(check("rows", &wanted, &findings), None);

    let common = format!("{COMMON}数据表: 指标.xlsx\n逐行成文: true\n");
    std::fs::write(folder.join("共用.yaml"), common).unwrap();
    let Checked { value: jobs, findings } = plan_of(&folder);
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(names(&jobs), ["司法局", "示例县公安局", "示例县教育局_直属"]);

    let plan = Plan { kinds: kinds(), ..support::plan() };
    let out = support::scratch("sheets-rows-out");
    let records = support::run(jobs, &plan, &folder, &out);
    for record in &records {
        assert_eq!(record.status, Status::Made, "{record:#?}");
        assert_eq!(record.files.len(), 2);
    }
    let bureaus: Vec<&str> = records.iter().map(|one| one.facts.bureau.as_str()).collect();
    assert_eq!(bureaus, ["示例县司法局", "示例县公安局", "示例县教育局/直属"]);
    assert_eq!(Path::new(&records[1].input), folder.join("指标.xlsx"));
    assert!(out.join("示例县教育局_直属.pdf").is_file());
}

/// What a folder that promises reports (逐行成文) says when it can give none.
#[test]
fn a_folder_that_promises_reports_is_never_forgotten() {
    let rows = "数据表: 指标.xlsx\n逐行成文: true\n";
    let headless = [grid("指标", &["名称|件数", "示例县司法局|30"], &[])];
    let empty = [grid("指标", &["单位名称|案件（件）|罚款（万元）|结案率|人数"], &[])];
    let other = [grid("别的", &["甲"], &[])];
    let none: [Grid; 0] = [];
    for (name, common, grids, code) in [
        ("没有表格", format!("{COMMON}{rows}"), &none[..], "file/unreadable"),
        ("表头不对", format!("{COMMON}{rows}"), &headless, "sheet/missing-header"),
        ("没有填", format!("{COMMON}{rows}"), &empty, "sheet/nothing"),
        ("没有工作表", format!("{COMMON}{rows}"), &other, "sheet/missing-sheet"),
        ("没有写表格", format!("{COMMON}逐行成文: true\n"), &none, "sheet/nothing"),
        ("没有种类", format!("报告种类: 没有\n{rows}"), &none, "kind/unknown"),
        ("共用读不出", "}{\n".to_owned(), &none, "data/syntax"),
    ] {
        let root = support::scratch("sheets-promised");
        let folder = root.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("共用.yaml"), &common).unwrap();
        if !grids.is_empty() {
            write_book(&folder.join("指标.xlsx"), grids);
        }
        let Checked { value: jobs, .. } = plan_of(&root);
        let faults: Vec<_> = jobs.iter().filter_map(|job| job.conflict.as_ref()).collect();
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.text()).collect();
        assert_eq!(codes, [code], "{name}: {faults:#?}");
        assert!(faults[0].message.contains(name), "{name}: {}", faults[0].message);
        let plan = Plan { kinds: kinds(), ..support::plan() };
        let out = support::scratch("sheets-promised-out");
        let records = support::run(jobs, &plan, &root, &out);
        assert_eq!(records[0].status, Status::Failed, "{name}");
    }
}

#[test]
fn a_bureau_that_is_filled_in_twice_stops_itself_alone() {
    let folder = support::scratch("sheets-twice");
    let mut twice = indicators();
    for (column, text) in (0..).zip(["示例县司法局", "31", "1", "'95%", "12"]) {
        twice.cells.extend(book::cell(&format!("{}5", ['A', 'B', 'C', 'D', 'E'][column]), text));
    }
    write_book(&folder.join("指标.xlsx"), &[twice]);
    let common = format!("{COMMON}数据表: 指标.xlsx\n逐行成文: true\n");
    std::fs::write(folder.join("共用.yaml"), common).unwrap();
    let Checked { value: jobs, .. } = plan_of(&folder);
    let plan = Plan { kinds: kinds(), ..support::plan() };
    let out = support::scratch("sheets-twice-out");
    let records = support::run(jobs, &plan, &folder, &out);
    let failed: Vec<&str> = records
        .iter()
        .filter(|one| one.status == Status::Failed)
        .map(|one| one.facts.bureau.as_str())
        .collect();
    assert_eq!((failed, records.len()), (vec!["示例县司法局"], 3));
}

/// A bureau is missing, and the sheet has one of a name like it: only where no other data file
/// bears that name, it may be meant.
#[test]
fn the_name_of_another_bureau_is_no_slip() {
    let folder = support::scratch("sheets-near");
    let sheet = grid(
        "指标",
        &["单位名称|案件（件）|罚款（万元）|结案率|人数", "示例县财政局|1|1|'9%|1"],
        &[],
    );
    write_book(&folder.join("指标.xlsx"), &[sheet]);
    std::fs::write(folder.join("共用.yaml"), format!("{COMMON}数据表: 指标.xlsx\n")).unwrap();
    let path = folder.join("示例县民政局.yaml");
    std::fs::write(&path, "单位: {全称: 示例县民政局}\n").unwrap();
    let hint = || {
        let findings = load(&path, &kinds()).findings;
        let found = findings.iter().find(|one| one.code.text() == "sheet/no-row");
        found.expect("no row").hints.join("")
    };
    assert!(hint().contains("示例县财政局"), "{}", hint());
    std::fs::write(folder.join("示例县财政局.yaml"), "单位: {全称: 示例县财政局}\n").unwrap();
    assert!(!hint().contains("示例县财政局"), "{}", hint());
}

#[test]
fn findings_of_a_cell_name_workbook_sheet_and_cell_everywhere() {
    let folder = support::scratch("sheets-places");
    let mut wrong = indicators();
    wrong.cells.insert((1, 4), book::Cell::Text("十二".to_owned()));
    write_book(&folder.join("指标.xlsx"), &[wrong]);
    std::fs::write(folder.join("司法局.yaml"), "单位: {全称: 示例县司法局}\n").unwrap();
    let common = format!("{COMMON}数据表: 指标.xlsx\n逐行成文: true\n");
    std::fs::write(folder.join("共用.yaml"), common).unwrap();
    let out = support::scratch("sheets-places-out");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_yinfa"))
        .arg("batch")
        .arg(&folder)
        .arg("--out")
        .arg(&out)
        .arg("--templates")
        .arg(support::root().join("tests/sheets"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(said.contains("指标.xlsx 工作表“指标” E2]"), "{said}");
    assert!(said.contains("法局 | 30 | 272.2 | 95% | 十二"), "{said}");
    let run = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("report.json"))
        .find(|path| path.is_file())
        .expect("a report of the run");
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(run).unwrap()).unwrap();
    let failed = report["reports"].as_array().unwrap().iter().find(|one| one["status"] == "failed");
    let finding = &failed.expect("one failed")["findings"][0];
    assert_eq!((&finding["sheet"], &finding["cell"]), (&"指标".into(), &"E2".into()));
    assert_eq!((&finding["line"], &finding["column"]), (&2.into(), &5.into()));
    assert_eq!(finding["code"], "sheet/bad-cell");
}

/// The report of the bureau after `grids` are written beside it.
fn read(name: &str, setting: &str, files: &[(&str, Vec<Grid>)]) -> (Findings, Vec<String>) {
    let folder = support::scratch(&format!("sheets-{name}"));
    for (file, grids) in files {
        write_book(&folder.join(file), grids);
    }
    std::fs::write(folder.join("共用.yaml"), format!("{COMMON}{setting}\n")).unwrap();
    let own = "单位: {全称: 示例县司法局, 简称: 县司法局}\n";
    std::fs::write(folder.join("单位.yaml"), own).unwrap();
    let loaded = load(&folder.join("单位.yaml"), &kinds());
    let root = loaded.root.expect("a record");
    let paths = ["指标.处罚.案件.数", "申请.新收.自然人", "申请.其他.企业", "申请.另外.总计"];
    (loaded.findings, paths.iter().map(|path| value_at(&root, path)).collect())
}

/// The prescribed table of the tests, group labels merged.
fn table(name: &str, change: impl FnOnce(&mut Vec<String>)) -> Grid {
    let mut lines: Vec<String> = [
        "示例县司法局申请情况表（虚构）",
        "项目||自然人|单位||总计",
        "|||企业|其他|",
        "一、新收||1|2|3|6",
        "二、办理结果|（一）公开|1|0|0|1",
        "|（二）其他|0|2|3|5",
        "三、其他||0|0|0|0",
    ]
    .map(str::to_owned)
    .to_vec();
    change(&mut lines);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let merged = ["A1:F1", "A2:B3", "C2:C3", "D2:E2", "F2:F3", "A4:B4", "A5:A6", "A7:B7"];
    grid(name, &lines, &merged)
}

fn check_table(name: &str, change: impl FnOnce(&mut Vec<String>), wanted: &[&str]) {
    let grids = vec![indicators(), table("县司法局申请", change)];
    let (found, values) = read(name, "数据表: 表.xlsx", &[("表.xlsx", grids)]);
    assert_eq!(check(name, &expected(wanted), &found), None);
    assert_eq!(values[0], "30");
}

#[test]
fn prescribed_tables_are_read_by_their_labels() {
    let grids = vec![indicators(), table("示例县司法局申请", |_| {})];
    let (found, values) = read("table", "数据表: 表.xlsx", &[("表.xlsx", grids)]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(values, ["30", "1", "2", "0"]);
    check_table("table-short", |_| {}, &[]);
    let renamed = |lines: &mut Vec<String>| lines[3] = lines[3].replace("一、新收", "一、新受");
    check_table("table-row", renamed, &["sheet/missing-header A4"]);
    let renamed = |lines: &mut Vec<String>| lines[2] = lines[2].replace("企业", "公司");
    check_table("table-column", renamed, &["sheet/missing-header D3"]);
    let twice = |lines: &mut Vec<String>| lines[6] = lines[3].clone();
    check_table("table-twice", twice, &["sheet/duplicate-header", "sheet/missing-header"]);
    let words = |lines: &mut Vec<String>| lines[3] = "一、新收||若干|2|3|6".to_owned();
    check_table("table-words", words, &["sheet/bad-cell C4"]);
}

#[test]
fn several_workbooks_and_a_workbook_for_each_bureau() {
    let files = [
        ("甲.xlsx", vec![indicators()]),
        ("示例县司法局.xlsx", vec![table("示例县司法局申请", |_| {})]),
    ];
    let setting = "数据表: [甲.xlsx, \"{单位}.xlsx\"]";
    let (found, values) = read("several", setting, &files);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(values, ["30", "1", "2", "0"]);
    let (found, _) = read("missing", setting, &files[..1]);
    assert_eq!(check("missing", &expected(&["file/unreadable 文件"]), &found), None);
}

#[test]
fn settings_that_are_wrong_are_named() {
    let files = || [("表.xlsx", vec![indicators()])];
    let (found, _) = read("setting-map", "数据表: {文件: 表.xlsx}", &files());
    assert_eq!(check("map", &expected(&["sheet/setting 数据表"]), &found), None);
    let (found, _) = read("setting-row", "数据表: 表.xlsx\n逐行成文: 是的", &files());
    assert_eq!(check("row", &expected(&["data/wrong-type 逐行成文"]), &found), None);
    let folder = support::scratch("sheets-no-mapping");
    let path = folder.join("单位.yaml");
    let text =
        "报告种类: 公文\n单位: {全称: 示例县司法局}\n成文日期: 2025-03-27\n数据表: 表.xlsx\n";
    std::fs::write(&path, text).unwrap();
    let found = load(&path, &kinds()).findings;
    assert_eq!(check("no mapping", &expected(&["sheet/no-mapping 数据表"]), &found), None);
}

#[test]
fn unread_workbooks_are_told() {
    let folder = support::scratch("sheets-unread");
    write_book(&folder.join("甲.xlsx"), &[indicators()]);
    write_book(&folder.join("乙.xlsx"), &[indicators()]);
    std::fs::write(folder.join("单位.yaml"), "单位: {全称: 示例县司法局}\n数据表: 甲.xlsx\n")
        .unwrap();
    let findings = batch::find_jobs(&folder, None).unwrap().findings;
    assert_eq!(check("unread", &expected(&["file/ignored 乙.xlsx"]), &findings), None);
}

#[test]
fn plain_text_tables_of_both_encodings_and_all_separators_are_read() {
    for (name, separator) in [("逗号", ","), ("制表", "\t"), ("分号", ";")] {
        for encoding in [encoding_rs::UTF_8, encoding_rs::GB18030, encoding_rs::UTF_16LE] {
            let folder = support::scratch(&format!("sheets-{name}-{}", encoding.name()));
            let lines =
                ["单位名称|案件（件）|罚款（万元）|结案率|人数", "示例县司法局|30|272.2|95%|12"];
            let text = lines.join("\n").replace('|', separator);
            let bytes = match encoding.name() {
                "UTF-16LE" => [0xFEFF_u16]
                    .into_iter()
                    .chain(text.encode_utf16())
                    .flat_map(u16::to_le_bytes)
                    .collect(),
                _ => encoding.encode(&text).0.into_owned(),
            };
            std::fs::write(folder.join("表.csv"), bytes).unwrap();
            std::fs::write(folder.join("共用.yaml"), format!("{COMMON}数据表: 表.csv\n")).unwrap();
            std::fs::write(folder.join("单位.yaml"), "单位: {全称: 示例县司法局}\n").unwrap();
            let loaded = load(&folder.join("单位.yaml"), &kinds());
            let wanted: &[&str] =
                if encoding.name() == "UTF-8" { &[] } else { &["file/encoding 表.csv"] };
            let about = format!("{name} {}", encoding.name());
            assert_eq!(check(&about, &expected(wanted), &loaded.findings), None);
            let root = loaded.root.expect("a record");
            assert_eq!(value_at(&root, "指标.处罚.罚款"), "272.2万元");
        }
    }
}

const FIGURES: [&str; 8] = [
    "行政许可（件）",
    "行政处罚（件）",
    "罚没金额（万元）",
    "行政检查（次）",
    "行政复议（件）",
    "行政诉讼（件）",
    "法治培训（人次）",
    "普法活动（场次）",
];

/// The sample county with its common figures moved from 31 data files into one workbook.
fn county_with_workbook(folder: &Path) {
    let own = support::root().join("data/示例县/2024");
    let line =
        regex::Regex::new(r"^    (\S+): \{数: ([0-9.]+), 单位: \S+, 上年: ([0-9.]+)\}$").unwrap();
    let mut header = vec!["单位名称".to_owned()];
    header.extend(FIGURES.iter().flat_map(|name| [(*name).to_owned(), format!("上年{name}")]));
    let mut lines = vec![header.join("|")];
    for entry in std::fs::read_dir(own).unwrap() {
        let path = entry.unwrap().path();
        // Other kinds of report have folders of their own.
        if path.is_dir() {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let target = folder.join(path.file_name().unwrap());
        let Some((before, block)) = text.split_once("  法治统计:") else {
            std::fs::write(target, format!("数据表: 统计.xlsx\n{text}")).unwrap();
            continue;
        };
        let (comment, rows) = block.split_once('\n').unwrap();
        let figures: Vec<String> = rows
            .lines()
            .map_while(|row| line.captures(row))
            .map(|row| format!("{}|{}", &row[2], &row[3]))
            .collect();
        assert_eq!(figures.len(), 8, "{path:?} {comment}");
        let rest: Vec<&str> = rows.lines().skip(8).collect();
        let before = if rest.first().is_some_and(|row| row.starts_with("  ")) {
            before.to_owned()
        } else {
            before.trim_end().strip_suffix("指标:").expect("only these figures").to_owned()
        };
        std::fs::write(target, format!("{before}{}\n", rest.join("\n"))).unwrap();
        let name = text.lines().find_map(|line| line.strip_prefix("  全称: ")).unwrap();
        lines.push(format!("{name}|{}", figures.join("|")));
    }
    lines.sort_by_key(|line| !line.starts_with("单位名称"));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    write_book(&folder.join("统计.xlsx"), &[grid("法治统计", &lines, &[])]);
}

#[test]
fn the_county_adds_up_from_a_workbook_as_from_data_files() {
    let county = support::scratch("sheets-county");
    let folder = county.join("2024");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::create_dir_all(county.join("2024汇总")).unwrap();
    county_with_workbook(&folder);
    let name = "2024汇总/示例县2024年度汇总.yaml";
    let own = support::root().join("data/示例县").join(name);
    std::fs::copy(&own, county.join(name)).unwrap();
    let plan = support::plan();
    let computed = |path: &Path| {
        let loaded = plan.loader().load(path);
        let (mut root, mut findings) = (loaded.root.expect("a record"), loaded.findings);
        yinfa::pipeline::examine(&mut root, &plan, &mut findings);
        let codes: Vec<&str> = findings.iter().map(|one| one.code.text()).collect();
        assert_eq!(codes, ["summary/absent"], "{findings:#?}");
        root.field("汇总").expect("what was computed").to_json()
    };
    assert_eq!(computed(&county.join(name)), computed(&own));
}
