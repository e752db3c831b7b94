//! 台账.xlsx: a run as a workbook for the office, with filters and links to the files.

use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError,
};

use super::presentation::{facts, file_of, relative};
use super::record::{FileRecord, Status};
use super::report::RunReport;
use crate::diag::Severity;
use crate::output::OutputFormat;

/// Excel opens no sheet with more links; further files are named without.
const MAX_LINKS: usize = 65_000;
/// Excel opens no cell with more characters.
const MAX_CHARS: usize = 32_000;

/// Findings in the sheet; Excel opens no sheet with more than 1,048,576 rows.
const MAX_ROWS: usize = 1_000_000;

/// The columns with their widths in characters; behind them stand those of the files.
const COLUMNS: [(&str, f64); 13] = [
    ("序号", 6.0),
    ("文件夹", 22.0),
    ("单位", 30.0),
    ("报告种类", 24.0),
    ("年度", 7.0),
    ("标题", 44.0),
    ("发文字号", 20.0),
    ("页数", 6.0),
    ("状态", 14.0),
    ("原因", 20.0),
    ("错误", 6.0),
    ("警告", 6.0),
    ("提示", 6.0),
];
/// The columns of the findings.
const FINDINGS: [(&str, f64); 8] = [
    ("单位", 30.0),
    ("轻重", 8.0),
    ("代码", 26.0),
    ("信息", 60.0),
    ("办法", 44.0),
    ("字段", 24.0),
    ("文件", 40.0),
    ("位置", 12.0),
];

/// The workbook of a run. `folder` is where it will lie, so that links can lead from there.
///
/// # Errors
///
/// Why the workbook cannot be written, in the words of the library.
pub fn workbook(report: &RunReport, folder: &Path) -> Result<Vec<u8>, String> {
    build(report, folder).map_err(|error| error.to_string())
}

fn build(report: &RunReport, folder: &Path) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The clock of the machine has no place in the file; the run says when it was.
    let made = ExcelDateTime::parse_from_str(&report.run.started)
        .or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    book.set_properties(&DocProperties::new().set_title("印发台账").set_creation_datetime(&made));
    reports(book.add_worksheet().set_name("报告")?, report, folder)?;
    findings(book.add_worksheet().set_name("发现")?, report)?;
    run(book.add_worksheet().set_name("运行")?, report)?;
    book.save_to_buffer()
}

/// The head of a sheet that is a list: fixed, with filters, wide enough.
fn head(
    sheet: &mut Worksheet,
    columns: &[(impl AsRef<str>, f64)],
    rows: usize,
) -> Result<(), XlsxError> {
    let bold =
        Format::new().set_bold().set_align(FormatAlign::Center).set_background_color(0xE7_ECF3);
    for (column, (name, width)) in (0u16..).zip(columns) {
        sheet.write_with_format(0, column, name.as_ref(), &bold)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let last_row = u32::try_from(rows).unwrap_or(u32::MAX).min(1_048_575);
    sheet.autofilter(0, 0, last_row, columns.len() as u16 - 1)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// The columns of the reports: after what they are, a link to each file, then its sum.
fn columns() -> Vec<(String, f64)> {
    let fixed = COLUMNS.map(|(name, width)| (name.to_owned(), width));
    let files = OutputFormat::ALL.map(|format| (format.word().to_owned(), 24.0));
    let sums = OutputFormat::ALL.map(|format| (format!("{} 的 SHA-256", format.word()), 20.0));
    fixed.into_iter().chain(files).chain(sums).collect()
}

fn reports(sheet: &mut Worksheet, report: &RunReport, folder: &Path) -> Result<(), XlsxError> {
    head(sheet, &columns(), report.reports.len())?;
    let mut links = 0;
    for (row, record) in (1u32..).zip(&report.reports) {
        let folder_of = Path::new(&record.key).parent().unwrap_or(Path::new(""));
        let facts = &record.facts;
        let reasons: Vec<&str> = record.reasons.iter().map(|reason| reason.word()).collect();
        sheet.write(row, 0, row)?;
        text(sheet, row, 1, &folder_of.to_string_lossy())?;
        text(sheet, row, 2, &facts.bureau)?;
        text(sheet, row, 3, facts.kind.as_deref().unwrap_or_default())?;
        if let Some(year) = facts.year {
            sheet.write(row, 4, year)?;
        }
        text(sheet, row, 5, facts.title.as_deref().unwrap_or_default())?;
        text(sheet, row, 6, facts.number.as_deref().unwrap_or_default())?;
        if let Some(pages) = facts.pages {
            sheet.write(row, 7, pages as u32)?;
        }
        let format = Format::new().set_background_color(colour(record.status));
        sheet.write_with_format(row, 8, record.status.word(), &format)?;
        text(sheet, row, 9, &reasons.join("、"))?;
        let severities = [Severity::Error, Severity::Warning, Severity::Advice];
        for (column, severity) in (10u16..).zip(severities) {
            sheet.write(row, column, record.count(severity) as u32)?;
        }
        let formats = OutputFormat::ALL;
        for (column, format) in (COLUMNS.len() as u16..).zip(formats) {
            if let Some(file) = file_of(record, format) {
                links += 1;
                link(sheet, row, column, file, folder, links)?;
                text(sheet, row, column + formats.len() as u16, &file.sha256)?;
            }
        }
    }
    Ok(())
}

fn findings(sheet: &mut Worksheet, report: &RunReport) -> Result<(), XlsxError> {
    let own = report.reports.iter().flat_map(|record| {
        record.findings.iter().map(|finding| (record.facts.bureau.as_str(), finding))
    });
    let run = report.findings.iter().map(|finding| ("", finding));
    // The rows of a sheet are limited; report.json has the rest.
    let all = run.chain(own).take(MAX_ROWS);
    let of_reports = report.reports.iter().map(|record| record.findings.len()).sum::<usize>();
    head(sheet, &FINDINGS, (report.findings.len() + of_reports).min(MAX_ROWS))?;
    for (row, (bureau, finding)) in (1u32..).zip(all) {
        let cells = [
            bureau,
            finding.severity.word(),
            finding.code.text(),
            &finding.message,
            &finding.hints.join("；"),
            finding.field.as_deref().unwrap_or_default(),
            finding.file.as_deref().unwrap_or_default(),
            &finding.position(),
        ];
        for (column, cell) in (0u16..).zip(cells) {
            text(sheet, row, column, cell)?;
        }
    }
    Ok(())
}

fn run(sheet: &mut Worksheet, report: &RunReport) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 60)?;
    for (row, (name, value)) in (0u32..).zip(facts(report)) {
        sheet.write(row, 0, name)?;
        text(sheet, row, 1, &value)?;
    }
    Ok(())
}

/// Text, and nothing else: a title that begins with `=` is no formula.
fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    let cut: String = text.chars().take(MAX_CHARS).collect();
    sheet.write_string(row, column, cut).map(drop)
}

fn link(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    file: &FileRecord,
    folder: &Path,
    links: usize,
) -> Result<(), XlsxError> {
    let path = Path::new(&file.path);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let target = relative(folder, path).to_string_lossy().replace('\\', "/");
    // What Excel does not take, and a mark that would cut the address.
    if links > MAX_LINKS || target.chars().count() > 1000 || target.contains('#') {
        return text(sheet, row, column, &name);
    }
    let url = Url::new(format!("file:///{target}")).set_text(&name);
    sheet.write_url(row, column, url).map(drop)
}

fn colour(status: Status) -> u32 {
    match status {
        Status::Made => 0xD9_F0E0,
        Status::Unchanged => 0xFF_FFFF,
        Status::Edited => 0xE3_EEFB,
        Status::Held => 0xFD_F0CF,
        Status::Failed => 0xF9_D7D5,
        Status::NotRun => 0xEC_ECEC,
    }
}
