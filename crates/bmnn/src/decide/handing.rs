//! `copy.transfer`, `copy.accept`, `copy.refuse`, `copy.return` and
//! `copy.recall`: copies go from hand to hand.
//!
//! Handed over on the spot, one act holds both legs; otherwise the second is
//! `copy.accept` or `copy.refuse` (L18 13(6): both check, the receiver signs).

use super::authority::known;
use super::books::register;
use super::case::Case;
use super::common::{Place, copies, earlier, hand, party, person};
use super::reasons::Reason;
use super::receive::checked;
use crate::act::{
    BookKind, CopyAccept, CopyRecall, CopyRefuse, CopyReturn, CopyTransfer, Hand, Medium,
};
use crate::copy::CopyRef;
use crate::custody::{Copy, CopyState, Document, DutyKind, Query, StateError};
use crate::date::Date;
use crate::id::{ActId, Id};

pub(super) fn transfer(case: &mut Case<'_>, act: &CopyTransfer) -> Result<(), StateError> {
    let found = copies(case, "copies", &act.copies)?;
    let to = party(case, "to", &act.to)?;
    for (field, given) in [
        ("giver", &act.giver),
        ("courier", &act.courier),
        ("received", &act.received),
    ] {
        if let Some(given) = given {
            hand(case, field, given)?;
        }
    }
    if let Some(to_person) = &act.to_person {
        person(case, "to-person", to_person)?;
    }
    due_not_before(case, "return-by", act.return_by);
    register(
        case,
        act.row.as_ref(),
        BookKind::Handover,
        "transfer.register",
        case.document.clone().as_ref(),
    )?;
    let Some(to) = to else { return Ok(()) };
    for copy in found {
        if !is_held(case, &copy) {
            continue;
        }
        let same_person = act.to_person.is_none() || act.to_person == copy.person;
        if copy.holder.as_ref() == Some(&to.id) && same_person {
            case.impossible(
                Reason::SameHolder,
                [("copy", copy.id.to_string()), ("to", to.id.to_string())],
            );
        }
        if let Some(addressee) = copy
            .addressee
            .as_ref()
            .filter(|addressee| !to.own && **addressee != to.id)
        {
            case.warn(
                Reason::ToOther,
                [
                    ("copy", copy.id.to_string()),
                    ("addressee", addressee.to_string()),
                    ("to", to.id.to_string()),
                ],
            );
        }
        if let Some(day) = act.return_by {
            case.open_duty(
                DutyKind::Return,
                &copy.id,
                Some(&copy.document),
                Some(day),
                "recall.date",
            );
        }
        let copy = Copy {
            return_by: act.return_by.or(copy.return_by),
            ..copy
        };
        let taker = act
            .received
            .as_ref()
            .map(|hand| taker(hand, act.to_person.as_ref()));
        send(case, copy, &to, taker, CopyState::Delivered);
    }
    Ok(())
}

/// Who has taken a copy: the person who signed, or for whom it was.
fn taker(hand: &Hand, to_person: Option<&Id>) -> Option<Id> {
    hand.person.as_ref().or(to_person).cloned()
}

/// Moves a copy on its way to `to`: all the way where it was taken on the
/// spot, else into transit with a receipt awaited.
fn send(
    case: &mut Case<'_>,
    copy: Copy,
    to: &Place,
    taken: Option<Option<Id>>,
    elsewhere: CopyState,
) {
    let last_on = copy.last_on.max(case.on);
    match taken {
        Some(person) => arrive(case, Copy { last_on, ..copy }, to, person, elsewhere),
        None => {
            case.open_duty(
                DutyKind::Receipt,
                &copy.id,
                Some(&copy.document),
                None,
                "transfer.sign",
            );
            let sent_by = Some(case.id);
            case.put(Copy {
                state: CopyState::InTransit,
                to: Some(to.id.clone()),
                sent_by,
                last_on,
                ..copy
            });
        }
    }
}

/// A copy is with `to`: held here, or `elsewhere` with another agency.
fn arrive(case: &mut Case<'_>, copy: Copy, to: &Place, person: Option<Id>, elsewhere: CopyState) {
    let state = if to.own { CopyState::Held } else { elsewhere };
    let person = person.filter(|_| to.own);
    case.put(Copy {
        state,
        holder: Some(to.id.clone()),
        person,
        to: None,
        sent_by: None,
        ..copy
    });
}

pub(super) fn accept(case: &mut Case<'_>, act: &CopyAccept) -> Result<(), StateError> {
    hand(case, "receiver", &act.receiver)?;
    let found = on_the_way(case, &act.transfer, act.copies.as_deref())?;
    let electronic = found
        .iter()
        .any(|copy| copy.medium == Some(Medium::Electronic));
    checked(case, act.check.as_ref(), electronic);
    for copy in found {
        let Some(to) = copy.to.clone() else { continue };
        let own = to.is_own_agency()
            || case
                .look::<crate::custody::Party>(&to)?
                .is_some_and(|party| party.own);
        let elsewhere = home(case, &copy, &to)?;
        case.close_duties(DutyKind::Receipt, &copy.id, |duty| {
            duty.opened_by == act.transfer
        })?;
        let last_on = copy.last_on.max(case.on);
        let person = act.receiver.person.clone();
        arrive(
            case,
            Copy { last_on, ..copy },
            &Place { id: to, own },
            person,
            elsewhere,
        );
    }
    Ok(())
}

/// The state of a copy that another agency has: `returned` where it goes back
/// to the one that issued it.
fn home(case: &Case<'_>, copy: &Copy, to: &Id) -> Result<CopyState, StateError> {
    let document = case.look::<Document>(&copy.document)?;
    let back = document
        .and_then(|document| document.issuer)
        .is_some_and(|issuer| issuer == *to);
    Ok(if back {
        CopyState::Returned
    } else {
        CopyState::Delivered
    })
}

pub(super) fn refuse(case: &mut Case<'_>, act: &CopyRefuse) -> Result<(), StateError> {
    hand(case, "receiver", &act.receiver)?;
    if act.faults.is_empty() {
        case.impossible(Reason::NoFaults, []);
    }
    for copy in on_the_way(case, &act.transfer, act.copies.as_deref())? {
        case.close_duties(DutyKind::Receipt, &copy.id, |duty| {
            duty.opened_by == act.transfer
        })?;
        case.close_duties(DutyKind::Return, &copy.id, |duty| {
            duty.opened_by == act.transfer
        })?;
        let outside = match &copy.holder {
            Some(holder) if !holder.is_own_agency() => case
                .look::<crate::custody::Party>(holder)?
                .is_some_and(|party| !party.own),
            _ => false,
        };
        let state = if outside {
            CopyState::Delivered
        } else {
            CopyState::Held
        };
        let last_on = copy.last_on.max(case.on);
        case.put(Copy {
            state,
            to: None,
            sent_by: None,
            last_on,
            ..copy
        });
    }
    Ok(())
}

/// The copies still on the way by `sent`: all, or those that `narrowed` names.
fn on_the_way(
    case: &mut Case<'_>,
    sent: &ActId,
    narrowed: Option<&[CopyRef]>,
) -> Result<Vec<Copy>, StateError> {
    let Some(deed) = earlier(case, "transfer", sent, &["copy.transfer", "copy.return"])? else {
        return Ok(Vec::new());
    };
    case.document = deed.document;
    let Some(narrowed) = narrowed else {
        let all: Vec<Copy> = case.select(&Query::CopiesSentBy(*sent))?;
        if all.is_empty() {
            case.impossible(Reason::NothingOnTheWay, [("act", sent.to_string())]);
        }
        let ids: Vec<CopyRef> = all.into_iter().map(|copy| copy.id).collect();
        return copies(case, "copies", &ids);
    };
    let mut found = Vec::new();
    for copy in copies(case, "copies", narrowed)? {
        if copy.state == CopyState::InTransit && copy.sent_by == Some(*sent) {
            found.push(copy);
        } else {
            case.impossible(
                Reason::NotOnTheWay,
                [("copy", copy.id.to_string()), ("act", sent.to_string())],
            );
        }
    }
    Ok(found)
}

pub(super) fn give_back(case: &mut Case<'_>, act: &CopyReturn) -> Result<(), StateError> {
    let found = copies(case, "copies", &act.copies)?;
    let to = party(case, "to", &act.to)?;
    for (field, given) in [("giver", &act.giver), ("received", &act.received)] {
        if let Some(given) = given {
            hand(case, field, given)?;
        }
    }
    if let Some(recall) = &act.recall {
        earlier(case, "recall", recall, &["copy.recall"])?;
    }
    let Some(to) = to else { return Ok(()) };
    for copy in found {
        match copy.state {
            CopyState::Held => {}
            CopyState::Delivered if to.own => {}
            CopyState::Delivered => {
                let holder = copy
                    .holder
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                case.impossible(
                    Reason::ReturnWhere,
                    [("copy", copy.id.to_string()), ("holder", holder)],
                );
                continue;
            }
            _ => {
                is_held(case, &copy);
                continue;
            }
        }
        if let Some(due) = copy.return_by.filter(|due| *due < case.on) {
            case.warn(
                Reason::ReturnLate,
                [("copy", copy.id.to_string()), ("due", due.to_string())],
            );
        }
        case.close_duties(DutyKind::Return, &copy.id, |_| true)?;
        case.close_duties(DutyKind::Collect, &copy.id, |_| true)?;
        let elsewhere = home(case, &copy, &to.id)?;
        let taken = act.received.as_ref().map(|hand| taker(hand, None));
        let copy = Copy {
            return_by: None,
            recall: None,
            person: None,
            ..copy
        };
        send(case, copy, &to, taken, elsewhere);
    }
    Ok(())
}

pub(super) fn recall(case: &mut Case<'_>, act: &CopyRecall) -> Result<(), StateError> {
    known(case, "decision", &act.decision)?;
    due_not_before(case, "return-by", Some(act.return_by));
    for copy in copies(case, "copies", &act.copies)? {
        if copy.is_out_of_play() {
            case.impossible(
                Reason::OutOfPlay,
                [
                    ("copy", copy.id.to_string()),
                    ("state", copy.state.vi().to_owned()),
                ],
            );
            continue;
        }
        case.open_duty(
            DutyKind::Return,
            &copy.id,
            Some(&copy.document),
            Some(act.return_by),
            "recall.date",
        );
        let last_on = copy.last_on.max(case.on);
        let recall = Some(case.id);
        case.put(Copy {
            recall,
            return_by: Some(act.return_by),
            last_on,
            ..copy
        });
    }
    Ok(())
}

/// Says so where a copy is not held here; answers whether it is.
pub(super) fn is_held(case: &mut Case<'_>, copy: &Copy) -> bool {
    let held = copy.state == CopyState::Held;
    if !held {
        case.impossible(
            Reason::NotHere,
            [
                ("copy", copy.id.to_string()),
                ("state", copy.state.vi().to_owned()),
                ("expected", CopyState::Held.vi().to_owned()),
            ],
        );
    }
    held
}

/// A day by which something is due is not before the act.
pub(super) fn due_not_before(case: &mut Case<'_>, field: &str, due: Option<Date>) {
    if let Some(due) = due.filter(|due| *due < case.on) {
        case.impossible(
            Reason::DueBefore,
            [
                ("field", field.to_owned()),
                ("due", due.to_string()),
                ("on", case.on.to_string()),
            ],
        );
    }
}
