//! Reads a story: what stands in a body, a header, a note, block by block.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::model::{Container, FlowItem, Paragraph, Run, Story, UnreadBlock};
use super::numbering::{Counters, Numbering};
use super::package::Relations;
use super::props::RunProps;
use super::sections::section;
use super::spans::{Change, Control, Feature, Span, is_silent, removed_words};
use super::styles::Styles;
use super::tree::Element;
use crate::guard::Budget;

pub(super) struct StoryReader<'a> {
    pub(super) styles: &'a Styles,
    numbering: &'a Numbering,
    pub(super) relations: &'a Relations,
    pub(super) budget: &'a mut Budget,
    counters: Counters,
    pub(super) story: Story,
    /// A page break waits for the next paragraph.
    pub(super) pending: bool,
    /// What has begun and goes on over the ends of paragraphs.
    pub(super) going_on: GoingOn,
    /// Comments whose words are marked.
    pub(super) commented: HashSet<String>,
}

/// What has begun and not ended yet.
#[derive(Debug, Default)]
pub(super) struct GoingOn {
    pub(super) fields: Vec<OpenField>,
    controls: Vec<Arc<Control>>,
    ranges: BTreeMap<RangeKey, OpenRange>,
}

/// Bookmarks and comments count apart: which of them, and the id.
type RangeKey = (bool, String);

/// 域, as far as it is read.
#[derive(Debug)]
pub(super) struct OpenField {
    pub(super) instruction: String,
    /// Whether what comes is its result.
    pub(super) in_result: bool,
    /// The paragraph that it began in, and where there.
    pub(super) paragraph: usize,
    pub(super) start: usize,
}

/// A bookmark or the words of a comment.
#[derive(Debug)]
struct OpenRange {
    /// Where it began in the paragraph that is being read.
    start: usize,
    feature: Feature,
}

/// A paragraph while it is read.
pub(super) struct OpenParagraph {
    pub(super) index: usize,
    pub(super) base: RunProps,
    /// Bytes of its text so far.
    pub(super) length: usize,
}

impl<'a> StoryReader<'a> {
    pub(super) fn new(
        part: Arc<str>,
        styles: &'a Styles,
        numbering: &'a Numbering,
        relations: &'a Relations,
        budget: &'a mut Budget,
    ) -> Self {
        Self {
            styles,
            numbering,
            relations,
            budget,
            counters: Counters::default(),
            story: Story { part, ..Story::default() },
            pending: false,
            going_on: GoingOn::default(),
            commented: HashSet::new(),
        }
    }

    /// The story that was read.
    pub(super) fn finish(self) -> Story {
        self.story
    }

    /// Reads what stands in a body, cell, text box or footer; the paragraphs' indices.
    pub(super) fn blocks(&mut self, parent: &Element, place: Container) -> Vec<usize> {
        let mut found = Vec::new();
        for element in parent.elements() {
            match &*element.name {
                "w:p" => {
                    let index = self.paragraph(element, place);
                    if place == Container::Flow {
                        self.story.blocks.push(FlowItem::Paragraph(index));
                    }
                    found.push(index);
                }
                "w:tbl" => found.extend(self.table(element, place)),
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.controlled(Control::read(element), |reader| {
                            found.extend(reader.blocks(content, place));
                        });
                    }
                }
                "w:customXml" => self.controlled(Control::custom(element), |reader| {
                    found.extend(reader.blocks(element, place));
                }),
                "w:ins" | "w:moveTo" | "w:smartTag" => found.extend(self.blocks(element, place)),
                _ => self.between(element),
            }
        }
        found
    }

    /// Reads something in which every paragraph belongs to a control.
    pub(super) fn controlled(&mut self, control: Control, read: impl FnOnce(&mut Self)) {
        self.going_on.controls.push(Arc::new(control));
        read(self);
        self.going_on.controls.pop();
    }

    /// What stands between paragraphs and is none of them.
    pub(super) fn between(&mut self, element: &Element) {
        if self.range(element, 0, None) || is_silent(&element.name) {
            return;
        }
        let element = element.name.to_string();
        self.story.unread.push(UnreadBlock { element, before: self.story.paras.len() });
    }

    fn paragraph(&mut self, element: &Element, place: Container) -> usize {
        self.budget.spend();
        let props = element.child("w:pPr");
        let own_mark = props.and_then(|props| props.child("w:rPr"));
        let styled = self.styles.paragraph(props, self.numbering);
        let mark = self.styles.run(&styled.run, own_mark);
        let number = styled.para.number;
        let flow = place == Container::Flow;
        let new_page =
            flow && (std::mem::take(&mut self.pending) || styled.para.break_before == Some(true));
        let index = self.story.paras.len();
        self.story.paras.push(Paragraph {
            runs: Vec::new(),
            spans: Vec::new(),
            number: None,
            style: styled.name,
            props: styled.para,
            mark: mark.clone(),
            mark_changes: Change::of(own_mark).collect(),
            changes: Change::of(props).collect(),
            place,
            section: self.story.sections.len(),
            new_page,
            rendered: 0,
            drawings: Vec::new(),
        });
        let mut open = OpenParagraph { index, base: styled.run, length: 0 };
        self.inline(element, &mut open);
        self.close(&open);
        // Word numbers empty paragraphs as well, but nobody sees a number as text of its own.
        let has_text = !self.story.paras[index].is_blank();
        let number = self.numbering.next(number, &mut self.counters);
        if let Some(number) = number.filter(|_| has_text) {
            self.story.paras[index].put_before(number, mark);
        }
        if let Some(element) = props.and_then(|props| props.child("w:sectPr")).filter(|_| flow) {
            let section = section(element, self.story.sections.last());
            self.story.sections.push(section);
        }
        index
    }

    /// Ends a paragraph: what goes on over its end stands in it and in the next.
    fn close(&mut self, open: &OpenParagraph) {
        let spans = &mut self.story.paras[open.index].spans;
        for control in &self.going_on.controls {
            self.budget.spend();
            let feature = Feature::Control(Arc::clone(control));
            spans.push(Span { range: 0..open.length, feature });
        }
        for range in self.going_on.ranges.values_mut() {
            self.budget.spend();
            let own = range.start..open.length;
            spans.push(Span { range: own, feature: range.feature.clone() });
            range.start = 0;
        }
        spans.sort_by_key(|span| span.range.start);
    }

    /// Reads the beginning or end of a bookmark or of a comment's words; whether it was one.
    pub(super) fn range(
        &mut self,
        element: &Element,
        at: usize,
        open: Option<&OpenParagraph>,
    ) -> bool {
        let word = |name: &str| element.attribute(name).unwrap_or_default();
        let id = || word("w:id").to_owned();
        match &*element.name {
            "w:bookmarkStart" => {
                let feature = Feature::Bookmark(word("w:name").into());
                self.going_on.ranges.insert((false, id()), OpenRange { start: at, feature });
            }
            "w:commentRangeStart" => {
                self.commented.insert(id());
                let feature = Feature::Comment(word("w:id").into());
                self.going_on.ranges.insert((true, id()), OpenRange { start: at, feature });
            }
            "w:bookmarkEnd" => self.end_range(&(false, id()), at, open),
            "w:commentRangeEnd" => self.end_range(&(true, id()), at, open),
            _ => return false,
        }
        true
    }

    fn end_range(&mut self, key: &RangeKey, at: usize, open: Option<&OpenParagraph>) {
        // Between paragraphs nothing of it is left to stand in.
        if let (Some(range), Some(open)) = (self.going_on.ranges.remove(key), open) {
            self.mark(range.start..at, range.feature, open);
        }
    }

    /// Notes what a stretch of a paragraph is.
    pub(super) fn mark(
        &mut self,
        range: std::ops::Range<usize>,
        feature: Feature,
        open: &OpenParagraph,
    ) {
        self.story.paras[open.index].spans.push(Span { range, feature });
    }

    /// Words that went out at this place.
    pub(super) fn removed(&mut self, element: &Element, open: &OpenParagraph) {
        let words = removed_words(element);
        if let Some(change) = Change::read(element).filter(|_| !words.is_empty()) {
            self.mark(open.length..open.length, Feature::Removed(change, words), open);
        }
    }

    pub(super) fn push(&mut self, text: &str, props: RunProps, open: &mut OpenParagraph) {
        open.length += text.len();
        let runs = &mut self.story.paras[open.index].runs;
        match runs.last_mut() {
            // Programs split text as they like.
            Some(last) if last.props == props => last.text.push_str(text),
            _ if !text.is_empty() => runs.push(Run { text: text.to_owned(), props }),
            _ => {}
        }
    }
}
