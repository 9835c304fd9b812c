//! The office: copies, books and duties.

use bmnn::copy::CopyRef;
use bmnn::custody::{Copy, Duty, DutyKind, Row};
use serde_json::{Value, json};

/// `{"kind", "about", "document", "opened-by", "due", "provision", …}`.
#[must_use]
pub fn duty(duty: &Duty) -> Value {
    json!({
        "kind": duty.kind.as_str(),
        "about": duty.about,
        "document": duty.document.as_ref().map(|id| id.as_str()),
        "opened-by": duty.opened_by.to_string(),
        "due": duty.due.map(|due| due.to_string()),
        "provision": duty.provision,
        "closed-by": duty.closed_by.map(|act| act.to_string()),
        "vi": duty.kind.vi(),
        "en": duty_en(duty.kind),
    })
}

/// `{"book", "number", "act", "document", "on", "state"}`.
#[must_use]
pub fn row(row: &Row) -> Value {
    json!({
        "book": row.book.as_str(),
        "number": row.number,
        "act": row.act.to_string(),
        "document": row.document.as_ref().map(|id| id.as_str()),
        "on": row.on.to_string(),
        "state": row.state,
    })
}

/// `{"copy", "state", "holder", "person", "addressee", "to", "return-by", …}`.
#[must_use]
pub fn copy(copy: &Copy) -> Value {
    let id = |id: &Option<bmnn::id::Id>| id.as_ref().map(ToString::to_string);
    json!({
        "copy": copy.id.to_string(),
        "document": copy.document.as_str(),
        "state": copy.state.as_str(),
        "holder": id(&copy.holder),
        "person": id(&copy.person),
        "addressee": id(&copy.addressee),
        "to": id(&copy.to),
        "return-by": copy.return_by.map(|date| date.to_string()),
        "abroad": copy.abroad,
        "last-on": copy.last_on.to_string(),
    })
}

/// `{"copy", "document", "number", "parent", "root", "occasion",
/// "duplicate-number"}`: what a copy's name says.
#[must_use]
pub fn copy_name(copy: &CopyRef) -> Value {
    json!({
        "copy": copy.to_string(),
        "document": copy.document().as_str(),
        "number": copy.number(),
        "parent": copy.parent().map(|parent| parent.to_string()),
        "root": copy.root().to_string(),
        "occasion": copy.occasion(),
        "duplicate-number": copy.duplicate_number(),
    })
}

/// What kind of duty, in English.
#[must_use]
pub fn duty_en(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Mark => "apply the mark",
        DutyKind::Notice => "send the notice",
        DutyKind::Return => "return or recall",
        DutyKind::BringBack => "bring back what was carried out",
        DutyKind::Receipt => "have the receipt signed",
        DutyKind::Report => "report the incident",
        DutyKind::Complete => "supply the missing facts",
        DutyKind::Collect => "collect from who leaves",
        DutyKind::Account => "account for a copy",
        DutyKind::PassOn => "pass the envelope on at once",
        DutyKind::ActOnNotice => "act on the notice",
        DutyKind::Destroy => "destroy at once",
        DutyKind::Print => "print, sign and bind the book",
    }
}
