//! What somebody with keys of their own can try: each attempt is refused when
//! it is to be appended, and found when it is in the file already.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::ledger::commit::AppendError;
use bmnn::ledger::key::kid;
use bmnn::ledger::{Cosignature, Entry, Expect, Kind, Position, Scope, Signer, Statement};
use bmnn::value::{Map, Value};
use common::{Forgery, Office, bytes, errors, judge, record, signer, verify};

/// An office with an opened ledger, and its file.
fn office() -> (Office, Forgery) {
    let (office, opening) = Office::opened();
    let mut file = Forgery::new();
    file.commit(&opening);
    (office, file)
}

/// An office where both roots are to sign.
fn strict_office() -> (Office, Forgery) {
    let (mut office, open) = Office::new(2);
    let mut batch = office.batch();
    let statement = Statement::sign(&open, Scope::Opening, &office.roots[0]).unwrap();
    let cosigned = statement.cosign(Scope::Opening, &office.roots[1]).unwrap();
    let received = office.received;
    batch.push(&statement, vec![cosigned], received).unwrap();
    let opening = office.seal(batch);
    let mut file = Forgery::new();
    file.commit(&opening);
    (office, file)
}

/// Why the ledger does not take a statement; the same is found if whoever
/// holds the ledger key writes it all the same.
fn refusal(
    office: &Office,
    mut file: Forgery,
    statement: &Statement,
    cosigned: &[Cosignature],
) -> Vec<Kind> {
    let mut batch = office.batch();
    let refused = batch.push(statement, cosigned.to_vec(), office.received);
    let Err(AppendError::Refused(findings)) = refused else {
        panic!("taken: {refused:?}");
    };
    assert_eq!(batch.len(), 0);
    let refused: Vec<Kind> = findings.iter().map(|found| found.kind).collect();

    let position = Position::Entry(file.size());
    let mut cosigned = cosigned.to_vec();
    cosigned.sort_by_key(|cosignature| cosignature.kid);
    file.place(statement.encode(), cosigned);
    file.checkpoint(&office.ledger);
    let found = errors(&file.verify());
    let wanted = refused.iter().map(|kind| (*kind, position));
    assert_eq!(found, wanted.collect::<Vec<_>>());
    // A verifier that is not ours says the same of the same place.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(bmnn_store::LEDGER);
    std::fs::write(&path, &file.file).unwrap();
    let (holds, said) = judge(&path);
    assert!(
        !holds && said.contains(&format!(" at {position}: ")),
        "{said}"
    );
    refused
}

#[test]
fn an_entry_dropped_by_the_holder_of_the_ledger_key_is_found() {
    let (mut office, opening) = Office::opened();
    let commits: Vec<_> = (0..4).map(|_| office.commit(3)).collect();
    let entries: Vec<_> = commits.iter().flat_map(|c| c.entries()).collect();
    for dropped in 0..entries.len() - 1 {
        let mut file = Forgery::new();
        file.commit(&opening);
        for (n, entry) in entries.iter().enumerate().filter(|(n, _)| *n != dropped) {
            let (entry, _) = Entry::decode(entry).unwrap();
            file.place_at(entry.received, entry.statement, entry.cosigned);
            if n % 3 == 2 {
                file.checkpoint(&office.ledger);
            }
        }
        // Links and checkpoints are in order; what everyone saw is not.
        let report = file.verify();
        let first = opening.entries().len() + dropped;
        let found = errors(&report);
        assert!(found.iter().all(|(kind, _)| *kind == Kind::WrongHistory));
        assert_eq!(found[0].1, Position::Entry(first as u64));
        // Everyone who signed later saw it, or someone who did.
        assert_eq!(found.len(), entries.len() - 1 - dropped);
    }
}

#[test]
fn nobody_signs_as_somebody_else() {
    let (mut office, mut file) = office();
    let mut batch = office.batch();
    let enrol = office.enrolment(&signer(5).public_key(), "actor", Some("deputy"));
    office.push_root(&mut batch, enrol);
    let person = office.act("person.enrol", [("person", "deputy".into())]);
    office.push(&mut batch, person);
    file.commit(&office.seal(batch));

    // The deputy's key, the clerk's name.
    let act = office.note();
    let statement = office.sign(&office.chain, act, &signer(5));
    assert_eq!(refusal(&office, file, &statement, &[]), [Kind::WrongSigner]);
}

#[test]
fn each_role_signs_what_is_its_own() {
    let (mut office, mut file) = office();
    let mut batch = office.batch();
    let mut witness = office.enrolment(&signer(7).public_key(), "witness", None);
    witness.insert("name", "example.com/w".into());
    office.push_root(&mut batch, witness);
    file.commit(&office.seal(batch));

    let root_act = |office: &mut Office| office.enrolment(&signer(9).public_key(), "root", None);
    let recover = |office: &mut Office| {
        office.root_act(
            "ledger.recover",
            [("why", "restored".into()), ("size", Value::Int(1))],
        )
    };
    let close = |office: &mut Office| office.root_act("ledger.close", [("reason", "full".into())]);
    let nobody = |office: &mut Office| {
        let mut act = office.note();
        act.remove("by");
        act
    };
    type Make<'a> = &'a dyn Fn(&mut Office) -> Map;
    let cases: [(&str, Make, u8); 10] = [
        ("a witness signs an act", &|office| office.note(), 7),
        ("a witness signs nameless", &nobody, 7),
        ("the ledger key signs an act", &nobody, 3),
        ("a root signs an act", &nobody, 1),
        ("the clerk signs an act as nobody", &nobody, 4),
        ("the clerk enrols a key", &root_act, 4),
        ("the ledger key enrols a key", &root_act, 3),
        ("the clerk closes the ledger", &close, 4),
        ("a root recovers", &recover, 1),
        ("the clerk recovers", &recover, 4),
    ];
    for (what, make, key) in cases {
        let act = make(&mut office);
        let statement = office.sign(&office.chain, act, &signer(key));
        let refused = refusal(&office, file.clone(), &statement, &[]);
        assert_eq!(refused, [Kind::WrongSigner], "{what}");
    }
    // Roots and the ledger key sign as nobody.
    let mut act = root_act(&mut office);
    act.insert("by", "clerk".into());
    let statement = office.sign(&office.chain, act, &office.roots[0]);
    assert_eq!(refusal(&office, file, &statement, &[]), [Kind::WrongSigner]);
}

#[test]
fn a_threshold_counts_different_roots() {
    let (mut office, file) = strict_office();
    let enrol = office.enrolment(&office.clerk.public_key(), "actor", Some("clerk"));
    let statement = office.sign(&office.chain, enrol, &office.roots[0]);
    let scope = office.chain.scope();

    let alone = refusal(&office, file.clone(), &statement, &[]);
    assert_eq!(alone, [Kind::WrongSigner]);
    // The ledger key is valid, and no root.
    let ledger = statement.cosign(scope, &office.ledger).unwrap();
    let with_ledger = refusal(&office, file.clone(), &statement, &[ledger]);
    assert_eq!(with_ledger, [Kind::WrongSigner]);
    // A root does not count twice.
    let again = statement.cosign(scope, &office.roots[0]).unwrap();
    let twice = refusal(&office, file.clone(), &statement, &[again]);
    assert_eq!(twice, [Kind::BadEncoding]);
    // A cosignature for another ledger does not count.
    let elsewhere = statement.cosign(Scope::Opening, &office.roots[1]).unwrap();
    let replayed = refusal(&office, file.clone(), &statement, &[elsewhere]);
    assert_eq!(replayed, [Kind::BadSignature]);

    let both = statement.cosign(scope, &office.roots[1]).unwrap();
    let mut batch = office.batch();
    batch.push(&statement, vec![both], office.received).unwrap();
}

#[test]
fn the_opening_meets_its_own_threshold() {
    let (office, open) = Office::new(2);
    let statement = Statement::sign(&open, Scope::Opening, &office.roots[0]).unwrap();
    assert_eq!(refusal_kind(&office, &statement), Kind::WrongSigner);
    let mut file = Forgery::new();
    file.place(statement.encode(), vec![]);
    file.checkpoint(&office.ledger);
    let opening = (Kind::WrongSigner, Position::Entry(0));
    // Nobody's keys are enrolled by it, so nothing after it holds either.
    let sealing = (Kind::UnknownKey, Position::Checkpoint(1));
    assert_eq!(errors(&file.verify()), [opening, sealing]);
    let stranger = Statement::sign(&open, Scope::Opening, &signer(9)).unwrap();
    assert_eq!(refusal_kind(&office, &stranger), Kind::UnknownKey);
    for threshold in [0, 3, -1] {
        let (office, open) = Office::new(threshold);
        let statement = Statement::sign(&open, Scope::Opening, &office.roots[0]).unwrap();
        assert_eq!(refusal_kind(&office, &statement), Kind::BadEncoding);
    }
    for (key, roots) in [(3, [1, 1]), (1, [1, 2])] {
        let (office, mut open) = Office::new(1);
        let roots = roots.map(|root| bytes(&signer(root).public_key().0));
        open.insert("roots", Value::Array(roots.to_vec()));
        open.insert("ledger-key", bytes(&signer(key).public_key().0));
        let statement = Statement::sign(&open, Scope::Opening, &office.roots[0]).unwrap();
        assert_eq!(refusal_kind(&office, &statement), Kind::BadKey);
    }
}

/// The first reason for which an office's ledger does not take a statement.
fn refusal_kind(office: &Office, statement: &Statement) -> Kind {
    match office.batch().push(statement, vec![], office.received) {
        Err(AppendError::Refused(findings)) => findings[0].kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_key_is_valid_from_the_entry_after_its_enrolment_to_its_revocation() {
    let (mut office, mut file) = office();
    let deputy = signer(5);
    let act = |office: &mut Office| {
        let mut act = office.act("party.enrol", [("party", "unit".into())]);
        act.insert("by", "deputy".into());
        act
    };
    // Before its enrolment it is not known at all.
    let early = act(&mut office);
    let statement = office.sign(&office.chain, early, &deputy);
    let refused = refusal(&office, file.clone(), &statement, &[]);
    assert_eq!(refused, [Kind::UnknownKey]);

    let mut batch = office.batch();
    let enrol = office.enrolment(&deputy.public_key(), "actor", Some("deputy"));
    office.push_root(&mut batch, enrol);
    let inside = act(&mut office);
    let statement = office.sign(batch.chain(), inside, &deputy);
    batch.push(&statement, vec![], office.received).unwrap();
    // A root may sign its own revocation, once another is there.
    let root = office.enrolment(&signer(6).public_key(), "root", None);
    office.push_root(&mut batch, root);
    let revoke = office.revocation(&deputy);
    office.push_root(&mut batch, revoke);
    file.commit(&office.seal(batch));

    let late = act(&mut office);
    let statement = office.sign(&office.chain, late, &deputy);
    let refused = refusal(&office, file.clone(), &statement, &[]);
    assert_eq!(refused, [Kind::KeyOutOfRange]);
    // Its cosignature is worth nothing either.
    let note = office.note();
    let statement = office.sign(&office.chain, note, &office.clerk);
    let cosigned = statement.cosign(office.chain.scope(), &deputy).unwrap();
    let refused = refusal(&office, file.clone(), &statement, &[cosigned]);
    assert_eq!(refused, [Kind::KeyOutOfRange]);

    let itself = office.revocation(&signer(1));
    let mut batch = office.batch();
    office.push_root(&mut batch, itself);
    file.commit(&office.seal(batch));
    let again = office.revocation(&signer(6));
    let statement = office.sign(&office.chain, again, &office.roots[0]);
    let refused = refusal(&office, file, &statement, &[]);
    assert_eq!(refused, [Kind::KeyOutOfRange]);
}

#[test]
fn a_key_is_enrolled_once_ever_in_one_role() {
    let (mut office, mut file) = office();
    let mut batch = office.batch();
    let enrol = office.enrolment(&signer(5).public_key(), "actor", Some("deputy"));
    office.push_root(&mut batch, enrol);
    let revoke = office.revocation(&signer(5));
    office.push_root(&mut batch, revoke);
    file.commit(&office.seal(batch));
    let cases = [
        (office.clerk.public_key(), "actor", "while it is valid"),
        (signer(5).public_key(), "actor", "after its revocation"),
        (office.clerk.public_key(), "root", "in a second role"),
        (office.roots[0].public_key(), "ledger", "in a second role"),
        (office.ledger.public_key(), "ledger", "as its own successor"),
    ];
    for (key, role, what) in cases {
        let enrol = office.enrolment(&key, role, Some("clerk"));
        let statement = office.sign(&office.chain, enrol, &office.roots[0]);
        let refused = refusal(&office, file.clone(), &statement, &[]);
        assert_eq!(refused, [Kind::BadKey], "{what}");
    }
}

#[test]
fn some_keys_are_not_revoked() {
    let (mut office, mut file) = office();
    let mut batch = office.batch();
    let revoke = office.revocation(&signer(2));
    office.push_root(&mut batch, revoke);
    file.commit(&office.seal(batch));
    let cases = [
        (signer(1), Kind::BadKey),        // the last root
        (signer(2), Kind::KeyOutOfRange), // revoked before
        (signer(3), Kind::BadKey),        // the ledger's
        (signer(9), Kind::UnknownKey),
    ];
    for (key, kind) in cases {
        let revoke = office.revocation(&key);
        let statement = office.sign(&office.chain, revoke, &office.roots[0]);
        assert_eq!(refusal(&office, file.clone(), &statement, &[]), [kind]);
    }
}

#[test]
fn a_person_not_enrolled_yet_signs_three_acts_only() {
    let (mut office, mut file) = office();
    let mut batch = office.batch();
    let enrol = office.enrolment(&signer(5).public_key(), "actor", Some("deputy"));
    office.push_root(&mut batch, enrol);
    file.commit(&office.seal(batch));
    let sign = |office: &mut Office, name: &str| {
        let mut act = office.act(name, [("person", "deputy".into())]);
        act.insert("by", "deputy".into());
        office.sign(&office.chain, act, &signer(5))
    };
    for name in ["copy.transfer", "person.leave", "pack.adopts"] {
        let statement = sign(&mut office, name);
        let refused = refusal(&office, file.clone(), &statement, &[]);
        assert_eq!(refused, [Kind::WrongSigner], "{name}");
    }
    for name in ["pack.adopt", "party.enrol", "person.enrol", "copy.transfer"] {
        let statement = sign(&mut office, name);
        let mut batch = office.batch();
        batch.push(&statement, vec![], office.received).unwrap();
        office.seal(batch);
    }
}

#[test]
fn what_was_signed_for_one_ledger_or_place_is_worth_nothing_at_another() {
    let (mut office, mut file) = office();
    let note = office.note();
    // The same keys open a second ledger.
    let (other, mut open) = Office::new(1);
    open.insert("agency", "UBND tỉnh B".into());
    let statement = Statement::sign(&open, Scope::Opening, &other.roots[0]).unwrap();
    let mut batch = other.batch();
    batch.push(&statement, vec![], other.received).unwrap();
    let scope = batch.chain().scope();
    let (seq, leaf) = office.chain.last().unwrap();
    let mut replayed = note.clone();
    replayed.insert(
        "seen",
        Value::Array(vec![Value::Int(seq as i64), bytes(&leaf.0)]),
    );
    let statement = Statement::sign(&replayed, scope, &office.clerk).unwrap();
    let refused = refusal(&office, file.clone(), &statement, &[]);
    assert_eq!(refused, [Kind::BadSignature]);

    // A second time in its own ledger.
    let statement = office.sign(&office.chain, note, &office.clerk);
    let mut batch = office.batch();
    batch.push(&statement, vec![], office.received).unwrap();
    file.commit(&office.seal(batch));
    let refused = refusal(&office, file.clone(), &statement, &[]);
    assert_eq!(refused, [Kind::DuplicateId]);
    // The opening a second time, by those who may sign it.
    let statement = Statement::sign(&open, Scope::Opening, &office.roots[0]).unwrap();
    let refused = refusal(&office, file, &statement, &[]);
    assert_eq!(
        refused,
        [Kind::WrongHistory, Kind::WrongHistory, Kind::DuplicateId]
    );
}

#[test]
fn an_act_says_what_it_saw() {
    let (mut office, mut file) = office();
    file.commit(&office.commit(3));
    let last = office.chain.size() as i64 - 1;
    let (_, leaf) = office.chain.last().unwrap();
    let pair = |seq, leaf: &[u8]| Value::Array(vec![Value::Int(seq), bytes(leaf)]);
    let cases = [
        (None, Kind::WrongHistory),
        (Some(pair(last, &[0; 32])), Kind::WrongHistory),
        (Some(pair(last - 1, &leaf.0)), Kind::WrongHistory),
        (Some(pair(last + 1, &leaf.0)), Kind::WrongHistory),
        (Some(pair(last, &leaf.0[..31])), Kind::BadEncoding),
        (Some(pair(-1, &leaf.0)), Kind::BadEncoding),
        (Some(Value::Int(last)), Kind::BadEncoding),
    ];
    for (seen, kind) in cases {
        let mut act = office.note();
        if let Some(seen) = seen {
            act.insert("seen", seen);
        }
        let statement = Statement::sign(&act, office.chain.scope(), &office.clerk).unwrap();
        assert_eq!(refusal(&office, file.clone(), &statement, &[]), [kind]);
    }
}

#[test]
fn cosignatures_have_one_form_and_each_must_verify() {
    let (mut office, mut file) = office();
    let mut batch = office.batch();
    for seed in [5, 6] {
        let enrol = office.enrolment(&signer(seed).public_key(), "actor", Some("deputy"));
        office.push_root(&mut batch, enrol);
    }
    file.commit(&office.seal(batch));
    let scope = office.chain.scope();
    let note = office.note();
    let statement = office.sign(&office.chain, note, &office.clerk);
    let [a, b, own, stranger] = [5, 6, 4, 9].map(|s| statement.cosign(scope, &signer(s)).unwrap());
    let (low, high) = if a.kid < b.kid { (a, b) } else { (b, a) };
    let bent = Cosignature {
        kid: a.kid,
        signature: b.signature,
    };
    let cases: [(&[Cosignature], &[Kind]); 8] = [
        (&[], &[]),
        (&[low], &[]),
        (&[low, high], &[]),
        (&[high, low], &[Kind::BadEncoding]),
        (&[low, low], &[Kind::BadEncoding]),
        (&[own], &[Kind::BadEncoding]),
        (&[stranger], &[Kind::UnknownKey]),
        (&[bent], &[Kind::BadSignature]),
    ];
    let written = cases[2].0;
    for (cosigned, kinds) in cases {
        let mut file = file.clone();
        let position = Position::Entry(file.size());
        file.place(statement.encode(), cosigned.to_vec());
        file.checkpoint(&office.ledger);
        let wanted: Vec<_> = kinds.iter().map(|kind| (*kind, position)).collect();
        assert_eq!(errors(&file.verify()), wanted, "{cosigned:?}");
    }

    // Stripped, or added, behind the back of the ledger key's holder.
    let mut whole = file.clone();
    whole.place(statement.encode(), written.to_vec());
    let note = whole.as_checkpoint().sign(&office.ledger).unwrap();
    for cosigned in [&[][..], &[low]] {
        let mut stripped = file.clone();
        stripped.place(statement.encode(), cosigned.to_vec());
        stripped.record(2, note.as_bytes());
        let size = stripped.size();
        let wanted = [(Kind::CheckpointMismatch, Position::Checkpoint(size))];
        assert_eq!(errors(&stripped.verify()), wanted);
    }
}

#[test]
fn a_checkpoint_is_signed_by_the_ledger_key_in_force() {
    let (mut office, file) = office();
    let note = office.note();
    let before = office.sign(&office.chain, note, &office.clerk);
    let old = signer(3);
    let enrol = office.enrolment(&signer(8).public_key(), "ledger", None);
    let rotation = office.sign(&office.chain, enrol, &office.roots[0]);
    let cases: [(&Statement, u8, &[Kind]); 6] = [
        (&before, 3, &[]),
        (&before, 8, &[Kind::UnknownKey]),
        (&before, 1, &[Kind::WrongSigner]),
        // The commit that enrols the successor is sealed by it.
        (&rotation, 8, &[]),
        (&rotation, 3, &[Kind::KeyOutOfRange]),
        (&rotation, 4, &[Kind::WrongSigner]),
    ];
    for (statement, seal, kinds) in cases {
        let mut file = file.clone();
        file.place(statement.encode(), vec![]);
        let position = Position::Checkpoint(file.size());
        file.checkpoint(&signer(seal));
        let wanted: Vec<_> = kinds.iter().map(|kind| (*kind, position)).collect();
        assert_eq!(errors(&file.verify()), wanted);
    }
    let mut batch = office.batch();
    batch.push(&rotation, vec![], office.received).unwrap();
    assert_eq!(
        batch.seal(&old).unwrap_err(),
        bmnn::ledger::commit::SealError::OtherKey
    );
}

#[test]
fn checkpoints_rise_and_say_what_is_there() {
    let (office, file) = office();
    let size = file.size();
    let position = Position::Checkpoint(size);
    let good = file.as_checkpoint();
    let notes = [
        good.sign(&office.ledger).unwrap(),
        good.text(),
        String::new(),
    ];
    for note in &notes {
        let mut file = file.clone();
        file.record(2, note.as_bytes());
        assert_eq!(
            errors(&file.verify()),
            [(Kind::CheckpointMismatch, position)]
        );
    }
}

#[test]
fn a_closed_ledger_takes_nothing() {
    let (mut office, mut file) = office();
    let close = office.root_act("ledger.close", [("reason", "full".into())]);
    let mut batch = office.batch();
    office.push_root(&mut batch, close);
    file.commit(&office.seal(batch));
    assert!(office.chain.is_closed() && file.verify().holds());
    let note = office.note();
    let statement = office.sign(&office.chain, note, &office.clerk);
    let refused = refusal(&office, file, &statement, &[]);
    assert_eq!(refused, [Kind::AfterClose]);
}

#[test]
fn a_compromise_makes_earlier_statements_doubtful() {
    let (mut office, mut file) = office();
    file.commit(&office.commit(3));
    let mut batch = office.batch();
    let mut revoke = office.revocation(&signer(4));
    revoke.insert("reason", "compromised".into());
    revoke.insert("since", Value::Int(4));
    office.push_root(&mut batch, revoke);
    let mut rotate = office.enrolment(&signer(8).public_key(), "ledger", None);
    rotate.insert("since", Value::Int(2));
    office.push_root(&mut batch, rotate);
    office.ledger = signer(8);
    file.commit(&office.seal(batch));
    let report = file.verify();
    assert!(report.holds());
    let doubtful = report.findings.iter().filter(|f| f.kind == Kind::Doubtful);
    let positions: Vec<_> = doubtful.map(|found| found.position).collect();
    assert_eq!(positions, [Position::Entry(4), Position::Entry(2)]);
}

#[test]
fn time_is_told_and_never_a_condition() {
    let (mut office, mut file) = office();
    let day = 86_400_000;
    let cases: [(i64, &str, &[Kind]); 6] = [
        (0, "2026-03-02", &[]),
        (-1, "2026-03-02", &[Kind::ClockBackwards]),
        (-3650 * day, "2016-03-04", &[Kind::ClockBackwards]),
        (3650 * day, "2036-02-28", &[]),
        (3650 * day, "2036-02-27", &[Kind::Backdated]),
        (3650 * day, "2036-02-29", &[Kind::Postdated]),
    ];
    let begin = office.received;
    for (shift, on, kinds) in cases {
        let mut act = office.note();
        act.insert("on", on.into());
        let statement = office.sign(&office.chain, act, &office.clerk);
        let mut batch = office.batch();
        let pushed = batch.push(&statement, vec![], begin + shift).unwrap();
        let found: Vec<_> = pushed.findings().iter().map(|found| found.kind).collect();
        assert_eq!(found, kinds, "{on}");
        file.commit(&office.seal(batch));
    }
    assert!(file.verify().holds());
    // 23:59 in Vietnam is 16:59 UTC, still the same civil day.
    for (received, notices) in [(1_772_470_799_999, 0), (1_772_470_800_000, 1)] {
        let (office, mut file) = self::office();
        let mut act = Office::new(1).0.note();
        act.insert("id", bytes(&[9; 16]));
        let statement = office.sign(&office.chain, act, &office.clerk);
        let mut batch = office.batch();
        let pushed = batch.push(&statement, vec![], received).unwrap();
        assert_eq!(pushed.findings().len(), notices);
        file.place(statement.encode(), vec![]);
    }
}

#[test]
fn the_caller_names_what_he_expects() {
    let (mut office, mut file) = office();
    let early = file.as_checkpoint().sign(&office.ledger).unwrap();
    file.commit(&office.commit(2));
    let size = file.size();
    let ledger = office.chain.ledger();
    let roots = |seeds: &[u8]| Some(seeds.iter().map(|s| signer(*s).public_key()).collect());
    let mut fork = file.as_checkpoint();
    fork.root.0[0] ^= 1;
    let ahead = bmnn::ledger::checkpoint::Checkpoint { size: 99, ..fork };
    let note = |checkpoint: bmnn::ledger::checkpoint::Checkpoint, key| {
        vec![checkpoint.sign(&signer(key)).unwrap()]
    };
    let none = Expect::default;
    let cases = [
        (none(), vec![]),
        (Expect { ledger, ..none() }, vec![]),
        (
            Expect {
                roots: roots(&[2, 1]),
                ..none()
            },
            vec![],
        ),
        (
            Expect {
                checkpoints: vec![early],
                ..none()
            },
            vec![],
        ),
        (
            Expect {
                ledger: Some(fork.root),
                ..none()
            },
            vec![(Kind::WrongHistory, Position::Ledger)],
        ),
        (
            Expect {
                roots: roots(&[1]),
                ..none()
            },
            vec![(Kind::WrongSigner, Position::Entry(0))],
        ),
        (
            Expect {
                checkpoints: note(fork, 3),
                ..none()
            },
            vec![(Kind::Fork, Position::Checkpoint(size))],
        ),
        (
            Expect {
                checkpoints: note(fork, 4),
                ..none()
            },
            vec![(Kind::BadSignature, Position::Checkpoint(size))],
        ),
        (
            Expect {
                checkpoints: note(ahead, 3),
                ..none()
            },
            vec![(Kind::Truncated, Position::Entry(size))],
        ),
        (
            Expect {
                acknowledged: Some((size + 1, fork.root)),
                ..none()
            },
            vec![(Kind::Truncated, Position::Entry(size))],
        ),
        (
            Expect {
                acknowledged: Some((size, fork.root)),
                ..none()
            },
            vec![(Kind::Truncated, Position::Checkpoint(size))],
        ),
    ];
    for (expect, wanted) in cases {
        let report = verify(&file.file, None, expect.clone());
        assert_eq!(errors(&report), wanted, "{expect:?}");
        let named = expect.ledger.is_some() || expect.roots.is_some();
        let unproven = report
            .not_proven
            .contains(&bmnn::ledger::verify::NotProven::Identity);
        assert_eq!(unproven, !named);
    }
}

#[test]
fn an_export_may_withhold_and_later_kinds_are_skipped() {
    let (mut office, mut file) = office();
    let commit = office.commit(3);
    let leaf = commit.leaves()[1].0;
    let [first, hidden, third] = commit.entries() else {
        panic!("three entries");
    };
    let mut export = file.clone();
    export.file.extend(record(1, first));
    export.file.extend(record(4, &leaf));
    export.file.extend(record(0x80, b"from a later program"));
    export.file.extend(record(1, third));
    export.file.extend(record(2, commit.note().as_bytes()));
    // Whoever can write the file could hide an entry so: only who says that it
    // is an export takes it for one.
    let report = export.verify();
    let place = Position::Entry(office.chain.size() - 2);
    assert_eq!(errors(&report), [(Kind::Withheld, place)]);
    let expect = Expect {
        export: true,
        ..Expect::default()
    };
    let report = common::verify(&export.file, None, expect);
    assert_eq!(errors(&report), []);
    let kinds: Vec<_> = report.findings.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [Kind::Withheld, Kind::UnknownField]);
    assert_eq!(
        (report.size, report.root),
        (office.chain.size(), office.chain.root())
    );

    let place = file.file.len() as u64;
    file.record(3, b"?");
    file.record(1, first);
    file.record(1, hidden);
    file.record(1, third);
    file.record(2, commit.note().as_bytes());
    assert_eq!(
        errors(&file.verify()),
        [(Kind::BadEncoding, Position::Byte(place))]
    );

    let mut headless = b"BMNNLDG1".to_vec();
    headless.extend(record(4, &leaf));
    assert!(!verify(&headless, None, Expect::default()).holds());
}

#[test]
fn other_algorithms_and_bad_keys_are_not_enrolled() {
    let (mut office, file) = office();
    let mut alg = office.enrolment(&signer(9).public_key(), "root", None);
    alg.insert("alg", Value::Int(-48));
    let small_order = [0; 32];
    let mut weak = office.enrolment(&signer(9).public_key(), "root", None);
    weak.insert("key", bytes(&small_order));
    let nameless = office.enrolment(&signer(9).public_key(), "witness", None);
    let personless = office.enrolment(&signer(9).public_key(), "actor", None);
    let cases = [
        (alg, Kind::UnknownAlgorithm),
        (weak, Kind::BadKey),
        (nameless, Kind::BadEncoding),
        (personless, Kind::BadEncoding),
    ];
    for (act, kind) in cases {
        let statement = office.sign(&office.chain, act, &office.roots[0]);
        assert_eq!(refusal(&office, file.clone(), &statement, &[]), [kind]);
    }
    // A statement's own header with another algorithm.
    let note = office.note();
    let mut bent = office.sign(&office.chain, note, &office.clerk).encode();
    bent[5] = 0x26;
    let mut file = file;
    let position = Position::Entry(file.size());
    file.place(bent, vec![]);
    file.checkpoint(&office.ledger);
    assert_eq!(errors(&file.verify()), [(Kind::UnknownAlgorithm, position)]);
}

#[test]
fn a_kid_says_whose_key_it_is() {
    let key = signer(4).public_key();
    let digest = bmnn::ledger::sha256(&[&key.0]);
    assert_eq!(kid(&key).0, digest.0[..8]);
}
