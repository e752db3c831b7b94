//! 公文标题: where its lines break when the author does not say (GB/T 9704-2012, 7.3.1).
//!
//! Words stay whole, so do names, numbers with what they count, and what stands in 《》 “” （）.
//! Of all ways to break, the one is taken that disturbs sense and shape least; every further
//! line has its price, so that titles have few lines.

mod places;
mod shape;
pub(super) mod words;

use super::width;
use crate::diag::{Code, Diagnostic, Findings, Severity};
use crate::fonts::FontSet;
use crate::model::{Inline, Part, Text};
use crate::standard::{Layout, TextStyle, style};
use places::{Place, is_blank, places};

/// A title has at most this many lines; one that cannot be set in them takes one more.
const MOST_LINES: usize = 4;
/// What one more line costs; a break inside a phrase costs half of it (see `places`).
const LINE_PRICE: f64 = 10.0;

/// The printed lines of a title; `names` are the bureaus that the document names.
pub(super) fn lines(
    title: &[Text],
    names: &[String],
    layout: &Layout,
    fonts: &FontSet,
    findings: &mut Findings,
) -> Vec<Text> {
    let setting = style(layout, Part::Title);
    let room = layout.text_width.value.pt().0;
    let measured = |text: &str| width(layout, fonts, setting, text).0;
    let broken = match title {
        // What is longer than all lines together need not be tried.
        [only] if (room..=room * MOST_LINES as f64).contains(&measured(&only.plain())) => {
            split(only, names, layout, fonts, setting)
        }
        _ => title.to_vec(),
    };
    for line in broken.iter().filter(|line| measured(&line.plain()) > room) {
        let most = (room / setting.size.0) as usize;
        let count = line.plain().chars().count();
        let message = format!("标题的一行“{}”有 {count} 个字，一行最多 {most} 个字", line.plain());
        findings.push(line.finding(Code::TitleTooLong, message));
    }
    if title.len() == 1 && broken.len() > MOST_LINES {
        let (count, lines) = (title[0].plain().chars().count(), broken.len());
        let message = format!("标题有 {count} 个字，排成了 {lines} 行，一般不超过 {MOST_LINES} 行");
        let finding = title[0].finding(Code::TitleTooLong, message).severe(Severity::Warning);
        findings.push(finding.hint("能缩短的，缩短标题；不能缩短的，可以不改"));
    }
    let widths: Vec<f64> =
        broken.iter().map(|line| measured(&line.plain()) / setting.size.0).collect();
    findings.extend(shape_finding(&broken, &widths));
    if title.len() == 1 {
        findings.extend(pair_finding(&broken));
    }
    broken
}

/// A name in 《》 that is longer than a line had to be broken.
fn pair_finding(lines: &[Text]) -> Option<Diagnostic> {
    let chars: Vec<char> =
        lines.iter().flat_map(|line| line.plain().chars().collect::<Vec<_>>()).collect();
    let pairs = places::pairs(&chars);
    let ends = lines.iter().scan(0, |end, line| {
        *end += line.plain().chars().count();
        Some(*end)
    });
    let pair = ends
        .into_iter()
        .find_map(|at| pairs.iter().find(|pair| pair.start < at && at < pair.end))?;
    let shown: String = chars[pair.clone()].iter().collect();
    let message = format!("标题里的“{shown}”一行放不下，在中间换了行");
    Some(lines.first()?.finding(Code::TitlePair, message))
}

/// Lines stay as the author wants them, but a bad shape is worth a word; so is a shape that
/// the program could not avoid.
fn shape_finding(lines: &[Text], widths: &[f64]) -> Option<Diagnostic> {
    let shape = match () {
        () if shape::is_hourglass(widths) => "中间短、两头长",
        () if shape::is_rectangle(widths) => "各行一样长",
        () => return None,
    };
    let shown: Vec<String> =
        lines.iter().map(|line| line.plain().chars().count().to_string()).collect();
    let message = format!("标题各行的字数是 {}，{shape}", shown.join("、"));
    Some(lines.first()?.finding(Code::TitleShape, message))
}

/// The cheapest way to break a title; one line if there is none that fits.
fn split(
    title: &Text,
    names: &[String],
    layout: &Layout,
    fonts: &FontSet,
    setting: TextStyle,
) -> Vec<Text> {
    let ruler = Ruler::new(&title.plain(), layout, fonts, setting);
    let room = layout.text_width.value.pt().0 / setting.size.0;
    let mut best: Option<(f64, Vec<usize>)> = None;
    let places = places(title, names, |range| ruler.width(range.start, range.end) <= room);
    for count in 2..=MOST_LINES + 1 {
        if count > MOST_LINES && best.is_some() {
            break;
        }
        choose(ruler.length(), &places, count, 0.0, &mut vec![0], &mut |cost, cuts| {
            let widths: Vec<f64> =
                cuts.windows(2).map(|pair| ruler.width(pair[0], pair[1])).collect();
            let cost = cost + LINE_PRICE * count as f64 + shape::price(&widths);
            let better = best.as_ref().is_none_or(|(least, _)| cost < *least);
            if better && widths.iter().all(|width| *width <= room) {
                best = Some((cost, cuts.to_vec()));
            }
        });
    }
    match best {
        Some((_, cuts)) => {
            let end = |pair: &[usize]| pair[1] - usize::from(ruler.blank[pair[1] - 1]);
            cuts.windows(2).map(|pair| slice(title, pair[0], end(pair))).collect()
        }
        None => vec![title.clone()],
    }
}

/// Widths of stretches of one text, in characters, without measuring each anew.
struct Ruler {
    /// Up to each character, and of each character alone.
    upto: Vec<f64>,
    alone: Vec<f64>,
    /// Whether a character is a space, which is none at the end of a line.
    blank: Vec<bool>,
}

impl Ruler {
    fn new(text: &str, layout: &Layout, fonts: &FontSet, setting: TextStyle) -> Self {
        let measured = |text: &str| width(layout, fonts, setting, text).0 / setting.size.0;
        let ends = text.char_indices().map(|(byte, c)| byte + c.len_utf8());
        let upto = std::iter::once(0.0).chain(ends.map(|end| measured(&text[..end]))).collect();
        let alone = text.chars().map(|c| measured(c.encode_utf8(&mut [0; 4]))).collect();
        Self { upto, alone, blank: text.chars().map(is_blank).collect() }
    }

    fn length(&self) -> usize {
        self.alone.len()
    }

    /// The width from one place to another that is not before it.
    fn width(&self, start: usize, end: usize) -> f64 {
        // The space before a character is none at the beginning of a line.
        let gap = match self.alone.get(start) {
            Some(alone) => self.upto[start + 1] - self.upto[start] - alone,
            None => 0.0,
        };
        let is_blank = end > start + 1 && self.blank[end - 1];
        let end = if is_blank { end - 1 } else { end };
        self.upto[end] - self.upto[start] - gap
    }
}

/// Calls `visit` with every way to cut at `places` into `count` lines, and its price.
fn choose(
    end: usize,
    places: &[Place],
    count: usize,
    cost: f64,
    cuts: &mut Vec<usize>,
    visit: &mut impl FnMut(f64, &[usize]),
) {
    if count == 1 {
        cuts.push(end);
        visit(cost, cuts);
        cuts.pop();
        return;
    }
    for (index, place) in places.iter().enumerate() {
        cuts.push(place.at);
        choose(end, &places[index + 1..], count - 1, cost + place.cost, cuts, visit);
        cuts.pop();
    }
}

/// The characters from `start` to `end`, with their origins.
fn slice(title: &Text, start: usize, end: usize) -> Text {
    let mut at = 0;
    let mut out = Vec::new();
    for inline in &title.0 {
        let text: String = inline
            .text
            .chars()
            .enumerate()
            .filter(|(index, _)| (start..end).contains(&(at + index)))
            .map(|(_, c)| c)
            .collect();
        at += inline.text.chars().count();
        if !text.is_empty() {
            out.push(Inline { text, origin: inline.origin.clone() });
        }
    }
    Text(out)
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::standard::GENERAL;

    static FONTS: LazyLock<FontSet> =
        LazyLock::new(|| FontSet::load(&[]).value.expect("bundled fonts"));

    /// The lines, and what was found.
    fn broken(title: &Text, names: &[String]) -> (Vec<String>, Vec<Code>) {
        let mut findings = Findings::new();
        let lines = lines(std::slice::from_ref(title), names, &GENERAL, &FONTS, &mut findings);
        let codes = findings.iter().map(|finding| finding.code).collect();
        (lines.iter().map(Text::plain).collect(), codes)
    }

    /// `tests/titles.txt`: titles with their breaks, looked at one by one.
    #[test]
    fn titles_break_where_the_sense_pauses() {
        let cases = include_str!("../../../tests/titles.txt").lines();
        let mut wrong = Vec::new();
        for case in cases.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let names: Vec<String> = case
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name.replace('‖', ""))
                .collect();
            let expected = case.replace(['{', '}', '!'], "");
            let (found, findings) = broken(&Text::own(expected.replace('‖', "")), &names);
            let found = found.join("‖");
            let told = findings.iter().any(|code| *code != Code::TitlePair);
            if found != expected || told != case.starts_with('!') {
                wrong.push(found);
            }
        }
        assert!(wrong.is_empty(), "{} titles:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn bad_shapes_are_told() {
        let check = |given: &[&str], expected: bool| {
            let given: Vec<Text> = given.iter().copied().map(Text::own).collect();
            let mut findings = Findings::new();
            let kept = lines(&given, &[], &GENERAL, &FONTS, &mut findings);
            assert_eq!(kept.len(), given.len());
            let told = findings.iter().any(|finding| finding.code == Code::TitleShape);
            assert_eq!(told, expected, "{given:?}");
        };
        check(&["示例县司法局关于认真做好", "今年下半年", "法治政府建设各项工作的通知"], true);
        check(&["示例县司法局关于", "做好普法工作通知"], true);
        check(&["示例县司法局", "做好普法工作的通知"], false);
        check(&["示例县司法局"], false);
    }

    #[test]
    fn what_is_longer_than_a_line_is_broken_and_told() {
        let title = "示例县水利局关于印发《示例县小型水库安全运行管理和日常维护实施细则》的通知";
        let (found, codes) = broken(&Text::own(title), &[]);
        assert_eq!(codes, [Code::TitlePair], "{found:?}");
        let (found, codes) = broken(&Text::own("1".repeat(60)), &[]);
        assert_eq!((found.len(), codes), (1, vec![Code::TitleTooLong]));
    }

    #[test]
    fn fields_of_the_data_stay_whole() {
        use crate::data::node::{Origin, Span};
        use crate::source::Source;
        use std::sync::Arc;
        let source = Arc::new(Source::new("a.yaml", "甲"));
        let span = Span::new(&source, 0..3);
        let origin = Some(Arc::new(Origin { field: "单位.全称".to_owned(), span }));
        let field = Inline { text: "示例县农村公路养护和安全".to_owned(), origin };
        let own = |text: &str| Inline { text: text.to_owned(), origin: None };
        let title = Text(vec![own("关于"), field, own("服务站建设项目的报告")]);
        let (found, _) = broken(&title, &[]);
        assert!(found.iter().any(|line| line.contains("示例县农村公路养护和安全")), "{found:?}");
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn nothing_is_lost_and_what_belongs_together_stays_so(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "示例县人民政府", "关于", "印发", "《示例县村庄规划管理办法》", "的", "通知", "2024年度", "第3号",
                "“十四五”", "和", "及", "加强", "法治政府建设", "工作", "（试行）", "第十五个五年规划", "、", "5名",
                "互认", "做好", "全国", "》", "“", "1",
            ]), 1..16),
        ) {
            let title: String = parts.concat();
            let names = ["示例县人民政府".to_owned()];
            let (found, _) = broken(&Text::own(&title), &names);
            proptest::prop_assert_eq!(&found.concat(), &title);
            let chars: Vec<char> = title.chars().collect();
            let mut at = 0;
            for line in &found[..found.len() - 1] {
                at += line.chars().count();
                proptest::prop_assert!(!chars[at - 1].is_ascii_digit(), "{found:?}");
                proptest::prop_assert!(!"的》”、）".contains(chars[at]), "{found:?}");
                let pair = places::pairs(&chars).into_iter().find(|p| p.start < at && at < p.end);
                proptest::prop_assert!(pair.is_none(), "{found:?}");
                for whole in ["第十五个五年规划", "2024年度", "5名", "示例县人民政府"] {
                    let cut = title.match_indices(whole).any(|(byte, _)| {
                        let start = title[..byte].chars().count();
                        start < at && at < start + whole.chars().count()
                    });
                    proptest::prop_assert!(!cut, "{found:?}");
                }
            }
        }
    }
}
