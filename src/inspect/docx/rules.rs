//! 线: rules, however a file draws them: as borders of paragraphs or tables, as shaded
//! paragraphs, as lines.

use super::recognise::{Document, is_rule};
use crate::read::docx::{Align, Border, Colour};
use crate::read::docx::{Container, MM, Paragraph, Story, Table};

/// A rule across the page, mm.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// The paragraph or, for a table, the first one in it below which or on which it is.
    pub(super) para: usize,
    pub(super) width: Option<f64>,
    pub(super) thickness: f64,
    pub(super) colour: Colour,
    pub(super) double: bool,
    /// From the text above, points, where a border says it.
    pub(super) space: Option<f64>,
    /// Against the middle of the column, mm.
    pub(super) offset: Option<f64>,
    /// Upper edge from the upper edge of the paper, where it is fixed, mm.
    pub(super) top: Option<f64>,
}

/// The rules of the paragraphs `from..=to`, in order.
pub(super) fn between(document: &Document<'_>, from: usize, to: usize) -> Vec<Rule> {
    let story = document.story();
    let mut found = Vec::new();
    let mut tables: Vec<usize> = Vec::new();
    for index in from..=to.min(story.paras.len().saturating_sub(1)) {
        let para = &story.paras[index];
        match para.place {
            Container::Cell(table) => {
                if !tables.contains(&table) {
                    tables.push(table);
                    found.extend(of_table(document, &story.tables[table]));
                }
            }
            _ => found.extend(of_para(document, index)),
        }
        for &drawing in &para.drawings {
            found.extend(of_drawing(document, story, index, drawing));
        }
    }
    found
}

/// Whether the paragraph before has the same borders, so that they are drawn around both.
fn joined(document: &Document<'_>, index: usize) -> bool {
    let own = &document.para(index).props;
    index > 0 && {
        let before = &document.para(index - 1).props;
        own.top == before.top
            && own.bottom == before.bottom
            && own.between == before.between
            && (own.left, own.right) == (before.left, before.right)
            && (own.top.is_some() || own.bottom.is_some())
    }
}

fn of_para(document: &Document<'_>, index: usize) -> Vec<Rule> {
    let para = document.para(index);
    let mut found = Vec::new();
    let column = document.column(index);
    let (left, right, first) = para.indents();
    // Borders begin where the foremost line does.
    let left = left.min(left + first);
    let rule = |thickness, colour| Rule {
        para: index,
        width: Some((column - left - right) * MM),
        thickness,
        colour,
        double: false,
        space: None,
        offset: Some((left - right) / 2.0 * MM),
        top: frame_top(document, para, index),
    };
    if let Some((thickness, colour)) = para.shaded_rule() {
        found.push(rule(thickness, colour));
        return found;
    }
    let of = |border: Option<Border>| {
        let border = border.filter(Border::drawn)?;
        Some(Rule {
            double: border.double,
            space: Some(border.space),
            ..rule(border.width, border.colour)
        })
    };
    if joined(document, index) {
        found.extend(of(para.props.between));
    } else {
        found.extend(of(para.props.top));
    }
    let goes_on = index + 1 < document.parts.len() && joined(document, index + 1);
    if !goes_on {
        found.extend(of(para.props.bottom));
    }
    found
}

/// Where a framed rule lies, mm from the upper edge of the paper.
fn frame_top(document: &Document<'_>, para: &Paragraph, index: usize) -> Option<f64> {
    let frame = para.props.frame.as_ref()?;
    let start = match frame.v_anchor.as_str() {
        "page" => frame.y?,
        "margin" => document.section(index).top + frame.y?,
        _ => return None,
    };
    // The paragraphs of one frame follow each other.
    let story = document.story();
    let before: f64 = story.paras[..index]
        .iter()
        .rev()
        .take_while(|other| other.props.frame.as_ref() == Some(frame))
        .map(|other| {
            super::geometry::height(other, document.section(index), frame.width.unwrap_or(8844.0))
        })
        .sum();
    Some((start + before) * MM)
}

fn of_table(document: &Document<'_>, table: &Table) -> Vec<Rule> {
    let first = table.paras().next().unwrap_or(0);
    let column = document.section(first).column();
    let width = table.total_width();
    let offset = width.map(|width| match table.align {
        Align::Centre => 0.0,
        Align::Right => (column - width) / 2.0,
        _ => table.indent + (width - column) / 2.0,
    });
    let rule = |border: Border| Rule {
        para: first,
        width: width.map(|width| width * MM),
        thickness: border.width,
        colour: border.colour,
        double: border.double,
        space: None,
        offset: offset.map(|offset| offset * MM),
        top: None,
    };
    table.rules().into_iter().flatten().map(rule).collect()
}

fn of_drawing(
    document: &Document<'_>,
    story: &Story,
    index: usize,
    drawing: usize,
) -> Option<Rule> {
    let drawing = &story.drawings[drawing];
    if !is_rule(drawing) {
        return None;
    }
    let section = document.section(index);
    let middle = (section.left + section.gutter + section.column() / 2.0) * MM;
    let offset = match (drawing.x_align.as_str(), drawing.x_from.as_str(), drawing.x) {
        ("center", "page", _) => Some(section.width / 2.0 * MM - middle),
        ("center", ..) => Some(0.0),
        (_, "page", Some(x)) => Some(x + drawing.width / 2.0 - middle),
        (_, _, Some(x)) => Some(x + drawing.width / 2.0 - section.column() / 2.0 * MM),
        _ => None,
    };
    let top = match (drawing.y_from.as_str(), drawing.y) {
        ("page", Some(y)) => Some(y),
        ("margin" | "topMargin", Some(y)) => Some(section.top * MM + y),
        (_, Some(y)) if !drawing.inline => Some(document.places.spots[index].top + y),
        _ => None,
    };
    Some(Rule {
        para: index,
        width: Some(drawing.width),
        thickness: drawing.stroke,
        colour: drawing.colour.unwrap_or(Colour::Black),
        double: drawing.double,
        space: None,
        offset,
        top,
    })
}
