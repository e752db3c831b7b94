//! A sum of everything that the program is made of: `YINFA_BUILD`. Files that another build
//! made are made anew.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the way to speak to Cargo, and before there is a door to the disk"
)]

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

fn main() {
    let mut sum = DefaultHasher::new();
    for path in ["src", "templates", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={path}");
        add(Path::new(path), &mut sum);
    }
    std::env::var_os("CARGO_FEATURE_BUNDLED_FONTS").is_some().hash(&mut sum);
    println!("cargo:rustc-env=YINFA_BUILD={:016x}", sum.finish());
}

fn add(path: &Path, sum: &mut DefaultHasher) {
    path.hash(sum);
    if let Ok(bytes) = std::fs::read(path) {
        bytes.hash(sum);
    }
    let mut inside: Vec<_> =
        std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    inside.sort();
    inside.iter().for_each(|path| add(path, sum));
}
