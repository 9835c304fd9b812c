//! What becomes of secrets of an older law.

use crate::cite::{Citation, Confidence};
use crate::date::Date;

/// One row of a transition table: whom it concerns, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Its id within the pack.
    pub id: String,
    /// Only what was determined before this day.
    pub determined_before: Option<Date>,
    /// Only marks that were made before this day.
    pub marked_before: Option<Date>,
    /// Only where the term ended before this day.
    pub ended_before: Option<Date>,
    /// Only where the term ends on this day or later.
    pub ends_from: Option<Date>,
    /// Only what is (or is not) on a list issued under the new law.
    pub listed: Option<bool>,
    /// What follows.
    pub rule: TransitionRule,
    /// The last day for doing it, where there is one.
    pub by: Option<Date>,
    /// Where it stands.
    pub citation: Citation,
    /// How surely.
    pub confidence: Confidence,
    /// The row in Vietnamese.
    pub vi: String,
    /// The row in English.
    pub en: String,
}

impl Transition {
    /// Whether the row concerns an old secret. A condition whose fact is not
    /// known counts as met: the row may apply, and is shown.
    #[must_use]
    pub fn concerns(&self, secret: OldSecret) -> bool {
        let may = |limit: Option<Date>, fact: Option<Date>, holds: fn(Date, Date) -> bool| {
            limit
                .zip(fact)
                .is_none_or(|(limit, fact)| holds(fact, limit))
        };
        may(self.determined_before, secret.determined, |fact, limit| {
            fact < limit
        }) && may(self.marked_before, secret.marked, |fact, limit| {
            fact < limit
        }) && may(self.ended_before, secret.term_ends, |fact, limit| {
            fact < limit
        }) && may(self.ends_from, secret.term_ends, |fact, limit| {
            fact >= limit
        }) && self
            .listed
            .zip(secret.listed)
            .is_none_or(|(want, is)| want == is)
    }
}

/// What is known of a secret that was determined under an older law.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OldSecret {
    /// The day of determination; of a part-date, the latest possible.
    pub determined: Option<Date>,
    /// The day on which its mark was made.
    pub marked: Option<Date>,
    /// The last day of its term, counted from the determination.
    pub term_ends: Option<Date>,
    /// Whether it is on a list issued under the new law.
    pub listed: Option<bool>,
}

/// What a transition makes of an old secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransitionRule {
    /// It has the new law's term for its level, from its determination.
    AssignTerm,
    /// It must be extended, counted from the extension; otherwise it is declassified.
    ExtendOrDeclassify,
    /// It stays protected to the end of its term or extension.
    KeepTerm,
    /// It must be declassified.
    Declassify,
    /// Its old mark stays good, and need not be made anew.
    KeepMark,
    /// The rule was not seen.
    Unknown,
}

impl TransitionRule {
    /// Every rule.
    pub const ALL: [Self; 6] = [
        Self::AssignTerm,
        Self::ExtendOrDeclassify,
        Self::KeepTerm,
        Self::Declassify,
        Self::KeepMark,
        Self::Unknown,
    ];

    /// The word in a pack.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AssignTerm => "assign-term",
            Self::ExtendOrDeclassify => "extend-or-declassify",
            Self::KeepTerm => "keep-term",
            Self::Declassify => "declassify",
            Self::KeepMark => "keep-mark",
            Self::Unknown => "unknown",
        }
    }
}
