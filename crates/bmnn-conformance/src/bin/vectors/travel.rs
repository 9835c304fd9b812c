//! What travels between agencies.

use crate::forge::{CLERK, Forgery, LEDGER, ROOT, public, signer};
use crate::sheet::Sheet;
use bmnn::id::to_hex;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::cosignature::CosignatureLine;
use bmnn::ledger::fork::Evidence;
use bmnn::ledger::key::PublicKey;
use bmnn::ledger::note::Note;
use bmnn::ledger::proof::Proof;
use bmnn::ledger::receipt::CoseReceipt;
use bmnn::ledger::slip::Slip;
use bmnn::ledger::tree::{self, Leaves};
use bmnn::ledger::vkey::VerifierKey;
use bmnn::ledger::{Chain, Signatures, Window};
use serde_json::{Value as Json, json};

/// A ledger of three entries, and the same grown to seven.
fn grown() -> (Forgery, Forgery) {
    let early = Forgery::opened();
    let mut late = early.clone();
    late.notes(4);
    late.checkpoint(LEDGER);
    (early, late)
}

fn proof(early: &Forgery, late: &Forgery) -> Consistency {
    let path = tree::consistency(&Leaves(&late.leaves), early.size(), late.size()).unwrap();
    Consistency::new(early.size(), path, late.note_of(LEDGER)).unwrap()
}

fn fails(kind: &str) -> Json {
    json!({"failure": kind})
}

pub(crate) fn consistency() -> Sheet {
    let mut sheet = Sheet::new(
        "consistency",
        "That a ledger only grew, as the body of C2SP tlog-witness add-checkpoint (RFC 9162 §2.1.4).",
    );
    let (early, late) = grown();
    let text = proof(&early, &late).to_text();
    let ask = |proof: &str, earlier: &Forgery, key: u8| json!({"proof": proof, "earlier": earlier.note_of(LEDGER), "key": public(key).to_string()});
    let task = "consistency.check";
    sheet.case(
        task,
        "grown",
        "the later one only adds",
        ask(&text, &early, LEDGER),
        json!({"old": 3, "new": 7}),
    );
    sheet.case(
        task,
        "same",
        "equal sizes, no hashes",
        ask(&proof(&late, &late).to_text(), &late, LEDGER),
        json!({"old": 7, "new": 7}),
    );
    let line = text.lines().nth(1).unwrap().to_owned() + "\n";
    let mut other = Forgery::opened();
    other.notes(1);
    for (id, proof, earlier, key, kind, why) in [
        (
            "other-key",
            text.clone(),
            &early,
            CLERK,
            "OtherKey",
            "signed by another key",
        ),
        (
            "other-size",
            text.clone(),
            &other,
            LEDGER,
            "OtherSize",
            "the proof is from another size",
        ),
        (
            "hash-missing",
            text.replacen(&line, "", 1),
            &early,
            LEDGER,
            "NotConsistent",
            "a hash is missing",
        ),
        (
            "hash-twice",
            text.replacen(&line, &line.repeat(2), 1),
            &early,
            LEDGER,
            "NotConsistent",
            "a hash too many",
        ),
        (
            "old-zeros",
            text.replacen("old 3", "old 03", 1),
            &early,
            LEDGER,
            "Malformed",
            "one value, one spelling",
        ),
        (
            "old-zero",
            text.replacen("old 3", "old 0", 1),
            &early,
            LEDGER,
            "Malformed",
            "nothing is no beginning",
        ),
        (
            "crlf",
            text.replace('\n', "\r\n"),
            &early,
            LEDGER,
            "Malformed",
            "lines end in LF",
        ),
        (
            "empty",
            String::new(),
            &early,
            LEDGER,
            "Malformed",
            "nothing is no proof",
        ),
    ] {
        sheet.case(task, id, why, ask(&proof, earlier, key), fails(kind));
    }
    sheet
}

pub(crate) fn receipts() -> Sheet {
    let mut sheet = Sheet::new(
        "receipts",
        "COSE receipts (RFC 9942): inclusion of an entry, consistency of two sizes, signed over the root.",
    );
    let (early, late) = grown();
    let path = tree::inclusion(&Leaves(&late.leaves), 4, late.size()).unwrap();
    let inclusion = Proof::new(4, path, late.note_of(LEDGER)).unwrap();
    let included = CoseReceipt::of_inclusion(&inclusion, &late.leaves[4], &signer(LEDGER))
        .unwrap()
        .encode();
    let consistent = CoseReceipt::of_consistency(
        &proof(&early, &late),
        &early.as_checkpoint(),
        &signer(LEDGER),
    )
    .unwrap()
    .encode();
    let ask = |receipt: &[u8], entry: usize, key: u8| json!({"receipt": to_hex(receipt), "entry": to_hex(&late.entries[entry]), "key": public(key).to_string()});
    let grew = |receipt: &[u8], of: &Forgery, key: u8| json!({"receipt": to_hex(receipt), "old-root": of.as_checkpoint().root.to_string(), "key": public(key).to_string()});
    let root = json!({"root": late.as_checkpoint().root.to_string()});
    let bent = |receipt: &[u8], at: usize| {
        let mut bent = receipt.to_vec();
        let at = if at == usize::MAX { bent.len() - 1 } else { at };
        bent[at] ^= 1;
        bent
    };
    let task = "receipt.inclusion";
    sheet.case(
        task,
        "inclusion",
        "the entry is in the tree of the signed root",
        ask(&included, 4, LEDGER),
        root.clone(),
    );
    for (id, input, kind, why) in [
        (
            "inclusion-other-entry",
            ask(&included, 5, LEDGER),
            "BadSignature",
            "of another entry: another root, which nobody signed",
        ),
        (
            "inclusion-other-key",
            ask(&included, 4, CLERK),
            "OtherKey",
            "signed by another key",
        ),
        (
            "inclusion-signature",
            ask(&bent(&included, usize::MAX), 4, LEDGER),
            "BadSignature",
            "a bit of the signature",
        ),
        (
            "inclusion-of-consistency",
            ask(&consistent, 4, LEDGER),
            "OtherKind",
            "a consistency receipt proves no inclusion",
        ),
        (
            "inclusion-tag",
            ask(&bent(&included, 0), 4, LEDGER),
            "Malformed",
            "another tag",
        ),
        (
            "inclusion-cut",
            ask(&included[..20], 4, LEDGER),
            "Malformed",
            "cut short",
        ),
        (
            "inclusion-empty",
            ask(&[], 4, LEDGER),
            "Malformed",
            "nothing is no receipt",
        ),
    ] {
        sheet.case(task, id, why, input, fails(kind));
    }
    let task = "receipt.consistency";
    sheet.case(
        task,
        "consistency",
        "the newer root is signed",
        grew(&consistent, &early, LEDGER),
        root,
    );
    for (id, input, kind, why) in [
        (
            "consistency-other-key",
            grew(&consistent, &early, CLERK),
            "OtherKey",
            "signed by another key",
        ),
        (
            "consistency-of-inclusion",
            grew(&included, &early, LEDGER),
            "OtherKind",
            "an inclusion receipt proves no consistency",
        ),
        (
            "consistency-other-root",
            grew(&consistent, &late, LEDGER),
            "NotProven",
            "from another root",
        ),
        (
            "consistency-signature",
            grew(&bent(&consistent, usize::MAX), &early, LEDGER),
            "BadSignature",
            "a bit of the signature",
        ),
    ] {
        sheet.case(task, id, why, input, fails(kind));
    }
    sheet
}

const WITNESS: &str = "example.com/witness";

pub(crate) fn witnesses() -> Sheet {
    let mut sheet = Sheet::new(
        "witnesses",
        "Verifier keys (C2SP signed-note) and cosignatures of witnesses (C2SP tlog-cosignature, cosignature/v1).",
    );
    let (_, late) = grown();
    let public_key = |seed| PublicKey::parse(&public(seed)).unwrap();
    let ledger = VerifierKey::of_ledger(&late.ledger(), public_key(LEDGER)).to_string();
    let witness = VerifierKey::of_witness(WITNESS, public_key(9))
        .unwrap()
        .to_string();
    let task = "verifier-key.read";
    sheet.case(
        task,
        "ledger-key",
        "type 0x01, named by the ledger",
        json!({"text": ledger}),
        json!({"type": 1}),
    );
    sheet.case(
        task,
        "witness-key",
        "type 0x04",
        json!({"text": witness}),
        json!({"type": 4, "name": WITNESS}),
    );
    for (id, text, kind, why) in [
        (
            "key-other-name",
            witness.replacen("witness", "witnesz", 1),
            "Hash",
            "the hash is of another name",
        ),
        (
            "key-no-hash",
            witness.replacen('+', "-", 1),
            "Malformed",
            "three parts joined by +",
        ),
        ("key-empty", String::new(), "Malformed", "nothing is no key"),
        (
            "key-space",
            witness.replacen("witness", "wit ness", 1),
            "Name",
            "no spaces in a name",
        ),
    ] {
        sheet.case(task, id, why, json!({"text": text}), fails(kind));
    }
    let note = |checkpoint: &Checkpoint, bend: bool| {
        let line = CosignatureLine::sign(checkpoint, WITNESS, 1_772_416_900, &signer(9))
            .unwrap()
            .to_string();
        let mut text = late.note_of(LEDGER) + &line + "\n";
        if bend {
            let at = text.len() - 8;
            let other = if text.as_bytes()[at] == b'A' {
                "B"
            } else {
                "A"
            };
            text.replace_range(at..=at, other);
        }
        text
    };
    let good = note(&late.as_checkpoint(), false);
    let other = Checkpoint {
        size: 6,
        ..late.as_checkpoint()
    };
    let stranger = VerifierKey::of_witness(WITNESS, public_key(8))
        .unwrap()
        .to_string();
    let ask = |note: &str, witness: &str| json!({"note": note, "witness": witness});
    let task = "note.witnessed";
    sheet.case(
        task,
        "witnessed",
        "the witness cosigned this checkpoint",
        ask(&good, &witness),
        json!({"size": 7}),
    );
    for (id, input, kind, why) in [
        (
            "not-witnessed",
            ask(&late.note_of(LEDGER), &witness),
            "NotWitnessed",
            "no line of the witness",
        ),
        (
            "other-witness",
            ask(&good, &stranger),
            "NotWitnessed",
            "of the same name with another key",
        ),
        (
            "other-checkpoint",
            ask(&note(&other, false), &witness),
            "BadSignature",
            "made for another size",
        ),
        (
            "bent",
            ask(&note(&late.as_checkpoint(), true), &witness),
            "BadSignature",
            "a bit of the cosignature",
        ),
        (
            "ledger-is-no-witness",
            ask(&good, &ledger),
            "NotWitnessed",
            "a ledger's own signature is no cosignature",
        ),
    ] {
        sheet.case(task, id, why, input, fails(kind));
    }
    sheet
}

pub(crate) fn forks() -> Sheet {
    let mut sheet = Sheet::new(
        "forks",
        "Evidence that one ledger has two histories: two signed checkpoints that cannot both be true.",
    );
    let (early, late) = grown();
    let mut other = Forgery::opened();
    let person = other.act("person.enrol", [("person", "another".into())]);
    other.push(person);
    let note = |forgery: &Forgery, seed| Note::parse(&forgery.note_of(seed)).unwrap();
    let mut four = Forgery::opened();
    four.notes(1);
    let evidence = |first: &Forgery, seed| {
        let size = first.size();
        let path = tree::consistency(&Leaves(&late.leaves), size, late.size()).unwrap();
        let root = tree::root(&late.leaves[..size as usize]);
        Evidence::new(note(first, seed), note(&late, LEDGER), root, path)
            .unwrap()
            .to_text()
    };
    let ask = |evidence: &str, keys: &[u8]| {
        let keys: Vec<String> = keys.iter().map(|seed| public(*seed).to_string()).collect();
        json!({"evidence": evidence, "keys": keys})
    };
    let good = evidence(&other, LEDGER);
    let task = "fork.check";
    sheet.case(
        task,
        "fork",
        "both signed, and the later tree has another root at the size of the first",
        ask(&good, &[LEDGER]),
        json!({"forked": true}),
    );
    let hash = good.lines().nth(2).unwrap().to_owned() + "\n";
    for (id, input, kind, why) in [
        (
            "one-history",
            ask(&evidence(&early, LEDGER), &[LEDGER]),
            "OneHistory",
            "the later one only adds",
        ),
        (
            "other-key",
            ask(&good, &[ROOT]),
            "OtherKey",
            "not signed by the ledger's key: proves nothing against it",
        ),
        (
            "signed-by-another",
            ask(&evidence(&other, CLERK), &[LEDGER]),
            "OtherKey",
            "the first is signed by another key",
        ),
        (
            "no-path",
            ask(&good.replacen(&hash, "", 1), &[LEDGER]),
            "NotProven",
            "the path does not lead to the later root",
        ),
        (
            "no-keys",
            ask(&good, &[]),
            "OtherKey",
            "no key, no evidence",
        ),
        (
            "version",
            ask(&good.replacen("fork/1", "fork/2", 1), &[LEDGER]),
            "Malformed",
            "another version",
        ),
        (
            "empty",
            ask("", &[LEDGER]),
            "Malformed",
            "nothing is no evidence",
        ),
    ] {
        sheet.case(task, id, why, input, fails(kind));
    }
    sheet
}

pub(crate) fn slips() -> Sheet {
    let mut sheet = Sheet::new(
        "slips",
        "Slips: an entry with what is needed to believe it offline (design §4, Proofs; the format page).",
    );
    let (early, late) = grown();
    let (mut chain, mut window) = (Chain::default(), Window::default());
    for entry in &late.entries {
        let Ok(examined) = chain.examine(entry, &window, Signatures::Check);
        assert!(!examined.has_error());
        chain.advance(&examined);
        window.push(examined.leaf(), examined.id());
    }
    let compose = |since: Option<u64>| {
        let note = Note::parse(&late.note_of(LEDGER)).unwrap();
        let read = |seq: u64| Ok::<_, std::convert::Infallible>(late.entries[seq as usize].clone());
        Slip::compose(5, since, note, chain.keys(), &Leaves(&late.leaves), read)
            .unwrap()
            .encode()
    };
    let plain = compose(None);
    let since = compose(Some(3));
    let ask = |slip: &[u8], more: Json| {
        let mut input = json!({"slip": to_hex(slip)});
        for (key, value) in more.as_object().unwrap() {
            input[key] = value.clone();
        }
        input
    };
    let id = late.ledger().to_string();
    let noted = early.note_of(LEDGER);
    let task = "slip.verify";
    sheet.case(
        task,
        "first",
        "the first slip from this ledger",
        ask(&plain, json!({"ledger": id})),
        json!({"holds": true, "standing": "first", "about": 5}),
    );
    sheet.case(
        task,
        "grown",
        "the checkpoint only adds to the one noted",
        ask(&since, json!({"ledger": id, "noted": noted})),
        json!({"holds": true, "standing": "grown"}),
    );
    sheet.case(
        task,
        "no-identity",
        "whose ledger it is, is not proven",
        ask(&plain, json!({})),
        json!({"holds": true}),
    );
    sheet.case(
        task,
        "not-shown",
        "nothing leads from the noted checkpoint to this one",
        ask(&plain, json!({"ledger": id, "noted": noted})),
        json!({"standing": "not-shown"}),
    );
    sheet.case(
        task,
        "other-ledger",
        "another ledger than expected",
        ask(&plain, json!({"ledger": "00".repeat(32)})),
        json!({"holds": false}),
    );
    let mut fork = Forgery::opened();
    let person = fork.act("person.enrol", [("person", "another".into())]);
    fork.push(person);
    fork.notes(3);
    sheet.case(
        task,
        "forked",
        "the noted checkpoint has this size and another root",
        ask(&plain, json!({"ledger": id, "noted": fork.note_of(LEDGER)})),
        json!({"holds": false, "standing": "forked"}),
    );
    let last = late.entries[5].len();
    let at = plain
        .windows(last)
        .position(|window| window == late.entries[5])
        .unwrap();
    let mut bent = plain.clone();
    bent[at + last - 10] ^= 1;
    sheet.case(
        task,
        "entry-signature",
        "a bit of the entry's signature",
        ask(&bent, json!({"ledger": id})),
        json!({"holds": false}),
    );
    let mut trailing = plain.clone();
    trailing.push(0);
    for (name, bytes, why) in [
        ("trailing", trailing, "nothing follows"),
        ("cut", plain[..plain.len() / 2].to_vec(), "cut short"),
        ("no-slip", vec![0xA0], "a map without `slip`"),
        ("empty", vec![], "nothing is no slip"),
    ] {
        sheet.case(task, name, why, ask(&bytes, json!({})), fails("Malformed"));
    }
    sheet
}
