//! One visitor over all printed text, so that no reader of the model forgets a part.

use super::{
    Attachment, Block, Body, Chart, ChartRow, Document, Head, Imprint, LEVELS, Level, Mark, Roster,
    Sealing, SignOff, Stamp, Table, TableSize, Text,
};

/// Declares the parts once: the type, and the list of all.
macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident $(($of:ident))?;)*) => {
        /// What a piece of text is in the document; fonts and checks hang on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Part { $($(#[$doc])* $variant $(($of))?,)* }

        impl Part {
            /// Every part, in reading order; those of tables in their usual size.
            pub fn all() -> Vec<Part> {
                [$(parts!(@of $variant $($of)?)),*].concat()
            }
        }
    };
    (@of $variant:ident) => { vec![Part::$variant] };
    (@of $variant:ident Level) => { LEVELS.map(Part::$variant).to_vec() };
    (@of $variant:ident TableSize) => { vec![Part::$variant(TableSize::Usual)] };
}

parts! {
    /// 份号
    CopyNumber;
    /// 密级和保密期限
    Secrecy;
    /// 紧急程度
    Urgency;
    /// 发文机关标志
    IssuerMark;
    /// 发文字号
    DocumentNumber;
    /// 签发人的姓名
    Signer;
    /// 公文标题
    Title;
    /// 目录, above its entries
    ContentsTitle;
    /// 目录的一项
    Contents(Level);
    /// 主送机关
    Addressees;
    /// 层次标题
    Heading(Level);
    /// 正文
    Paragraph;
    /// 表题
    TableTitle;
    /// 表号、左注和表的计量单位
    TableUnit(TableSize);
    /// 表头
    TableHeader(TableSize);
    /// 表格内容
    TableCell(TableSize);
    /// 表注
    TableNote(TableSize);
    /// 图题
    ChartTitle;
    /// 图里的文字
    ChartLabel;
    /// 附件说明
    AttachmentNote;
    /// 发文机关署名
    Signature;
    /// 成文日期
    Date;
    /// 附注
    Remarks;
    /// 出席、请假、列席: the label
    RosterLabel;
    /// 出席、请假、列席: units and names
    Roster;
    /// 附件 and its number
    AttachmentLabel;
    /// 附件标题
    AttachmentTitle;
    /// 主送机关 in the 版记, 抄送机关
    CopiedTo;
    /// 印发机关和印发日期
    Printed;
}

impl Part {
    /// 字号 of the table that a part belongs to; the usual one for all other parts.
    pub fn table_size(self) -> TableSize {
        match self {
            Part::TableUnit(size)
            | Part::TableHeader(size)
            | Part::TableCell(size)
            | Part::TableNote(size) => size,
            _ => TableSize::Usual,
        }
    }
}

impl Document {
    /// Every part, and those of tables in each size that is used.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Part::all();
        for size in self.table_sizes() {
            parts.extend([
                Part::TableUnit(size),
                Part::TableHeader(size),
                Part::TableCell(size),
                Part::TableNote(size),
            ]);
        }
        parts
    }

    /// The sizes of tables beside the usual one.
    fn table_sizes(&self) -> Vec<TableSize> {
        let attachments = self.attachments.iter().flat_map(|one| &one.text);
        let used: Vec<TableSize> = self
            .body
            .text
            .iter()
            .chain(attachments)
            .filter_map(|block| match block {
                Block::Table(table) => Some(table.size),
                Block::Heading { .. }
                | Block::RunIn { .. }
                | Block::Paragraph(_)
                | Block::Chart(_) => None,
            })
            .collect();
        TableSize::ALL.into_iter().skip(1).filter(|size| used.contains(size)).collect()
    }

    /// Calls `visit` with every printed text, in reading order.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(Part, &'a Text)) {
        let Document { properties: _, format: _, head, body, attachments, imprint } = self;
        walk_head(head, visit);
        walk_body(body, visit);
        walk_contents(self, visit);
        for Attachment { number: _, title, text } in attachments {
            visit(Part::AttachmentTitle, title);
            text.iter().for_each(|block| walk_block(block, visit));
        }
        let Imprint { copied_to, printed_by, printed_on, is_simplex: _ } = imprint;
        copied_to.iter().for_each(|text| visit(Part::CopiedTo, text));
        printed_by.iter().for_each(|text| visit(Part::Printed, text));
        printed_on.iter().for_each(|text| visit(Part::Printed, text));
    }
}

fn walk_head<'a>(head: &'a Head, visit: &mut impl FnMut(Part, &'a Text)) {
    let Head { copy_number, secrecy, urgency, mark, document_number, signers } = head;
    copy_number.iter().for_each(|text| visit(Part::CopyNumber, text));
    secrecy.iter().for_each(|text| visit(Part::Secrecy, text));
    urgency.iter().for_each(|text| visit(Part::Urgency, text));
    if let Some(Mark { names, suffix }) = mark {
        names.iter().chain(suffix).for_each(|text| visit(Part::IssuerMark, text));
    }
    document_number.iter().for_each(|text| visit(Part::DocumentNumber, text));
    signers.iter().for_each(|text| visit(Part::Signer, text));
}

fn walk_body<'a>(body: &'a Body, visit: &mut impl FnMut(Part, &'a Text)) {
    let Body { title, contents: _, addressees, text, attachment_note, sign_off, remarks, roster } =
        body;
    title.iter().for_each(|line| visit(Part::Title, line));
    addressees.iter().for_each(|text| visit(Part::Addressees, text));
    text.iter().for_each(|block| walk_block(block, visit));
    attachment_note.iter().for_each(|name| visit(Part::AttachmentNote, name));
    for Roster { label: _, names } in roster {
        visit(Part::Roster, names);
    }
    let SignOff { names, date, sealing } = sign_off;
    names.iter().for_each(|text| visit(Part::Signature, text));
    match sealing {
        Sealing::None | Sealing::Seals(_) => {}
        Sealing::Stamps(stamps) => {
            for Stamp { position, name, picture } in stamps {
                visit(Part::Signature, position);
                // A picture shows the name itself.
                if picture.is_none() {
                    visit(Part::Signer, name);
                }
            }
        }
    }
    date.iter().for_each(|text| visit(Part::Date, text));
    remarks.iter().for_each(|text| visit(Part::Remarks, text));
}

/// 目录 prints headings once more, in its own typeface.
fn walk_contents<'a>(document: &'a Document, visit: &mut impl FnMut(Part, &'a Text)) {
    let Some(deepest) = document.body.contents else { return };
    let mut headings = |blocks: &'a [Block]| {
        for block in blocks {
            if let Block::Heading { level, title, .. } = block
                && *level <= deepest
            {
                visit(Part::Contents(*level), title);
            }
        }
    };
    headings(&document.body.text);
    document.attachments.iter().for_each(|one| headings(&one.text));
    document.attachments.iter().for_each(|one| visit(Part::Contents(Level::One), &one.title));
}

fn walk_block<'a>(block: &'a Block, visit: &mut impl FnMut(Part, &'a Text)) {
    match block {
        Block::Heading { level, title, .. } => visit(Part::Heading(*level), title),
        Block::RunIn { level, title, text, .. } => {
            visit(Part::Heading(*level), title);
            visit(Part::Paragraph, text);
        }
        Block::Paragraph(text) => visit(Part::Paragraph, text),
        Block::Table(table) => {
            let Table {
                title,
                number,
                aside,
                unit,
                size,
                columns: _,
                header,
                rows,
                notes,
                is_whole: _,
                is_landscape: _,
            } = table;
            visit(Part::TableTitle, title);
            let captions = number.iter().chain(aside).chain(unit);
            captions.for_each(|text| visit(Part::TableUnit(*size), text));
            let cells = header.iter().flatten();
            cells.for_each(|cell| visit(Part::TableHeader(*size), &cell.text));
            let cells = rows.iter().flatten();
            cells.for_each(|cell| visit(Part::TableCell(*size), &cell.text));
            notes.iter().for_each(|note| visit(Part::TableNote(*size), note));
        }
        Block::Chart(Chart { title, unit, series, rows }) => {
            visit(Part::ChartTitle, title);
            unit.iter().for_each(|unit| visit(Part::TableUnit(TableSize::Usual), unit));
            series.iter().for_each(|name| visit(Part::ChartLabel, name));
            for ChartRow { name, values } in rows {
                visit(Part::ChartLabel, name);
                values.iter().for_each(|figure| visit(Part::ChartLabel, &figure.text));
            }
        }
    }
}
