//! The formulas of rules, as trees; `parse` reads them.

use rust_decimal::Decimal;

use super::value::Unit;

/// A formula.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    /// A number of the rule.
    Number(Decimal, Unit),
    /// A field, or with `*` several.
    Cells(Path),
    /// `-x`.
    Negative(Box<Expr>),
    /// Two formulas and what is done with them.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// A function of formulas.
    Call(Function, Vec<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// 合计: the sum of all.
    Sum,
    /// 个数: how many of the cells are filled in.
    Count,
    /// 占比: the first as percent of the second.
    Share,
    /// 增减率: how much the first is over the second, in percent of the second.
    Change,
    /// 取整: rounded to so many decimals.
    Round,
    /// 绝对值.
    Absolute,
}

impl Function {
    pub(super) const ALL: [Function; 6] = [
        Function::Sum,
        Function::Count,
        Function::Share,
        Function::Change,
        Function::Round,
        Function::Absolute,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Function::Sum => "合计",
            Function::Count => "个数",
            Function::Share => "占比",
            Function::Change => "增减率",
            Function::Round => "取整",
            Function::Absolute => "绝对值",
        }
    }

    /// How many arguments it takes; `None`: one or more.
    pub(super) fn arguments(self) -> Option<usize> {
        match self {
            Function::Sum | Function::Count => None,
            Function::Share | Function::Change | Function::Round => Some(2),
            Function::Absolute => Some(1),
        }
    }

    /// Whether an argument may stand for several cells.
    pub(super) fn takes_many(self) -> bool {
        match self {
            Function::Sum | Function::Count => true,
            Function::Share | Function::Change | Function::Round | Function::Absolute => false,
        }
    }
}

/// How two sides must compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Compare {
    /// The signs, the longer first.
    pub(super) const SIGNS: [(&'static str, Compare); 10] = [
        ("<=", Compare::LessOrEqual),
        (">=", Compare::GreaterOrEqual),
        ("!=", Compare::NotEqual),
        ("≤", Compare::LessOrEqual),
        ("≥", Compare::GreaterOrEqual),
        ("≠", Compare::NotEqual),
        ("=", Compare::Equal),
        ("＝", Compare::Equal),
        ("<", Compare::Less),
        (">", Compare::Greater),
    ];

    pub(super) fn sign(self) -> &'static str {
        match self {
            Compare::Equal => "=",
            Compare::NotEqual => "≠",
            Compare::Less => "<",
            Compare::LessOrEqual => "≤",
            Compare::Greater => ">",
            Compare::GreaterOrEqual => "≥",
        }
    }

    /// Whether it holds for a difference of left and right, whatever is tolerated.
    pub(super) fn holds_exactly(self, difference: Decimal) -> bool {
        match self {
            Compare::Equal | Compare::LessOrEqual | Compare::GreaterOrEqual => {
                self.holds(difference, Decimal::ZERO)
            }
            // Here a tolerance takes away.
            Compare::NotEqual | Compare::Less | Compare::Greater => false,
        }
    }

    /// Whether it holds for a difference of left and right, give or take.
    pub(super) fn holds(self, difference: Decimal, tolerance: Decimal) -> bool {
        match self {
            Compare::Equal => difference.abs() <= tolerance,
            Compare::NotEqual => difference.abs() > tolerance,
            Compare::Less => {
                difference < tolerance || difference.is_sign_negative() && !difference.is_zero()
            }
            Compare::LessOrEqual => difference <= tolerance,
            Compare::Greater => Compare::Less.holds(-difference, tolerance),
            Compare::GreaterOrEqual => -difference <= tolerance,
        }
    }
}

/// The way to a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Path {
    pub(super) steps: Vec<PathStep>,
    /// Where it stands in the text of the formula, in bytes.
    pub(super) at: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PathStep {
    /// A field.
    Field(String),
    /// `*`: every field or item.
    Every,
    /// The value of the loop of that number, at the beginning of a path.
    Loop(usize),
    /// `[编码=201]`: the items of a list in which a field reads so.
    Where(Pattern),
}

/// What a field of an item must read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) field: String,
    pub(super) pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    /// `?`: any character.
    Any,
    /// `{行.编码}` as it was read: an item of 逐项, or a field of a loop.
    Named(String),
    /// A field of the loop of that number.
    Of(usize, String),
}

impl Pattern {
    /// Whether several items may fit.
    fn is_many(&self) -> bool {
        self.pieces.contains(&Piece::Any)
    }
}

impl Path {
    /// Whether it stands for several cells.
    pub(super) fn is_many(&self) -> bool {
        self.steps.iter().any(|step| match step {
            PathStep::Every => true,
            PathStep::Where(pattern) => pattern.is_many(),
            PathStep::Field(_) | PathStep::Loop(_) => false,
        })
    }

    /// Whether a field of that name stands in it, in the condition of an item as well.
    pub(super) fn names(&self, name: &str) -> bool {
        self.steps.iter().any(|step| match step {
            PathStep::Field(field) => field == name,
            PathStep::Where(pattern) => {
                pattern.field == name
                    || pattern.pieces.iter().any(|piece| match piece {
                        Piece::Of(_, fields) => fields.split('.').any(|field| field == name),
                        Piece::Text(_) | Piece::Any | Piece::Named(_) => false,
                    })
            }
            PathStep::Every | PathStep::Loop(_) => false,
        })
    }

    /// The name of the first field.
    pub(super) fn first(&self) -> Option<&str> {
        match self.steps.first()? {
            PathStep::Field(name) => Some(name),
            PathStep::Every | PathStep::Loop(_) | PathStep::Where(_) => None,
        }
    }
}

impl Expr {
    /// Calls `visit` with every path, and whether it may stand for several cells.
    pub(super) fn paths(&self, visit: &mut impl FnMut(&Path, bool)) {
        self.paths_in(false, visit);
    }

    fn paths_in(&self, many: bool, visit: &mut impl FnMut(&Path, bool)) {
        match self {
            Expr::Number(..) => {}
            Expr::Cells(path) => visit(path, many),
            Expr::Negative(inner) => inner.paths_in(false, visit),
            Expr::Binary(_, left, right) => {
                left.paths_in(false, visit);
                right.paths_in(false, visit);
            }
            Expr::Call(function, arguments) => {
                arguments.iter().for_each(|one| one.paths_in(function.takes_many(), visit));
            }
        }
    }

    /// The formula with every path changed.
    pub(super) fn map(&self, change: &impl Fn(&Path) -> Path) -> Self {
        match self {
            Expr::Number(..) => self.clone(),
            Expr::Cells(path) => Expr::Cells(change(path)),
            Expr::Negative(inner) => Expr::Negative(Box::new(inner.map(change))),
            Expr::Binary(operator, left, right) => {
                Expr::Binary(*operator, Box::new(left.map(change)), Box::new(right.map(change)))
            }
            Expr::Call(function, arguments) => {
                Expr::Call(*function, arguments.iter().map(|one| one.map(change)).collect())
            }
        }
    }
}
