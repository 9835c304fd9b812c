//! Writers that are killed, and writers that come in crowds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::ledger::{Expect, Store};
use bmnn_store::{FileStore, LEDGER, StoreError};
use common::{Office, verify, verify_folder};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "BMNN_TEST_FOLDER";

/// Locks, catches up, commits, tells of it, until somebody kills it.
fn write_on(dir: &Path) -> ! {
    let mut store = FileStore::open(dir).unwrap();
    let (mut office, _) = Office::new(1);
    let mut out = std::io::stdout().lock();
    loop {
        store.lock().unwrap();
        if store.last() != office.chain.checkpoint().as_ref() {
            office.catch_up(&store);
            office.acts = office.chain.size();
        }
        let commit = office.recovery(&store);
        store.commit(&commit).unwrap();
        store.unlock();
        writeln!(out, "acknowledged {} {}", commit.size(), commit.root()).unwrap();
    }
}

#[test]
fn a_killed_writer_loses_nothing_acknowledged() {
    if let Some(dir) = std::env::var_os(FOLDER) {
        write_on(Path::new(&dir));
    }
    let dir = tempfile::tempdir().unwrap();
    let (_, opening) = Office::opened();
    let mut store = FileStore::create(dir.path()).unwrap();
    store.commit(&opening).unwrap();
    drop(store);
    for round in 0..12 {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "a_killed_writer_loses_nothing_acknowledged",
                "--nocapture",
            ])
            .env(FOLDER, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        // Once it is writing, let it write for a while; then SIGKILL.
        let started = lines.find(|line| is_word(line.as_ref().unwrap()));
        std::thread::sleep(Duration::from_millis(3 + 7 * round));
        writer.kill().unwrap();
        writer.wait().unwrap();
        // A last line that was cut short is no acknowledgement.
        let said: Vec<String> = started
            .into_iter()
            .chain(lines)
            .map(Result::unwrap)
            .collect();
        let last = said.iter().rev().find(|line| is_word(line)).unwrap();
        let words: Vec<&str> = last.split(' ').collect();
        let (size, root) = (words[1].parse().unwrap(), words[2].parse().unwrap());
        let bytes = std::fs::read(dir.path().join(LEDGER)).unwrap();
        let expect = Expect {
            acknowledged: Some((size, root)),
            ..Expect::default()
        };
        let report = verify(&bytes, None, expect);
        assert!(
            !report.counts.contains_key(&bmnn::ledger::Kind::Truncated),
            "{report:?}"
        );
        assert!(report.size >= size);
    }
    let mut store = FileStore::open(dir.path()).unwrap();
    store.lock().unwrap();
    let (mut office, _) = Office::new(1);
    office.catch_up(&store);
    office.acts = office.chain.size();
    let commit = office.recovery(&store);
    store.commit(&commit).unwrap();
    assert!(verify_folder(dir.path()).holds());
}

/// Whether a line is a whole acknowledgement.
fn is_word(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    matches!(words[..], ["acknowledged", _, root] if root.len() == 64)
}

#[test]
fn many_writers_make_one_history() {
    let dir = tempfile::tempdir().unwrap();
    let (_, opening) = Office::opened();
    let mut store = FileStore::create(dir.path()).unwrap();
    store.commit(&opening).unwrap();
    drop(store);
    let writer = |number: u64| {
        let mut store = FileStore::open(dir.path()).unwrap();
        let (mut office, _) = Office::new(1);
        for turn in 0..12 {
            loop {
                match store.lock() {
                    Ok(()) => break,
                    Err(StoreError::Locked) => std::thread::sleep(Duration::from_micros(200)),
                    Err(other) => panic!("{other}"),
                }
            }
            office.catch_up(&store);
            office.acts = 1000 * (number + 1) + turn;
            store.commit(&office.commit(1)).unwrap();
            store.unlock();
        }
    };
    std::thread::scope(|scope| {
        for number in 0..4 {
            scope.spawn(move || writer(number));
        }
        // Whoever verifies meanwhile finds nothing wrong.
        for _ in 0..20 {
            let report = verify_folder(dir.path());
            assert!(report.holds(), "{:?}", report.findings);
        }
    });
    let report = verify_folder(dir.path());
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!(report.size, opening.size() + 4 * 12);
}
