//! Keys from their enrolment to their end: roots by number, rotation of the
//! ledger key, revocation, and what a compromise makes doubtful.

#[cfg(test)]
mod office;

use bmnn::ledger::key::kid;
use bmnn::ledger::{Finding, Kind, PlainSigner, Position, Severity, Signer};
use bmnn_registry::host::SetClock;
use bmnn_registry::verify::{Verification, verify_folder};
use bmnn_registry::{Host, OpenError, PerformError, Registry, Rotation};
use office::{DAY, Office, clerk, day, determination, ledger_key, opening, root, with};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;
use std::path::Path;

#[cfg(test)]
fn key(seed: u8) -> PlainSigner {
    PlainSigner::from_seed(&[seed; 32])
}

#[cfg(test)]
fn verified(folder: &Path) -> Verification {
    let verified = verify_folder(folder, Default::default(), |_| ControlFlow::Continue(()));
    verified.unwrap().unwrap()
}

#[cfg(test)]
fn holds(folder: &Path) -> Verification {
    let verified = verified(folder);
    assert!(verified.holds(), "{:?}", verified.report.findings);
    verified
}

#[cfg(test)]
fn open(folder: &Path, clock: &SetClock, ledger: PlainSigner) -> Result<Registry, OpenError> {
    Registry::open(
        folder,
        Box::new(ledger),
        Host::fixed(clock.clone(), [8; 32]),
    )
}

#[cfg(test)]
fn enrol(key: &PlainSigner, over: Json) -> Json {
    let key = key.public_key().to_string();
    with(
        json!({"act": "key.enrol", "on": DAY, "key": key, "role": "actor"}),
        over,
    )
}

#[cfg(test)]
fn revoke(key: &PlainSigner, over: Json) -> Json {
    let kid = kid(&key.public_key()).to_string();
    with(
        json!({"act": "key.revoke", "on": DAY, "kid": kid, "reason": "lost"}),
        over,
    )
}

/// An office that two of three roots stand over.
#[cfg(test)]
fn two_of_three() -> Office {
    let dir = tempfile::tempdir().unwrap();
    let clock = SetClock::at(day(DAY), "08:00".parse().unwrap());
    let opening = bmnn_registry::Opening {
        threshold: 2,
        further_roots: vec![root(3).public_key()],
        ..opening()
    };
    let host = Host::fixed(clock.clone(), [7; 32]);
    let roots: [&dyn Signer; 2] = [&root(1), &root(2)];
    let mut registry = Registry::create(dir.path(), &opening, &roots, ledger_key(), host).unwrap();
    registry.perform_all(office::beginning(), &clerk()).unwrap();
    Office {
        dir,
        registry,
        clock,
        clerk: clerk(),
    }
}

#[test]
fn two_of_three_roots_sign_what_roots_sign() {
    let mut office = two_of_three();
    let (one, two, three, four) = (root(1), root(2), root(3), key(0x44));
    let stranger = key(0x55);
    let before = office.state();
    let act = enrol(&key(0x60), json!({"person": "head"}));
    type Hands<'a> = (&'a str, &'a dyn Signer, &'a [&'a dyn Signer]);
    let too_few: [Hands<'_>; 7] = [
        ("one", &one, &[]),
        ("the same twice", &one, &[&one]),
        ("one and the clerk", &one, &[&office.clerk]),
        ("one and the ledger key", &one, &[&*ledger_key()]),
        ("one and a stranger", &one, &[&stranger]),
        ("the clerk, with two roots", &office.clerk, &[&one, &two]),
        ("a root that is not enrolled yet", &four, &[&one, &two]),
    ];
    for (what, signer, cosigners) in too_few {
        let acts = [
            act.clone(),
            revoke(&office.clerk, json!({})),
            enrol(&four, json!({"role": "root"})),
        ];
        for act in acts {
            let error = office.registry.perform_cosigned(act, signer, cosigners);
            let error = error.expect_err(what);
            let said = matches!(
                error,
                PerformError::Ledger(_) | PerformError::NotEnrolled(_)
            );
            assert!(
                said || matches!(error, PerformError::Refused(_)),
                "{what}: {error}"
            );
        }
        let next = Box::new(key(0x61));
        let roots: Vec<&dyn Signer> = std::iter::once(signer)
            .chain(cosigners.iter().copied())
            .collect();
        office
            .registry
            .rotate_ledger_key(next, Rotation::default(), &roots)
            .expect_err(what);
        assert_eq!(office.state(), before, "{what}");
    }
    // Any two do, in any order; all three do.
    let enough: [Hands<'_>; 3] = [
        ("1 and 2", &one, &[&two]),
        ("3 and 1", &three, &[&one]),
        ("all", &two, &[&three, &one]),
    ];
    for (seed, (what, signer, cosigners)) in (0x70..).zip(enough) {
        let act = enrol(&key(seed), json!({"person": "head"}));
        let done = office.registry.perform_cosigned(act, signer, cosigners);
        done.unwrap_or_else(|error| panic!("{what}: {error}"));
    }
    // Roots come and go, but never below the threshold.
    let done =
        office
            .registry
            .perform_cosigned(enrol(&four, json!({"role": "root"})), &one, &[&two]);
    done.unwrap();
    for gone in [&one, &two] {
        let done = office
            .registry
            .perform_cosigned(revoke(gone, json!({})), &three, &[&four]);
        done.unwrap();
    }
    let error = office
        .registry
        .perform_cosigned(revoke(&three, json!({})), &three, &[&four]);
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("fewer roots than the threshold")
    );
    let error = office.registry.perform_cosigned(
        enrol(&key(0x66), json!({"role": "root"})),
        &one,
        &[&three],
    );
    assert!(error.unwrap_err().to_string().contains("KeyOutOfRange"));
    holds(office.reopen().path());
}

#[test]
fn the_ledger_key_gives_way_to_another() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let (old, new) = (*ledger_key(), key(0x60));
    // By the ordinary way it is refused before anything is written.
    let before = office.state();
    let act = enrol(&new, json!({"role": "ledger"}));
    let error = office.registry.perform(act, &root(1)).unwrap_err();
    assert!(matches!(error, PerformError::Seal(_)), "{error}");
    assert!(error.vi().contains("key rotate"), "{}", error.vi());
    let error = office
        .registry
        .rotate_ledger_key(Box::new(key(0x61)), Rotation::default(), &[]);
    assert!(matches!(error, Err(PerformError::NoRoot)));
    assert_eq!(office.state(), before);

    let done =
        office
            .registry
            .rotate_ledger_key(Box::new(key(0x60)), Rotation::default(), &[&root(1)]);
    let done = done.unwrap();
    assert_eq!((done.act.as_str(), done.seq), ("key.enrol", before.0));
    assert!(done.receipt().is_some());
    let in_force = |registry: &Registry| registry.chain().ledger_key().unwrap().public();
    assert_eq!(in_force(&office.registry), new.public_key());
    // It goes on with the new one at once, and after being opened anew.
    office.allowed(determination("d2"));
    let Office {
        dir,
        registry,
        clock,
        ..
    } = office;
    drop(registry);
    let error = open(dir.path(), &clock, key(0x1E)).unwrap_err();
    let wanted = kid(&new.public_key());
    assert!(matches!(error, OpenError::LedgerKey { wanted: found, .. } if found == wanted));
    let mut registry = open(dir.path(), &clock, key(0x60)).unwrap();
    registry.perform(determination("d3"), &clerk()).unwrap();
    // A key is enrolled once, ever: the old one does not come back.
    let back = registry.rotate_ledger_key(Box::new(key(0x1E)), Rotation::default(), &[&root(1)]);
    assert!(back.unwrap_err().to_string().contains("enrolled before"));
    let again = registry.rotate_ledger_key(Box::new(key(0x61)), Rotation::default(), &[&root(1)]);
    again.unwrap();
    registry.perform(determination("d4"), &clerk()).unwrap();
    assert_eq!(holds(dir.path()).report.findings, []);
    let ranges: Vec<(u64, Option<u64>)> = [old, key(0x60), key(0x61)]
        .iter()
        .map(|key| {
            registry
                .chain()
                .keys()
                .get(&kid(&key.public_key()))
                .unwrap()
        })
        .map(|key| (key.first(), key.last()))
        .collect();
    assert_eq!(ranges[0], (0, Some(before.0)));
    assert_eq!(ranges[1].0, before.0 + 1);
    assert_eq!(ranges[2], (ranges[1].1.unwrap() + 1, None));
}

/// Who still holds the key before, in another process, is told so and writes
/// nothing.
#[test]
fn a_writer_with_the_key_before_is_refused() {
    let Office {
        dir,
        registry: mut first,
        clock,
        ..
    } = Office::open();
    let mut second = office::reopen(dir.path(), &clock).unwrap();
    first
        .rotate_ledger_key(Box::new(key(0x60)), Rotation::default(), &[&root(1)])
        .unwrap();
    let size = first.size();
    let error = second.perform(determination("d1"), &clerk()).unwrap_err();
    assert!(matches!(error, PerformError::Seal(_)), "{error}");
    assert_eq!(second.size(), size);
    first.perform(determination("d1"), &clerk()).unwrap();
    holds(dir.path());
}

/// A torn tail is told of by the key before; the new one seals both.
#[test]
fn a_torn_tail_is_told_of_in_the_commit_of_a_rotation() {
    let Office {
        dir,
        registry,
        clock,
        ..
    } = Office::open();
    drop(registry);
    let path = dir.path().join("ledger.bmnn");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"half a record");
    std::fs::write(&path, bytes).unwrap();
    let mut registry = office::reopen(dir.path(), &clock).unwrap();
    let size = registry.size();
    let done = registry.rotate_ledger_key(Box::new(key(0x60)), Rotation::default(), &[&root(1)]);
    assert_eq!(done.unwrap().seq, size + 1);
    assert_eq!(
        registry.entry(size).unwrap().unwrap().name,
        "ledger.recover"
    );
    holds(dir.path());
}

#[cfg(test)]
fn doubtful(verified: &Verification) -> Vec<&Finding> {
    let findings = verified.report.findings.iter();
    findings
        .filter(|found| found.kind == Kind::Doubtful)
        .collect()
}

#[test]
fn a_compromise_names_the_acts_that_are_doubtful() {
    let mut office = Office::open();
    let other = key(0x60);
    office
        .registry
        .perform(enrol(&other, json!({"person": "head"})), &root(1))
        .unwrap();
    office.allowed(determination("d1"));
    let since = office.registry.size();
    office.allowed(determination("d2"));
    office
        .registry
        .perform(determination("d3"), &other)
        .unwrap();
    // Cosigned only; and signed by another, cosigned by the stolen key.
    office
        .registry
        .perform_cosigned(determination("d4"), &office.clerk, &[&other])
        .unwrap();
    office
        .registry
        .perform_cosigned(determination("d5"), &other, &[&office.clerk])
        .unwrap();
    let last = office.registry.size();
    let stolen = clerk();
    let act = revoke(&stolen, json!({"reason": "compromised", "since": since}));
    office.registry.perform(act, &root(1)).unwrap();
    let error = office.perform(determination("d6")).unwrap_err();
    assert!(error.to_string().contains("KeyOutOfRange"), "{error}");
    office
        .registry
        .perform(determination("d6"), &other)
        .unwrap();

    let verified = holds(office.path());
    let found = doubtful(&verified);
    // The range first, then each act within it.
    let positions: Vec<Position> = found.iter().map(|found| found.position).collect();
    let acts = [since, since, since + 2, since + 3].map(Position::Entry);
    assert_eq!(positions, acts, "{found:?}");
    assert!(
        found
            .iter()
            .all(|found| found.severity == Severity::Warning)
    );
    assert!(
        found[0]
            .detail
            .contains(&format!("from entry {since} to {last}"))
    );
    assert!(
        found[1].detail.contains("document.determine"),
        "{}",
        found[1].detail
    );
    assert!(found[3].detail.contains("cosigned"), "{}", found[3].detail);
    // The file by itself says the same.
    let alone =
        bmnn_registry::verify::verify_file(&office.file("ledger.bmnn"), Default::default(), |_| {
            ControlFlow::Continue(())
        });
    assert_eq!(doubtful(&alone.unwrap().unwrap()).len(), 4);
}

#[test]
fn a_stolen_ledger_key_makes_its_recoveries_and_checkpoints_doubtful() {
    let Office {
        dir,
        registry,
        clock,
        ..
    } = Office::open();
    let since = registry.size();
    drop(registry);
    let path = dir.path().join("ledger.bmnn");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"half a record");
    std::fs::write(&path, bytes).unwrap();
    let mut registry = office::reopen(dir.path(), &clock).unwrap();
    registry.perform(determination("d1"), &clerk()).unwrap();
    let size = registry.size();
    // Not from later on than now.
    let ahead = Rotation {
        since: Some(size + 1),
        ..Rotation::default()
    };
    let error = registry
        .rotate_ledger_key(Box::new(key(0x60)), ahead, &[&root(1)])
        .unwrap_err();
    assert!(matches!(error, PerformError::Ledger(_)), "{error}");
    let rotation = Rotation {
        since: Some(since),
        ..Rotation::default()
    };
    registry
        .rotate_ledger_key(Box::new(key(0x60)), rotation, &[&root(1)])
        .unwrap();
    registry.perform(determination("d2"), &clerk()).unwrap();
    let verified = holds(dir.path());
    let found = doubtful(&verified);
    let positions: Vec<Position> = found.iter().map(|found| found.position).collect();
    // The range, the recovery, and the one checkpoint that the key signed in it.
    let told = [
        Position::Entry(since),
        Position::Entry(since),
        Position::Checkpoint(size),
    ];
    assert_eq!(positions, told, "{found:?}");
}

#[test]
fn the_field_that_a_compromise_wants_is_asked_for() {
    let mut office = Office::open();
    let before = office.state();
    let acts = [
        revoke(&clerk(), json!({"reason": "compromised"})),
        revoke(&clerk(), json!({"since": 3})),
        enrol(&key(0x60), json!({})),
        enrol(&key(0x60), json!({"role": "witness"})),
        enrol(&key(0x60), json!({"role": "root", "person": "head"})),
    ];
    for act in acts {
        let error = office.registry.perform(act.clone(), &root(1)).unwrap_err();
        assert!(matches!(error, PerformError::Refused(_)), "{act}: {error}");
        assert_eq!(office.state(), before);
    }
    // A witness signs no statement.
    let witness = key(0x60);
    let act = enrol(&witness, json!({"role": "witness", "name": "w.example/1"}));
    office.registry.perform(act, &root(1)).unwrap();
    let error = office
        .registry
        .perform(determination("d1"), &witness)
        .unwrap_err();
    assert!(error.to_string().contains("WrongSigner"), "{error}");
}
