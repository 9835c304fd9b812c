//! The C library: what `include/bmnn.h` declares.
//!
//! ```text
//! status   the numbers that calls return          version  which ABI, crate and format this is
//! error    what went wrong, as an object          guard    every call: panics caught, errors given
//! handle   opaque objects, told apart by tags     arg      pointers and lengths, checked before use
//! buf      bytes that the library allocates        callback what the host's own functions answered
//!
//! level · date · copy       small values
//! pack · law               rules as data, and what they say without a registry
//! verify · format          a ledger and its acts, checked; by its format alone
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
mod check;
mod copy;
mod date;
#[cfg(feature = "sign")]
mod desk;
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
#[cfg(feature = "sign")]
mod inject;
mod json;
#[rustfmt::skip] // Written, line by line, by `cargo xtask header`.
#[cfg(feature = "sign")]
mod layout;
mod law;
mod level;
#[cfg(feature = "sign")]
mod office;
#[cfg(feature = "sign")]
mod opening;
mod pack;
#[cfg(feature = "sign")]
mod proof;
#[cfg(feature = "sign")]
mod read;
#[cfg(feature = "sign")]
mod registry;
#[cfg(feature = "sign")]
mod ring;
#[cfg(feature = "sign")]
mod rotate;
#[cfg(feature = "sign")]
mod service;
#[cfg(feature = "sign")]
mod signer;
#[cfg(feature = "sign")]
mod slip;
mod status;
#[cfg(test)]
#[cfg(feature = "sign")]
mod tests;
mod verify;
mod version;
#[cfg(feature = "sign")]
mod witness;

#[cfg(feature = "sign")]
pub use act::*;
pub use arg::BMNN_ZSTR;
pub use buf::*;
pub use check::*;
pub use copy::*;
pub use date::*;
pub use error::*;
#[cfg(feature = "sign")]
pub use export::*;
#[cfg(feature = "sign")]
pub use fork::*;
pub use format::*;
#[cfg(feature = "sign")]
pub use host::*;
pub use law::*;
pub use level::*;
#[cfg(feature = "sign")]
pub use office::*;
pub use pack::*;
#[cfg(feature = "sign")]
pub use proof::*;
#[cfg(feature = "sign")]
pub use read::*;
#[cfg(feature = "sign")]
pub use registry::*;
#[cfg(feature = "sign")]
pub use ring::*;
#[cfg(feature = "sign")]
pub use rotate::*;
#[cfg(feature = "sign")]
pub use service::*;
#[cfg(feature = "sign")]
pub use signer::*;
#[cfg(feature = "sign")]
pub use slip::*;
pub use status::*;
pub use verify::*;
pub use version::*;
#[cfg(feature = "sign")]
pub use witness::*;
