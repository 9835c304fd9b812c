//! Checkpoints and proofs, to the byte.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::{Checkpoint, CheckpointError};
use bmnn::ledger::proof::{Proof, ProofFault};
use bmnn::ledger::tree::{Leaves, inclusion, leaf_hash, root};
use bmnn::ledger::{PlainSigner, PublicKey, Signer};

fn signer() -> PlainSigner {
    PlainSigner::from_seed(&[3; 32])
}

fn public() -> PublicKey {
    PublicKey::parse(&signer().public_key()).unwrap()
}

fn checkpoint() -> Checkpoint {
    Checkpoint {
        ledger: Bytes32([0xAB; 32]),
        size: 200,
        root: Bytes32([0xCD; 32]),
    }
}

#[test]
fn a_checkpoint_has_one_text() {
    let note = checkpoint().sign(&signer()).unwrap();
    let origin = format!("bmnn/{}", "ab".repeat(32));
    let root = "zc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc0=";
    let start = format!("{origin}\n200\n{root}\n\n\u{2014} {origin} ");
    assert!(note.starts_with(&start) && note.ends_with('\n'));
    assert_eq!(note.len(), start.len() + 92 + 1);
    assert_eq!(note.len(), checkpoint().note_length());
    assert_eq!(checkpoint().check(note.as_bytes(), &public()), Ok(()));
    assert_eq!(Checkpoint::parse(note.as_bytes()), Ok(checkpoint()));
}

#[test]
fn a_checkpoint_with_any_byte_changed_is_refused() {
    let note = checkpoint().sign(&signer()).unwrap().into_bytes();
    for place in 0..note.len() {
        for byte in [
            b'\n',
            b' ',
            b'A',
            b'/',
            b'0',
            note[place] ^ 1,
            note[place] ^ 0x80,
        ] {
            let mut bent = note.clone();
            bent[place] = byte;
            let held = checkpoint().check(&bent, &public()).is_ok();
            assert_eq!(held, bent == note, "byte {place}");
        }
        assert!(checkpoint().check(&note[..place], &public()).is_err());
        assert!(Checkpoint::parse(&note[..place]).is_err());
    }
    for behind in ["\n", "x", "\u{2014} other AAAA\n"] {
        let longer = [&note[..], behind.as_bytes()].concat();
        assert!(checkpoint().check(&longer, &public()).is_err());
        assert!(Checkpoint::parse(&longer).is_err());
    }
}

#[test]
fn what_is_wrong_with_a_checkpoint_is_said() {
    let note = checkpoint().sign(&signer()).unwrap();
    let check = |checkpoint: Checkpoint, note: &str, seed| {
        let key = PlainSigner::from_seed(&[seed; 32]).public_key();
        let key = PublicKey::parse(&key).unwrap();
        checkpoint.check(note.as_bytes(), &key).unwrap_err()
    };
    let other = Checkpoint {
        size: 201,
        ..checkpoint()
    };
    let mismatch = CheckpointError::Mismatch { size: 201 };
    assert_eq!(check(other, &note, 3), mismatch);
    assert_eq!(check(checkpoint(), &note, 4), CheckpointError::OtherKey);
    let mismatch = CheckpointError::Mismatch { size: 200 };
    let text = checkpoint().text();
    assert_eq!(check(checkpoint(), &text, 3), mismatch);
    let twice = note.replace('\u{2014}', "\u{2014} ");
    assert_eq!(check(checkpoint(), &twice, 3), mismatch);
    let unpadded = format!("{}\n", note.trim_end().trim_end_matches('='));
    assert_eq!(
        check(checkpoint(), &unpadded, 3),
        CheckpointError::Malformed
    );
    // The same bits with a second spelling of the last, half-used digit.
    let padded = note.trim_end().to_owned();
    let (start, last) = padded.split_at(padded.len() - 2);
    let digit = last.as_bytes()[0];
    let spelling = (b'A'..=b'z').filter(|b| b.is_ascii_alphabetic() && *b != digit);
    for other in spelling {
        let bent = format!("{start}{}=\n", char::from(other));
        let held = checkpoint().check(bent.as_bytes(), &public());
        assert!(held.is_err(), "{bent}");
    }
    let no_ledger = note.replace("bmnn/", "bmmm/");
    assert!(Checkpoint::parse(no_ledger.as_bytes()).is_err());
    // A number has one spelling, and a note's lines end with a line feed.
    for other in [
        "0200",
        "+200",
        " 200",
        "200 ",
        "2e2",
        "-200",
        "200\r",
        "",
        "18446744073709551616",
    ] {
        let bent = note.replace("\n200\n", &format!("\n{other}\n"));
        assert!(Checkpoint::parse(bent.as_bytes()).is_err(), "{other:?}");
    }
    let hex = "ab".repeat(32);
    let upper = note.replace(&hex, &hex.to_uppercase());
    assert!(Checkpoint::parse(upper.as_bytes()).is_err());
}

fn proof() -> (Proof, Bytes32) {
    let leaves: Vec<_> = (0..5_u8).map(|n| leaf_hash(&[n])).collect();
    let checkpoint = Checkpoint {
        ledger: leaves[0],
        size: 5,
        root: root(&leaves),
    };
    let note = checkpoint.sign(&signer()).unwrap();
    let path = inclusion(&Leaves(&leaves), 3, 5).unwrap();
    (Proof::new(3, path, note).unwrap(), leaves[3])
}

#[test]
fn a_proof_is_text_that_anyone_can_check() {
    let (proof, leaf) = proof();
    let text = proof.to_text();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nindex 3\n"));
    assert_eq!(text.lines().count(), 2 + 3 + 1 + 3 + 1 + 1);
    let parsed = Proof::parse(&text).unwrap();
    assert_eq!(parsed, proof);
    assert_eq!(parsed.check(&leaf, &public()), Ok(()));
    assert_eq!((parsed.index(), parsed.checkpoint().size), (3, 5));
    let other = leaf_hash(b"other");
    assert!(matches!(
        parsed.check(&other, &public()),
        Err(ProofFault::NotIncluded)
    ));
}

#[test]
fn a_proof_with_any_byte_changed_is_refused() {
    let (proof, leaf) = proof();
    let text = proof.to_text();
    for place in 0..text.len() {
        for byte in [b'\n', b' ', b'A', b'=', b'9', text.as_bytes()[place] ^ 1] {
            let mut bent = text.clone().into_bytes();
            bent[place] = byte;
            let Ok(bent) = String::from_utf8(bent) else {
                continue;
            };
            let held = Proof::parse(&bent).and_then(|proof| proof.check(&leaf, &public()));
            assert_eq!(held.is_ok(), bent == text, "byte {place}: {bent}");
        }
        if let Some(cut) = text.get(..place) {
            assert!(Proof::parse(cut).is_err());
        }
    }
}

#[test]
fn the_line_of_a_malformed_proof_is_named() {
    let hash = "A".repeat(43) + "=\n";
    let table = [
        ("", 1),
        ("c2sp.org/tlog-proof@v2\n", 1),
        ("c2sp.org/tlog-proof@v1\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex 03\n", 2),
        ("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 3\n\n", 2),
        ("c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\n", 3),
        (&format!("c2sp.org/tlog-proof@v1\nindex 3\n{hash}"), 4),
        (
            &format!("c2sp.org/tlog-proof@v1\nindex 3\n{}", hash.repeat(65)),
            67,
        ),
    ];
    for (text, wanted) in table {
        match Proof::parse(text) {
            Err(ProofFault::Malformed { line, .. }) => assert_eq!(line, wanted, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
    let no_note = "c2sp.org/tlog-proof@v1\nindex 3\n\n";
    assert!(matches!(
        Proof::parse(no_note),
        Err(ProofFault::Checkpoint(_))
    ));
}
