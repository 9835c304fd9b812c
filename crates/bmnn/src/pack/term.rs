//! What a stated protection comes to on a calendar, under the rules of a pack.

use super::{Pack, Provision};
use crate::date::Date;
use crate::level::Level;
use crate::until::Until;

/// The end of a protection, with the provisions that it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved<'p> {
    /// The last protected day; none while the end is open.
    pub end: Option<Date>,
    /// Whether an event may end it before that day.
    pub at_event: bool,
    /// Whether more was stated than the level's term allows, and cut back to it.
    pub cut: bool,
    /// The provisions relied on, the deciding one first.
    pub because: Vec<&'p Provision>,
}

impl Resolved<'_> {
    /// Whether a day is still protected.
    #[must_use]
    pub fn protects(&self, day: Date) -> bool {
        self.end.is_none_or(|end| day <= end)
    }

    /// The later of two ends, for a whole made of parts.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        let key = |r: &Self| (r.end.is_none(), r.end, !r.at_event);
        if key(&other) > key(&self) {
            other
        } else {
            self
        }
    }
}

impl Until {
    /// The last protected day of a secret of `level` that was determined on
    /// `start`, under `pack`.
    ///
    /// The level's term is the longest there is (Law 29/2018/QH14 Art. 19(1));
    /// what is stated beyond it is cut back. An event ends the protection at the
    /// latest with the term. Only what is secret indefinitely, as a place is
    /// while it is used as one (Art. 19(3)), has an open end; so has everything
    /// under a pack that knows no term.
    #[must_use]
    pub fn resolve<'p>(&self, start: Date, level: Level, pack: &'p Pack) -> Resolved<'p> {
        let longest = pack.term(level);
        let full = longest
            .and_then(|provision| provision.value.years())
            .map(|years| start.plus_years(years));
        let stated = match *self {
            Self::Years(years) => Some(start.plus_years(years)),
            Self::Months(months) => Some(start.plus_months(months)),
            Self::On(date) => Some(date),
            Self::Unstated | Self::When | Self::Indefinite => None,
        };
        let cut = stated.zip(full).is_some_and(|(stated, full)| stated > full);
        let end = match (self, stated) {
            (Self::Indefinite, _) => None,
            (_, Some(stated)) if !cut => Some(stated),
            _ => full,
        };
        let deciding = match self {
            Self::Indefinite => pack.provision("term.place"),
            Self::When => pack.provision("term.activity"),
            _ if stated.is_some() && !cut => pack.provision("term.activity"),
            _ => None,
        };
        let counted = |id| end.and_then(|_| pack.provision(id));
        Resolved {
            end,
            at_event: matches!(self, Self::When),
            cut,
            because: [
                deciding,
                longest.filter(|_| *self != Self::Indefinite),
                counted("term.starts"),
                counted("term.counting"),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    }
}
