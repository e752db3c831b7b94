//! The names in braces that 逐项 gives to formulas.

use super::expr::{Path, PathStep, Pattern, Piece};
use super::parse::pieces;

/// The names that formulas may use in braces.
pub(super) struct Names<'a> {
    pub(super) choice: &'a [(&'a str, &'a str)],
    pub(super) loops: Vec<&'a str>,
}

impl Names<'_> {
    /// The path with names replaced; an item may itself be a path.
    pub(super) fn replace(&self, path: &Path) -> Path {
        let steps = path.steps.iter().flat_map(|step| match step {
            PathStep::Field(name) => self.step(name),
            PathStep::Where(pattern) => vec![PathStep::Where(self.pattern(pattern))],
            PathStep::Every | PathStep::Loop(_) => vec![step.clone()],
        });
        Path { steps: steps.collect(), at: path.at }
    }

    fn pattern(&self, pattern: &Pattern) -> Pattern {
        let piece = |piece: &Piece| {
            let Piece::Named(name) = piece else { return vec![piece.clone()] };
            if let Some((_, item)) = self.choice.iter().find(|(one, _)| one == name) {
                return pieces(item);
            }
            let loop_field = name.split_once('.').and_then(|(name, field)| {
                let index = self.loops.iter().position(|one| *one == name)?;
                Some(Piece::Of(index, field.to_owned()))
            });
            vec![loop_field.unwrap_or_else(|| piece.clone())]
        };
        let pieces = pattern.pieces.iter().flat_map(piece).collect();
        Pattern { field: pattern.field.clone(), pieces }
    }

    fn step(&self, name: &str) -> Vec<PathStep> {
        let inner = name.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        if let Some(index) = inner.and_then(|inner| self.loops.iter().position(|one| *one == inner))
        {
            return vec![PathStep::Loop(index)];
        }
        if let Some((_, item)) =
            inner.and_then(|inner| self.choice.iter().find(|(one, _)| *one == inner))
        {
            return item.split('.').map(|part| PathStep::Field(part.to_owned())).collect();
        }
        let replaced = self
            .choice
            .iter()
            .fold(name.to_owned(), |name, (one, item)| name.replace(&format!("{{{one}}}"), item));
        vec![PathStep::Field(replaced)]
    }

    /// A step that cannot be replaced.
    pub(super) fn open(&self, path: &Path) -> Option<String> {
        let steps = self.replace(path).steps;
        steps.into_iter().enumerate().find_map(|(index, step)| match step {
            PathStep::Field(name) if name.contains(['{', '}']) => Some(name),
            PathStep::Loop(at) if index > 0 => self.loops.get(at).map(|name| format!("{{{name}}}")),
            PathStep::Where(pattern) => pattern.pieces.into_iter().find_map(|piece| match piece {
                Piece::Named(name) => Some(format!("{{{name}}}")),
                Piece::Text(_) | Piece::Any | Piece::Of(..) => None,
            }),
            PathStep::Field(_) | PathStep::Every | PathStep::Loop(_) => None,
        })
    }
}
