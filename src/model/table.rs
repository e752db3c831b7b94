//! 表格: what it holds, cell by cell.

use std::ops::Range;

use super::Text;

/// 表格.
#[derive(Debug)]
pub struct Table {
    /// 表题; empty if the heading above says it all.
    pub title: Text,
    /// 表号: `公开01表`.
    pub number: Option<Text>,
    /// 左注: what stands at the left end of the line above the table, such as `部门：…`.
    pub aside: Option<Text>,
    /// 计量单位 of the whole table.
    pub unit: Option<Text>,
    /// 字号 of everything but the title.
    pub size: TableSize,
    /// One per column.
    pub columns: Vec<Column>,
    /// 表头: repeated on every page.
    pub header: Vec<TableRow>,
    /// The rows below it.
    pub rows: Vec<TableRow>,
    /// 表注, below the table.
    pub notes: Vec<Text>,
    /// 整表: on one page, as far as it fits one.
    pub is_whole: bool,
    /// 横排表格: on landscape pages of its own (clause 8).
    pub is_landscape: bool,
}

/// The cells that begin in a row, from left to right.
pub(crate) type TableRow = Vec<TableCell>;

/// A cell, or several in one: a rectangle of columns and rows.
#[derive(Debug, Clone)]
pub struct TableCell {
    /// What it says.
    pub text: Text,
    /// Its first column, from 0.
    pub column: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// How many rows it covers.
    pub rows: usize,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// 列宽: its share of the width; only the proportion counts. `None` if it is not given.
    pub weight: Option<f64>,
    /// How its cells stand.
    pub align: Align,
}

/// How cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// 左
    Left,
    /// 中
    Centre,
    /// 右
    Right,
}

listed! {
    /// 表格的字号.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub enum TableSize {
        /// What the profile gives tables.
        #[default]
        Usual,
        /// 四号
        Four,
        /// 小四
        SmallFour,
        /// 五号
        Five,
        /// 小五
        SmallFive,
        /// 六号
        Six,
    }
}

impl TableSize {
    /// Its name; the usual size has none.
    pub fn word(self) -> &'static str {
        match self {
            TableSize::Usual => "",
            TableSize::Four => "四号",
            TableSize::SmallFour => "小四",
            TableSize::Five => "五号",
            TableSize::SmallFive => "小五",
            TableSize::Six => "六号",
        }
    }

    /// The size of that name.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.word() == word && !word.is_empty())
    }
}

impl Table {
    /// The columns that say what a row is about: the first that holds more than 序号, and
    /// those right of it as long as their cells are grouped by the one before.
    pub(crate) fn naming_columns(&self) -> Range<usize> {
        let cells = |column| self.rows.iter().flatten().filter(move |cell| cell.column == column);
        let is_number = |cell: &TableCell| cell.text.plain().chars().all(|c| c.is_ascii_digit());
        let count = self.columns.len();
        let Some(first) = (0..count.min(2)).find(|column| !cells(*column).all(is_number)) else {
            return 0..0;
        };
        let is_grouped = |column: &usize| cells(*column).any(|cell| cell.rows > 1);
        let last = (first..count).find(|column| !is_grouped(column)).unwrap_or(first);
        first..(last + 1).min(count.saturating_sub(1))
    }

    /// A name for messages: the title, or the first words of the table.
    pub fn name(&self) -> &Text {
        let cells = self.header.iter().chain(&self.rows).flatten();
        let first = || cells.map(|cell| &cell.text).find(|text| !text.is_empty());
        Some(&self.title).filter(|title| !title.is_empty()).or_else(first).unwrap_or(&self.title)
    }
}

/// The rows of a table whose pages end above each of `starts`: a cell that goes on there is
/// two, and says on the new page what it said on the old one.
pub(crate) fn split_rows(rows: &[TableRow], starts: &[usize]) -> Vec<TableRow> {
    let mut split: Vec<TableRow> = vec![Vec::new(); rows.len()];
    for (row, cells) in rows.iter().enumerate() {
        for cell in cells {
            let end = row + cell.rows;
            let inside = starts.iter().copied().filter(|start| (row + 1..end).contains(start));
            let edges: Vec<usize> = std::iter::once(row).chain(inside).chain([end]).collect();
            for edge in edges.windows(2) {
                split[edge[0]].push(TableCell { rows: edge[1] - edge[0], ..cell.clone() });
            }
        }
    }
    for cells in &mut split {
        cells.sort_by_key(|cell| cell.column);
    }
    split
}

/// Whether a cell covers both the row above `row` and this one.
pub(crate) fn is_crossed(rows: &[TableRow], row: usize) -> bool {
    let mut above = rows.iter().enumerate().take(row);
    above.any(|(start, cells)| cells.iter().any(|cell| start + cell.rows > row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, column: usize, columns: usize, rows: usize) -> TableCell {
        TableCell { text: Text::own(text), column, columns, rows }
    }

    #[test]
    fn groups_go_on_behind_the_end_of_a_page() {
        let rows = vec![
            vec![cell("组", 0, 1, 4), cell("a", 1, 1, 1)],
            vec![cell("b", 1, 1, 3)],
            vec![],
            vec![],
        ];
        let shown: Vec<Vec<(String, usize, usize)>> = split_rows(&rows, &[2, 3])
            .iter()
            .map(|row| row.iter().map(|c| (c.text.plain(), c.column, c.rows)).collect())
            .collect();
        let own = |text: &str, column, rows| (text.to_owned(), column, rows);
        assert_eq!(shown[0], [own("组", 0, 2), own("a", 1, 1)]);
        assert_eq!(shown[1], [own("b", 1, 1)]);
        assert_eq!(shown[2], [own("组", 0, 1), own("b", 1, 1)]);
        assert_eq!(shown[3], [own("组", 0, 1), own("b", 1, 1)]);
        assert!(is_crossed(&rows, 1) && is_crossed(&rows, 3));
        assert!(!is_crossed(&rows, 0) && !is_crossed(&rows, 4));
    }
}
