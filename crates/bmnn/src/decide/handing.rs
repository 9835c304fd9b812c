//! `copy.transfer`, `copy.accept`, `copy.refuse`, `copy.return` and
//! `copy.recall`: copies go from hand to hand.
//!
//! Handed over on the spot, one act holds both legs; otherwise the second is
//! `copy.accept` or `copy.refuse` (L18 13(6): both check, the receiver signs).

use super::authority::known;
use super::books::register;
use super::case::{Case, Found};
use super::common::{Place, copies, earlier, hand, is_secret, keeper, not_cancelled, person};
use super::reasons::Reason;
use super::receive::checked;
use crate::act::{
    BookKind, CopyAccept, CopyRecall, CopyRefuse, CopyReturn, CopyTransfer, Hand, Medium, Origin,
};
use crate::copy::CopyRef;
use crate::custody::{Copy, CopyState, Deed, Document, Duty, DutyKind, Party, Query, StateError};
use crate::date::Date;
use crate::id::{ActId, Id};

pub(super) fn transfer(case: &mut Case<'_>, act: &CopyTransfer) -> Result<(), StateError> {
    let found = copies(case, "copies", &act.copies)?;
    let to = keeper(case, "to", &act.to)?;
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
    let taken = act
        .received
        .as_ref()
        .map(|hand| taker(hand, act.to_person.as_ref()));
    let person = act.to_person.clone().or_else(|| taken.clone().flatten());
    for copy in found {
        not_cancelled(case, &copy)?;
        if !is_held(case, &copy) {
            continue;
        }
        let to_another = person.is_some() && person != copy.person;
        if copy.holder.as_ref() == Some(&to.id) && !to_another {
            same_holder(case, &copy, &to.id);
        }
        if let Some(addressee) = &copy.addressee
            && !to.own
            && !took_over(case, addressee, &to.id)?
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
        if let Some(day) = act.return_by
            && is_secret(case, &copy.document)?
        {
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
        send(case, copy, &to, taken.clone(), CopyState::Delivered)?;
    }
    Ok(())
}

/// Whether `to` is `from`, or took over from it.
fn took_over(case: &Case<'_>, from: &Id, to: &Id) -> Result<bool, StateError> {
    let mut at = from.clone();
    // A chain of successors is short; one that runs in a ring ends here too.
    for _ in 0..16 {
        if at == *to {
            return Ok(true);
        }
        match case.look::<Party>(&at)?.and_then(|party| party.successor) {
            Some(successor) => at = successor,
            None => return Ok(false),
        }
    }
    Ok(false)
}

fn same_holder(case: &mut Case<'_>, copy: &Copy, to: &Id) {
    case.impossible(
        Reason::SameHolder,
        [("copy", copy.id.to_string()), ("to", to.to_string())],
    );
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
) -> Result<(), StateError> {
    let last_on = copy.last_on.max(case.on);
    let copy = Copy { last_on, ..copy };
    match taken {
        Some(person) => arrive(case, copy, to, person, elsewhere),
        None => {
            if is_secret(case, &copy.document)? {
                case.open_duty(
                    DutyKind::Receipt,
                    &copy.id,
                    Some(&copy.document),
                    None,
                    "transfer.sign",
                );
            }
            let sent_by = Some(case.id);
            case.put(Copy {
                state: CopyState::InTransit,
                to: Some(to.id.clone()),
                sent_by,
                ..copy
            });
            Ok(())
        }
    }
}

/// A copy is with `to`: held here, or `elsewhere` with another agency. It has
/// been collected from who had it.
fn arrive(
    case: &mut Case<'_>,
    copy: Copy,
    to: &Place,
    person: Option<Id>,
    elsewhere: CopyState,
) -> Result<(), StateError> {
    let state = if to.own { CopyState::Held } else { elsewhere };
    let person = person.filter(|_| to.own);
    collected(case, &copy, person.as_ref())?;
    case.put(Copy {
        state,
        holder: Some(to.id.clone()),
        person,
        to: None,
        sent_by: None,
        ..copy
    });
    Ok(())
}

/// A copy that goes from its keeper to somebody else, or to nobody, has been
/// collected (L18 25(4)).
pub(super) fn collected(
    case: &mut Case<'_>,
    copy: &Copy,
    keeper: Option<&Id>,
) -> Result<(), StateError> {
    if keeper != copy.person.as_ref() {
        case.close_duties(DutyKind::Collect, &copy.id, |_| true)?;
    }
    Ok(())
}

/// A copy that has come home: what asked for it back is done.
fn home_again(case: &mut Case<'_>, copy: Copy) -> Result<Copy, StateError> {
    case.close_duties(DutyKind::Return, &copy.id, |_| true)?;
    case.close_duties(DutyKind::Collect, &copy.id, |_| true)?;
    Ok(Copy {
        return_by: None,
        recall: None,
        ..copy
    })
}

pub(super) fn accept(case: &mut Case<'_>, act: &CopyAccept) -> Result<(), StateError> {
    hand(case, "receiver", &act.receiver)?;
    let Some((deed, found)) = on_the_way(case, &act.transfer, act.copies.as_deref())? else {
        return Ok(());
    };
    let electronic = found
        .iter()
        .any(|copy| copy.medium == Some(Medium::Electronic));
    checked(case, act.check.as_ref(), electronic);
    for copy in found {
        let Some(to) = copy.to.clone() else { continue };
        let own = to.is_own_agency() || case.look::<Party>(&to)?.is_some_and(|party| party.own);
        case.close_duties(DutyKind::Receipt, &copy.id, |duty| {
            duty.opened_by == act.transfer
        })?;
        let last_on = copy.last_on.max(case.on);
        let copy = Copy { last_on, ..copy };
        let (copy, elsewhere) = if deed.act == "copy.return" {
            let elsewhere = home(case, &copy, &to)?;
            (home_again(case, copy)?, elsewhere)
        } else {
            (copy, CopyState::Delivered)
        };
        let person = act.receiver.person.clone();
        arrive(case, copy, &Place { id: to, own }, person, elsewhere)?;
    }
    Ok(())
}

/// The state of a copy that another agency has: `returned` where it goes back
/// to the one that issued it.
fn home(case: &Case<'_>, copy: &Copy, to: &Id) -> Result<CopyState, StateError> {
    let document = case.look::<Document>(&copy.document)?;
    let issuer = document.and_then(|document| document.issuer);
    Ok(match issuer {
        Some(issuer) if took_over(case, &issuer, to)? => CopyState::Returned,
        _ => CopyState::Delivered,
    })
}

pub(super) fn refuse(case: &mut Case<'_>, act: &CopyRefuse) -> Result<(), StateError> {
    hand(case, "receiver", &act.receiver)?;
    if act.faults.is_empty() {
        case.impossible(Reason::NoFaults, []);
    }
    let Some((deed, found)) = on_the_way(case, &act.transfer, act.copies.as_deref())? else {
        return Ok(());
    };
    for copy in found {
        case.close_duties(DutyKind::Receipt, &copy.id, |duty| {
            duty.opened_by == act.transfer
        })?;
        case.close_duties(DutyKind::Return, &copy.id, |duty| {
            duty.opened_by == act.transfer
        })?;
        let outside = match &copy.holder {
            Some(holder) if !holder.is_own_agency() => {
                case.look::<Party>(holder)?.is_some_and(|party| !party.own)
            }
            _ => false,
        };
        let state = if outside {
            CopyState::Delivered
        } else {
            CopyState::Held
        };
        let last_on = copy.last_on.max(case.on);
        let return_by = if deed.act == "copy.transfer" {
            still_due(case, &copy)?
        } else {
            copy.return_by
        };
        case.put(Copy {
            state,
            to: None,
            sent_by: None,
            return_by,
            last_on,
            ..copy
        });
    }
    Ok(())
}

/// When a copy must be back once a leg or a trip with a day of its own is over:
/// as the duties say that are left.
pub(super) fn still_due(case: &Case<'_>, copy: &Copy) -> Result<Option<Date>, StateError> {
    let open: Vec<Duty> = case.select(&Query::OpenDutiesAbout(copy.id.to_string()))?;
    let owed = open
        .into_iter()
        .filter(|duty| duty.kind == DutyKind::Return);
    Ok(owed.filter_map(|duty| duty.due).min())
}

/// The act that sent them, and the copies still on the way by it: all, or
/// those that `narrowed` names.
fn on_the_way(
    case: &mut Case<'_>,
    sent: &ActId,
    narrowed: Option<&[CopyRef]>,
) -> Found<(Deed, Vec<Copy>)> {
    let Some(deed) = earlier(case, "transfer", sent, &["copy.transfer", "copy.return"])? else {
        return Ok(None);
    };
    case.document = deed.document.clone();
    let Some(narrowed) = narrowed else {
        let all: Vec<Copy> = case.select(&Query::CopiesSentBy(*sent))?;
        if all.is_empty() {
            case.impossible(Reason::NothingOnTheWay, [("act", sent.to_string())]);
        }
        let ids: Vec<CopyRef> = all.into_iter().map(|copy| copy.id).collect();
        return Ok(Some((deed, copies(case, "copies", &ids)?)));
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
    Ok(Some((deed, found)))
}

pub(super) fn give_back(case: &mut Case<'_>, act: &CopyReturn) -> Result<(), StateError> {
    let found = copies(case, "copies", &act.copies)?;
    let to = keeper(case, "to", &act.to)?;
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
        let back = match copy.state {
            // What is ours goes to nobody else, and what is elsewhere can only come home.
            CopyState::Held => to.own || !is_ours(case, &copy)?,
            CopyState::Delivered => to.own,
            _ => {
                is_held(case, &copy);
                continue;
            }
        };
        if !back {
            let holder = copy.holder.as_ref().map_or("–", Id::as_str).to_owned();
            case.impossible(
                Reason::ReturnWhere,
                [("copy", copy.id.to_string()), ("holder", holder)],
            );
            continue;
        }
        if copy.holder.as_ref() == Some(&to.id) && copy.person.is_none() {
            same_holder(case, &copy, &to.id);
        }
        if act.recall.is_some() && act.recall != copy.recall {
            case.warn(Reason::OtherRecall, [("copy", copy.id.to_string())]);
        }
        if let Some(due) = copy.return_by.filter(|due| *due < case.on) {
            case.warn(
                Reason::ReturnLate,
                [("copy", copy.id.to_string()), ("due", due.to_string())],
            );
        }
        let elsewhere = home(case, &copy, &to.id)?;
        let taken = act.received.as_ref().map(|hand| taker(hand, None));
        // On the way it is still owed; refused, it is the giver's again as it was.
        let copy = match &taken {
            Some(_) => home_again(case, copy)?,
            None => copy,
        };
        send(case, copy, &to, taken, elsewhere)?;
    }
    Ok(())
}

/// Whether this agency issued the copy.
fn is_ours(case: &Case<'_>, copy: &Copy) -> Result<bool, StateError> {
    let document = case.look::<Document>(&copy.document)?;
    Ok(document.is_some_and(|document| document.origin == Origin::Own))
}

pub(super) fn recall(case: &mut Case<'_>, act: &CopyRecall) -> Result<(), StateError> {
    known(case, "decision", &act.decision)?;
    due_not_before(case, "return-by", Some(act.return_by));
    for copy in copies(case, "copies", &act.copies)? {
        if !exists(case, &copy) {
            continue;
        }
        if copy.is_out_of_play() {
            // Nobody here can bring it back, so no duty is opened that nobody could close.
            case.warn(
                Reason::RecallBeyondReach,
                [
                    ("copy", copy.id.to_string()),
                    ("state", copy.state.to_string()),
                ],
            );
        } else if is_secret(case, &copy.document)? {
            case.open_duty(
                DutyKind::Return,
                &copy.id,
                Some(&copy.document),
                Some(act.return_by),
                "recall.date",
            );
        }
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
                ("state", copy.state.to_string()),
                ("expected", CopyState::Held.to_string()),
            ],
        );
    }
    held
}

/// Says so where a copy is no more; answers whether it exists.
pub(super) fn exists(case: &mut Case<'_>, copy: &Copy) -> bool {
    let exists = copy.state != CopyState::Destroyed;
    if !exists {
        case.impossible(
            Reason::OutOfPlay,
            [
                ("copy", copy.id.to_string()),
                ("state", copy.state.to_string()),
            ],
        );
    }
    exists
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
