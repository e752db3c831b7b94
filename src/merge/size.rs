//! How large a document may be: what is within these limits is set in some seconds and some
//! hundred megabytes.

use crate::diag::{Code, Diagnostic, Findings};
use crate::model::{Block, Table, Text};

use super::markup::Manuscript;

/// Paragraphs, headings and rows of tables of a document together.
const MOST_BLOCKS: usize = 8_000;
/// Rows of a table.
const MOST_ROWS: usize = 3_000;
/// Cells of all tables together.
const MOST_CELLS: usize = 12_000;
/// Characters of the 正文 and the attachments together.
const MOST_CHARACTERS: usize = 600_000;

/// Reports what is too large, at the first text that is beyond the limit.
pub(super) fn check(read: &Manuscript, findings: &mut Findings) {
    let mut size = Size::default();
    let attachments = read.attachments.iter().map(|attachment| &attachment.text);
    let blocks = std::iter::once(&read.body.text).chain(attachments).flatten();
    let too_large = blocks.into_iter().find_map(|block| size.block(block));
    findings.extend(too_large);
}

/// What was counted so far.
#[derive(Default)]
struct Size {
    blocks: usize,
    cells: usize,
    characters: usize,
}

impl Size {
    /// One more block; a finding if it is one too many.
    fn block(&mut self, block: &Block) -> Option<Diagnostic> {
        match block {
            Block::Paragraph(text) => self.add([text]),
            Block::Heading { title, .. } => self.add([title]),
            Block::RunIn { title, text, .. } => self.add([title, text]),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => chart.rows.iter().find_map(|row| self.add([&row.name])),
        }
    }

    fn table(&mut self, table: &Table) -> Option<Diagnostic> {
        if table.rows.len() > MOST_ROWS {
            let message = format!("一张表有 {} 行，最多 {MOST_ROWS} 行", table.rows.len());
            let first = table.rows.get(MOST_ROWS).and_then(|row| row.first());
            let finding = first.map(|cell| cell.text.finding(Code::TooMany, message));
            return finding.map(|finding| finding.hint("分成几张表"));
        }
        table.header.iter().chain(&table.rows).find_map(|row| {
            self.cells += row.len();
            self.add(row.iter().map(|cell| &cell.text))
        })
    }

    fn add<'a>(&mut self, texts: impl IntoIterator<Item = &'a Text>) -> Option<Diagnostic> {
        self.blocks += 1;
        let mut first = None;
        for text in texts {
            let lengths = text.0.iter().map(|inline| inline.text.chars().count());
            self.characters += lengths.sum::<usize>();
            first.get_or_insert(text);
        }
        let message = match () {
            () if self.blocks > MOST_BLOCKS => {
                format!("正文和附件的段落、表格的行一共超过 {MOST_BLOCKS} 个")
            }
            () if self.cells > MOST_CELLS => format!("表格的格一共超过 {MOST_CELLS} 个"),
            () if self.characters > MOST_CHARACTERS => {
                format!("正文和附件一共超过 {MOST_CHARACTERS} 个字")
            }
            () => return None,
        };
        Some(
            first?
                .finding(Code::TooMany, message)
                .hint("分成几份报告，或者把长的表作为附件另外印发"),
        )
    }
}
