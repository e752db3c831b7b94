//! Where two files part.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::diag::Code;
use crate::read::{Block, BlockContent, CellText, Chart, Content, Metadata, Picture, TextKind};

/// One thing that the Word file and the PDF do not say alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What kind of thing.
    pub code: Code,
    /// One sentence with both sides.
    pub message: String,
}

/// Everything in which files that are set in pages differ from the Word file, one after the
/// other, in the order of the document.
pub(super) fn between(mut word: Content, mut paged: Vec<Content>) -> Vec<Difference> {
    close_up(&mut word.blocks);
    paged.iter_mut().for_each(|one| close_up(&mut one.blocks));
    paged.iter().flat_map(|one| differences(&word, one)).collect()
}

fn differences(word: &Content, pdf: &Content) -> Vec<Difference> {
    let mut found = Vec::new();
    blocks(&word.blocks, &pdf.blocks, &mut found);
    pictures(&word.pictures, &pdf.pictures, &mut found);
    page_numbers(word, pdf, &mut found);
    for ((name, word), (_, pdf)) in entries(&word.metadata).iter().zip(entries(&pdf.metadata)) {
        if *word != pdf {
            let message = format!("文件属性的“{name}”，{}", sides(word, pdf));
            found.push(Difference { code: Code::TwinMetadata, message });
        }
    }
    found
}

fn blocks(word: &[Block], pdf: &[Block], found: &mut Vec<Difference>) {
    let keys = |blocks: &[Block]| blocks.iter().map(key).collect::<Vec<_>>();
    let (word_keys, pdf_keys) = (keys(word), keys(pdf));
    let operations = if word_keys == pdf_keys {
        vec![DiffOp::Equal { old_index: 0, new_index: 0, len: word.len() }]
    } else {
        capture_diff_slices(Algorithm::Patience, &word_keys, &pdf_keys)
    };
    for operation in operations {
        let (old, new) = (operation.old_range(), operation.new_range());
        let both = old.len().min(new.len());
        for (word, pdf) in word[old.clone()].iter().zip(&pdf[new.clone()]) {
            pair(word, pdf, found);
        }
        for block in &word[old.start + both..old.end] {
            found.push(lone(block, "Word", "PDF"));
        }
        for block in &pdf[new.start + both..new.end] {
            found.push(lone(block, "PDF", "Word"));
        }
    }
}

/// Counts the levels of headings without gaps. A PDF has a level for a heading whose text goes
/// on in its line and must not skip one; a Word file has none, and may.
fn close_up(blocks: &mut [Block]) {
    let mut open: Vec<u8> = Vec::new();
    for block in blocks {
        if let BlockContent::Text(TextKind::Heading(level), _) = &mut block.content {
            open.retain(|above| above < level);
            open.push(*level);
            *level = u8::try_from(open.len()).unwrap_or(u8::MAX);
        }
    }
}

/// A block that only one file has.
fn lone(block: &Block, here: &str, there: &str) -> Difference {
    let page = block.location.page().map(|page| format!("第 {page} 页的")).unwrap_or_default();
    let message = format!("{page}{}“{}”{here} 里有，{there} 里没有", name(block), words(block));
    let code = match block.content {
        BlockContent::Text(TextKind::Heading(_), _) => Code::TwinHeading,
        BlockContent::Text(TextKind::Paragraph | TextKind::Note, _) => Code::TwinText,
        BlockContent::Table(_) => Code::TwinTable,
        BlockContent::Chart(_) => Code::TwinChart,
    };
    Difference { code, message }
}

/// Two blocks at the same place.
fn pair(word: &Block, pdf: &Block, found: &mut Vec<Difference>) {
    let place = pdf.location.page().map(|page| format!("第 {page} 页的")).unwrap_or_default();
    match (&word.content, &pdf.content) {
        (BlockContent::Table(word), BlockContent::Table(pdf)) => tables(word, pdf, &place, found),
        (BlockContent::Chart(word), BlockContent::Chart(pdf)) => charts(word, pdf, &place, found),
        (BlockContent::Text(kind, a), BlockContent::Text(other, b)) => {
            if !same(a, b) {
                let (code, what) = match (kind, other) {
                    (TextKind::Heading(_), TextKind::Heading(_)) => (Code::TwinHeading, "标题"),
                    _ => (Code::TwinText, "文字"),
                };
                let message = format!("{place}{what}不一样：{}", parted(a, b));
                found.push(Difference { code, message });
            } else if kind != other {
                let message =
                    format!("{place}“{}”，{}", shortened(b), sides(&level(*kind), &level(*other)));
                found.push(Difference { code: Code::TwinHeading, message });
            }
        }
        _ => found.extend([lone(word, "Word", "PDF"), lone(pdf, "PDF", "Word")]),
    }
}

fn level(kind: TextKind) -> String {
    match kind {
        TextKind::Paragraph => "正文".to_owned(),
        TextKind::Heading(level) => format!("{level} 级标题"),
        TextKind::Note => "注释或页眉".to_owned(),
    }
}

fn tables(word: &[Vec<CellText>], pdf: &[Vec<CellText>], place: &str, found: &mut Vec<Difference>) {
    let mut add = |message: String| found.push(Difference { code: Code::TwinTable, message });
    let name = word.iter().flatten().find(|cell| !cell.text.is_empty());
    let name = name.map(|cell| shortened(&cell.text)).unwrap_or_default();
    if word.len() != pdf.len() {
        let (a, b) = (word.len().to_string(), pdf.len().to_string());
        add(format!("{place}表格（“{name}”起）的行数，{}", sides(&a, &b)));
    }
    for (row, (word, pdf)) in (1..).zip(word.iter().zip(pdf)) {
        if word.len() != pdf.len() {
            let (a, b) = (word.len().to_string(), pdf.len().to_string());
            add(format!("{place}表格（“{name}”起）第 {row} 行的格数，{}", sides(&a, &b)));
        }
        for (column, (word, pdf)) in (1..).zip(word.iter().zip(pdf)) {
            let at = format!("{place}表格（“{name}”起）第 {row} 行第 {column} 格");
            if !same(&word.text, &pdf.text) {
                add(format!("{at}不一样：{}", parted(&word.text, &pdf.text)));
            }
            if (word.columns, word.rows) != (pdf.columns, pdf.rows) {
                let span = |cell: &CellText| format!("{} 列 {} 行", cell.columns, cell.rows);
                add(format!("{at}占的格，{}", sides(&span(word), &span(pdf))));
            }
        }
    }
}

fn charts(word: &Chart, pdf: &Chart, place: &str, found: &mut Vec<Difference>) {
    let mut add = |message: String| found.push(Difference { code: Code::TwinChart, message });
    let name = shortened(&pdf.alt);
    if !same(&word.alt, &pdf.alt) {
        add(format!("{place}图的说明不一样：{}", parted(&word.alt, &pdf.alt)));
    }
    if !same(&word.labels, &pdf.labels) {
        let around = parted(&word.labels, &pdf.labels);
        add(format!("{place}图“{name}”里的名称和数不一样：{around}"));
    }
}

fn pictures(word: &[Picture], pdf: &[Picture], found: &mut Vec<Difference>) {
    let mut add = |message: String| found.push(Difference { code: Code::TwinPicture, message });
    if word.len() != pdf.len() {
        add(format!("图片的个数，{}", sides(&word.len().to_string(), &pdf.len().to_string())));
    }
    for (number, (word, pdf)) in (1..).zip(word.iter().zip(pdf)) {
        if word.alt != pdf.alt {
            add(format!("第 {number} 个图片的说明，{}", sides(&word.alt, &pdf.alt)));
        } else if word.size != pdf.size {
            let size = |picture: &Picture| format!("{} × {} 点", picture.size.0, picture.size.1);
            add(format!("图片“{}”的大小，{}", word.alt, sides(&size(word), &size(pdf))));
        } else if word.digest != pdf.digest {
            add(format!("图片“{}”的内容在 Word 和 PDF 里不一样", word.alt));
        }
    }
}

fn page_numbers(word: &Content, pdf: &Content, found: &mut Vec<Difference>) {
    let mut add = |message: String| found.push(Difference { code: Code::TwinPageNumber, message });
    let forms = |reading: &Content| {
        let side = |even: bool| if even { "双数面" } else { "单数面" };
        let forms = reading.numbered.forms.iter();
        let forms: Vec<String> = forms.map(|(even, form)| side(*even).to_owned() + form).collect();
        if forms.is_empty() { "没有页码".to_owned() } else { forms.join("、") }
    };
    // One page need not show all that a file provides for; the only one of a letter shows none.
    let (known, shown) = (&word.numbered.forms, &pdf.numbered.forms);
    let none = shown.is_empty() && !known.is_empty() && !word.numbered.some_without;
    if none || !shown.is_subset(known) {
        add(format!("页码的形式，{}", sides(&forms(word), &forms(pdf))));
    } else if word.numbered.some_without != pdf.numbered.some_without {
        let said = |without| if without { "有的面没有" } else { "每一面都有" };
        let (a, b) = (word.numbered.some_without, pdf.numbered.some_without);
        add(format!("页码，{}", sides(said(a), said(b))));
    }
    for (page, number) in &pdf.numbered.wrong {
        add(format!("PDF 第 {page} 页印的页码是“{number}”"));
    }
}

fn sides(word: &str, pdf: &str) -> String {
    format!("Word 是“{word}”，PDF 是“{pdf}”")
}

/// Whether two texts have the same characters. At the end of a line a PDF has no space, so
/// there, and only there, one may be missing.
fn same(word: &str, pdf: &str) -> bool {
    let mut word = word.chars().filter(|c| !matches!(c, '\n' | '\t')).peekable();
    let mut at_line_end = false;
    for c in pdf.chars().filter(|c| *c != '\t') {
        if c == '\n' {
            at_line_end = true;
            continue;
        }
        if at_line_end && c != ' ' {
            word.next_if_eq(&' ');
        }
        at_line_end = false;
        if word.next() != Some(c) {
            return false;
        }
    }
    word.next().is_none()
}

/// Both texts around the place where they part.
fn parted(word: &str, pdf: &str) -> String {
    const BEFORE: usize = 8;
    const BEHIND: usize = 4;
    let plain = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<Vec<char>>();
    let (word, pdf) = (plain(word), plain(pdf));
    let start = word.iter().zip(&pdf).take_while(|(a, b)| a == b).count();
    let rest = (word.len() - start).min(pdf.len() - start);
    let ends = word.iter().rev().zip(pdf.iter().rev());
    let end = ends.take(rest).take_while(|(a, b)| a == b).count();
    let around = |text: &[char]| {
        let from = start.saturating_sub(BEFORE);
        let to = (text.len() - end + BEHIND).min(text.len());
        let dots = |cut: bool| if cut { "…" } else { "" };
        let middle: String = text[from..to].iter().collect();
        format!("{}{}{}", dots(from > 0), middle, dots(to < text.len()))
    };
    sides(&around(&word), &around(&pdf))
}

/// The words without what has no ink: equal for blocks that say the same.
fn key(block: &Block) -> String {
    let words: Box<dyn Iterator<Item = char>> = match &block.content {
        BlockContent::Text(_, text) => Box::new(text.chars()),
        BlockContent::Table(rows) => {
            // An end of a cell counts as a word, so that no figure moves to its neighbour.
            let cells = rows.iter().flatten();
            Box::new(cells.flat_map(|cell| cell.text.chars().chain(['\u{1F}'])))
        }
        BlockContent::Chart(chart) => Box::new(chart.labels.chars()),
    };
    words.filter(|c| !c.is_ascii_whitespace()).collect()
}

/// A name for messages.
fn name(block: &Block) -> &'static str {
    match block.content {
        BlockContent::Text(TextKind::Paragraph, _) => "段落",
        BlockContent::Text(TextKind::Heading(_), _) => "标题",
        BlockContent::Text(TextKind::Note, _) => "注释或页眉",
        BlockContent::Table(_) => "表格",
        BlockContent::Chart(_) => "图",
    }
}

/// Its first words, for messages.
fn words(block: &Block) -> String {
    match &block.content {
        BlockContent::Text(_, text) => shortened(text),
        BlockContent::Table(rows) => {
            let first = rows.iter().flatten().map(|cell| cell.text.as_str());
            shortened(&first.take(6).collect::<Vec<_>>().join(" "))
        }
        BlockContent::Chart(chart) => shortened(&chart.alt),
    }
}

/// At most so many characters of a text are quoted.
const QUOTED: usize = 24;

/// The beginning of a text on one line.
fn shortened(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.trim();
    match text.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Each property with its name.
fn entries(metadata: &Metadata) -> [(&'static str, &str); 7] {
    let Metadata { title, author, subject, keywords, language, created, modified } = metadata;
    [
        ("标题", title),
        ("作者", author),
        ("主题", subject),
        ("关键词", keywords),
        ("语言", language),
        ("创建日期", created),
        ("修改日期", modified),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_may_be_missing_only_where_a_line_ends() {
        for (word, pdf, expected) in [
            ("甲乙", "甲\n乙", true),
            ("PDF A", "PDF\nA", true),
            ("PDF A", "PDF A", true),
            ("PDF A", "PDFA", false),
            ("PDFA", "PDF\nA", true),
            ("PDF  A", "PDF\nA", false),
            ("\t甲\t乙", "甲\t乙", true),
            ("甲", "甲乙", false),
            ("甲乙", "甲", false),
        ] {
            assert_eq!(same(word, pdf), expected, "{word:?} {pdf:?}");
        }
    }

    #[test]
    fn the_place_where_texts_part_is_quoted() {
        let said = parted(
            "全年共办理行政复议案件23件，比上年增长9.1%",
            "全年共办理行政复议案件28件，比上年增长9.1%",
        );
        assert_eq!(said, "Word 是“…理行政复议案件23件，比上…”，PDF 是“…理行政复议案件28件，比上…”");
        assert_eq!(parted("", "甲"), "Word 是“”，PDF 是“甲”");
        assert_eq!(parted("甲甲", "甲甲甲"), "Word 是“甲甲”，PDF 是“甲甲甲”");
    }
}
