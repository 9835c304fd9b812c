//! `mark.apply`, `notice.send` and `notice.receive`.

use super::case::Case;
use super::common::{copies, document, earlier, missing, party};
use super::handing::exists;
use super::reasons::Reason;
use crate::act::{MarkApply, NoticeEffect, NoticeReceive, NoticeSend};
use crate::custody::{Copy, CopyState, Document, Duty, DutyKind, Notice, Query, StateError};
use crate::id::Id;
use crate::mark::MarkKind;
use std::collections::BTreeSet;

pub(super) fn mark(case: &mut Case<'_>, act: &MarkApply) -> Result<(), StateError> {
    let kind = known_mark(case, &act.mark);
    if let Some(replaces) = &act.replaces {
        replaced_mark(case, replaces);
    }
    if let Some(because) = &act.because {
        earlier(
            case,
            "because",
            because,
            &["level.adjust", "term.extend", "document.declassify"],
        )?;
    }
    let marked: Vec<Copy> = match (&act.copies, &act.document) {
        (Some(ids), None) => copies(case, "copies", ids)?,
        (None, Some(id)) => {
            if let Some(found) = document(case, "document", id)? {
                stepped(case, found);
            }
            case.select(&Query::CopiesOf(id.clone()))?
        }
        _ => {
            case.impossible(Reason::MarkOnWhat, []);
            return Ok(());
        }
    };
    let mut closed = 0;
    for copy in marked {
        // Every copy of a document: those that are no more are passed over.
        if copy.state == CopyState::Destroyed && act.copies.is_none() || !exists(case, &copy) {
            continue;
        }
        // Which change is meant is said by the act that it is because of, else by the mark itself.
        closed += case.close_duties(DutyKind::Mark, &copy.id, |duty| match act.because {
            Some(because) => duty.opened_by == because,
            None => kind.is_some_and(|kind| shows(kind, &duty.provision)),
        })?;
        let last_on = copy.last_on.max(case.on);
        case.put(Copy { last_on, ..copy });
    }
    if let Some(because) = act.because.filter(|_| closed == 0) {
        case.warn(Reason::NoMarkDuty, [("act", because.to_string())]);
    }
    Ok(())
}

pub(super) fn send(case: &mut Case<'_>, act: &NoticeSend) -> Result<(), StateError> {
    let Some(found) = document(case, "document", &act.document)? else {
        return Ok(());
    };
    stepped(case, found.clone());
    let about = earlier(
        case,
        "about",
        &act.about,
        &[
            "level.adjust",
            "term.extend",
            "document.declassify",
            "copy.recall",
            "entry.correct",
            "document.cancel",
        ],
    )?;
    if about.is_some_and(|deed| deed.document.is_some_and(|of| of != found.id)) {
        case.impossible(
            Reason::NoticeOther,
            [
                ("field", "about".to_owned()),
                ("document", found.id.to_string()),
            ],
        );
    }
    for (index, to) in act.recipients.iter().enumerate() {
        party(case, &format!("recipients/{index}"), to)?;
    }
    let elsewhere: BTreeSet<Id> = case
        .select::<Copy>(&Query::CopiesOf(found.id.clone()))?
        .into_iter()
        .filter(|copy| copy.state == CopyState::Delivered)
        .filter_map(|copy| copy.holder)
        .collect();
    let forgotten: Vec<&str> = elsewhere
        .iter()
        .filter(|party| !act.recipients.contains(party))
        .map(Id::as_str)
        .collect();
    if !forgotten.is_empty() {
        case.warn(Reason::NoticeNotToAll, [("parties", forgotten.join(", "))]);
    }
    let duties: Vec<Duty> = case.select(&Query::OpenDutiesAbout(found.id.to_string()))?;
    let awaited = duties
        .iter()
        .find(|duty| duty.kind == DutyKind::Notice && duty.opened_by == act.about);
    if let Some(duty) = awaited
        && let Some(due) = duty.due.filter(|due| *due < case.on)
    {
        let provision = duty.provision.clone();
        case.warn_by(Reason::NoticeLate, &provision, [("due", due.to_string())]);
    }
    if forgotten.is_empty() {
        case.close_duties(DutyKind::Notice, &found.id, |duty| {
            duty.opened_by == act.about
        })?;
    }
    Ok(())
}

/// What a received notice allows is done by `level.adjust`, `term.extend`,
/// `document.declassify` or `copy.return`; until then it is a duty.
pub(super) fn receive(case: &mut Case<'_>, act: &NoticeReceive) -> Result<(), StateError> {
    let Some(found) = document(case, "document", &act.document)? else {
        return Ok(());
    };
    stepped(case, found.clone());
    party(case, "issuer", &act.issuer)?;
    if let Some(of) = found.issuer.as_ref().filter(|of| **of != act.issuer) {
        case.warn(
            Reason::NoticeIssuer,
            [("issuer", act.issuer.to_string()), ("of", of.to_string())],
        );
    }
    let effect = act.effect.as_str();
    let wanted = match act.effect {
        NoticeEffect::Adjust => Some(("new-level", act.new_level.is_none())),
        NoticeEffect::Extend => Some(("new-end", act.new_end.is_none())),
        NoticeEffect::Recall => Some(("return-by", act.return_by.is_none())),
        NoticeEffect::Declassify | NoticeEffect::Correct => None,
    };
    if let Some((field, true)) = wanted {
        missing(case, field, effect);
    }
    match act.effect {
        NoticeEffect::Adjust => await_act(case, act, "notice.adjust"),
        NoticeEffect::Extend => await_act(case, act, "notice.extend"),
        NoticeEffect::Declassify => await_act(case, act, "notice.declassify"),
        NoticeEffect::Recall => {
            for copy in case.select::<Copy>(&Query::CopiesOf(found.id.clone()))? {
                if matches!(copy.state, CopyState::Held | CopyState::CarriedOut) {
                    case.open_duty(
                        DutyKind::Return,
                        &copy.id,
                        Some(&found.id),
                        act.return_by,
                        "recall.date",
                    );
                    let last_on = copy.last_on.max(case.on);
                    case.put(Copy {
                        return_by: act.return_by,
                        last_on,
                        ..copy
                    });
                }
            }
        }
        NoticeEffect::Correct => {}
    }
    case.put(Notice {
        act: case.id,
        document: act.document.clone(),
        effect: act.effect,
        effective: act.effective,
        new_level: act.new_level,
        new_end: act.new_end,
        return_by: act.return_by,
    });
    Ok(())
}

/// The document has had a step on this day: the next one does not go back.
fn stepped(case: &mut Case<'_>, found: Document) {
    let last_on = found.last_on.max(case.on);
    case.put(Document { last_on, ..found });
}

fn await_act(case: &mut Case<'_>, act: &NoticeReceive, provision: &str) {
    case.open_duty(
        DutyKind::ActOnNotice,
        &act.document,
        Some(&act.document),
        Some(act.effective),
        provision,
    );
}

/// A mark is one of the pack in force. A mark of an older form stays good and
/// is not made anew, so only those of the day are put on.
fn known_mark(case: &mut Case<'_>, mark: &str) -> Option<MarkKind> {
    let pack = case.pack()?;
    let kind = pack.mark(mark).map(|mark| mark.kind);
    if kind.is_none() {
        unknown_mark(case, mark);
    }
    kind
}

/// What is replaced may have been made under any pack.
fn replaced_mark(case: &mut Case<'_>, mark: &str) {
    if case.packs.iter().all(|pack| pack.mark(mark).is_none()) {
        unknown_mark(case, mark);
    }
}

fn unknown_mark(case: &mut Case<'_>, mark: &str) {
    case.impossible(Reason::UnknownMark, [("mark", mark.to_owned())]);
}

/// Whether a mark of `kind` shows the change for which `provision` wants one.
fn shows(kind: MarkKind, provision: &str) -> bool {
    match provision {
        "adjust.mark" => matches!(kind, MarkKind::LevelChange | MarkKind::Level),
        "extend.mark" => matches!(kind, MarkKind::Extension | MarkKind::Term),
        // In part, what remains has a level of its own.
        "declassify.mark" => matches!(
            kind,
            MarkKind::Declassified | MarkKind::LevelChange | MarkKind::Level
        ),
        _ => true,
    }
}
