//! The table at the end of a batch.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::batch::{Record, RunReport, Status};
use crate::diag::Severity;
use crate::fonts::FontSet;
use crate::standard::Layout;

/// More rows than this are a list that nobody reads; then only those are shown that need
/// somebody's attention.
const MANY: usize = 100;

/// Bureau, pages, findings, seconds; and the sum of all.
pub(super) fn render(report: &RunReport) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["单位", "页数", "发现", "用时（秒）"]);
    let all = report.reports.len() <= MANY;
    let shown = report.reports.iter().filter(|one| all || needs_attention(one.status));
    let rows = shown.clone().count();
    for record in shown.take(MANY) {
        let pages = || record.facts.pages.map_or_else(String::new, |pages| pages.to_string());
        let pages = match record.status {
            Status::Made => pages(),
            Status::Unchanged | Status::Edited => {
                format!("{}（{}）", pages(), record.status.word())
            }
            Status::Held | Status::Failed | Status::NotRun => record.status.word().to_owned(),
        };
        let seconds = format!("{:.2}", record.seconds);
        table.add_row([record.facts.bureau.clone(), pages, found(record), seconds]);
    }
    for column in [1, 3] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    match rows {
        0 => sums(report),
        _ => format!("{table}\n{}", sums(report)),
    }
}

fn needs_attention(status: Status) -> bool {
    match status {
        Status::Held | Status::Failed | Status::NotRun => true,
        Status::Made | Status::Unchanged | Status::Edited => false,
    }
}

fn sums(report: &RunReport) -> String {
    let sum = &report.summary;
    let mut text =
        format!("共 {} 个单位，做成 {} 个，没有做成 {} 个", sum.reports, sum.made, sum.failed);
    for (count, word) in [
        (sum.unchanged, "没有变化"),
        (sum.edited, "改过、没有动"),
        (sum.held, "改过、没有覆盖"),
        (sum.not_run, "没有轮到"),
    ] {
        if count > 0 {
            text.push_str(&format!("，{word} {count} 个"));
        }
    }
    format!("{text}，{} 页。", sum.pages)
}

/// Which font the PDFs use for each typeface.
pub(super) fn fonts(fonts: &FontSet, layout: &Layout) -> String {
    let shown = layout.roles().into_iter().filter_map(|role| {
        let file = fonts.chain_of(role).next()?;
        let name = file.origin.file_name().unwrap_or_default().display();
        let origin = if file.bundled { "随附" } else { "自备" };
        Some(format!("{} {name}（{origin}）", role.term()))
    });
    format!("PDF 字体：{}", shown.collect::<Vec<_>>().join("，"))
}

/// `错误 1  提示 2`, or nothing.
fn found(record: &Record) -> String {
    [Severity::Error, Severity::Warning, Severity::Advice]
        .into_iter()
        .map(|severity| (record.count(severity), severity.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{word} {count}"))
        .collect::<Vec<_>>()
        .join("  ")
}
