//! 编号格式: a count as Word prints it in each of its number formats (`ST_NumberFormat`).

use chinese_number::{ChineseCase, ChineseCountMethod, ChineseVariant, NumberToChinese};

use crate::data::numeral::numeral;

/// How a format makes its numbers.
enum System {
    /// A point instead of a number.
    Bullet,
    /// No number at all.
    Nothing,
    Decimal,
    /// With at least so many digits.
    Padded(usize),
    /// Ten digits, by place.
    Digits(&'static str),
    /// Letters; behind the last come double ones.
    Letters(&'static str),
    /// Signs; behind the last comes the first again.
    Cycle(&'static str),
    /// Signs; behind the last come decimals.
    Signs(&'static str),
    Roman,
    LowerRoman,
    Hex,
    /// `- 1 -`
    Dashed,
    /// 1st, 2nd
    Ordinal,
    /// One, Two
    Cardinal,
    /// First, Second
    OrdinalWords,
    /// 十二
    Hanzi,
    /// 壹拾贰, simplified or traditional
    Legal(ChineseVariant),
    /// Digits with ten, hundred and thousand; whether a single one is said before them.
    Units(&'static str, [char; 3], bool),
    /// 열하나
    Korean,
    /// 甲子, 乙丑
    StemBranch,
    /// י״א without its mark
    Hebrew,
    /// mười một
    Vietnamese,
}

const HANZI_UNITS: [char; 3] = ['十', '百', '千'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// The formats by the names that Word gives them. Those that spell numbers in Hindi, Thai or
/// amounts of money are missing, and told as such.
const FORMATS: [(&str, System); 56] = [
    ("decimal", System::Decimal),
    ("decimalHalfWidth", System::Decimal),
    ("decimalZero", System::Padded(2)),
    ("decimalFullWidth", System::Digits("０１２３４５６７８９")),
    ("decimalFullWidth2", System::Digits("０１２３４５６７８９")),
    ("decimalEnclosedCircle", System::Signs("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")),
    ("decimalEnclosedCircleChinese", System::Signs("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")),
    ("decimalEnclosedFullstop", System::Signs("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛")),
    ("decimalEnclosedParen", System::Signs("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇")),
    ("ideographEnclosedCircle", System::Signs("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")),
    ("upperRoman", System::Roman),
    ("lowerRoman", System::LowerRoman),
    ("upperLetter", System::Letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    ("lowerLetter", System::Letters("abcdefghijklmnopqrstuvwxyz")),
    ("russianUpper", System::Letters("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ")),
    ("russianLower", System::Letters("абвгдежзиклмнопрстуфхцчшщыэюя")),
    ("chicago", System::Letters("*†‡§")),
    ("hex", System::Hex),
    ("numberInDash", System::Dashed),
    ("ordinal", System::Ordinal),
    ("cardinalText", System::Cardinal),
    ("ordinalText", System::OrdinalWords),
    ("chineseCounting", System::Hanzi),
    ("chineseCountingThousand", System::Hanzi),
    ("taiwaneseCounting", System::Hanzi),
    ("taiwaneseCountingThousand", System::Hanzi),
    ("chineseLegalSimplified", System::Legal(ChineseVariant::Simple)),
    ("ideographLegalTraditional", System::Legal(ChineseVariant::Traditional)),
    ("ideographDigital", System::Digits("〇一二三四五六七八九")),
    ("japaneseDigitalTenThousand", System::Digits("〇一二三四五六七八九")),
    ("taiwaneseDigital", System::Digits("○一二三四五六七八九")),
    ("koreanDigital2", System::Digits("零一二三四五六七八九")),
    ("koreanDigital", System::Digits("영일이삼사오육칠팔구")),
    ("ideographTraditional", System::Signs(STEMS)),
    ("ideographZodiac", System::Signs(BRANCHES)),
    ("ideographZodiacTraditional", System::StemBranch),
    ("japaneseCounting", System::Units("〇一二三四五六七八九", HANZI_UNITS, false)),
    ("japaneseLegal", System::Units("〇壱弐参四伍六七八九", ['拾', '百', '阡'], true)),
    ("koreanCounting", System::Units("영일이삼사오육칠팔구", ['십', '백', '천'], false)),
    ("koreanLegal", System::Korean),
    ("aiueo", System::Cycle("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ")),
    (
        "aiueoFullWidth",
        System::Cycle(
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
        ),
    ),
    ("iroha", System::Cycle("ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ")),
    (
        "irohaFullWidth",
        System::Cycle(
            "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
        ),
    ),
    ("ganada", System::Cycle("가나다라마바사아자차카타파하")),
    ("chosung", System::Cycle("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ")),
    ("hebrew1", System::Hebrew),
    ("hebrew2", System::Cycle("אבגדהוזחטיכלמנסעפצקרשת")),
    ("arabicAlpha", System::Cycle("أبتثجحخدذرزسشصضطظعغفقكلمنهوي")),
    ("arabicAbjad", System::Cycle("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ")),
    ("thaiLetters", System::Letters("กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ")),
    ("thaiNumbers", System::Digits("๐๑๒๓๔๕๖๗๘๙")),
    ("hindiNumbers", System::Digits("०१२३४५६७८९")),
    ("vietnameseCounting", System::Vietnamese),
    ("bullet", System::Bullet),
    ("none", System::Nothing),
];

/// A count in a format; none where the format is not known here.
pub(super) fn printed(count: u32, format: &str) -> Option<String> {
    // Formats of one's own are written as their beginning: `001, 002, 003, ...`.
    if let Some((first, _)) = format.split_once(',') {
        let is_decimal = first.chars().all(|c| c.is_ascii_digit());
        return is_decimal.then(|| in_system(count, &System::Padded(first.len())));
    }
    let (_, system) = FORMATS.iter().find(|(name, _)| *name == format)?;
    Some(in_system(count, system))
}

fn in_system(count: u32, system: &System) -> String {
    match system {
        System::Bullet => "•".to_owned(),
        System::Nothing => String::new(),
        System::Decimal => count.to_string(),
        System::Padded(width) => format!("{count:0width$}"),
        System::Digits(digits) => by_place(count, digits),
        System::Letters(letters) => doubled(count, letters),
        System::Cycle(signs) => sign(count.saturating_sub(1) % length(signs), signs),
        System::Signs(signs) if (1..=length(signs)).contains(&count) => sign(count - 1, signs),
        System::Signs(_) => count.to_string(),
        System::Roman => roman(count),
        System::LowerRoman => roman(count).to_lowercase(),
        System::Hex => format!("{count:X}"),
        System::Dashed => format!("- {count} -"),
        System::Ordinal => format!("{count}{}", english::suffix(count)),
        System::Cardinal => english::cardinal(count),
        System::OrdinalWords => english::ordinal(count),
        System::Hanzi => numeral(u64::from(count)),
        System::Legal(variant) => {
            let method = ChineseCountMethod::TenThousand;
            let words = count.to_chinese(*variant, ChineseCase::Upper, method);
            words.unwrap_or_else(|_| count.to_string())
        }
        System::Units(digits, units, says_one) => with_units(count, digits, units, *says_one),
        System::Korean => korean(count),
        System::StemBranch => {
            let index = count.saturating_sub(1);
            sign(index % length(STEMS), STEMS) + &sign(index % length(BRANCHES), BRANCHES)
        }
        System::Hebrew => hebrew(count),
        System::Vietnamese => vietnamese(count),
    }
}

fn length(signs: &str) -> u32 {
    u32::try_from(signs.chars().count()).unwrap_or(u32::MAX)
}

fn sign(index: u32, signs: &str) -> String {
    signs.chars().nth(index as usize).map_or_else(|| index.to_string(), String::from)
}

fn by_place(count: u32, digits: &str) -> String {
    let digit = |c: char| c.to_digit(10).map(|digit| sign(digit, digits)).unwrap_or_default();
    count.to_string().chars().map(digit).collect()
}

/// `A` to `Z`, then `AA` to `ZZ`.
fn doubled(count: u32, letters: &str) -> String {
    /// Word begins anew behind thirty.
    const LONGEST: u32 = 30;
    let index = count.saturating_sub(1);
    let times = index / length(letters) % LONGEST + 1;
    sign(index % length(letters), letters).repeat(times as usize)
}

fn roman(count: u32) -> String {
    const LARGEST: u32 = 9_999;
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count > LARGEST {
        return count.to_string();
    }
    let mut rest = count;
    let mut text = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            text.push_str(letters);
            rest -= value;
        }
    }
    text
}

/// 百二十三: a place that is nought is not said.
fn with_units(count: u32, digits: &str, units: &[char; 3], says_one: bool) -> String {
    if !(1..10_000).contains(&count) {
        return by_place(count, digits);
    }
    let mut text = String::new();
    for (place, unit) in
        [(1000, Some(units[2])), (100, Some(units[1])), (10, Some(units[0])), (1, None)]
    {
        let digit = count / place % 10;
        if digit > 1 || (digit == 1 && (says_one || unit.is_none())) {
            text.push_str(&sign(digit, digits));
        }
        text.extend(unit.filter(|_| digit > 0));
    }
    text
}

/// Korean's own numbers; they end at 99.
fn korean(count: u32) -> String {
    const ONES: [&str; 10] = ["", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"];
    const TENS: [&str; 10] =
        ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];
    two_places(count, &TENS, &ONES).unwrap_or_else(|| count.to_string())
}

/// The words for the tens and the ones of a count below a hundred.
fn two_places(count: u32, tens: &[&str; 10], ones: &[&str; 10]) -> Option<String> {
    let tens = tens.get(count as usize / 10).filter(|_| count > 0)?;
    let ones = ones.get(count as usize % 10)?;
    Some(format!("{tens}{ones}"))
}

fn hebrew(count: u32) -> String {
    const LETTERS: [(u32, char); 22] = [
        (400, 'ת'),
        (300, 'ש'),
        (200, 'ר'),
        (100, 'ק'),
        (90, 'צ'),
        (80, 'פ'),
        (70, 'ע'),
        (60, 'ס'),
        (50, 'נ'),
        (40, 'מ'),
        (30, 'ל'),
        (20, 'כ'),
        (10, 'י'),
        (9, 'ט'),
        (8, 'ח'),
        (7, 'ז'),
        (6, 'ו'),
        (5, 'ה'),
        (4, 'ד'),
        (3, 'ג'),
        (2, 'ב'),
        (1, 'א'),
    ];
    if !(1..1000).contains(&count) {
        return count.to_string();
    }
    let mut rest = count;
    let mut text = String::new();
    while rest > 0 {
        // 15 and 16 would spell a name of God.
        let value = if matches!(rest, 15 | 16) { 9 } else { rest };
        let Some((value, letter)) = LETTERS.iter().find(|(own, _)| *own <= value) else { break };
        text.push(*letter);
        rest -= value;
    }
    text
}

fn vietnamese(count: u32) -> String {
    const ONES: [&str; 10] = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    let word = |digit: u32| ONES.get(digit as usize).copied().unwrap_or_default();
    let (tens, ones) = (count / 10, count % 10);
    let last = match (tens, ones) {
        (2.., 1) => "mốt",
        (1.., 5) => "lăm",
        _ => word(ones),
    };
    let text = match tens {
        0 if count > 0 => last.to_owned(),
        1 => format!("mười {last}"),
        2..10 => format!("{} mươi {last}", word(tens)),
        _ => count.to_string(),
    };
    text.trim_end().to_owned()
}

/// English, which Word takes where the language of a list has no words of its own.
mod english {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    /// Those whose ordinal is not made with `th` alone.
    const IRREGULAR: [(&str, &str); 7] = [
        ("one", "first"),
        ("two", "second"),
        ("three", "third"),
        ("five", "fifth"),
        ("eight", "eighth"),
        ("nine", "ninth"),
        ("twelve", "twelfth"),
    ];

    pub(super) fn suffix(count: u32) -> &'static str {
        match (count % 100, count % 10) {
            (11..=13, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        }
    }

    pub(super) fn cardinal(count: u32) -> String {
        capitalised(&words(count))
    }

    pub(super) fn ordinal(count: u32) -> String {
        let words = words(count);
        let start = words.rfind([' ', '-']).map_or(0, |at| at + 1);
        let (before, last) = words.split_at(start);
        let last = match IRREGULAR.iter().find(|(own, _)| *own == last) {
            Some((_, ordinal)) => (*ordinal).to_owned(),
            None => match last.strip_suffix('y') {
                Some(stem) => format!("{stem}ieth"),
                None => format!("{last}th"),
            },
        };
        capitalised(&format!("{before}{last}"))
    }

    fn words(count: u32) -> String {
        let word = |words: &[&'static str], index: u32| words.get(index as usize).copied();
        let rest = |rest: u32, mark: &str| match rest {
            0 => String::new(),
            rest => format!("{mark}{}", words(rest)),
        };
        match count {
            0..20 => word(&ONES, count).unwrap_or_default().to_owned(),
            20..100 => {
                word(&TENS, count / 10).unwrap_or_default().to_owned() + &rest(count % 10, "-")
            }
            100..1000 => format!("{} hundred{}", words(count / 100), rest(count % 100, " ")),
            1000..1_000_000 => {
                format!("{} thousand{}", words(count / 1000), rest(count % 1000, " "))
            }
            _ => count.to_string(),
        }
    }

    fn capitalised(words: &str) -> String {
        let mut chars = words.chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_as_word_prints_it() {
        for (format, numbers) in [
            ("decimal", "1 2 10 11 21 105"),
            ("decimalZero", "01 02 10 11 21 105"),
            ("001, 002, 003, ...", "001 002 010 011 021 105"),
            ("decimalFullWidth", "１ ２ １０ １１ ２１ １０５"),
            ("decimalEnclosedCircle", "① ② ⑩ ⑪ 21 105"),
            ("decimalEnclosedParen", "⑴ ⑵ ⑽ ⑾ 21 105"),
            ("decimalEnclosedFullstop", "⒈ ⒉ ⒑ ⒒ 21 105"),
            ("ideographEnclosedCircle", "㈠ ㈡ ㈩ 11 21 105"),
            ("upperRoman", "I II X XI XXI CV"),
            ("lowerRoman", "i ii x xi xxi cv"),
            ("upperLetter", "A B J K U AAAAA"),
            ("hex", "1 2 A B 15 69"),
            ("ordinal", "1st 2nd 10th 11th 21st 105th"),
            ("chineseCounting", "一 二 十 十一 二十一 一百零五"),
            ("chineseLegalSimplified", "壹 贰 拾 拾壹 贰拾壹 壹佰零伍"),
            ("ideographLegalTraditional", "壹 貳 拾 拾壹 貳拾壹 壹佰零伍"),
            ("ideographDigital", "一 二 一〇 一一 二一 一〇五"),
            ("taiwaneseDigital", "一 二 一○ 一一 二一 一○五"),
            ("ideographTraditional", "甲 乙 癸 11 21 105"),
            ("ideographZodiac", "子 丑 酉 戌 21 105"),
            ("ideographZodiacTraditional", "甲子 乙丑 癸酉 甲戌 甲申 戊申"),
            ("japaneseCounting", "一 二 十 十一 二十一 百五"),
            ("japaneseLegal", "壱 弐 壱拾 壱拾壱 弐拾壱 壱百伍"),
            ("koreanCounting", "일 이 십 십일 이십일 백오"),
            ("koreanLegal", "하나 둘 열 열하나 스물하나 105"),
            ("ganada", "가 나 차 카 사 사"),
            ("aiueoFullWidth", "ア イ コ サ ナ ス"),
            ("hebrew1", "א ב י יא כא קה"),
            ("vietnameseCounting", "một|hai|mười|mười một|hai mươi mốt|105"),
            ("cardinalText", "One|Two|Ten|Eleven|Twenty-one|One hundred five"),
            ("ordinalText", "First|Second|Tenth|Eleventh|Twenty-first|One hundred fifth"),
            ("bullet", "• • • • • •"),
        ] {
            let mark = if numbers.contains('|') { '|' } else { ' ' };
            let expected: Vec<&str> = numbers.split(mark).collect();
            let found = [1, 2, 10, 11, 21, 105].map(|count| printed(count, format).unwrap());
            assert_eq!(found.to_vec(), expected, "{format}");
        }
        assert_eq!(printed(6, "chicago").as_deref(), Some("††"));
        assert_eq!(printed(15, "hebrew1").as_deref(), Some("טו"));
        assert_eq!(printed(12, "ordinalText").as_deref(), Some("Twelfth"));
        assert_eq!(printed(1, "bahtText"), None);
    }
}
