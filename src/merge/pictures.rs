//! Reads the pictures of seals and signatures that the data names.

use std::io::Cursor;
use std::path::Path;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::env;
use crate::model::{Picture, PictureFormat, Sealing};

/// A picture file may have this many bytes.
const MOST_BYTES: u64 = 8 << 20;
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

/// What the decoder would take and the PDF would not, or what makes a small file large.
fn refuse(bytes: &[u8], format: PictureFormat) -> Result<(), String> {
    match format {
        PictureFormat::Jpeg if components(bytes) == Some(4) => {
            Err("是 CMYK 四色图片，公文用 RGB 图片；用看图软件另存为 RGB 的 PNG".to_owned())
        }
        PictureFormat::Png if longest_extra(bytes) > MOST_EXTRA => Err(format!(
            "附带的数据（颜色配置、说明等）超过 {} KB；用看图软件另存一份",
            MOST_EXTRA >> 10
        )),
        PictureFormat::Jpeg | PictureFormat::Png => Ok(()),
    }
}

/// A PNG file may carry pieces beside the picture that are this long, in bytes.
const MOST_EXTRA: usize = 128 << 10;

/// The longest piece of a PNG file that is not the picture itself.
fn longest_extra(bytes: &[u8]) -> usize {
    let mut rest = bytes.get(8..).unwrap_or_default();
    let mut longest = 0;
    while let Some((head, behind)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if !matches!(&head[4..], b"IDAT" | b"PLTE") {
            longest = longest.max(length);
        }
        rest = behind.get(length.saturating_add(4)..).unwrap_or_default();
    }
    longest
}

/// How many colours a JPEG file has.
fn components(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xFF, marker, ..] = rest else { return None };
        let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return rest.get(9).copied(),
            _ => rest = rest.get(2 + length..)?,
        }
    }
}

/// Fills in what the file says; the error is a reason in Chinese.
fn read(picture: &mut Picture) -> Result<(), String> {
    let named = Path::new(&picture.path);
    let base = picture.origin.as_ref().and_then(|origin| origin.span.source.path().parent());
    let path = base.map_or_else(|| named.to_owned(), |base| base.join(named));
    let bytes = env::read_at_most(&path, MOST_BYTES).map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => format!("文件超过 {} MB", MOST_BYTES >> 20),
        _ => env::io_reason(&error),
    })?;
    let mut reader = ImageReader::new(Cursor::new(&bytes))
        .with_guessed_format()
        .map_err(|error| env::io_reason(&error))?;
    picture.format = match reader.format() {
        Some(ImageFormat::Png) => PictureFormat::Png,
        Some(ImageFormat::Jpeg) => PictureFormat::Jpeg,
        _ => return Err("不是 PNG 或 JPEG 图片".to_owned()),
    };
    refuse(&bytes, picture.format)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    reader.limits(limits.clone());
    let damaged = |_| format!("内容损坏，或者边长超过 {MOST_PIXELS} 像素");
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    decoder.set_limits(limits).map_err(damaged)?;
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    decoded.apply_orientation(turn);
    picture.aspect = f64::from(decoded.width()) / f64::from(decoded.height());
    picture.is_transparent = decoded.color().has_alpha();
    let is_plain = turn == Orientation::NoTransforms && !is_read_differently(&bytes);
    picture.bytes = if is_plain {
        bytes.into()
    } else {
        // The pixels as they are seen, upright; nothing is left for a reader to interpret.
        picture.format = PictureFormat::Png;
        let mut pixels = Cursor::new(Vec::new());
        decoded.write_to(&mut pixels, ImageFormat::Png).map_err(damaged)?;
        pixels.into_inner().into()
    };
    Ok(())
}

/// Whether programs disagree about a picture: inks (CMYK) in a JPEG, EXIF in a PNG.
fn is_read_differently(bytes: &[u8]) -> bool {
    let has_exif = || bytes.windows(4).any(|part| part == b"eXIf");
    if bytes.starts_with(b"\x89PNG") {
        has_exif()
    } else {
        inks(bytes).is_some_and(|inks| inks > 3)
    }
}

/// How many components the frame of a JPEG has.
fn inks(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let [0xFF, marker, high, low] = *bytes.get(at..at + 4)? else { return None };
        // SOF0 to SOF15, but for the tables among them.
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            return bytes.get(at + 9).copied();
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of two pixels side by side, with the EXIF of a camera that was turned.
    fn turned() -> Vec<u8> {
        let mut jpeg = Cursor::new(Vec::new());
        let pixels = DynamicImage::new_rgb8(2, 1);
        pixels.write_to(&mut jpeg, ImageFormat::Jpeg).expect("a picture");
        // TIFF, big endian: one entry, Orientation (0x0112), SHORT, 6.
        let tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let exif = [&b"Exif\0\0"[..], tiff].concat();
        let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
        let jpeg = jpeg.into_inner();
        [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn pictures_are_turned_upright() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("章.jpg");
        env::replace_together(&[(path.clone(), &turned())]).expect("written");
        let mut picture = Picture {
            path: path.to_string_lossy().into_owned(),
            origin: None,
            bytes: Vec::new().into(),
            format: PictureFormat::Jpeg,
            aspect: 1.0,
            is_transparent: false,
        };
        read(&mut picture).expect("a picture");
        assert_eq!((picture.aspect, picture.format), (0.5, PictureFormat::Png));
        assert_eq!(inks(&turned()), Some(3));
        assert_eq!(inks(b"\xFF\xD8\xFF\xC0\0\x11\x08\0\x01\0\x01\x04"), Some(4));
        assert_eq!(inks(b"\xFF\xD8"), None);
    }
}
