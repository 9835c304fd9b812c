//! Civil dates of Vietnam (UTC+7) and how periods are counted in them.
//!
//! Neither law on state secrets says how a period is counted. The Civil Code
//! 2015 (91/2015/QH13) Art. 147–148 does for civil matters: the day of the
//! event is not counted, and a period in months or years ends at the end of the
//! corresponding day of the last month or year, or of that month's last day
//! where it has none. That it governs here is an inference, and the packs mark
//! it so (`term.counting`). Art. 148(5), which moves a last day that is a day
//! off to the next working day, is not applied: the core knows no calendar of
//! holidays, and the earlier day is the safe one for a duty.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A civil date, `2026-03-01`, from year 1900 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(time::Date);

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a date such as `2026-03-01`")]
pub struct DateError;

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 9999;

impl Date {
    /// The date of a year, a month (1–12) and a day (1–31).
    ///
    /// # Errors
    ///
    /// [`DateError`] if there is no such day, or the year is not in 1900–9999.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, DateError> {
        let month = time::Month::try_from(month).map_err(|_| DateError)?;
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(DateError);
        }
        time::Date::from_calendar_date(year, month, day)
            .map(Self)
            .map_err(|_| DateError)
    }

    /// The civil day in Vietnam (UTC+7) of a Unix time in milliseconds.
    ///
    /// # Examples
    ///
    /// ```
    /// use bmnn::date::Date;
    ///
    /// // 16:59:59.999 UTC is a minute before midnight in Hà Nội.
    /// assert_eq!(Date::of_unix_millis(1_772_297_999_999), Date::new(2026, 2, 28).ok());
    /// assert_eq!(Date::of_unix_millis(1_772_298_000_000), Date::new(2026, 3, 1).ok());
    /// ```
    #[must_use]
    pub fn of_unix_millis(millis: i64) -> Option<Self> {
        let seconds = millis.div_euclid(1000) + 7 * 3600;
        let at = time::OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        (FIRST_YEAR..=LAST_YEAR)
            .contains(&at.year())
            .then(|| Self(at.date()))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1–12.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::from(self.0.month())
    }

    /// The day of the month, 1–31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// As it is written in Vietnamese: `04/05/2021`.
    #[must_use]
    pub fn vi(self) -> String {
        format!("{:02}/{:02}/{}", self.day(), self.month(), self.year())
    }

    /// The date `days` later (earlier if negative); saturates at the range's ends.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        // Beyond this the range ends anyway, and `Duration` counts in seconds.
        let days = time::Duration::days(days.clamp(-4_000_000, 4_000_000));
        let moved = self.0.saturating_add(days);
        Self(moved.clamp(Self::first().0, Self::last().0))
    }

    /// The last day of a period of `years` that begins with an event on this
    /// day (Civil Code 2015 Art. 147(2), 148(4)): the anniversary, or the
    /// month's last day where there is none. Saturates at 9999-12-31.
    ///
    /// # Examples
    ///
    /// ```
    /// use bmnn::date::Date;
    ///
    /// let leap_day: Date = "2020-02-29".parse()?;
    /// assert_eq!(leap_day.plus_years(10).to_string(), "2030-02-28");
    /// assert_eq!(leap_day.plus_years(20).to_string(), "2040-02-29");
    /// # Ok::<(), bmnn::date::DateError>(())
    /// ```
    #[must_use]
    pub fn plus_years(self, years: u32) -> Self {
        self.plus_months(years.saturating_mul(12))
    }

    /// The last day of a period of `months` that begins with an event on this
    /// day (Civil Code 2015 Art. 147(2), 148(3)). Saturates at 9999-12-31.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let count = i64::from(self.0.year()) * 12 + i64::from(self.month()) - 1 + i64::from(months);
        let year = i32::try_from(count.div_euclid(12)).unwrap_or(i32::MAX);
        // 1 to 12, so the conversion cannot fail.
        let month = u8::try_from(count.rem_euclid(12) + 1).unwrap_or(1);
        last_day_of(year, month)
            .and_then(|last| Self::new(year, month, self.day().min(last)).ok())
            .unwrap_or_else(Self::last)
    }

    /// Days from `self` to `later`; negative if it is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }

    fn first() -> Self {
        Self(time::macros::date!(1900 - 01 - 01))
    }

    fn last() -> Self {
        Self(time::macros::date!(9999 - 12 - 31))
    }
}

/// The number of days of a month, if that month is in range.
fn last_day_of(year: i32, month: u8) -> Option<u8> {
    let month = time::Month::try_from(month).ok()?;
    (FIRST_YEAR..=LAST_YEAR)
        .contains(&year)
        .then(|| month.length(year))
}

/// Digits, as a number.
fn number<const WIDTH: usize>(digits: [u8; WIDTH]) -> Option<u16> {
    let all = digits.iter().all(u8::is_ascii_digit);
    all.then(|| {
        let digit = |byte: u8| u16::from(byte - b'0');
        digits
            .into_iter()
            .fold(0, |number, byte| number * 10 + digit(byte))
    })
}

/// Two digits, as a number.
fn two_digits(digits: [u8; 2]) -> Option<u8> {
    number(digits).and_then(|n| u8::try_from(n).ok())
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text.as_bytes() else {
            return Err(DateError);
        };
        let year = number([y0, y1, y2, y3]).ok_or(DateError)?;
        let month = two_digits([m0, m1]).ok_or(DateError)?;
        let day = two_digits([d0, d1]).ok_or(DateError)?;
        Self::new(year.into(), month, day)
    }
}

impl TryFrom<String> for Date {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

/// A date of which only the year, or the year and month, may be known, as old
/// papers have it: `2014`, `2014-05`, `2014-05-31`.
///
/// Two are equal when they say the same; for an order, compare [`latest`].
///
/// [`latest`]: PartDate::latest
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartDate {
    /// A year alone; one of 1900–9999.
    Year(PartYear),
    /// A year and a month.
    Month(PartMonth),
    /// The full date.
    Day(Date),
}

/// A year in range, known without its month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartYear(Date);

/// A month in range, known without its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartMonth(Date);

/// Why a text is no date or part of one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a date, a month or a year: `2014-05-31`, `2014-05` or `2014`")]
pub struct PartDateError;

impl PartDate {
    /// The latest day that it can mean. This is the day that counts: a term
    /// reckoned from it protects no less than the true one.
    #[must_use]
    pub fn latest(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(PartMonth(first)) => last_day_of(first.year(), first.month())
                .and_then(|last| Date::new(first.year(), first.month(), last).ok())
                .unwrap_or(first),
            Self::Year(PartYear(first)) => {
                Date::new(first.year(), 12, 31).unwrap_or_else(|_| Date::last())
            }
        }
    }

    /// The earliest day that it can mean.
    #[must_use]
    pub fn earliest(self) -> Date {
        match self {
            Self::Day(date) | Self::Month(PartMonth(date)) | Self::Year(PartYear(date)) => date,
        }
    }

    /// The full date, if that is what is known.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            _ => None,
        }
    }
}

impl FromStr for PartDate {
    type Err = PartDateError;

    fn from_str(text: &str) -> Result<Self, PartDateError> {
        let begins = |year: [u8; 4], month: Option<u8>| {
            let year = number(year)?;
            Date::new(year.into(), month?, 1).ok()
        };
        let part = match *text.as_bytes() {
            [y0, y1, y2, y3] => {
                begins([y0, y1, y2, y3], Some(1)).map(|first| Self::Year(PartYear(first)))
            }
            [y0, y1, y2, y3, b'-', m0, m1] => begins([y0, y1, y2, y3], two_digits([m0, m1]))
                .map(|first| Self::Month(PartMonth(first))),
            _ => text.parse().ok().map(Self::Day),
        };
        part.ok_or(PartDateError)
    }
}

impl From<Date> for PartDate {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

impl TryFrom<String> for PartDate {
    type Error = PartDateError;

    fn try_from(text: String) -> Result<Self, PartDateError> {
        text.parse()
    }
}

impl From<PartDate> for String {
    fn from(date: PartDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for PartDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => date.fmt(f),
            Self::Month(PartMonth(first)) => write!(f, "{:04}-{:02}", first.year(), first.month()),
            Self::Year(PartYear(first)) => write!(f, "{:04}", first.year()),
        }
    }
}

/// A time of day at UTC+7, to the minute: `14:05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Time {
    hour: u8,
    minute: u8,
}

/// Why a text is no time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a time of day such as `14:05`")]
pub struct TimeError;

impl Time {
    /// The time of an hour (0–23) and a minute (0–59).
    ///
    /// # Errors
    ///
    /// [`TimeError`] if there is no such time.
    pub fn new(hour: u8, minute: u8) -> Result<Self, TimeError> {
        if hour < 24 && minute < 60 {
            Ok(Self { hour, minute })
        } else {
            Err(TimeError)
        }
    }

    /// The hour, 0–23.
    #[must_use]
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0–59.
    #[must_use]
    pub fn minute(self) -> u8 {
        self.minute
    }
}

impl FromStr for Time {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let [h0, h1, b':', m0, m1] = *text.as_bytes() else {
            return Err(TimeError);
        };
        let hour = two_digits([h0, h1]).ok_or(TimeError)?;
        let minute = two_digits([m0, m1]).ok_or(TimeError)?;
        Self::new(hour, minute)
    }
}

impl TryFrom<String> for Time {
    type Error = TimeError;

    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        time.to_string()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn parses() {
        let table = [
            ("2026-03-01", true),
            ("2024-02-29", true),
            ("2025-02-29", false),
            ("1899-12-31", false),
            ("9999-12-31", true),
            ("2026-3-1", false), // one value, one spelling
            ("2026-03", false),
            ("2026-03-01-01", false),
            ("2026-03-+1", false),
            (" 2026-03-01", false),
            ("", false),
        ];
        for (text, holds) in table {
            assert_eq!(text.parse::<Date>().is_ok(), holds, "{text:?}");
        }
    }

    /// Civil Code 2015 Art. 147–148.
    #[test]
    fn counts_years_to_the_anniversary() {
        let table = [
            ("2020-07-01", 10, "2030-07-01"),
            ("2026-03-01", 30, "2056-03-01"),
            ("2020-02-29", 10, "2030-02-28"), // no anniversary: the month's last day
            ("2020-02-29", 20, "2040-02-29"),
            ("2019-02-28", 1, "2020-02-28"), // not the 29th: there is an anniversary
            ("2000-12-31", 20, "2020-12-31"),
            ("2096-02-29", 4, "2100-02-28"), // 2100 is no leap year
            ("9990-01-01", 30, "9999-12-31"),
        ];
        for (start, years, want) in table {
            assert_eq!(
                date(start).plus_years(years).to_string(),
                want,
                "{start} + {years}"
            );
        }
    }

    #[test]
    fn counts_months_to_the_same_day() {
        let table = [
            ("2026-01-15", 1, "2026-02-15"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2026-11-30", 1, "2026-12-30"),
            ("2026-12-01", 1, "2027-01-01"),
            ("2026-05-05", 0, "2026-05-05"),
        ];
        for (start, months, want) in table {
            assert_eq!(
                date(start).plus_months(months).to_string(),
                want,
                "{start} + {months}"
            );
        }
    }

    #[test]
    fn a_part_date_counts_as_its_latest_day() {
        let table = [
            ("2014", "2014-01-01", "2014-12-31"),
            ("2014-05", "2014-05-01", "2014-05-31"),
            ("2012-02", "2012-02-01", "2012-02-29"),
            ("2014-05-07", "2014-05-07", "2014-05-07"),
            ("9999", "9999-01-01", "9999-12-31"),
            ("9999-12", "9999-12-01", "9999-12-31"),
        ];
        for (text, earliest, latest) in table {
            let part: PartDate = text.parse().unwrap();
            assert_eq!(part.to_string(), text);
            assert_eq!(part.earliest().to_string(), earliest);
            assert_eq!(part.latest().to_string(), latest);
        }
        for text in ["", "14", "2014-", "2014-13", "2014-5", "2014-05-32", "x"] {
            assert!(text.parse::<PartDate>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn times() {
        for text in ["00:00", "14:05", "23:59"] {
            assert_eq!(text.parse::<Time>().unwrap().to_string(), text);
        }
        for text in ["24:00", "12:60", "1:05", "12", "12:5", "", "12:00:00"] {
            assert!(text.parse::<Time>().is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn text_round_trips(days in 0i64..2_958_000) {
            let date = Date::first().plus_days(days);
            prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            prop_assert_eq!(Date::first().days_until(date), days);
        }

        /// A longer period never ends earlier, and a later start neither.
        #[test]
        fn counting_is_monotone(days in 0i64..60_000, n in 0u32..1200, more in 0u32..24) {
            let date = Date::first().plus_days(days);
            prop_assert!(date.plus_months(n) <= date.plus_months(n + more));
            prop_assert!(date.plus_months(n) <= date.plus_days(1).plus_months(n));
        }

        #[test]
        fn nothing_panics(text in any::<String>(), days in any::<i64>(), n in any::<u32>()) {
            let _ = (text.parse::<Date>(), text.parse::<PartDate>(), text.parse::<Time>());
            let _ = Date::of_unix_millis(days);
            let date = Date::first();
            let _ = (date.plus_years(n), date.plus_months(n), date.plus_days(days));
        }
    }
}
