//! 旧的内容: what was copied from another file or from last year and stayed.

use std::collections::HashMap;
use std::path::Path;

use super::node::{Node, Span, Step, Value, path_text};
use super::records::{LAST_YEAR, year_in};
use super::{date, record};
use crate::diag::{Code, Diagnostic, Findings, Severity};

/// 成文日期
const SIGNED: &str = "成文日期";
/// 开头: the first words of a yearly report.
const OPENING: &str = "开头";
/// Fields that are headings or titles of something.
const TITLES: [&str; 2] = ["标题", "题名"];
/// What names of bureaus end with.
const BUREAUS: [&str; 14] = [
    "局",
    "委",
    "委员会",
    "办",
    "办公室",
    "中心",
    "院",
    "厅",
    "队",
    "政府",
    "馆",
    "站",
    "社",
    "会",
];
/// Shorter paragraphs may well be alike every year, in characters.
const LONG: usize = 40;
/// Folders above the file that may be named after the year.
const ABOVE: usize = 2;

/// Warns of what does not fit the bureau and the year of a report; last year's data is in it.
pub fn check(root: &Node, findings: &mut Findings) {
    if !root.span.source.is_workbook() {
        findings.extend(name(root));
    }
    let Some(year) = record::year(root) else { return };
    findings.extend(folder(root, year));
    findings.extend(signed(root, year));
    findings.extend(opening(root, year));
    titles(root, year, findings);
    findings.extend(paragraphs(root));
}

/// 单位全称 against the name of the file, where that is the name of a bureau as well.
fn name(root: &Node) -> Option<Diagnostic> {
    let node = record::bureau_name(root)?;
    let path = root.span.source.path();
    let stem = path.file_stem()?.to_str()?.trim();
    let full = node.text()?.trim();
    let short = record::bureau_short_name(root).and_then(Node::text).unwrap_or(full).trim();
    let is_bureau = BUREAUS.iter().any(|end| stem.ends_with(end));
    let is_like = |name: &str| stem.contains(name) || name.contains(stem);
    // A common file may name the bureau for all.
    let is_own = node.span.source.path() == path;
    (is_bureau && is_own && !is_like(full) && !is_like(short)).then(|| {
        let message = format!("单位全称是“{full}”，文件名是“{stem}”，不是同一个单位");
        let finding = Diagnostic::new(Code::NameDiffers, node.span.place(), message);
        finding
            .field(record::BUREAU_NAME)
            .hint(format!("从别的单位复制来的，把全称改成“{stem}”；文件名不对的，给文件改名"))
    })
}

/// 年度 against the folder that is named after a year.
fn folder(root: &Node, year: i32) -> Option<Diagnostic> {
    let node = root.field(record::YEAR)?;
    let folders = root.span.source.path().ancestors().skip(1).take(ABOVE);
    let (folder, named) =
        folders.map(|folder| (folder, year_in(folder))).find(|(_, y)| y.is_some())?;
    let named = named.filter(|named| *named != year)?;
    let shown = folder.file_name().map(Path::new).unwrap_or(folder).display();
    let message = format!("年度写的是 {year}，文件在“{shown}”文件夹里");
    let finding = Diagnostic::new(Code::YearDiffers, node.span.place(), message);
    Some(finding.field(record::YEAR).hint(format!(
        "是 {named} 年度的，改成“年度: {named}”；放错了的，把文件移到 {year} 的文件夹"
    )))
}

/// 成文日期 against 年度: a report on a year is signed behind its end.
fn signed(root: &Node, year: i32) -> Option<Diagnostic> {
    let node = root.field(SIGNED)?;
    let signed = date::parse(node.text()?)?;
    let of = i32::from(signed.year());
    let is_early = of < year || (of == year && signed.month() < 12);
    is_early.then(|| {
        let shown = date::chinese(signed);
        let message = format!("成文日期是{shown}，{year} 年度还没有到年底");
        let finding = Diagnostic::new(Code::DateDoubtful, node.span.place(), message);
        finding
            .field(SIGNED)
            .hint(format!("核对成文日期和年度，例如“{SIGNED}: {}-01-20”", year + 1))
    })
}

/// The year at the beginning of 开头.
fn opening(root: &Node, year: i32) -> Option<Diagnostic> {
    let node = root.field(OPENING)?;
    let text = node.text()?;
    let (at, found) = *years(text).first()?;
    (at == 0 && found == year - 1).then(|| stale(OPENING, &node.span, text, (at, found), year))
}

/// Headings and titles that speak of the year before alone.
fn titles(root: &Node, year: i32, findings: &mut Findings) {
    root.walk(&mut |path, node| {
        let is_last_year = path.first() == Some(&Step::Field(LAST_YEAR.to_owned()));
        let Some(Step::Field(name)) = path.last() else { return };
        if is_last_year || !TITLES.contains(&name.as_str()) {
            return;
        }
        let Some(text) = node.text() else { return };
        let years = years(text);
        if let Some(first) = years.first()
            && years.iter().all(|(_, found)| *found == year - 1)
        {
            findings.push(stale(&path_text(path), &node.span, text, *first, year));
        }
    });
}

fn stale(field: &str, span: &Span, text: &str, (at, found): (usize, i32), year: i32) -> Diagnostic {
    let message = format!("“{field}”写的是{found}年，报告的年度是 {year}");
    let place = span.part(text, at..at + 4).place();
    let finding = Diagnostic::new(Code::YearDiffers, place, message).field(field);
    // Only the writer knows which year is meant, so there is no fix.
    finding.hint(format!("从上年的报告复制来的，改成“{year}年”；真是说{found}年的，可以不改"))
}

/// The years that a text names, with their places: four digits before 年.
fn years(text: &str) -> Vec<(usize, i32)> {
    let ends = text.match_indices('年').map(|(end, _)| end);
    ends.filter_map(|end| {
        let at = end.checked_sub(4)?;
        let digits = text.get(at..end).filter(|run| run.bytes().all(|b| b.is_ascii_digit()))?;
        let is_longer = text[..at].ends_with(|c: char| c.is_ascii_digit());
        digits.parse().ok().filter(|_| !is_longer).map(|year| (at, year))
    })
    .collect()
}

/// Paragraphs that stand in last year's report word for word.
fn paragraphs(root: &Node) -> Option<Diagnostic> {
    let last = root.field(LAST_YEAR)?;
    let mut before: HashMap<String, Span> = HashMap::new();
    last.walk(&mut |_, node| {
        before.extend(paragraph(node).map(|text| (text.to_owned(), node.span.clone())));
    });
    let mut same = Vec::new();
    root.walk(&mut |path, node| {
        let is_last_year = path.first() == Some(&Step::Field(LAST_YEAR.to_owned()));
        let known = paragraph(node).filter(|_| !is_last_year).and_then(|text| before.get(text));
        // What both inherit from one file is no copy.
        let known = known.filter(|span| span.source.path() != node.span.source.path());
        same.extend(known.map(|span| (path_text(path), node.span.clone(), span.clone())));
    });
    let (field, span, _) = same.first()?;
    let message = format!("有 {} 段文字和上年的报告一字不差", same.len());
    let finding = Diagnostic::new(Code::SameAsLastYear, span.place(), message).field(field);
    // A phrase that fits every year may stay; several of them are a copy.
    let severity = if same.len() > 1 { Severity::Warning } else { Severity::Advice };
    let finding = finding.severe(severity);
    Some(same.iter().take(4).fold(finding, |finding, (field, _, before)| {
        finding.related(before.place(), format!("上年报告里的“{field}”"))
    }))
}

/// A text that somebody writes anew every year.
fn paragraph(node: &Node) -> Option<&str> {
    let Value::Text(text) = &node.value else { return None };
    let is_long = text.len() > LONG && text.chars().count() >= LONG;
    (is_long && !text.contains("{{")).then(|| text.trim())
}

#[cfg(test)]
mod tests {
    #[test]
    fn years_are_four_digits_before_a_year() {
        assert_eq!(super::years("2024年、2025年度和12024年"), [(0, 2024), (10, 2025)]);
        assert!(super::years("三年，24年").is_empty());
    }
}
