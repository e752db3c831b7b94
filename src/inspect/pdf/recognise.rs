//! Which line is which element: by its place, colour, size and words.

use super::ending;
use crate::fonts::Role;
use crate::inspect::results::At;
use crate::inspect::text::{Form, Para, Part, is_contents, is_number, level_of};
use crate::read::pdf::lines::{self, TextLine};
use crate::read::pdf::page::{Colour, Page, Rectangle, Rule};

/// A line with what it is.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) line: TextLine,
    pub(super) part: Part,
    /// Whether it begins a paragraph.
    pub(super) starts: bool,
    /// Whether it belongs to an attachment.
    pub(super) attached: bool,
}

impl Placed {
    pub(super) fn at(&self) -> At {
        At::words(Some(self.line.page), &self.line.text)
    }
}

/// A document as far as it is understood.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) form: Form,
    pub(super) pages: &'a [Page],
    /// The long rules of each page.
    pub(super) rules: Vec<Vec<Rule>>,
    pub(super) lines: Vec<Placed>,
    /// Where the text column begins, mm, as most lines show it.
    pub(super) column: f64,
}

impl Document<'_> {
    /// The lines of a part.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = &Placed> {
        self.lines.iter().filter(move |placed| placed.part == part)
    }

    /// The lines of a page, counted from 1.
    pub(super) fn on(&self, page: usize) -> &[Placed] {
        let from = self.lines.partition_point(|placed| placed.line.page < page);
        let to = self.lines.partition_point(|placed| placed.line.page <= page);
        &self.lines[from..to]
    }

    /// The paragraphs with their texts.
    pub(super) fn paras(&self) -> Vec<Para> {
        let mut paras: Vec<Para> = Vec::new();
        for placed in &self.lines {
            // A paragraph goes on behind the number of its page.
            let last = paras.iter_mut().rev().find(|para| para.part != Part::PageNumber);
            let joins = |last: &Para| {
                let is_one =
                    last.part == placed.part || (placed.part.is_body() && last.part.is_body());
                is_one && !placed.starts && placed.part != Part::PageNumber
            };
            match last.filter(|last| joins(last)) {
                Some(last) => last.text.push_str(&placed.line.text),
                None => paras.push(Para {
                    part: placed.part,
                    text: placed.line.text.clone(),
                    at: placed.at(),
                    attached: placed.attached,
                }),
            }
        }
        paras
    }

    /// The middle rule or line between 版头 and 主体 on page 1.
    pub(super) fn head_rule(&self) -> Option<&Rule> {
        let below = |placed: &&Placed| {
            placed.line.page == 1 && (placed.part == Part::Title || placed.part.is_body())
        };
        let first = self.lines.iter().filter(below).map(|placed| placed.line.y);
        let end = first.reduce(f64::min).unwrap_or(f64::MAX);
        let number = self.of(Part::Number).map(|placed| placed.line.y).reduce(f64::max);
        self.rules.first()?.iter().find(|rule| {
            rule.y() < end && number.is_none_or(|number| rule.y() > number - 1.0) && rule.y() > 50.0
        })
    }
}

/// The 版心's middle, mm: the text column, as far as lines show it.
pub(super) const MIDDLE: f64 = 106.0;

/// Recognises the elements of a document.
pub(super) fn recognise(pages: &[Page]) -> Document<'_> {
    let rules: Vec<Vec<Rule>> = pages.iter().map(Page::rules).collect();
    let mut placed = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let found = lines::lines(index + 1, page);
        let tables = tables(page, &rules[index], &found);
        let charts = page.charts();
        let count = found.len();
        for (position, line) in found.into_iter().enumerate() {
            let part = if is_page_number(&line, page, position + 1 == count || position == 0) {
                Part::PageNumber
            } else if tables.iter().any(|table| inside(&line, table)) {
                Part::Table
            } else if tables.iter().any(|table| is_caption(&line, table))
                || charts.iter().any(|chart| belongs_to_chart(&line, chart))
            {
                Part::Caption
            } else if is_contents(&line.text) {
                Part::Contents
            } else {
                Part::Other
            };
            placed.push(Placed { line, part, starts: true, attached: false });
        }
    }
    fill_contents(&mut placed);
    let column = column(&placed);
    let mut document = Document { form: Form::Report, pages, rules, lines: placed, column };
    let from = head(&mut document);
    let end = ending::tail(&mut document, from);
    body(&mut document, from, end);
    document
}

/// An entry of a 目录 that goes over lines has dots on its last line only.
fn fill_contents(lines: &mut [Placed]) {
    let is_one = |placed: &Placed| placed.part == Part::Contents;
    let (first, last) = (lines.iter().position(is_one), lines.iter().rposition(is_one));
    let (Some(first), Some(last)) = (first, last) else { return };
    for placed in lines[first..=last].iter_mut().filter(|placed| placed.part == Part::Other) {
        placed.part = Part::Contents;
    }
}

/// The smallest left edge that several long lines share.
fn column(lines: &[Placed]) -> f64 {
    let mut lefts: Vec<f64> = lines
        .iter()
        .filter(|placed| placed.part == Part::Other && placed.line.right > 150.0)
        .map(|placed| placed.line.left)
        .collect();
    lefts.sort_by(f64::total_cmp);
    let shared =
        |left: &&f64| lefts.iter().filter(|other| (*other - **left).abs() < 1.0).count() > 2;
    lefts.iter().find(shared).copied().filter(|left| *left < 50.0).unwrap_or(28.0)
}

/// Table areas: grids, and rows between rules alone.
fn tables(page: &Page, rules: &[Rule], lines: &[TextLine]) -> Vec<Rectangle> {
    let mut areas = page.tables();
    let black: Vec<&Rule> = rules.iter().filter(|rule| rule.colour != Colour::Red).collect();
    let imprint = lines.iter().find(|line| is_imprint(&line.plain())).map(|line| line.ink.top);
    let mut plain = black.iter().filter(|rule| imprint.is_none_or(|top| rule.y() < top - 12.0));
    if let (Some(first), Some(last)) = (plain.next(), plain.next_back()) {
        let area = first.bounds.union(last.bounds);
        if area.height() > 8.0 && areas.iter().all(|other| !other.meets(&area, 0.0)) {
            areas.push(area);
        }
    }
    // A grid around the 版记 is no table.
    areas.retain(|area| imprint.is_none_or(|top| top > area.bottom || top < area.top - 1.0));
    areas
}

pub(super) fn is_imprint(text: &str) -> bool {
    text.starts_with("抄送") || (text.ends_with("印发") && text.contains('日'))
}

fn inside(line: &TextLine, area: &Rectangle) -> bool {
    let middle = (line.ink.top + line.ink.bottom) / 2.0;
    middle > area.top - 0.5 && middle < area.bottom + 0.5
}

/// 表题 and 计量单位 stand right above a table, and neither fills the line.
fn is_caption(line: &TextLine, table: &Rectangle) -> bool {
    let gap = table.top - line.y;
    let centred = (line.middle() - table.middle()).abs() < 4.0 && line.left > table.left + 12.0;
    let right = line.right > table.right - 12.0 && line.left > table.middle();
    let unit = line.plain().starts_with("单位");
    let is_above =
        (-1.0..24.0).contains(&gap) && !line.plain().ends_with('。') && (centred || right || unit);
    // 表号、左注 and 表注 are smaller than any element of the text.
    let is_near = (table.top - 24.0..table.bottom + 30.0).contains(&line.y);
    is_above || (is_near && line.size() < SMALL)
}

/// Text of a smaller size than any element of a document has, points.
const SMALL: f64 = 13.0;

/// Names and figures beside bars, the unit above them and the title below.
fn belongs_to_chart(line: &TextLine, bars: &Rectangle) -> bool {
    let is_label = (bars.top - 16.0..bars.bottom + 16.0).contains(&line.y) && line.size() < SMALL;
    let is_below = (bars.bottom..bars.bottom + 24.0).contains(&line.y);
    is_label || (is_below && line.size() < 15.0)
}

fn is_page_number(line: &TextLine, page: &Page, outermost: bool) -> bool {
    let text = line.plain();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = text.chars().all(|c| c.is_ascii_digit() || "—–－-―─一~·第页共/".contains(c));
    let low = line.y > page.height - 45.0 || line.y < 30.0;
    outermost
        && rest
        && (1..=4).contains(&digits.len())
        && text.chars().count() <= 9
        && low
        && line.size() < 20.0
}

fn is_secrecy(text: &str) -> bool {
    ["绝密", "机密", "秘密"].iter().any(|word| text.starts_with(word)) && text.chars().count() <= 16
}

/// Marks the 版头; where the 主体 begins.
fn head(document: &mut Document<'_>) -> usize {
    let marks: Vec<usize> = (0..document.lines.len())
        .take_while(|&i| document.lines[i].line.page == 1)
        .filter(|&i| is_mark(&document.lines[i].line))
        .collect();
    document.form = form(document, &marks);
    let form = document.form;
    for &mark in &marks {
        document.lines[mark].part = Part::Mark;
    }
    let from = marks.last().map_or(0, |last| last + 1);
    let red = document.rules.first().and_then(|rules| {
        rules.iter().find(|rule| rule.colour == Colour::Red && rule.y() > 90.0 && rule.y() < 200.0)
    });
    let red = red.filter(|_| form == Form::File).map(Rule::y);
    let mut start = from;
    for index in 0..document.lines.len() {
        let line = &document.lines[index].line;
        if line.page > 1 || (index >= from && !is_head_line(line, form, red)) {
            break;
        }
        start = index + 1;
        if document.lines[index].part != Part::Other {
            continue;
        }
        let text = line.plain();
        let part = if is_secrecy(&text) {
            Part::Secrecy
        } else if text.ends_with('急') && text.chars().count() <= 4 {
            Part::Urgency
        } else if text.contains("签发人") || has_number(line, form) {
            Part::Number
        } else if text.chars().all(|c| c.is_ascii_digit()) {
            Part::CopyNumber
        } else if index >= from && line.role() == Some(Role::Kai) {
            Part::Signer
        } else {
            Part::Other
        };
        document.lines[index].part = part;
    }
    start
}

/// Whether a line is a 发文字号, alone or with 签发人 behind a gap.
fn has_number(line: &TextLine, form: Form) -> bool {
    is_number(&line.plain(), form)
        || line.text.split('\t').next().is_some_and(|first| is_number(first, form))
}

fn is_mark(line: &TextLine) -> bool {
    let text = line.plain();
    let named = ["文件", "令", "命令", "纪要"].iter().any(|end| text.ends_with(end));
    (line.colour() == Colour::Red && line.size() >= 18.0) || (line.size() >= 26.0 && named)
}

/// Whether a line below the mark still belongs to the 版头.
fn is_head_line(line: &TextLine, form: Form, red: Option<f64>) -> bool {
    let text = line.plain();
    let short = is_secrecy(&text)
        || has_number(line, form)
        || text.contains("签发人")
        || (text.ends_with('急') && text.chars().count() <= 4)
        || (text.len() <= 8 && text.chars().all(|c| c.is_ascii_digit()));
    match red {
        Some(red) => line.y < red + 1.0,
        None => short && form != Form::Report,
    }
}

fn form(document: &Document<'_>, marks: &[usize]) -> Form {
    let text: String = marks.iter().map(|&i| document.lines[i].line.plain()).collect();
    let wide = |rule: &&Rule| rule.colour == Colour::Red && rule.bounds.width() > 162.0;
    let letter = document.rules.first().is_some_and(|rules| rules.iter().any(|rule| wide(&rule)));
    let low = document.rules.first().is_some_and(|rules| {
        rules.iter().any(|rule| rule.colour == Colour::Red && rule.y() > 265.0)
    });
    let top = marks.first().map(|&i| document.lines[i].line.ink.top);
    if text.ends_with('令') {
        Form::Order
    } else if text.ends_with("纪要") {
        Form::Minutes
    } else if letter || low || (top.is_some_and(|top| top < 45.0) && !text.ends_with("文件")) {
        Form::Letter
    } else if marks.is_empty() {
        Form::Report
    } else {
        Form::File
    }
}

/// Marks title, 主送机关 and 正文.
fn body(document: &mut Document<'_>, from: usize, end: usize) {
    let mut index = title(document, from, end);
    while index < end && document.lines[index].part == Part::Contents {
        index += 1;
        // It may go over to the next page.
        while index < end && document.lines[index].part == Part::PageNumber {
            index += 1;
        }
    }
    index = addressees(document, index, end);
    let column = document.column;
    let lines = &mut document.lines;
    let attachment = lines.iter().position(|placed| placed.attached).unwrap_or(lines.len());
    let mut previous: Option<(f64, bool)> = None;
    for index in (index..end).chain(attachment..lines.len()) {
        let placed = &mut lines[index];
        if placed.part != Part::Other {
            if !matches!(placed.part, Part::PageNumber | Part::CopiedTo | Part::Printed) {
                previous = None;
            }
            continue;
        }
        let left = placed.line.left;
        let em = placed.line.size() * 25.4 / 72.0;
        let short = previous.is_none_or(|(right, stop)| stop && right < 184.0 - 1.5 * em);
        let text = placed.line.plain();
        placed.starts = previous.is_none() || left > column + 0.9 * em || short;
        previous =
            Some((placed.line.right, text.ends_with(['。', '：', '；', '？', '！', '”', '）'])));
        placed.part = match level_of(&text) {
            Some(ordinal) if placed.starts => Part::Heading(ordinal.level),
            _ => Part::Body,
        };
    }
}

fn title(document: &mut Document<'_>, from: usize, end: usize) -> usize {
    let mut index = from;
    let mut size = 0.0;
    while index < end {
        let placed = &document.lines[index];
        let line = &placed.line;
        if placed.part == Part::PageNumber && index == from {
            index += 1;
            continue;
        }
        let large = line.size() >= 18.0 || line.role() == Some(Role::XiaoBiaoSong);
        let centred = (line.middle() - MIDDLE).abs() < 5.0 && line.left > 34.0;
        let goes_on = index > from
            && (line.size() - size).abs() < 0.3
            && line.y - document.lines[index - 1].line.y < 20.0;
        let first =
            index == from && document.form != Form::Order && level_of(&line.plain()).is_none();
        if placed.part != Part::Other || !(large || (centred && (first || goes_on))) {
            break;
        }
        size = line.size();
        document.lines[index].part = Part::Title;
        document.lines[index].starts = index == from;
        index += 1;
    }
    index
}

/// 主送机关: flush-left lines up to a colon; a line that only lacks its colon counts too.
fn addressees(document: &mut Document<'_>, from: usize, end: usize) -> usize {
    const LONGEST: usize = 6;
    let lines = &mut document.lines;
    if !lines
        .get(..from)
        .is_some_and(|before| before.iter().any(|placed| placed.part == Part::Title))
    {
        return from;
    }
    let last = (from..end.min(from + LONGEST)).find(|&i| {
        let text = lines[i].line.plain();
        text.ends_with(['：', ':']) || text.contains('。')
    });
    let fits =
        |placed: &Placed| placed.part == Part::Other && level_of(&placed.line.plain()).is_none();
    let flush = |placed: &Placed| placed.line.left < 36.0;
    let list = match last {
        Some(last) if !lines[last].line.plain().contains('。') => {
            lines[from..=last].iter().all(fits)
                && (flush(&lines[from])
                    || last == from && lines[from].line.plain().chars().count() < 26)
                && !lines[from].line.plain().contains("如下")
        }
        _ => false,
    };
    let lacking = lines.get(from).is_some_and(|placed| {
        from < end
            && fits(placed)
            && flush(placed)
            && placed.line.right < 175.0
            && !placed.line.plain().contains(['。', '，', '；'])
            && lines.get(from + 1).is_some_and(|next| next.line.left > placed.line.left + 6.0)
    });
    let last = match (list, lacking) {
        (true, _) => last.unwrap_or(from),
        (false, true) => from,
        (false, false) => return from,
    };
    for (index, placed) in lines[from..=last].iter_mut().enumerate() {
        placed.part = Part::Addressees;
        placed.starts = index == 0;
    }
    last + 1
}
