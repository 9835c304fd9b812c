//! A disk that fails, at every call in turn: nothing acknowledged is lost, and
//! what is there afterwards is a ledger that holds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::ledger::Store;
use bmnn_store::{Disk, FileStore, Medium, Opening, StoreError};
use common::{Office, Unsynced, verify_folder};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The call says so and does nothing.
    Error(io::ErrorKind),
    /// A write writes half and says so; other calls succeed.
    Half,
    /// A write writes half and then fails; a sync fails.
    HalfThenError,
}

/// A disk whose call number `at` fails; later ones too, if it is to stay bad.
struct Failing {
    at: usize,
    fault: Fault,
    stays: bool,
    calls: Arc<AtomicUsize>,
}

struct FailingFile {
    file: Box<dyn Medium>,
    at: usize,
    fault: Fault,
    stays: bool,
    calls: Arc<AtomicUsize>,
}

impl Disk for Failing {
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Medium>> {
        Ok(Box::new(FailingFile {
            file: Unsynced.open(path, opening)?,
            at: self.at,
            fault: self.fault,
            stays: self.stays,
            calls: self.calls.clone(),
        }))
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        let call = self.calls.fetch_add(1, Relaxed);
        let fails = call == self.at || (self.stays && call > self.at);
        match self.fault {
            Fault::Error(kind) if fails => Err(kind.into()),
            _ => Ok(()),
        }
    }
}

impl FailingFile {
    fn turn(&self) -> Option<Fault> {
        let call = self.calls.fetch_add(1, Relaxed);
        let fails = call == self.at || (self.stays && call > self.at);
        fails.then_some(self.fault)
    }

    fn fails(&self) -> io::Result<()> {
        match self.turn() {
            None | Some(Fault::Half) => Ok(()),
            Some(Fault::Error(kind)) => Err(kind.into()),
            Some(Fault::HalfThenError) => Err(io::Error::from_raw_os_error(5)),
        }
    }
}

impl Medium for FailingFile {
    fn len(&self) -> io::Result<u64> {
        self.fails()?;
        self.file.len()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.fails()?;
        self.file.read_at(buffer, offset)
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let half = &bytes[..bytes.len() / 2];
        match self.turn() {
            None => self.file.write_at(bytes, offset),
            Some(Fault::Half) => self.file.write_at(half, offset),
            Some(Fault::Error(kind)) => Err(kind.into()),
            Some(Fault::HalfThenError) => {
                self.file.write_at(half, offset)?;
                Err(io::Error::from_raw_os_error(5))
            }
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.fails()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.fails()?;
        self.file.truncate(length)
    }
}

/// Opens, locks and commits three times on a failing disk, going on after
/// whatever can be gone on after; says how many calls there were.
fn survives(fault: Fault, at: usize, stays: bool) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, opening) = Office::opened();
    let mut store = FileStore::create_on(dir.path(), Arc::new(Unsynced)).unwrap();
    store.commit(&opening).unwrap();
    // A commit that `tip` does not tell of.
    let before = std::fs::read(dir.path().join("tip")).unwrap();
    store.commit(&office.commit(1)).unwrap();
    std::fs::write(dir.path().join("tip"), before).unwrap();
    drop(store);
    let mut acknowledged = office.chain.checkpoint().unwrap();

    let calls = Arc::new(AtomicUsize::new(0));
    let disk = Failing {
        at,
        fault,
        stays,
        calls: calls.clone(),
    };
    if let Ok(mut store) = FileStore::open_on(dir.path(), Arc::new(disk)) {
        for _ in 0..3 {
            if store.lock().is_err() {
                continue;
            }
            if store.last() != office.chain.checkpoint().as_ref() {
                office.catch_up(&store);
            }
            let chain = office.chain.clone();
            let window = office.window.clone();
            let commit = office.commit(2);
            match store.commit(&commit) {
                Ok(_) => acknowledged = office.chain.checkpoint().unwrap(),
                Err(fault) => {
                    (office.chain, office.window) = (chain, window);
                    let short = matches!(fault, StoreError::ShortWrite { .. });
                    let next = office.clone_commit(1);
                    let again = store.commit(&next);
                    // A poisoned writer writes nothing; a short one may.
                    assert_eq!(matches!(again, Err(StoreError::Poisoned)), !short);
                    if again.is_ok() {
                        office.take(&next);
                        acknowledged = office.chain.checkpoint().unwrap();
                    }
                }
            }
        }
    }

    // The disk is good again.
    let mut store = FileStore::open_on(dir.path(), Arc::new(Unsynced)).unwrap();
    store.lock().unwrap();
    office.catch_up(&store);
    assert!(office.chain.size() >= acknowledged.size);
    if office.chain.size() == acknowledged.size {
        assert_eq!(office.chain.checkpoint(), Some(acknowledged));
    }
    let commit = office.recovery(&store);
    store.commit(&commit).unwrap();
    let report = verify_folder(dir.path());
    assert!(report.holds(), "{:?}", report.findings);
    calls.load(Relaxed)
}

impl Office {
    /// A commit that the office does not go on behind.
    fn clone_commit(&mut self, count: usize) -> bmnn::ledger::Commit {
        let mut batch = self.batch();
        for _ in 0..count {
            let act = self.note();
            self.push(&mut batch, act);
        }
        batch.seal(&self.ledger).unwrap()
    }
}

#[test]
fn every_call_may_fail() {
    let faults = [
        Fault::Half,
        Fault::HalfThenError,
        Fault::Error(io::ErrorKind::StorageFull),
        Fault::Error(io::ErrorKind::ReadOnlyFilesystem),
    ];
    for fault in faults {
        for stays in [false, true] {
            let calls = survives(fault, usize::MAX, stays);
            assert!(calls > 20);
            for at in 0..calls {
                survives(fault, at, stays);
            }
        }
    }
}

#[test]
fn a_new_ledger_appears_whole_or_not_at_all() {
    for fault in [
        Fault::Half,
        Fault::HalfThenError,
        Fault::Error(io::ErrorKind::StorageFull),
    ] {
        for at in 0..6 {
            let dir = tempfile::tempdir().unwrap();
            let (_, opening) = Office::opened();
            let disk = Failing {
                at,
                fault,
                stays: true,
                calls: Arc::default(),
            };
            let mut store = FileStore::create_on(dir.path(), Arc::new(disk)).unwrap();
            let written = store.commit(&opening);
            drop(store);
            let opened = FileStore::open_on(dir.path(), Arc::new(Unsynced));
            match opened {
                // Where only the folder's own sync failed, it is there unacknowledged.
                Ok(store) => assert_eq!(store.last().unwrap().size, 3),
                Err(absent) => {
                    assert!(matches!(absent, StoreError::Absent(_)) && written.is_err());
                    // It can be tried again.
                    let disk = Arc::new(Unsynced);
                    let mut store = FileStore::create_on(dir.path(), disk).unwrap();
                    store.commit(&opening).unwrap();
                }
            }
            assert!(verify_folder(dir.path()).holds());
        }
    }
}

#[test]
fn a_full_disk_is_named_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let (_, opening) = Office::opened();
    let disk = Failing {
        at: 0,
        fault: Fault::Error(io::ErrorKind::StorageFull),
        stays: true,
        calls: Arc::default(),
    };
    let mut store = FileStore::create_on(dir.path(), Arc::new(disk)).unwrap();
    let said = store.commit(&opening).unwrap_err().to_string();
    assert!(said.starts_with("the disk is full"), "{said}");
}
