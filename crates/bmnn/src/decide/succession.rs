//! The end of a ledger, and the taking over of one that has ended.
//!
//! Nothing follows `ledger.close`, so that whatever could only be recorded
//! afterwards is looked at before. A copy in transit keeps it from being
//! closed: its second leg would never be recorded, and `document.import` knows
//! no such state. What else is unfinished is told and does not keep the ledger
//! from being closed, since an agency that is merged ends on its day: a copy
//! carried out comes into the successor as such; an open book ends where it
//! stands; open duties stay open on record, and bind who takes over.

use super::authority::known;
use super::case::Case;
use super::common::{keeper, party};
use super::reasons::Reason;
use crate::act::{CloseReason, LedgerClose, LedgerSucceed};
use crate::copy::CopyRef;
use crate::custody::{Book, Copy, CopyState, Duty, Kind, Position, Query, StateError};
use std::fmt::Display;

/// So many are spelled out; of a longer list, how many more there are.
const SPELLED: usize = 50;

pub(super) fn close(case: &mut Case<'_>, act: &LedgerClose) -> Result<(), StateError> {
    // A ledger may end before anybody was given a post in it.
    if !case
        .select::<Position>(&Query::All(Kind::Position))?
        .is_empty()
    {
        known(case, "decision", &act.decision)?;
    }
    let copies = copies_in(case, CopyState::InTransit)?;
    if !copies.is_empty() {
        case.impossible(Reason::CloseInTransit, [("copies", listed(&copies))]);
    }
    let copies = copies_in(case, CopyState::CarriedOut)?;
    if !copies.is_empty() {
        case.warn(Reason::CloseCarriedOut, [("copies", listed(&copies))]);
    }
    let open = |book: Book| book.closed.is_none().then_some(book.id);
    let books: Vec<Book> = case.select(&Query::All(Kind::Book))?;
    let books: Vec<_> = books.into_iter().filter_map(open).collect();
    if !books.is_empty() {
        case.warn(Reason::CloseOpenBooks, [("books", listed(&books))]);
    }
    let duties = case.select::<Duty>(&Query::OpenDuties)?.len();
    if duties > 0 {
        case.warn(Reason::CloseOpenDuties, [("count", duties.to_string())]);
    }
    successor(case, act)
}

/// C104 15(4): who receives a merged or dissolved unit takes over the
/// protection of what it held.
fn successor(case: &mut Case<'_>, act: &LedgerClose) -> Result<(), StateError> {
    match &act.successor_party {
        Some(own) if own.is_own_agency() => {
            case.impossible(Reason::SuccessorItself, [("party", own.to_string())]);
        }
        Some(successor) => {
            keeper(case, "successor-party", successor)?;
        }
        None if act.reason == CloseReason::Merged => {
            let held = copies_in(case, CopyState::Held)?.len();
            let out = copies_in(case, CopyState::CarriedOut)?.len();
            if held + out > 0 {
                let count = (held + out).to_string();
                case.unlawful(Reason::CloseNoSuccessor, [("count", count)]);
            }
        }
        None => {}
    }
    if let Some(archive) = &act.archive {
        keeper(case, "archive", archive)?;
    }
    Ok(())
}

/// C104 15(4), seen from who takes over.
pub(super) fn succeed(case: &mut Case<'_>, act: &LedgerSucceed) -> Result<(), StateError> {
    party(case, "party", &act.party)?;
    let origin = format!("bmnn/{}", act.ledger);
    if act.checkpoint.lines().next() != Some(origin.as_str()) {
        let ledger = act.ledger.to_string();
        case.impossible(Reason::SucceedOther, [("ledger", ledger)]);
    }
    Ok(())
}

fn copies_in(case: &Case<'_>, state: CopyState) -> Result<Vec<CopyRef>, StateError> {
    let copies: Vec<Copy> = case.select(&Query::CopiesIn(state))?;
    Ok(copies.into_iter().map(|copy| copy.id).collect())
}

fn listed(things: &[impl Display]) -> String {
    let spelled: Vec<String> = things
        .iter()
        .take(SPELLED)
        .map(ToString::to_string)
        .collect();
    let spelled = spelled.join(", ");
    match things.len().saturating_sub(SPELLED) {
        0 => spelled,
        more => format!("{spelled} (+{more})"),
    }
}
