//! `witness.note`: what another agency's ledger was seen to hold.
//!
//! The model compares texts and sizes alone. Who writes the act checks the
//! note's signature, and that it continues what was noted before; a
//! verification compares the roots.

use super::case::Case;
use super::reasons::Reason;
use crate::act::WitnessNote;
use crate::custody::{Kind, Noted, Party, Query, StateError};

pub(super) fn note(case: &mut Case<'_>, act: &WitnessNote) -> Result<(), StateError> {
    let ledger = act.ledger.to_string();
    let mut lines = act.checkpoint.lines();
    if lines.next().and_then(|line| line.strip_prefix("bmnn/")) != Some(ledger.as_str()) {
        case.impossible(Reason::NoteOfOther, [("ledger", ledger.clone())]);
    }
    // The form of the field gives the size one spelling.
    let size: u64 = lines.next().and_then(|line| line.parse().ok()).unwrap_or(0);
    if let Some(before) = case.find::<Noted>(act.ledger)?
        && before.size > size
    {
        case.impossible(
            Reason::NoteGoesBack,
            [
                ("ledger", ledger.clone()),
                ("size", size.to_string()),
                ("noted", before.size.to_string()),
            ],
        );
    }
    let parties: Vec<Party> = case.select(&Query::All(Kind::Party))?;
    let of_party = |party: &Party| party.ledger == Some(act.ledger);
    if !parties.iter().any(of_party) {
        case.warn(Reason::NoteOfStranger, [("ledger", ledger)]);
    }
    case.put(Noted {
        ledger: act.ledger,
        size,
        checkpoint: act.checkpoint.clone(),
        act: case.id,
    });
    Ok(())
}
