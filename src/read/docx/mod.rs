//! Word: the parts of a package, with styles, numbering and defaults resolved.

mod chart;
mod content;
mod drawings;
pub(crate) mod model;
mod numbering;
mod package;
pub(crate) mod props;
mod story;
pub(crate) mod styles;
mod tree;

pub(crate) use content::reading;
pub(crate) use story::read;
