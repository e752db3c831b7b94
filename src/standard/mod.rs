//! GB/T 9704-2012 as values: one table, read by both back ends and by every check.
//!
//! A value says which clause it is from and whether the clause states it, arithmetic gives
//! it, or it is our own choice with a reason. Numbers that follow from others are computed.

mod conflicts;
mod derived;
mod elements;
mod gbt9704;
mod ledger;
mod measure;
mod profile;

pub use conflicts::Conflict;
pub use elements::{Face, TextStyle, mark_pitch, page_number, style};
pub use gbt9704::{Deviation, GENERAL, Layout, Row};
pub use ledger::{Clause, LEDGER, Status};
pub use measure::{DigitFont, Measure, Misread, NumberPlace, Switch};
pub use profile::{Changed, ELECTRONIC, Profile, Standard};

/// Why a value is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The clause says so.
    Stated,
    /// Arithmetic on stated values gives it.
    Derived,
    /// The standard is silent; the reason says why we chose it.
    House(&'static str),
}

/// One value of the standard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spec<T> {
    /// The value.
    pub value: T,
    /// How far a finished file may be off, where the standard or its practice says.
    pub tolerance: Option<T>,
    /// The clause of GB/T 9704-2012.
    pub clause: &'static str,
    /// Why it is what it is.
    pub basis: Basis,
}

impl<T: Copy> Spec<T> {
    /// Stated by the clause.
    pub const fn stated(clause: &'static str, value: T) -> Self {
        Self { value, tolerance: None, clause, basis: Basis::Stated }
    }

    /// Computed from stated values.
    pub const fn derived(clause: &'static str, value: T) -> Self {
        Self { value, tolerance: None, clause, basis: Basis::Derived }
    }

    /// Our choice.
    pub const fn house(clause: &'static str, value: T, reason: &'static str) -> Self {
        Self { value, tolerance: None, clause, basis: Basis::House(reason) }
    }

    /// With a tolerance.
    pub const fn within(self, tolerance: T) -> Self {
        Self { tolerance: Some(tolerance), ..self }
    }
}
