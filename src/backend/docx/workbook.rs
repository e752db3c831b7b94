//! The workbook inside a chart, which Word opens for “编辑数据”.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::layout::ChartItem;
use crate::model::{ChartRow, Text};

/// The only sheet of the workbook.
pub(super) const SHEET: &str = "Sheet1";

/// What a sheet holds: names in the first column, names of groups in the first row.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The names of the groups.
    pub(super) groups: Vec<String>,
    /// Each category with its figures as printed.
    pub(super) rows: Vec<(String, Vec<String>)>,
}

impl Sheet {
    pub(super) fn of(item: &ChartItem<'_>) -> Self {
        let chart = item.chart;
        let groups = match &chart.series[..] {
            [] => vec![chart.title.plain()],
            names => names.iter().map(Text::plain).collect(),
        };
        let row = |ChartRow { name, values }: &ChartRow| {
            let values = values.iter().map(|figure| chart.shown(figure.value));
            (name.plain(), values.collect())
        };
        Self { groups, rows: chart.rows.iter().map(row).collect() }
    }

    /// The number format of all figures.
    pub(super) fn format(&self) -> String {
        let first = self.rows.iter().flat_map(|(_, values)| values).next();
        let places =
            first.and_then(|value| value.split_once('.')).map_or(0, |(_, rest)| rest.len());
        if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) }
    }

    /// The sheet as a file; its date is fixed, so that equal sheets give equal bytes.
    pub(super) fn file(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
        let sheet = workbook.add_worksheet().set_name(SHEET)?;
        let format = Format::new().set_num_format(self.format());
        for (column, name) in (1_u16..).zip(&self.groups) {
            sheet.write_string(0, column, name)?;
        }
        for (row, (name, values)) in (1_u32..).zip(&self.rows) {
            sheet.write_string(row, 0, name)?;
            for (column, value) in (1_u16..).zip(values) {
                sheet.write_number_with_format(
                    row,
                    column,
                    value.parse().unwrap_or(0.0),
                    &format,
                )?;
            }
        }
        workbook.save_to_buffer()
    }
}
