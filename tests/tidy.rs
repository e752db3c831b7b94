//! Invariants of the source tree and of its tables. `UPDATE=1 cargo test` rewrites what is
//! generated.

mod layers;

use std::path::{Path, PathBuf};

use yinfa::diag::Code;

use crate::support::root;

#[test]
fn codes_are_unique_and_documented() {
    let mut texts: Vec<&str> = Code::ALL.iter().map(|code| code.text()).collect();
    texts.sort_unstable();
    let count = texts.len();
    texts.dedup();
    assert_eq!(texts.len(), count, "a code is used twice");
    let rows: String = Code::ALL
        .iter()
        .map(|code| {
            let severity = code.severity().word();
            format!("| `{code}` | {severity} | {} | {} |\n", code.meaning(), code.remedy())
        })
        .collect();
    let exits: String = yinfa::cli::Exit::ALL
        .iter()
        .map(|exit| format!("| {} | {} |\n", exit.code(), exit.meaning()))
        .collect();
    let text = format!(
        "# 信息代码和退出状态\n\n本页由 `UPDATE=1 cargo test` 生成。代码不会改变含义，也不会再用作别的意思。\n\
         “错误”使这一份报告做不成，“警告”和“提示”不影响做成。\n\n\
         | 代码 | 轻重 | 含义 | 办法 |\n| --- | --- | --- | --- |\n{rows}\n\
         | 退出状态 | 含义 |\n| --- | --- |\n{exits}"
    );
    generated("docs/errors.md", &text);
}

#[test]
fn back_ends_hold_no_lengths_of_their_own() {
    let read = |name| std::fs::read_to_string(root().join("templates/typst").join(name)).unwrap();
    let template = read("gongwen.typ") + &read("parts.typ");
    for line in template.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for unit in ["mm", "cm", "em", "pt"] {
            let lengths = line.match_indices(unit).filter(|(at, _)| {
                line[..*at].ends_with(|c: char| c.is_ascii_digit())
                    && !line[at + unit.len()..].starts_with(|c: char| c.is_alphanumeric())
            });
            for (at, _) in lengths {
                // Zero is no length; `1pt` is the unit that values are multiplied with.
                let number: String = line[..at]
                    .chars()
                    .rev()
                    .take_while(|c| c.is_ascii_digit() || *c == '.')
                    .collect();
                assert!(number == "0" || line.contains("value * 1pt"), "{line}");
            }
        }
    }
    for file in files(&root().join("src/backend")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let lengths = xml_lengths(&text);
        assert!(lengths.is_empty(), "{}: lengths of its own: {lengths:?}", file.display());
        for unit in ["Mm(", "Pt(", "Twip("] {
            for (at, _) in text.match_indices(unit) {
                let number = text[at + unit.len()..].chars().next();
                let zero = text[at + unit.len()..].starts_with("0)");
                let literal = number.is_some_and(|c| c.is_ascii_digit());
                assert!(!literal || zero, "{}: a length of its own", file.display());
            }
        }
    }
}

/// Attributes of Word files that hold lengths: of pages, paragraphs, tables and frames, and of
/// drawings.
const XML_LENGTHS: &str = "w:w w:h w:top w:right w:bottom w:left w:header w:footer w:gutter \
    w:space w:linePitch w:before w:after w:line w:firstLine w:hanging w:start w:end w:pos \
    w:x w:y w:hSpace w:vSpace w:sz w:spacing distT distB distL distR cx cy x y l t r b";

/// Lengths that are written out as attributes, in code (`("w:space", "425")`) or in XML
/// (`w:space="425"`). Zero is none.
fn xml_lengths(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in XML_LENGTHS.split_whitespace() {
        for form in [format!("(\"{name}\", \""), format!(" {name}=\"")] {
            for (at, _) in text.match_indices(&form) {
                let value: String =
                    text[at + form.len()..].chars().take_while(|c| *c != '"').collect();
                let number = value.trim_end_matches("pt").trim_end_matches("mm");
                if number.parse::<f64>().is_ok_and(|number| number != 0.0) {
                    found.push(format!("{name} {value}"));
                }
            }
        }
    }
    found
}

#[test]
fn lengths_in_attributes_are_seen() {
    for own in [
        r#"element("w:cols", &[("w:space", "425"), ("w:num", "1")], vec![])"#,
        r#"<w:ind w:hanging="210"/>"#,
        r#"element("wp:extent", &[("cx", "5760000")], vec![])"#,
        r#"<w:pgSz w:w="11906"/>"#,
    ] {
        assert_eq!(xml_lengths(own).len(), 1, "{own}");
    }
    for sound in [
        r#"element("w:cols", &[("w:space", &gap), ("w:num", "1")], vec![])"#,
        r#"<w:pgMar w:header="0" w:gutter="0"/>"#,
        r#"<w:defaultTabStop w:val="{tab}"/>"#,
    ] {
        assert!(xml_lengths(sound).is_empty(), "{sound}");
    }
}

#[test]
fn files_and_functions_stay_small() {
    for file in files(&root().join("src")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", file.display());
        let mut start: Option<(usize, usize, String)> = None;
        for (number, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let words = line.trim_start();
            let is_function = ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn "]
                .iter()
                .any(|word| words.starts_with(word));
            if is_function && !line.trim_end().ends_with(';') {
                start = Some((number, indent, words.to_owned()));
            }
            if let Some((from, depth, name)) = &start
                && words.starts_with('}')
                && indent == *depth
            {
                let length = number - from + 1;
                // The translation table of schema errors is one long match.
                let long = if name.contains("translate") { 130 } else { 65 };
                assert!(length <= long, "{}: {name} has {length} lines", file.display());
                start = None;
            }
        }
    }
}

/// Threads would see the bare disk, without files that are not saved yet.
#[test]
fn work_on_other_threads_takes_its_view_of_the_disk_along() {
    let mut spreading = Vec::new();
    for file in files(&root().join("src")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let marks = ["par_iter()", "thread::scope(", "thread::Builder::", "ThreadPoolBuilder::"];
        // The door itself, readers of bytes that are in memory, and what only waits.
        let waits = ["guard.rs", "cli/apart.rs", "cli/interrupt.rs", "cli/mod.rs"];
        let asks_nothing = file.starts_with(root().join("src/env"))
            || waits.iter().any(|name| file.ends_with(name));
        if marks.iter().any(|mark| text.contains(mark)) && !asks_nothing {
            assert!(text.contains("View::current()"), "{}", file.display());
            spreading.push(file);
        }
    }
    assert!(spreading.len() >= 4, "{spreading:?}");
}

#[test]
fn no_two_tests_share_a_scratch_folder() {
    let mut names = Vec::new();
    for file in files(&root().join("tests")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let calls = text.split("scratch(\"").skip(1);
        names
            .extend(calls.filter_map(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned()));
    }
    assert!(names.len() > 5);
    names.sort();
    let twice: Vec<&String> =
        names.windows(2).filter(|two| two[0] == two[1]).map(|two| &two[0]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// `tests/README.md` is a map of everything that lies beside it.
#[test]
fn the_map_of_the_tests_is_whole() {
    let map = std::fs::read_to_string(root().join("tests/README.md")).unwrap();
    for entry in std::fs::read_dir(root().join("tests")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let there = [format!("`{name}`"), format!("`{name}/`")];
        let is_there = name == "README.md" || there.iter().any(|one| map.contains(one));
        assert!(is_there, "tests/README.md does not say what {name} is");
    }
}

/// Compares a generated file with what it should be, or rewrites it.
pub fn generated(path: &str, text: &str) {
    let full = root().join(path);
    let old = std::fs::read_to_string(&full).unwrap_or_default();
    if old == text {
        return;
    }
    assert!(std::env::var_os("UPDATE").is_some(), "{path} is stale; run UPDATE=1 cargo test");
    std::fs::write(full, text).expect("docs/ can be written");
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
