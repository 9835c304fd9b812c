//! When a secret's protection ends by itself.
//!
//! The term runs from the day of determination (L18 19(1)) under the pack of
//! that day. Where that pack knows no term, as under the Ordinance of 2000, the
//! first later pack that does assigns one, by its transition table (L18 28).

use crate::act::{Carrier, DocumentDetermine, Period};
use crate::cite::Citation;
use crate::custody::Document;
use crate::date::{Date, PartDate};
use crate::level::Level;
use crate::pack::{Confidence, OldSecret, Pack, Packs, Provision, Transition};
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

    fn transition(pack: &Pack, row: &Transition) -> Self {
        Self::cite(pack, &row.id, &row.citation, row.confidence)
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
}

impl From<&Document> for Protection {
    fn from(document: &Document) -> Self {
        Self {
            carrier: document.carrier,
            level: document.level,
            determined: document.determined,
            protect: document.protect,
            extended_to: document.extended_to,
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
    /// The rules relied on.
    pub because: Vec<Cited>,
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
/// };
/// // Law 29/2018/QH14 Art. 19(1)(c): ten years.
/// let term = term::of(&protection, &Packs::built_in()?);
/// assert_eq!(term.end, Some("2031-05-04".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn of(protection: &Protection, packs: &Packs) -> Term {
    let (Some(level), Some(determined)) = (protection.level, protection.determined) else {
        return Term {
            end: protection.extended_to,
            unknown: protection.extended_to.is_none(),
            because: Vec::new(),
        };
    };
    let start = determined.latest();
    let Some(pack) = with_term(packs, start, level) else {
        return Term {
            end: protection.extended_to,
            unknown: protection.extended_to.is_none(),
            because: Vec::new(),
        };
    };
    let place = protection.carrier == Carrier::Place && protection.protect.is_none();
    let stated = if place {
        Until::Indefinite
    } else {
        protection.protect.unwrap_or_default()
    };
    let resolved = stated.resolve(start, level, pack);
    let mut because: Vec<Cited> = resolved
        .because
        .iter()
        .map(|provision| Cited::of(pack, provision))
        .collect();
    if !pack.covers(start) {
        let secret = OldSecret {
            determined: Some(start),
            term_ends: resolved.end,
            ..OldSecret::default()
        };
        because.extend(
            pack.transitions_for(secret)
                .map(|row| Cited::transition(pack, row)),
        );
    }
    let mut end = resolved.end;
    if let Some(extended) = protection.extended_to {
        end = Some(end.map_or(extended, |end| end.max(extended)));
        because.extend(Cited::provision(pack, longest_provision(level)));
    }
    Term {
        end,
        unknown: false,
        because,
    }
}

/// The pack that gives a secret of `level`, determined on `start`, its term.
fn with_term(packs: &Packs, start: Date, level: Level) -> Option<&Pack> {
    let knows = |pack: &&Pack| {
        pack.term(level)
            .is_some_and(|term| term.value.years().is_some())
    };
    let then = packs.on(start).filter(knows);
    then.or_else(|| {
        packs
            .iter()
            .filter(|pack| pack.starts() > start)
            .filter(knows)
            .min_by_key(|pack| pack.starts())
    })
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
        }
    }
}
