//! Who signs what, with which key, and with which signature.

use super::{Ledgers, entry, error, strict, with};
use crate::forge::{CLERK, Forgery, LEDGER, ROOT, ROOT_2, public, signer};
use bmnn::id::Bytes32;
use bmnn::ledger::{Cosignature, Scope, Signer, Statement};
use bmnn::value::Value;

pub(super) fn signatures(ledgers: &mut Ledgers) {
    let bent = |f: &mut Forgery, change: &dyn Fn(&mut Vec<u8>)| {
        let act = f.note();
        let mut statement = f.sign(CLERK, &act).encode();
        change(&mut statement);
        let received = f.received;
        f.place_bytes(received, statement, vec![]);
    };
    ledgers.one(
        "statement-bit",
        "a bit of the signature",
        "BadSignature",
        |f| {
            bent(f, &|statement| *statement.last_mut().unwrap() ^= 1);
        },
    );
    ledgers.one(
        "statement-algorithm",
        "an algorithm that this version does not know",
        "UnknownAlgorithm",
        |f| {
            bent(f, &|statement| statement[5] = 0x26);
        },
    );
    ledgers.one(
        "replayed",
        "a statement of another ledger",
        "BadSignature",
        |f| {
            let act = f.note();
            let elsewhere =
                Statement::sign(&act, Scope::Ledger(Bytes32([9; 32])), &signer(CLERK)).unwrap();
            f.place(&elsewhere, vec![]);
        },
    );
    ledgers.one(
        "cosignature-bit",
        "a cosignature that does not verify",
        "BadSignature",
        |f| {
            let act = f.note();
            let statement = f.sign(CLERK, &act);
            let mut cosigned = statement.cosign(f.scope(), &signer(ROOT)).unwrap();
            cosigned.signature[0] ^= 1;
            f.place(&statement, vec![cosigned]);
        },
    );
    ledgers.one(
        "cosignature-twice",
        "a kid stands once",
        "BadEncoding",
        |f| {
            let act = f.note();
            let statement = f.sign(CLERK, &act);
            let cosigned = statement.cosign(f.scope(), &signer(ROOT)).unwrap();
            f.place(&statement, vec![cosigned, cosigned]);
        },
    );
    ledgers.one(
        "cosigned-by-itself",
        "the statement's own key cosigns",
        "BadEncoding",
        |f| {
            let act = f.note();
            let statement = f.sign(CLERK, &act);
            let cosigned = Cosignature {
                kid: statement.kid(),
                signature: [0; 64],
            };
            f.place(&statement, vec![cosigned]);
        },
    );
    ledgers.one(
        "tab",
        "text with a control character: no writer of ours makes it",
        "BadEncoding",
        |f| {
            let act = f.note();
            let good = f.sign(CLERK, &act);
            let mut payload = good.payload().to_vec();
            let at = payload.windows(3).position(|w| w == b"tl-").unwrap();
            payload[at + 2] = 0x09;
            let statement = sign_bytes(f, &good, &payload);
            let received = f.received;
            f.place_bytes(received, statement, vec![]);
        },
    );
}

/// A statement over payload bytes as they are.
fn sign_bytes(f: &Forgery, like: &Statement, payload: &[u8]) -> Vec<u8> {
    let encoded = like.encode();
    let protected = &encoded[3..16];
    let aad = [b"bmnn/statement/1".as_slice(), &f.ledger().0].concat();
    let mut signed = vec![0x84, 0x6A];
    signed.extend(b"Signature1");
    signed.push(0x4D);
    signed.extend(protected);
    for part in [aad.as_slice(), payload] {
        head(&mut signed, part.len());
        signed.extend(part);
    }
    let signature = signer(CLERK).sign(&signed).unwrap();
    let mut statement = encoded[..17].to_vec();
    head(&mut statement, payload.len());
    statement.extend(payload);
    statement.extend([0x58, 64]);
    statement.extend(signature);
    statement
}

/// The head of a byte string.
fn head(out: &mut Vec<u8>, length: usize) {
    match length {
        0..24 => out.push(0x40 + length as u8),
        24..256 => out.extend([0x58, length as u8]),
        _ => out.extend([0x59, (length >> 8) as u8, length as u8]),
    }
}

pub(super) fn signers(ledgers: &mut Ledgers) {
    for (id, seed, name, named, why) in [
        (
            "root-signs-an-act",
            ROOT,
            "mark.apply",
            false,
            "a root signs no act",
        ),
        (
            "ledger-signs-an-act",
            LEDGER,
            "mark.apply",
            false,
            "the ledger key signs no act",
        ),
        (
            "clerk-as-nobody",
            CLERK,
            "mark.apply",
            false,
            "an actor signs as `by`",
        ),
        (
            "clerk-enrols",
            CLERK,
            "key.enrol",
            false,
            "roots enrol keys",
        ),
        (
            "clerk-closes",
            CLERK,
            "ledger.close",
            false,
            "roots close the ledger",
        ),
        (
            "clerk-recovers",
            CLERK,
            "ledger.recover",
            false,
            "the ledger key recovers",
        ),
        (
            "root-recovers",
            ROOT,
            "ledger.recover",
            false,
            "the ledger key recovers",
        ),
        (
            "root-by-name",
            ROOT,
            "ledger.close",
            true,
            "a root signs as nobody",
        ),
    ] {
        ledgers.one(id, why, "WrongSigner", |f| {
            let mut act = match name {
                "key.enrol" => f.enrolment(public(9), "root", None),
                "ledger.close" => f.root_act(name, [("reason", "full".into())]),
                "ledger.recover" => {
                    f.root_act(name, [("why", "restored".into()), ("size", Value::Int(1))])
                }
                _ => {
                    let mut act = f.note();
                    act.remove("by");
                    act
                }
            };
            if named {
                act.insert("by", "clerk".into());
            }
            f.push_by(seed, act);
        });
    }
    ledgers.one(
        "another-name",
        "the clerk's key, another's name",
        "WrongSigner",
        |f| {
            let act = with(f.note(), "by", "deputy".into());
            f.push(act);
        },
    );
    ledgers.one(
        "unknown-key",
        "a key that was never enrolled",
        "UnknownKey",
        |f| {
            let act = f.note();
            f.push_by(9, act);
        },
    );
    ledgers.one(
        "unknown-cosigner",
        "a cosigner who was never enrolled",
        "UnknownKey",
        |f| {
            let act = f.note();
            let statement = f.sign(CLERK, &act);
            let cosigned = statement.cosign(f.scope(), &signer(9)).unwrap();
            f.place(&statement, vec![cosigned]);
        },
    );
    let mut below = strict();
    let enrol = below.enrolment(public(CLERK), "actor", Some("clerk"));
    below.push_by(ROOT, enrol);
    below.checkpoint(LEDGER);
    ledgers.bad(
        "below-threshold",
        "one root where two are to sign",
        &below.file,
        error("WrongSigner", entry(1)),
    );
    let mut late = Forgery::opened();
    let revoke = late.revocation(CLERK, "left");
    late.push_by(ROOT, revoke);
    late.notes(1);
    late.checkpoint(LEDGER);
    ledgers.bad(
        "revoked-signs",
        "a key behind its revocation",
        &late.file,
        error("KeyOutOfRange", entry(4)),
    );
    let mut early = Forgery::opened();
    let enrol = early.enrolment(public(9), "actor", Some("clerk"));
    let statement = early.sign(ROOT, &enrol);
    let own = statement.cosign(early.scope(), &signer(9)).unwrap();
    early.place(&statement, vec![own]);
    early.checkpoint(LEDGER);
    ledgers.bad(
        "cosigns-own-enrolment",
        "a key is valid from the entry after its enrolment",
        &early.file,
        error("UnknownKey", entry(3)),
    );
    let mut person = Forgery::opened();
    let enrol = person.enrolment(public(9), "actor", Some("deputy"));
    person.push_by(ROOT, enrol);
    let act = with(person.note(), "by", "deputy".into());
    person.push_by(9, act);
    person.checkpoint(LEDGER);
    ledgers.bad(
        "person-not-enrolled",
        "until the person is enrolled, a key signs only enrolments and the pack",
        &person.file,
        error("WrongSigner", entry(4)),
    );
}

pub(super) fn enrolments(ledgers: &mut Ledgers) {
    for (id, key, why) in [
        ("weak-key", Bytes32([0; 32]), "a key of small order"),
        ("key-again", public(CLERK), "a kid is enrolled once, ever"),
        ("key-in-another-role", public(ROOT), "whatever its role"),
    ] {
        ledgers.one(id, why, "BadKey", |f| {
            let enrol = f.enrolment(key, "witness", None);
            let enrol = with(enrol, "name", "example.com/w".into());
            f.push_by(ROOT, enrol);
        });
    }
    ledgers.one(
        "alg",
        "another algorithm is not enrolled",
        "UnknownAlgorithm",
        |f| {
            let enrol = f.enrolment(public(9), "root", None);
            f.push_by(ROOT, with(enrol, "alg", Value::Int(-48)));
        },
    );
    for (id, role, why) in [
        ("witness-nameless", "witness", "a witness has a name"),
        ("actor-nobody", "actor", "an actor is a person"),
        ("role", "clerk", "no such role"),
    ] {
        ledgers.one(id, why, "BadEncoding", |f| {
            let enrol = f.enrolment(public(9), role, None);
            f.push_by(ROOT, enrol);
        });
    }
    ledgers.one(
        "revoke-unknown",
        "a key that was never enrolled is not revoked",
        "UnknownKey",
        |f| {
            let revoke = f.revocation(9, "lost");
            f.push_by(ROOT, revoke);
        },
    );
    ledgers.one(
        "revoke-ledger-key",
        "a ledger key ends by its successor's enrolment",
        "BadKey",
        |f| {
            let revoke = f.revocation(LEDGER, "lost");
            f.push_by(ROOT, revoke);
        },
    );
    let mut roots = Forgery::opened();
    for seed in [ROOT, ROOT_2] {
        let revoke = roots.revocation(seed, "lost");
        roots.push_by(ROOT_2, revoke);
    }
    roots.checkpoint(LEDGER);
    ledgers.bad(
        "revoke-last-root",
        "roots are not revoked below the threshold",
        &roots.file,
        error("BadKey", entry(4)),
    );
}
