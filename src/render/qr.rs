//! An address as a QR code: inline SVG for pages, lines of text for a terminal. It knows nothing of pages.

use std::sync::OnceLock;

use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, Version, ec};

/// The white border that readers of the code need, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// A screen is not dirty: the least correction gives the largest modules.
const LEVEL: EcLevel = EcLevel::L;

/// The code for `url`; nothing when it is too long for one.
///
/// The mask is always the same one. Choosing the best of the eight, as the standard recommends,
/// cost more than half of the time of a whole build (measured: 10,000 articles in two editions),
/// and any of them is valid.
pub(super) fn svg(url: &str) -> String {
    let Some((width, modules)) = modules(url) else { return String::new() };
    let size = width + 2 * QUIET;
    let mut path = String::with_capacity(8 * 1024);
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let dark = row.iter().skip(x).take_while(|color| **color == Color::Dark).count();
            if dark > 0 {
                let (left, top) = (x + QUIET, y + QUIET);
                for (sign, number) in [('M', left), (' ', top), ('h', dark)] {
                    path.push(sign);
                    push_number(&mut path, number);
                }
                path.push_str("v1h-");
                push_number(&mut path, dark);
                path.push('z');
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

/// The code for `url` in half blocks, two rows of modules a line; nothing when it is too long for one.
/// What is light is drawn, as on a terminal that writes light on dark.
pub(crate) fn lines(url: &str) -> Vec<String> {
    let Some((width, modules)) = modules(url) else { return Vec::new() };
    let size = width + 2 * QUIET;
    let is_dark = |x: usize, y: usize| {
        let at = |n: usize| n.checked_sub(QUIET).filter(|n| *n < width);
        let module = at(x).zip(at(y)).and_then(|(x, y)| modules.get(y * width + x));
        module.is_some_and(|color| *color == Color::Dark)
    };
    let block = |x: usize, y: usize| match (is_dark(x, y), y + 1 < size && !is_dark(x, y + 1)) {
        (false, true) => '█',
        (false, false) => '▀',
        (true, true) => '▄',
        (true, false) => ' ',
    };
    (0..size).step_by(2).map(|y| (0..size).map(|x| block(x, y)).collect()).collect()
}

/// Appends a number of at most three digits: no code has a thousand modules in a row. Formatting
/// took half of the time of drawing one.
fn push_number(out: &mut String, number: usize) {
    for (unit, shown) in [(100, number >= 100), (10, number >= 10), (1, true)] {
        if shown {
            let digit = u32::try_from(number / unit % 10).unwrap_or_default();
            out.extend(char::from_digit(digit, 10));
        }
    }
}

/// A canvas of that version with what all its codes have in common.
fn common(version: Version) -> Option<Canvas> {
    static COMMON: [OnceLock<Canvas>; 41] = [const { OnceLock::new() }; 41];
    let Version::Normal(number) = version else { return None };
    let drawn = || {
        let mut canvas = Canvas::new(version, LEVEL);
        canvas.draw_all_functional_patterns();
        canvas
    };
    Some(COMMON.get(usize::try_from(number).ok()?)?.get_or_init(drawn).clone())
}

/// The modules of the code, row by row, and how many a row has.
fn modules(url: &str) -> Option<(usize, Vec<Color>)> {
    let bits = encode_auto(url.as_bytes(), LEVEL).ok()?;
    let version = bits.version();
    let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, LEVEL).ok()?;
    let mut canvas = common(version)?;
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
