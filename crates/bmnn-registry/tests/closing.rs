//! A ledger is closed, read for years, and succeeded by another.

#[cfg(test)]
mod office;

use bmnn::act::After;
use bmnn::ledger::{Finding, PlainSigner, Severity, Signer};
use bmnn_registry::host::SetClock;
use bmnn_registry::verify::{Succession, Verification, succession, verify_folder};
use bmnn_registry::{Host, PerformError, Registry, Rotation};
use office::{
    DAY, Office, clerk, day, determination, head, issue, ledger_key, opening, root, transfer, with,
};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;
use std::path::Path;
use tempfile::TempDir;

#[cfg(test)]
fn close(over: Json) -> Json {
    with(
        json!({"act": "ledger.close", "on": DAY, "reason": "migrated", "decision": head(DAY)}),
        over,
    )
}

#[cfg(test)]
fn verified(folder: &Path) -> Verification {
    let verified = verify_folder(folder, Default::default(), |_| ControlFlow::Continue(()));
    verified.unwrap().unwrap()
}

/// An office with one document out, closed.
#[cfg(test)]
fn closed(over: Json) -> (Office, After) {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    office.allowed(issue("d1", "1/BC"));
    office.registry.perform(close(over), &root(1)).unwrap();
    let after = After {
        ledger: office.registry.ledger_id(),
        size: office.registry.size(),
        root: office.registry.root(),
    };
    (office, after)
}

#[test]
fn behind_the_end_nothing_is_taken() {
    let id = "11".repeat(16);
    let (mut office, _) = closed(json!({"id": id}));
    let before = office.state();
    let clerk = clerk();
    type Attempt<'a> = &'a dyn Fn(&mut Registry) -> Result<(), PerformError>;
    let key = PlainSigner::from_seed(&[9; 32]).public_key().to_string();
    let attempts: [(&str, Attempt<'_>); 7] = [
        ("an act", &|registry| {
            registry.perform(determination("d2"), &clerk).map(drop)
        }),
        ("several", &|registry| {
            registry
                .perform_all([determination("d2")], &clerk)
                .map(drop)
                .map_err(|error| match error {
                    PerformError::At { error, .. } => *error,
                    other => other,
                })
        }),
        (
            "a stream",
            &|registry| match registry.import([determination("d2")], &clerk)?.stopped {
                Some((0, error)) => Err(error),
                other => panic!("{other:?}"),
            },
        ),
        ("a decision", &|registry| {
            registry.decide(determination("d2"), &clerk).map(drop)
        }),
        ("a key", &|registry| {
            let act = json!({"act": "key.enrol", "on": DAY, "key": key, "role": "root"});
            registry.perform(act, &root(1)).map(drop)
        }),
        ("closing again", &|registry| {
            registry.perform(close(json!({})), &root(1)).map(drop)
        }),
        ("a new ledger key", &|registry| {
            let next = Box::new(PlainSigner::from_seed(&[9; 32]));
            registry
                .rotate_ledger_key(next, Rotation::default(), &[&root(1)])
                .map(drop)
        }),
    ];
    // A year later the clock is not asked about either.
    office.clock.advance(365 * 86_400_000);
    let clock = office.clock.clone();
    for round in 0..2 {
        for (what, attempt) in attempts {
            let error = attempt(&mut office.registry).expect_err(what);
            assert!(
                matches!(error, PerformError::Closed),
                "{what}, {round}: {error}"
            );
            assert!(error.vi().contains("đã khóa") && error.to_string().contains("was closed"));
            assert_eq!(office.state(), before, "{what}");
        }
        // Who heard no answer asks again, and is answered.
        let again = office
            .registry
            .perform(close(json!({"id": id})), &root(1))
            .unwrap();
        assert!(again.repeated);
        // The next round is that of a registry opened anew.
        office.registry = office::reopen(office.dir.path(), &clock).unwrap();
    }
    // It is read and verified as before.
    let reader = Registry::read(office.path()).unwrap();
    assert!(reader.chain().is_closed());
    assert_eq!(
        reader
            .document(&office::id("d1"))
            .unwrap()
            .unwrap()
            .copies
            .len(),
        4
    );
    let verified = verified(office.path());
    assert!(verified.holds(), "{:?}", verified.report.findings);
}

#[test]
fn what_is_on_the_way_keeps_the_ledger_open() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    office.allowed(issue("d1", "1/BC"));
    let sent = office.allowed(transfer("d1#1", "bo-a"));
    let before = office.state();
    let error = office
        .registry
        .perform(close(json!({})), &root(1))
        .unwrap_err();
    assert!(
        error.to_string().contains("d1#1") && error.vi().contains("d1#1"),
        "{error}"
    );
    assert_eq!(office.state(), before);
    office.allowed(json!({
        "act": "copy.accept", "on": DAY, "transfer": sent.id.to_string(),
        "receiver": {"name": "Lê Văn C", "party": "bo-a", "date": DAY},
    }));
    // The clerk does not close it, nor the ledger key.
    for signer in [&clerk() as &dyn Signer, &*ledger_key()] {
        let error = office
            .registry
            .perform(close(json!({})), signer)
            .unwrap_err();
        assert!(matches!(error, PerformError::Ledger(_)), "{error}");
    }
    let done = office.registry.perform(close(json!({})), &root(1)).unwrap();
    assert!(done.receipt().is_some());
}

#[cfg(test)]
fn successor(after: Option<After>, roots: &[&dyn Signer]) -> (TempDir, Registry) {
    let dir = tempfile::tempdir().unwrap();
    let clock = SetClock::at(day("2026-03-03"), "08:00".parse().unwrap());
    let opening = bmnn_registry::Opening {
        further_roots: Vec::new(),
        after,
        ..opening()
    };
    let host = Host::fixed(clock, [9; 32]);
    let registry = Registry::create(dir.path(), &opening, roots, ledger_key(), host).unwrap();
    (dir, registry)
}

#[cfg(test)]
fn follows(new: &Path, old: &Path) -> Succession {
    succession(new, old, |_| ControlFlow::Continue(()))
        .unwrap()
        .unwrap()
}

#[cfg(test)]
fn severities(succession: &Succession) -> Vec<Severity> {
    succession
        .findings
        .iter()
        .map(|found| found.severity)
        .collect()
}

#[test]
fn a_successor_names_the_end_of_the_ledger_before() {
    let (old, after) = closed(json!({"successor-key": root(5).public_key().to_string()}));
    let (new, registry) = successor(Some(after), &[&root(5), &root(6)]);
    assert_eq!(registry.size(), 2);
    let found = follows(new.path(), old.path());
    assert!(
        found.holds() && found.closed && found.findings.is_empty(),
        "{found:?}"
    );
    assert_eq!(found.after, Some(after));
    // From the files alone too.
    let file = |folder: &Path| folder.join("ledger.bmnn");
    assert!(follows(&file(new.path()), &file(old.path())).holds());
    let mut whole = verified(new.path());
    whole.join(&found);
    assert!(whole.holds());

    let off = |change: &dyn Fn(&mut After)| {
        let mut after = after;
        change(&mut after);
        Some(after)
    };
    let table: [(&str, Option<After>, u8); 5] = [
        ("nothing", None, 5),
        ("another ledger", off(&|after| after.ledger.0[0] ^= 1), 5),
        ("another size", off(&|after| after.size -= 1), 5),
        ("another root", off(&|after| after.root.0[31] ^= 1), 5),
        ("but another root key than was named", Some(after), 7),
    ];
    for (what, after, seed) in table {
        let (new, _) = successor(after, &[&root(seed)]);
        let found = follows(new.path(), old.path());
        assert!(!found.holds(), "{what}");
        assert_eq!(severities(&found), [Severity::Error], "{what}");
        let mut whole = verified(new.path());
        whole.join(&found);
        assert!(!whole.holds(), "{what}");
        assert!(whole.report.findings.iter().any(Finding::is_error));
    }
}

#[test]
fn a_ledger_before_that_is_open_or_broken_is_told() {
    let mut old = Office::open();
    let end = |office: &Office| After {
        ledger: office.registry.ledger_id(),
        size: office.registry.size(),
        root: office.registry.root(),
    };
    let (new, _) = successor(Some(end(&old)), &[&root(5)]);
    let found = follows(new.path(), old.path());
    assert!(found.holds() && !found.closed);
    assert_eq!(severities(&found), [Severity::Warning]);
    // It goes on beside its successor.
    old.allowed(determination("d1"));
    let found = follows(new.path(), old.path());
    assert_eq!(severities(&found), [Severity::Error, Severity::Warning]);

    let (old, after) = closed(json!({}));
    let (new, _) = successor(Some(after), &[&root(5)]);
    let path = old.file("ledger.bmnn");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert!(!follows(new.path(), old.path()).holds());
}

/// The successor takes over an agency's ledger by name; copies follow by
/// themselves.
#[test]
fn taking_over_brings_nothing_by_itself() {
    let (old, after) = closed(json!({}));
    let mut office = Office::open();
    let note = old.registry.checkpoint().to_owned();
    let succeed = json!({
        "act": "ledger.succeed", "on": DAY, "ledger": after.ledger.to_string(), "checkpoint": note,
        "party": "so-b", "paper": {"kind": "minutes", "symbol": "3/BB"},
    });
    office.allowed(succeed.clone());
    assert!(
        office
            .registry
            .document(&office::id("d1"))
            .unwrap()
            .is_none()
    );
    office.allowed(json!({
        "act": "document.import", "on": DAY, "document": "d1", "carrier": "document", "level": "ToiMat",
        "origin": "own", "source": {"kind": "other", "symbol": "3/BB"}, "ledger": after.ledger.to_string(),
        "copies": [{"copy": "d1#1", "state": "held", "holder": "unit-vt"}],
    }));
    // By no root, and not with another's checkpoint.
    let error = office
        .registry
        .perform(succeed.clone(), &root(1))
        .unwrap_err();
    assert!(error.to_string().contains("WrongSigner"), "{error}");
    let (_dir, another) = successor(None, &[&root(5)]);
    let other = with(succeed, json!({"checkpoint": another.checkpoint()}));
    let error = office.perform(other).unwrap_err();
    assert!(error.to_string().contains("another ledger"), "{error}");
    let found = verified(office.path());
    assert!(found.holds(), "{:?}", found.report.findings);
}
