//! Makes a smaller picture of a decoded one: cut, resized, turned upright, and written. Every
//! one is made of the whole original, so that it has the same bytes whichever others are made with it.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use super::decode::{Layout, Raster};
use super::exif::Turn;
use super::shape::{Fit, Output, Shape};
use super::strip::with_colour_profile;

/// How hard the encoder tries, of 6. Measured on a photo of 1440 by 1080: 4 takes 0.18 s for 60 KB,
/// 2 takes 0.10 s for 64 KB.
const EFFORT: i32 = 4;

/// Makes one picture; nothing when the pixels cannot be worked on.
pub(super) fn make(raster: &Raster, turn: Turn, shape: &Shape) -> Option<Vec<u8>> {
    let upright = turn.apply(resized(raster, turn, shape)?);
    match shape.output {
        Output::Webp => webp(&upright, raster.profile.as_deref(), shape.quality),
        Output::Avif => avif(&upright, shape.quality),
    }
}

fn webp(upright: &Raster, profile: Option<&[u8]>, quality: u8) -> Option<Vec<u8>> {
    let encoder = match upright.layout {
        Layout::Rgb => webp::Encoder::from_rgb(&upright.pixels, upright.width, upright.height),
        Layout::Rgba => webp::Encoder::from_rgba(&upright.pixels, upright.width, upright.height),
    };
    let mut config = webp::WebPConfig::new().ok()?;
    config.quality = f32::from(quality);
    config.method = EFFORT;
    let written = encoder.encode_advanced(&config).ok()?.to_vec();
    match profile {
        Some(profile) => with_colour_profile(&written, profile, upright.width, upright.height),
        None => Some(written),
    }
}

/// How quick the AVIF encoder is, of 10. Measured on the same photo: 10 takes 0.9 s for 34 KB, 6 takes
/// 4.4 s for 29 KB.
#[cfg(feature = "avif")]
const SPEED: u8 = 10;

/// Colours are taken for the usual ones: this encoder writes no profile.
#[cfg(feature = "avif")]
fn avif(upright: &Raster, quality: u8) -> Option<Vec<u8>> {
    use ravif::{Encoder, Img, RGB8, RGBA8};
    let (width, height) = (upright.width as usize, upright.height as usize);
    // Its scale is another one: 60 looks like the 80 of WebP.
    let encoder = Encoder::new()
        .with_quality(f32::from(quality) * 0.75)
        .with_speed(SPEED)
        .with_num_threads(Some(1));
    let encoded = match upright.layout {
        Layout::Rgb => {
            let points = upright.pixels.chunks_exact(3);
            let of = |point: &[u8]| match *point {
                [r, g, b] => RGB8::new(r, g, b),
                _ => RGB8::default(),
            };
            let points: Vec<RGB8> = points.map(of).collect();
            encoder.encode_rgb(Img::new(&points, width, height))
        }
        Layout::Rgba => {
            let points = upright.pixels.chunks_exact(4);
            let of = |point: &[u8]| match *point {
                [r, g, b, a] => RGBA8::new(r, g, b, a),
                _ => RGBA8::default(),
            };
            let points: Vec<RGBA8> = points.map(of).collect();
            encoder.encode_rgba(Img::new(&points, width, height))
        }
    };
    encoded.ok().map(|encoded| encoded.avif_file)
}

/// This program was built without it, and its settings refuse it.
#[cfg(not(feature = "avif"))]
fn avif(_: &Raster, _: u8) -> Option<Vec<u8>> {
    None
}

/// The picture in its new size, lying as the camera saw it.
fn resized(raster: &Raster, turn: Turn, shape: &Shape) -> Option<Raster> {
    let (width, height) =
        if turn.is_quarter() { (shape.height, shape.width) } else { (shape.width, shape.height) };
    let kind = match raster.layout {
        Layout::Rgb => PixelType::U8x3,
        Layout::Rgba => PixelType::U8x4,
    };
    let source = ImageRef::new(raster.width, raster.height, &raster.pixels, kind).ok()?;
    let mut target = Image::new(width, height, kind);
    let mut options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    if shape.fit == Fit::Fill {
        options = options.fit_into_destination(None);
    }
    Resizer::new().resize(&source, &mut target, &options).ok()?;
    Some(Raster { width, height, pixels: target.into_vec(), layout: raster.layout, profile: None })
}

impl Turn {
    /// Turns a picture as Exif's number says.
    fn apply(self, raster: Raster) -> Raster {
        if self == Self::NONE {
            return raster;
        }
        let Raster { width, height, ref pixels, layout, .. } = raster;
        let (across, down) = if self.is_quarter() { (height, width) } else { (width, height) };
        let size = layout.bytes();
        let mut turned = Vec::with_capacity(pixels.len());
        for y in 0..down {
            for x in 0..across {
                let (right, bottom) = (width - 1, height - 1);
                // Where the pixel that is seen here was for the camera.
                let (from_x, from_y) = match self.number() {
                    2 => (right - x, y),
                    3 => (right - x, bottom - y),
                    4 => (x, bottom - y),
                    5 => (y, x),
                    6 => (y, bottom - x),
                    7 => (right - y, bottom - x),
                    _ => (right - y, x),
                };
                let at = (from_y as usize * width as usize + from_x as usize) * size;
                turned.extend_from_slice(pixels.get(at..at + size).unwrap_or_default());
            }
        }
        Raster { width: across, height: down, pixels: turned, layout, profile: raster.profile }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 3 by 2 points, each with its number.
    fn numbered() -> Raster {
        let pixels = (0..6).flat_map(|n| [n; 3]).collect();
        Raster { width: 3, height: 2, pixels, layout: Layout::Rgb, profile: None }
    }

    #[test]
    fn all_eight_ways_to_hold_a_camera_end_upright() {
        // 0 1 2
        // 3 4 5
        for (number, width, expected) in [
            (1, 3, [0, 1, 2, 3, 4, 5]),
            (2, 3, [2, 1, 0, 5, 4, 3]),
            (3, 3, [5, 4, 3, 2, 1, 0]),
            (4, 3, [3, 4, 5, 0, 1, 2]),
            (5, 2, [0, 3, 1, 4, 2, 5]),
            (6, 2, [3, 0, 4, 1, 5, 2]),
            (7, 2, [5, 2, 4, 1, 3, 0]),
            (8, 2, [2, 5, 1, 4, 0, 3]),
        ] {
            let turned = Turn::numbered(number).apply(numbered());
            let points: Vec<u8> = turned.pixels.chunks(3).map(|point| point[0]).collect();
            assert_eq!((turned.width, &points[..]), (width, &expected[..]), "{number}");
        }
    }

    fn flat(width: u32, height: u32, layout: Layout) -> Raster {
        let pixels = vec![120; width as usize * height as usize * layout.bytes()];
        Raster { width, height, pixels, layout, profile: None }
    }

    fn size(webp: &[u8]) -> (u32, u32) {
        let features = webp::BitstreamFeatures::new(webp).unwrap();
        (features.width(), features.height())
    }

    #[test]
    fn a_picture_is_made_in_the_size_that_is_asked_for() {
        let output = Output::Webp;
        let shape = Shape { width: 20, height: 30, fit: Fit::Fill, quality: 80, output };
        for layout in [Layout::Rgb, Layout::Rgba] {
            let made = make(&flat(90, 60, layout), Turn::NONE, &shape).unwrap();
            assert_eq!(size(&made), (20, 30));
            let made = make(&flat(90, 60, layout), Turn::numbered(6), &shape).unwrap();
            assert_eq!(size(&made), (20, 30), "turned by a quarter");
        }
    }

    #[test]
    fn what_fills_its_frame_is_cut_on_both_sides() {
        // White, with a black edge left and right that the cut takes away.
        let mut raster = flat(40, 10, Layout::Rgb);
        for (at, pixel) in raster.pixels.chunks_mut(3).enumerate() {
            pixel.fill(if (10..30).contains(&(at % 40)) { 255 } else { 0 });
        }
        let output = Output::Webp;
        let filled = Shape { width: 8, height: 8, fit: Fit::Fill, quality: 100, output };
        let made = resized(&raster, Turn::NONE, &filled).unwrap();
        assert!(made.pixels.iter().all(|&light| light > 250), "{:?}", made.pixels);
        let whole = Shape { fit: Fit::Whole, ..filled };
        let made = resized(&raster, Turn::NONE, &whole).unwrap();
        assert!(made.pixels.iter().any(|&light| light < 5), "{:?}", made.pixels);
    }

    #[test]
    fn a_profile_goes_with_the_colours() {
        let profile = Some(b"a profile".to_vec());
        let output = Output::Webp;
        let shape = Shape { width: 9, height: 9, fit: Fit::Whole, quality: 80, output };
        for layout in [Layout::Rgb, Layout::Rgba] {
            let raster = Raster { profile: profile.clone(), ..flat(30, 30, layout) };
            let made = make(&raster, Turn::NONE, &shape).unwrap();
            assert_eq!(super::super::strip::colour_profile(&made), profile.as_deref());
            assert_eq!(webp::Decoder::new(&made).decode().map(|it| it.width()), Some(9));
        }
    }

    #[cfg(feature = "avif")]
    #[test]
    fn a_picture_becomes_an_avif_of_its_size() {
        let output = Output::Avif;
        let shape = Shape { width: 20, height: 30, fit: Fit::Fill, quality: 80, output };
        for layout in [Layout::Rgb, Layout::Rgba] {
            let made = make(&flat(90, 60, layout), Turn::NONE, &shape).unwrap();
            let size = imagesize::blob_size(&made).unwrap();
            assert_eq!((size.width, size.height), (20, 30));
        }
    }
}
