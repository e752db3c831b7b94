//! A part of the package as a tree, with one spelling of every name whatever prefixes it uses.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::diag::Code;
use crate::guard::{Budget, Refusal};

/// How deep elements may lie in each other; Word itself stays far below.
const DEPTH: usize = 400;

/// The namespaces of interest and the prefixes that this module gives them.
const NAMESPACES: [(&str, &str); 22] = [
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    ("http://schemas.openxmlformats.org/package/2006/relationships", "rel"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing", "wp14"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"),
    ("http://schemas.openxmlformats.org/drawingml/2006/chart", "c"),
    ("http://purl.oclc.org/ooxml/drawingml/chart", "c"),
    ("http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"),
    ("http://purl.oclc.org/ooxml/drawingml/diagram", "dgm"),
    ("http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"),
    ("http://purl.oclc.org/ooxml/drawingml/picture", "pic"),
    ("urn:schemas-microsoft-com:vml", "v"),
    ("urn:schemas-microsoft-com:office:office", "o"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://www.w3.org/XML/1998/namespace", "xml"),
];

/// What newer extensions a document may require and still be read here.
const KNOWN: [&str; 7] = ["wps", "wpg", "w14", "w15", "wp14", "w16", "v"];

/// An element or a text.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// An element with its attributes and children.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: Rc<str>,
    attributes: Vec<(Rc<str>, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    /// The child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Whether the element goes by that name.
    pub(super) fn is(&self, name: &str) -> bool {
        &*self.name == name
    }

    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.is(name))
    }

    /// The last child of that name; some programs write a property twice, and mean the last.
    pub(super) fn last(&self, name: &str) -> Option<&Element> {
        self.elements().filter(|element| element.is(name)).last()
    }

    /// The child at the end of a path.
    pub(super) fn path(&self, names: &[&str]) -> Option<&Element> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The value of an attribute; `w:val` is also found as `val`.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let bare = name.rsplit(':').next().unwrap_or(name);
        let found = self.attributes.iter().find(|(key, _)| &**key == name);
        let found = found.or_else(|| self.attributes.iter().find(|(key, _)| &**key == bare));
        found.map(|(_, value)| value.as_str())
    }

    /// `w:val` of a child.
    pub(super) fn val(&self, child: &str) -> Option<&str> {
        self.last(child)?.attribute("w:val")
    }

    /// A switch: there without a value means on.
    pub(super) fn flag(&self, child: &str) -> Option<bool> {
        let element = self.last(child)?;
        Some(!matches!(element.attribute("w:val"), Some("0" | "false" | "off" | "none")))
    }

    /// An attribute as a number; Word accepts decimals and units in some places.
    pub(super) fn number(&self, attribute: &str) -> Option<f64> {
        number(self.attribute(attribute)?)
    }

    /// All text below.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for node in &self.children {
            match node {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => text.push_str(&element.text()),
            }
        }
        text
    }

    /// Every element of that name below, in order; not those inside of another.
    pub(super) fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut stack = vec![self];
        while let Some(element) = stack.pop() {
            if element.is(name) {
                found.push(element);
            } else {
                let below = stack.len();
                stack.extend(element.elements());
                stack[below..].reverse();
            }
        }
        found
    }

    /// The first element of that name, at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        if self.is(name) {
            return Some(self);
        }
        self.elements().find_map(|element| element.find(name))
    }
}

/// A number, in twips where a unit is given.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let value: f64 = digits.parse().ok()?;
    if !value.is_finite() {
        return None;
    }
    Some(match &text[digits.len()..] {
        "pt" => value * 20.0,
        "mm" => value * 1440.0 / 25.4,
        "cm" => value * 14400.0 / 25.4,
        "in" => value * 1440.0,
        _ => value,
    })
}

/// Reads a part.
pub(super) fn parse(bytes: &[u8], what: &str, budget: &mut Budget) -> Result<Element, Refusal> {
    let damaged =
        || Refusal::new(Code::InspectDamaged, format!("Word 文件的“{what}”部分不是完整的 XML"));
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = text(bytes).ok_or_else(damaged)?;
    let mut reader = Reader::from_str(&text);
    let mut parser = Parser::default();
    loop {
        budget.spend();
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(start) if parser.needs_no_fallback(&start) => {
                skip(&mut reader, budget).ok_or_else(damaged)?;
            }
            Event::Start(start) => {
                parser.open(&start).ok_or_else(damaged)?;
                if parser.stack.len() > DEPTH {
                    let message = format!("Word 文件的“{what}”部分嵌套超过 {DEPTH} 层");
                    return Err(Refusal::new(Code::InspectTooLarge, message));
                }
            }
            Event::Empty(start) => {
                parser.open(&start).ok_or_else(damaged)?;
                if let Some(root) = parser.close().ok_or_else(damaged)? {
                    return Ok(root);
                }
            }
            Event::End(_) => {
                if let Some(root) = parser.close().ok_or_else(damaged)? {
                    return Ok(root);
                }
            }
            Event::Text(text) => parser.text(&text),
            Event::CData(data) => parser.text(&data),
            Event::GeneralRef(reference) => parser.text(&resolved(&reference)),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return Err(damaged()),
        }
    }
}

/// Reads past an element that has begun; what is in it must be sound all the same.
fn skip(reader: &mut Reader<&[u8]>, budget: &mut Budget) -> Option<()> {
    let mut open = 1;
    while open > 0 {
        budget.spend();
        match reader.read_event().ok()? {
            Event::Start(start) => {
                are_sound(&start)?;
                open += 1;
            }
            Event::Empty(start) => are_sound(&start)?,
            Event::End(_) => open -= 1,
            Event::Eof => return None,
            _ => {}
        }
    }
    Some(())
}

fn are_sound(start: &BytesStart<'_>) -> Option<()> {
    start.attributes().try_for_each(|attribute| attribute.map(drop)).ok()
}

/// UTF-8, or UTF-16 with its mark.
fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if !utf16 {
        return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    }
    let (encoding, length) = encoding_rs::Encoding::for_bom(bytes)?;
    let (text, wrong) = encoding.decode_without_bom_handling(&bytes[length..]);
    (!wrong).then_some(text)
}

/// `amp` or `#x4E00` as a character; other entities are nothing, so that none expands.
fn resolved(reference: &str) -> String {
    quick_xml::escape::unescape(&format!("&{reference};"))
        .map(|text| text.into_owned())
        .unwrap_or_default()
}

#[derive(Default)]
struct Parser {
    names: HashSet<Rc<str>>,
    /// Names as they stand in the part with what they mean here, until other prefixes hold.
    known: HashMap<String, Rc<str>>,
    stack: Vec<Element>,
    /// Prefixes that each open element declares.
    spaces: Vec<Vec<(String, &'static str)>>,
}

impl Parser {
    fn open(&mut self, start: &BytesStart<'_>) -> Option<()> {
        let mut declared = Vec::new();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let value = match quick_xml::escape::unescape(&attribute.value) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.to_string(),
            };
            match AsRef::<str>::as_ref(&attribute.key).strip_prefix("xmlns") {
                Some("") => declared.push((String::new(), prefix(&value))),
                Some(rest) if rest.starts_with(':') => {
                    declared.push((rest[1..].to_owned(), prefix(&value)))
                }
                _ => attributes.push((attribute.key, value)),
            }
        }
        self.declare(declared);
        let mut own = Vec::with_capacity(attributes.len());
        for (key, value) in attributes {
            let key = AsRef::<str>::as_ref(&key);
            own.push((if key.contains(':') { self.name(key) } else { self.intern(key) }, value));
        }
        let name = self.name(AsRef::<str>::as_ref(&start.name()));
        self.stack.push(Element { name, attributes: own, children: Vec::new() });
        Some(())
    }

    /// Whether what begins is a fallback beside a choice that can be read.
    fn needs_no_fallback(&mut self, start: &BytesStart<'_>) -> bool {
        let is_known = |node: &Node| match node {
            Node::Element(element) => element.is("mc:Choice") && is_known(element),
            Node::Text(_) => false,
        };
        let parent = self.stack.last().filter(|parent| parent.is("mc:AlternateContent"));
        parent.is_some_and(|parent| parent.children.iter().any(is_known))
            && &*self.name(AsRef::<str>::as_ref(&start.name())) == "mc:Fallback"
    }

    fn declare(&mut self, declared: Vec<(String, &'static str)>) {
        if !declared.is_empty() {
            self.known.clear();
        }
        self.spaces.push(declared);
    }

    fn undeclare(&mut self) -> Option<()> {
        if !self.spaces.pop()?.is_empty() {
            self.known.clear();
        }
        Some(())
    }

    /// A name under the prefix of this module.
    fn name(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.known.get(name) {
            return Rc::clone(known);
        }
        let (own, local) = name.split_once(':').unwrap_or(("", name));
        let space = self.spaces.iter().rev().flatten().find(|(prefix, _)| prefix == own);
        let full = match space {
            Some((_, "")) => self.intern(local),
            Some((_, prefix)) => self.intern(&format!("{prefix}:{local}")),
            None => self.intern(name),
        };
        self.known.insert(name.to_owned(), Rc::clone(&full));
        full
    }

    fn intern(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.names.get(name) {
            return Rc::clone(known);
        }
        let name: Rc<str> = name.into();
        self.names.insert(Rc::clone(&name));
        name
    }

    fn text(&mut self, text: &str) {
        if let Some(parent) = self.stack.last_mut() {
            match parent.children.last_mut() {
                Some(Node::Text(before)) => before.push_str(text),
                _ => parent.children.push(Node::Text(text.to_owned())),
            }
        }
    }

    /// Ends an element; the root comes back.
    fn close(&mut self) -> Option<Option<Element>> {
        let element = self.stack.pop()?;
        self.undeclare()?;
        let Some(parent) = self.stack.last_mut() else { return Some(Some(element)) };
        if element.is("mc:AlternateContent") {
            parent.children.extend(chosen(element));
        } else {
            parent.children.push(Node::Element(element));
        }
        Some(None)
    }
}

/// The prefix of this module for a namespace; unknown ones get one that nothing looks for.
fn prefix(uri: &str) -> &'static str {
    NAMESPACES.iter().find(|(known, _)| *known == uri).map_or("other", |(_, prefix)| prefix)
}

/// Whether an alternative needs nothing that this module does not know.
fn is_known(choice: &Element) -> bool {
    let needs = choice.attribute("Requires");
    needs.is_some_and(|needs| needs.split_whitespace().all(|need| KNOWN.contains(&need)))
}

/// The content of the first alternative that can be read.
fn chosen(alternatives: Element) -> Vec<Node> {
    let mut fallback = Vec::new();
    for node in alternatives.children {
        let Node::Element(element) = node else { continue };
        if element.is("mc:Choice") && is_known(&element) {
            return element.children;
        }
        if element.is("mc:Fallback") {
            fallback = element.children;
        }
    }
    fallback
}
