//! A dozen pages as small pictures, for eyes and against accidents: `tests/pictures/` holds
//! them, poppler draws them anew. `UPDATE=1 cargo test` rewrites them.

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

/// A mean difference of grey values beyond which a page has changed: a line that moved by a
/// few millimetres, a mark of another size.
const MOST_DIFFERENT: f64 = 1.5;

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

/// The mean difference of grey values; everything if the sizes differ.
fn difference(a: &GrayImage, b: &GrayImage) -> f64 {
    if a.dimensions() != b.dimensions() {
        return f64::INFINITY;
    }
    let sum: u64 =
        a.pixels().zip(b.pixels()).map(|(a, b)| u64::from(a.0[0].abs_diff(b.0[0]))).sum();
    sum as f64 / f64::from(a.width() * a.height())
}
