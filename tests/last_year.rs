//! Last year's data: found beside a report or in the folder of a batch, given to templates
//! and texts, compared with what was typed. Cases hold their findings.

use std::path::{Path, PathBuf};

use yinfa::batch::Job;
use yinfa::data::records::Records;
use yinfa::diag::Place;
use yinfa::kind::Kinds;
use yinfa::pipeline::{self, Plan};

use crate::support::{self, expected};

pub fn plan() -> Plan {
    let folder = support::root().join("tests/rules");
    let kinds = Kinds::load(Some(&folder)).expect("the kind for tests is sound");
    Plan { kinds, ..support::plan() }
}

fn folder() -> PathBuf {
    support::root().join("tests/rules/last-year")
}

fn jobs(folder: &Path) -> Vec<Job> {
    yinfa::batch::find_jobs(folder, None).expect("the cases are there").value
}

/// One file alone, and the same file among all others, have the same findings.
#[test]
fn last_year_is_found_alone_and_in_a_batch() {
    let alone = plan();
    let whole = Plan { records: Records::scan(&[folder()]), ..plan() };
    // The folder of the year before lies beside the folder that is scanned.
    let beside = Plan { records: Records::scan(&[folder().join("2024")]), ..plan() };
    let jobs = jobs(&folder().join("2024"));
    assert!(jobs.len() >= 7);
    for job in jobs {
        let expected = expected::expected_in(&job.input);
        for plan in [&alone, &whole, &beside] {
            let report = pipeline::export(&job.input, plan);
            let about = job.input.display().to_string();
            assert_eq!(expected::check(&about, &expected, &report.findings), None);
        }
    }
}

#[test]
fn templates_texts_and_helpers_see_last_year() {
    let output = support::make(&folder().join("2024/甲局.yaml"), &plan());
    let text = support::word_text(&output.docx);
    for words in [
        "上年新收28件，上年说“去年新收28件”。",
        "比上年增长7.1%，其中自然人增加1件，法人增加3件，去年28件",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

#[test]
fn both_places_of_a_difference_are_named() {
    let report = pipeline::export(&folder().join("2024/丙局.yaml"), &plan());
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    assert_eq!(finding.field.as_deref(), Some("申请.新收.总计"));
    assert_eq!(finding.message, "“申请.新收.总计”写的上年数是 27件，上年报告里是 28件");
    let [there] = &finding.related[..] else { panic!("{finding:?}") };
    let Place::Text { source, range } = &there.place else { panic!("{there:?}") };
    assert!(source.path().ends_with("2023/丙局.yaml"), "{source:?}");
    assert_eq!(&source.text()[range.clone()], "28件");
}

#[test]
fn the_index_knows_kinds_years_and_bureaus() {
    let records = Records::scan(&[folder()]);
    let bureaus: Vec<&str> =
        records.of("试验报告", 2023).into_iter().map(|(bureau, _)| bureau).collect();
    // A file with an error has no key that can be relied on.
    assert_eq!(
        bureaus,
        ["示例县丁局", "示例县丁局", "示例县丙局", "示例县乙局", "示例县戊局", "示例县甲局"]
    );
    assert!(records.of("试验报告", 2022).is_empty());
}

#[test]
fn thousands_of_files_are_indexed() {
    let folder = support::scratch("many-files");
    let text =
        std::fs::read_to_string(support::root().join("tests/rules/cases/2024/相符.yaml")).unwrap();
    for county in 0..100 {
        let here = folder.join(format!("县{county}/2023"));
        std::fs::create_dir_all(&here).unwrap();
        std::fs::write(here.join("共用.yaml"), "报告种类: 试验报告\n年度: 2023\n").unwrap();
        for bureau in 0..20 {
            let own = text.replace("示例县乙局", &format!("第{county}县第{bureau}局"));
            std::fs::write(here.join(format!("{bureau}.yaml")), own).unwrap();
        }
    }
    let records = support::ends("thousands", || Records::scan(std::slice::from_ref(&folder)));
    assert_eq!(records.of("试验报告", 2023).len(), 2_000);
}
