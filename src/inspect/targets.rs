//! Values of the standard as the checks use them, in millimetres and characters; the first
//! eight stand in `standard`.

use crate::standard::{ELECTRONIC, GENERAL};

/// 命令（令）标志上边缘至版心上边缘, mm (10.2).
pub(super) const ORDER_MARK_OFFSET: f64 = GENERAL.order_mark_offset.value.0;
/// 信函标志上边缘至页边, mm (10.1).
pub(super) const LETTER_MARK_TOP: f64 = GENERAL.letter_mark_top.value.0;
/// 信函双线长, mm (10.1).
pub(super) const LETTER_RULE: f64 = GENERAL.letter_rule_width.value.0;
/// 信函下双线至页边, mm (10.1).
pub(super) const LETTER_RULE_BOTTOM: f64 = GENERAL.letter_rule_bottom.value.0;
/// 信函标志至上双线, mm (10.1).
pub(super) const LETTER_RULE_GAP: f64 = GENERAL.letter_rule_gap.value.0;
/// 版记首末条分隔线, mm (7.4.1).
pub(super) const IMPRINT_THICK: f64 = GENERAL.imprint_thick_rule.value.0;
/// 版记中间分隔线, mm (7.4.1).
pub(super) const IMPRINT_THIN: f64 = GENERAL.imprint_thin_rule.value.0;
/// 有印章时成文日期右空, characters (7.3.5.1).
pub(super) const SEALED_DATE_RIGHT: f64 = GENERAL.sealed_date_right.value as f64;
/// How far the thickness of a 版记 rule may be off, mm: Word knows eighths of a point.
pub(super) const IMPRINT_TOLERANCE: f64 = 0.05;
/// One line of the standard, mm, as GB/T 33476.2-2016 prints it: 3号 as 5.54 mm and 7/8 of it.
pub(super) const LINE: f64 = ELECTRONIC.line.value.mm().0;
/// The margins above and below as a word processor has to set them, mm, so that the print
/// agrees (GB/T 33476.2-2016).
pub(super) const PROFILE_B: (f64, f64) =
    (ELECTRONIC.margin_top.value.0, ELECTRONIC.margin_bottom.value.0);
