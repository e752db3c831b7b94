//! The plan of a run, shown alone.

use comfy_table::{ContentArrangement, Table, presets};

use crate::batch::{Action, Planned};

/// Every report with what is done and why, and the sums.
pub(super) fn render(planned: &[Planned], unfinished: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["报告", "要做什么", "原因"]);
    for one in planned {
        table.add_row([one.job.key(), word(one.action).to_owned(), why(one)]);
    }
    let count = |action| planned.iter().filter(|one| one.action == action).count();
    let mut text = format!(
        "{table}\n共 {} 份，要做 {} 份，没有变化 {} 份，结果被改过、不动 {} 份，结果被改过、不覆盖 {} 份。",
        planned.len(),
        count(Action::Make),
        count(Action::Skip),
        count(Action::Leave),
        count(Action::Hold),
    );
    if unfinished > 0 {
        text.push_str(&format!(
            "\n上次中断时有 {unfinished} 份正在写，运行时先把它们写完或者退回。"
        ));
    }
    text.push_str("\n这是计划，没有写任何文件。");
    text
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Make => "做",
        Action::Skip => "跳过",
        Action::Leave => "不动",
        Action::Hold => "不覆盖",
    }
}

fn why(planned: &Planned) -> String {
    let reasons: Vec<&str> = planned.reasons.iter().map(|reason| reason.word()).collect();
    let mut text = reasons.join("、");
    let name = |path: &std::path::PathBuf| {
        path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    };
    let list = |paths: &[std::path::PathBuf]| {
        let names: Vec<String> = paths.iter().take(3).map(name).collect();
        let more = if paths.len() > 3 { "等" } else { "" };
        format!("{}{more}", names.join("、"))
    };
    if !planned.changed.is_empty() {
        text.push_str(&format!("（{}）", list(&planned.changed)));
    }
    if !planned.edited.is_empty() {
        text.push_str(&format!("；改过：{}", list(&planned.edited)));
    }
    match planned.action {
        Action::Skip => "没有变化".to_owned(),
        Action::Make | Action::Leave | Action::Hold => {
            text.strip_prefix('；').map(str::to_owned).unwrap_or(text)
        }
    }
}
