//! Paths and formulas in words, for messages.

use super::expr::{Expr, Operator, Path, PathStep};

/// A path as it is written in rules.
pub(super) fn path(path: &Path) -> String {
    let step = |step: &PathStep| match step {
        PathStep::Field(name) => name.clone(),
        PathStep::Every => "*".to_owned(),
        PathStep::Loop(_) => "本项".to_owned(),
    };
    path.steps.iter().map(step).collect::<Vec<_>>().join(".")
}

/// A formula as it is written in rules.
pub(super) fn formula(expr: &Expr) -> String {
    match expr {
        Expr::Number(number, unit) => format!("{number}{}", unit.name()),
        Expr::Cells(cells) => path(cells),
        Expr::Negative(inner) => format!("-{}", within(inner)),
        Expr::Binary(operator, left, right) => {
            let (sign, tight) = match operator {
                Operator::Add => ("+", false),
                Operator::Subtract => ("-", false),
                Operator::Multiply => ("×", true),
                Operator::Divide => ("÷", true),
            };
            let left = if tight { within(left) } else { formula(left) };
            let grouped = tight || *operator == Operator::Subtract;
            let right = if grouped { within(right) } else { formula(right) };
            format!("{left} {sign} {right}")
        }
        Expr::Call(function, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(formula).collect();
            format!("{}({})", function.name(), arguments.join(", "))
        }
    }
}

/// A sum inside another operation needs its brackets.
fn within(expr: &Expr) -> String {
    match expr {
        Expr::Binary(Operator::Add | Operator::Subtract, ..) => format!("({})", formula(expr)),
        Expr::Number(..)
        | Expr::Cells(_)
        | Expr::Negative(_)
        | Expr::Binary(Operator::Multiply | Operator::Divide, ..)
        | Expr::Call(..) => formula(expr),
    }
}
