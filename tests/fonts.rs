//! The bundled fonts stand in for the official ones: characters are as wide, so lines end in
//! the same places on the clerk's screen and in the PDF. The widths are those of
//! `templates/fonts/widths.toml`, measured on the official fonts (docs/fonts.md).

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use ttf_parser::Face;
use yinfa::FontSet;
use yinfa::data::{
    self,
    node::{Node, Value},
};
use yinfa::pipeline::Plan;
use yinfa::read::{self, BlockContent, CellText};

use crate::support;

/// To the em, in the table.
const UNITS: u16 = 256;
/// The bundled fonts have 1000 units to the em.
const ROUNDING: f64 = 0.0005;

/// `templates/fonts/widths.toml`
#[derive(Deserialize)]
struct Table {
    #[serde(rename = "字块")]
    blocks: Vec<(u32, u32)>,
    #[serde(rename = "一字")]
    whole: String,
    #[serde(flatten)]
    faces: BTreeMap<String, BTreeMap<String, String>>,
}

/// A typeface: its official font, and the bundled ones in its place.
struct Typeface {
    term: String,
    /// The name of the official font.
    name: String,
    /// The characters that the official font has.
    widths: BTreeMap<char, u16>,
    /// The first that has a character counts.
    bundled: Vec<Vec<u8>>,
}

fn typefaces() -> Vec<Typeface> {
    let folder = support::root().join("templates/fonts");
    let table = std::fs::read_to_string(folder.join("widths.toml")).unwrap();
    let Table { blocks, whole, faces } = toml::from_str(&table).unwrap();
    let blocks = blocks.iter().flat_map(|(first, last)| *first..=*last);
    let whole = blocks.filter_map(char::from_u32).chain(whole.chars());
    let common: BTreeMap<char, u16> = whole.map(|c| (c, UNITS)).collect();
    let roles = data::read(&folder.join("roles.yaml")).root.unwrap();
    let one = |(term, rows): (String, BTreeMap<String, String>)| {
        let mut widths = common.clone();
        for (width, chars) in rows {
            widths.extend(chars.chars().map(|c| (c, width.parse::<u16>().unwrap())));
        }
        let role = roles.field(&term).unwrap();
        let Value::List(files) = &role.field("随附").unwrap().value else { panic!("{term}") };
        let file = |name: &Node| std::fs::read(folder.join(name.text().unwrap())).unwrap();
        let bundled = files.iter().map(file).collect();
        let name = role.field("Word").unwrap().text().unwrap().to_owned();
        Typeface { term, name, widths, bundled }
    };
    faces.into_iter().map(one).collect()
}

#[test]
fn characters_are_as_wide_as_in_the_official_fonts() {
    for Typeface { term, widths, bundled, .. } in typefaces() {
        assert!((' '..='~').all(|c| widths.contains_key(&c)), "{term}");
        let faces: Vec<Face<'_>> =
            bundled.iter().map(|font| Face::parse(font, 0).unwrap()).collect();
        let advance = |c: char| {
            faces.iter().find_map(|face| {
                let advance = f64::from(face.glyph_hor_advance(face.glyph_index(c)?)?);
                Some(advance / f64::from(face.units_per_em()))
            })
        };
        let wrong = widths.iter().filter(|(c, width)| {
            let wanted = f64::from(**width) / f64::from(UNITS);
            // A few symbols are in none of the bundled fonts; whoever writes them is told.
            (advance(**c).unwrap_or(wanted) - wanted).abs() > ROUNDING
        });
        assert_eq!(wrong.collect::<Vec<_>>(), [], "{term}");
    }
}

#[test]
fn small_figures_have_glyphs() {
    for Typeface { term, bundled, .. } in typefaces() {
        let face = Face::parse(&bundled[0], 0).unwrap();
        for c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋".chars() {
            assert!(face.glyph_index(c).is_some(), "{term} {c}");
        }
    }
}

#[test]
fn lines_end_as_with_the_official_fonts() {
    let folder = support::scratch("official-fonts");
    for Typeface { name, widths, .. } in typefaces() {
        std::fs::write(folder.join(format!("{name}.ttf")), font(&name, &widths)).unwrap();
    }
    let fonts = FontSet::load(&[folder]);
    assert!(fonts.findings.is_empty(), "{:?}", fonts.findings);
    let official = Plan { fonts: fonts.value.unwrap(), ..support::plan() };
    assert_eq!(official.fonts.own_files().count(), typefaces().len());
    let paths = support::reports().into_iter().chain(support::case_paths());
    let bundled = support::outputs().iter().chain(support::cases());
    let mut count = 0;
    for (input, own) in paths.zip(bundled) {
        let theirs = support::make(&input, &official);
        let (own, theirs) = (lines(&own.pdf), lines(&theirs.pdf));
        assert_eq!(own, theirs, "{}", input.display());
        count += own.len();
    }
    assert!(count > 5000, "{count} lines");
}

/// All lines of a PDF, as they are broken.
fn lines(pdf: &[u8]) -> Vec<String> {
    let content = read::content(Path::new("report.pdf"), pdf.to_vec()).unwrap();
    let texts = content.blocks.into_iter().flat_map(|block| match block.content {
        BlockContent::Text(_, text) => vec![text],
        BlockContent::Table(rows) => {
            rows.into_iter().flatten().map(|CellText { text, .. }| text).collect()
        }
        BlockContent::Chart(chart) => vec![chart.labels],
    });
    texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// A font that goes by `name`: every glyph is the same square, as wide as it says.
fn font(name: &str, widths: &BTreeMap<char, u16>) -> Vec<u8> {
    // The first glyph is for what the font lacks.
    let mut advances = vec![UNITS];
    let mut groups = Vec::new();
    for (c, width) in widths {
        groups.extend([u32::from(*c), u32::from(*c), u32::try_from(advances.len()).unwrap()]);
        advances.push(*width);
    }
    let count = u16::try_from(advances.len()).unwrap();
    let metrics: Vec<u16> = advances.iter().flat_map(|advance| [*advance, 0]).collect();
    let below = 36_u16.wrapping_neg();
    let bounds = [0, below, 64, 220];
    let start = [1, 0, 0, 0, 0, 0, 0x5F0F, 0x3CF5, 0, UNITS, 0, 0, 0, 0, 0, 0, 0, 0];
    // Offsets of glyphs are long.
    let head = [&start, bounds.as_slice(), &[0, 8, 2, 1, 0]].concat();
    let heights = [&[1, 0, 220, below, 0, UNITS], &[0; 11][..], &[count]].concat();
    file(&[
        (b"cmap", cmap(&groups)),
        (b"glyf", square(bounds).repeat(advances.len())),
        (b"head", bytes(&head)),
        (b"hhea", bytes(&heights)),
        (b"hmtx", bytes(&metrics)),
        (b"loca", places(advances.len(), square(bounds).len())),
        (b"maxp", bytes(&[&[1, 0, count, 4, 1], &[0; 11][..]].concat())),
        (b"name", names(name)),
    ])
}

/// OpenType, "glyf": one contour of four points.
fn square([left, bottom, right, top]: [u16; 4]) -> Vec<u8> {
    let mut glyph = bytes(&[1, left, bottom, right, top, 3, 0]);
    // Each is on the curve, and both its coordinates are whole words.
    glyph.extend([1; 4]);
    let (width, height) = (right - left, top.wrapping_sub(bottom));
    let across = [left, 0, width, 0];
    let up = [bottom, height, 0, height.wrapping_neg()];
    glyph.extend(bytes(&[across, up].concat()));
    glyph.resize(glyph.len().next_multiple_of(4), 0);
    glyph
}

/// OpenType, "loca": where glyphs of one size begin and end.
fn places(count: usize, size: usize) -> Vec<u8> {
    (0..=count).flat_map(|index| u32::try_from(index * size).unwrap().to_be_bytes()).collect()
}

fn bytes(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// OpenType, "cmap", format 12: each character's glyph by itself.
fn cmap(groups: &[u32]) -> Vec<u8> {
    let length = u32::try_from(16 + 4 * groups.len()).unwrap();
    let count = u32::try_from(groups.len() / 3).unwrap();
    let mut table = bytes(&[0, 1, 3, 10, 0, 12, 12, 0]);
    let rest = [length, 0, count].into_iter().chain(groups.iter().copied());
    table.extend(rest.flat_map(u32::to_be_bytes));
    table
}

/// Family and full name, for Windows.
fn names(name: &str) -> Vec<u8> {
    let text: Vec<u16> = name.encode_utf16().collect();
    let length = u16::try_from(2 * text.len()).unwrap();
    let records = [1, 4].map(|what| [3, 1, 0x409, what, length, 0]);
    bytes(&[&[0, 2, 6 + 24], records.concat().as_slice(), &text].concat())
}

/// The tables, which are in order, behind their directory.
fn file(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap();
    let mut file = bytes(&[1, 0, count, 0, 0, 0]);
    let mut data = Vec::new();
    for (tag, table) in tables {
        let start = 12 + 16 * tables.len() + data.len();
        file.extend(*tag);
        let entry = [0, start, table.len()].map(|number| u32::try_from(number).unwrap());
        file.extend(entry.into_iter().flat_map(u32::to_be_bytes));
        data.extend_from_slice(table);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    [file, data].concat()
}
