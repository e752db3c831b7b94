//! YAML 1.2 into the tree. Only what a clerk sees counts: `no` is text, `2025-03-27` is text.

mod flow;
mod misread;
mod slips;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::mend::{self, Mended, Stopped};
use super::node::{Entry, Node, Span, Value};
use super::{Budget, MAX_DEPTH};
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::source::{Notation, Source};

/// Reads one YAML document, strictly.
///
/// # Errors
///
/// What is wrong with its syntax, behind all that was found before.
pub fn read(source: &Arc<Source>) -> Result<Checked<Node>, Findings> {
    let whole = mend::read(source, |mended| once(source, mended), slips::slips)?;
    match whole.findings.iter().any(|one| one.code == Code::Syntax) {
        true => Err(whole.findings),
        false => Ok(whole),
    }
}

/// Reads one data file. Where only slips of the pen are in the way, they are findings, and the
/// document is read as it is meant.
///
/// # Errors
///
/// As [`read`], and the slips.
pub(super) fn read_as_meant(source: &Arc<Source>) -> Result<Checked<Node>, Findings> {
    let Checked { value: root, mut findings } =
        mend::read(source, |mended| once(source, mended), slips::slips)?;
    misread::check(&root, source, &mut findings);
    Ok(Checked::new(root, findings))
}

fn once(source: &Arc<Source>, mended: &Mended) -> Result<Checked<Node>, Stopped> {
    let mut builder = Builder::new(source, mended);
    match builder.read() {
        Ok(()) => Ok(builder.finish()),
        Err(stopped) => Err(builder.findings.with(stopped)),
    }
}

/// Builds the tree from events; `stack` holds the open containers.
struct Builder<'a> {
    source: &'a Arc<Source>,
    mended: &'a Mended,
    /// Where every character stands in the file, in bytes, and the end.
    offsets: Vec<usize>,
    stack: Vec<Open>,
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
    budget: Budget,
    findings: Findings,
}

struct Open {
    start: Range<usize>,
    anchor: usize,
    kind: Container,
}

enum Container {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<(String, Span)> },
}

impl<'a> Builder<'a> {
    fn new(source: &'a Arc<Source>, mended: &'a Mended) -> Self {
        let text = &mended.text;
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let offsets = ends.map(|at| mended.place(at)).collect();
        Self {
            source,
            mended,
            offsets,
            stack: Vec::new(),
            anchors: HashMap::new(),
            root: None,
            budget: Budget::default(),
            findings: Findings::new(),
        }
    }

    fn read(&mut self) -> Result<(), Diagnostic> {
        let mended = self.mended;
        for event in Parser::new_from_str(&mended.text) {
            let (event, span) = event.map_err(|error| self.unreadable(&error))?;
            let range = self.offset(span.start.index())..self.offset(span.end.index());
            self.event(event, range)?;
        }
        Ok(())
    }

    /// What the library cannot read, in Chinese.
    fn unreadable(&self, error: &ScanError) -> Diagnostic {
        let at = self.offset(error.marker().index());
        if error.info().contains("recursion limit") {
            return super::too_deep(self.span(at..at).place());
        }
        self.syntax(at..at, chinese(error.info()))
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if tag.is_some() {
                    return Err(self.syntax(range, "不支持以“!”开头的标签"));
                }
                let value = scalar(&text, style);
                let span = self.span(range).written_as(notation(style));
                let node = Node { value, span };
                self.place(node, anchor)
            }
            Event::SequenceStart(anchor, _) => {
                self.open(range, anchor, Container::List(Vec::new()))
            }
            Event::MappingStart(anchor, _) => {
                let entries = Vec::new();
                self.open(range, anchor, Container::Map { entries, key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            Event::Alias(anchor) => match self.repeated(anchor, range.clone())? {
                Some(node) => self.place(node, 0),
                None => Err(self.syntax(range, "引用了还没有写完的内容")),
            },
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(self.syntax(range, "一个文件只能有一份数据，这里又用“---”开始了一份"))
            }
            Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::StreamStart
            | Event::StreamEnd
            | Event::Nothing => Ok(()),
        }
    }

    /// The part of that anchor, counted before it is copied.
    fn repeated(&mut self, anchor: usize, range: Range<usize>) -> Result<Option<Node>, Diagnostic> {
        let span = self.span(range);
        let Some(node) = self.anchors.get(&anchor) else { return Ok(None) };
        self.budget.repeat(node, &span)?;
        Ok(Some(node.clone()))
    }

    fn open(
        &mut self,
        start: Range<usize>,
        anchor: usize,
        kind: Container,
    ) -> Result<(), Diagnostic> {
        if self.stack.len() >= MAX_DEPTH {
            let place = self.span(start).place();
            return Err(super::too_deep(place));
        }
        self.stack.push(Open { start, anchor, kind });
        Ok(())
    }

    fn close(&mut self, end: Range<usize>) -> Result<(), Diagnostic> {
        let Some(Open { start, anchor, kind }) = self.stack.pop() else {
            return Err(self.syntax(end, "多了一个结束符号"));
        };
        let end = self.source.text()[..end.end].trim_end().len().max(start.end);
        let span = self.span(start.start..end);
        let value = match kind {
            Container::List(items) => Value::List(items),
            Container::Map { entries, .. } => {
                Value::Map(super::distinct(entries, &span, &mut self.findings)?)
            }
        };
        self.place(Node { value, span }, anchor)
    }

    /// Puts a finished value where it belongs: as key, field, item or root.
    fn place(&mut self, node: Node, anchor: usize) -> Result<(), Diagnostic> {
        self.budget.spend(&node.span)?;
        if anchor != 0 {
            self.budget.repeat(&node, &node.span)?;
            self.anchors.insert(anchor, node.clone());
        }
        let key = match self.stack.last() {
            Some(Open { kind: Container::Map { key: None, .. }, .. }) => Some(self.key(&node)?),
            _ => None,
        };
        match (self.stack.last_mut().map(|open| &mut open.kind), key) {
            (None, _) => self.root = Some(node),
            (Some(Container::List(items)), _) => items.push(node),
            (Some(Container::Map { key, .. }), Some(name)) => *key = Some((name, node.span)),
            (Some(Container::Map { entries, key }), None) => {
                if let Some((key, key_span)) = key.take() {
                    entries.push(Entry { key, key_span, node });
                }
            }
        }
        Ok(())
    }

    fn key(&self, node: &Node) -> Result<String, Diagnostic> {
        match &node.value {
            Value::Text(text) | Value::Number(text) => Ok(text.clone()),
            Value::Bool(value) => Ok(value.to_string()),
            Value::Null | Value::List(_) | Value::Map(_) => {
                let hint = "字段名是空的，或者以 { [ 开头；以 {{ 开头的文字要加引号";
                Err(self.syntax(node.span.range.clone(), hint))
            }
        }
    }

    fn finish(self) -> Checked<Node> {
        let whole = 0..self.source.text().len();
        let span = self.span(whole);
        let root = self.root.unwrap_or(Node { value: Value::Null, span });
        Checked::new(root, self.findings)
    }

    fn offset(&self, character: usize) -> usize {
        *self.offsets.get(character).unwrap_or(&self.source.text().len())
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }

    fn syntax(&self, range: Range<usize>, reason: &str) -> Diagnostic {
        let place = Place::Text { source: self.source.clone(), range };
        Diagnostic::new(Code::Syntax, place, format!("YAML 的写法有错：{reason}"))
    }
}

/// What an unquoted word means. Everything that is not plainly null, a truth value or a
/// decimal number is text, so that `no`, `0123` and dates stay what the clerk typed.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if super::is_plain_number(text) => Value::Number(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

fn notation(style: ScalarStyle) -> Notation {
    match style {
        ScalarStyle::Plain => Notation::YamlPlain,
        ScalarStyle::SingleQuoted => Notation::YamlSingle,
        ScalarStyle::DoubleQuoted => Notation::YamlDouble,
        ScalarStyle::Literal => Notation::YamlLiteral,
        ScalarStyle::Folded => Notation::YamlFolded,
    }
}

/// The library's words for what clerks most often get wrong, in Chinese.
fn chinese(info: &str) -> &'static str {
    let known = [
        ("mapping values are not allowed", "这一行的冒号位置不对，或者上一行的缩进不对"),
        ("simple key", "字段名后面缺冒号，或者冒号后面缺空格"),
        ("cannot start any token", "用了制表符或者不能开头的符号，缩进请用空格"),
        ("tabs disallowed", "缩进用了制表符，请改用空格"),
        ("while parsing a block mapping", "缩进和上面的字段没有对齐"),
        ("did not find expected key", "缩进和上面的字段没有对齐"),
        ("did not find expected '-'", "列表各项的“-”没有对齐"),
        ("quoted scalar", "引号没有配对，或者引号后面还有内容"),
        ("block sequence entries", "“-”的位置不对，列表要另起一行写"),
        ("only valid inside a block", "“-”的位置不对，列表要另起一行写"),
        ("byte order mark", "文件中间有字节顺序标记（U+FEFF），请删掉"),
        ("bracket", "括号的位置不对，以括号开头的文字要加引号"),
        ("may not precede", "括号的位置不对，以括号开头的文字要加引号"),
        ("unexpected character", "文字以不能开头的符号开头，请加引号"),
        ("comments must be", "“#”前面要空一格；文字里有“#”的要加引号"),
        ("block scalar", "“|”或“>”后面不能在同一行写内容；以它们开头的文字要加引号"),
        ("expected ','", "括号没有配对；以 {{ 开头的文字要加引号"),
        ("invalid indentation", "缩进不对"),
        ("unexpected end", "内容没有写完就结束了"),
        ("did not find expected ',' or", "方括号或花括号没有配对；以 {{ 开头的文字要加引号"),
        ("unclosed", "括号没有配对；以 {{ 开头的文字要加引号"),
        ("anchor", "文字以“*”或“&”开头，要加引号"),
        ("alias", "文字以“*”或“&”开头，要加引号"),
        ("a tag", "文字以“!”开头，要加引号"),
        ("directive", "文字以“%”开头，要加引号"),
        ("escape", "双引号里的反斜线“\\”要写两个"),
        ("multiline text", "一段文字的中间有注释；文字里的“#”要加引号"),
        ("unprintable", "有看不见的控制字符，请删掉"),
        ("trailing content", "引号后面还有内容"),
        ("key expect", "字段名后面缺冒号，或者冒号后面缺空格"),
    ];
    let lower = info.to_lowercase();
    known.iter().find(|(english, _)| lower.contains(english)).map_or(
        "这一行或者上一行的写法读不懂，看一下冒号、引号、括号和缩进",
        |(_, chinese)| chinese,
    )
}
