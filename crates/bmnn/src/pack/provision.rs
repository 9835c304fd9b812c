//! One rule of a pack: its value, where it stands, and how surely.

use crate::cite::{Citation, Confidence};
use crate::date::Date;

/// One rule of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provision {
    /// Its id, `extend.decide-before`: one of [`CATALOGUE`](super::CATALOGUE).
    pub id: &'static str,
    /// What it says.
    pub value: Setting,
    /// Where it stands.
    pub citation: Citation,
    /// How surely.
    pub confidence: Confidence,
    /// The agency's own choice whether it refuses; none to go by confidence.
    pub enforce: Option<bool>,
    /// The first day that it holds, where that is not the pack's own.
    pub since: Option<Date>,
    /// The rule in Vietnamese, in a phrase.
    pub vi: String,
    /// The rule in English, in a phrase.
    pub en: String,
    /// Why the value is as it is, where that needs a word.
    pub note: Option<String>,
}

impl Provision {
    /// Whether an act against it is refused, rather than warned of.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.enforce.unwrap_or_else(|| self.confidence.refuses())
    }

    /// Whether it holds on a day of its pack's period.
    #[must_use]
    pub fn holds_on(&self, on: Date) -> bool {
        self.since.is_none_or(|since| on >= since)
    }
}

/// The value of a provision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A period of years.
    Years(u32),
    /// A number of days.
    Days(u32),
    /// Without delay (`ngay`): on the day itself.
    AtOnce,
    /// A number.
    Count(u32),
    /// Whether the rule is made.
    Holds(bool),
    /// One word of a closed list.
    Word(String),
    /// Some words of a closed list, in the order of the law.
    Words(Vec<String>),
    /// A day of every year.
    YearDay {
        /// The month, 1–12.
        month: u8,
        /// The day, 1–31.
        day: u8,
    },
    /// The rule exists or may exist; its value was not found. Nothing is guessed.
    Unknown,
}

impl Setting {
    /// The years, if it is a period of years.
    #[must_use]
    pub fn years(&self) -> Option<u32> {
        match self {
            Self::Years(years) => Some(*years),
            _ => None,
        }
    }

    /// The days within which something is due: 0 for at once.
    #[must_use]
    pub fn days(&self) -> Option<u32> {
        match self {
            Self::Days(days) => Some(*days),
            Self::AtOnce => Some(0),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn count(&self) -> Option<u32> {
        match self {
            Self::Count(count) => Some(*count),
            _ => None,
        }
    }

    /// Whether the rule is made: true for every known value but `false`.
    #[must_use]
    pub fn holds(&self) -> bool {
        !matches!(self, Self::Holds(false) | Self::Unknown)
    }

    /// The word, if it is one.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The words, if it is a list; otherwise none.
    #[must_use]
    pub fn words(&self) -> &[String] {
        match self {
            Self::Words(words) => words,
            _ => &[],
        }
    }
}

/// What values a provision may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `years`, 1 to 100.
    Years,
    /// `days`, 1 to 3650, or `at-once`.
    Deadline,
    /// `count`, 1 to 1000.
    Count,
    /// `holds`, true or false.
    Holds,
    /// `word`, one of these.
    Word(&'static [&'static str]),
    /// `words`, some of these, none twice.
    Words(&'static [&'static str]),
    /// `day`, as `12-20`.
    YearDay,
}

impl Kind {
    /// Whether a value fits.
    #[must_use]
    pub fn admits(self, value: &Setting) -> bool {
        match (self, value) {
            (_, Setting::Unknown) | (Self::Holds, Setting::Holds(_)) => true,
            (Self::Deadline, Setting::AtOnce) | (Self::YearDay, Setting::YearDay { .. }) => true,
            (Self::Years, Setting::Years(years)) => (1..=100).contains(years),
            (Self::Deadline, Setting::Days(days)) => (1..=3650).contains(days),
            (Self::Count, Setting::Count(count)) => (1..=1000).contains(count),
            (Self::Word(list), Setting::Word(word)) => list.contains(&word.as_str()),
            (Self::Words(list), Setting::Words(words)) => {
                let mut seen = Vec::new();
                !words.is_empty()
                    && words.iter().all(|word| {
                        let fresh = !seen.contains(&word);
                        seen.push(word);
                        fresh && list.contains(&word.as_str())
                    })
            }
            _ => false,
        }
    }

    /// What fits, for an error.
    #[must_use]
    pub fn wanted(self) -> String {
        match self {
            Self::Years => "`years` from 1 to 100".to_owned(),
            Self::Deadline => "`days` from 1 to 3650, or `at-once = true`".to_owned(),
            Self::Count => "`count` from 1 to 1000".to_owned(),
            Self::Holds => "`holds` true or false".to_owned(),
            Self::Word(list) => format!("`word`, one of `{}`", list.join("`, `")),
            Self::Words(list) => format!("`words`, each once, of `{}`", list.join("`, `")),
            Self::YearDay => "`day` such as `12-20`".to_owned(),
        }
    }
}
