//! Lists and fields on one line, `[甲, 乙]` and `{数: 30, 单位: 件}`, as people mistype them.

use std::ops::Range;

use super::slips::edit;
use crate::data::mend::Slip;
use crate::diag::Edit;

/// Wide brackets with those that are meant.
const BRACKETS: [(char, &str); 6] =
    [('｛', "{"), ('｝', "}"), ('【', "["), ('】', "]"), ('［', "["), ('］', "]")];

/// Whether a value that begins with a bracket is meant as a list or as fields, and not as words:
/// it ends with a bracket, or never closes the one that it begins with.
pub(super) fn may_be(value: &str) -> bool {
    let closes = |c: char| "]}］｝】".contains(c);
    let is_wide = value.starts_with(['｛', '【', '［']);
    let has_parts = value.contains([':', '：', ',', '，']);
    value.ends_with(closes) && (!is_wide || has_parts) || !value.contains(closes) && !is_wide
}

/// The slips of such a value, which begins at `at`.
pub(super) fn slips(at: usize, value: &str) -> Vec<Slip> {
    let mut scan = Scan { at, value, found: Vec::new(), open: Vec::new() };
    scan.run();
    let is_list = scan.open.first() == Some(&']') || value.starts_with(['[', '【', '［']);
    if let Some(close) = scan.open.last().copied() {
        let end = value.len();
        let last = value.chars().next_back().filter(|c| ")）".contains(*c));
        let from = end - last.map_or(0, char::len_utf8);
        scan.push(from..end, &close.to_string(), format!("括号没有配对，末尾缺“{close}”"));
    }
    let mut found = scan.found;
    let inner = value.trim_matches(['[', ']', '［', '］', '【', '】']);
    let is_row = are_cells(inner, &[',', '，', '；', '、', ';']);
    found.retain(|slip| !is_list || slip.reason != COMMA || is_row || is_all_wide(value));
    merged(found)
}

const COMMA: &str = "隔开各项要用英文逗号加空格，这里是中文逗号一类的标点";

/// Whether a list has no English comma, so that Chinese ones must separate.
fn is_all_wide(value: &str) -> bool {
    !value.contains(',') && value.contains('，')
}

/// Whether words are the cells of a row: short pieces between these marks, figures among them.
pub(super) fn are_cells(words: &str, marks: &[char]) -> bool {
    /// Longer ones are sentences, in characters.
    const LONG: usize = 14;
    let cells: Vec<&str> = words.split(marks).map(str::trim).collect();
    let is_figure = |cell: &&str| cell.starts_with(|c: char| c.is_ascii_digit());
    cells.len() > 1
        && cells.iter().all(|cell| cell.chars().count() <= LONG)
        && cells.iter().any(is_figure)
}

/// Slips of one reason as one.
fn merged(found: Vec<Slip>) -> Vec<Slip> {
    let mut merged: Vec<Slip> = Vec::new();
    for slip in found {
        match merged.iter_mut().find(|one| one.reason == slip.reason) {
            Some(one) => one.edits.extend(slip.edits),
            None => merged.push(slip),
        }
    }
    for slip in &mut merged {
        slip.edits.sort_by_key(|edit: &Edit| edit.range.start);
    }
    merged
}

struct Scan<'a> {
    at: usize,
    value: &'a str,
    found: Vec<Slip>,
    /// What closes the brackets that are open.
    open: Vec<char>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let value = self.value;
        let mut at = 0;
        while let Some(c) = value[at..].chars().next() {
            let end = at + c.len_utf8();
            at = match c {
                '"' | '\'' => value[end..].find(c).map_or(value.len(), |close| end + close + 1),
                '{' if value[at..].starts_with("{{") => {
                    let close = value[at..].find("}}").map_or(value.len(), |close| at + close + 2);
                    let name = &value[at..close];
                    let reason = format!("“{name}”要加引号");
                    self.push(at..close, &format!("\"{name}\""), reason);
                    close
                }
                ',' | '，' | '；' | ';' | '、' => self.separator(at, c),
                ':' | '：' if self.open.last() == Some(&'}') => self.colon(at, c),
                _ => {
                    self.bracket(at, c);
                    end
                }
            };
        }
    }

    fn bracket(&mut self, at: usize, c: char) {
        let meant = BRACKETS.iter().find(|(wide, _)| *wide == c).map(|(_, narrow)| *narrow);
        let narrow = meant.and_then(|narrow| narrow.chars().next()).unwrap_or(c);
        match narrow {
            '[' => self.open.push(']'),
            '{' => self.open.push('}'),
            ']' | '}' if self.open.last() == Some(&narrow) => {
                self.open.pop();
            }
            _ => return,
        }
        if meant.is_some() {
            let reason = format!("括号要用半角的“{narrow}”，这里是“{c}”");
            self.push(at..at + c.len_utf8(), &narrow.to_string(), reason);
        }
    }

    fn separator(&mut self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        let spaces =
            self.value[end..].len() - self.value[end..].trim_start_matches([' ', '　']).len();
        let of_fields = self.open.last() == Some(&'}');
        // In fields a Chinese comma may be part of a text; a name follows one that separates.
        let rest = &self.value[end + spaces..];
        let name = rest.split([':', '：']).next().unwrap_or_default();
        let separates =
            !of_fields || (name.len() < rest.len() && super::slips::is_name(name.trim()));
        if c == ',' && rest.starts_with(',') && !of_fields {
            let at = end + spaces;
            self.push(at..at, "\"\"", "空的一格要写成两个英文引号".to_owned());
        }
        // These two stand in texts as a rule.
        let is_rare = matches!(c, ';' | '、') && of_fields;
        if c != ',' && separates && !is_rare {
            self.push(at..end + spaces, ", ", COMMA.to_owned());
        }
        end + spaces
    }

    fn colon(&mut self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        let behind = self.value[end..].chars().next();
        if c == '：' {
            let spaces = usize::from(behind == Some(' '));
            let reason = "花括号里的字段名后面要用英文冒号加空格，这里是中文冒号".to_owned();
            self.push(at..end + spaces, ": ", reason);
        } else if behind.is_some_and(|next| next != ' ') {
            self.push(end..end, " ", "花括号里的冒号后面缺空格".to_owned());
        }
        end
    }

    fn push(&mut self, part: Range<usize>, new: &str, reason: String) {
        let at = part.start + self.at..part.end + self.at;
        let edits = vec![edit(at.clone(), new)];
        self.found.push(Slip { at, edits, reason });
    }
}
