//! 版头 (7.2) and 令号 (10.2).

use super::gap;
use crate::inspect::docx::geometry::{self, Segment};
use crate::inspect::docx::recognise::Document;
use crate::inspect::docx::rules::{self, Rule};
use crate::inspect::points::head::{
    LEFT, LETTER_TOP, MARK, MARK_MIDDLE, MARK_TOP, MARK_WIDTH, NUMBER, NUMBER_GAP, NUMBER_PLACE,
    ORDER_TOP, RULE, RULE_COLOUR, RULE_GAP, RULE_WIDTH, SIGNER_PLACE, STACK,
};
use crate::inspect::results::{At, Check, Results, number};
use crate::inspect::targets::{LETTER_MARK_TOP, ORDER_MARK_OFFSET};
use crate::inspect::text::{Form, Part, is_number};
use crate::read::docx::{Colour, LineRule};
use crate::read::docx::{Container, MM};
use crate::standard::Layout;

const RULE_MIDDLE: Check = Check::must("7.2.7", "分隔线居中");

/// Blank lines in the column where the standard has two, mm: the ink of large characters takes
/// some of them.
pub(super) const TWO_ROWS: (f64, f64) = (12.0, 29.0);

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    if document.form == Form::Report {
        results.absent(MARK, "发文机关标志（普发的公文有版头）");
        return;
    }
    stack(document, results);
    mark(document, layout, results);
    if document.form != Form::Letter {
        number_line(document, results);
    }
    if document.form == Form::File {
        rule(document, layout, results);
    }
}

/// 份号, 密级 and 紧急程度 stand in this order at the left edge.
fn stack(document: &Document<'_>, results: &mut Results) {
    let order = [Part::CopyNumber, Part::Secrecy, Part::Urgency];
    let mut last = 0;
    for &index in &document.order {
        let Some(rank) = order.iter().position(|part| *part == document.parts[index]) else {
            continue;
        };
        let at = document.at(index);
        results.judge(STACK, rank >= last, "份号、密级、紧急程度自上而下", at.place.clone(), &at);
        last = last.max(rank);
        if matches!(document.para(index).place, Container::Box(_)) {
            continue;
        }
        let left = document.segments(index).first().map_or(0.0, |segment| segment.left) * MM;
        results.length(LEFT, left, 0.0, 1.5, &at);
    }
}

/// The upper edge of the ink of a large line, mm from the upper edge of the paper; known when
/// the height of the line is.
fn ink_top(document: &Document<'_>, index: usize, layout: &Layout) -> Option<f64> {
    /// From the baseline to the upper edge of 小标宋, as a share of the size.
    const ASCENT: f64 = 0.84;
    let para = document.para(index);
    let section = document.section(index);
    let line = geometry::line_height(para, section);
    let exact = para.props.rule == Some(LineRule::Exact);
    let upper = match &para.props.frame {
        Some(frame) if frame.v_anchor == "page" => frame.y?,
        Some(frame) if frame.v_anchor == "margin" => section.top + frame.y?,
        Some(_) => return None,
        None => document.places.spots[index].top / MM,
    };
    // Above it only lines whose height is known as well.
    let story = document.story();
    let known = |para: &crate::read::docx::Paragraph| {
        para.props.rule == Some(LineRule::Exact) || para.props.frame.is_some()
    };
    let place = para.place;
    if !exact
        || !(0..index).all(|above| story.paras[above].place != place || known(&story.paras[above]))
    {
        return None;
    }
    let baseline = upper + line * layout.baseline.value;
    Some((baseline - para.size() * 20.0 * ASCENT) * MM)
}

fn mark(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    /// Fonts differ in how high their ink reaches.
    const PLAY: f64 = 3.5;
    let marks: Vec<usize> = document.of(Part::Mark).collect();
    let Some(&first) = marks.first() else { return };
    let at = document.at(first);
    results.judge(MARK, true, "发文机关标志", at.place.clone(), &at);
    if let Some(top) = ink_top(document, first, layout) {
        let head = layout.margin_top.value.0;
        match document.form {
            Form::Letter => results.length(LETTER_TOP, top, LETTER_MARK_TOP, PLAY, &at),
            Form::Order => results.length(ORDER_TOP, top - head, ORDER_MARK_OFFSET, PLAY, &at),
            _ => results.length(MARK_TOP, top - head, layout.mark_offset.value.0, PLAY, &at),
        }
    }
    let column = document.section(first).column();
    let beside = marks
        .iter()
        .any(|&mark| matches!(document.para(mark).place, Container::Cell(_) | Container::Box(_)));
    for &mark in &marks {
        let Some(line) = whole(&document.segments(mark)) else { continue };
        let wide = format!("{} mm", number((line.right - line.left) * MM));
        let required = format!("不宽于版心（{} mm）", number(layout.text_width.value.0));
        // A name fitted to the column may be a little wider by this estimate.
        let fits = (line.right - line.left) * MM <= layout.text_width.value.0 + 6.0;
        results.judge(MARK_WIDTH, fits, required, wide, &document.at(mark));
        if !beside
            && document.para(mark).props.frame.is_none()
            && fits
            && line.right - line.left < column
        {
            results.length(
                MARK_MIDDLE,
                (line.middle() - column / 2.0) * MM,
                0.0,
                4.0,
                &document.at(mark),
            );
        }
    }
}

/// A line from its first to its last stretch.
pub(super) fn whole(segments: &[Segment]) -> Option<Segment> {
    let (first, last) = (segments.first()?, segments.last()?);
    Some(Segment { text: String::new(), left: first.left, right: last.right })
}

fn number_line(document: &Document<'_>, results: &mut Results) {
    let lines: Vec<usize> = document.of(Part::Number).collect();
    let Some(&first) = lines.first() else {
        if document.form != Form::Minutes {
            results.judge(NUMBER, false, "发文字号", "没有", &At::page(1));
        }
        return;
    };
    results.judge(NUMBER, true, "发文字号", document.at(first).place, &document.at(first));
    let last = document.of(Part::Mark).last();
    let boxed = |index: usize| {
        matches!(document.para(index).place, Container::Box(_))
            || document.para(index).props.frame.is_some()
    };
    if let Some(last) = last.filter(|&last| !boxed(last) && !boxed(first))
        && let Some(gap) = gap(document, last, first)
    {
        let (from, to) = TWO_ROWS;
        results.range(NUMBER_GAP, gap, from, to, &document.at(first));
    }
    let signers = lines.iter().any(|&line| document.para(line).text().contains("签发人"))
        || document.of(Part::Signer).next().is_some();
    let mut right: f64 = 0.0;
    for line in lines.iter().copied().chain(document.of(Part::Signer)) {
        let segments = document.segments(line);
        let column = document.column(line);
        right = segments.last().map_or(right, |segment| right.max(segment.right));
        let Some(own) = segments.iter().find(|segment| is_number(&segment.text, document.form))
        else {
            continue;
        };
        let cell = matches!(document.para(line).place, Container::Cell(_) | Container::Box(_));
        if signers && !cell {
            results.length(
                NUMBER_PLACE,
                own.left * MM,
                document.em(line) * MM,
                2.0,
                &document.at(line),
            );
        } else if !cell {
            results.length(
                NUMBER_PLACE,
                (own.middle() - column / 2.0) * MM,
                0.0,
                3.0,
                &document.at(line),
            );
        }
    }
    let cell = matches!(document.para(first).place, Container::Cell(_) | Container::Box(_));
    if signers && !cell {
        let column = document.column(first);
        let target = document.em(first) * MM;
        results.length(SIGNER_PLACE, (column - right) * MM, target, 3.0, &document.at(first));
    }
}

/// The rule between 版头 and 主体.
pub(super) fn head_rule(document: &Document<'_>) -> Option<Rule> {
    let last = document
        .of(Part::Number)
        .chain(document.of(Part::Signer))
        .chain(document.of(Part::Mark))
        .max()?;
    let title = document.order.iter().copied().find(|&index| {
        matches!(document.parts[index], Part::Title | Part::Addressees)
            || document.parts[index].is_body()
    })?;
    let found = rules::between(document, last, title.max(last + 1).saturating_sub(1));
    let wide = |rule: &Rule| rule.width.is_none_or(|width| width > 50.0);
    let own = found.into_iter().find(wide);
    // A line may hang on any paragraph above.
    own.or_else(|| {
        rules::between(document, 0, title)
            .into_iter()
            .filter(wide)
            .find(|rule| rule.colour == Colour::Red)
    })
    .or_else(|| {
        rules::between(document, title, title)
            .into_iter()
            .filter(wide)
            .find(|rule| rule.colour == Colour::Red)
    })
}

fn rule(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    let at = document.of(Part::Number).last().map_or(At::page(1), |index| document.at(index));
    let Some(rule) = head_rule(document) else {
        results.judge(RULE, false, "红色分隔线，与版心等宽", "没有", &at);
        return;
    };
    results.judge(RULE, true, "红色分隔线，与版心等宽", "有", &at);
    let red = rule.colour == Colour::Red;
    results.judge(RULE_COLOUR, red, Colour::Red.word(), rule.colour.word(), &at);
    if let Some(width) = rule.width {
        results.length(RULE_WIDTH, width, layout.text_width.value.0, 1.5, &at);
    }
    if let Some(offset) = rule.offset {
        results.length(RULE_MIDDLE, offset, 0.0, 1.5, &at);
    }
    let last = document.of(Part::Number).chain(document.of(Part::Signer)).max();
    let Some(last) = last.filter(|&last| last == rule.para) else { return };
    let para = document.para(last);
    let Some(space) = rule.space.filter(|_| para.props.rule == Some(LineRule::Exact)) else {
        return;
    };
    /// From the baseline to the lower edge of the ink, as a share of the size.
    const DESCENT: f64 = 0.12;
    let line = geometry::line_height(para, document.section(last)) / 20.0;
    let below = line * (1.0 - layout.baseline.value) - para.size() * DESCENT;
    let found = (below + space) * 20.0 * MM;
    results.length(RULE_GAP, found, layout.head_rule_gap.value.0, 1.5, &at);
}
