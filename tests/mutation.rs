//! Files damaged at random, from a fixed seed: nothing crashes, nothing goes on for ever. What is
//! found does not matter here; `faults` and `broken` see to that.

use std::path::Path;

use yinfa::kind::Kinds;
use yinfa::pipeline;

use crate::last_year;
use crate::support::{Random, ends, root, scratch};

/// Pieces that parsers stumble over.
const PIECES: [&str; 32] = [
    "{{",
    "}}",
    "{",
    "}",
    "[",
    "]",
    ":",
    "：",
    ": ",
    "- ",
    "\"",
    "'",
    "#",
    "&a ",
    "*a",
    "!!",
    "|-\n",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u{FDD0}",
    "\u{FEFF}",
    "\u{200B}",
    "，",
    "(",
    "-1",
    "1e999",
    "%",
    "‖",
    "【",
    "99999999999999999999999999999999999999",
];

/// The same bytes with some of them damaged.
pub fn damage(good: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => {
                let end = (at + random.below(12)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            3 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            4 => {
                let lines: Vec<Vec<u8>> =
                    bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                if lines.len() > 1 {
                    let (from, to) = (random.below(lines.len()), random.below(lines.len()));
                    let mut moved = lines.clone();
                    moved.swap(from, to);
                    bytes = moved.concat();
                }
            }
            _ => {
                let end = (at + random.below(60)).min(bytes.len());
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}

/// Damages `base` many times and hands each file to `work`, which must come back.
fn check(base: &Path, times: usize, name: &str, work: impl Fn(&Path)) {
    let good = std::fs::read(base).unwrap();
    let folder = scratch(&format!("mutation-{name}"));
    let path = folder.join(base.file_name().unwrap());
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ good.len() as u64);
    for _ in 0..times {
        std::fs::write(&path, damage(&good, &mut random)).unwrap();
        // Where it never ends, the file is still there.
        ends(name, || work(&path));
    }
}

#[test]
fn damaged_data_never_crashes() {
    let plan = last_year::plan();
    for base in [
        "tests/faults/base.yaml",
        "tests/faults/base.toml",
        "tests/faults/base.json",
        "tests/rules/cases/2024/相符.yaml",
        "data/示例县/2024/示例县司法局.yaml",
    ] {
        let name = base.replace('/', "-");
        check(&root().join(base), 300, &name, |path| {
            pipeline::check(path, &plan);
        });
    }
}

/// What passes the check is drawn.
#[test]
fn damaged_data_that_passes_is_drawn_without_a_crash() {
    let plan = last_year::plan();
    let drawn = std::cell::Cell::new(0);
    check(&root().join("tests/faults/base.yaml"), 400, "drawn", |path| {
        if !pipeline::check(path, &plan).findings.has_errors() {
            pipeline::export(path, &plan);
            drawn.set(drawn.get() + 1);
        }
    });
    assert!(drawn.get() >= 5, "only {} passed", drawn.get());
}

#[test]
fn damaged_kinds_never_crash() {
    let kind = root().join("tests/rules/kinds/试验报告");
    for file in ["kind.yaml", "schema.json", "body.hbs", "rules.yaml"] {
        check(&kind.join(file), 150, file, |path| {
            let here = path.parent().unwrap();
            let whole = here.join("kinds/试验报告");
            std::fs::create_dir_all(&whole).unwrap();
            for name in ["kind.yaml", "schema.json", "body.hbs", "rules.yaml"] {
                let from = if name == file { path.to_owned() } else { kind.join(name) };
                std::fs::copy(from, whole.join(name)).unwrap();
            }
            if let Ok(kinds) = Kinds::load(Some(here)) {
                let data = yinfa::data::load(&root().join("tests/rules/cases/2024/相符.yaml"));
                let data = data.root.unwrap();
                if let Ok(kind) = kinds.of(&data) {
                    let mut findings = yinfa::diag::Findings::new();
                    kind.check(&data, &mut findings);
                    kind.rules.check(&data, &|_| None, &mut findings);
                    let leaves = yinfa::fill(kind, &data, &mut findings);
                    yinfa::merge(kind, &data, leaves, &mut findings);
                }
            }
        });
    }
}
