//! The C library: what `include/bmnn.h` declares.
//!
//! ```text
//! status   the numbers that calls return          version  which ABI, crate and format this is
//! error    what went wrong, as an object          guard    every call: panics caught, errors given
//! handle   opaque objects, told apart by tags     arg      pointers and lengths, checked before use
//! buf      bytes that the library allocates        callback what the host's own functions answered
//!
//! level · copy · id         small values
//! date · part_date · time   days and hours
//! pack · law               rules as data, and what they say without a registry
//! verify · format          a ledger and its acts, checked; by its format alone
//! unlocked                 with the vault open
//!
//! cbor · sealed · key      what a ledger is made of, piece by piece, for those who
//! statement · entry · tree read and write one with a program of their own
//! checkpoint · note · receipt
//!
//! host · signer · ring     what a registry works with
//! hosted · service         functions of the program's own: clock, randomness, log
//! act                      an act put together key by key
//! registry · read · office acts put on record; what is asked of them; what is known
//! proof · slip · check     for outsiders: made by a registry, checked without one
//! inject                   panics on purpose, in no library that is shipped
//! desk · fault             one thread at a time; what the registry's errors are to C
//! ```
//!
//! Without the feature `sign` there are the law's questions, `verify` and `check`:
//! a library for those who only verify, with no code that signs.
//!
//! Nothing is decided here: each function checks its arguments, asks the Rust
//! library, and gives the answer a C shape. It is the only crate with unsafe
//! code.
#![allow(
    unsafe_code,
    reason = "pointers come from C; each is checked in `arg` and `handle`"
)]
#![allow(non_camel_case_types, reason = "the names are those of the C header")]
#![cfg_attr(
    not(feature = "sign"),
    allow(dead_code, reason = "some of what is shared is for what signs alone")
)]

#[cfg(panic = "abort")]
compile_error!("a panic is to become BMNN_E_PANIC: build with `panic = \"unwind\"`");

#[cfg(feature = "sign")]
mod act;
mod arg;
mod buf;
mod callback;
mod cbor;
mod check;
mod checkpoint;
mod copy;
mod date;
mod decide;
#[cfg(feature = "sign")]
mod desk;
mod entry;
mod error;
#[cfg(feature = "sign")]
mod export;
mod fault;
#[cfg(feature = "sign")]
mod fork;
mod format;
mod guard;
mod handle;
#[cfg(feature = "sign")]
mod host;
#[cfg(feature = "sign")]
mod hosted;
mod id;
#[cfg(feature = "sign")]
mod inject;
mod inspection;
mod json;
mod key;
#[rustfmt::skip] // Written, line by line, by `cargo xtask header`.
#[cfg(feature = "sign")]
mod layout;
mod law;
mod level;
mod note;
#[cfg(feature = "sign")]
mod office;
#[cfg(feature = "sign")]
mod opening;
mod pack;
mod part_date;
mod passphrase;
#[cfg(feature = "sign")]
mod proof;
#[cfg(feature = "sign")]
mod read;
mod receipt;
#[cfg(feature = "sign")]
mod registry;
mod report;
#[cfg(feature = "sign")]
mod ring;
#[cfg(feature = "sign")]
mod rotate;
mod sealed;
#[cfg(feature = "sign")]
mod service;
#[cfg(feature = "sign")]
mod signer;
#[cfg(feature = "sign")]
mod slip;
mod statement;
mod status;
mod term;
#[cfg(test)]
#[cfg(feature = "sign")]
mod tests;
mod time;
mod tree;
mod unlocked;
mod verify;
mod version;
#[cfg(feature = "sign")]
mod witness;

#[cfg(feature = "sign")]
pub use act::*;
pub use arg::BMNN_ZSTR;
pub use buf::*;
pub use cbor::*;
pub use check::*;
pub use checkpoint::*;
pub use copy::*;
pub use date::*;
pub use decide::*;
pub use entry::*;
pub use error::*;
#[cfg(feature = "sign")]
pub use export::*;
#[cfg(feature = "sign")]
pub use fork::*;
pub use format::*;
#[cfg(feature = "sign")]
pub use host::*;
pub use id::*;
pub use inspection::*;
pub use key::*;
pub use law::*;
pub use level::*;
pub use note::*;
#[cfg(feature = "sign")]
pub use office::*;
pub use pack::*;
pub use part_date::*;
#[cfg(feature = "sign")]
pub use proof::*;
#[cfg(feature = "sign")]
pub use read::*;
pub use receipt::*;
#[cfg(feature = "sign")]
pub use registry::*;
pub use report::*;
#[cfg(feature = "sign")]
pub use ring::*;
#[cfg(feature = "sign")]
pub use rotate::*;
pub use sealed::*;
#[cfg(feature = "sign")]
pub use service::*;
#[cfg(feature = "sign")]
pub use signer::*;
#[cfg(feature = "sign")]
pub use slip::*;
pub use statement::*;
pub use status::*;
pub use term::*;
pub use time::*;
pub use tree::*;
pub use unlocked::*;
pub use verify::*;
pub use version::*;
#[cfg(feature = "sign")]
pub use witness::*;
