//! `sealed.erase`: values go, commitments stay.
//!
//! The law that was seen names nobody who may erase what the vault keeps, and
//! nothing that must: who decided is on record, and nothing more is asked.

use super::authority::known;
use super::case::Case;
use super::reasons::Reason;
use crate::act::SealedErase;
use crate::custody::{Deed, Erasure, StateError};

pub(super) fn erase(case: &mut Case<'_>, act: &SealedErase) -> Result<(), StateError> {
    known(case, "decision", &act.decision)?;
    for (index, target) in act.targets.iter().enumerate() {
        let place = |key: &str| format!("targets/{index}/{key}");
        // An act that was taken back has its sealed values still.
        let entry = place("entry");
        let Some(deed) = case.need::<Deed>(Reason::UnknownAct, "act", &entry, target.entry)? else {
            continue;
        };
        if !deed.sealed.contains(&target.field) {
            case.impossible(
                Reason::NotSealed,
                [
                    ("field", place("field")),
                    ("name", target.field.clone()),
                    ("act", deed.act),
                ],
            );
            continue;
        }
        let name = Erasure::named(&target.entry, &target.field);
        if let Some(before) = case.look::<Erasure>(&name)? {
            case.impossible(
                Reason::ErasedAlready,
                [
                    ("field", place("field")),
                    ("name", target.field.clone()),
                    ("entry", before.seq.to_string()),
                ],
            );
            continue;
        }
        let erasure = Erasure {
            act: target.entry,
            field: target.field.clone(),
            by: case.id,
            seq: case.recording.seq,
        };
        case.put(erasure);
    }
    Ok(())
}
