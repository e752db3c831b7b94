//! The table at the end of a batch.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::batch::Outcome;
use crate::diag::Severity;
use crate::fonts::FontSet;
use crate::standard::Layout;

/// Bureau, pages, findings, seconds; and the sum of all.
pub(super) fn render(outcomes: &[Outcome]) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["单位", "页数", "发现", "用时（秒）"]);
    for outcome in outcomes {
        let pages = outcome.pages.map_or_else(|| "没有做成".to_owned(), |pages| pages.to_string());
        let seconds = format!("{:.2}", outcome.time.as_secs_f64());
        table.add_row([outcome.bureau.clone(), pages, found(outcome), seconds]);
    }
    for column in [1, 3] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let made = outcomes.iter().filter(|outcome| outcome.is_made()).count();
    let pages: usize = outcomes.iter().filter_map(|outcome| outcome.pages).sum();
    let failed = outcomes.len() - made;
    format!(
        "{table}\n共 {} 个单位，做成 {made} 个，没有做成 {failed} 个，{pages} 页。",
        outcomes.len()
    )
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
fn found(outcome: &Outcome) -> String {
    let count = |severity: Severity| {
        let found = outcome.findings.iter().filter(|finding| finding.severity() == severity);
        (found.count(), severity.word())
    };
    [Severity::Error, Severity::Warning, Severity::Advice]
        .into_iter()
        .map(count)
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{word} {count}"))
        .collect::<Vec<_>>()
        .join("  ")
}
