//! A verifier that was written from the format page alone, in another
//! language, is the judge of what we write.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::ledger::Store;
use bmnn_store::{FileStore, LEDGER};
use common::Office;
use std::path::Path;
use std::process::Command;

/// Runs the outside verifier: whether the ledger holds, and what it printed.
fn judge(ledger: &Path) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outside/verify.py");
    let output = Command::new("/usr/bin/python3")
        .arg("-B")
        .arg(script)
        .arg(ledger)
        .output()
        .expect("the outside verifier needs Debian's `python3`: apt-get install python3");
    let said = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => (true, said),
        Some(1) if complaint.is_empty() => (false, said),
        _ => panic!(
            "the outside verifier could not run; it needs Debian's `python3-cryptography` \
             (apt-get install python3-cryptography): {complaint}"
        ),
    }
}

#[test]
fn the_outside_verifier_accepts_what_we_write_and_recomputes_the_root() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, opening) = Office::opened();
    let mut store = FileStore::create(dir.path()).unwrap();
    store.commit(&opening).unwrap();
    for commit in office.busy_year() {
        store.commit(&commit).unwrap();
    }
    let ledger = dir.path().join(LEDGER);
    let (size, root) = (office.chain.size(), office.chain.root());
    assert_eq!(judge(&ledger), (true, format!("{size} {root}\n")));

    let mut bytes = std::fs::read(&ledger).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&ledger, &bytes).unwrap();
    let (holds, said) = judge(&ledger);
    assert!(!holds && said.contains("Damaged"), "{said}");
}
