//! Which paragraph is which element: by its words, look and order, never by style names.

use super::body::{Para, Section, is_red};
use super::props::Border;
use crate::fonts::Role;
use crate::inspect::fonts::{Face, face};
use crate::inspect::sheet::At;
use crate::inspect::text::{self, Form, Part, is_date, is_number, level_of};

/// A document as far as it is understood.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) form: Form,
    pub(super) paras: Vec<Para>,
    pub(super) parts: Vec<Part>,
    pub(super) attached: Vec<bool>,
    pub(super) sections: Vec<Section>,
}

impl Document {
    /// The paragraphs of a part with their indices.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = (usize, &Para)> {
        let found = move |(_, other): &(usize, &Part)| **other == part;
        let indices = self.parts.iter().enumerate().filter(found).map(|(index, _)| index);
        indices.map(|index| (index, &self.paras[index]))
    }

    /// Where a paragraph stands: by its words.
    pub(super) fn at(&self, index: usize) -> At {
        At::words(None, &self.paras[index].text.replace('\n', ""))
    }

    pub(super) fn section(&self, para: &Para) -> &Section {
        let last = self.sections.len() - 1;
        &self.sections[para.section.min(last)]
    }

    /// Paragraphs for the checks of wording.
    pub(super) fn texts(&self) -> Vec<text::Para> {
        let filled = (0..self.paras.len()).filter(|&i| !is_blank(&self.paras[i]));
        filled
            .map(|index| text::Para {
                part: self.parts[index],
                text: self.paras[index].text.replace('\n', ""),
                at: self.at(index),
                attached: self.attached[index],
            })
            .collect()
    }

    /// Where the 主体 begins: the first title, addressee or body paragraph.
    pub(super) fn body_start(&self) -> usize {
        let main = |part: &Part| matches!(part, Part::Title | Part::Addressees) || part.is_body();
        self.parts.iter().position(main).unwrap_or(self.parts.len())
    }
}

pub(super) fn is_blank(para: &Para) -> bool {
    para.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}').is_empty()
}

/// The text without white space.
pub(super) fn plain(para: &Para) -> String {
    para.text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The size of most characters, pt.
pub(super) fn size(para: &Para) -> f64 {
    const DEFAULT: f64 = 10.0;
    let longest = para.runs.iter().max_by_key(|run| run.text.trim().chars().count());
    longest.and_then(|run| run.props.size).or(para.mark.size).unwrap_or(DEFAULT)
}

/// The typeface of most hanzi.
pub(super) fn role(para: &Para) -> Option<Role> {
    let longest = para.runs.iter().max_by_key(|run| run.text.trim().chars().count())?;
    match face(longest.props.fonts.east_asia.as_deref()?) {
        Face::Known(role) => Some(role),
        _ => None,
    }
}

pub(super) fn red(para: &Para) -> bool {
    para.runs
        .iter()
        .any(|run| !run.text.trim().is_empty() && run.props.colour.as_deref().is_some_and(is_red))
}

pub(super) fn align(para: &Para) -> &str {
    // 页码 that Word itself inserts stand in a frame at one side.
    let frame = para.props.frame.as_ref().and_then(|frame| frame.x_align.as_deref());
    match frame.or(para.props.align.as_deref()).unwrap_or("left") {
        "start" | "left" | "inside" => "left",
        "end" | "right" | "outside" => "right",
        "center" => "center",
        "both" | "distribute" => "both",
        other => other,
    }
}

/// Recognises the elements.
pub(super) fn recognise(paras: Vec<Para>, sections: Vec<Section>) -> Document {
    let count = paras.len();
    let mut document = Document {
        form: Form::Report,
        paras,
        parts: vec![Part::Other; count],
        attached: vec![false; count],
        sections,
    };
    for index in 0..count {
        let text = plain(&document.paras[index]);
        let special = is_imprint(&text) || red(&document.paras[index]);
        if document.paras[index].in_table && !special {
            document.parts[index] = Part::Table;
        }
    }
    let from = head(&mut document);
    let end = tail(&mut document, from);
    body(&mut document, from, end);
    captions(&mut document);
    document
}

fn is_imprint(text: &str) -> bool {
    text.starts_with("抄送")
        || text.starts_with("分送")
        || (text.ends_with("印发") && text.contains('日'))
}

fn is_mark(para: &Para) -> bool {
    let text = plain(para);
    let named = ["文件", "令", "命令", "纪要"].iter().any(|end| text.ends_with(end));
    !text.is_empty() && ((red(para) && size(para) >= 18.0) || (size(para) >= 26.0 && named))
}

fn is_secrecy(text: &str) -> bool {
    ["绝密", "机密", "秘密"].iter().any(|word| text.starts_with(word)) && text.chars().count() <= 12
}

fn is_urgency(text: &str) -> bool {
    text.ends_with('急') && text.chars().count() <= 4
}

/// Marks the 版头; where the 主体 begins.
fn head(document: &mut Document) -> usize {
    const FIRST: usize = 40;
    let count = document.paras.len().min(FIRST);
    let marks: Vec<usize> = (0..count).filter(|&i| is_mark(&document.paras[i])).collect();
    document.form = form(document, &marks);
    marks.iter().for_each(|&mark| document.parts[mark] = Part::Mark);
    let form = document.form;
    let last = marks.last().copied();
    let mut start = last.map_or(0, |last| last + 1);
    for index in 0..count {
        let para = &document.paras[index];
        if document.parts[index] == Part::Mark || is_blank(para) {
            continue;
        }
        let pieces: Vec<String> = para
            .text
            .split('\t')
            .map(|piece| piece.trim().to_owned())
            .filter(|piece| !piece.is_empty())
            .collect();
        let text = plain(para);
        let first = pieces.first().map_or("", String::as_str);
        let numbered = is_number(&text, form) || pieces.iter().any(|piece| is_number(piece, form));
        let part = if is_secrecy(&text) {
            Part::Secrecy
        } else if is_urgency(&text) {
            Part::Urgency
        } else if text.contains("签发人") || numbered {
            Part::Number
        } else if text.len() >= 3 && text.chars().all(|c| c.is_ascii_digit()) {
            Part::CopyNumber
        } else if last.is_some_and(|last| index > last)
            && role(para) == Some(Role::Kai)
            && size(para) < 18.0
            && level_of(first).is_none()
            && text.chars().count() < 16
        {
            Part::Signer
        } else if last.is_none_or(|last| index > last) {
            break;
        } else {
            continue;
        };
        document.parts[index] = part;
        start = start.max(index + 1);
    }
    start
}

fn form(document: &Document, marks: &[usize]) -> Form {
    let text: String = marks.iter().map(|&i| plain(&document.paras[i])).collect();
    let wide = |para: &Para| {
        const LETTER: f64 = 9638.0;
        para.props.frame.as_ref().is_some_and(|frame| (frame.width - LETTER).abs() < 60.0)
            || para
                .drawings
                .iter()
                .any(|drawing| drawing.red && (drawing.width - 170.0).abs() < 2.0)
    };
    let double = |para: &Para| {
        [&para.props.top, &para.props.bottom].into_iter().flatten().any(|border| {
            is_red(&border.colour) && (border.kind.contains("hick") || border.kind == "double")
        })
    };
    let letter = document.paras.iter().any(|para| wide(para) || double(para));
    if text.is_empty() {
        Form::Report
    } else if text.ends_with('令') {
        Form::Order
    } else if text.ends_with("纪要") {
        Form::Minutes
    } else if !text.ends_with("文件") && letter {
        Form::Letter
    } else {
        Form::File
    }
}

/// Marks what follows the 正文; where that ends.
fn tail(document: &mut Document, from: usize) -> usize {
    let count = document.paras.len();
    let mut end = imprint(document, from);
    let mut dated = false;
    let label = (from..end).find(|&i| {
        let text = plain(&document.paras[i]);
        dated |= is_date(&text);
        (dated || document.paras[i].new_page) && is_attachment_label(&text)
    });
    if let Some(label) = label {
        attachments(document, label, end);
        end = label;
    }
    let free = |document: &Document, i: usize| {
        document.parts[i] == Part::Other && !is_blank(&document.paras[i])
    };
    let date = (from..end.min(count))
        .rev()
        .find(|&i| free(document, i) && is_date(&plain(&document.paras[i])));
    let Some(date) = date else { return note(document, from, end) };
    document.parts[date] = Part::Date;
    for index in date + 1..end {
        if free(document, index) {
            let text = plain(&document.paras[index]);
            let roster = ROSTER.iter().any(|word| opens(&text, word));
            document.parts[index] = if roster { Part::Attendance } else { Part::Remarks };
        }
    }
    let mut top = date;
    let mut blanks = 0;
    for index in (from..date).rev() {
        let para = &document.paras[index];
        if is_blank(para) {
            blanks += 1;
            continue;
        }
        let text = plain(para);
        let closed = text.ends_with(['。', '；', '：', '？', '！']);
        let listed = level_of(&text).is_some() || is_item(&text) || opens(&text, "附件");
        let placed = align(para) == "right"
            || para.text.contains('\t')
            || lead(para) >= 5.0
            || align(para) == "center";
        if !free(document, index)
            || closed
            || listed
            || !placed
            || blanks > 5
            || text.chars().count() > 40
        {
            break;
        }
        document.parts[index] = Part::Signature;
        (top, blanks) = (index, 0);
    }
    note(document, from, top)
}

/// The left indent of the first line, in characters, with leading blanks.
pub(super) fn lead(para: &Para) -> f64 {
    let blanks: f64 = para
        .text
        .chars()
        .take_while(|c| c.is_whitespace() && *c != '\n')
        .map(|c| if c == '\u{3000}' { 1.0 } else { 0.5 })
        .sum();
    chars(para, para.props.left, para.props.left_chars)
        + chars(para, para.props.first, para.props.first_chars)
        + blanks
}

/// How far a centred paragraph stands off the middle because of its indents, characters.
pub(super) fn off_centre(para: &Para) -> f64 {
    (lead(para) - chars(para, para.props.right, para.props.right_chars)) / 2.0
}

/// A length in characters of the paragraph.
pub(super) fn chars(para: &Para, twips: Option<f64>, hundredths: Option<f64>) -> f64 {
    match hundredths.filter(|value| *value != 0.0) {
        Some(hundredths) => hundredths / 100.0,
        None => twips.unwrap_or(0.0) / pitch(para),
    }
}

/// The width of a hanzi of a paragraph with its spacing, twips.
pub(super) fn pitch(para: &Para) -> f64 {
    let spacing = para.runs.iter().max_by_key(|run| run.text.chars().count());
    let spacing = spacing.map_or(para.mark.spacing, |run| run.props.spacing).unwrap_or(0.0);
    (size(para) * 20.0 + spacing).max(1.0)
}

fn is_attachment_label(text: &str) -> bool {
    let rest = text.strip_prefix("附件").map(|rest| rest.trim_end_matches(['：', ':', '、']));
    rest.is_some_and(|rest| {
        rest.chars().count() <= 3
            && rest.chars().all(|c| c.is_numeric() || "一二三四五六七八九十".contains(c))
    })
}

/// `2.` or what is used instead.
fn is_item(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits) && text[digits..].starts_with(['.', '．', '、', ')', '）'])
}

const ROSTER: [&str; 3] = ["出席", "请假", "列席"];

fn opens(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['：', ':'])
    })
}

/// The last paragraphs, from 抄送 or 印发 on.
fn imprint(document: &mut Document, from: usize) -> usize {
    let count = document.paras.len();
    let text = |i: usize| plain(&document.paras[i]);
    let dated = (from..count).rev().find(|&i| is_date(&text(i)) && !document.paras[i].in_table);
    let first = (dated.map_or(from, |dated| dated + 1)..count).find(|&i| {
        let words = text(i);
        is_imprint(&words)
            || words.ends_with("印发")
            || opens(&words, "主送")
            || (small(&document.paras[i]) && words.contains('年') && words.ends_with('日'))
    });
    let Some(mut first) = first else { return count };
    // 印发机关 in a cell of its own comes first.
    while first > from
        && document.paras[first].in_table
        && document.paras[first - 1].in_table
        && !is_imprint(&text(first))
    {
        first -= 1;
    }
    for index in first..count {
        let words = plain(&document.paras[index]);
        if words.is_empty() {
            continue;
        }
        let opened = ["抄送", "主送", "分送"].iter().any(|word| words.starts_with(word));
        let goes_on =
            index > first && document.parts[index - 1] == Part::CopiedTo && !words.contains("印发");
        document.parts[index] = if opened || (goes_on && !words.contains('日')) {
            Part::CopiedTo
        } else {
            Part::Printed
        };
    }
    first
}

fn small(para: &Para) -> bool {
    (size(para) - 14.0).abs() < 0.3
}

fn attachments(document: &mut Document, from: usize, to: usize) {
    let mut title = false;
    for index in from..to {
        document.attached[index] = true;
        let para = &document.paras[index];
        if document.parts[index] != Part::Other || is_blank(para) {
            continue;
        }
        let text = plain(para);
        if is_attachment_label(&text) {
            document.parts[index] = Part::AttachmentLabel;
            title = true;
        } else if title
            && (size(para) >= 18.0
                || role(para) == Some(Role::XiaoBiaoSong)
                || align(para) == "center")
        {
            document.parts[index] = Part::AttachmentTitle;
        } else {
            title = false;
        }
    }
}

/// Marks 附件说明 and the roster of 纪要 at the end of the 正文; where it ends.
fn note(document: &mut Document, from: usize, end: usize) -> usize {
    let hit = |i: usize| {
        let text = plain(&document.paras[i]);
        document.parts[i] == Part::Other
            && (opens(&text, "附件") || ROSTER.iter().any(|word| opens(&text, word)))
    };
    let Some(first) = (from..end).find(|&i| hit(i)) else { return end };
    let mut part = Part::AttachmentNote;
    for index in first..end {
        let text = plain(&document.paras[index]);
        if text.is_empty() || document.parts[index] != Part::Other {
            continue;
        }
        if ROSTER.iter().any(|word| opens(&text, word)) {
            part = Part::Attendance;
        } else if opens(&text, "附件") {
            part = Part::AttachmentNote;
        }
        document.parts[index] = part;
    }
    first
}

/// Marks title, 主送机关 and 正文.
fn body(document: &mut Document, from: usize, end: usize) {
    let filled: Vec<usize> = (from..end)
        .filter(|&i| document.parts[i] == Part::Other && !is_blank(&document.paras[i]))
        .collect();
    let mut rest = filled.iter().copied().peekable();
    let mut titled = false;
    while let Some(&index) = rest.peek() {
        let para = &document.paras[index];
        let large = size(para) >= 18.0 || role(para) == Some(Role::XiaoBiaoSong);
        let centred = align(para) == "center" && level_of(&plain(para)).is_none();
        if !(large || (centred && !titled && document.form != Form::Order)) {
            break;
        }
        document.parts[index] = Part::Title;
        titled = true;
        rest.next();
    }
    if let Some(&index) = rest.peek().filter(|_| titled) {
        let para = &document.paras[index];
        let text = plain(para);
        let colon =
            text.ends_with(['：', ':']) && !text.contains(['。', '；']) && !text.contains("如下");
        let flush = lead(para) < 0.5 && !text.contains('。') && text.chars().count() < 60;
        if (colon || flush) && level_of(&text).is_none() && align(para) != "center" {
            document.parts[index] = Part::Addressees;
            rest.next();
        }
    }
    for index in rest {
        mark_body(document, index);
    }
    for index in 0..document.paras.len() {
        if document.attached[index]
            && document.parts[index] == Part::Other
            && !is_blank(&document.paras[index])
        {
            mark_body(document, index);
        }
    }
}

fn mark_body(document: &mut Document, index: usize) {
    document.parts[index] = match level_of(&plain(&document.paras[index])) {
        Some(ordinal) => Part::Heading(ordinal.level),
        None => Part::Body,
    };
}

/// 表题 and 计量单位 stand right before a table and are no body text.
fn captions(document: &mut Document) {
    for index in 0..document.paras.len() {
        if document.parts[index] != Part::Body {
            continue;
        }
        let next = (index + 1..document.paras.len()).take(4).find(|&i| {
            document.parts[i] == Part::Table
                || document.parts[i].is_body() && !is_caption(&document.paras[i])
        });
        let before_table = next.is_some_and(|next| document.parts[next] == Part::Table);
        if before_table && is_caption(&document.paras[index]) {
            document.parts[index] = Part::Caption;
        }
    }
}

fn is_caption(para: &Para) -> bool {
    let text = plain(para);
    !text.ends_with(['。', '：'])
        && (matches!(align(para), "center" | "right") || text.starts_with("单位"))
}

/// The thin paragraph that is drawn as a rule, with its thickness in points and colour.
pub(super) fn rule_of(para: &Para) -> Option<(f64, String)> {
    const THICKEST: f64 = 100.0;
    let thin = para.props.rule.as_deref() == Some("exact") && para.props.line? <= THICKEST;
    let fill = para.props.fill.clone().filter(|_| thin && is_blank(para))?;
    Some((para.props.line? / 20.0, fill))
}

/// The thickness of a border, pt.
pub(super) fn thickness(border: &Border) -> f64 {
    border.size / 8.0
}
