//! 标题排列: 梯形 or 菱形, never a rectangle or an hourglass (7.3.1).

/// What the lines of a title should make.
pub(super) const SHAPE: &str = "梯形或菱形";

/// What the lines of a title make, by their widths in characters.
pub(super) fn shape(widths: &[f64]) -> &'static str {
    let [first, inner @ .., last] = widths else { return SHAPE };
    let widest = widths.iter().copied().fold(0.0, f64::max);
    let narrowest = widths.iter().copied().fold(f64::MAX, f64::min);
    let waist = inner.iter().copied().fold(f64::MAX, f64::min);
    if widest - narrowest < 0.25 {
        "各行一样长"
    } else if !inner.is_empty() && waist < first - 0.5 && waist < last - 0.5 {
        "中间短、两头长"
    } else {
        SHAPE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_and_hourglasses() {
        for good in [&[18.0][..], &[8.0, 12.0], &[12.0, 8.0], &[8.0, 12.0, 8.0]] {
            assert_eq!(shape(good), SHAPE, "{good:?}");
        }
        for bad in [&[12.0, 12.0][..], &[12.0, 6.0, 12.0]] {
            assert_ne!(shape(bad), SHAPE, "{bad:?}");
        }
    }
}
