//! The file as a writer leaves it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::ledger::{RecordKind, Store};
use bmnn_store::{Condition, FileStore, StoreError};
use common::Office;

#[test]
fn what_is_committed_is_there_at_the_next_opening() {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, opening) = Office::opened();
    let mut store = FileStore::create(dir.path()).unwrap();
    let mut places = store.commit(&opening).unwrap();
    let second = office.commit(5);
    places.extend(store.commit(&second).unwrap());
    store.unlock();

    let mut store = FileStore::open(dir.path()).unwrap();
    assert_eq!(store.condition(), Condition::Sound);
    assert_eq!(store.last(), office.chain.checkpoint().as_ref());
    let entries = opening.entries().iter().chain(second.entries());
    for (place, entry) in places.iter().zip(entries) {
        let record = store.read(*place).unwrap();
        assert_eq!((record.kind, &record.bytes), (RecordKind::Entry, entry));
    }
    let records: Vec<_> = store.records(0).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(records.len(), 8 + 2);
    assert_eq!(records.last().unwrap().next, store.end());

    let third = office.commit(1);
    assert!(matches!(store.commit(&third), Err(StoreError::NotLocked)));
    store.lock().unwrap();
    store.commit(&third).unwrap();
    assert!(matches!(
        store.commit(&third),
        Err(StoreError::Stale { .. })
    ));
}

/// Found by fuzzing: the verifier skipped it and the store could not open it.
#[test]
fn what_a_reader_skips_may_stand_before_the_first_entry() {
    let (mut office, opening) = Office::opened();
    let mut forgery = common::Forgery::new();
    forgery.record(0x80, b"of a later version");
    forgery.commit(&opening);
    forgery.record(0xFF, b"");
    forgery.commit(&office.commit(2));
    assert!(forgery.verify().holds());
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("ledger.bmnn"), &forgery.file).unwrap();
    let store = FileStore::open(dir.path()).unwrap();
    assert_eq!(store.condition(), Condition::Sound);
    assert_eq!(store.last(), Some(&forgery.as_checkpoint()));
    assert_eq!(store.end(), forgery.file.len() as u64);
}
