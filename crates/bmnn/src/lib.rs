//! State secrets of Vietnam (bí mật nhà nước): levels, marks, copies, terms,
//! custody, and the ledger that proves them.
//!
//! The core has no I/O, no clock and no randomness of its own: time, storage
//! and salts are arguments, so that every decision can be replayed.
#![forbid(unsafe_code)]

pub mod act;
pub mod cite;
pub mod copy;
pub mod custody;
pub mod date;
pub mod decide;
pub mod id;
pub mod ledger;
pub mod level;
pub mod mark;
pub mod pack;
pub mod status;
pub mod term;
pub mod until;
pub mod value;
