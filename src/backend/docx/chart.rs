//! 柱形图 as native charts, which docx-rs does not have: a drawing in a paragraph of its own,
//! a part with the chart, and in it the workbook with its figures. Bars stand where they
//! stand in the PDF: plot, scale and gaps are given.

use docx_rs::{Docx, Paragraph};

use super::chart_part::{ChartPart, RELATIONS, number, relation};
use super::drawing::emu;
use super::styles;
use super::table::caption;
use super::workbook::{SHEET, Sheet};
use super::writer::Writer;
use super::xml::{Element, element, words};
use crate::backend::{BLACK, GROUPS, RenderJob};
use crate::layout::ChartItem;
use crate::model::Part;
use crate::standard::style;

const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
/// The drawings of charts are numbered behind those of pictures.
const FIRST_ID: usize = 10_001;
/// The two axes of a chart.
const AXES: [&str; 2] = ["1001", "1002"];

/// Adds unit and chart; the title below is still to be added.
pub(super) fn add(writer: &mut Writer<'_>, docx: Docx, item: &ChartItem<'_>) -> (Docx, Paragraph) {
    let docx = item.unit.iter().fold(docx, |docx, unit| {
        let paragraph = caption(writer, unit, item.width);
        docx.add_paragraph(paragraph)
    });
    let sheet = Sheet::of(item);
    let chart = chart_space(writer.job, item, &sheet);
    writer.extras.charts.push(ChartPart { id: item.id, chart, sheet });
    let holder = writer.ids.paragraph(styles::CHART);
    let run = element("w:r", &[], vec![element("w:drawing", &[], vec![inline(item)])]);
    writer.extras.runs.push((holder.id.clone(), run));
    (docx.add_paragraph(holder), caption(writer, &item.title, item.width))
}

fn inline(item: &ChartItem<'_>) -> Element {
    let (width, height) = (emu(item.width), emu(item.height));
    let id = (FIRST_ID + item.id.number()).to_string();
    let name = format!("图 {}", number(item.id));
    let reference = [("xmlns:c", CHART), ("r:id", &relation(item.id))];
    let data =
        element("a:graphicData", &[("uri", CHART)], vec![element("c:chart", &reference, vec![])]);
    let children = vec![
        element("wp:extent", &[("cx", &width), ("cy", &height)], vec![]),
        element("wp:effectExtent", &[("l", "0"), ("t", "0"), ("r", "0"), ("b", "0")], vec![]),
        element("wp:docPr", &[("id", &id), ("name", &name), ("descr", &item.alt)], vec![]),
        Element::empty("wp:cNvGraphicFramePr"),
        element("a:graphic", &[("xmlns:a", DRAWING)], vec![data]),
    ];
    let around = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
    element("wp:inline", &around, children)
}

fn val(name: &str, value: &str) -> Element {
    element(name, &[("val", value)], vec![])
}

fn node(name: &str, children: Vec<Element>) -> Element {
    element(name, &[], children)
}

fn chart_space(job: &RenderJob<'_>, item: &ChartItem<'_>, sheet: &Sheet) -> Element {
    let mut chart =
        vec![val("c:autoTitleDeleted", "1"), node("c:plotArea", plot_area(job, item, sheet))];
    if !item.legend.is_empty() {
        let children = vec![val("c:legendPos", "t"), val("c:overlay", "0"), text_properties(job)];
        chart.push(node("c:legend", children));
    }
    chart.extend([val("c:plotVisOnly", "1"), val("c:dispBlanksAs", "gap")]);
    let nothing = node("c:spPr", vec![Element::empty("a:noFill"), no_line()]);
    let data = element("c:externalData", &[("r:id", "rId1")], vec![val("c:autoUpdate", "0")]);
    let children = vec![
        val("c:date1904", "0"),
        val("c:lang", "zh-CN"),
        val("c:roundedCorners", "0"),
        node("c:chart", chart),
        nothing,
        text_properties(job),
        data,
    ];
    let spaces = [("xmlns:c", CHART), ("xmlns:a", DRAWING), ("xmlns:r", RELATIONS)];
    element("c:chartSpace", &spaces, children)
}

fn plot_area(job: &RenderJob<'_>, item: &ChartItem<'_>, sheet: &Sheet) -> Vec<Element> {
    let mut bars = vec![
        val("c:barDir", if item.is_upright { "col" } else { "bar" }),
        val("c:grouping", "clustered"),
        val("c:varyColors", "0"),
    ];
    let groups = sheet.groups.iter().enumerate();
    bars.extend(groups.map(|(group, name)| series(job, sheet, group, name)));
    let gap = (item.between * 100.0).round() as u32;
    bars.push(val("c:gapWidth", &gap.to_string()));
    bars.extend(AXES.map(|id| val("c:axId", id)));
    vec![layout(item), node("c:barChart", bars), category_axis(job, item), value_axis(item)]
}

/// The plot at its place, as shares of the whole.
fn layout(item: &ChartItem<'_>) -> Element {
    let (width, height) = (item.width.pt().0, item.height.pt().0);
    let [x, y, w, h] = item.plot;
    let share = |name, part: f64, whole: f64| val(name, &format!("{:.5}", part / whole));
    let children = vec![
        val("c:layoutTarget", "inner"),
        val("c:xMode", "edge"),
        val("c:yMode", "edge"),
        share("c:x", x, width),
        share("c:y", y, height),
        share("c:w", w, width),
        share("c:h", h, height),
    ];
    node("c:layout", vec![node("c:manualLayout", children)])
}

fn series(job: &RenderJob<'_>, sheet: &Sheet, group: usize, name: &str) -> Element {
    let column = char::from(b'B' + u8::try_from(group).unwrap_or(0));
    let last = sheet.rows.len() + 1;
    let index = group.to_string();
    let names: Vec<&str> = sheet.rows.iter().map(|(name, _)| name.as_str()).collect();
    let values: Vec<&str> = sheet
        .rows
        .iter()
        .map(|(_, values)| values.get(group).map_or("0", String::as_str))
        .collect();
    let shape = node("c:spPr", vec![filled(GROUPS[group % GROUPS.len()]), outline(job)]);
    let labels = vec![
        element("c:numFmt", &[("formatCode", &sheet.format()), ("sourceLinked", "0")], vec![]),
        node("c:spPr", vec![Element::empty("a:noFill"), no_line()]),
        text_properties(job),
        val("c:dLblPos", "outEnd"),
        val("c:showLegendKey", "0"),
        val("c:showVal", "1"),
        val("c:showCatName", "0"),
        val("c:showSerName", "0"),
        val("c:showPercent", "0"),
        val("c:showBubbleSize", "0"),
    ];
    let cells = |from: &str| format!("{SHEET}!{from}");
    let numbers = format!("${column}$2:${column}${last}");
    let mut cache = points(&values);
    cache.insert(0, words("c:formatCode", &sheet.format()));
    node(
        "c:ser",
        vec![
            val("c:idx", &index),
            val("c:order", &index),
            node("c:tx", vec![strings(&cells(&format!("${column}$1")), &[name])]),
            shape,
            val("c:invertIfNegative", "0"),
            node("c:dLbls", labels),
            node("c:cat", vec![strings(&cells(&format!("$A$2:$A${last}")), &names)]),
            node(
                "c:val",
                vec![node(
                    "c:numRef",
                    vec![words("c:f", &cells(&numbers)), node("c:numCache", cache)],
                )],
            ),
        ],
    )
}

fn strings(cells: &str, texts: &[&str]) -> Element {
    node("c:strRef", vec![words("c:f", cells), node("c:strCache", points(texts))])
}

/// What cells hold, kept so that a chart shows without its workbook.
fn points(texts: &[&str]) -> Vec<Element> {
    let point = |(index, text): (usize, &&str)| {
        element("c:pt", &[("idx", &index.to_string())], vec![words("c:v", text)])
    };
    let count = val("c:ptCount", &texts.len().to_string());
    std::iter::once(count).chain(texts.iter().enumerate().map(point)).collect()
}

/// The first category stands at the left or at the top.
fn category_axis(job: &RenderJob<'_>, item: &ChartItem<'_>) -> Element {
    let (orientation, place) = if item.is_upright { ("minMax", "b") } else { ("maxMin", "l") };
    let [own, other] = AXES;
    node(
        "c:catAx",
        vec![
            val("c:axId", own),
            node("c:scaling", vec![val("c:orientation", orientation)]),
            val("c:delete", "0"),
            val("c:axPos", place),
            element("c:numFmt", &[("formatCode", "General"), ("sourceLinked", "0")], vec![]),
            val("c:majorTickMark", "none"),
            val("c:minorTickMark", "none"),
            val("c:tickLblPos", "nextTo"),
            node("c:spPr", vec![outline(job)]),
            text_properties(job),
            val("c:crossAx", other),
            val("c:crosses", "autoZero"),
            val("c:auto", "0"),
            val("c:lblAlgn", "ctr"),
            val("c:lblOffset", "100"),
            val("c:noMultiLvlLbl", "1"),
        ],
    )
}

/// Every bar has its figure, so the axis of figures only gives the scale.
fn value_axis(item: &ChartItem<'_>) -> Element {
    let [other, own] = AXES;
    let scaling = vec![
        val("c:orientation", "minMax"),
        val("c:max", &item.most.to_string()),
        val("c:min", "0"),
    ];
    node(
        "c:valAx",
        vec![
            val("c:axId", own),
            node("c:scaling", scaling),
            val("c:delete", "1"),
            val("c:axPos", if item.is_upright { "l" } else { "t" }),
            element("c:numFmt", &[("formatCode", "General"), ("sourceLinked", "0")], vec![]),
            val("c:majorTickMark", "none"),
            val("c:minorTickMark", "none"),
            val("c:tickLblPos", "nextTo"),
            val("c:crossAx", other),
            val("c:crosses", "autoZero"),
            val("c:crossBetween", "between"),
        ],
    )
}

fn filled(colour: &str) -> Element {
    node("a:solidFill", vec![val("a:srgbClr", colour)])
}

fn no_line() -> Element {
    node("a:ln", vec![Element::empty("a:noFill")])
}

/// A thin black line.
fn outline(job: &RenderJob<'_>) -> Element {
    let width = emu(job.layout.table_rule.value.twip());
    element("a:ln", &[("w", &width)], vec![filled(BLACK)])
}

fn text_properties(job: &RenderJob<'_>) -> Element {
    let setting = style(job.layout, Part::ChartLabel);
    // Hundredths of a point, from half-points.
    let size = (setting.size.half_point().0 * 50).to_string();
    let font = |name, role| element(name, &[("typeface", job.fonts.word_name(role))], vec![]);
    let run = element(
        "a:defRPr",
        &[("sz", &size), ("b", "0")],
        vec![filled(BLACK), font("a:latin", setting.western), font("a:ea", setting.role)],
    );
    let end = element("a:endParaRPr", &[("lang", "zh-CN")], vec![]);
    let paragraph = node("a:p", vec![node("a:pPr", vec![run]), end]);
    node("c:txPr", vec![Element::empty("a:bodyPr"), Element::empty("a:lstStyle"), paragraph])
}
