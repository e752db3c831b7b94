//! 校对: what people type that the program writes itself, and marks that do not belong among
//! hanzi. It looks at the document before anything is laid out, so that every finding stands at
//! the very characters, with the words as they should be.

mod elements;
mod marks;
mod ordinals;
mod standard;
mod units;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::data::node::Origin;
use crate::diag::{Code, Diagnostic, Findings, Fix};
use crate::model::{Document, Inline, Part, Text};

pub(crate) use marks::is_wrong_mark;

/// Reports what is typed wrong in a document.
pub(crate) fn check(document: &Document, findings: &mut Findings) {
    let mut found = Vec::new();
    document.walk(&mut |part, text| {
        // 目录 and the pages of attachments print words that stood elsewhere before.
        if matches!(part, Part::Contents(_) | Part::AttachmentTitle) {
            return;
        }
        ordinals::check(part, text, &mut found);
        elements::check(part, text, &mut found);
        units::check(text, &mut found);
        marks::check(part, text, &mut found);
    });
    // A text of the data that is printed twice is wrong once.
    let mut seen = BTreeSet::new();
    findings.extend(found.into_iter().filter(|one| seen.insert(one.key())));
    standard::check(document, findings);
}

/// Words that came from the data, with the place that they came from.
#[derive(Clone, Copy)]
struct Typed<'a> {
    words: &'a str,
    origin: &'a Origin,
}

impl<'a> Typed<'a> {
    /// `None` for words of the program or the template.
    fn of(inline: &'a Inline) -> Option<Self> {
        Some(Self { words: &inline.text, origin: inline.origin.as_deref()? })
    }

    /// The pieces of a text that came from the data.
    fn all(text: &'a Text) -> impl Iterator<Item = Self> {
        text.0.iter().filter_map(Self::of)
    }

    /// The first piece, if the text begins with words of the data.
    fn first(text: &'a Text) -> Option<Self> {
        text.0.first().and_then(Self::of)
    }

    /// The last piece, if the text ends with words of the data.
    fn last(text: &'a Text) -> Option<Self> {
        text.0.last().and_then(Self::of)
    }

    /// A finding at the first of the parts, in bytes of the words; new words for each part.
    fn finding(
        self,
        code: Code,
        parts: &[(Range<usize>, &str)],
        message: impl Into<String>,
    ) -> Diagnostic {
        let first = parts.first().map_or(0..self.words.len(), |(part, _)| part.clone());
        let place = self.origin.span.within(self.words, first).place();
        let finding = Diagnostic::new(code, place, message).field(&self.origin.field);
        let finding = match self.corrected(parts) {
            Some(corrected) => finding.hint(format!("写成“{corrected}”")),
            None => finding,
        };
        finding.fixed_by(self.fix(parts))
    }

    /// The words around the first change, as they should be.
    fn corrected(self, parts: &[(Range<usize>, &str)]) -> Option<String> {
        /// Characters on both sides of the changes that are shown.
        const AROUND: usize = 12;
        let (first, last) = (parts.first()?.0.start, parts.last()?.0.end);
        let mut changed = String::new();
        let mut end = first;
        for (part, new) in parts {
            changed.push_str(self.words.get(end..part.start)?);
            changed.push_str(new);
            end = part.end;
        }
        let before: Vec<char> = self.words.get(..first)?.chars().collect();
        let from = before.len().saturating_sub(AROUND);
        let behind = self.words.get(last..)?;
        let cut: String = behind.chars().take(AROUND).collect();
        let head = if from > 0 { "…" } else { "" };
        let tail = if cut.len() < behind.len() { "…" } else { "" };
        Some(format!("{head}{}{changed}{cut}{tail}", before[from..].iter().collect::<String>()))
    }

    /// `None` where it is not certain which words of the file these are.
    fn fix(self, parts: &[(Range<usize>, &str)]) -> Option<Fix> {
        let span = &self.origin.span;
        let written = span.written();
        let whole = written.text();
        let mut places = whole.match_indices(self.words);
        let (at, _) = places.next().filter(|_| places.next().is_none())?;
        let moved: Vec<_> =
            parts.iter().map(|(part, new)| (part.start + at..part.end + at, *new)).collect();
        span.fix(whole, &moved)
    }
}
