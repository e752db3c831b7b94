//! 改法: the bytes of a data file to replace, and what with, so that a finding goes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::source::{Notation, Source, Written};

/// What to change in one file; all of it, or nothing.
#[derive(Debug, Clone)]
pub struct Fix {
    source: Arc<Source>,
    edits: Vec<Edit>,
}

/// One stretch and what to put in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The stretch, in bytes of the text of the file.
    pub range: Range<usize>,
    /// What to put there; nothing where it is to be deleted.
    pub text: String,
}

/// A text with more faults than that is to be written anew.
const MAX_EDITS: usize = 500;

impl Fix {
    /// Puts new words in place of parts of a text; `parts` are in bytes of the text, one
    /// behind the other. `None` where the file does not show the text as it is, is a workbook,
    /// or would not read as the new text.
    pub fn of_text(
        source: &Arc<Source>,
        range: &Range<usize>,
        notation: Notation,
        text: &str,
        parts: &[(Range<usize>, &str)],
    ) -> Option<Self> {
        let written = Written::read(source.text(), range.clone(), notation);
        if source.is_workbook()
            || !(1..=MAX_EDITS).contains(&parts.len())
            || !written.text().starts_with(text)
        {
            return None;
        }
        let mut changed = String::new();
        let mut end = 0;
        for (part, new) in parts {
            changed.push_str(text.get(end..part.start)?);
            changed.push_str(new);
            end = part.end;
        }
        changed.push_str(text.get(end..)?);
        let starts_anew = parts.iter().any(|(part, _)| part.start == 0);
        // Where braces stand already, more of them are read alike.
        let fits = |c| is_plain(c) || (matches!(c, '{' | '}') && text.contains(c));
        if !parts.iter().all(|(_, new)| new.chars().all(fits))
            || !reads_as(&changed, text, starts_anew, notation)
        {
            return None;
        }
        let edit = |(part, new): &(Range<usize>, &str)| {
            Some(Edit { range: written.bytes_of(part)?, text: (*new).to_owned() })
        };
        let edits = parts.iter().map(edit).collect::<Option<Vec<Edit>>>()?;
        Some(Self { source: Arc::clone(source), edits })
    }

    /// Puts new characters in place of others, whatever they mean; the edits come in the order
    /// of the file.
    pub(crate) fn of_source(source: &Arc<Source>, edits: Vec<Edit>) -> Self {
        Self { source: Arc::clone(source), edits }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        self.source.path()
    }

    /// Its text.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The changes, in the order of the file.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// What will stand at the first change: the new words, with so many characters of their
    /// line on both sides.
    pub fn shown(&self, around: usize) -> String {
        let Some(first) = self.edits.first() else { return String::new() };
        let changed = apply(self.source.text(), [self]).text;
        let (at, end) = (first.range.start, first.range.start + first.text.len());
        let (Some(head), Some(tail)) = (changed.get(..at), changed.get(end..)) else {
            return String::new();
        };
        let line = head.rsplit('\n').next().unwrap_or_default();
        let rest = tail.lines().next().unwrap_or_default();
        let before: Vec<char> = line.trim_start().chars().collect();
        let cut = before.len().saturating_sub(around);
        let head = if cut > 0 { "…" } else { "" };
        let tail = if rest.chars().count() > around { "…" } else { "" };
        let before: String = before[cut..].iter().collect();
        let behind: String = rest.chars().take(around).collect();
        format!("{head}{before}{}{behind}{tail}", first.text)
    }
}

/// A character that needs no quotation mark and no escape in any notation.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-.%，。、；：？！（）《》〔〕【】“”‘’—…".contains(c)
}

/// Whether a changed text, put in place of the old one, is read as it is.
fn reads_as(changed: &str, old: &str, starts_anew: bool, notation: Notation) -> bool {
    match notation {
        Notation::YamlSingle | Notation::YamlDouble | Notation::Json | Notation::Toml => true,
        Notation::YamlPlain => {
            let begins = changed.starts_with(char::is_alphanumeric) || !starts_anew;
            let marks = [": ", " #", ":\n", "\n#"];
            let ends = changed.ends_with(|c: char| c == ':' || c.is_whitespace());
            // A text must not become a number, nor a truth value.
            let is_word = changed.parse::<f64>().is_err()
                && !["", "~", "null", "true", "false"].contains(&changed);
            begins && is_word && !ends && !marks.iter().any(|mark| changed.contains(mark))
        }
        // The first line says how far the others are indented.
        Notation::YamlLiteral | Notation::YamlFolded => {
            let line = changed.lines().next().unwrap_or_default();
            let blank = |text: &str| text.starts_with([' ', '\t']);
            !line.is_empty() && !blank(line) && !blank(old)
        }
        Notation::Verbatim | Notation::Cell => false,
    }
}

/// A text with fixes made.
#[derive(Debug)]
pub struct Applied {
    /// The text.
    pub text: String,
    /// How many fixes were made.
    pub made: usize,
    /// How many were not, because they change what another one changes.
    pub refused: usize,
}

/// Makes fixes in a text, the first of two that change the same. What several findings say
/// alike is done once.
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> Applied {
    let mut taken: BTreeMap<usize, &Edit> = BTreeMap::new();
    let (mut made, mut refused) = (0, 0);
    for fix in fixes {
        if fix.edits.iter().all(|edit| fits(text, edit, &taken)) {
            made += 1;
            taken.extend(fix.edits.iter().map(|edit| (edit.range.start, edit)));
        } else {
            refused += 1;
        }
    }
    let mut changed = String::with_capacity(text.len());
    let mut end = 0;
    for edit in taken.into_values() {
        changed.push_str(&text[end..edit.range.start]);
        changed.push_str(&edit.text);
        end = edit.range.end;
    }
    changed.push_str(&text[end..]);
    Applied { text: changed, made, refused }
}

/// Whether a change is one of those that are taken, or apart from all of them.
fn fits(text: &str, edit: &Edit, taken: &BTreeMap<usize, &Edit>) -> bool {
    let Range { start, end } = edit.range;
    let before = taken.range(..=start).next_back();
    let is_apart = before.is_none_or(|(at, one)| *at < start && one.range.end <= start)
        && taken.range(start + 1..).next().is_none_or(|(at, _)| end <= *at);
    text.get(start..end).is_some() && (before.is_some_and(|(_, one)| *one == edit) || is_apart)
}
