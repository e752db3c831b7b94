//! Which paragraph is which element: by its words, place, size and colour, never by the name
//! of its style.

use super::geometry::{self, Places, Segment};
use crate::chars::NUMERALS;
use crate::fonts::Role;
use crate::inspect::results::At;
use crate::inspect::text::{self, Form, Part, is_date, is_number, level_of};
use crate::read::docx::{Align, Colour};
use crate::read::docx::{Container, DrawingKind, Paragraph, Section, Story, Table, WordFile};
use crate::read::faces::{Face, face};

/// A document as far as it is understood.
pub(super) struct Document<'a> {
    pub(super) file: &'a WordFile,
    pub(super) places: Places,
    pub(super) form: Form,
    /// What each paragraph is.
    pub(super) parts: Vec<Part>,
    /// Whether each belongs to an attachment.
    pub(super) attached: Vec<bool>,
    /// The paragraphs with text, in order.
    pub(super) order: Vec<usize>,
}

impl<'a> Document<'a> {
    pub(super) fn story(&self) -> &'a Story {
        &self.file.body
    }

    pub(super) fn para(&self, index: usize) -> &'a Paragraph {
        &self.file.body.paras[index]
    }

    pub(super) fn section(&self, index: usize) -> &'a Section {
        let sections = &self.file.body.sections;
        &sections[self.para(index).section.min(sections.len() - 1)]
    }

    /// The paragraphs of a part.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = usize> {
        self.order.iter().copied().filter(move |index| self.parts[*index] == part)
    }

    /// The line that a paragraph makes, stretch by stretch; for those of one line.
    pub(super) fn segments(&self, index: usize) -> Vec<Segment> {
        geometry::segments(self.para(index), self.column(index))
    }

    /// The width of the column that a paragraph stands in, twips.
    pub(super) fn column(&self, index: usize) -> f64 {
        let para = self.para(index);
        let cell = |table: &Table| {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            let own = cells.filter(|cell| cell.paras.contains(&index)).find_map(|cell| cell.width);
            own.map(|width| width - 2.0 * table.margins.0)
        };
        let frame = para.props.frame.as_ref().and_then(|frame| frame.width);
        let own = match para.place {
            Container::Cell(table) => cell(&self.story().tables[table]),
            Container::Box(drawing) => {
                Some(self.story().drawings[drawing].width / crate::read::docx::MM)
            }
            Container::Flow => frame,
        };
        own.unwrap_or_else(|| self.section(index).column())
    }

    /// How wide the line of a paragraph is and where it begins, in characters of its size.
    pub(super) fn em(&self, index: usize) -> f64 {
        let para = self.para(index);
        let spacing = para.main_run().and_then(|run| run.props.spacing).unwrap_or(0.0);
        para.size() * 20.0 + spacing.clamp(-20.0, 20.0)
    }

    pub(super) fn at(&self, index: usize) -> At {
        At::words(Some(self.places.spots[index].page), &self.para(index).text().replace('\n', ""))
    }

    /// The paragraphs for the checks of words.
    pub(super) fn paras(&self) -> Vec<text::Para> {
        let mut paras = Vec::new();
        for &index in &self.order {
            let part = self.parts[index];
            let text = self.para(index).text();
            let mut push = |part, text: String| {
                paras.push(text::Para {
                    part,
                    text,
                    at: self.at(index),
                    attached: self.attached[index],
                });
            };
            let beside = part == Part::Number && !text.contains("签发人");
            let pieces: Vec<&str> =
                text.split('\t').map(str::trim).filter(|t| !t.is_empty()).collect();
            if beside && pieces.len() > 1 {
                for piece in pieces {
                    let digits = piece.chars().all(|c| c.is_ascii_digit());
                    let part = if is_number(piece, self.form) {
                        Part::Number
                    } else if digits {
                        Part::CopyNumber
                    } else if is_secrecy(piece) {
                        Part::Secrecy
                    } else {
                        Part::Signer
                    };
                    push(part, piece.to_owned());
                }
            } else {
                push(part, text.replace('\n', ""));
            }
        }
        join_titles(paras)
    }
}

/// Lines of a title that are paragraphs of their own are one title.
fn join_titles(paras: Vec<text::Para>) -> Vec<text::Para> {
    let mut joined: Vec<text::Para> = Vec::new();
    for para in paras {
        match joined.last_mut() {
            Some(last) if last.part == Part::Title && para.part == Part::Title => {
                last.text.push_str(&para.text)
            }
            _ => joined.push(para),
        }
    }
    joined
}

/// The typeface of a paragraph's hanzi.
pub(super) fn role(para: &Paragraph) -> Option<Role> {
    let run = para.main_run()?;
    match face(run.props.east_asia.as_deref()?) {
        Face::Known(role) => Some(role),
        _ => None,
    }
}

fn colour(para: &Paragraph) -> Colour {
    para.main_run().and_then(|run| run.props.colour).unwrap_or(Colour::Black)
}

/// Recognises the elements of a file.
pub(super) fn recognise(file: &WordFile) -> Document<'_> {
    let places = geometry::places(file, 0.0);
    let story = &file.body;
    let order: Vec<usize> =
        (0..story.paras.len()).filter(|&index| !story.paras[index].is_blank()).collect();
    let mut document = Document {
        file,
        places,
        form: Form::Report,
        parts: vec![Part::Other; story.paras.len()],
        attached: vec![false; story.paras.len()],
        order,
    };
    page_numbers(&mut document);
    tables(&mut document);
    let free = |document: &Document<'_>| -> Vec<usize> {
        document
            .order
            .iter()
            .copied()
            .filter(|index| document.parts[*index] == Part::Other)
            .collect()
    };
    let sequence = free(&document);
    let from = super::head::head(&mut document, &sequence);
    let end = super::tail::tail(&mut document, &sequence, from);
    body(&mut document, &sequence, from, end);
    document
}

/// A page number in a box of the body is none of the text, nor is a 目录.
fn page_numbers(document: &mut Document<'_>) {
    for index in document.order.clone() {
        let para = document.para(index);
        let is_of = |field: &str| {
            let name = field.split_whitespace().next().unwrap_or_default();
            matches!(name, "PAGEREF" | "TOC")
        };
        if para.fields().any(is_of) || text::is_contents(&para.text()) {
            document.parts[index] = Part::Contents;
        } else if para.fields().any(|field| field.starts_with("PAGE"))
            && para.plain().chars().count() < 12
        {
            document.parts[index] = Part::PageNumber;
        }
    }
}

/// Marks data tables and their captions; tables that only arrange the elements stay text.
fn tables(document: &mut Document<'_>) {
    let story = document.story();
    let mut seen_body = false;
    for position in 0..story.blocks.len() {
        match story.blocks[position] {
            crate::read::docx::FlowItem::Paragraph(index) => {
                let para = &story.paras[index];
                seen_body |= para.plain().chars().count() > 40;
                let mut drawings = para.drawings.iter().map(|drawing| &story.drawings[*drawing]);
                if drawings.any(|drawing| drawing.kind == DrawingKind::Chart) {
                    captions(document, position);
                    notes(document, position);
                }
            }
            crate::read::docx::FlowItem::Table(index) => {
                let table = &story.tables[index];
                if arranges(story, table, seen_body) {
                    continue;
                }
                for para in table.paras() {
                    document.parts[para] = Part::Table;
                }
                captions(document, position);
                notes(document, position);
            }
        }
    }
}

/// Whether a table holds elements of the document: the mark, the number, the 版记, a signature.
fn arranges(story: &Story, table: &Table, seen_body: bool) -> bool {
    let texts: Vec<String> = table.paras().map(|index| story.paras[index].plain()).collect();
    let imprint = texts.iter().any(|text| is_imprint(text))
        && texts.iter().filter(|t| !t.is_empty()).count() < 12;
    let lined =
        [table.borders.inner, table.borders.left].iter().flatten().any(|border| border.drawn());
    let short = texts.len() <= 24;
    let date = !lined && short && texts.iter().any(|text| is_date(text));
    let large =
        table.paras().any(|index| !story.paras[index].is_blank() && is_mark(&story.paras[index]));
    let number = texts.iter().any(|text| is_number(text, Form::File) || text.contains("签发人"));
    imprint || date || (!seen_body && short && (large || number))
}

/// Titles and units right above a table.
fn captions(document: &mut Document<'_>, position: usize) {
    const LONGEST: usize = 40;
    let story = document.story();
    for block in story.blocks[..position].iter().rev().take(3) {
        let crate::read::docx::FlowItem::Paragraph(index) = block else { return };
        let para = &story.paras[*index];
        let text = para.plain();
        if text.is_empty() {
            continue;
        }
        let apart = matches!(para.align(), Align::Centre | Align::Right)
            || para.size() < SMALL
            || text.starts_with("单位")
            || text.starts_with('表');
        let large = para.size() >= 18.0;
        let short = text.chars().count() <= LONGEST && !text.ends_with('。');
        if !(apart && short) || large || is_date(&text) || is_label(&text) {
            return;
        }
        document.parts[*index] = Part::Caption;
    }
}

/// Text of a smaller size than any element of a document has, points.
const SMALL: f64 = 13.0;

/// Notes right below a table, and the title below a chart.
fn notes(document: &mut Document<'_>, position: usize) {
    const LONGEST: usize = 40;
    let story = document.story();
    for block in story.blocks.iter().skip(position + 1) {
        let crate::read::docx::FlowItem::Paragraph(index) = block else { return };
        let para = &story.paras[*index];
        let is_title = para.align() == Align::Centre
            && para.size() < 16.0
            && para.plain().chars().count() <= LONGEST;
        if para.is_blank() || !(para.size() < SMALL || is_title) {
            return;
        }
        document.parts[*index] = Part::Caption;
    }
}

pub(super) fn is_imprint(text: &str) -> bool {
    text.starts_with("抄送") || (text.ends_with("印发") && text.contains('日'))
}

pub(super) fn is_secrecy(text: &str) -> bool {
    ["绝密", "机密", "秘密"].iter().any(|word| text.starts_with(word)) && text.chars().count() <= 16
}

/// `附件1`, as it stands on its page.
pub(super) fn is_label(text: &str) -> bool {
    let rest = text.strip_prefix("附件").map(|rest| rest.trim_end_matches(['：', ':', '、']));
    rest.is_some_and(|rest| {
        rest.chars().count() <= 3 && rest.chars().all(|c| c.is_numeric() || NUMERALS.contains(c))
    })
}

/// Whether a paragraph stands in the middle of its column.
pub(super) fn is_centred(document: &Document<'_>, index: usize) -> bool {
    if document.para(index).align() == Align::Centre {
        return true;
    }
    let column = document.column(index);
    let segments = document.segments(index);
    let [segment] = &segments[..] else { return false };
    (segment.middle() - column / 2.0).abs() < 200.0 && segment.left > 800.0
}

pub(super) fn is_large(para: &Paragraph) -> bool {
    para.size() >= 18.0 || role(para) == Some(Role::XiaoBiaoSong)
}

/// Whether it may be part of a 发文机关标志.
pub(super) fn is_mark(para: &Paragraph) -> bool {
    let red = colour(para) == Colour::Red;
    (red && para.size() >= 18.0) || para.size() >= 26.0
}

/// Marks title, 主送机关 and 正文.
fn body(document: &mut Document<'_>, sequence: &[usize], from: usize, end: usize) {
    let mut position = title(document, sequence, from, end);
    position = addressees(document, sequence, position, end);
    let mut attachment =
        sequence.iter().position(|&index| document.attached[index]).unwrap_or(sequence.len());
    attachment = attachment.max(end);
    for place in (position..end).chain(attachment..sequence.len()) {
        let index = sequence[place];
        if document.parts[index] != Part::Other {
            continue;
        }
        let para = document.para(index);
        let text = para.text();
        let inside = matches!(para.place, Container::Box(_));
        let short = para.plain().chars().count() < 20 && !text.contains(['。', '，', '；', '：']);
        document.parts[index] = match level_of(&text) {
            _ if inside => Part::Other,
            Some(ordinal) => Part::Heading(ordinal.level),
            None if short && is_centred(document, index) => Part::Other,
            None => Part::Body,
        };
    }
}

fn title(document: &mut Document<'_>, sequence: &[usize], from: usize, end: usize) -> usize {
    let mut position = from;
    let mut size = 0.0;
    while position < end {
        let index = sequence[position];
        let para = document.para(index);
        let text = para.plain();
        let first = position == from && document.form != Form::Order && level_of(&text).is_none();
        let goes_on = position > from && (para.size() - size).abs() < 0.3;
        let long = text.chars().count() > 60 || text.trim_end_matches('。').contains('。');
        let centred = is_centred(document, index);
        if long || !(is_large(para) || (centred && (first || goes_on))) {
            break;
        }
        size = para.size();
        document.parts[index] = Part::Title;
        position += 1;
    }
    position
}

/// 主送机关: flush-left text up to a colon; a line that only lacks its colon counts too.
fn addressees(document: &mut Document<'_>, sequence: &[usize], from: usize, end: usize) -> usize {
    let titled = from > 0 && document.parts[sequence[from - 1]] == Part::Title;
    let Some(&index) = sequence.get(from).filter(|_| titled && from < end) else { return from };
    let para = document.para(index);
    let text = para.plain();
    let lead = document.segments(index).first().map_or(0.0, |segment| segment.left);
    let flush = lead < document.em(index) * 0.8;
    let colon = text.ends_with(['：', ':']);
    let agencies =
        !text.contains(['。', '；']) && !text.contains("如下") && level_of(&text).is_none();
    let short = text.chars().count() < 26;
    let next_indented = sequence.get(from + 1).is_some_and(|&next| {
        document
            .segments(next)
            .first()
            .is_some_and(|segment| segment.left > document.em(index) * 1.2)
    });
    let lacking = !colon
        && flush
        && short
        && next_indented
        && para.align() != Align::Centre
        && !is_date(&text);
    if agencies && (lacking || (colon && (flush || short))) {
        document.parts[index] = Part::Addressees;
        return from + 1;
    }
    from
}

/// Whether a drawing is a rule across the column.
pub(super) fn is_rule(drawing: &crate::read::docx::Drawing) -> bool {
    const SHORTEST: f64 = 120.0;
    drawing.kind == DrawingKind::Line && drawing.width > SHORTEST && drawing.height < 3.0
}
