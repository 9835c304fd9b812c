//! What must hold for any input whatever, as functions that panic where it
//! does not.
//!
//! ```text
//! corpus/<law>/*  ─┬─► cargo test -p bmnn-fuzz     every law over its corpus, and a bounded number
//!                  │                               of changed and random inputs, on any toolchain
//!                  └─► cargo xtask fuzz            the same laws under libFuzzer: coverage, the
//!                      libfuzzer/targets/<law>.rs  address sanitizer, limits of memory and time
//! ```
//!
//! Each law asserts more than that nothing crashes: one encoding, a round trip,
//! a proof that holds for one leaf alone, an index that equals a replay. What a
//! run finds becomes a row of a test beside the code that was wrong.
#![forbid(unsafe_code)]

pub mod act;
pub mod cbor;
pub mod checkpoint;
pub mod entry;
pub mod file;
pub mod level;
pub mod old_book;
pub mod pack;
pub mod proof;
pub mod registry;
pub mod slip;
pub mod statement;
pub mod words;

use bmnn::id::Bytes32;
use bmnn::ledger::PlainSigner;

/// A law, and the folder of its corpus.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// The name of its target and of its corpus.
    pub name: &'static str,
    /// Panics where the law does not hold for these bytes.
    pub check: fn(&[u8]),
    /// What one check costs: how many inputs a test that is to be done in
    /// seconds tries.
    pub tries: u32,
}

/// Every law, cheapest subject first.
pub const LAWS: &[Law] = &[
    law("level", level::law, 4096),
    law("words", words::law, 4096),
    law("cbor", cbor::law, 4096),
    law("statement", statement::law, 1024),
    law("entry", entry::law, 512),
    law("checkpoint", checkpoint::law, 1024),
    law("proof", proof::law, 2048),
    law("inclusion", proof::inclusion_law, 24),
    law("growth", proof::growth_law, 24),
    law("note", slip::note_law, 1024),
    law("slip", slip::law, 512),
    law("slip_change", slip::change_law, 48),
    law("file", file::law, 512),
    law("records", file::records_law, 256),
    law("mutation", file::mutation_law, 64),
    law("act_json", act::json_law, 512),
    law("act_map", act::map_law, 512),
    law("pack", pack::law, 64),
    law("old_book", old_book::law, 512),
    law("registry", registry::law, 4),
];

const fn law(name: &'static str, check: fn(&[u8]), tries: u32) -> Law {
    Law { name, check, tries }
}

/// A signer of these laws' own, whom no input can know.
fn signer(number: u8) -> &'static PlainSigner {
    use std::sync::OnceLock;
    static SIGNERS: [OnceLock<PlainSigner>; 4] = [const { OnceLock::new() }; 4];
    let place = usize::from(number) % SIGNERS.len();
    let made = || PlainSigner::from_seed(&[0xF0 | number; 32]);
    SIGNERS.get(place).map_or_else(
        // The place is within the array.
        || unreachable!("a remainder is less than its divisor"),
        |signer| signer.get_or_init(made),
    )
}

/// Thirty-two bytes that are all alike.
fn bytes32(byte: u8) -> Bytes32 {
    Bytes32([byte; 32])
}
