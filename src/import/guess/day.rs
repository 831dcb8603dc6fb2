//! Days as they stand in lines and names of files. It knows no today.

use jiff::tz::TimeZone;

use crate::article::Moment;
use crate::import::pattern::Pattern;

static DAY: Pattern = Pattern::new(
    r"^\s*(\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)(?:[\sT　]*(\d{1,2}[:：时点]\d{1,2}分?(?:[:：]\d{1,2})?))?",
);
static HAN_DAY: Pattern = Pattern::new(
    r"^\s*([一二][〇○零Ｏ一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日",
);
static IN_NAME: Pattern =
    Pattern::new(r"(?:^|[^\d])((?:19|20)\d{2})[-_.年]?(\d{1,2})[-_.月]?(\d{1,2})日?(?:[^\d]|$)");

/// Takes a day, perhaps with a time, off the front of a line.
pub(super) fn split(line: &str) -> Option<(String, &str)> {
    if let Some(groups) = DAY.groups(line) {
        let (whole, day) = (groups.get(0)?, groups.get(1)?.as_str());
        let day: String = day.chars().filter(|c| !c.is_whitespace()).collect();
        let time = groups.get(2).map_or(String::new(), |time| format!(" {}", time.as_str()));
        let moment = Moment::parse(&format!("{day}{time}"), &TimeZone::UTC)?;
        return Some((moment.day_and_time(), line.get(whole.end()..)?));
    }
    let groups = HAN_DAY.groups(line)?;
    let year: String = groups.get(1)?.as_str().chars().map(digit).collect();
    let number = |at: usize| crate::import::letters::numeral(groups.get(at)?.as_str());
    let moment = Moment::parse(&format!("{year}-{}-{}", number(2)?, number(3)?), &TimeZone::UTC)?;
    Some((moment.iso_day(), line.get(groups.get(0)?.end()..)?))
}

/// A whole text that is a day.
pub(super) fn iso(text: &str) -> Option<String> {
    Moment::parse(text, &TimeZone::UTC).map(Moment::iso_day)
}

/// The day that a file is called after.
pub(in crate::import) fn of_name(name: &str) -> Option<String> {
    let groups = IN_NAME.groups(name)?;
    let part = |at: usize| groups.get(at).map(|part| part.as_str());
    iso(&format!("{}-{}-{}", part(1)?, part(2)?, part(3)?))
}

fn digit(c: char) -> char {
    let at = "〇一二三四五六七八九".chars().position(|one| one == c).unwrap_or(0);
    u32::try_from(at).ok().and_then(|at| char::from_digit(at, 10)).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_offices_write_them() {
        for (line, day) in [
            ("2023年01月31日", "2023-01-31"),
            ("2024-3-5 09:30 来源", "2024-03-05 09:30"),
            ("二〇二三年十二月三十一日", "2023-12-31"),
            ("二零二四年一月十日", "2024-01-10"),
        ] {
            assert_eq!(split(line).map(|(day, _)| day).as_deref(), Some(day), "{line}");
        }
        assert_eq!(split("2023年，是开局之年"), None);
        assert_eq!(of_name("20230131-工作报告.docx").as_deref(), Some("2023-01-31"));
        assert_eq!(of_name("000_2222ca483f355c69.txt"), None);
    }
}
