//! The named styles, made from the table of the standard.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, RunFonts, SpecialIndentType, Style,
    StyleType, Tab, TabLeaderType, TabValueType,
};

use super::gallery;
use crate::backend::{RED, RenderJob};
use crate::fonts::FontSet;
use crate::layout::{contents_left, note_places, roster_places};
use crate::model::{LEVELS, Level, Part, TableSize};
use crate::standard::{TextStyle, page_number, style};
use crate::units::{Mm, Twip};

/// 正文; Word's own base style, so that a clerk who simply types gets the body's format.
pub(super) const NORMAL: &str = "Normal";
/// 空行
pub(super) const BLANK: &str = "BlankLine";
/// The paragraph that holds a chart.
pub(super) const CHART: &str = "Chart";
/// 附件说明 of several 附件: the first.
pub(super) const NOTE_FIRST: &str = "AttachmentNoteFirst";
/// 附件说明 of several 附件: the others.
pub(super) const NOTE_NEXT: &str = "AttachmentNoteNext";
/// The end of a paragraph, moved to the page of the signature.
pub(super) const CONTINUED: &str = "ContinuedText";
/// 签发人的姓名, inside the line of the 发文字号.
pub(super) const SIGNER: &str = "Signer";
/// 出席、请假、列席, before the names.
pub(super) const ROSTER_LABEL: &str = "RosterLabel";
/// 版记首末分隔线
pub(super) const IMPRINT_THICK_RULE: &str = "ImprintThickRule";
/// 版记中间分隔线
pub(super) const IMPRINT_THIN_RULE: &str = "ImprintThinRule";
/// 信函双线的粗线
pub(super) const LETTER_THICK_RULE: &str = "LetterThickRule";
/// 信函双线的细线
pub(super) const LETTER_THIN_RULE: &str = "LetterThinRule";
/// 页码
pub(super) const PAGE_NUMBER: &str = "PageNumber";

/// The styles of tables, in the order of [`TableSize::ALL`].
const TABLE_UNITS: [&str; 6] =
    ["TableUnit", "TableUnit4", "TableUnitS4", "TableUnit5", "TableUnitS5", "TableUnit6"];
/// 表头; `finish.rs` knows header rows by these.
pub(super) const TABLE_HEADERS: [&str; 6] = [
    "TableHeader",
    "TableHeader4",
    "TableHeaderS4",
    "TableHeader5",
    "TableHeaderS5",
    "TableHeader6",
];
const TABLE_CELLS: [&str; 6] =
    ["TableCell", "TableCell4", "TableCellS4", "TableCell5", "TableCellS5", "TableCell6"];
const TABLE_NOTES: [&str; 6] =
    ["TableNote", "TableNote4", "TableNoteS4", "TableNote5", "TableNoteS5", "TableNote6"];

/// The id of the style of a part; 正文 is Word's own Normal.
pub(super) fn id(part: Part) -> &'static str {
    match part {
        Part::CopyNumber => "CopyNumber",
        Part::Secrecy => "Secrecy",
        Part::Urgency => "Urgency",
        Part::IssuerMark => "IssuerMark",
        Part::DocumentNumber => "DocumentNumber",
        Part::Signer => SIGNER,
        Part::Title => "DocumentTitle",
        Part::ContentsTitle => "ContentsTitle",
        Part::Contents(level) => contents_id(level),
        Part::Addressees => "Addressees",
        Part::Heading(Level::One) => "Heading1",
        Part::Heading(Level::Two) => "Heading2",
        Part::Heading(Level::Three) => "Heading3",
        Part::Heading(Level::Four) => "Heading4",
        Part::Paragraph => NORMAL,
        Part::TableTitle => "TableTitle",
        Part::TableUnit(size) => TABLE_UNITS[size as usize],
        Part::TableHeader(size) => TABLE_HEADERS[size as usize],
        Part::TableCell(size) => TABLE_CELLS[size as usize],
        Part::TableNote(size) => TABLE_NOTES[size as usize],
        Part::ChartTitle => "ChartTitle",
        Part::ChartLabel => CHART,
        Part::AttachmentNote => "AttachmentNote",
        Part::Signature => "Signature",
        Part::Date => "Date",
        Part::Remarks => "Remarks",
        Part::RosterLabel => ROSTER_LABEL,
        Part::Roster => "Roster",
        Part::AttachmentLabel => "AttachmentLabel",
        Part::AttachmentTitle => "AttachmentTitle",
        Part::CopiedTo => "CopiedTo",
        Part::Printed => "Printed",
    }
}

/// The style of a level of the 目录; Word makes one anew in these styles.
pub(super) fn contents_id(level: Level) -> &'static str {
    match level {
        Level::One => "TOC1",
        Level::Two => "TOC2",
        Level::Three => "TOC3",
        Level::Four => "TOC4",
    }
}

/// The name in the style gallery. Word shows its built-in names in the user's language
/// (`heading 1` as 标题 1, `Normal` as 正文); all others are Chinese.
fn name(part: Part) -> String {
    format!("{}{}", plain_name(part), part.table_size().word())
}

fn plain_name(part: Part) -> &'static str {
    match part {
        Part::CopyNumber => "份号",
        Part::Secrecy => "密级和保密期限",
        Part::Urgency => "紧急程度",
        Part::IssuerMark => "发文机关标志",
        Part::DocumentNumber => "发文字号",
        Part::Signer => "签发人姓名",
        Part::Title => "公文标题",
        Part::ContentsTitle => "目录标题",
        Part::Contents(Level::One) => "toc 1",
        Part::Contents(Level::Two) => "toc 2",
        Part::Contents(Level::Three) => "toc 3",
        Part::Contents(Level::Four) => "toc 4",
        Part::Addressees => "主送机关",
        Part::Heading(Level::One) => "heading 1",
        Part::Heading(Level::Two) => "heading 2",
        Part::Heading(Level::Three) => "heading 3",
        Part::Heading(Level::Four) => "heading 4",
        Part::Paragraph => "Normal",
        Part::TableTitle => "表题",
        Part::TableUnit(_) => "表格计量单位",
        Part::TableHeader(_) => "表头",
        Part::TableCell(_) => "表格文字",
        Part::TableNote(_) => "表注",
        Part::ChartTitle => "图题",
        Part::ChartLabel => "图",
        Part::AttachmentNote => "附件说明",
        Part::Signature => "发文机关署名",
        Part::Date => "成文日期",
        Part::Remarks => "附注",
        Part::RosterLabel => "出席标签",
        Part::Roster => "出席人员",
        Part::AttachmentLabel => "附件序号",
        Part::AttachmentTitle => "附件标题",
        Part::CopiedTo => "抄送机关",
        Part::Printed => "印发机关和印发日期",
    }
}

/// The paragraph style of a heading whose text goes on in the same line.
pub(super) fn run_in_id(level: Level) -> String {
    format!("RunIn{}", level.depth())
}

/// The character style of the words of such a heading, linked to the heading's own style:
/// whoever selects words and chooses 标题 2 sets these words only.
pub(super) fn run_in_words_id(level: Level) -> String {
    format!("RunInWords{}", level.depth())
}

/// Adds every style.
pub(super) fn add(job: &RenderJob<'_>, docx: Docx) -> Docx {
    let layout = job.layout;
    let two = layout.chars(layout.paragraph_indent.value);
    let mut docx = docx;
    for part in job.document.parts() {
        docx = docx.add_style(paragraph(job, part));
    }
    for level in LEVELS {
        docx = docx.add_style(run_in(job, level)).add_style(run_in_words(job, level));
    }
    let body = style(layout, Part::Paragraph);
    let blank = base(job, BLANK, "空行", TextStyle { pitch: layout.blank_pitch.value, ..body });
    let number = base(job, PAGE_NUMBER, "页码", page_number(layout)).based_on(NORMAL);
    let rule = |id, name, thickness: Mm| {
        let setting = TextStyle { pitch: thickness.twip(), ..style(layout, Part::Printed) };
        gallery::hidden(unindented(base(job, id, name, setting)).based_on(NORMAL))
    };
    let (thick, thin) = (layout.imprint_thick_rule.value, layout.imprint_thin_rule.value);
    let notes = note_places(layout, job.fonts);
    let note = |id, name, places| {
        let made = base(job, id, name, style(layout, Part::AttachmentNote));
        placed(made, places).based_on(self::id(Part::AttachmentNote)).next(NOTE_NEXT)
    };
    let rank = gallery::rank(Part::AttachmentNote);
    let mut continued = unindented(base(job, CONTINUED, "正文续上页", body));
    continued.paragraph_property =
        continued.paragraph_property.page_break_before(true).keep_next(true);
    docx.add_style(gallery::hidden(blank.based_on(NORMAL).next(NORMAL)))
        .add_style(note(NOTE_FIRST, "附件说明首条", notes.first).ui_priority(rank))
        .add_style(note(NOTE_NEXT, "附件说明续条", notes.next).ui_priority(rank))
        .add_style(gallery::hidden(continued.based_on(NORMAL).next(NORMAL)))
        .add_style(rule(IMPRINT_THICK_RULE, "版记首末分隔线", thick))
        .add_style(rule(IMPRINT_THIN_RULE, "版记中间分隔线", thin))
        .add_style(rule(LETTER_THICK_RULE, "信函双线粗线", layout.letter_thick_rule.value.mm()))
        .add_style(rule(LETTER_THIN_RULE, "信函双线细线", layout.letter_thin_rule.value.mm()))
        .add_style(gallery::hidden(unindented(number)))
        .default_size(layout.body_size.value.half_point().0)
        .default_fonts(fonts(job.fonts, body))
        .default_tab_stop(two.0.unsigned_abs() as usize)
}

fn paragraph(job: &RenderJob<'_>, part: Part) -> Style {
    let layout = job.layout;
    let two = layout.chars(layout.paragraph_indent.value);
    let made =
        base(job, id(part), &name(part), style(layout, part)).ui_priority(gallery::rank(part));
    let made = match part {
        Part::Paragraph => return indented(made, two).align(AlignmentType::Both),
        Part::Heading(level) => {
            let made = kept(made.outline_lvl(level.depth() - 1)).link(run_in_words_id(level));
            numbered(indented(made, two), part)
        }
        Part::Signer | Part::RosterLabel => {
            let setting = style(layout, part);
            return Style::new(id(part), StyleType::Character)
                .name(name(part))
                .fonts(fonts(job.fonts, setting))
                .ui_priority(gallery::rank(part));
        }
        Part::IssuerMark => unindented(made.align(AlignmentType::Center).color(RED)),
        Part::CopyNumber | Part::Secrecy | Part::Urgency => unindented(made),
        Part::DocumentNumber => unindented(made.align(AlignmentType::Center)),
        Part::Title => unindented(made.align(AlignmentType::Center)),
        Part::TableTitle => kept(unindented(made.align(AlignmentType::Center))),
        Part::ChartTitle => unindented(made.align(AlignmentType::Center)),
        Part::ChartLabel => kept(unindented(around_chart(made))),
        Part::TableHeader(_) | Part::TableCell(_) => {
            let mut made = unindented(made.align(AlignmentType::Center));
            made.paragraph_property = made.paragraph_property.keep_lines(true);
            made
        }
        Part::TableUnit(_) => kept(unindented(made.align(AlignmentType::Right))),
        Part::TableNote(_) => unindented(made.align(AlignmentType::Left)),
        Part::Signature | Part::Date => unindented(made.align(AlignmentType::Right)),
        Part::AttachmentTitle => unindented(made.align(AlignmentType::Center)).outline_lvl(0),
        Part::ContentsTitle => kept(unindented(made.align(AlignmentType::Center))),
        Part::Contents(level) => contents(job, made, level),
        Part::AttachmentNote => placed(made, note_places(layout, job.fonts).single),
        Part::Roster => placed(made, roster_places(layout, job.fonts)),
        Part::AttachmentLabel => {
            let mut made = unindented(made);
            made.paragraph_property = made.paragraph_property.page_break_before(true);
            numbered(made, part)
        }
        Part::Addressees => unindented(made),
        Part::CopiedTo | Part::Printed => unindented(made),
        Part::Remarks => indented(made, layout.chars(layout.remarks_indent.value)),
    };
    let next = match part {
        Part::Title => id(Part::Addressees),
        Part::TableTitle => id(Part::TableUnit(TableSize::Usual)),
        Part::AttachmentLabel => id(Part::AttachmentTitle),
        Part::AttachmentNote => NOTE_NEXT,
        Part::Date => id(Part::Remarks),
        Part::Roster => id(Part::Roster),
        Part::TableHeader(size) | Part::TableCell(size) => id(Part::TableCell(size)),
        Part::TableNote(size) => id(Part::TableNote(size)),
        Part::Signature => id(Part::Date),
        _ => NORMAL,
    };
    made.based_on(NORMAL).next(next)
}

/// A paragraph that begins with a heading: numbered like it, set like the body.
fn run_in(job: &RenderJob<'_>, level: Level) -> Style {
    let layout = job.layout;
    let title = format!("标题 {} 接排", level.depth());
    let two = layout.chars(layout.paragraph_indent.value);
    let made = base(job, &run_in_id(level), &title, style(layout, Part::Paragraph));
    // The number comes with the style of the heading; the outline and the rest do not.
    let made = indented(made, two).based_on(id(Part::Heading(level))).next(NORMAL);
    made.outline_lvl(BODY_OUTLINE).ui_priority(gallery::run_in_rank(level))
}

/// A line of the 目录: words, dots, and the page number at the right edge.
fn contents(job: &RenderJob<'_>, made: Style, level: Level) -> Style {
    let layout = job.layout;
    let none = Some(SpecialIndentType::FirstLine(0));
    // Room at the right would be usual; LibreOffice 7.4 then drops the page number.
    let mut made = made.indent(Some(contents_left(level, layout).0), none, Some(0), None);
    let edge = layout.text_width.value.twip().0.unsigned_abs() as usize;
    let tab = Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(edge);
    made.paragraph_property = made.paragraph_property.add_tab(tab);
    made
}

/// `w:outlineLvl` of text that is no heading.
const BODY_OUTLINE: usize = 9;

/// A line as high as the chart in it and the smallest text.
fn around_chart(style: Style) -> Style {
    let line = LineSpacing::new().line_rule(LineSpacingType::Auto).line(AUTO_LINE);
    style.size(SMALLEST).line_spacing(line.before(0).after(0)).align(AlignmentType::Left)
}

/// `w:line` of lines as high as what is in them.
const AUTO_LINE: i32 = 240;
/// The size of the end of a paragraph that takes no room, half-points.
const SMALLEST: usize = 2;

/// Never parted from what comes next.
fn kept(mut style: Style) -> Style {
    style.paragraph_property = style.paragraph_property.keep_next(true);
    style
}

fn numbered(mut style: Style, part: Part) -> Style {
    if let Some(property) = super::numbering::property(part) {
        style.paragraph_property = style.paragraph_property.numbering_property(property);
    }
    style
}

fn run_in_words(job: &RenderJob<'_>, level: Level) -> Style {
    let setting = style(job.layout, Part::Heading(level));
    let made = Style::new(run_in_words_id(level), StyleType::Character)
        .name(format!("标题 {} 字符", level.depth()))
        .link(id(Part::Heading(level)))
        .fonts(fonts(job.fonts, setting));
    let made = gallery::hidden(made);
    if setting.bold.is_some() { made.bold() } else { made }
}

/// What every paragraph style has: typeface in all four slots, size, exact line pitch.
fn base(job: &RenderJob<'_>, id: &str, name: &str, setting: TextStyle) -> Style {
    let mut made = Style::new(id, StyleType::Paragraph)
        .name(name)
        .fonts(fonts(job.fonts, setting))
        .size(setting.size.half_point().0)
        .line_spacing(exact(setting.pitch))
        .snap_to_grid(false);
    made.run_property = made.run_property.character_spacing(setting.spacing.0);
    if setting.bold.is_some() { made.bold() } else { made }
}

/// Lines of exactly that height.
pub(super) fn exact(pitch: Twip) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(pitch.0).before(0).after(0)
}

fn indented(style: Style, by: Twip) -> Style {
    style.indent(Some(0), Some(SpecialIndentType::FirstLine(by.0)), Some(0), None)
}

/// The first line at one place, the others at another.
fn placed(style: Style, (first, left): (Twip, Twip)) -> Style {
    let hang = match left.0 - first.0 {
        0 => SpecialIndentType::FirstLine(0),
        hang => SpecialIndentType::Hanging(hang),
    };
    style.indent(Some(left.0), Some(hang), Some(0), None)
}

fn unindented(style: Style) -> Style {
    indented(style, Twip(0))
}

/// The official font in all four slots: digits and quotation marks must not fall to a
/// Western font, unless the profile wants that for ASCII.
pub(super) fn fonts(fonts: &FontSet, setting: TextStyle) -> RunFonts {
    slots(fonts.word_name(setting.role), fonts, setting)
}

/// Another font of the same style.
pub(super) fn slots(name: &str, fonts: &FontSet, setting: TextStyle) -> RunFonts {
    // Quotation marks and dashes are full-width; Word looks for them under `hAnsi`.
    let ascii =
        if setting.western == setting.role { name } else { fonts.word_name(setting.western) };
    RunFonts::new().ascii(ascii).hi_ansi(name).east_asia(name).cs(name)
}
