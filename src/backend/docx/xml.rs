//! A part of the package as a tree, just enough to put right what docx-rs writes.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Stands at the top of a part.
pub(super) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A part as XML text.
pub(super) fn document_text(root: &Element) -> String {
    let mut text = DECLARATION.to_owned();
    root.write(&mut text);
    text
}

/// An element with attributes and children; values are escaped here.
pub(super) fn element(name: &str, attributes: &[(&str, &str)], children: Vec<Element>) -> Element {
    let attributes = attributes.iter();
    Element {
        name: name.to_owned(),
        attributes: attributes.map(|(name, value)| ((*name).to_owned(), escape(value))).collect(),
        children: children.into_iter().map(Node::Element).collect(),
    }
}

/// An element that holds nothing but words.
pub(super) fn words(name: &str, text: &str) -> Element {
    Element { children: vec![Node::Text(escape(text))], ..Element::empty(name) }
}

/// An element or a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text between tags, still escaped.
    Text(String),
}

/// An element with its attributes and children; names keep their prefixes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    /// Names and escaped values.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    /// An element with one `w:val`.
    pub(super) fn val(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            attributes: vec![("w:val".to_owned(), value.to_owned())],
            children: Vec::new(),
        }
    }

    /// An element without anything.
    pub(super) fn empty(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children: Vec::new() }
    }

    /// The child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements, to be changed.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child of that name, made if it is not there.
    pub(super) fn child_or_new(&mut self, name: &str) -> &mut Element {
        if self.child(name).is_none() {
            self.children.insert(0, Node::Element(Element::empty(name)));
        }
        match self.elements_mut().find(|element| element.name == name) {
            Some(element) => element,
            None => unreachable!("made above"),
        }
    }

    /// Appends a child.
    pub(super) fn push(&mut self, element: Element) {
        self.children.push(Node::Element(element));
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Calls `change` on this element and everything below, children first.
    pub(super) fn change_all(&mut self, change: &mut impl FnMut(&mut Element)) {
        for element in self.elements_mut() {
            element.change_all(change);
        }
        change(self);
    }

    /// Writes the element as XML.
    pub(super) fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            for part in [" ", name, "=\"", value, "\""] {
                out.push_str(part);
            }
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(text),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// Reads a part; the error is the reader's sentence.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut reader = Reader::from_str(text);
    let mut stack: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => stack.push(begun(&start)?),
            Event::Empty(start) => {
                let element = begun(&start)?;
                if let Some(root) = close(&mut stack, element) {
                    return Ok(root);
                }
            }
            Event::End(_) => {
                let element = stack.pop().ok_or("unexpected end tag")?;
                if let Some(root) = close(&mut stack, element) {
                    return Ok(root);
                }
            }
            Event::Text(text) => {
                add_text(&mut stack, text.to_string());
            }
            Event::GeneralRef(reference) => {
                add_text(&mut stack, format!("&{};", &*reference));
            }
            Event::CData(data) => add_text(&mut stack, escape(&data)),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return Err("unexpected end of part".to_owned()),
        }
    }
}

fn add_text(stack: &mut [Element], text: String) {
    if let Some(parent) = stack.last_mut() {
        parent.children.push(Node::Text(text));
    }
}

/// Hangs a finished element into its parent, or returns it as the root.
fn close(stack: &mut [Element], element: Element) -> Option<Element> {
    match stack.last_mut() {
        Some(parent) => {
            parent.push(element);
            None
        }
        None => Some(element),
    }
}

fn begun(start: &BytesStart<'_>) -> Result<Element, String> {
    let attributes = start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(|error| error.to_string())?;
            Ok((attribute.key.as_ref().to_owned(), attribute.value.into_owned()))
        })
        .collect::<Result<_, String>>()?;
    Ok(Element { name: start.name().as_ref().to_owned(), attributes, children: Vec::new() })
}

/// Text for use between tags or in an attribute.
pub(super) fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
