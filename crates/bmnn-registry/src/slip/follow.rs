//! What a slip that holds makes the receiver put on record.

use super::{ReadSlip, SlipFailure};
use crate::registry::Registry;
use bmnn::act::schema;
use bmnn::copy::CopyRef;
use bmnn::custody::{Copy, CopyState, Query};
use bmnn::date::Date;
use bmnn::id::{Bytes32, Id};
use bmnn::ledger::Entry;
use bmnn::ledger::slip::{Carried, Slip, Standing};
use bmnn::value::{Map, Value};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The drafts that follow from a slip.
#[derive(Clone, Debug, PartialEq)]
pub struct Follows {
    /// `witness.note` of the slip's checkpoint; absent where it is the one
    /// noted last, or an older one.
    pub note: Option<Json>,
    /// `document.receive` of what was sent, or `copy.accept` of what this
    /// registry sent and the slip answers; absent where the slip tells of
    /// something else.
    pub act: Option<Json>,
    /// The fields that the act asks for and the slip does not say in clear:
    /// they stand on the document.
    pub wanted: Vec<&'static str>,
}

impl Registry {
    /// The drafts that follow from a slip that holds, for the day `on`. They
    /// are performed like any others, with the fields laid over them that the
    /// clerk reads off the document; `witness.note` first, or together.
    ///
    /// A checkpoint can be noted only once its slip went through here: that
    /// is where signature and consistency were checked.
    ///
    /// # Errors
    ///
    /// [`SlipFailure::DoesNotHold`], [`SlipFailure::Stranger`] and
    /// [`SlipFailure::NotShown`] keep anything from following;
    /// [`SlipFailure::NoAnswer`] says that an answer fits no transfer of this
    /// registry's.
    pub fn accept_slip(&mut self, read: &ReadSlip, on: Date) -> Result<Follows, SlipFailure> {
        let report = &read.report;
        let Some(carried) = report.carried() else {
            let error = report.findings.iter().find(|finding| finding.is_error());
            let why = error.map(ToString::to_string).unwrap_or_default();
            return Err(SlipFailure::DoesNotHold(why));
        };
        let Some(party) = &read.party else {
            return Err(SlipFailure::Stranger);
        };
        let note = match (report.standing, &read.noted) {
            (Standing::First | Standing::Grown, _) => {
                let text = read.slip.note().to_text();
                self.vouched
                    .insert(bmnn::ledger::sha256(&[text.as_bytes()]), read.noted);
                Some(json!({
                    "act": "witness.note", "on": on.to_string(),
                    "ledger": report.ledger.to_string(), "checkpoint": text,
                }))
            }
            (Standing::NotShown, Some(noted)) => {
                return Err(SlipFailure::NotShown { noted: noted.size });
            }
            _ => None,
        };
        let name = carried.act.get("act").and_then(Value::as_text);
        let (act, wanted) = match name {
            Some("copy.transfer" | "document.issue") => {
                let act = received(carried, party, read.digest, on);
                let wanted = wanted(&act);
                (Some(act), wanted)
            }
            Some("document.receive" | "copy.accept") => (
                Some(self.accepted(carried, party, read.digest, on)?),
                vec![],
            ),
            _ => (None, vec![]),
        };
        Ok(Follows { note, act, wanted })
    }

    /// `copy.accept` of what the other agency says it received by a slip of
    /// ours.
    fn accepted(
        &self,
        carried: &Carried,
        party: &Id,
        digest: Bytes32,
        on: Date,
    ) -> Result<Json, SlipFailure> {
        let no = |why: &str| SlipFailure::NoAnswer(why.to_owned());
        let answered = carried.act.get("slip").and_then(as_bytes32);
        let answered = answered.ok_or_else(|| no("it names no slip"))?;
        let ours = self.kept_slip(&answered);
        let ours = ours.ok_or_else(|| no("the slip that it names was not kept here"))?;
        let transfer = subject(&ours)
            .filter(|_| ours.note().checkpoint().ledger == self.ledger_id())
            .and_then(|act| crate::draft::id(&act))
            .ok_or_else(|| no("the slip that it names is not ours"))?;
        let sent: Vec<Copy> = self
            .state()
            .copies(&Query::CopiesSentBy(transfer))
            .map_err(crate::error::ReadError::from)?;
        let to_them =
            |copy: &Copy| copy.state == CopyState::InTransit && copy.to.as_ref() == Some(party);
        let sent: Vec<CopyRef> = sent
            .into_iter()
            .filter(to_them)
            .map(|copy| copy.id)
            .collect();
        if sent.is_empty() {
            return Err(no("nothing is on the way to this agency by that transfer"));
        }
        let taken =
            taken(&carried.act, &sent).ok_or_else(|| no("it names other copies than were sent"))?;
        let by = carried.act.get("by").and_then(Value::as_text);
        // Whom the other agency calls so is theirs to know; it is no name.
        let name = format!("{} ({party})", by.unwrap_or("–"));
        let date = carried.act.get("on").and_then(Value::as_text);
        Ok(json!({
            "act": "copy.accept", "on": on.to_string(),
            "transfer": transfer.to_string(),
            "copies": taken.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "receiver": {"name": name, "party": party.as_str(), "date": date.unwrap_or_default()},
            "slip": digest.to_string(),
        }))
    }
}

/// `document.receive`, as far as the entry says it in clear.
fn received(carried: &Carried, party: &Id, digest: Bytes32, on: Date) -> Json {
    let act = &carried.act;
    let mut draft = json!({
        "act": "document.receive", "on": on.to_string(),
        "issuer": party.as_str(), "slip": digest.to_string(),
    });
    let numbers = numbers(act);
    let mut set = |key: &str, value: Json| {
        if let Some(fields) = draft.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
    };
    if !numbers.is_empty() {
        let copies = numbers.iter().map(|number| match number {
            Some(number) => json!({"number": number}),
            None => json!({}),
        });
        set("copies", copies.collect());
    }
    for key in ["symbol", "date", "level", "return-by"] {
        if let Some(text) = act.get(key).and_then(Value::as_text) {
            set(key, text.into());
        }
    }
    draft
}

/// The fields of `document.receive` that are absent and asked for.
fn wanted(draft: &Json) -> Vec<&'static str> {
    let asked = ["document", "symbol", "date", "doc-type", "level", "copies"];
    let known = |field: &&str| {
        schema::act("document.receive").is_some_and(|act| act.field(field).is_some())
    };
    asked
        .into_iter()
        .filter(known)
        .filter(|field| draft.get(field).is_none())
        .collect()
}

/// The numbers of the copies that an act names, whatever the other agency
/// calls the document; `None` for one that bears no number.
fn numbers(act: &Map) -> Vec<Option<u32>> {
    let copies = act
        .get("copies")
        .and_then(Value::as_array)
        .unwrap_or_default();
    copies
        .iter()
        .filter_map(|copy| match copy {
            Value::Text(name) => Some(number(&name.parse().ok()?)),
            Value::Map(map) => {
                let number = map.get("number").and_then(Value::as_int);
                Some(number.and_then(|number| u32::try_from(number).ok()))
            }
            _ => None,
        })
        .collect()
}

/// The number that stands on a copy: that of an original, in `DOC#3`.
fn number(copy: &CopyRef) -> Option<u32> {
    let text = copy.to_string();
    text.split_once('#')?.1.parse().ok()
}

/// Which of the copies sent the other agency says it has; `None` if it names
/// one that was not among them. Without names it has them all.
fn taken(act: &Map, sent: &[CopyRef]) -> Option<Vec<CopyRef>> {
    let named = numbers(act);
    if named.is_empty() {
        return Some(sent.to_vec());
    }
    let mut left: Vec<&CopyRef> = sent.iter().collect();
    let mut taken = BTreeSet::new();
    for number_named in named {
        let at = left.iter().position(|copy| number(copy) == number_named)?;
        taken.insert(left.remove(at).clone());
    }
    Some(taken.into_iter().collect())
}

/// The act that a slip is about.
fn subject(slip: &Slip) -> Option<Map> {
    let piece = slip
        .pieces()
        .iter()
        .find(|piece| piece.seq == slip.about())?;
    let (_, statement) = Entry::decode(&piece.entry).ok()?;
    statement.act().ok()
}

fn as_bytes32(value: &Value) -> Option<Bytes32> {
    value.as_bytes()?.try_into().ok().map(Bytes32)
}
