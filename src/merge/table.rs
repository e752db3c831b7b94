//! `【表】` and its rows: options, merged cells, notes.

use std::collections::HashMap;

use super::markup::{Piece, is_markup, option, split, text, trim};
use crate::model::{Align, Column, Table, TableCell, TableRow, TableSize, Text};

/// This cell belongs to the one at its left.
const LEFT: &str = "←";
/// This cell belongs to the one above.
const ABOVE: &str = "↑";

/// A table whose rows are being read.
pub(super) struct OpenTable {
    start: Vec<Piece>,
    title: Text,
    options: Options,
    rows: Vec<OpenRow>,
    notes: Vec<Text>,
}

struct OpenRow {
    line: Vec<Piece>,
    cells: Vec<Entry>,
}

enum Entry {
    Own(Text),
    Left,
    Above,
}

#[derive(Default)]
struct Options {
    number: Option<Text>,
    aside: Option<Text>,
    unit: Option<Text>,
    size: TableSize,
    weights: Option<Vec<f64>>,
    aligns: Option<Vec<Align>>,
    header: Option<usize>,
    is_whole: bool,
    is_landscape: bool,
    /// Whether ← and ↑ of the data are marks too.
    merges_data: bool,
}

/// What is wrong, and with which line.
pub(super) struct Wrong {
    pub(super) line: Vec<Piece>,
    pub(super) reason: String,
    /// Whether cells, columns or widths do not match.
    pub(super) is_shape: bool,
}

impl OpenTable {
    /// Begins a table; the error says why its first line cannot be read.
    pub(super) fn new(line: &[Piece], rest: &[Piece]) -> Result<Self, String> {
        let parts = split(rest, '‖');
        let mut options = Options::default();
        for part in parts[1..].iter().map(|part| trim(part)).filter(|part| !part.is_empty()) {
            let (name, value) = option(part).ok_or("表的选项要写成“名称=内容”")?;
            options.set(&name, value)?;
        }
        let title = text(trim(parts[0]));
        Ok(Self { start: line.to_vec(), title, options, rows: Vec::new(), notes: Vec::new() })
    }

    /// Adds a line of cells.
    pub(super) fn row(&mut self, line: &[Piece]) -> Result<(), Wrong> {
        let wrong = |reason: String, is_shape| Wrong { line: line.to_vec(), reason, is_shape };
        if !self.notes.is_empty() {
            return Err(wrong("【表注】后面不能再有表格的行".to_owned(), false));
        }
        let cells =
            cells(line).ok_or_else(|| wrong("表格的行要以“|”开始和结束".to_owned(), false))?;
        let expected = self.rows.first().map_or(cells.len(), |row| row.cells.len());
        if cells.len() != expected {
            let (name, found) = (self.row_name(self.rows.len()), cells.len());
            let reason = format!("{name}有 {found} 格，表头有 {expected} 格");
            return Err(wrong(reason, true));
        }
        let merges_data = self.options.merges_data;
        let cells = cells.into_iter().map(|cell| entry(cell, merges_data)).collect();
        self.rows.push(OpenRow { line: line.to_vec(), cells });
        Ok(())
    }

    /// Adds a 表注.
    pub(super) fn note(&mut self, note: Text) {
        self.notes.push(note);
    }

    /// The table, once all its lines are read.
    pub(super) fn close(self) -> Result<Table, Wrong> {
        let wrong = |reason: String| {
            let line = self.start.clone();
            Wrong { line, reason, is_shape: true }
        };
        let header = self.header_rows();
        if self.rows.len() < 2 {
            return Err(wrong("表格没有内容".to_owned()));
        }
        if header >= self.rows.len() {
            let reason = format!("表头占 {header} 行，表格一共只有 {} 行", self.rows.len());
            return Err(wrong(reason));
        }
        let count = self.rows[0].cells.len();
        let columns = self.columns(count).map_err(wrong)?;
        let mut rows = self.merged()?;
        let body = rows.split_off(header);
        let Options { number, aside, unit, size, is_whole, is_landscape, .. } = self.options;
        let (title, notes) = (self.title, self.notes);
        let (header, rows) = (rows, body);
        Ok(Table {
            title,
            number,
            aside,
            unit,
            size,
            columns,
            header,
            rows,
            notes,
            is_whole,
            is_landscape,
        })
    }

    fn header_rows(&self) -> usize {
        self.options.header.unwrap_or(1)
    }

    /// A row in messages: those below the header count from 1.
    fn row_name(&self, row: usize) -> String {
        match row.checked_sub(self.header_rows()) {
            Some(below) => format!("表格第 {} 行", below + 1),
            None => format!("表头第 {} 行", row + 1),
        }
    }

    /// The width, if it is given, and the alignment of each column.
    fn columns(&self, count: usize) -> Result<Vec<Column>, String> {
        let Options { weights, aligns, .. } = &self.options;
        if weights.as_ref().is_some_and(|list| list.len() != count) {
            return Err(format!("列宽的个数和列数（{count}）不同"));
        }
        if aligns.as_ref().is_some_and(|list| list.len() != count) {
            return Err(format!("对齐的个数和列数（{count}）不同"));
        }
        let weight = |column: usize| weights.as_ref().map(|list| list[column]);
        let align = |column: usize| aligns.as_ref().map_or(Align::Centre, |list| list[column]);
        let column = |column| Column { weight: weight(column), align: align(column) };
        Ok((0..count).map(column).collect())
    }

    /// The cells with what is merged into them.
    fn merged(&self) -> Result<Vec<TableRow>, Wrong> {
        let covered = covered(&self.owners()?);
        let mut rows = Vec::new();
        for (row, OpenRow { cells, .. }) in self.rows.iter().enumerate() {
            let mut begun = Vec::new();
            for (column, entry) in cells.iter().enumerate() {
                let Entry::Own(text) = entry else { continue };
                let (columns, rows) = self.rectangle(&covered, (row, column))?;
                begun.push(TableCell { text: text.clone(), column, columns, rows });
            }
            if begun.is_empty() {
                let reason = format!("{}没有自己的格，全都并到了上一行", self.row_name(row));
                return Err(self.at(row, reason));
            }
            rows.push(begun);
        }
        Ok(rows)
    }

    /// For each cell, where the one begins that it belongs to.
    fn owners(&self) -> Result<Vec<Vec<(usize, usize)>>, Wrong> {
        let mut owners: Vec<Vec<(usize, usize)>> = Vec::new();
        for (row, OpenRow { cells, .. }) in self.rows.iter().enumerate() {
            let mut own = Vec::new();
            for (column, entry) in cells.iter().enumerate() {
                let owner = match entry {
                    Entry::Own(_) => Some((row, column)),
                    Entry::Left => own.last().copied(),
                    Entry::Above => row.checked_sub(1).map(|above| owners[above][column]),
                };
                own.push(owner.ok_or_else(|| {
                    let (mark, side) = match entry {
                        Entry::Above => (ABOVE, "上面"),
                        Entry::Left | Entry::Own(_) => (LEFT, "左边"),
                    };
                    let name = self.row_name(row);
                    let reason = format!("{name}第 {} 格是“{mark}”，{side}没有格", column + 1);
                    self.at(row, reason)
                })?);
            }
            owners.push(own);
        }
        Ok(owners)
    }

    /// How many columns and rows a cell covers, which must be a rectangle on one side of the
    /// end of the header.
    fn rectangle(
        &self,
        covered: &HashMap<(usize, usize), Covered>,
        start: (usize, usize),
    ) -> Result<(usize, usize), Wrong> {
        let alone = Covered { first_column: start.1, last: start, count: 1 };
        let Covered { first_column, last: (last_row, last_column), count } =
            covered.get(&start).copied().unwrap_or(alone);
        let (columns, rows) = (last_column + 1 - start.1, last_row + 1 - start.0);
        // Areas grow to the right and down from their first cell, so the count is enough
        // unless one goes back to the left.
        let is_rectangle = count == columns * rows && first_column >= start.1;
        let name = || format!("{}第 {} 格", self.row_name(start.0), start.1 + 1);
        if !is_rectangle {
            return Err(self.at(start.0, format!("{}合并成的不是长方形", name())));
        }
        if start.0 < self.header_rows() && last_row >= self.header_rows() {
            let reason = format!("{}从表头并到了下面的行", name());
            return Err(self.at(start.0, reason));
        }
        Ok((columns, rows))
    }

    fn at(&self, row: usize, reason: String) -> Wrong {
        Wrong { line: self.rows[row].line.clone(), reason, is_shape: true }
    }
}

/// The cells that belong to one.
#[derive(Debug, Clone, Copy)]
struct Covered {
    first_column: usize,
    /// The last row and the last column.
    last: (usize, usize),
    count: usize,
}

/// What belongs to each cell, told by where each begins that others belong to.
fn covered(owners: &[Vec<(usize, usize)>]) -> HashMap<(usize, usize), Covered> {
    let mut all: HashMap<(usize, usize), Covered> = HashMap::new();
    for (row, own) in owners.iter().enumerate() {
        for (column, owner) in own.iter().enumerate() {
            let one = Covered { first_column: column, last: (row, column), count: 0 };
            let covered = all.entry(*owner).or_insert(one);
            covered.first_column = covered.first_column.min(column);
            covered.last = (covered.last.0.max(row), covered.last.1.max(column));
            covered.count += 1;
        }
    }
    all
}

impl Options {
    fn set(&mut self, name: &str, value: Text) -> Result<(), String> {
        let words = value.plain();
        match name {
            "整表" => self.is_whole = words == "是",
            "横排" => self.is_landscape = words == "是",
            "合并" => self.merges_data = words == "是",
            "单位" => self.unit = Some(value),
            "表号" => self.number = Some(value),
            "左注" => self.aside = Some(value),
            "字号" => {
                let wrong = || {
                    let known: Vec<&str> =
                        TableSize::ALL.iter().skip(1).map(|size| size.word()).collect();
                    format!("字号“{words}”要写成{}里的一个", known.join("、"))
                };
                self.size = TableSize::of(&words).ok_or_else(wrong)?;
            }
            "表头" => {
                let rows = words.parse().ok().filter(|rows| *rows > 0);
                let wrong = || format!("表头“{words}”要写成行数，至少 1 行");
                self.header = Some(rows.ok_or_else(wrong)?);
            }
            "列宽" => {
                let weights = words.split(',').map(|word| word.trim().parse().ok());
                let weights: Option<Vec<f64>> = weights.collect();
                let sound = |list: &Vec<f64>| list.iter().all(|w| w.is_finite() && *w > 0.0);
                let wrong = || format!("列宽“{words}”要写成用逗号隔开的正数");
                self.weights = Some(weights.filter(sound).ok_or_else(wrong)?);
            }
            "对齐" => {
                let aligns: Option<Vec<Align>> = words.split(',').map(align).collect();
                let wrong = || format!("对齐“{words}”要写成用逗号隔开的左、中、右");
                self.aligns = Some(aligns.ok_or_else(wrong)?);
            }
            other => return Err(format!("表没有选项“{other}”")),
        }
        Ok(())
    }
}

/// The cells of a line between its bars.
pub(super) fn cells(line: &[Piece]) -> Option<Vec<&[Piece]>> {
    let ends = line.len() > 1 && line.last().is_some_and(|piece| is_markup(piece, '|'));
    ends.then(|| split(&line[1..line.len() - 1], '|').into_iter().map(trim).collect())
}

fn entry(cell: &[Piece], merges_data: bool) -> Entry {
    let may_merge = merges_data || !cell.iter().any(|piece| piece.literal);
    let words: String = cell.iter().map(|piece| piece.c).collect();
    match words.trim() {
        LEFT if may_merge => Entry::Left,
        ABOVE if may_merge => Entry::Above,
        _ => Entry::Own(text(cell)),
    }
}

fn align(word: &str) -> Option<Align> {
    match word.trim() {
        "左" => Some(Align::Left),
        "中" => Some(Align::Centre),
        "右" => Some(Align::Right),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::merge::markup::parse;
    use crate::model::{Block, Format, TableSize};

    /// Texts and spans of a table, row by row; or what is wrong with it.
    fn read(rows: &str) -> Result<Vec<String>, String> {
        let (read, faults) = parse(&format!("【表】题‖{rows}"), Format::default(), &[]);
        if let Some(fault) = faults.first() {
            return Err(format!("{}：{}", fault.line, fault.reason));
        }
        let [Block::Table(table)] = &read.body.text[..] else { panic!("one table") };
        let row = |row: &Vec<crate::model::TableCell>| {
            let cells = row.iter().map(|cell| {
                format!("{}@{} {}x{}", cell.text.plain(), cell.column, cell.columns, cell.rows)
            });
            cells.collect::<Vec<_>>().join(" ")
        };
        Ok(table.header.iter().chain(&table.rows).map(row).collect())
    }

    #[test]
    fn cells_are_merged_into_rectangles() {
        let rows = "表头=2\n|甲|乙|←|\n|↑|丙|丁|\n|一|1|2|\n|↑|3|←|\n|三|↑|←|\n|二||5|\n";
        let expected = [
            "甲@0 1x2 乙@1 2x1",
            "丙@1 1x1 丁@2 1x1",
            "一@0 1x2 1@1 1x1 2@2 1x1",
            "3@1 2x2",
            "三@0 1x1",
            "二@0 1x1 @1 1x1 5@2 1x1",
        ];
        assert_eq!(read(rows).expect("a sound table"), expected);
    }

    #[test]
    fn what_is_no_rectangle_is_refused() {
        for (rows, reason) in [
            ("\n|←|乙|\n|1|2|", "表头第 1 行第 1 格是“←”，左边没有格"),
            ("\n|甲|↑|\n|1|2|", "表头第 1 行第 2 格是“↑”，上面没有格"),
            ("\n|甲|乙|\n|↑|2|", "表头第 1 行第 1 格从表头并到了下面的行"),
            ("\n|甲|乙|\n|1|2|\n|↑|↑|", "表格第 2 行没有自己的格，全都并到了上一行"),
            ("\n|甲|乙|\n|1|2|\n|↑|3|\n|↑|←|\n|4|↑|", "表格第 1 行第 1 格合并成的不是长方形"),
            ("表头=2\n|甲|乙|\n|1|2|", "表头占 2 行，表格一共只有 2 行"),
            ("表头=0\n|甲|乙|\n|1|2|", "表头“0”要写成行数，至少 1 行"),
            ("字号=三号\n|甲|乙|\n|1|2|", "字号“三号”要写成四号、小四、五号、小五、六号里的一个"),
            ("列宽=1,-1\n|甲|乙|\n|1|2|", "列宽“1,-1”要写成用逗号隔开的正数"),
            ("\n|甲|乙|\n|1|2|\n【表注】注\n|3|4|", "【表注】后面不能再有表格的行"),
        ] {
            let found = read(rows).expect_err(rows);
            assert!(found.ends_with(&format!("：{reason}")), "{rows}: {found}");
        }
    }

    #[test]
    fn options_and_notes() {
        let manuscript = "【表】‖表号=公开01表‖左注=部门：甲‖单位=万元‖字号=小五\n|a|\n|1|\n\
                          【表注】注一\n【表注】注二\n文";
        let (read, faults) = parse(manuscript, Format::default(), &[]);
        assert!(faults.is_empty());
        let [Block::Table(table), Block::Paragraph(_)] = &read.body.text[..] else {
            panic!("{:?}", read.body.text)
        };
        assert_eq!(table.size, TableSize::SmallFive);
        assert_eq!(table.number.as_ref().map(|text| text.plain()).as_deref(), Some("公开01表"));
        assert_eq!(table.aside.as_ref().map(|text| text.plain()).as_deref(), Some("部门：甲"));
        assert_eq!(table.notes.len(), 2);
        assert_eq!(table.name().plain(), "a");
        let (_, faults) = parse("段\n【表注】注", Format::default(), &[]);
        assert_eq!(faults[0].reason, "【表注】要紧接在表格后面");
    }
}
