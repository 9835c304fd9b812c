//! What a crash can leave, at every byte, and what it cannot.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::ledger::{Expect, Kind, Store};
use bmnn_store::{Condition, FileStore, LEDGER, StoreError, TIP};
use common::{Office, Unsynced, verify, verify_folder};
use std::path::Path;
use std::sync::Arc;

/// A folder with three commits, its bytes, `tip` before the last commit, and
/// where that begins.
struct Written {
    dir: tempfile::TempDir,
    office: Office,
    bytes: Vec<u8>,
    tips: Vec<Vec<u8>>,
    ends: Vec<usize>,
}

fn written() -> Written {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, opening) = Office::opened();
    let mut store = FileStore::create_on(dir.path(), Arc::new(Unsynced)).unwrap();
    let commits = [opening, office.commit(2), office.commit(1)];
    let (mut tips, mut ends) = (vec![], vec![]);
    for commit in &commits {
        store.commit(commit).unwrap();
        tips.push(std::fs::read(dir.path().join(TIP)).unwrap());
        ends.push(store.end() as usize);
    }
    let bytes = std::fs::read(dir.path().join(LEDGER)).unwrap();
    Written {
        dir,
        office,
        bytes,
        tips,
        ends,
    }
}

fn open(dir: &Path) -> FileStore {
    FileStore::open_on(dir, Arc::new(Unsynced)).unwrap()
}

/// Puts a folder as a crash may have left it, and goes on from there.
fn recovers(written: &mut Written, bytes: &[u8], tip: &[u8], boundary: usize) {
    let dir = written.dir.path().to_owned();
    std::fs::write(dir.join(LEDGER), bytes).unwrap();
    std::fs::write(dir.join(TIP), tip).unwrap();
    let torn = bytes.get(boundary..).unwrap();

    // A reader sees an unfinished commit and keeps away from it.
    let reader = open(&dir);
    let at = boundary as u64;
    assert_eq!(reader.condition(), Condition::Unfinished { at });
    assert_eq!(reader.end(), at);
    // Not by the folder: that would wait for somebody to finish it.
    let report = verify(bytes, bmnn_store::Tip::parse(tip), Expect::default());
    assert_eq!(report.counts.keys().collect::<Vec<_>>(), [&Kind::TornTail]);

    let mut store = open(&dir);
    store.lock().unwrap();
    let [aside] = store.set_aside() else {
        panic!("{:?}", store.set_aside());
    };
    assert_eq!(std::fs::read(&aside.path).unwrap(), torn);
    assert_eq!(aside.digest, bmnn::ledger::sha256(&[torn]));
    let path = aside.path.clone();
    // A crash now loses nothing of this: the next opening still knows.
    drop(store);
    let mut store = open(&dir);
    store.lock().unwrap();
    assert_eq!(store.set_aside().len(), 1);
    written.office.catch_up(&store);
    let commit = written.office.recovery(&store);
    store.commit(&commit).unwrap();
    assert_eq!(store.set_aside(), []);
    assert!(verify_folder(&dir).holds());
    drop(store);
    let mut store = open(&dir);
    store.lock().unwrap();
    assert_eq!(store.set_aside(), []);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_commit_torn_at_any_byte_is_set_aside() {
    let mut written = written();
    let (bytes, tip, boundary) = (
        written.bytes.clone(),
        written.tips[1].clone(),
        written.ends[1],
    );
    for cut in boundary + 1..bytes.len() {
        recovers(&mut written, &bytes[..cut], &tip, boundary);
    }
}

#[test]
fn a_commit_with_lost_sectors_is_set_aside() {
    let mut written = written();
    let (bytes, tip, boundary) = (
        written.bytes.clone(),
        written.tips[1].clone(),
        written.ends[1],
    );
    for begin in (boundary..bytes.len()).step_by(16) {
        for length in [1, 64, 512] {
            let mut lost = bytes.clone();
            let end = (begin + length).min(lost.len());
            let changed = lost[begin..end].iter().any(|byte| *byte != 0);
            lost[begin..end].fill(0);
            // Without `tip`, the last commit is the one that may be torn.
            for tip in [&tip[..], b""].into_iter().filter(|_| changed) {
                recovers_quietly(&mut written, &lost, tip, boundary);
            }
        }
    }
}

/// As [`recovers`], where `tip` may be unreadable.
fn recovers_quietly(written: &mut Written, bytes: &[u8], tip: &[u8], boundary: usize) {
    if tip.is_empty() {
        let dir = written.dir.path();
        std::fs::write(dir.join(LEDGER), bytes).unwrap();
        std::fs::write(dir.join(TIP), tip).unwrap();
        let at = boundary as u64;
        assert_eq!(open(dir).condition(), Condition::Unfinished { at });
    } else {
        recovers(written, bytes, tip, boundary);
    }
}

#[test]
fn two_torn_tails_at_one_place_are_both_told_of() {
    let mut written = written();
    let dir = written.dir.path().to_owned();
    let boundary = written.ends[1];
    for cut in [boundary + 5, boundary + 50, boundary + 50] {
        std::fs::write(dir.join(LEDGER), &written.bytes[..cut]).unwrap();
        std::fs::write(dir.join(TIP), &written.tips[1]).unwrap();
        let mut store = open(&dir);
        store.lock().unwrap();
    }
    let mut store = open(&dir);
    store.lock().unwrap();
    let lengths: Vec<_> = store.set_aside().iter().map(|aside| aside.length).collect();
    assert_eq!(lengths, [5, 50]);
    written.office.catch_up(&store);
    let commit = written.office.recovery(&store);
    store.commit(&commit).unwrap();
    assert!(verify_folder(&dir).holds());
}

#[test]
fn what_was_acknowledged_is_not_taken_for_a_torn_tail() {
    let written = written();
    let dir = written.dir.path();
    let boundary = written.ends[1];
    std::fs::write(dir.join(TIP), &written.tips[2]).unwrap();
    for cut in 8..written.bytes.len() {
        if cut % 7 != 0 && cut != boundary {
            continue;
        }
        let rest = &written.bytes[..cut];
        std::fs::write(dir.join(LEDGER), rest).unwrap();
        let mut store = open(dir);
        let cut_off = matches!(
            store.condition(),
            Condition::Truncated { .. } | Condition::Damaged { .. }
        );
        assert!(cut_off, "{cut}: {:?}", store.condition());
        assert!(matches!(store.lock(), Err(StoreError::ReadOnly(_))));
        // Nothing was touched, and what is there can be read.
        assert_eq!(std::fs::read(dir.join(LEDGER)).unwrap(), rest);
        assert!(store.records(0).unwrap().all(|record| record.is_ok()));
        let report = verify_folder(dir);
        assert!(report.counts.contains_key(&Kind::Truncated), "{cut}");
    }
}

#[test]
fn damage_with_two_commits_behind_it_is_not_a_torn_tail() {
    let written = written();
    let dir = written.dir.path();
    for place in 8..written.ends[0] {
        let mut bytes = written.bytes.clone();
        bytes[place] ^= 0x40;
        std::fs::write(dir.join(LEDGER), &bytes).unwrap();
        std::fs::write(dir.join(TIP), "").unwrap();
        let mut store = open(dir);
        let damaged = matches!(store.condition(), Condition::Damaged { .. });
        assert!(damaged, "{place}: {:?}", store.condition());
        assert!(matches!(store.lock(), Err(StoreError::ReadOnly(_))));
        assert_eq!(std::fs::read(dir.join(LEDGER)).unwrap(), bytes);
    }
}

#[test]
fn a_tip_that_lags_or_is_lost_is_mended() {
    let mut written = written();
    let dir = written.dir.path().to_owned();
    let tips = [&written.tips[0][..], &written.tips[1], b"", b"nonsense\n"];
    for tip in tips.map(<[u8]>::to_vec) {
        std::fs::write(dir.join(TIP), &tip).unwrap();
        let mut store = open(&dir);
        assert_eq!(store.condition(), Condition::Sound);
        store.lock().unwrap();
        let size = written.office.chain.size();
        assert_eq!(store.tip().map(|tip| tip.size), Some(size));
        let mended = std::fs::read(dir.join(TIP)).unwrap();
        assert_eq!(&mended[..128], &written.tips[2][..], "{tip:?}");
        assert_eq!(std::fs::read(dir.join(LEDGER)).unwrap(), written.bytes);
    }
    std::fs::remove_file(dir.join(TIP)).unwrap();
    let mut store = open(&dir);
    store.lock().unwrap();
    assert_eq!(std::fs::read(dir.join(TIP)).unwrap(), written.tips[2]);
    // Another history behind the same length is no such thing.
    let mut other = written.tips[2].clone();
    other.copy_from_slice(
        &bmnn_store::Tip {
            root: bmnn::id::Bytes32([1; 32]),
            ..store.tip().unwrap()
        }
        .to_bytes(),
    );
    drop(store);
    std::fs::write(dir.join(TIP), &other).unwrap();
    let store = open(&dir);
    assert!(matches!(store.condition(), Condition::Truncated { .. }));
    written.office.catch_up(&store);
}
