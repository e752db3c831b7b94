//! 预定义编码: files without their fonts name a code table instead of carrying one. Here a
//! character's number is its Unicode, whatever table is named.

use std::fmt::Write;
use std::sync::OnceLock;

use hayro_interpret::hayro_cmap::CMapName;

/// Outlines for text whose font is not in the file.
pub(crate) const OUTLINES: &[u8] =
    include_bytes!("../../../templates/fonts/YinfaKaiSupplement-Regular.ttf");

/// The table of that name, as a CMap file.
pub(crate) fn resolve(name: CMapName<'_>) -> Option<&'static [u8]> {
    use CMapName as N;
    match name {
        N::AdobeGb1Ucs2 => Some(unicode().as_bytes()),
        N::GbEucH | N::GbkEucH | N::Gbk2kH | N::GbkpEucH | N::GbpcEucH => Some(gbk().as_bytes()),
        N::UniGbUcs2H | N::UniGbUtf16H => Some(identity().as_bytes()),
        _ => None,
    }
}

const HEAD: &str = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
    /CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (GB1) def /Supplement 0 def end def\n\
    /CMapName /Yinfa def\n/CMapType 1 def\n";
const TAIL: &str = "endcmap\n";

/// Two-byte Unicode.
fn identity() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let space = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
        format!("{HEAD}{space}1 begincidrange <0000> <FFFF> 0 endcidrange\n{TAIL}")
    })
}

/// Character numbers as Unicode.
fn unicode() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let space = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
        let mut text = format!("{HEAD}{space}");
        for high in 0..=0xFF_u32 {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "1 beginbfrange <{high:02X}00> <{high:02X}FF> <{high:02X}00> endbfrange"
            );
        }
        text + TAIL
    })
}

/// GBK.
fn gbk() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let space = "2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange\n";
        let mut text = format!("{HEAD}{space}1 begincidrange <00> <80> 0 endcidrange\n");
        for (high, low) in
            (0x81..=0xFE_u8).flat_map(|high| (0x40..=0xFE).map(move |low| (high, low)))
        {
            let bytes = [high, low];
            let (decoded, _, wrong) = encoding_rs::GBK.decode(&bytes);
            if let (false, Some(c)) = (wrong, decoded.chars().next()) {
                let number = u32::from(c);
                let _ = writeln!(text, "1 begincidchar <{high:02X}{low:02X}> {number} endcidchar");
            }
        }
        text + TAIL
    })
}
