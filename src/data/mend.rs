//! 改正写法: a file whose syntax is wrong is mended slip by slip, so that one run names all of
//! them, each with the line as it should be; what is read behind them is checked as well.
//!
//! A slip is only believed if mending it takes the reader further.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::node::Node;
use crate::diag::{Checked, Code, Diagnostic, Edit, Findings, Fix, Place};
use crate::source::Source;

/// A slip of the pen in the syntax of one line.
#[derive(Debug, Clone)]
pub(super) struct Slip {
    /// The characters that are wrong.
    pub(super) at: Range<usize>,
    /// What to put in their place, or beside them; one behind the other.
    pub(super) edits: Vec<Edit>,
    /// What is wrong, without a full stop.
    pub(super) reason: String,
}

/// A text with slips mended, that still knows where its characters stand in the file.
#[derive(Debug)]
pub(super) struct Mended {
    /// The text that is read.
    pub(super) text: String,
    /// The byte of the file at which each byte of the text stands, and the end.
    places: Vec<usize>,
}

impl Mended {
    /// A text as it is.
    fn whole(text: &str) -> Self {
        Self::of(text, &[])
    }

    /// A text with slips mended.
    fn of(text: &str, slips: &[&Slip]) -> Self {
        let mut edits: Vec<Edit> = slips.iter().flat_map(|slip| slip.edits.clone()).collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut mended = Self { text: String::with_capacity(text.len()), places: Vec::new() };
        let mut at = 0;
        for edit in apart(edits) {
            mended.keep(text, at..edit.range.start);
            mended.text.push_str(&edit.text);
            mended.places.extend(std::iter::repeat_n(edit.range.start, edit.text.len()));
            at = edit.range.end;
        }
        mended.keep(text, at..text.len());
        mended.places.push(text.len());
        mended
    }

    fn keep(&mut self, text: &str, part: Range<usize>) {
        self.text.push_str(text.get(part.clone()).unwrap_or_default());
        self.places.extend(part);
    }

    /// Where a byte of the text stands in the file.
    pub(super) fn place(&self, at: usize) -> usize {
        self.places.get(at).or(self.places.last()).copied().unwrap_or(0)
    }
}

/// What stops a reader: what it found until then, the last of it what stopped it.
pub(super) type Stopped = Findings;

/// Readings of one file at the most; long files are read less often.
const READINGS: usize = 400;
/// Bytes that are read at the most, all readings together.
const BYTES: usize = 40_000_000;
/// Lines above and below a place where a slip is looked for.
const NEAR: usize = 40;

/// Reads a text with `read`; where that stops, with `slips` of the text mended one after the
/// other. Slips are findings beside what was read.
///
/// # Errors
///
/// The slips, and what stops the reading behind them.
pub(super) fn read(
    source: &Arc<Source>,
    read: impl Fn(&Mended) -> Result<Checked<Node>, Stopped>,
    slips: impl Fn(&str) -> Vec<Slip>,
) -> Result<Checked<Node>, Findings> {
    let text = source.text();
    let stopped = match read(&Mended::whole(text)) {
        Ok(whole) => return Ok(whole),
        Err(stopped) => stopped,
    };
    let Some(at) = stopping_place(&stopped) else { return Err(stopped) };
    let all = slips(text);
    let mut search = Search { source, all: &all, taken: Vec::new(), refused: Vec::new() };
    let mut left = (BYTES / text.len().max(1)).clamp(4, READINGS);
    let (mut at, mut stopped) = (at, stopped);
    loop {
        let mut further = None;
        for group in search.candidates(at) {
            if left == 0 {
                break;
            }
            left -= 1;
            let with: Vec<&Slip> = search.with(&group);
            match read(&Mended::of(text, &with)) {
                Ok(whole) => {
                    search.taken.extend(group);
                    return Ok(search.told(whole));
                }
                Err(next) => {
                    let place = stopping_place(&next);
                    let is_end = at + 1 >= text.trim_end().len();
                    if place.is_some_and(|next| next > at || (is_end && next != at)) {
                        further = Some((group, next));
                        break;
                    }
                    search.refused.push(group);
                }
            }
        }
        let Some((group, next)) = further else { return Err(search.left(stopped)) };
        search.taken.extend(group);
        search.refused.clear();
        at = stopping_place(&next).unwrap_or(at);
        stopped = next;
    }
}

/// Where a reader stopped because of the syntax.
fn stopping_place(stopped: &Stopped) -> Option<usize> {
    let last = stopped.last().filter(|last| last.code == Code::Syntax)?;
    match &last.place {
        Place::Text { range, .. } => Some(range.start),
        Place::File(_) | Place::Whole => None,
    }
}

struct Search<'a> {
    source: &'a Arc<Source>,
    all: &'a [Slip],
    /// Those that took the reader further, as indices.
    taken: Vec<usize>,
    /// Groups that did not, since the last that did.
    refused: Vec<Vec<usize>>,
}

impl<'a> Search<'a> {
    /// What to try where the reader stopped: the slips of its line together, then those of the
    /// lines before it, the nearest first, then those behind; at last each alone.
    fn candidates(&self, at: usize) -> Vec<Vec<usize>> {
        let line_of = |at: usize| self.source.text_position(at).line;
        let here = line_of(at);
        let mut lines: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, slip) in self.all.iter().enumerate() {
            let line = line_of(slip.at.start);
            if !self.taken.contains(&index) && line.abs_diff(here) <= NEAR {
                lines.entry(line).or_default().push(index);
            }
        }
        let before = lines.range(..=here).rev().map(|(_, group)| group.clone());
        let behind = lines.range(here + 1..).map(|(_, group)| group.clone());
        let groups: Vec<Vec<usize>> = before.chain(behind).collect();
        let several = groups.iter().filter(|group| group.len() > 1);
        let alone: Vec<Vec<usize>> =
            several.flat_map(|group| group.iter().map(|index| vec![*index])).collect();
        let all = groups.into_iter().chain(alone);
        all.filter(|group| !self.refused.contains(group)).collect()
    }

    fn with(&self, group: &[usize]) -> Vec<&'a Slip> {
        let indices = self.taken.iter().chain(group);
        indices.filter_map(|index| self.all.get(*index)).collect()
    }

    /// The findings of the slips, one for each line.
    fn findings(&self) -> Findings {
        by_line(self.source, self.with(&[])).collect()
    }

    fn told(&self, whole: Checked<Node>) -> Checked<Node> {
        let mut findings = self.findings();
        findings.extend(whole.findings);
        Checked::new(whole.value, findings)
    }

    fn left(&self, stopped: Stopped) -> Findings {
        let mut findings = self.findings();
        findings.extend(stopped);
        findings
    }
}

/// Sorted edits of which none touches what another changes; what goes in at the same place goes
/// in together.
fn apart(edits: Vec<Edit>) -> Vec<Edit> {
    let mut apart: Vec<Edit> = Vec::new();
    for edit in edits {
        match apart.last_mut() {
            Some(last) if last.range.is_empty() && last.range.start == edit.range.start => {
                if *last != edit {
                    last.range = edit.range;
                    last.text.push_str(&edit.text);
                }
            }
            Some(last) if edit.range.start < last.range.end || edit.range == last.range => {}
            _ => apart.push(edit),
        }
    }
    apart
}

/// Slips as findings, those of a line together, each with the line as it should be.
pub(super) fn by_line<'a>(
    source: &'a Arc<Source>,
    slips: impl IntoIterator<Item = &'a Slip>,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let mut lines: BTreeMap<usize, Vec<&Slip>> = BTreeMap::new();
    for slip in slips {
        lines.entry(source.text_position(slip.at.start).line).or_default().push(slip);
    }
    lines.into_values().map(|slips| finding(source, &slips))
}

fn finding(source: &Arc<Source>, slips: &[&Slip]) -> Diagnostic {
    /// Characters on both sides of the first change that are shown.
    const AROUND: usize = 30;
    let mut edits: Vec<Edit> = slips.iter().flat_map(|slip| slip.edits.clone()).collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let fix = Fix::of_source(source, apart(edits));
    let mut reasons: Vec<&str> = slips.iter().map(|slip| slip.reason.as_str()).collect();
    reasons.dedup();
    let first = slips.iter().map(|slip| slip.at.clone()).min_by_key(|at| at.start);
    let place = Place::Text { source: source.clone(), range: first.unwrap_or(0..0) };
    let finding = Diagnostic::new(Code::Syntax, place, format!("写法有错：{}", reasons.join("；")));
    let shown = fix.shown(AROUND);
    let hint =
        if shown.is_empty() { "删掉这一行".to_owned() } else { format!("写成：{shown}") };
    finding.hint(hint).fixed_by(Some(fix))
}
