//! What stands on, around and between the words of a paragraph: fields, links, tracked changes,
//! comments, notes, and what this program does not read, by its name.

use std::ops::Range;
use std::sync::Arc;

use super::tree::Element;

/// A stretch of a paragraph's text and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Bytes of [`Paragraph::text`](super::Paragraph::text); empty for what stands between two
    /// characters.
    pub range: Range<usize>,
    /// What it is.
    pub feature: Feature,
}

/// What a stretch of text is beside its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feature {
    /// 域: its instruction; the stretch is its result. A field over several paragraphs stands in
    /// the one where it ends.
    Field(String),
    /// 超链接: an address, or `#` and a bookmark.
    Link(String),
    /// 书签: its name. One over several paragraphs stands in each.
    Bookmark(Arc<str>),
    /// 内容控件, or the element of 自定义 XML.
    Control(Arc<Control>),
    /// 公式: its letters are the text.
    Formula,
    /// 拼音: what is printed above.
    Ruby(String),
    /// 符号: font and code; in the text it is `□`.
    Symbol {
        /// The font that has it.
        font: String,
        /// Its number there, hexadecimal.
        code: String,
    },
    /// 脚注、尾注: the mark of a note.
    Note(NoteKind, String),
    /// 批注: the words that the comment of that id is about.
    Comment(Arc<str>),
    /// 隐藏文字, which is not printed and not part of the text.
    Hidden(String),
    /// 修订: words that came in, moved in, or look different.
    Changed(Change),
    /// 修订: words that went out or were moved away, and are not part of the text.
    Removed(Change, String),
    /// Something that is not read: its name in the file.
    Unread(String),
}

/// 内容控件: `w:sdt`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Control {
    /// Its name for programs.
    pub tag: String,
    /// Its name for people.
    pub title: String,
    /// Whether its text only says what to fill in.
    pub is_placeholder: bool,
}

/// 修订: a tracked change that nobody accepted or rejected yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was done.
    pub kind: ChangeKind,
    /// By whom.
    pub author: String,
    /// When, as the file says it: `2025-03-06T09:00:00Z`.
    pub date: String,
}

/// What a tracked change did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// 插入
    Inserted,
    /// 删除
    Deleted,
    /// 移入
    MovedHere,
    /// 移走
    MovedAway,
    /// 单元格合并或拆分
    Merged,
    /// 格式
    Formatted,
}

/// A note: beside the text, printed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// 脚注
    Footnote,
    /// 尾注
    Endnote,
    /// 批注
    Comment,
}

impl NoteKind {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Footnote, Self::Endnote, Self::Comment];

    /// The last word of the type of the relationship to their part.
    pub(super) fn relation(self) -> &'static str {
        match self {
            Self::Footnote => "footnotes",
            Self::Endnote => "endnotes",
            Self::Comment => "comments",
        }
    }

    /// The element of one note.
    pub(super) fn element(self) -> &'static str {
        match self {
            Self::Footnote => "w:footnote",
            Self::Endnote => "w:endnote",
            Self::Comment => "w:comment",
        }
    }
}

impl Change {
    /// The change that an element stands for, if it stands for one.
    pub(super) fn read(element: &Element) -> Option<Self> {
        let kind = match &*element.name {
            "w:ins" | "w:cellIns" => ChangeKind::Inserted,
            "w:del" | "w:cellDel" => ChangeKind::Deleted,
            "w:moveTo" => ChangeKind::MovedHere,
            "w:moveFrom" => ChangeKind::MovedAway,
            "w:cellMerge" => ChangeKind::Merged,
            "w:rPrChange" | "w:pPrChange" | "w:sectPrChange" | "w:tblPrChange"
            | "w:tblGridChange" | "w:tblPrExChange" | "w:trPrChange" | "w:tcPrChange"
            | "w:numberingChange" => ChangeKind::Formatted,
            _ => return None,
        };
        let word = |name: &str| element.attribute(name).unwrap_or_default().to_owned();
        Some(Self { kind, author: word("w:author"), date: word("w:date") })
    }

    /// The changes that properties carry.
    pub(super) fn of(props: Option<&Element>) -> impl Iterator<Item = Self> {
        props.into_iter().flat_map(Element::elements).filter_map(Self::read)
    }
}

impl Control {
    /// Reads `w:sdt`.
    pub(super) fn read(element: &Element) -> Self {
        let props = element.child("w:sdtPr");
        let word = |name: &str| props.and_then(|props| props.val(name)).unwrap_or_default();
        Self {
            tag: word("w:tag").to_owned(),
            title: word("w:alias").to_owned(),
            is_placeholder: props.and_then(|props| props.flag("w:showingPlcHdr")) == Some(true),
        }
    }

    /// Reads `w:customXml`.
    pub(super) fn custom(element: &Element) -> Self {
        let tag = element.attribute("w:element").unwrap_or_default().to_owned();
        Self { tag, ..Self::default() }
    }
}

/// Elements that say nothing of their own where they stand among paragraphs, runs or text.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "w:pPr"
            | "w:rPr"
            | "w:sectPr"
            | "w:tblPr"
            | "w:tblPrEx"
            | "w:tblGrid"
            | "w:trPr"
            | "w:tcPr"
            | "w:sdtPr"
            | "w:sdtEndPr"
            | "w:smartTagPr"
            | "w:customXmlPr"
            | "w:proofErr"
            | "w:permStart"
            | "w:permEnd"
            | "w:moveFromRangeStart"
            | "w:moveFromRangeEnd"
            | "w:moveToRangeStart"
            | "w:moveToRangeEnd"
            | "w:customXmlInsRangeStart"
            | "w:customXmlInsRangeEnd"
            | "w:customXmlDelRangeStart"
            | "w:customXmlDelRangeEnd"
            | "w:customXmlMoveFromRangeStart"
            | "w:customXmlMoveFromRangeEnd"
            | "w:customXmlMoveToRangeStart"
            | "w:customXmlMoveToRangeEnd"
            | "w:softHyphen"
            | "w:footnoteRef"
            | "w:endnoteRef"
            | "w:annotationRef"
            | "w:separator"
            | "w:continuationSeparator"
            | "w:delText"
            | "w:delInstrText"
    )
}

/// The words below an element that went out.
pub(super) fn removed_words(element: &Element) -> String {
    let mut words = String::new();
    for part in element.elements() {
        match &*part.name {
            "w:delText" | "w:t" => words.push_str(&part.text()),
            "w:tab" | "w:ptab" => words.push('\t'),
            "w:br" | "w:cr" => words.push('\n'),
            "w:noBreakHyphen" => words.push('-'),
            "w:sym" => words.push('□'),
            "w:drawing" | "w:pict" | "w:object" => words.push(OBJECT),
            "w:rPr" | "w:instrText" | "w:delInstrText" => {}
            _ => words.push_str(&removed_words(part)),
        }
    }
    words
}

/// Stands for a picture among words.
const OBJECT: char = '\u{FFFC}';
