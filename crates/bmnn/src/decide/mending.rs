//! `entry.correct` and `entry.void`: a record is mended, never erased.

use super::authority::known;
use super::case::Case;
use super::common::{earlier, party};
use super::determine::subject;
use super::documents::same_symbol;
use super::ending::no_more_duties;
use super::reasons::Reason;
use crate::act::schema::{self, ActSchema};
use crate::act::{Act, EntryCorrect, EntryVoid, Tier};
use crate::custody::{
    Book, Copy, CopyState, Deed, Document, Duty, DutyKind, Key, Kind, Party, Person, Query, Record,
    Row, RowState, StateError,
};
use crate::date::PartDate;
use crate::id::{ActId, Bytes32, Id};
use crate::value::{Map, Value};

/// Fields that stand in clear and only describe. Sealed texts describe too;
/// everything else is level, term, number, holder or state, or somebody's
/// authority.
const DESCRIPTIVE: [&str; 20] = [
    "printed",
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
    let Some(schema) = schema::act(&deed.act) else {
        return Ok(());
    };
    for (field, _) in act.changes.iter() {
        if !may_mend(schema, field) {
            not_correctable(case, field, &deed.act);
        }
    }
    if let Err(error) = Act::check_changes(&act.changes, schema) {
        not_correctable(case, error.path.trim_start_matches("changes/"), &deed.act);
        return Ok(());
    }
    people(case, &act.changes)?;
    follow(case, &deed, &act.changes)
}

fn not_correctable(case: &mut Case<'_>, field: &str, act: &str) {
    case.impossible(
        Reason::NotCorrectable,
        [
            ("field", format!("changes/{field}")),
            ("act", act.to_owned()),
        ],
    );
}

/// A field that the act has, and that only describes. (A position that an act
/// gives or ends is what the act is about.)
fn may_mend(schema: &ActSchema, field: &str) -> bool {
    let Some(found) = schema.correctable(field) else {
        return false;
    };
    // Which ledger is an agency's may become known after it was enrolled.
    if (schema.name, field) == ("party.enrol", "ledger") {
        return true;
    }
    let own_position = field == "position" && schema.owns("position");
    let sealed = matches!(found.of, schema::Type::Sealed(_));
    !own_position && (sealed || DESCRIPTIVE.contains(&field))
}

/// Persons and parties that a correction names are known ones.
fn people(case: &mut Case<'_>, changes: &Map) -> Result<(), StateError> {
    for (field, value) in changes.iter() {
        let id = |value: Option<&Value>| {
            value
                .and_then(Value::as_text)
                .and_then(|id| id.parse().ok())
        };
        let place = format!("changes/{field}");
        if ["signer", "drafter"].contains(&field)
            && let Some(id) = id(Some(value))
        {
            case.need::<Person>(Reason::UnknownPerson, "person", &place, &id as &Id)?;
        }
        if let Some(hand) = value.as_map() {
            if let Some(id) = id(hand.get("person")) {
                let place = format!("{place}/person");
                case.need::<Person>(Reason::UnknownPerson, "person", &place, &id as &Id)?;
            }
            if let Some(id) = id(hand.get("party")) {
                party(case, &format!("{place}/party"), &id)?;
            }
        }
    }
    Ok(())
}

/// What is known follows the correction.
fn follow(case: &mut Case<'_>, deed: &Deed, changes: &Map) -> Result<(), StateError> {
    let text = |field: &str| changes.get(field).and_then(Value::as_text);
    // D26 4(7): a book closed before it was printed is printed now.
    if changes.get("printed").is_some()
        && let Some(book) = deed.before.iter().find(|(key, _)| key.kind == Kind::Duty)
        && let Some(duty) = case.look::<Duty>(&book.0.id)?
    {
        case.close_duties(DutyKind::Print, &duty.about, |_| true)?;
    }
    let tier = text("tier").and_then(|tier| tier.parse::<Tier>().ok());
    let ledger = changes.get("ledger").and_then(Value::as_bytes);
    let ledger = ledger.and_then(|ledger| ledger.try_into().ok().map(Bytes32));
    if tier.is_some() || ledger.is_some() {
        let enrolled = deed.before.iter().find(|(key, _)| key.kind == Kind::Party);
        if let Some((key, _)) = enrolled
            && let Some(mut party) = case.find::<Party>(&key.id)?
        {
            party.tier = tier.or(party.tier);
            party.ledger = ledger.or(party.ledger);
            case.put(party);
        }
    }
    let Some(id) = &deed.document else {
        return Ok(());
    };
    let Some(mut document) = case.find::<Document>(id)? else {
        return Ok(());
    };
    if changes.get("subject").is_some() {
        // D63 6, D26 4(1)(a): what may not be written is not corrected in either.
        subject(case, document.level, !document.subject, false);
        document.subject = true;
    }
    let names_document = [
        "document.issue",
        "document.receive",
        "document.import",
        "document.complete",
    ];
    if names_document.contains(&deed.act.as_str()) {
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
    }
    case.put(document);
    Ok(())
}

/// Acts that are never taken back: the ledger's own, keys, packs, what erased,
/// and mending itself (a void is answered by doing the act again).
fn is_voidable(act: &str) -> bool {
    let never = ["ledger.", "key.", "entry.", "pack.", "sealed."];
    !never.iter().any(|group| act.starts_with(group))
}

pub(super) fn void(case: &mut Case<'_>, act: &EntryVoid) -> Result<(), StateError> {
    let Some(mut deed) = earlier(case, "voided", &act.voided, &[])? else {
        return Ok(());
    };
    case.document = deed.document.clone();
    if deed.voided_by.is_some() {
        return Ok(());
    }
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
        case.impossible(Reason::RestedOn, [("acts", listed(&resting))]);
        return Ok(());
    }
    if let Some((book, number)) = &deed.row
        && let Some(mut row) = case.look::<Row>(Row::named(book, *number))?
    {
        row.state = RowState::Void;
        case.put(row);
    }
    if deed.act == "book.close" {
        reopen(case, &deed)?;
    }
    // Duties last: whether they are still owed shows in what was put back before them.
    let (duties, others): (Vec<_>, Vec<_>) = deed
        .before
        .clone()
        .into_iter()
        .partition(|(key, _)| key.kind == Kind::Duty);
    for (key, before) in others.into_iter().chain(duties) {
        case.rest_on(key.clone());
        let before = keep_corrections(case, &deed, before)?;
        let before = still_owed(case, deed.seq, before)?;
        no_duty_of_nothing(case, &key, before.as_ref())?;
        case.restore(key, before);
    }
    deed.voided_by = Some(case.id);
    case.put(deed);
    Ok(())
}

/// The acts, as many as a person reads.
fn listed(acts: &[ActId]) -> String {
    const READ: usize = 20;
    let mut said: Vec<String> = acts.iter().take(READ).map(ToString::to_string).collect();
    if let Some(more) = acts.len().checked_sub(READ).filter(|more| *more > 0) {
        said.push(format!("… (+{more})"));
    }
    said.join(", ")
}

/// A book closed by mistake is open again, with all its rows.
fn reopen(case: &mut Case<'_>, deed: &Deed) -> Result<(), StateError> {
    let closed: Vec<Book> = case.select(&Query::All(Kind::Book))?;
    let closed = closed
        .into_iter()
        .find(|book| book.closed_by == Some(deed.id));
    if let Some(mut book) = closed {
        book.closed = None;
        book.closed_by = None;
        case.put(book);
    }
    Ok(())
}

/// A duty that the act taken back had closed is open again, unless it was done
/// meanwhile: later acts may have moved the copy without a duty to close.
fn still_owed(
    case: &Case<'_>,
    seq: u64,
    before: Option<Record>,
) -> Result<Option<Record>, StateError> {
    let Some(Record::Duty(mut duty)) = before else {
        return Ok(before);
    };
    // Nothing happened to the copy since: the duty is as it was.
    if case
        .resting_on(&[Key::of::<Copy>(&duty.about)], seq)?
        .is_empty()
    {
        return Ok(Some(Record::Duty(duty)));
    }
    let copy = case.look::<Copy>(&duty.about)?;
    let sent = |copy: &Copy, state| copy.state == state && copy.sent_by == Some(duty.opened_by);
    let owed = copy.is_none_or(|copy| match duty.kind {
        DutyKind::Receipt => sent(&copy, CopyState::InTransit),
        DutyKind::BringBack => sent(&copy, CopyState::CarriedOut),
        DutyKind::Return => !copy.is_out_of_play() && copy.return_by.is_some(),
        DutyKind::Collect => copy.is_with_somebody() && copy.person.is_some(),
        _ => !copy.is_out_of_play(),
    });
    if duty.closed_by.is_none() && !owed {
        duty.closed_by = Some(case.id);
    }
    Ok(Some(Record::Duty(duty)))
}

/// Later acts open duties about copies without resting on them. A copy that
/// never was asks for nothing, and one that its keeper never had is not
/// collected from him.
fn no_duty_of_nothing(
    case: &mut Case<'_>,
    key: &Key,
    before: Option<&Record>,
) -> Result<(), StateError> {
    let Some(now) = case
        .look::<Copy>(&key.id)?
        .filter(|_| key.kind == Kind::Copy)
    else {
        return Ok(());
    };
    match before {
        Some(Record::Copy(before)) if before.person != now.person => {
            case.close_duties(DutyKind::Collect, &now.id, |_| true)?;
        }
        None => no_more_duties(case, &now)?,
        Some(_) => {}
    }
    Ok(())
}

/// A correction is not undone with an act that came after what it corrects:
/// number, date and subject line stay as they are known now, unless the act
/// taken back gave them.
fn keep_corrections(
    case: &Case<'_>,
    deed: &Deed,
    before: Option<Record>,
) -> Result<Option<Record>, StateError> {
    let before = match before {
        Some(Record::Document(before)) if deed.act != "document.issue" => before,
        before => return Ok(before),
    };
    let now = case.look::<Document>(&before.id)?;
    let symbol = before
        .symbol
        .clone()
        .and(now.as_ref().and_then(|now| now.symbol.clone()));
    let date = before.date.and(now.as_ref().and_then(|now| now.date));
    Ok(Some(Record::Document(Document {
        symbol: symbol.or_else(|| before.symbol.clone()),
        date: date.or(before.date),
        ..before
    })))
}

/// The later acts that changed what `deed` changed, or that name it. Mending
/// acts, and those that erase, rest on nothing that they would hold fast.
fn resting_on(case: &mut Case<'_>, deed: &Deed) -> Result<Vec<ActId>, StateError> {
    let mut keys: Vec<Key> = deed.before.iter().map(|(key, _)| key.clone()).collect();
    keys.push(Key::of::<Deed>(deed.id));
    // A volume that goes on where this one was closed.
    if deed.act == "book.close" {
        let closed: Vec<Book> = case.select(&Query::All(Kind::Book))?;
        let closed = closed.iter().filter(|book| book.closed_by == Some(deed.id));
        keys.extend(closed.map(|book| Key::of::<Book>(&book.id)));
    }
    let mut acts = Vec::new();
    for id in case.resting_on(&keys, deed.seq)? {
        let mends = case.look::<Deed>(id)?.is_some_and(|other| {
            ["entry.", "sealed."]
                .iter()
                .any(|group| other.act.starts_with(group))
        });
        if !mends {
            acts.push(id);
        }
    }
    Ok(acts)
}
