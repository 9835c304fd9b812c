//! Every bit of a ledger of 200 entries, flipped, and every place at which it
//! can be cut off: what is said of each.
//!
//! Two kinds of hands flip bits. A disk does not mend checksums: each flip is
//! found by the framing of its record alone. A forger does: the flip is then in
//! an entry's or checkpoint's bytes, with its checksum in order, and the chain
//! is to find it. Both are tried for every single bit; the chain is taken up
//! at the record in question, as it was then, and shown the damaged record and
//! the ones up to the next finding. Whole verifications, from the first byte on,
//! are done for a sample of the flips.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::ledger::{Chain, Expect, Kind, Position, RecordKind, Report, Signatures, Store, Window};
use bmnn_store::{FileStore, LEDGER, Tip};
use common::{Office, Unsynced, errors, record, verify};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A record and the state before it.
struct Step {
    place: usize,
    kind: RecordKind,
    bytes: Vec<u8>,
    chain: Chain,
    window: Window,
}

struct Ledger {
    file: Vec<u8>,
    steps: Vec<Step>,
    /// Place and tip behind each commit.
    commits: Vec<(usize, Tip)>,
}

/// 200 entries in commits of 1, 2, 3… entries.
fn ledger() -> Ledger {
    let dir = tempfile::tempdir().unwrap();
    let (mut office, opening) = Office::opened();
    let mut store = FileStore::create_on(dir.path(), Arc::new(Unsynced)).unwrap();
    let mut commits = vec![];
    let mut write = |commit: &bmnn::ledger::Commit| {
        store.commit(commit).unwrap();
        commits.push((store.end() as usize, store.tip().unwrap()));
    };
    write(&opening);
    office.busy_year().iter().for_each(&mut write);
    for count in 1.. {
        let left = 200 - office.chain.size() as usize;
        if left == 0 {
            break;
        }
        write(&office.commit(left.min(count)));
    }
    let (mut chain, mut window, mut steps) = (Chain::default(), Window::default(), vec![]);
    for found in store.records(0).unwrap() {
        let found = found.unwrap();
        steps.push(Step {
            place: found.place as usize,
            kind: found.kind,
            bytes: found.bytes.clone(),
            chain: chain.clone(),
            window: window.clone(),
        });
        if found.kind == RecordKind::Entry {
            let examined = chain
                .examine(&found.bytes, &window, Signatures::Trust)
                .unwrap();
            chain.advance(&examined);
            window.push(examined.leaf(), examined.id());
        } else {
            chain.close_commit(&found.bytes, Signatures::Trust).unwrap();
        }
    }
    let file = std::fs::read(dir.path().join(LEDGER)).unwrap();
    Ledger {
        file,
        steps,
        commits,
    }
}

/// Does something for every number below `count`, on all cores.
fn everywhere<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(count));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let result = work(number);
                    done.lock().unwrap().push(result);
                }
            });
        }
    });
    done.into_inner().unwrap()
}

fn whole(file: &[u8], tip: Option<Tip>) -> Report {
    verify(file, tip, Expect::default())
}

#[test]
fn every_bit_flipped_by_a_disk_is_found() {
    let ledger = ledger();
    let tip = ledger.commits.last().map(|(_, tip)| *tip);
    // Each record's own framing finds each flip in it: read by itself, from
    // its place on, it is no good record.
    let records = everywhere(ledger.steps.len(), |number| {
        let step = &ledger.steps[number];
        let end = ledger
            .steps
            .get(number + 1)
            .map_or(ledger.file.len(), |next| next.place);
        let mut bytes = ledger.file[step.place..end].to_vec();
        assert!(is_record(&bytes));
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(
                !is_record(&bytes),
                "bit {bit} of the record at {}",
                step.place
            );
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        bytes.len()
    });
    let magic = 8;
    assert_eq!(records.iter().sum::<usize>() + magic, ledger.file.len());

    // And the verification of a whole file says where.
    let sample: Vec<usize> = (64..ledger.file.len() * 8).step_by(1201).collect();
    everywhere(sample.len(), |number| {
        let bit = sample[number];
        let mut file = ledger.file.clone();
        file[bit / 8] ^= 1 << (bit % 8);
        let step = ledger
            .steps
            .iter()
            .rfind(|step| step.place <= bit / 8)
            .unwrap();
        let place = Position::Byte(step.place as u64);
        let report = whole(&file, tip);
        assert!(!report.holds());
        let found = errors(&report);
        assert!(
            found.contains(&(Kind::Damaged, place)),
            "bit {bit}: {found:?}"
        );
    });
}

/// Whether the bytes are one good record, by the format page's words.
fn is_record(bytes: &[u8]) -> bool {
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    bytes.len() == 9 + length && record(bytes[8], &bytes[9..]) == bytes
}

#[test]
fn every_bit_flipped_by_a_forger_is_found_and_classified() {
    let ledger = ledger();
    let counts = everywhere(ledger.steps.len(), |number| {
        let step = &ledger.steps[number];
        let mut counts = BTreeMap::new();
        for bit in 0..step.bytes.len() * 8 {
            let mut bytes = step.bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let found = classify(&ledger.steps, number, &bytes);
            let found =
                found.unwrap_or_else(|| panic!("bit {bit} of record {number} is not found"));
            *counts.entry(found).or_insert(0_u64) += 1;
        }
        counts
    });
    let mut total = BTreeMap::new();
    for (kind, count) in counts.into_iter().flatten() {
        *total.entry(kind).or_insert(0) += count;
    }
    println!("flipped bits, by what is found: {total:?}");
    let bits: usize = ledger.steps.iter().map(|step| step.bytes.len() * 8).sum();
    assert_eq!(total.values().sum::<u64>(), bits as u64);
    // What a flipped bit can be, and nothing else. In `ledger.open` it can
    // also make another key, or another act of the first.
    let kinds: Vec<Kind> = total.into_keys().collect();
    let expected = [
        Kind::BrokenLink,
        Kind::BadEncoding,
        Kind::BadSignature,
        Kind::UnknownKey,
        Kind::BadKey,
        Kind::UnknownAlgorithm,
        Kind::WrongHistory,
        Kind::CheckpointMismatch,
    ];
    assert_eq!(kinds, expected);
}

/// The first error that a damaged record leads to: its own, or that of the
/// record behind it, which is linked to it.
fn classify(steps: &[Step], number: usize, bytes: &[u8]) -> Option<Kind> {
    let step = &steps[number];
    let mut chain = step.chain.clone();
    if step.kind == RecordKind::Checkpoint {
        let closed = chain.close_commit(bytes, Signatures::Check);
        return closed.err().map(|finding| finding.kind);
    }
    let examined = chain
        .examine(bytes, &step.window, Signatures::Check)
        .unwrap();
    if let Some(found) = examined.findings().iter().find(|found| found.is_error()) {
        return Some(found.kind);
    }
    chain.advance(&examined);
    let next = steps.get(number + 1)?;
    if next.kind == RecordKind::Checkpoint {
        let closed = chain.close_commit(&next.bytes, Signatures::Check);
        return closed.err().map(|finding| finding.kind);
    }
    let examined = chain.examine(&next.bytes, &next.window, Signatures::Check);
    let findings = examined.unwrap();
    let mut errors = findings.findings().iter().filter(|found| found.is_error());
    errors.next().map(|found| found.kind)
}

#[test]
fn a_forger_s_flip_is_found_in_the_whole_file_too() {
    let ledger = ledger();
    let sample: Vec<(usize, usize)> = (0..ledger.steps.len())
        .step_by(3)
        .flat_map(|number| {
            let bits = ledger.steps[number].bytes.len() * 8;
            (number % 97..bits)
                .step_by(911)
                .map(move |bit| (number, bit))
        })
        .collect();
    everywhere(sample.len(), |at| {
        let (number, bit) = sample[at];
        let step = &ledger.steps[number];
        let mut bytes = step.bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let framed = record(step.kind.number(), &bytes);
        let mut file = ledger.file.clone();
        file[step.place..step.place + framed.len()].copy_from_slice(&framed);
        let report = whole(&file, None);
        let first = errors(&report).first().map(|(kind, _)| *kind);
        assert_eq!(first, classify(&ledger.steps, number, &bytes));
    });
}

#[test]
fn every_cut_is_found_and_one_between_commits_needs_the_tip() {
    let ledger = ledger();
    let tip = ledger.commits.last().map(|(_, tip)| *tip);
    let boundaries: Vec<usize> = ledger.commits.iter().map(|(end, _)| *end).collect();
    // Every cut, with what stands before it in the last commit only: the
    // commits before were verified when the ledger was written.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(LEDGER);
    std::fs::write(&path, &ledger.file).unwrap();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    let mut checked = 0;
    for pair in ledger.commits.windows(2).rev() {
        let [(begin, before), (end, _)] = pair else {
            panic!("two commits");
        };
        std::fs::write(dir.path().join(bmnn_store::TIP), before.to_bytes()).unwrap();
        for cut in (*begin..*end).rev() {
            file.set_len(cut as u64).unwrap();
            let store = FileStore::open_on(dir.path(), Arc::new(Unsynced)).unwrap();
            let at = *begin as u64;
            let wanted = if cut == *begin {
                bmnn_store::Condition::Sound
            } else {
                bmnn_store::Condition::Unfinished { at }
            };
            assert_eq!(store.condition(), wanted, "cut at {cut}");
            checked += 1;
        }
    }
    assert_eq!(checked + boundaries[0], *boundaries.last().unwrap());

    // Whole verifications: inside the first commit, at every boundary, and of a
    // sample in between.
    let first = boundaries[0];
    let cuts: Vec<usize> = (8..ledger.file.len())
        .filter(|cut| *cut < first || cut % 389 == 0 || boundaries.contains(cut))
        .collect();
    everywhere(cuts.len(), |number| {
        let cut = cuts[number];
        let rest = &ledger.file[..cut];
        let with = whole(rest, tip);
        let complete = cut == ledger.file.len();
        assert_eq!(
            with.counts.contains_key(&Kind::Truncated),
            !complete,
            "{cut}"
        );
        let without = whole(rest, None);
        let tail = bmnn::ledger::verify::NotProven::Tail;
        assert!(without.not_proven.contains(&tail));
        assert_eq!(without.holds(), boundaries.contains(&cut), "{cut}");
        if !without.holds() {
            let kinds: Vec<_> = errors(&without).into_iter().map(|(kind, _)| kind).collect();
            let torn = kinds == [Kind::TornTail];
            assert!(torn || cut < boundaries[0], "{cut}: {kinds:?}");
        }
    });
    let report = whole(&ledger.file, tip);
    assert!(report.holds());
    let tail = bmnn::ledger::verify::NotProven::Tail;
    assert!(!report.not_proven.contains(&tail));
}

/// The first eight bytes have no checksum: they say what the file is.
#[test]
fn a_head_that_is_bent_or_cut_is_no_ledger() {
    let ledger = ledger();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(LEDGER);
    let refused = |bytes: &[u8], what: &str| {
        std::fs::write(&path, bytes).unwrap();
        let go_on = |_| std::ops::ControlFlow::Continue(());
        let judged = bmnn_store::verify_file(&path, Expect::default(), go_on);
        let holds = judged.is_ok_and(|report| report.is_none_or(|report| report.holds()));
        assert!(!holds, "{what}");
    };
    for bit in 0..bmnn_store::MAGIC.len() * 8 {
        let mut bytes = ledger.file.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        refused(&bytes, &format!("bit {bit}"));
    }
    for cut in 0..bmnn_store::MAGIC.len() {
        refused(&ledger.file[..cut], &format!("cut at {cut}"));
    }
}
