//! Writing the workbooks of the cases.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use serde_json::json;

use crate::support;

/// Who writes a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    Xlsx,
    Csv,
    Gb18030,
    Openpyxl,
    Xls,
    Ods,
}

impl Writer {
    pub fn word(self) -> &'static str {
        match self {
            Writer::Xlsx => "xlsx",
            Writer::Csv => "csv",
            Writer::Gb18030 => "gb18030",
            Writer::Openpyxl => "openpyxl",
            Writer::Xls => "xls",
            Writer::Ods => "ods",
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Writer::Xlsx | Writer::Openpyxl => "xlsx",
            Writer::Csv | Writer::Gb18030 => "csv",
            Writer::Xls => "xls",
            Writer::Ods => "ods",
        }
    }

    pub fn has_sheets(self) -> bool {
        self.extension() != "csv"
    }
}

/// A sheet of a case.
#[derive(Debug)]
pub struct Grid {
    pub sheet: String,
    pub cells: BTreeMap<(u32, u16), Cell>,
    pub merged: Vec<(u32, u16, u32, u16)>,
    pub hidden_rows: Vec<u32>,
    pub hidden_columns: Vec<u16>,
}

/// A cell of a case.
#[derive(Debug, Clone)]
pub enum Cell {
    Text(String),
    Number(f64, String),
    Date(String),
    Bool(bool),
    Error(String),
    Formula(String, Option<String>),
}

/// Reads a cell as the cases write it; an empty one is none.
pub fn cell(at: &str, text: &str) -> Option<((u32, u16), Cell)> {
    let place = place(at);
    let made = match text.split_once(':') {
        _ if text.is_empty() => return None,
        _ if text.starts_with('\'') => Cell::Text(text[1..].to_owned()),
        Some(("d", date)) => Cell::Date(date.to_owned()),
        Some(("p", rest)) => {
            let (format, number) = rest.split_once(':').expect("format and number");
            Cell::Number(number.parse().expect("a number"), format.to_owned())
        }
        Some(("b", value)) => Cell::Bool(value == "TRUE"),
        Some(("e", error)) => Cell::Error(error.to_owned()),
        Some(("f", rest)) => match rest.split_once('→') {
            Some((formula, result)) => Cell::Formula(formula.to_owned(), Some(result.to_owned())),
            None => Cell::Formula(rest.to_owned(), None),
        },
        _ => match text.parse() {
            Ok(number) => Cell::Number(number, String::new()),
            Err(_) => Cell::Text(text.to_owned()),
        },
    };
    Some((place, made))
}

/// `C7` as row and column from 0.
pub fn place(name: &str) -> (u32, u16) {
    let split = name.find(|c: char| c.is_ascii_digit()).expect("a cell");
    let column = name[..split].bytes().fold(0, |sum, b| sum * 26 + u16::from(b - b'A') + 1) - 1;
    (name[split..].parse::<u32>().expect("a row") - 1, column)
}

/// `A1:C7` as an area.
pub fn area(text: &str) -> (u32, u16, u32, u16) {
    let (from, to) = text.split_once(':').expect("an area");
    let ((top, left), (bottom, right)) = (place(from), place(to));
    (top, left, bottom, right)
}

/// Writes the workbooks.
pub fn write(writer: Writer, books: &[(PathBuf, &Grid)]) {
    match writer {
        Writer::Xlsx => {
            for (path, grid) in books {
                let mut book = Workbook::new();
                fill(book.add_worksheet(), grid);
                std::fs::write(path, book.save_to_buffer().unwrap()).unwrap();
            }
        }
        Writer::Csv => {
            for (path, grid) in books {
                std::fs::write(path, csv(grid, ",")).unwrap();
            }
        }
        Writer::Gb18030 => {
            for (path, grid) in books {
                let text = csv(grid, "\t");
                std::fs::write(path, encoding_rs::GB18030.encode(&text).0).unwrap();
            }
        }
        Writer::Openpyxl | Writer::Xls | Writer::Ods => outside(writer, books),
    }
}

pub fn fill(sheet: &mut Worksheet, grid: &Grid) {
    sheet.set_name(&grid.sheet).unwrap();
    for (top, left, bottom, right) in &grid.merged {
        sheet.merge_range(*top, *left, *bottom, *right, "", &Format::new()).unwrap();
    }
    for ((row, column), cell) in &grid.cells {
        let (row, column) = (*row, *column);
        let done = match cell {
            Cell::Text(text) => sheet.write_string(row, column, text),
            Cell::Number(number, format) if format.is_empty() => {
                sheet.write_number(row, column, *number)
            }
            Cell::Number(number, format) => {
                let format = Format::new().set_num_format(format);
                sheet.write_number_with_format(row, column, *number, &format)
            }
            Cell::Date(date) => {
                let format = Format::new().set_num_format("yyyy-mm-dd");
                let date = ExcelDateTime::parse_from_str(date).unwrap();
                sheet.write_datetime_with_format(row, column, &date, &format)
            }
            Cell::Bool(value) => sheet.write_boolean(row, column, *value),
            Cell::Error(error) => {
                sheet.write_formula(row, column, Formula::new("=1/0").set_result(error))
            }
            Cell::Formula(formula, result) => {
                let result = result.clone().expect("this writer stores a result");
                sheet.write_formula(row, column, Formula::new(formula).set_result(result))
            }
        };
        done.unwrap();
    }
    for row in &grid.hidden_rows {
        sheet.set_row_hidden(*row).unwrap();
    }
    for column in &grid.hidden_columns {
        sheet.set_column_hidden(*column).unwrap();
    }
}

fn csv(grid: &Grid, separator: &str) -> String {
    let rows = 1 + grid.cells.keys().map(|(row, _)| *row).max().unwrap();
    let columns = 1 + grid.cells.keys().map(|(_, column)| *column).max().unwrap();
    let field = |row, column| {
        let text = match grid.cells.get(&(row, column)) {
            None => String::new(),
            Some(Cell::Number(number, format)) if format.ends_with('%') => {
                format!("{}%", (number * 1000.0).round() / 10.0)
            }
            Some(Cell::Number(number, _)) => number.to_string(),
            Some(Cell::Text(text) | Cell::Date(text) | Cell::Error(text)) => text.clone(),
            Some(Cell::Bool(value)) => value.to_string().to_uppercase(),
            Some(Cell::Formula(_, result)) => result.clone().unwrap_or_default(),
        };
        if text.contains(['"', ',', '\n', '\t']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let line =
        |row| (0..columns).map(|column| field(row, column)).collect::<Vec<_>>().join(separator);
    (0..rows).map(|row| line(row) + "\r\n").collect()
}

/// The Python that has the libraries of `scripts/workbooks.py`.
pub fn outside_python() -> Option<PathBuf> {
    let python = support::tool("python3")?;
    let has = Command::new(&python)
        .args(["-c", "import openpyxl, xlwt, odf"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !has {
        let required = std::env::var_os("YINFA_REQUIRE_TOOLS").is_some();
        assert!(!required, "没有 openpyxl、xlwt、odfpy，而 YINFA_REQUIRE_TOOLS 要求它们");
        let _ = writeln!(
            std::io::stderr(),
            "跳过：没有 openpyxl、xlwt、odfpy（scripts/test-tools.sh 可以安装）"
        );
    }
    has.then_some(python)
}

fn outside(writer: Writer, books: &[(PathBuf, &Grid)]) {
    let python = outside_python().expect("asked for before");
    let list: Vec<serde_json::Value> = books
        .iter()
        .map(|(path, grid)| json!({ "path": path, "writer": writer.word(), "sheet": sheet_json(grid) }))
        .collect();
    let mut child = Command::new(python)
        .arg(support::root().join("scripts/workbooks.py"))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(serde_json::to_string(&list).unwrap().as_bytes()).unwrap();
    drop(input);
    assert!(child.wait().unwrap().success(), "scripts/workbooks.py failed");
}

fn sheet_json(grid: &Grid) -> serde_json::Value {
    let cell = |((row, column), cell): (&(u32, u16), &Cell)| match cell {
        Cell::Text(text) => json!([row, column, "text", text, null]),
        Cell::Number(number, format) => {
            let whole = number.fract() == 0.0 && number.abs() < 1e15;
            let value = if whole { json!(*number as i64) } else { json!(number) };
            json!([row, column, "number", value, (!format.is_empty()).then_some(format)])
        }
        Cell::Date(date) => json!([row, column, "date", date, null]),
        Cell::Bool(value) => json!([row, column, "bool", value, null]),
        Cell::Error(error) => json!([row, column, "error", error, null]),
        Cell::Formula(formula, result) => json!([row, column, "formula", formula, result]),
    };
    json!({
        "name": grid.sheet,
        "cells": grid.cells.iter().map(cell).collect::<Vec<_>>(),
        "merged": grid.merged,
        "hidden_rows": grid.hidden_rows,
        "hidden_columns": grid.hidden_columns,
    })
}
