//! Parties, people, positions, delegations, packs, lists and books.

use super::authority::{has_of_itself, heads_here, known, post_name};
use super::case::Case;
use super::common::{keeper, party, person};
use super::documents::not_own_party;
use super::reasons::Reason;
use crate::act::{
    AuthorityDelegate, AuthorityWithdraw, BookClose, BookKept, BookOpen, LeaveReason, ListAdopt,
    PackAdopt, PartyEnd, PartyEnrol, PartyKind, PersonEnrol, PersonLeave, PositionAssign,
    PositionEnd,
};
use crate::custody::{
    AdoptedPack, Book, Copy, CopyState, Delegation, DutyKind, Key, Kind, ListInForce, Party,
    Person, Position, Query, Recorded, StateError,
};
use crate::date::Date;
use crate::id::Id;
use std::fmt::Display;

/// Says so where `id` names something already.
fn fresh<R: Recorded>(
    case: &mut Case<'_>,
    field: &str,
    id: impl Display,
) -> Result<(), StateError> {
    if case.look::<R>(&id)?.is_some() {
        case.impossible(
            Reason::Taken,
            [("field", field.to_owned()), ("id", id.to_string())],
        );
    }
    Ok(())
}

fn in_order(case: &mut Case<'_>, starts: Date, ends: Option<Date>) {
    if let Some(ends) = ends.filter(|ends| *ends < starts) {
        case.impossible(
            Reason::EndsBeforeStart,
            [("ends", ends.to_string()), ("starts", starts.to_string())],
        );
    }
}

fn already_ended(case: &mut Case<'_>, field: &str, id: &Id, ended: Option<Date>) {
    if let Some(ended) = ended {
        case.impossible(
            Reason::AlreadyEnded,
            [
                ("field", field.to_owned()),
                ("id", id.to_string()),
                ("ended", ended.to_string()),
            ],
        );
    }
}

pub(super) fn enrol_party(case: &mut Case<'_>, act: &PartyEnrol) -> Result<(), StateError> {
    if act.party.is_own_agency() {
        case.impossible(
            Reason::Taken,
            [("field", "party".to_owned()), ("id", act.party.to_string())],
        );
    }
    fresh::<Party>(case, "party", &act.party)?;
    let parent = match &act.parent {
        Some(parent) => party(case, "parent", parent)?,
        None => None,
    };
    let own = act.kind == PartyKind::Unit && parent.is_none_or(|parent| parent.own);
    case.put(Party {
        id: act.party.clone(),
        kind: act.kind,
        own,
        parent: act.parent.clone(),
        tier: act.tier,
        ledger: act.ledger,
        ended: None,
        successor: None,
    });
    Ok(())
}

/// C104 15(4): who takes over a unit takes over its secrets.
pub(super) fn end_party(case: &mut Case<'_>, act: &PartyEnd) -> Result<(), StateError> {
    let Some(mut ending) =
        case.need::<Party>(Reason::UnknownParty, "party", "party", &act.party)?
    else {
        return Ok(());
    };
    already_ended(case, "party", &act.party, ending.ended);
    let held: Vec<Copy> = case
        .select::<Copy>(&Query::CopiesHeldBy(act.party.clone()))?
        .into_iter()
        .filter(|copy| !copy.is_out_of_play())
        .collect();
    let count = held.iter().filter(|copy| copy.is_with_somebody()).count();
    match &act.successor {
        None if count > 0 => case.impossible(
            Reason::PartyHolds,
            [
                ("party", act.party.to_string()),
                ("count", count.to_string()),
            ],
        ),
        Some(successor) if *successor == act.party => {
            case.impossible(Reason::SuccessorItself, [("party", act.party.to_string())]);
        }
        Some(successor) => {
            let own = keeper(case, "successor", successor)?.is_some_and(|found| found.own);
            if ending.own && !own {
                not_own_party(case, "successor", successor);
            }
            for copy in held {
                let pass = |party: Option<Id>| {
                    party.map(|id| {
                        if id == act.party {
                            successor.clone()
                        } else {
                            id
                        }
                    })
                };
                let (holder, to) = (pass(copy.holder.clone()), pass(copy.to.clone()));
                // What another agency had is held here once that agency is part of this one.
                let state = match copy.state {
                    CopyState::Delivered if own => CopyState::Held,
                    state => state,
                };
                let last_on = copy.last_on.max(case.on);
                case.put(Copy {
                    state,
                    holder,
                    to,
                    last_on,
                    ..copy
                });
            }
        }
        None => {}
    }
    ending.ended = Some(case.on);
    ending.successor = act.successor.clone();
    case.put(ending);
    Ok(())
}

pub(super) fn enrol_person(case: &mut Case<'_>, act: &PersonEnrol) -> Result<(), StateError> {
    fresh::<Person>(case, "person", &act.person)?;
    party(case, "party", &act.party)?;
    case.put(Person {
        id: act.person.clone(),
        party: act.party.clone(),
        left: None,
    });
    Ok(())
}

/// L18 26(2)(d): who leaves hands over and signs a commitment; 25(4): the head
/// collects.
pub(super) fn leave(case: &mut Case<'_>, act: &PersonLeave) -> Result<(), StateError> {
    let Some(mut leaving) =
        case.need::<Person>(Reason::UnknownPerson, "person", "person", &act.person)?
    else {
        return Ok(());
    };
    already_ended(case, "person", &act.person, leaving.left);
    let held: Vec<Copy> = case
        .select::<Copy>(&Query::CopiesOfPerson(act.person.clone()))?
        .into_iter()
        .filter(Copy::is_with_somebody)
        .collect();
    if !held.is_empty() && act.reason != LeaveReason::Died {
        case.unlawful(
            Reason::KeeperHolds,
            [
                ("person", act.person.to_string()),
                ("count", held.len().to_string()),
            ],
        );
    }
    for copy in &held {
        case.open_duty(
            DutyKind::Collect,
            &copy.id,
            Some(&copy.document),
            Some(act.last_day),
            "recall.leaver",
        );
    }
    if act.reason != LeaveReason::Died && case.asks("leave.commitment") {
        case.warn_by(
            Reason::CommitmentAwaited,
            "leave.commitment",
            [("person", act.person.to_string())],
        );
    }
    let posts: Vec<Position> = case.select(&Query::All(Kind::Position))?;
    for mut post in posts.into_iter().filter(|post| post.person == act.person) {
        if post.ends.is_none_or(|ends| ends > act.last_day) {
            post.ends = Some(act.last_day);
            case.put(post);
        }
    }
    leaving.left = Some(act.last_day);
    case.put(leaving);
    Ok(())
}

pub(super) fn assign(case: &mut Case<'_>, act: &PositionAssign) -> Result<(), StateError> {
    fresh::<Position>(case, "position", &act.position)?;
    person(case, "person", &act.person)?;
    party(case, "party", &act.party)?;
    in_order(case, act.starts, act.ends);
    if case
        .pack()
        .is_some_and(|pack| pack.post(&act.post).is_none())
    {
        case.impossible(Reason::UnknownPost, [("post", act.post.clone())]);
    }
    case.put(Position {
        id: act.position.clone(),
        person: act.person.clone(),
        post: act.post.clone(),
        party: act.party.clone(),
        starts: act.starts,
        ends: act.ends,
    });
    Ok(())
}

pub(super) fn end_position(case: &mut Case<'_>, act: &PositionEnd) -> Result<(), StateError> {
    let found = case.need::<Position>(
        Reason::UnknownPosition,
        "position",
        "position",
        &act.position,
    )?;
    let Some(mut position) = found else {
        return Ok(());
    };
    let ended = position.ends.filter(|ends| *ends < act.last_day);
    already_ended(case, "position", &act.position, ended);
    in_order(case, position.starts, Some(act.last_day));
    position.ends = Some(act.last_day);
    case.put(position);
    Ok(())
}

/// L18 11(5): to a deputy, in writing with scope, content and term, by who has
/// the power himself; the deputy may not pass it on.
pub(super) fn delegate(case: &mut Case<'_>, act: &AuthorityDelegate) -> Result<(), StateError> {
    in_order(case, act.starts, Some(act.ends));
    let grantor =
        case.need::<Position>(Reason::UnknownPosition, "position", "grantor", &act.grantor)?;
    let grantee =
        case.need::<Position>(Reason::UnknownPosition, "position", "grantee", &act.grantee)?;
    let (Some(grantor), Some(grantee), Some(pack)) = (grantor, grantee, case.pack()) else {
        return Ok(());
    };
    for (field, held) in [("grantor", &grantor), ("grantee", &grantee)] {
        super::common::position(case, field, &held.id, &held.person, case.on)?;
    }
    let mut lacking = Vec::new();
    for power in &act.powers {
        let of_itself = act
            .levels
            .iter()
            .all(|level| has_of_itself(pack, &grantor, *power, *level));
        if !(of_itself && heads_here(case, &grantor, *power)?) {
            lacking.push(power.to_string());
        }
    }
    if !lacking.is_empty() {
        case.unlawful(
            Reason::DelegationChain,
            [
                ("grantor", act.grantor.to_string()),
                ("power", lacking.join(", ")),
            ],
        );
    }
    if !pack
        .post(&grantor.post)
        .is_some_and(|post| post.may_delegate)
    {
        case.unlawful(
            Reason::DelegationGrantor,
            [
                ("grantor", act.grantor.to_string()),
                ("post", post_name(pack, &grantor)),
            ],
        );
    }
    let deputy = pack.post(&grantee.post).is_some_and(|post| post.deputy);
    if !deputy || grantee.party != grantor.party {
        case.unlawful(
            Reason::DelegationNotDeputy,
            [
                ("grantee", act.grantee.to_string()),
                ("post", post_name(pack, &grantee)),
            ],
        );
    }
    case.put(Delegation {
        act: case.id,
        grantor: act.grantor.clone(),
        grantee: act.grantee.clone(),
        powers: act.powers.clone(),
        levels: act.levels.clone(),
        starts: act.starts,
        ends: act.ends,
    });
    Ok(())
}

pub(super) fn withdraw(case: &mut Case<'_>, act: &AuthorityWithdraw) -> Result<(), StateError> {
    let found = case.need::<Delegation>(Reason::UnknownAct, "act", "delegation", act.delegation)?;
    let Some(mut given) = found else {
        return Ok(());
    };
    given.ends = given.ends.min(act.last_day);
    case.put(given);
    Ok(())
}

/// The first pack is adopted before anybody can be enrolled under it; from
/// then on the decision names an enrolled person and position.
pub(super) fn adopt_pack(case: &mut Case<'_>, act: &PackAdopt) -> Result<(), StateError> {
    if !case
        .select::<Position>(&Query::All(Kind::Position))?
        .is_empty()
    {
        known(case, "decision", &act.decision)?;
    }
    let order = case.recording.seq;
    case.put(AdoptedPack {
        id: act.adopted.clone(),
        digest: act.digest,
        order,
    });
    Ok(())
}

pub(super) fn adopt_list(case: &mut Case<'_>, act: &ListAdopt) -> Result<(), StateError> {
    fresh::<ListInForce>(case, "list", &act.list)?;
    in_order(case, act.starts, act.ends);
    case.put(ListInForce {
        id: act.list.clone(),
        symbol: act.symbol.clone(),
        starts: act.starts,
        ends: act.ends,
    });
    Ok(())
}

/// Rows run from 01 each working year and on across volumes.
pub(super) fn open_book(case: &mut Case<'_>, act: &BookOpen) -> Result<(), StateError> {
    fresh::<Book>(case, "book", &act.book)?;
    if party(case, "party", &act.party)?.is_some_and(|whose| !whose.own) {
        not_own_party(case, "party", &act.party);
    }
    let same_year: Vec<Book> = case
        .select::<Book>(&Query::All(Kind::Book))?
        .into_iter()
        .filter(|book| book.kind == act.kind && book.year == act.year && book.party == act.party)
        .collect();
    let mut goes_on = 1;
    for other in &same_year {
        let facts = [
            ("volume", other.volume.to_string()),
            ("year", other.year.to_string()),
            ("book", other.id.to_string()),
        ];
        if other.volume == act.volume {
            case.impossible(Reason::VolumeTaken, facts);
        } else if other.closed.is_none() {
            // Two open volumes would give the same number twice.
            case.impossible(Reason::VolumeOpen, facts);
        }
        if other.volume < act.volume {
            case.rest_on(Key::of::<Book>(&other.id));
            goes_on = goes_on.max(other.next);
        }
    }
    if let Some(first) = act.first_row.filter(|first| *first < goes_on) {
        case.impossible(
            Reason::FirstRowTaken,
            [("first", first.to_string()), ("next", goes_on.to_string())],
        );
    }
    case.put(Book {
        id: act.book.clone(),
        kind: act.kind,
        year: act.year,
        volume: act.volume,
        party: act.party.clone(),
        next: act.first_row.unwrap_or(goes_on),
        last_date: None,
        kept: act.kept,
        closed: None,
        closed_by: None,
    });
    case.rest_on(Key::of::<Book>(&act.book));
    Ok(())
}

pub(super) fn close_book(case: &mut Case<'_>, act: &BookClose) -> Result<(), StateError> {
    let Some(mut book) = case.need::<Book>(Reason::UnknownBook, "book", "book", &act.book)? else {
        return Ok(());
    };
    already_ended(case, "book", &act.book, book.closed);
    let last = book.next.saturating_sub(1);
    if act.last_row != last && !(act.last_row == 0 && book.last_date.is_none()) {
        case.impossible(
            Reason::LastRowOther,
            [
                ("book", act.book.to_string()),
                ("found", last.to_string()),
                ("given", act.last_row.to_string()),
            ],
        );
    }
    if let Some(found) = book.last_date.filter(|found| *found != act.last_date) {
        case.impossible(
            Reason::LastDateOther,
            [
                ("book", act.book.to_string()),
                ("found", found.to_string()),
                ("given", act.last_date.to_string()),
            ],
        );
    }
    // D26 4(7): what is kept by computer is printed, signed and bound; a paper book is bound.
    let on_paper = book.kept == Some(BookKept::PaperParallel);
    if case.asks("book.print") && act.printed.is_none() && !on_paper {
        case.unlawful(Reason::NotPrinted, []);
        case.open_duty(DutyKind::Print, &act.book, None, None, "book.print");
    }
    book.closed = Some(case.on);
    book.closed_by = Some(case.id);
    case.put(book);
    Ok(())
}
