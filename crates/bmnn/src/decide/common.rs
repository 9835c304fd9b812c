//! The finders that every group uses.

use super::case::{Case, Found};
use super::reasons::Reason;
use crate::act::Hand;
use crate::copy::CopyRef;
use crate::custody::{Copy, Deed, Document, Party, Person, Position, StateError};
use crate::date::Date;
use crate::id::{ActId, Id};
use crate::term;

/// A party that was found: the agency itself or an enrolled one.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its id.
    pub(super) id: Id,
    /// Whether it belongs to the ledger's own agency.
    pub(super) own: bool,
}

/// An enrolled person, still here on the day of the step.
pub(super) fn person(case: &mut Case<'_>, field: &str, id: &Id) -> Found<Person> {
    let found = case.need::<Person>(Reason::UnknownPerson, "person", field, id)?;
    if let Some(left) = found.as_ref().and_then(|person| person.left)
        && left < case.on
    {
        case.impossible(
            Reason::PersonLeft,
            [
                ("field", field.to_owned()),
                ("person", id.to_string()),
                ("left", left.to_string()),
            ],
        );
    }
    Ok(found)
}

/// An enrolled party (or `self`), not ended on the day of the step.
pub(super) fn party(case: &mut Case<'_>, field: &str, id: &Id) -> Found<Place> {
    if id.is_own_agency() {
        return Ok(Some(Place {
            id: id.clone(),
            own: true,
        }));
    }
    let Some(found) = case.need::<Party>(Reason::UnknownParty, "party", field, id)? else {
        return Ok(None);
    };
    if let Some(ended) = found.ended.filter(|ended| *ended < case.on) {
        party_ended(case, field, id, ended);
    }
    Ok(Some(Place {
        id: found.id,
        own: found.own,
    }))
}

/// A party that takes copies into its hands: once its end is on record, nothing
/// more goes there, on whatever day, since what it held has passed on.
pub(super) fn keeper(case: &mut Case<'_>, field: &str, id: &Id) -> Found<Place> {
    let found = party(case, field, id)?;
    if let Some(ended) = case.look::<Party>(id)?.and_then(|party| party.ended) {
        party_ended(case, field, id, ended);
    }
    Ok(found)
}

fn party_ended(case: &mut Case<'_>, field: &str, id: &Id, ended: Date) {
    case.impossible(
        Reason::PartyEnded,
        [
            ("field", field.to_owned()),
            ("party", id.to_string()),
            ("ended", ended.to_string()),
        ],
    );
}

/// A position that `person` holds on `day`.
pub(super) fn position(
    case: &mut Case<'_>,
    field: &str,
    id: &Id,
    person: &Id,
    day: Date,
) -> Found<Position> {
    let Some(found) = case.need::<Position>(Reason::UnknownPosition, "position", field, id)? else {
        return Ok(None);
    };
    if found.person != *person || !found.holds_on(day) {
        case.impossible(
            Reason::OtherPersonsPosition,
            [
                ("field", field.to_owned()),
                ("position", id.to_string()),
                ("person", person.to_string()),
                ("on", day.to_string()),
            ],
        );
    }
    Ok(Some(found))
}

/// The people and places that a hand names are known.
pub(super) fn hand(case: &mut Case<'_>, field: &str, hand: &Hand) -> Result<(), StateError> {
    if let Some(id) = &hand.person {
        person(case, &format!("{field}/person"), id)?;
    }
    if let Some(id) = &hand.party {
        party(case, &format!("{field}/party"), id)?;
    }
    match (hand.person.is_some(), hand.name.is_some()) {
        (false, false) => missing(case, &format!("{field}/person"), "person, name"),
        (true, true) => not_wanted(case, &format!("{field}/name"), "person"),
        _ => {}
    }
    if hand.date > case.on {
        case.impossible(
            Reason::DecisionAhead,
            [
                ("field", field.to_owned()),
                ("date", hand.date.to_string()),
                ("on", case.on.to_string()),
            ],
        );
    }
    Ok(())
}

/// A document that exists; the act is on it, and does not go back before its
/// last step without saying why.
pub(super) fn document(case: &mut Case<'_>, field: &str, id: &Id) -> Found<Document> {
    let found = named_document(case, field, id)?;
    if let Some(document) = &found {
        case.document = Some(id.clone());
        not_back(case, id.as_str(), document.last_on);
    }
    Ok(found)
}

/// A document that exists and is only named.
pub(super) fn named_document(case: &mut Case<'_>, field: &str, id: &Id) -> Found<Document> {
    case.need::<Document>(Reason::UnknownDocument, "document", field, id)
}

/// The copies that exist, in the order named.
pub(super) fn copies(
    case: &mut Case<'_>,
    field: &str,
    ids: &[CopyRef],
) -> Result<Vec<Copy>, StateError> {
    let mut found = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        let place = format!("{field}/{index}");
        if let Some(copy) = case.need::<Copy>(Reason::UnknownCopy, "copy", &place, id)? {
            not_back(case, &id.to_string(), copy.last_on);
            case.document.get_or_insert_with(|| copy.document.clone());
            found.push(copy);
        }
    }
    Ok(found)
}

/// Whether a document is still secret on the day of the step: a declassified
/// set keeps its last places and asks no more duties.
pub(super) fn is_secret(case: &Case<'_>, id: &Id) -> Result<bool, StateError> {
    let Some(document) = case.look::<Document>(id)? else {
        return Ok(false);
    };
    let lifted = document.declassified.is_some_and(|since| since <= case.on);
    Ok(!lifted && !term::of(&(&document).into(), case.packs).is_over(case.on))
}

/// A copy of what was cancelled was never issued: it goes nowhere.
pub(super) fn not_cancelled(case: &mut Case<'_>, copy: &Copy) -> Result<(), StateError> {
    if case
        .look::<Document>(&copy.document)?
        .is_some_and(|document| document.cancelled)
    {
        case.impossible(Reason::Cancelled, [("document", copy.document.to_string())]);
    }
    Ok(())
}

/// An act on record, of one of the names `expected`, not taken back.
pub(super) fn earlier(
    case: &mut Case<'_>,
    field: &str,
    id: &ActId,
    expected: &[&str],
) -> Found<Deed> {
    let Some(deed) = case.need::<Deed>(Reason::UnknownAct, "act", field, id)? else {
        return Ok(None);
    };
    if deed.voided_by.is_some() {
        case.impossible(
            Reason::ActVoided,
            [("field", field.to_owned()), ("act", id.to_string())],
        );
    }
    if !expected.is_empty() && !expected.contains(&deed.act.as_str()) {
        case.impossible(
            Reason::OtherAct,
            [
                ("field", field.to_owned()),
                ("act", id.to_string()),
                ("found", deed.act.clone()),
                ("expected", expected.join(", ")),
            ],
        );
    }
    Ok(Some(deed))
}

/// On one document or copy, `on` does not go back unless the act says why it
/// is `late`; it is then decided on the present state.
fn not_back(case: &mut Case<'_>, about: &str, last: Date) {
    if case.on < last && case.act.common.late.is_none() {
        case.impossible(
            Reason::DateBack,
            [
                ("on", case.on.to_string()),
                ("about", about.to_owned()),
                ("last", last.to_string()),
            ],
        );
    }
}

/// A field is wanted in this case. `why` names what wants it.
pub(super) fn missing(case: &mut Case<'_>, field: &str, why: &str) {
    case.impossible(
        Reason::Missing,
        [("field", field.to_owned()), ("why", why.to_owned())],
    );
}

/// A field does not belong in this case. `why` names what speaks against it.
pub(super) fn not_wanted(case: &mut Case<'_>, field: &str, why: &str) {
    case.impossible(
        Reason::NotWanted,
        [("field", field.to_owned()), ("why", why.to_owned())],
    );
}
