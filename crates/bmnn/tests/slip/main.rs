//! Slips and evidence of forks: what holds, and everything that does not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "helpers of tests are tests"
)]

mod fork;
mod sender;

use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::cosignature::CosignatureLine;
use bmnn::ledger::slip::{ComposeError, Expect, NotProven, Slip, SlipError, SlipReport, Standing};
use bmnn::ledger::tree::Leaves;
use bmnn::ledger::vkey::VerifierKey;
use bmnn::ledger::{Kind, Position};
use bmnn::value::Value;
use sender::*;

fn knowing(sender: &Sender, noted: u64) -> Expect {
    Expect {
        ledger: Some(sender.at(1).ledger),
        noted: (noted > 0).then(|| sender.at(noted)),
        ..Expect::default()
    }
}

/// Kinds and places of what speaks against a slip.
fn errors(report: &SlipReport) -> Vec<(Kind, Position)> {
    let errors = report.findings.iter().filter(|finding| finding.is_error());
    errors
        .map(|finding| (finding.kind, finding.position))
        .collect()
}

fn seqs(slip: &Slip) -> Vec<u64> {
    slip.pieces().iter().map(|piece| piece.seq).collect()
}

/// A slip taken apart as CBOR, changed, and put together again.
fn bent(slip: &Slip, bend: impl FnOnce(&mut bmnn::value::Map)) -> Result<Slip, SlipError> {
    let mut map = bmnn::ledger::cbor::decode_map(&slip.encode()).unwrap();
    bend(&mut map);
    Slip::decode(&bmnn::ledger::cbor::encode_map(&map).unwrap())
}

fn entries(map: &mut bmnn::value::Map) -> &mut Vec<Value> {
    match map.get_mut("entries") {
        Some(Value::Array(entries)) => entries,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_slip_carries_an_entry_and_what_it_takes_to_believe_it() {
    let sender = Sender::grown();
    let table = [
        // The clerk's key, and the ledger's with the root that enrolled it.
        (7, vec![0, 1, 3, 5, 7]),
        // The second actor's, whom the clerk cosigned.
        (8, vec![0, 1, 3, 4, 5, 8]),
        (0, vec![0, 3, 5]),
        // An enrolment that is itself what the slip is about.
        (4, vec![0, 3, 4, 5]),
    ];
    for (about, wanted) in table {
        let slip = sender.slip(about, None);
        assert_eq!(seqs(&slip), wanted, "{about}");
        assert!(Slip::begins(&slip.encode()));
        assert_eq!(Slip::decode(&slip.encode()), Ok(slip.clone()));
        let report = slip.verify(&knowing(&sender, 0));
        assert!(report.holds(), "{about}: {:?}", report.findings);
        assert_eq!(report.standing, Standing::First);
        let carried = report.carried().unwrap();
        assert_eq!(
            (carried.seq, carried.leaf),
            (about, sender.leaves()[about as usize])
        );
        assert_eq!(carried.received, MORNING + about as i64);
    }
    let report = sender.slip(7, None).verify(&Expect::default());
    assert!(report.not_proven.contains(&NotProven::Identity));
    let report = sender.slip(7, None).verify(&knowing(&sender, 0));
    use NotProven::*;
    assert_eq!(
        report.not_proven,
        [Past, Revocation, After, Elsewhere, Truth, Seals, Time]
    );
}

#[test]
fn the_map_is_that_of_the_profile() {
    let sender = Sender::grown();
    for since in [None, Some(5)] {
        let slip = sender.slip(7, since);
        let map = bmnn::ledger::cbor::decode_map(&slip.encode()).unwrap();
        let keys: Vec<_> = map.keys().collect();
        let mut wanted = vec!["slip", "about", "since", "entries", "checkpoint"];
        wanted.retain(|key| *key != "since" || since.is_some());
        assert_eq!(keys, wanted);
        assert_eq!(map.get("slip"), Some(&Value::Int(1)));
        assert_eq!(map.get("about"), Some(&Value::Int(7)));
        assert_eq!(bmnn::ledger::cbor::encode_map(&map).unwrap(), slip.encode());
    }
}

#[test]
fn a_slip_leads_from_what_was_noted() {
    let sender = Sender::grown();
    let size = sender.size();
    for noted in 1..=size {
        let report = sender.slip(7, Some(noted)).verify(&knowing(&sender, noted));
        assert!(report.holds(), "{noted}: {:?}", report.findings);
        let wanted = if noted == size {
            Standing::Same
        } else {
            Standing::Grown
        };
        assert_eq!(report.standing, wanted);
        assert!(!report.not_proven.contains(&NotProven::Past));
    }
    // Nothing leads there, or from elsewhere: not shown, and said.
    for since in [None, Some(4), Some(6)] {
        let report = sender.slip(7, since).verify(&knowing(&sender, 5));
        assert!(report.holds());
        assert_eq!(report.standing, Standing::NotShown);
        assert!(report.not_proven.contains(&NotProven::Past));
        assert!(
            report
                .findings
                .iter()
                .any(|f| f.kind == Kind::CheckpointMismatch)
        );
    }
    // A way from where nothing was noted is not checked, and said.
    let report = sender.slip(7, Some(5)).verify(&knowing(&sender, 0));
    assert!(report.holds() && !report.findings.is_empty());
    // A letter that was long on its way.
    let stale = sender.slip_under(7, Some(5), sender.note(10, LATE_LEDGER));
    let report = stale.verify(&knowing(&sender, 12));
    assert!(report.holds());
    assert_eq!(report.standing, Standing::Older);
}

#[test]
fn another_history_is_a_fork() {
    let sender = Sender::grown();
    let mut other = sender.clone();
    other.act(CLERK, &[]);
    let mut ours = sender.clone();
    ours.act(SECOND, &[]);
    // The same size, another root.
    let report = other.slip(7, None).verify(&knowing(&ours, ours.size()));
    assert_eq!(report.standing, Standing::Forked);
    let place = Position::Checkpoint(other.size());
    assert_eq!(errors(&report), [(Kind::Fork, place)]);
    assert!(report.carried().is_none());
    // Longer, and not from there.
    other.act(CLERK, &[]);
    let report = other
        .slip(7, Some(ours.size()))
        .verify(&knowing(&ours, ours.size()));
    assert_eq!(report.standing, Standing::Forked);
    let place = Position::Checkpoint(other.size());
    assert_eq!(errors(&report), [(Kind::Fork, place)]);
    // What both share is shared.
    let shared = sender.size();
    assert!(
        other
            .slip(7, Some(shared))
            .verify(&knowing(&ours, shared))
            .holds()
    );
}

#[test]
fn a_slip_of_another_ledger_is_told() {
    let sender = Sender::grown();
    let other = Sender::open("Sở Y tế");
    let report = sender.slip(7, None).verify(&knowing(&other, 0));
    assert_eq!(errors(&report), [(Kind::WrongHistory, Position::Ledger)]);
    // Its opening under this ledger's checkpoint: signed in another scope too.
    let swapped = bent(&sender.slip(7, None), |map| {
        let Value::Array(first) = &mut entries(map)[0] else {
            panic!()
        };
        first[1] = bytes(&other.entries[0]);
    });
    let report = swapped.unwrap().verify(&knowing(&sender, 0));
    let found = errors(&report);
    assert!(
        found.contains(&(Kind::WrongHistory, Position::Entry(0))),
        "{found:?}"
    );
    assert!(
        found.contains(&(Kind::CheckpointMismatch, Position::Entry(0))),
        "{found:?}"
    );
    assert!(
        found.contains(&(Kind::BadSignature, Position::Entry(1))),
        "{found:?}"
    );
}

#[test]
fn the_checkpoint_is_the_ledger_keys() {
    let sender = Sender::grown();
    let size = sender.size();
    let place = Position::Checkpoint(size);
    let under = |seed: u8| {
        let mut map = bmnn::ledger::cbor::decode_map(&sender.slip(7, None).encode()).unwrap();
        map.insert("checkpoint", Value::Text(sender.note(size, seed).to_text()));
        Slip::decode(&bmnn::ledger::cbor::encode_map(&map).unwrap()).unwrap()
    };
    let found = |seed: u8| errors(&under(seed).verify(&knowing(&sender, 0)));
    assert_eq!(found(LATE_LEDGER), []);
    // The key before it, a root, an actor, a stranger; each leaves the new
    // ledger key's enrolment without use.
    let unused = [
        (Kind::BadEncoding, Position::Entry(3)),
        (Kind::BadEncoding, Position::Entry(5)),
    ];
    for (seed, kind) in [
        (LEDGER, Kind::KeyOutOfRange),
        (ROOTS[0], Kind::WrongSigner),
        (CLERK, Kind::WrongSigner),
        (99, Kind::UnknownKey),
    ] {
        let found = found(seed);
        assert!(found.contains(&(kind, place)), "{seed}: {found:?}");
        assert!(found.contains(&unused[1]), "{seed}: {found:?}");
    }
    // An older checkpoint than the new ledger key, under the key of its time.
    let old = sender.slip_under(1, None, sender.note(5, LEDGER));
    assert_eq!(seqs(&old), [0, 1]);
    assert_eq!(errors(&old.verify(&knowing(&sender, 0))), []);
    // The new key cannot sign what was before it.
    let early = sender.slip_under(1, None, sender.note(5, LEDGER));
    let early = bent(&early, |map| {
        map.insert(
            "checkpoint",
            Value::Text(sender.note(5, LATE_LEDGER).to_text()),
        );
    });
    let report = early.unwrap().verify(&knowing(&sender, 0));
    assert_eq!(
        errors(&report),
        [(Kind::UnknownKey, Position::Checkpoint(5))]
    );
}

#[test]
fn keys_are_believed_by_enough_roots_only() {
    let place = Position::Entry(1);
    let with = |by: u8, cosigners: &[u8]| {
        let mut sender = Sender::open("UBND tỉnh");
        sender.enrol("actor", CLERK, by, cosigners);
        sender.person("p20");
        // What such a ledger's software would write, whatever the rules say.
        sender.act(CLERK, &[]);
        let leaves = sender.leaves();
        let pieces = [0, 1, 3].map(|seq: u64| {
            let path = bmnn::ledger::tree::inclusion(&Leaves(&leaves), seq, 4).unwrap();
            let path = path.iter().map(|hash| bytes(&hash.0)).collect();
            Value::Array(vec![
                Value::Int(seq as i64),
                bytes(&sender.entries[seq as usize]),
                Value::Array(path),
            ])
        });
        let map = bmnn::value::Map::from_iter([
            ("slip", Value::Int(1)),
            ("about", Value::Int(3)),
            ("entries", Value::Array(pieces.to_vec())),
            ("checkpoint", Value::Text(sender.note(4, LEDGER).to_text())),
        ]);
        let slip = Slip::decode(&bmnn::ledger::cbor::encode_map(&map).unwrap()).unwrap();
        slip.verify(&knowing(&sender, 0))
    };
    assert_eq!(errors(&with(1, &[2])), []);
    assert_eq!(errors(&with(1, &[]))[0], (Kind::WrongSigner, place));
    assert_eq!(
        errors(&with(LEDGER, &[1, 2]))[0],
        (Kind::WrongSigner, place)
    );
    assert_eq!(errors(&with(99, &[1, 2]))[0], (Kind::UnknownKey, place));
    assert_eq!(errors(&with(1, &[99]))[0], (Kind::UnknownKey, place));
    for report in [with(1, &[]), with(99, &[1, 2])] {
        let found = errors(&report);
        assert!(
            found.contains(&(Kind::UnknownKey, Position::Entry(3))),
            "{found:?}"
        );
        assert!(report.carried().is_none());
    }
}

#[test]
fn roles_and_hands_are_those_of_the_ledger() {
    // An act of another person's, with the clerk's key.
    let mut sender = Sender::grown();
    let about = sender.size();
    sender.put(
        "copy.transfer",
        Some("p21"),
        [("to", "bo-a".into())],
        CLERK,
        &[],
    );
    let report = sender.slip(about, None).verify(&knowing(&sender, 0));
    assert_eq!(
        errors(&report),
        [(Kind::WrongSigner, Position::Entry(about))]
    );
    // An act that only roots sign, by the clerk.
    let mut sender = Sender::grown();
    sender.put("ledger.close", Some("p20"), [], CLERK, &[]);
    let report = sender.slip(about, None).verify(&knowing(&sender, 0));
    assert_eq!(
        errors(&report),
        [(Kind::WrongSigner, Position::Entry(about))]
    );
    // A person who was never enrolled: not to be told from a slip, which leaves
    // enrolments of people out; the ledger itself tells.
    // An entry before its signer's enrolment.
    let mut sender = Sender::open("UBND tỉnh");
    sender.act(CLERK, &[]);
    sender.enrol("actor", CLERK, 1, &[2]);
    let report = sender.slip(1, None).verify(&knowing(&sender, 0));
    assert_eq!(errors(&report)[0], (Kind::UnknownKey, Position::Entry(1)));
}

#[test]
fn what_has_no_place_in_a_slip_is_told() {
    let sender = Sender::grown();
    let slip = sender.slip(7, None);
    let piece = |about: u64, seq: u64| {
        let other = sender.slip(about, None);
        let mut map = bmnn::ledger::cbor::decode_map(&other.encode()).unwrap();
        let mut pieces = other.pieces().iter();
        let at = pieces.position(|piece| piece.seq == seq).unwrap();
        entries(&mut map)[at].clone()
    };
    // An enrolment that nothing rests on; an entry that is none.
    for (about, seq, at) in [(8, 4, 3), (9, 9, 5)] {
        let more = piece(about, seq);
        let longer = bent(&slip, |map| entries(map).insert(at, more)).unwrap();
        let report = longer.verify(&knowing(&sender, 0));
        assert_eq!(errors(&report), [(Kind::BadEncoding, Position::Entry(seq))]);
    }
    // Out of order, twice, without entry 0, without its subject.
    let refused = |bend: &dyn Fn(&mut Vec<Value>)| bent(&slip, |map| bend(entries(map)));
    assert_eq!(refused(&|all| all.swap(1, 2)), Err(SlipError::Order));
    assert_eq!(
        refused(&|all| all.insert(1, all[1].clone())),
        Err(SlipError::Order)
    );
    assert_eq!(refused(&|all| drop(all.remove(0))), Err(SlipError::Order));
    assert_eq!(refused(&|all| all.clear()), Err(SlipError::Order));
    let missing = Err(SlipError::NoSubject { about: 7 });
    assert_eq!(refused(&|all| drop(all.pop())), missing);
    // Without an enrolment: whoever signed with that key is unknown.
    for (at, seq) in [
        (1, Position::Entry(7)),
        (2, Position::Entry(5)),
        (3, Position::Checkpoint(14)),
    ] {
        let shorter = bent(&slip, |map| drop(entries(map).remove(at))).unwrap();
        let found = errors(&shorter.verify(&knowing(&sender, 0)));
        let kinds = [Kind::UnknownKey, Kind::WrongSigner];
        assert!(
            found
                .iter()
                .any(|(kind, at)| kinds.contains(kind) && *at == seq),
            "{found:?}"
        );
    }
    // Two entries that have changed places.
    let swapped = bent(&slip, |map| {
        let all = entries(map);
        let (Value::Array(one), Value::Array(other)) = (all[1].clone(), all[4].clone()) else {
            panic!()
        };
        all[1] = Value::Array(vec![one[0].clone(), other[1].clone(), other[2].clone()]);
        all[4] = Value::Array(vec![other[0].clone(), one[1].clone(), one[2].clone()]);
    });
    let found = errors(&swapped.unwrap().verify(&knowing(&sender, 0)));
    for seq in [1, 7] {
        assert!(
            found.contains(&(Kind::BrokenLink, Position::Entry(seq))),
            "{found:?}"
        );
        assert!(
            found.contains(&(Kind::CheckpointMismatch, Position::Entry(seq))),
            "{found:?}"
        );
    }
}

#[test]
fn cosignatures_come_and_go_and_each_is_told() {
    let sender = Sender::grown();
    let witness = VerifierKey::of_witness("so-y-te.example", public(40)).unwrap();
    let line = |checkpoint: &Checkpoint, seed| {
        CosignatureLine::sign(checkpoint, "so-y-te.example", 1_772_416_900, &signer(seed)).unwrap()
    };
    let with = |line: CosignatureLine| {
        let mut note = sender.note(sender.size(), LATE_LEDGER);
        note.add(line).unwrap();
        sender.slip_under(7, None, note)
    };
    let slip = with(line(&sender.at(sender.size()), 40));
    assert_eq!(Slip::decode(&slip.encode()), Ok(slip.clone()));
    let knowing_it = Expect {
        witnesses: vec![witness],
        ..knowing(&sender, 0)
    };
    let report = slip.verify(&knowing_it);
    assert!(report.holds() && report.findings.is_empty());
    assert!(!report.not_proven.contains(&NotProven::Cosignatures));
    let report = slip.verify(&knowing(&sender, 0));
    assert!(report.holds() && report.findings.len() == 1);
    assert!(report.not_proven.contains(&NotProven::Cosignatures));
    // Of another checkpoint, put here.
    let place = Position::Checkpoint(sender.size());
    let moved = with(line(&sender.at(9), 40));
    assert_eq!(
        errors(&moved.verify(&knowing_it)),
        [(Kind::BadSignature, place)]
    );
    // Stripped: nothing is said that the ledger's own line does not say.
    assert!(sender.slip(7, None).verify(&knowing_it).holds());
    // The ledger's own line stripped, so that a witness's stands first.
    let own = slip.note().own().lines().last().unwrap().to_owned();
    let text = slip.note().to_text().replace(&format!("{own}\n"), "");
    let stripped = bent(&slip, |map| {
        map.insert("checkpoint", Value::Text(text));
    });
    assert!(matches!(stripped, Err(SlipError::Note(_))));
}

/// Flips bits of a slip that holds, and counts those that only verifying tells.
fn flipped(slip: &Slip, expect: &Expect, bits: impl Fn(usize) -> std::ops::Range<u32>) -> usize {
    let slip = slip.encode();
    let whole = Slip::decode(&slip).unwrap().verify(expect);
    assert!(
        whole.holds() && whole.findings.is_empty(),
        "{:?}",
        whole.findings
    );
    let mut told = 0;
    for place in 0..slip.len() {
        for bit in bits(place) {
            let mut flipped = slip.clone();
            flipped[place] ^= 1 << bit;
            let Ok(decoded) = Slip::decode(&flipped) else {
                continue;
            };
            told += 1;
            assert_eq!(
                decoded.encode(),
                flipped,
                "one form: byte {place}, bit {bit}"
            );
            let report = decoded.verify(expect);
            assert!(!report.findings.is_empty(), "byte {place}, bit {bit}");
        }
        assert!(Slip::decode(&slip[..place]).is_err());
    }
    assert!(Slip::decode(&[&slip[..], b"\0"].concat()).is_err());
    told
}

#[test]
fn a_slip_with_any_bit_flipped_is_refused_or_reported() {
    let mut sender = Sender::open("UBND tỉnh");
    sender.enrol("actor", CLERK, ROOTS[0], &[ROOTS[1]]);
    sender.person("p20");
    sender.act(CLERK, &[]);
    let told = flipped(&sender.slip(3, Some(3)), &knowing(&sender, 3), |_| 0..8);
    assert!(told > 8_000, "{told} bits are told by their findings");
}

#[test]
fn so_is_one_with_later_keys_and_a_witness() {
    let sender = Sender::grown();
    let mut note = sender.note(sender.size(), LATE_LEDGER);
    let line = CosignatureLine::sign(note.checkpoint(), "w", 1, &signer(40)).unwrap();
    note.add(line).unwrap();
    let witness = VerifierKey::of_witness("w", public(40)).unwrap();
    let expect = Expect {
        witnesses: vec![witness],
        ..knowing(&sender, 6)
    };
    let one = |place| (place % 8) as u32..(place % 8) as u32 + 1;
    let told = flipped(&sender.slip_under(8, Some(6), note), &expect, one);
    assert!(told > 1_000, "{told} bits are told by their findings");
}

#[test]
fn what_cannot_be_told_by_a_slip_is_not_made_into_one() {
    let sender = Sender::grown();
    let leaves = sender.leaves();
    let nodes = Leaves(&leaves);
    let compose = |about, since, note| {
        let read = |seq: u64| sender.entries.get(seq as usize).cloned().ok_or(());
        Slip::compose(about, since, note, sender.chain.keys(), &nodes, read)
    };
    let note = || sender.note(sender.size(), LATE_LEDGER);
    let beyond = |asked| move |error: &ComposeError<_, ()>| matches!(error, ComposeError::Beyond { asked: a, size: 14 } if *a == asked);
    assert!(beyond(14)(&compose(14, None, note()).unwrap_err()));
    assert!(beyond(15)(&compose(7, Some(15), note()).unwrap_err()));
    assert!(beyond(0)(&compose(7, Some(0), note()).unwrap_err()));
    let strange = compose(7, None, sender.note(14, 99)).unwrap_err();
    assert!(matches!(strange, ComposeError::OtherKey));
    // A revocation names a key that signs nothing in the slip.
    let mut sender = sender;
    let kid = bytes(&public(CLERK).kid().0);
    let fields = [("kid", kid), ("reason", "left".into())];
    let about = sender.size();
    sender.put("key.revoke", None, fields, ROOTS[0], &[ROOTS[1]]);
    let leaves = sender.leaves();
    let read = |seq: u64| sender.entries.get(seq as usize).cloned().ok_or(());
    let note = sender.note(sender.size(), LATE_LEDGER);
    let keys = sender.chain.keys();
    let revoked = Slip::compose(about, None, note, keys, &Leaves(&leaves), read);
    assert!(matches!(revoked, Err(ComposeError::Revocation)));
}

#[test]
fn a_slip_is_bounded_before_anything_is_kept() {
    let huge = vec![0xA4; bmnn::ledger::slip::MAX_SLIP + 1];
    assert_eq!(Slip::decode(&huge), Err(SlipError::TooLong));
    let start = b"\xA4\x64slip\x01\x65about\x07\x67entries";
    for behind in [
        &b"\x9A\xFF\xFF\xFF\xFF"[..],
        b"\x81\x83\x00\x5A\x7F\xFF\xFF\xFF",
        b"\x81\x83\x00\x40\x9A\x00\x10\x00\x00",
        b"\x81\x83\x20\x40\x80",
        b"\x9F\xFF",
    ] {
        let bytes = [start, behind].concat();
        assert!(
            matches!(Slip::decode(&bytes), Err(SlipError::Malformed(_))),
            "{behind:x?}"
        );
    }
}
