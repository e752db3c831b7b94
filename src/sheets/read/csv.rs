//! `.csv`: one sheet of texts, separated by commas, tabs or semicolons.

use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::limits::Counter;
use crate::diag::{Checked, Code, Diagnostic, Findings};
use crate::guard::Refusal;
use crate::sheets::grid::{Book, Content, Sheet};
use crate::sheets::number_format::NumberFormat;

/// Reads a `.csv`.
pub(super) fn read(path: &Path) -> Result<Checked<Book>, Diagnostic> {
    let mut findings = Findings::new();
    let text = super::read_text(path, &mut findings)?;
    let sheets = sheets(path, &text).map_err(|refusal| refusal.at(path))?;
    Ok(Checked::new(Book::new(path, sheets, false), findings))
}

/// The one sheet of the text.
pub(super) fn sheets(path: &Path, text: &str) -> Result<Vec<Sheet>, Refusal> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut sheet = Sheet::new(name);
    let mut counter = Counter::default();
    // Some programs write what separates in a line of its own in front.
    let (told, text) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((separator, rest)) => (separator.trim_end().as_bytes().first().copied(), rest),
        None => (None, text),
    };
    let delimiter = told.unwrap_or_else(|| separator(text));
    if is_separated_by_wide_commas(text, delimiter) {
        let message = "各格是用中文逗号“，”隔开的，要用英文逗号“,”";
        return Err(Refusal::new(Code::SheetDamaged, message));
    }
    if let Some(line) = unclosed(text, delimiter) {
        let line = line + usize::from(told.is_some());
        let message = format!("第 {line} 行的英文引号没有配对，后面的各行会并成一格");
        return Err(Refusal::new(Code::SheetDamaged, message));
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let (mut row, mut from) = (0, 0);
    loop {
        let more = reader.read_record(&mut record).map_err(|_| {
            Refusal::new(Code::SheetDamaged, "CSV 文字的引号或者分隔有错，读不下去")
        })?;
        if !more {
            return Ok(vec![sheet]);
        }
        // The reader passes over empty lines; a spreadsheet program shows them as rows.
        row += empty_lines(text.get(from..).unwrap_or_default());
        from = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        // The reader leaves the second half of a line end for the next record.
        let half = text.get(..from).is_some_and(|read| read.ends_with('\r'));
        from += usize::from(half && text[from..].starts_with('\n'));
        for (column, field) in (0..).zip(&record) {
            if !field.trim().is_empty() {
                counter.cell(&sheet, row, column, Some(field))?;
                let content = match ERRORS.contains(&field.trim()) {
                    true => Content::Error(field.trim().to_owned()),
                    false => Content::Text(code(field).to_owned()),
                };
                sheet.put(row, column, content, NumberFormat::default());
            }
        }
        row += 1;
    }
}

/// What spreadsheet programs write for formulas without a result.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// `="001"`: how programs keep the zeros of a code from those that take it for a number.
fn code(field: &str) -> &str {
    let inner = field.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(field)
}

/// Whether every line has the same number of Chinese commas, and nothing else that separates.
fn is_separated_by_wide_commas(text: &str, delimiter: u8) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(20);
    let count = |line: &str| line.matches('，').count();
    let Some(first) = lines.next().map(count) else { return false };
    let is_alike = |line: &str| count(line) == first && marks(line, delimiter) == 0;
    first > 0 && text.lines().next().is_some_and(is_alike) && lines.all(is_alike)
}

/// The line, from 1, of a quotation mark that opens a field and is never closed.
fn unclosed(text: &str, delimiter: u8) -> Option<usize> {
    let mut opened = None;
    let mut at_start = true;
    let mut line = 1;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += usize::from(byte == b'\n');
        match (opened, byte) {
            (Some(_), b'"') => {
                if bytes.next_if_eq(&b'"').is_none() {
                    opened = None;
                }
            }
            (Some(_), _) => {}
            (None, b'"') if at_start => (opened, at_start) = (Some(line), false),
            (None, _) => at_start = byte == delimiter || byte == b'\n' || byte == b'\r',
        }
    }
    opened
}

/// Lines with nothing in them at the beginning of a text.
fn empty_lines(text: &str) -> u32 {
    let blank = text.len() - text.trim_start_matches(['\r', '\n']).len();
    u32::try_from(text[..blank].matches('\n').count()).unwrap_or(0)
}

/// What separates: the mark that stands in most of the first lines, outside of quotation
/// marks, and in the same number.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let score = |mark: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| marks(line, mark)).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let agreeing = counts.iter().filter(|&&count| count == most && most > 0).count();
        (agreeing, most)
    };
    // The first of equals wins.
    [b';', b'\t', b','].into_iter().max_by_key(|&mark| score(mark)).unwrap_or(b',')
}

fn marks(line: &str, mark: u8) -> usize {
    let mut quoted = false;
    let outside = |byte: &u8| {
        quoted ^= *byte == b'"';
        *byte == mark && !quoted
    };
    line.as_bytes().iter().copied().filter(outside).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[((u32, u32), &str)]) {
        let sheets = sheets(Path::new("指标.csv"), text).unwrap();
        let found: Vec<((u32, u32), String)> =
            sheets[0].cells.iter().map(|(at, cell)| (*at, cell.content.shown())).collect();
        let found: Vec<((u32, u32), &str)> =
            found.iter().map(|(at, text)| (*at, text.as_str())).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn chinese_commas_do_not_separate() {
        for (text, wide) in [
            ("甲，乙\n1，2\n", true),
            ("甲，乙\n1，2，3\n", false),
            ("甲,乙，丙\n", false),
            ("甲\n", false),
        ] {
            assert_eq!(is_separated_by_wide_commas(text, b','), wide, "{text}");
        }
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_has_a_line() {
        for (text, line) in [
            ("甲,乙\n1,\"未闭合\n2,3\n", Some(2)),
            ("甲,\"乙\n丙\"\n\"1", Some(3)),
            ("甲,\"他说\"\"好\"\"\"\n", None),
            ("甲,他说\"好\n", None),
        ] {
            assert_eq!(unclosed(text, b','), line, "{text}");
        }
    }

    #[test]
    fn separators_quotation_marks_and_empty_lines() {
        check("甲,乙\n1,2\n", &[((0, 0), "甲"), ((0, 1), "乙"), ((1, 0), "1"), ((1, 1), "2")]);
        check(
            "甲\t乙，丙\r\n1\t2",
            &[((0, 0), "甲"), ((0, 1), "乙，丙"), ((1, 0), "1"), ((1, 1), "2")],
        );
        check(
            "甲;\"乙;1,2\"\n3;4",
            &[((0, 0), "甲"), ((0, 1), "乙;1,2"), ((1, 0), "3"), ((1, 1), "4")],
        );
        check(
            "\n甲,乙\n\n\n\"1\n2\",3\n\n4,5\n",
            &[
                ((1, 0), "甲"),
                ((1, 1), "乙"),
                ((4, 0), "1 2"),
                ((4, 1), "3"),
                ((6, 0), "4"),
                ((6, 1), "5"),
            ],
        );
        check("甲,=\"001\"\n", &[((0, 0), "甲"), ((0, 1), "001")]);
        check("甲,他说\"好\"\n", &[((0, 0), "甲"), ((0, 1), "他说\"好\"")]);
        check("sep=;\n甲;乙\n", &[((0, 0), "甲"), ((0, 1), "乙")]);
        check("甲\n", &[((0, 0), "甲")]);
    }
}
