//! What a stranger is handed, and what he finds out by it.

use std::fs;

use crate::common::Place;
use serde_json::{Value, json};

/// A registry, its earlier checkpoint in `noted`, and some acts since.
fn grown() -> (Place, u64) {
    let place = Place::with_registry();
    let shown = place.run(&["show", "vt", "checkpoint", "--json"]).json();
    place.write("noted", shown["checkpoint"].as_str().unwrap());
    for party in ["p-1", "p-2", "p-3"] {
        let act = json!({ "act": "party.enrol", "on": "2026-03-02", "party": party, "kind": "agency", "name": "Sở" });
        place.perform(&act).ends(0);
    }
    (place, shown["size"].as_u64().unwrap())
}

fn key(place: &Place) -> String {
    let made = place.run(&["prove", "vt", "0", "--json"]).ends(0).json();
    made["key"].as_str().unwrap().to_owned()
}

fn kinds(checked: &Value) -> Vec<&str> {
    let things = checked["not-proven"].as_array().unwrap();
    things
        .iter()
        .map(|thing| thing["kind"].as_str().unwrap())
        .collect()
}

#[test]
fn a_stranger_checks_an_entry_without_the_ledger() {
    let (place, size) = grown();
    let entry = size.to_string();
    let proven = ["prove", "vt", &entry, "--out", "p.txt", "--entry", "e.bin"];
    let said = place.run(&proven).ends(0).out;
    let key = key(&place);
    assert!(said.contains(&key), "{said}");
    // Nothing that is there is written over.
    place.run(&proven).ends(2);
    fs::remove_dir_all(place.path("vt")).unwrap();

    let all = ["check", "p.txt", "--entry", "e.bin", "--key", &key];
    let said = place.run(&all).ends(0).out;
    assert!(
        said.contains("THE PROOF HOLDS") && said.contains("act: party.enrol"),
        "{said}"
    );
    let said = place
        .run_with(&all, "", &[("LANG", "vi_VN.UTF-8")])
        .ends(0)
        .out;
    assert!(
        said.contains("BẰNG CHỨNG ĐÚNG") && said.contains("Chưa được chứng minh"),
        "{said}"
    );
    let checked = place.run(&[&all[..], &["--json"]].concat()).ends(0).json();
    assert_eq!(checked["holds"], true);
    assert_eq!(
        (&checked["form"], &checked["entry"]),
        (&json!("tlog-proof"), &json!(size))
    );
    assert_eq!(kinds(&checked), ["author", "afterwards"]);
    // The key by itself does as well, and another one does not.
    let bare = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";
    place
        .run(&["check", "p.txt", "--entry", "e.bin", "--key", bare])
        .ends(1);
    let bare = place.run(&[
        "check", "p.txt", "--entry", "e.bin", "--key", bare, "--key", &key,
    ]);
    bare.ends(0);
    place.run(&["check", "p.txt", "--key", "nonsense"]).ends(2);
}

#[test]
fn without_key_or_entry_nothing_is_said_to_hold() {
    let (place, _) = grown();
    let key = key(&place);
    place
        .run(&["prove", "vt", "1", "--out", "p.txt", "--entry", "e.bin"])
        .ends(0);
    let tables: [(&[&str], &[&str]); 3] = [
        (&[], &["signer", "entry"]),
        (&["--entry", "e.bin"], &["signer"]),
        (&["--key", &key], &["entry"]),
    ];
    for (given, wanted) in tables {
        let args = [&["check", "p.txt", "--json"], given].concat();
        let checked = place.run(&args).ends(2).json();
        assert_eq!(checked["holds"], Value::Null);
        assert_eq!(kinds(&checked)[..wanted.len()], *wanted);
        let said = place
            .run(&[&["check", "p.txt"], given].concat())
            .ends(2)
            .out;
        assert!(
            said.contains("NOT DECIDED") && !said.contains("HOLDS"),
            "{said}"
        );
    }
}

#[test]
fn a_bent_proof_does_not_hold() {
    let (place, _) = grown();
    let key = key(&place);
    place
        .run(&["prove", "vt", "1", "--out", "p.txt", "--entry", "e.bin"])
        .ends(0);
    place
        .run(&["prove", "vt", "2", "--out", "q.txt", "--entry", "f.bin"])
        .ends(0);
    let proof = fs::read_to_string(place.path("p.txt")).unwrap();
    let mut bends = vec![
        proof.replacen("index 1", "index 2", 1),
        proof.replacen("index 1", "index 01", 1),
        proof.replacen('\n', "\r\n", 1),
        proof.trim_end().to_owned(),
        format!("{proof}\n"),
    ];
    let hash = proof.lines().nth(2).unwrap();
    bends.push(proof.replacen(&format!("{hash}\n"), "", 1));
    for (number, bent) in bends.iter().enumerate() {
        place.write("bent", bent);
        let ran = place.run(&["check", "bent", "--entry", "e.bin", "--key", &key, "--json"]);
        assert_eq!(ran.ends(1).json()["holds"], false, "{number}");
    }
    place
        .run(&["check", "p.txt", "--entry", "f.bin", "--key", &key])
        .ends(1);
    let other = "00".repeat(32);
    let ran = place.run(&[
        "check", "p.txt", "--entry", "e.bin", "--key", &key, "--ledger", &other,
    ]);
    assert!(ran.ends(1).out.contains("not 0000"));
    place.write("bent", "something else");
    place.run(&["check", "bent"]).ends(2);
    place.run(&["check", "nowhere"]).ends(2);
}

#[test]
fn the_ledger_is_shown_to_have_only_grown() {
    let (place, size) = grown();
    let since = size.to_string();
    let key = key(&place);
    let text = place.run(&["prove", "vt", "--since", &since]).ends(0).out;
    place.write("grown", &text);
    let all = ["check", "grown", "--since", "noted", "--key", &key];
    let checked = place.run(&[&all[..], &["--json"]].concat()).ends(0).json();
    assert_eq!(
        (&checked["since"], &checked["size"]),
        (&json!(size), &json!(size + 3))
    );
    place.run(&["check", "grown", "--key", &key]).ends(2);
    place.run(&["check", "grown", "--since", "noted"]).ends(2);

    // A checkpoint between, which the earlier proof carries as well.
    let at = (size + 1).to_string();
    let text = place.run(&["prove", "vt", "0", "--at", &at]).ends(0).out;
    place.write("receipt", &text);
    place
        .run(&["check", "grown", "--since", "receipt", "--key", &key])
        .ends(1);
    let text = place
        .run(&["prove", "vt", "--since", &since, "--at", &at])
        .ends(0)
        .out;
    place.write("between", &text);
    place
        .run(&["check", "between", "--since", "noted", "--key", &key])
        .ends(0);
    let said = place.run(&["prove", "vt", "--since", "1"]).ends(2).err;
    assert!(said.contains("the next one is over"), "{said}");
    place.run(&["prove", "vt", "99"]).ends(2);
    place.run(&["prove", "vt"]).ends(2);
}

#[test]
fn a_cose_receipt_is_signed_anew() {
    let (place, size) = grown();
    let key = key(&place);
    place.run(&["prove", "vt", "2", "--cose"]).ends(2);
    place
        .run(&[
            "prove", "vt", "2", "--cose", "--out", "r.cose", "--entry", "e.bin",
        ])
        .ends(0);
    let checked = place.run(&[
        "check", "r.cose", "--entry", "e.bin", "--key", &key, "--json",
    ]);
    let checked = checked.ends(0).json();
    assert_eq!(
        (&checked["form"], &checked["entry"]),
        (&json!("cose-receipt"), &json!(2))
    );
    assert_eq!(kinds(&checked), ["sizes", "ledger", "author"]);
    place.run(&["check", "r.cose", "--entry", "e.bin"]).ends(2);
    place.run(&["check", "r.cose", "--key", &key]).ends(2);

    let since = size.to_string();
    let grown = place
        .run(&["prove", "vt", "--since", &since, "--cose", "--json"])
        .ends(0)
        .json();
    assert!(grown["cose-receipt"].as_str().unwrap().starts_with("d284"));
    place
        .run(&[
            "prove", "vt", "--since", &since, "--cose", "--out", "g.cose",
        ])
        .ends(0);
    place
        .run(&["check", "g.cose", "--since", "noted", "--key", &key])
        .ends(0);
    place.run(&["check", "g.cose", "--key", &key]).ends(2);
    let mut bent = fs::read(place.path("g.cose")).unwrap();
    *bent.last_mut().unwrap() ^= 1;
    fs::write(place.path("bent"), bent).unwrap();
    place
        .run(&["check", "bent", "--since", "noted", "--key", &key])
        .ends(1);
}
