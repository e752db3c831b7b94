//! Where things stand, as far as a file tells without being set: widths of text, heights of
//! lines, pages. Word, WPS and LibreOffice differ a little; so do these estimates.

use crate::chars::{is_full_width, is_hanzi};
use crate::read::docx::{
    Align, Container, FlowItem, LineRule, MM, Paragraph, Run, Section, Story, Tab, Table, WordFile,
};

/// Between hanzi and letters or digits, as a share of the size.
const MIXED_GAP: f64 = 0.2;
/// The height of a line that the font decides, as a share of the size.
const NATURAL: f64 = 1.3;

/// Whether a character takes a full square.
pub(super) fn is_wide(c: char) -> bool {
    is_full_width(c) || "·★○●□■→×÷±①②③④⑤⑥⑦⑧⑨⑩㈠".contains(c)
}

/// The width of a text in twips, with `gap` between hanzi and letters or digits.
pub(super) fn width(text: &str, size: f64, spacing: f64, gap: f64) -> f64 {
    let mut total = 0.0;
    let mut before: Option<bool> = None;
    for c in text.chars() {
        let wide = is_wide(c);
        total += advance(c, size) + spacing;
        let mixes = |wide: bool| wide || c.is_ascii_alphanumeric();
        if before.is_some_and(|before| before != wide) && mixes(wide) && is_letter(c) {
            total += gap * size * 20.0;
        }
        before = is_letter(c).then_some(wide);
    }
    total
}

/// Whether a gap is set between this and a character of the other script.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_hanzi(c)
}

fn advance(c: char, size: f64) -> f64 {
    let share = match c {
        '\t' | '\n' => 0.0,
        ' ' => 0.5,
        '.' | ',' | ':' | ';' | '\'' | '!' | '|' | 'i' | 'l' | 'I' => 0.3,
        'M' | 'W' | 'm' | 'w' => 0.8,
        'A'..='Z' => 0.65,
        _ if is_wide(c) => 1.0,
        _ => 0.5,
    };
    share * size * 20.0
}

/// A stretch of a line between tabs: text with its edges, twips from the left of the column.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
}

impl Segment {
    pub(super) fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
}

/// The printed stretches of a paragraph that is one line; spaces at the ends are cut off.
pub(super) fn segments(para: &Paragraph, column: f64) -> Vec<Segment> {
    let (left, right, first) = para.indents();
    let tabs = para.props.tabs.clone().unwrap_or_default();
    let start = left + first;
    let mut x = start;
    let mut found: Vec<Segment> = Vec::new();
    let gap = gap(para);
    let text: Vec<(char, f64, f64)> = characters(para);
    let mut pieces = text.split(|(c, ..)| *c == '\t');
    if let Some(piece) = pieces.next() {
        x = put(piece, x, gap, &mut found);
    }
    for piece in pieces {
        let stop = next_stop(&tabs, x, left, column);
        let wide: f64 = total(piece, gap);
        let from = match stop.kind {
            Align::Right => (stop.at - wide).max(x),
            Align::Centre => (stop.at - wide / 2.0).max(x),
            _ => stop.at,
        };
        x = put(piece, from, gap, &mut found);
    }
    // Behind the last character stands no gap that a reader sees; Word keeps trailing spaces out.
    let (end, room) = (x, column - right - start);
    let shift = match para.align() {
        Align::Right => (room - (end - start)).max(0.0),
        Align::Centre => ((room - (end - start)) / 2.0).max(0.0),
        _ => 0.0,
    };
    found.iter_mut().for_each(|segment| {
        segment.left += shift;
        segment.right += shift;
    });
    found
}

/// What a paragraph has between hanzi and digits, as a share of the size; Word's default.
pub(super) fn gap(para: &Paragraph) -> f64 {
    if para.props.mixed_space == Some(false) { 0.0 } else { MIXED_GAP }
}

/// The characters up to the first line break, each with size and spacing.
fn characters(para: &Paragraph) -> Vec<(char, f64, f64)> {
    let mut found = Vec::new();
    for run in &para.runs {
        let size = run.props.size.unwrap_or(crate::read::docx::DEFAULT_SIZE);
        let spacing = run.props.spacing.unwrap_or(0.0);
        for c in run.text.chars() {
            if c == '\n' {
                return found;
            }
            found.push((c, size, spacing));
        }
    }
    found
}

fn total(piece: &[(char, f64, f64)], gap: f64) -> f64 {
    let Some((_, size, spacing)) = piece.first() else { return 0.0 };
    let text: String = piece.iter().map(|(c, ..)| *c).collect();
    width(&text, *size, *spacing, gap)
}

/// Puts a piece at `x`; where it ends.
fn put(piece: &[(char, f64, f64)], x: f64, gap: f64, found: &mut Vec<Segment>) -> f64 {
    let end = x + total(piece, gap);
    let blank = |(c, ..): &&(char, f64, f64)| c.is_whitespace();
    let lead = piece.iter().take_while(blank).count();
    let trail = piece.iter().rev().take_while(blank).count();
    if lead < piece.len() {
        found.push(Segment {
            text: piece[lead..piece.len() - trail].iter().map(|(c, ..)| *c).collect(),
            left: x + total(&piece[..lead], gap),
            right: end - total(&piece[piece.len() - trail..], gap),
        });
    }
    end
}

fn next_stop(tabs: &[Tab], x: f64, left: f64, column: f64) -> Tab {
    const DEFAULT: f64 = 420.0;
    let own = tabs.iter().filter(|tab| tab.at > x + 1.0).min_by(|a, b| a.at.total_cmp(&b.at));
    if let Some(tab) = own {
        return *tab;
    }
    // A hanging indent is a tab stop as well.
    let at = if left > x + 1.0 { left } else { ((x / DEFAULT).floor() + 1.0) * DEFAULT };
    Tab { at: at.min(column.max(x)), kind: Align::Left }
}

/// How many lines a paragraph takes in a column.
pub(super) fn lines(para: &Paragraph, column: f64) -> usize {
    let (left, right, first) = para.indents();
    let room = (column - left - right).max(400.0);
    let mut count = 1;
    let mut x = first;
    let tabs = para.props.tabs.clone().unwrap_or_default();
    let chars: Vec<(char, f64)> = para.runs.iter().flat_map(widths).collect();
    for (index, &(c, own)) in chars.iter().enumerate() {
        match c {
            '\n' => (count, x) = (count + 1, 0.0),
            '\t' => {
                let stop = next_stop(&tabs, x + left, left, column);
                let behind =
                    chars[index + 1..].iter().take_while(|(c, _)| !matches!(c, '\t' | '\n'));
                let width: f64 = behind.map(|(_, own)| own).sum();
                // What follows ends at a right stop.
                let back = if stop.kind == Align::Right { width } else { 0.0 };
                x = x.max(stop.at - left - back);
            }
            c => {
                // Closing marks may stand a little beyond the edge, or push one over.
                let slack =
                    if "，。、；：！？）》”’".contains(c) { own / 2.0 } else { 1.0 };
                if x + own > room + slack {
                    (count, x) = (count + 1, 0.0);
                }
                x += own;
            }
        }
    }
    count
}

/// The characters of a run with their widths, twips.
fn widths(run: &Run) -> impl Iterator<Item = (char, f64)> {
    let size = run.props.size.unwrap_or(crate::read::docx::DEFAULT_SIZE);
    let spacing = run.props.spacing.unwrap_or(0.0);
    run.text.chars().map(move |c| (c, advance(c, size) + spacing))
}

/// The height of one line of a paragraph, twips.
pub(super) fn line_height(para: &Paragraph, section: &Section) -> f64 {
    let natural = para.size() * 20.0 * NATURAL;
    let line = para.props.line.unwrap_or(240.0);
    match para.props.rule.unwrap_or(LineRule::Auto) {
        LineRule::Exact => line,
        LineRule::AtLeast => natural.max(line),
        LineRule::Auto => {
            let snaps =
                section.grid.0 && section.line_pitch > 0.0 && para.props.snap != Some(false);
            let one = if snaps {
                (natural / section.line_pitch - 0.05).ceil().max(1.0) * section.line_pitch
            } else {
                natural
            };
            one * line / 240.0
        }
    }
}

/// The space above and below a paragraph, twips.
pub(super) fn spacing(para: &Paragraph, section: &Section) -> (f64, f64) {
    let line = if section.grid.0 && section.line_pitch > 0.0 { section.line_pitch } else { 240.0 };
    let own = |lines: Option<f64>, twips: Option<f64>| match lines {
        Some(lines) if lines != 0.0 => lines / 100.0 * line,
        _ => twips.unwrap_or(0.0),
    };
    (own(para.props.before_lines, para.props.before), own(para.props.after_lines, para.props.after))
}

/// The height of a paragraph with what is around it, twips.
pub(super) fn height(para: &Paragraph, section: &Section, column: f64) -> f64 {
    let (before, after) = spacing(para, section);
    before + after + lines(para, column) as f64 * line_height(para, section)
}

fn table_height(table: &Table, story: &Story, section: &Section) -> f64 {
    let inset = table.margins.0 * 2.0;
    let row = |row: &crate::read::docx::TableRow| {
        let content = row.cells.iter().map(|cell| {
            let column =
                cell.width.unwrap_or(section.column() / row.cells.len().max(1) as f64) - inset;
            cell.paras
                .iter()
                .map(|index| height(&story.paras[*index], section, column))
                .sum::<f64>()
        });
        let content = content.fold(0.0, f64::max) + table.margins.1;
        match row.height {
            Some((height, true)) => height,
            Some((height, false)) => height.max(content),
            None => content,
        }
    };
    table.rows.iter().map(row).sum()
}

/// Page, from 1, and distance from the upper edge of the paper in mm, for each paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spot {
    pub(super) page: usize,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// The estimate of all places.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) spots: Vec<Spot>,
    pub(super) tables: Vec<Spot>,
    pub(super) pages: usize,
}

/// A pen that moves down the pages.
struct Pen {
    page: usize,
    y: f64,
    fresh: bool,
    /// How much more a page is taken to hold, twips.
    slack: f64,
}

impl Pen {
    fn turn(&mut self, section: &Section) {
        self.page += 1;
        self.y = section.top.abs();
        self.fresh = true;
    }
}

/// Sets the document roughly; pages hold `slack` twips more than they say.
pub(super) fn places(file: &WordFile, slack: f64) -> Places {
    let story = &file.body;
    let mut places = Places {
        spots: vec![Spot::default(); story.paras.len()],
        tables: vec![Spot::default(); story.tables.len()],
        pages: 1,
    };
    let empty = Section::default();
    let section_of = |index: usize| story.sections.get(index).unwrap_or(&empty);
    let mut current = 0;
    let mut pen = Pen { page: 1, y: section_of(0).top.abs(), fresh: true, slack };
    for (position, block) in story.blocks.iter().enumerate() {
        let (section, new_page) = match block {
            FlowItem::Paragraph(index) => {
                (story.paras[*index].section, story.paras[*index].new_page)
            }
            FlowItem::Table(index) => (story.tables[*index].section, story.tables[*index].new_page),
        };
        let own = section_of(section);
        if section != current {
            current = section;
            if !own.continuous {
                pen.turn(own);
                if own.even.is_some_and(|even| even != pen.page.is_multiple_of(2)) {
                    pen.turn(own);
                }
            }
        } else if new_page && !(pen.fresh && pen.page == 1 && position == 0) {
            pen.turn(own);
        }
        match block {
            FlowItem::Paragraph(index) => {
                place_para(story, *index, position, own, &mut pen, &mut places)
            }
            FlowItem::Table(index) => place_table(story, *index, own, &mut pen, &mut places),
        }
    }
    places.pages = pen.page;
    inherit(story, &mut places);
    places
}

fn place_para(
    story: &Story,
    index: usize,
    position: usize,
    section: &Section,
    pen: &mut Pen,
    places: &mut Places,
) {
    let para = &story.paras[index];
    let limit = section.height - section.bottom.abs() + 1.0 + pen.slack;
    if let Some(frame) = &para.props.frame {
        let top = match frame.v_anchor.as_str() {
            "page" => frame.y.unwrap_or(0.0),
            "margin" => section.top.abs() + frame.y.unwrap_or(0.0),
            _ => pen.y,
        };
        let bottom = top + frame.height.unwrap_or_else(|| height(para, section, section.column()));
        places.spots[index] = Spot { page: pen.page, top: top * MM, bottom: bottom * MM };
        // Frames at the head push the text down.
        let high = frame.v_anchor == "page" && bottom < section.height / 2.0 && !frame.beside;
        if high && bottom > pen.y {
            pen.y = bottom;
        }
        return;
    }
    let line = line_height(para, section);
    let (before, after) = spacing(para, section);
    // Text that is kept with what follows moves with it.
    if !pen.fresh
        && para.props.keep_next == Some(true)
        && pen.y + kept(story, position, section) > limit
    {
        pen.turn(section);
    }
    let mut left = lines(para, section.column());
    pen.y += before;
    if pen.y + line > limit && !pen.fresh {
        pen.turn(section);
    }
    let start = Spot { page: pen.page, top: pen.y * MM, bottom: pen.y * MM };
    while left > 0 {
        if pen.y + line > limit && !pen.fresh {
            pen.turn(section);
        }
        pen.y += line;
        pen.fresh = false;
        left -= 1;
    }
    let bottom = if pen.page == start.page { pen.y * MM } else { limit * MM };
    places.spots[index] = Spot { bottom, ..start };
    pen.y += after;
}

/// The height of a chain of paragraphs that are kept together, and of a line of the next.
fn kept(story: &Story, position: usize, section: &Section) -> f64 {
    const LONGEST: usize = 20;
    let mut sum = 0.0;
    for block in story.blocks[position..].iter().take(LONGEST) {
        let FlowItem::Paragraph(index) = block else { return sum };
        let para = &story.paras[*index];
        if para.props.frame.is_some() {
            continue;
        }
        if para.props.keep_next != Some(true) {
            return sum + line_height(para, section);
        }
        sum += height(para, section, section.column());
    }
    // So long a chain is not kept by anybody.
    0.0
}

fn place_table(story: &Story, index: usize, section: &Section, pen: &mut Pen, places: &mut Places) {
    let table = &story.tables[index];
    let tall = table_height(table, story, section);
    if let Some(float) = &table.float {
        let bottom = section.height - section.bottom.abs();
        let top = match (float.v_anchor.as_str(), float.y_align.as_str()) {
            (_, "bottom") => bottom - tall,
            ("margin", _) => section.top.abs() + float.y.unwrap_or(0.0),
            ("page", _) => float.y.unwrap_or(0.0),
            _ => pen.y + float.y.unwrap_or(0.0),
        };
        places.tables[index] = Spot { page: pen.page, top: top * MM, bottom: (top + tall) * MM };
        return;
    }
    let limit = section.height - section.bottom.abs() + 1.0 + pen.slack;
    let depth = limit - section.top.abs();
    let start = Spot { page: pen.page, top: pen.y * MM, bottom: 0.0 };
    let mut rest = tall;
    while pen.y + rest > limit && depth > 0.0 && pen.page < 2000 {
        rest -= (limit - pen.y).max(0.0);
        pen.turn(section);
    }
    pen.y += rest;
    pen.fresh = false;
    places.tables[index] = Spot { bottom: pen.y * MM, ..start };
}

/// What stands in tables and boxes is where these are.
fn inherit(story: &Story, places: &mut Places) {
    for (index, para) in story.paras.iter().enumerate() {
        match para.place {
            Container::Cell(table) => places.spots[index] = places.tables[table],
            Container::Box(drawing) => {
                let mut anchor = story.drawings[drawing].para;
                // Boxes may stand in boxes.
                for _ in 0..8 {
                    let Container::Box(outer) = story.paras[anchor].place else { break };
                    anchor = story.drawings[outer].para;
                }
                let spot = places.spots[anchor];
                let section =
                    &story.sections[story.paras[anchor].section.min(story.sections.len() - 1)];
                let drawing = &story.drawings[drawing];
                let top = match (drawing.y_from.as_str(), drawing.y) {
                    ("page", Some(y)) => y,
                    ("margin", Some(y)) => section.top * MM + y,
                    (_, Some(y)) => spot.top + y,
                    _ => spot.top,
                };
                places.spots[index] = Spot { page: spot.page, top, bottom: top + drawing.height };
            }
            Container::Flow => {}
        }
    }
    let mut last = 1;
    for spot in &mut places.spots {
        spot.page = spot.page.max(1);
        last = last.max(spot.page);
    }
    places.pages = places.pages.max(last);
}
