//! 形近字: characters that only look like what should stand there. Text that was copied from a
//! PDF holds radicals and compatibility forms: searches do not find them, other fonts lack them.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::code_point;
use crate::data::node::Span;
use crate::diag::{Code, Diagnostic};

/// 部首补充: radicals for which Unicode names no hanzi, each above the one to be written.
const RADICALS: [&str; 2] = [
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罒罒罒罒罒羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阝阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
];

/// Findings at the first of each sort; the fix mends all of the sort.
pub(super) fn check(what: &str, text: &str, span: &Span) -> Vec<Diagnostic> {
    let alike = |c| hanzi(c).or_else(|| ligature(c));
    let radicals = found(text, alike).map(|parts| {
        let (first, new) = &parts[0];
        let old = &text[first.clone()];
        let point = old.chars().next().map(code_point).unwrap_or_default();
        let message = format!("{what}里的“{old}”{point}只是字形像“{new}”，不是同一个字");
        finding(Code::Lookalike, text, span, &parts, message)
    });
    let widths = found(text, narrow).map(|parts| {
        let (first, new) = &parts[0];
        let old = &text[first.clone()];
        let message = format!("{what}里的数字、字母“{old}”是全角的，应当是半角的“{new}”");
        finding(Code::FullWidth, text, span, &parts, message)
    });
    radicals.into_iter().chain(widths).collect()
}

/// Neighbours that are wrong, taken together, with what should stand there.
fn found(
    text: &str,
    meant: impl Fn(char) -> Option<String>,
) -> Option<Vec<(Range<usize>, String)>> {
    let mut parts: Vec<(Range<usize>, String)> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(new) = meant(c) else { continue };
        let end = at + c.len_utf8();
        match parts.last_mut().filter(|(last, _)| last.end == at) {
            Some((last, words)) => {
                last.end = end;
                words.push_str(&new);
            }
            None => parts.push((at..end, new)),
        }
    }
    (!parts.is_empty()).then_some(parts)
}

fn finding(
    code: Code,
    text: &str,
    span: &Span,
    parts: &[(Range<usize>, String)],
    message: String,
) -> Diagnostic {
    let (first, new) = &parts[0];
    let place = span.part(text, first.clone()).place();
    let more = if parts.len() > 1 {
        format!("，这样的共 {} 处", parts.len())
    } else {
        String::new()
    };
    let new_parts: Vec<_> = parts.iter().map(|(part, new)| (part.clone(), new.as_str())).collect();
    Diagnostic::new(code, place, format!("{message}{more}"))
        .hint(format!("改成“{new}”；从 PDF 复制的文字，重新输入一遍更稳妥"))
        .fixed_by(span.fix(text, &new_parts))
}

/// The hanzi that a radical or a compatibility form looks like.
fn hanzi(c: char) -> Option<String> {
    let is_form = matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{2F800}'..='\u{2FA1F}');
    if !is_form {
        return None;
    }
    let [radicals, meant] = RADICALS;
    let in_table =
        || radicals.chars().position(|one| one == c).and_then(|at| meant.chars().nth(at));
    let normal: String = std::iter::once(c).nfkc().collect();
    // Some of the block are hanzi in their own right.
    (!normal.starts_with(c)).then_some(normal).or_else(|| in_table().map(String::from))
}

/// The letters of a ligature that a font program put in their place.
fn ligature(c: char) -> Option<String> {
    matches!(c, '\u{FB00}'..='\u{FB06}').then(|| std::iter::once(c).nfkc().collect())
}

/// A full-width digit or letter in its usual width.
fn narrow(c: char) -> Option<String> {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
        .then(|| std::iter::once(c).nfkc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_have_their_hanzi() {
        let [radicals, meant] = RADICALS;
        assert_eq!(radicals.chars().count(), meant.chars().count());
        for (c, expected) in [
            ('⽂', Some("文")),
            ('⺠', Some("民")),
            ('⻋', Some("车")),
            ('\u{F900}', Some("\u{8C48}")),
            ('\u{FA0E}', None),
            ('文', None),
            ('々', None),
        ] {
            assert_eq!(hanzi(c).as_deref(), expected, "{c}");
        }
    }
}
