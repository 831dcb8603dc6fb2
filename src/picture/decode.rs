//! A file's pixels: eight bits a colour, red, green, blue, and how opaque they are where some are
//! not. It never turns or resizes them, and refuses what says to be larger than its head told.

use std::io::Cursor;

use png::Transformations;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::strip::colour_profile;
use super::{Flaw, Format, MOST_PIXELS};

/// Pixels, row by row.
#[derive(Debug)]
pub(super) struct Raster {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: Vec<u8>,
    pub(super) layout: Layout,
    /// What the colours mean, unless it is what they usually mean (sRGB).
    pub(super) profile: Option<Vec<u8>>,
}

/// How many bytes a pixel has, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Rgb,
    Rgba,
}

impl Layout {
    /// The bytes of a pixel.
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// Reads the pixels of a file.
pub(super) fn decode(format: Format, bytes: &[u8]) -> Result<Raster, Flaw> {
    let raster = match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes),
        Format::Webp => webp(bytes),
        _ => None,
    };
    let raster = raster.ok_or(Flaw::Damaged)?;
    let count = usize::try_from(u64::from(raster.width) * u64::from(raster.height)).ok();
    let length = count.and_then(|count| count.checked_mul(raster.layout.bytes()));
    if length == Some(raster.pixels.len()) { Ok(raster) } else { Err(Flaw::Damaged) }
}

/// Photos for print (CMYK) and grey ones become red, green and blue.
fn jpeg(bytes: &[u8]) -> Option<Raster> {
    let options = DecoderOptions::default()
        // A file with a byte too much in it is shown by every browser.
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let (width, height) = decoder.dimensions()?;
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    is_bearable(width, height).then_some(())?;
    let profile = decoder.icc_profile().filter(|profile| matters(profile));
    let pixels = decoder.decode().ok()?;
    Some(Raster { width, height, pixels, layout: Layout::Rgb, profile })
}

fn png(bytes: &[u8]) -> Option<Raster> {
    // What is noted in it beside its pixels may be long, and is of no interest.
    let limits = png::Limits { bytes: 64 << 20 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    is_bearable(width, height).then_some(())?;
    let profile = reader.info().icc_profile.as_deref().filter(|profile| matters(profile));
    let profile = profile.map(<[u8]>::to_vec);
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    pixels.truncate(frame.buffer_size());
    let (pixels, layout) = match frame.color_type {
        png::ColorType::Rgb => (pixels, Layout::Rgb),
        png::ColorType::Rgba => (pixels, Layout::Rgba),
        png::ColorType::Grayscale => {
            (pixels.iter().flat_map(|&grey| [grey; 3]).collect(), Layout::Rgb)
        }
        png::ColorType::GrayscaleAlpha => {
            let pairs = pixels.chunks_exact(2);
            let of = |pair: &[u8]| match *pair {
                [grey, alpha] => [grey, grey, grey, alpha],
                _ => [0; 4],
            };
            (pairs.flat_map(of).collect(), Layout::Rgba)
        }
        // It was turned into one of the others.
        png::ColorType::Indexed => return None,
    };
    Some(Raster { width, height, pixels, layout, profile })
}

fn webp(bytes: &[u8]) -> Option<Raster> {
    let features = webp::BitstreamFeatures::new(bytes)?;
    is_bearable(features.width(), features.height()).then_some(())?;
    let image = webp::Decoder::new(bytes).decode()?;
    let layout = if image.is_alpha() { Layout::Rgba } else { Layout::Rgb };
    let profile = colour_profile(bytes).filter(|profile| matters(profile)).map(<[u8]>::to_vec);
    Some(Raster {
        width: image.width(),
        height: image.height(),
        pixels: image.to_vec(),
        layout,
        profile,
    })
}

fn is_bearable(width: u32, height: u32) -> bool {
    width > 0 && height > 0 && u64::from(width) * u64::from(height) <= MOST_PIXELS
}

/// Whether colours look wrong without their profile. One for print or for greys says nothing of the
/// colours that were made of them, and sRGB is what everybody takes for granted.
fn matters(profile: &[u8]) -> bool {
    let names = |name: &[u8]| memchr::memmem::find(profile, name).is_some();
    profile.get(16..20) == Some(b"RGB ") && !names(b"sRGB") && !names(b"s\0R\0G\0B")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Every picture of `testdata/`: 24 by 16 points, the left half red or grey, the right half white
    /// or clear.
    #[test]
    fn whatever_a_program_saved_becomes_eight_bits_of_red_green_and_blue() {
        for (name, left, right) in [
            ("usual.jpg", &[254, 0, 0][..], &[255, 255, 255][..]),
            ("progressive.jpg", &[254, 0, 0], &[255, 255, 255]),
            ("print.jpg", &[254, 0, 0], &[255, 255, 255]),
            ("grey.jpg", &[76, 76, 76], &[255, 255, 255]),
            ("deep.png", &[255, 0, 0], &[255, 255, 255]),
            ("palette.png", &[255, 0, 0], &[255, 255, 255]),
            ("grey.png", &[76, 76, 76], &[255, 255, 255]),
            ("clear.png", &[255, 0, 0, 255], &[255, 255, 255, 0]),
            ("clear.webp", &[255, 0, 0, 255], &[0, 0, 0, 0]),
        ] {
            let file = Path::new(file!()).with_file_name("testdata").join(name);
            let bytes = std::fs::read(file).unwrap();
            let facts = crate::picture::look(name, &bytes).unwrap();
            let raster = decode(facts.format, &bytes).unwrap();
            assert_eq!((raster.width, raster.height), (24, 16), "{name}");
            let at = |x: usize| {
                let size = raster.layout.bytes();
                &raster.pixels[(8 * 24 + x) * size..(8 * 24 + x + 1) * size]
            };
            let is_near = |found: &[u8], wanted: &[u8]| {
                let near = |(a, b): (&u8, &u8)| a.abs_diff(*b) < 6;
                let is_clear = wanted.len() == 4 && wanted[3] == 0;
                found.len() == wanted.len()
                    && if is_clear { found[3] == 0 } else { found.iter().zip(wanted).all(near) }
            };
            assert!(
                is_near(at(4), left) && is_near(at(20), right),
                "{name}: {:?} {:?}",
                at(4),
                at(20)
            );
        }
    }

    #[test]
    fn pixels_that_are_not_there_are_told_and_nothing_fails_loudly() {
        for name in ["usual.jpg", "progressive.jpg", "deep.png", "clear.webp"] {
            let file = Path::new(file!()).with_file_name("testdata").join(name);
            let bytes = std::fs::read(file).unwrap();
            let format = crate::picture::look(name, &bytes).unwrap().format;
            for end in 0..bytes.len() {
                // A JPEG that is cut may still be shown in part: that it is cut is found before.
                if let Ok(raster) = decode(format, &bytes[..end]) {
                    assert_eq!((raster.width, raster.height), (24, 16), "{name} cut at {end}");
                }
            }
            let mut noise = 12345_u32;
            for _ in 0..400 {
                let mut spoilt = bytes.clone();
                for _ in 0..4 {
                    noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let at = (noise >> 8) as usize % spoilt.len();
                    spoilt[at] = (noise >> 24) as u8;
                }
                let _ = decode(format, &spoilt);
            }
        }
        assert!(matches!(decode(Format::Gif, b"GIF89a"), Err(Flaw::Damaged)));
    }
}
