//! The one integration binary. Tests speak through data files and one `check` each.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    unreachable_pub,
    reason = "tests prepare files, fail loudly and say what they skip"
)]

mod acceptance;
mod batch;
mod broken;
mod check;
mod clean;
mod cli;
mod crashes;
mod edits;
mod faults;
mod fixes;
mod fonts;
mod foreign;
mod fuzz;
mod head;
mod identity;
mod inspect;
mod inspect_docx;
mod kinds;
mod last_year;
mod limits;
mod mutation;
mod outputs;
mod outside;
mod pictures;
mod places;
mod prescribed;
mod profiles;
mod read;
mod readers;
mod renders;
mod rules;
mod settings;
mod sheets;
mod standard;
mod summary;
mod support;
mod tables;
mod tags;
mod tidy;
mod twins;
mod unsaved;
