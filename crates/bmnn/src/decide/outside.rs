//! `copy.carry-out` and `copy.bring-back`: out of the place of storage, at
//! home or abroad (L18 14; D26 5; D63 7).

use super::authority::{decided, known};
use super::case::Case;
use super::common::{copies, earlier, hand, is_secret, not_cancelled, person};
use super::handing::{collected, due_not_before, is_held, still_due};
use super::reasons::Reason;
use super::receive::checked;
use crate::act::{CopyBringBack, CopyCarryOut, Medium, Power};
use crate::copy::CopyRef;
use crate::custody::{Copy, CopyState, Document, DutyKind, Query, StateError};
use crate::level::Level;

pub(super) fn carry_out(case: &mut Case<'_>, act: &CopyCarryOut) -> Result<(), StateError> {
    let found = copies(case, "copies", &act.copies)?;
    person(case, "person", &act.person)?;
    due_not_before(case, "return-by", Some(act.return_by));
    let power = if act.abroad {
        Power::CarryAbroad
    } else {
        Power::CarryOut
    };
    match highest(case, &found)? {
        Some(level) => decided(case, "permit", &act.permit, power, level)?,
        None => known(case, "permit", &act.permit).map(drop)?,
    }
    let provision = if act.abroad {
        "carry-abroad.application"
    } else {
        "carry-out.application"
    };
    if case.asks(provision) {
        for (field, absent) in [
            ("application", act.application.is_none()),
            ("protection", act.protection.is_none()),
        ] {
            if absent {
                case.unlawful_by(
                    Reason::NoApplication,
                    provision,
                    [("field", field.to_owned())],
                );
            }
        }
    }
    match &act.delegation_head {
        Some(head) => hand(case, "delegation-head", head)?,
        None if act.abroad => case.unlawful(Reason::NoDelegationHead, []),
        None => {}
    }
    let provision = if act.abroad {
        "carry-abroad.return"
    } else {
        "carry-out.return"
    };
    for copy in found {
        not_cancelled(case, &copy)?;
        if !is_held(case, &copy) {
            continue;
        }
        if is_secret(case, &copy.document)? {
            case.open_duty(
                DutyKind::BringBack,
                &copy.id,
                Some(&copy.document),
                Some(act.return_by),
                provision,
            );
        }
        collected(case, &copy, Some(&act.person))?;
        let last_on = copy.last_on.max(case.on);
        let sent_by = Some(case.id);
        case.put(Copy {
            state: CopyState::CarriedOut,
            person: Some(act.person.clone()),
            sent_by,
            abroad: act.abroad,
            return_by: Some(act.return_by),
            last_on,
            ..copy
        });
    }
    Ok(())
}

/// The highest level among the documents of `copies` that are still secret.
pub(super) fn highest(case: &mut Case<'_>, copies: &[Copy]) -> Result<Option<Level>, StateError> {
    let mut highest = None;
    for copy in copies {
        let document = case.find::<Document>(&copy.document)?;
        if is_secret(case, &copy.document)? {
            highest = highest.max(document.and_then(|document| document.level));
        }
    }
    Ok(highest)
}

pub(super) fn bring_back(case: &mut Case<'_>, act: &CopyBringBack) -> Result<(), StateError> {
    // What an older book says is outside answers to the act that brought it over.
    let sent = ["copy.carry-out", "document.import"];
    let Some(deed) = earlier(case, "carry-out", &act.carry_out, &sent)? else {
        return Ok(());
    };
    case.document = deed.document.clone();
    hand(case, "receiver", &act.receiver)?;
    let named: Vec<CopyRef> = match &act.copies {
        Some(named) => named.clone(),
        None => {
            let all: Vec<Copy> = case.select(&Query::CopiesSentBy(act.carry_out))?;
            if all.is_empty() {
                case.impossible(
                    Reason::NothingOnTheWay,
                    [("act", act.carry_out.to_string())],
                );
            }
            all.into_iter().map(|copy| copy.id).collect()
        }
    };
    let found = copies(case, "copies", &named)?;
    let abroad = found.iter().any(|copy| copy.abroad);
    let provision = if abroad {
        "carry-abroad.report"
    } else {
        "carry-out.report"
    };
    if act.report.is_none() && case.asks(provision) && highest(case, &found)?.is_some() {
        case.unlawful_by(Reason::NoReport, provision, []);
    }
    let electronic = found
        .iter()
        .any(|copy| copy.medium == Some(Medium::Electronic));
    checked(case, act.check.as_ref(), electronic && act.check.is_some());
    for copy in found {
        if copy.state != CopyState::CarriedOut || copy.sent_by != Some(act.carry_out) {
            case.impossible(
                Reason::NotOnTheWay,
                [
                    ("copy", copy.id.to_string()),
                    ("act", act.carry_out.to_string()),
                ],
            );
            continue;
        }
        if let Some(due) = copy.return_by.filter(|due| *due < case.on) {
            case.warn(
                Reason::ReturnLate,
                [("copy", copy.id.to_string()), ("due", due.to_string())],
            );
        }
        case.close_duties(DutyKind::BringBack, &copy.id, |_| true)?;
        collected(case, &copy, None)?;
        let last_on = copy.last_on.max(case.on);
        let return_by = still_due(case, &copy)?;
        case.put(Copy {
            state: CopyState::Held,
            person: None,
            sent_by: None,
            abroad: false,
            return_by,
            last_on,
            ..copy
        });
    }
    Ok(())
}
