//! Every clause of GB/T 9704-2012, what becomes of it here, and what shows it.
//! `docs/standard.md` is generated from this table.

/// A clause and its status.
#[derive(Debug, Clone, Copy)]
pub struct Clause {
    /// Its number.
    pub number: &'static str,
    /// What it is about, in the standard's terms.
    pub term: &'static str,
    /// What it asks, in our words.
    pub demand: &'static str,
    /// What becomes of it.
    pub status: Status,
}

/// What becomes of a clause.
#[derive(Debug, Clone, Copy)]
pub enum Status {
    /// Both back ends draw it, and these rows of the acceptance table measure it on the
    /// finished PDF and on the Word file as LibreOffice sets it.
    Measured(&'static [&'static str]),
    /// It cannot be broken by what the program writes; why, and the test if one can show it.
    Construction(&'static str, Option<&'static str>),
    /// It is about words, paper, printing or binding; what the program does for it, if anything.
    Author(&'static str),
    /// Nothing defined: scope, references, divisions.
    Nothing,
}

impl Status {
    /// The word in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Measured(_) => "enforced and measured",
            Construction(..) => "holds by construction",
            Author(_) => "author's duty",
            Nothing => "asks nothing",
        }
    }
}

const fn clause(
    number: &'static str,
    term: &'static str,
    demand: &'static str,
    status: Status,
) -> Clause {
    Clause { number, term, demand, status }
}

use Status::{Author, Construction, Measured, Nothing};

/// The ledger, in the standard's order.
pub const LEDGER: &[Clause] = &[
    clause("1", "范围", "what the standard is for", Nothing),
    clause("2", "规范性引用文件", "other standards it builds on", Nothing),
    clause(
        "3.1",
        "字",
        "one 字 is as wide as a hanzi of the element's size",
        Construction(
            "indents are computed from the size of the element and its character spacing",
            Some("the_grid_fills_the_type_area"),
        ),
    ),
    clause(
        "3.2",
        "行",
        "one 行 is a hanzi and 7/8 of a 3号 hanzi high",
        Construction(
            "blank lines are lines of the grid; title and letter distances are computed from it",
            Some("the_grid_fills_the_type_area"),
        ),
    ),
    clause(
        "4",
        "公文用纸主要技术指标",
        "weight, whiteness, strength, opacity, acidity of the paper",
        Author("the printing office chooses the paper"),
    ),
    clause("5.1", "幅面尺寸", "A4, 210 mm × 297 mm", Measured(&["纸张"])),
    clause(
        "5.2.1",
        "页边与版心尺寸",
        "top 37 mm, left 28 mm, type area 156 mm × 225 mm",
        Measured(&[
            "左边（字框）",
            "左边（墨迹）",
            "满行右边",
            "版心右边不过",
            "满面末行墨迹下缘",
            "末行墨迹不过版心",
        ]),
    ),
    clause(
        "5.2.2",
        "字体和字号",
        "3号仿宋 unless a clause says otherwise",
        Measured(&["字体", "字号"]),
    ),
    clause(
        "5.2.3",
        "行数和字数",
        "22 lines of 28 characters fill the type area; may be adjusted",
        Measured(&["行距", "满面行数", "满行字数", "不满的行"]),
    ),
    clause(
        "5.2.4",
        "文字的颜色",
        "black unless a clause says otherwise",
        Measured(&["红色只在该红处"]),
    ),
    clause(
        "6.1",
        "制版要求",
        "clean plates, skew of at most 1 mm",
        Author("the printing office sees to it"),
    ),
    clause(
        "6.2",
        "印刷要求",
        "both sides, even register, full black and red",
        Author("files are made for duplex printing; the printing office sees to the rest"),
    ),
    clause(
        "6.3",
        "装订要求",
        "bound at the left; staples and folds",
        Author("the printing office sees to it"),
    ),
    clause(
        "7.1",
        "公文格式各要素的划分",
        "版头, 主体, 版记, and 页码 outside the type area",
        Measured(&["文字齐全", "没有多余文字"]),
    ),
    clause(
        "7.2.1",
        "份号",
        "3号 digits at the left edge of line 1",
        Measured(&["版头各行左边", "版头各行位置"]),
    ),
    clause(
        "7.2.2",
        "密级和保密期限",
        "3号黑体 at the left edge of line 2",
        Measured(&["版头各行左边", "版头各行位置"]),
    ),
    clause(
        "7.2.3",
        "紧急程度",
        "3号黑体 at the left edge, under the two above",
        Measured(&["版头各行左边", "版头各行位置"]),
    ),
    clause(
        "7.2.4",
        "发文机关标志",
        "red, in the middle, 35 mm below the upper edge of the type area; several names with 文件 beside their middle",
        Measured(&["标志上边缘", "标志居中", "标志在版心内", "联合标志的文件二字居中"]),
    ),
    clause(
        "7.2.5",
        "发文字号",
        "two lines below the mark, in the middle; upward: one character from the left, in the line of the last 签发人",
        Measured(&["标志至文号", "文号居中", "上行文文号左空"]),
    ),
    clause(
        "7.2.6",
        "签发人",
        "label 仿宋, names 楷体, one character from the right, two in a row",
        Measured(&["文号与末位签发人同行", "签发人右空", "签发人换行对齐", "签发人每行二人"]),
    ),
    clause(
        "7.2.7",
        "版头中的分隔线",
        "red, as wide as the type area, 4 mm below the 发文字号",
        Measured(&["文号至红线", "红线左端", "红线右端", "红线只一条"]),
    ),
    clause(
        "7.3.1",
        "标题",
        "2号小标宋, two lines below the rule, in the middle, trapezoid or diamond",
        Measured(&["红线至标题", "标题居中"]),
    ),
    clause(
        "7.3.2",
        "主送机关",
        "one line below the title, from the left edge; moves to the 版记 when page 1 would show no text",
        Measured(&["标题至主送", "主送左边"]),
    ),
    clause(
        "7.3.3",
        "正文",
        "page 1 shows text; paragraphs begin with two blank characters; 一、（一）1.（1）",
        Measured(&["首页有正文", "段首空二字", "标题不在面末"]),
    ),
    clause(
        "7.3.4",
        "附件说明",
        "one line below the text, two characters from the left, numbers and names aligned",
        Measured(&["附件说明空一行", "附件说明左空", "附件说明序号对齐", "附件说明回行对齐"]),
    ),
    clause(
        "7.3.5.1",
        "加盖印章的公文",
        "date four characters from the right, name centred on it, seals over them, apart, inside the type area, within one line of the text",
        Measured(&[
            "盖章日期右空",
            "日期在署名下一行",
            "署名与日期居中",
            "署名在版心内",
            "留位够盖章",
            "印章数",
            "印章直径",
            "印章顶端距正文",
            "印章居署名中",
            "印章偏下盖字",
            "印章不相切",
            "印章在版心内",
            "末章盖日期",
        ]),
    ),
    clause(
        "7.3.5.2",
        "不加盖印章的公文",
        "name two characters from the right, date two characters right of its beginning",
        Measured(&["署名空一行", "署名右空", "日期位置"]),
    ),
    clause(
        "7.3.5.3",
        "加盖签发人签名章的公文",
        "stamp two lines below the text, four characters from the right; 职务 at its left; date below",
        Measured(&[
            "签名章空二行",
            "签名章右空",
            "职务距签名章",
            "职务与签名章居中",
            "签名章至日期",
            "签名章日期右空",
        ]),
    ),
    clause(
        "7.3.5.4",
        "成文日期中的数字",
        "Arabic digits, full year, no leading zeros",
        Construction(
            "dates are parsed and printed by the program",
            Some("every_case_gives_exactly_its_findings"),
        ),
    ),
    clause(
        "7.3.5.5",
        "特殊情况说明",
        "the spacing of lines or characters changes when the signature would stand alone",
        Measured(&["落款不单独成面"]),
    ),
    clause(
        "7.3.6",
        "附注",
        "in brackets, two characters from the left, below the date",
        Measured(&["附注左空", "附注在日期下一行"]),
    ),
    clause(
        "7.3.7",
        "附件",
        "on a new page: 附件 and its number in line 1, the title in line 3",
        Measured(&[
            "附件另面",
            "附件标记在第一行",
            "附件标记左边",
            "附件标题在第三行",
            "附件标题居中",
        ]),
    ),
    clause(
        "7.4",
        "版记",
        "on the last page, which is an even one (GB/T 33476.2, 7.3.1), unless printed on one side",
        Measured(&["版记在末面", "版记在双数面", "版记上正文不相碰"]),
    ),
    clause(
        "7.4.1",
        "版记中的分隔线",
        "as wide as the type area, 0.35 mm and 0.25 mm, the last on its lower edge",
        Measured(&[
            "版记末线位置",
            "版记线条数",
            "版记线左端",
            "版记线右端",
            "版记首末线粗细",
            "版记中间线粗细",
        ]),
    ),
    clause(
        "7.4.2",
        "抄送机关",
        "4号仿宋, one character from both sides, wrapped lines behind the colon, full stop",
        Measured(&["版记左空一字", "版记回行对齐"]),
    ),
    clause(
        "7.4.3",
        "印发机关和印发日期",
        "4号仿宋 in one line, one character from each side",
        Measured(&["版记右空一字", "印发同行"]),
    ),
    clause(
        "7.5",
        "页码",
        "4号宋体 between dashes, 7 mm below the type area, right on odd and left on even pages; none on blank pages and the 版记 behind them",
        Measured(&["页码线中", "单页码右端", "双页码左端", "页码号"]),
    ),
    clause(
        "8",
        "公文中的横排表格",
        "the number stays where portrait pages have it; the head of the table is at the left edge of the turned page",
        Measured(&["横排页码位置", "横排表头在上", "表在版心内", "表头每面有"]),
    ),
    clause(
        "9",
        "公文中计量单位、标点符号和数字的用法",
        "GB 3100 to 3102, GB/T 15834, GB/T 15835",
        Author("`inspect` warns of half-width marks and wrong numbering"),
    ),
    clause(
        "10.1",
        "信函格式",
        "mark 30 mm from the edge, double rules of 170 mm, number at the right below the first, no number on page 1, 版记 without rules",
        Measured(&[
            "信函双线长",
            "信函双线居中",
            "信函上线距标志",
            "信函下线下缘",
            "信函双线粗细次序",
            "信函双线只在首页",
            "信函首行距上线",
            "信函文号右边",
            "信函标题空二行",
            "信函末行距下线",
            "信函版记末行",
        ]),
    ),
    clause(
        "10.2",
        "命令（令）格式",
        "mark 20 mm below the edge of the type area, 令号 two lines below, text two lines below that",
        Measured(&["标志上边缘", "令号空二行", "令号至正文"]),
    ),
    clause(
        "10.3",
        "纪要格式",
        "mark as in 7.2.4; 出席, 请假, 列席 below the text",
        Measured(&["名单空一行", "名单左空", "名单回行对齐"]),
    ),
    clause("11", "式样", "figures of all this", Nothing),
];
