//! The reports of several parts of a run as one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::record::Record;
use super::report::{Ended, FORMAT, RunFacts, RunReport, Summary};
use super::shard::Shard;
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};

/// Reads a `report.json`.
///
/// # Errors
///
/// Why it cannot be used, in Chinese.
pub fn read(bytes: &[u8]) -> Result<RunReport, String> {
    #[derive(serde::Deserialize)]
    struct Version {
        format: u32,
    }
    let version: Version =
        serde_json::from_slice(bytes).map_err(|_| "不是 yinfa 的运行报告".to_owned())?;
    if version.format != FORMAT {
        return Err(format!("格式是第 {} 版，这里要第 {FORMAT} 版", version.format));
    }
    serde_json::from_slice(bytes).map_err(|error| format!("内容不全（{error}）"))
}

/// Joins reports; of a report that is in several, the run that began last counts. What is
/// found says what is missing or does not fit together.
pub fn merge(mut reports: Vec<RunReport>) -> Option<Checked<RunReport>> {
    reports.sort_by(|one, other| one.run.started.cmp(&other.run.started));
    let last = reports.last()?.clone();
    let doubts = doubts(&reports);
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut seen = HashSet::new();
    let shards: BTreeSet<String> = reports.iter().flat_map(|one| one.run.shards.clone()).collect();
    let run = RunFacts {
        started: reports.first()?.run.started.clone(),
        seconds: reports.iter().map(|one| one.run.seconds).fold(0.0, f64::max),
        data: last.run.data.clone(),
        out: last.run.out.clone(),
        shards: shards.into_iter().collect(),
        ended: reports.iter().map(|one| one.run.ended).max().unwrap_or(Ended::Complete),
    };
    for report in reports {
        // Every part finds the same in the data folder, the profile and the fonts.
        let new = report.findings.into_iter().filter(|one| seen.insert(one.clone()));
        findings.extend(new);
        records.extend(report.reports.into_iter().map(|one| (one.key.clone(), one)));
    }
    let records: Vec<Record> = records.into_values().collect();
    let summary = Summary::of(&records, &findings);
    let merged = RunReport { run, summary, findings, reports: records, ..last };
    Some(Checked::new(merged, doubts))
}

fn doubts(reports: &[RunReport]) -> Findings {
    let mut doubts = Findings::new();
    let mut doubt = |message: String| {
        doubts.push(Diagnostic::new(Code::MergeDoubt, Place::Whole, message));
    };
    let parts = reports.iter().flat_map(|one| &one.run.shards).filter_map(|one| one.parse().ok());
    let mut missing: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for Shard { part, parts } in parts {
        missing.entry(parts).or_insert_with(|| (1..=parts).collect()).remove(&part);
    }
    if missing.len() > 1 {
        let shown: Vec<String> = missing.keys().map(u32::to_string).collect();
        doubt(format!("运行报告的片数不同：{}", shown.join("、")));
    }
    for (parts, missing) in missing.iter().filter(|(_, missing)| !missing.is_empty()) {
        let shown: Vec<String> = missing.iter().take(10).map(u32::to_string).collect();
        let more = if missing.len() > 10 { "等" } else { "" };
        doubt(format!("{parts} 片中缺第 {}{more} 片的运行报告", shown.join("、")));
    }
    let differs = |what: fn(&RunReport) -> String| {
        reports.iter().map(what).collect::<BTreeSet<_>>().len() > 1
    };
    if differs(|one| one.program.clone()) {
        doubt("各片由不同的程序做成".to_owned());
    }
    if differs(|one| one.profile.to_string()) {
        doubt("各片用了不同的版式".to_owned());
    }
    if differs(|one| serde_json::Value::from(one.fonts.clone()).to_string()) {
        doubt("各片用了不同的字体".to_owned());
    }
    doubts
}
