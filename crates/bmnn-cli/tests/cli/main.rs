//! The built command, driven as a person or a script drives it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;
mod conform;
mod export;
mod failures;
mod import;
mod keys;
mod prove;
mod second;
mod slips;
mod verbs;
mod verify;
mod witness;
