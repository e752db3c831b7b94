//! Paths and formulas in words, for messages.

use super::expr::{Expr, Operator, Path, PathStep, Pattern, Piece};

/// A path as it is written in rules.
pub(super) fn path(path: &Path) -> String {
    let mut text = String::new();
    for step in &path.steps {
        let dot = if text.is_empty() { "" } else { "." };
        match step {
            PathStep::Field(name) => text.push_str(&format!("{dot}{name}")),
            PathStep::Every => text.push_str(&format!("{dot}*")),
            PathStep::Loop(_) => text.push_str("本项"),
            PathStep::Where(one) => text.push_str(&pattern(one)),
        }
    }
    text
}

/// `[编码=201]`.
pub(super) fn pattern(pattern: &Pattern) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Any => "?".to_owned(),
        Piece::Named(name) => format!("{{{name}}}"),
        Piece::Of(_, field) => format!("{{本项.{field}}}"),
    };
    format!("[{}={}]", pattern.field, pattern.pieces.iter().map(piece).collect::<String>())
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
