//! References in the texts of the data: `{{指标.行政处罚.件数}}` becomes the figure.

use std::collections::HashSet;
use std::ops::Range;

use serde_json::Value as Json;

use super::helpers::{self, Args};
use super::leaf::{self, Leaf, Leaves};
use super::reference::{self, Call, Name, Piece, Reference, Target, Value as Given};
use crate::data::node::{Node, Step, Value, path_text};
use crate::data::records::{LAST_YEAR, RESERVED};
use crate::data::{MAX_TEXT, SHARED_TEXT};
use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::kind::{Kind, template};

/// All texts of a report together may grow this long by their references, in bytes.
const MAX_FILLED: usize = 8 << 20;

/// A text with references, and where it lies.
type Found<'a> = (Vec<Step>, &'a Node);

/// Fills the references in all texts of the data.
pub(super) fn fill(kind: &Kind, root: &Node, leaves: &mut Leaves, findings: &mut Findings) {
    let mut paths = Vec::new();
    root.walk(&mut |path, node| {
        if node.text().is_some_and(|text| text.contains("{{") || text.contains("}}")) {
            paths.push(path.to_vec());
        }
    });
    let texts = paths.into_iter().filter_map(|path| root.at(&path).map(|node| (path, node)));
    let texts: Vec<Found<'_>> = texts.collect();
    if texts.is_empty() {
        return;
    }
    let (last, own): (Vec<_>, Vec<_>) =
        texts.into_iter().partition(|(path, _)| path.first() == Some(&last_year()));
    // Last year's texts refer to last year's figures, and to nothing of this year.
    let mut filler = Filler { findings, filled: 0, split: Vec::new() };
    if let Some(before) = leaves.json.get_mut(LAST_YEAR) {
        filler.fill(before, 1, last);
    }
    filler.fill(&mut leaves.json, 0, own);
    let split = filler.split;
    check_split(kind, root, &split, findings);
}

fn last_year() -> Step {
    Step::Field(LAST_YEAR.to_owned())
}

struct Filler<'a> {
    findings: &'a mut Findings,
    /// How long the filled texts are together, in bytes.
    filled: usize,
    /// Texts of one reference that brought in several lines.
    split: Vec<(Vec<Step>, String)>,
}

impl Filler<'_> {
    /// Fills the texts of one report; `json` lies `depth` steps below the root.
    fn fill(&mut self, json: &mut Json, depth: usize, texts: Vec<Found<'_>>) {
        let is_shared =
            |path: &[Step]| path.get(depth) == Some(&Step::Field(SHARED_TEXT.to_owned()));
        let mut open: HashSet<Vec<Step>> =
            texts.iter().map(|(path, _)| path[depth..].to_vec()).collect();
        let (shared, rest): (Vec<_>, Vec<_>) =
            texts.into_iter().partition(|(path, _)| is_shared(path));
        for round in [shared, rest] {
            // Texts of one round do not see each other, so their order means nothing.
            let filled: Vec<String> =
                round.iter().map(|(path, node)| self.fill_one(json, &open, path, node)).collect();
            for ((path, _), text) in round.iter().zip(filled) {
                replace(json, &path[depth..], &text);
                open.remove(&path[depth..]);
            }
        }
    }

    /// The filled text; an empty one where there are faults, for what refers to it must not be
    /// blamed for them.
    fn fill_one(
        &mut self,
        json: &Json,
        open: &HashSet<Vec<Step>>,
        path: &[Step],
        node: &Node,
    ) -> String {
        let field = path_text(path);
        let text = node.text().unwrap_or_default();
        let found = |fault: reference::Fault| {
            let place = node.span.part(text, fault.range).place();
            let finding = Diagnostic::new(fault.code, place, fault.message).field(&field);
            match fault.hint {
                Some(hint) => finding.hint(hint),
                None => finding,
            }
        };
        let pieces = match reference::parse(text) {
            Ok(pieces) => pieces,
            Err(faults) => {
                self.findings.extend(faults.into_iter().map(found));
                return String::new();
            }
        };
        let scope = Scope { json, open, node, field: &field };
        match scope.join(&pieces) {
            Ok(filled) => self.keep(path, node, &pieces, filled),
            Err(faults) => {
                self.findings.extend(faults);
                String::new()
            }
        }
    }

    /// A filled text, if there is room for it and it does not split a line.
    fn keep(&mut self, path: &[Step], node: &Node, pieces: &[Piece<'_>], filled: String) -> String {
        self.filled += filled.len();
        if self.filled > MAX_FILLED {
            if self.filled - filled.len() <= MAX_FILLED {
                let message = format!("引用换成内容以后，全部文字超过 {} MB", MAX_FILLED >> 20);
                let finding = Diagnostic::new(Code::TooLong, node.span.place(), message);
                self.findings.push(finding.field(path_text(path)));
            }
            return String::new();
        }
        let plain = leaf::plain(&filled);
        let typed = node.text().unwrap_or_default().trim_end();
        if plain.contains('\n') && !typed.contains('\n') {
            let mut written = pieces.iter().filter(|piece| !is_blank(piece));
            match (written.next(), written.next()) {
                (Some(Piece::Reference(_)), None) => self.split.push((path.to_vec(), plain)),
                _ => {
                    let message = "引用的文字有几段，不能放在一段话的中间";
                    let place = part(node, first_reference(pieces));
                    let finding = Diagnostic::new(Code::BadForm, place, message);
                    self.findings.push(finding.field(path_text(path)));
                }
            }
        }
        filled
    }
}

fn is_blank(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Words(words) if words.trim().is_empty())
}

fn first_reference(pieces: &[Piece<'_>]) -> Option<Range<usize>> {
    pieces.iter().find_map(|piece| match piece {
        Piece::Reference(reference) => Some(reference.range.clone()),
        Piece::Words(_) => None,
    })
}

/// What a reference must not split is held to the same contract as what was typed.
fn check_split(kind: &Kind, root: &Node, split: &[(Vec<Step>, String)], findings: &mut Findings) {
    if split.is_empty() {
        return;
    }
    let mut changed = root.clone();
    for (path, filled) in split {
        if let Some(part) = changed.at_mut(path) {
            part.value = Value::Text(filled.clone());
        }
    }
    if let Value::Map(entries) = &mut changed.value {
        // What the program adds is not part of the contract.
        entries.retain(|entry| !RESERVED.contains(&entry.key.as_str()));
    }
    kind.schema.check(&changed, findings);
}

/// What the references of one text can see.
struct Scope<'a> {
    json: &'a Json,
    /// Texts whose own references are not filled yet.
    open: &'a HashSet<Vec<Step>>,
    node: &'a Node,
    field: &'a str,
}

impl<'a> Scope<'a> {
    fn join(&self, pieces: &[Piece<'_>]) -> Result<String, Findings> {
        let mut filled = String::new();
        let mut faults = Findings::new();
        let mut count = 0;
        for piece in pieces {
            let added = match piece {
                Piece::Words(words) => Ok((*words).to_owned()),
                Piece::Reference(reference) => self.value(reference),
            };
            match added {
                Ok(words) => {
                    count += if filled.len() + words.len() > MAX_TEXT {
                        leaf::plain(&words).chars().count()
                    } else {
                        words.len()
                    };
                    filled.push_str(&words);
                }
                Err(found) => faults.extend(found),
            }
            if count > MAX_TEXT && leaf::plain(&filled).chars().count() > MAX_TEXT {
                let message = format!("引用换成内容以后，文字超过 {MAX_TEXT} 个字");
                faults.push(self.fault(Code::TooLong, first_reference(pieces), message));
                break;
            }
        }
        if faults.is_empty() { Ok(filled) } else { Err(faults) }
    }

    fn value(&self, reference: &Reference<'_>) -> Result<String, Findings> {
        let (helper, values, options) = match &reference.target {
            Target::Name(name) => (template::PRINT, vec![self.named(name)?], Vec::new()),
            Target::Call(Call { helper, values, options }) => {
                let values = values.iter().map(|value| self.given(value));
                let options = options.iter().map(|(name, value)| Ok((*name, self.given(value)?)));
                (*helper, all(values)?, all(options)?)
            }
        };
        let args = Args { helper, values: values.into_iter().map(Ok).collect(), options };
        let made = helpers::of(helper).map(|function| function(&args));
        match made {
            Some(Ok(text)) => Ok(text),
            Some(Err(helpers::Fault::Unsuitable(message))) => {
                Err(self.fault(Code::HelperValue, Some(reference.range.clone()), message).into())
            }
            Some(Err(helpers::Fault::Missing(name))) => {
                let message = format!("文字里引用了“{name}”，数据里没有");
                Err(self.fault(Code::UnknownName, Some(reference.range.clone()), message).into())
            }
            None => {
                let message = format!("没有“{helper}”这种写法");
                Err(self.fault(Code::UnknownHelper, Some(reference.range.clone()), message).into())
            }
        }
    }

    fn given<'b>(&self, given: &'b Given<'_>) -> Result<Leaf<'b>, Findings>
    where
        'a: 'b,
    {
        match given {
            Given::Name(name) => self.named(name),
            Given::Literal(json) => Ok(Leaf::named("参数", json)),
        }
    }

    /// The value of a name.
    fn named(&self, name: &Name<'_>) -> Result<Leaf<'a>, Findings> {
        let value = template::value_of(self.json, name.words).map_err(|missing| {
            let message = format!("文字里引用了“{}”，数据里没有", missing.name);
            let place = Some(name.range.clone());
            Findings::from(self.fault(Code::UnknownName, place, message).hint(missing.hint()))
        })?;
        let path: Vec<Step> =
            name.words.split('.').map(|step| Step::Field(step.to_owned())).collect();
        if self.open.contains(&path) {
            let message = "引用的文字里还有引用，只有“文字”里的内容可以再引用指标";
            return Err(self.fault(Code::BracesInText, Some(name.range.clone()), message).into());
        }
        Ok(Leaf::named(name.words, value))
    }

    fn fault(
        &self,
        code: Code,
        range: Option<Range<usize>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, part(self.node, range), message).field(self.field)
    }
}

/// All values, or all that is wrong with them.
fn all<T>(results: impl Iterator<Item = Result<T, Findings>>) -> Result<Vec<T>, Findings> {
    let mut faults = Findings::new();
    let values = results.filter_map(|one| faults.keep_ok(one)).collect();
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

/// The place of a part of a text, else of the whole.
fn part(node: &Node, part: Option<Range<usize>>) -> Place {
    let text = node.text().unwrap_or_default();
    part.map_or_else(|| node.span.place(), |part| node.span.part(text, part).place())
}

/// Writes a filled text back into its mark.
fn replace(json: &mut Json, path: &[Step], text: &str) {
    let target = path.iter().try_fold(json, |json, step| match step {
        Step::Field(name) => json.get_mut(name),
        Step::Item(index) => json.get_mut(index),
    });
    if let Some(Json::String(marked)) = target {
        *marked = leaf::remark(marked, text);
    }
}
