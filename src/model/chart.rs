//! 柱形图: figures by category.

use rust_decimal::Decimal;

use super::Text;
use crate::data::numeral::fixed;

/// 图.
#[derive(Debug)]
pub struct Chart {
    /// 图题
    pub title: Text,
    /// 计量单位 of all figures.
    pub unit: Option<Text>,
    /// The names of the groups of figures; a single group needs none.
    pub series: Vec<Text>,
    /// The categories in order.
    pub rows: Vec<ChartRow>,
}

/// A category of a chart.
#[derive(Debug)]
pub struct ChartRow {
    /// Its name.
    pub name: Text,
    /// Its figures, one for each group.
    pub values: Vec<Figure>,
}

/// A figure of a chart; none is negative.
#[derive(Debug)]
pub struct Figure {
    /// As it is written, for its place in the data.
    pub text: Text,
    /// Its value.
    pub value: Decimal,
}

impl Chart {
    /// How many groups of figures there are.
    pub fn groups(&self) -> usize {
        self.rows.first().map_or(0, |row| row.values.len())
    }

    /// A figure as printed: all have as many decimals as the longest.
    pub fn shown(&self, value: Decimal) -> String {
        let values = self.rows.iter().flat_map(|row| &row.values);
        let places = values.map(|figure| figure.value.scale()).max().unwrap_or(0);
        fixed(value, places)
    }

    /// The chart in words, for those who cannot see it.
    pub fn description(&self) -> String {
        let unit = self.unit.iter().map(|unit| format!("（单位：{}）", unit.plain()));
        let unit: String = unit.collect();
        let rows: Vec<String> = self
            .rows
            .iter()
            .map(|ChartRow { name, values }| {
                let figures: Vec<String> = values
                    .iter()
                    .enumerate()
                    .map(|(group, figure)| {
                        let series = self.series.get(group).map(Text::plain);
                        let series = series.map(|name| name + " ").unwrap_or_default();
                        format!("{series}{}", self.shown(figure.value))
                    })
                    .collect();
                let between = if self.series.is_empty() { " " } else { "：" };
                format!("{}{between}{}", name.plain(), figures.join("，"))
            })
            .collect();
        format!("{}{unit}，柱形图。{}。", self.title.plain(), rows.join("；"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_are_told_in_words() {
        let row = |name: &str, values: &[&str]| ChartRow {
            name: Text::own(name),
            values: values
                .iter()
                .map(|word| Figure {
                    text: Text::own(*word),
                    value: word.parse().expect("a number"),
                })
                .collect(),
        };
        let mut chart = Chart {
            title: Text::own("办件量"),
            unit: Some(Text::own("件")),
            series: Vec::new(),
            rows: vec![row("甲", &["120"]), row("乙", &["3.5"])],
        };
        assert_eq!(chart.description(), "办件量（单位：件），柱形图。甲 120.0；乙 3.5。");
        chart.series = vec![Text::own("上年"), Text::own("本年")];
        chart.unit = None;
        chart.rows = vec![row("甲", &["1", "2"])];
        assert_eq!(chart.description(), "办件量，柱形图。甲：上年 1，本年 2。");
    }
}
