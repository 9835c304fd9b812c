//! When a secret's protection ends by itself.
//!
//! The term runs from the day of determination (L18 19(1)) under the pack of
//! that day. Where the rules of that day knew no term, as before 1 January 2019,
//! the first later pack that does assigns one, by its transition table (L18 28);
//! what that table wants extended or declassified does not end by itself.

use crate::act::{Carrier, DocumentDetermine, Period};
use crate::cite::Citation;
use crate::custody::Document;
use crate::date::{Date, PartDate};
use crate::level::Level;
use crate::pack::{Confidence, OldSecret, Pack, Packs, Provision, Transition, TransitionRule};
use crate::until::Until;

/// A rule as it stood in the pack that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The pack.
    pub pack: String,
    /// The provision's id, or that of a transition.
    pub provision: String,
    /// The article in full, Vietnamese.
    pub vi: String,
    /// The article in full, English.
    pub en: String,
    /// How sure it is.
    pub confidence: Confidence,
}

impl Cited {
    /// The provision `id` of `pack`, if the pack has it.
    #[must_use]
    pub fn provision(pack: &Pack, id: &str) -> Option<Self> {
        pack.provision(id)
            .map(|provision| Self::of(pack, provision))
    }

    fn of(pack: &Pack, provision: &Provision) -> Self {
        Self::cite(
            pack,
            provision.id,
            &provision.citation,
            provision.confidence,
        )
    }

    fn cite(pack: &Pack, id: &str, citation: &Citation, confidence: Confidence) -> Self {
        Self {
            pack: pack.id().to_owned(),
            provision: id.to_owned(),
            vi: citation.vi(),
            en: citation.en(),
            confidence,
        }
    }
}

/// What a term depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protection {
    /// What is secret: a place is so while it is used as one (L18 19(3)).
    pub carrier: Carrier,
    /// The level.
    pub level: Option<Level>,
    /// The day of determination; of a part-date, the latest possible.
    pub determined: Option<PartDate>,
    /// What was stated, shorter than the level's term.
    pub protect: Option<Until>,
    /// The end of the last extension.
    pub extended_to: Option<Date>,
    /// Whether it is on a list issued under the law of 2018, where that is known.
    pub listed: Option<bool>,
}

impl From<&Document> for Protection {
    fn from(document: &Document) -> Self {
        Self {
            carrier: document.carrier,
            level: document.level,
            determined: document.determined,
            protect: document.protect,
            extended_to: document.extended_to,
            listed: None,
        }
    }
}

/// The end of a protection, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The last protected day; absent while the end is open or unknown.
    pub end: Option<Date>,
    /// Whether nothing is known that would give an end.
    pub unknown: bool,
    /// Whether the end came before the law that computes it: the secret is
    /// extended or declassified by an act, and nothing lifts it by itself (L18
    /// 28).
    pub undecided: bool,
    /// The rules relied on, the deciding one first.
    pub because: Vec<Ground>,
}

/// A rule relied on, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The rule in Vietnamese, in a phrase.
    pub vi: String,
    /// The rule in English, in a phrase.
    pub en: String,
    /// Where it stands.
    pub cited: Cited,
}

impl Ground {
    /// The provision `id` of `pack`, if the pack has it.
    #[must_use]
    pub fn provision(pack: &Pack, id: &str) -> Option<Self> {
        pack.provision(id)
            .map(|provision| Self::of(pack, provision))
    }

    fn of(pack: &Pack, provision: &Provision) -> Self {
        Self {
            vi: provision.vi.clone(),
            en: provision.en.clone(),
            cited: Cited::of(pack, provision),
        }
    }

    fn transition(pack: &Pack, row: &Transition) -> Self {
        Self {
            vi: row.vi.clone(),
            en: row.en.clone(),
            cited: Cited::cite(pack, &row.id, &row.citation, row.confidence),
        }
    }
}

impl Term {
    /// Whether the protection has ended by itself before `day`.
    #[must_use]
    pub fn is_over(&self, day: Date) -> bool {
        !self.undecided && self.end.is_some_and(|end| end < day)
    }
}

/// The term of what is protected so, under the adopted packs.
///
/// # Examples
///
/// ```
/// use bmnn::{act::Carrier, level::Level, pack::Packs, term};
/// let protection = term::Protection {
///     carrier: Carrier::Document,
///     level: Some(Level::Mat),
///     determined: Some("2021-05-04".parse()?),
///     protect: None,
///     extended_to: None,
///     listed: None,
/// };
/// // Law 29/2018/QH14 Art. 19(1)(c): ten years.
/// let term = term::of(&protection, &Packs::built_in()?);
/// assert_eq!(term.end, Some("2031-05-04".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn of(protection: &Protection, packs: &Packs) -> Term {
    let stated_only = Term {
        end: protection.extended_to,
        unknown: protection.extended_to.is_none(),
        ..Term::default()
    };
    let (Some(level), Some(determined)) = (protection.level, protection.determined) else {
        return stated_only;
    };
    let start = determined.latest();
    let Some(pack) = with_term(packs, start, level) else {
        return stated_only;
    };
    let place = protection.carrier == Carrier::Place && protection.protect.is_none();
    let stated = if place {
        Until::Indefinite
    } else {
        protection.protect.unwrap_or_default()
    };
    let resolved = stated.resolve(start, level, pack);
    let mut because: Vec<Ground> = resolved
        .because
        .iter()
        .map(|provision| Ground::of(pack, provision))
        .collect();
    let mut end = resolved.end;
    if let Some(extended) = protection.extended_to {
        end = Some(end.map_or(extended, |end| end.max(extended)));
    }
    let mut undecided = false;
    if !knows_term(pack, level, start) {
        let secret = OldSecret {
            determined: Some(start),
            term_ends: end,
            listed: protection.listed,
            ..OldSecret::default()
        };
        for row in of_terms(pack, secret) {
            undecided |= row.rule == TransitionRule::ExtendOrDeclassify && end.is_some();
            because.push(Ground::transition(pack, row));
        }
    }
    Term {
        end,
        unknown: false,
        undecided,
        because,
    }
}

/// What the pack in force on `day` says of terms that began under an older
/// one, where the rule was not seen or is its own.
#[must_use]
pub fn carried_over(protection: &Protection, packs: &Packs, day: Date) -> Vec<Ground> {
    let (Some(level), Some(determined)) = (protection.level, protection.determined) else {
        return Vec::new();
    };
    let start = determined.latest();
    let Some(pack) = packs.on(day).filter(|pack| pack.starts() > start) else {
        return Vec::new();
    };
    let assigned = with_term(packs, start, level).is_some_and(|by| by.id() == pack.id());
    let secret = OldSecret {
        determined: Some(start),
        listed: protection.listed,
        ..OldSecret::default()
    };
    of_terms(pack, secret)
        .filter(|row| !assigned && row.rule == TransitionRule::Unknown)
        .map(|row| Ground::transition(pack, row))
        .collect()
}

/// The rows that say what becomes of terms; those on marks are for who marks.
fn of_terms(pack: &Pack, secret: OldSecret) -> impl Iterator<Item = &Transition> {
    pack.transitions_for(secret)
        .filter(|row| row.marked_before.is_none())
}

/// Whether `pack` set a term for `level` on `day` itself.
fn knows_term(pack: &Pack, level: Level, day: Date) -> bool {
    pack.covers(day)
        && pack
            .term(level)
            .is_some_and(|term| term.value.years().is_some() && term.holds_on(day))
}

/// The pack that gives a secret of `level`, determined on `start`, its term:
/// the one of that day, else the first later one that knows a term.
fn with_term(packs: &Packs, start: Date, level: Level) -> Option<&Pack> {
    let has_term = |pack: &&Pack| {
        pack.term(level)
            .is_some_and(|term| term.value.years().is_some())
    };
    let then = packs.on(start);
    then.filter(|pack| knows_term(pack, level, start))
        .or_else(|| {
            let later = packs.iter().map(Pack::starts).filter(|day| *day > start);
            let mut later: Vec<Date> = later.collect();
            later.sort_unstable();
            later
                .into_iter()
                // A term that holds only from a later day of its pack (L18 27(2))
                // was not yet there: the transition that follows assigns it.
                .find_map(|day| packs.on(day).filter(|pack| knows_term(pack, level, day)))
        })
        .or_else(|| then.filter(has_term))
}

/// The id of the provision that sets the term of `level`.
#[must_use]
pub fn term_provision(level: Level) -> &'static str {
    match level {
        Level::Mat => "term.mat",
        Level::ToiMat => "term.toi-mat",
        Level::TuyetMat => "term.tuyet-mat",
    }
}

/// The id of the provision that sets the longest extension of `level`.
#[must_use]
pub fn longest_provision(level: Level) -> &'static str {
    match level {
        Level::Mat => "extend.longest.mat",
        Level::ToiMat => "extend.longest.toi-mat",
        Level::TuyetMat => "extend.longest.tuyet-mat",
    }
}

impl Period {
    /// What it says of the end, without the sealed words of an event.
    #[must_use]
    pub fn until(&self) -> Until {
        match self {
            Self::Years(years) => Until::Years(*years),
            Self::Months(months) => Until::Months(*months),
            Self::On(date) => Until::On(*date),
            Self::When(_) => Until::When,
            Self::Indefinite => Until::Indefinite,
        }
    }
}

impl From<&DocumentDetermine> for Protection {
    fn from(act: &DocumentDetermine) -> Self {
        Self {
            carrier: act.carrier,
            level: Some(act.level),
            determined: Some(PartDate::from(act.decision.date)),
            protect: act.protect.as_ref().map(Period::until),
            extended_to: None,
            listed: act.list_refs.as_ref().map(|refs| !refs.is_empty()),
        }
    }
}
