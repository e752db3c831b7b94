//! The table of GB/T 9704-2012.

use super::measure::{DigitFont, Measure, Misread, NumberPlace, Switch};
use super::{Basis, Spec};
use crate::units::{Mm, Pt, Twip};

/// One row of the table, for documents and tests.
#[derive(Debug, Clone)]
pub struct Row {
    /// The name in code.
    pub field: &'static str,
    /// The term of the standard.
    pub term: &'static str,
    /// The value with its unit.
    pub value: String,
    /// How far a finished file may be off.
    pub tolerance: Option<String>,
    /// The clause of GB/T 9704-2012.
    pub clause: &'static str,
    /// Why it is what it is.
    pub basis: Basis,
}

/// What a profile does otherwise than the standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviation {
    /// The name in code.
    pub field: &'static str,
    /// The term of the standard.
    pub term: &'static str,
    /// The clause of GB/T 9704-2012.
    pub clause: &'static str,
    /// Whether the clause says so, or it is our own choice where it is silent.
    pub basis: Basis,
    /// The value of the standard, with its unit.
    pub standard: String,
    /// The value of the profile, with its unit.
    pub value: String,
}

/// One value of a layout as a number in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figure {
    pub(super) field: &'static str,
    pub(super) term: &'static str,
    pub(super) unit: &'static str,
    pub(super) number: f64,
}

/// The unit of a type of values, unless the table names one.
macro_rules! unit {
    (Mm) => {
        "毫米"
    };
    (Pt) => {
        "磅"
    };
    (Twip) => {
        "磅"
    };
    (f64) => {
        "倍"
    };
    ($choice:ident) => {
        ""
    };
    ($type:ident, $unit:literal) => {
        $unit
    };
}

/// Declares the table once: the struct, its rows for documents and tests, and the terms by
/// which a profile changes it.
macro_rules! layout {
    ($($(#[$doc:meta])* $field:ident: $type:ident, $term:literal $(in $unit:literal)?;)*) => {
        /// The measures of a page and of what stands on it.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Layout { $($(#[$doc])* pub $field: Spec<$type>,)* }

        impl Layout {
            /// The terms of all values, in the order of the table.
            pub const TERMS: &'static [&'static str] = &[$($term,)*];

            /// Every value with what stands behind it, in the order of the table.
            pub fn rows(&self) -> Vec<Row> {
                vec![$(Row {
                    field: stringify!($field),
                    term: $term,
                    value: self.$field.value.to_string(),
                    tolerance: self.$field.tolerance.map(|tolerance| tolerance.to_string()),
                    clause: self.$field.clause,
                    basis: self.$field.basis,
                },)*]
            }

            /// The values that differ from those of the standard.
            pub fn deviations(&self, standard: &Self) -> Vec<Deviation> {
                let mut found = Vec::new();
                $({
                    let unit = unit!($type $(, $unit)?);
                    let (own, other) = (self.$field.value, standard.$field.value);
                    // What people read decides, so that no rounding is a deviation.
                    if own.shown(unit) != other.shown(unit) {
                        found.push(Deviation {
                            field: stringify!($field),
                            term: $term,
                            clause: standard.$field.clause,
                            basis: standard.$field.basis,
                            standard: other.shown(unit),
                            value: own.shown(unit),
                        });
                    }
                })*
                found
            }

            /// Sets the value of a term as an office writes it and gives its name in code;
            /// `None` if there is no such term.
            pub(super) fn set(
                &mut self,
                term: &str,
                text: &str,
            ) -> Option<Result<&'static str, Misread>> {
                $(if term == $term {
                    let value = $type::read(text, unit!($type $(, $unit)?));
                    return Some(value.map(|value| {
                        self.$field.value = value;
                        self.$field.basis = Basis::House("the office's own profile");
                        stringify!($field)
                    }));
                })*
                None
            }

            /// The value of a term, or the words to choose from, as a profile writes it.
            pub fn wanted(&self, term: &str) -> Option<String> {
                $(if term == $term {
                    return Some(self.$field.value.wanted(unit!($type $(, $unit)?)));
                })*
                None
            }

            /// All values that are numbers.
            pub(super) fn figures(&self) -> Vec<Figure> {
                let all = [$((
                    stringify!($field),
                    $term,
                    unit!($type $(, $unit)?),
                    self.$field.value.number(),
                ),)*];
                let figure = |(field, term, unit, number): (_, _, _, Option<f64>)| {
                    Some(Figure { field, term, unit, number: number? })
                };
                all.into_iter().filter_map(figure).collect()
            }
        }
    };
}

layout! {
    /// 纸张宽度, mm.
    page_width: Mm, "纸张宽度";
    /// 纸张高度, mm.
    page_height: Mm, "纸张高度";
    /// 天头（上白边）, mm.
    margin_top: Mm, "天头";
    /// 订口（左白边）, mm.
    margin_left: Mm, "订口";
    /// 版心宽度, mm.
    text_width: Mm, "版心宽度";
    /// 版心高度, mm.
    text_height: Mm, "版心高度";
    /// 右白边, mm.
    margin_right: Mm, "右白边";
    /// 下白边, mm.
    margin_bottom: Mm, "下白边";
    /// 栏间距, twips: text stands in one column, so that it shows only when a clerk sets more.
    column_gap: Twip, "栏间距";
    /// 每面行数.
    lines_per_page: u32, "每面行数" in "行";
    /// 每行字数.
    chars_per_line: u32, "每行字数" in "字";
    /// 正文字号（3号）, pt.
    body_size: Pt, "正文字号";
    /// 正文行距, twips: the largest that lets 22 lines fit the 版心.
    line_pitch: Twip, "正文行距";
    /// 空行的高度, twips; it stays when 7.3.5.5 changes the pitch of the text.
    blank_pitch: Twip, "空行高度";
    /// 正文字距, twips added behind each character: the largest that lets 28 characters fit.
    char_spacing: Twip, "正文字距调整";
    /// 中西文间距: added between hanzi and letters or digits, as a share of the size.
    mixed_gap: f64, "中西文间距";
    /// Where the baseline lies in a line, as a share of its height from the top.
    baseline: f64, "基线位置";
    /// 发文机关标志上边缘至版心上边缘, mm.
    mark_offset: Mm, "发文机关标志上边缘至版心上边缘";
    /// 发文机关标志的最大字号, pt; it shrinks to fit the type area.
    mark_size: Pt, "发文机关标志最大字号";
    /// 发文机关标志的行高, as a share of its size.
    mark_pitch: f64, "发文机关标志行高（字号的倍数）";
    /// Blank lines between 发文机关标志 and 发文字号.
    blank_before_number: u32, "发文字号上空行" in "行";
    /// 发文字号 of documents that go upward, and 签发人: from the edges, characters.
    number_indent: u32, "上行文发文字号、签发人左右空" in "字";
    /// 版头分隔线 below 发文字号, mm.
    head_rule_gap: Mm, "发文字号至分隔线";
    /// 版头分隔线的粗细, pt.
    head_rule: Pt, "版头分隔线粗细";
    /// Blank lines between 版头分隔线 and 标题.
    blank_before_title: u32, "标题上空行" in "行";
    /// 签发人每排个数.
    signers_per_row: u32, "签发人每排个数" in "个";
    /// Between the names of a joint 发文机关标志 and 文件, as a share of the size.
    mark_suffix_gap: f64, "联合标志的机关名称至“文件”（字号的倍数）";
    /// 标题字号（2号）, pt.
    title_size: Pt, "标题字号";
    /// 标题行距, twips: one 2号 character and 7/8 of a 3号 one.
    title_pitch: Twip, "标题行距";
    /// Blank lines between 标题 and 主送机关.
    blank_after_title: u32, "标题下空行" in "行";
    /// 自然段首行缩进, characters.
    paragraph_indent: u32, "段首缩进" in "字";
    /// 数字字体: what digits and Latin letters are set in.
    digit_font: DigitFont, "数字字体";
    /// 三级标题加粗.
    bold_third_level: Switch, "三级标题加粗";
    /// How much bold text is thickened, as a share of its size.
    bold_stroke: f64, "加粗的笔画（字号的倍数）";
    /// Blank lines before 附件说明.
    blank_before_attachment_note: u32, "附件说明前空行" in "行";
    /// 附件说明左空, characters.
    attachment_note_indent: u32, "附件说明左空" in "字";
    /// Blank lines before 署名 (no seal).
    blank_before_signature: u32, "署名前空行" in "行";
    /// 署名右空 (no seal), characters.
    signature_right: u32, "署名右空" in "字";
    /// 成文日期 begins this many characters right of 署名 (no seal).
    date_shift: u32, "成文日期右移" in "字";
    /// 成文日期右空 (with seal or 签名章), characters.
    sealed_date_right: u32, "加盖印章时成文日期右空" in "字";
    /// 一行: one 3号 character and 7/8 of it, pt; what 空一行 is in ink.
    line: Pt, "一行（3号字）";
    /// How far a gap may change so that the text stands on the grid, mm.
    grid_play: Mm, "为落到网格上，空行可以增减";
    /// 印章直径, mm, where the data gives none.
    seal_diameter: Mm, "印章直径";
    /// From the text above to the upper edge of the seal, mm.
    seal_gap: Mm, "印章顶端至上文";
    /// The centre of the seal lies this many lines above the middle of 署名 and 成文日期.
    seal_rise: f64, "印章中心高出署名和日期中间（行的倍数）";
    /// Between two seals, mm.
    seal_spacing: Mm, "印章之间的最小距离";
    /// Blank lines before 签名章.
    blank_before_stamp: u32, "签名章前空行" in "行";
    /// 签名章右空, characters.
    stamp_right: u32, "签名章右空" in "字";
    /// Between 职务 and 签名章, characters.
    stamp_gap: u32, "职务至签名章" in "字";
    /// 签名章的高度, mm.
    stamp_height: Mm, "签名章高度";
    /// Blank lines between 签名章 and 成文日期.
    blank_after_stamp: u32, "签名章下空行" in "行";
    /// 目录每深一级左空, characters.
    contents_indent: u32, "目录每深一级左空" in "字";
    /// 目录右边留给页码, characters.
    contents_room: u32, "目录右边留给页码" in "字";
    /// Blank lines below 目录.
    blank_after_contents: u32, "目录下空行" in "行";
    /// 附注左空, characters.
    remarks_indent: u32, "附注左空" in "字";
    /// Blank lines before 出席.
    blank_before_roster: u32, "出席前空行" in "行";
    /// 出席、请假、列席左空, characters.
    roster_indent: u32, "出席左空" in "字";
    /// Blank lines between 附件 with its number and 附件标题.
    blank_before_attachment_title: u32, "附件标题上空行" in "行";
    /// 版记字号（4号）, pt.
    imprint_size: Pt, "版记字号";
    /// 版记行距, twips.
    imprint_pitch: Twip, "版记行距";
    /// 版记各要素左右空, characters of their own size.
    imprint_indent: u32, "版记各要素左右空" in "字";
    /// 版记首条和末条分隔线的粗细, mm.
    imprint_thick_rule: Mm, "版记首末分隔线粗细";
    /// 版记中间分隔线的粗细, mm.
    imprint_thin_rule: Mm, "版记中间分隔线粗细";
    /// 版记末条分隔线 above the lower edge of the 版心, mm.
    imprint_rise: Mm, "版记末条分隔线至版心下边缘";
    /// 命令标志上边缘至版心上边缘, mm.
    order_mark_offset: Mm, "命令标志上边缘至版心上边缘";
    /// Blank lines between 令号 and 正文.
    blank_after_order_number: u32, "令号下空行" in "行";
    /// 信函标志上边缘至页面上边缘, mm.
    letter_mark_top: Mm, "信函标志上边缘至页面上边缘";
    /// 信函标志至第一条双线, mm.
    letter_rule_gap: Mm, "信函标志至第一条双线";
    /// 信函双线的长度, mm.
    letter_rule_width: Mm, "信函双线长度";
    /// 第二条双线至页面下边缘, mm.
    letter_rule_bottom: Mm, "信函第二条双线至页面下边缘";
    /// 信函双线中粗线的粗细, pt.
    letter_thick_rule: Pt, "信函双线的粗线";
    /// 信函双线中细线的粗细, pt.
    letter_thin_rule: Pt, "信函双线的细线";
    /// Between the two lines of a double rule, pt.
    letter_rule_space: Pt, "信函双线之间";
    /// From a double rule to the ink of the line below, pt: 7/8 of a 3号 character.
    letter_line_gap: Pt, "信函双线至下一行";
    /// 页码字号（4号）, pt.
    page_number_size: Pt, "页码字号";
    /// 页码一字线 below the 版心, mm, measured to the middle of the dash.
    page_number_drop: Mm, "页码一字线距版心下边缘";
    /// 页码 from the edge of the 版心, characters of its own size.
    page_number_indent: u32, "页码左右空" in "字";
    /// 页码位置.
    page_number_place: NumberPlace, "页码位置";
    /// 表格字号, pt.
    table_size: Pt, "表格字号";
    /// 表格行距, twips.
    table_pitch: Twip, "表格行距";
    /// 自定字号的表格的行距, times the size.
    table_sized_pitch: f64, "自定字号的表格行距（字号的倍数）";
    /// 表题字号, pt.
    table_title_size: Pt, "表题字号";
    /// 图中文字的字号, pt.
    chart_size: Pt, "图中文字字号";
    /// 竖排柱形图的高度, mm.
    chart_height: Mm, "竖柱形图高度";
    /// 表格线, pt.
    table_rule: Pt, "表格线粗细";
    /// Between the text of a cell and its left and right rules, twips.
    cell_inset_x: Twip, "单元格左右边距";
    /// Between the text of a cell and its upper and lower rules, twips.
    cell_inset_y: Twip, "单元格上下边距";
}

const PAGE: (Mm, Mm) = (Mm(210.0), Mm(297.0));
const TEXT: (Mm, Mm) = (Mm(156.0), Mm(225.0));
const TOP: Mm = Mm(37.0);
const LEFT: Mm = Mm(28.0);
const LINES: u32 = 22;
const CHARS: u32 = 28;
const SIZE_2: Pt = Pt(22.0);
const SIZE_3: Pt = Pt(16.0);
const SIZE_4: Pt = Pt(14.0);

/// Profile A: the standard as word processors set it.
pub const GENERAL: Layout = Layout {
    page_width: Spec::stated("5.1", PAGE.0).within(Mm(0.2)),
    page_height: Spec::stated("5.1", PAGE.1).within(Mm(0.2)),
    margin_top: Spec::stated("5.2.1", TOP).within(Mm(1.0)),
    margin_left: Spec::stated("5.2.1", LEFT).within(Mm(1.0)),
    text_width: Spec::stated("5.2.1", TEXT.0),
    text_height: Spec::stated("5.2.1", TEXT.1),
    margin_right: Spec::derived("5.2.1", Mm(PAGE.0.0 - LEFT.0 - TEXT.0.0)),
    margin_bottom: Spec::derived("5.2.1", Mm(PAGE.1.0 - TOP.0 - TEXT.1.0)),
    column_gap: Spec::house("5.2.1", Twip(425), "what Chinese word processors give a section"),
    lines_per_page: Spec::stated("5.2.3", LINES),
    chars_per_line: Spec::stated("5.2.3", CHARS),
    body_size: Spec::stated("5.2.2", SIZE_3),
    line_pitch: Spec::derived("5.2.3", Pt(TEXT.1.pt().0 / LINES as f64).twip_down()),
    blank_pitch: Spec::derived("5.2.3", Pt(TEXT.1.pt().0 / LINES as f64).twip_down()),
    char_spacing: Spec::derived("5.2.3", Pt(TEXT.0.pt().0 / CHARS as f64 - SIZE_3.0).twip_down()),
    mixed_gap: Spec::house(
        "5.2.3",
        0.0,
        "programs disagree on its width and on whether there is one; without, all set one width",
    ),
    baseline: Spec::house(
        "5.2.3",
        0.8,
        "word processors set exact lines so; the ink of line 22 ends inside the type area",
    ),
    mark_offset: Spec::stated("7.2.4", Mm(35.0)).within(Mm(1.5)),
    mark_size: Spec::house(
        "7.2.4",
        Pt(54.0),
        "the standard asks for eye-catching and solemn; shrinks to the width",
    ),
    mark_pitch: Spec::house("7.2.4", 1.2, "room for the ink of the largest marks"),
    blank_before_number: Spec::stated("7.2.5", 2),
    number_indent: Spec::stated("7.2.5", 1),
    head_rule_gap: Spec::stated("7.2.7", Mm(4.0)).within(Mm(0.5)),
    head_rule: Spec::house("7.2.7", Pt(1.5), "the standard gives none; practice is 1 to 1.5 pt"),
    blank_before_title: Spec::stated("7.3.1", 2),
    signers_per_row: Spec::stated("7.2.6", 2),
    mark_suffix_gap: Spec::house("7.2.4", 0.25, "文件 stands apart from the names beside it"),
    title_size: Spec::stated("7.3.1", SIZE_2),
    title_pitch: Spec::derived("3.2", Pt(SIZE_2.0 + SIZE_3.0 * 7.0 / 8.0).twip()),
    blank_after_title: Spec::stated("7.3.2", 1),
    paragraph_indent: Spec::stated("7.3.3", 2),
    digit_font: Spec::house(
        "5.2.2",
        DigitFont::AsText,
        "the clause names one typeface for the text and makes no exception for digits",
    ),
    bold_third_level: Spec::stated("7.3.3", Switch::Off),
    bold_stroke: Spec::house("7.3.3", 0.03, "thick enough to tell apart, and no hole fills"),
    blank_before_attachment_note: Spec::stated("7.3.4", 1),
    attachment_note_indent: Spec::stated("7.3.4", 2),
    blank_before_signature: Spec::stated("7.3.5.2", 1),
    signature_right: Spec::stated("7.3.5.2", 2),
    date_shift: Spec::stated("7.3.5.2", 2),
    sealed_date_right: Spec::stated("7.3.5.1", 4),
    line: Spec::derived("3.2", Pt(SIZE_3.0 * 15.0 / 8.0)),
    grid_play: Spec::house("5.2.3", Mm(2.5), "page 1 then ends with line 22 as all others do"),
    seal_diameter: Spec::house("7.3.5.1", Mm(42.0), "what provinces use for county departments"),
    seal_gap: Spec::house("7.3.5.1", Mm(2.0), "within one line of the text, and clear of it"),
    seal_rise: Spec::house("7.3.5.1", 0.75, "both lines lie a little below the centre"),
    seal_spacing: Spec::house("7.3.5.1", Mm(3.0), "seals neither touch nor overlap"),
    blank_before_stamp: Spec::stated("7.3.5.3", 2),
    stamp_right: Spec::stated("7.3.5.3", 4),
    stamp_gap: Spec::stated("7.3.5.3", 2),
    stamp_height: Spec::house(
        "7.3.5.3",
        Mm(15.0),
        "the standard gives none; a signature reads well",
    ),
    blank_after_stamp: Spec::stated("7.3.5.3", 1),
    contents_indent: Spec::house("7.3.3", 2, "as the levels of the text; the standard knows none"),
    contents_room: Spec::house("7.3.3", 3, "three digits and the air before them"),
    blank_after_contents: Spec::house("7.3.3", 1, "as below the title"),
    remarks_indent: Spec::stated("7.3.6", 2),
    blank_before_roster: Spec::stated("10.3", 1),
    roster_indent: Spec::stated("10.3", 2),
    blank_before_attachment_title: Spec::stated("7.3.7", 1),
    imprint_size: Spec::stated("7.4.2", SIZE_4),
    imprint_pitch: Spec::house("7.4.2", Twip(480), "24 pt: room above and below 4号 between rules"),
    imprint_indent: Spec::stated("7.4.2", 1),
    imprint_thick_rule: Spec::stated("7.4.1", Mm(0.35)).within(Mm(0.05)),
    imprint_thin_rule: Spec::stated("7.4.1", Mm(0.25)).within(Mm(0.05)),
    imprint_rise: Spec::stated("7.4.1", Mm(0.0)),
    order_mark_offset: Spec::stated("10.2", Mm(20.0)).within(Mm(1.5)),
    blank_after_order_number: Spec::stated("10.2", 2),
    letter_mark_top: Spec::stated("10.1", Mm(30.0)).within(Mm(1.5)),
    letter_rule_gap: Spec::stated("10.1", Mm(4.0)).within(Mm(0.5)),
    letter_rule_width: Spec::stated("10.1", Mm(170.0)).within(Mm(0.5)),
    letter_rule_bottom: Spec::stated("10.1", Mm(20.0)).within(Mm(0.5)),
    letter_thick_rule: Spec::house("10.1", Pt(2.25), "the standard gives none"),
    letter_thin_rule: Spec::house("10.1", Pt(0.75), "the standard gives none"),
    letter_rule_space: Spec::house("10.1", Pt(1.0), "the standard gives none"),
    letter_line_gap: Spec::derived("10.1", Pt(SIZE_3.0 * 7.0 / 8.0)),
    page_number_size: Spec::stated("7.5", SIZE_4),
    page_number_drop: Spec::stated("7.5", Mm(7.0)).within(Mm(2.0)),
    page_number_indent: Spec::stated("7.5", 1),
    page_number_place: Spec::stated("7.5", NumberPlace::Outside),
    table_size: Spec::house("8", Pt(12.0), "小四; the standard gives no size for tables"),
    table_pitch: Spec::house("8", Twip(400), "20 pt lets 小四 text of two lines breathe"),
    table_sized_pitch: Spec::house("8", 1.4, "close lines for tables that need much room"),
    table_title_size: Spec::house("8", SIZE_4, "between body and table text"),
    chart_size: Spec::house("8", Pt(10.5), "五号, as usual in charts"),
    chart_height: Spec::house("8", Mm(70.0), "some two fifths of the width"),
    table_rule: Spec::house("8", Pt(0.5), "thin, and drawn alike by printers and screens"),
    cell_inset_x: Spec::house("8", Twip(80), "4 pt keep text off the rules"),
    cell_inset_y: Spec::house("8", Twip(40), "2 pt keep text off the rules"),
};
