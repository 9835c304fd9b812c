//! Statements, entries, checkpoints.

use crate::forge::{CLERK, Forgery, LEDGER, RECEIVED, ROOT, ROOT_2, public, signer};
use crate::sheet::Sheet;
use bmnn::id::{Bytes32, to_hex};
use bmnn::ledger::{Cosignature, Entry, Scope, Statement};
use bmnn::value::Map;
use serde_json::{Value as Json, json};

const OTHER_LEDGER: Bytes32 = Bytes32([0xEE; 32]);

fn act(forgery: &mut Forgery) -> Map {
    forgery.act("mark.apply", [("document", "tl-01".into())])
}

pub(crate) fn statements() -> Sheet {
    let mut sheet = Sheet::new(
        "statements",
        "COSE_Sign1 statements and cosignatures over the same payload (RFC 9052 §4.2, 4.4; design §4, Statement, Entry).",
    );
    let mut forgery = Forgery::opened();
    let ledger = forgery.ledger();
    let act = act(&mut forgery);
    let statement = forgery.sign(CLERK, &act);
    let good = statement.encode();
    let ask = |bytes: &[u8], key: u8, ledger: Option<Bytes32>| {
        let mut input = json!({"statement": to_hex(bytes), "key": public(key).to_string()});
        if let Some(ledger) = ledger {
            input["ledger"] = ledger.to_string().into();
        }
        input
    };
    let open = Statement::sign(&Forgery::opening(1), Scope::Opening, &signer(ROOT))
        .unwrap()
        .encode();
    let task = "statement.check";
    sheet.case(
        task,
        "statement",
        "signed for this ledger",
        ask(&good, CLERK, Some(ledger)),
        json!({"act": "mark.apply"}),
    );
    sheet.case(
        task,
        "opening",
        "`ledger.open` is signed with the prefix alone",
        ask(&open, ROOT, None),
        json!({"act": "ledger.open"}),
    );
    let signature = good.len() - 64;
    let bent = |at: usize, to: u8| {
        let mut bent = good.clone();
        bent[at] = to;
        bent
    };
    let flipped = |at: usize| bent(at, good[at] ^ 1);
    let mut with_tag = vec![0xC0];
    with_tag.extend(&good);
    let mut trailing = good.clone();
    trailing.push(0);
    let mut s_plus_l = good.clone();
    add_order(&mut s_plus_l[signature + 32..]);
    let rows: Vec<(&str, Vec<u8>, u8, Option<Bytes32>, Json, &str)> = vec![
        (
            "other-ledger",
            good.clone(),
            CLERK,
            Some(OTHER_LEDGER),
            json!({"failure": "BadSignature"}),
            "a signature is for one ledger",
        ),
        (
            "no-ledger",
            good.clone(),
            CLERK,
            None,
            json!({"failure": "BadSignature"}),
            "nor for one that is about to be opened",
        ),
        (
            "opening-in-ledger",
            open,
            ROOT,
            Some(ledger),
            json!({"failure": "BadSignature"}),
            "an opening does not open a second time",
        ),
        (
            "other-key",
            good.clone(),
            LEDGER,
            Some(ledger),
            json!({"failure": "UnknownKey"}),
            "the kid names another key",
        ),
        (
            "payload-bit",
            flipped(signature - 5),
            CLERK,
            Some(ledger),
            json!({"failure": "BadSignature"}),
            "a bit of the payload",
        ),
        (
            "signature-bit",
            flipped(signature),
            CLERK,
            Some(ledger),
            json!({"failure": "BadSignature"}),
            "a bit of R",
        ),
        (
            "signature-last-bit",
            flipped(good.len() - 1),
            CLERK,
            Some(ledger),
            json!({"failure": "BadSignature"}),
            "a bit of S",
        ),
        (
            "s-plus-l",
            s_plus_l,
            CLERK,
            Some(ledger),
            json!({"failure": "BadSignature"}),
            "S + L is not below L (RFC 8032 §5.1.7)",
        ),
        (
            "algorithm",
            bent(5, 0x26),
            CLERK,
            Some(ledger),
            json!({"failure": "UnknownAlgorithm"}),
            "-7 is not Ed25519",
        ),
        (
            "no-tag",
            good[1..].to_vec(),
            CLERK,
            Some(ledger),
            json!({"failure": "BadEncoding", "offset": 0}),
            "the tag 18 is wanted",
        ),
        (
            "other-tag",
            bent(0, 0xD1),
            CLERK,
            Some(ledger),
            json!({"failure": "BadEncoding", "offset": 0}),
            "tag 17 is a MAC",
        ),
        (
            "tag-twice",
            with_tag,
            CLERK,
            Some(ledger),
            json!({"failure": "BadEncoding", "offset": 0}),
            "one tag",
        ),
        (
            "array-of-three",
            bent(1, 0x83),
            CLERK,
            Some(ledger),
            json!({"failure": "BadEncoding"}),
            "four items (RFC 9052 §4.2)",
        ),
        (
            "trailing",
            trailing,
            CLERK,
            Some(ledger),
            json!({"failure": "BadEncoding"}),
            "nothing follows",
        ),
        (
            "cut",
            good[..good.len() - 1].to_vec(),
            CLERK,
            Some(ledger),
            json!({"failure": "BadEncoding"}),
            "a byte is missing",
        ),
        (
            "empty",
            vec![],
            CLERK,
            Some(ledger),
            json!({"failure": "BadEncoding", "offset": 0}),
            "nothing is no statement",
        ),
        (
            "unprotected",
            bent(16, 0xA1),
            CLERK,
            Some(ledger),
            json!({"failure": "BadEncoding"}),
            "the unprotected header is empty",
        ),
    ];
    for (id, bytes, key, ledger, want, why) in rows {
        sheet.case(task, id, why, ask(&bytes, key, ledger), want);
    }
    let cosigned = statement
        .cosign(Scope::Ledger(ledger), &signer(ROOT))
        .unwrap();
    let elsewhere = statement
        .cosign(Scope::Ledger(OTHER_LEDGER), &signer(ROOT))
        .unwrap();
    let own: [u8; 64] = good[signature..].try_into().unwrap();
    let ask = |cosigned: &Cosignature, key: u8, statement: &Statement| {
        json!({
            "statement": to_hex(&statement.encode()), "kid": cosigned.kid.to_string(),
            "signature": to_hex(&cosigned.signature), "key": public(key).to_string(), "ledger": ledger.to_string(),
        })
    };
    let other = forgery.sign(CLERK, &forgery.clone().note());
    let replayed = Cosignature {
        kid: statement.kid(),
        signature: own,
    };
    let mut flipped = cosigned;
    flipped.signature[40] ^= 1;
    let task = "cosignature.check";
    let bad = json!({"failure": "BadSignature"});
    sheet.case(
        task,
        "cosignature",
        "over the same payload, with the cosigner's own header",
        ask(&cosigned, ROOT, &statement),
        json!({}),
    );
    for (id, input, want, why) in [
        (
            "cosignature-other-ledger",
            ask(&elsewhere, ROOT, &statement),
            bad.clone(),
            "made for another ledger",
        ),
        (
            "cosignature-other-act",
            ask(&cosigned, ROOT, &other),
            bad.clone(),
            "over another payload",
        ),
        (
            "cosignature-replayed",
            ask(&replayed, CLERK, &statement),
            bad.clone(),
            "a statement's signature is no cosignature: another purpose is signed",
        ),
        (
            "cosignature-flipped",
            ask(&flipped, ROOT, &statement),
            bad,
            "a bit of S",
        ),
        (
            "cosignature-other-key",
            ask(&cosigned, ROOT_2, &statement),
            json!({"failure": "UnknownKey"}),
            "the kid names another key",
        ),
    ] {
        sheet.case(task, id, why, input, want);
    }
    sheet
}

/// Adds the group's order to a little-endian number.
fn add_order(s: &mut [u8]) {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0_u16;
    for (byte, add) in s.iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
}

pub(crate) fn entries() -> Sheet {
    let mut sheet = Sheet::new(
        "entries",
        "The array [1, seq, prev, received, statement, cosigned] and its leaf hash SHA-256(0x00 ‖ entry) (design §4, Entry; RFC 9162 §2.1).",
    );
    let mut forgery = Forgery::opened();
    let act = act(&mut forgery);
    let statement = forgery.sign(CLERK, &act);
    let cosign = |seed| statement.cosign(forgery.scope(), &signer(seed)).unwrap();
    let entry = |cosigned: Vec<Cosignature>| Entry {
        seq: 3,
        prev: forgery.leaves[2],
        received: RECEIVED,
        statement: statement.encode(),
        cosigned,
    };
    let mut both = vec![cosign(ROOT), cosign(ROOT_2)];
    both.sort_by_key(|cosigned| cosigned.kid);
    let plain = entry(vec![]).encode();
    let task = "entry.read";
    let ask = |bytes: &[u8]| json!({"entry": to_hex(bytes)});
    sheet.case(
        task,
        "entry",
        "an entry",
        ask(&plain),
        json!({"seq": 3, "received": RECEIVED, "cosigned": []}),
    );
    sheet.case(
        task,
        "first",
        "the entry that opens a ledger: prev is 32 zero bytes",
        ask(&forgery.entries[0]),
        json!({"seq": 0, "prev": "0".repeat(64)}),
    );
    sheet.case(
        task,
        "cosigned",
        "cosignatures by ascending kid",
        ask(&entry(both.clone()).encode()),
        json!({}),
    );
    let mut before_1970 = entry(vec![]);
    before_1970.received = -1;
    sheet.case(
        task,
        "before-1970",
        "a clock may be wrong: time is never a condition",
        ask(&before_1970.encode()),
        json!({"received": -1}),
    );
    let (mut swapped, mut twice) = (both.clone(), vec![both[0], both[0]]);
    swapped.reverse();
    let own = Cosignature {
        kid: statement.kid(),
        signature: [0; 64],
    };
    twice.truncate(2);
    let encoded = |cosigned: Vec<Cosignature>| entry(cosigned).encode();
    let mut version = plain.clone();
    version[1] = 2;
    let mut five = plain.clone();
    five[0] = 0x85;
    let mut negative = plain.clone();
    negative[2] = 0x20;
    let mut long_seq = plain[..2].to_vec();
    long_seq.extend([0x18, 0x03]);
    long_seq.extend(&plain[3..]);
    let mut prev = plain.clone();
    prev[4] = 31;
    let mut trailing = plain.clone();
    trailing.push(0x80);
    let bad_statement = Entry {
        statement: vec![0xD2, 0x80],
        ..entry(vec![])
    }
    .encode();
    let mut algorithm = statement.encode();
    algorithm[5] = 0x26;
    let algorithm = Entry {
        statement: algorithm,
        ..entry(vec![])
    }
    .encode();
    for (id, bytes, want, why) in [
        (
            "version",
            version,
            json!({"failure": "Version"}),
            "format version 2",
        ),
        (
            "five-items",
            five,
            json!({"failure": "BadEncoding"}),
            "six items",
        ),
        (
            "negative-position",
            negative,
            json!({"failure": "BadEncoding", "offset": 2}),
            "positions begin at 0",
        ),
        (
            "long-position",
            long_seq,
            json!({"failure": "BadEncoding", "fault": "NotShortest", "offset": 2}),
            "shortest heads (RFC 8949 §4.2.1)",
        ),
        (
            "short-prev",
            prev,
            json!({"failure": "BadEncoding"}),
            "a leaf hash is 32 bytes",
        ),
        (
            "trailing",
            trailing,
            json!({"failure": "BadEncoding", "fault": "Trailing"}),
            "nothing follows",
        ),
        (
            "cut",
            plain[..plain.len() - 1].to_vec(),
            json!({"failure": "BadEncoding", "fault": "Truncated"}),
            "a byte is missing",
        ),
        (
            "empty",
            vec![],
            json!({"failure": "BadEncoding", "fault": "Truncated", "offset": 0}),
            "nothing is no entry",
        ),
        (
            "cosignatures-swapped",
            encoded(swapped),
            json!({"failure": "CosignatureOrder"}),
            "descending kids",
        ),
        (
            "cosignature-twice",
            encoded(twice),
            json!({"failure": "CosignatureOrder"}),
            "a kid stands once",
        ),
        (
            "cosigned-by-itself",
            encoded(vec![own]),
            json!({"failure": "CosignedByItself"}),
            "the statement's own kid",
        ),
        (
            "statement-malformed",
            bad_statement,
            json!({"failure": "BadEncoding"}),
            "the statement has no four items",
        ),
        (
            "statement-algorithm",
            algorithm,
            json!({"failure": "UnknownAlgorithm"}),
            "-7 is not Ed25519",
        ),
    ] {
        sheet.case(task, id, why, ask(&bytes), want);
    }
    sheet
}

pub(crate) fn checkpoints() -> Sheet {
    let mut sheet = Sheet::new(
        "checkpoints",
        "Checkpoints as C2SP signed notes: origin, size, root, exactly one signature line (design §4, Checkpoint).",
    );
    let forgery = Forgery::at_work();
    let checkpoint = forgery.as_checkpoint();
    let note = forgery.note_of(LEDGER);
    let ask = |note: &str, key: u8| {
        json!({
            "note": note, "key": public(key).to_string(), "ledger": checkpoint.ledger.to_string(),
            "size": checkpoint.size, "root": checkpoint.root.to_string(),
        })
    };
    let task = "checkpoint.check";
    let mismatch = json!({"failure": "Mismatch"});
    let malformed = json!({"failure": "Malformed"});
    sheet.case(
        task,
        "checkpoint",
        "signed by the ledger key",
        ask(&note, LEDGER),
        json!({"signed": true}),
    );
    let line = note.lines().last().unwrap().to_owned();
    let text = checkpoint.text();
    let (front, blob) = line.rsplit_once(' ').unwrap();
    let mut bent = blob.to_owned().into_bytes();
    bent[20] = if bent[20] == b'A' { b'B' } else { b'A' };
    let bent = String::from_utf8(bent).unwrap();
    let rebuilt = |blob: &str| format!("{text}\n{front} {blob}\n");
    // Canonical base64: 68 bytes end in one padding character with two unused bits.
    let unused = {
        let mut unused = blob.to_owned().into_bytes();
        let place = unused.len() - 2;
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let index = alphabet.iter().position(|c| *c == unused[place]).unwrap();
        unused[place] = alphabet[index | 1];
        String::from_utf8(unused).unwrap()
    };
    let other_size = bmnn::ledger::checkpoint::Checkpoint {
        size: 4,
        ..checkpoint
    };
    let other_root = bmnn::ledger::checkpoint::Checkpoint {
        root: OTHER_LEDGER,
        ..checkpoint
    };
    let other_ledger = bmnn::ledger::checkpoint::Checkpoint {
        ledger: OTHER_LEDGER,
        ..checkpoint
    };
    let sign = |checkpoint: bmnn::ledger::checkpoint::Checkpoint| {
        checkpoint.sign(&signer(LEDGER)).unwrap()
    };
    let rows: Vec<(&str, String, u8, Json, &str)> = vec![
        (
            "other-key",
            note.clone(),
            CLERK,
            json!({"failure": "OtherKey"}),
            "the key hash is of another key",
        ),
        (
            "by-another",
            checkpoint.sign(&signer(CLERK)).unwrap(),
            LEDGER,
            json!({"failure": "OtherKey"}),
            "signed by a key that is not the ledger's",
        ),
        (
            "signature-bent",
            rebuilt(&bent),
            LEDGER,
            json!({"failure": "BadSignature"}),
            "a bit of the signature",
        ),
        (
            "size",
            sign(other_size),
            LEDGER,
            mismatch.clone(),
            "another size",
        ),
        (
            "root",
            sign(other_root),
            LEDGER,
            mismatch.clone(),
            "another root",
        ),
        (
            "ledger",
            sign(other_ledger),
            LEDGER,
            mismatch.clone(),
            "another ledger",
        ),
        (
            "size-zeros",
            note.replacen("\n5\n", "\n05\n", 1),
            LEDGER,
            mismatch.clone(),
            "decimal without leading zeros",
        ),
        (
            "size-sign",
            note.replacen("\n5\n", "\n+5\n", 1),
            LEDGER,
            mismatch.clone(),
            "no sign",
        ),
        (
            "crlf",
            note.replace('\n', "\r\n"),
            LEDGER,
            mismatch.clone(),
            "lines end in LF",
        ),
        (
            "hyphen",
            note.replace('—', "-"),
            LEDGER,
            mismatch.clone(),
            "a signature line begins with an em dash",
        ),
        (
            "extension",
            note.replacen("\n\n", "\nextension\n\n", 1),
            LEDGER,
            mismatch.clone(),
            "no extension lines",
        ),
        (
            "upper-hex",
            note.to_uppercase(),
            LEDGER,
            mismatch.clone(),
            "lower-case hex",
        ),
        (
            "no-signature",
            format!("{text}\n"),
            LEDGER,
            mismatch.clone(),
            "exactly one signature line",
        ),
        (
            "two-signatures",
            format!("{note}{line}\n"),
            LEDGER,
            malformed.clone(),
            "exactly one signature line",
        ),
        (
            "no-last-line-feed",
            note.trim_end().to_owned(),
            LEDGER,
            mismatch.clone(),
            "the last line ends too",
        ),
        (
            "base64-unpadded",
            rebuilt(blob.trim_end_matches('=')),
            LEDGER,
            malformed.clone(),
            "base64 with padding",
        ),
        (
            "base64-unused-bits",
            rebuilt(&unused),
            LEDGER,
            malformed.clone(),
            "unused bits are zero",
        ),
        (
            "base64-url",
            rebuilt(&blob.replace(['+', '/'], "-")),
            LEDGER,
            malformed.clone(),
            "the standard alphabet",
        ),
        (
            "signature-short",
            rebuilt("AAAA"),
            LEDGER,
            malformed.clone(),
            "68 bytes",
        ),
        (
            "empty",
            String::new(),
            LEDGER,
            mismatch,
            "nothing is no checkpoint",
        ),
    ];
    for (id, note, key, want, why) in rows {
        sheet.case(task, id, why, ask(&note, key), want);
    }
    let task = "checkpoint.read";
    sheet.case(
        task,
        "read",
        "what a note from elsewhere says; its signature is not checked",
        json!({"note": note}),
        json!({"size": 5}),
    );
    for (id, note, why) in [
        (
            "read-origin",
            note.replace("bmnn/", "go.sum/"),
            "another kind of log",
        ),
        (
            "read-origin-short",
            note.replace(&checkpoint.ledger.to_string(), "00"),
            "a ledger-id is 32 bytes",
        ),
        (
            "read-size",
            note.replacen("\n5\n", "\n-5\n", 1),
            "a size is not negative",
        ),
        (
            "read-root",
            note.replacen(text.lines().nth(2).unwrap(), "AAAA", 1),
            "a root is 32 bytes",
        ),
        ("read-no-signature", text.clone(), "a note is signed"),
        (
            "read-other-name",
            note.replace("— bmnn", "— BMNN"),
            "the name is the origin",
        ),
        ("read-empty", String::new(), "nothing is no note"),
    ] {
        sheet.case(task, id, why, json!({"note": note}), malformed.clone());
    }
    sheet
}
