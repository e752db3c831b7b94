//! 印发: one data file per bureau in, one Word file and one PDF out, both to GB/T 9704-2012.
//!
//! # Steps
//!
//! 1. [`data`]: input files → one tree with places → checked record; [`sheets`] adds figures
//!    from spreadsheets
//! 2. `merge`: record + template → manuscript → `model`
//! 3. `layout`: model + [`standard`] + `fonts` → items: lines, indents, widths
//! 4. `backend`: items → bytes, PDF through Typst and Word through docx-rs; `drawing`
//!    tries settings until the pages are sound
//! 5. [`batch`]: many reports at once, each a transaction; [`pipeline`] is the recipe of one
//!
//! Between 1 and 2, `summary` computes reports that count others, and `rules` checks that
//! the figures of a report add up.
//!
//! Beside them, [`read`] says what finished files say, anybody's; [`compare`] holds two against
//! each other, [`inspect`] measures one against [`standard`].
//!
//! [`cli`] is the only module that talks to people, [`mod@env`] the only one that opens files.
//!
//! # Example
//!
//! ```
//! use std::path::Path;
//!
//! use yinfa::output::OutputFormat;
//! use yinfa::pipeline::{self, Plan};
//!
//! let plan = Plan::bundled().expect("a build with fonts");
//! let report = pipeline::export(Path::new("templates/kinds/公文/sample.yaml"), &plan);
//! assert!(!report.findings.has_errors());
//! let files = report.outputs.expect("without errors there are files");
//! assert!(files.bytes(OutputFormat::Docx).is_some_and(|word| word.starts_with(b"PK")));
//! assert!(files.bytes(OutputFormat::Pdf).is_some_and(|pdf| pdf.starts_with(b"%PDF")));
//! ```
//!
//! What is public here is promised; the steps in between are not.

mod authoring;
mod backend;
pub mod batch;
mod chars;
pub mod cli;
pub mod compare;
pub mod data;
pub mod diag;
mod digest;
mod drawing;
pub mod env;
mod fonts;
mod guard;
pub mod inspect;
pub mod kind;
mod layout;
mod merge;
mod model;
pub mod output;
pub mod pipeline;
pub mod preferences;
pub mod profile;
mod proof;
pub mod read;
mod rules;
pub mod sheets;
pub mod source;
pub mod standard;
mod suggest;
mod summary;
pub mod units;
mod uri;

pub use authoring::check as check_kind;
pub use chars::is_hanzi;
pub use fonts::FontSet;
pub use merge::{fill, merge};
pub use model::{Document, Element};
pub use rules::Rules;
