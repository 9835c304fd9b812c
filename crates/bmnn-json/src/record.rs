//! What is known: documents, books, people and the like, each as its record
//! stands now.

use crate::{copy, duty, row};
use bmnn::custody::{
    AdoptedPack, Book, Delegation, Document, Erasure, Incident, Kind, ListInForce, Noted, Notice,
    Party, Person, Position, Recorded,
};
use bmnn_registry::{DocumentSheet, ReadError, Registry, SealedField};
use serde::Serialize;
use serde_json::{Value, json};

/// The kinds of which all can be listed, by the names that [`all`] takes.
pub const KINDS: [Kind; 15] = [
    Kind::Party,
    Kind::Person,
    Kind::Position,
    Kind::Delegation,
    Kind::AdoptedPack,
    Kind::ListInForce,
    Kind::Book,
    Kind::Row,
    Kind::Document,
    Kind::Copy,
    Kind::Duty,
    Kind::Incident,
    Kind::Notice,
    Kind::Noted,
    Kind::Erasure,
];

/// All records of one of [`KINDS`]; `None` for another kind, which serves the
/// registry alone.
///
/// # Errors
///
/// [`ReadError`] if the index cannot be read.
pub fn all(registry: &Registry, kind: Kind) -> Result<Option<Vec<Value>>, ReadError> {
    fn each<R: Recorded>(
        registry: &Registry,
        form: fn(&R) -> Value,
    ) -> Result<Option<Vec<Value>>, ReadError> {
        Ok(Some(registry.all::<R>(R::KIND)?.iter().map(form).collect()))
    }
    match kind {
        Kind::Party => each(registry, party),
        Kind::Person => each(registry, person),
        Kind::Position => each(registry, position),
        Kind::Delegation => each(registry, delegation),
        Kind::AdoptedPack => each(registry, adopted_pack),
        Kind::ListInForce => each(registry, list),
        Kind::Book => each(registry, book),
        Kind::Row => each(registry, row),
        Kind::Document => each(registry, document),
        Kind::Copy => each(registry, copy),
        Kind::Duty => each(registry, duty),
        Kind::Incident => each(registry, incident),
        Kind::Notice => each(registry, notice),
        Kind::Noted => each(registry, noted),
        Kind::Erasure => each(registry, erasure),
        Kind::SameSymbol | Kind::Deed => Ok(None),
    }
}

/// `{"document", "subject", "subject-erased-by", "copies", "duties"}`: a
/// document with its subject line as far as the vault gives it, its copies and
/// what is still to be done about them.
///
/// # Errors
///
/// [`ReadError`] if the subject line cannot be read.
pub fn sheet(registry: &Registry, sheet: &DocumentSheet) -> Result<Value, ReadError> {
    let subject = registry.sealed_field(sheet.document.id.as_str(), "subject")?;
    let (text, erased) = match &subject {
        SealedField::Text(text) => (Some(text), None),
        SealedField::Erased { seq } => (None, Some(*seq)),
        _ => (None, None),
    };
    Ok(json!({
        "document": document(&sheet.document),
        "subject": text,
        "subject-erased-by": erased,
        "copies": sheet.copies.iter().map(copy).collect::<Vec<_>>(),
        "duties": sheet.duties.iter().map(duty).collect::<Vec<_>>(),
    }))
}

/// The words, dates and ids that acts use, as acts write them; null for none.
fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// `{"id", "carrier", "origin", "level", "determined", "symbol", "date", …}`.
#[must_use]
pub fn document(document: &Document) -> Value {
    let row = document.row.as_ref();
    json!({
        "id": document.id.as_str(),
        "carrier": written(&document.carrier),
        "origin": written(&document.origin),
        "imported": document.imported,
        "level": written(&document.level),
        "determined": written(&document.determined),
        "protect": written(&document.protect),
        "extended-to": written(&document.extended_to),
        "declassified": written(&document.declassified),
        "cancelled": document.cancelled,
        "unopened": document.unopened,
        "copying": written(&document.copying),
        "medium": written(&document.medium),
        "planned": document.planned,
        "recipients": written(&document.recipients),
        "symbol": document.symbol,
        "date": written(&document.date),
        "issuer": written(&document.issuer),
        "issued": document.issued,
        "row": row.map(|(book, number)| json!({ "book": book.as_str(), "number": number })),
        "draft": document.draft,
        "proposal": document.proposal,
        "has-subject": document.subject,
        "missing": document.missing,
        "last-on": written(&document.last_on),
    })
}

/// `{"book", "kind", "year", "volume", "party", "next", "last-date", "kept", "closed"}`.
#[must_use]
pub fn book(book: &Book) -> Value {
    json!({
        "book": book.id.as_str(),
        "kind": book.kind.as_str(),
        "year": book.year,
        "volume": book.volume,
        "party": book.party.as_str(),
        "next": book.next,
        "last-date": written(&book.last_date),
        "kept": written(&book.kept),
        "closed": written(&book.closed),
    })
}

/// `{"id", "kind", "own", "parent", "tier", "ledger", "ended", "successor"}`.
#[must_use]
pub fn party(party: &Party) -> Value {
    json!({
        "id": party.id.as_str(),
        "kind": written(&party.kind),
        "own": party.own,
        "parent": written(&party.parent),
        "tier": written(&party.tier),
        "ledger": party.ledger.map(|id| id.to_string()),
        "ended": written(&party.ended),
        "successor": written(&party.successor),
    })
}

/// `{"id", "party", "left"}`: names are sealed.
#[must_use]
pub fn person(person: &Person) -> Value {
    json!({
        "id": person.id.as_str(),
        "party": person.party.as_str(),
        "left": written(&person.left),
    })
}

/// `{"id", "person", "post", "party", "starts", "ends"}`.
#[must_use]
pub fn position(position: &Position) -> Value {
    json!({
        "id": position.id.as_str(),
        "person": position.person.as_str(),
        "post": position.post,
        "party": position.party.as_str(),
        "starts": written(&position.starts),
        "ends": written(&position.ends),
    })
}

/// `{"act", "grantor", "grantee", "powers", "levels", "starts", "ends"}`.
#[must_use]
pub fn delegation(delegation: &Delegation) -> Value {
    json!({
        "act": delegation.act.to_string(),
        "grantor": delegation.grantor.as_str(),
        "grantee": delegation.grantee.as_str(),
        "powers": written(&delegation.powers),
        "levels": written(&delegation.levels),
        "starts": written(&delegation.starts),
        "ends": written(&delegation.ends),
    })
}

/// `{"id", "digest", "order"}`: a pack in use; the last in the order decides.
#[must_use]
pub fn adopted_pack(pack: &AdoptedPack) -> Value {
    json!({
        "id": pack.id.as_str(),
        "digest": pack.digest.to_string(),
        "order": pack.order,
    })
}

/// `{"id", "symbol", "starts", "ends"}`.
#[must_use]
pub fn list(list: &ListInForce) -> Value {
    json!({
        "id": list.id.as_str(),
        "symbol": list.symbol,
        "starts": written(&list.starts),
        "ends": written(&list.ends),
    })
}

/// `{"id", "kind", "documents", "copies", "closed"}`.
#[must_use]
pub fn incident(incident: &Incident) -> Value {
    let copies = incident.copies.iter().map(ToString::to_string);
    json!({
        "id": incident.id.as_str(),
        "kind": written(&incident.kind),
        "documents": written(&incident.documents),
        "copies": copies.collect::<Vec<_>>(),
        "closed": incident.closed,
    })
}

/// `{"act", "document", "effect", "effective", "new-level", "new-end", "return-by"}`.
#[must_use]
pub fn notice(notice: &Notice) -> Value {
    json!({
        "act": notice.act.to_string(),
        "document": notice.document.as_str(),
        "effect": written(&notice.effect),
        "effective": written(&notice.effective),
        "new-level": written(&notice.new_level),
        "new-end": written(&notice.new_end),
        "return-by": written(&notice.return_by),
    })
}

/// `{"ledger", "size", "checkpoint", "act"}`: the checkpoint of another ledger
/// that was noted last.
#[must_use]
pub fn noted(noted: &Noted) -> Value {
    json!({
        "ledger": noted.ledger.to_string(),
        "size": noted.size,
        "checkpoint": noted.checkpoint,
        "act": noted.act.to_string(),
    })
}

/// `{"act", "field", "by", "entry"}`: a sealed value that was erased.
#[must_use]
pub fn erasure(erasure: &Erasure) -> Value {
    json!({
        "act": erasure.act.to_string(),
        "field": erasure.field,
        "by": erasure.by.to_string(),
        "entry": erasure.seq,
    })
}
