//! Civil dates of Vietnam (UTC+7) and how periods are counted in them.

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

impl Date {
    /// The date of a year, a month (1–12) and a day (1–31).
    ///
    /// # Errors
    ///
    /// [`DateError`] if there is no such day, or the year is not in 1900–9999.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, DateError> {
        let month = time::Month::try_from(month).map_err(|_| DateError)?;
        if !(1900..=9999).contains(&year) {
            return Err(DateError);
        }
        time::Date::from_calendar_date(year, month, day)
            .map(Self)
            .map_err(|_| DateError)
    }

    /// The civil day in Vietnam of a Unix time in milliseconds.
    #[must_use]
    pub fn of_unix_millis(millis: i64) -> Option<Self> {
        let seconds = millis.div_euclid(1000) + 7 * 3600;
        let at = time::OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        (1900..=9999).contains(&at.year()).then(|| Self(at.date()))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The date `days` later (earlier if negative); saturates at the range's ends.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(time::Duration::days(days)))
    }

    /// Days from `self` to `later`; negative if it is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else {
            return Err(DateError);
        };
        let number = |part: &str, width| {
            let fits = part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
            if fits { part.parse::<i32>().ok() } else { None }
        };
        let (Some(year), Some(month), Some(day)) =
            (number(year, 4), number(month, 2), number(day, 2))
        else {
            return Err(DateError);
        };
        Self::new(year, month as u8, day as u8)
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
            self.0.year(),
            u8::from(self.0.month()),
            self.0.day()
        )
    }
}
