//! `copy.reproduce`: exactly as many duplicates as were permitted.

use super::authority::decided;
use super::books::register;
use super::case::Case;
use super::common::{copies, not_cancelled, party, person};
use super::documents::{held, still_secret};
use super::reasons::Reason;
use crate::act::{BookKind, CopyReproduce, Copying, Medium, Power, ReproductionKind};
use crate::custody::{Copy, Document, StateError};

pub(super) fn reproduce(case: &mut Case<'_>, act: &CopyReproduce) -> Result<(), StateError> {
    let Some(mut source) = copies(case, "copy", std::slice::from_ref(&act.copy))?.pop() else {
        return Ok(());
    };
    let Some(document) = case.find::<Document>(&source.document)? else {
        return Ok(());
    };
    super::handing::is_held(case, &source);
    not_cancelled(case, &source)?;
    still_secret(case, &document)?;
    if document.copying == Some(Copying::Forbidden) {
        case.unlawful(
            Reason::CopyingForbidden,
            [("document", document.id.to_string())],
        );
    }
    if let Some(level) = document.level {
        decided(case, "permit", &act.permit, Power::Copy, level)?;
    }
    if act.made != act.permitted {
        case.unlawful(
            Reason::MadeOther,
            [
                ("permitted", act.permitted.to_string()),
                ("made", act.made.to_string()),
            ],
        );
    }
    person(case, "maker", &act.maker)?;
    // C104 4(4): scanning is photographing; D26 3(3): a photograph is recorded on paper.
    if matches!(
        act.kind,
        ReproductionKind::Photograph | ReproductionKind::Scan
    ) && act.record.is_none()
    {
        case.unlawful(Reason::NoPhotographRecord, []);
    }
    register(
        case,
        act.row.as_ref(),
        BookKind::Copying,
        "copy.register",
        Some(&source.document),
    )?;
    numbered(case, act);

    let occasion = next_occasion(case, &source)?;
    for (index, made) in act.duplicates.iter().enumerate() {
        party(case, &format!("duplicates/{index}/to"), &made.to)?;
        let Ok(id) = source.id.duplicate(occasion, made.number) else {
            continue;
        };
        let holder = source
            .holder
            .clone()
            .unwrap_or_else(crate::id::Id::own_agency);
        let duplicate = held(case, id, &source.document, &holder);
        case.put(Copy {
            addressee: Some(made.to.clone()),
            medium: match act.kind {
                ReproductionKind::Scan => Some(Medium::Electronic),
                ReproductionKind::Print => Some(Medium::Paper),
                _ => source.medium,
            },
            ..duplicate
        });
    }
    source.occasions = occasion;
    source.last_on = source.last_on.max(case.on);
    case.put(source);
    Ok(())
}

/// Occasions count up by themselves, over those that an older book names too.
fn next_occasion(case: &Case<'_>, source: &Copy) -> Result<u32, StateError> {
    let mut occasion = source.occasions.saturating_add(1);
    while let Ok(first) = source.id.duplicate(occasion, 1)
        && case.look::<Copy>(&first)?.is_some()
    {
        occasion = occasion.saturating_add(1);
    }
    Ok(occasion)
}

/// Duplicates are numbered `1..=made` on each occasion.
fn numbered(case: &mut Case<'_>, act: &CopyReproduce) {
    let count = u32::try_from(act.duplicates.len()).unwrap_or(u32::MAX);
    let found = act.duplicates.iter().map(|made| made.number);
    let gap = found.zip(1..).find(|(found, expected)| found != expected);
    let gap = gap.or_else(|| (count != act.made).then_some((count, act.made)));
    if let Some((found, expected)) = gap {
        case.impossible(
            Reason::DuplicatesGap,
            [
                ("made", act.made.to_string()),
                ("found", found.to_string()),
                ("expected", expected.to_string()),
            ],
        );
    }
}
