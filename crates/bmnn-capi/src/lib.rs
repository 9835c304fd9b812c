//! The C library: what `include/bmnn.h` declares.
//!
//! ```text
//! status   the numbers that calls return          version  which ABI, crate and format this is
//! error    what went wrong, as an object          guard    every call: panics caught, errors given
//! handle   opaque objects, told apart by tags     arg      pointers and lengths, checked before use
//! buf      bytes that the library allocates
//!
//! level · date · pack      the law's small questions
//! verify                   a ledger and its acts, checked
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

mod arg;
mod buf;
mod date;
mod error;
mod guard;
mod handle;
mod level;
mod pack;
mod status;
mod verify;
mod version;

pub use arg::BMNN_ZSTR;
pub use buf::*;
pub use date::*;
pub use error::*;
pub use level::*;
pub use pack::*;
pub use status::*;
pub use verify::*;
pub use version::*;
