//! What keys are enrolled and revoked with. Whether a key may be, and who signs
//! that, the ledger itself judges.

use super::case::Case;
use super::common::{missing, not_wanted};
use crate::act::{KeyEnrol, KeyRevoke, KeyRole, RevokeReason};
use crate::custody::StateError;

/// An actor's key is a person's, a witness's has a name, and only the
/// successor of a ledger key says from where on that one is doubtful.
pub(super) fn enrol(case: &mut Case<'_>, act: &KeyEnrol) -> Result<(), StateError> {
    let role = act.role.as_str();
    let fields = [
        ("person", act.person.is_some(), act.role == KeyRole::Actor),
        ("name", act.name.is_some(), act.role == KeyRole::Witness),
    ];
    for (field, there, wanted) in fields {
        match (there, wanted) {
            (false, true) => missing(case, field, role),
            (true, false) => not_wanted(case, field, role),
            _ => {}
        }
    }
    if act.since.is_some() && act.role != KeyRole::Ledger {
        not_wanted(case, "since", role);
    }
    Ok(())
}

/// From where on a key is doubtful is said of a compromised one alone, and
/// always of that.
pub(super) fn revoke(case: &mut Case<'_>, act: &KeyRevoke) -> Result<(), StateError> {
    let reason = act.reason.as_str();
    match (act.since.is_some(), act.reason == RevokeReason::Compromised) {
        (false, true) => missing(case, "since", reason),
        (true, false) => not_wanted(case, "since", reason),
        _ => {}
    }
    Ok(())
}
