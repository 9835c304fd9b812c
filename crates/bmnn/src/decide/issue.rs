//! `document.issue` and `document.cancel`: copies come into being.

use super::books::register;
use super::case::Case;
use super::common::{party, person};
use super::determine::{only_documents, own_document, refuse_field};
use super::reasons::Reason;
use crate::act::{
    BookKind, DocumentCancel, DocumentIssue, Medium, Original, SignMode, SignatureKind,
};
use crate::copy::CopyRef;
use crate::custody::{
    Copy, CopyState, Document, DutyKind, Query, Row, RowState, SameSymbol, StateError,
};
use crate::date::PartDate;
use crate::id::Id;

pub(super) fn issue(case: &mut Case<'_>, act: &DocumentIssue) -> Result<(), StateError> {
    let Some(mut document) = own_document(case, "document", &act.document)? else {
        return Ok(());
    };
    if !only_documents(case, &document) {
        return Ok(());
    }
    still_secret(case, &document)?;
    if act.date > case.on {
        case.impossible(
            Reason::DecisionAhead,
            [
                ("field", "date".to_owned()),
                ("date", act.date.to_string()),
                ("on", case.on.to_string()),
            ],
        );
    }
    person(case, "signer", &act.signer)?;
    let keeper = party(case, "kept-by", &act.kept_by)?;
    if keeper.is_some_and(|keeper| !keeper.own) {
        not_own_party(case, "kept-by", &act.kept_by);
    }
    signed_how(case, act, &document);
    electronic(case, act, &document);
    numbers(case, act, &document)?;
    same_symbol(
        case,
        &Id::own_agency(),
        &act.symbol,
        PartDate::from(act.date),
        &act.document,
    )?;
    register(
        case,
        act.row.as_ref(),
        BookKind::Outgoing,
        "issue.register",
        Some(&act.document),
    )?;

    for issued in &act.copies {
        // Number 0 was refused when the act was read.
        let Ok(id) = CopyRef::numbered(act.document.clone(), issued.number) else {
            continue;
        };
        if let Some(day) = issued.return_by {
            case.open_duty(
                DutyKind::Return,
                &id,
                Some(&act.document),
                Some(day),
                "recall.date",
            );
        }
        // A number that is taken breaks the sequence, which has been said.
        if case.look::<Copy>(&id)?.is_some() {
            continue;
        }
        let copy = held(case, id, &act.document, &act.kept_by);
        case.put(Copy {
            medium: issued.medium.or(document.medium),
            addressee: Some(issued.to.clone()),
            return_by: issued.return_by,
            ..copy
        });
    }
    if act.original == Original::Apart {
        let apart = CopyRef::unnumbered(act.document.clone(), 1).ok();
        if let Some(id) = apart
            && case.look::<Copy>(&id)?.is_none()
        {
            let original = held(case, id, &act.document, &act.kept_by);
            case.put(Copy {
                medium: document.medium,
                ..original
            });
        }
    }
    let last = act.copies.iter().map(|copy| copy.number).max().unwrap_or(0);
    document.issued = document.issued.max(last);
    document.symbol = Some(act.symbol.clone());
    document.date = Some(PartDate::from(act.date));
    document.last_on = document.last_on.max(case.on);
    if let Some(row) = &act.row {
        let number = case.taken_row().map(|row| row.number);
        document.row = number.map(|number| (row.book.clone(), number));
    }
    case.put(document);
    Ok(())
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

/// Guidance 4114/BCA 1.2: who signs for another needs the head's decision on
/// the level first, on a written proposal.
fn signed_how(case: &mut Case<'_>, act: &DocumentIssue, document: &Document) {
    let for_another = [
        SignMode::OnBehalf,
        SignMode::ByOrder,
        SignMode::ByDelegation,
    ];
    if let Some(mode) = act
        .sign_mode
        .filter(|mode| for_another.contains(mode) && !document.proposal)
    {
        case.unlawful(Reason::SignedByOrder, [("mode", mode.to_string())]);
    }
}

/// D63: number, time and both signatures before sending, unless digitised.
fn electronic(case: &mut Case<'_>, act: &DocumentIssue, document: &Document) {
    if document.medium != Some(Medium::Electronic) {
        refuse_field(case, act.signatures.is_some(), "signatures", "medium");
        return;
    }
    if act.digitised == Some(true) {
        return;
    }
    if case.asks("electronic.number") && case.act.common.time.is_none() {
        case.unlawful(Reason::NoElectronicTime, []);
    }
    if case.asks("electronic.signatures") {
        let has = |kind| {
            act.signatures
                .iter()
                .flatten()
                .any(|signature| signature.kind == kind)
        };
        for kind in [SignatureKind::Person, SignatureKind::Agency] {
            if !has(kind) {
                case.unlawful(Reason::NoSignature, [("whose", kind.to_string())]);
            }
        }
    }
    if act.digest.is_none() {
        case.warn(Reason::DigestMissing, []);
    }
}

/// A gapless set, exactly as decided, to whom it was decided (D26 2(1); Decree
/// 30 17(1)(a)).
fn numbers(
    case: &mut Case<'_>,
    act: &DocumentIssue,
    document: &Document,
) -> Result<(), StateError> {
    let first = document.issued.saturating_add(1);
    for (index, copy) in act.copies.iter().enumerate() {
        let expected = first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        if copy.number != expected {
            case.impossible(
                Reason::NumbersGap,
                [
                    ("first", first.to_string()),
                    ("found", copy.number.to_string()),
                    ("expected", expected.to_string()),
                ],
            );
            break;
        }
    }
    for (index, copy) in act.copies.iter().enumerate() {
        party(case, &format!("copies/{index}/to"), &copy.to)?;
        if let Some(id) = &copy.person {
            person(case, &format!("copies/{index}/person"), id)?;
        }
    }
    let made = document
        .issued
        .saturating_add(u32::try_from(act.copies.len()).unwrap_or(u32::MAX));
    if let Some(planned) = document.planned.filter(|planned| *planned != made) {
        let facts = [("made", made.to_string()), ("planned", planned.to_string())];
        if made > planned {
            case.unlawful(Reason::CopiesBeyondPlan, facts);
        } else {
            case.warn(Reason::CopiesBelowPlan, facts);
        }
    }
    let others: Vec<&str> = act
        .copies
        .iter()
        .map(|copy| &copy.to)
        .filter(|to| {
            !document.recipients.is_empty()
                && !document.recipients.contains(to)
                && **to != act.kept_by
        })
        .map(Id::as_str)
        .collect();
    if !others.is_empty() {
        case.warn(Reason::RecipientsOther, [("others", others.join(", "))]);
    }
    Ok(())
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

/// `document.cancel`: the number stays taken, the row stays and is marked.
pub(super) fn cancel(case: &mut Case<'_>, act: &DocumentCancel) -> Result<(), StateError> {
    let Some(mut document) = own_document(case, "document", &act.document)? else {
        return Ok(());
    };
    let copies: Vec<Copy> = case.select(&Query::CopiesOf(act.document.clone()))?;
    for copy in &copies {
        match copy.state {
            CopyState::Destroyed => {}
            // What never left the office is destroyed at once, as D26 3(3) has it of surplus and spoiled copies.
            CopyState::Held => {
                case.open_duty(
                    DutyKind::Destroy,
                    &copy.id,
                    Some(&act.document),
                    Some(case.on),
                    "copy.spoiled",
                );
            }
            state => case.impossible(
                Reason::NotHere,
                [
                    ("copy", copy.id.to_string()),
                    ("state", state.to_string()),
                    ("expected", CopyState::Held.to_string()),
                ],
            ),
        }
    }
    if let Some((book, number)) = &document.row
        && let Some(mut row) = case.look::<Row>(Row::named(book, *number))?
    {
        row.state = RowState::Cancelled;
        case.put(row);
    }
    document.cancelled = true;
    document.last_on = document.last_on.max(case.on);
    case.put(document);
    Ok(())
}
