#![forbid(unsafe_code)]
//! Stub.

mod disk;
pub mod keys;
pub mod vault;
