//! What several acts ask of a document, and of the copies that come of it.

use super::case::Case;
use super::common::{document, not_wanted};
use super::reasons::Reason;
use crate::act::{Carrier, Origin};
use crate::copy::CopyRef;
use crate::custody::{Copy, CopyState, Document, SameSymbol, StateError};
use crate::date::PartDate;
use crate::id::Id;

/// A document of this agency's own that an act changes.
pub(super) fn own_document(
    case: &mut Case<'_>,
    field: &str,
    id: &Id,
) -> Result<Option<Document>, StateError> {
    let Some(found) = document(case, field, id)? else {
        return Ok(None);
    };
    if found.origin != Origin::Own {
        case.impossible(Reason::NotOwn, [("document", id.to_string())]);
    }
    if found.cancelled {
        case.impossible(Reason::Cancelled, [("document", id.to_string())]);
    }
    Ok(Some(found))
}

/// Fields that only a document may bear.
pub(super) fn only_documents(case: &mut Case<'_>, found: &Document) -> bool {
    if found.carrier == Carrier::Document {
        return true;
    }
    case.impossible(
        Reason::NoCopiesOfThis,
        [
            ("document", found.id.to_string()),
            ("carrier", found.carrier.to_string()),
        ],
    );
    false
}

/// Refuses `field` where `speaks_against` does not go with it.
pub(super) fn refuse_field(case: &mut Case<'_>, is_there: bool, field: &str, speaks_against: &str) {
    if is_there {
        not_wanted(case, field, speaks_against);
    }
}

/// A copy held by `holder` from this act on.
pub(super) fn held(case: &Case<'_>, id: CopyRef, document: &Id, holder: &Id) -> Copy {
    Copy {
        id,
        document: document.clone(),
        state: CopyState::Held,
        holder: Some(holder.clone()),
        person: None,
        medium: None,
        addressee: None,
        to: None,
        sent_by: None,
        abroad: false,
        return_by: None,
        recall: None,
        occasions: 0,
        last_on: case.on,
    }
}

/// What is no secret any more is not issued, changed or extended as one.
pub(super) fn still_secret(case: &mut Case<'_>, document: &Document) -> Result<bool, StateError> {
    if let Some(since) = document.declassified.filter(|since| *since <= case.on) {
        case.impossible(
            Reason::NoSecret,
            [
                ("document", document.id.to_string()),
                ("since", since.to_string()),
            ],
        );
        return Ok(false);
    }
    let term = crate::term::of(&document.into(), case.packs);
    if let Some(end) = term.end.filter(|_| term.is_over(case.on)) {
        case.unlawful(
            Reason::ExpiredSecret,
            [
                ("document", document.id.to_string()),
                ("end", end.to_string()),
            ],
        );
    }
    Ok(true)
}

pub(super) fn not_own_party(case: &mut Case<'_>, field: &str, party: &Id) {
    case.impossible(
        Reason::NotOwnParty,
        [("field", field.to_owned()), ("party", party.to_string())],
    );
}

/// Notes the symbol; a clerk is told where it repeats within the year.
pub(super) fn same_symbol(
    case: &mut Case<'_>,
    issuer: &Id,
    symbol: &str,
    date: PartDate,
    document: &Id,
) -> Result<(), StateError> {
    let year = date.latest().year();
    let name = SameSymbol::named(issuer, year, symbol);
    let mut same = case.look::<SameSymbol>(&name)?.unwrap_or(SameSymbol {
        name,
        documents: Vec::new(),
    });
    let mut others = Vec::new();
    for (other, other_date) in same.documents.iter().filter(|(other, _)| other != document) {
        if case.look::<Document>(other)?.is_some() {
            others.push((other.clone(), *other_date));
        }
    }
    if let Some((other, other_date)) = others.first() {
        if *issuer != Id::own_agency() && other_date.as_ref() == Some(&date) {
            case.warn(
                Reason::ReceivedTwice,
                [
                    ("symbol", symbol.to_owned()),
                    ("date", date.to_string()),
                    ("other", other.to_string()),
                ],
            );
        } else {
            case.warn(
                Reason::SymbolRepeated,
                [
                    ("symbol", symbol.to_owned()),
                    ("year", year.to_string()),
                    ("other", other.to_string()),
                ],
            );
        }
    }
    if !same.documents.iter().any(|(other, _)| other == document) {
        same.documents.push((document.clone(), Some(date)));
    }
    case.put(same);
    Ok(())
}
