//! 图 as a part of a Word file: what it keeps of its figures.

use super::package::Package;
use super::tree::Element;
use crate::guard::Refusal;
use crate::read::content::Chart;

/// Reads the part of a chart; without one it says nothing but its description.
pub(crate) fn read(
    package: &mut Package<'_>,
    part: Option<&str>,
    alt: String,
) -> Result<Chart, Refusal> {
    let tree = match part {
        Some(part) => package.tree(part)?,
        None => None,
    };
    let labels = tree.as_ref().map(labels).unwrap_or_default();
    Ok(Chart { alt, labels: labels.join("\n") })
}

/// The names of the groups where a legend shows them, then each category and its figures.
fn labels(chart: &Element) -> Vec<String> {
    let series = all(chart, "c:ser");
    let mut found = Vec::new();
    if chart.find("c:legend").is_some() {
        found.extend(series.iter().flat_map(|one| points(one, "c:tx")));
    }
    let names = series.first().map(|one| points(one, "c:cat")).unwrap_or_default();
    let figures: Vec<Vec<String>> = series.iter().map(|one| points(one, "c:val")).collect();
    let count = figures.iter().map(Vec::len).chain([names.len()]).max().unwrap_or(0);
    for row in 0..count {
        found.extend(names.get(row).cloned());
        found.extend(figures.iter().filter_map(|list| list.get(row).cloned()));
    }
    found
}

/// The values that a chart keeps of some cells.
fn points(series: &Element, name: &str) -> Vec<String> {
    let Some(cells) = series.child(name) else { return Vec::new() };
    let values = all(cells, "c:pt").into_iter().filter_map(|point| point.child("c:v"));
    values.map(Element::text).collect()
}

/// Every element of that name, in order.
fn all<'a>(root: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    let mut stack = vec![root];
    while let Some(element) = stack.pop() {
        if element.is(name) {
            found.push(element);
        } else {
            let below: Vec<&Element> = element.elements().collect();
            stack.extend(below.into_iter().rev());
        }
    }
    found
}
