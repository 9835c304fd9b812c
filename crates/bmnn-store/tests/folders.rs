//! Folders that are not what they should be get a clear sentence each, and
//! nothing in them is changed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn_store::{FileStore, LEDGER, StoreError, TIP};
use common::Office;
use std::path::Path;

fn opened(dir: &Path) -> FileStore {
    let (_, opening) = Office::opened();
    let mut store = FileStore::create(dir).unwrap();
    bmnn::ledger::Store::commit(&mut store, &opening).unwrap();
    store
}

#[test]
fn a_new_ledger_replaces_nothing() {
    for name in [LEDGER, TIP] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, "mine").unwrap();
        let refused = FileStore::create(dir.path());
        assert!(matches!(refused, Err(StoreError::Exists(there)) if there == path));
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
    // Nor does it appear over one that came in between.
    let dir = tempfile::tempdir().unwrap();
    let (_, opening) = Office::opened();
    let mut store = FileStore::create(dir.path()).unwrap();
    std::fs::write(dir.path().join(LEDGER), "mine").unwrap();
    assert!(bmnn::ledger::Store::commit(&mut store, &opening).is_err());
    assert_eq!(std::fs::read(dir.path().join(LEDGER)).unwrap(), b"mine");
}

#[test]
fn what_is_no_ledger_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let absent = FileStore::open(dir.path());
    assert!(matches!(absent, Err(StoreError::Absent(_))));
    for foreign in [&b""[..], b"BMNN", b"PK\x03\x04", b"BMNNLDG\n", b"bmnnldg1"] {
        std::fs::write(dir.path().join(LEDGER), foreign).unwrap();
        let opened = FileStore::open(dir.path());
        assert!(matches!(opened, Err(StoreError::Foreign(_))), "{foreign:?}");
    }
    std::fs::write(dir.path().join(LEDGER), b"BMNNLDG2....").unwrap();
    let future = FileStore::open(dir.path());
    assert!(matches!(
        future,
        Err(StoreError::FutureVersion { version: '2', .. })
    ));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn one_writes_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = opened(dir.path());
    let mut second = FileStore::open(dir.path()).unwrap();
    assert!(matches!(second.lock(), Err(StoreError::Locked)));
    let third = FileStore::create(&dir.path().join("other")).unwrap();
    assert!(matches!(
        FileStore::create(&dir.path().join("other")),
        Err(StoreError::Locked)
    ));
    drop(third);
    first.unlock();
    second.lock().unwrap();
    assert!(matches!(first.lock(), Err(StoreError::Locked)));
}

/// A disk on which nothing can be written.
struct ReadOnly;

impl bmnn_store::Disk for ReadOnly {
    fn open(
        &self,
        path: &Path,
        opening: bmnn_store::Opening,
    ) -> std::io::Result<Box<dyn bmnn_store::Medium>> {
        match opening {
            bmnn_store::Opening::Read => bmnn_store::LocalDisk.open(path, opening),
            _ => Err(std::io::ErrorKind::ReadOnlyFilesystem.into()),
        }
    }

    fn sync_folder(&self, _: &Path) -> std::io::Result<()> {
        Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
    }
}

#[test]
fn what_cannot_be_written_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    drop(opened(dir.path()));
    let mut store = FileStore::open_on(dir.path(), std::sync::Arc::new(ReadOnly)).unwrap();
    assert_eq!(store.condition(), bmnn_store::Condition::Sound);
    assert_eq!(bmnn::ledger::Store::records(&store, 0).unwrap().count(), 4);
    assert!(!store.is_writable());
    let Err(StoreError::Io { source, .. }) = store.lock() else {
        panic!("it was locked");
    };
    assert_eq!(source.kind(), std::io::ErrorKind::ReadOnlyFilesystem);
}
