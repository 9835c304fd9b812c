//! The office at work: acts performed and put on record, and what follows from
//! them kept at hand.
//!
//! ```text
//! van-thu/
//!   ledger.bmnn    the evidence: append-only, signed, self-contained
//!   vault.db       sealed values: encrypted, erasable
//!   index.db       follows from the ledger; delete it and it is rebuilt
//!   packs/         the texts of the adopted packs, by their digests
//!   keys/          the key ring
//!   tip  lock      the last acknowledged size; who writes
//! ```
//!
//! [`Registry::perform`] takes an act from draft to entry: it is decided under
//! the pack of its day, sealed, signed, committed, and only then answered.
//! Reading asks the index, never the whole ledger.
#![forbid(unsafe_code)]

pub mod backup;
mod careful;
mod commit;
mod disk;
mod draft;
mod entered;
mod error;
pub mod export;
mod fork;
pub mod host;
mod index;
pub mod keys;
mod opening;
pub mod packs;
mod perform;
mod prove;
mod read;
mod registry;
mod replay;
mod rotation;
pub mod slip;
pub mod vault;
pub mod verify;
pub mod witness;

pub use draft::Draft;
pub use entered::Entered;
pub use error::{Failure, OpenError, PerformError, ReadError};
pub use host::Host;
pub use index::IndexError;
pub use opening::{Clerk, Opening};
pub use perform::Performed;
pub use read::{DocumentSheet, Match, OpenDuty, SealedField};
pub use registry::{INDEX, Imported, Registry, VAULT};
pub use replay::Progress;
pub use rotation::Rotation;
pub use slip::{Follows, ReadSlip, SlipFailure};
pub use vault::VaultKey;

/// The Rust example of the README, run as printed.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ReadmeExample;
