//! The table of results: what is required, what was found, how far apart, and the verdict.

use std::collections::HashMap;

use serde::Serialize;

use super::text::Form;
use crate::read::FileKind;

/// The verdict on one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Verdict {
    /// 不适用: the file has no such element.
    #[serde(rename = "not-applicable")]
    NotApplicable,
    /// 符合
    #[serde(rename = "pass")]
    Pass,
    /// 警告: the standard says 一般 or 推荐.
    #[serde(rename = "warning")]
    Warning,
    /// 错误: the standard says 应当, or states a measure.
    #[serde(rename = "error")]
    Error,
}

impl Verdict {
    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Pass => "符合",
            Verdict::NotApplicable => "不适用",
            Verdict::Warning => "警告",
            Verdict::Error => "错误",
        }
    }
}

/// One point of the standard, measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measurement {
    /// The clause of GB/T 9704-2012; `9` stands for the standards it refers to.
    pub clause: &'static str,
    /// What was looked at, in Chinese.
    pub item: &'static str,
    /// What the standard wants.
    pub required: String,
    /// What the file has.
    pub found: String,
    /// How far apart they are; empty where that says nothing.
    pub difference: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The page, from 1, as far as known.
    pub page: Option<usize>,
    /// The place: the first words of the line or paragraph.
    pub place: String,
}

/// All points of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// What the file is.
    pub kind: FileKind,
    /// The format of the document, as recognised.
    pub form: Form,
    /// Number of pages; Word files do not know theirs.
    pub pages: Option<usize>,
    /// The points, in the order of the standard.
    pub rows: Vec<Measurement>,
}

impl Inspection {
    /// The worst verdict.
    pub fn verdict(&self) -> Verdict {
        self.rows.iter().map(|row| row.verdict).max().unwrap_or(Verdict::Pass)
    }

    /// How many rows have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }

    /// The rows that are warnings or errors.
    pub fn faults(&self) -> impl Iterator<Item = &Measurement> {
        self.rows.iter().filter(|row| row.verdict >= Verdict::Warning)
    }
}

/// A point to look at: clause, name, and what a failure means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Check {
    pub(super) clause: &'static str,
    pub(super) item: &'static str,
    pub(super) failure: Verdict,
}

impl Check {
    /// The standard says 应当, or states a measure.
    pub(super) const fn must(clause: &'static str, item: &'static str) -> Self {
        Self { clause, item, failure: Verdict::Error }
    }

    /// The standard says 一般 or 推荐, or practice has it so.
    pub(super) const fn usual(clause: &'static str, item: &'static str) -> Self {
        Self { clause, item, failure: Verdict::Warning }
    }
}

/// Where something stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct At {
    pub(super) page: Option<usize>,
    pub(super) place: String,
}

impl At {
    /// A page, as a whole.
    pub(super) fn page(page: usize) -> Self {
        Self { page: Some(page), place: String::new() }
    }

    /// The words at a place, cut to what a table shows.
    pub(super) fn words(page: Option<usize>, words: &str) -> Self {
        const SHOWN: usize = 12;
        let words = words.trim();
        let place = if words.chars().count() > SHOWN {
            format!("{}…", words.chars().take(SHOWN).collect::<String>())
        } else {
            words.to_owned()
        };
        Self { page, place }
    }
}

/// The rows while they are collected.
#[derive(Debug, Default)]
pub(super) struct Results {
    rows: Vec<Measurement>,
    /// How often each point was met and failed so far.
    seen: HashMap<(&'static str, &'static str), (usize, usize)>,
}

/// Failures shown of one point; a file that is wrong throughout says so a few times.
const SHOWN: usize = 5;

impl Results {
    /// Adds a point with its verdict.
    pub(super) fn judge(
        &mut self,
        check: Check,
        ok: bool,
        required: impl Into<String>,
        found: impl Into<String>,
        at: &At,
    ) {
        self.add(check, ok, required.into(), found.into(), String::new(), at);
    }

    /// Adds a length, mm, that should be `target`.
    pub(super) fn length(
        &mut self,
        check: Check,
        found: f64,
        target: f64,
        tolerance: f64,
        at: &At,
    ) {
        let ok = (found - target).abs() <= tolerance + EPSILON;
        let required = format!("{} mm（±{}）", number(target), number(tolerance));
        let difference = signed(found - target, "mm");
        self.add(check, ok, required, format!("{} mm", number(found)), difference, at);
    }

    /// Adds a length, mm, that should lie between two values.
    pub(super) fn range(&mut self, check: Check, found: f64, from: f64, to: f64, at: &At) {
        let ok = found >= from - EPSILON && found <= to + EPSILON;
        let off = if found < from { found - from } else { (found - to).max(0.0) };
        let required = format!("{}～{} mm", number(from), number(to));
        self.add(check, ok, required, format!("{} mm", number(found)), signed(off, "mm"), at);
    }

    /// Adds a size, pt.
    pub(super) fn size(&mut self, check: Check, found: f64, target: f64, at: &At) {
        let ok = (found - target).abs() <= SIZE_TOLERANCE;
        let (required, shown) = (size_name(target), size_name(found));
        self.add(check, ok, required, shown, signed(found - target, "pt"), at);
    }

    /// Says that the file has no such element.
    pub(super) fn absent(&mut self, check: Check, required: impl Into<String>) {
        self.rows.push(Measurement {
            clause: check.clause,
            item: check.item,
            required: required.into(),
            found: "没有".to_owned(),
            difference: String::new(),
            verdict: Verdict::NotApplicable,
            page: None,
            place: String::new(),
        });
    }

    pub(super) fn add(
        &mut self,
        check: Check,
        ok: bool,
        required: String,
        found: String,
        difference: String,
        at: &At,
    ) {
        let verdict = if ok { Verdict::Pass } else { check.failure };
        let (passed, failed) = self.seen.entry((check.clause, check.item)).or_default();
        let (count, limit) = if ok { (passed, 1) } else { (failed, SHOWN) };
        *count += 1;
        if *count > limit {
            return;
        }
        let row = Measurement {
            clause: check.clause,
            item: check.item,
            required,
            found,
            difference,
            verdict,
            page: at.page,
            place: at.place.clone(),
        };
        self.rows.push(row);
    }

    /// One row for a point that holds everywhere, a few for one that does not; in the order of
    /// the clauses.
    pub(super) fn finish(self) -> Vec<Measurement> {
        let Self { mut rows, seen } = self;
        let fails = |row: &Measurement| {
            seen.get(&(row.clause, row.item)).is_some_and(|(_, failed)| *failed > 0)
        };
        rows.retain(|row| row.verdict >= Verdict::Warning || !fails(row));
        rows.sort_by_key(|row| clause_key(row.clause));
        rows.dedup();
        rows
    }
}

/// Measures are judged as they are shown, to a hundredth.
const EPSILON: f64 = 0.005;
/// Sizes differ by half a point at least.
const SIZE_TOLERANCE: f64 = 0.26;

/// `7.3.5` as numbers, so that 10 comes behind 9.
fn clause_key(clause: &str) -> Vec<u32> {
    clause.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// A number with two decimals at the most.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn signed(value: f64, unit: &str) -> String {
    let text = number(value);
    match text.as_str() {
        "0" => String::new(),
        _ if value > 0.0 => format!("+{text} {unit}"),
        _ => format!("{text} {unit}"),
    }
}

/// A size by its Chinese name.
pub(super) fn size_name(size: f64) -> String {
    const NAMES: [(f64, &str); 14] = [
        (42.0, "初号"),
        (36.0, "小初"),
        (26.0, "1号"),
        (24.0, "小1号"),
        (22.0, "2号"),
        (18.0, "小2号"),
        (16.0, "3号"),
        (15.0, "小3号"),
        (14.0, "4号"),
        (12.0, "小4号"),
        (10.5, "5号"),
        (9.0, "小5号"),
        (7.5, "6号"),
        (6.5, "小6号"),
    ];
    let name = NAMES.iter().find(|(points, _)| (points - size).abs() <= SIZE_TOLERANCE);
    match name {
        Some((_, name)) => format!("{name}（{} pt）", number(size)),
        None => format!("{} pt", number(size)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_one_row_unless_it_fails() {
        let mut results = Results::default();
        let check = Check::usual("7.3.3", "正文字号");
        (0..9).for_each(|page| results.size(check, 16.0, 16.0, &At::page(page)));
        let late = Check::must("10.1", "信函");
        results.length(late, 30.0, 30.0, 1.0, &At::default());
        results.length(Check::must("5.1", "纸张"), 211.0, 210.0, 0.2, &At::default());
        let rows = results.finish();
        let clauses: Vec<&str> = rows.iter().map(|row| row.clause).collect();
        assert_eq!(clauses, ["5.1", "7.3.3", "10.1"]);
        assert_eq!(rows[0].verdict, Verdict::Error);
        assert_eq!(rows[0].difference, "+1 mm");
        assert_eq!(rows[1].verdict, Verdict::Pass);
    }

    #[test]
    fn numbers_and_sizes() {
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(156.0), "156");
        assert_eq!(size_name(16.0), "3号（16 pt）");
        assert_eq!(size_name(20.0), "20 pt");
    }
}
