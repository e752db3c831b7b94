//! 印发: one data file per bureau in, one Word file and one PDF out, both to GB/T 9704-2012.
//!
//! # Steps
//!
//! 1. [`data`]: input files → one tree with places → checked record; [`sheets`] adds figures
//!    from spreadsheets
//! 2. [`merge`]: record + template → manuscript → [`model`]
//! 3. [`layout`]: model + [`standard`] + [`fonts`] → items: lines, indents, widths
//! 4. [`backend`]: items → bytes, PDF through Typst and Word through docx-rs; `drawing`
//!    tries settings until the pages are sound
//! 5. [`batch`]: many reports at once, each a transaction; [`pipeline`] is the recipe of one
//!
//! Between 1 and 2, [`summary`] computes reports that count others, and [`rules`] checks that
//! the figures of a report add up.
//!
//! Beside them, [`read`] says what finished files say, anybody's; [`compare`] holds two against
//! each other, [`inspect`] measures one against [`standard`].
//!
//! [`cli`] is the only module that talks to people, [`mod@env`] the only one that opens files.

pub mod authoring;
pub mod backend;
pub mod batch;
pub mod chars;
pub mod cli;
pub mod compare;
pub mod data;
pub mod diag;
pub mod digest;
mod drawing;
pub mod env;
pub mod fonts;
mod guard;
pub mod inspect;
pub mod kind;
pub mod layout;
pub mod merge;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod profile;
pub mod read;
pub mod rules;
pub mod sheets;
pub mod source;
pub mod standard;
pub mod suggest;
pub mod summary;
pub mod units;
mod uri;
