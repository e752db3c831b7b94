//! 版头, measured on the picture of page 1 that poppler draws (GB/T 9704-2012, 7.2).

use std::path::Path;
use std::process::Command;

use crate::support;

const DPI: f64 = 300.0;

#[test]
fn the_mark_and_the_red_rule_stand_where_the_standard_wants_them() {
    let Some(pdftoppm) = support::tool("pdftoppm") else { return };
    let folder = support::scratch("head");
    for name in ["示例县司法局", "示例县审计局"] {
        let output = support::outputs().iter().find(|output| output.name == name);
        let pdf = folder.join("page.pdf");
        std::fs::write(&pdf, &output.expect("a report of the repository").pdf).unwrap();
        check(name, &Picture::draw(&pdftoppm, &pdf, &folder));
    }
}

fn check(name: &str, page: &Picture) {
    let red = page.bands(|[r, g, b]| r > 180 && g < 100 && b < 100);
    let [mark, rule] = red[..] else { panic!("{name}: red bands {red:?}") };
    let near = |what: &str, found: f64, target: f64, tolerance: f64| {
        assert!((found - target).abs() <= tolerance, "{name}: {what} {found:.2} mm, not {target}");
    };
    near("upper edge of the mark", mark.top, 72.0, 0.5);
    near("left end of the rule", rule.left, 28.0, 0.5);
    near("right end of the rule", rule.right, 184.0, 0.5);
    assert!(mark.left >= 27.5 && mark.right <= 184.5, "{name}: the mark fits the type area");
    let black = page.bands(|[r, g, b]| r < 120 && g < 120 && b < 120);
    let number = black.iter().rev().find(|band| band.bottom < rule.top).expect("a number");
    near("rule below the number", rule.top - number.bottom, 4.0, 0.5);
    let title = black.iter().find(|band| band.top > rule.bottom).expect("a title");
    near("title below the rule", title.top - rule.bottom, 20.78, 4.0);
}

/// A stretch of the page that holds ink, mm from its upper left corner.
#[derive(Debug, Clone, Copy)]
struct Band {
    top: f64,
    bottom: f64,
    left: f64,
    right: f64,
}

struct Picture {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    fn draw(pdftoppm: &Path, pdf: &Path, folder: &Path) -> Self {
        let base = folder.join("page");
        let status = Command::new(pdftoppm)
            .args(["-r", &DPI.to_string(), "-f", "1", "-l", "1", "-singlefile"])
            .args([pdf, &base])
            .status()
            .expect("poppler starts");
        assert!(status.success());
        let bytes = std::fs::read(base.with_extension("ppm")).unwrap();
        let mut fields = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut field = || fields.next().expect("a header");
        assert_eq!(field(), b"P6");
        let width = std::str::from_utf8(field()).unwrap().parse().unwrap();
        let _height = field();
        let rest = field();
        let start = rest.iter().position(|byte| byte.is_ascii_whitespace()).unwrap() + 1;
        let pixels = rest[start..].chunks_exact(3).map(|p| [p[0], p[1], p[2]]).collect();
        Self { width, pixels }
    }

    /// The bands of rows that hold pixels of a colour.
    fn bands(&self, is_ink: impl Fn([u8; 3]) -> bool) -> Vec<Band> {
        let mm = |pixels: usize| pixels as f64 * 25.4 / DPI;
        let mut bands: Vec<Band> = Vec::new();
        let mut open = false;
        for (y, row) in self.pixels.chunks(self.width).enumerate() {
            let left = row.iter().position(|pixel| is_ink(*pixel));
            let right = row.iter().rposition(|pixel| is_ink(*pixel));
            let (Some(left), Some(right)) = (left, right) else {
                open = false;
                continue;
            };
            let (left, right) = (mm(left), mm(right + 1));
            match bands.last_mut().filter(|_| open) {
                Some(band) => {
                    band.bottom = mm(y + 1);
                    band.left = band.left.min(left);
                    band.right = band.right.max(right);
                }
                None => bands.push(Band { top: mm(y), bottom: mm(y + 1), left, right }),
            }
            open = true;
        }
        // Strokes of one line may leave an empty row between them.
        bands.dedup_by(|next, band| {
            let one = next.top - band.bottom < 1.0;
            if one {
                band.bottom = next.bottom;
                band.left = band.left.min(next.left);
                band.right = band.right.max(next.right);
            }
            one
        });
        bands
    }
}
