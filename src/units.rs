//! Lengths. All conversion and rounding between them is here.
//!
//! 1 mm = 72/25.4 pt, 1 pt = 20 twips, 1 pt = 2 half-points.

/// Millimetres, the unit of the standard.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, serde::Serialize)]
pub struct Mm(pub f64);

/// Points, 1/72 inch, the unit of fonts and of the PDF back end.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, serde::Serialize)]
pub struct Pt(pub f64);

/// Twips, 1/20 pt, the unit of the Word back end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Twip(pub i32);

/// Half-points, the unit of `w:sz`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct HalfPoint(pub usize);

impl std::fmt::Display for Mm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} mm", self.0)
    }
}

impl std::fmt::Display for Pt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} pt", self.0)
    }
}

impl std::fmt::Display for Twip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} twips ({} pt)", self.0, self.pt().0)
    }
}

impl Mm {
    /// In points.
    pub const fn pt(self) -> Pt {
        Pt(self.0 * 72.0 / 25.4)
    }

    /// The nearest twip.
    pub const fn twip(self) -> Twip {
        self.pt().twip()
    }
}

impl Pt {
    /// In millimetres.
    pub const fn mm(self) -> Mm {
        Mm(self.0 * 25.4 / 72.0)
    }

    /// The nearest twip.
    pub const fn twip(self) -> Twip {
        let twips = self.0 * 20.0;
        Twip(if twips < 0.0 { (twips - 0.5) as i32 } else { (twips + 0.5) as i32 })
    }

    /// The largest twip that is not longer than this.
    pub const fn twip_down(self) -> Twip {
        let twips = self.0 * 20.0;
        let cut = twips as i32;
        Twip(if (cut as f64) > twips { cut - 1 } else { cut })
    }

    /// The nearest half-point.
    pub const fn half_point(self) -> HalfPoint {
        HalfPoint((self.0 * 2.0 + 0.5) as usize)
    }

    /// Eighths of a point, the unit of Word's borders.
    pub const fn eighths(self) -> usize {
        (self.0 * 8.0 + 0.5) as usize
    }
}

impl Twip {
    /// The smallest length that Word files can say.
    pub const ONE: Twip = Twip(1);

    /// In points.
    pub const fn pt(self) -> Pt {
        Pt(self.0 as f64 / 20.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions() {
        assert_eq!(Mm(37.0).twip(), Twip(2098));
        assert_eq!(Mm(210.0).twip(), Twip(11906));
        assert_eq!(Pt(-0.207).twip_down(), Twip(-5));
        assert_eq!(Pt(28.99).twip_down(), Twip(579));
        assert_eq!(Pt(16.0).half_point(), HalfPoint(32));
        assert_eq!(Pt(0.5).eighths(), 4);
    }
}
