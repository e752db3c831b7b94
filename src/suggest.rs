//! 相近的名称: which known name somebody may have meant who typed another.

/// The known name that is nearest to `typed`, if it is near enough to be worth a question:
/// about every third character may differ, swapped neighbours counted once. Of names that are
/// equally near the first in the order of Unicode is taken, so that equal input gives equal
/// words.
pub(crate) fn nearest<'a>(
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    nearest_by(typed, known, str::to_owned)
}

/// The same for names that are compared in another form than they are shown in; `form` makes it.
pub(crate) fn nearest_by<'a>(
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
    form: impl Fn(&str) -> String,
) -> Option<&'a str> {
    near(typed, known, form).min().map(|(_, name)| name)
}

/// The known name that is near, if no other one is: then there is no doubt what was meant.
pub(crate) fn only<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut near = near(typed, known, str::to_owned).map(|(_, name)| name);
    near.next().filter(|_| near.next().is_none())
}

/// The names that are near enough, with how much they differ.
fn near<'a>(
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
    form: impl Fn(&str) -> String,
) -> impl Iterator<Item = (usize, &'a str)> {
    let typed = form(typed);
    let most = typed.chars().count().div_ceil(3).max(1);
    known
        .into_iter()
        .map(move |name| (strsim::damerau_levenshtein(&form(name), &typed), name))
        .filter(move |(distance, _)| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        for (typed, known, expected) in [
            ("标体", &["标题", "正文"][..], Some("标题")),
            ("题标", &["标题"], Some("标题")),
            ("行政处罚案子", &["行政许可", "行政处罚案件"], Some("行政处罚案件")),
            ("收入", &["行政处罚案件"], None),
            // One character is always worth a question, but no more than one of three.
            ("甲", &["乙"], Some("乙")),
            ("甲乙丙", &["甲丁戊"], None),
            // Equally near: the order of the list does not matter.
            ("甲丙", &["甲乙", "甲丁"], Some("甲丁")),
            ("甲丙", &["甲丁", "甲乙"], Some("甲丁")),
            ("标题", &[], None),
        ] {
            assert_eq!(nearest(typed, known.iter().copied()), expected, "{typed}");
            let sure = expected.filter(|_| known.len() == 1);
            assert!(only(typed, known.iter().copied()).is_none_or(|name| Some(name) == expected));
            assert!(sure.is_none() || only(typed, known.iter().copied()) == sure, "{typed}");
        }
    }

    #[test]
    fn names_are_compared_in_their_form_and_shown_as_they_are() {
        let form = |name: &str| name.replace(' ', "");
        assert_eq!(nearest_by("案 件 数", ["案 件数"], form), Some("案 件数"));
        assert_eq!(nearest_by("案 件 数", ["案      件"], form), Some("案      件"));
    }
}
