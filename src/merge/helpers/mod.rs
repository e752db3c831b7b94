//! The words that stand inside `{{ }}` and make texts of values; `docs/templates.md` explains
//! them. They know nothing of who calls them: texts of the data do so through `fill`, kinds
//! through their manuscript.

mod annex;
mod condition;
mod elements;
mod figures;
mod prescribed;
mod section;
mod words;

use serde_json::Value as Json;

use super::leaf::Leaf;
use crate::data::quantity::Quantity;

/// What a helper does with its arguments.
pub(crate) type Function = fn(&Args<'_>) -> Result<String, Fault>;

/// Every helper with its name.
pub(super) fn all() -> impl Iterator<Item = &'static (&'static str, Function)> {
    let of_subjects = [
        annex::HELPERS,
        condition::HELPERS,
        elements::HELPERS,
        figures::HELPERS,
        prescribed::HELPERS,
        section::HELPERS,
        words::HELPERS,
    ];
    of_subjects.into_iter().flatten()
}

/// The helper of that name.
pub(super) fn of(name: &str) -> Option<Function> {
    all().find(|(known, _)| *known == name).map(|(_, function)| *function)
}

/// Why a helper makes no text.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The data has nothing of that name.
    Missing(String),
    /// The helper does not suit the value: one Chinese sentence.
    Unsuitable(String),
}

/// What a helper is given, checked as it is taken.
#[derive(Debug)]
pub(crate) struct Args<'a> {
    /// The helper's own name.
    pub(super) helper: &'a str,
    /// The values, in their order; the name alone where the data has none.
    pub(super) values: Vec<Result<Leaf<'a>, String>>,
    /// `小数=2` and the like.
    pub(super) options: Vec<(&'a str, Leaf<'a>)>,
}

impl<'a> Args<'a> {
    fn count(&self) -> usize {
        self.values.len()
    }

    /// The value at `index`, which must be there.
    fn leaf(&self, index: usize) -> Result<&Leaf<'a>, Fault> {
        match self.values.get(index) {
            Some(Ok(leaf)) => Ok(leaf),
            Some(Err(name)) => Err(Fault::Missing(name.clone())),
            None => Err(fail(format!("“{}”后面缺第 {} 项内容", self.helper, index + 1))),
        }
    }

    /// The value at `index` if the data has it.
    fn optional(&self, index: usize) -> Option<&Leaf<'a>> {
        self.values.get(index)?.as_ref().ok()
    }

    fn json(&self, index: usize) -> Result<&'a Json, Fault> {
        Ok(self.leaf(index)?.json())
    }

    fn text(&self, index: usize) -> Result<String, Fault> {
        let leaf = self.leaf(index)?;
        leaf.text().ok_or_else(|| fail(format!("“{}”不是文字，不能用“{}”", leaf.name, self.helper)))
    }

    /// The text at `index` to be printed, with its place.
    fn marked(&self, index: usize) -> Result<String, Fault> {
        let leaf = self.leaf(index)?;
        leaf.marked()
            .ok_or_else(|| fail(format!("“{}”不是文字，不能用“{}”", leaf.name, self.helper)))
    }

    fn quantity(&self, index: usize) -> Result<Quantity, Fault> {
        let leaf = self.leaf(index)?;
        leaf.quantity().ok_or_else(|| {
            let text = leaf.text().unwrap_or_default();
            fail(format!("“{}”的内容“{text}”不是数量，不能用“{}”", leaf.name, self.helper))
        })
    }

    fn option(&self, name: &str) -> Option<String> {
        self.options.iter().find(|(known, _)| *known == name)?.1.text()
    }

    /// The words of an option that are to be printed, with their place.
    fn words(&self, name: &str) -> Option<String> {
        self.options.iter().find(|(known, _)| *known == name)?.1.marked()
    }

    fn whole(&self, name: &str, default: u32) -> Result<u32, Fault> {
        match self.option(name) {
            None => Ok(default),
            Some(text) => {
                text.parse().map_err(|_| fail(format!("“{name}={text}”应当是不小于零的整数")))
            }
        }
    }
}

/// A helper does not suit its values: one Chinese sentence.
pub(super) fn fail(message: String) -> Fault {
    Fault::Unsuitable(message)
}
