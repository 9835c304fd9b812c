//! Another ledger key in place of the one in force.

use crate::buf::bmnn_buf;
use crate::date::{self, bmnn_date};
use crate::error::bmnn_error;
use crate::guard::answer;
use crate::handle::{give, lent};
use crate::registry::{bmnn_registry, signers, tell};
use crate::signer::{Shared, bmnn_signer};
use crate::status::bmnn_status;
use ::bmnn_registry::Rotation;
use bmnn::ledger::Signer;

/// There is no compromise that a key's successor tells of.
pub const BMNN_NOT_COMPROMISED: u64 = u64::MAX;

/// Enrols `successor` as the ledger key, signed by `roots` (as many as the
/// registry's threshold wants), and goes on with it: the checkpoint over the
/// enrolment is the first that it signs, and bmnn_registry_open wants it from
/// then on. `on` is the legal date, 0 for the day of the host's clock. After a
/// compromise, `since` is the position from which on checkpoints of the key
/// before are doubtful; else BMNN_NOT_COMPROMISED.
///
/// `*out` becomes what bmnn_registry_perform gives.
///
/// Ownership: everything given is lent; the caller owns `*out`, freed with bmnn_buf_free, and `*err`.
/// NULL: `err` may be NULL.
/// Thread: any; calls on one registry come one after the other.
/// Errors: BMNN_E_KEY without a root, BMNN_E_DATE if `on` is no date, BMNN_E_REFUSED with article and reasons, BMNN_E_CLOCK, BMNN_E_CLOSED, BMNN_E_CALLBACK with what a function of the host's answered, BMNN_E_CANCELLED if that was it, BMNN_E_STATE, BMNN_E_LOCKED, BMNN_E_REENTRANT, BMNN_E_PACK, BMNN_E_VAULT, BMNN_E_RANDOM, BMNN_E_IO, BMNN_E_DAMAGED, BMNN_E_NULL, BMNN_E_LENGTH, BMNN_E_HANDLE: nothing was written then, and the key before stays. BMNN_E_POISONED if the registry is to be opened anew, which tells which key is in force. `*out` is NULL.
/// Since: 1.0
///
/// # Safety
///
/// As bmnn_registry_create.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bmnn_registry_rotate_ledger_key(
    registry: *mut bmnn_registry,
    successor: *const bmnn_signer,
    roots: *const *const bmnn_signer,
    root_count: usize,
    on: bmnn_date,
    since: u64,
    out: *mut *mut bmnn_buf,
    err: *mut *mut bmnn_error,
) -> bmnn_status {
    // SAFETY: the caller's word, here and below.
    unsafe {
        answer(out, std::ptr::null_mut(), err, || {
            let desk = lent(registry.cast_const())?;
            let successor: &Shared = lent(successor)?;
            let roots = signers("roots", roots, root_count)?;
            let roots: Vec<&dyn Signer> = roots.iter().map(|root| root as &dyn Signer).collect();
            let rotation = Rotation {
                on: match on {
                    0 => None,
                    on => Some(date::date("on", on)?),
                },
                since: (since != BMNN_NOT_COMPROMISED).then_some(since),
            };
            let successor = Box::new(successor.clone());
            desk.work(|registry| {
                let done = registry.rotate_ledger_key(successor, rotation, &roots)?;
                tell(registry.log(), &done);
                Ok(give(bmnn_json::performed(&done).to_string().into()))
            })
        })
    }
}
