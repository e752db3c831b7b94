//! `.ods`, read here: the workbook library repeats cells before anybody can count them, and
//! tells neither merged areas nor hidden rows, percents or formulas without a result.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limits::{self, Counter, too_large};
use super::package;
use super::parts::{attribute, elements};
use super::xlsx::iso;
use crate::diag::Code;
use crate::guard::Refusal;
use crate::sheets::grid::{Area, Content, Sheet};
use crate::sheets::number_format::{self, NumberFormat};

/// The sheets of a workbook.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, Refusal> {
    let mut content = None;
    let mut kind = String::new();
    package::unpack(&bytes, |name, part| {
        match name {
            "content.xml" => content = Some(part.to_vec()),
            "mimetype" => kind = String::from_utf8_lossy(part).trim().to_owned(),
            "META-INF/manifest.xml" => encrypted(part)?,
            _ => {}
        }
        Ok(())
    })?;
    let is_sheet = kind.starts_with("application/vnd.oasis.opendocument.spreadsheet");
    match content {
        Some(content) if is_sheet => Tables::read(&content),
        Some(_) => {
            Err(Refusal::new(Code::SheetFormat, "表格文件的扩展名是 .ods，内容却是别的 ODF 文件"))
        }
        None => Err(Refusal::new(Code::SheetDamaged, "压缩包里没有内容，不是表格文件或者已损坏")),
    }
}

fn encrypted(manifest: &[u8]) -> Result<(), Refusal> {
    elements(manifest, |element, _| match element.local_name().as_ref() {
        "encryption-data" => {
            Err(Refusal::new(Code::SheetEncrypted, "表格文件加了打开密码，读不出内容"))
        }
        _ => Ok(()),
    })
}

/// The cell that is being read.
#[derive(Debug, Default)]
struct Open {
    kind: String,
    value: Option<String>,
    formula: bool,
    error: bool,
    repeated: u32,
    spanned: (u32, u32),
    text: Option<String>,
}

/// The state of reading `content.xml`.
#[derive(Default)]
struct Tables {
    sheets: Vec<Sheet>,
    counter: Counter,
    /// The names of the open elements.
    path: Vec<String>,
    hidden_styles: BTreeSet<String>,
    style: String,
    row: u32,
    row_repeated: u32,
    column: u32,
    cell: Option<Open>,
    /// The cells of the row: column, content and format.
    cells: Vec<(u32, Content, NumberFormat)>,
}

impl Tables {
    fn read(content: &[u8]) -> Result<Vec<Sheet>, Refusal> {
        let damaged = || Refusal::new(Code::SheetDamaged, "表格文件内部的 XML 有错，读不下去");
        let mut tables = Self::default();
        let mut reader = Reader::from_reader(content);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|_| damaged())? {
                Event::Start(element) => tables.start(&element)?,
                Event::Empty(element) => {
                    tables.start(&element)?;
                    tables.end()?;
                }
                Event::End(_) => tables.end()?,
                Event::Text(text) => tables.text(&text),
                Event::CData(text) => tables.text(&text),
                Event::GeneralRef(name) => {
                    let whole = format!("&{};", &*name);
                    if let Ok(text) = quick_xml::escape::unescape(&whole) {
                        tables.text(&text);
                    }
                }
                Event::Eof if tables.path.is_empty() => return Ok(tables.sheets),
                Event::Eof => return Err(damaged()),
                Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Refusal> {
        let name: String = AsRef::<str>::as_ref(&element.name()).to_owned();
        if self.path.len() > 100 {
            return Err(too_large("表格文件内部嵌套太深"));
        }
        match name.as_str() {
            "style:style" => self.style = attribute(element, "style:name").unwrap_or_default(),
            "style:table-properties"
                if attribute(element, "table:display").as_deref() == Some("false") =>
            {
                self.hidden_styles.insert(self.style.clone());
            }
            "table:table"
                if self.path.last().is_some_and(|above| above == "office:spreadsheet") =>
            {
                let name = attribute(element, "table:name").unwrap_or_default();
                let mut sheet = Sheet::new(name);
                let style = attribute(element, "table:style-name").unwrap_or_default();
                sheet.hidden = self.hidden_styles.contains(&style);
                self.sheets.push(sheet);
                (self.row, self.column) = (0, 0);
                limits::sheets(self.sheets.len())?;
            }
            "table:table-column" => self.columns(element),
            "table:table-row" => {
                self.column = 0;
                self.row_repeated = number(element, "table:number-rows-repeated", 1);
                if is_hidden(element)
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    let last = self.row.saturating_add(self.row_repeated).min(limits::ROWS);
                    self.counter.hide((self.row..last).len())?;
                    sheet.hidden_rows.extend(self.row..last);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Some(opened(element)),
            "text:p" if !self.in_note() => {
                if let Some(cell) = &mut self.cell {
                    // A second paragraph is a second line.
                    cell.text = Some(cell.text.take().map_or(String::new(), |text| text + "\n"));
                }
            }
            "text:s" => self.text(&" ".repeat(number(element, "text:c", 1).min(100) as usize)),
            "text:line-break" => self.text("\n"),
            "text:tab" => self.text("\t"),
            _ => {}
        }
        self.path.push(name);
        Ok(())
    }

    fn columns(&mut self, element: &BytesStart<'_>) {
        let repeated = number(element, "table:number-columns-repeated", 1);
        let last = self.column.saturating_add(repeated);
        if is_hidden(element)
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.hidden_columns.push((self.column, last.saturating_sub(1)));
        }
        self.column = last;
    }

    /// Comments hang in cells but are not their text.
    fn in_note(&self) -> bool {
        self.path.iter().any(|name| name == "office:annotation" || name == "table:shapes")
    }

    fn text(&mut self, text: &str) {
        let inside = self.path.iter().any(|name| name == "text:p") && !self.in_note();
        if let Some(shown) = self.cell.as_mut().and_then(|cell| cell.text.as_mut())
            && inside
        {
            shown.push_str(text);
        }
    }

    fn end(&mut self) -> Result<(), Refusal> {
        let name = self.path.pop().unwrap_or_default();
        match name.as_str() {
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.close_cell(cell)?;
                }
            }
            "table:table-row" => self.close_row()?,
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self, cell: Open) -> Result<(), Refusal> {
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if cell.spanned != (1, 1) {
            let last = |from: u32, count: u32| from.saturating_add(count.saturating_sub(1));
            sheet.merged.push(Area {
                top: self.row,
                left: self.column,
                bottom: last(self.row, cell.spanned.0),
                right: last(self.column, cell.spanned.1),
            });
            if sheet.merged.len() > limits::MERGED {
                let message = format!("一个工作表里合并的单元格超过 {} 处", limits::MERGED);
                return Err(too_large(message));
            }
        }
        let repeated = cell.repeated;
        if let Some((content, format)) = content(cell) {
            for offset in 0..repeated {
                let column = self.column.saturating_add(offset);
                let text = text_of(&content);
                self.counter.cell(sheet, self.row, column, text)?;
                self.cells.push((column, content.clone(), format.clone()));
            }
        }
        self.column = self.column.saturating_add(repeated);
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Refusal> {
        let cells = std::mem::take(&mut self.cells);
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        let repeated = if cells.is_empty() { 0 } else { self.row_repeated };
        for offset in 0..repeated {
            let row = self.row.saturating_add(offset);
            for (column, content, format) in &cells {
                // The first row was counted cell by cell.
                if offset > 0 {
                    let text = text_of(content);
                    self.counter.cell(sheet, row, *column, text)?;
                }
                sheet.put(row, *column, content.clone(), format.clone());
            }
        }
        self.row = self.row.saturating_add(self.row_repeated);
        Ok(())
    }
}

/// The text that a cell carries along.
fn text_of(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text)
        | Content::Number(text)
        | Content::Time(text)
        | Content::Error(text) => Some(text),
        Content::Date(_) | Content::Bool(_) | Content::Formula => None,
    }
}

fn opened(element: &BytesStart<'_>) -> Open {
    let said = |name: &str| attribute(element, name);
    let value = ["value", "date-value", "time-value", "boolean-value", "string-value"]
        .into_iter()
        .find_map(|name| said(&format!("office:{name}")));
    Open {
        kind: said("office:value-type").unwrap_or_default(),
        value,
        formula: said("table:formula").is_some(),
        error: said("calcext:value-type").as_deref() == Some("error"),
        repeated: number(element, "table:number-columns-repeated", 1),
        spanned: (
            number(element, "table:number-rows-spanned", 1),
            number(element, "table:number-columns-spanned", 1),
        ),
        text: None,
    }
}

fn content(cell: Open) -> Option<(Content, NumberFormat)> {
    let shown = cell.text.unwrap_or_default();
    let value = cell.value.unwrap_or_default();
    let plain = NumberFormat::default();
    let broken = cell.formula && (shown.starts_with('#') || shown.starts_with("Err:"));
    if cell.error || broken {
        return Some((Content::Error(shown), plain));
    }
    let content = match cell.kind.as_str() {
        "float" | "currency" | "percentage" => {
            let digits = value.parse().ok().and_then(number_format::plain);
            let format = NumberFormat::shown_as(&shown);
            return Some((digits.map_or(Content::Error(value), Content::Number), format));
        }
        "date" => iso(&value),
        "time" => Content::Time(shown),
        "boolean" => Content::Bool(value == "true"),
        _ if shown.is_empty() && value.is_empty() => {
            return cell.formula.then_some((Content::Formula, plain));
        }
        _ => Content::Text(if shown.is_empty() { value } else { shown }),
    };
    Some((content, plain))
}

fn number(element: &BytesStart<'_>, name: &str, default: u32) -> u32 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "table:visibility").as_deref(), Some("collapse" | "filter"))
}
