//! The C library: what `include/bmnn.h` declares.
//!
//! ```text
//! status   the numbers that calls return          version  which ABI, crate and format this is
//! error    what went wrong, as an object          guard    every call: panics caught, errors given
//! handle   opaque objects, told apart by tags     arg      pointers and lengths, checked before use
//! buf      bytes that the library allocates        callback what the host's own functions answered
//!
//! level · date · pack      the law's small questions
//! verify                   a ledger and its acts, checked
//!
//! host · signer · ring     what a registry works with
//! hosted · service         functions of the program's own: clock, randomness, log
//! act                      an act put together key by key
//! registry · read          acts put on record; what is asked of them
//! proof · slip             for outsiders: made by a registry, checked without one
//! desk · fault             one thread at a time; what the registry's errors are to C
//! ```
//!
//! Nothing is decided here: each function checks its arguments, asks the Rust
//! library, and gives the answer a C shape. It is the only crate with unsafe
//! code.
#![allow(
    unsafe_code,
    reason = "pointers come from C; each is checked in `arg` and `handle`"
)]
#![allow(non_camel_case_types, reason = "the names are those of the C header")]

#[cfg(panic = "abort")]
compile_error!("a panic is to become BMNN_E_PANIC: build with `panic = \"unwind\"`");

mod act;
mod arg;
mod buf;
mod callback;
mod date;
mod desk;
mod error;
mod fault;
mod guard;
mod handle;
mod host;
mod hosted;
#[rustfmt::skip] // Written, line by line, by `cargo xtask header`.
mod layout;
mod level;
mod pack;
mod proof;
mod read;
mod registry;
mod ring;
mod service;
mod signer;
mod slip;
mod status;
#[cfg(test)]
mod tests;
mod verify;
mod version;

pub use act::*;
pub use arg::BMNN_ZSTR;
pub use buf::*;
pub use date::*;
pub use error::*;
pub use host::*;
pub use level::*;
pub use pack::*;
pub use proof::*;
pub use read::*;
pub use registry::*;
pub use ring::*;
pub use service::*;
pub use signer::*;
pub use slip::*;
pub use status::*;
pub use verify::*;
pub use version::*;
