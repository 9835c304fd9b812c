//! `cargo xtask bench`: the peers that are programs of their own, then the
//! benches.

use crate::run::cargo;
use crate::{judges, needs};

/// The rows whose peers are not built with the benches.
const OUTSIDE: [&str; 6] = [
    "append.durable.one.postgres",
    "append.durable.batch.postgres",
    "proof.make.go",
    "proof.check.go",
    "proof.make.pymerkle",
    "proof.check.pymerkle",
];

/// Builds the benches for speed and hands them every flag.
///
/// A peer that cannot be had is told at once, and fails its own rows in the end:
/// all others are measured.
pub(crate) fn run(flags: &[String]) -> Result<(), String> {
    let mut benches = cargo(["run", "--release", "--package", "bmnn-bench", "--"]).args(flags);
    let names: Vec<&String> = flags.iter().filter(|flag| !flag.starts_with('-')).collect();
    let wanted = |row: &&str| names.is_empty() || names.iter().any(|name| row.starts_with(*name));
    if OUTSIDE.iter().any(wanted) {
        if let Err(reason) = needs::meet("the benches", &needs::OF_PEERS) {
            eprintln!("xtask: {reason}");
        }
        match judges::ready() {
            Ok(python) => benches = benches.env("BMNN_JUDGES", python),
            Err(reason) => eprintln!("xtask: {reason}"),
        }
    }
    benches.checked()
}
