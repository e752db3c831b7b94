//! First-line indents in characters beside those in twips: 2 字符 is what the ruler of a Chinese word
//! processor shows and what programs look for. Where it stands, `w:firstLine` does not count; a
//! character is as wide as the size and the character spacing of its style.

use super::styles;
use super::xml::Element;

/// Says of each indent in a style sheet how many characters it is. Those that are no whole
/// number say 0, or they would inherit the one of the base style.
pub(super) fn of_styles(sheet: &mut Element) {
    let is_normal = |style: &&Element| style.attribute("w:styleId") == Some(styles::NORMAL);
    let base = sheet.elements().find(is_normal).and_then(run_properties).map_or((0, 0), |look| {
        (number(look, "w:sz").unwrap_or(0), number(look, "w:spacing").unwrap_or(0))
    });
    for style in sheet.elements_mut().filter(|element| element.name == "w:style") {
        let own = |name| run_properties(style).and_then(|look| number(look, name));
        let half_points = own("w:sz").unwrap_or(base.0);
        let pitch = 10 * half_points + own("w:spacing").unwrap_or(base.1);
        style.change_all(&mut |element| {
            if element.name == "w:ind" {
                say(element, pitch);
            }
        });
    }
}

/// Says of an indent of a paragraph's own that it is none in characters.
pub(super) fn of_paragraph(indent: &mut Element) {
    say(indent, 0);
}

fn run_properties(style: &Element) -> Option<&Element> {
    style.child("w:rPr")
}

fn number(look: &Element, name: &str) -> Option<i32> {
    look.child(name)?.attribute("w:val")?.parse().ok()
}

fn say(indent: &mut Element, pitch: i32) {
    let first = indent.attribute("w:firstLine").and_then(|twips| twips.parse::<i32>().ok());
    let first = first.unwrap_or(0);
    let chars = if pitch > 0 && first % pitch == 0 { 100 * first / pitch } else { 0 };
    indent.attributes.push(("w:firstLineChars".to_owned(), chars.to_string()));
}

#[cfg(test)]
mod tests {
    use super::super::xml::parse;
    use super::*;

    #[test]
    fn whole_numbers_of_characters_are_said() {
        let style = |id: &str, indent: &str, look: &str| {
            format!(
                r#"<w:style w:styleId="{id}"><w:pPr><w:ind {indent}/></w:pPr><w:rPr>{look}</w:rPr></w:style>"#
            )
        };
        let look = r#"<w:sz w:val="32"/><w:spacing w:val="-5"/>"#;
        for (indent, own, expected) in [
            (r#"w:firstLine="630""#, "", "200"),
            (r#"w:firstLine="0""#, "", "0"),
            (r#"w:firstLine="600""#, "", "0"),
            (r#"w:left="0""#, "", "0"),
            (r#"w:firstLine="630""#, r#"<w:sz w:val="28"/>"#, "0"),
            (r#"w:firstLine="550""#, r#"<w:sz w:val="28"/>"#, "200"),
        ] {
            let sheet = format!(
                "<w:styles>{}{}</w:styles>",
                style(styles::NORMAL, r#"w:firstLine="630""#, look),
                style("Other", indent, own)
            );
            let mut sheet = parse(sheet.as_bytes()).expect("XML");
            of_styles(&mut sheet);
            let last = sheet.elements().last().and_then(|style| style.child("w:pPr"));
            let found = last.and_then(|look| look.child("w:ind"));
            let chars = found.and_then(|indent| indent.attribute("w:firstLineChars"));
            assert_eq!(chars, Some(expected), "{indent} {own}");
        }
    }
}
