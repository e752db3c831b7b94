//! 字体、字号、颜色 (5.2.2, 5.2.4 and the clauses of the elements).

use crate::chars::{is_hanzi, is_rare};
use crate::fonts::Role;
use crate::inspect::pdf::recognise::{Document, Placed};
use crate::inspect::points::fonts::{BOLD, COLOUR, DIGITS, MARK_COLOUR, QUOTES, TABLE};
use crate::inspect::results::Results;
use crate::inspect::settings::{Setting, setting};
use crate::inspect::text::Part;
use crate::read::faces::Face;
use crate::read::pdf::lines::Span;
use crate::read::pdf::page::Colour;
use crate::standard::Layout;

pub(super) fn check(document: &Document<'_>, layout: &Layout, results: &mut Results) {
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
        colours(placed, results);
        let (Some(setting), Some(body)) = (setting(part, layout), setting(Part::Body, layout))
        else {
            continue;
        };
        for span in &placed.line.spans {
            let words = heading.is_some() && placed.part.is_body();
            if words {
                // `一、××。……`: behind the full stop the text goes on as 正文.
                let (title, rest) = split(span);
                judge(placed, &title, &setting, part, results);
                if let Some(rest) = rest {
                    heading = None;
                    judge(placed, &rest, &body, Part::Body, results);
                }
            } else if placed.part.is_body() {
                judge(placed, span, &body, Part::Body, results);
            } else {
                judge(placed, span, &setting, part, results);
            }
        }
    }
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

fn colours(placed: &Placed, results: &mut Results) {
    let (check, wanted) = match placed.part {
        Part::Mark => (MARK_COLOUR, Colour::Red),
        Part::Table | Part::Caption => (TABLE, Colour::Black),
        _ => (COLOUR, Colour::Black),
    };
    let wrong = placed.line.spans.iter().find(|span| span.colour != wanted);
    let found = wrong.map_or(wanted, |span| span.colour);
    results.judge(check, wrong.is_none(), wanted.word(), found.word(), &placed.at());
}

fn judge(placed: &Placed, span: &Span, setting: &Setting, part: Part, results: &mut Results) {
    let at = placed.at();
    if span.text.chars().all(char::is_whitespace) {
        return;
    }
    if let Some(points) = setting.points {
        results.size(setting.size, span.size, points, &at);
    }
    if part != Part::Mark {
        let found = if span.bold {
            format!("“{}”加粗", cut(&span.text))
        } else {
            "不加粗".to_owned()
        };
        results.judge(BOLD, !span.bold, "不加粗", found, &at);
    }
    let Some(mut role) = setting.role else { return };
    // 签发人 stands beside the 发文字号, in 楷体.
    let label = placed.line.spans.iter().find(|span| span.text.contains("签发人"));
    let signer = part == Part::Signer
        || (part == Part::Number
            && match label {
                Some(label) => span.left > label.left,
                None => placed.line.pieces.first().is_some_and(|(_, end)| span.left > end + 1.0),
            });
    if signer && !span.text.contains("签发人") {
        role = Role::Kai;
    }
    let wanted = role.term();
    let found = format!("{}（“{}”）", span.font.name, cut(&span.text));
    let right = span.font.face == Face::Known(role);
    if part == Part::PageNumber {
        results.judge(setting.font, right, wanted, found, &at);
        return;
    }
    if span.text.chars().any(|c| is_hanzi(c) && !is_rare(c)) {
        results.judge(setting.font, right, wanted, found, &at);
        return;
    }
    // The right face of any element is no fault of marks and digits in it.
    let known = matches!(span.font.face, Face::Known(_));
    let marks = span.text.chars().any(|c| "“”‘’—…".contains(c));
    if marks {
        results.judge(QUOTES, right || (known && !part.is_body()), wanted, found, &at);
    } else if span.text.chars().any(|c| c.is_ascii_alphanumeric()) {
        results.judge(DIGITS, right || (known && !part.is_body()), wanted, found, &at);
    }
}

fn cut(text: &str) -> String {
    const SHOWN: usize = 6;
    let cut: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN { cut + "…" } else { cut }
}
