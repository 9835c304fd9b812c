//! A consistency proof: that the ledger only grew.

use bmnn::ledger::consistency::Consistency;

use super::{
    found::{Broken, Found},
    known::Known,
    words::{Unproven, proof_broken},
};

pub(super) fn check(bytes: &[u8], known: &Known) -> Found {
    let mut found = Found::new("consistency", &[Unproven::Contents]);
    let Ok(text) = std::str::from_utf8(bytes) else {
        found.breaks(Broken::not_text());
        return found;
    };
    let proof = match Consistency::parse(text) {
        Ok(proof) => proof,
        Err(fault) => {
            found.breaks(proof_broken(&fault));
            return found;
        }
    };
    found.fact("since", proof.old());
    known.check_note(proof.checkpoint(), proof.note(), &mut found);
    // The earlier checkpoint is what its holder believes; that it is signed
    // adds nothing once it is shown to begin one that is.
    match &known.since {
        None => found.lacks(Unproven::Earlier),
        Some(earlier) => {
            if let Err(fault) = proof.check_path(earlier) {
                found.breaks(proof_broken(&fault));
            }
        }
    }
    found
}
