//! The carrier of findings: what every stage hands on, with or without a value.

use super::{Code, Diagnostic, Place, Severity};

/// A report lists this many findings; nobody reads more, and a hostile file could have
/// hundreds of thousands.
pub const MAX_FINDINGS: usize = 500;

/// What was found. Stages that go on whatever they find take one to write into; where work
/// stops, it is the error, with all that was found until then.
#[derive(Debug, Clone, Default)]
#[must_use = "findings are for somebody to read"]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    /// Nothing was found yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    pub fn push(&mut self, finding: Diagnostic) {
        self.0.push(finding);
    }

    /// Keeps those that `keep` says.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// Changes each.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
    }

    /// The worst severity.
    pub fn worst(&self) -> Option<Severity> {
        self.0.iter().map(Diagnostic::severity).max()
    }

    /// Whether anything stops the report.
    pub fn has_errors(&self) -> bool {
        self.worst() == Some(Severity::Error)
    }

    /// The first that stops the report.
    pub fn into_first_error(self) -> Option<Diagnostic> {
        self.0.into_iter().find(|one| one.severity() == Severity::Error)
    }

    /// Sorts by place and drops exact repetitions.
    pub fn tidy(&mut self) {
        self.0.sort_by_cached_key(Diagnostic::key);
        self.0.dedup_by_key(|finding| finding.key());
    }

    /// Keeps the first [`MAX_FINDINGS`] and says how many there are beside them.
    pub fn limit(&mut self, place: Place) {
        let cut = Self(self.0.split_off(self.0.len().min(MAX_FINDINGS)));
        if let Some(worst) = cut.worst() {
            let message =
                format!("问题太多，列出前 {MAX_FINDINGS} 个，另有 {} 个没有列出", cut.len());
            self.push(Diagnostic::new(Code::TooManyFindings, place, message).severe(worst));
        }
    }

    /// All of it with what stopped the work.
    pub fn with(mut self, last: Diagnostic) -> Self {
        self.push(last);
        self
    }

    /// The value of a stage; what it found joins these.
    pub fn keep<T>(&mut self, checked: Checked<T>) -> T {
        self.extend(checked.findings);
        checked.value
    }

    /// The value of a stage if it was not stopped; what stopped it joins these.
    pub fn keep_ok<T>(&mut self, result: Result<T, Findings>) -> Option<T> {
        result.map_err(|found| self.extend(found)).ok()
    }
}

impl std::ops::Deref for Findings {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl From<Diagnostic> for Findings {
    fn from(finding: Diagnostic) -> Self {
        Self(vec![finding])
    }
}

impl Extend<Diagnostic> for Findings {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, findings: I) {
        self.0.extend(findings);
    }
}

impl FromIterator<Diagnostic> for Findings {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

impl IntoIterator for Findings {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// What a stage made, and what it found on the way.
#[derive(Debug, Clone)]
#[must_use = "findings are for somebody to read"]
pub struct Checked<T> {
    /// What it made.
    pub value: T,
    /// What it found.
    pub findings: Findings,
}

impl<T> Checked<T> {
    /// A value with what was found on the way.
    pub fn new(value: T, findings: Findings) -> Self {
        Self { value, findings }
    }

    /// Another value with the same findings.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Checked<U> {
        Checked::new(map(self.value), self.findings)
    }
}

impl<T> From<T> for Checked<T> {
    fn from(value: T) -> Self {
        Self::new(value, Findings::new())
    }
}
