//! The proof that a Word file and its PDF say the same: our own pairs do, and a difference
//! planted in one of them is found every time. `twins.toml` holds the named cases.

use std::path::Path;

use yinfa::compare::{Difference, compare};
use yinfa::output::OutputFormat;

use crate::support::expected::Planted;
use crate::support::{self, Output};

#[test]
fn our_own_pairs_say_the_same() {
    for output in support::everything() {
        let found = differences(&output.docx, &output.pdf);
        assert!(found.is_empty(), "{}: {found:#?}", output.name);
    }
}

#[test]
fn planted_differences_are_found_and_named() {
    let cases = Planted::all("twins.toml");
    assert!(cases.len() >= 20);
    let wrong: Vec<String> = cases.iter().filter_map(check).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with the verdict on a case.
fn check(case: &Planted) -> Option<String> {
    let plan = support::plan();
    let path = support::root().join(&case.file);
    let made = support::make(&path, &plan);
    let pairs = match &case.part {
        Some(part) => {
            vec![(support::rewritten(&made.docx, part, |text| case.planted_in(text)), made.pdf)]
        }
        None => {
            let other = changed(&path, case);
            vec![(made.docx, other.pdf), (other.docx, made.pdf)]
        }
    };
    pairs.into_iter().find_map(|(docx, pdf)| {
        let found = differences(&docx, &pdf);
        let [expected] = &case.expect[..] else { panic!("{}: one finding", case.about()) };
        let is_found = found.iter().any(|one| expected.is_said_by(one.code, &one.message));
        (!is_found).then(|| format!("{}: {found:#?}", case.about()))
    })
}

/// The files made from the data with the change in it, beside a copy of what it inherits.
fn changed(path: &Path, case: &Planted) -> Output {
    let folder = support::scratch(&format!("twins-{}", case.name.as_deref().expect("a name")));
    for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let from = entry.unwrap().path();
        if from.is_file() {
            std::fs::copy(&from, folder.join(from.file_name().unwrap())).unwrap();
        }
    }
    let text = std::fs::read_to_string(path).unwrap();
    let changed = folder.join(path.file_name().unwrap());
    std::fs::write(&changed, case.planted_in(&text)).unwrap();
    support::make(&changed, &support::plan())
}

fn differences(docx: &[u8], pdf: &[u8]) -> Vec<Difference> {
    let word = (OutputFormat::Docx, Path::new("a.docx"), docx.to_vec());
    compare(word, (OutputFormat::Pdf, Path::new("a.pdf"), pdf.to_vec()))
        .unwrap_or_else(|finding| panic!("{}", finding.message))
}

/// Changes per pair, each at another place.
const CHANGES: usize = 10;

#[test]
fn any_change_of_a_word_file_is_found() {
    let pairs: Vec<&Output> = support::everything().collect();
    let (front, back) = pairs.split_at(pairs.len() / 2);
    let missed: Vec<String> = std::thread::scope(|scope| {
        let halves = [front, back].map(|half| {
            scope.spawn(move || half.iter().flat_map(|pair| missed(pair)).collect::<Vec<_>>())
        });
        halves.into_iter().flat_map(|half| half.join().expect("a finished half")).collect()
    });
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}

fn missed(pair: &Output) -> Vec<String> {
    let places = {
        let mut places = 0;
        rewritten_once(&pair.docx, &mut |texts| {
            places = texts.len();
            None
        });
        places
    };
    let mut missed = Vec::new();
    for number in 0..CHANGES {
        // Places and kinds of change that differ from pair to pair, and never by chance.
        let at = (number * 7919 + pair.docx.len()) % places;
        let mut what = String::new();
        let docx = rewritten_once(&pair.docx, &mut |texts| {
            let new = spoiled(texts[at], number);
            what = format!("“{}” → “{new}”", texts[at]);
            Some((at, new))
        });
        if differences(&docx, &pair.pdf).is_empty() {
            missed.push(format!("{}: {what}", pair.name));
        }
    }
    missed
}

/// A text with one thing wrong: a character changed, lost, doubled, or everything gone.
fn spoiled(text: &str, number: usize) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = (number * 31) % chars.len();
    match number % 4 {
        0 => chars[at] = if chars[at] == '甲' { '乙' } else { '甲' },
        1 => drop(chars.remove(at)),
        2 => chars.insert(at, chars[at]),
        _ => chars.clear(),
    }
    chars.into_iter().collect()
}

type Change<'a> = dyn FnMut(&[&str]) -> Option<(usize, String)> + 'a;

/// The Word file with one of its texts changed; texts of spaces alone are passed over.
fn rewritten_once(docx: &[u8], change: &mut Change<'_>) -> Vec<u8> {
    let change = std::cell::RefCell::new(change);
    support::rewritten(docx, "word/document.xml", |xml| {
        let pattern = regex::Regex::new("<w:t(?: [^>]*)?>([^<]+)</w:t>").expect("a pattern");
        let texts: Vec<regex::Match<'_>> = pattern
            .captures_iter(xml)
            .filter_map(|found| found.get(1))
            .filter(|text| !text.as_str().trim().is_empty() && !text.as_str().contains('&'))
            .collect();
        let words: Vec<&str> = texts.iter().map(regex::Match::as_str).collect();
        match (change.borrow_mut())(&words) {
            Some((at, new)) => {
                format!("{}{new}{}", &xml[..texts[at].start()], &xml[texts[at].end()..])
            }
            None => xml.to_owned(),
        }
    })
}
