//! What YAML reads without a word and nobody means: an item that was to be fields, lines that
//! run into the one above, text behind “#”.

use std::ops::Range;
use std::sync::Arc;

use super::flow;
use super::slips::{PIECES, edit, is_name, slips};
use crate::chars::is_hanzi;
use crate::data::mend::{self, Slip};
use crate::data::node::{Entry, Node, Step, Value};
use crate::diag::{Diagnostic, Findings, Severity};
use crate::source::{Notation, Source};

/// Fields whose items are names and figures, so that a Chinese comma must separate them.
const ROWS: [&str; 5] = ["行", "列", "对齐", "列宽", "组"];

/// Warns of what was read otherwise than it looks.
pub(super) fn check(root: &Node, source: &Arc<Source>, findings: &mut Findings) {
    let text = source.text();
    let mut doubtful: Vec<Range<usize>> = Vec::new();
    let mut found: Vec<Slip> = Vec::new();
    let mut cut: Vec<Slip> = Vec::new();
    root.walk(&mut |path, node| {
        let range = &node.span.range;
        let Some(raw) = text.get(range.clone()) else { return };
        match &node.value {
            Value::Text(words) if node.span.notation == Notation::YamlPlain => {
                found.extend(comment(text, range));
                cut.extend(cut_short(path, words, text, range));
                found.extend(bare_row(path, words, range));
                if runs_on(raw) || is_piece(path, words) || is_dash(path, words) || is_flow(words) {
                    doubtful.push(range.clone());
                }
            }
            Value::List(items) if raw.starts_with('[') && is_row(path) && is_one_cell(items) => {
                doubtful.push(range.clone());
            }
            Value::Map(entries) if raw.starts_with('{') && entries.iter().any(is_odd) => {
                doubtful.push(range.clone());
            }
            Value::Map(entries) => {
                let wide =
                    entries.iter().filter(|entry| entry.key.starts_with(['\u{3000}', '\u{A0}']));
                doubtful.extend(wide.map(|entry| entry.key_span.range.clone()));
            }
            // `&` takes a word for the name of an anchor.
            Value::Null => doubtful.extend(anchor(text, range.start)),
            Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {}
        }
    });
    if !doubtful.is_empty() {
        let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
        let is_there = |slip: &Slip| {
            let at = slip.at.start;
            doubtful.iter().any(|range| line_start(range.start) <= at && at < range.end)
        };
        found.extend(slips(text).into_iter().filter(is_there));
    }
    findings.extend(mend::by_line(source, &found).map(|one| one.severe(Severity::Warning)));
    // A comment it may well be, so there is no fix.
    let advise = |one: Diagnostic| one.severe(Severity::Advice).fixed_by(None);
    findings.extend(mend::by_line(source, &cut).map(advise));
}

/// The line of a value that is nothing but an anchor.
fn anchor(text: &str, at: usize) -> Option<Range<usize>> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = at + text[at..].find('\n').unwrap_or(text.len() - at);
    let line = text.get(start..end)?;
    (line.contains(": &") || line.contains("- &")).then_some(start..end)
}

/// A row of a table without its brackets.
fn bare_row(path: &[Step], words: &str, range: &Range<usize>) -> Option<Slip> {
    let [.., Step::Field(name), Step::Item(_)] = path else { return None };
    let bare = words.trim_matches(['(', ')', '（', '）']);
    let cells: Vec<&str> = bare.split([',', '，', '、', ';', '；']).map(str::trim).collect();
    (name == "行" && cells.len() > 1).then(|| {
        let new = format!("[{}]", cells.join(", "));
        let reason = "表格的一行要放在方括号里，各格用英文逗号加空格隔开".to_owned();
        Slip { at: range.clone(), edits: vec![edit(range.clone(), &new)], reason }
    })
}

/// `#` behind a space begins a comment; who writes one puts a space behind it.
fn comment(text: &str, range: &Range<usize>) -> Option<Slip> {
    let rest = text[range.end..].split('\n').next()?.trim_end();
    let words = rest.trim_start().strip_prefix('#')?;
    let is_text = rest.starts_with(' ') && words.starts_with(|c: char| c.is_alphanumeric());
    is_text.then(|| {
        let at = range.end + rest.len() - rest.trim_start().len();
        let end = range.end + rest.len();
        let reason = format!("空格后面的“#{words}”会当作注释，没有印出来；是正文的，整段要加引号");
        let edits = vec![edit(range.start..range.start, "\""), edit(end..end, "\"")];
        Slip { at: at..end, edits, reason }
    })
}

/// Fields that hold whole sentences.
const SENTENCES: [&str; 3] = ["开头", "结尾", "文字"];

/// A sentence without its end before a comment that hangs closely on it.
fn cut_short(path: &[Step], words: &str, text: &str, range: &Range<usize>) -> Option<Slip> {
    let is_sentence = match path.last()? {
        Step::Field(name) => SENTENCES.contains(&name.as_str()),
        Step::Item(_) => words.chars().filter(|c| is_hanzi(*c)).count() > 3,
    };
    let rest = text[range.end..].split('\n').next()?.trim_end();
    let comment = rest.strip_prefix(" # ").filter(|_| is_sentence)?;
    let is_open = words.ends_with(is_hanzi);
    (is_open && !comment.is_empty()).then(|| {
        let end = range.end + rest.len();
        let reason = format!("空格后面的“# {comment}”当作注释，没有印出来；是正文的，整段要加引号");
        let edits = vec![edit(range.start..range.start, "\""), edit(end..end, "\"")];
        Slip { at: range.end + 1..end, edits, reason }
    })
}

/// Whether a further line of a text looks like an item or a field.
fn runs_on(raw: &str) -> bool {
    raw.lines().skip(1).any(|line| {
        let words = line.trim_start();
        let name = words.split([':', '：']).next().unwrap_or_default();
        words.starts_with("- ") || looks_like_item(words) || PIECES.contains(&name)
    })
}

/// `标题：加强学习` as an item of a list.
fn is_piece(path: &[Step], words: &str) -> bool {
    let is_item = matches!(path.last(), Some(Step::Item(_)));
    let Some((name, _)) = words.split_once([':', '：']).filter(|_| is_item) else { return false };
    PIECES[..2].contains(&name) || ["列举", "主旨", "题名"].contains(&name)
}

/// `-一段文字` where a list is meant.
fn is_dash(path: &[Step], words: &str) -> bool {
    matches!(path.last(), Some(Step::Field(_))) && looks_like_item(words)
}

fn looks_like_item(words: &str) -> bool {
    let mut chars = words.chars();
    let is_mark = chars.next().is_some_and(|c| matches!(c, '-' | '－'));
    is_mark && chars.next().is_some_and(|c| is_hanzi(c) || c.is_whitespace())
}

/// `｛数：46，单位：件｝`
fn is_flow(words: &str) -> bool {
    words.starts_with(['｛', '［']) && words.ends_with(['｝', '］', '}', ']'])
}

fn is_row(path: &[Step]) -> bool {
    let name = path.iter().rev().find_map(|step| match step {
        Step::Field(name) => Some(name.as_str()),
        Step::Item(_) => None,
    });
    name.is_some_and(|name| ROWS.contains(&name))
}

/// A row in which Chinese marks were to separate.
fn is_one_cell(items: &[Node]) -> bool {
    let is_run = |node: &Node| {
        node.text().is_some_and(|words| flow::are_cells(words, &['，', '、', '；', ';']))
    };
    items.iter().any(is_run)
}

/// A field without a value, whose name holds a colon.
fn is_odd(entry: &Entry) -> bool {
    let name = entry.key.split([':', '：', '，']).next().unwrap_or_default();
    matches!(entry.node.value, Value::Null) && name.len() < entry.key.len() && is_name(name)
}
