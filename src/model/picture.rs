//! 图片: pictures of seals and signatures that data files name.

use std::sync::Arc;

use crate::data::node::Origin;

/// A picture, read and sound.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The path as the data has it.
    pub path: String,
    /// Where the data names it.
    pub origin: Option<Arc<Origin>>,
    /// The file's bytes; none before it was read.
    pub bytes: Arc<[u8]>,
    /// Its format.
    pub format: PictureFormat,
    /// Width over height.
    pub aspect: f64,
    /// Whether what lies under it shows through; if not, it goes under the text.
    pub is_transparent: bool,
}

/// The formats that both Word and PDF take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// PNG
    Png,
    /// JPEG
    Jpeg,
}

impl PictureFormat {
    /// The ending of file names, which is also the name of the media type.
    pub fn extension(self) -> &'static str {
        match self {
            PictureFormat::Png => "png",
            PictureFormat::Jpeg => "jpeg",
        }
    }
}
