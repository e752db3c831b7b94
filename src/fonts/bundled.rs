//! The open fonts in the binary.

use super::FontFile;

/// The fonts, parsed once.
#[cfg(feature = "bundled-fonts")]
pub(super) fn files() -> Vec<FontFile> {
    use std::path::PathBuf;
    use std::sync::LazyLock;
    use typst::foundations::Bytes;
    use typst::text::Font;

    macro_rules! bundled {
        ($($name:literal),* $(,)?) => {
            [$(($name, include_bytes!(concat!("../../templates/fonts/", $name)).as_slice()),)*]
        };
    }
    static FILES: LazyLock<Vec<FontFile>> = LazyLock::new(|| {
        bundled![
            "FandolFang-Regular.ttf",
            "FandolKai-Regular.ttf",
            "NotoSansSC-Medium.ttf",
            "NotoSerifSC-ExtraBold.ttf",
            "NotoSerifSC-Regular.ttf",
            "Tinos-Regular.ttf",
            "YinfaKaiSupplement-Regular.ttf",
        ]
        .into_iter()
        .filter_map(|(name, bytes)| {
            let font = Font::new(Bytes::new(bytes), 0)?;
            Some(FontFile::new(font, PathBuf::from(name), true))
        })
        .collect()
    });
    FILES.clone()
}

/// Built without fonts: the user's are the only ones.
#[cfg(not(feature = "bundled-fonts"))]
pub(super) fn files() -> Vec<FontFile> {
    Vec::new()
}
