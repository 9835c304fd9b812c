//! `level.adjust`, `term.extend` and `document.declassify`: how secrecy
//! changes, and ends.

use super::authority::decided;
use super::case::Case;
use super::common::{document, earlier, missing, not_wanted, person};
use super::determine::list_refs;
use super::documents::still_secret;
use super::reasons::Reason;
use crate::act::{
    DecisionBy, DeclassifyGround, DocumentDeclassify, Extent, LevelAdjust, NoticeEffect, Origin,
    Power, TermExtend,
};
use crate::custody::{Copy, CopyState, Document, Duty, DutyKind, Notice, Query, StateError};
use crate::date::Date;
use crate::id::{ActId, Id};
use crate::term;

pub(super) fn adjust(case: &mut Case<'_>, act: &LevelAdjust) -> Result<(), StateError> {
    let Some(mut found) = changeable(case, &act.document)? else {
        return Ok(());
    };
    if found.level != Some(act.old_level) {
        let is = found
            .level
            .map_or_else(|| "–".to_owned(), |level| level.vi().to_owned());
        case.impossible(
            Reason::OldLevelOther,
            [
                ("document", act.document.to_string()),
                ("found", is),
                ("given", act.old_level.vi().to_owned()),
            ],
        );
    }
    if act.old_level == act.new_level {
        case.impossible(Reason::SameLevel, []);
    }
    let basis = Basis {
        decision: act.decision.as_ref(),
        notice: act.notice.as_ref(),
        provision: "adjust.who",
    };
    match basis.of(case, &found, NoticeEffect::Adjust)? {
        Some(By::Decision(decision)) => {
            decided(
                case,
                "decision",
                decision,
                Power::Adjust,
                act.old_level.max(act.new_level),
            )?;
            list_refs(
                case,
                "list-refs",
                act.list_refs.as_deref(),
                Reason::NoListForAdjustment,
            )?;
            notify(case, &found, "notice.adjust", decision.date)?;
        }
        Some(By::Notice(notice)) if notice.new_level != Some(act.new_level) => {
            other_notice(case, &act.document);
        }
        _ => {}
    }
    marks(case, &act.document, "adjust.mark")?;
    found.level = Some(act.new_level);
    found.last_on = found.last_on.max(case.on);
    case.put(found);
    Ok(())
}

pub(super) fn extend(case: &mut Case<'_>, act: &TermExtend) -> Result<(), StateError> {
    let Some(mut found) = changeable(case, &act.document)? else {
        return Ok(());
    };
    let term = term::of(&(&found).into(), case.packs);
    match term.end {
        None => case.impossible(Reason::NoTerm, [("document", act.document.to_string())]),
        Some(end) if end != act.old_end => case.impossible(
            Reason::OldEndOther,
            [
                ("document", act.document.to_string()),
                ("found", end.to_string()),
                ("given", act.old_end.to_string()),
            ],
        ),
        Some(_) => {}
    }
    if act.new_end <= act.old_end {
        case.impossible(
            Reason::EndNotLater,
            [
                ("new", act.new_end.to_string()),
                ("old", act.old_end.to_string()),
            ],
        );
    }
    let basis = Basis {
        decision: act.decision.as_ref(),
        notice: act.notice.as_ref(),
        provision: "extend.who",
    };
    match basis.of(case, &found, NoticeEffect::Extend)? {
        Some(By::Decision(decision)) => {
            if let Some(level) = found.level {
                decided(case, "decision", decision, Power::Extend, level)?;
            }
            if act.reason.is_none() {
                missing(case, "reason", "decision");
            }
            // L18 28: a term that ended before the law is extended without the 60 days,
            // counted from the extension.
            let from = if term.undecided {
                decision.date
            } else {
                in_time(case, act, decision.date);
                act.old_end
            };
            not_longer_than_term(case, act, &found, from);
            notify(case, &found, "notice.extend", decision.date)?;
        }
        Some(By::Notice(notice)) if notice.new_end != Some(act.new_end) => {
            other_notice(case, &act.document)
        }
        _ => {}
    }
    marks(case, &act.document, "extend.mark")?;
    found.extended_to = Some(act.new_end);
    found.last_on = found.last_on.max(case.on);
    case.put(found);
    Ok(())
}

/// L18 20(2): decided at the latest 60 days before the end.
fn in_time(case: &mut Case<'_>, act: &TermExtend, decided: Date) {
    let Some(days) = case.days("extend.decide-before") else {
        return;
    };
    let last = act.old_end.plus_days(-days);
    if decided > last {
        case.unlawful(
            Reason::ExtensionLate,
            [
                ("decided", decided.to_string()),
                ("left", decided.days_until(act.old_end).to_string()),
                ("end", act.old_end.to_string()),
                ("last", last.to_string()),
            ],
        );
    }
}

/// L18 20(2): each time no longer than the term of the level.
fn not_longer_than_term(case: &mut Case<'_>, act: &TermExtend, found: &Document, from: Date) {
    let Some(level) = found.level else { return };
    let provision = term::longest_provision(level);
    let longest = case.pack().and_then(|pack| pack.longest_extension(level));
    let Some(years) = longest.and_then(|longest| longest.value.years()) else {
        return;
    };
    let longest = from.plus_years(years);
    if act.new_end > longest {
        case.unlawful_by(
            Reason::ExtensionLong,
            provision,
            [
                ("new", act.new_end.to_string()),
                ("level", level.vi().to_owned()),
                ("longest", longest.to_string()),
            ],
        );
    }
}

pub(super) fn declassify(case: &mut Case<'_>, act: &DocumentDeclassify) -> Result<(), StateError> {
    let Some(mut found) = changeable(case, &act.document)? else {
        return Ok(());
    };
    let level = found.level;
    if act.ground == DeclassifyGround::Notice {
        let basis = Basis {
            decision: None,
            notice: act.notice.as_ref(),
            provision: "declassify.who",
        };
        if let Some(By::Notice(notice)) = basis.of(case, &found, NoticeEffect::Declassify)?
            && notice.effective != act.effective
        {
            other_notice(case, &act.document);
        }
    } else {
        own_ground(case, act, &found)?;
    }
    let full = act.extent == Extent::Full;
    if full {
        for (field, given) in [
            ("released", act.released.is_some()),
            ("remaining-level", act.remaining_level.is_some()),
        ] {
            super::documents::refuse_field(case, given, field, "extent = full");
        }
        found.declassified = Some(act.effective);
        no_more_duties(case, &act.document, act.effective)?;
    } else {
        // The level changes on the day of the act: before it, all is protected as it was.
        if act.effective > case.on {
            case.impossible(
                Reason::PartialAhead,
                [
                    ("effective", act.effective.to_string()),
                    ("on", case.on.to_string()),
                ],
            );
        }
        if act.released.is_none() || act.remaining_level.is_none() {
            case.unlawful(Reason::PartialContent, []);
        }
        if let (Some(remaining), Some(level)) = (act.remaining_level, level)
            && remaining > level
        {
            case.impossible(
                Reason::RemainingHigher,
                [
                    ("remaining", remaining.vi().to_owned()),
                    ("level", level.vi().to_owned()),
                ],
            );
        }
        found.level = act.remaining_level.or(level);
    }
    // L18 22(3): at once. 22(6): within 15 days of the decision.
    let notice = match act.ground {
        DeclassifyGround::OffList => Some("notice.off-list"),
        DeclassifyGround::Need => Some("notice.declassify"),
        DeclassifyGround::PlaceUnused | DeclassifyGround::Archive | DeclassifyGround::Notice => {
            None
        }
    };
    if let (Some(provision), Some(decision)) = (notice, &act.decision) {
        notify(case, &found, provision, decision.date)?;
    }
    marks(case, &act.document, "declassify.mark")?;
    found.last_on = found.last_on.max(case.on);
    case.put(found);
    Ok(())
}

fn own_ground(
    case: &mut Case<'_>,
    act: &DocumentDeclassify,
    found: &Document,
) -> Result<(), StateError> {
    super::documents::refuse_field(case, act.notice.is_some(), "notice", act.ground.as_str());
    let Some(decision) = &act.decision else {
        missing(case, "decision", act.ground.as_str());
        return Ok(());
    };
    match act.ground {
        DeclassifyGround::Archive => {
            // L18 22(5): the historical archive, where the determining body cannot be found.
            super::authority::known(case, "decision", decision)?;
            if found.origin != Origin::Unknown {
                case.unlawful(
                    Reason::GroundArchive,
                    [("document", act.document.to_string())],
                );
            }
        }
        ground => {
            if found.origin == Origin::Received {
                case.unlawful_by(
                    Reason::NotOurs,
                    "declassify.who",
                    [("document", act.document.to_string())],
                );
            }
            if ground == DeclassifyGround::PlaceUnused
                && found.carrier != crate::act::Carrier::Place
            {
                case.impossible(
                    Reason::GroundPlace,
                    [("document", act.document.to_string())],
                );
            }
            if let Some(level) = found.level {
                decided(case, "decision", decision, Power::Declassify, level)?;
            }
        }
    }
    if act.effective < decision.date {
        case.impossible(
            Reason::EffectiveBefore,
            [
                ("effective", act.effective.to_string()),
                ("decided", decision.date.to_string()),
            ],
        );
    }
    // L18 22(4): by need, a council reviews and the head decides.
    match (&act.council, act.ground) {
        (None, DeclassifyGround::Need) => case.unlawful(Reason::NoCouncil, []),
        (Some(council), _) => {
            person(case, "council/chair", &council.chair)?;
            for (index, member) in council.members.iter().enumerate() {
                person(case, &format!("council/members/{index}"), member)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// A document whose secrecy can change: it has a level and has not lost it.
fn changeable(case: &mut Case<'_>, id: &Id) -> Result<Option<Document>, StateError> {
    let Some(found) = document(case, "document", id)? else {
        return Ok(None);
    };
    if found.cancelled {
        case.impossible(Reason::Cancelled, [("document", id.to_string())]);
    }
    if found.level.is_none() {
        missing(case, "level", "document.complete");
        return Ok(None);
    }
    still_secret(case, &found)?;
    Ok(Some(found))
}

/// On what a change rests: the agency's own decision, or a notice from the one
/// that determined the secret (L18 20(4), 21(5), 22(6); L25 21(5)).
struct Basis<'d> {
    decision: Option<&'d DecisionBy>,
    notice: Option<&'d ActId>,
    provision: &'static str,
}

enum By<'d> {
    Decision(&'d DecisionBy),
    Notice(Notice),
}

impl<'d> Basis<'d> {
    fn of(
        &self,
        case: &mut Case<'_>,
        found: &Document,
        effect: NoticeEffect,
    ) -> Result<Option<By<'d>>, StateError> {
        let document = found.id.to_string();
        match (self.decision, self.notice) {
            (Some(_), Some(_)) => {
                not_wanted(case, "notice", "decision");
                Ok(None)
            }
            (None, None) => {
                missing(
                    case,
                    if found.origin == Origin::Received {
                        "notice"
                    } else {
                        "decision"
                    },
                    "decision, notice",
                );
                Ok(None)
            }
            (Some(decision), None) => {
                if found.origin == Origin::Received {
                    case.unlawful_by(Reason::NotOurs, self.provision, [("document", document)]);
                }
                Ok(Some(By::Decision(decision)))
            }
            (None, Some(id)) => {
                // What this agency determined is its own to decide (L18 21(3), 22(4)): a
                // notice stands for the decision of another.
                if found.origin == Origin::Own {
                    not_wanted(case, "notice", "origin = own");
                }
                earlier(case, "notice", id, &["notice.receive"])?;
                let Some(notice) = case.find::<Notice>(id)? else {
                    return Ok(None);
                };
                if notice.document != found.id || notice.effect != effect {
                    other_notice(case, &found.id);
                }
                // A declassification says itself from which day it holds.
                if effect != NoticeEffect::Declassify && notice.effective > case.on {
                    case.impossible(
                        Reason::NoticeAhead,
                        [
                            ("effective", notice.effective.to_string()),
                            ("on", case.on.to_string()),
                        ],
                    );
                }
                case.close_duties(DutyKind::ActOnNotice, &found.id, |duty| {
                    duty.opened_by == *id
                })?;
                Ok(Some(By::Notice(notice)))
            }
        }
    }
}

fn other_notice(case: &mut Case<'_>, document: &Id) {
    case.impossible(
        Reason::NoticeOther,
        [
            ("field", "notice".to_owned()),
            ("document", document.to_string()),
        ],
    );
}

/// Opens the duty to tell those who have copies, within the days after the
/// decision that `provision` sets.
fn notify(
    case: &mut Case<'_>,
    found: &Document,
    provision: &str,
    decided: Date,
) -> Result<(), StateError> {
    let elsewhere = case
        .select::<Copy>(&Query::CopiesOf(found.id.clone()))?
        .iter()
        .any(|copy| matches!(copy.state, CopyState::Delivered | CopyState::InTransit));
    if elsewhere && case.asks(provision) {
        let days = case.days(provision).unwrap_or(0);
        case.open_duty(
            DutyKind::Notice,
            &found.id,
            Some(&found.id),
            Some(decided.plus_days(days)),
            provision,
        );
    }
    Ok(())
}

/// Opens the duty to mark each copy that is here (L18 20(3), 21(4), 22; who
/// receives a notice marks his own).
fn marks(case: &mut Case<'_>, document: &Id, provision: &str) -> Result<(), StateError> {
    if !case.asks(provision) {
        return Ok(());
    }
    let here = [CopyState::Held, CopyState::CarriedOut, CopyState::InTransit];
    for copy in case.select::<Copy>(&Query::CopiesOf(document.clone()))? {
        if here.contains(&copy.state) {
            case.open_duty(DutyKind::Mark, &copy.id, Some(document), None, provision);
        }
    }
    Ok(())
}

/// A declassified set keeps its last places and asks no more duties; what falls
/// due while it is still secret stays.
fn no_more_duties(case: &mut Case<'_>, document: &Id, since: Date) -> Result<(), StateError> {
    let open: Vec<Duty> = case.select(&Query::OpenDutiesOfDocument(document.clone()))?;
    for duty in open {
        if since <= case.on || duty.due.is_some_and(|due| due >= since) {
            case.close_duties(duty.kind, &duty.about, |other| *other == duty)?;
        }
    }
    Ok(())
}
