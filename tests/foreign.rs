//! Files of others that are made to hurt: each ends with one sentence, in a process of its
//! own, and the files beside it are measured all the same.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::cli;
use crate::support;

/// A PDF of these objects, the first of which is the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut text = "%PDF-1.7\n".to_owned();
    for (index, object) in objects.iter().enumerate() {
        text.push_str(&format!("{} 0 obj{object}endobj\n", index + 1));
    }
    text.push_str("trailer<</Root 1 0 R>>");
    text.into_bytes()
}

/// Every hostile file with its name.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let catalogue = || "<</Type/Catalog/Pages 2 0 R>>".to_owned();
    let one_page = || "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned();
    let page = |rest: &str| format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{rest}>>");
    let deep = format!("{}1{}", "<</A ".repeat(60_000), ">>".repeat(60_000));
    let lists = format!("{}1{}", "[".repeat(60_000), "]".repeat(60_000));
    // Every page is nine times the next.
    let mut doubling = vec![catalogue()];
    for level in 2..30 {
        let kids = format!("{} 0 R ", level + 1).repeat(9);
        doubling.push(format!("<</Type/Pages/Kids[{kids}]/Count 99999999>>"));
    }
    doubling.push(page(""));
    vec![
        ("dictionaries.pdf", pdf(&[catalogue(), one_page(), page(&format!("/X {deep}"))])),
        ("lists.pdf", pdf(&[catalogue(), one_page(), page(&format!("/X {lists}"))])),
        ("doubling.pdf", pdf(&doubling)),
    ]
}

#[test]
fn hostile_files_end_alone() {
    let folder = support::scratch("foreign");
    let mut names = vec!["good.pdf".to_owned()];
    std::fs::write(folder.join("good.pdf"), &support::outputs()[0].pdf).unwrap();
    for (name, bytes) in hostile() {
        std::fs::write(folder.join(name), bytes).unwrap();
        names.push(name.to_owned());
    }
    let arguments: Vec<&str> =
        ["inspect"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let begun = Instant::now();
    let (code, out, err) = support::ends("inspect", || cli::run(&folder, &arguments));
    let limit = Duration::from_secs(30) * u32::try_from(names.len()).unwrap();
    assert!(begun.elapsed() < limit, "the clock runs whatever a library does");
    assert_eq!(code, 3, "{out}\n{err}");
    assert!(out.contains("good.pdf") && out.contains("条款"), "{out}");
    for name in &names[1..] {
        assert_eq!(err.matches(name.as_str()).count(), 1, "{err}");
    }
    assert!(!err.contains("panicked") && !err.contains("overflow"), "{err}");
    // The same pair by pair.
    let pair = ["compare", "good.pdf", "doubling.pdf"];
    let (code, _, err) = support::ends("compare", || cli::run(&folder, &pair));
    assert_eq!(code, 3, "{err}");
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_get_nowhere_are_a_failure() {
    let folder = support::scratch("full");
    std::fs::write(folder.join("甲.yaml"), "a: 1\n").unwrap();
    for command in [
        "check 甲.yaml",
        "check 甲.yaml --format json",
        "check 甲.yaml --format sarif",
        "schema 公文",
        "kinds",
        "kinds --format json",
        "inspect 甲.yaml --format json",
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_yinfa"));
        let status = std::process::Command::new(program)
            .args(command.split(' '))
            .current_dir(&folder)
            .stdout(full)
            .stderr(std::process::Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(5), "{command}");
    }
}
