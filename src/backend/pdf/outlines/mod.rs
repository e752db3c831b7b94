//! 字形 past the engine. Typst's PDF writer would cut out and compress the outlines of every
//! document anew, a third of the time of a report, although the same few thousand glyphs come
//! again and again. So it gets hollow fonts (`fonts::hollow`); in the finished PDF their
//! programs are replaced by real ones, put together of glyphs each of which was compressed
//! once in the run.
//!
//! A test holds the programs against those that the engine makes of the real fonts.

mod file;
mod program;

use crate::fonts::FontSet;

/// Something in a PDF or a font is not as our own PDFs are; never to be seen.
#[derive(Debug, thiserror::Error)]
#[error("字体放不进 PDF：{0}")]
pub struct OutlineError(&'static str);

/// The PDF with the real outlines.
pub(super) fn filled(pdf: &[u8], fonts: &FontSet) -> Result<Vec<u8>, OutlineError> {
    file::with_programs(pdf, |hollow| program::of(hollow, fonts))
}

#[cfg(all(test, feature = "bundled-fonts"))]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use ttf_parser::{Face, GlyphId, OutlineBuilder, RawFace};

    use super::*;
    use crate::data::kind::Kinds;
    use crate::data::records::Records;
    use crate::pipeline::{Plan, export};
    use crate::sheets::Books;
    use crate::standard::GENERAL;

    /// The PDF of a report with the fonts as they are, or whole for the engine.
    fn pdf(input: &str, whole: bool) -> Vec<u8> {
        let mut fonts = FontSet::load(&[]).0.unwrap();
        if whole {
            fonts.keep_whole();
        }
        let plan = Plan {
            kinds: Kinds::load(None).unwrap(),
            fonts,
            layout: GENERAL,
            records: Records::default(),
            books: Books::default(),
        };
        let input = Path::new(env!("CARGO_MANIFEST_DIR")).join(input);
        export(&input, &plan).outputs.unwrap().pdf
    }

    /// The font programs of a PDF.
    fn programs(pdf: &[u8]) -> Vec<Vec<u8>> {
        let programs = std::cell::RefCell::new(Vec::new());
        let same = file::with_programs(pdf, |program| {
            programs.borrow_mut().push(program.to_vec());
            Ok(None)
        });
        assert!(same.unwrap() == pdf, "nothing was replaced, so nothing may change");
        programs.into_inner()
    }

    #[derive(Default, PartialEq, Debug)]
    struct Points(Vec<String>);

    impl OutlineBuilder for Points {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push(format!("M{x} {y}"));
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push(format!("L{x} {y}"));
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.push(format!("Q{x1} {y1} {x} {y}"));
        }
        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0.push(format!("C{x1} {y1} {x2} {y2} {x} {y}"));
        }
        fn close(&mut self) {
            self.0.push("Z".to_owned());
        }
    }

    fn glyphs(program: &[u8]) -> Vec<(Points, Option<u16>)> {
        let face = Face::parse(program, 0).unwrap();
        let one = |number| {
            let mut points = Points::default();
            face.outline_glyph(GlyphId(number), &mut points);
            (points, face.glyph_hor_advance(GlyphId(number)))
        };
        (0..face.number_of_glyphs()).map(one).collect()
    }

    /// The tables that do not depend on how outlines are stored.
    fn tables(program: &[u8]) -> BTreeMap<String, Vec<u8>> {
        let face = RawFace::parse(program, 0).unwrap();
        let all = face.table_records.into_iter().map(|record| record.tag);
        all.filter(|tag| !["glyf", "head", "loca"].contains(&tag.to_string().as_str()))
            .map(|tag| (tag.to_string(), face.table(tag).unwrap().to_vec()))
            .collect()
    }

    #[test]
    fn programs_are_those_that_the_engine_makes_of_whole_fonts() {
        for input in ["templates/kinds/公文/sample.yaml", "data/示例县/2024/示例县司法局.yaml"]
        {
            let (own, engine) = (programs(&pdf(input, false)), programs(&pdf(input, true)));
            assert!(own.len() >= 4 && own.len() == engine.len(), "{input}");
            for (own, engine) in own.iter().zip(&engine) {
                assert!(glyphs(own) == glyphs(engine), "{input}");
                assert_eq!(tables(own), tables(engine), "{input}");
                let whole = own
                    .chunks_exact(4)
                    .map(|word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]));
                // OpenType, "head": the file with its adjustment makes this sum.
                assert_eq!(whole.fold(0, u32::wrapping_add), 0xB1B0_AFBA, "{input}");
            }
        }
    }

    #[test]
    fn what_is_no_pdf_of_ours_is_an_error() {
        let sound = pdf("templates/kinds/公文/sample.yaml", false);
        let fonts = FontSet::load(&[]).0.unwrap();
        for end in [0, 9, sound.len() / 2, sound.len() - 1] {
            assert!(filled(&sound[..end], &fonts).is_err(), "{end}");
        }
    }
}
