//! Words in sheets as they are compared: people do not see spaces and full-width forms.

use unicode_normalization::UnicodeNormalization;

use crate::chars::is_zero_width;
use crate::suggest;

/// A header or name without what people do not see, in one form of every character.
pub(crate) fn key(text: &str) -> String {
    let text: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
    text.trim_end_matches('*').to_owned()
}

/// Full-width letters, digits and marks as their common forms.
pub(crate) fn narrow(text: &str) -> String {
    text.nfkc().filter(|c| !is_zero_width(*c)).collect()
}

/// The name that is nearest to `typed`, if it is near.
pub(crate) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    suggest::nearest_by(typed, names, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_what_people_do_not_see() {
        assert_eq!(key(" 行政处罚\n案件（件）*"), "行政处罚案件(件)");
        assert_eq!(key("１，２３４．５％"), "1,234.5%");
        assert_eq!(
            nearest("行政处罚案子", ["行政处罚案件", "许可"].into_iter()),
            Some("行政处罚案件")
        );
        assert_eq!(nearest("收入", ["行政处罚案件"].into_iter()), None);
    }
}
