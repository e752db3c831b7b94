//! What people most often get wrong in the syntax of YAML, line by line. Each is only a guess;
//! `mend` believes those that take the reader further.

use std::collections::BTreeSet;
use std::ops::Range;

use super::flow;
use crate::chars::{is_hanzi, is_space};
use crate::data::mend::Slip;
use crate::diag::Edit;

/// Field names are no longer than that, in characters.
const LONGEST_NAME: usize = 15;
/// Names of the pieces of a 正文, which stand at the beginning of list items.
pub(super) const PIECES: [&str; 9] =
    ["标题", "文字", "内容", "列举", "主旨", "表", "图", "题名", "名称"];

/// Names of fields that most reports have.
const USUAL: [&str; 22] = [
    "报告种类",
    "年度",
    "单位",
    "全称",
    "简称",
    "标题",
    "主送",
    "成文日期",
    "指标",
    "文字",
    "开头",
    "结尾",
    "正文",
    "附件",
    "署名",
    "附注",
    "版头",
    "版记",
    "抄送",
    "印发机关",
    "印发日期",
    "印章",
];

/// The slips of a text.
pub(super) fn slips(text: &str) -> Vec<Slip> {
    let names = names(text);
    let mut lines = Lines {
        names,
        levels: Vec::new(),
        block: None,
        items: None,
        dashes: Vec::new(),
        is_open: false,
        found: Vec::new(),
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        lines.line(at, words);
        at += line.len();
    }
    lines.found
}

/// The names of fields that are written well somewhere.
pub(super) fn names(text: &str) -> BTreeSet<&str> {
    let name = |line: &'_ str| -> Option<(usize, usize)> {
        let body = line.trim_start_matches([' ', '-']);
        let (name, rest) = body.split_once(':')?;
        let good = is_name(name) && (rest.is_empty() || rest.starts_with(' '));
        good.then_some((line.len() - body.len(), name.len()))
    };
    text.lines()
        .filter_map(|line| name(line).map(|(at, length)| &line[at..at + length]))
        .chain(PIECES)
        .chain(USUAL)
        .collect()
}

/// Whether words can be the name of a field.
pub(super) fn is_name(words: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_（）()-".contains(c);
    let length = words.chars().count();
    (1..=LONGEST_NAME).contains(&length)
        && words.chars().all(is_part)
        && words.chars().any(char::is_alphabetic)
}

struct Lines<'a> {
    names: BTreeSet<&'a str>,
    /// Columns at which fields and items above begin, rising, with whether each opens a level.
    levels: Vec<usize>,
    /// The indent above which lines are a block text.
    block: Option<usize>,
    /// Where the items of the last field at the left begin, if it has some.
    items: Option<usize>,
    /// Columns of items above, as far as they are open.
    dashes: Vec<usize>,
    /// Whether the line above opens a level: its value stands below.
    is_open: bool,
    found: Vec<Slip>,
}

impl Lines<'_> {
    fn line(&mut self, at: usize, line: &str) {
        let bare = line.trim_start_matches(|c: char| c.is_whitespace() || is_space(c));
        if bare.is_empty() || bare.starts_with('#') || line.starts_with("---") {
            return;
        }
        let indent = &line[..line.len() - bare.len()];
        let width: usize = indent.chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
        if let Some(above) = self.block {
            if width > above {
                return;
            }
            self.block = None;
        }
        let column = self.indent(at, indent, width);
        let (body_at, is_item) = self.dashes(at + indent.len(), bare);
        let body = &line[body_at - at..];
        let value = self.name(body_at, body, is_item);
        if let Some((value_at, has_name)) = value {
            let value = &line[value_at - at..];
            self.value(value_at, value, has_name);
            let is_block = value.starts_with(['|', '>'])
                && value[1..].trim_end().chars().all(|c| "+-0123456789".contains(c));
            self.block = is_block.then_some(column);
        } else if !is_item && column <= self.levels.last().copied().unwrap_or(0) {
            self.loose(at, line, column);
        }
        match (is_item, column) {
            (true, _) => self.items = self.items.or(Some(column)),
            (false, 0) if value.is_some() => self.items = None,
            (false, _) => {}
        }
        self.align(at, indent, column);
        if !is_item {
            self.indent_or_dash(at, indent, column, value);
        }
        self.dashes.retain(|one| *one < column || is_item && *one == column);
        self.dashes.extend(is_item.then_some(column));
        self.is_open = value.is_some_and(|(value_at, _)| line[value_at - at..].trim().is_empty());
        self.levels.retain(|level| *level < column);
        self.levels.push(column);
        if is_item && value.is_some_and(|(_, has_name)| has_name) {
            self.levels.push(column + body_at - at - indent.len());
        }
    }

    /// Tabs and wide spaces in the indent; the column that is meant.
    fn indent(&mut self, at: usize, indent: &str, width: usize) -> usize {
        if indent.chars().all(|c| c == ' ') {
            return width;
        }
        let above = self.levels.last().copied().unwrap_or(0);
        let column = match (indent.contains('\t'), width) {
            (true, _) if above > 0 => above,
            (true, tabs) => 2 * tabs,
            (false, width) => width,
        };
        let reason = match indent.contains('\t') {
            true => "缩进用了制表符（Tab），要用空格",
            false => "缩进用了全角空格一类的字符，要用半角空格",
        };
        self.push(at..at + indent.len(), &" ".repeat(column), reason);
        column
    }

    /// The dashes in front; where the words behind them begin, and whether there are any.
    fn dashes(&mut self, at: usize, bare: &str) -> (usize, bool) {
        let mut from = at;
        let mut rest = bare;
        let mut is_item = false;
        while let Some(behind) = rest.strip_prefix("- ") {
            let gap = behind.len() - behind.trim_start_matches(' ').len();
            from += 2 + gap;
            rest = &behind[gap..];
            is_item = true;
        }
        let wide = rest.chars().next().filter(|c| "－—–−•●".contains(*c));
        if let Some(mark) = wide.filter(|_| !is_item) {
            let behind = rest[mark.len_utf8()..].trim_start_matches(is_space);
            let end = from + rest.len() - behind.len();
            let reason = format!("列表每一项的前面要用半角的“- ”，这里写的是“{mark}”");
            self.push(from..end, "- ", &reason);
            return (end, true);
        }
        let close = rest.strip_prefix('-').filter(|_| !is_item);
        let close = close.filter(|behind| behind.chars().next().is_some_and(is_hanzi_or_mark));
        if close.is_some() {
            self.push(from + 1..from + 1, " ", "列表的“-”后面要空一格");
            return (from + 1, true);
        }
        (from, is_item)
    }

    /// The name of a field in front; where its value begins, and whether there is a name.
    fn name(&mut self, at: usize, body: &str, is_item: bool) -> Option<(usize, bool)> {
        if body.starts_with(['"', '\'', '[', '{', '|', '>', '*', '&', '!', '%', '@', '`']) {
            return Some((at, false));
        }
        let marks = [':', '：', ';', '；', '=', '＝'];
        let end = body.find(|c: char| marks.contains(&c) || c.is_whitespace());
        let Some(end) = end else { return is_item.then_some((at, false)) };
        let typed = &body[..end];
        let name =
            typed.trim_matches(|c: char| c.is_whitespace() || crate::chars::is_zero_width(c));
        let known = self.names.contains(name);
        let gap = body[end..].len() - body[end..].trim_start_matches(is_space).len();
        let mark_at = end + gap;
        let mark = body[mark_at..].chars().next().filter(|c| marks.contains(c));
        if !is_name(name) || (is_item && !known) || (gap > 0 && !known) {
            return self.sentence(at, body, is_item);
        }
        let Some(mark) = mark else {
            // 标题 示例县…… without a colon.
            let reason = format!("字段名“{name}”后面缺冒号");
            self.push(at + end..at + mark_at, ": ", &reason);
            return Some((at + mark_at, true));
        };
        let behind = mark_at + mark.len_utf8();
        let value = body[behind..].trim_start_matches(|c: char| is_space(c) || c == '\t');
        let value_at = at + body.len() - value.len();
        let spaces = &body[behind..body.len() - value.len()];
        let is_parted = spaces.starts_with(' ') && spaces.chars().all(|c| c == ' ');
        let fine = mark == ':' && gap == 0 && (value.is_empty() || is_parted);
        // An address is no field, nor is a time.
        if fine || value.starts_with("//") {
            return Some((value_at, true));
        }
        if mark != ':' && mark != '：' && !known {
            return self.sentence(at, body, is_item);
        }
        let reason = match (mark, spaces.is_empty()) {
            (':', true) => format!("字段名“{name}”的冒号后面缺空格"),
            (':', false) => format!("字段名“{name}”的冒号后面要用半角空格，不能用制表符和全角空格"),
            ('：', _) => format!("字段名“{name}”后面是中文冒号“：”，要用英文冒号加空格"),
            (other, _) => format!("字段名“{name}”后面是“{other}”，要用英文冒号加空格"),
        };
        let new = if value.is_empty() { ":" } else { ": " };
        self.push(at + end..value_at, new, &reason);
        Some((value_at, true))
    }

    /// Words without a name in front; an English colon in them would make one.
    fn sentence(&mut self, at: usize, body: &str, is_item: bool) -> Option<(usize, bool)> {
        if !is_item {
            return None;
        }
        self.colons(at, body);
        Some((at, false))
    }

    /// English colons with a space behind them, in a text that is not quoted.
    fn colons(&mut self, at: usize, text: &str) {
        let edits: Vec<Edit> = text
            .match_indices(": ")
            .map(|(from, colon)| edit(at + from..at + from + colon.len(), "："))
            .collect();
        if let Some(first) = edits.first() {
            let (at, reason) = (first.range.clone(), "文字里有英文冒号加空格“: ”，会当作字段名");
            self.found.push(Slip { at, edits, reason: reason.to_owned() });
        }
    }

    fn value(&mut self, at: usize, value: &str, has_name: bool) {
        let value = value.trim_end();
        let Some(first) = value.chars().next() else { return };
        // An anchor is a word that begins with `&`, with what it stands for behind it.
        let is_anchor = first == '&' && value.contains(' ');
        let is_indicator = "*&!%@`".contains(first) && !is_anchor;
        let is_block =
            matches!(first, '|' | '>') && !value[1..].chars().all(|c| "+-0123456789 ".contains(c));
        match first {
            _ if is_indicator || is_block || (first == '?' && value.starts_with("? ")) => {
                self.quote(at, value, &format!("文字以“{first}”开头，要加引号"));
            }
            '"' => self.double_quoted(at, value),
            '\'' => self.quoted(at, value, ['\'', '‘', '’']),
            '[' | '{' | '｛' | '【' | '［' => {
                let quoted = value.starts_with("{{") || !flow::may_be(value);
                if quoted {
                    let mark =
                        if value.starts_with("{{") { "{{" } else { &value[..first.len_utf8()] };
                    self.quote(at, value, &format!("文字以“{mark}”开头，要加引号"));
                } else {
                    self.found.extend(flow::slips(at, value));
                }
            }
            _ if has_name => self.colons(at, value),
            _ => {}
        }
    }

    /// Quotation marks around the whole.
    fn quote(&mut self, at: usize, value: &str, reason: &str) {
        let mark = if value.contains(['"', '\\']) { "'" } else { "\"" };
        if mark == "'" && value.contains('\'') {
            return;
        }
        let end = at + value.len();
        let edits = vec![edit(at..at, mark), edit(end..end, mark)];
        let first = value.chars().next().map_or(0, char::len_utf8);
        self.found.push(Slip { at: at..at + first, edits, reason: reason.to_owned() });
    }

    fn double_quoted(&mut self, at: usize, value: &str) {
        let escapes = "0abt\tnvfre \"/\\N_LPxuU";
        let mut edits = Vec::new();
        let mut chars = value.char_indices().peekable();
        while let Some((from, c)) = chars.next() {
            if c == '\\'
                && let Some((_, next)) = chars.next()
                && !escapes.contains(next)
            {
                edits.push(edit(at + from..at + from, "\\"));
            }
        }
        if let Some(first) = edits.first() {
            let at = first.range.start..first.range.start + 1;
            let reason = "双引号里的反斜线“\\”要写两个“\\\\”".to_owned();
            self.found.push(Slip { at, edits, reason });
        }
        self.quoted(at, value, ['"', '“', '”']);
    }

    /// Quotation marks inside of the same, or none at the end.
    fn quoted(&mut self, at: usize, value: &str, [mark, open, close]: [char; 3]) {
        let inner: Vec<usize> = value[1..]
            .match_indices(mark)
            .map(|(from, _)| from + 1)
            .filter(|from| !value[..*from].ends_with('\\'))
            .collect();
        let ends = inner.last() == Some(&(value.len() - 1));
        let (inside, last) = inner.split_at(inner.len() - usize::from(ends));
        if !ends {
            let wide = value.chars().next_back().filter(|c| matches!(c, '”' | '’' | '“' | '‘'));
            let from = at + value.len() - wide.map_or(0, char::len_utf8);
            let reason = format!("开头的引号“{mark}”没有配对，末尾缺一个");
            if inside.is_empty() {
                self.push(from..at + value.len(), &mark.to_string(), &reason);
            } else {
                let other = if mark == '"' { '\'' } else { '"' };
                let end = at + value.len();
                let edits =
                    vec![edit(at..at, &other.to_string()), edit(end..end, &other.to_string())];
                let reason = "引号后面还有文字，整段要加引号".to_owned();
                if !value.contains(other) {
                    self.found.push(Slip { at: at..at + 1, edits, reason });
                }
            }
            return;
        }
        if inside.is_empty() || last.is_empty() {
            return;
        }
        let wide = [open, close].into_iter().cycle();
        let edits: Vec<Edit> = inside
            .iter()
            .zip(wide)
            .map(|(from, new)| edit(at + from..at + from + 1, &new.to_string()))
            .collect();
        let first = at + inside[0];
        let reason = format!("引号里面又有同样的引号“{mark}”，里面的要用中文引号");
        self.found.push(Slip { at: first..first + 1, edits, reason });
    }

    /// A line without a name, at the column of the fields: a further paragraph as a rule.
    fn loose(&mut self, at: usize, line: &str, column: usize) {
        let reason = match self.items {
            Some(_) => "这一行没有缩进，像是上面列表的下一段，前面要空格，再写“- ”",
            None => {
                "这一行没有字段名，像是上面那个字段的下一段：几段文字在字段名的冒号后面写“|”，\
                 每段另起一行，前面空两格"
            }
        };
        let start = at + column.min(line.len());
        let new = self.items.map_or("  ".to_owned(), |items| format!("{}- ", " ".repeat(items)));
        self.push(at..at, &new, reason);
        if let Some(last) = self.found.last_mut() {
            last.at = start..at + line.len();
        }
    }

    /// An indent that none of the lines above has, or that only a level below could have.
    fn align(&mut self, at: usize, indent: &str, column: usize) {
        let Some(last) = self.levels.last().copied() else { return };
        let is_below = column > last && column.is_multiple_of(2) && self.is_open;
        if self.levels.contains(&column) || is_below {
            return;
        }
        let nearest = self.levels.iter().copied().min_by_key(|level| level.abs_diff(column));
        let reason = "缩进和上面的各行没有对齐";
        let below = self.is_open.then_some(last + 2);
        for meant in nearest.into_iter().chain(below) {
            self.push(at..at + indent.len(), &" ".repeat(meant), reason);
        }
    }

    /// A field at the column of items that lacks its dash, or at the column of the field above
    /// that it belongs under.
    fn indent_or_dash(
        &mut self,
        at: usize,
        indent: &str,
        column: usize,
        value: Option<(usize, bool)>,
    ) {
        let has_name = value.is_some_and(|(_, has_name)| has_name);
        let end = at + indent.len();
        if has_name && self.dashes.contains(&column) {
            self.push(end..end, "- ", "列表的一项前面缺“- ”");
        } else if has_name && self.is_open && self.levels.last() == Some(&column) {
            self.push(end..end, "  ", "这一行属于上面的字段，要再缩进两格");
        }
    }

    fn push(&mut self, at: Range<usize>, new: &str, reason: &str) {
        let edits = vec![edit(at.clone(), new)];
        self.found.push(Slip { at, edits, reason: reason.to_owned() });
    }
}

pub(super) fn edit(range: Range<usize>, text: &str) -> Edit {
    Edit { range, text: text.to_owned() }
}

fn is_hanzi_or_mark(c: char) -> bool {
    is_hanzi(c) || "“《（".contains(c)
}
