//! 文稿模板: `body.hbs`, compiled and held against the data contract.

use std::path::Path;
use std::sync::Arc;

use handlebars::template::Template;
use serde_json::Value as Json;

use super::template;
use super::usage::{self, Usage};
use crate::data::records::{LAST_YEAR, SUMMARY};
use crate::data::schema::View;
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::source::Source;

/// The manuscript of a kind, ready to be filled.
#[derive(Debug)]
pub struct ManuscriptTemplate {
    source: Arc<Source>,
    template: Template,
    usage: Usage,
}

impl ManuscriptTemplate {
    /// Compiles the template; `None` if it cannot be read. Names that lead nowhere in the
    /// `contract`, in last year's data or in what is `computed`, and helpers that nobody
    /// knows, are findings.
    pub(super) fn read(
        source: Arc<Source>,
        contract: &Json,
        computed: &Json,
        findings: &mut Findings,
    ) -> Option<Self> {
        let template = match template::compile(source.text()) {
            Ok(template) => template,
            Err(unreadable) => {
                let (line, column) = unreadable.position.unzip();
                let place = place(&source, line, column);
                findings.push(Diagnostic::new(Code::TemplateSyntax, place, unreadable.reason));
                return None;
            }
        };
        let everything = View::of_everything(contract);
        let extra = [(LAST_YEAR, everything.clone()), (SUMMARY, View::of_everything(computed))];
        let usage = usage::of(&template, everything, &extra);
        let manuscript = Self { source, template, usage };
        findings.extend(manuscript.wrong_names());
        Some(manuscript)
    }

    /// Names that lead nowhere and helpers that nobody knows.
    fn wrong_names(&self) -> impl Iterator<Item = Diagnostic> {
        let missing = self.usage.missing.iter().map(|missing| {
            let message = format!("模板里引用了“{}”，数据的规定里没有这个字段", missing.name);
            let place = self.place_of(&missing.name);
            Diagnostic::new(Code::UnknownName, place, message).hint(missing.hint())
        });
        let helpers = template::unknown_helpers(&self.template).into_iter().map(|name| {
            let message = format!("没有“{name}”这种写法");
            Diagnostic::new(Code::UnknownHelper, self.place_of(&name), message)
        });
        missing.chain(helpers)
    }

    /// The compiled template.
    pub(crate) fn template(&self) -> &Template {
        &self.template
    }

    /// Which declared fields it uses.
    pub fn usage(&self) -> &Usage {
        &self.usage
    }

    /// The file that it was read from.
    pub fn path(&self) -> &Path {
        self.source.path()
    }

    /// The place of a line and column, counted from one; the beginning if they are not known.
    pub(crate) fn place(&self, line: Option<usize>, column: Option<usize>) -> Place {
        place(&self.source, line, column)
    }

    /// The first place where a name is written.
    fn place_of(&self, name: &str) -> Place {
        let range = self.source.narrow(&(0..self.source.text().len()), name);
        Place::Text { source: self.source.clone(), range }
    }
}

fn place(source: &Arc<Source>, line: Option<usize>, column: Option<usize>) -> Place {
    let start = source.offset(line.unwrap_or(1), column.unwrap_or(1));
    Place::Text { source: source.clone(), range: start..start }
}
