//! The ledger: acts, signed, in one order, that nobody can change unseen.
//!
//! It knows no law: of an act it reads `act`, `id`, `by`, `seen`, `on`, and the
//! fields of `ledger.*`, `key.*` and `person.enrol` that decide who may sign.

pub mod cbor;
pub mod chain;
pub mod checkpoint;
pub mod commit;
pub mod entry;
pub mod finding;
mod judge;
pub mod key;
pub mod keyring;
pub mod proof;
pub mod sealed;
pub mod statement;
pub mod store;
pub mod tree;
pub mod verify;
pub mod window;

pub use chain::{Chain, Signatures};
pub use commit::{Batch, Commit};
pub use entry::Entry;
pub use finding::{Finding, Kind, Position, Severity};
pub use key::{PlainSigner, PublicKey, Role, Signer};
pub use statement::{Cosignature, Scope, Statement};
pub use store::{Record, RecordKind, Store};
pub use verify::{Expect, Report, Verifier};
pub use window::{History, Window};

use crate::id::Bytes32;
use sha2::{Digest, Sha256};

/// The SHA-256 of `parts`, one behind the other.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> Bytes32 {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part));
    Bytes32(hasher.finalize().into())
}
