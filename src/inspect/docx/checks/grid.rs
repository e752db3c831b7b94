//! 每面行数、每行字数 (5.2.3).

use crate::inspect::docx::recognise::Document;
use crate::inspect::points::grid::{CHARS, PITCH};
use crate::inspect::results::{Check, Results, number};
use crate::inspect::targets::PROFILE_B;
use crate::inspect::text::Part;
use crate::read::docx::LineRule;
use crate::read::docx::{MM, Paragraph, Section};
use crate::standard::Layout;

const FIXED: Check = Check::usual("5.2.3", "行距为固定值");
const SPACING: Check = Check::usual("5.2.3", "段前段后间距");
const SNAP: Check = Check::usual("5.2.3", "行距不随文档网格变动");
const WIDOW: Check = Check::usual("5.2.3", "孤行控制");

/// How far from filling the 版心 a page of 22 lines may be, twips a line.
const FILL: f64 = 6.0;
/// The same for other numbers of lines (7.3.5.5), twips a page.
const POINT: f64 = 21.0;
/// Other numbers of lines that are still read well.
const ROWS: [u32; 4] = [20, 21, 23, 24];

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    for &index in &document.order {
        if !document.parts[index].is_body() || document.section(index).turned() {
            continue;
        }
        pitch(document, index, layout, results);
        chars(document, index, layout, results);
        let (before, after) =
            crate::inspect::docx::geometry::spacing(document.para(index), document.section(index));
        let found = format!("段前 {} pt，段后 {} pt", number(before / 20.0), number(after / 20.0));
        results.judge(SPACING, before.abs() + after.abs() < 10.0, "0", found, &document.at(index));
        let para = document.para(index);
        // Word turns it on where nothing is said; from two lines on it moves text to the next page.
        let on = para.props.widow.unwrap_or(true);
        results.judge(
            WIDOW,
            !on,
            "关，每面才能排满",
            if on { "开" } else { "关" },
            &document.at(index),
        );
    }
}

/// The pitch of a paragraph in twips, when it is the same for all lines.
fn fixed(para: &Paragraph, section: &Section) -> Option<f64> {
    let line = para.props.line.unwrap_or(240.0);
    match para.props.rule.unwrap_or(LineRule::Auto) {
        LineRule::Exact => Some(line),
        LineRule::AtLeast => None,
        // One line of the grid is as fixed as an exact one.
        LineRule::Auto => {
            let snaps =
                section.grid.0 && section.line_pitch > 0.0 && para.props.snap != Some(false);
            let rows = line / 240.0;
            let low = para.size() * 20.0 * 1.15 <= section.line_pitch * rows;
            (snaps && low).then_some(section.line_pitch * rows)
        }
    }
}

fn pitch(document: &Document<'_>, index: usize, layout: &Layout, results: &mut Results) {
    let (para, section) = (document.para(index), document.section(index));
    let at = document.at(index);
    let target = f64::from(layout.line_pitch.value.0);
    let required = format!("固定值 {} pt", number(target / 20.0));
    let Some(found) = fixed(para, section) else {
        let line = para.props.line.unwrap_or(240.0);
        let found = match para.props.rule {
            Some(LineRule::AtLeast) => format!("最小值 {} pt", number(line / 20.0)),
            _ => format!("{} 倍行距", number(line / 240.0)),
        };
        results.judge(FIXED, false, required, found, &at);
        return;
    };
    results.judge(FIXED, true, &required, "固定值", &at);
    let rows = f64::from(layout.lines_per_page.value);
    let own = layout.text_height.value.twip().0;
    let (top, bottom) = PROFILE_B;
    let electronic = (layout.page_height.value.0 - top - bottom) / MM;
    let near_b = (section.top * MM - top).abs() < 1.0 && (section.bottom * MM - bottom).abs() < 1.0;
    let depth = if near_b { electronic } else { f64::from(own) };
    let most = depth / rows;
    let usual = found <= most && found >= most - FILL;
    let adjusted = ROWS.iter().any(|&rows| {
        let rest = depth - f64::from(rows) * found;
        (0.0..=POINT + f64::from(rows)).contains(&rest)
    });
    let difference = if usual || adjusted { 0.0 } else { found - most.floor() };
    let difference =
        if difference == 0.0 { String::new() } else { format!("{:+.2} pt", difference / 20.0) };
    let required = format!("固定值 {} pt", number(most.floor() / 20.0));
    results.add(
        PITCH,
        usual || adjusted,
        required,
        format!("{} pt", number(found / 20.0)),
        difference,
        &at,
    );
    let exact = para.props.rule == Some(LineRule::Exact);
    // An exact line is not stretched to the grid, but WPS counts it in lines of the grid.
    let apart =
        section.grid.0 && section.line_pitch > 0.0 && (section.line_pitch - found).abs() > 12.0;
    let bound = exact && apart && para.props.snap != Some(false) && section.grid.1;
    let required = "不对齐网格，或者网格和行距一致";
    let shown = format!("网格 {} pt", number(section.line_pitch / 20.0));
    results.judge(SNAP, !bound, required, shown, &at);
}

fn chars(document: &Document<'_>, index: usize, layout: &Layout, results: &mut Results) {
    let (para, section) = (document.para(index), document.section(index));
    let Some(run) = para.main_run() else { return };
    let size = run.props.size.unwrap_or(0.0);
    let spacing = run.props.spacing.unwrap_or(0.0);
    // A wrong size is a finding of its own.
    if (size - layout.body_size.value.0).abs() > 0.26 || document.parts[index] != Part::Body {
        return;
    }
    let snaps = section.grid.1 && para.props.snap != Some(false);
    let pitch = if snaps {
        (document.file.default_size + section.char_space / 4096.0) * 20.0 + spacing
    } else {
        size * 20.0 + spacing
    };
    // The width of the standard: a wrong margin is a finding of its own.
    let width = f64::from(layout.text_width.value.twip().0);
    let (left, right, _) = para.indents();
    if left.abs() + right.abs() > 100.0 {
        return;
    }
    const SLACK: f64 = 7.0;
    let count = ((width + SLACK) / pitch).floor();
    let wanted = layout.chars_per_line.value;
    let found = format!("{} 字（字距 {} pt）", number(count), number(pitch / 20.0));
    results.judge(
        CHARS,
        count == f64::from(wanted),
        format!("{wanted} 字"),
        found,
        &document.at(index),
    );
}
