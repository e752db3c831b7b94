//! Tables: how wide columns are, and where pages end. `tests/tables` holds documents, each with
//! the lines of its cells beside it; `UPDATE=1 cargo test` rewrites them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use yinfa::batch;
use yinfa::read::{self, CellText};

use crate::support::{self, Output};

#[test]
fn columns_break_no_figure_and_no_word() {
    let plan = support::plan();
    let mut wrong = Vec::new();
    let jobs = batch::find_jobs(&support::root().join("tests/tables"), None).unwrap();
    for job in jobs.value {
        let found = cells(&support::make(&job.input, &plan));
        let path = job.input.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, found).unwrap();
        } else if std::fs::read_to_string(&path).ok() != Some(found.clone()) {
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "look at these tables, then UPDATE=1:\n{}", wrong.join("\n"));
}

/// The cells of a document's tables, a row on a line; `/` where a line of a cell ends.
fn cells(output: &Output) -> String {
    let content = read::content(Path::new("report.pdf"), output.pdf.clone()).unwrap();
    let mut text = String::new();
    for row in content.tables().flatten() {
        let cell = |CellText { text, .. }: &CellText| text.replace('\n', "/");
        writeln!(text, "{}", row.iter().map(cell).collect::<Vec<_>>().join(" | ")).unwrap();
    }
    text
}

/// How many rows tables have, and how many lines stand before them.
const SIZES: std::ops::Range<usize> = 1..34;
const BEFORE: [usize; 6] = [0, 3, 9, 11, 12, 13];

/// Below a header no row stands alone, and none at the beginning of a page.
#[test]
fn no_row_stands_alone_on_a_page() {
    let Some(pdftotext) = support::tool("pdftotext") else { return };
    let folder = support::scratch("table-pages");
    let plan = support::plan();
    for kind in [Rows::Plain, Rows::Grouped] {
        for (size, lines) in SIZES.flat_map(|size| BEFORE.map(|lines| (size, lines))) {
            let about = format!("{kind:?} {size} {lines}");
            let input = folder.join("report.yaml");
            std::fs::write(&input, kind.document(size, lines)).unwrap();
            let output = support::make(&input, &plan);
            let found = rows_of_pages(&pdftotext, &output, &folder);
            let counts: Vec<usize> = found.into_values().collect();
            assert_eq!(counts.iter().sum::<usize>(), size, "{about}");
            let least = size.min(2);
            let (first, last) = (counts.first().unwrap(), counts.last().unwrap());
            assert!(*first >= least && *last >= least, "{about}: {counts:?}");
            check_word(&output, size, &about);
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Rows {
    Plain,
    /// The first column has one cell for all rows.
    Grouped,
}

impl Rows {
    /// A document whose table has so many rows behind so many lines.
    fn document(self, size: usize, lines: usize) -> String {
        let mut text = "报告种类: 公文\n标题: 表\n成文日期: 2025-03-27\n".to_owned();
        text += "单位: {全称: 示例县司法局, 简称: 县司法局}\n正文:\n";
        for _ in 0..lines {
            text += "  - 一行正文。\n";
        }
        text += "  - 表:\n      题名: 表\n      合并: true\n      列: [组, 行, 数]\n      行:\n";
        for row in 1..=size {
            let group = match self {
                Rows::Plain => "甲",
                Rows::Grouped if row == 1 => "甲",
                Rows::Grouped => "↑",
            };
            writeln!(text, "        - [{group}, 第{row}行, {row}]").unwrap();
        }
        text + "  - 后面的正文。\n"
    }
}

/// How many rows of the table stand on each page that has any.
fn rows_of_pages(pdftotext: &Path, output: &Output, folder: &Path) -> BTreeMap<usize, usize> {
    let file = folder.join("report.pdf");
    std::fs::write(&file, &output.pdf).unwrap();
    let text = support::succeeds(Command::new(pdftotext).arg(&file).arg("-"));
    let count = |page: &str| page.lines().filter(|line| is_row(line)).count();
    let pages = text.split('\x0C').enumerate().map(|(number, page)| (number, count(page)));
    pages.filter(|(_, count)| *count > 0).collect()
}

fn is_row(line: &str) -> bool {
    let number = line.trim().strip_prefix('第').and_then(|rest| rest.strip_suffix('行'));
    number.is_some_and(|number| number.parse::<usize>().is_ok())
}

/// Word makes its own pages: it is told which rows stay together, and that none is split.
fn check_word(output: &Output, size: usize, about: &str) {
    let xml = support::part(&output.docx, "word/document.xml");
    let rows: Vec<&str> = xml.split("<w:tr>").skip(1).collect();
    assert_eq!(rows.len(), size + 1, "{about}");
    for (index, row) in rows.iter().enumerate() {
        assert!(row.contains("<w:cantSplit"), "{about}: row {index}");
        let row = row.split("</w:tr>").next().unwrap();
        // The header, the first row and the last but one.
        let is_kept = index == 0 || (index == 1 && size > 1) || index + 1 == size;
        let kept = row.matches("<w:keepNext").count();
        let wanted = if is_kept { row.matches("<w:p ").count() } else { 0 };
        assert!(kept == wanted || !is_kept && kept == 0, "{about}: row {index} {kept} {wanted}");
    }
}
