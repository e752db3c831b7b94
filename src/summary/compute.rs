//! The tree `汇总`: rows, totals and rankings, in decimal figures of one unit per column.

use rust_decimal::{Decimal, RoundingStrategy};

use super::gather::{Gathered, Report};
use super::spec::{
    ABSENT, ABSENT_COUNT, BUREAUS, Column, DUE, Function, NAME, NUMBER, Named, RANK, REPORTED,
    Ranking, Spec, Total,
};
use crate::data::node::{Entry, Node, Span, Value};
use crate::data::quantity;
use crate::diag::{Code, Diagnostic, Findings, Place};

/// What stands in a row where a bureau has no figure.
const NONE: &str = "—";

/// A bureau's figure in the unit of its column.
#[derive(Debug, Clone)]
struct Figure {
    number: Decimal,
    previous: Option<Decimal>,
    span: Span,
}

/// The figures of a column, one place per report.
struct Filled<'a> {
    column: &'a Column,
    figures: Vec<Option<Figure>>,
}

/// Computes everything that is declared.
pub(super) fn tree(spec: &Spec, gathered: &Gathered, findings: &mut Findings) -> Node {
    let filled: Vec<Filled<'_>> =
        spec.columns.iter().map(|column| fill(column, gathered, findings)).collect();
    let of = |name: &str| filled.iter().find(|one| one.column.name.text == name);
    let place = &gathered.roster;
    let mut fields = vec![
        (DUE.to_owned(), count(gathered.due, place)),
        (REPORTED.to_owned(), count(gathered.reports.len(), place)),
        (ABSENT_COUNT.to_owned(), count(gathered.absent.len(), place)),
        (ABSENT.to_owned(), list(gathered.absent.iter().map(named).collect(), place)),
        (BUREAUS.to_owned(), list(rows(gathered, &filled), place)),
    ];
    for total in &spec.totals {
        let value = of(&total.column).and_then(|column| value(total, column, findings));
        fields.extend(value.map(|value| (total.name.text.clone(), value)));
    }
    for ranking in &spec.rankings {
        let rows = of(&ranking.column).map(|column| ranked(ranking, column, gathered, &filled));
        let rows = list(rows.unwrap_or_default(), &ranking.name.span);
        fields.push((ranking.name.text.clone(), rows));
    }
    map(fields, place)
}

/// The figures of one column; what cannot be counted is said with its place.
fn fill<'a>(column: &'a Column, gathered: &Gathered, findings: &mut Findings) -> Filled<'a> {
    let mut figures = Vec::new();
    let mut empty = Vec::new();
    for report in &gathered.reports {
        figures.push(match report.root.at(&column.path) {
            None => {
                empty.push(report);
                None
            }
            Some(node) => figure(column, report, node).map_err(|one| findings.push(one)).ok(),
        });
    }
    findings.extend(not_filled(column, &empty, gathered));
    Filled { column, figures }
}

fn figure(column: &Column, report: &Report, node: &Node) -> Result<Figure, Diagnostic> {
    let field = &column.from.text;
    let wrong = |message: String| {
        let message = format!("“{}”的“{field}”{message}", report.bureau.text);
        let finding = Diagnostic::new(Code::SummaryFigure, node.span.place(), message);
        finding.field(field).related(column.from.span.place(), "汇总的规定")
    };
    let own = quantity::of(node).ok_or_else(|| wrong("不是数量，不能汇总".to_owned()))?;
    if own.is_approximate() {
        return Err(wrong(format!("是约数“{}”，不能汇总", own.text())));
    }
    let factor = factor(&own.unit, &column.unit)
        .ok_or_else(|| wrong(format!("的单位是“{}”，汇总的单位是“{}”", own.unit, column.unit)))?;
    let scaled = |number: Decimal| {
        number.checked_mul(factor).ok_or_else(|| wrong("太大，算不了".to_owned()))
    };
    let reported = |last: &Node| {
        let there = quantity::of(quantity::last_year(last, &column.path, &own)?)?;
        Some(there.number)
    };
    let previous = own.previous.or_else(|| report.last_year().and_then(reported));
    Ok(Figure {
        number: scaled(own.number)?.normalize(),
        previous: previous.map(scaled).transpose()?.map(|number| number.normalize()),
        span: node.span.clone(),
    })
}

/// By what a figure is multiplied to stand in another unit; money is converted.
fn factor(from: &str, to: &str) -> Option<Decimal> {
    // A bare number is in the unit that is asked for.
    if from == to || from.is_empty() {
        return Some(Decimal::ONE);
    }
    quantity::yuan(from)?.checked_div(quantity::yuan(to)?)
}

fn not_filled(column: &Column, empty: &[&Report], gathered: &Gathered) -> Option<Diagnostic> {
    if empty.is_empty() {
        return None;
    }
    let names: Vec<&str> = empty.iter().map(|report| report.bureau.text.as_str()).collect();
    let message = format!(
        "有 {} 个单位没有填写“{}”，没有算进“{}”：{}",
        empty.len(),
        column.from.text,
        column.name.text,
        names.join("、")
    );
    let place = Place::File(gathered.own.clone());
    let finding = Diagnostic::new(Code::SummaryNotFilled, place, message);
    let related = |finding: Diagnostic, report: &&Report| {
        let file = report.root.span.source.path().to_owned();
        finding.related(Place::File(file), report.bureau.text.clone())
    };
    Some(empty.iter().fold(finding.field(&column.from.text), related))
}

fn value(total: &Total, filled: &Filled<'_>, findings: &mut Findings) -> Option<Node> {
    let figures: Vec<&Figure> = filled.figures.iter().flatten().collect();
    let numbers = || figures.iter().map(|figure| figure.number);
    let unit = filled.column.unit.as_str();
    let (number, previous, unit) = match total.function {
        // Sums of two years can only be compared if everybody has both.
        Function::Sum => {
            let before: Option<Vec<Decimal>> = figures.iter().map(|one| one.previous).collect();
            (sum(numbers()), before.and_then(|all| sum(all.into_iter())), unit)
        }
        Function::Mean(decimals) => {
            let mean = sum(numbers()).and_then(|sum| sum.checked_div(figures.len().into()));
            let half_up = RoundingStrategy::MidpointAwayFromZero;
            (mean.map(|mean| mean.round_dp_with_strategy(decimals, half_up)), None, unit)
        }
        Function::Largest => (numbers().max(), None, unit),
        Function::Smallest => (numbers().min(), None, unit),
        Function::Count(condition) => {
            let counted = numbers().filter(|number| {
                condition.is_none_or(|(comparison, limit)| comparison.holds(*number, limit))
            });
            (Some(counted.count().into()), None, "个")
        }
    };
    if number.is_none() {
        let message = format!("“{}”算不出来：没有可以算的数，或者数字太大", total.name.text);
        findings.push(Diagnostic::new(Code::SummaryFigure, total.name.span.place(), message));
    }
    Some(quantity_node(number?, previous, unit, &total.name.span))
}

fn sum(mut numbers: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    numbers.try_fold(Decimal::ZERO, Decimal::checked_add).map(|sum| sum.normalize())
}

/// One row per bureau with the figures of all columns.
fn rows(gathered: &Gathered, filled: &[Filled<'_>]) -> Vec<Node> {
    let each = gathered.reports.iter().enumerate();
    each.map(|(index, report)| row(report, index, NUMBER, index + 1, filled)).collect()
}

fn row(report: &Report, index: usize, label: &str, number: usize, filled: &[Filled<'_>]) -> Node {
    let span = &report.bureau.span;
    let mut fields =
        vec![(label.to_owned(), whole(number, span)), (NAME.to_owned(), named(&report.bureau))];
    for Filled { column, figures } in filled {
        let cell = match &figures[index] {
            Some(figure) => {
                Node { value: Value::Number(figure.number.to_string()), span: figure.span.clone() }
            }
            None => Node { value: Value::Text(NONE.to_owned()), span: span.clone() },
        };
        fields.push((column.name.text.clone(), cell));
    }
    map(fields, span)
}

/// The reports in order; equal figures have equal ranks, and none of equal rank is cut off.
fn ranked(
    ranking: &Ranking,
    by: &Filled<'_>,
    gathered: &Gathered,
    filled: &[Filled<'_>],
) -> Vec<Node> {
    let mut order: Vec<(Decimal, usize)> = by
        .figures
        .iter()
        .enumerate()
        .filter_map(|(index, figure)| Some((figure.as_ref()?.number, index)))
        .collect();
    order.sort_by(|(left, first), (right, second)| {
        let numbers = if ranking.ascending { left.cmp(right) } else { right.cmp(left) };
        numbers.then(first.cmp(second))
    });
    let mut rows = Vec::new();
    for (number, index) in &order {
        let better = order.iter().take_while(|(other, _)| other != number).count();
        if ranking.first.is_some_and(|first| better >= first) {
            break;
        }
        rows.push(row(&gathered.reports[*index], *index, RANK, better + 1, filled));
    }
    rows
}

fn named(name: &Named) -> Node {
    Node { value: Value::Text(name.text.clone()), span: name.span.clone() }
}

fn whole(number: usize, span: &Span) -> Node {
    Node { value: Value::Number(number.to_string()), span: span.clone() }
}

fn count(number: usize, span: &Span) -> Node {
    quantity_node(number.into(), None, "个", span)
}

fn quantity_node(number: Decimal, previous: Option<Decimal>, unit: &str, span: &Span) -> Node {
    let figure = |number: Decimal| Node {
        value: Value::Number(number.normalize().to_string()),
        span: span.clone(),
    };
    let unit = Node { value: Value::Text(unit.to_owned()), span: span.clone() };
    let mut fields = vec![("数".to_owned(), figure(number)), ("单位".to_owned(), unit)];
    fields.extend(previous.map(|previous| ("上年".to_owned(), figure(previous))));
    map(fields, span)
}

fn list(items: Vec<Node>, span: &Span) -> Node {
    Node { value: Value::List(items), span: span.clone() }
}

fn map(fields: Vec<(String, Node)>, span: &Span) -> Node {
    let entry = |(key, node): (String, Node)| Entry { key, key_span: span.clone(), node };
    Node { value: Value::Map(fields.into_iter().map(entry).collect()), span: span.clone() }
}
