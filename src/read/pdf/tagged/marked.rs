//! The words and pictures of the pages, by the numbers of their marked content.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_interpret::CacheKey;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::content::ops::{
    BeginMarkedContentWithProperties, TypedInstruction as Op,
};
use hayro_interpret::hayro_syntax::object::{Dict, Name, Object, Stream, String as Bytes};
use hayro_interpret::hayro_syntax::page::Resources;
use kurbo::{Affine, Point};

use super::Marked;
use super::unicode::Font;
use crate::digest;
use crate::guard::Budget;

/// Words in one go, or a picture.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    pub(crate) shown: Shown,
    /// Where it begins: points.
    pub(crate) at: Point,
}

#[derive(Debug, Clone)]
pub(crate) enum Shown {
    Words(String),
    /// Width, height, and a digest of the colours.
    Picture((u32, u32), String),
}

/// All that the pages show.
#[derive(Debug, Default)]
pub(crate) struct MarkedContent {
    pub(crate) marked: Marked,
    /// What is printed as the foot of each page.
    pub(crate) feet: Vec<String>,
    /// Words that no tag and no page foot owns, with their page from 0.
    pub(crate) untagged: Vec<(usize, String)>,
}

/// Reads all pages.
pub(crate) fn read(pdf: &Pdf) -> MarkedContent {
    let mut content = MarkedContent::default();
    let mut fonts = HashMap::new();
    let mut budget = Budget::new();
    for (page, source) in pdf.pages().iter().enumerate() {
        let mut walker = Walker {
            page,
            content: &mut content,
            fonts: &mut fonts,
            budget: &mut budget,
            open: Vec::new(),
            foot: String::new(),
            stray: String::new(),
        };
        walker.walk(source.typed_operations(), source.resources(), Affine::IDENTITY, 0);
        let Walker { foot, stray, .. } = walker;
        content.feet.push(foot);
        if !stray.trim().is_empty() {
            content.untagged.push((page, stray));
        }
    }
    content
}

/// What a stretch of marked content belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// A structure element, by this number.
    Element(i32),
    /// The foot of the page.
    Foot,
    /// Decoration: rules, leaders, and the head of a table again on its next page.
    Decoration,
    /// Nothing of its own.
    Outer,
}

struct Walker<'c> {
    page: usize,
    content: &'c mut MarkedContent,
    fonts: &'c mut HashMap<u128, Rc<Font>>,
    budget: &'c mut Budget,
    open: Vec<Owner>,
    foot: String,
    stray: String,
}

/// Where lines of text begin.
#[derive(Default)]
struct Pen {
    /// Where the line begins; words that follow in it are read as if they began there, for
    /// only their order counts.
    line: Affine,
    leading: f64,
}

impl Pen {
    fn go_on(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
    }

    fn next_line(&mut self) {
        self.go_on(0.0, -self.leading);
    }
}

/// Forms may lie in each other so deep.
const DEEPEST: usize = 12;

impl Walker<'_> {
    fn walk(
        &mut self,
        mut operations: TypedIter<'_>,
        resources: &Resources<'_>,
        start: Affine,
        depth: usize,
    ) {
        let mut state = State { at: start, font: None };
        let mut saved = Vec::new();
        let mut pen = Pen::default();
        while let Some(operation) = operations.next() {
            self.budget.spend();
            match operation {
                Op::SaveState(_) => saved.push(state.clone()),
                Op::RestoreState(_) => state = saved.pop().unwrap_or(state),
                Op::Transform(m) => {
                    let m = [m.0, m.1, m.2, m.3, m.4, m.5].map(|n| n.as_f64());
                    state.at *= Affine::new(m);
                }
                Op::TextFont(font) => state.font = self.font(resources, font.0),
                Op::TextLeading(height) => pen.leading = height.0.as_f64(),
                Op::BeginText(_) => pen.line = Affine::IDENTITY,
                Op::SetTextMatrix(m) => {
                    pen.line = Affine::new([m.0, m.1, m.2, m.3, m.4, m.5].map(|n| n.as_f64()));
                }
                Op::NextLine(by) => pen.go_on(by.0.as_f64(), by.1.as_f64()),
                Op::NextLineAndSetLeading(by) => {
                    pen.leading = -by.1.as_f64();
                    pen.go_on(by.0.as_f64(), by.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => pen.next_line(),
                Op::ShowText(words) => self.words(&state, pen.line, [words.0.as_bytes()]),
                Op::NextLineAndShowText(words) => {
                    pen.next_line();
                    self.words(&state, pen.line, [words.0.as_bytes()]);
                }
                Op::ShowTextWithParameters(words) => {
                    pen.next_line();
                    self.words(&state, pen.line, [words.2.as_bytes()]);
                }
                Op::ShowTexts(parts) => {
                    let parts: Vec<Bytes<'_>> =
                        parts.0.iter::<Object<'_>>().filter_map(Object::into_string).collect();
                    self.words(&state, pen.line, parts.iter().map(Bytes::as_bytes));
                }
                Op::BeginMarkedContentWithProperties(mark) => self.open.push(owner(&mark)),
                Op::BeginMarkedContent(mark) => self.open.push(named(mark.0)),
                Op::EndMarkedContent(_) => {
                    self.open.pop();
                }
                Op::XObject(name) => {
                    if let Some(object) = resources.get_x_object(name.0) {
                        self.object(&object, resources, &state, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn font(&mut self, resources: &Resources<'_>, name: &Name<'_>) -> Option<Rc<Font>> {
        let font = resources.get_font(name)?;
        let read = || Rc::new(Font::read(&font));
        Some(Rc::clone(self.fonts.entry(font.cache_key()).or_insert_with(read)))
    }

    fn words<'w>(
        &mut self,
        state: &State,
        text: Affine,
        parts: impl IntoIterator<Item = &'w [u8]>,
    ) {
        let mut words = String::new();
        for part in parts {
            match &state.font {
                Some(font) => font.decode(part, &mut words),
                None => words.push(char::REPLACEMENT_CHARACTER),
            }
        }
        let at = state.at * text * Point::ORIGIN;
        match self.owner() {
            Owner::Element(number) => self.add(number, Shown::Words(words), at),
            Owner::Foot => self.foot.push_str(&words),
            Owner::Decoration => {}
            Owner::Outer => self.stray.push_str(&words),
        }
    }

    /// A form with content of its own, or a picture.
    fn object(
        &mut self,
        object: &Stream<'_>,
        resources: &Resources<'_>,
        state: &State,
        depth: usize,
    ) {
        let dict = object.dict();
        let kind = dict.get::<Name<'_>>(b"Subtype");
        match kind.as_deref() {
            Some(b"Form") if depth < DEEPEST => {
                let Ok(data) = object.decoded() else { return };
                let matrix = dict.get::<[f64; 6]>(b"Matrix").map_or(Affine::IDENTITY, Affine::new);
                let own = dict.get::<Dict<'_>>(b"Resources").unwrap_or_default();
                let own = Resources::from_parent(own, resources.clone());
                self.walk(TypedIter::new(&data), &own, state.at * matrix, depth + 1);
            }
            Some(b"Image") => {
                let side = |key: &[u8]| dict.get::<u32>(key).unwrap_or(0);
                let size = (side(b"Width"), side(b"Height"));
                if let Owner::Element(number) = self.owner() {
                    let digest = colours(object, size);
                    self.add(number, Shown::Picture(size, digest), state.at * Point::ORIGIN);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, number: i32, shown: Shown, at: Point) {
        let stretches = self.content.marked.entry((self.page, number)).or_default();
        stretches.push(Stretch { shown, at });
    }

    fn owner(&self) -> Owner {
        let own = self.open.iter().rev().find(|owner| **owner != Owner::Outer);
        own.copied().unwrap_or(Owner::Outer)
    }
}

#[derive(Clone)]
struct State {
    at: Affine,
    font: Option<Rc<Font>>,
}

fn owner(mark: &BeginMarkedContentWithProperties<'_, '_>) -> Owner {
    let Some(props) = mark.1.clone().into_dict() else { return named(mark.0) };
    if let Some(number) = props.get::<i32>(b"MCID") {
        return Owner::Element(number);
    }
    let is = |key: &[u8], value: &[u8]| {
        props.get::<Name<'_>>(key).is_some_and(|name| name.as_ref() == value)
    };
    // A page number beside a landscape page is part of the page's background.
    let is_foot = is(b"Subtype", b"Footer") || is(b"Type", b"Background");
    match named(mark.0) {
        Owner::Decoration if is_foot => Owner::Foot,
        owner => owner,
    }
}

fn named(name: &Name<'_>) -> Owner {
    if **name == *b"Artifact" { Owner::Decoration } else { Owner::Outer }
}

/// A digest of a picture's colours: of the bytes of a JPEG, of the pixels of everything else.
fn colours(object: &Stream<'_>, (width, height): (u32, u32)) -> String {
    let filter = object.dict().get::<Name<'_>>(b"Filter");
    if filter.is_some_and(|filter| *filter == *b"DCTDecode") {
        return digest::hex(&object.raw_data());
    }
    let Ok(data) = object.decoded() else { return String::new() };
    let pixels = u64::from(width) * u64::from(height);
    if pixels > 0 && data.len() as u64 == pixels {
        let grey: Vec<u8> = data.iter().flat_map(|level| [*level; 3]).collect();
        return digest::hex(&grey);
    }
    digest::hex(&data)
}
