//! 缺字: every character must have a glyph before anything is drawn.

use std::collections::BTreeMap;
use std::path::Path;

use crate::data::node::Origin;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::fonts::{FontSet, Role};
use crate::model::{Document, Inline};
use crate::standard::{Layout, style};

/// Reports characters that no font has, and those that a substitute has to draw.
pub(crate) fn check_glyphs(
    document: &Document,
    layout: &Layout,
    fonts: &FontSet,
    file: &Path,
    findings: &mut Findings,
) {
    let bureau = &document.properties.author;
    let mut substitutes: BTreeMap<(Role, usize), Substitutes> = BTreeMap::new();
    document.walk(&mut |part, text| {
        let setting = style(layout, part);
        for inline in &text.0 {
            for (at, c) in inline.text.char_indices().filter(|(_, c)| *c != '\n') {
                let seen = Seen { inline, at, c };
                let role = setting.face(c).role;
                match fonts.glyph(role, c) {
                    Some(glyph) if glyph.rank == 0 => {}
                    Some(glyph) => substitutes
                        .entry((role, glyph.rank))
                        .or_insert_with(|| Substitutes {
                            characters: Vec::new(),
                            first: seen.place(file),
                        })
                        .add(c),
                    None => findings.push(missing(role, c, bureau, seen.place(file))),
                }
            }
        }
    });
    for role in layout.roles() {
        let own = OWN.chars().filter(|c| role != Role::Western || c.is_ascii());
        for c in own.filter(|c| fonts.glyph(role, *c).is_none()) {
            findings.push(missing(role, c, bureau, (Place::File(file.to_owned()), None)));
        }
    }
    for ((role, rank), Substitutes { characters, first: (place, field) }) in substitutes {
        let font = fonts.chain_of(role).nth(rank);
        let font = font.map(|file| file.origin.display().to_string()).unwrap_or_default();
        let shown: String = characters.iter().collect();
        let message = format!("“{}”的首选字体里没有“{shown}”，用了后备字体 {font}", role.term());
        let finding = Diagnostic::new(Code::FallbackGlyph, place, message);
        findings.push(finding.field(field.unwrap_or_default()));
    }
}

/// What the program itself prints: numbers of headings and pages, 附件, 单位, 签发人, colons.
const OWN: &str = "一二三四五六七八九十百零、（）.0123456789—附件单位签发人主抄送印出席请假列：";

/// A place and its field, where there is one.
type Located = (Place, Option<String>);

/// A character of a document.
struct Seen<'a> {
    inline: &'a Inline,
    at: usize,
    c: char,
}

impl Seen<'_> {
    /// Where it stands in the data.
    fn place(&self, file: &Path) -> Located {
        match &self.inline.origin {
            Some(origin) => {
                let Origin { field, span } = &**origin;
                let end = self.at + self.c.len_utf8();
                let place = span.within(&self.inline.text, self.at..end).place();
                (place, Some(field.clone()))
            }
            None => (Place::File(file.to_owned()), None),
        }
    }
}

struct Substitutes {
    characters: Vec<char>,
    first: Located,
}

impl Substitutes {
    fn add(&mut self, c: char) {
        if !self.characters.contains(&c) {
            self.characters.push(c);
        }
    }
}

fn missing(role: Role, c: char, bureau: &str, (place, field): Located) -> Diagnostic {
    let message = format!(
        "{bureau}的报告里有“{c}”（U+{:04X}），排“{}”的所有字体里都没有这个字",
        u32::from(c),
        role.term()
    );
    Diagnostic::new(Code::MissingGlyph, place, message).field(field.unwrap_or_default())
}
