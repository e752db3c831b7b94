//! PDF: what stands where on its pages, and what its tags say.

mod cmaps;
pub(crate) mod lines;
pub(crate) mod page;
mod pages;
mod scan;
mod tagged;

pub(crate) use pages::pages;
pub(super) use tagged::{content, own_content};
