//! `entry.correct` and `entry.void`: a record is mended, never erased.

use super::authority::known;
use super::case::Case;
use super::common::earlier;
use super::issue::same_symbol;
use super::reasons::Reason;
use crate::act::{EntryCorrect, EntryVoid, schema};
use crate::custody::{Deed, Document, Key, Row, RowState, StateError};
use crate::date::PartDate;
use crate::id::{ActId, Id};
use crate::value::Value;

/// Fields that stand in clear and only describe. Sealed texts describe too;
/// everything else is level, term, number, holder or state, or somebody's
/// authority.
const DESCRIPTIVE: [&str; 19] = [
    "symbol",
    "date",
    "pages",
    "attachments",
    "doc-type",
    "sign-mode",
    "paper",
    "drafter",
    "signer",
    "means",
    "tier",
    "officer",
    "brought-by",
    "giver",
    "courier",
    "file",
    "time",
    "position",
    "spoiled",
];

pub(super) fn correct(case: &mut Case<'_>, act: &EntryCorrect) -> Result<(), StateError> {
    let Some(deed) = earlier(case, "corrected", &act.corrected, &[])? else {
        return Ok(());
    };
    case.document = deed.document.clone();
    if act.changes.is_empty() {
        case.impossible(Reason::NothingCorrected, []);
    }
    let sealed = |field: &str| {
        let schema = schema::act(&deed.act);
        schema
            .and_then(|schema| schema.shape.field(field))
            .is_some_and(|field| matches!(field.of, schema::Type::Sealed(_)))
    };
    for (field, _) in act.changes.iter() {
        if !DESCRIPTIVE.contains(&field) && !sealed(field) {
            case.impossible(
                Reason::NotCorrectable,
                [
                    ("field", format!("changes/{field}")),
                    ("act", deed.act.clone()),
                ],
            );
        }
    }
    // Symbol and date of the act that gave the document its own.
    let names_document = [
        "document.issue",
        "document.receive",
        "document.import",
        "document.complete",
    ];
    if !names_document.contains(&deed.act.as_str()) {
        return Ok(());
    }
    let Some(id) = &deed.document else {
        return Ok(());
    };
    let Some(mut document) = case.find::<Document>(id)? else {
        return Ok(());
    };
    let text = |field: &str| act.changes.get(field).and_then(Value::as_text);
    if let Some(symbol) = text("symbol") {
        document.symbol = Some(symbol.to_owned());
    }
    if let Some(date) = text("date").and_then(|date| date.parse::<PartDate>().ok()) {
        document.date = Some(date);
    }
    if let (Some(symbol), Some(date)) = (document.symbol.clone(), document.date) {
        let issuer = document.issuer.clone().unwrap_or_else(Id::own_agency);
        same_symbol(case, &issuer, &symbol, date, id)?;
    }
    case.put(document);
    Ok(())
}

/// Acts that are never taken back: the ledger's own, keys, packs, and mending
/// itself (a void is answered by doing the act again).
fn is_voidable(act: &str) -> bool {
    let never = ["ledger.", "key.", "entry.", "pack."];
    !never.iter().any(|group| act.starts_with(group))
}

pub(super) fn void(case: &mut Case<'_>, act: &EntryVoid) -> Result<(), StateError> {
    let Some(mut deed) = earlier(case, "voided", &act.voided, &[])? else {
        return Ok(());
    };
    case.document = deed.document.clone();
    if !is_voidable(&deed.act) {
        case.impossible(Reason::NotVoidable, [("act", deed.act.clone())]);
        return Ok(());
    }
    match &act.decision {
        Some(decision) => {
            known(case, "decision", decision)?;
        }
        None if deed.recorded < case.recording.day => {
            case.impossible(
                Reason::VoidDecision,
                [("recorded", deed.recorded.to_string())],
            );
        }
        None => {}
    }
    let resting = resting_on(case, &deed)?;
    if !resting.is_empty() {
        let acts: Vec<String> = resting.iter().map(ToString::to_string).collect();
        case.impossible(Reason::RestedOn, [("acts", acts.join(", "))]);
        return Ok(());
    }
    if let Some((book, number)) = &deed.row
        && let Some(mut row) = case.look::<Row>(Row::named(book, *number))?
    {
        row.state = RowState::Void;
        case.put(row);
    }
    for (key, before) in std::mem::take(&mut deed.before) {
        case.rest_on(key.clone());
        case.restore(key, before);
    }
    let before = case
        .look::<Deed>(act.voided)?
        .map(|deed| deed.before)
        .unwrap_or_default();
    deed.before = before;
    deed.voided_by = Some(case.id);
    case.put(deed);
    Ok(())
}

/// The later acts that changed what `deed` changed, or that name it. Mending
/// acts rest on nothing that they would hold fast.
fn resting_on(case: &mut Case<'_>, deed: &Deed) -> Result<Vec<ActId>, StateError> {
    let mut keys: Vec<Key> = deed.before.iter().map(|(key, _)| key.clone()).collect();
    keys.push(Key::of::<Deed>(deed.id));
    let mut acts = Vec::new();
    for id in case.resting_on(&keys, deed.seq)? {
        let mends = case
            .look::<Deed>(id)?
            .is_some_and(|other| other.act.starts_with("entry."));
        if !mends {
            acts.push(id);
        }
    }
    Ok(acts)
}
