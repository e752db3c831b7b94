//! Computes formulas over the data.

use std::cell::Cell as Counter;

use super::expr::{Expr, Function, Operator, Path, PathStep, Pattern, Piece};
use super::value::{Trouble, Unit, Value};
use crate::data::node::{Node, Step, Value as Data};
use crate::data::quantity::{self, Quantity};

/// The data, and where the loops of a rule stand.
#[derive(Debug)]
pub(super) struct Scope<'r> {
    pub(super) root: &'r Node,
    pub(super) bound: Vec<Vec<Step>>,
    /// How many values were looked at.
    pub(super) steps: Counter<u64>,
}

/// One rule may look at so many values; a loop inside a loop over long lists would take for ever.
pub(super) const MOST_STEPS: u64 = 3_000_000;

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// It cannot be computed.
    Trouble(Trouble),
    /// A cell holds no exact figure; `findings` names it.
    NoFigure,
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Stop::Trouble(trouble)
    }
}

/// What a cell holds.
pub(super) enum Cell {
    /// Nothing was written; it counts as zero.
    Missing,
    Figure(Quantity),
    /// A figure that is not exact, or no figure.
    NoFigure,
}

impl Cell {
    pub(super) fn of(node: Option<&Node>) -> Self {
        let Some(node) = node.filter(|node| !matches!(node.value, Data::Null)) else {
            return Cell::Missing;
        };
        match quantity::of(node).filter(|quantity| !quantity.is_approximate()) {
            Some(quantity) => Cell::Figure(quantity),
            None => Cell::NoFigure,
        }
    }

    fn value(self) -> Result<Value, Stop> {
        match self {
            Cell::Missing => Ok(Value::zero()),
            Cell::Figure(quantity) => Ok(Value::of(&quantity)),
            Cell::NoFigure => Err(Stop::NoFigure),
        }
    }
}

/// A place that a path leads to, and what lies there.
pub(super) type Located<'r> = (Vec<Step>, Option<&'r Node>);

impl<'r> Scope<'r> {
    /// The value of a formula.
    pub(super) fn value(&self, expr: &Expr) -> Result<Value, Stop> {
        match expr {
            Expr::Number(number, unit) => Ok(Value { number: *number, unit: unit.clone() }),
            Expr::Cells(path) => Cell::of(self.one(path)).value(),
            Expr::Negative(inner) => Ok(self.value(inner)?.negative()),
            Expr::Binary(operator, left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                Ok(match operator {
                    Operator::Add => left.add(&right),
                    Operator::Subtract => left.subtract(&right),
                    Operator::Multiply => left.multiply(&right),
                    Operator::Divide => left.divide(&right),
                }?)
            }
            Expr::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn call(&self, function: Function, arguments: &[Expr]) -> Result<Value, Stop> {
        let argument = |index: usize| {
            arguments.get(index).map_or_else(|| Ok(Value::zero()), |expr| self.value(expr))
        };
        Ok(match function {
            Function::Sum => return self.sum(arguments),
            Function::Count => self.count(arguments),
            Function::Share => argument(0)?.percent_of(&argument(1)?)?,
            Function::Change => {
                let (now, before) = (argument(0)?, argument(1)?);
                now.subtract(&before)?.percent_of(&before.absolute())?
            }
            Function::Round => {
                let decimals = argument(1)?.number;
                argument(0)?.rounded(u32::try_from(decimals).unwrap_or(0))
            }
            Function::Absolute => argument(0)?.absolute(),
        })
    }

    fn sum(&self, arguments: &[Expr]) -> Result<Value, Stop> {
        let mut sum: Option<Value> = None;
        let mut add = |value: Value| {
            sum = Some(match sum.take() {
                // A missing cell must not take the unit away from the others.
                Some(sum) => sum.add(&value)?,
                None => value,
            });
            Ok::<_, Stop>(())
        };
        for argument in arguments {
            match argument {
                Expr::Cells(path) if path.is_many() => {
                    for (_, node) in self.expand(path) {
                        add(Cell::of(node).value()?)?;
                    }
                }
                one => add(self.value(one)?)?,
            }
        }
        Ok(sum.unwrap_or_else(Value::zero))
    }

    fn count(&self, arguments: &[Expr]) -> Value {
        let filled = |expr: &Expr| match expr {
            Expr::Cells(path) => {
                let all = self.expand(path).into_iter();
                all.filter(|(_, node)| !matches!(Cell::of(*node), Cell::Missing)).count()
            }
            Expr::Number(..) | Expr::Negative(_) | Expr::Binary(..) | Expr::Call(..) => 0,
        };
        let count: usize = arguments.iter().map(filled).sum();
        Value { number: count.into(), unit: Unit::Bare }
    }

    /// Left minus right, in one unit.
    pub(super) fn difference(&self, left: &Expr, right: &Expr) -> Result<Value, Stop> {
        Ok(self.value(left)?.subtract(&self.value(right)?)?)
    }

    /// Whether something is written at a path.
    pub(super) fn is_filled(&self, path: &Path) -> bool {
        let empty = |node: &Node| match &node.value {
            Data::Null => true,
            Data::Text(text) => text.trim().is_empty(),
            Data::List(items) => items.is_empty(),
            Data::Map(entries) => entries.is_empty(),
            Data::Bool(value) => !value,
            Data::Number(_) => false,
        };
        self.expand(path).iter().any(|(_, node)| node.is_some_and(|node| !empty(node)))
    }

    /// What lies at the end of a path without `*`.
    fn one(&self, path: &Path) -> Option<&'r Node> {
        path.steps.iter().try_fold(self.root, |node, step| match step {
            PathStep::Field(name) => node.field(name),
            PathStep::Loop(index) => self.root.at(self.bound.get(*index)?),
            PathStep::Every => None,
            PathStep::Where(pattern) => self.fitting(node, pattern).next().map(|(_, item)| item),
        })
    }

    /// The items of a list that fit, with their numbers.
    fn fitting<'p>(
        &'p self,
        list: &'r Node,
        pattern: &'p Pattern,
    ) -> impl Iterator<Item = (usize, &'r Node)> + use<'p, 'r> {
        let items = match &list.value {
            Data::List(items) => items.as_slice(),
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::Text(_) | Data::Map(_) => &[],
        };
        self.spend(items.len());
        let text = |node: &'r Node| match &node.value {
            Data::Text(text) | Data::Number(text) => Some(text.trim()),
            Data::Null | Data::Bool(_) | Data::List(_) | Data::Map(_) => None,
        };
        let fits = move |(_, item): &(usize, &'r Node)| {
            let found = item.field(&pattern.field).and_then(text);
            found.is_some_and(|found| self.fits(found, &pattern.pieces))
        };
        items.iter().enumerate().filter(fits)
    }

    fn fits(&self, text: &str, pieces: &[Piece]) -> bool {
        let Some((piece, rest)) = pieces.split_first() else { return text.is_empty() };
        let after = match piece {
            Piece::Text(words) => text.strip_prefix(words.as_str()),
            Piece::Any => {
                let mut chars = text.chars();
                chars.next().map(|_| chars.as_str())
            }
            Piece::Of(index, field) => {
                let item = self.bound.get(*index).and_then(|steps| self.root.at(steps));
                let words = item.and_then(|item| item.field(field)).map(quantity::written);
                words.and_then(|words| text.strip_prefix(words.trim()))
            }
            Piece::Named(_) => None,
        };
        after.is_some_and(|after| self.fits(after, rest))
    }

    /// The items that fit; one that is looked for by its whole name is kept when it is not there.
    fn found(&self, (steps, node): Located<'r>, pattern: &Pattern) -> Vec<Located<'r>> {
        let items = node.into_iter().flat_map(|node| self.fitting(node, pattern));
        let mut found: Vec<Located<'r>> = items
            .map(|(index, item)| ([steps.as_slice(), &[Step::Item(index)]].concat(), Some(item)))
            .collect();
        if found.is_empty() && !pattern.pieces.contains(&Piece::Any) {
            let mut steps = steps;
            if let Some(Step::Field(name)) = steps.last_mut() {
                name.push_str(&super::text::pattern(pattern));
            }
            found.push((steps, None));
        }
        found
    }

    /// All that a path stands for; names that are not there are kept, `*` has what is there.
    pub(super) fn expand(&self, path: &Path) -> Vec<Located<'r>> {
        let mut all: Vec<Located<'r>> = vec![(Vec::new(), Some(self.root))];
        for step in &path.steps {
            all = match step {
                PathStep::Loop(index) => {
                    let steps = self.bound.get(*index).cloned().unwrap_or_default();
                    let node = self.root.at(&steps);
                    vec![(steps, node)]
                }
                PathStep::Field(name) => {
                    let below = |(mut steps, node): Located<'r>| {
                        steps.push(Step::Field(name.clone()));
                        (steps, node.and_then(|node| node.field(name)))
                    };
                    all.into_iter().map(below).collect()
                }
                PathStep::Every => all.into_iter().flat_map(every).collect(),
                PathStep::Where(pattern) => {
                    all.into_iter().flat_map(|one| self.found(one, pattern)).collect()
                }
            };
            self.spend(all.len());
        }
        all
    }

    fn spend(&self, values: usize) {
        self.steps.set(self.steps.get().saturating_add(values as u64));
    }

    /// Whether there is nothing left to go on with.
    pub(super) fn is_spent(&self) -> bool {
        self.steps.get() > MOST_STEPS
    }
}

/// The items or fields of a value, in the order of the file.
fn every<'r>((steps, node): Located<'r>) -> Vec<Located<'r>> {
    let below = |step: Step, node: &'r Node| {
        let mut steps = steps.clone();
        steps.push(step);
        (steps, Some(node))
    };
    match node.map(|node| &node.value) {
        Some(Data::List(items)) => {
            let items = items.iter().enumerate();
            items.map(|(index, item)| below(Step::Item(index), item)).collect()
        }
        Some(Data::Map(entries)) if !node.is_some_and(quantity::is_written_out) => {
            entries.iter().map(|one| below(Step::Field(one.key.clone()), &one.node)).collect()
        }
        Some(Data::Null | Data::Bool(_) | Data::Number(_) | Data::Text(_) | Data::Map(_))
        | None => Vec::new(),
    }
}
