//! The workbook to be filled in: equal bytes, and what is filled in reads back.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use yinfa::data::Loaded;
use yinfa::sheets::workbook;

use super::{book, kinds, load, value_at};
use crate::support;
use crate::support::expected::{check, expected};

const BUREAU: &str = "示例县司法局";

fn template() -> Vec<u8> {
    workbook(
        kinds().known("数据试验").unwrap().kind().expect("the kind of the tests").spreadsheets(),
    )
    .expect("a workbook")
}

/// Reads the report of the bureau with the workbook beside it.
fn read(folder: &Path) -> Loaded {
    let common = "报告种类: 数据试验\n年度: 2024\n成文日期: 2025-03-27\n数据表: 表.xlsx\n";
    std::fs::write(folder.join("共用.yaml"), common).unwrap();
    std::fs::write(folder.join("单位.yaml"), format!("单位: {{全称: {BUREAU}}}\n")).unwrap();
    load(&folder.join("单位.yaml"), &kinds())
}

#[test]
fn equal_kinds_give_equal_workbooks() {
    assert_eq!(template(), template());
}

#[test]
fn an_unfilled_workbook_is_told_from_a_filled_one() {
    let folder = support::scratch("sheets-unfilled");
    std::fs::write(folder.join("表.xlsx"), template()).unwrap();
    let wanted = expected(&["sheet/example-row A2", "sheet/no-row 单位.全称"]);
    assert_eq!(check("unfilled", &wanted, &read(&folder).findings), None);
}

#[test]
fn a_kind_without_a_mapping_has_no_workbook() {
    let kinds = kinds();
    let finding =
        workbook(kinds.known("公文").unwrap().kind().expect("a bundled kind").spreadsheets())
            .unwrap_err();
    assert_eq!(finding.code.text(), "sheet/no-mapping");
}

#[test]
fn what_is_filled_in_reads_back() {
    let Some(python) = book::outside_python() else { return };
    for delete_example in [false, true] {
        let folder = support::scratch(&format!("sheets-filled-{delete_example}"));
        std::fs::write(folder.join("空.xlsx"), template()).unwrap();
        let item = json!([{
            "writer": "filled",
            "template": folder.join("空.xlsx"),
            "path": folder.join("表.xlsx"),
            "sheet": "指标",
            "table": "单位全称申请",
            "delete_example": delete_example,
            "values": {
                "单位名称": BUREAU, "负责人": "张三", "等级": "良", "是否公开": "否",
                "起始日期": "2024-01-01", "案件（件）": 30, "上年案件（件）": 28,
                "罚款（万元）": 272.2, "结案率": "95%", "人数": 12, "面积": 3.5,
                "电话": "0731-88886666", "措施": "普法\n执法",
            },
        }]);
        let mut child = Command::new(&python)
            .arg(support::root().join("scripts/workbooks.py"))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(item.to_string().as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        check_filled(read(&folder), delete_example);
    }
}

fn check_filled(loaded: Loaded, delete_example: bool) {
    let wanted: &[&str] = if delete_example { &[] } else { &["sheet/example-row A2"] };
    assert_eq!(check("filled", &expected(wanted), &loaded.findings), None);
    let root = loaded.root.expect("a record");
    for (path, expected) in [
        ("负责人", "张三"),
        ("等级", "良"),
        ("公开", "false"),
        ("起始日期", "2024-01-01"),
        ("指标.处罚.案件.数", "30"),
        ("指标.处罚.案件.单位", "件"),
        ("指标.处罚.案件.上年", "28"),
        ("指标.处罚.罚款", "272.2万元"),
        ("指标.处罚.结案率", "95%"),
        ("人数", "12"),
        ("面积", "3.5"),
        ("电话", "0731-88886666"),
        ("措施.2", "执法"),
        // The filler writes ten times the row and the column.
        ("申请.新收.自然人", "33"),
        ("申请.公开.企业", "44"),
        ("申请.其他.其他单位", "55"),
        ("申请.另外.总计", "66"),
    ] {
        assert_eq!(value_at(&root, path), expected, "{path}");
    }
}

#[test]
fn the_command_writes_the_workbook_and_never_over_another() {
    let folder = support::scratch("sheets-new");
    let run = |out: &Path| {
        Command::new(env!("CARGO_BIN_EXE_yinfa"))
            .args(["new", "数据试验", "--xlsx", "-o"])
            .arg(out)
            .arg("--templates")
            .arg(support::root().join("tests/sheets"))
            .output()
            .unwrap()
    };
    let out = folder.join("空.xlsx");
    let first = run(&out);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert_eq!(std::fs::read(&out).unwrap(), template());
    let second = run(&out);
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("已经存在"));
}
