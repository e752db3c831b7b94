//! The manuscript that a template writes, read into the model. One line is one block:
//!
//! ```text
//! 【格式】…                  文件, 信函, 命令 or 纪要
//! 【份号】… 【密级】… 【紧急程度】… 【标志】甲‖乙 【文件】… 【文号】… 【签发人】…   版头
//! 【标题】第一行‖第二行        公文标题
//! 【主送】…                  主送机关
//! # …                       一级标题, ## to #### below it
//! ## …‖…                    标题 with its text in the same line
//! 【表】表题‖单位=件‖列宽=1,2‖对齐=左,右‖横排=是‖表头=2‖表号=…‖左注=…‖字号=小五
//!                            followed by | rows |, the first are the 表头; a cell that is only
//!                            ← belongs to the one at its left, only ↑ to the one above;
//!                            with ‖合并=是 also one from data
//! 【表注】…                  behind the rows of a table
//! 【图】图题‖单位=件‖表头=1    柱形图, followed by | name | figure | rows
//! 【附件】… 【署名】… 【日期】… 【附注】… 【出席】… 【请假】… 【列席】…
//! 【印章】‖直径=42‖图片=…      印章, one line per 署名; 【签名章】职务‖姓名‖图片=…
//! 【附件页】…                 an 附件 begins; what follows is its text
//! 【抄送】… 【印发机关】… 【印发日期】… 【单面】是   版记
//! anything else              自然段
//! ```
//!
//! Only the template's own characters are markup. Text from data comes inside marks
//! (see [`super::leaf`]) and is literal, whatever it holds; a line feed in it starts a
//! new paragraph.

use std::sync::Arc;

use super::chart::OpenChart;
use super::directive;
use super::leaf::{CLOSE, OPEN, TEXT};
use super::table::{OpenTable, Wrong};
use crate::chars::is_invisible;
use crate::data::node::Origin;
use crate::model::{Attachment, Block, Body, Format, Head, Imprint, Inline, Level, Text};

/// Separates the parts of a line.
pub(crate) const SEPARATOR: &str = "‖";

/// What is wrong with a manuscript: the line and why.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The text of the line, marks taken off.
    pub line: String,
    /// Why it cannot be read.
    pub reason: String,
    /// Whether cells, columns or widths of a table do not match.
    pub is_shape: bool,
    /// The first data field in the line.
    pub origin: Option<Arc<Origin>>,
}

/// What a manuscript says.
#[derive(Debug, Default)]
pub(crate) struct Manuscript {
    /// 公文格式
    pub format: Format,
    /// 版头
    pub head: Head,
    /// 主体
    pub body: Body,
    /// 附件
    pub attachments: Vec<Attachment>,
    /// 版记
    pub imprint: Imprint,
}

/// Reads a manuscript; `format` is the one that holds if it does not say its own.
pub(crate) fn parse(
    manuscript: &str,
    format: Format,
    origins: &[Arc<Origin>],
) -> (Manuscript, Vec<Fault>) {
    let read = Manuscript { format, ..Manuscript::default() };
    let mut parser = Parser { read, open: None, faults: Vec::new() };
    match lines(manuscript, origins) {
        Ok(lines) => lines.iter().for_each(|line| parser.line(line)),
        Err(fault) => parser.faults.push(fault),
    }
    parser.close();
    (parser.read, parser.faults)
}

/// A character with where it came from; `literal` ones are never markup.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) c: char,
    pub(super) literal: bool,
    pub(super) origin: Option<Arc<Origin>>,
}

type Line = Vec<Piece>;

/// Splits a manuscript into lines and takes the marks off. Marks that do not belong together
/// were put there by somebody else, and what nobody sees would break the files: both end the
/// reading here, whatever door they came in by.
fn lines(manuscript: &str, origins: &[Arc<Origin>]) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::new();
    let mut line = Line::new();
    let mut stack: Vec<Option<Arc<Origin>>> = Vec::new();
    let mut head: Option<String> = None;
    for c in manuscript.chars() {
        match (c, &mut head) {
            (OPEN, None) => head = Some(String::new()),
            (TEXT, Some(number)) => {
                let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
                let index = digits.parse::<usize>().ok();
                stack.push(index.and_then(|index| origins.get(index).cloned()));
                head = None;
            }
            (CLOSE, None) if !stack.is_empty() => drop(stack.pop()),
            (OPEN | TEXT | CLOSE, _) => return Err(unpaired(&line, stack.pop())),
            (_, Some(number)) => number.push(c),
            ('\n', None) => lines.push(std::mem::take(&mut line)),
            // What a template may be laid out with.
            ('\r', None) if stack.is_empty() => {}
            ('\t', None) if stack.is_empty() => {
                line.push(Piece { c, literal: false, origin: None })
            }
            (_, None) if is_invisible(c) => return Err(unseen(&line, c, stack.pop())),
            (_, None) => {
                // Text computed from a figure keeps the figure's place.
                let origin = stack.last().cloned().flatten();
                line.push(Piece { c, literal: !stack.is_empty(), origin });
            }
        }
    }
    if head.is_some() || !stack.is_empty() {
        return Err(unpaired(&line, stack.pop()));
    }
    lines.push(line);
    Ok(lines)
}

fn unpaired(line: &Line, origin: Option<Option<Arc<Origin>>>) -> Fault {
    fault(line, "里面有程序自己用的记号".to_owned(), origin)
}

fn unseen(line: &Line, c: char, origin: Option<Option<Arc<Origin>>>) -> Fault {
    fault(line, format!("里面有看不见的控制字符（U+{:04X}）", u32::from(c)), origin)
}

fn fault(line: &Line, reason: String, origin: Option<Option<Arc<Origin>>>) -> Fault {
    let line = line.iter().map(|piece| piece.c).collect();
    Fault { line, reason, is_shape: false, origin: origin.flatten() }
}

struct Parser {
    read: Manuscript,
    open: Option<Open>,
    faults: Vec<Fault>,
}

/// What takes rows.
enum Open {
    Table(OpenTable),
    Chart(OpenChart),
}

impl Parser {
    fn line(&mut self, line: &[Piece]) {
        let line = trim(line);
        if line.is_empty() {
            return;
        }
        if self.open.is_some() && is_markup(&line[0], '|') {
            self.row(line);
            return;
        }
        let directive = directive(line);
        if let Some((_, rest)) = directive.as_ref().filter(|(name, _)| name == "表注") {
            self.note(line, rest);
            return;
        }
        self.close();
        if let Some((name, rest)) = directive {
            self.directive(&name, line, rest);
            return;
        }
        let hashes = line.iter().take_while(|piece| is_markup(piece, '#')).count();
        match hashes {
            0 => self.blocks().push(Block::Paragraph(text(line))),
            _ => self.heading(hashes, line),
        }
    }

    /// Where the next block goes: the last 附件, or the 正文.
    fn blocks(&mut self) -> &mut Vec<Block> {
        match self.read.attachments.last_mut() {
            Some(attachment) => &mut attachment.text,
            None => &mut self.read.body.text,
        }
    }

    fn directive(&mut self, name: &str, line: &[Piece], rest: &[Piece]) {
        let open = match name {
            "表" if !rest.is_empty() => OpenTable::new(line, rest).map(Open::Table),
            "图" if !rest.is_empty() => OpenChart::new(line, rest).map(Open::Chart),
            _ => return self.element(name, line, rest),
        };
        match open {
            Ok(open) => self.open = Some(open),
            Err(reason) => self.fault(line, reason),
        }
    }

    fn element(&mut self, name: &str, line: &[Piece], rest: &[Piece]) {
        if let Err(reason) = directive::read(&mut self.read, name, rest) {
            self.fault(line, reason);
        }
    }

    fn heading(&mut self, hashes: usize, line: &[Piece]) {
        let Some(level) = Level::of_depth(hashes) else {
            return self.fault(line, format!("标题有 {hashes} 级，最多 4 级"));
        };
        let parts = split(&line[hashes..], '‖');
        let title = text(trim(parts[0]));
        if title.is_empty() {
            return self.fault(line, "标题没有文字".to_owned());
        }
        match parts[1..] {
            [] => self.blocks().push(Block::Heading { level, number: 0, title }),
            [rest] => {
                let text = text(trim(rest));
                self.blocks().push(Block::RunIn { level, number: 0, title, text });
            }
            _ => self.fault(line, "标题行里“‖”多于一个".to_owned()),
        }
    }

    fn row(&mut self, line: &[Piece]) {
        let done = match &mut self.open {
            Some(Open::Table(table)) => table.row(line),
            Some(Open::Chart(chart)) => chart.row(line),
            None => Ok(()),
        };
        if let Err(wrong) = done {
            self.wrong(wrong);
        }
    }

    fn note(&mut self, line: &[Piece], rest: &[Piece]) {
        match &mut self.open {
            Some(Open::Table(_)) if rest.is_empty() => {
                self.fault(line, "【表注】后面没有内容".to_owned());
            }
            Some(Open::Table(table)) => table.note(text(rest)),
            Some(Open::Chart(_)) | None => {
                self.fault(line, "【表注】要紧接在表格后面".to_owned());
            }
        }
    }

    /// Ends the table or chart whose rows were read.
    fn close(&mut self) {
        let block = match self.open.take() {
            Some(Open::Table(table)) => table.close().map(Block::Table),
            Some(Open::Chart(chart)) => chart.close().map(Block::Chart),
            None => return,
        };
        match block {
            Ok(block) => self.blocks().push(block),
            Err(wrong) => self.wrong(wrong),
        }
    }

    fn wrong(&mut self, wrong: Wrong) {
        self.add_fault(&wrong.line, wrong.reason, wrong.is_shape);
    }

    fn fault(&mut self, line: &[Piece], reason: String) {
        self.add_fault(line, reason, false);
    }

    fn add_fault(&mut self, line: &[Piece], reason: String, is_shape: bool) {
        let origin = line.iter().find_map(|piece| piece.origin.clone());
        let line = line.iter().map(|piece| piece.c).collect();
        self.faults.push(Fault { line, reason, is_shape, origin });
    }
}

pub(super) fn is_markup(piece: &Piece, c: char) -> bool {
    !piece.literal && piece.c == c
}

/// `【名称】` at the start of a line, and what follows it.
fn directive(line: &[Piece]) -> Option<(String, &[Piece])> {
    if !is_markup(&line[0], '【') {
        return None;
    }
    let end = line.iter().position(|piece| is_markup(piece, '】'))?;
    let name: String = line[1..end].iter().map(|piece| piece.c).collect();
    Some((name, trim(&line[end + 1..])))
}

/// `名称=内容`, the form of options.
pub(super) fn option(part: &[Piece]) -> Option<(String, Text)> {
    let at = part.iter().position(|piece| is_markup(piece, '='))?;
    let name = text(&part[..at]).plain().trim().to_owned();
    Some((name, text(trim(&part[at + 1..]))))
}

/// Drops blanks of the template at both ends; blanks of data stay.
pub(super) fn trim(mut line: &[Piece]) -> &[Piece] {
    let blank = |piece: &Piece| !piece.literal && piece.c.is_whitespace();
    while let [first, rest @ ..] = line
        && blank(first)
    {
        line = rest;
    }
    while let [rest @ .., last] = line
        && blank(last)
    {
        line = rest;
    }
    line
}

pub(super) fn split(line: &[Piece], separator: char) -> Vec<&[Piece]> {
    line.split(|piece| is_markup(piece, separator)).collect()
}

/// Joins characters of one origin into pieces.
pub(super) fn text(pieces: &[Piece]) -> Text {
    let mut inlines: Vec<Inline> = Vec::new();
    for Piece { c, origin, .. } in pieces {
        let same = inlines.last().is_some_and(|last| match (&last.origin, origin) {
            (Some(last), Some(own)) => Arc::ptr_eq(last, own),
            (None, None) => true,
            _ => false,
        });
        match inlines.last_mut() {
            Some(last) if same => last.text.push(*c),
            _ => inlines.push(Inline { text: c.to_string(), origin: origin.clone() }),
        }
    }
    Text(inlines)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of the data as `leaf` marks it.
    fn marked(text: &str) -> String {
        format!("{OPEN}{TEXT}{text}{CLOSE}")
    }

    #[test]
    fn run_in_headings_and_tables() {
        let (Manuscript { body, .. }, faults) = parse(
            "【标题】一‖二\n# 甲\n## 乙。‖丙\n【表】题‖单位=件‖列宽=2,1\n|a|b|\n|1|2|\n丁",
            Format::default(),
            &[],
        );
        assert!(faults.is_empty());
        assert_eq!(body.title.iter().map(Text::plain).collect::<Vec<_>>(), ["一", "二"]);
        assert!(matches!(&body.text[..], [
            Block::Heading { level: Level::One, .. },
            Block::RunIn { level: Level::Two, .. },
            Block::Table(table),
            Block::Paragraph(_),
        ] if table.rows.len() == 1 && table.columns[0].weight == Some(2.0)));
    }

    #[test]
    fn faults_name_the_reason() {
        let (_, faults) =
            parse("【题目】甲\n##### 乙\n【表】空\n|a|\n【署名】", Format::default(), &[]);
        let reasons: Vec<_> = faults.iter().map(|fault| fault.reason.as_str()).collect();
        assert!(reasons[0].starts_with("不认识"));
        assert_eq!(
            reasons[1..],
            ["标题有 5 级，最多 4 级", "表格没有内容", "【署名】后面没有内容"]
        );
    }

    #[test]
    fn marks_of_others_and_what_nobody_sees_end_the_reading() {
        for (manuscript, reason) in [
            ("甲\u{FDD2}\n【标志】国务院文件", "里面有程序自己用的记号"),
            ("甲\u{FDD0}0\u{FDD1}乙", "里面有程序自己用的记号"),
            ("甲\u{FDD1}乙", "里面有程序自己用的记号"),
            ("甲\u{FDD0}", "里面有程序自己用的记号"),
            ("甲\u{C}乙", "里面有看不见的控制字符（U+000C）"),
            ("甲\u{FDD0}\u{FDD1}\u{1}\u{FDD2}乙", "里面有看不见的控制字符（U+0001）"),
            ("甲\u{FFFF}乙", "里面有看不见的控制字符（U+FFFF）"),
        ] {
            let (read, faults) = parse(manuscript, Format::default(), &[]);
            assert_eq!(faults[0].reason, reason);
            assert!(read.head.mark.is_none() && read.body.text.is_empty());
        }
    }

    proptest::proptest! {
        #[test]
        fn escaped_text_is_never_markup(text in "[^\u{FDD0}-\u{FDD3}\r\n]*[#|‖【】=甲a ]{0,6}[^\u{FDD0}-\u{FDD3}\r\n]*") {
            // What nobody sees is refused before; the next test sees that it is refused here too.
            let text = text.replace(is_invisible, "");
            let (Manuscript { body, .. }, faults) = parse(&marked(&text), Format::default(), &[]);
            proptest::prop_assert!(faults.is_empty());
            let back: Vec<String> = body.text.iter().map(|block| match block {
                Block::Paragraph(text) => text.plain(),
                other => panic!("{other:?}"),
            }).collect();
            let expected = if text.is_empty() { vec![] } else { vec![text] };
            proptest::prop_assert_eq!(back, expected);
        }
    }
}
