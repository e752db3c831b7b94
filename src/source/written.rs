//! How a text is written in a file, and which of its characters stand where: quotation marks,
//! escapes and folded lines lie between the two.
//!
//! The map is made when a finding needs it, from the bytes in the file, so reading does not
//! pay for it.

use std::ops::Range;

/// How the file writes a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Notation {
    /// As it is.
    #[default]
    Verbatim,
    /// YAML without quotation marks; line ends are spaces.
    YamlPlain,
    /// YAML in single quotation marks.
    YamlSingle,
    /// YAML in double quotation marks, with escapes.
    YamlDouble,
    /// YAML behind `|`; the stretch begins with the first line that is not empty.
    YamlLiteral,
    /// YAML behind `>`; so does this one.
    YamlFolded,
    /// JSON in quotation marks, with escapes.
    Json,
    /// TOML in quotation marks of any of its four sorts.
    Toml,
    /// A cell of a workbook, without the spaces around it.
    Cell,
}

/// A text as it is written: the characters, and the bytes of the file that make them.
#[derive(Debug, Default)]
pub struct Written {
    text: String,
    segments: Vec<Segment>,
}

/// A stretch of the text and the bytes that make it.
#[derive(Debug)]
struct Segment {
    /// Where it begins in the text.
    at: usize,
    bytes: Range<usize>,
    /// Whether the bytes are the text. If not, they make it together: an escape, a line end.
    is_same: bool,
}

impl Written {
    /// Reads the text that stands at `range` of `source`. At the end of a block text of YAML
    /// it may have more line feeds than the reader kept.
    pub fn read(source: &str, range: Range<usize>, notation: Notation) -> Self {
        let mut reader =
            Reader { source, at: range.start, end: range.end, written: Self::default() };
        match notation {
            Notation::Verbatim => reader.same_until(range.end),
            Notation::YamlPlain => reader.flow(None),
            Notation::YamlSingle => reader.flow(Some('\'')),
            Notation::YamlDouble => reader.flow(Some('"')),
            Notation::YamlLiteral => reader.block(false),
            Notation::YamlFolded => reader.block(true),
            Notation::Json => reader.json(),
            Notation::Toml => reader.toml(),
            Notation::Cell => reader.cell(),
        }
        reader.written
    }

    /// The characters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the file that make a part of the text, given in bytes of the text. What is
    /// made together is there as a whole.
    pub fn bytes_of(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let holding = |at: usize| {
            let index = self.segments.partition_point(|one| one.at <= at).checked_sub(1)?;
            self.segments.get(index)
        };
        let first = holding(part.start)?;
        let last = if part.is_empty() { first } else { holding(part.end - 1)? };
        let start = match first.is_same {
            true => first.bytes.start + (part.start - first.at),
            false => first.bytes.start,
        };
        if part.is_empty() && part.start > first.at && !first.is_same {
            return Some(first.bytes.end..first.bytes.end);
        }
        let end = match last.is_same {
            true => last.bytes.start + (part.end - last.at),
            false => last.bytes.end,
        };
        Some(start..if part.is_empty() { start } else { end })
    }

    fn push(&mut self, text: &str, bytes: Range<usize>, is_same: bool) {
        let at = self.text.len();
        self.text.push_str(text);
        match self.segments.last_mut() {
            Some(last) if is_same && last.is_same && last.bytes.end == bytes.start => {
                last.bytes.end = bytes.end;
            }
            _ if text.is_empty() => {}
            _ => self.segments.push(Segment { at, bytes, is_same }),
        }
    }
}

/// Reads a stretch from its beginning; whatever it meets, it stops at the end at the latest.
struct Reader<'a> {
    source: &'a str,
    at: usize,
    end: usize,
    written: Written,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.source.get(self.at..self.end).unwrap_or_default()
    }

    /// Takes bytes that are the text.
    fn same(&mut self, length: usize) {
        self.same_until(self.at + length);
    }

    fn same_until(&mut self, end: usize) {
        let text = self.source.get(self.at..end).unwrap_or_default();
        self.written.push(text, self.at..end, true);
        self.at = end;
    }

    /// Takes bytes that make a text together.
    fn made(&mut self, length: usize, text: &str) {
        self.written.push(text, self.at..self.at + length, false);
        self.at += length;
    }

    /// YAML on one line or several, in quotation marks or not.
    fn flow(&mut self, quote: Option<char>) {
        self.at += quote.map_or(0, char::len_utf8);
        while let Some(c) = self.rest().chars().next() {
            let next = self.rest()[c.len_utf8()..].chars().next();
            match (c, quote) {
                ('\'', Some('\'')) if next == Some('\'') => self.made(2, "'"),
                (c, Some(quote)) if c == quote => return,
                ('\\', Some('"')) if next.is_some_and(is_break) => self.joined_lines(),
                ('\\', Some('"')) => self.escape(yaml_escape),
                (c, _) if is_blank(c) || is_break(c) => self.blanks(),
                _ => self.same(c.len_utf8()),
            }
        }
    }

    /// Spaces stand for themselves; line ends are folded, with the spaces around them.
    fn blanks(&mut self) {
        let run = length_while(self.rest(), |c| is_blank(c) || is_break(c));
        match breaks(&self.rest()[..run]) {
            0 => self.same(run),
            1 => self.made(run, " "),
            several => self.made(run, &"\n".repeat(several - 1)),
        }
    }

    /// A backslash at the end of a line of YAML.
    fn joined_lines(&mut self) {
        let run = 1 + length_while(&self.rest()[1..], |c| is_blank(c) || is_break(c));
        let several = breaks(&self.rest()[..run]);
        self.made(run, &"\n".repeat(several.saturating_sub(1)));
    }

    /// A backslash with what follows it.
    fn escape(&mut self, read: fn(&str) -> Option<(usize, char)>) {
        match read(self.rest()) {
            Some((length, c)) => self.made(length, c.encode_utf8(&mut [0; 4])),
            None => self.same(1),
        }
    }

    /// YAML behind `|` or `>`: lines of one indent, which is the column of the first.
    fn block(&mut self, folded: bool) {
        let line_start = self.source[..self.at].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let indent = self.at - line_start;
        let mut breaks = empty_lines_before(self.source, line_start);
        let mut follows = false;
        let mut was_blank = false;
        while !self.rest().is_empty() {
            let is_blank_line = self.rest().starts_with(is_blank);
            self.line_ends(&breaks, folded && follows && !was_blank && !is_blank_line);
            (follows, was_blank) = (true, is_blank_line);
            self.same(length_while(self.rest(), |c| !is_break(c)));
            breaks = self.breaks_of_block(indent);
        }
        self.line_ends(&breaks, false);
    }

    /// The line ends between two lines that hold something, each with the indent behind it.
    fn breaks_of_block(&mut self, indent: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        while self.rest().starts_with(is_break) {
            let start = self.at;
            self.at += length_of_break(self.rest());
            let spaces = length_while(self.rest(), |c| c == ' ').min(indent);
            self.at += spaces;
            found.push(start..self.at);
            if spaces < indent && !self.rest().starts_with(is_break) {
                self.end = self.at;
            }
        }
        found
    }

    /// Line feeds, or the space that a folded one is.
    fn line_ends(&mut self, breaks: &[Range<usize>], folded: bool) {
        match breaks {
            [only] if folded => self.written.push(" ", only.clone(), false),
            [first, second, more @ ..] if folded => {
                self.written.push("\n", first.start..second.end, false);
                more.iter().for_each(|one| self.written.push("\n", one.clone(), false));
            }
            all => all.iter().for_each(|one| self.written.push("\n", one.clone(), false)),
        }
    }

    fn json(&mut self) {
        self.at += 1;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '"' => return,
                '\\' => self.escape(json_escape),
                _ => self.same(c.len_utf8()),
            }
        }
    }

    fn toml(&mut self) {
        let quote = self.rest().chars().next().filter(|c| "\"'".contains(*c));
        let Some(quote) = quote else { return self.same_until(self.end) };
        let is_long = self.rest().starts_with(&quote.to_string().repeat(3));
        let marks = if is_long { 3 } else { 1 };
        self.end = self.end.saturating_sub(marks).max(self.at);
        self.at += marks;
        if is_long && self.rest().starts_with(is_break) {
            self.at += length_of_break(self.rest());
        }
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\\' if quote == '"' => self.toml_escape(),
                '\r' if self.rest().starts_with("\r\n") => self.made(2, "\n"),
                _ => self.same(c.len_utf8()),
            }
        }
    }

    /// An escape, or a backslash at the end of a line: it takes all blanks that follow away.
    fn toml_escape(&mut self) {
        let run = length_while(&self.rest()[1..], |c| is_blank(c) || is_break(c));
        match breaks(&self.rest()[..1 + run]) {
            0 => self.escape(toml_escape),
            _ => self.at += 1 + run,
        }
    }

    fn cell(&mut self) {
        self.at += length_while(self.rest(), char::is_whitespace);
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\r' => self.made(length_of_break(self.rest()), "\n"),
                _ => self.same(c.len_utf8()),
            }
        }
    }
}

/// The empty lines in front of a block text, which belong to it.
fn empty_lines_before(source: &str, line_start: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut end = line_start;
    loop {
        let line_end = before_break(source, end);
        let start = source[..line_end].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        if line_end == end || source[start..line_end].contains(|c| c != ' ') {
            break;
        }
        found.push(line_end..end);
        end = start;
    }
    found.reverse();
    found
}

/// Where the line feed that ends at `end` begins.
fn before_break(source: &str, end: usize) -> usize {
    let text = &source[..end];
    let cut = text.strip_suffix("\r\n").or_else(|| text.strip_suffix(is_break));
    cut.map_or(end, str::len)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

fn length_while(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

fn length_of_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with(is_break)) }
}

/// How many lines end in a text.
fn breaks(text: &str) -> usize {
    let pairs = text.matches("\r\n").count();
    text.chars().filter(|c| is_break(*c)).count() - pairs
}

/// A character by its number in hexadecimal digits.
fn code_point(text: &str, from: usize, digits: usize) -> Option<(usize, char)> {
    let number = u32::from_str_radix(text.get(from..from + digits)?, 16).ok()?;
    Some((from + digits, char::from_u32(number)?))
}

/// The length and the character of an escape of YAML.
fn yaml_escape(text: &str) -> Option<(usize, char)> {
    let c = match text[1..].chars().next()? {
        'x' => return code_point(text, 2, 2),
        'u' => return code_point(text, 2, 4),
        'U' => return code_point(text, 2, 8),
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0b',
        'f' => '\x0c',
        'r' => '\r',
        'e' => '\x1b',
        'N' => '\u{85}',
        '_' => '\u{A0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        c @ (' ' | '"' | '/' | '\\') => c,
        _ => return None,
    };
    Some((2, c))
}

/// The same of JSON; characters outside the first plane are two escapes.
fn json_escape(text: &str) -> Option<(usize, char)> {
    let c = match text[1..].chars().next()? {
        'u' => {
            let unit = |at: usize| u16::from_str_radix(text.get(at + 2..at + 6)?, 16).ok();
            let first = unit(0)?;
            if let Some(c) = char::from_u32(u32::from(first)) {
                return Some((6, c));
            }
            let pair = [first, unit(6)?];
            return char::decode_utf16(pair).next()?.ok().map(|c| (12, c));
        }
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        c @ ('"' | '/' | '\\') => c,
        _ => return None,
    };
    Some((2, c))
}

/// The same of TOML.
fn toml_escape(text: &str) -> Option<(usize, char)> {
    let c = match text[1..].chars().next()? {
        'x' => return code_point(text, 2, 2),
        'u' => return code_point(text, 2, 4),
        'U' => return code_point(text, 2, 8),
        'b' => '\x08',
        't' => '\t',
        'n' => '\n',
        'f' => '\x0c',
        'r' => '\r',
        'e' => '\x1b',
        c @ ('"' | '\\') => c,
        _ => return None,
    };
    Some((2, c))
}
