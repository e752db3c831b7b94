//! Tags of what begins and ends inside finished lines: a heading with its text behind it, and
//! lists. What the engine lays out itself it tags itself.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::LazyLock;

use comemo::Tracked;
use serde::{Deserialize, Serialize};
use typst::diag::SourceResult;
use typst::engine::Engine;
use typst::foundations::{
    Args, CastInfo, Content, Context, Dict, IntoValue, NativeElement, NativeFuncData,
    NativeFuncPtr, Scope, Smart, Value,
};
use typst::introspection::{Location, Tag, TagFlags};
use typst::model::{EnumElem, HeadingElem, ParElem, TermsElem};
use typst::pdf::PdfMarkerTag;
use typst::text::TextElem;
use typst::utils::hash128;

use super::rows::SetLine;
use crate::layout::{Hang, Item};

/// What a stretch of text is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Stretch {
    /// 层次标题, with its text behind it in the same line: `H1`, `H2`, …
    Heading {
        /// Its depth among the headings above it, from 1, without a gap.
        level: NonZeroUsize,
        /// For its bookmark.
        words: String,
    },
    /// The text behind it: `P`
    Paragraph,
    /// 附件说明 of several 附件: `L`
    Numbered,
    /// 出席、请假、列席: `L`
    Described,
    /// What stands before an entry of a list: `Lbl`
    Label,
    /// The entry: `LBody`
    Body,
}

/// Where a stretch begins or ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The number of the stretch in its document.
    pub(super) stretch: usize,
    /// Whether it begins here, or ends.
    pub(super) begins: bool,
    /// What it is.
    pub(super) what: Stretch,
}

/// The lists that go over several items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// 附件说明
    Notes,
    /// 出席、请假、列席
    Roster,
}

impl List {
    /// The list to which an item belongs.
    pub(super) fn of(item: &Item<'_>) -> Option<Self> {
        match item {
            Item::Text(text) => match text.hang {
                Hang::FirstNote | Hang::FurtherNote { .. } => Some(List::Notes),
                Hang::Roster => Some(List::Roster),
                Hang::None | Hang::OnlyNote | Hang::Imprint => None,
            },
            Item::Blank
            | Item::Space(_)
            | Item::Mark(_)
            | Item::Row(_)
            | Item::Single(_)
            | Item::Contents(_)
            | Item::Title(_)
            | Item::Table(_)
            | Item::Chart(_)
            | Item::LetterHead(_)
            | Item::LowerRule { .. }
            | Item::Imprint(_) => None,
        }
    }

    fn stretch(self) -> Stretch {
        match self {
            List::Notes => Stretch::Numbered,
            List::Roster => Stretch::Described,
        }
    }
}

/// Gives stretches their numbers; it remembers an open list.
#[derive(Debug, Default)]
pub(super) struct Tagger {
    count: usize,
    list: Option<Mark>,
}

impl Tagger {
    /// Tags a heading with these words, and the text behind it.
    pub(super) fn heading(&mut self, lines: &mut [SetLine], level: usize, words: &str) {
        let (own, all) = (words.chars().count(), count(lines));
        let level = NonZeroUsize::new(level).unwrap_or(NonZeroUsize::MIN);
        // A bookmark ends without a full stop.
        let words = words.trim_end_matches('。').to_owned();
        let mut marks = self.stretch(Stretch::Heading { level, words }, 0..own);
        marks.extend(self.stretch(Stretch::Paragraph, own..all));
        put(lines, &marks);
    }

    /// Tags an entry of a list behind a label of so many characters.
    pub(super) fn entry(&mut self, lines: &mut [SetLine], list: List, label: usize, goes_on: bool) {
        let all = count(lines);
        let mut marks = Vec::new();
        let open = self.list.take().unwrap_or_else(|| {
            let mark = self.next(list.stretch());
            marks.push((0, mark.clone()));
            mark
        });
        marks.extend(self.stretch(Stretch::Label, 0..label));
        marks.extend(self.stretch(Stretch::Body, label..all));
        match goes_on {
            true => self.list = Some(open),
            false => marks.push((all, Mark { begins: false, ..open })),
        }
        put(lines, &marks);
    }

    /// Beginning and end of a stretch; one without characters has no tag.
    fn stretch(&mut self, what: Stretch, chars: Range<usize>) -> Vec<(usize, Mark)> {
        if chars.is_empty() {
            return Vec::new();
        }
        let begin = self.next(what);
        let end = Mark { begins: false, ..begin.clone() };
        vec![(chars.start, begin), (chars.end, end)]
    }

    fn next(&mut self, what: Stretch) -> Mark {
        self.count += 1;
        Mark { stretch: self.count, begins: true, what }
    }
}

/// How many characters lines have.
pub(super) fn count(lines: &[SetLine]) -> usize {
    lines.iter().map(SetLine::count).sum()
}

/// Puts marks into lines, in their order, each before the character of that number; what ends
/// there ends in the line of the character before it.
fn put(lines: &mut [SetLine], marks: &[(usize, Mark)]) {
    let mut start = 0;
    for line in lines {
        let end = start + line.count();
        for (at, mark) in marks.iter().rev() {
            let is_here = match mark.begins {
                true => (start..end).contains(at),
                false => start < *at && *at <= end,
            };
            if is_here {
                line.mark(at - start, mark.clone());
            }
        }
        start = end;
    }
}

/// A piece of a line as a tag of the engine, if it is a mark.
pub(super) fn read(piece: &Dict) -> Option<Tag> {
    if !piece.contains("stretch") {
        return None;
    }
    let mark: Mark = serde_json::from_value(serde_json::to_value(piece).ok()?).ok()?;
    let location = Location::new(hash128(&("stretch", mark.stretch)));
    // Bookmarks are made of the headings that the engine finds on the pages.
    let introspectable = matches!(mark.what, Stretch::Heading { .. });
    let flags = TagFlags { introspectable, tagged: true };
    if !mark.begins {
        return Some(Tag::End(location, location.hash(), flags));
    }
    let mut element = element(mark.what);
    element.set_location(location);
    Some(Tag::Start(element, flags))
}

/// The element of the engine that has the tag.
fn element(what: Stretch) -> Content {
    let nothing = Content::empty();
    match what {
        Stretch::Heading { level, words } => {
            HeadingElem::new(TextElem::packed(words)).with_level(Smart::Custom(level)).pack()
        }
        Stretch::Paragraph => ParElem::new(nothing).pack(),
        Stretch::Numbered => EnumElem::new(Vec::new()).pack(),
        Stretch::Described => TermsElem::new(Vec::new()).pack(),
        Stretch::Label => PdfMarkerTag::ListItemLabel(nothing),
        Stretch::Body => PdfMarkerTag::ListItemBody(nothing),
    }
}

/// `tag-contents` for the template.
pub(super) static TAG_CONTENTS: NativeFuncData = NativeFuncData {
    function: NativeFuncPtr(&tag_contents),
    name: "tag-contents",
    title: "Tag Contents",
    docs: "目录: what is in it is tagged as `TOC`.",
    def_site: None,
    keywords: &[],
    contextual: false,
    scope: LazyLock::new(&Scope::new),
    params: LazyLock::new(&Vec::new),
    returns: LazyLock::new(&|| CastInfo::Any),
};

fn tag_contents(
    _: &mut Engine<'_>,
    _: Tracked<'_, Context<'_>>,
    args: &mut Args,
) -> SourceResult<Value> {
    Ok(PdfMarkerTag::OutlineBody(args.expect("body")?).into_value())
}
