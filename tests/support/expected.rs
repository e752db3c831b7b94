//! What a case expects to be found, in one notation for all data files of the tests:
//!
//! ```text
//! data/bad-date 5:7                         a code and a place
//! 警告 rule/unequal 12                       a severity that is not the code's own
//! summary/figure 甲.yaml:8 + summary.yaml:9  further places that the finding names
//! kind/broken 2:7 ~ 没有“收入” ~ 是不是        words that its message must hold
//! ```
//!
//! A place is a line, a line and a column, a cell (`A5`), a field (`单位.全称`), `文件` for a
//! file as a whole, and each but the last two may follow the name of its file. Without a place
//! the finding may be anywhere. That is also how people write `应有` in the `tests.yaml` of a kind.

use std::path::Path;

use serde::Deserialize;
use yinfa::diag::{Code, Diagnostic, Place, Severity};

/// One finding that must be made.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Expected {
    severity: Severity,
    code: Code,
    /// The finding's own place and the further ones, as they are written.
    places: Vec<String>,
    words: Vec<String>,
}

impl TryFrom<String> for Expected {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut pieces = text.split(" ~ ").map(str::trim);
        let mut head = pieces.next().unwrap_or_default();
        let severities = [Severity::Advice, Severity::Warning, Severity::Error];
        let said = severities.into_iter().find(|one| head.starts_with(one.word()));
        if let Some(severity) = said {
            head = head[severity.word().len()..].trim_start();
        }
        let (name, places) = head.split_once(' ').unwrap_or((head, ""));
        let code = Code::ALL.iter().copied().find(|code| code.text() == name);
        let code = code.ok_or_else(|| format!("no code “{name}” in “{text}”"))?;
        if said == Some(code.severity()) {
            return Err(format!("“{text}” repeats the severity of its code"));
        }
        let places = places.split(" + ").map(|place| place.trim().to_owned());
        Ok(Self {
            severity: said.unwrap_or(code.severity()),
            code,
            places: places.filter(|place| !place.is_empty()).collect(),
            words: pieces.map(str::to_owned).collect(),
        })
    }
}

impl Expected {
    /// Whether a code and a message are those that are expected.
    pub fn is_said_by(&self, code: Code, message: &str) -> bool {
        self.code == code && self.words.iter().all(|words| message.contains(words.as_str()))
    }

    /// Whether a finding is the expected one.
    pub fn fits(&self, found: &Diagnostic) -> bool {
        let related: Vec<Vec<String>> =
            found.related.iter().map(|one| names(&one.place, None)).collect();
        self.severity == found.severity()
            && self.is_said_by(found.code, &found.message)
            && match &self.places[..] {
                [] => true,
                [place] => own_names(found).contains(place),
                [place, further @ ..] => {
                    own_names(found).contains(place)
                        && further.len() == related.len()
                        && further.iter().zip(related).all(|(one, names)| names.contains(one))
                }
            }
    }
}

/// Reads expectations that stand in the code of a test.
pub fn expected(texts: &[&str]) -> Vec<Expected> {
    let read = |text: &&str| Expected::try_from((*text).to_owned());
    texts.iter().map(|text| read(text).unwrap_or_else(|fault| panic!("{fault}"))).collect()
}

/// The expectations of a data file. They are its comments that begin with `#!`; those without
/// a place mean the next line that is no such comment. Where there can be no comments, a file
/// `.expect` beside it lists them.
pub fn expected_in(path: &Path) -> Vec<Expected> {
    let listed = path.with_extension("expect");
    if listed.exists() {
        let text = std::fs::read_to_string(listed).expect("a readable list");
        return expected(&text.lines().collect::<Vec<_>>());
    }
    let bytes = std::fs::read(path).expect("a readable case");
    let text = String::from_utf8_lossy(&bytes);
    let comments: Vec<Option<&str>> =
        text.lines().map(|line| Some(line.split_once("#!")?.1.trim())).collect();
    let read = |(index, comment): (usize, &Option<&str>)| {
        let mut one = expected(&[(*comment)?]).remove(0);
        if one.places.is_empty() {
            let following = comments[index..].iter().take_while(|one| one.is_some()).count();
            one.places.push((index + following + 1).to_string());
        }
        Some(one)
    };
    comments.iter().enumerate().filter_map(read).collect()
}

/// The one comparison of all tests: what is wrong where other findings were made than those
/// that are expected, in any order. Every finding must be a sentence without a full stop and
/// say what to do.
pub fn check(about: &str, expected: &[Expected], found: &[Diagnostic]) -> Option<String> {
    for one in found {
        assert!(!one.message.ends_with('。'), "{about}: no full stop at the end: {}", one.message);
        assert!(!one.hints.is_empty(), "{about}: {} does not say what to do", one.code);
    }
    let mut left: Vec<&Diagnostic> = found.iter().collect();
    let mut lacking: Vec<&Expected> = Vec::new();
    for one in expected {
        match left.iter().position(|found| one.fits(found)) {
            Some(at) => drop(left.remove(at)),
            None => lacking.push(one),
        }
    }
    let is_as_expected = left.is_empty() && lacking.is_empty();
    let lacking: String = lacking.iter().map(|one| format!("\n  没有得到 {one:?}")).collect();
    let more: String = left.iter().map(|one| format!("\n  多得到 {}", shown(one))).collect();
    (!is_as_expected).then(|| format!("{about}{lacking}{more}"))
}

/// A finding in the notation of the expectations, with all its message.
fn shown(found: &Diagnostic) -> String {
    let severity = match found.severity() {
        own if own == found.code.severity() => String::new(),
        other => format!("{} ", other.word()),
    };
    let places = own_names(found).join("，或 ");
    format!("{severity}{} {places} ~ {}", found.code, found.message)
}

fn own_names(found: &Diagnostic) -> Vec<String> {
    let mut all = names(&found.place, found.cell().map(|cell| cell.cell));
    all.extend(found.field.clone());
    all
}

/// All that a place may be called.
fn names(place: &Place, cell: Option<String>) -> Vec<String> {
    let (path, at) = place.position();
    let file = path.and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let Some(at) = at else {
        return std::iter::once("文件".to_owned()).chain(file).collect();
    };
    let line = [format!("{}", at.line), format!("{}:{}", at.line, at.column)];
    let inside: Vec<String> = line.into_iter().chain(cell).collect();
    let with_file = |file: String| inside.iter().map(move |one| format!("{file}:{one}"));
    let outside: Vec<String> = file.into_iter().flat_map(with_file).collect();
    inside.into_iter().chain(outside).collect()
}

/// One fault planted in a file: where `find` stands first, `put` comes; an empty `find`
/// means the whole file.
#[derive(Debug, Deserialize)]
pub struct Planted {
    /// What to call the case, where the fault itself does not say.
    pub name: Option<String>,
    pub file: String,
    /// The part of a Word file in which it is planted.
    pub part: Option<String>,
    pub find: String,
    pub put: String,
    pub expect: Vec<Expected>,
}

impl Planted {
    /// All cases of a file under `tests`.
    pub fn all(name: &str) -> Vec<Self> {
        #[derive(Deserialize)]
        struct Cases {
            case: Vec<Planted>,
        }
        let text = std::fs::read_to_string(super::root().join("tests").join(name)).unwrap();
        toml::from_str::<Cases>(&text).unwrap_or_else(|fault| panic!("{name}: {fault}")).case
    }

    /// What to call it.
    pub fn about(&self) -> String {
        let name = self.name.as_deref().unwrap_or_default();
        format!("{name} {}: {:?} → {:?}", self.file, self.find, self.put)
    }

    /// A text with the fault in it, at the first place that fits.
    pub fn planted_in(&self, text: &str) -> String {
        if self.find.is_empty() {
            return self.put.clone();
        }
        assert!(text.contains(&self.find), "{}: it is not there", self.about());
        text.replacen(&self.find, &self.put, 1)
    }
}

#[test]
fn expectations_are_read_and_held_against_findings() {
    let source = yinfa::source::Source::new("甲/乙.yaml", "一: 1\n二: 2\n".to_owned());
    let place = Place::Text { source: std::sync::Arc::new(source), range: 12..13 };
    let found = [Diagnostic::new(Code::BadDate, place, "不是日期").field("二")];
    for (text, is_found) in [
        ("data/bad-date", true),
        ("data/bad-date 2", true),
        ("data/bad-date 2:4", true),
        ("data/bad-date 乙.yaml:2:4", true),
        ("data/bad-date 二 ~ 不是 ~ 日期", true),
        ("警告 data/bad-date 2", false),
        ("data/bad-form 2", false),
        ("data/bad-date 1", false),
        ("data/bad-date 2:1", false),
        ("data/bad-date 文件", false),
        ("data/bad-date 甲.yaml:2", false),
        ("data/bad-date 2 + 3", false),
        ("data/bad-date 2 ~ 数", false),
    ] {
        assert_eq!(check("", &expected(&[text]), &found).is_none(), is_found, "{text}");
    }
    assert!(check("", &[], &found).is_some(), "more was found");
    assert!(check("", &expected(&["data/bad-date", "data/bad-date"]), &found).is_some());
    for wrong in ["data/no-such-code 3", "错误 data/bad-date 3", ""] {
        assert!(Expected::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}
