//! 字体、字号、颜色、加粗 (5.2.2, 5.2.4 and the clauses of the elements).

use crate::chars::{is_hanzi, is_rare};
use crate::fonts::Role;
use crate::inspect::docx::recognise::Document;
use crate::inspect::points::fonts::{BOLD, COLOUR, DIGITS, MARK_COLOUR, QUOTES, TABLE};
use crate::inspect::results::{At, Check, Results};
use crate::inspect::settings::{Setting, setting};
use crate::inspect::text::Part;
use crate::read::docx::Colour;
use crate::read::docx::{DEFAULT_SIZE, Run};
use crate::read::faces::{Face, face, is_bold};
use crate::standard::Layout;

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
    for &index in &document.order {
        let part = document.parts[index];
        let at = document.at(index);
        let runs = &document.para(index).runs;
        runs.iter().for_each(|run| colour(run, part, &at, results));
        match part {
            Part::Heading(_) => heading(runs, part, layout, &at, results),
            Part::Number | Part::Signer => {
                let before = document.order.iter().take_while(|other| **other < index);
                let signer =
                    before.copied().any(|other| document.para(other).text().contains("签发人"));
                number(runs, signer, layout, &at, results);
            }
            Part::Attendance => roster(runs, layout, &at, results),
            // 职务 and a name in 签名章 style stand on one line.
            Part::Signature => signature(runs, layout, &at, results),
            _ => {
                let Some(setting) = setting(part, layout) else { continue };
                runs.iter().for_each(|run| judge(run, runs, &setting, part, &at, results));
            }
        }
    }
}

/// `一、××。……`: behind the end of the sentence the text goes on as 正文.
fn heading(runs: &[Run], part: Part, layout: &Layout, at: &At, results: &mut Results) {
    let (Some(title), Some(body)) = (setting(part, layout), setting(Part::Body, layout)) else {
        return;
    };
    let mut inside = true;
    for run in runs {
        if !inside {
            judge(run, runs, &body, Part::Body, at, results);
            continue;
        }
        match run.text.split_once(['。', '？', '！']) {
            Some((head, rest)) => {
                inside = false;
                judge(
                    &Run { text: head.to_owned(), ..run.clone() },
                    runs,
                    &title,
                    part,
                    at,
                    results,
                );
                judge(
                    &Run { text: rest.to_owned(), ..run.clone() },
                    runs,
                    &body,
                    Part::Body,
                    at,
                    results,
                );
            }
            None => judge(run, runs, &title, part, at, results),
        }
    }
}

/// 签发人 stands beside the 发文字号, the names in 楷体.
fn number(runs: &[Run], mut signer: bool, layout: &Layout, at: &At, results: &mut Results) {
    let Some(own) = setting(Part::Number, layout) else { return };
    let kai =
        Setting {
            font: Check::usual("7.2.6", "签发人姓名字体"), role: Some(Role::Kai), ..own
        };
    let copy = Setting { role: None, ..own };
    for run in runs {
        for piece in pieces(run) {
            let text = piece.text.trim().to_owned();
            if let Some((_, names)) = text.split_once("签发人") {
                signer = true;
                let label = Run { text: "签发人".to_owned(), ..piece.clone() };
                judge(&label, runs, &own, Part::Number, at, results);
                let names = names.trim_start_matches(['：', ':']).to_owned();
                judge(&Run { text: names, ..piece }, runs, &kai, Part::Signer, at, results);
            } else if text.ends_with('号') || text.contains(['〔', '〕', '［', '[']) {
                judge(&piece, runs, &own, Part::Number, at, results);
            } else {
                let name = signer && text.chars().any(is_hanzi) && !text.contains('发');
                judge(&piece, runs, if name { &kai } else { &copy }, Part::Signer, at, results);
            }
        }
    }
}

/// A run cut at its tabs.
fn pieces(run: &Run) -> Vec<Run> {
    run.text
        .split('\t')
        .filter(|text| !text.trim().is_empty())
        .map(|text| Run { text: text.to_owned(), ..run.clone() })
        .collect()
}

/// 职务 in 仿宋; the name of the signer may be in 楷体, as a stamp would be.
fn signature(runs: &[Run], layout: &Layout, at: &At, results: &mut Results) {
    let Some(own) = setting(Part::Signature, layout) else { return };
    let tabbed = runs.iter().any(|run| run.text.contains('\t'));
    for run in runs {
        let name = run.text.chars().filter(|c| !c.is_whitespace()).count() <= 4;
        let kai = tabbed && name && east(run) == Face::Known(Role::Kai);
        let setting = if kai { Setting { role: Some(Role::Kai), ..own } } else { own };
        judge(run, runs, &setting, Part::Signature, at, results);
    }
}

/// 出席 in 黑体, the names in 仿宋.
fn roster(runs: &[Run], layout: &Layout, at: &At, results: &mut Results) {
    let Some(own) = setting(Part::Attendance, layout) else { return };
    let mut label = true;
    for run in runs {
        let role = if label { Role::Hei } else { Role::FangSong };
        let (head, rest) = match run.text.split_once('：') {
            Some((head, rest)) if label => (head.to_owned(), Some(rest.to_owned())),
            _ => (run.text.clone(), None),
        };
        judge(
            &Run { text: head, ..run.clone() },
            runs,
            &Setting { role: Some(role), ..own },
            Part::Attendance,
            at,
            results,
        );
        if let Some(rest) = rest {
            label = false;
            let body = Setting { role: Some(Role::FangSong), ..own };
            judge(&Run { text: rest, ..run.clone() }, runs, &body, Part::Attendance, at, results);
        }
    }
}

fn colour(run: &Run, part: Part, at: &At, results: &mut Results) {
    if run.text.trim().is_empty() {
        return;
    }
    let (check, wanted) = match part {
        Part::Mark => (MARK_COLOUR, Colour::Red),
        Part::Table | Part::Caption => (TABLE, Colour::Black),
        _ => (COLOUR, Colour::Black),
    };
    let found = run.props.colour.unwrap_or(Colour::Black);
    results.judge(check, found == wanted, wanted.word(), found.word(), at);
}

fn east(run: &Run) -> Face {
    run.props.east_asia.as_deref().map_or(Face::Other, face)
}

/// Judges size, bold and the fonts of the slots that the text uses.
pub(super) fn judge(
    run: &Run,
    all: &[Run],
    setting: &Setting,
    part: Part,
    at: &At,
    results: &mut Results,
) {
    if run.text.trim().is_empty() {
        return;
    }
    if let Some(points) = setting.points {
        results.size(setting.size, run.props.size.unwrap_or(DEFAULT_SIZE), points, at);
    }
    let slots = [&run.props.east_asia, &run.props.ascii];
    let named = slots.into_iter().flatten().any(|name| is_bold(name));
    let bold = run.props.bold == Some(true) || named;
    if part != Part::Mark {
        let found =
            if bold { format!("“{}”加粗", cut(&run.text)) } else { "不加粗".to_owned() };
        results.judge(BOLD, !bold, "不加粗", found, at);
    }
    let Some(role) = setting.role else { return };
    let wanted = role.term();
    let shown = |name: &Option<String>| {
        format!("{}（“{}”）", name.as_deref().unwrap_or("没有指定"), cut(&run.text))
    };
    let right =
        |name: &Option<String>| name.as_deref().is_some_and(|name| face(name) == Face::Known(role));
    let props = &run.props;
    if run.text.chars().any(|c| is_hanzi(c) && !is_rare(c)) {
        results.judge(setting.font, right(&props.east_asia), wanted, shown(&props.east_asia), at);
    }
    if part == Part::PageNumber {
        // The dash and the digits are what a page number consists of.
        let fine = right(&props.ascii) || run.text.chars().all(|c| !c.is_ascii_digit());
        results.judge(setting.font, fine, wanted, shown(&props.ascii), at);
    }
    // One wrong font for all of an element is one fault.
    let same = |slot: &Option<String>| {
        let other =
            |other: &Run| other.text.chars().any(is_hanzi) && other.props.east_asia == *slot;
        !right(slot) && all.iter().any(other)
    };
    if part != Part::PageNumber && run.text.chars().any(|c| "“”‘’—…".contains(c)) {
        // Word takes these from the Western slot unless it is told that they are Chinese.
        let slot = if props.hint == Some(true) { &props.east_asia } else { &props.h_ansi };
        results.judge(QUOTES, right(slot) || same(slot), wanted, shown(slot), at);
    }
    if part != Part::PageNumber && run.text.chars().any(|c| c.is_ascii_alphanumeric()) {
        results.judge(
            DIGITS,
            right(&props.ascii) || same(&props.ascii),
            wanted,
            shown(&props.ascii),
            at,
        );
    }
}

fn cut(text: &str) -> String {
    const SHOWN: usize = 6;
    let text = text.trim();
    let cut: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN { cut + "…" } else { cut }
}
