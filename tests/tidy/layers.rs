//! `docs/architecture.md` lists the modules from top to bottom; a module names only those
//! below it. Comments and documentation may name any.

use std::collections::BTreeSet;
use std::path::Path;

use super::files;
use crate::support::root;

/// The lines of the list begin so, followed by names in backticks and a dash.
const ROW: &str = "- `";

#[test]
fn modules_name_only_what_lies_below_them() {
    let order = order();
    let there = modules();
    let listed: BTreeSet<&str> = order.iter().map(String::as_str).collect();
    assert_eq!(listed.len(), order.len(), "a module is listed twice: {order:?}");
    assert_eq!(listed, there.iter().map(String::as_str).collect(), "listed and there");
    let wrong = faults(&order, &sources());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The modules from top to bottom, as the list says.
fn order() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let (_, list) = text.split_once("\n## Layers\n").expect("a list of layers");
    let list = list.split("\n## ").next().unwrap();
    let rows = list.lines().filter(|line| line.starts_with(ROW));
    let names = rows.flat_map(|row| row.split(" – ").next().unwrap().split('`').skip(1).step_by(2));
    names.map(str::to_owned).collect()
}

/// The modules of the first level.
fn modules() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared = text.lines().filter_map(|line| {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    declared.map(str::to_owned).collect()
}

/// Every file of a module with the module's path.
pub fn sources() -> Vec<(Vec<String>, String)> {
    let folder = root().join("src");
    let read = |file: &Path| {
        let name = file.strip_prefix(&folder).unwrap().with_extension("");
        let mut path: Vec<String> =
            name.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        path.pop_if(|last| last == "mod");
        (path, std::fs::read_to_string(file).unwrap())
    };
    let all = files(&folder).into_iter().map(|file| read(&file));
    // These two are above all modules.
    all.filter(|(path, _)| *path != ["lib"] && *path != ["main"]).collect()
}

/// Where a file names a module above its own, or something that no module is said to hold.
fn faults(order: &[String], sources: &[(Vec<String>, String)]) -> Vec<String> {
    let rank = |name: &str| order.iter().position(|one| one == name);
    let mut wrong = BTreeSet::new();
    for (path, text) in sources {
        let own = rank(&path[0]).unwrap_or_else(|| panic!("{path:?} is not listed"));
        for named in named(path, text) {
            let fault = match named.first().map(|first| rank(first)) {
                Some(Some(other)) => other < own,
                // The root of the crate, or what it gives out: say which module it is from.
                Some(None) | None => true,
            };
            if fault {
                wrong.insert(format!("{} names {}", path.join("/"), named.join("::")));
            }
        }
    }
    wrong.into_iter().collect()
}

/// Every path from the root of the crate that a module names, in `use` or anywhere else.
pub fn named(module: &[String], text: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut inside: Option<String> = None;
    let code: String = text
        .split_inclusive('\n')
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .map(|line| if line.ends_with('\n') { line.to_owned() } else { format!("{line}\n") })
        .collect();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        // The formatter lets modules inside a file begin and end at the margin.
        if let Some(name) = line.trim_end().strip_suffix(" {").and_then(|line| {
            let line = line.rsplit_once("mod ")?;
            (line.0.is_empty() || line.0.starts_with("pub")).then_some(line.1)
        }) {
            inside = Some(name.to_owned());
        } else if line.starts_with('}') {
            inside = None;
        }
        let here: Vec<String> = module.iter().cloned().chain(inside.clone()).collect();
        for root in ["crate::", "super::"] {
            for (at, _) in line.match_indices(root) {
                let before = line[..at].chars().next_back();
                if before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':') {
                    tree(&code[start + at..], &mut Vec::new(), &mut |path| {
                        all.extend(resolved(&here, path));
                    });
                }
            }
        }
        start += line.len();
    }
    all
}

/// A path from the root of the crate; `None` for a glob of the file itself.
pub fn resolved(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let base = match path[0].as_str() {
        "crate" => return Some(path[1..].to_vec()),
        _ => &module[..module.len().checked_sub(ups)?],
    };
    Some(base.iter().chain(&path[ups..]).cloned().collect())
}

/// Walks a path or a tree of `use` at the start of a text; returns how long it is.
pub fn tree(text: &str, path: &mut Vec<String>, tell: &mut impl FnMut(&[String])) -> usize {
    let blank = text.len() - text.trim_start().len();
    let rest = &text[blank..];
    if let Some(group) = rest.strip_prefix('{') {
        let mut at = blank + 1;
        let mut rest = group;
        loop {
            let skipped = rest.len() - rest.trim_start_matches([' ', '\n', ',']).len();
            rest = &rest[skipped..];
            at += skipped;
            if rest.is_empty() || rest.starts_with('}') {
                return at + 1;
            }
            let depth = path.len();
            let mut length = tree(rest, path, tell).max(1);
            path.truncate(depth);
            // `as` another name.
            let renamed = rest[length..].find([',', '}']).unwrap_or(rest.len() - length);
            length += renamed;
            rest = &rest[length..];
            at += length;
        }
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*');
    let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
    if !name.is_empty() && name != "self" {
        path.push(name.to_owned());
    }
    match after.strip_prefix("::") {
        Some(further) if !further.starts_with('<') => {
            blank + name.len() + 2 + tree(further, path, tell)
        }
        _ => {
            tell(path);
            blank + name.len()
        }
    }
}

#[test]
fn upward_names_are_found_in_every_form() {
    let order = ["top", "middle", "ground"].map(str::to_owned);
    let found = |module: &[&str], text: &str| {
        let module = module.iter().map(|part| (*part).to_owned()).collect();
        faults(&order, &[(module, text.to_owned())]).len()
    };
    for (text, count) in [
        ("use crate::ground::{A, b::{self, C}};\nuse std::top::A;\n", 0),
        ("use crate::top::A;\n", 1),
        ("pub use crate::top;\n", 1),
        ("use crate::{ground::A, top::{B, c::D as E}};\n", 2),
        ("use crate::{\n    ground::A as B,\n    top::C,\n};\n", 1),
        ("fn a() {\n    crate::top::b(crate::top::c::<u8>())\n}\n", 2),
        ("fn a() -> Vec<crate::top::B> {\n    vec![super::top::B]\n}\n", 1),
        ("pub(crate) use super::top::B;\n", 1),
        ("use super::ground::B; // crate::top\n", 0),
        ("/// See [`crate::top`].\nfn a() {}\n", 0),
        ("#[cfg(test)]\nmod tests {\n    use super::*;\n    use crate::top::A;\n}\n", 1),
        ("mod tests {\n    use super::super::top::A;\n}\n", 1),
        ("use crate::Given;\n", 1),
        ("use crate::*;\n", 1),
    ] {
        assert_eq!(found(&["middle"], text), count, "{text}");
    }
    assert_eq!(found(&["middle", "part"], "use super::super::top::A;\n"), 1);
    assert_eq!(found(&["middle", "part"], "use super::other::A;\n"), 0);
}
