//! Reads the pictures of seals and signatures that the data names.

use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, ImageReader, Limits};

use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::env;
use crate::model::{Picture, PictureFormat, Sealing};

/// A picture file may have this many bytes.
const MOST_BYTES: usize = 8 << 20;
/// A picture may have this many pixels on a side.
const MOST_PIXELS: u32 = 4096;

/// Reads every picture; a path is seen from the file that names it.
pub(super) fn load(sealing: &mut Sealing, findings: &mut Findings) {
    let pictures: Vec<&mut Picture> = match sealing {
        Sealing::None => Vec::new(),
        Sealing::Seals(seals) => {
            seals.iter_mut().filter_map(|seal| seal.picture.as_mut()).collect()
        }
        Sealing::Stamps(stamps) => {
            stamps.iter_mut().filter_map(|stamp| stamp.picture.as_mut()).collect()
        }
    };
    for picture in pictures {
        let read = read(picture);
        let at = |code, message: String| match &picture.origin {
            Some(origin) => {
                Diagnostic::new(code, origin.span.place(), message).field(&origin.field)
            }
            None => Diagnostic::new(code, Place::Whole, message),
        };
        match read {
            Err(reason) => {
                let message = format!("图片“{}”不能用：{reason}", picture.path);
                findings.push(at(Code::PictureUnusable, message));
            }
            Ok(()) if !picture.is_transparent => {
                let message = format!("图片“{}”没有透明底，放在文字下面", picture.path);
                findings.push(at(Code::PictureOpaque, message));
            }
            Ok(()) => {}
        }
    }
}

/// Fills in what the file says; the error is a reason in Chinese.
fn read(picture: &mut Picture) -> Result<(), String> {
    let named = Path::new(&picture.path);
    let base = picture.origin.as_ref().and_then(|origin| origin.span.source.path().parent());
    let path = base.map_or_else(|| named.to_owned(), |base| base.join(named));
    let bytes = env::read(&path).map_err(|error| env::io_reason(&error))?;
    if bytes.len() > MOST_BYTES {
        return Err(format!("文件有 {} MB，最多 {} MB", bytes.len() >> 20, MOST_BYTES >> 20));
    }
    let mut reader = ImageReader::new(Cursor::new(&bytes))
        .with_guessed_format()
        .map_err(|error| env::io_reason(&error))?;
    picture.format = match reader.format() {
        Some(ImageFormat::Png) => PictureFormat::Png,
        Some(ImageFormat::Jpeg) => PictureFormat::Jpeg,
        _ => return Err("不是 PNG 或 JPEG 图片".to_owned()),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    reader.limits(limits);
    let decoded =
        reader.decode().map_err(|_| format!("内容损坏，或者边长超过 {MOST_PIXELS} 像素"))?;
    picture.aspect = f64::from(decoded.width()) / f64::from(decoded.height());
    picture.is_transparent = decoded.color().has_alpha();
    picture.bytes = bytes.into();
    Ok(())
}
