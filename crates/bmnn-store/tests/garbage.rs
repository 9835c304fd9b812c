//! Bytes that nobody would write: the verifier says something about each, and
//! never panics.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::ledger::{Entry, Expect, Statement};
use common::{Office, record, verify};
use proptest::prelude::*;
use std::sync::OnceLock;

/// The records of a ledger that uses every rule.
fn records() -> &'static Vec<(u8, Vec<u8>)> {
    static RECORDS: OnceLock<Vec<(u8, Vec<u8>)>> = OnceLock::new();
    RECORDS.get_or_init(|| {
        let (mut office, opening) = Office::opened();
        let mut commits = vec![opening];
        commits.extend(office.busy_year());
        let of_commit = |commit: &bmnn::ledger::Commit| {
            let entries = commit.entries().iter().map(|entry| (1, entry.clone()));
            let note = (2, commit.note().as_bytes().to_vec());
            entries.chain([note]).collect::<Vec<_>>()
        };
        commits.iter().flat_map(of_commit).collect()
    })
}

fn file(records: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let framed = records
        .iter()
        .flat_map(|(kind, bytes)| record(*kind, bytes));
    b"BMNNLDG1".iter().copied().chain(framed).collect()
}

/// The entries among some records.
fn entries(records: &[(u8, Vec<u8>)]) -> Vec<&Vec<u8>> {
    let entries = records.iter().filter(|(kind, _)| *kind == 1);
    entries.map(|(_, bytes)| bytes).collect()
}

/// Two commits without the checkpoint between them are one commit: the same
/// entries under the same root.
#[test]
fn a_checkpoint_in_the_middle_may_be_gone() {
    let whole = verify(&file(records()), None, Expect::default());
    let last = records().len() - 1;
    let middle = (0..last).filter(|at| records()[*at].0 == 2);
    for at in middle {
        let mut changed = records().clone();
        changed.remove(at);
        let report = verify(&file(&changed), None, Expect::default());
        // Where the ledger key changed, the next checkpoint is a later key's.
        if report.holds() {
            assert_eq!((report.size, report.root), (whole.size, whole.root));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn random_bytes_do_not_hold(bytes in prop::collection::vec(any::<u8>(), 1..600)) {
        let bytes = [b"BMNNLDG1", &bytes[..]].concat();
        prop_assert!(!verify(&bytes, None, Expect::default()).holds());
    }

    #[test]
    fn random_records_do_not_hold(
        kinds in prop::collection::vec((0..6_u8, prop::collection::vec(any::<u8>(), 0..80)), 1..9),
    ) {
        prop_assert!(!verify(&file(&kinds), None, Expect::default()).holds());
    }

    /// Records left out, doubled or in another place, by someone who can do
    /// nothing else.
    #[test]
    fn another_order_does_not_hold(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3), 1..4),
    ) {
        let mut changed = records().clone();
        for (from, to, change) in changes {
            let (from, to) = (from.index(changed.len()), to.index(changed.len()));
            match change {
                0 => drop(changed.remove(from)),
                1 => {
                    let doubled = changed[from].clone();
                    changed.insert(to, doubled);
                }
                _ => changed.swap(from, to),
            }
        }
        // What holds tells the same story: the same entries in the same order, up
        // to a cut behind a checkpoint, which needs `tip`. A checkpoint in the
        // middle may be gone: nothing in the format counts commits.
        let report = verify(&file(&changed), None, Expect::default());
        prop_assert!(!report.holds() || entries(records()).starts_with(&entries(&changed)));
    }

    #[test]
    fn an_entry_that_is_taken_is_its_own_encoding(
        number in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    ) {
        let entries: Vec<_> = records().iter().filter(|(kind, _)| *kind == 1).collect();
        let (_, bytes) = entries[number.index(entries.len())];
        let mut bytes = bytes.clone();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok((entry, statement)) = Entry::decode(&bytes) {
            prop_assert_eq!(entry.encode(), bytes);
            prop_assert_eq!(statement.encode(), entry.statement.clone());
            prop_assert_eq!(Statement::decode(&entry.statement), Ok(statement));
        }
    }
}
