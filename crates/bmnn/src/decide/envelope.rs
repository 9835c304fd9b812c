//! What stands around every act: its id, day, pack, and who records it.

use super::authority;
use super::case::Case;
use super::common::{person, position};
use super::reasons::Reason;
use crate::act::Act;
use crate::custody::{Deed, Person, StateError};

/// Judges what stands around every act.
pub(super) fn judge(case: &mut Case<'_>) -> Result<(), StateError> {
    let act = case.act;
    if act.common.id.is_none() {
        case.impossible(Reason::NoId, []);
    } else if case.look::<Deed>(case.id)?.is_some() {
        case.impossible(Reason::IdTaken, [("act", case.id.to_string())]);
    }
    if case.on > case.recording.day {
        case.impossible(
            Reason::DateAhead,
            [
                ("on", case.on.to_string()),
                ("day", case.recording.day.to_string()),
            ],
        );
    }
    pack(case);
    if let Some(by) = &act.common.by {
        // Design §3: a key may name a person who is enrolled later, and sign these until then.
        let beginning = ["pack.adopt", "person.enrol", "party.enrol"].contains(&act.name());
        if !(beginning && case.look::<Person>(by)?.is_none()) {
            let recorder = person(case, "by", by)?;
            // Who has left records nothing more, whatever day the act bears.
            if let Some(left) = recorder.and_then(|recorder| recorder.left)
                && left < case.recording.day
                && left >= case.on
            {
                case.impossible(
                    Reason::PersonLeft,
                    [
                        ("field", "by".to_owned()),
                        ("person", by.to_string()),
                        ("left", left.to_string()),
                    ],
                );
            }
        }
        if let Some(held) = &act.common.position {
            position(case, "position", held, by, case.on)?;
        }
    }
    if let Some(responsible) = &act.common.responsible {
        person(case, "responsible", responsible)?;
    }
    if let Some(irregular) = &act.common.irregular {
        authority::decided_by_head(case, "irregular/decision", &irregular.decision)?;
    }
    Ok(())
}

/// Whether acts of this name are decided under a pack (design §4: left out
/// for what stands before the office works).
fn needs_pack(act: &Act) -> bool {
    let name = act.name();
    let before = ["ledger.", "key.", "party."]
        .iter()
        .any(|group| name.starts_with(group));
    !(before || name == "pack.adopt" || name == "person.enrol")
}

fn pack(case: &mut Case<'_>) {
    if !needs_pack(case.act) {
        return;
    }
    match (case.pack(), &case.act.common.pack) {
        (None, _) => case.impossible(Reason::NoPack, [("on", case.on.to_string())]),
        (Some(right), Some(named)) if right.id() != named.as_str() => case.impossible(
            Reason::OtherPack,
            [
                ("on", case.on.to_string()),
                ("pack", named.to_string()),
                ("right", right.id().to_string()),
            ],
        ),
        (Some(right), None) => case.impossible(
            Reason::OtherPack,
            [
                ("on", case.on.to_string()),
                ("pack", "–".to_owned()),
                ("right", right.id().to_string()),
            ],
        ),
        (Some(_), Some(_)) => {}
    }
}
