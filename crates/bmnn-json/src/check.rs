//! A proof that came from elsewhere, checked without the ledger.
//!
//! One file a kind of proof, in `check/`; what bytes are, their beginning tells.

mod consistency;
mod fork;
mod found;
mod inclusion;
mod known;
mod receipt;
mod slip;
mod words;

pub use found::{Broken, Found};
pub use known::{Key, Known, checkpoint_in};
pub use words::Unproven;

use bmnn::ledger::fork::Evidence;
use bmnn::ledger::slip::Slip;

/// What a proof is.
enum Form {
    /// That an entry is in the ledger, as text.
    Inclusion,
    /// That the ledger only grew, as text.
    Consistency,
    /// Either of the two, as COSE.
    CoseReceipt,
    /// An entry on its way to another agency.
    Slip,
    /// That a ledger has two histories.
    Fork,
}

impl Form {
    /// What a proof is by its beginning.
    fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |start: &[u8]| bytes.starts_with(start);
        match () {
            () if begins(b"c2sp.org/tlog-proof@") => Some(Self::Inclusion),
            () if begins(b"old ") => Some(Self::Consistency),
            () if begins(&[0xD2, 0x84]) => Some(Self::CoseReceipt),
            () if Slip::begins(bytes) => Some(Self::Slip),
            () if Evidence::begins(bytes) => Some(Self::Fork),
            () => None,
        }
    }
}

/// Whether a proof holds, and what it does not prove: a tlog-proof, a
/// consistency proof, a COSE receipt, a slip or evidence of a fork. Nothing, if
/// it is none of these.
#[must_use]
pub fn check(bytes: &[u8], known: &Known) -> Option<Found> {
    Some(match Form::of(bytes)? {
        Form::Inclusion => inclusion::check(bytes, known),
        Form::Consistency => consistency::check(bytes, known),
        Form::CoseReceipt => receipt::check(bytes, known),
        Form::Slip => slip::check(bytes, known),
        Form::Fork => fork::check(bytes, known),
    })
}
