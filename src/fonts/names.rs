//! The names by which a font file goes, in all languages that it carries.

use super::FontFile;

/// Family, full, typographic family and PostScript name.
const NAME_IDS: [u16; 4] = [
    ttf_parser::name_id::FAMILY,
    ttf_parser::name_id::FULL_NAME,
    ttf_parser::name_id::TYPOGRAPHIC_FAMILY,
    ttf_parser::name_id::POST_SCRIPT_NAME,
];

/// Whether the font goes by `name`.
pub(super) fn has(file: &FontFile, name: &str) -> bool {
    file.instance.ttf().names().into_iter().filter(|record| NAME_IDS.contains(&record.name_id)).any(
        |record| {
            let text = record.to_string().or_else(|| gbk(record.name));
            text.is_some_and(|text| text == name)
        },
    )
}

/// Old Chinese fonts carry their names in GBK only.
fn gbk(bytes: &[u8]) -> Option<String> {
    let (text, _, wrong) = encoding_rs::GB18030.decode(bytes);
    (!wrong).then(|| text.into_owned())
}
