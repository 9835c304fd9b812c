//! `copy.archive`, `copy.destroy` and `copy.recover`: where a copy ends, and
//! where a lost one is found.

use super::authority::{decided, known};
use super::case::Case;
use super::common::{copies, hand, keeper, not_cancelled, person};
use super::documents::not_own_party;
use super::handing::{collected, is_held};
use super::outside::highest;
use super::reasons::Reason;
use crate::act::{CopyArchive, CopyDestroy, CopyRecover, DestroyGround, Power};
use crate::custody::{Copy, CopyState, Document, Duty, Incident, Query, StateError};

pub(super) fn archive(case: &mut Case<'_>, act: &CopyArchive) -> Result<(), StateError> {
    let found = copies(case, "copies", &act.copies)?;
    keeper(case, "archive", &act.archive)?;
    if let Some(received) = &act.received {
        hand(case, "received", received)?;
    }
    for copy in found {
        not_cancelled(case, &copy)?;
        if is_held(case, &copy) {
            no_more_duties(case, &copy)?;
            let last_on = copy.last_on.max(case.on);
            let holder = Some(act.archive.clone());
            case.put(Copy {
                state: CopyState::Archived,
                holder,
                person: None,
                last_on,
                ..copy
            });
        }
    }
    Ok(())
}

pub(super) fn destroy(case: &mut Case<'_>, act: &CopyDestroy) -> Result<(), StateError> {
    let found = copies(case, "copies", &act.copies)?;
    for (index, performer) in act.performers.iter().enumerate() {
        person(case, &format!("performers/{index}"), performer)?;
    }
    match act.ground {
        DestroyGround::NotNeeded => planned(case, act, &found)?,
        // L18 23(3)(c): the holder, with a written report to the head at once.
        DestroyGround::Emergency => {
            if act.report.is_none() {
                case.unlawful(Reason::NoEmergencyReport, []);
            }
        }
        // D26 3(3), C07 3(3)(a): at once, without a council.
        DestroyGround::Surplus | DestroyGround::Spoiled => {
            for copy in &found {
                if !is_left_over(case, copy)? {
                    case.warn(Reason::NotSurplus, [("copy", copy.id.to_string())]);
                }
            }
        }
        DestroyGround::Draft => {
            for copy in &found {
                let document = case.look::<Document>(&copy.document)?;
                if document.is_some_and(|document| !document.draft) {
                    case.warn(Reason::NotADraft, [("document", copy.document.to_string())]);
                }
            }
        }
    }
    let emergency = act.ground == DestroyGround::Emergency;
    for copy in found {
        let away = matches!(copy.state, CopyState::CarriedOut | CopyState::InTransit);
        let may_go = (emergency && away) || is_held(case, &copy);
        if !may_go {
            continue;
        }
        no_more_duties(case, &copy)?;
        let last_on = copy.last_on.max(case.on);
        case.put(Copy {
            state: CopyState::Destroyed,
            person: None,
            to: None,
            sent_by: None,
            abroad: false,
            return_by: None,
            recall: None,
            last_on,
            ..copy
        });
    }
    Ok(())
}

/// Whether a copy may be surplus or spoiled: a duplicate, of a draft, or one
/// that is to be destroyed since its number was cancelled. A numbered copy that
/// was issued is destroyed by a council.
fn is_left_over(case: &Case<'_>, copy: &Copy) -> Result<bool, StateError> {
    if copy.id.is_duplicate() {
        return Ok(true);
    }
    let document = case.look::<Document>(&copy.document)?;
    Ok(document.is_some_and(|document| document.draft || document.cancelled))
}

/// L18 23(3)(a), (4): who decides, the council, and the file that is kept.
fn planned(case: &mut Case<'_>, act: &CopyDestroy, found: &[Copy]) -> Result<(), StateError> {
    match &act.decision {
        Some(decision) => match highest(case, found)? {
            Some(level) => decided(case, "decision", decision, Power::Destroy, level)?,
            None => known(case, "decision", decision).map(drop)?,
        },
        None => case.unlawful(Reason::DestructionFile, [("field", "decision".to_owned())]),
    }
    match &act.council {
        Some(council) => {
            person(case, "council/chair", &council.chair)?;
            for (index, member) in council.members.iter().enumerate() {
                person(case, &format!("council/members/{index}"), member)?;
            }
        }
        None => case.unlawful(Reason::NoDestructionCouncil, []),
    }
    for (field, absent) in [
        ("schedule", act.schedule.is_none()),
        ("minutes", act.minutes.is_none()),
    ] {
        if absent {
            case.unlawful(Reason::DestructionFile, [("field", field.to_owned())]);
        }
    }
    Ok(())
}

/// What has ended here asks for nothing more.
pub(super) fn no_more_duties(case: &mut Case<'_>, copy: &Copy) -> Result<(), StateError> {
    let open: Vec<Duty> = case.select(&Query::OpenDutiesAbout(copy.id.to_string()))?;
    for duty in open {
        case.close_duties(duty.kind, &duty.about, |other| *other == duty)?;
    }
    Ok(())
}

pub(super) fn recover(case: &mut Case<'_>, act: &CopyRecover) -> Result<(), StateError> {
    let found = copies(case, "copies", &act.copies)?;
    let incident = case.need::<Incident>(
        Reason::UnknownIncident,
        "incident",
        "incident",
        &act.incident,
    )?;
    if keeper(case, "holder", &act.holder)?.is_some_and(|holder| !holder.own) {
        not_own_party(case, "holder", &act.holder);
    }
    hand(case, "finder", &act.finder)?;
    for copy in found {
        if copy.state != CopyState::Lost {
            case.impossible(
                Reason::NotHere,
                [
                    ("copy", copy.id.to_string()),
                    ("state", copy.state.to_string()),
                    ("expected", CopyState::Lost.to_string()),
                ],
            );
            continue;
        }
        if incident
            .as_ref()
            .is_some_and(|incident| !incident.copies.contains(&copy.id))
        {
            case.impossible(
                Reason::OtherIncident,
                [
                    ("incident", act.incident.to_string()),
                    ("copy", copy.id.to_string()),
                ],
            );
        }
        collected(case, &copy, None)?;
        let last_on = copy.last_on.max(case.on);
        case.put(Copy {
            state: CopyState::Held,
            holder: Some(act.holder.clone()),
            person: None,
            last_on,
            ..copy
        });
    }
    Ok(())
}
