//! A finding as it is kept and handed on: in the journal, in `report.json`, to programs that
//! ask `check` for JSON or SARIF, in the 台账 and on the page. It is made once and read as it
//! is; the texts that it speaks of are not kept alive by it.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Code, Diagnostic, Edit, Fix, Place, Related, Severity};
use crate::source::{CellName, LineColumn, Source};

/// A finding without the texts that it comes from. The names of its fields are a contract:
/// `docs/report.md`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FindingRecord {
    /// The stable code.
    pub code: CodeName,
    /// How serious it is.
    pub severity: Severity,
    /// The file.
    pub file: Option<Box<str>>,
    /// The line, from 1; the row of a workbook.
    pub line: Option<u32>,
    /// The column in characters, from 1; that of a workbook.
    pub column: Option<u32>,
    /// Where the place ends: one past its last character.
    pub end: Option<Position>,
    /// The sheet of a workbook, where it has sheets.
    pub sheet: Option<Box<str>>,
    /// The cell of a workbook: `C7`.
    pub cell: Option<Box<str>>,
    /// The field, as a path of names.
    pub field: Option<Box<str>>,
    /// One sentence without a full stop.
    pub message: Box<str>,
    /// What to do.
    pub hints: Box<[Box<str>]>,
    /// Further places.
    #[serde(default)]
    pub related: Box<[RelatedRecord]>,
    /// What to change so that it goes, where that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Box<[EditRecord]>>,
}

/// A further place of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RelatedRecord {
    /// The file.
    pub file: Option<Box<str>>,
    /// The line, from 1; the row of a workbook.
    pub line: Option<u32>,
    /// The column in characters, from 1; that of a workbook.
    pub column: Option<u32>,
    /// Where the place ends: one past its last character.
    pub end: Option<Position>,
    /// The sheet of a workbook, where it has sheets.
    pub sheet: Option<Box<str>>,
    /// The cell of a workbook: `C7`.
    pub cell: Option<Box<str>>,
    /// What stands there.
    pub label: Box<str>,
}

/// One change of a fix.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EditRecord {
    /// The file.
    pub file: Box<str>,
    /// Where what is replaced begins, in bytes of the text in UTF-8, without a mark in front.
    pub offset: u32,
    /// How long it is, in bytes.
    pub length: u32,
    /// Its line, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
    /// One past its last character.
    pub end: Position,
    /// What to put there.
    pub text: Box<str>,
}

/// A position in a text; both numbers count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// The code of a finding. A journal may be older or newer than the program and know others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeName {
    /// One of ours.
    Known(Code),
    /// Another program's.
    Unknown(Box<str>),
}

impl FindingRecord {
    /// A finding for the record.
    pub fn of(finding: &Diagnostic) -> Self {
        let Spot { file, start, end, cell } = Spot::of(&finding.place);
        let (sheet, cell) = cell.map_or((None, None), split);
        Self {
            code: CodeName::Known(finding.code),
            severity: finding.severity(),
            file,
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end,
            sheet,
            cell,
            field: finding.field.as_deref().map(Box::from),
            message: finding.message.as_str().into(),
            hints: finding.hints.iter().map(|hint| hint.as_str().into()).collect(),
            related: finding.related.iter().map(RelatedRecord::of).collect(),
            fix: finding.fix.as_ref().map(|fix| EditRecord::all_of(fix)),
        }
    }

    /// Where in the file it is, for people: `第 3 行第 7 列`, `工作表“指标” C7`; empty if only the
    /// file is known.
    pub fn position(&self) -> String {
        if let Some(cell) = &self.cell {
            let sheet = self.sheet.as_deref().map(str::to_owned);
            return CellName { sheet, cell: cell.as_ref().to_owned() }.to_string();
        }
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("第 {line} 行第 {column} 列"),
            (Some(line), None) => format!("第 {line} 行"),
            (None, _) => String::new(),
        }
    }
}

impl RelatedRecord {
    fn of(related: &Related) -> Self {
        let Spot { file, start, end, cell } = Spot::of(&related.place);
        let (sheet, cell) = cell.map_or((None, None), split);
        Self {
            file,
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end,
            sheet,
            cell,
            label: related.label.as_str().into(),
        }
    }
}

impl EditRecord {
    fn all_of(fix: &Fix) -> Box<[Self]> {
        let file = name(fix.path());
        let one = |edit: &Edit| {
            let at = |offset| Position::of(fix.source().line_column(offset));
            let Position { line, column } = at(edit.range.start);
            Self {
                file: file.clone(),
                offset: small(edit.range.start),
                length: small(edit.range.len()),
                line,
                column,
                end: at(edit.range.end),
                text: edit.text.as_str().into(),
            }
        };
        fix.edits().iter().map(one).collect()
    }
}

/// A place in numbers.
struct Spot {
    file: Option<Box<str>>,
    start: Option<Position>,
    end: Option<Position>,
    cell: Option<CellName>,
}

impl Spot {
    fn of(place: &Place) -> Self {
        match place {
            Place::Text { source, range } => {
                let at = |offset| Position::of(source.line_column(offset));
                let (start, cell) = (at(range.start), source.cell(range.start));
                let end = match cell {
                    Some(_) => Position { column: start.column + 1, ..start },
                    None => at(end_of(source, range.start, range.end)),
                };
                let file = Some(name(source.path()));
                Self { file, start: Some(start), end: Some(end), cell }
            }
            Place::File(path) => {
                Self { file: Some(name(path)), start: None, end: None, cell: None }
            }
            Place::Whole => Self { file: None, start: None, end: None, cell: None },
        }
    }
}

/// The end of a stretch without the line ends and spaces behind it.
fn end_of(source: &Source, start: usize, end: usize) -> usize {
    let text = source.text().get(start..end).unwrap_or_default();
    start + text.trim_end_matches(['\n', '\r', ' ']).len().max(usize::from(!text.is_empty()))
}

fn split(cell: CellName) -> (Option<Box<str>>, Option<Box<str>>) {
    (cell.sheet.map(Box::from), Some(cell.cell.into()))
}

fn name(path: &Path) -> Box<str> {
    path.to_string_lossy().into()
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Position {
    fn of(at: LineColumn) -> Self {
        Self { line: small(at.line), column: small(at.column) }
    }
}

impl CodeName {
    /// The text of the code.
    pub fn text(&self) -> &str {
        match self {
            CodeName::Known(code) => code.text(),
            CodeName::Unknown(text) => text,
        }
    }
}

impl fmt::Display for CodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl Serialize for CodeName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

impl<'de> Deserialize<'de> for CodeName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<str>::deserialize(deserializer)?;
        Ok(match Code::of(&text) {
            Some(code) => CodeName::Known(code),
            None => CodeName::Unknown(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_other_programs_are_kept() {
        for text in ["data/syntax", "later/unheard-of"] {
            let json = format!(
                r#"{{"code":"{text}","severity":"警告","file":null,"line":3,"column":null,"field":null,"message":"一句","hints":["二"]}}"#
            );
            let read: FindingRecord = serde_json::from_str(&json).unwrap();
            assert_eq!(read.code.text(), text);
            assert_eq!(matches!(read.code, CodeName::Known(_)), text == "data/syntax");
            assert_eq!(read.position(), "第 3 行");
            let again: FindingRecord =
                serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
            assert_eq!(again, read);
        }
    }

    #[test]
    fn many_records_are_small() {
        assert!(size_of::<FindingRecord>() <= 192, "{}", size_of::<FindingRecord>());
    }
}
