//! What the Typst template gets: the measures, and the items with their lines.

use serde_json::{Value as Json, json};

use crate::backend::{RED, RenderJob, SIGNER_LABEL};
use crate::data::text::is_hanzi;
use crate::fonts::Role;
use crate::layout::{Item, Line, Piece, Span, break_lines, place_page_number, whole_line};
use crate::model::{Align, Level, Part, Table, Text};
use crate::standard::{TextStyle, page_number, style};
use crate::units::{Pt, Twip};

/// A gap too small to see, pt: Typst skips gaps of exactly zero.
const GAP: f64 = 0.0001;

/// The measures as `/standard.json`.
pub(super) fn standard(job: &RenderJob<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let layout = job.layout;
    let fonts: serde_json::Map<String, Json> = Role::ALL
        .into_iter()
        .map(|role| (role.id().to_owned(), job.fonts.families(role).into()))
        .collect();
    let styles: serde_json::Map<String, Json> = Part::ALL
        .iter()
        .map(|&part| (name(part).to_owned(), setting(style(layout, part))))
        .chain([("page-number".to_owned(), setting(page_number(layout)))])
        .collect();
    serde_json::to_vec(&json!({
        "fonts": fonts,
        "styles": styles,
        "gap": GAP,
        "baseline": layout.baseline.value,
        "page": {
            "width": layout.page_width.value.pt().0,
            "height": layout.page_height.value.pt().0,
            "top": layout.margin_top.value.pt().0,
            "left": layout.margin_left.value.pt().0,
            "right": layout.margin_right.value.pt().0,
            "bottom": layout.margin_bottom.value.pt().0,
        },
        "red": RED,
        "number": number(job),
        "table": {
            "rule": layout.table_rule.value.0,
            "inset-x": layout.cell_inset_x.value.pt().0,
            "inset-y": layout.cell_inset_y.value.pt().0,
        },
    }))
}

/// 页码, from the lower edge of the 版心 to the top of its line.
fn number(job: &RenderJob<'_>) -> Json {
    let layout = job.layout;
    let place = place_page_number(layout, job.fonts);
    json!({
        "before": place.before,
        "after": place.after,
        "inset": place.inset.0,
        "top": place.baseline.0 - page_number(layout).pitch.pt().0 * layout.baseline.value,
    })
}

fn setting(style: TextStyle) -> Json {
    json!({
        "role": style.role.id(),
        "size": style.size.0,
        "spacing": style.spacing.pt().0,
        "pitch": style.pitch.pt().0,
    })
}

/// The document as `/document.json`.
pub(super) fn document(job: &RenderJob<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let properties = &job.document.properties;
    let date = properties.date.map(|date| json!([date.year(), date.month(), date.day()]));
    let mut writer = Writer { job, open: Vec::new() };
    let flow: Vec<Json> = job
        .items
        .iter()
        .zip(&job.kept)
        .map(|(item, sticky)| {
            let mut drawn = writer.item(item);
            drawn["sticky"] = (*sticky).into();
            drawn
        })
        .collect();
    serde_json::to_vec(&json!({
        "title_text": properties.title,
        "author": properties.author,
        "subject": properties.subject,
        "date": date,
        "flow": flow,
    }))
}

struct Writer<'a> {
    job: &'a RenderJob<'a>,
    /// The headings on their own lines under which the next item stands.
    open: Vec<Level>,
}

impl Writer<'_> {
    fn item(&mut self, item: &Item<'_>) -> Json {
        let layout = self.job.layout;
        let indent = layout.chars(layout.paragraph_indent.value);
        match item {
            Item::Blank => json!({ "kind": "blank", "height": layout.line_pitch.value.pt().0 }),
            Item::Space(height) => json!({ "kind": "blank", "height": height.pt().0 }),
            Item::HeadLine { part, text } => self.paragraph(*part, text, Twip(0)),
            Item::IssuerMark { text, size, pitch } => json!({
                "kind": "mark",
                "size": size.0,
                "pitch": pitch.pt().0,
                "segments": self.segments(Part::IssuerMark, &self.unbroken(Part::IssuerMark, text)),
            }),
            Item::DocumentNumber { text, signer, rule_gap } => {
                self.document_number(text, *signer, *rule_gap)
            }
            Item::Title(lines) => {
                let lines: Vec<Json> = lines
                    .iter()
                    .map(|text| self.segments(Part::Title, &self.unbroken(Part::Title, text)))
                    .collect();
                json!({ "kind": "title", "lines": lines })
            }
            Item::Addressees(text) => self.paragraph(Part::Addressees, text, Twip(0)),
            Item::Heading { level, number, title } => self.heading(*level, *number, title),
            Item::RunIn { level, number, title, text } => {
                let head = Part::Heading(*level);
                let title = format!("{}{}", level.label(*number), title.plain());
                let spans = [self.span(head, title), self.span(Part::Paragraph, text.plain())];
                self.lines_of(Part::Paragraph, &spans, indent)
            }
            Item::Paragraph(text) => self.paragraph(Part::Paragraph, text, indent),
            Item::Table { table, widths, unit } => self.table(table, widths, unit.as_ref()),
            Item::AttachmentNote { label, name, first, left } => {
                let spans = [self.span(Part::AttachmentNote, format!("{label}{}", name.plain()))];
                let room = self.text_width();
                let lines = self.broken(&spans, room - first.pt().0, room - left.pt().0);
                json!({
                    "kind": "hanging",
                    "style": self::name(Part::AttachmentNote),
                    "left": first.pt().0,
                    "hang": left.pt().0 - first.pt().0,
                    "lines": self.all_segments(Part::AttachmentNote, &lines),
                })
            }
            Item::Signature { text, right } => self.aligned(Part::Signature, text, *right),
            Item::Date { text, right } => self.aligned(Part::Date, text, *right),
            Item::Remarks(text) => {
                let indent = layout.chars(layout.remarks_indent.value);
                self.paragraph(Part::Remarks, text, indent)
            }
        }
    }

    fn document_number(&self, text: &Text, signer: Option<&Text>, rule_gap: Pt) -> Json {
        let layout = self.job.layout;
        let segments = |part: Part, text: &Text| self.segments(part, &self.unbroken(part, text));
        let signer = signer.map(|name| {
            json!({
                "label": segments(Part::DocumentNumber, &Text::own(SIGNER_LABEL)),
                "name": segments(Part::Signer, name),
            })
        });
        json!({
            "kind": "number",
            "segments": segments(Part::DocumentNumber, text),
            "signer": signer,
            "indent": layout.chars(layout.number_indent.value).pt().0,
            "gap": rule_gap.0,
            "rule": layout.head_rule.value.0,
        })
    }

    fn paragraph(&self, part: Part, text: &Text, indent: Twip) -> Json {
        self.lines_of(part, &[self.span(part, text.plain())], indent)
    }

    fn lines_of(&self, part: Part, spans: &[Span], indent: Twip) -> Json {
        let room = self.text_width();
        let lines = self.broken(spans, room - indent.pt().0, room);
        json!({
            "kind": "paragraph",
            "style": name(part),
            "indent": indent.pt().0,
            "lines": self.all_segments(part, &lines),
        })
    }

    fn heading(&mut self, level: Level, number: u32, title: &Text) -> Json {
        // A heading with its text behind it is a paragraph; the tags of those below it
        // must not skip a level (PDF/UA-1, 7.4.2).
        self.open.retain(|open| *open < level);
        self.open.push(level);
        let layout = self.job.layout;
        let part = Part::Heading(level);
        let indent = layout.chars(layout.paragraph_indent.value).pt().0;
        let words = format!("{}{}", level.label(number), title.plain());
        let room = self.text_width();
        let lines = self.broken(&[self.span(part, words)], room - indent, room);
        let widths: Vec<f64> =
            (0..lines.len()).map(|row| if row == 0 { room - indent } else { room }).collect();
        json!({
            "kind": "section",
            "level": self.open.len(),
            "style": name(part),
            "indent": indent,
            "widths": widths,
            "lines": self.all_segments(part, &lines),
        })
    }

    fn aligned(&self, part: Part, text: &Text, right: Twip) -> Json {
        json!({
            "kind": "aligned",
            "style": name(part),
            "right": right.pt().0,
            "segments": self.segments(part, &self.unbroken(part, text)),
        })
    }

    fn table(&self, table: &Table, widths: &[Twip], unit: Option<&Text>) -> Json {
        let widths: Vec<f64> = widths.iter().map(|width| width.pt().0).collect();
        let cell = |part: Part, column: usize, text: &Text| {
            let room = widths[column] - 2.0 * self.job.layout.cell_inset_x.value.pt().0;
            let lines = self.broken(&[self.span(part, text.plain())], room, room);
            json!({ "lines": self.all_segments(part, &lines) })
        };
        let header: Vec<Json> = table
            .header
            .iter()
            .enumerate()
            .map(|(column, text)| cell(Part::TableHeader, column, text))
            .collect();
        let rows: Vec<Json> = table
            .rows
            .iter()
            .map(|row| {
                let cells = row.iter().enumerate();
                cells
                    .map(|(column, text)| cell(Part::TableCell, column, text))
                    .collect::<Vec<_>>()
                    .into()
            })
            .collect();
        let align: Vec<&str> = table.columns.iter().map(|column| align(column.align)).collect();
        let above = |part: Part, align: &str, text: &Text| {
            let room = self.text_width();
            let lines = self.broken(&[self.span(part, text.plain())], room, room);
            json!({ "style": name(part), "align": align, "lines": self.all_segments(part, &lines) })
        };
        let mut captions = vec![above(Part::TableTitle, "centre", &table.title)];
        captions.extend(unit.map(|unit| above(Part::TableUnit, "right", unit)));
        json!({
            "kind": "table",
            "captions": captions,
            "widths": widths,
            "align": align,
            "header": header,
            "rows": rows,
        })
    }

    fn text_width(&self) -> f64 {
        self.job.layout.text_width.value.pt().0
    }

    fn span(&self, part: Part, text: String) -> Span {
        Span { style: style(self.job.layout, part), text }
    }

    fn broken(&self, spans: &[Span], first: f64, rest: f64) -> Vec<Line> {
        break_lines(self.job.layout, self.job.fonts, spans, Pt(first), Pt(rest))
    }

    /// A text that stays on one line.
    fn unbroken(&self, part: Part, text: &Text) -> Line {
        whole_line(self.job.layout, self.job.fonts, self.span(part, text.plain()))
    }

    fn all_segments(&self, part: Part, lines: &[Line]) -> Vec<Json> {
        lines.iter().map(|line| self.segments(part, line)).collect()
    }

    /// A line as segments: cut where the typeface changes and between marks that meet.
    /// Behind each comes the spacing that the engine leaves out at the end of a stretch.
    fn segments(&self, part: Part, line: &Line) -> Json {
        let own = style(self.job.layout, part);
        let mut segments = Vec::new();
        for piece in &line.pieces {
            match piece {
                Piece::Gap(gap) => segments.push(json!(gap.0)),
                Piece::Text(role, text) => {
                    for text in cut_between_marks(text) {
                        segments.push(if *role == own.role {
                            json!(text)
                        } else {
                            json!({ "role": role.id(), "text": text })
                        });
                        segments.push(json!(own.spacing.pt().0 + GAP));
                    }
                }
            }
        }
        segments.into()
    }
}

/// Cuts a text so that no two full-width marks meet in one piece, and letters stand apart:
/// the engine shapes them apart and leaves the spacing out between.
fn cut_between_marks(text: &str) -> Vec<&str> {
    const MARKS: &str = "，。、；：？！）》〉」』】〕〗｝］”’（《〈「『【〔〖｛［“‘·…—";
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let meet = before.is_some_and(|before| {
            // Dashes and ellipses are two characters that belong together.
            let twin = matches!(c, '…' | '—') && before == c;
            let marks = MARKS.contains(before) && MARKS.contains(c) && !twin;
            let letter = |c: char| c.is_alphabetic() && !is_hanzi(c);
            marks || letter(before) != letter(c)
        });
        if meet {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "centre",
        Align::Right => "right",
    }
}

/// A part's name in the template.
fn name(part: Part) -> &'static str {
    match part {
        Part::CopyNumber => "copy-number",
        Part::Secrecy => "secrecy",
        Part::Urgency => "urgency",
        Part::IssuerMark => "issuer-mark",
        Part::DocumentNumber => "document-number",
        Part::Signer => "signer",
        Part::Title => "title",
        Part::Addressees => "addressees",
        Part::Heading(Level::One) => "heading-1",
        Part::Heading(Level::Two) => "heading-2",
        Part::Heading(Level::Three) => "heading-3",
        Part::Heading(Level::Four) => "heading-4",
        Part::Paragraph => "paragraph",
        Part::TableTitle => "table-title",
        Part::TableUnit => "table-unit",
        Part::TableHeader => "table-header",
        Part::TableCell => "table-cell",
        Part::AttachmentNote => "attachment-note",
        Part::Signature => "signature",
        Part::Date => "date",
        Part::Remarks => "remarks",
    }
}
