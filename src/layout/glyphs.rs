//! 缺字: every character must have a glyph before anything is drawn.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::data::node::Origin;
use crate::diag::{Code, Diagnostic, Place};
use crate::fonts::{FontSet, Role};
use crate::model::Document;
use crate::standard::{Layout, style};

/// Reports characters that no font has, and those that a substitute has to draw.
pub fn check_glyphs(
    document: &Document,
    layout: &Layout,
    fonts: &FontSet,
    file: &Path,
    findings: &mut Vec<Diagnostic>,
) {
    let bureau = &document.properties.author;
    let mut substitutes: BTreeMap<(Role, usize), Substitutes> = BTreeMap::new();
    document.walk(&mut |part, text| {
        let setting = style(layout, part);
        for inline in &text.0 {
            for c in inline.text.chars().filter(|c| *c != '\n') {
                let origin = inline.origin.as_ref();
                let role = setting.face(c).role;
                match fonts.glyph(role, c) {
                    Some(glyph) if glyph.rank == 0 => {}
                    Some(glyph) => substitutes
                        .entry((role, glyph.rank))
                        .or_insert_with(|| Substitutes {
                            characters: Vec::new(),
                            origin: origin.cloned(),
                            first: c,
                        })
                        .add(c),
                    None => findings.push(missing(role, c, bureau, origin, file)),
                }
            }
        }
    });
    for role in layout.roles() {
        let own = OWN.chars().filter(|c| role != Role::Western || c.is_ascii());
        for c in own.filter(|c| fonts.glyph(role, *c).is_none()) {
            findings.push(missing(role, c, bureau, None, file));
        }
    }
    for ((role, rank), Substitutes { characters, origin, first }) in substitutes {
        let font = fonts.chain_of(role).nth(rank);
        let font = font.map(|file| file.origin.display().to_string()).unwrap_or_default();
        let shown: String = characters.iter().collect();
        let message = format!("“{}”的首选字体里没有“{shown}”，用了后备字体 {font}", role.term());
        findings.push(at(Code::FallbackGlyph, first, origin.as_ref(), file, message));
    }
}

/// What the program itself prints: numbers of headings and pages, 附件, 单位, 签发人, colons.
const OWN: &str = "一二三四五六七八九十百零、（）.0123456789—附件单位签发人主抄送印出席请假列：";

struct Substitutes {
    characters: Vec<char>,
    origin: Option<Arc<Origin>>,
    first: char,
}

impl Substitutes {
    fn add(&mut self, c: char) {
        if !self.characters.contains(&c) {
            self.characters.push(c);
        }
    }
}

fn missing(
    role: Role,
    c: char,
    bureau: &str,
    origin: Option<&Arc<Origin>>,
    file: &Path,
) -> Diagnostic {
    let message = format!(
        "{bureau}的报告里有“{c}”（U+{:04X}），排“{}”的所有字体里都没有这个字",
        u32::from(c),
        role.term()
    );
    at(Code::MissingGlyph, c, origin, file, message)
}

fn at(
    code: Code,
    c: char,
    origin: Option<&Arc<Origin>>,
    file: &Path,
    message: String,
) -> Diagnostic {
    match origin {
        Some(origin) => {
            let place = origin.span.place_of(c.encode_utf8(&mut [0; 4]));
            Diagnostic::new(code, place, message).field(&origin.field)
        }
        None => Diagnostic::new(code, Place::File(file.to_owned()), message),
    }
}
