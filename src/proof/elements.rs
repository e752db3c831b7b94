//! 要素: words and marks that the program adds to an element by itself.

use std::ops::Range;

use super::Typed;
use crate::diag::{Code, Diagnostic};
use crate::model::{Part, Text};

/// Marks that end no name and no title.
const STOPS: &str = "。，；：、.,;:";

pub(super) fn check(part: Part, text: &Text, found: &mut Vec<Diagnostic>) {
    match part {
        Part::Title => {
            found.extend(label("标题", text, "标题"));
            found.extend(ending("标题", text));
            found.extend(wrapped("标题", text, "《》"));
            found.extend(wrapped("标题", text, "“”"));
        }
        Part::AttachmentNote => {
            found.extend(label("附件名称", text, "附件"));
            found.extend(wrapped("附件名称", text, "《》"));
            found.extend(wrapped("附件名称", text, "“”"));
            found.extend(ending("附件名称", text));
        }
        Part::Addressees => {
            found.extend(label("主送机关", text, "主送"));
            found.extend(wrapped("主送机关", text, "“”"));
            found.extend(ending("主送机关", text));
        }
        Part::Remarks => found.extend(brackets(text)),
        Part::CopiedTo => {
            found.extend(label("抄送机关", text, "抄送"));
            found.extend(ending("抄送机关", text));
        }
        Part::Printed => found.extend(printed(text)),
        Part::Signature => {
            found.extend(seal(text));
            found.extend(ending("署名", text));
        }
        Part::Signer => found.extend(label("签发人", text, "签发人")),
        Part::Roster => {
            let labels = ["出席", "请假", "列席"];
            found.extend(labels.iter().filter_map(|word| label("名单", text, word)));
        }
        Part::TableUnit(_) => {
            let of_unit = Typed::all(text).any(|typed| typed.origin.field.ends_with(".单位"));
            found.extend(of_unit.then(|| label("计量单位", text, "单位")).flatten());
        }
        Part::Heading(_) => found.extend(wrapped("标题", text, "《》")),
        Part::Paragraph => found.extend(wrapped("这一段", text, "“”")),
        Part::TableTitle | Part::ChartTitle => found.extend(ending("题名", text)),
        Part::CopyNumber
        | Part::Secrecy
        | Part::Urgency
        | Part::IssuerMark
        | Part::DocumentNumber
        | Part::ContentsTitle
        | Part::Contents(_)
        | Part::TableHeader(_)
        | Part::TableCell(_)
        | Part::TableNote(_)
        | Part::ChartLabel
        | Part::Date
        | Part::RosterLabel
        | Part::AttachmentLabel
        | Part::AttachmentTitle => {}
    }
}

/// `抄送：` or `附件1：` typed in front.
fn label(what: &str, text: &Text, word: &str) -> Option<Diagnostic> {
    let typed = Typed::all(text).next()?;
    let rest = typed.words.strip_prefix(word)?;
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let body = digits.trim_start_matches(['：', ':', '、', '.', ' ', '　']);
    let is_label = body.len() < digits.len() || (word == "附件" && digits.len() < rest.len());
    let end = typed.words.len() - body.len();
    (is_label && !body.is_empty()).then(|| {
        let message = format!("{what}里写了“{}”，程序会自己加", typed.words[..end].trim());
        typed.finding(Code::TypedMark, &[(0..end, "")], message)
    })
}

/// A mark behind what takes none, or gets its own.
fn ending(what: &str, text: &Text) -> Option<Diagnostic> {
    let typed = last_typed(text)?;
    let bare = typed.words.trim_end_matches(|c| STOPS.contains(c));
    let is_short = bare.is_empty() || bare.len() == typed.words.len();
    (!is_short).then(|| {
        let mark = &typed.words[bare.len()..];
        let message = format!("{what}的末尾写了“{mark}”，这里不加标点，要加的由程序加");
        typed.finding(Code::TypedMark, &[(bare.len()..typed.words.len(), "")], message)
    })
}

/// The piece of the data that ends a text, before marks of the program.
fn last_typed(text: &Text) -> Option<Typed<'_>> {
    Typed::last(text).or_else(|| {
        let [.., typed, own] = text.0.as_slice() else { return None };
        let is_mark = own.text.chars().count() <= 1;
        Typed::of(typed).filter(|_| is_mark)
    })
}

/// `《…》` or `“…”` around the whole.
fn wrapped(what: &str, text: &Text, pair: &str) -> Option<Diagnostic> {
    let [only] = text.0.as_slice() else { return None };
    let typed = Typed::of(only)?;
    let (open, close) = (pair.chars().next()?, pair.chars().next_back()?);
    let words = typed.words.trim_end_matches(|c| STOPS.contains(c));
    let inner = words.strip_prefix(open)?.strip_suffix(close)?;
    let size = open.len_utf8();
    let parts: [(Range<usize>, &str); 2] =
        [(0..size, ""), (words.len() - close.len_utf8()..words.len(), "")];
    // 《甲》和《乙》 begins and ends alike.
    (!inner.is_empty() && !inner.contains(open)).then(|| {
        let name = if pair == "《》" { "书名号" } else { "引号" };
        let message = format!("{what}整个放在{name}里，这里不用加");
        typed.finding(Code::TypedMark, &parts, message)
    })
}

/// 附注: the program adds the brackets.
fn brackets(text: &Text) -> Option<Diagnostic> {
    let typed = Typed::all(text).next()?;
    let inner = typed.words.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    let open = typed.words.chars().next()?.len_utf8();
    let parts = [(0..open, ""), (open + inner.len()..typed.words.len(), "")];
    (!inner.is_empty())
        .then(|| typed.finding(Code::TypedMark, &parts, "附注写了括号，程序会再加一对"))
}

/// 印发机关 with 印发 behind it.
fn printed(text: &Text) -> Option<Diagnostic> {
    let typed = Typed::all(text).next()?;
    let bare = typed.words.strip_suffix("印发").filter(|bare| !bare.is_empty())?;
    let part = bare.len()..typed.words.len();
    let message = "印发机关后面写了“印发”，程序会在日期后面加";
    Some(typed.finding(Code::TypedMark, &[(part, "")], message))
}

/// 署名 with `（章）` behind it: the seal is an element of its own.
fn seal(text: &Text) -> Option<Diagnostic> {
    let typed = last_typed(text)?;
    let words = ["（章）", "（盖章）", "（公章）", "(章)", "(盖章)", "(公章)"];
    let bare = words.iter().find_map(|word| typed.words.strip_suffix(word))?;
    let part = bare.len()..typed.words.len();
    let message = format!("署名里写了“{}”，会照字面印出来", &typed.words[part.clone()]);
    let finding = typed.finding(Code::TypedMark, &[(part, "")], message);
    Some(finding.hint(format!("写成“{bare}”；要留盖章的地方，写“印章: 留位”")))
}
