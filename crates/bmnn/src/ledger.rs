//! The ledger: acts, signed, in one order, that nobody can change unseen.
//!
//! ```text
//! act ─► statement ─► entry ─► leaf hash ─┬─► the next entry's `prev`
//! Map    COSE_Sign1   place,   SHA-256    └─► tree ─► root ─► checkpoint ─► proof
//!        tag 18       time                             signed by the ledger key
//! ```
//!
//! It knows no law: of an act it reads `act`, `id`, `by`, `seen`, `on`, and the
//! fields of `ledger.*`, `key.*` and `person.enrol` that decide who may sign.
//! It has no clock, no randomness and no file; a [`Store`] keeps the bytes.
//!
//! # The format
//!
//! Third parties implement it from the page [`format`](mod@format), in any
//! language. Each layout stands with its code as well:
//!
//! | what | where |
//! | --- | --- |
//! | the CBOR profile, one encoding for each value | [`cbor`] |
//! | statements and cosignatures, and what is signed | [`statement`] |
//! | entries and their links | [`entry`] |
//! | sealed fields and their commitments | [`sealed`] |
//! | the tree, inclusion and consistency | [`tree`] |
//! | checkpoints, as signed notes | [`checkpoint`] |
//! | a checkpoint with cosignatures of witnesses | [`note`], [`cosignature`] |
//! | verifier keys, as text | [`vkey`] |
//! | receipts, as `tlog-proof@v1` | [`proof`] |
//! | checkpoints copied by hand | [`short`] |
//! | that a later checkpoint only adds to an earlier one | [`consistency`] |
//! | COSE receipts, an export | [`receipt`] |
//! | slips: an entry on its way to another agency | [`slip`] |
//! | evidence that a ledger has two histories | [`fork`] |
//! | who signs what | [`chain`] |
//! | which keys there are and when they are valid | [`keyring`] |
//! | the file's records | the crate `bmnn-store` |
//!
//! A reader may skip records of the kinds 0x80 and above, and says so. A new
//! entry version changes an entry's first item; a new file format changes the
//! eighth byte of the file; new algorithms or a new threshold close the ledger
//! and open a successor.
//!
//! # Writing and reading
//!
//! ```
//! use bmnn::ledger::{Batch, Chain, PlainSigner, Scope, Signatures, Signer, Statement, Window};
//! use bmnn::value::{Map, Value};
//!
//! let (root, ledger) = (PlainSigner::from_seed(&[1; 32]), PlainSigner::from_seed(&[2; 32]));
//! let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
//! let open = Map::from_iter([
//!     ("act", Value::from("ledger.open")),
//!     ("id", bytes(&[0; 16])),
//!     ("on", "2026-03-02".into()),
//!     ("agency", "UBND tỉnh A".into()),
//!     ("roots", Value::Array(vec![bytes(&root.public_key().0)])),
//!     ("threshold", Value::Int(1)),
//!     ("ledger-key", bytes(&ledger.public_key().0)),
//! ]);
//! let statement = Statement::sign(&open, Scope::Opening, &root)?;
//!
//! // Written: examined, sealed with a checkpoint, then handed to a store.
//! let mut batch = Batch::new(&Chain::default(), Window::default());
//! batch.push(&statement, vec![], 1_772_416_800_000)?;
//! let commit = batch.seal(&ledger)?;
//!
//! // Read: the same judgement, from the bytes.
//! let mut chain = Chain::default();
//! for entry in commit.entries() {
//!     let examined = chain.examine(entry, &Window::default(), Signatures::Check)?;
//!     assert!(examined.findings().is_empty());
//!     chain.advance(&examined);
//! }
//! chain.close_commit(commit.note().as_bytes(), Signatures::Check).map_err(|f| f.to_string())?;
//! assert_eq!(&chain, commit.chain());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod bulk;
pub mod cbor;
pub mod chain;
pub mod checkpoint;
pub mod commit;
pub mod consistency;
pub mod cosignature;
pub mod entry;
pub mod finding;
pub mod fork;
#[doc = include_str!("ledger/format.md")]
pub mod format {}
mod judge;
pub mod key;
pub mod keyring;
mod lines;
pub mod note;
pub mod proof;
pub mod receipt;
pub mod sealed;
pub mod short;
pub mod slip;
pub mod statement;
pub mod store;
pub mod tree;
pub mod verify;
pub mod vkey;
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
