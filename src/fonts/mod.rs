//! 字体: which font files each typeface of the standard is set in, and what they cover.
//!
//! The order is data (`templates/fonts/roles.yaml`): official fonts from `--font-dir`
//! first, then the open fonts in the binary, then whatever else the folder holds. A
//! character is set in the first font of its typeface that has it.

mod bundled;
mod glyphs;
mod hollow;
mod names;
mod outlines;
pub(crate) mod sfnt;

use glyphs::GlyphTable;
pub(crate) use hollow::{font_of, is_composite, number_of};
pub(crate) use outlines::{Outlines, Packed, piece};

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;

use crate::data::node::{Node, Value};
use crate::data::yaml;
use crate::diag::{Checked, Code, Diagnostic, Findings, Place};
use crate::env;
use crate::source::Source;

/// A typeface of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 小标宋
    XiaoBiaoSong,
    /// 黑体
    Hei,
    /// 楷体
    Kai,
    /// 仿宋
    FangSong,
    /// 宋体
    Song,
    /// 西文, where a profile wants it for digits and Latin letters.
    Western,
}

impl Role {
    /// The typefaces of the standard, which have hanzi.
    pub const CHINESE: [Role; 5] =
        [Role::XiaoBiaoSong, Role::Hei, Role::Kai, Role::FangSong, Role::Song];
    /// All typefaces.
    pub const ALL: [Role; 6] =
        [Role::XiaoBiaoSong, Role::Hei, Role::Kai, Role::FangSong, Role::Song, Role::Western];

    /// Its name in the standard.
    pub fn term(self) -> &'static str {
        match self {
            Role::XiaoBiaoSong => "小标宋",
            Role::Hei => "黑体",
            Role::Kai => "楷体",
            Role::FangSong => "仿宋",
            Role::Song => "宋体",
            Role::Western => "西文",
        }
    }

    /// Its name inside the PDF back end.
    pub fn id(self) -> &'static str {
        match self {
            Role::XiaoBiaoSong => "biao",
            Role::Hei => "hei",
            Role::Kai => "kai",
            Role::FangSong => "fang",
            Role::Song => "song",
            Role::Western => "west",
        }
    }
}

/// One font file in use.
#[derive(Clone)]
pub struct FontFile {
    /// The font.
    pub font: Font,
    /// The font, ready to be measured.
    pub instance: FontInstance,
    /// Where it came from: a path of the user's, or the name of a bundled file.
    pub origin: PathBuf,
    /// Whether it travels with the program.
    pub bundled: bool,
}

impl FontFile {
    fn new(font: Font, origin: PathBuf, bundled: bool) -> Self {
        let plain = FontVariations::default();
        let instance = font.clone().instantiate(FontVariant::default(), Abs::zero(), &plain);
        Self { font, instance, origin, bundled }
    }
}

impl std::fmt::Debug for FontFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FontFile({})", self.origin.display())
    }
}

/// The fonts of a run.
#[derive(Debug)]
pub struct FontSet {
    files: Vec<FontFile>,
    /// One for each file, made when the PDF engine first asks for it.
    outlines: Vec<OnceLock<Option<Outlines>>>,
    chains: [Vec<usize>; Role::ALL.len()],
    /// What [`Self::glyph`] found, for each typeface.
    glyphs: [GlyphTable; Role::ALL.len()],
    word_names: [String; Role::ALL.len()],
    rare_names: [String; Role::ALL.len()],
    book: LazyHash<FontBook>,
    slots: Vec<usize>,
}

/// In which form the PDF engine gets fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontForm {
    /// Hollow where they can be: their outlines are put into the finished file.
    Hollow,
    /// As they are.
    Whole,
}

/// A character's glyph: in which font of the typeface's order, and how wide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// 0 is the first choice of the typeface.
    pub rank: usize,
    /// Width in em.
    pub advance: f64,
}

impl FontSet {
    /// The bundled fonts and those of the user's folders.
    pub fn load(folders: &[PathBuf]) -> Checked<Option<Self>> {
        let mut findings = Findings::new();
        let mut files: Vec<FontFile> = Vec::new();
        for folder in folders {
            read_folder(folder, &mut files, &mut findings);
        }
        let own = files.len();
        files.extend(bundled::files());
        let table = roles();
        let mut set = Self {
            outlines: files.iter().map(|_| OnceLock::new()).collect(),
            files,
            chains: Default::default(),
            glyphs: Default::default(),
            word_names: Default::default(),
            rare_names: Default::default(),
            book: LazyHash::default(),
            slots: Vec::new(),
        };
        for role in Role::ALL {
            let choice = RoleChoice::read(&table, role);
            set.chains[role as usize] = set.chain(&choice, own);
            set.rare_names[role as usize] = choice.rare.unwrap_or_else(|| choice.word.clone());
            set.word_names[role as usize] = choice.word;
            if set.chains[role as usize].is_empty() {
                let message = format!("没有可以排“{}”的字体", role.term());
                findings.push(Diagnostic::new(Code::FontMissing, Place::Whole, message));
            }
        }
        set.list_families();
        let usable = set.chains.iter().all(|chain| !chain.is_empty());
        Checked::new(usable.then_some(set), findings)
    }

    /// Every typeface and rank is a family of its own, so that the PDF engine never chooses
    /// by weight or by the names that font files give themselves.
    fn list_families(&mut self) {
        let mut book = FontBook::new();
        for role in Role::ALL {
            for (rank, &index) in self.chains[role as usize].iter().enumerate() {
                let mut info = self.files[index].font.info().clone();
                info.family = family(role, rank);
                info.variant = FontVariant::default();
                book.push(info);
                self.slots.push(index);
            }
        }
        self.book = LazyHash::new(book);
    }

    fn chain(&self, choice: &RoleChoice, own: usize) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut add = |index: usize| {
            if !chain.contains(&index) {
                chain.push(index);
            }
        };
        for name in &choice.official {
            (0..own).filter(|&i| names::has(&self.files[i], name)).for_each(&mut add);
        }
        for name in &choice.bundled {
            let found =
                (own..self.files.len()).filter(|&i| self.files[i].origin == Path::new(name));
            found.for_each(&mut add);
        }
        (0..own).for_each(&mut add);
        chain
    }

    /// The font files of a typeface, first choice first.
    pub fn chain_of(&self, role: Role) -> impl Iterator<Item = &FontFile> {
        self.chains[role as usize].iter().map(|&index| &self.files[index])
    }

    /// The font files that do not travel with the program, in the order in which they count.
    pub fn own_files(&self) -> impl Iterator<Item = &FontFile> {
        self.files.iter().filter(|file| !file.bundled)
    }

    /// The families of a typeface in [`Self::book`], first choice first.
    pub fn families(&self, role: Role) -> Vec<String> {
        (0..self.chains[role as usize].len()).map(|rank| family(role, rank)).collect()
    }

    /// All families for the PDF engine.
    pub fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The font of an entry of [`Self::book`].
    pub fn entry(&self, index: usize, form: FontForm) -> Option<&Font> {
        let file = *self.slots.get(index)?;
        let hollow = match form {
            FontForm::Hollow => self.outlines_of(file).map(|outlines| &outlines.hollow),
            FontForm::Whole => None,
        };
        Some(hollow.unwrap_or(&self.files[file].font))
    }

    /// The outlines of a font that the PDF engine gets in its hollow form, by its number.
    pub(crate) fn outlines(&self, number: u16) -> Option<&Outlines> {
        self.outlines_of(number.into())
    }

    fn outlines_of(&self, file: usize) -> Option<&Outlines> {
        let make = || Outlines::of(&self.files[file].font, u16::try_from(file).ok()?);
        self.outlines.get(file)?.get_or_init(make).as_ref()
    }

    /// The official name that Word files use for a typeface.
    pub fn word_name(&self, role: Role) -> &str {
        &self.word_names[role as usize]
    }

    /// The name that Word files use where the official font lacks a character, because it
    /// holds GB 2312 only; the same style with more characters.
    pub fn rare_word_name(&self, role: Role) -> &str {
        &self.rare_names[role as usize]
    }

    /// How far the ink of a text reaches above the baseline and (as a negative number) below
    /// it, em.
    pub fn ink(&self, role: Role, text: &str) -> (f64, f64) {
        /// The square of a hanzi, for fonts without outlines.
        const SQUARE: (f64, f64) = (0.88, -0.12);
        let bounds = text.chars().filter_map(|c| {
            self.chain_of(role).find_map(|file| {
                let face = file.instance.ttf();
                let bounds = face.glyph_bounding_box(face.glyph_index(c)?)?;
                let em = f64::from(face.units_per_em());
                Some((f64::from(bounds.y_max) / em, f64::from(bounds.y_min) / em))
            })
        });
        bounds.reduce(|a, b| (a.0.max(b.0), a.1.min(b.1))).unwrap_or(SQUARE)
    }

    /// The glyph of a character in a typeface; `None` if no font has it.
    pub fn glyph(&self, role: Role, c: char) -> Option<Glyph> {
        self.glyphs[role as usize].get(c, |c| self.look_up(role, c))
    }

    fn look_up(&self, role: Role, c: char) -> Option<Glyph> {
        self.chain_of(role).enumerate().find_map(|(rank, file)| {
            let glyph = file.instance.ttf().glyph_index(c).filter(|glyph| glyph.0 != 0)?;
            Some(Glyph { rank, advance: file.instance.x_advance(glyph.0)?.get() })
        })
    }
}

/// The family name of a typeface's font at `rank`.
fn family(role: Role, rank: usize) -> String {
    format!("{}-{rank}", role.id())
}

/// What `roles.yaml` says of one typeface.
struct RoleChoice {
    word: String,
    rare: Option<String>,
    official: Vec<String>,
    bundled: Vec<String>,
}

impl RoleChoice {
    fn read(table: &Node, role: Role) -> Self {
        let row = table.field(role.term());
        let words = |field| match row.and_then(|row| row.field(field)).map(|node| &node.value) {
            Some(Value::List(items)) => {
                items.iter().filter_map(Node::text).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        let name = |field| row.and_then(|row| row.field(field)).and_then(Node::text);
        Self {
            word: name("Word").unwrap_or(role.term()).to_owned(),
            rare: name("Word生僻字").map(str::to_owned),
            official: words("官方"),
            bundled: words("随附"),
        }
    }
}

/// The table of typefaces; a test holds it complete.
fn roles() -> Node {
    let text = include_str!("../../templates/fonts/roles.yaml");
    let source = Arc::new(Source::new("templates/fonts/roles.yaml", text));
    match yaml::read(&source) {
        Ok(read) => read.value,
        Err(findings) => unreachable!("{findings:?}"),
    }
}

fn read_folder(folder: &Path, files: &mut Vec<FontFile>, findings: &mut Findings) {
    let paths = match env::list(folder) {
        Ok(paths) => paths,
        Err(error) => {
            let message = format!("字体文件夹读不出来：{}", env::io_reason(&error));
            findings.push(Diagnostic::new(
                Code::FontUnreadable,
                Place::File(folder.into()),
                message,
            ));
            return;
        }
    };
    for path in paths {
        let extension = path.extension().and_then(|ext| ext.to_str()).unwrap_or_default();
        if !["ttf", "otf", "ttc", "otc"].contains(&extension.to_ascii_lowercase().as_str()) {
            continue;
        }
        let fonts = env::read(&path)
            .map(|bytes| Font::iter(Bytes::new(bytes)).collect::<Vec<_>>())
            .unwrap_or_default();
        if fonts.is_empty() {
            let place = Place::File(path.clone());
            findings.push(Diagnostic::new(Code::FontUnreadable, place, "字体文件读不出来"));
        }
        files.extend(fonts.into_iter().map(|font| FontFile::new(font, path.clone(), false)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_typeface_has_its_row() {
        let table = roles();
        for role in Role::ALL {
            let choice = RoleChoice::read(&table, role);
            assert!(table.field(role.term()).is_some(), "{role:?}");
            assert!(!choice.official.is_empty() && !choice.bundled.is_empty(), "{role:?}");
        }
    }

    #[cfg(feature = "bundled-fonts")]
    #[test]
    fn rare_names_have_glyphs() {
        let Checked { value: set, findings } = FontSet::load(&[]);
        let set = set.unwrap();
        assert!(findings.is_empty());
        for role in Role::CHINESE {
            for c in "一A0“”〔〕—…，。喆祎䶮𠅤".chars() {
                assert!(set.glyph(role, c).is_some(), "{role:?} {c}");
            }
        }
        for c in ' '..='~' {
            assert_eq!(set.glyph(Role::Western, c).map(|glyph| glyph.rank), Some(0), "{c}");
        }
        assert_eq!(set.glyph(Role::Western, '0').unwrap().advance, 0.5);
        assert_eq!(set.glyph(Role::FangSong, '一').unwrap(), Glyph { rank: 0, advance: 1.0 });
        assert!(set.glyph(Role::FangSong, '喆').unwrap().rank > 0);
        assert_eq!(set.glyph(Role::FangSong, '\u{2A6D6}'), None);
    }
}
