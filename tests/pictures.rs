//! A dozen pages as small pictures, for eyes and against accidents: `tests/pictures/` holds
//! them, poppler draws them anew. `UPDATE=1 cargo test` rewrites them.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::GrayImage;

use crate::support;

/// Acceptance case, page.
const PAGES: [(&str, u32); 12] = [
    ("09-联合标志三", 1),
    ("14-签发人五", 1),
    ("15-标题四行", 1),
    ("18-四级标题", 1),
    ("23-横表在双数面", 2),
    ("36-联合印章四", 2),
    ("41-签名章三人", 2),
    ("43-附件一个", 2),
    ("46-版记在第二面", 2),
    ("54-信函两面", 1),
    ("57-命令", 1),
    ("59-纪要", 1),
];

/// Pages are compared square by square, this many dots wide and high: less than a line.
const SQUARE: u32 = 8;

/// The difference of mean grey in a square beyond which a page has changed. A character, a line
/// or a rule that is not there makes a greater one.
const MOST_DIFFERENT: f64 = 4.0;

/// Grey below this is ink; paper is 255.
const INK: u8 = 235;

#[test]
fn pages_look_as_they_did() {
    let Some(pdftoppm) = support::tool("pdftoppm") else { return };
    let folder = support::scratch("pictures");
    let kept = support::root().join("tests/pictures");
    let mut wrong = Vec::new();
    for (name, page) in PAGES {
        let output = support::cases().iter().find(|output| output.name == name);
        let output = output.unwrap_or_else(|| panic!("no case {name}"));
        let pdf = folder.join("page.pdf");
        std::fs::write(&pdf, &output.pdf).unwrap();
        let found = draw(&pdftoppm, &pdf, page, &folder);
        let path = kept.join(format!("{name}-{page}.png"));
        let difference = image::open(&path)
            .map_or(f64::INFINITY, |picture| difference(&picture.to_luma8(), &found));
        if difference <= MOST_DIFFERENT {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(&kept).unwrap();
            found.save(&path).unwrap();
        } else {
            wrong.push(format!("{name} page {page}: {difference:.2}"));
        }
    }
    assert!(wrong.is_empty(), "look at these pages, then UPDATE=1:\n{}", wrong.join("\n"));
}

/// A page at 40 dots to the inch, in grey.
fn draw(pdftoppm: &Path, pdf: &Path, page: u32, folder: &Path) -> GrayImage {
    let base = folder.join("page");
    let number = page.to_string();
    let status = Command::new(pdftoppm)
        .args(["-r", "40", "-gray", "-png", "-singlefile", "-f", &number, "-l", &number])
        .args([pdf, &base])
        .status()
        .expect("poppler starts");
    assert!(status.success());
    let picture: PathBuf = base.with_extension("png");
    image::open(picture).expect("a picture").to_luma8()
}

/// The greatest difference of a square; everything if the sizes differ.
fn difference(a: &GrayImage, b: &GrayImage) -> f64 {
    if a.dimensions() != b.dimensions() {
        return f64::INFINITY;
    }
    let (width, height) = a.dimensions();
    let mut sums = vec![0i64; (width.div_ceil(SQUARE) * height.div_ceil(SQUARE)) as usize];
    for ((x, y, one), other) in a.enumerate_pixels().zip(b.pixels()) {
        let square = y / SQUARE * width.div_ceil(SQUARE) + x / SQUARE;
        sums[square as usize] += i64::from(one.0[0]) - i64::from(other.0[0]);
    }
    let most = sums.iter().map(|sum| sum.unsigned_abs()).max().expect("a picture");
    most as f64 / f64::from(SQUARE * SQUARE)
}

/// Takes every line of text, every character in it that is no mark, and every thin rule away
/// from every picture, one at a time: the comparison sees each.
#[test]
fn nothing_can_be_missing_unseen() {
    let (mut lines, mut characters, mut rules) = (0, 0, 0);
    for (name, page) in PAGES {
        let path = support::root().join(format!("tests/pictures/{name}-{page}.png"));
        let picture = image::open(&path).expect("a picture").to_luma8();
        let (width, height) = picture.dimensions();
        let see_missing = |x: Range<u32>, y: Range<u32>| {
            let mut erased = picture.clone();
            let places = y.clone().flat_map(|y| x.clone().map(move |x| (x, y)));
            places.for_each(|(x, y)| erased.put_pixel(x, y, image::Luma([255])));
            let seen = difference(&picture, &erased);
            assert!(seen > MOST_DIFFERENT, "{name}, dots {x:?} of {y:?}: {seen:.2}");
        };
        let ink = |x: u32, y: u32| picture.get_pixel(x, y).0[0] < INK;
        for line in stretches(height, |y| (0..width).any(|x| ink(x, y))) {
            see_missing(0..width, line.clone());
            lines += 1;
            for one in stretches(width, |x| line.clone().any(|y| ink(x, y))) {
                if one.len() >= NARROWEST {
                    see_missing(one, line.clone());
                    characters += 1;
                }
            }
        }
        for y in 0..height {
            for rule in stretches(width, |x| ink(x, y)).into_iter().filter(|x| x.len() > 50) {
                see_missing(rule, y..y + 1);
                rules += 1;
            }
        }
    }
    assert!(lines >= 100 && characters >= 1000 && rules >= 15, "{lines} {characters} {rules}");
}

/// The width in dots of the narrowest character that is no mark.
const NARROWEST: usize = 4;

/// The stretches in which something holds without a break.
fn stretches(end: u32, holds: impl Fn(u32) -> bool) -> Vec<Range<u32>> {
    let mut all: Vec<Range<u32>> = Vec::new();
    for at in (0..end).filter(|at| holds(*at)) {
        match all.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end += 1,
            None => all.push(at..at + 1),
        }
    }
    all
}
