//! How long something stays secret, as it was stated.
//!
//! What a statement comes to on a calendar depends on the rules in force:
//! [`Until::resolve`](Until::resolve), which stands with the packs.

use crate::date::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// The protection stated for a secret.
///
/// The order is "later": periods by their length, dates by their day, and
/// between the kinds as listed here. An unstated term stands above every stated
/// one because a term may only be stated where it is *shorter* than the level's
/// (Law 29/2018/QH14 Art. 19(2)).
///
/// ```
/// use bmnn::until::Until;
///
/// assert!(Until::Years(1) < Until::Months(13));
/// assert!(Until::Years(9) < Until::Unstated);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    /// For a number of months from the day of determination.
    Months(u32),
    /// For a number of years from the day of determination.
    Years(u32),
    /// To the end of a day.
    On(Date),
    /// Nothing was stated: the level's full term.
    #[default]
    Unstated,
    /// Until something happens; what that is stands sealed in the act.
    When,
    /// With no end in sight, as a place is secret while it is used as one.
    Indefinite,
}

impl Until {
    /// The protection of a whole whose parts have these two: never less than
    /// either.
    ///
    /// Within a kind it is the later one. A period and a date cannot be
    /// compared before the start and the level are known, so together they ask
    /// for the level's full term, which no stated term exceeds.
    ///
    /// Associative, commutative and idempotent, so that a roll-up does not
    /// depend on how the parts are ordered or grouped.
    #[must_use]
    pub fn roll_up(self, other: Self) -> Self {
        let dated = |until| matches!(until, Self::On(_));
        let counted = |until| matches!(until, Self::Months(_) | Self::Years(_));
        if (dated(self) && counted(other)) || (counted(self) && dated(other)) {
            Self::Unstated
        } else {
            self.max(other)
        }
    }

    /// Where it stands in the order: kind, then length or day, then spelling.
    fn rank(self) -> (u8, u64, u8) {
        match self {
            Self::Months(n) => (0, u64::from(n), 0),
            Self::Years(n) => (0, u64::from(n) * 12, 1),
            Self::On(_) => (1, 0, 0),
            Self::Unstated => (2, 0, 0),
            Self::When => (3, 0, 0),
            Self::Indefinite => (4, 0, 0),
        }
    }
}

impl Ord for Until {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::On(a), Self::On(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Until {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn until() -> impl Strategy<Value = Until> {
        prop_oneof![
            (0u32..40).prop_map(Until::Months),
            (0u32..4).prop_map(Until::Years),
            (0i64..60).prop_map(|n| Until::On(Date::new(2026, 3, 1).unwrap().plus_days(n))),
            Just(Until::Unstated),
            Just(Until::When),
            Just(Until::Indefinite),
        ]
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in until(), b in until(), c in until()) {
            prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert!(!(a <= b && b <= c) || a <= c);
        }

        #[test]
        fn roll_up_is_a_join(a in until(), b in until(), c in until()) {
            prop_assert_eq!(a.roll_up(a), a);
            prop_assert_eq!(a.roll_up(b), b.roll_up(a));
            prop_assert_eq!(a.roll_up(b).roll_up(c), a.roll_up(b.roll_up(c)));
            prop_assert!(a.roll_up(b) >= a && a.roll_up(b) >= b);
        }
    }
}
