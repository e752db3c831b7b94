//! `【图】` and its rows.

use rust_decimal::Decimal;

use super::markup::{Piece, option, split, text, trim};
use super::table::{Wrong, cells};
use crate::model::{Chart, ChartRow, Figure, Text};

/// More groups of bars cannot be told apart in black and white.
const MOST_GROUPS: usize = 4;

/// Spreadsheets, also those inside charts of Word files, keep so many digits of a figure.
const MOST_DIGITS: u32 = 15;

/// A chart whose rows are being read.
pub(super) struct OpenChart {
    start: Vec<Piece>,
    title: Text,
    unit: Option<Text>,
    /// Whether the first row names the groups.
    has_header: bool,
    rows: Vec<(Vec<Piece>, Vec<Text>)>,
}

impl OpenChart {
    /// Begins a chart; the error says why its first line cannot be read.
    pub(super) fn new(line: &[Piece], rest: &[Piece]) -> Result<Self, String> {
        let parts = split(rest, '‖');
        let title = text(trim(parts[0]));
        if title.is_empty() {
            return Err("图要有图题".to_owned());
        }
        let (mut unit, mut has_header) = (None, false);
        for part in parts[1..].iter().map(|part| trim(part)).filter(|part| !part.is_empty()) {
            let (name, value) = option(part).ok_or("图的选项要写成“名称=内容”")?;
            match (name.as_str(), value.plain().as_str()) {
                ("单位", _) => unit = Some(value),
                ("表头", "1") => has_header = true,
                ("表头", words) => return Err(format!("图的表头只能有 1 行，不能是“{words}”")),
                (other, _) => return Err(format!("图没有选项“{other}”")),
            }
        }
        Ok(Self { start: line.to_vec(), title, unit, has_header, rows: Vec::new() })
    }

    /// Adds a line of cells.
    pub(super) fn row(&mut self, line: &[Piece]) -> Result<(), Wrong> {
        let wrong = |reason: String, is_shape| Wrong { line: line.to_vec(), reason, is_shape };
        let cells =
            cells(line).ok_or_else(|| wrong("图的行要以“|”开始和结束".to_owned(), false))?;
        let expected = self.rows.first().map_or(cells.len(), |(_, row)| row.len());
        if cells.len() != expected {
            let (number, found) = (self.rows.len() + 1, cells.len());
            let reason = format!("图的第 {number} 行有 {found} 格，第 1 行有 {expected} 格");
            return Err(wrong(reason, true));
        }
        self.rows.push((line.to_vec(), cells.into_iter().map(text).collect()));
        Ok(())
    }

    /// The chart, once all its lines are read.
    pub(super) fn close(mut self) -> Result<Chart, Wrong> {
        let wrong = |reason: String| {
            let line = self.start.clone();
            Wrong { line, reason, is_shape: true }
        };
        let groups = self.rows.first().map_or(0, |(_, row)| row.len().saturating_sub(1));
        if self.rows.len() < 1 + usize::from(self.has_header) || groups == 0 {
            return Err(wrong("图没有内容，一行要写名称和数".to_owned()));
        }
        if groups > MOST_GROUPS {
            let reason = format!("图有 {groups} 组数，最多 {MOST_GROUPS} 组");
            return Err(wrong(reason));
        }
        if groups > 1 && !self.has_header {
            return Err(wrong(format!("图有 {groups} 组数，要写“表头=1”，第一行写各组的名称")));
        }
        let header = self.has_header.then(|| self.rows.remove(0).1);
        let series = header.map(|row| row.into_iter().skip(1).collect()).unwrap_or_default();
        let rows = self.rows.into_iter().map(|(line, cells)| row(&line, cells));
        let rows: Vec<ChartRow> = rows.collect::<Result<_, _>>()?;
        if let Some(figure) = too_long(&rows) {
            let reason =
                format!("图里的“{figure}”连同各数最长的小数超过 {MOST_DIGITS} 位，Word 的图存不下");
            let line = self.start;
            return Err(Wrong { line, reason, is_shape: true });
        }
        Ok(Chart { title: self.title, unit: self.unit, series, rows })
    }
}

/// A figure that would have too many digits, shown with the decimals of all.
fn too_long(rows: &[ChartRow]) -> Option<String> {
    let all = || rows.iter().flat_map(|row| &row.values);
    let places = all().map(|figure| figure.value.normalize().scale()).max().unwrap_or(0);
    let whole = |value: Decimal| value.trunc().to_string().len() as u32;
    let figure = all().find(|figure| whole(figure.value) + places > MOST_DIGITS)?;
    Some(figure.text.plain())
}

fn row(line: &[Piece], cells: Vec<Text>) -> Result<ChartRow, Wrong> {
    let wrong = |reason| Wrong { line: line.to_vec(), reason, is_shape: false };
    let mut cells = cells.into_iter();
    let name = cells.next().unwrap_or_default();
    if name.is_empty() {
        return Err(wrong("图的一行没有名称".to_owned()));
    }
    let figure = |text: Text| {
        let words = text.plain();
        match words.parse::<Decimal>() {
            Ok(value) if !value.is_sign_negative() => Ok(Figure { text, value }),
            Ok(_) => {
                let name = name.plain();
                Err(wrong(format!("图里“{name}”的数是“{words}”，柱形图画不出负数")))
            }
            Err(_) => {
                let name = name.plain();
                Err(wrong(format!("图里“{name}”的数写的是“{words}”，要写成数字，不带单位")))
            }
        }
    };
    let values = cells.map(figure).collect::<Result<_, _>>()?;
    Ok(ChartRow { name, values })
}

#[cfg(test)]
mod tests {
    use crate::merge::markup::parse;
    use crate::model::{Block, Format, Text};

    #[test]
    fn charts_are_read_or_refused_with_a_reason() {
        let manuscript = "【图】题‖单位=件‖表头=1\n|单位|上年|本年|\n|甲|1|2.5|\n|乙|0|3|\n文";
        let (read, faults) = parse(manuscript, Format::default(), &[]);
        assert!(faults.is_empty(), "{faults:?}");
        let [Block::Chart(chart), Block::Paragraph(_)] = &read.body.text[..] else {
            panic!("{:?}", read.body.text)
        };
        let series: Vec<String> = chart.series.iter().map(Text::plain).collect();
        assert_eq!(series, ["上年", "本年"]);
        assert_eq!(chart.shown(chart.rows[1].values[0].value), "0.0");
        for (manuscript, reason) in [
            ("【图】‖单位=件\n|甲|1|", "图要有图题"),
            ("【图】题\n文", "图没有内容，一行要写名称和数"),
            ("【图】题‖表头=1\n|甲|乙|", "图没有内容，一行要写名称和数"),
            ("【图】题\n|甲|1|2|", "图有 2 组数，要写“表头=1”，第一行写各组的名称"),
            ("【图】题\n|甲|1|2|3|4|5|", "图有 5 组数，最多 4 组"),
            ("【图】题\n|甲|1|\n|乙|1|2|", "图的第 2 行有 3 格，第 1 行有 2 格"),
            ("【图】题\n|甲|3件|", "图里“甲”的数写的是“3件”，要写成数字，不带单位"),
            ("【图】题\n|甲|-3|", "图里“甲”的数是“-3”，柱形图画不出负数"),
            ("【图】题\n||3|", "图的一行没有名称"),
            ("【图】题‖列宽=1\n|甲|3|", "图没有选项“列宽”"),
        ] {
            let (_, faults) = parse(manuscript, Format::default(), &[]);
            assert_eq!(faults[0].reason, reason, "{manuscript}");
        }
    }
}
