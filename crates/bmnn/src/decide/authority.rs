//! Who may decide what: by post and level, or by a delegation in writing.
//!
//! Law 29/2018/QH14 Art. 11(5): the persons of 11(1) and (2) may empower a
//! deputy, in writing with scope, content and term; the deputy may not empower
//! another.

use super::case::Case;
use super::common::position;
use super::reasons::Reason;
use crate::act::{DecisionBy, Power};
use crate::custody::{Delegation, Party, Position, StateError};
use crate::level::Level;
use crate::pack::{Pack, Post};

/// Judges whether the person of `decision`, found at `field`, may use `power`
/// at `level`.
pub(super) fn decided(
    case: &mut Case<'_>,
    field: &str,
    decision: &DecisionBy,
    power: Power,
    level: Level,
) -> Result<(), StateError> {
    let Some(held) = known(case, field, decision)? else {
        return Ok(());
    };
    let Some(pack) = case.pack() else {
        return Ok(());
    };
    if has_of_itself(pack, &held, power, level) && heads_here(case, &held, power)? {
        return Ok(());
    }
    match &decision.delegation {
        Some(_) => delegated(case, field, decision, &held, power, level),
        None => {
            // That a deputy determines only when empowered is a rule of its own; under R3 it was not seen.
            let deputy = pack.post(&held.post).is_some_and(|post| post.deputy);
            let determines =
                power == Power::Determine || (power == Power::Adjust && determiner_adjusts(case));
            let provision = if deputy && determines {
                "determine.delegate"
            } else {
                provision(power, level)
            };
            case.unlawful_by(
                Reason::NoAuthority,
                provision,
                [
                    ("field", field.to_owned()),
                    ("post", post_name(pack, &held)),
                    ("power", power.to_string()),
                    ("level", level.vi().to_owned()),
                ],
            );
            Ok(())
        }
    }
}

/// What is the head's to decide is so for the head of this agency; who may
/// permit copying or order a destruction may be a superior elsewhere (L18 11,
/// 23(3)(a)).
pub(super) fn heads_here(
    case: &Case<'_>,
    held: &Position,
    power: Power,
) -> Result<bool, StateError> {
    let of_the_head = matches!(
        power,
        Power::Determine | Power::Extend | Power::Adjust | Power::Declassify | Power::CarryOut
    );
    if !of_the_head || held.party.is_own_agency() {
        return Ok(true);
    }
    Ok(case
        .look::<Party>(&held.party)?
        .is_some_and(|party| party.own))
}

/// Judges whether `decision` is the head's own: a record of what the law does
/// not allow is his to answer for.
pub(super) fn decided_by_head(
    case: &mut Case<'_>,
    field: &str,
    decision: &DecisionBy,
) -> Result<(), StateError> {
    let Some(held) = known(case, field, decision)? else {
        return Ok(());
    };
    let is_head = case
        .pack()
        .and_then(|pack| pack.post(&held.post))
        .is_some_and(|post| post.head);
    if !(is_head && heads_here(case, &held, Power::Determine)?) {
        case.impossible(Reason::IrregularByWhom, [("position", held.id.to_string())]);
    }
    Ok(())
}

/// The position of a decision: its person holds it on its date, which is not
/// ahead of the act.
pub(super) fn known(
    case: &mut Case<'_>,
    field: &str,
    decision: &DecisionBy,
) -> Result<Option<Position>, StateError> {
    if decision.date > case.on {
        case.impossible(
            Reason::DecisionAhead,
            [
                ("field", field.to_owned()),
                ("date", decision.date.to_string()),
                ("on", case.on.to_string()),
            ],
        );
    }
    // Who decided in time may have left when the act is recorded late.
    case.need::<crate::custody::Person>(
        Reason::UnknownPerson,
        "person",
        &format!("{field}/person"),
        &decision.person,
    )?;
    position(
        case,
        &format!("{field}/position"),
        &decision.position,
        &decision.person,
        decision.date,
    )
}

/// Whether the post carries the power without anybody's delegation.
pub(super) fn has_of_itself(pack: &Pack, held: &Position, power: Power, level: Level) -> bool {
    let Some(post) = pack.post(&held.post) else {
        return false;
    };
    match power {
        // L18 10(2), 14(1), 20(2), 21(3), 22(4): the head of the body.
        Power::Determine | Power::Extend | Power::Adjust | Power::Declassify | Power::CarryOut => {
            post.head
        }
        // L18 11(1)–(3), 15(1): by the level that the post may permit.
        Power::Copy | Power::Provide => post.permits(level),
        Power::CarryAbroad => post.abroad,
        Power::Destroy => post.destroys,
    }
}

fn delegated(
    case: &mut Case<'_>,
    field: &str,
    decision: &DecisionBy,
    held: &Position,
    power: Power,
    level: Level,
) -> Result<(), StateError> {
    let Some(id) = &decision.delegation else {
        return Ok(());
    };
    let place = format!("{field}/delegation");
    let Some(given) = case.need::<Delegation>(Reason::UnknownAct, "act", &place, id)? else {
        return Ok(());
    };
    let about = || [("field", field.to_owned()), ("delegation", id.to_string())];
    let [at, named] = about();
    if given.grantee != held.id {
        let facts = [
            at.clone(),
            named.clone(),
            ("grantee", given.grantee.to_string()),
            ("position", held.id.to_string()),
        ];
        case.unlawful(Reason::DelegationGrantee, facts);
    }
    // Under L25 21(3) whoever may determine may adjust.
    let covers = given.powers.contains(&power)
        || (power == Power::Adjust
            && given.powers.contains(&Power::Determine)
            && determiner_adjusts(case));
    if !covers {
        case.unlawful(
            Reason::DelegationPower,
            [at.clone(), named.clone(), ("power", power.to_string())],
        );
    }
    if !given.levels.contains(&level) {
        case.unlawful(
            Reason::DelegationLevel,
            [at.clone(), named, ("level", level.vi().to_owned())],
        );
    }
    if !given.holds_on(decision.date) {
        case.unlawful(
            Reason::DelegationTerm,
            [
                at,
                ("date", decision.date.to_string()),
                ("starts", given.starts.to_string()),
                ("ends", given.ends.to_string()),
            ],
        );
    }
    Ok(())
}

fn determiner_adjusts(case: &Case<'_>) -> bool {
    let who = case.pack().and_then(|pack| pack.provision("adjust.who"));
    who.and_then(|provision| provision.value.word())
        .is_some_and(|word| word == "competent-person")
}

/// The provision that says who has `power` at `level`.
pub(super) fn provision(power: Power, level: Level) -> &'static str {
    match power {
        Power::Determine => "determine.who",
        Power::Copy | Power::Provide => match level {
            Level::Mat => "copy.permit.mat",
            Level::ToiMat => "copy.permit.toi-mat",
            Level::TuyetMat => "copy.permit.tuyet-mat",
        },
        Power::CarryOut => "carry-out.who",
        Power::CarryAbroad => "carry-abroad.who",
        Power::Extend => "extend.who",
        Power::Adjust => "adjust.who",
        Power::Declassify => "declassify.who",
        Power::Destroy => "destroy.who",
    }
}

/// How the post of a position is called.
pub(super) fn post_name(pack: &Pack, held: &Position) -> String {
    pack.post(&held.post)
        .map_or_else(|| held.post.clone(), |post: &Post| post.vi.clone())
}
