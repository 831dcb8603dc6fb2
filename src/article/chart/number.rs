//! Numbers as Chinese readers see them: without a needless zero, thousands apart. It never
//! rounds what a reader would miss: six decimals stay.

/// Numbers from here on are typing mistakes, and no drawing would hold their digits.
const TOO_LARGE: f64 = 1e15;

/// A number as an author may have typed it: `1,200`, `１２．５`, `-3`. `None` when it is none, or
/// one with something around it.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let digits = plain.trim_start_matches(['-', '+']);
    let whole = digits.split('.').next().unwrap_or_default();
    let groups: Vec<&str> = whole.split(',').collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let well_grouped = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => first.len() <= 3 && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let fraction = digits.get(whole.len()..).unwrap_or_default();
    let fraction = fraction.strip_prefix('.').map_or(fraction.is_empty(), is_number);
    if plain.len() > digits.len() + 1 || !well_grouped || !fraction {
        return None;
    }
    let numbers = groups.iter().all(|group| is_number(group));
    numbers.then(|| plain.replace(',', "").parse().ok()).flatten().filter(|value| usable(*value))
}

/// Whether a number can be drawn.
pub(crate) fn usable(value: f64) -> bool {
    value.is_finite() && value.abs() < TOO_LARGE
}

/// The ASCII form of a digit or sign that an input method made wide.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '－' | '−' => '-',
        '＋' => '+',
        c => c,
    }
}

/// A number with as many decimals as it needs, six at most.
pub(crate) fn written(value: f64) -> String {
    let fixed = format!("{value:.6}");
    grouped(trimmed(&fixed))
}

/// A number with this many decimals.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.')) {
        "0".to_owned()
    } else {
        grouped(&text)
    }
}

/// A decimal number without the zeros at its end.
pub(super) fn trimmed(number: &str) -> &str {
    let short = if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    };
    if short == "-0" { "0" } else { short }
}

/// The digits before the point in groups of three.
pub(crate) fn grouped(number: &str) -> String {
    let end = number.find('.').unwrap_or(number.len());
    let (whole, fraction) = number.split_at_checked(end).unwrap_or((number, ""));
    let digits = whole.trim_start_matches(['-', '+']);
    let mut out = whole.get(..whole.len() - digits.len()).unwrap_or_default().to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(fraction);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_readers() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (12.0, "12"),
            (12.50, "12.5"),
            (0.1 + 0.2, "0.3"),
            (1234.5, "1,234.5"),
            (-1_234_567.0, "-1,234,567"),
            (999.0, "999"),
            (0.000_000_1, "0"),
        ] {
            assert_eq!(written(value), text);
        }
        assert_eq!(fixed(-0.001, 1), "0");
        assert_eq!(fixed(1250.0, 1), "1,250.0");
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, value) in [
            ("12", 12.0),
            (" -3.5 ", -3.5),
            ("1,200", 1200.0),
            ("1,234,567.8", 1_234_567.8),
            ("１２．５", 12.5),
            ("１，２００", 1200.0),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in [
            "",
            "-",
            "12%",
            "12万",
            "1,20",
            "1,2000",
            "12.",
            ".5",
            "1e9",
            "--1",
            "inf",
            "1.2.3",
            "9999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
