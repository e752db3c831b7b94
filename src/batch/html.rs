//! The report of a run as one page that needs nothing beside itself.

use std::fmt::Write;
use std::path::Path;

use super::ledger::{file_of, relative};
use super::record::{Record, Status};
use super::report::RunReport;
use crate::diag::{FindingRecord, Severity};

const STYLE: &str = include_str!("../../templates/run/report.css");

/// The page. `folder` is where it will lie, so that links can lead from there.
pub fn page(report: &RunReport, folder: &Path) -> String {
    let mut page = String::new();
    // Writing to a string cannot fail, here and below.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>印发：运行报告 {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(&report.run.started)
    );
    top(&mut page, report);
    states(&mut page, report);
    list(&mut page, report, folder);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// What is known of the run, for people.
pub(super) fn facts(report: &RunReport) -> Vec<(&'static str, String)> {
    let run = &report.run;
    let fonts = report.fonts.iter().filter_map(|font| {
        let file = Path::new(font["pdf"][0]["file"].as_str()?).file_name()?;
        Some(format!("{} {}", font["role"].as_str()?, file.to_string_lossy()))
    });
    let fonts: Vec<String> = fonts.collect();
    let deviations = report.profile["deviations"].as_array().map_or(0, Vec::len);
    let profile = report.profile["name"].as_str().unwrap_or_default();
    let mut facts = vec![
        ("开始", run.started.clone()),
        ("用时", format!("{} 秒", run.seconds)),
        ("结束", run.ended.word().to_owned()),
        ("数据文件夹", run.data.clone()),
        ("输出文件夹", run.out.clone()),
        ("版式", format!("{profile}，和 GB/T 9704-2012 不同的 {deviations} 项")),
        ("PDF 字体", fonts.join("，")),
        ("程序", report.program.clone()),
    ];
    if !run.shards.is_empty() {
        facts.push(("分片", run.shards.join("、")));
    }
    facts
}

fn top(page: &mut String, report: &RunReport) {
    page.push_str("<header>\n<h1>印发：运行报告</h1>\n<dl>\n");
    for (name, value) in facts(report) {
        let _ = writeln!(page, "<div><dt>{name}</dt><dd>{}</dd></div>", escaped(&value));
    }
    page.push_str("</dl>\n</header>\n<main>\n");
}

/// The numbers, which are switches at the same time: no script, so it works everywhere.
fn states(page: &mut String, report: &RunReport) {
    let sum = &report.summary;
    let _ = writeln!(
        page,
        "<input type=\"radio\" name=\"state\" id=\"all\" checked>\
         <label class=\"state all\" for=\"all\"><b>{}</b>全部</label>",
        sum.reports
    );
    for status in Status::ALL {
        let count = report.reports.iter().filter(|one| one.status == status).count();
        let (class, word) = (class(status), status.word());
        let _ = writeln!(
            page,
            "<input type=\"radio\" name=\"state\" id=\"{class}\"{}>\
             <label class=\"state {class}\" for=\"{class}\"><b>{count}</b>{word}</label>",
            if count == 0 { " disabled" } else { "" }
        );
    }
    let _ = writeln!(
        page,
        "<p class=\"sums\">共 {} 页；错误 {} 条，警告 {} 条，提示 {} 条</p>",
        sum.pages, sum.errors, sum.warnings, sum.advice
    );
    if !report.findings.is_empty() {
        page.push_str("<details class=\"run\"><summary>数据文件夹、版式、字体的发现</summary>\n");
        findings(page, &report.findings);
        page.push_str("</details>\n");
    }
}

fn list(page: &mut String, report: &RunReport, folder: &Path) {
    page.push_str(
        "<table>\n<thead><tr><th>单位<th>标题<th>发文字号<th class=\"number\">页数<th>状态\
         <th>发现<th>文件</tr></thead>\n",
    );
    let mut group = None;
    for record in &report.reports {
        let own = Path::new(&record.key).parent().unwrap_or(Path::new(""));
        if group != Some(own) {
            if group.is_some() {
                page.push_str("</tbody>\n");
            }
            let _ = write!(
                page,
                "<tbody>\n<tr class=\"folder\"><th colspan=\"7\">{}</tr>\n",
                escaped(&own.to_string_lossy())
            );
            group = Some(own);
        }
        row(page, record, folder);
    }
    if group.is_some() {
        page.push_str("</tbody>\n");
    }
    page.push_str("</table>\n");
}

fn row(page: &mut String, record: &Record, folder: &Path) {
    let facts = &record.facts;
    let text = |text: &Option<String>| escaped(text.as_deref().unwrap_or_default());
    let reasons: Vec<&str> = record.reasons.iter().map(|reason| reason.word()).collect();
    let _ = write!(
        page,
        "<tr class=\"{}\"><td>{}<small>{}</small><td>{}<td>{}<td class=\"number\">{}\
         <td><span class=\"badge\">{}</span><small>{}</small><td>",
        class(record.status),
        escaped(&facts.bureau),
        text(&facts.kind),
        text(&facts.title),
        text(&facts.number),
        facts.pages.map_or_else(String::new, |pages| pages.to_string()),
        record.status.word(),
        reasons.join("、"),
    );
    if !record.findings.is_empty() {
        let counts = [Severity::Error, Severity::Warning, Severity::Advice]
            .map(|severity| (record.count(severity), severity.word()));
        let counts: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{word} {count}"))
            .collect();
        let open = if record.count(Severity::Error) > 0 { " open" } else { "" };
        let _ = writeln!(page, "<details{open}><summary>{}</summary>", counts.join("  "));
        findings(page, &record.findings);
        page.push_str("</details>");
    }
    page.push_str("<td>");
    for (extension, word) in [("docx", "Word"), ("pdf", "PDF")] {
        if let Some(file) = file_of(record, extension) {
            let path = relative(folder, Path::new(&file.path));
            let edited = if file.edited { "（改过）" } else { "" };
            let _ = write!(
                page,
                "<a href=\"{}\" title=\"SHA-256 {}\">{word}</a>{edited} ",
                address(&path),
                escaped(&file.sha256)
            );
        }
    }
    page.push_str("</tr>\n");
}

fn findings(page: &mut String, findings: &[FindingRecord]) {
    page.push_str("<ul>\n");
    for finding in findings {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        };
        let file = finding.file.as_deref().unwrap_or_default();
        let place = escaped(&format!("{file} {}", finding.position()));
        let _ = writeln!(
            page,
            "<li class=\"{severity}\"><code>{}</code> {}<small>{}</small><small>办法：{}</small>",
            finding.code,
            escaped(&finding.message),
            place.trim(),
            escaped(&finding.hints.join("；"))
        );
    }
    page.push_str("</ul>\n");
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

/// Text that can stand anywhere in the page.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() => safe.push('\u{FFFD}'),
            c => safe.push(c),
        }
    }
    safe
}

/// A relative path as an address: whatever could mean something else is a number.
fn address(path: &Path) -> String {
    let names = path.components().map(|one| {
        let mut name = String::new();
        for byte in one.as_os_str().to_string_lossy().bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    name.push(char::from(byte));
                }
                byte => {
                    let _ = write!(name, "%{byte:02X}");
                }
            }
        }
        name
    });
    names.collect::<Vec<_>>().join("/")
}
