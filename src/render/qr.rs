//! An address as a QR code, drawn as inline SVG. It knows nothing of pages.

use std::fmt::Write as _;

use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, ec};

/// The white border that readers of the code need, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// The code for `url`; nothing when it is too long for one.
///
/// The mask is always the same one. Choosing the best of the eight, as the standard recommends,
/// cost more than half of the time of a whole build (measured: 10,000 articles in two editions),
/// and any of them is valid.
pub(super) fn svg(url: &str) -> String {
    let Some((width, modules)) = modules(url) else { return String::new() };
    let size = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let dark = row.iter().skip(x).take_while(|color| **color == Color::Dark).count();
            if dark > 0 {
                let (left, top) = (x + QUIET, y + QUIET);
                // Writing to a String cannot fail.
                let _ = write!(path, "M{left} {top}h{dark}v1h-{dark}z");
            }
            x += dark + 1;
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" width=\"132\" \
         height=\"132\" role=\"img\" aria-hidden=\"true\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>"
    )
}

/// The modules of the code, row by row, and how many a row has.
fn modules(url: &str) -> Option<(usize, Vec<Color>)> {
    let level = EcLevel::L;
    let bits = encode_auto(url.as_bytes(), level).ok()?;
    let version = bits.version();
    let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, level).ok()?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    canvas.apply_mask(MaskPattern::DiagonalLines);
    let width = usize::try_from(version.width()).ok()?;
    Some((width, canvas.into_colors()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_finders_and_an_address_that_is_too_long_has_none() {
        let (width, modules) = modules("https://example.org/news/x/").unwrap();
        let dark = |x: usize, y: usize| modules[y * width + x] == Color::Dark;
        for (x, y) in [(0, 0), (width - 7, 0), (0, width - 7)] {
            assert!((0..7).all(|i| dark(x + i, y) && dark(x, y + i) && dark(x + i, y + 6)));
            assert!(dark(x + 3, y + 3) && !dark(x + 1, y + 1));
        }
        assert_eq!(svg(&"x".repeat(5000)), "");
        assert!(svg("https://example.org/").starts_with("<svg"));
    }
}
