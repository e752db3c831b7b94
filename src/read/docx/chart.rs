//! 图 as a part of a Word file: what it keeps of its figures.

use super::model::Drawing;
use super::package::Package;
use super::tree::Element;
use crate::guard::Refusal;
use crate::read::Chart;

/// Reads the part of a chart; without one it says nothing but its description.
pub(super) fn read(package: &mut Package<'_>, drawing: &Drawing) -> Result<Chart, Refusal> {
    let tree = match &drawing.part {
        Some(part) => package.tree(part)?,
        None => None,
    };
    let labels = tree.as_ref().map(labels).unwrap_or_default();
    Ok(Chart { alt: drawing.alt.clone(), labels: labels.join("\n") })
}

/// The names of the groups where a legend shows them, then each category and its figures.
fn labels(chart: &Element) -> Vec<String> {
    let series = chart.all("c:ser");
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
    let values = cells.all("c:pt").into_iter().filter_map(|point| point.child("c:v"));
    values.map(Element::text).collect()
}
