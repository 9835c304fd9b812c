//! `document.issue` and `document.cancel`: copies come into being.

use super::books::register;
use super::case::Case;
use super::common::{keeper, party, person};
use super::documents::{
    held, not_own_party, only_documents, own_document, refuse_field, same_symbol, still_secret,
};
use super::reasons::Reason;
use crate::act::{
    BookKind, DocumentCancel, DocumentIssue, Medium, Original, SignMode, SignatureKind,
};
use crate::copy::CopyRef;
use crate::custody::{Copy, CopyState, Document, DutyKind, Query, Row, RowState, StateError};
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
    let keeper = keeper(case, "kept-by", &act.kept_by)?;
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
    let sent = act.copies.iter().map(|copy| copy.medium);
    if !sent
        .chain([document.medium])
        .any(|medium| medium == Some(Medium::Electronic))
    {
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
