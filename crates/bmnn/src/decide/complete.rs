//! `document.complete`: what was absent when a document came in is supplied.

use super::books::register;
use super::case::Case;
use super::common::{hand, party};
use super::determine::subject;
use super::documents::same_symbol;
use super::reasons::Reason;
use super::receive::{arrival, checked, lists, not_ahead, put_copies};
use crate::act::{BookKind, DocumentComplete, Medium, Origin};
use crate::custody::{Document, DutyKind, StateError};
use crate::id::Id;

/// Supplies what was absent and changes nothing that is there.
pub(super) fn complete(case: &mut Case<'_>, act: &DocumentComplete) -> Result<(), StateError> {
    let Some(mut document) = super::common::document(case, "document", &act.document)? else {
        return Ok(());
    };
    let given = [
        ("symbol", act.symbol.is_some(), document.symbol.is_some()),
        ("date", act.date.is_some(), document.date.is_some()),
        ("level", act.level.is_some(), document.level.is_some()),
        ("issuer", act.issuer.is_some(), document.issuer.is_some()),
        (
            "determined",
            act.determined.is_some(),
            // Where the date on it stands for it, it is still to be supplied.
            document.determined.is_some()
                && (document.imported || document.determined != document.date),
        ),
        ("protect", act.protect.is_some(), document.protect.is_some()),
        (
            "extended-to",
            act.extended_to.is_some(),
            document.extended_to.is_some(),
        ),
        ("subject", act.subject.is_some(), document.subject),
        (
            "issued-total",
            act.issued_total.is_some(),
            document.planned.is_some(),
        ),
        ("row", act.row.is_some(), document.row.is_some()),
    ];
    // These are on no record that could tell whether they were absent.
    let beside = act.list_refs.is_some()
        || act.doc_type.is_some()
        || act.arrival_number.is_some()
        || act.brought_by.is_some()
        || act.pages.is_some()
        || act.digest.is_some()
        || act.slip.is_some()
        || act.ledger.is_some();
    let whole = document.missing.is_empty() && !document.unopened;
    let adds = given
        .iter()
        .any(|(_, is_given, is_there)| *is_given && !is_there);
    let own = document.origin == Origin::Own && !document.imported;
    if own || (whole && !adds && !beside) {
        case.impossible(
            Reason::NothingToComplete,
            [("document", act.document.to_string())],
        );
        return Ok(());
    }
    subject(
        case,
        act.level.or(document.level),
        act.subject.is_some(),
        act.subject_consent == Some(true),
    );
    for (field, is_given, is_there) in given {
        if is_given && is_there {
            case.impossible(
                Reason::AlreadyThere,
                [
                    ("field", field.to_owned()),
                    ("document", act.document.to_string()),
                ],
            );
        }
    }
    if let Some(issuer) = &act.issuer {
        party(case, "issuer", issuer)?;
    }
    not_ahead(case, "date", act.date);
    not_ahead(case, "determined", act.determined);
    lists(case, act.list_refs.as_deref())?;
    if let Some(brought_by) = &act.brought_by {
        hand(case, "brought-by", brought_by)?;
    }
    if let Some(number) = act.arrival_number {
        arrival(case, number, &act.document)?;
    }
    if act.row.is_some() {
        register(
            case,
            act.row.as_ref(),
            BookKind::Incoming,
            "receive.register",
            Some(&act.document),
        )?;
    }
    fill(&mut document, act);
    if document.row.is_none() {
        document.row = case.taken_row().map(|row| (row.book.clone(), row.number));
    }
    if let (Some(symbol), Some(date)) = (&act.symbol, &document.date) {
        let issuer = document.issuer.clone().unwrap_or_else(Id::own_agency);
        same_symbol(case, &issuer, symbol, *date, &act.document)?;
    }
    if let Some(copies) = &act.copies {
        if !document.missing.iter().any(|field| field == "copies") {
            case.impossible(
                Reason::AlreadyThere,
                [
                    ("field", "copies".to_owned()),
                    ("document", act.document.to_string()),
                ],
            );
        }
        put_copies(case, &act.document, copies, act.return_by)?;
    }
    let electronic = act
        .copies
        .iter()
        .flatten()
        .any(|copy| copy.medium == Some(Medium::Electronic));
    checked(case, act.check.as_ref(), electronic);
    let supplied = |field: &String| match field.as_str() {
        "symbol" => document.symbol.is_some(),
        "date" => document.date.is_some(),
        "level" => document.level.is_some(),
        "issuer" => document.issuer.is_some(),
        "determined" => document.determined.is_some(),
        "copies" => act.copies.is_some(),
        _ => false,
    };
    let still: Vec<String> = document
        .missing
        .iter()
        .filter(|field| !supplied(field))
        .cloned()
        .collect();
    document.missing = still;
    if document.level.is_some() {
        document.unopened = false;
        case.close_duties(DutyKind::PassOn, &act.document, |_| true)?;
    }
    if document.missing.is_empty() {
        case.close_duties(DutyKind::Complete, &act.document, |_| true)?;
    }
    document.last_on = document.last_on.max(case.on);
    case.put(document);
    Ok(())
}

fn fill(document: &mut Document, act: &DocumentComplete) {
    document.symbol = document.symbol.take().or_else(|| act.symbol.clone());
    document.date = document.date.take().or(act.date);
    document.level = document.level.or(act.level);
    document.issuer = document.issuer.take().or_else(|| act.issuer.clone());
    // For what was received, the date on it stands for the day of determination.
    let dated = document.date.filter(|_| !document.imported);
    let determined = act.determined.or(dated);
    let known = document.determined.filter(|_| act.determined.is_none());
    document.determined = known.or(determined);
    document.protect = document
        .protect
        .take()
        .or_else(|| act.protect.as_ref().map(crate::act::Period::until));
    document.extended_to = document.extended_to.or(act.extended_to);
    document.planned = document.planned.or(act.issued_total);
    // What another agency issued is its own to account for.
    if document.origin != Origin::Received {
        document.issued = document.issued.max(act.issued_total.unwrap_or(0));
    }
    document.subject |= act.subject.is_some();
}
