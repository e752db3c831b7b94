//! 单位: a figure that brings its unit, with the same unit typed behind it.

use super::Typed;
use crate::data::quantity::Quantity;
use crate::diag::{Code, Diagnostic};
use crate::model::Text;

pub(super) fn check(text: &Text, found: &mut Vec<Diagnostic>) {
    for pair in text.0.windows(2) {
        let [figure, words] = pair else { continue };
        let typed = Typed::of(figure).and_then(|figure| Some((figure, Typed::of(words)?)));
        let Some((figure, words)) = typed else { continue };
        // A figure that was referred to comes from another field.
        if figure.origin.field == words.origin.field {
            continue;
        }
        let unit = Quantity::parse(figure.words).map(|quantity| quantity.unit).unwrap_or_default();
        found.extend(doubled(&unit, figure, words));
    }
}

fn doubled(unit: &str, figure: Typed<'_>, words: Typed<'_>) -> Option<Diagnostic> {
    let last = unit.char_indices().next_back().map(|(at, _)| &unit[at..])?;
    let again = [unit, last].into_iter().find(|one| words.words.starts_with(one))?;
    // 3年年均 is no slip of the pen.
    let behind = &words.words[again.len()..];
    (!behind.starts_with(['均', '度', '末', '初', '底', '性', '体'])).then(|| {
        let message = format!(
            "“{}”引用的数是“{}”，已经带单位，后面又写了“{again}”",
            figure.origin.field, figure.words
        );
        let finding = words.finding(Code::DoubledUnit, &[(0..again.len(), "")], message);
        finding.hint(format!("删掉后面的“{again}”，印出来是“{}{}”", figure.words, cut(behind)))
    })
}

fn cut(words: &str) -> String {
    words.chars().take(8).collect()
}
