//! What the workbook library does not tell about `.xlsx`: hidden rows and columns, merged areas
//! and cells with formulas; and counts that it would believe without looking.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limits::{self, too_large};
use crate::diag::Code;
use crate::guard::Refusal;
use crate::sheets::grid::Area;

/// What a sheet part says beside its values.
#[derive(Debug, Default)]
pub(super) struct Extras {
    pub(super) merged: Vec<Area>,
    pub(super) hidden_rows: Vec<u32>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    pub(super) formulas: BTreeSet<(u32, u32)>,
}

/// The parts of a package that matter here.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Extras by the name of the part.
    extras: BTreeMap<String, Extras>,
    /// Sheet names and the ids of their relationships.
    sheets: Vec<(String, String)>,
    /// Targets by the ids of relationships.
    targets: BTreeMap<String, String>,
    /// Whether this is a workbook at all, and if not, what else.
    pub(super) is_workbook: bool,
    pub(super) other: Option<&'static str>,
}

impl Parts {
    /// Looks at one part.
    pub(super) fn look(&mut self, name: &str, content: &[u8]) -> Result<(), Refusal> {
        match name {
            "xl/workbook.xml" => {
                self.is_workbook = true;
                self.workbook(content)
            }
            "xl/_rels/workbook.xml.rels" => self.relations(content),
            "xl/sharedStrings.xml" => shared_strings(content),
            "mimetype" => self.is("ODF 文件（.ods 一类）"),
            "xl/workbook.bin" => self.is(".xlsb 文件"),
            "word/document.xml" => self.is("Word 文件"),
            "ppt/presentation.xml" => self.is("演示文稿"),
            _ if name.starts_with("xl/worksheets/") && name.ends_with(".xml") => {
                self.extras.insert(name.to_owned(), sheet(content)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "it ends arms of `look`")]
    fn is(&mut self, what: &'static str) -> Result<(), Refusal> {
        self.other = Some(what);
        Ok(())
    }

    /// The extras of a sheet.
    pub(super) fn of(&mut self, sheet: &str) -> Extras {
        let id = self.sheets.iter().find(|(name, _)| name == sheet).map(|(_, id)| id);
        let target = id.and_then(|id| self.targets.get(id)).cloned().unwrap_or_default();
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        self.extras.remove(&path).unwrap_or_default()
    }

    fn workbook(&mut self, content: &[u8]) -> Result<(), Refusal> {
        elements(content, |element, _| {
            if element.local_name().as_ref() == "sheet"
                && let (Some(name), Some(id)) =
                    (attribute(element, "name"), attribute(element, "r:id"))
            {
                self.sheets.push((name, id));
            }
            limits::sheets(self.sheets.len())
        })
    }

    fn relations(&mut self, content: &[u8]) -> Result<(), Refusal> {
        elements(content, |element, _| {
            if element.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) =
                    (attribute(element, "Id"), attribute(element, "Target"))
            {
                self.targets.insert(id, target);
            }
            Ok(())
        })
    }
}

/// The library keeps room for as many texts as the part says there are.
fn shared_strings(content: &[u8]) -> Result<(), Refusal> {
    let mut seen = false;
    elements(content, |element, _| {
        if !seen && element.local_name().as_ref() == "sst" {
            seen = true;
            let count = attribute(element, "uniqueCount").and_then(|count| count.parse().ok());
            if count.is_some_and(|count: u64| count > content.len() as u64) {
                return Err(Refusal::new(Code::SheetDamaged, "文字表的个数写得不对，文件已损坏"));
            }
        }
        Ok(())
    })
}

fn sheet(content: &[u8]) -> Result<Extras, Refusal> {
    let mut extras = Extras::default();
    let mut cell = None;
    elements(content, |element, _| {
        match element.local_name().as_ref() {
            "row" if is_on(element, "hidden") => {
                extras.hidden_rows.extend(number(element, "r").and_then(|row| row.checked_sub(1)));
            }
            "col" if is_on(element, "hidden") => {
                let bound = |name| number(element, name).and_then(|column| column.checked_sub(1));
                extras.hidden_columns.extend(bound("min").zip(bound("max")));
            }
            "c" => cell = attribute(element, "r").and_then(|name| place(&name)),
            "f" => extras.formulas.extend(cell),
            "mergeCell" => {
                let area = attribute(element, "ref").and_then(|text| area(&text));
                extras.merged.extend(area);
                if extras.merged.len() > limits::MERGED {
                    let message = format!("一个工作表里合并的单元格超过 {} 处", limits::MERGED);
                    return Err(too_large(message));
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(extras)
}

/// Calls `visit` with every element that opens, and whether it closes at once.
pub(super) fn elements(
    content: &[u8],
    mut visit: impl FnMut(&BytesStart<'_>, bool) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let damaged = || Refusal::new(Code::SheetDamaged, "表格文件内部的 XML 有错，读不下去");
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| damaged())? {
            Event::Start(element) => visit(&element, false)?,
            Event::Empty(element) => visit(&element, true)?,
            Event::Eof => return Ok(()),
            Event::DocType(_)
            | Event::End(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

/// An attribute by its full name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|one| {
        let key: &str = AsRef::<str>::as_ref(&one.key);
        key == name
    })?;
    Some(match quick_xml::escape::unescape(&found.value) {
        Ok(value) => value.into_owned(),
        Err(_) => found.value.to_string(),
    })
}

fn is_on(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| value == "1" || value == "true")
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

/// `C7` as row and column from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let split = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(split);
    if !letters.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// `A1:C7` as an area.
fn area(text: &str) -> Option<Area> {
    let (from, to) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(from)?, place(to)?);
    (top <= bottom && left <= right).then_some(Area { top, left, bottom, right })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_become_places() {
        assert_eq!(place("C7"), Some((6, 2)));
        assert_eq!(place("$XFD$1048576"), Some((1_048_575, 16_383)));
        for wrong in ["", "C", "7", "C0", "ZZZZZZZZZ1", "甲1", "C99999999999"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
        assert_eq!(area("B2:C3"), Some(Area { top: 1, left: 1, bottom: 2, right: 2 }));
        assert_eq!(area("C3:B2"), None);
    }
}
