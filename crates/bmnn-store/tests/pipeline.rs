//! However a ledger is verified, the same is said of it: signatures singly or
//! together, in batches of any size, on any number of threads.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use bmnn::ledger::cbor::{decode_map, skim};
use bmnn::ledger::verify::{Bookmark, Checking, NotProven};
use bmnn::ledger::{Commit, Entry, Expect, Kind, Position, RecordKind, Report};
use bmnn_store::{Inspection, Progress, Shown, Watch};
use common::{Forgery, InMemory, Office, errors, inspect};
use proptest::prelude::*;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

fn way(checking: Checking, threads: usize, batch: usize) -> Inspection {
    Inspection {
        checking,
        threads: NonZeroUsize::new(threads),
        batch: NonZeroUsize::new(batch),
        ..Inspection::default()
    }
}

/// A report without what tells of the way.
fn said(report: Report) -> Report {
    let (batched, disagreements) = (0, 0);
    Report {
        batched,
        disagreements,
        ..report
    }
}

/// What is said of a file, which every way has to say.
fn in_every_way(file: &[u8]) -> Report {
    let singly = inspect(file, None, way(Checking::Singly, 1, 1)).report;
    assert_eq!(singly.batched, 0);
    let singly = said(singly);
    for (threads, batch) in [(1, 1), (1, 7), (2, 3), (3, 16), (4, 2), (2, 4096)] {
        let report = inspect(file, None, way(Checking::Together, threads, batch)).report;
        assert_eq!(
            said(report),
            singly,
            "{threads} threads, batches of {batch}"
        );
    }
    let both = inspect(file, None, way(Checking::Both, 2, 5)).report;
    assert_eq!(both.disagreements, 0);
    assert_eq!(said(both), singly);
    singly
}

fn year() -> (Office, Vec<Commit>) {
    let (mut office, opening) = Office::opened();
    let mut commits = vec![opening];
    commits.extend(office.busy_year());
    (office, commits)
}

fn written(commits: &[Commit]) -> Vec<u8> {
    let mut file = Forgery::new();
    commits.iter().for_each(|commit| file.commit(commit));
    file.file
}

#[test]
fn a_good_ledger_holds_in_every_way() {
    let (_, commits) = year();
    let report = in_every_way(&written(&commits));
    assert_eq!(errors(&report), []);
    let batched = inspect(&written(&commits), None, Inspection::default()).report;
    assert_eq!(batched.batched, batched.signatures);
}

/// Wherever it stands in a segment, on its border, or in front of a change of
/// keys, one bad signature is named, and nothing else.
#[test]
fn a_bad_signature_is_named_wherever_it_stands() {
    let (office, commits) = year();
    let entries: Vec<&Vec<u8>> = commits.iter().flat_map(Commit::entries).collect();
    for bad in 1..entries.len() {
        // Its link and its checkpoint are as whoever holds the ledger key likes.
        let (mut entry, statement) = Entry::decode(entries[bad]).unwrap();
        let last = entry.statement.len() - 1;
        entry.statement[last - 40] ^= 1;
        drop(statement);
        let mut forged = Forgery::new();
        for (seq, bytes) in entries.iter().enumerate() {
            let bytes = if seq == bad { &entry.encode() } else { *bytes };
            forged.entry(bytes);
        }
        forged.checkpoint(&office.ledger);
        let report = in_every_way(&forged.file);
        let bad = Position::Entry(bad as u64);
        assert!(
            errors(&report).contains(&(Kind::BadSignature, bad)),
            "{bad}"
        );
    }
}

/// A file's records, for defects to be made in.
static RECORDS: LazyLock<Vec<(u8, Vec<u8>)>> = LazyLock::new(|| {
    let (_, commits) = year();
    let mut records = Vec::new();
    for commit in &commits {
        records.extend(commit.entries().iter().map(|entry| (1, entry.clone())));
        records.push((2, commit.note().as_bytes().to_vec()));
    }
    records
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Defects of any number and kind.
    #[test]
    fn the_same_is_said_of_any_ledger(
        defects in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..=255_u8, 0..5_u8), 0..5),
    ) {
        let mut records = RECORDS.clone();
        for (record, byte, mask, defect) in defects {
            let at = record.index(records.len());
            match defect {
                0 => drop(records.remove(at)),
                1 => records.insert(byte.index(records.len()), records[at].clone()),
                2 => {
                    let (kind, bytes) = &records[at];
                    if *kind == 1 {
                        let leaf = bmnn::ledger::tree::leaf_hash(bytes);
                        records[at] = (4, leaf.0.to_vec());
                    }
                }
                _ => {
                    let byte = byte.index(records[at].1.len());
                    records[at].1[byte] ^= mask;
                }
            }
        }
        let framed = records.iter().flat_map(|(kind, bytes)| common::record(*kind, bytes));
        let file: Vec<u8> = b"BMNNLDG1".iter().copied().chain(framed).collect();
        in_every_way(&file);
    }

    /// The reader that builds no map takes the same bytes, and finds the same.
    #[test]
    fn both_readers_of_acts_agree(
        record in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let entries: Vec<_> = RECORDS.iter().filter(|(kind, _)| *kind == 1).collect();
        let (_, statement) = Entry::decode(&entries[record.index(entries.len())].1).unwrap();
        let mut act = statement.payload().to_vec();
        for (place, byte) in changes {
            let place = place.index(act.len());
            act[place] = byte;
        }
        match (skim(&act), decode_map(&act)) {
            (Ok(skimmed), Ok(map)) => {
                let text = |key: &str| map.get(key).and_then(|value| value.as_text());
                prop_assert_eq!(skimmed.act, text("act"));
                prop_assert_eq!(skimmed.on, text("on"));
                prop_assert_eq!(skimmed.by, map.contains("by").then(|| text("by")));
                prop_assert_eq!(skimmed.id, map.get("id").and_then(|value| value.as_bytes()));
                prop_assert_eq!(skimmed.is_well_sealed, bmnn::ledger::sealed::is_well_sealed(&map));
            }
            (skimmed, map) => prop_assert_eq!(skimmed.err(), map.err()),
        }
    }
}

/// Counts, and breaks off.
struct Impatient {
    told: u64,
    patience: u64,
    shown: Vec<u64>,
}

impl Watch for Impatient {
    fn progress(&mut self, _: Progress) -> ControlFlow<()> {
        self.told += 1;
        match self.told > self.patience {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    fn wants_records(&self) -> bool {
        true
    }

    fn show(&mut self, shown: &Shown<'_>) {
        if shown.record.kind == RecordKind::Entry {
            self.shown.push(shown.seq);
        }
    }
}

#[test]
fn a_verification_can_be_broken_off_and_shows_in_order() {
    let (mut office, opening) = Office::opened();
    let commits = vec![opening, office.commit(2500)];
    let file = InMemory(written(&commits));
    for patience in 0..5 {
        let mut watch = Impatient {
            told: 0,
            patience,
            shown: Vec::new(),
        };
        let inspected = way(Checking::Together, 3, 100)
            .medium(&file, Path::new("in memory"), None, &mut watch)
            .unwrap();
        let shown = watch.shown.len() as u64;
        assert!(watch.shown.iter().copied().eq(0..shown));
        match inspected {
            None => assert!(shown <= patience * 1024),
            Some(inspected) => assert_eq!(shown, inspected.report.entries),
        }
        assert_eq!(watch.told <= patience, patience >= 3);
    }
}

/// The bookmark of a ledger that holds, through its bytes.
fn bookmark(file: &[u8]) -> Bookmark {
    let keep = Inspection {
        keep: true,
        ..Inspection::default()
    };
    let kept = inspect(file, None, keep).bookmark.unwrap();
    let bytes = kept.encode();
    let read = Bookmark::decode(&bytes).unwrap();
    assert_eq!(read.encode(), bytes);
    for damaged in [0, 8, bytes.len() / 2, bytes.len() - 1] {
        let mut bytes = bytes.clone();
        bytes[damaged] ^= 1;
        assert!(Bookmark::decode(&bytes).is_err());
    }
    read
}

fn since(bookmark: &Bookmark, file: &[u8]) -> Report {
    let inspection = Inspection {
        since: Some(bookmark.clone()),
        ..Inspection::default()
    };
    inspect(file, None, inspection).report
}

#[test]
fn a_bookmark_on_a_ledger_that_grew() {
    let (_, commits) = year();
    let whole = inspect(&written(&commits), None, Inspection::default()).report;
    for kept in 1..=commits.len() {
        let bookmark = bookmark(&written(&commits[..kept]));
        let report = since(&bookmark, &written(&commits));
        assert!(report.holds(), "{:?}", report.findings);
        assert_eq!((report.size, report.root), (whole.size, whole.root));
        assert!(report.not_proven.contains(&NotProven::Before));
        let new = commits[kept..].iter().map(|c| c.entries().len() as u64);
        assert!(report.signatures >= new.sum());
        assert!(report.signatures < whole.signatures);
    }
}

#[test]
fn a_bookmark_on_a_ledger_that_was_cut_or_rewritten() {
    let (mut office, opening) = Office::opened();
    let before = written(std::slice::from_ref(&opening));
    let (chain, window) = (office.chain.clone(), office.window.clone());
    let first = office.commit(5);
    let kept = bookmark(&written(&[opening.clone(), first.clone()]));

    let cut = since(&kept, &before);
    assert_eq!(errors(&cut), [(Kind::Truncated, Position::Entry(3))]);
    assert!(!cut.not_proven.contains(&NotProven::Before));

    // The same ledger key, and another history of the same size.
    (office.chain, office.window) = (chain, window);
    let other = office.commit(5);
    assert_ne!(other.root(), first.root());
    let rewritten = since(&kept, &written(&[opening.clone(), other]));
    assert_eq!(errors(&rewritten), [(Kind::Fork, Position::Checkpoint(8))]);

    // A defect in front of the bookmark is not looked for, one behind it is found.
    let mut damaged = written(&[opening, first]);
    damaged[before.len() - 10] ^= 1;
    assert!(since(&kept, &damaged).holds());
    damaged.push(7);
    assert_eq!(errors(&since(&kept, &damaged))[0].0, Kind::TornTail);
}

#[test]
fn receipts_kept_elsewhere_are_audited() {
    let (mut office, opening) = Office::opened();
    let (chain, window) = (office.chain.clone(), office.window.clone());
    let first = office.commit(5);
    let receipts: Vec<String> = (3..8)
        .map(|seq| first.receipt(seq).unwrap().to_text())
        .collect();
    let audit = |file: &[u8], receipts: Vec<String>| {
        let expect = Expect {
            receipts,
            ..Expect::default()
        };
        inspect(file, None, Inspection::of(expect)).report
    };
    let file = written(&[opening.clone(), first]);
    let report = audit(&file, receipts.clone());
    assert!(report.holds());
    assert!(!report.not_proven.contains(&NotProven::Tail));

    let cut = audit(
        &written(std::slice::from_ref(&opening)),
        receipts[..1].to_vec(),
    );
    assert_eq!(errors(&cut), [(Kind::Truncated, Position::Entry(3))]);

    (office.chain, office.window) = (chain, window);
    let other = written(&[opening, office.commit(5)]);
    let fork = audit(&other, receipts[..1].to_vec());
    assert_eq!(errors(&fork), [(Kind::Fork, Position::Checkpoint(8))]);

    // Another position with the path of this one.
    let swapped = receipts[0].replace("index 3", "index 4");
    assert_eq!(errors(&audit(&file, vec![swapped]))[0].0, Kind::Fork);
    let mut bent = receipts[0].clone().into_bytes();
    let place = bent.len() - 12;
    bent[place] = if bent[place] == b'A' { b'B' } else { b'A' };
    let bent = String::from_utf8(bent).unwrap();
    let bad = errors(&audit(&file, vec![bent]));
    assert!(matches!(bad[0].0, Kind::BadSignature | Kind::BadEncoding));
}

/// A key's owner can bend his own signature by a point of small order: single
/// checks refuse it, the batch equation, which has the cofactor, takes it. Both
/// ways asked, the disagreement is told.
#[test]
fn a_signature_that_its_owner_bent_is_told_by_checking_both_ways() {
    use bmnn::ledger::Signer;
    use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
    use curve25519_dalek::scalar::Scalar;
    use sha2::{Digest, Sha512};

    struct Bending;

    impl Signer for Bending {
        fn public_key(&self) -> bmnn::id::Bytes32 {
            common::signer(4).public_key()
        }

        fn sign(&self, message: &[u8]) -> Result<[u8; 64], bmnn::ledger::key::SignError> {
            // RFC 8032 §5.1.5: the secret scalar, clamped.
            let mut secret = [0; 32];
            secret.copy_from_slice(&Sha512::digest([4; 32])[..32]);
            secret[0] &= 0xF8;
            secret[31] = secret[31] & 0x7F | 0x40;
            let secret = Scalar::from_bytes_mod_order(secret);
            let nonce = Scalar::from(0x1234_5678_9ABC_u64);
            let r = (ED25519_BASEPOINT_POINT * nonce + EIGHT_TORSION[1]).compress();
            let mut hasher = Sha512::new();
            hasher.update(r.as_bytes());
            hasher.update(self.public_key().0);
            hasher.update(message);
            let k = Scalar::from_bytes_mod_order_wide(&hasher.finalize().into());
            let s = nonce + k * secret;
            Ok([*r.as_bytes(), s.to_bytes()].concat().try_into().unwrap())
        }
    }

    let (mut office, opening) = Office::opened();
    let act = office.note();
    let statement = office.sign(&office.chain, act, &Bending);
    let mut file = Forgery::new();
    file.commit(&opening);
    file.place(statement.encode(), vec![]);
    file.checkpoint(&office.ledger);
    let report = |checking| inspect(&file.file, None, way(checking, 1, 16)).report;
    let refused = [(Kind::BadSignature, Position::Entry(3))];
    assert_eq!(errors(&report(Checking::Singly)), refused);
    assert!(report(Checking::Together).holds());
    let both = report(Checking::Both);
    assert_eq!((errors(&both), both.disagreements), (refused.to_vec(), 1));
}
