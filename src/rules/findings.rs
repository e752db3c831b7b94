//! Says which rules do not hold: both sides, the difference, and every cell that takes part.

use rust_decimal::Decimal;

use super::eval::{Cell, Located, Scope, Stop};
use super::expr::{Compare, Expr};
use super::sentence::{Said, Sentence, Unlike};
use super::value::{Trouble, Value};
use super::{Filled, Instance, Rule, Test, text};
use crate::data::node::{Node, Step, Value as Data, path_text};
use crate::data::quantity;
use crate::data::records::LAST_YEAR;
use crate::diag::{Code, Diagnostic, Findings, Place};

/// One rule at one place of the data.
pub(super) struct Report<'a, 'r> {
    pub(super) rule: &'a Rule,
    pub(super) instance: &'a Instance,
    pub(super) scope: &'a Scope<'r>,
    /// Fields that break the data contract.
    pub(super) broken: &'a [String],
    pub(super) findings: &'a mut Findings,
}

impl<'r> Report<'_, 'r> {
    pub(super) fn check(&mut self, filled: Filled<'_>) {
        match &self.instance.test {
            Test::Relation(sides, signs) => {
                for (index, sign) in signs.iter().enumerate() {
                    self.relation(&sides[index], *sign, &sides[index + 1]);
                }
            }
            Test::Sentence { texts, form, value } => {
                let mut said = 0;
                for (steps, node) in texts.iter().flat_map(|path| self.scope.expand(path)) {
                    if let Some(node) = node {
                        said += self.texts(&steps, node, filled, (form, value));
                    }
                }
                if said == 0 && self.rule.required {
                    self.unsaid(texts);
                }
            }
        }
    }

    fn relation(&mut self, left: &Expr, sign: Compare, right: &Expr) {
        let sides = self.sides(left, right);
        // Nearly all rules hold to the last digit; their cells need not be collected.
        if sides.as_ref().is_ok_and(|(_, _, difference)| sign.holds_exactly(difference.number)) {
            return;
        }
        let cells = self.cells(&[left, right]);
        let (left_value, right_value, difference) = match sides {
            Ok(sides) => sides,
            Err(stop) => return self.stopped(&stop, &cells, None),
        };
        let holds = sign.holds(difference.number, self.tolerance(left, right));
        if holds || all_missing(&cells) || self.is_broken(&cells) {
            return;
        }
        let message = format!(
            "{}不成立：左边是 {}，右边是 {}，相差 {}",
            self.title(),
            left_value.text(),
            right_value.text(),
            difference.absolute().text()
        );
        let main = self.main_cell(left, right, &cells);
        let finding = self.at_cell(Code::RuleUnequal, &cells, main, message);
        let formula = format!("{} {} {}", text::formula(left), sign.sign(), text::formula(right));
        let advice = format!("{}；应当 {formula}", finding.hints.join("；"));
        self.findings.push(finding.hint(advice));
    }

    fn sides(&self, left: &Expr, right: &Expr) -> Result<(Value, Value, Value), Stop> {
        let (left, right) = (self.scope.value(left)?, self.scope.value(right)?);
        let difference = left.subtract(&right)?;
        Ok((left, right, difference))
    }

    /// 容差, and 每项容差 for each addend of the longer side.
    fn tolerance(&self, left: &Expr, right: &Expr) -> Decimal {
        let Rule { tolerance, tolerance_each, .. } = self.rule;
        if tolerance_each.is_zero() {
            return *tolerance;
        }
        let addends = self.cells(&[left]).len().max(self.cells(&[right]).len());
        let each = tolerance_each.checked_mul(addends.into()).unwrap_or(Decimal::MAX);
        tolerance.saturating_add(each)
    }

    /// Whether a cell, or something that it is part of, breaks the data contract.
    fn is_broken(&self, cells: &[Located<'r>]) -> bool {
        let within = |path: &str, field: &String| {
            let rest = path.strip_prefix(field.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        !self.broken.is_empty()
            && cells.iter().any(|(steps, _)| {
                let path = path_text(steps);
                self.broken.iter().any(|field| within(&path, field))
            })
    }

    /// `勾稽 E2“名称”（列：自然人）`.
    fn title(&self) -> String {
        let Rule { id, name, .. } = self.rule;
        let name = if name.is_empty() { String::new() } else { format!("“{name}”") };
        let loops = self.scope.bound.iter().map(|steps| self.item_name(steps));
        let items: Vec<String> = self.instance.items.iter().cloned().chain(loops).collect();
        let items =
            if items.is_empty() { String::new() } else { format!("（{}）", items.join("，")) };
        format!("勾稽 {id}{name}{items}")
    }

    /// An item of a list by its 名称, as far as it has one.
    fn item_name(&self, steps: &[Step]) -> String {
        let name = self.scope.root.at(steps).and_then(|node| node.field("名称")?.text());
        let path = path_text(steps);
        name.map_or_else(|| path.clone(), |name| format!("{path} {name}"))
    }

    /// The cells of formulas, each once.
    fn cells(&self, sides: &[&Expr]) -> Vec<Located<'r>> {
        let mut cells: Vec<Located<'r>> = Vec::new();
        for side in sides {
            side.paths(&mut |path, _| {
                for cell in self.scope.expand(path) {
                    if !cells.iter().any(|(steps, _)| *steps == cell.0) {
                        cells.push(cell);
                    }
                }
            });
        }
        cells
    }

    /// The cell that the finding stands at: a sum that stands alone on its side, else the
    /// first cell of this year that is filled in, else the first that should be.
    fn main_cell(&self, left: &Expr, right: &Expr, cells: &[Located<'r>]) -> Option<usize> {
        let alone = [left, right].into_iter().find_map(|side| match &self.cells(&[side])[..] {
            [(steps, Some(_))] if is_this_year(steps) => Some(steps.clone()),
            _ => None,
        });
        let alone = alone.and_then(|alone| cells.iter().position(|(steps, _)| *steps == alone));
        let filled =
            || cells.iter().position(|(steps, node)| node.is_some() && is_this_year(steps));
        alone.or_else(filled).or_else(|| cells.iter().position(|(steps, _)| is_this_year(steps)))
    }

    /// Checks the texts at and below `node`; returns how many sentences were found.
    fn texts(
        &mut self,
        steps: &[Step],
        node: &'r Node,
        filled: Filled<'_>,
        (form, value): (&Sentence, &Expr),
    ) -> usize {
        let mut count = 0;
        node.walk(&mut |below, node| {
            let Some(raw) = node.text() else { return };
            let path = [steps, below].concat();
            // A text whose references could not be filled has its own findings.
            let text = filled(&path).or_else(|| (!raw.contains("{{")).then(|| raw.to_owned()));
            for said in form.find(text.as_deref().unwrap_or_default()) {
                count += 1;
                self.said(&said, (&path, node), (form, value));
            }
        });
        count
    }

    fn said(&mut self, said: &Said<'_>, at: (&[Step], &Node), (form, value): (&Sentence, &Expr)) {
        let cells = self.cells(&[value]);
        let compared = self.scope.value(value).and_then(|computed| {
            form.compare(said, &computed, self.rule.tolerance).map_err(Stop::from)
        });
        let (code, right) = match compared {
            Ok(None) => return,
            Ok(Some(Unlike::Figure(right))) => (Code::RuleTextDiffers, right),
            Ok(Some(Unlike::Direction(right))) => (Code::RuleDirection, right),
            Err(stop) => return self.stopped(&stop, &cells, Some((at, said))),
        };
        if self.is_broken(&cells) {
            return;
        }
        let title = self.title();
        let message = format!("{title}不符：文字写的是“{}”，算出来是{right}", said.words);
        let finding = self.at_text(code, at, said, &cells, message);
        let advice = format!("{}；算法是 {}", finding.hints.join("；"), text::formula(value));
        self.findings.push(finding.hint(advice));
    }

    fn unsaid(&mut self, texts: &[super::expr::Path]) {
        let names = texts.iter().map(text::path).collect::<Vec<_>>().join("、");
        let message = format!("{}：“{names}”里没有找到这样的句子", self.title());
        let finding = self.at_cell(Code::RuleUnsaid, &[], None, message);
        self.findings.push(finding);
    }

    /// Says why a rule could not be computed.
    fn stopped(
        &mut self,
        stop: &Stop,
        cells: &[Located<'r>],
        sentence: Option<((&[Step], &Node), &Said<'_>)>,
    ) {
        let title = self.title();
        let (code, reason) = match stop {
            Stop::NoFigure => return self.no_figures(cells),
            Stop::Trouble(_) if all_missing(cells) && sentence.is_none() => return,
            Stop::Trouble(_) if self.is_broken(cells) => return,
            Stop::Trouble(Trouble::Zero) => (Code::RuleCannotCompute, "除数是零".to_owned()),
            Stop::Trouble(Trouble::TooLarge) => (Code::RuleCannotCompute, "数字太大".to_owned()),
            Stop::Trouble(Trouble::Units(one, other)) => {
                let shown = |unit: &str| match unit {
                    "" => "没有单位".to_owned(),
                    unit => format!("“{unit}”"),
                };
                (Code::RuleUnits, format!("单位{}和{}对不上", shown(one), shown(other)))
            }
        };
        let message = format!("{title}算不出来：{reason}");
        let finding = match sentence {
            Some((at, said)) => self.at_text(code, at, said, cells, message),
            None => {
                let main = cells.iter().position(|(_, node)| node.is_some());
                self.at_cell(code, cells, main, message)
            }
        };
        self.findings.push(finding);
    }

    fn no_figures(&mut self, cells: &[Located<'r>]) {
        for (index, (steps, node)) in cells.iter().enumerate() {
            let reported = self.is_broken(&cells[index..=index]);
            if matches!(Cell::of(*node), Cell::NoFigure) && !reported {
                let shown = node.map(content).unwrap_or_default();
                let message = format!(
                    "“{}”写的是“{shown}”，不是准确的数，{}没有核对",
                    path_text(steps),
                    self.title()
                );
                let finding =
                    self.at_cell(Code::RuleNoFigure, &cells[index..=index], Some(0), message);
                self.findings.push(finding);
            }
        }
    }

    /// A finding at one of the cells; the others are further places.
    fn at_cell(
        &self,
        code: Code,
        cells: &[Located<'r>],
        main: Option<usize>,
        message: String,
    ) -> Diagnostic {
        let cell = main.and_then(|index| cells.get(index));
        let file = || Place::File(self.scope.root.span.source.path().to_owned());
        let place = cell.map_or_else(file, |cell| self.place(cell));
        let field = cell.map(|(steps, _)| path_text(steps)).unwrap_or_default();
        // A cell that is missing is named among the others as what it counts for.
        let is_other =
            |(index, (_, node)): &(usize, &Located<'r>)| Some(*index) != main || node.is_none();
        let others = cells.iter().enumerate().filter(is_other);
        let finding = self.begun(code, place, message).field(field);
        others.fold(finding, |finding, (_, cell)| self.with_cell(finding, cell))
    }

    /// Where a cell stands, or where it should stand: at the name of what it belongs to.
    fn place(&self, (steps, node): &Located<'r>) -> Place {
        let root = self.scope.root;
        if let Some(node) = node {
            return node.span.place();
        }
        let above = (1..steps.len()).rev().find_map(|length| {
            let (last, before) = steps[..length].split_last()?;
            match last {
                Step::Field(name) => Some(root.at(before)?.entry(name)?.key_span.place()),
                Step::Item(index) => {
                    let item = root.at(before)?.at(&[Step::Item(*index)])?;
                    Some(item.span.place())
                }
            }
        });
        above.unwrap_or_else(|| Place::File(root.span.source.path().to_owned()))
    }

    /// A finding at a sentence; the cells are further places.
    fn at_text(
        &self,
        code: Code,
        (steps, node): (&[Step], &Node),
        said: &Said<'_>,
        cells: &[Located<'r>],
        message: String,
    ) -> Diagnostic {
        let place = node.span.nth(said.words, said.repeated).place();
        let finding = self.begun(code, place, message).field(path_text(steps));
        cells.iter().fold(finding, |finding, cell| self.with_cell(finding, cell))
    }

    fn begun(&self, code: Code, place: Place, message: String) -> Diagnostic {
        let finding = Diagnostic::new(code, place, message);
        let severity = self.rule.severity.min(finding.severity());
        let finding = finding.severe(severity);
        match &self.rule.remedy {
            Some(remedy) => finding.hint(remedy),
            None => finding,
        }
    }

    fn with_cell(&self, finding: Diagnostic, cell: &Located<'r>) -> Diagnostic {
        let path = path_text(&cell.0);
        let label = match cell.1 {
            Some(node) => format!("{path} = {}", content(node)),
            None => format!("{path} 没有写，按 0 计算"),
        };
        finding.related(self.place(cell), label)
    }
}

fn is_this_year(steps: &[Step]) -> bool {
    steps.first() != Some(&Step::Field(LAST_YEAR.to_owned()))
}

fn all_missing(cells: &[Located<'_>]) -> bool {
    cells.iter().all(|(_, node)| matches!(Cell::of(*node), Cell::Missing))
}

/// What stands in a cell, in a few words.
fn content(node: &Node) -> String {
    if let Some(quantity) = quantity::of(node) {
        return quantity.text();
    }
    match &node.value {
        Data::Number(text) | Data::Text(text) => text.chars().take(20).collect(),
        Data::Null => "空".to_owned(),
        Data::Bool(value) => value.to_string(),
        Data::List(_) => "列表".to_owned(),
        Data::Map(_) => "一组字段".to_owned(),
    }
}
