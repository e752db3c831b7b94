//! 字体、字号、颜色 (5.2.2, 5.2.4 and the clauses of the elements).

use crate::data::text::is_rare;
use crate::fonts::Role;
use crate::inspect::fonts::Face;
use crate::inspect::pdf::lines::Span;
use crate::inspect::pdf::page::Colour;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::sheet::{Check, Sheet};
use crate::inspect::targets::IMPRINT_SIZE;
use crate::inspect::text::Part;
use crate::standard::Layout;

const BOLD: Check = Check::usual("7.3.3", "加粗");
const COLOUR: Check = Check::must("5.2.4", "文字颜色");
const MARK_COLOUR: Check = Check::must("7.2.4", "发文机关标志颜色");
const QUOTES: Check = Check::usual("5.2.2", "引号、破折号字体");
const DIGITS: Check = Check::usual("5.2.2", "数字、字母字体");
const TABLE: Check = Check::usual("5.2.4", "表格文字颜色");

/// What an element is set in: clause, typeface, size.
struct Setting {
    font: Check,
    size: Check,
    role: Option<Role>,
    points: Option<f64>,
}

fn setting(part: Part, layout: &Layout) -> Option<Setting> {
    let three = layout.body_size.value.0;
    let title = layout.title_size.value.0;
    let (clause, font, size, role, points) = match part {
        Part::CopyNumber => ("7.2.1", "份号字体", "份号字号", None, three),
        Part::Secrecy => ("7.2.2", "密级字体", "密级字号", Some(Role::Hei), three),
        Part::Urgency => ("7.2.3", "紧急程度字体", "紧急程度字号", Some(Role::Hei), three),
        Part::Number | Part::Signer => ("7.2.5", "发文字号字体", "发文字号字号", Some(Role::FangSong), three),
        Part::Title => ("7.3.1", "标题字体", "标题字号", Some(Role::XiaoBiaoSong), title),
        Part::Addressees => ("7.3.2", "主送机关字体", "主送机关字号", Some(Role::FangSong), three),
        Part::Body => ("7.3.3", "正文字体", "正文字号", Some(Role::FangSong), three),
        Part::Heading(1) => ("7.3.3", "一级标题字体", "一级标题字号", Some(Role::Hei), three),
        Part::Heading(2) => ("7.3.3", "二级标题字体", "二级标题字号", Some(Role::Kai), three),
        Part::Heading(3) => ("7.3.3", "三级标题字体", "三级标题字号", Some(Role::FangSong), three),
        Part::Heading(_) => ("7.3.3", "四级标题字体", "四级标题字号", Some(Role::FangSong), three),
        Part::AttachmentNote => ("7.3.4", "附件说明字体", "附件说明字号", Some(Role::FangSong), three),
        Part::Attendance => ("10.3", "出席、列席字体", "出席、列席字号", None, three),
        Part::Signature => ("7.3.5", "署名字体", "署名字号", Some(Role::FangSong), three),
        Part::Date => ("7.3.5", "成文日期字体", "成文日期字号", Some(Role::FangSong), three),
        Part::Remarks => ("7.3.6", "附注字体", "附注字号", Some(Role::FangSong), three),
        Part::AttachmentLabel => ("7.3.7", "附件顺序号字体", "附件顺序号字号", Some(Role::Hei), three),
        Part::AttachmentTitle => ("7.3.7", "附件标题字体", "附件标题字号", Some(Role::XiaoBiaoSong), title),
        Part::CopiedTo | Part::Printed => ("7.4.2", "版记字体", "版记字号", Some(Role::FangSong), IMPRINT_SIZE),
        Part::PageNumber => ("7.5", "页码字体", "页码字号", Some(Role::Song), layout.page_number_size.value.0),
        Part::Mark => {
            let font = Check::usual("7.2.4", "发文机关标志字体");
            let size = Check::usual("7.2.4", "发文机关标志字号");
            return Some(Setting { font, size, role: Some(Role::XiaoBiaoSong), points: None });
        }
        Part::Caption | Part::Table | Part::Other => return None,
    };
    // Sizes of 份号, 密级 and 附件 are stated without 一般.
    let strict = matches!(part, Part::Secrecy | Part::Urgency | Part::AttachmentLabel);
    let check = if strict { Check::must } else { Check::usual };
    Some(Setting { font: check(clause, font), size: check(clause, size), role, points: Some(points) })
}

pub(super) fn check(document: &Document<'_>, layout: &Layout, sheet: &mut Sheet) {
    let mut heading = None;
    for placed in &document.lines {
        if placed.starts || !placed.part.is_body() {
            heading = match placed.part {
                Part::Heading(level) => Some(level),
                _ => None,
            };
        }
        let part = match heading {
            Some(level) if placed.part.is_body() => Part::Heading(level),
            _ => placed.part,
        };
        colours(placed, sheet);
        let Some(setting) = setting(part, layout) else { continue };
        let body = setting_of_body(layout);
        for span in &placed.line.spans {
            let words = heading.is_some() && placed.part.is_body();
            if words {
                // `一、××。……`: behind the full stop the text goes on as 正文.
                let (title, rest) = split(span);
                judge(placed, &title, &setting, part, sheet);
                if let Some(rest) = rest {
                    heading = None;
                    judge(placed, &rest, &body, Part::Body, sheet);
                }
            } else if placed.part.is_body() {
                judge(placed, span, &body, Part::Body, sheet);
            } else {
                judge(placed, span, &setting, part, sheet);
            }
        }
    }
}

fn setting_of_body(layout: &Layout) -> Setting {
    setting(Part::Body, layout).unwrap_or(Setting {
        font: BOLD,
        size: BOLD,
        role: None,
        points: None,
    })
}

/// A span up to its first full stop, and what is behind it.
fn split(span: &Span) -> (Span, Option<Span>) {
    match span.text.split_once('。') {
        Some((title, rest)) => {
            let part = |text: &str| Span { text: text.to_owned(), ..span.clone() };
            (part(title), Some(part(rest)))
        }
        None => (span.clone(), None),
    }
}

fn colours(placed: &Placed, sheet: &mut Sheet) {
    let (check, wanted) = match placed.part {
        Part::Mark => (MARK_COLOUR, Colour::Red),
        Part::Table | Part::Caption => (TABLE, Colour::Black),
        _ => (COLOUR, Colour::Black),
    };
    let wrong = placed.line.spans.iter().find(|span| span.colour != wanted);
    let found = wrong.map_or(wanted, |span| span.colour);
    sheet.judge(check, wrong.is_none(), wanted.word(), found.word(), &placed.at());
}

fn judge(placed: &Placed, span: &Span, setting: &Setting, part: Part, sheet: &mut Sheet) {
    let at = placed.at();
    if span.text.chars().all(char::is_whitespace) {
        return;
    }
    if let Some(points) = setting.points {
        sheet.size(setting.size, span.size, points, &at);
    }
    if part != Part::Mark {
        let found = if span.bold { format!("“{}”加粗", cut(&span.text)) } else { "不加粗".to_owned() };
        sheet.judge(BOLD, !span.bold, "不加粗", found, &at);
    }
    let Some(mut role) = setting.role else { return };
    // 签发人 stands beside the 发文字号, in 楷体.
    let signer = part == Part::Signer
        || (part == Part::Number
            && placed.line.pieces.first().is_some_and(|(_, end)| span.left > end + 1.0));
    if signer && !span.text.contains("签发人") {
        role = Role::Kai;
    }
    let wanted = role.term();
    let found = format!("{}（“{}”）", span.font.name, cut(&span.text));
    let right = span.font.face == Face::Known(role);
    let hanzi = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' | '〇');
    if part == Part::PageNumber {
        sheet.judge(setting.font, right, wanted, found, &at);
        return;
    }
    if span.text.chars().any(|c| hanzi(c) && !is_rare(c)) {
        sheet.judge(setting.font, right, wanted, found, &at);
        return;
    }
    // The right face of any element is no fault of marks and digits in it.
    let known = matches!(span.font.face, Face::Known(_));
    let marks = span.text.chars().any(|c| "“”‘’—…".contains(c));
    if marks {
        sheet.judge(QUOTES, right || (known && signer), wanted, found, &at);
    } else if span.text.chars().any(|c| c.is_ascii_alphanumeric()) {
        sheet.judge(DIGITS, right || (known && signer), wanted, found, &at);
    }
}

fn cut(text: &str) -> String {
    const SHOWN: usize = 6;
    let cut: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN { cut + "…" } else { cut }
}
