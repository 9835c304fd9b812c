//! `document.receive` and `document.import`: what comes from elsewhere, or from
//! older books.

use super::books::register;
use super::case::Case;
use super::common::{hand, missing, not_wanted, party, person};
use super::determine::subject;
use super::documents::{held, not_own_party, same_symbol};
use super::reasons::Reason;
use crate::act::{
    BookKind, Carrier, Check, DocumentImport, DocumentReceive, Fault, ImportedState, ListRef,
    Medium, Origin, ReceivedCopy,
};
use crate::copy::CopyRef;
use crate::custody::{Copy, CopyState, Document, DutyKind, ListInForce, SameSymbol, StateError};
use crate::date::PartDate;
use crate::id::Id;

/// The year's arrival numbers stand among the symbols under this issuer,
/// which no party can be called.
const ARRIVALS: &str = "@arrival";

pub(super) fn receive(case: &mut Case<'_>, act: &DocumentReceive) -> Result<(), StateError> {
    case.document = Some(act.document.clone());
    if case.look::<Document>(&act.document)?.is_some() {
        case.impossible(
            Reason::Taken,
            [
                ("field", "document".to_owned()),
                ("id", act.document.to_string()),
            ],
        );
    }
    if party(case, "issuer", &act.issuer)?.is_some_and(|issuer| issuer.own) {
        not_wanted(case, "issuer", act.issuer.as_str());
    }
    let unopened = act.unopened == Some(true);
    if unopened {
        sealed_envelope(case, act)?;
    } else {
        opened(case, act);
    }
    subject(
        case,
        act.level,
        act.subject.is_some(),
        act.subject_consent == Some(true),
    );
    not_ahead(case, "date", act.date);
    if let Some(brought_by) = &act.brought_by {
        hand(case, "brought-by", brought_by)?;
    }
    if let (Some(symbol), Some(date)) = (&act.symbol, &act.date) {
        same_symbol(case, &act.issuer, symbol, *date, &act.document)?;
    }
    if let Some(number) = act.arrival_number {
        arrival(case, number, &act.document)?;
    }
    let electronic = act
        .copies
        .iter()
        .flatten()
        .any(|copy| copy.medium == Some(Medium::Electronic));
    checked(case, act.check.as_ref(), electronic);
    register(
        case,
        act.row.as_ref(),
        BookKind::Incoming,
        "receive.register",
        Some(&act.document),
    )?;
    put_copies(
        case,
        &act.document,
        act.copies.as_deref().unwrap_or_default(),
        act.return_by,
    )?;

    case.put(Document {
        id: act.document.clone(),
        carrier: Carrier::Document,
        origin: Origin::Received,
        imported: false,
        level: act.level,
        determined: act.date,
        protect: act.protect.as_ref().map(crate::act::Period::until),
        extended_to: None,
        declassified: None,
        cancelled: false,
        unopened,
        copying: None,
        medium: electronic.then_some(Medium::Electronic),
        planned: None,
        recipients: Vec::new(),
        symbol: act.symbol.clone(),
        date: act.date,
        issuer: Some(act.issuer.clone()),
        issued: 0,
        row: case.taken_row().map(|row| (row.book.clone(), row.number)),
        draft: false,
        proposal: false,
        subject: act.subject.is_some(),
        missing: absent(&[
            ("symbol", act.symbol.is_none()),
            ("date", act.date.is_none()),
            ("level", act.level.is_none()),
            ("copies", act.copies.is_none()),
        ]),
        last_on: case.on,
    });
    Ok(())
}

/// D26 4(2)(a)–(b): entered by the symbol outside, passed on at once to the
/// person named, unopened.
fn sealed_envelope(case: &mut Case<'_>, act: &DocumentReceive) -> Result<(), StateError> {
    let Some(envelope) = &act.envelope else {
        missing(case, "envelope", "unopened");
        return Ok(());
    };
    match &envelope.named {
        Some(named) => {
            person(case, "envelope/named", named)?;
        }
        None => missing(case, "envelope/named", "unopened"),
    }
    case.open_duty(
        DutyKind::PassOn,
        &act.document,
        Some(&act.document),
        Some(case.on),
        "receive.named",
    );
    Ok(())
}

fn opened(case: &mut Case<'_>, act: &DocumentReceive) {
    let wanted = [
        ("symbol", act.symbol.is_none()),
        ("date", act.date.is_none()),
        ("level", act.level.is_none()),
        ("copies", act.copies.as_ref().is_none_or(Vec::is_empty)),
    ];
    for (field, absent) in wanted {
        if absent {
            missing(case, field, "unopened = false");
        }
    }
}

/// D63: integrity, number of documents, pages and attachments are checked; D26
/// 4(3): faults are mended by the sender first.
pub(super) fn checked(case: &mut Case<'_>, check: Option<&Check>, electronic: bool) {
    if electronic && check.is_none() && case.asks("electronic.check") {
        case.unlawful(Reason::NoCheck, []);
    }
    let Some(check) = check else { return };
    if electronic
        && case.asks("electronic.check")
        && (check.pages.is_none() || check.attachments.is_none())
    {
        case.unlawful(Reason::NoCheck, []);
    }
    let faults: Vec<String> = check
        .faults
        .iter()
        .flatten()
        .map(ToString::to_string)
        .collect();
    if !faults.is_empty() || !check.intact {
        // D26 4(3): a shortage or bad packing; 4(2)(c): what was opened, swapped or damaged.
        let short = |fault: &Fault| matches!(fault, Fault::Missing | Fault::BadPacking);
        let provision = if electronic {
            "electronic.fault"
        } else if check.faults.iter().flatten().all(short) && !faults.is_empty() {
            "receive.shortage"
        } else {
            "receive.faults"
        };
        case.warn_by(
            Reason::FaultsFound,
            provision,
            [("faults", faults.join(", "))],
        );
    }
}

/// What came, or is in an old book, is not of a day to come.
pub(super) fn not_ahead(case: &mut Case<'_>, field: &str, date: Option<PartDate>) {
    if let Some(date) = date.filter(|date| date.earliest() > case.on) {
        case.impossible(
            Reason::DecisionAhead,
            [
                ("field", field.to_owned()),
                ("date", date.to_string()),
                ("on", case.on.to_string()),
            ],
        );
    }
}

/// The lists that an older determination names are known; whether they were in
/// force then is not judged.
pub(super) fn lists(case: &mut Case<'_>, refs: Option<&[ListRef]>) -> Result<(), StateError> {
    for (index, list_ref) in refs.unwrap_or_default().iter().enumerate() {
        let place = format!("list-refs/{index}/list");
        case.need::<ListInForce>(Reason::UnknownList, "list", &place, &list_ref.list)?;
    }
    Ok(())
}

pub(super) fn arrival(case: &mut Case<'_>, number: u32, document: &Id) -> Result<(), StateError> {
    let year = case.on.year();
    let name = format!("{ARRIVALS}/{year}/{number}");
    let mut same = case.look::<SameSymbol>(&name)?.unwrap_or(SameSymbol {
        name,
        documents: Vec::new(),
    });
    let mut others = Vec::new();
    for (other, _) in &same.documents {
        // What was taken back may be entered anew under its number.
        if case.look::<Document>(other)?.is_some() {
            others.push(other.clone());
        }
    }
    if let Some(other) = others.iter().find(|other| *other != document) {
        case.warn(
            Reason::ArrivalRepeated,
            [
                ("number", number.to_string()),
                ("year", year.to_string()),
                ("other", other.to_string()),
            ],
        );
    }
    same.documents.push((document.clone(), None));
    case.put(same);
    Ok(())
}

/// A partial set: any numbers, or none.
pub(super) fn put_copies(
    case: &mut Case<'_>,
    document: &Id,
    copies: &[ReceivedCopy],
    return_by: Option<crate::date::Date>,
) -> Result<(), StateError> {
    let mut unnumbered = 0;
    for (index, received) in copies.iter().enumerate() {
        let id = match received.number {
            Some(number) => CopyRef::numbered(document.clone(), number),
            None => {
                unnumbered += 1;
                CopyRef::unnumbered(document.clone(), unnumbered)
            }
        };
        // Number 0 was refused when the act was read.
        let Ok(id) = id else { continue };
        if case.look::<Copy>(&id)?.is_some() {
            case.impossible(
                Reason::CopyTwice,
                [
                    ("field", format!("copies/{index}")),
                    ("copy", id.to_string()),
                ],
            );
            continue;
        }
        if let Some(day) = return_by {
            case.open_duty(
                DutyKind::Return,
                &id,
                Some(document),
                Some(day),
                "recall.date",
            );
        }
        let copy = held(case, id, document, &Id::own_agency());
        case.put(Copy {
            medium: received.medium,
            return_by,
            ..copy
        });
    }
    Ok(())
}

/// The names of the fields that are absent.
fn absent(fields: &[(&str, bool)]) -> Vec<String> {
    fields
        .iter()
        .filter(|(_, absent)| *absent)
        .map(|(field, _)| (*field).to_owned())
        .collect()
}

/// An opening balance from older books: past steps are not judged.
pub(super) fn import(case: &mut Case<'_>, act: &DocumentImport) -> Result<(), StateError> {
    case.document = Some(act.document.clone());
    if case.look::<Document>(&act.document)?.is_some() {
        case.impossible(
            Reason::Taken,
            [
                ("field", "document".to_owned()),
                ("id", act.document.to_string()),
            ],
        );
    }
    if let Some(issuer) = &act.issuer {
        party(case, "issuer", issuer)?;
    }
    not_ahead(case, "date", act.date);
    not_ahead(case, "determined", act.determined);
    lists(case, act.list_refs.as_deref())?;
    let document = Document {
        id: act.document.clone(),
        carrier: act.carrier,
        origin: act.origin,
        imported: true,
        level: Some(act.level),
        determined: act.determined,
        protect: act.protect.as_ref().map(crate::act::Period::until),
        extended_to: act.extended_to,
        declassified: None,
        cancelled: false,
        unopened: false,
        copying: None,
        medium: None,
        planned: act.issued_total,
        recipients: Vec::new(),
        symbol: act.symbol.clone(),
        date: act.date,
        issuer: act.issuer.clone(),
        issued: issued(act),
        row: None,
        draft: false,
        proposal: false,
        subject: act.subject.is_some(),
        missing: absent(&[
            ("symbol", act.symbol.is_none()),
            ("date", act.date.is_none()),
            ("determined", act.determined.is_none()),
            (
                "issuer",
                act.issuer.is_none() && act.origin == Origin::Received,
            ),
        ]),
        last_on: case.on,
    };
    if let (Some(symbol), Some(date)) = (&act.symbol, &act.date) {
        let issuer = act.issuer.clone().unwrap_or_else(Id::own_agency);
        same_symbol(case, &issuer, symbol, *date, &act.document)?;
    }
    imported_copies(case, act, &document)?;
    if !document.missing.is_empty() {
        case.open_duty(
            DutyKind::Complete,
            &act.document,
            Some(&act.document),
            None,
            "transition.term",
        );
    }
    case.put(document);
    Ok(())
}

/// How many numbered copies there are at least: a further issue goes on after
/// them.
fn issued(act: &DocumentImport) -> u32 {
    let numbers = act.copies.iter().filter_map(|stated| stated.copy.number());
    numbers.chain(act.issued_total).max().unwrap_or(0)
}

fn imported_copies(
    case: &mut Case<'_>,
    act: &DocumentImport,
    document: &Document,
) -> Result<(), StateError> {
    if document.carrier != Carrier::Document
        && document.carrier != Carrier::Object
        && !act.copies.is_empty()
    {
        super::documents::only_documents(case, document);
        return Ok(());
    }
    for (index, stated) in act.copies.iter().enumerate() {
        let place = format!("copies/{index}");
        if *stated.copy.document() != act.document {
            case.impossible(
                Reason::UnknownCopy,
                [("field", place), ("copy", stated.copy.to_string())],
            );
            continue;
        }
        if case.look::<Copy>(&stated.copy)?.is_some() {
            case.impossible(
                Reason::CopyTwice,
                [("field", place), ("copy", stated.copy.to_string())],
            );
            continue;
        }
        let holder = match &stated.holder {
            Some(holder) => party(case, &format!("{place}/holder"), holder)?,
            None => None,
        };
        let state = imported_state(stated.state);
        // Held and carried out are said of this agency's copies, delivered of another's.
        let here = matches!(state, CopyState::Held | CopyState::CarriedOut);
        match &holder {
            Some(holder) if here && !holder.own => {
                not_own_party(case, &format!("{place}/holder"), &holder.id);
            }
            Some(holder) if state == CopyState::Delivered && holder.own => {
                not_wanted(case, &format!("{place}/holder"), state.as_str());
            }
            _ => {}
        }
        let asked = match state {
            CopyState::Unknown => Some((DutyKind::Account, "transition.term")),
            CopyState::CarriedOut => Some((DutyKind::BringBack, "carry-out.return")),
            _ => None,
        };
        if let Some((kind, provision)) = asked {
            case.open_duty(kind, &stated.copy, Some(&act.document), None, provision);
        }
        let copy = held(case, stated.copy.clone(), &act.document, &Id::own_agency());
        let holder = holder.map(|holder| holder.id);
        case.put(Copy {
            state,
            holder: holder.or_else(|| here.then(Id::own_agency)),
            // Its `copy.bring-back` answers to this act.
            sent_by: (state == CopyState::CarriedOut).then_some(case.id),
            ..copy
        });
    }
    Ok(())
}

fn imported_state(state: ImportedState) -> CopyState {
    match state {
        ImportedState::Held => CopyState::Held,
        ImportedState::Delivered => CopyState::Delivered,
        ImportedState::CarriedOut => CopyState::CarriedOut,
        ImportedState::Archived => CopyState::Archived,
        ImportedState::Returned => CopyState::Returned,
        ImportedState::Destroyed => CopyState::Destroyed,
        ImportedState::Lost => CopyState::Lost,
        ImportedState::Unknown => CopyState::Unknown,
    }
}
