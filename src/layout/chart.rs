//! 柱形图: how wide and high the bars are and where names and figures stand, so that both
//! files show the same picture.

use rust_decimal::prelude::ToPrimitive;

use super::item::{Bar, Caption, ChartItem, Label};
use super::text::Setter;
use super::{ChartId, Line, Span, break_lines};
use crate::diag::Code;
use crate::model::{Align, Chart, Part, TableSize, Text};
use crate::standard::{Layout, style};
use crate::units::Pt;

/// Between a bar and what stands beside it, as a share of the size of the text.
const GAP: f64 = 0.4;
/// Names take no more of the width beside horizontal bars.
const MOST_FOR_NAMES: f64 = 0.4;
/// Names below upright bars have no more lines.
const MOST_LINES: usize = 2;
/// More upright bars than that side by side look like a comb.
const MOST_UPRIGHT: usize = 16;
/// Lines of the page that are kept for unit and title, and for the head of an 附件.
const AROUND: f64 = 7.0;
/// The room between two categories, as a share of the width of a bar.
const BETWEEN: f64 = 0.7;
/// An upright bar is no wider, as a multiple of the size of the text.
const WIDEST: f64 = 4.0;

/// Lays out a chart.
pub(super) fn item<'a>(
    chart: &'a Chart,
    id: ChartId,
    setter: &mut Setter<'_, '_>,
) -> ChartItem<'a> {
    let sheet = Sheet::new(chart, setter);
    let (bars, labels, plot, height, is_upright) = match sheet.upright() {
        Some(drawn) => drawn,
        None => sheet.lying(),
    };
    let caption = |part, align, text: Text| {
        let room = setter.text_width().pt();
        let lines = lines(part, &text, room, setter);
        Caption { part, align, text, lines, right: None }
    };
    let unit = chart.unit.as_ref().map(|unit| {
        let mut line = Text::own("单位：");
        line.0.extend(unit.0.iter().cloned());
        caption(Part::TableUnit(TableSize::Usual), Align::Right, line)
    });
    let title = caption(Part::ChartTitle, Align::Centre, chart.title.clone());
    let width = setter.text_width();
    let item = ChartItem {
        id,
        chart,
        alt: chart.description(),
        unit,
        title,
        width,
        height: Pt(height).twip(),
        is_upright,
        most: sheet.most,
        between: BETWEEN,
        plot,
        legend: sheet.legend(),
        bars,
        labels,
    };
    check(&item, setter);
    item
}

fn lines(part: Part, text: &Text, room: Pt, setter: &Setter<'_, '_>) -> Vec<Line> {
    let span = Span { style: style(setter.layout, part), text: text.plain() };
    break_lines(setter.layout, setter.fonts, &[span], room, room)
}

/// Bars, labels, the plot (left, top, width, height), the height of all, whether bars stand.
type Drawn = (Vec<Bar>, Vec<Label>, [f64; 4], f64, bool);

/// What is measured once.
struct Sheet<'s, 'a, 'f> {
    chart: &'s Chart,
    setter: &'s Setter<'a, 'f>,
    width: f64,
    size: f64,
    pitch: f64,
    groups: f64,
    most: f64,
}

impl<'s, 'a, 'f> Sheet<'s, 'a, 'f> {
    fn new(chart: &'s Chart, setter: &'s Setter<'a, 'f>) -> Self {
        let setting = style(setter.layout, Part::ChartLabel);
        let values = chart.rows.iter().flat_map(|row| &row.values);
        let most = values.filter_map(|figure| figure.value.to_f64()).fold(0.0, f64::max);
        Self {
            chart,
            setter,
            width: setter.text_width().pt().0,
            size: setting.size.0,
            pitch: setting.pitch.pt().0,
            groups: chart.groups() as f64,
            // Nothing but zeros: bars without length.
            most: if most > 0.0 { most } else { 1.0 },
        }
    }

    fn text_width(&self, text: &str) -> f64 {
        self.setter.width(Part::ChartLabel, text).pt().0
    }

    fn name(&self, text: &Text, room: f64) -> Vec<Line> {
        lines(Part::ChartLabel, text, Pt(room), self.setter)
    }

    fn widest_value(&self) -> f64 {
        let values = self.chart.rows.iter().flat_map(|row| &row.values);
        let widths = values.map(|figure| self.text_width(&self.chart.shown(figure.value)));
        widths.fold(0.0, f64::max)
    }

    /// The height of the legend, if there is one.
    fn legend_height(&self) -> f64 {
        if self.chart.series.is_empty() { 0.0 } else { self.pitch + self.size * GAP }
    }

    /// The names of the groups in one line in the middle, each behind its square.
    fn legend(&self) -> Vec<(Bar, Label)> {
        let square = self.size * 0.7;
        let step = |name: &Text| square + self.size * GAP + self.text_width(&name.plain());
        let apart = self.size * 2.0;
        let names = &self.chart.series;
        let all = names.iter().map(step).sum::<f64>() + apart * (self.groups - 1.0);
        let mut x = (self.width - all) / 2.0;
        let mut found = Vec::new();
        for (group, name) in names.iter().enumerate() {
            let y = (self.pitch - square) / 2.0;
            let bar = Bar { group, place: [x, y, square, square] };
            let lines = self.name(name, f64::MAX);
            let label =
                Label { x: x + square + self.size * GAP, y: 0.0, lines, align: Align::Left };
            found.push((bar, label));
            x += step(name) + apart;
        }
        found
    }

    /// The width of a bar in a category that is `room` wide.
    fn bar(&self, room: f64) -> f64 {
        room / (self.groups + BETWEEN)
    }

    fn share(&self, value: rust_decimal::Decimal) -> f64 {
        value.to_f64().unwrap_or(0.0) / self.most
    }

    /// Upright bars, if all names and figures have room.
    fn upright(&self) -> Option<Drawn> {
        let count = self.chart.rows.len();
        if count * self.chart.groups() > MOST_UPRIGHT {
            return None;
        }
        let widest = (self.groups + BETWEEN) * WIDEST * self.size;
        let slot = (self.width / count as f64).min(widest);
        let names: Vec<Vec<Line>> = self
            .chart
            .rows
            .iter()
            .map(|row| self.name(&row.name, slot - self.size * GAP))
            .collect();
        let rows = names.iter().map(Vec::len).max().unwrap_or(1);
        if rows > MOST_LINES || self.widest_value() + self.size * GAP > self.bar(slot) {
            return None;
        }
        let full = self.setter.layout.chart_height.value.pt().0;
        let top = self.legend_height() + self.pitch;
        let height = full - top - self.size * GAP - rows as f64 * self.pitch;
        let left = (self.width - slot * count as f64) / 2.0;
        let mut bars = Vec::new();
        let mut labels = Vec::new();
        for ((index, row), lines) in self.chart.rows.iter().enumerate().zip(names) {
            let x = left + slot * index as f64;
            let y = top + height + self.size * GAP;
            labels.push(Label { x: x + slot / 2.0, y, lines, align: Align::Centre });
            for (group, figure) in row.values.iter().enumerate() {
                let bar = self.bar(slot);
                let length = height * self.share(figure.value);
                let x = x + bar * (BETWEEN / 2.0 + group as f64);
                let y = top + height - length;
                bars.push(Bar { group, place: [x, y, bar, length] });
                let lines = self.name(&Text::own(self.chart.shown(figure.value)), f64::MAX);
                labels.push(Label {
                    x: x + bar / 2.0,
                    y: y - self.pitch,
                    lines,
                    align: Align::Centre,
                });
            }
        }
        let plot = [left, top, slot * count as f64, height];
        (height > self.pitch).then_some((bars, labels, plot, full, true))
    }

    /// Bars one below the other, which have room for any names.
    fn lying(&self) -> Drawn {
        let widths = self.chart.rows.iter().map(|row| self.text_width(&row.name.plain()));
        let gap = self.size * GAP;
        // A little more than the longest name, which else would break by a rounding.
        let names = (widths.fold(0.0, f64::max) + gap).min(self.width * MOST_FOR_NAMES);
        let (left, top) = (names + gap, self.legend_height());
        let room = self.width - left - gap - self.widest_value();
        let names: Vec<Vec<Line>> =
            self.chart.rows.iter().map(|row| self.name(&row.name, names)).collect();
        let rows = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
        // Each figure needs a line beside its bar, each name the lines that it has; where
        // there are many, they stand closer, so that a page can hold them.
        let least = rows.max(self.groups) * self.pitch;
        let usual = ((self.groups + BETWEEN / 2.0) * self.pitch).max(least + gap);
        let page = self.setter.layout.text_height.value.pt().0;
        let around = AROUND * self.setter.layout.line_pitch.value.pt().0 + top;
        let slot = usual.min((page - around) / self.chart.rows.len() as f64).max(least);
        let mut bars = Vec::new();
        let mut labels = Vec::new();
        for ((index, row), lines) in self.chart.rows.iter().enumerate().zip(names) {
            let middle = top + slot * (index as f64 + 0.5);
            let y = middle - lines.len() as f64 * self.pitch / 2.0;
            labels.push(Label { x: left - gap, y, lines, align: Align::Right });
            for (group, figure) in row.values.iter().enumerate() {
                let bar = self.bar(slot);
                let y = middle + bar * (group as f64 - self.groups / 2.0);
                let length = room * self.share(figure.value);
                bars.push(Bar { group, place: [left, y, length, bar] });
                let lines = self.name(&Text::own(self.chart.shown(figure.value)), f64::MAX);
                let y = y + (bar - self.pitch) / 2.0;
                labels.push(Label { x: left + length + gap, y, lines, align: Align::Left });
            }
        }
        let height = slot * self.chart.rows.len() as f64;
        (bars, labels, [left, top, room, height], top + height, false)
    }
}

/// The height of a chart with its captions, pt.
pub(super) fn height(item: &ChartItem<'_>, layout: &Layout) -> f64 {
    let captions = item.unit.iter().chain([&item.title]);
    let captions: f64 = captions
        .map(|caption| caption.lines.len() as f64 * style(layout, caption.part).pitch.pt().0)
        .sum();
    captions + item.height.pt().0
}

/// A chart is never split.
fn check(item: &ChartItem<'_>, setter: &mut Setter<'_, '_>) {
    let room = setter.layout.text_height.value.pt().0;
    let height = height(item, setter.layout);
    if height > room {
        let title = &item.chart.title;
        let message = format!(
            "图“{}”有 {} 类，连同图题高 {:.0} 毫米，一页只有 {:.0} 毫米",
            title.plain(),
            item.chart.rows.len(),
            Pt(height).mm().0,
            Pt(room).mm().0
        );
        setter.findings.push(title.finding(Code::ChartTooTall, message));
    }
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use super::*;
    use crate::diag::Findings;
    use crate::fonts::FontSet;
    use crate::layout::TableStarts;
    use crate::layout::id::GivenIds;
    use crate::model::{ChartRow, Figure};
    use crate::standard::GENERAL;

    /// Left, top, width, height.
    fn place(label: &Label) -> [f64; 4] {
        let width = label.lines.iter().map(|line| line.width).fold(0.0, f64::max);
        let pitch = style(&GENERAL, Part::ChartLabel).pitch.pt().0;
        let left = match label.align {
            Align::Left => label.x,
            Align::Centre => label.x - width / 2.0,
            Align::Right => label.x - width,
        };
        [left, label.y, width, pitch * label.lines.len() as f64]
    }

    fn chart(names: &[&str], values: &[&str]) -> Chart {
        let figure =
            |word: &&str| Figure { text: Text::own(*word), value: word.parse().expect("a number") };
        let row = |name: &&str| ChartRow {
            name: Text::own(*name),
            values: values.iter().map(figure).collect(),
        };
        let series = values.iter().map(|_| Text::own("组")).collect();
        let title = Text::own("题");
        Chart { title, unit: None, series, rows: names.iter().map(row).collect() }
    }

    /// Whether bars stand, and whether everything has room.
    fn check(chart: &Chart) -> (bool, bool) {
        let fonts = FontSet::load(&[]).value;
        let fonts = fonts.expect("bundled fonts");
        let (mut findings, starts) = (Findings::new(), TableStarts::default());
        let layout = &GENERAL;
        let ids = GivenIds::default();
        let mut setter =
            Setter { layout, fonts: &fonts, findings: &mut findings, starts: &starts, ids };
        let id = setter.ids.chart();
        let item = item(chart, id, &mut setter);
        let (width, height) = (item.width.pt().0 + 0.1, item.height.pt().0 + 0.1);
        let inside =
            |[x, y, w, h]: [f64; 4]| x >= 0.0 && y >= 0.0 && x + w <= width && y + h <= height;
        let bars = item.bars.iter().all(|bar| inside(bar.place));
        let labels = item.labels.iter().all(|label| inside(place(label)));
        (item.is_upright, bars && labels && findings.is_empty())
    }

    #[test]
    fn short_names_stand_below_bars_and_long_ones_beside_them() {
        assert_eq!(check(&chart(&["甲", "乙", "丙"], &["12"])), (true, true));
        assert_eq!(check(&chart(&["甲", "乙", "丙"], &["0", "3"])), (true, true));
        let long = "示例县城市管理和综合行政执法局直属大队";
        assert_eq!(check(&chart(&[long; 12], &["12", "1234567"])), (false, true));
        assert_eq!(check(&chart(&["示例县公安局"; 31], &["120"])), (false, true));
        assert!(!check(&chart(&["示例县公安局"; 60], &["120"])).1);
    }
}
