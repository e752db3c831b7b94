//! The bundled fonts stand in for the official ones: characters are as wide, so lines end in
//! the same places on the clerk's screen and in the PDF. The widths are those of
//! `templates/fonts/widths.toml`, measured on the official fonts (docs/fonts.md).

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use yinfa::fonts::{FontSet, Role};
use yinfa::layout::{Cell, Item, Line, TableStarts, flow};
use yinfa::pipeline::{self, Plan};

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

/// The characters of each typeface's official font, with their widths.
fn official(role: Role) -> BTreeMap<char, u16> {
    let path = support::root().join("templates/fonts/widths.toml");
    let table: Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let blocks = table.blocks.iter().flat_map(|(first, last)| *first..=*last);
    let whole = blocks.filter_map(char::from_u32).chain(table.whole.chars());
    let mut widths: BTreeMap<char, u16> = whole.map(|c| (c, UNITS)).collect();
    for (width, chars) in &table.faces[role.term()] {
        widths.extend(chars.chars().map(|c| (c, width.parse::<u16>().unwrap())));
    }
    widths
}

#[test]
fn characters_are_as_wide_as_in_the_official_fonts() {
    let fonts = support::plan().fonts;
    for role in Role::CHINESE {
        let widths = official(role);
        assert!((' '..='~').all(|c| widths.contains_key(&c)), "{role:?}");
        let wrong = widths.iter().filter(|(c, width)| {
            let wanted = f64::from(**width) / f64::from(UNITS);
            // A few symbols are in none of the bundled fonts; whoever writes them is told.
            let found = fonts.glyph(role, **c).map_or(wanted, |glyph| glyph.advance);
            (found - wanted).abs() > ROUNDING
        });
        assert_eq!(wrong.collect::<Vec<_>>(), [], "{role:?}");
    }
}

#[test]
fn small_figures_have_glyphs() {
    let fonts = support::plan().fonts;
    for role in Role::CHINESE {
        for c in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋".chars() {
            assert_eq!(fonts.glyph(role, c).map(|glyph| glyph.rank), Some(0), "{role:?} {c}");
        }
    }
}

#[test]
fn lines_end_as_with_the_official_fonts() {
    let folder = support::scratch("official-fonts");
    let bundled = support::plan();
    for role in Role::CHINESE {
        let name = bundled.fonts.word_name(role);
        std::fs::write(folder.join(format!("{name}.ttf")), font(name, &official(role))).unwrap();
    }
    let (fonts, findings) = FontSet::load(&[folder]);
    assert!(findings.is_empty(), "{findings:?}");
    let official = Plan { fonts: fonts.unwrap(), ..support::plan() };
    for role in Role::CHINESE {
        assert!(!official.fonts.chain_of(role).next().unwrap().bundled, "{role:?}");
    }
    let mut count = 0;
    for input in support::reports().iter().chain(&support::case_paths()) {
        let (own, theirs) = (lines(input, &bundled), lines(input, &official));
        assert_eq!(own, theirs, "{}", input.display());
        count += own.len();
    }
    assert!(count > 5000, "{count} lines");
}

/// All lines of a report, as they are broken.
fn lines(input: &Path, plan: &Plan) -> Vec<String> {
    let loaded = plan.loader().load(input);
    let mut findings = loaded.findings;
    let document = pipeline::examine(&mut loaded.root.unwrap(), plan, &mut findings);
    let document = document.unwrap_or_else(|| panic!("{}: {findings:?}", input.display()));
    let starts = TableStarts::default();
    let flow = flow(&document, &plan.layout, &plan.fonts, &starts, &mut findings);
    flow.items.iter().flat_map(item_lines).collect()
}

fn item_lines(item: &Item<'_>) -> Vec<String> {
    match item {
        Item::Blank | Item::Space(_) | Item::LowerRule { .. } => Vec::new(),
        Item::Text(text) => words(&text.lines),
        Item::Mark(mark) => mark.names.iter().map(|name| name.text.plain()).collect(),
        Item::Row(row) => cells(&row.cells),
        Item::Single(single) => vec![single.text.plain()],
        Item::Contents(contents) => {
            contents.entries.iter().flat_map(|entry| words(&entry.lines)).collect()
        }
        Item::Title { lines, .. } => lines.iter().map(|line| line.plain()).collect(),
        Item::Table(table) => {
            let captions = table.captions.iter().chain(&table.notes);
            let rows = table.header.iter().chain(&table.rows);
            let cells = rows.flat_map(|row| &row.cells).flat_map(|cell| words(&cell.lines));
            captions.flat_map(|caption| words(&caption.lines)).chain(cells).collect()
        }
        Item::Chart(chart) => {
            let labels = chart.labels.iter().flat_map(|label| words(&label.lines));
            words(&chart.title.lines).into_iter().chain(labels).collect()
        }
        Item::LetterHead(head) => head.mark.names.iter().map(|name| name.text.plain()).collect(),
        Item::Imprint(imprint) => {
            let copied = imprint.copied.iter().flat_map(|text| words(&text.lines));
            copied.chain(imprint.printed.iter().flat_map(|row| cells(&row.cells))).collect()
        }
    }
}

fn words(lines: &[Line]) -> Vec<String> {
    lines.iter().map(Line::words).collect()
}

fn cells(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|cell| cell.text.plain()).collect()
}

/// A font without outlines that goes by `name`: one glyph for each width.
fn font(name: &str, widths: &BTreeMap<char, u16>) -> Vec<u8> {
    // The first glyph is for what the font lacks.
    let mut advances = vec![UNITS];
    let mut groups = Vec::new();
    for (c, width) in widths {
        let known = advances.iter().skip(1).position(|advance| advance == width);
        let glyph = known.map_or(advances.len(), |index| index + 1);
        if glyph == advances.len() {
            advances.push(*width);
        }
        groups.extend([u32::from(*c), u32::from(*c), u32::try_from(glyph).unwrap()]);
    }
    let count = u16::try_from(advances.len()).unwrap();
    let metrics: Vec<u16> = advances.iter().flat_map(|advance| [*advance, 0]).collect();
    let head = [&[1, 0, 0, 0, 0, 0, 0x5F0F, 0x3CF5, 0, UNITS], &[0; 17][..]].concat();
    let below = 36_u16.wrapping_neg();
    let heights = [&[1, 0, 220, below, 0, UNITS], &[0; 11][..], &[count]].concat();
    file(&[
        (b"cmap", cmap(&groups)),
        (b"head", bytes(&head)),
        (b"hhea", bytes(&heights)),
        (b"hmtx", bytes(&metrics)),
        (b"maxp", bytes(&[0, 0x5000, count])),
        (b"name", names(name)),
    ])
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
