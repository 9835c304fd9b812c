//! Signers that fail, lie or panic, at each place where something is signed:
//! nothing is written, and the registry goes on working.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod office;

use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::key::SignError;
use bmnn::ledger::receipt::CoseReceipt;
use bmnn::ledger::tree::leaf_hash;
use bmnn::ledger::{PlainSigner, PublicKey, Signer};
use bmnn_registry::host::{Clock, SeededRandomness, SetClock};
use bmnn_registry::verify::verify_folder;
use bmnn_registry::{Host, OpenError, PerformError, ReadError, Registry, Rotation, VaultKey};
use office::{DAY, Office, clerk, day, determination, id, ledger_key, opening, root};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How a signer misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vice {
    /// It says that it will not.
    Error,
    /// It panics.
    Panic,
    /// It panics when it is asked for its key.
    PanicForKey,
    /// Its signature has a bit flipped.
    BentSignature,
    /// It gives no signature at all, but zeros.
    Zeros,
    /// It signs with another key.
    OtherKey,
    /// It signs something else.
    OtherMessage,
    /// It says each time that its key is another.
    ChangingKey,
    /// Its key is of small order: anyone signs for it.
    WeakKey,
}

const VICES: [Vice; 9] = [
    Vice::Error,
    Vice::Panic,
    Vice::PanicForKey,
    Vice::BentSignature,
    Vice::Zeros,
    Vice::OtherKey,
    Vice::OtherMessage,
    Vice::ChangingKey,
    Vice::WeakKey,
];

/// A good signer that misbehaves once it is told to.
struct Fickle {
    good: PlainSigner,
    vice: Option<Vice>,
    /// Misbehaves only while this is above 0.
    times: Arc<AtomicUsize>,
}

impl Fickle {
    fn new(good: PlainSigner, vice: Vice) -> (Self, Arc<AtomicUsize>) {
        let times = Arc::new(AtomicUsize::new(0));
        let fickle = Self {
            good,
            vice: Some(vice),
            times: times.clone(),
        };
        (fickle, times)
    }

    fn turn(&self) -> Option<Vice> {
        self.vice.filter(|_| self.times.load(Relaxed) > 0)
    }
}

impl Signer for Fickle {
    fn public_key(&self) -> Bytes32 {
        match self.turn() {
            Some(Vice::PanicForKey) => panic!("the card was pulled out"),
            Some(Vice::ChangingKey) => {
                let turn = self.times.fetch_add(1, Relaxed);
                PlainSigner::from_seed(&[100 + u8::try_from(turn % 20).unwrap(); 32]).public_key()
            }
            Some(Vice::WeakKey) => Bytes32([0; 32]),
            _ => self.good.public_key(),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        match self.turn() {
            Some(Vice::Error) => Err(SignError::Failed("the card is locked".to_owned())),
            Some(Vice::Panic) => panic!("the card was pulled out"),
            Some(Vice::BentSignature) => {
                let mut signature = self.good.sign(message)?;
                signature[40] ^= 1;
                Ok(signature)
            }
            Some(Vice::Zeros) => Ok([0; 64]),
            Some(Vice::OtherKey) => PlainSigner::from_seed(&[0x77; 32]).sign(message),
            Some(Vice::OtherMessage) => self.good.sign(b"something else"),
            _ => self.good.sign(message),
        }
    }
}

/// Every byte of the folder, but for the index of a log, which is no data.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with("-shm") {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn holds(folder: &Path) {
    let verified = verify_folder(folder, Default::default(), |_| ControlFlow::Continue(()));
    let verified = verified.unwrap().unwrap();
    assert!(verified.holds(), "{:?}", verified.report.findings);
}

/// What is signed at the place that misbehaves, tried once with the vice and
/// once without.
type Attempt<'a> = &'a dyn Fn(&mut Registry, &Fickle) -> Result<(), PerformError>;

#[test]
fn whoever_signs_an_act_badly_changes_nothing() {
    let enrol = |seed: u8| {
        let key = PlainSigner::from_seed(&[seed; 32]).public_key().to_string();
        json!({"act": "key.enrol", "on": DAY, "key": key, "role": "actor", "person": "head"})
    };
    let statement: Attempt<'_> =
        &|registry, fickle| registry.perform(determination("d1"), fickle).map(drop);
    let one_of_several: Attempt<'_> = &|registry, fickle| {
        let acts = [determination("d1"), determination("d2")];
        registry.perform_all(acts, fickle).map(drop)
    };
    let stream: Attempt<'_> = &|registry, fickle| {
        // What could not be taken is told; it kept everything before it, which is nothing.
        let done = registry.import([determination("d1"), determination("d2")], fickle)?;
        match done.stopped {
            Some((0, error)) => Err(error),
            Some((at, error)) => panic!("stopped at {at}: {error}"),
            None => Ok(()),
        }
    };
    let cosignature: Attempt<'_> = &|registry, fickle| {
        let act = determination("d1");
        registry
            .perform_cosigned(act, &clerk(), &[fickle])
            .map(drop)
    };
    let root_statement: Attempt<'_> =
        &|registry, fickle| registry.perform(enrol(0x50), fickle).map(drop);
    let root_cosignature: Attempt<'_> = &|registry, fickle| {
        registry
            .perform_cosigned(enrol(0x51), &root(1), &[fickle])
            .map(drop)
    };
    let first_root_of_two: Attempt<'_> = &|registry, fickle| {
        registry
            .perform_cosigned(enrol(0x52), fickle, &[&root(1)])
            .map(drop)
    };
    let rotating: Attempt<'_> = &|registry, fickle| {
        let next = Box::new(PlainSigner::from_seed(&[0x60; 32]));
        registry
            .rotate_ledger_key(next, Rotation::default(), &[fickle])
            .map(drop)
    };
    let places: [(&str, PlainSigner, Attempt<'_>); 8] = [
        ("the statement", clerk(), statement),
        ("the statements of one commit", clerk(), one_of_several),
        ("a stream", clerk(), stream),
        ("a cosignature", root(2), cosignature),
        ("a root's statement", root(1), root_statement),
        ("a root's cosignature", root(2), root_cosignature),
        ("the first of two roots", root(2), first_root_of_two),
        ("the root of a rotation", root(1), rotating),
    ];
    for vice in VICES {
        let mut office = Office::open();
        for (place, (what, good, attempt)) in places.iter().enumerate() {
            let seed = PlainSigner::from_seed(&[0; 32]);
            let (mut fickle, times) = Fickle::new(seed, vice);
            fickle.good = match *what {
                "a cosignature" | "a root's cosignature" | "the first of two roots" => root(2),
                "a root's statement" | "the root of a rotation" => root(1),
                _ => clerk(),
            };
            assert_eq!(fickle.good.public_key(), good.public_key());
            let before = bytes(office.path());
            times.store(1, Relaxed);
            let error =
                attempt(&mut office.registry, &fickle).expect_err(&format!("{what}, {vice:?}"));
            assert_eq!(bytes(office.path()), before, "{what}, {vice:?}: {error}");
            assert!(!error.vi().is_empty());
            // Another's signature goes through meanwhile, and the same signer's once it is good.
            office.allowed(json!({
                "act": "party.enrol", "on": DAY, "kind": "agency", "name": "–",
                "party": format!("p{place}"),
            }));
        }
        let last = office.registry.size();
        let (fickle, _) = Fickle::new(clerk(), vice);
        office
            .registry
            .perform(determination("d9"), &fickle)
            .unwrap();
        assert_eq!(office.registry.size(), last + 1);
        let office = office.reopen();
        holds(office.path());
    }
}

#[test]
fn a_ledger_key_that_signs_badly_changes_nothing() {
    for vice in VICES {
        let Office {
            dir,
            registry,
            clock,
            ..
        } = Office::open();
        drop(registry);
        let seed = [0x1E; 32];
        let (fickle, times) = Fickle::new(PlainSigner::from_seed(&seed), vice);
        let host = Host::fixed(clock.clone(), [8; 32]);
        let mut registry = Registry::open(dir.path(), Box::new(fickle), host).unwrap();
        let before = bytes(dir.path());
        let attempts: [Attempt<'_>; 3] = [
            &|registry, _| registry.perform(determination("d1"), &clerk()).map(drop),
            &|registry, _| {
                registry
                    .perform_all([determination("d1")], &clerk())
                    .map(drop)
            },
            &|registry, _| registry.import([determination("d1")], &clerk()).map(drop),
        ];
        let (nobody, _) = Fickle::new(clerk(), vice);
        for attempt in attempts {
            times.store(1, Relaxed);
            let error = attempt(&mut registry, &nobody).expect_err(&format!("{vice:?}"));
            assert_eq!(bytes(dir.path()), before, "{vice:?}: {error}");
            times.store(0, Relaxed);
        }
        let done = registry.perform(determination("d1"), &clerk()).unwrap();
        // The receipt is the checkpoint's note and a path: nothing is signed for it anew.
        times.store(1, Relaxed);
        assert!(done.receipt().is_some());
        drop(registry);
        office::reopen(dir.path(), &clock).unwrap();
        holds(dir.path());
    }
}

/// A COSE receipt is signed anew each time it is asked for.
#[test]
fn a_ledger_key_that_signs_badly_gives_out_no_receipt() {
    type Receipt<'a> = &'a dyn Fn(&Registry) -> Result<CoseReceipt, ReadError>;
    let good = PublicKey::parse(&ledger_key().public_key()).unwrap();
    for vice in VICES {
        let Office {
            dir,
            mut registry,
            clock,
            ..
        } = Office::open();
        let old = registry.size();
        let earlier = Checkpoint::parse(registry.checkpoint().as_bytes()).unwrap();
        registry.perform(determination("d1"), &clerk()).unwrap();
        drop(registry);
        let (fickle, times) = Fickle::new(*ledger_key(), vice);
        let host = Host::fixed(clock.clone(), [8; 32]);
        let registry = Registry::open(dir.path(), Box::new(fickle), host).unwrap();
        let before = bytes(dir.path());
        let receipts: [(&str, Receipt<'_>); 2] = [
            ("inclusion", &|registry| registry.cose_receipt(old)),
            ("consistency", &|registry| registry.cose_consistency(old)),
        ];
        for (what, receipt) in receipts {
            times.store(1, Relaxed);
            let error = receipt(&registry).expect_err(&format!("{what}, {vice:?}"));
            assert!(
                matches!(error, ReadError::Receipt(_)),
                "{what}, {vice:?}: {error}"
            );
            assert_ne!(error.vi(), error.to_string());
            assert_eq!(bytes(dir.path()), before, "{what}, {vice:?}: {error}");
            times.store(0, Relaxed);
            receipt(&registry).unwrap();
        }
        let leaf = leaf_hash(&registry.entry_bytes(old).unwrap());
        let receipt = registry.cose_receipt(old).unwrap();
        let root = receipt.check_inclusion(&leaf, &good).unwrap();
        assert_eq!(root, registry.root());
        let receipt = registry.cose_consistency(old).unwrap();
        let root = receipt.check_consistency(&earlier.root, &good).unwrap();
        assert_eq!(root, registry.root());
        holds(dir.path());
    }
}

/// The successor of a ledger key has to sign the checkpoint: if it does not,
/// the key before stays in force.
#[test]
fn a_new_ledger_key_that_signs_badly_is_not_put_in_force() {
    for vice in VICES {
        let mut office = Office::open();
        let (fickle, times) = Fickle::new(PlainSigner::from_seed(&[0x60; 32]), vice);
        times.store(1, Relaxed);
        let before = bytes(office.path());
        let rotated =
            office
                .registry
                .rotate_ledger_key(Box::new(fickle), Rotation::default(), &[&root(1)]);
        let error = rotated.expect_err(&format!("{vice:?}"));
        assert_eq!(bytes(office.path()), before, "{vice:?}: {error}");
        office.allowed(determination("d1"));
        holds(office.reopen().path());
    }
}

#[test]
fn nothing_is_opened_by_a_key_that_signs_badly() {
    for vice in VICES {
        for place in ["root", "further root", "ledger key"] {
            let dir = tempfile::tempdir().unwrap();
            let clock = SetClock::at(day(DAY), "08:00".parse().unwrap());
            let make = |signer: PlainSigner, bad: bool| {
                let (fickle, times) = Fickle::new(signer, vice);
                times.store(usize::from(bad), Relaxed);
                fickle
            };
            let first = make(root(1), place == "root");
            let second = make(root(2), place == "further root");
            let ledger = make(*ledger_key(), place == "ledger key");
            let opening = bmnn_registry::Opening {
                further_roots: Vec::new(),
                threshold: 2,
                ..opening()
            };
            let host = Host::fixed(clock.clone(), [1; 32]);
            let made = Registry::create(
                dir.path(),
                &opening,
                &[&first, &second],
                Box::new(ledger),
                host,
            );
            let error = made.expect_err(&format!("{place}, {vice:?}"));
            assert!(
                matches!(error, OpenError::Opening(_)),
                "{place}, {vice:?}: {error}"
            );
            // Nothing is in the way of the next attempt.
            let host = Host::fixed(clock, [1; 32]);
            let roots: [&dyn Signer; 2] = [&root(1), &root(2)];
            let made = Registry::create(dir.path(), &opening, &roots, ledger_key(), host);
            assert_eq!(made.unwrap().size(), 2);
            assert_eq!(id("clerk").as_str(), "clerk");
        }
    }
}

/// A clock that panics once it is told to.
struct PanickingClock(SetClock, Arc<AtomicUsize>);

impl Clock for PanickingClock {
    fn now(&self) -> i64 {
        let left = self.1.load(Relaxed);
        if left == 1 {
            self.1.store(0, Relaxed);
            panic!("no clock");
        }
        self.1.store(left.saturating_sub(1), Relaxed);
        self.0.now()
    }
}

/// Whatever of the host's panics in the middle of an act, what was begun is
/// taken back, the lock is let go, and the next act goes through.
#[test]
fn a_host_that_panics_leaves_nothing_begun() {
    let dir = tempfile::tempdir().unwrap();
    let times = Arc::new(AtomicUsize::new(0));
    let clock = SetClock::at(day(DAY), "08:00".parse().unwrap());
    let clock = PanickingClock(clock, times.clone());
    let host = Host::new(
        clock,
        SeededRandomness::new([8; 32]),
        VaultKey::host([5; 32]),
    );
    let mut registry =
        Registry::create(dir.path(), &opening(), &[&root(1)], ledger_key(), host).unwrap();
    registry.perform_all(office::beginning(), &clerk()).unwrap();
    for at in 1..=3 {
        let before = bytes(dir.path());
        times.store(at, Relaxed);
        let acts = [determination("d1"), determination("d2")];
        let tried = catch_unwind(AssertUnwindSafe(|| registry.perform_all(acts, &clerk())));
        assert!(tried.is_err(), "call {at}");
        assert_eq!(bytes(dir.path()), before, "call {at}");
    }
    registry.perform(determination("d1"), &clerk()).unwrap();
    holds(dir.path());
}
