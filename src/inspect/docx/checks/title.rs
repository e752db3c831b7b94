//! 标题, 主送机关, indents and order of the 正文 (7.3.1–7.3.3).

use super::gap;
use super::head::{TWO_ROWS, head_rule, whole};
use crate::inspect::docx::geometry;
use crate::inspect::docx::recognise::Document;
use crate::inspect::points::title::{BELOW, FIRST_PAGE, FLUSH, FORM, GAP, INDENT, MIDDLE, TITLE};
use crate::inspect::results::{At, Check, Results, number};
use crate::inspect::shape;
use crate::inspect::text::{Form, Part};
use crate::read::docx::{Align, LineRule};
use crate::read::docx::{Container, MM};

const PITCH: Check = Check::usual("7.3.1", "标题行距");
const FOLLOWS: Check = Check::must("7.3.3", "正文在主送机关下一行");
const WRAPPED: Check = Check::must("7.3.3", "正文回行顶格");
const ALIGN: Check = Check::usual("7.3.3", "正文对齐方式");
const OUTLINE: Check = Check::usual("7.3.3", "标题的大纲级别");

/// Blank lines in the column where the standard has one, mm.
pub(super) const ONE_ROW: (f64, f64) = (5.0, 15.5);

pub(super) fn check(document: &Document<'_>, results: &mut Results) {
    title(document, results);
    addressees(document, results);
    let first = document.order.iter().copied().find(|&index| document.parts[index].is_body());
    match first {
        Some(first) => {
            let page = document.places.spots[first].page;
            // From the estimate a line may come to stand on either page.
            let shown = page == 1 || document.places.spots[first].top < 60.0;
            results.judge(
                FIRST_PAGE,
                shown,
                "首页必须显示正文",
                format!("正文从第 {page} 页开始"),
                &At::page(1),
            );
        }
        None => results.judge(FIRST_PAGE, false, "首页必须显示正文", "没有正文", &At::page(1)),
    }
    for &index in &document.order {
        if document.parts[index].is_body() && document.para(index).place == Container::Flow {
            paragraph(document, index, results);
        }
    }
}

fn title(document: &Document<'_>, results: &mut Results) {
    let lines: Vec<usize> = document.of(Part::Title).collect();
    let Some(&first) = lines.first() else {
        if matches!(document.form, Form::File | Form::Letter) {
            results.judge(TITLE, false, "标题", "没有", &At::page(1));
        }
        return;
    };
    let at = document.at(first);
    results.judge(TITLE, true, "标题", at.place.clone(), &at);
    let above = match document.form {
        Form::File => head_rule(document).map(|rule| rule.para).filter(|&para| para < first),
        _ => None,
    };
    if let Some(above) = above
        && document.para(above).place == Container::Flow
        && document.para(above).props.frame.is_none()
        && document.para(above).drawings.is_empty()
        && let Some(gap) = gap(document, above, first)
    {
        results.range(GAP, gap, TWO_ROWS.0, TWO_ROWS.1, &at);
    }
    for &index in &lines {
        middle(document, index, MIDDLE, results);
        pitch(document, index, results);
    }
    shape(document, &lines, results);
}

/// Whether the lines of a paragraph stand in the middle of the column.
pub(super) fn middle(document: &Document<'_>, index: usize, check: Check, results: &mut Results) {
    let column = document.column(index);
    let para = document.para(index);
    let at = document.at(index);
    let (left, right, first) = para.indents();
    let off = if para.align() == Align::Centre {
        // A first-line indent pushes the line aside.
        (left - right) / 2.0 + first / 2.0
    } else {
        match whole(&document.segments(index)) {
            Some(line) => line.middle() - column / 2.0,
            None => return,
        }
    };
    results.length(check, off * MM, 0.0, 2.5, &at);
}

/// One line of the title: a 2号 character and 7/8 of a 3号 one, or lines of the grid.
fn pitch(document: &Document<'_>, index: usize, results: &mut Results) {
    let para = document.para(index);
    if geometry::lines(para, document.column(index)) < 2 {
        return;
    }
    let line = para.props.line.unwrap_or(240.0);
    let (ok, found) = match para.props.rule.unwrap_or(LineRule::Auto) {
        LineRule::Exact => {
            ((540.0..=760.0).contains(&line), format!("固定值 {} pt", number(line / 20.0)))
        }
        LineRule::AtLeast => {
            ((540.0..=760.0).contains(&line), format!("最小值 {} pt", number(line / 20.0)))
        }
        LineRule::Auto => (
            document.section(index).grid.0 && para.props.snap != Some(false) && line <= 300.0,
            format!("{} 倍行距", number(line / 240.0)),
        ),
    };
    results.judge(PITCH, ok, "固定值 28～38 pt（按定义 36 pt）", found, &document.at(index));
}

/// 梯形 or 菱形, never a rectangle or an hourglass; judged where the breaks are set by hand.
fn shape(document: &Document<'_>, paras: &[usize], results: &mut Results) {
    let mut widths = Vec::new();
    for &index in paras {
        let para = document.para(index);
        for line in para.text().split('\n').map(str::trim).filter(|line| !line.is_empty()) {
            widths.push(geometry::width(line, para.size(), 0.0, geometry::gap(para)));
        }
    }
    let Some(&first) = paras.first() else { return };
    if widths.len() < 2 || widths.iter().any(|width| *width > document.column(first) + 50.0) {
        return;
    }
    let em = document.para(first).size() * 20.0;
    widths.iter_mut().for_each(|width| *width /= em);
    let found = shape::shape(&widths);
    results.judge(FORM, found == shape::SHAPE, shape::SHAPE, found, &document.at(first));
}

fn addressees(document: &Document<'_>, results: &mut Results) {
    let Some(index) = document.of(Part::Addressees).next() else { return };
    let at = document.at(index);
    let left = document.segments(index).first().map_or(0.0, |segment| segment.left);
    results.length(FLUSH, left * MM, 0.0, 1.5, &at);
    let (hang, ..) = document.para(index).indents();
    if geometry::lines(document.para(index), document.column(index)) > 1 {
        results.length(FLUSH, hang * MM, 0.0, 1.5, &at);
    }
    if document.of(Part::Contents).next().is_none()
        && let Some(title) = document.of(Part::Title).last()
        && let Some(gap) = gap(document, title, index)
    {
        results.range(BELOW, gap, ONE_ROW.0, ONE_ROW.1, &at);
    }
    let body = document
        .order
        .iter()
        .copied()
        .find(|&other| other > index && document.parts[other].is_body());
    if let Some(body) = body
        && let Some(gap) = gap(document, index, body)
    {
        let ok = gap < 4.0;
        results.judge(FOLLOWS, ok, "不空行", format!("空 {} mm", number(gap)), &document.at(body));
    }
}

fn paragraph(document: &Document<'_>, index: usize, results: &mut Results) {
    let para = document.para(index);
    let at = document.at(index);
    let em = document.em(index);
    let (left, right, _) = para.indents();
    let ok = !matches!(para.align(), Align::Centre | Align::Right);
    let word = match para.align() {
        Align::Centre => "居中",
        Align::Right => "右对齐",
        Align::Left => "左对齐",
        Align::Both => "两端对齐",
    };
    results.judge(ALIGN, ok, "两端对齐或左对齐", word, &at);
    if let (Part::Heading(level), Some(outline)) =
        (document.parts[index], para.props.outline.filter(|l| *l < 9))
    {
        let found = format!("{} 级", outline + 1);
        results.judge(OUTLINE, outline + 1 == level, format!("{level} 级"), found, &at);
    }
    if !ok || continues(document, index) {
        return;
    }
    let start = document.segments(index).first().map_or(0.0, |segment| segment.left);
    let chars = start / em;
    let found = format!("左空 {chars:.1} 字");
    results.judge(INDENT, (chars - 2.0).abs() <= 0.3, "左空 2 字", found, &at);
    let wraps = geometry::lines(para, document.column(index)) > 1;
    if wraps {
        let found = format!("左缩进 {} mm，右缩进 {} mm", number(left * MM), number(right * MM));
        let ok = left.abs() < em * 0.3 && right.abs() < em * 0.3;
        results.judge(WRAPPED, ok, "左右缩进为 0", found, &at);
    }
}

/// The rest of a paragraph that was cut at the end of a page.
fn continues(document: &Document<'_>, index: usize) -> bool {
    let before = super::before(document, index).filter(|&before| document.parts[before].is_body());
    let open = before.is_some_and(|before| {
        !document
            .para(before)
            .plain()
            .ends_with(['。', '：', '；', '？', '！', '”', '）', ':', '.'])
    });
    open && document.parts[index] == Part::Body
        && before.is_some_and(|before| document.parts[before] == Part::Body)
}
