//! Numbers for readers: `num_format` (1,234,567, or 123.46万) and `han_number` (二〇二六).

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::article::chart::{grouped, parse_number, written_number};
use crate::render::offer::Offer;
use crate::script::{Script, converter};

/// Han digits, as years are written.
const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

pub(super) fn register(tera: &mut Offer, script: Script) {
    tera.register_filter("num_format", move |value: &Value, kwargs: Kwargs, _: &State| {
        num_format(value, &kwargs, script)
    });
    tera.register_filter("han_number", |value: &Value, _: Kwargs, _: &State| {
        han_number(&value.to_string())
    });
}

/// Thousands apart; with `wan` in units of 万 and 亿 from there on, with `digits` decimals at most.
fn num_format(value: &Value, kwargs: &Kwargs, script: Script) -> TeraResult<String> {
    let wan: bool = kwargs.get("wan")?.unwrap_or(false);
    let digits: usize = kwargs.get("digits")?.unwrap_or(2);
    let text = value.to_string();
    let number = value.as_number().map(|number| number.as_float()).or_else(|| parse_number(&text));
    let Some(number) = number else {
        return Err(Error::message(format!("`{text}` is not a number.")));
    };
    if !wan {
        // A whole number keeps all of its digits, however many they are.
        let whole = value.as_number().and_then(|number| number.as_integer());
        return Ok(whole.map_or_else(|| written_number(number), |n| grouped(&n.to_string())));
    }
    Ok(in_wan(number, digits.min(6), script))
}

fn in_wan(number: f64, digits: usize, script: Script) -> String {
    let rounded =
        |unit: f64| -> f64 { format!("{:.digits$}", number / unit).parse().unwrap_or_default() };
    // 99,999,999 rounds to 10,000万, which is 1亿.
    let (number, unit) = if rounded(1e4).abs() >= 1e4 {
        (rounded(1e8), "亿")
    } else if number.abs() >= 1e4 {
        (rounded(1e4), "万")
    } else {
        return written_number(number);
    };
    let unit = converter(Script::Hans, script)
        .map_or_else(|| unit.to_owned(), |to_site| to_site.convert(unit));
    format!("{}{unit}", written_number(number))
}

/// Every digit as a Han character; what is no digit stays.
fn han_number(text: &str) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|d| DIGITS.get(usize::try_from(d).ok()?));
    text.chars().map(|c| digit(c).copied().unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_told_in_wan() {
        for (number, digits, expected) in [
            (9_999.0, 2, "9,999"),
            (10_000.0, 2, "1万"),
            (123_456.0, 2, "12.35万"),
            (123_456.0, 0, "12万"),
            (99_999_999.0, 2, "1亿"),
            (1_790_360_000.0, 2, "17.9亿"),
            (-25_000.0, 1, "-2.5万"),
            (12_345_678_900_000.0, 2, "123,456.79亿"),
        ] {
            assert_eq!(in_wan(number, digits, Script::Hans), expected);
        }
        assert_eq!(in_wan(20_000.0, 2, Script::Hant), "2萬");
        assert_eq!(han_number("2026年"), "二〇二六年");
    }
}
