//! 字体、字号、颜色 of every run, in the slot of the fonts that Word uses for it.

use crate::data::text::is_rare;
use crate::fonts::Role;
use crate::inspect::docx::body::{Run, is_red};
use crate::inspect::docx::recognise::Document;
use crate::inspect::fonts::{Face, face};
use crate::inspect::settings::{Setting, setting};
use crate::inspect::sheet::{At, Check, Sheet};
use crate::inspect::text::Part;
use crate::standard::Layout;

const BOLD: Check = Check::usual("7.3.3", "加粗");
const COLOUR: Check = Check::must("5.2.4", "文字颜色");
const MARK_COLOUR: Check = Check::must("7.2.4", "发文机关标志颜色");
const QUOTES: Check = Check::usual("5.2.2", "引号、破折号字体");
const DIGITS: Check = Check::usual("5.2.2", "数字、字母字体");

pub(super) fn check(document: &Document, layout: &Layout, sheet: &mut Sheet) {
    for (index, para) in document.paras.iter().enumerate() {
        let part = document.parts[index];
        let at = document.at(index);
        for run in &para.runs {
            if !run.text.trim().is_empty() {
                colour(run, part, &at, sheet);
            }
        }
        let (Some(own), Some(body)) = (setting(part, layout), setting(Part::Body, layout)) else {
            continue;
        };
        let mut words = matches!(part, Part::Heading(_));
        let mut signer = false;
        for run in &para.runs {
            if run.text.trim().is_empty() {
                continue;
            }
            if matches!(part, Part::Number | Part::Signer) {
                let kai = Setting { role: Some(Role::Kai), ..own };
                let labelled = run.text.contains("签发人");
                let name = part == Part::Signer || (signer && !labelled);
                signer |= labelled || run.text.contains('号');
                judge(run, &run.text, if name { &kai } else { &own }, part, &at, sheet);
                continue;
            }
            // `一、××。……`: behind the full stop the text goes on as 正文.
            match (words, run.text.split_once('。')) {
                (true, Some((title, rest))) => {
                    words = false;
                    judge(run, title, &own, part, &at, sheet);
                    judge(run, rest, &body, Part::Body, &at, sheet);
                }
                (true, None) => judge(run, &run.text, &own, part, &at, sheet),
                (false, _) if part.is_body() => {
                    judge(run, &run.text, &body, Part::Body, &at, sheet)
                }
                (false, _) => judge(run, &run.text, &own, part, &at, sheet),
            }
        }
    }
}

fn colour(run: &Run, part: Part, at: &At, sheet: &mut Sheet) {
    let colour = run.props.colour.as_deref().unwrap_or("auto");
    if part == Part::Mark {
        sheet.judge(MARK_COLOUR, is_red(colour), "红色", shown(colour), at);
    } else {
        let black = is_black(colour);
        sheet.judge(COLOUR, black, "黑色", shown(colour), at);
    }
}

fn is_black(colour: &str) -> bool {
    let part = |range| colour.get(range).and_then(|part| u8::from_str_radix(part, 16).ok());
    colour == "auto"
        || colour.eq_ignore_ascii_case("black")
        || [part(0..2), part(2..4), part(4..6)].iter().all(|part| part.is_some_and(|p| p < 0x34))
}

fn shown(colour: &str) -> String {
    match colour {
        "auto" => "自动（黑色）".to_owned(),
        _ if is_red(colour) => format!("红色（{colour}）"),
        _ => colour.to_owned(),
    }
}

fn judge(run: &Run, text: &str, setting: &Setting, part: Part, at: &At, sheet: &mut Sheet) {
    const DEFAULT: f64 = 10.0;
    if text.trim().is_empty() {
        return;
    }
    if let Some(points) = setting.points {
        sheet.size(setting.size, run.props.size.unwrap_or(DEFAULT), points, at);
    }
    if part != Part::Mark {
        let bold = run.props.bold == Some(true);
        let found =
            if bold { format!("“{}”加粗", cut(text)) } else { "不加粗".to_owned() };
        sheet.judge(BOLD, !bold, "不加粗", found, at);
    }
    let Some(role) = setting.role else { return };
    let fonts = &run.props.fonts;
    let mut slot = |check: Check, font: &Option<String>, strict: bool| {
        let name = font.as_deref().unwrap_or("（未指定）");
        let found = face(name);
        let right = found == Face::Known(role) || (!strict && matches!(found, Face::Known(_)));
        sheet.judge(check, right, role.term(), format!("{name}（“{}”）", cut(text)), at);
    };
    let hanzi = |c: char| {
        matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{3001}'..='\u{301F}' | '\u{FF01}'..='\u{FF5E}')
            && !is_rare(c)
    };
    if part == Part::PageNumber {
        slot(setting.font, &fonts.ascii, true);
        return;
    }
    if text.chars().any(hanzi) {
        slot(setting.font, &fonts.east_asia, true);
    }
    if text.chars().any(|c| "“”‘’—…".contains(c)) {
        // Word takes these from the Western slot unless the run says otherwise.
        let font = if fonts.hint { &fonts.east_asia } else { &fonts.h_ansi };
        slot(QUOTES, font, part.is_body());
    }
    if text.chars().any(|c| c.is_ascii_alphanumeric()) {
        slot(DIGITS, &fonts.ascii, part.is_body());
    }
}

fn cut(text: &str) -> String {
    const SHOWN: usize = 6;
    let cut: String = text.trim().chars().take(SHOWN).collect();
    if text.trim().chars().count() > SHOWN { cut + "…" } else { cut }
}
