//! What the command `bmnn` reads that is no ledger, for whoever wants to read
//! it without the command: old registers.
#![forbid(unsafe_code)]

pub mod old_book;
