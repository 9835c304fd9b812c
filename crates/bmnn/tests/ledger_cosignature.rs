//! Verifier keys, cosignatures and the notes that carry them, to the byte.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::{Checkpoint, CheckpointError, MAX_NOTE};
use bmnn::ledger::cosignature::{CosignError, CosignatureError, CosignatureLine};
use bmnn::ledger::note::{Note, NoteError};
use bmnn::ledger::vkey::{VerifierKey, VerifierKeyError};
use bmnn::ledger::{PlainSigner, PublicKey, Signer};

fn signer(seed: u8) -> PlainSigner {
    PlainSigner::from_seed(&[seed; 32])
}

fn public(seed: u8) -> PublicKey {
    PublicKey::parse(&signer(seed).public_key()).unwrap()
}

fn checkpoint() -> Checkpoint {
    Checkpoint {
        ledger: Bytes32([0xAB; 32]),
        size: 200,
        root: Bytes32([0xCD; 32]),
    }
}

fn witness(name: &str, seed: u8) -> VerifierKey {
    VerifierKey::of_witness(name, public(seed)).unwrap()
}

fn line(name: &str, seed: u8, time: u64) -> CosignatureLine {
    CosignatureLine::sign(&checkpoint(), name, time, &signer(seed)).unwrap()
}

#[test]
fn a_verifier_key_has_one_text() {
    for key in [
        VerifierKey::of_ledger(&Bytes32([0xAB; 32]), public(3)),
        witness("w.example", 4),
    ] {
        let text = key.to_string();
        assert_eq!(text.parse(), Ok(key.clone()));
        for place in 0..text.len() {
            for byte in [
                b'+',
                b' ',
                b'0',
                b'A',
                b'=',
                b'\n',
                text.as_bytes()[place] ^ 1,
            ] {
                let mut bent = text.clone().into_bytes();
                bent[place] = byte;
                let bent = String::from_utf8(bent).unwrap();
                if let Ok(other) = bent.parse::<VerifierKey>() {
                    assert_eq!((other, bent), (key.clone(), text.clone()));
                }
            }
            assert!(text[..place].parse::<VerifierKey>().is_err());
        }
    }
    let ledger = VerifierKey::of_ledger(&Bytes32([0xAB; 32]), public(3));
    assert_eq!(ledger.ledger(), Some(Bytes32([0xAB; 32])));
    assert_eq!(ledger.hash(), checkpoint().key_hash(&public(3).to_bytes()));
    assert_eq!(witness("w", 4).ledger(), None);
}

#[test]
fn what_is_wrong_with_a_verifier_key_is_said() {
    use VerifierKeyError::*;
    let table = [
        ("", Malformed),
        ("w.example", Malformed),
        ("w.example+c74f20a3", Malformed),
        ("w.example+c74f20a3+AR", Malformed),
        (
            "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            Name,
        ),
        (
            "a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            Name,
        ),
        (
            "w+c74f20a3+AhpcAQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            Type(2),
        ),
        // Of another hand, whose hash is as it should be: Go's documentation
        // of signed notes.
        (
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            NotLedger,
        ),
        (
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            Hash,
        ),
        (
            "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            Hash,
        ),
        (
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            Hash,
        ),
    ];
    for (text, want) in table {
        assert_eq!(text.parse::<VerifierKey>(), Err(want), "{text:?}");
    }
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\u{1}b"] {
        assert_eq!(VerifierKey::of_witness(name, public(4)), Err(Name));
        let signed = CosignatureLine::sign(&checkpoint(), name, 0, &signer(4));
        assert_eq!(signed, Err(CosignError::Name));
    }
}

#[test]
fn a_cosignature_says_which_checkpoint_and_when() {
    let line = line("w.example", 4, 1_772_416_800);
    let key = witness("w.example", 4);
    let text = line.to_string();
    assert!(text.starts_with("\u{2014} w.example "));
    assert_eq!(CosignatureLine::parse(&text), Ok(line.clone()));
    assert_eq!(line.check(&checkpoint(), &key), Ok(()));
    assert_eq!(line.time(), 1_772_416_800);

    // What is signed, made by hand.
    let message = format!("cosignature/v1\ntime 1772416800\n{}", checkpoint().text());
    let signature = signer(4).sign(message.as_bytes()).unwrap();
    use base64::Engine as _;
    let base64 = text.rsplit(' ').next().unwrap();
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(base64)
        .unwrap();
    assert_eq!(bytes[..4], key.hash());
    assert_eq!(bytes[4..12], 1_772_416_800_u64.to_be_bytes());
    assert_eq!(bytes[12..], signature);

    let other = Checkpoint {
        size: 201,
        ..checkpoint()
    };
    assert_eq!(
        line.check(&other, &key),
        Err(CosignatureError::BadSignature)
    );
    for key in [
        witness("w.example", 5),
        witness("w2.example", 4),
        VerifierKey::of_ledger(&Bytes32([0xAB; 32]), public(4)),
    ] {
        assert_eq!(
            line.check(&checkpoint(), &key),
            Err(CosignatureError::OtherKey)
        );
    }
}

#[test]
fn a_cosignature_with_any_byte_changed_is_refused() {
    let text = line("w", 4, 1).to_string();
    let key = witness("w", 4);
    for place in 0..text.len() {
        for bit in 0..8 {
            let mut bent = text.clone().into_bytes();
            bent[place] ^= 1 << bit;
            let Ok(bent) = String::from_utf8(bent) else {
                continue;
            };
            let held =
                CosignatureLine::parse(&bent).is_ok_and(|l| l.check(&checkpoint(), &key).is_ok());
            assert!(!held, "byte {place}, bit {bit}");
        }
    }
}

#[test]
fn a_note_carries_the_ledgers_line_and_then_cosignatures() {
    let own = checkpoint().sign(&signer(3)).unwrap();
    let mut note = Note::parse(&own).unwrap();
    assert_eq!(
        (note.own(), note.checkpoint()),
        (own.as_str(), &checkpoint())
    );
    assert_eq!(note.to_text(), own);
    note.add(line("w1", 4, 7)).unwrap();
    note.add(line("w2", 5, 8)).unwrap();
    let text = note.to_text();
    assert_eq!(Note::parse(&text), Ok(note.clone()));
    assert_eq!(note.check(&public(3)), Ok(()));
    assert_eq!(note.check(&public(4)), Err(CheckpointError::OtherKey));
    assert_eq!(note.own(), own);
    // The ledger's own file takes the one line alone.
    assert!(checkpoint().check(text.as_bytes(), &public(3)).is_err());

    assert_eq!(note.clone().add(line("w1", 4, 9)), Err(NoteError::Twice));
    assert_eq!(
        Note::parse(&format!("{text}{}\n", line("w2", 5, 9))),
        Err(NoteError::Twice)
    );
    let cut = &text[..text.len() - 1];
    let malformed = |line| NoteError::Cosignature {
        line,
        source: CosignatureError::Malformed,
    };
    assert_eq!(Note::parse(cut), Err(malformed(3)));
    // A plain signature by a second key is no cosignature.
    let other = own.lines().last().unwrap();
    assert_eq!(Note::parse(&format!("{own}{other}\n")), Err(malformed(2)));
    for behind in ["\n", "x", "x\n", "\u{2014}"] {
        assert!(
            Note::parse(&format!("{text}{behind}")).is_err(),
            "{behind:?}"
        );
    }
    let (body, lines) = text.split_once("\n\n").unwrap();
    let mut lines: Vec<_> = lines.lines().collect();
    lines.swap(0, 1);
    assert!(Note::parse(&format!("{body}\n\n{}\n", lines.join("\n"))).is_err());
}

#[test]
fn a_note_is_64_kib_at_most() {
    let own = checkpoint().sign(&signer(3)).unwrap();
    let mut note = Note::parse(&own).unwrap();
    let long = |n: u32, length: usize| line(&format!("{n:0length$}"), 4, 1);
    let mut n = 0;
    while note.add(long(n, 8_000)).is_ok() {
        n += 1;
    }
    assert!(note.to_text().len() <= MAX_NOTE);
    assert_eq!(Note::parse(&note.to_text()), Ok(note.clone()));
    let longer = format!("{}{}\n", note.to_text(), long(n, 8_000));
    assert_eq!(Note::parse(&longer), Err(NoteError::TooLong));
}
