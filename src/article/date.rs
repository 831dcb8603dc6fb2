//! Dates as Chinese offices write them. It reads and prints, and knows now when it is asked.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A day, with a time when the author gave one. Both are local to the site's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    pub(crate) day: Date,
    pub(crate) time: Option<Time>,
}

/// The years of which RFC 3339 and every reader of a feed can make a date.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=9990;

impl Moment {
    /// Reads `2023-01-31`, `2023/1/31`, `2023.1.31` or `2023年1月31日`, with or without a time
    /// (`09:00`, `9:00:30`, `9时30分`) and an offset (`+08:00`, `Z`); with an offset the moment
    /// is brought to the site's zone. `None` for anything else.
    pub(crate) fn parse(text: &str, zone: &TimeZone) -> Option<Self> {
        let text = text.trim();
        if let Ok(instant) = text.parse::<Timestamp>() {
            let moment = Self::from_zoned(&instant.to_zoned(zone.clone()));
            return Some(moment).filter(|moment| YEARS.contains(&moment.day.year()));
        }
        let (day, rest) = split_day(text)?;
        let rest = rest.trim_start_matches(['T', 't', ' ', '\u{3000}']).trim();
        if rest.is_empty() {
            return Some(Self { day, time: None });
        }
        Some(Self { day, time: Some(parse_time(rest)?) })
    }

    /// This moment, in a zone.
    pub(crate) fn now(zone: &TimeZone) -> Self {
        Self::from_zoned(&Timestamp::now().to_zoned(zone.clone()))
    }

    /// How long it is until then; nothing when it has come. A day begins at midnight.
    pub(crate) fn wait(self, zone: &TimeZone) -> std::time::Duration {
        let time = self.time.unwrap_or_else(Time::midnight);
        let then = self.day.to_datetime(time).to_zoned(zone.clone());
        let wait = then.map(|then| then.timestamp().duration_since(Timestamp::now()));
        wait.ok().and_then(|wait| wait.try_into().ok()).unwrap_or_default()
    }

    fn from_zoned(zoned: &Zoned) -> Self {
        Self { day: zoned.date(), time: Some(zoned.time()) }
    }

    /// The moment as RFC 3339 has it; a day begins at midnight.
    pub(crate) fn rfc3339(self, zone: &TimeZone) -> String {
        let time = self.time.unwrap_or_else(Time::midnight);
        match self.day.to_datetime(time).to_zoned(zone.clone()) {
            Ok(zoned) => zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            Err(_) => self.day.to_string(),
        }
    }

    /// `2023-01-31`.
    pub(crate) fn iso_day(self) -> String {
        self.day.to_string()
    }

    /// `2023年1月31日` (GB/T 15835: no leading zeros).
    pub(crate) fn han(self) -> String {
        format!("{}年{}月{}日", self.day.year(), self.day.month(), self.day.day())
    }

    /// `2023-01-31 09:00`, or the day alone when no time was given.
    pub(crate) fn day_and_time(self) -> String {
        match self.time {
            Some(time) => format!("{} {:02}:{:02}", self.day, time.hour(), time.minute()),
            None => self.iso_day(),
        }
    }

    /// `01-31`.
    pub(crate) fn month_day(self) -> String {
        format!("{:02}-{:02}", self.day.month(), self.day.day())
    }
}

/// Takes year, month and day off the front.
fn split_day(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = number(text)?;
    let rest = rest.strip_prefix(['-', '/', '.', '年'])?;
    let (month, rest) = number(rest.trim_start())?;
    let rest = rest.strip_prefix(['-', '/', '.', '月'])?;
    let (day, rest) = number(rest.trim_start())?;
    let rest = rest.strip_prefix('日').unwrap_or(rest);
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date, rest))
}

fn parse_time(text: &str) -> Option<Time> {
    let (hour, rest) = number(text)?;
    let rest = rest.strip_prefix([':', '：', '时', '點', '点'])?;
    let (minute, rest) = if rest.is_empty() { (0, rest) } else { number(rest)? };
    let rest = rest.strip_prefix('分').unwrap_or(rest);
    let (second, rest) = match rest.strip_prefix([':', '：']) {
        Some(rest) => number(rest)?,
        None => (0, rest),
    };
    let small = |n: u32| i8::try_from(n).ok();
    rest.is_empty().then(|| Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok())?
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_date_gives_the_same_day() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        for text in [
            "2023-01-31",
            "2023/1/31",
            "2023.01.31",
            "2023年1月31日",
            "2023年01月31日",
            " 2023-1-31 ",
        ] {
            assert_eq!(Moment::parse(text, &zone).unwrap().han(), "2023年1月31日", "{text}");
        }
        let late = Moment::parse("2023-01-31T20:30:00Z", &zone).unwrap();
        assert_eq!(late.day_and_time(), "2023-02-01 04:30");
        assert_eq!(late.rfc3339(&zone), "2023-02-01T04:30:00+08:00");
        let spoken = Moment::parse("2023年1月31日 9时5分", &zone).unwrap();
        assert_eq!(spoken.day_and_time(), "2023-01-31 09:05");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let zone = TimeZone::UTC;
        for text in
            ["", "去年", "2023-02-30", "2023-13-01", "2023-01", "2023-01-01 25:00", "99999-1-1"]
        {
            assert_eq!(Moment::parse(text, &zone), None, "{text}");
        }
    }
}
