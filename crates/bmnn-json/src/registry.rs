//! The registry: acts on record, documents and what is still to be done.

use crate::{cited, copy, decision, duty, row};
use bmnn::id::Id;
use bmnn::status::Status;
use bmnn_registry::{DocumentSheet, Entered, Match, OpenDuty, Performed, ReadError, Registry};
use serde_json::{Value, json};

/// `{"seq", "id", "act", "leaf", "row", "repeated", "decision"}`.
#[must_use]
pub fn performed(one: &Performed) -> Value {
    json!({
        "seq": one.seq,
        "id": one.id.to_string(),
        "act": one.act,
        "leaf": one.leaf.to_string(),
        "row": one.row.as_ref().map(row),
        "repeated": one.repeated,
        "decision": decision(&one.decision),
    })
}

/// `{"seq", "leaf", "received", "signer", "cosigners", "act"}`; the act is in
/// its JSON form, sealed values beside their commitments where the vault is
/// open.
///
/// # Errors
///
/// [`ReadError`] if a sealed value cannot be read, or is not the one committed
/// to.
pub fn entry(registry: &Registry, entered: &Entered) -> Result<Value, ReadError> {
    let cosigners = entered.cosigners.iter().map(ToString::to_string);
    Ok(json!({
        "seq": entered.seq,
        "leaf": entered.leaf.to_string(),
        "received": entered.received,
        "signer": entered.signer.to_string(),
        "cosigners": cosigners.collect::<Vec<_>>(),
        "act": registry.json(entered)?,
    }))
}

/// `{"document", "on", "known-at", "standing", "level", "ends", "pack",
/// "unverified", "because", "copies", "duties"}`: what a document's secrecy is
/// on a day, and why; its copies and duties as `sheet` has them.
#[must_use]
pub fn status(
    document: &Id,
    status: &Status,
    known_at: Option<u64>,
    sheet: Option<&DocumentSheet>,
) -> Value {
    let copies = sheet.map(|sheet| sheet.copies.iter().map(copy).collect::<Vec<_>>());
    let duties = sheet.map(|sheet| sheet.duties.iter().map(duty).collect::<Vec<_>>());
    let mut said = standing(status);
    if let Some(fields) = said.as_object_mut() {
        fields.insert("document".into(), document.as_str().into());
        fields.insert("known-at".into(), json!(known_at));
        fields.insert("copies".into(), json!(copies.unwrap_or_default()));
        fields.insert("duties".into(), json!(duties.unwrap_or_default()));
    }
    said
}

/// `{"on", "standing", "level", "ends", "pack", "unverified", "because"}`: what a
/// document's secrecy is on a day, and why.
#[must_use]
pub fn standing(status: &Status) -> Value {
    let because = status.because.iter().map(|because| {
        json!({
            "vi": because.vi,
            "en": because.en,
            "article": because.cited.as_ref().map(cited),
        })
    });
    json!({
        "on": status.on.to_string(),
        "standing": status.standing.as_str(),
        "level": status.level.map(|level| level.as_str()),
        "ends": status.ends.map(|ends| ends.to_string()),
        "pack": status.pack,
        "unverified": status.is_unverified(),
        "because": because.collect::<Vec<_>>(),
    })
}

/// A [`duty`], with `"overdue"` and `"days-left"`.
#[must_use]
pub fn open_duty(open: &OpenDuty) -> Value {
    let mut item = duty(&open.duty);
    if let Some(fields) = item.as_object_mut() {
        fields.insert("overdue".into(), open.is_overdue().into());
        fields.insert("days-left".into(), open.days_left.into());
    }
    item
}

/// `{"act", "entry", "document", "field", "text"}`: a sealed text that holds the
/// words looked for.
#[must_use]
pub fn found(one: &Match) -> Value {
    json!({
        "act": one.act.to_string(),
        "entry": one.seq,
        "document": one.document.as_ref().map(Id::as_str),
        "field": one.field,
        "text": one.text,
    })
}
