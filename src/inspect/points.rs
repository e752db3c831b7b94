//! The points that both readers look at: clause, name, and whether the standard says 应当 or 一般.
//! A point has the same name and weight in a PDF and in a Word file.

/// 字体、字号、颜色 (5.2.2, 5.2.4)
pub(super) mod fonts {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const BOLD: Check = Check::usual("7.3.3", "加粗");
    pub(in crate::inspect) const COLOUR: Check = Check::must("5.2.4", "文字颜色");
    pub(in crate::inspect) const MARK_COLOUR: Check = Check::must("7.2.4", "发文机关标志颜色");
    pub(in crate::inspect) const QUOTES: Check = Check::usual("5.2.2", "引号、破折号字体");
    pub(in crate::inspect) const DIGITS: Check = Check::usual("5.2.2", "数字、字母字体");
    pub(in crate::inspect) const TABLE: Check = Check::usual("5.2.4", "表格文字颜色");
}

/// 行数和字数 (5.2.3)
pub(super) mod grid {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const PITCH: Check = Check::usual("5.2.3", "行距（每面 22 行）");
    pub(in crate::inspect) const CHARS: Check = Check::usual("5.2.3", "每行字数");
}

/// 版头 (7.2), 令号 (10.2)
pub(super) mod head {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const LEFT: Check = Check::must("7.2.1", "份号、密级、紧急程度位置");
    pub(in crate::inspect) const STACK: Check = Check::must("7.2.3", "份号、密级、紧急程度顺序");
    pub(in crate::inspect) const MARK: Check = Check::must("7.2.4", "发文机关标志");
    pub(in crate::inspect) const MARK_TOP: Check =
        Check::must("7.2.4", "发文机关标志上边缘至版心上边缘");
    pub(in crate::inspect) const ORDER_TOP: Check =
        Check::must("10.2", "命令标志上边缘至版心上边缘");
    pub(in crate::inspect) const LETTER_TOP: Check = Check::must("10.1", "信函标志上边缘至上页边");
    pub(in crate::inspect) const MARK_MIDDLE: Check = Check::must("7.2.4", "发文机关标志居中");
    pub(in crate::inspect) const MARK_WIDTH: Check = Check::must("7.2.4", "发文机关标志宽度");
    pub(in crate::inspect) const NUMBER: Check = Check::must("7.2.5", "发文字号");
    pub(in crate::inspect) const NUMBER_GAP: Check = Check::must("7.2.5", "发文字号上空二行");
    pub(in crate::inspect) const NUMBER_PLACE: Check = Check::must("7.2.5", "发文字号位置");
    pub(in crate::inspect) const SIGNER_PLACE: Check = Check::must("7.2.6", "签发人位置");
    pub(in crate::inspect) const RULE: Check = Check::must("7.2.7", "版头中的分隔线");
    pub(in crate::inspect) const RULE_GAP: Check = Check::must("7.2.7", "发文字号至分隔线");
    pub(in crate::inspect) const RULE_WIDTH: Check = Check::must("7.2.7", "分隔线宽度");
    pub(in crate::inspect) const RULE_COLOUR: Check = Check::must("7.2.7", "分隔线颜色");
}

/// 版记 (7.4)
pub(super) mod imprint {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const IMPRINT: Check = Check::must("7.4", "版记");
    pub(in crate::inspect) const EVEN: Check = Check::usual("7.4", "版记在双页（GB/T 33476.2）");
    pub(in crate::inspect) const RULES: Check = Check::must("7.4.1", "版记分隔线");
    pub(in crate::inspect) const LAST_RULE: Check =
        Check::must("7.4.1", "末条分隔线与版心下边缘重合");
    pub(in crate::inspect) const WIDTH: Check = Check::must("7.4.1", "版记分隔线宽度");
    pub(in crate::inspect) const THICK: Check = Check::usual("7.4.1", "首条和末条分隔线粗细");
    pub(in crate::inspect) const THIN: Check = Check::usual("7.4.1", "中间分隔线粗细");
    pub(in crate::inspect) const LEFT: Check = Check::must("7.4.2", "版记左空一字");
    pub(in crate::inspect) const RIGHT: Check = Check::must("7.4.3", "印发日期右空一字");
    pub(in crate::inspect) const HANG: Check = Check::must("7.4.2", "抄送机关回行对齐");
}

/// 信函和命令 (10.1, 10.2)
pub(super) mod letter {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const UPPER: Check = Check::must("10.1", "信函上双线");
    pub(in crate::inspect) const LOWER: Check = Check::must("10.1", "信函下双线");
    pub(in crate::inspect) const LENGTH: Check = Check::must("10.1", "信函双线长");
    pub(in crate::inspect) const BOTTOM: Check = Check::must("10.1", "信函下双线至下页边");
    pub(in crate::inspect) const THICKNESS: Check =
        Check::must("10.1", "信函双线上粗下细、下线上细下粗");
    pub(in crate::inspect) const COLOUR: Check = Check::must("10.1", "信函双线颜色");
    pub(in crate::inspect) const NUMBER: Check = Check::must("10.1", "信函发文字号居右顶格");
    pub(in crate::inspect) const IMPRINT: Check =
        Check::must("10.1", "信函版记不加印发机关和印发日期");
    pub(in crate::inspect) const ORDER_GAP: Check = Check::must("10.2", "令号下空二行");
}

/// 页码 (7.5)
pub(super) mod numbers {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const THERE: Check = Check::must("7.5", "页码");
    pub(in crate::inspect) const NONE: Check = Check::must("10.1", "信函首页不显示页码");
    pub(in crate::inspect) const DASHES: Check = Check::must("7.5", "页码左右一字线");
    pub(in crate::inspect) const DROP: Check = Check::must("7.5", "页码一字线距版心下边缘");
    pub(in crate::inspect) const ODD: Check = Check::must("7.5", "单页码居右空一字");
    pub(in crate::inspect) const EVEN: Check = Check::must("7.5", "双页码居左空一字");
}

/// 纸张和版心 (5.1, 5.2.1)
pub(super) mod paper {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const PAPER: Check = Check::must("5.1", "纸张");
    pub(in crate::inspect) const LEFT: Check = Check::must("5.2.1", "订口（左白边）");
    pub(in crate::inspect) const RIGHT: Check = Check::must("5.2.1", "版心右边缘");
    pub(in crate::inspect) const BOTTOM: Check = Check::must("5.2.1", "版心下边缘");
}

/// 附件说明 to 附件 (7.3.4 to 7.3.7), 出席 (10.3)
pub(super) mod tail {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const NOTE_GAP: Check = Check::must("7.3.4", "附件说明上空一行");
    pub(in crate::inspect) const NOTE_LEFT: Check = Check::must("7.3.4", "附件说明左空");
    pub(in crate::inspect) const NOTE_ALIGN: Check = Check::must("7.3.4", "附件名称对齐");
    pub(in crate::inspect) const DATE: Check = Check::must("7.3.5", "成文日期");
    pub(in crate::inspect) const SIGNATURE: Check = Check::must("7.3.5", "署名和成文日期位置");
    pub(in crate::inspect) const SIGNATURE_GAP: Check = Check::must("7.3.5", "署名上方空行");
    pub(in crate::inspect) const DATE_GAP: Check = Check::must("7.3.5", "成文日期在署名下一行");
    pub(in crate::inspect) const REMARKS_LEFT: Check = Check::must("7.3.6", "附注左空");
    pub(in crate::inspect) const REMARKS_GAP: Check = Check::must("7.3.6", "附注在成文日期下一行");
    pub(in crate::inspect) const NEW_PAGE: Check = Check::must("7.3.7", "附件另面编排");
    pub(in crate::inspect) const LABEL_LEFT: Check = Check::must("7.3.7", "附件顺序号顶格");
    pub(in crate::inspect) const TITLE_ROW: Check = Check::must("7.3.7", "附件标题在第三行");
    pub(in crate::inspect) const TITLE_MIDDLE: Check = Check::must("7.3.7", "附件标题居中");
    pub(in crate::inspect) const ROSTER: Check = Check::usual("10.3", "出席、请假、列席左空");
}

/// 标题 to 正文 (7.3.1 to 7.3.3)
pub(super) mod title {
    use crate::inspect::results::Check;

    pub(in crate::inspect) const TITLE: Check = Check::must("7.3.1", "标题");
    pub(in crate::inspect) const GAP: Check = Check::usual("7.3.1", "标题上空二行");
    pub(in crate::inspect) const MIDDLE: Check = Check::must("7.3.1", "标题居中");
    pub(in crate::inspect) const FORM: Check = Check::must("7.3.1", "标题排列");
    pub(in crate::inspect) const BELOW: Check = Check::must("7.3.2", "标题下空一行");
    pub(in crate::inspect) const FLUSH: Check = Check::must("7.3.2", "主送机关居左顶格");
    pub(in crate::inspect) const INDENT: Check = Check::must("7.3.3", "段首缩进");
    pub(in crate::inspect) const FIRST_PAGE: Check = Check::must("7.3.3", "首页显示正文");
}
