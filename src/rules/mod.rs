//! 勾稽: what the figures of a report must add up to, said by its kind in `rules.yaml`.
//!
//! `file` reads the rules once for each kind and checks every path against the data contract,
//! `eval` computes, `findings` says what does not hold, with every cell that takes part.
//! `docs/rules.md` explains the form.

mod eval;
mod expr;
mod file;
mod findings;
mod names;
mod parse;
mod schema;
mod sentence;
mod text;
mod value;

use std::cell::Cell as Counter;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::data::node::{Node, Step};
use crate::data::records::LAST_YEAR;
use crate::diag::{Code, Diagnostic, Findings, Place, Severity};
use crate::source::Source;
use eval::{MOST_STEPS, Scope};
use expr::{Compare, Expr, Path};
use findings::Report;
use sentence::Sentence;

/// The rules of a kind, ready to be checked.
#[derive(Debug, Default)]
pub struct Rules(Vec<Rule>);

/// One rule with all of its instances.
#[derive(Debug)]
struct Rule {
    /// 编号.
    id: String,
    /// 名称.
    name: String,
    /// 轻重.
    severity: Severity,
    /// 办法.
    remedy: Option<String>,
    /// 容差.
    tolerance: Decimal,
    /// 每项容差: for each addend.
    tolerance_each: Decimal,
    /// 必有: a sentence of that form must be there.
    required: bool,
    instances: Vec<Instance>,
}

/// A rule for one item of each list of 逐项.
#[derive(Debug)]
struct Instance {
    /// The items: `列：自然人`.
    items: Vec<String>,
    /// The lists of the data that it runs over.
    loops: Vec<Path>,
    condition: Option<Condition>,
    test: Test,
    needs_last_year: bool,
}

/// 条件.
#[derive(Debug)]
enum Condition {
    /// Something is there.
    Filled(Path),
    /// A comparison holds.
    Holds(Vec<Expr>, Vec<Compare>),
}

#[derive(Debug)]
enum Test {
    /// 等式.
    Relation(Vec<Expr>, Vec<Compare>),
    /// 文字.
    Sentence { texts: Vec<Path>, form: Sentence, value: Expr },
}

/// The text of a field with its references filled in, if it is known.
pub(crate) type Filled<'a> = &'a dyn Fn(&[Step]) -> Option<String>;

impl Rules {
    /// Reads `rules.yaml`; everything that is wrong with it is reported.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, place by place.
    pub fn read(source: &Arc<Source>, schema: &Json) -> Result<Self, Findings> {
        file::read(source, schema).map(Self)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether some rule names a field, wherever in the data it lies.
    pub fn names_field(&self, name: &str) -> bool {
        let mut found = false;
        for instance in self.0.iter().flat_map(|rule| &rule.instances) {
            instance.paths(&mut |path| found |= path.names(name));
        }
        found
    }

    /// Reports every rule that the data breaks.
    pub fn check(&self, root: &Node, filled: Filled<'_>, findings: &mut Findings) {
        let has_last_year = root.field(LAST_YEAR).is_some();
        // What breaks the data contract has its finding; sums with it would only repeat it.
        let errors = findings.iter().filter(|one| one.severity() == Severity::Error);
        let broken: Vec<String> = errors.filter_map(|one| one.field.clone()).collect();
        let mut skipped: Vec<&str> = Vec::new();
        for rule in &self.0 {
            for instance in &rule.instances {
                if instance.needs_last_year && !has_last_year {
                    if !skipped.contains(&rule.id.as_str()) {
                        skipped.push(&rule.id);
                    }
                    continue;
                }
                let ended = instance.scopes(root, &mut |scope| {
                    let mut report = Report { rule, instance, scope, broken: &broken, findings };
                    report.check(filled);
                });
                if !ended {
                    findings.push(too_many_steps(root, rule));
                    break;
                }
            }
        }
        findings.extend(no_last_year(root, &skipped));
    }
}

fn too_many_steps(root: &Node, rule: &Rule) -> Diagnostic {
    let place = Place::File(root.span.source.path().to_owned());
    let id = &rule.id;
    let most = MOST_STEPS / 10_000;
    let message = format!("勾稽 {id} 要看的数超过 {most} 万个（循环套循环），没有核对完");
    Diagnostic::new(Code::RuleCannotCompute, place, message)
        .hint("减少列表里的项，或者请模板的编写人改写这条勾稽")
}

/// One advice for all rules that need last year's data when there is none.
fn no_last_year(root: &Node, skipped: &[&str]) -> Option<Diagnostic> {
    let place = Place::File(root.span.source.path().to_owned());
    let message = format!("没有找到上年的数据，勾稽 {} 没有核对", skipped.join("、"));
    (!skipped.is_empty()).then(|| Diagnostic::new(Code::RuleNoLastYear, place, message))
}

impl Instance {
    /// Visits every path that it reads.
    fn paths(&self, visit: &mut impl FnMut(&Path)) {
        self.loops.iter().for_each(&mut *visit);
        match &self.condition {
            None => {}
            Some(Condition::Filled(path)) => visit(path),
            Some(Condition::Holds(sides, _)) => {
                sides.iter().for_each(|side| side.paths(&mut |path, _| visit(path)));
            }
        }
        match &self.test {
            Test::Relation(sides, _) => {
                sides.iter().for_each(|side| side.paths(&mut |path, _| visit(path)));
            }
            Test::Sentence { texts, form: _, value } => {
                texts.iter().for_each(&mut *visit);
                value.paths(&mut |path, _| visit(path));
            }
        }
    }

    /// Calls `visit` for every combination of the lists that it runs over.
    /// Gives whether it came to an end.
    fn scopes<'r>(&self, root: &'r Node, visit: &mut impl FnMut(&Scope<'r>)) -> bool {
        let mut scope = Scope { root, bound: Vec::new(), steps: Counter::new(0) };
        self.bind(&mut scope, visit);
        !scope.is_spent()
    }

    fn bind<'r>(&self, scope: &mut Scope<'r>, visit: &mut impl FnMut(&Scope<'r>)) {
        let Some(path) = self.loops.get(scope.bound.len()) else {
            if self.condition.as_ref().is_none_or(|condition| condition.holds(scope)) {
                visit(scope);
            }
            return;
        };
        for (steps, _) in scope.expand(path) {
            if scope.is_spent() {
                return;
            }
            scope.bound.push(steps);
            self.bind(scope, visit);
            scope.bound.pop();
        }
    }
}

impl Condition {
    fn holds(&self, scope: &Scope<'_>) -> bool {
        match self {
            Condition::Filled(path) => scope.is_filled(path),
            Condition::Holds(sides, signs) => signs.iter().enumerate().all(|(index, sign)| {
                let difference = scope.difference(&sides[index], &sides[index + 1]);
                // What cannot be computed must not switch a rule off in silence.
                difference.map_or(true, |found| sign.holds(found.number, Decimal::ZERO))
            }),
        }
    }
}
