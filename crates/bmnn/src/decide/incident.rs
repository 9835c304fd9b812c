//! `incident.report` and `incident.close`.

use super::authority::known;
use super::case::Case;
use super::common::{copies, earlier, hand, missing, named_document, party, person};
use super::ending::no_more_duties;
use super::handing::exists;
use super::reasons::Reason;
use crate::act::{IncidentClose, IncidentKind, IncidentOutcome, IncidentReport, Report};
use crate::custody::{Copy, CopyState, DutyKind, Incident, StateError};

pub(super) fn report(case: &mut Case<'_>, act: &IncidentReport) -> Result<(), StateError> {
    if case.look::<Incident>(&act.incident)?.is_some() {
        case.impossible(
            Reason::Taken,
            [
                ("field", "incident".to_owned()),
                ("id", act.incident.to_string()),
            ],
        );
    }
    hand(case, "reporter", &act.reporter)?;
    person(case, "head", &act.head)?;
    discovered(case, act);
    let documents = act.documents.clone().unwrap_or_default();
    for (index, id) in documents.iter().enumerate() {
        if named_document(case, &format!("documents/{index}"), id)?.is_some() {
            case.document.get_or_insert_with(|| id.clone());
        }
    }
    let named = act.copies.clone().unwrap_or_default();
    let found = copies(case, "copies", &named)?;
    if documents.is_empty() && named.is_empty() && act.item.is_none() {
        case.impossible(Reason::IncidentOnWhat, []);
    }
    if act.kind == IncidentKind::Loss {
        for copy in found {
            lose(case, copy)?;
        }
    }
    reported(case, act.reported_to.as_deref())?;
    // L18 25(3), D26 8(1)(b): the report is due at once; while nobody is named, it is open.
    if act.reported_to.as_ref().is_none_or(Vec::is_empty) {
        case.open_duty(
            DutyKind::Report,
            &act.incident,
            case.document.clone().as_ref(),
            Some(act.discovered),
            "incident.report",
        );
    }
    case.put(Incident {
        id: act.incident.clone(),
        kind: act.kind,
        documents,
        copies: named,
        closed: false,
    });
    Ok(())
}

fn discovered(case: &mut Case<'_>, act: &IncidentReport) {
    let days = act.discovered.days_until(case.on);
    if days < 0 {
        case.impossible(
            Reason::DecisionAhead,
            [
                ("field", "discovered".to_owned()),
                ("date", act.discovered.to_string()),
                ("on", case.on.to_string()),
            ],
        );
    } else if days > 0 {
        case.warn(
            Reason::ReportedLate,
            [
                ("discovered", act.discovered.to_string()),
                ("days", days.to_string()),
            ],
        );
    }
}

/// L18 2(4): what is lost is no longer under anybody's management. What is
/// destroyed cannot be lost; what is missing already may be reported as lost.
fn lose(case: &mut Case<'_>, copy: Copy) -> Result<(), StateError> {
    if !exists(case, &copy) {
        return Ok(());
    }
    // The leg or the trip is over, and a copy of an older book is accounted for. That it
    // is owed, or wants a mark, stays: it may be found.
    for over in [DutyKind::Receipt, DutyKind::BringBack, DutyKind::Account] {
        case.close_duties(over, &copy.id, |_| true)?;
    }
    let last_on = copy.last_on.max(case.on);
    case.put(Copy {
        state: CopyState::Lost,
        to: None,
        sent_by: None,
        abroad: false,
        last_on,
        ..copy
    });
    Ok(())
}

fn reported(case: &mut Case<'_>, to: Option<&[Report]>) -> Result<(), StateError> {
    for (index, report) in to.unwrap_or_default().iter().enumerate() {
        party(case, &format!("reported-to/{index}/party"), &report.party)?;
    }
    Ok(())
}

pub(super) fn close(case: &mut Case<'_>, act: &IncidentClose) -> Result<(), StateError> {
    let found = case.need::<Incident>(
        Reason::UnknownIncident,
        "incident",
        "incident",
        &act.incident,
    )?;
    let Some(mut incident) = found else {
        return Ok(());
    };
    if incident.closed {
        case.impossible(
            Reason::IncidentClosed,
            [("incident", act.incident.to_string())],
        );
    }
    known(case, "decision", &act.decision)?;
    reported(case, act.reported_to.as_deref())?;
    let recovered = act.recovered.as_deref().unwrap_or_default();
    if act.outcome == IncidentOutcome::Found && recovered.is_empty() {
        missing(case, "recovered", "outcome = found");
    }
    for (index, id) in recovered.iter().enumerate() {
        earlier(case, &format!("recovered/{index}"), id, &["copy.recover"])?;
    }
    if act.reported_to.as_ref().is_some_and(|to| !to.is_empty()) {
        case.close_duties(DutyKind::Report, &act.incident, |_| true)?;
    } else {
        let open = case.select::<crate::custody::Duty>(&crate::custody::Query::OpenDutiesAbout(
            act.incident.to_string(),
        ))?;
        if !open.is_empty() {
            case.warn(
                Reason::NotReported,
                [("incident", act.incident.to_string())],
            );
        }
    }
    still_lost(case, act, &incident)?;
    case.document = incident
        .documents
        .first()
        .cloned()
        .or_else(|| incident.copies.first().map(|copy| copy.document().clone()));
    incident.closed = true;
    case.put(incident);
    Ok(())
}

/// What becomes of the copies that are still lost when an incident ends: where
/// the loss is confirmed they ask for nothing more; where it is said to be
/// none, they are still to be recorded as found.
fn still_lost(
    case: &mut Case<'_>,
    act: &IncidentClose,
    incident: &Incident,
) -> Result<(), StateError> {
    let mut lost = Vec::new();
    for id in &incident.copies {
        let copy = case.look::<Copy>(id)?;
        lost.extend(copy.filter(|copy| copy.state == CopyState::Lost));
    }
    match act.outcome {
        IncidentOutcome::Confirmed => {
            for copy in &lost {
                no_more_duties(case, copy)?;
            }
        }
        IncidentOutcome::Found | IncidentOutcome::Unfounded if !lost.is_empty() => {
            let copies: Vec<String> = lost.iter().map(|copy| copy.id.to_string()).collect();
            case.warn(Reason::StillLost, [("copies", copies.join(", "))]);
        }
        _ => {}
    }
    Ok(())
}
