//! A part as a tree of local names and plain values, whatever prefixes a writer uses.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::diag::Code;
use crate::inspect::guard::Refusal;

/// An element; the text between tags is kept where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// Only elements without a name have text.
    pub(super) text: String,
}

/// Nesting of any honest document is far below.
const DEEPEST: usize = 200;
/// Elements of a part.
const MOST: usize = 3_000_000;

impl Element {
    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// A descendant, by the names on the way.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The `val` of a child.
    pub(super) fn val(&self, child: &str) -> Option<&str> {
        self.child(child)?.get("val")
    }

    /// A whole number in an attribute; some writers add decimals or a unit.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        let text = self.get(name)?;
        text.parse().ok().or_else(|| {
            let (digits, factor) = match text {
                _ if text.ends_with("pt") => (text.trim_end_matches("pt"), 20.0),
                _ if text.ends_with("mm") => (text.trim_end_matches("mm"), 1440.0 / 25.4),
                _ if text.ends_with("cm") => (text.trim_end_matches("cm"), 14400.0 / 25.4),
                _ if text.ends_with("in") => (text.trim_end_matches("in"), 1440.0),
                _ => return None,
            };
            digits.parse::<f64>().ok().map(|value| value * factor)
        })
    }

    /// A switch: there, and not turned off.
    pub(super) fn switch(&self, child: &str) -> Option<bool> {
        let value = self.child(child)?.get("val");
        Some(!matches!(value, Some("0" | "false" | "off" | "none")))
    }

    /// All descendants of that name, in order.
    pub(super) fn find<'a>(&'a self, name: &str, found: &mut Vec<&'a Element>) {
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            child.find(name, found);
        }
    }
}

/// Reads a part.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Refusal> {
    let damaged = |reason: String| {
        Refusal::new(Code::InspectDamaged, format!("Word 文件里的 XML 有错：{reason}"))
    };
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    let mut stack: Vec<Element> = Vec::new();
    let mut count = 0;
    loop {
        let event = reader.read_event().map_err(|error| damaged(error.to_string()))?;
        match event {
            Event::Start(start) => {
                count += 1;
                if stack.len() >= DEEPEST || count > MOST {
                    let message = "Word 文件里的内容嵌套太深或者太多";
                    return Err(Refusal::new(Code::InspectTooLarge, message));
                }
                stack.push(element(&start));
            }
            Event::Empty(start) => {
                count += 1;
                let made = element(&start);
                match stack.last_mut() {
                    Some(parent) => parent.children.push(made),
                    None => return Ok(made),
                }
            }
            Event::End(_) => {
                let done = stack.pop().ok_or_else(|| damaged("多出结束标记".to_owned()))?;
                match stack.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::Text(text) => add(&mut stack, &text),
            Event::CData(data) => add(&mut stack, &data),
            Event::GeneralRef(name) => {
                let text = format!("&{};", &*name);
                let plain = quick_xml::escape::unescape(&text).map(std::borrow::Cow::into_owned);
                add(&mut stack, &plain.unwrap_or_default());
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return Err(damaged("内容不完整".to_owned())),
        }
    }
}

/// UTF-8, or what a byte order mark says.
fn decode(bytes: &[u8]) -> String {
    let encoding = encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::UTF_8, |(e, _)| e);
    encoding.decode(bytes).0.into_owned()
}

fn add(stack: &mut [Element], text: &str) {
    if let Some(parent) = stack.last_mut() {
        match parent.children.last_mut().filter(|last| last.name.is_empty()) {
            Some(last) => last.text.push_str(text),
            None => parent.children.push(Element { text: text.to_owned(), ..Element::default() }),
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let value = quick_xml::escape::unescape(&attribute.value)
                .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
            (local(attribute.key.as_ref()).to_owned(), value)
        })
        .collect();
    let name = local(start.name().as_ref()).to_owned();
    Element { name, attributes, ..Element::default() }
}
