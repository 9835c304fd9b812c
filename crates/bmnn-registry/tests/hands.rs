//! An agency asks more of the people whom an act names than the law does: in
//! its own pack, act by act and field by field (design §3, "Whose hand").

#[cfg(test)]
mod office;

use bmnn::decide::Decision;
use bmnn::ledger::{Expect, Kind, PlainSigner, Signer};
use bmnn_registry::PerformError;
use bmnn_registry::packs::{PacksError, read};
use office::{DAY, Office, act_id, determination, hand, head, issue, transfer, with};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;

const PACK: &str = r#"
[pack]
id = "strict"
vi = "Quy chế của cơ quan"
en = "The agency's own rules"
starts = "2026-03-01"
extends = "vn-2025"

[[hand]]
act = "copy.transfer"
field = "received"
wants = "signature"

[[hand]]
act = "copy.transfer"
field = "giver"
wants = "paper"
"#;

/// An office with a document in three copies, and the agency's own pack.
#[cfg(test)]
fn strict() -> (Office, PlainSigner) {
    let mut office = Office::open();
    let head_key = PlainSigner::from_seed(&[0xAA; 32]);
    let enrol = json!({
        "act": "key.enrol", "on": DAY, "key": head_key.public_key().to_string(),
        "role": "actor", "person": "head",
    });
    office.registry.perform(enrol, &office::root(1)).unwrap();
    office.allowed(determination("d1"));
    office.allowed(issue("d1", "1/BC"));
    let (_, digest) = office.registry.keep_pack("strict.toml", PACK).unwrap();
    office.allowed(json!({
        "act": "pack.adopt", "on": DAY, "adopted": "strict", "digest": digest.to_string(),
        "decision": head(DAY),
    }));
    (office, head_key)
}

/// Copy `number` handed to unit-1 on the spot.
#[cfg(test)]
fn handed(number: u8, over: Json) -> Json {
    let on_the_spot = json!({"to-person": "head", "received": hand("head")});
    with(
        with(transfer(&format!("d1#{number}"), "unit-1"), on_the_spot),
        over,
    )
}

#[test]
fn a_hand_is_borne_out_as_the_agency_asks() {
    let paper = json!({"kind": "handover-book", "page": 3});
    let irregular = json!({"reason": "Người nhận vắng", "decision": head(DAY)});
    let codes = |error: PerformError| match error {
        PerformError::Refused(decision) => match *decision {
            Decision::Refused { reasons, .. } => {
                reasons.iter().map(|said| said.reason.code()).collect()
            }
            Decision::Allowed { .. } => vec!["allowed"],
        },
        other => panic!("{other}"),
    };
    let table: [(&str, Json, bool, &[&str]); 7] = [
        ("named only", json!({}), false, &["hand.not-signed"]),
        (
            "a paper is no signature",
            json!({"paper": paper}),
            false,
            &["hand.not-signed"],
        ),
        ("signed beside", json!({}), true, &[]),
        (
            "the giver named only",
            json!({"giver": {"name": "Người đưa", "date": DAY}}),
            true,
            &["hand.named-only"],
        ),
        (
            "the giver on paper",
            json!({"giver": {"name": "Người đưa", "date": DAY, "paper": paper}}),
            true,
            &[],
        ),
        (
            "the giver is who signs",
            json!({"giver": hand("clerk")}),
            true,
            &[],
        ),
        (
            "the head lets it pass",
            json!({"irregular": irregular}),
            false,
            &[],
        ),
    ];
    for (law, over, cosigned, expected) in table {
        let (mut office, head_key) = strict();
        let cosigners: &[&dyn Signer] = if cosigned { &[&head_key] } else { &[] };
        let Office {
            registry, clerk, ..
        } = &mut office;
        let done = registry.perform_cosigned(handed(2, over), clerk, cosigners);
        let said = done.map_or_else(codes, |_| Vec::new());
        assert_eq!(said, expected, "{law}");
        // What no hand is asked of stays as it was.
        office.allowed(transfer("d1#3", "unit-1"));
    }
}

#[test]
fn a_verification_finds_the_hand_that_is_missing() {
    let (mut office, head_key) = strict();
    let verify = |office: &Office| {
        let verification =
            bmnn_registry::verify::verify_folder(office.path(), Expect::default(), |_| {
                ControlFlow::Continue(())
            });
        verification.unwrap().unwrap()
    };
    office
        .registry
        .perform_cosigned(handed(2, json!({})), &office.clerk, &[&head_key])
        .unwrap();
    assert!(verify(&office).holds());

    let forged = with(
        handed(3, json!({})),
        json!({"id": act_id("forged").to_string(), "by": "clerk", "pack": "strict"}),
    );
    let seq = office.registry.size();
    office::append(office.path(), &office, forged);
    let verification = verify(&office);
    assert!(!verification.holds());
    let errors = verification.report.findings.iter();
    let errors: Vec<_> = errors
        .filter(|finding| finding.is_error())
        .map(|finding| (finding.kind, finding.position))
        .collect();
    assert_eq!(
        errors,
        [(Kind::WrongHand, bmnn::ledger::Position::Entry(seq))]
    );
}

#[test]
fn a_hand_that_no_act_has_is_a_slip_of_the_pen() {
    let hand = |act, field| {
        let head = PACK.split("[[hand]]").next().unwrap();
        let text =
            format!("{head}[[hand]]\nact = \"{act}\"\nfield = \"{field}\"\nwants = \"paper\"\n");
        read("pack.toml", &text)
    };
    for (act, field) in [("copy.accept", "receiver"), ("level.adjust", "decision")] {
        assert!(hand(act, field).is_ok(), "{act} {field}");
    }
    for (act, field) in [
        ("copy.hand-over", "receiver"),
        ("copy.accept", "received"),
        ("copy.accept", "copies"),
    ] {
        let refused = hand(act, field).unwrap_err();
        assert!(
            matches!(refused, PacksError::NoSuchHand { .. }),
            "{act} {field}: {refused}"
        );
    }
    let twice = format!(
        "{PACK}\n[[hand]]\nact = \"copy.transfer\"\nfield = \"giver\"\nwants = \"paper\"\n"
    );
    let error = read("pack.toml", &twice).unwrap_err().to_string();
    assert!(
        error.contains("duplicate: hand `copy.transfer giver`"),
        "{error}"
    );
    let word = PACK.replace("\"signature\"", "\"seal\"");
    let error = read("pack.toml", &word).unwrap_err().to_string();
    assert!(error.contains("one of `signature`, `paper`"), "{error}");
}
