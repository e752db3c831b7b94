//! The report of a run as one page that needs nothing beside itself.

use std::path::Path;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::presentation::{facts, file_of, relative};
use super::record::{Record, Status};
use super::report::RunReport;
use crate::diag::{FindingRecord, Severity};
use crate::output::OutputFormat;
use crate::uri;

const STYLE: &str = include_str!("../../templates/run/report.css");

/// The page. `folder` is where it will lie, so that links can lead from there.
pub fn page(report: &RunReport, folder: &Path) -> String {
    let page = html! {
        (DOCTYPE) "\n"
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "印发：运行报告 " (report.run.started) }
                style { "\n" (PreEscaped(STYLE)) }
            }
            "\n"
            body {
                (header(report))
                main {
                    (switches(report))
                    (run_findings(report))
                    (list(report, folder))
                }
            }
        }
        "\n"
    };
    // HTML has no way to write them; a text of a data file may hold them.
    page.into_string().replace(|c: char| c.is_control() && c != '\n', "\u{FFFD}")
}

fn header(report: &RunReport) -> Markup {
    html! {
        header {
            h1 { "印发：运行报告" }
            dl {
                @for (name, value) in facts(report) {
                    div { dt { (name) } dd { (value) } }
                }
            }
        }
        "\n"
    }
}

/// The numbers, which are switches at the same time: no script, so it works everywhere. The
/// style counts on spaces between them, and on the table behind them.
fn switches(report: &RunReport) -> Markup {
    let sum = &report.summary;
    let count = |status| report.reports.iter().filter(|one| one.status == status).count();
    html! {
        input type="radio" name="state" id="all" checked;
        label class="state all" for="all" { b { (sum.reports) } "全部" } "\n"
        @for (status, count) in Status::ALL.map(|status| (status, count(status))) {
            @let class = class(status);
            input type="radio" name="state" id=(class) disabled[count == 0];
            label class={ "state " (class) } for=(class) { b { (count) } (status.word()) } "\n"
        }
        p class="sums" {
            "共 " (sum.pages) " 页；错误 " (sum.errors) " 条，警告 " (sum.warnings) " 条，提示 "
            (sum.advice) " 条"
        }
        "\n"
    }
}

/// What was found beside the reports.
fn run_findings(report: &RunReport) -> Markup {
    html! {
        @if !report.findings.is_empty() {
            details class="run" {
                summary { "数据文件夹、版式、字体的发现" }
                (findings(&report.findings))
            }
        }
    }
}

/// The reports, folder by folder.
fn list(report: &RunReport, folder: &Path) -> Markup {
    let folder_of = |record: &Record| {
        Path::new(&record.key).parent().unwrap_or(Path::new("")).to_string_lossy().into_owned()
    };
    html! {
        table {
            thead {
                tr {
                    th { "单位" } th { "标题" } th { "发文字号" } th class="number" { "页数" }
                    th { "状态" } th { "发现" } th { "文件" }
                }
            }
            "\n"
            @for group in report.reports.chunk_by(|a, b| folder_of(a) == folder_of(b)) {
                tbody {
                    @if let Some(name) = group.first().map(folder_of) {
                        tr class="folder" { th colspan="7" { (name) } } "\n"
                    }
                    @for record in group { (row(record, folder)) "\n" }
                }
            }
        }
    }
}

fn row(record: &Record, folder: &Path) -> Markup {
    let facts = &record.facts;
    let reasons: Vec<&str> = record.reasons.iter().map(|reason| reason.word()).collect();
    html! {
        tr class=(class(record.status)) {
            td { (facts.bureau) small { (text(&facts.kind)) } }
            td { (text(&facts.title)) }
            td { (text(&facts.number)) }
            td class="number" { @if let Some(pages) = facts.pages { (pages) } }
            td {
                span class="badge" { (record.status.word()) }
                small { (reasons.join("、")) }
            }
            td { (own_findings(record)) }
            td { (links(record, folder)) }
        }
    }
}

fn text(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

fn own_findings(record: &Record) -> Markup {
    let counts = [Severity::Error, Severity::Warning, Severity::Advice]
        .map(|severity| (record.count(severity), severity.word()));
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{word} {count}"))
        .collect();
    html! {
        @if !record.findings.is_empty() {
            details open[record.count(Severity::Error) > 0] {
                summary { (counts.join("  ")) }
                (findings(&record.findings))
            }
        }
    }
}

fn links(record: &Record, folder: &Path) -> Markup {
    html! {
        @for format in OutputFormat::ALL {
            @if let Some(file) = file_of(record, format) {
                a href=(uri::reference(&relative(folder, Path::new(&file.path))))
                    type=(format.media_type()) title={ "SHA-256 " (file.sha256) }
                {
                    (format.word())
                }
                @if file.edited { "（改过）" }
                " "
            }
        }
    }
}

fn findings(findings: &[FindingRecord]) -> Markup {
    html! {
        ul {
            @for finding in findings { (one_finding(finding)) "\n" }
        }
    }
}

fn one_finding(finding: &FindingRecord) -> Markup {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    };
    let file = finding.file.as_deref().unwrap_or_default();
    let place = format!("{file} {}", finding.position());
    html! {
        li class=(severity) {
            code { (finding.code.text()) } " " (finding.message)
            small { (place.trim()) }
            small { "办法：" (finding.hints.join("；")) }
        }
    }
}

fn class(status: Status) -> &'static str {
    match status {
        Status::Made => "made",
        Status::Unchanged => "unchanged",
        Status::Edited => "edited",
        Status::Held => "held",
        Status::Failed => "failed",
        Status::NotRun => "not-run",
    }
}
