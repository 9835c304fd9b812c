//! Verification of ledger and acts together.

#[cfg(test)]
mod office;

use bmnn::ledger::finding::{Kind, Severity};
use bmnn::ledger::verify::{Expect, NotProven};
use bmnn_registry::VaultKey;
use bmnn_registry::verify::{Verification, verify_file, verify_folder, verify_folder_unlocked};
use office::{DAY, Office, act_id, append, copy, determination, hand, head, issue, transfer, with};
use serde_json::json;
use std::ops::ControlFlow;

#[cfg(test)]
fn verified(office: &Office) -> Verification {
    let key = VaultKey::known();
    verify_folder_unlocked(office.path(), &key, Expect::default(), |_| {
        ControlFlow::Continue(())
    })
    .unwrap()
    .unwrap()
}

/// Without the vault's key.
#[cfg(test)]
fn verified_locked(office: &Office) -> Verification {
    verify_folder(office.path(), Expect::default(), |_| {
        ControlFlow::Continue(())
    })
    .unwrap()
    .unwrap()
}

#[cfg(test)]
fn kinds(verification: &Verification) -> Vec<Kind> {
    let findings = verification.report.findings.iter();
    let loud = findings.filter(|finding| finding.severity > Severity::Notice);
    loud.map(|finding| finding.kind).collect()
}

#[test]
fn an_office_in_order_holds() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    office.allowed(issue("d1", "1/BC"));
    let report = verified(&office);
    assert!(report.holds(), "{:?}", report.report.findings);
    assert_eq!(kinds(&report), []);
    assert_eq!(report.acts["document.issue"], 1);
    assert_eq!(report.not_replayed, None);
    assert_eq!(
        report.report.not_proven,
        [NotProven::Identity, NotProven::Rollback, NotProven::Time]
    );
    // The decisions of adoption and determination, each on its paper.
    assert_eq!(report.hands.on_paper, 2);

    let alone = verify_file(&office.file("ledger.bmnn"), Expect::default(), |_| {
        ControlFlow::Continue(())
    });
    let alone = alone.unwrap().unwrap();
    assert!(alone.holds());
    assert_eq!(alone.report.root, office.registry.root());
    assert!(alone.report.not_proven.contains(&NotProven::Seals));
}

#[test]
fn an_open_leg_is_found_and_a_closed_one_is_not() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    office.allowed(issue("d1", "1/BC"));
    let sent = office.allowed(with(
        transfer("d1#1", "bo-a"),
        json!({"id": act_id("sent").to_string()}),
    ));
    let report = verified(&office);
    assert!(report.holds());
    assert_eq!(kinds(&report), [Kind::OpenLeg]);
    office.allowed(json!({
        "act": "copy.accept", "on": DAY, "transfer": sent.id.to_string(),
        "receiver": hand("clerk"),
    }));
    let report = verified(&office);
    assert_eq!(kinds(&report), []);
    // The clerk, who signs, took it.
    assert_eq!(report.hands.signed, 1);
    let delivered = office.registry.copy(&copy("d1#1")).unwrap().unwrap();
    assert_eq!(delivered.state, bmnn::custody::CopyState::Delivered);
}

/// What an older book does not name is no fault of this one; what it names and
/// nobody can find is to be looked for.
#[test]
fn an_older_book_need_not_add_up() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.import", "on": DAY, "document": "old-1", "carrier": "document",
        "level": "Mat", "origin": "own", "source": {"kind": "register", "page": 1},
        "issued-total": 5, "copies": [
            {"copy": "old-1#1", "state": "held", "holder": "unit-1"},
            {"copy": "old-1#4", "state": "unknown"},
        ],
    }));
    let report = verified(&office);
    assert!(report.holds(), "{:?}", report.report.findings);
    assert_eq!(kinds(&report), [Kind::NotConserved]);
}

#[test]
fn what_is_recorded_as_irregular_is_told() {
    let mut office = Office::open();
    let unlisted = json!({"list-refs": [{"list": "list-9", "article": 1}]});
    let mut act = determination("d1");
    act.as_object_mut().unwrap().remove("list-refs");
    let error = office.perform(act.clone()).unwrap_err();
    assert!(error.is_refusal(), "{error}");
    office.allowed(with(
        act,
        json!({"irregular": {"reason": "Danh mục chưa ban hành kịp", "decision": head(DAY)}}),
    ));
    // The head signs, or a paper says so: his name alone does not bear it out.
    let mut named_only = determination("d3");
    named_only.as_object_mut().unwrap().remove("list-refs");
    let decision = json!({"person": "head", "position": "p-head", "date": DAY});
    let irregular = json!({"irregular": {"reason": "–", "decision": decision}});
    let named_only = with(named_only, irregular);
    let error = office.perform(named_only.clone()).unwrap_err();
    assert!(error.is_refusal(), "{error}");
    // What is impossible can never be recorded.
    let impossible = with(
        with(determination("d2"), unlisted),
        json!({"irregular": {"reason": "–", "decision": head(DAY)}}),
    );
    assert!(office.perform(impossible).unwrap_err().is_refusal());
    let report = verified(&office);
    assert!(report.holds());
    assert_eq!(report.report.counts.get(&Kind::Irregular), Some(&1));
    let filled_in =
        json!({"id": act_id("named-only").to_string(), "by": "clerk", "pack": "vn-2025"});
    append(office.path(), &office, with(named_only, filled_in));
    let report = verified(&office);
    assert!(!report.holds());
    assert!(kinds(&report).contains(&Kind::Unlawful));
}

/// Whoever holds keys and ledger can write past the registry, and is found.
#[test]
fn an_unlawful_act_written_past_the_registry_is_found() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let seq = office.registry.size();
    let path = office.path().to_owned();
    let unlawful = json!({
        "act": "document.issue", "id": act_id("forged").to_string(), "on": DAY, "by": "clerk",
        "pack": "vn-2025", "document": "d1", "symbol": "1/BC", "date": DAY, "signer": "head",
        "kept-by": "unit-vt", "original": "apart",
        "copies": [{"number": 7, "to": "bo-a"}],
    });
    append(&path, &office, unlawful);
    let report = verified(&office);
    assert!(!report.holds());
    assert_eq!(kinds(&report), [Kind::Unlawful]);
    let finding = &report.report.findings;
    let found = finding
        .iter()
        .find(|finding| finding.kind == Kind::Unlawful);
    assert_eq!(found.unwrap().position, bmnn::ledger::Position::Entry(seq));
    // It changes nothing in the state either.
    let mut office = office.reopen();
    assert_eq!(office.registry.size(), seq + 1);
    assert_eq!(office.registry.copy(&copy("d1#7")).unwrap(), None);
    office.allowed(issue("d1", "2/BC"));
}

/// A commitment binds its value to one act: in another it commits to nothing.
#[test]
fn a_commitment_taken_from_another_act_is_found() {
    let mut office = Office::open();
    let done = office.allowed(determination("d1"));
    let sealed = office.registry.sealed(&done.id).unwrap();
    let commitment = sealed.first().unwrap().commitment().to_string();
    let copied = with(
        determination("d2"),
        json!({
            "id": act_id("copied").to_string(), "by": "clerk", "pack": "vn-2025",
            "subject": {"sealed": commitment},
        }),
    );
    append(office.path(), &office, copied);
    for report in [verified(&office), verified_locked(&office)] {
        assert!(!report.holds());
        assert_eq!(kinds(&report), [Kind::SealMismatch]);
    }
}

#[test]
fn a_sealed_text_that_stands_in_clear_is_found_and_not_repeated() {
    let office = Office::open();
    let plain = with(
        determination("d2"),
        json!({"id": act_id("plain").to_string(), "by": "clerk", "pack": "vn-2025", "subject": "Chuyện kín"}),
    );
    append(office.path(), &office, plain);
    let report = verified(&office);
    assert!(!report.holds());
    assert_eq!(kinds(&report), [Kind::SealMismatch]);
    assert!(!format!("{report:?}").contains("Chuyện kín"));
}

/// How many copies another agency issued is no count of ours.
#[test]
fn another_agencys_numbers_are_its_own() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.receive", "on": DAY, "document": "r1", "issuer": "bo-a", "unopened": true,
        "envelope": {"symbol": "12/BA", "letter": "B", "named": "head"},
    }));
    office.allowed(json!({
        "act": "document.complete", "on": DAY, "document": "r1", "symbol": "12/BA", "date": DAY,
        "level": "Mat", "copies": [{"number": 2}], "issued-total": 4_000_000_000_u32,
    }));
    assert!(verified(&office).holds());
}

#[test]
fn a_sealed_value_that_is_gone_is_told() {
    let mut office = Office::open();
    let done = office.allowed(determination("d1"));
    let registry = &office.registry;
    assert_eq!(registry.sealed(&done.id).unwrap().len(), 1);
    let vault = rusqlite::Connection::open(office.file("vault.db")).unwrap();
    vault
        .execute("DELETE FROM sealed WHERE path = 'subject'", [])
        .unwrap();
    for report in [verified(&office), verified_locked(&office)] {
        assert!(report.holds());
        assert_eq!(kinds(&report), [Kind::SealMissing]);
    }
    vault
        .execute("UPDATE sealed SET box = x'6178'", [])
        .unwrap();
    let report = verified(&office);
    assert!(!report.holds());
    assert!(kinds(&report).contains(&Kind::SealMismatch));
}

/// What is wrong with the vault's file is said once, and named; the evidence
/// is judged all the same.
#[test]
fn a_vault_that_cannot_be_read_is_a_finding() {
    let mut office = Office::open();
    office.allowed(determination("d1"));
    let Office { dir, registry, .. } = office;
    drop(registry);
    let path = dir.path().join("vault.db");
    let whole = std::fs::read(&path).unwrap();
    let mut torn = whole.clone();
    let length = torn.len();
    torn[4096..length].fill(0xA5);
    let later = || {
        let vault = rusqlite::Connection::open(&path).unwrap();
        vault.execute_batch("PRAGMA user_version = 3").unwrap();
    };
    let lockless = || {
        let vault = rusqlite::Connection::open(&path).unwrap();
        vault.execute_batch("DELETE FROM lock").unwrap();
    };
    let verified = |locked: bool| {
        let go_on = |_| ControlFlow::Continue(());
        let expect = Expect::default();
        if locked {
            verify_folder(dir.path(), expect, go_on).unwrap().unwrap()
        } else {
            let key = VaultKey::known();
            let done = verify_folder_unlocked(dir.path(), &key, expect, go_on);
            done.unwrap().unwrap()
        }
    };
    type Prepare<'a> = &'a dyn Fn();
    let write = |bytes: &[u8]| std::fs::write(&path, bytes).unwrap();
    let table: [(&str, Prepare<'_>, bool, Vec<Kind>); 5] = [
        ("torn", &|| write(&torn), true, vec![Kind::Damaged]),
        (
            "garbage",
            &|| write(b"no vault at all"),
            true,
            vec![Kind::Damaged],
        ),
        ("of a later layout", &later, true, vec![Kind::SealMissing]),
        ("without a lock", &lockless, false, vec![Kind::Damaged]),
        (
            "gone",
            &|| std::fs::remove_file(&path).unwrap(),
            true,
            vec![],
        ),
    ];
    for (what, prepare, locked, wanted) in table {
        write(&whole);
        prepare();
        let report = verified(locked);
        assert_eq!(kinds(&report), wanted, "{what}");
        assert_eq!(report.holds(), !wanted.contains(&Kind::Damaged), "{what}");
        assert!(
            report.report.not_proven.contains(&NotProven::Seals),
            "{what}"
        );
        assert_eq!(report.not_replayed, None, "{what}");
    }
}

/// What was noted of other ledgers is compared again: two roots of one size are
/// a fork of the other ledger, which does not speak against this one that tells
/// of it; a note that is none does.
#[test]
fn a_forked_ledger_is_found_in_what_was_noted_of_it() {
    use bmnn::id::Bytes32;
    use bmnn::ledger::PlainSigner;
    use bmnn::ledger::checkpoint::Checkpoint;
    let office = Office::open();
    let ledger = Bytes32([0x44; 32]);
    let text = |size, root| {
        let root = Bytes32([root; 32]);
        let checkpoint = Checkpoint { ledger, size, root };
        let signer = PlainSigner::from_seed(&[9; 32]);
        checkpoint.sign(&signer).unwrap()
    };
    let mut number = 0;
    let mut note = |checkpoint: String| {
        number += 1;
        let act = json!({
            "act": "witness.note", "on": DAY, "id": act_id(&format!("note-{number}")).to_string(),
            "by": "clerk", "pack": "vn-2025", "ledger": ledger.to_string(),
            "checkpoint": checkpoint,
        });
        append(office.path(), &office, act);
        let report = verified(&office);
        (report.holds(), kinds(&report))
    };
    assert_eq!(note(text(7, 1)), (true, vec![]));
    assert_eq!(note(text(7, 1)), (true, vec![]));
    assert_eq!(note(text(8, 2)), (true, vec![]));
    assert_eq!(note(text(8, 3)), (true, vec![Kind::Fork]));
    // An older one adds nothing, and is refused.
    let fork = Kind::Fork;
    assert_eq!(note(text(7, 4)), (false, vec![fork, Kind::Unlawful]));
    // In the form of the catalogue, and still no note.
    let (body, _) = text(9, 5)
        .split_once("\n\n")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let none = format!("{body}\n\n— bmnn/{ledger} AAAA\n");
    let found = vec![fork, Kind::Unlawful, Kind::BadEncoding];
    assert_eq!(note(none), (false, found));
}
