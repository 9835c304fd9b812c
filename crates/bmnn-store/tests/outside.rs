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
use common::{Office, judge};
use std::path::Path;

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

#[test]
fn the_outside_verifier_finds_what_we_find() {
    let (mut office, opening) = Office::opened();
    let mut commits = vec![opening];
    commits.extend(office.busy_year());
    let records: Vec<(u8, Vec<u8>)> = commits
        .iter()
        .flat_map(|commit| {
            let entries = commit.entries().iter().map(|entry| (1, entry.clone()));
            entries.chain([(2, commit.note().as_bytes().to_vec())])
        })
        .collect();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(LEDGER);
    // Bits flipped by someone who mends the checksums.
    for round in 0..24_usize {
        let mut bent = records.clone();
        let (_, bytes) = &mut bent[round * 31 % records.len()];
        let bit = round * 7919 % (bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let mut file = b"BMNNLDG1".to_vec();
        for (kind, bytes) in &bent {
            file.extend(common::record(*kind, bytes));
        }
        std::fs::write(&path, &file).unwrap();
        let ours = common::verify(&file, None, bmnn::ledger::Expect::default());
        let (holds, said) = judge(&path);
        assert!(!ours.holds() && !holds, "round {round}");
        // Both find the first fault at the same place, and of the same kind;
        // in which order an entry's findings are told is each one's own.
        let (kind, position) = common::errors(&ours)[0];
        let (_, first) = said.split_once(" at ").unwrap();
        let first = first.split(": ").next().unwrap();
        assert!(
            first == position.to_string() && said.contains(&format!("{kind} at {first}: ")),
            "{kind} at {position}: {said}"
        );
        assert!(
            said.ends_with(&format!("{} {}\n", ours.size, ours.root)),
            "{said}"
        );
    }
}

/// A ledger of format version 1, as it was once written. Every later version
/// of this library reads it, and this one writes it to the byte.
#[test]
fn the_kept_ledger_of_format_version_1_still_reads() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledgers/v1.bmnn");
    let (mut office, opening) = Office::opened();
    let mut file = common::Forgery::new();
    file.commit(&opening);
    office
        .busy_year()
        .iter()
        .for_each(|commit| file.commit(commit));
    if std::env::var_os("BMNN_KEEP_LEDGER").is_some() {
        std::fs::write(&kept, &file.file).unwrap();
    }
    let bytes = std::fs::read(&kept).unwrap();
    assert!(bytes == file.file);
    let report = common::verify(&bytes, None, bmnn::ledger::Expect::default());
    assert!(report.holds());
    assert_eq!(
        (report.size, report.root),
        (office.chain.size(), office.chain.root())
    );
    assert!(judge(&kept).0);
}
