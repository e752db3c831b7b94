//! A workbook to be filled in, from the same mapping that reads it: headers with what belongs
//! under them, drop-downs, an example row, and a sheet of notes. Equal kinds give equal bytes.

mod field;
mod listing;
mod prescribed;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::KindMapping;
use super::mapping::{BUREAU, Mapping, TableMap};
use crate::diag::{Code, Diagnostic, Place};
use field::Field;

/// The sheet of notes.
pub(crate) const NOTES: &str = "填写说明";

/// Rows that are made ready for figures.
const ROWS: u32 = 500;

/// What a header stands for in a sheet whose name holds the bureau.
const SAMPLE_BUREAU: &str = "单位全称";

/// The workbook of a kind.
///
/// # Errors
///
/// Where the kind takes no figures from spreadsheets, or a name of its mapping cannot be the
/// name of a sheet.
pub fn workbook(of: KindMapping<'_>) -> Result<Vec<u8>, Diagnostic> {
    let KindMapping { kind, mapping } = of;
    let Some(mapping) = mapping else {
        let message = format!("{kind}没有写怎样从表格取数（sheets.yaml）");
        return Err(Diagnostic::new(Code::SheetNoMapping, Place::Whole, message)
            .hint("用 yinfa new 写出数据文件来填，或者请模板的编写人加上 sheets.yaml"));
    };
    written(kind, mapping).map_err(|error| {
        let message = format!("{kind}的 sheets.yaml 写不成工作簿：{error}");
        Diagnostic::new(Code::BadKind, Place::Whole, message)
            .hint("工作表的名称不超过 31 个字，不用方括号、冒号、星号、问号和斜线")
    })
}

fn written(kind: &str, mapping: &Mapping) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The clock must not reach the file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(format!("{kind}数据表"))
        .set_author("")
        .set_creation_datetime(&created);
    book.set_properties(&properties);
    let styles = Styles::new();
    let mut notes = Vec::new();
    for (number, map) in mapping.rows.iter().enumerate() {
        let name = map.sheet.clone().unwrap_or_else(|| sheet_name(kind, number));
        let sheet = add_sheet(&mut book, &name)?;
        notes.extend(listing::write(sheet, map, &name, &styles)?);
    }
    let mut done: Vec<&str> = Vec::new();
    for map in &mapping.tables {
        if done.contains(&map.sheet.as_str()) {
            continue;
        }
        done.push(&map.sheet);
        let name = map.sheet.replace(BUREAU, SAMPLE_BUREAU);
        let sheet = add_sheet(&mut book, &name)?;
        let together: Vec<&TableMap> =
            mapping.tables.iter().filter(|other| other.sheet == map.sheet).collect();
        notes.extend(prescribed::write(sheet, &together, &name, &styles)?);
    }
    let sheet = add_sheet(&mut book, NOTES)?;
    write_notes(sheet, kind, mapping, &notes, &styles)?;
    book.save_to_buffer()
}

/// A sheet that prints on the width of a page.
fn add_sheet<'a>(book: &'a mut Workbook, name: &str) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    Ok(sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0))
}

/// A name for a sheet that the mapping does not name.
fn sheet_name(kind: &str, number: usize) -> String {
    let name: String = kind.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(28).collect();
    if number == 0 { name } else { format!("{name}{}", number + 1) }
}

/// The looks of cells.
struct Styles {
    header: Format,
    label: Format,
    cell: Format,
    date: Format,
    words: Format,
    example: Format,
    example_date: Format,
    text: Format,
    plain: Format,
}

impl Styles {
    fn new() -> Self {
        let plain = Format::new().set_font_name("宋体").set_font_size(11);
        let cell =
            plain.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let header = cell
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0xE7_E6_E6));
        let example = cell.clone().set_italic().set_font_color(Color::RGB(0x80_80_80));
        let label = cell.clone().set_text_wrap().set_background_color(Color::RGB(0xF2_F2_F2));
        let text = plain.clone().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            date: plain.clone().set_num_format("yyyy-mm-dd"),
            words: plain.clone().set_num_format("@"),
            example_date: example.clone().set_num_format("yyyy-mm-dd"),
            header,
            label,
            cell,
            example,
            text,
            plain,
        }
    }
}

/// What the notes say about one header.
struct Note {
    sheet: String,
    header: String,
    field: Field,
}

fn write_notes(
    sheet: &mut Worksheet,
    kind: &str,
    mapping: &Mapping,
    notes: &[Note],
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip([16, 30, 20, 10, 24, 50]) {
        sheet.set_column_width(column, width)?;
    }
    let lines = instructions(kind, mapping);
    let mut row = 0;
    for line in &lines {
        sheet.merge_range(row, 0, row, 5, line, &styles.text)?;
        sheet.set_row_height(row, 32)?;
        row += 1;
    }
    row += 1;
    let heads = ["工作表", "表头", "怎样填", "单位", "例", "说明"];
    for (column, head) in (0..).zip(heads) {
        sheet.write_string_with_format(row, column, head, &styles.header)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    for note in notes {
        row += 1;
        let Field { kind, unit, example, description, .. } = &note.field;
        let cells = [&note.sheet, &note.header, kind, unit, &example.shown(), description];
        for (column, text) in (0..).zip(cells) {
            sheet.write_string_with_format(row, column, text, &styles.label)?;
        }
    }
    Ok(())
}

fn instructions(kind: &str, mapping: &Mapping) -> Vec<String> {
    let mut lines = vec![format!(
        "这个工作簿收集《{kind}》的数字。填好以后和数据文件放在一起，在“共用.yaml”里写“数据表: 文件名.xlsx”。"
    )];
    if !mapping.rows.is_empty() {
        lines.push(
            "一个单位一行，单位名称写全称。灰色斜体的示例行填写前删掉；不删的，程序跳过并提示。"
                .to_owned(),
        );
    }
    if mapping.tables.iter().any(|map| map.sheet.contains(BUREAU)) {
        lines.push(format!(
            "名称里有“{SAMPLE_BUREAU}”的工作表一个单位一张：复制工作表，把“{SAMPLE_BUREAU}”改成单位的全称。"
        ));
    }
    lines.push("只填数字，不写单位和千分位；没有的空着，是零的填 0。不要改表头，不要合并单元格；列的次序可以变。".to_owned());
    lines
}
