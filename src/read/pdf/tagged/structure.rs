//! The structure tree as blocks.

use std::cmp::Ordering;
use std::collections::HashMap;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, ObjRef, Object};

use super::marked::{MarkedContent, Shown, Stretch};
use super::unicode;
use crate::read::{Block, BlockContent, CellText, Chart, Location, Picture, TextKind};

/// The number of each page's object, and the page from 0.
pub(crate) type Pages = HashMap<i32, usize>;

pub(crate) fn page_numbers(pdf: &Pdf) -> Pages {
    let id = |page: &hayro_interpret::hayro_syntax::page::Page<'_>| page.raw().obj_id();
    let pages = pdf.pages().iter().enumerate();
    pages.filter_map(|(index, page)| Some((id(page)?.obj_number, index))).collect()
}

/// Blocks and pictures in the order of the tree.
#[derive(Debug, Default)]
pub(crate) struct Tagged {
    pub(crate) blocks: Vec<Block>,
    pub(crate) pictures: Vec<Picture>,
}

/// How deep the tree is followed.
const DEEPEST: usize = 100;

/// Reads the tree.
pub(crate) fn read(root: &Dict<'_>, pages: &Pages, content: &MarkedContent) -> Tagged {
    let roles = root.get::<Dict<'_>>(b"RoleMap").unwrap_or_default();
    let mut reader = TagReader { roles, pages, content, found: Tagged::default(), last: None };
    for kid in kids(root) {
        reader.element(&kid, None, 0);
    }
    reader.found
}

/// Where a line of text stands: its page, its height, and how far to the right it has come.
#[derive(Debug, Clone, Copy)]
struct Baseline {
    page: usize,
    y: f64,
    x: f64,
}

struct TagReader<'a> {
    roles: Dict<'a>,
    pages: &'a Pages,
    content: &'a MarkedContent,
    found: Tagged,
    /// Where the last text begins and ends, as long as another may go on with it.
    last: Option<(Baseline, Baseline)>,
}

/// Text while it is put together.
#[derive(Default)]
struct Words {
    text: String,
    first: Option<Baseline>,
    last: Option<Baseline>,
}

/// Heights that belong to one line, pt.
const SAME_LINE: f64 = 1.0;

impl Words {
    fn add(&mut self, page: usize, stretch: &Stretch) {
        let Shown::Words(words) = &stretch.shown else { return };
        let line = Baseline { page, y: stretch.at.y, x: stretch.at.x };
        if self.last.is_some_and(|last| !last.is_with(line)) {
            self.text.push('\n');
        }
        self.text.push_str(words);
        self.first.get_or_insert(line);
        self.last = Some(line);
    }
}

/// Where a text begins, seen from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In its last line.
    Behind,
    /// In the next line, where lines begin that are not the first.
    Below,
    Elsewhere,
}

/// Lines are not further apart, and the first line of a paragraph begins further right, pt.
const LINE: f64 = 45.0;
const INDENT: f64 = 10.0;

impl Baseline {
    fn is_with(self, other: Self) -> bool {
        self.page == other.page && (self.y - other.y).abs() < SAME_LINE
    }

    fn seen_from(self, (first, last): (Self, Self)) -> Place {
        let down = last.y - self.y;
        let is_next = match self.page.cmp(&last.page) {
            Ordering::Less => false,
            Ordering::Equal => down > SAME_LINE && down < LINE,
            Ordering::Greater => self.page == last.page + 1,
        };
        if last.is_with(self) && last.x < self.x {
            Place::Behind
        } else if is_next && self.x + INDENT < first.x {
            Place::Below
        } else {
            Place::Elsewhere
        }
    }
}

impl<'a> TagReader<'a> {
    fn element(&mut self, element: &Dict<'a>, page: Option<usize>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let page = self.page(element).or(page);
        match &*self.role(element) {
            "Table" => self.table(element, page),
            "Figure" => self.figure(element, page),
            role if is_grouping(role) || self.holds_blocks(role, element) => {
                for kid in kids(element) {
                    self.element(&kid, page, depth + 1);
                }
            }
            role => {
                let kind = level(role).map_or(TextKind::Paragraph, TextKind::Heading);
                self.text(element, page, kind);
            }
        }
    }

    /// Whether paragraphs, lists or tables stand in an element that may also be one text.
    fn holds_blocks(&self, role: &str, element: &Dict<'a>) -> bool {
        let may = matches!(role, "Caption" | "LI");
        may && kids(element).iter().any(|kid| matches!(&*self.role(kid), "P" | "L" | "Table"))
    }

    fn text(&mut self, element: &Dict<'a>, page: Option<usize>, kind: TextKind) {
        let mut words = Words::default();
        self.words(element, page, &mut words, 0);
        let (Some(first), Some(last)) = (words.first, words.last) else { return };
        let place = self.last.map_or(Place::Elsewhere, |last| first.seen_from(last));
        let before = self.found.blocks.last_mut().map(|block| &mut block.content);
        match (before.filter(|_| kind == TextKind::Paragraph), place) {
            // Words at several places of one line are paragraphs of their own here.
            (Some(BlockContent::Text(TextKind::Paragraph, text)), Place::Behind) => {
                text.push('\t');
                text.push_str(&words.text);
            }
            // A heading in front of its text is the beginning of its paragraph.
            (
                Some(BlockContent::Text(own @ TextKind::Heading(_), text)),
                Place::Behind | Place::Below,
            ) => {
                *own = TextKind::Paragraph;
                text.push_str(&words.text);
            }
            _ => {
                let content = BlockContent::Text(kind, words.text);
                self.found.blocks.push(Block {
                    content,
                    location: Location::Pdf { page: Some(first.page + 1) },
                });
            }
        }
        self.last = Some((first, last));
    }

    /// The words of an element and of all below; figures inside are kept as well.
    fn words(&mut self, element: &Dict<'a>, page: Option<usize>, words: &mut Words, depth: usize) {
        let page = self.page(element).or(page);
        for item in items(element) {
            match item {
                Item::Content(number, own) => {
                    let page = own.and_then(|own| self.pages.get(&own).copied()).or(page);
                    for (page, stretch) in self.stretches(page, number) {
                        words.add(page, stretch);
                    }
                }
                Item::Element(kid) if &*self.role(&kid) == "Figure" => self.figure(&kid, page),
                Item::Element(kid) if depth < DEEPEST => self.words(&kid, page, words, depth + 1),
                Item::Element(_) => {}
            }
        }
    }

    fn stretches(&self, page: Option<usize>, number: i32) -> Vec<(usize, &'a Stretch)> {
        let Some(page) = page else { return Vec::new() };
        let found = self.content.marked.get(&(page, number));
        found.into_iter().flatten().map(|stretch| (page, stretch)).collect()
    }

    /// A picture; with words of its own in it, a chart.
    fn figure(&mut self, element: &Dict<'a>, page: Option<usize>) {
        let page = self.page(element).or(page);
        let alt = unicode::entry(element, b"Alt");
        let labels = self.labels(element, page);
        if let Some(first) = labels.first() {
            let page = first.first.map(|line| line.page + 1);
            let labels: Vec<String> = labels.into_iter().map(|label| label.text).collect();
            let labels = labels.join("\n");
            let content = BlockContent::Chart(Chart { alt, labels });
            self.found.blocks.push(Block { content, location: Location::Pdf { page } });
            self.last = None;
            return;
        }
        let mut picture = Picture { alt, size: (0, 0), digest: String::new() };
        for item in items(element) {
            let Item::Content(number, own) = item else { continue };
            let page = own.and_then(|own| self.pages.get(&own).copied()).or(page);
            for (_, stretch) in self.stretches(page, number) {
                if let Shown::Picture(size, digest) = &stretch.shown {
                    (picture.size, picture.digest) = (*size, digest.clone());
                }
            }
        }
        self.found.pictures.push(picture);
    }

    /// The words in a figure, each stretch of its content and each paragraph for itself.
    fn labels(&mut self, element: &Dict<'a>, page: Option<usize>) -> Vec<Words> {
        let mut found = Vec::new();
        let mut stack = items(element);
        stack.reverse();
        while let Some(item) = stack.pop() {
            let mut words = Words::default();
            match item {
                Item::Element(kid) if is_grouping(&self.role(&kid)) => {
                    stack.extend(items(&kid).into_iter().rev());
                }
                Item::Element(kid) => self.words(&kid, page, &mut words, 0),
                Item::Content(number, own) => {
                    let page = own.and_then(|own| self.pages.get(&own).copied()).or(page);
                    for (page, stretch) in self.stretches(page, number) {
                        words.add(page, stretch);
                    }
                }
            }
            found.extend((!words.text.trim().is_empty()).then_some(words));
        }
        found
    }

    fn table(&mut self, element: &Dict<'a>, page: Option<usize>) {
        let mut rows = Vec::new();
        let mut first = None;
        self.rows(element, page, &mut rows, &mut first, 0);
        self.found.blocks.push(Block {
            content: BlockContent::Table(rows),
            location: Location::Pdf { page: first },
        });
        self.last = None;
    }

    fn rows(
        &mut self,
        parent: &Dict<'a>,
        page: Option<usize>,
        rows: &mut Vec<Vec<CellText>>,
        first: &mut Option<usize>,
        depth: usize,
    ) {
        let page = self.page(parent).or(page);
        for kid in kids(parent) {
            match &*self.role(&kid) {
                "TR" => rows.push(self.cells(&kid, page, first)),
                "Caption" => self.element(&kid, page, depth + 1),
                _ if depth < DEEPEST => self.rows(&kid, page, rows, first, depth + 1),
                _ => {}
            }
        }
    }

    fn cells(
        &mut self,
        row: &Dict<'a>,
        page: Option<usize>,
        first: &mut Option<usize>,
    ) -> Vec<CellText> {
        let page = self.page(row).or(page);
        let mut cells = Vec::new();
        for kid in kids(row) {
            let mut words = Words::default();
            self.words(&kid, page, &mut words, 0);
            if let Some(line) = words.first {
                first.get_or_insert(line.page + 1);
            }
            cells.push(CellText {
                text: words.text,
                columns: span(&kid, b"ColSpan"),
                rows: span(&kid, b"RowSpan"),
            });
        }
        cells
    }

    /// The standard role of an element.
    fn role(&self, element: &Dict<'a>) -> String {
        let mut role = element.get::<Name<'_>>(b"S");
        for _ in 0..4 {
            let Some(mapped) = role.as_deref().and_then(|own| self.roles.get::<Name<'_>>(own))
            else {
                break;
            };
            role = Some(mapped);
        }
        role.map(|role| String::from_utf8_lossy(&role).into_owned()).unwrap_or_default()
    }

    fn page(&self, element: &Dict<'a>) -> Option<usize> {
        self.pages.get(&element.get_ref(b"Pg")?.obj_number).copied()
    }
}

fn is_grouping(role: &str) -> bool {
    matches!(
        role,
        "Document"
            | "Part"
            | "Art"
            | "Sect"
            | "Div"
            | "NonStruct"
            | "Private"
            | "L"
            | "TOC"
            | "Index"
            | "BlockQuote"
    )
}

/// The level of a heading.
fn level(role: &str) -> Option<u8> {
    role.strip_prefix('H')?.parse().ok().filter(|level| (1..=9).contains(level))
}

fn span(cell: &Dict<'_>, key: &[u8]) -> usize {
    let attributes = cell.get::<Array<'_>>(b"A");
    let lists = attributes.into_iter().flat_map(|list| list.iter::<Dict<'_>>().collect::<Vec<_>>());
    let found = lists.chain(cell.get::<Dict<'_>>(b"A")).find_map(|own| own.get::<usize>(key));
    found.unwrap_or(1).max(1)
}

/// What an element holds.
enum Item<'a> {
    Element(Dict<'a>),
    /// Marked content: its number, and the object of its page where it names one.
    Content(i32, Option<i32>),
}

fn kids<'a>(element: &Dict<'a>) -> Vec<Dict<'a>> {
    let elements = items(element).into_iter().filter_map(|item| match item {
        Item::Element(element) => Some(element),
        Item::Content(..) => None,
    });
    elements.collect()
}

fn items<'a>(element: &Dict<'a>) -> Vec<Item<'a>> {
    match element.get::<Object<'_>>(b"K") {
        Some(Object::Array(list)) => list.iter::<Object<'_>>().filter_map(item).collect(),
        Some(one) => item(one).into_iter().collect(),
        None => Vec::new(),
    }
}

fn item(object: Object<'_>) -> Option<Item<'_>> {
    if let Object::Number(number) = object {
        return i32::try_from(number.as_i64()).ok().map(|number| Item::Content(number, None));
    }
    let dict = object.into_dict()?;
    let kind = dict.get::<Name<'_>>(b"Type");
    match kind.as_deref() {
        Some(b"MCR") => {
            let page = dict.get_ref(b"Pg").map(|page: ObjRef| page.obj_number);
            Some(Item::Content(dict.get::<i32>(b"MCID")?, page))
        }
        Some(b"OBJR") => None,
        _ => Some(Item::Element(dict)),
    }
}
