//! 版记 (7.4).

use crate::inspect::docx::body::Para;
use crate::inspect::docx::recognise::{Document, align, is_blank, lead, pitch, rule_of, thickness};
use crate::inspect::sheet::{At, Check, Sheet};
use crate::inspect::targets::{IMPRINT_THICK, IMPRINT_THIN, IMPRINT_TOLERANCE};
use crate::inspect::text::{Form, Part};

const IMPRINT: Check = Check::must("7.4", "版记");
const RULES: Check = Check::must("7.4.1", "版记分隔线");
const THICK: Check = Check::usual("7.4.1", "首条和末条分隔线粗细");
const THIN: Check = Check::usual("7.4.1", "中间分隔线粗细");
const LEFT: Check = Check::must("7.4.2", "版记左空一字");
const OFFICE: Check = Check::must("10.1", "信函版记不加印发机关和印发日期");

/// Millimetres in a point.
const MM: f64 = 25.4 / 72.0;

pub(super) fn check(document: &Document, sheet: &mut Sheet) {
    let lines: Vec<usize> = (0..document.paras.len())
        .filter(|&i| matches!(document.parts[i], Part::CopiedTo | Part::Printed))
        .collect();
    let (Some(&first), Some(&last)) = (lines.first(), lines.last()) else {
        sheet.absent(IMPRINT, "版记（普发的公文有版记）");
        return;
    };
    let office = lines.iter().find(|&&i| document.parts[i] == Part::Printed);
    if document.form == Form::Letter {
        if let Some(&office) = office {
            sheet.judge(OFFICE, false, "不加", "加了", &document.at(office));
        }
        return;
    }
    rules(document, first, last, office.is_some(), sheet);
    for &index in &lines {
        let para = &document.paras[index];
        let tabbed = para.text.starts_with('\t')
            && para.props.tabs.iter().any(|(_, at)| (at - 280.0).abs() < 60.0);
        // A date in a cell of its own stands at the right.
        if align(para) == "right" || (document.parts[index] == Part::Printed && lead(para) > 5.0) {
            continue;
        }
        if para.in_table && document.parts[index] == Part::Printed && starts_with_date(para) {
            continue;
        }
        let found = if tabbed { 1.0 } else { lead(para) + para.cell_left / pitch(para) };
        let ok = (0.6..=1.6).contains(&found);
        sheet.judge(LEFT, ok, "左空 1 字", format!("左空 {found:.1} 字"), &document.at(index));
    }
}

/// A cell that holds the 印发日期 alone.
fn starts_with_date(para: &Para) -> bool {
    para.text.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// The rules around the lines of a 版记, from top to bottom, mm.
fn found_rules(document: &Document, first: usize, last: usize) -> Vec<f64> {
    let from =
        (0..first).rev().take_while(|&i| is_blank(&document.paras[i])).last().unwrap_or(first);
    let to = (last + 1..document.paras.len())
        .take_while(|&i| is_blank(&document.paras[i]))
        .last()
        .unwrap_or(last);
    let mut rules: Vec<f64> = Vec::new();
    let mut row: Option<(f64, f64)> = None;
    for para in &document.paras[from..=to] {
        if let Some((points, _)) = rule_of(para) {
            rules.push(points * MM);
        }
        rules.extend(
            para.drawings.iter().filter(|d| !d.picture && d.width > 100.0).map(|_| f64::NAN),
        );
        rules.extend(edges(para, &mut row));
    }
    rules.extend(row.map(|(_, bottom)| bottom).filter(|bottom| *bottom > 0.0));
    rules
}

/// The border above a paragraph or its row, and that below a paragraph; that below a row waits
/// for the next one, which may draw the same line.
fn edges(para: &Para, row: &mut Option<(f64, f64)>) -> Vec<f64> {
    let size = |border: &Option<crate::inspect::docx::props::Border>| {
        border.as_ref().map_or(0.0, |border| thickness(border) * MM)
    };
    let mut found = Vec::new();
    if para.in_table {
        let now = (size(&para.row_borders.0), size(&para.row_borders.1));
        if *row == Some(now) && now.0 != now.1 {
            // Another cell of the same row.
            return found;
        }
        let shared = row.map_or(0.0, |(_, bottom)| bottom).max(now.0);
        if shared > 0.0 {
            found.push(shared);
        }
        *row = Some(now);
    } else {
        found.extend(
            [size(&para.props.top), size(&para.props.bottom)].into_iter().filter(|s| *s > 0.0),
        );
    }
    found
}

fn rules(document: &Document, first: usize, last: usize, office: bool, sheet: &mut Sheet) {
    let rules = found_rules(document, first, last);
    let others = document.of(Part::CopiedTo).next().is_some();
    let wanted = if office && others { 3 } else { 2 };
    let at = document.at(first);
    let found = format!("{} 条", rules.len());
    sheet.judge(RULES, rules.len() >= wanted, format!("{wanted} 条"), found, &at);
    for (index, rule) in rules.iter().enumerate() {
        // The thickness of drawn lines is not looked up.
        if rule.is_nan() {
            continue;
        }
        let outer = index == 0 || index + 1 == rules.len();
        let (check, target) = if outer { (THICK, IMPRINT_THICK) } else { (THIN, IMPRINT_THIN) };
        sheet.length(check, *rule, target, IMPRINT_TOLERANCE, &At::default());
    }
}
