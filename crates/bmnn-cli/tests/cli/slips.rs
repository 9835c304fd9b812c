//! Two agencies with nothing between them but files: copies go and come back by
//! slips, one registry is rolled back, and anybody can be shown so.

use crate::common::{Place, copy};
use serde_json::{Value, json};
use std::fs;

const PASSPHRASE: [(&str, &str); 1] = [("BMNN_PASSPHRASE", "một hai ba")];

fn perform(place: &Place, dir: &str, acts: &Value) -> u64 {
    let args = ["perform", dir, "--json"];
    let done = place
        .run_with(&args, &acts.to_string(), &PASSPHRASE)
        .ends(0);
    let acts = done.json()["acts"].clone();
    acts.as_array().unwrap().last().unwrap()["seq"]
        .as_u64()
        .unwrap()
}

fn party(id: &str, ledger: &Value) -> Value {
    json!({
        "act": "party.enrol", "on": "2026-03-02", "party": id, "kind": "agency", "name": "Cơ quan",
        "ledger": ledger,
    })
}

fn book(id: &str, kind: &str) -> Value {
    json!({
        "act": "book.open", "on": "2026-03-02", "book": id, "kind": kind, "year": 2026, "volume": 1,
        "party": "self", "kept": "ledger",
    })
}

/// A document of two copies, the first for `so-y-te`, and its transfer.
fn sent(place: &Place, document: &str, number: u32) -> u64 {
    let day = "2026-03-04";
    let symbol = format!("{number}/KH-UBND");
    let acts = json!([
        {
            "act": "document.determine", "on": day, "document": document, "carrier": "document",
            "level": "ToiMat", "copying": "allowed", "medium": "paper", "drafter": "ng-1",
            "copies-planned": 2, "recipients": ["so-y-te"], "subject": "Kế hoạch mẫu",
            "decision": { "person": "head", "position": "head.post", "date": day,
                "paper": { "kind": "decision", "symbol": "7/QĐ", "date": day } },
            "list-refs": [{ "list": "dm-1", "article": 3 }],
        },
        {
            "act": "document.issue", "on": day, "document": document, "symbol": symbol, "date": day,
            "signer": "head", "kept-by": "u-1", "original": "apart", "row": { "book": "di-2026" },
            "copies": [ { "number": 1, "to": "so-y-te" }, { "number": 2, "to": "u-1" } ],
        },
        { "act": "copy.transfer", "on": day, "copies": [format!("{document}#1")], "to": "so-y-te" },
    ]);
    perform(place, "vt", &acts)
}

fn checkpoint(place: &Place, dir: &str) -> Value {
    place
        .run(&["show", dir, "checkpoint", "--json"])
        .ends(0)
        .json()
}

/// Two registries that know each other.
fn two() -> Place {
    let place = Place::with_registry();
    let init = "init sy --clerk ng-2 --head-post commune-committee-chair --on 2026-03-02";
    let names = [
        "--agency",
        "Sở Y tế",
        "--clerk-name",
        "Lê Văn C",
        "--head",
        "Phạm D",
        "--decision",
        "2/QĐ",
    ];
    let words: Vec<&str> = init.split(' ').chain(names).collect();
    place.run(&words).ends(0);
    let (vt, sy) = (checkpoint(&place, "vt"), checkpoint(&place, "sy"));
    let unit = json!({ "act": "party.enrol", "on": "2026-03-02", "party": "u-1", "kind": "unit", "name": "–" });
    let list = json!({ "act": "list.adopt", "on": "2026-03-02", "list": "dm-1", "symbol": "1/QĐ-TTg", "date": "2026-03-01", "starts": "2026-03-01" });
    let acts = json!([
        party("so-y-te", &sy["ledger"]),
        unit,
        list,
        book("di-2026", "outgoing")
    ]);
    perform(&place, "vt", &acts);
    let acts = json!([
        party("ubnd-xa", &vt["ledger"]),
        book("den-2026", "incoming")
    ]);
    perform(&place, "sy", &acts);
    place
}

#[test]
fn two_agencies_exchange_a_copy_and_a_rollback_is_proven() {
    let place = two();
    copy(&place.path("vt"), &place.path("old"));
    let transfer = sent(&place, "d-7", 7).to_string();
    place
        .run(&["slip", "vt", &transfer, "--out", "di.slip"])
        .ends(0);
    place
        .run(&["slip", "vt", &transfer, "--out", "di.slip"])
        .ends(2);

    // Read without keys; by anybody without a registry; and taken.
    let read = place
        .run(&["note", "sy", "di.slip", "--read", "--json"])
        .ends(0)
        .json();
    assert_eq!(read["party"], "ubnd-xa");
    assert_eq!(read["standing"], "first");
    assert_eq!(read["recorded"], Value::Null);
    let vt = checkpoint(&place, "vt");
    let ledger = vt["ledger"].as_str().unwrap();
    place.run(&["check", "di.slip"]).ends(2);
    let checked = place
        .run(&["check", "di.slip", "--ledger", ledger, "--json"])
        .ends(0)
        .json();
    assert_eq!(checked["form"], "slip");
    assert_eq!(checked["act"], "copy.transfer");
    let other = "ab".repeat(32);
    place.run(&["check", "di.slip", "--ledger", &other]).ends(1);
    let without = place.run(&["note", "sy", "di.slip"]).ends(2);
    assert!(without.err.contains("--with"), "{}", without.err);
    let facts = json!({
        "document": "den-1", "symbol": "7/KH-UBND", "date": "2026-03-04", "level": "ToiMat",
        "doc-type": "plan", "subject": "Kế hoạch mẫu", "row": { "book": "den-2026" },
    });
    place.write("facts.json", &facts.to_string());
    let taken = place
        .run(&["note", "sy", "di.slip", "--with", "facts.json", "--json"])
        .ends(0)
        .json();
    assert_eq!(taken["recorded"][0]["act"], "witness.note");
    assert_eq!(taken["recorded"][1]["act"], "document.receive");

    // The answer, which delivers the copy.
    let receipt = taken["recorded"][1]["seq"].to_string();
    place
        .run(&["slip", "sy", &receipt, "--out", "ve.slip"])
        .ends(0);
    let answered = place
        .run(&["note", "vt", "ve.slip", "--json"])
        .ends(0)
        .json();
    assert_eq!(answered["recorded"][1]["act"], "copy.accept");
    let shown = place.run(&["show", "vt", "d-7#1", "--json"]).ends(0).json();
    assert_eq!(shown["state"], "delivered");
    for dir in ["vt", "sy"] {
        place.run(&["verify", dir]).ends(0);
    }
    place.run(&["fork", "sy", "vt"]).ends(1);

    // An older folder is put back and goes on.
    fs::remove_dir_all(place.path("vt")).unwrap();
    copy(&place.path("old"), &place.path("vt"));
    place.run(&["fork", "sy", "vt"]).ends(1);
    let last = [11, 12, 13].map(|n| sent(&place, &format!("d-{n}"), n));
    place.run(&["verify", "vt"]).ends(0);
    let noted = read["size"].to_string();
    let last = last[2].to_string();
    place
        .run(&["slip", "vt", &last, "--since", &noted, "--out", "sai.slip"])
        .ends(0);
    let refused = place
        .run(&["note", "sy", "sai.slip", "--json"])
        .ends(1)
        .json();
    assert_eq!(refused["standing"], "forked");
    place
        .run(&["fork", "sy", "vt", "--out", "re-nhanh.txt"])
        .ends(0);

    // A third party has the evidence and the public keys, and nothing else.
    let third = Place::empty();
    fs::copy(place.path("re-nhanh.txt"), third.path("re-nhanh.txt")).unwrap();
    let key = vt["key"].as_str().unwrap();
    let proven = third
        .run(&["check", "re-nhanh.txt", "--key", key, "--json"])
        .ends(0)
        .json();
    assert_eq!(proven["form"], "fork");
    assert_eq!(proven["ledger"].as_str(), Some(ledger));
    assert_eq!(proven["size"].to_string(), noted);
    third.run(&["check", "re-nhanh.txt"]).ends(2);
    let sy = checkpoint(&place, "sy");
    let other = sy["key"].as_str().unwrap();
    third
        .run(&["check", "re-nhanh.txt", "--key", other])
        .ends(1);
    let text = fs::read_to_string(third.path("re-nhanh.txt")).unwrap();
    third.write("bent.txt", &text.replacen("root ", "root A", 1));
    third.run(&["check", "bent.txt", "--key", key]).ends(1);
}

#[test]
fn a_witness_cosigns_what_only_grew() {
    let place = Place::with_registry();
    let vt = checkpoint(&place, "vt");
    let key = vt["key"].as_str().unwrap();
    place.write("first.note", vt["checkpoint"].as_str().unwrap());
    place.run(&["keygen", "vt", "witness"]).ends(0);
    let witness = |file: &str| {
        place.run(&[
            "witness",
            "vt",
            file,
            "--ledger-key",
            key,
            "--name",
            "w.example",
            "--json",
        ])
    };
    let line = witness("first.note").ends(0).json();
    assert!(
        line["cosignature"]
            .as_str()
            .unwrap()
            .starts_with("\u{2014} w.example ")
    );
    let size = vt["size"].to_string();
    perform(&place, "vt", &json!([book("di-2026", "outgoing")]));
    let grown = checkpoint(&place, "vt");
    place.write("second.note", grown["checkpoint"].as_str().unwrap());
    witness("second.note").ends(1);
    place
        .run(&["prove", "vt", "--since", &size, "--out", "way.txt"])
        .ends(0);
    let args = [
        "witness",
        "vt",
        "way.txt",
        "--ledger-key",
        key,
        "--name",
        "w.example",
        "--out",
        "cosigned.note",
    ];
    place.run(&args).ends(0);
    let note = fs::read_to_string(place.path("cosigned.note")).unwrap();
    assert!(note.starts_with(grown["checkpoint"].as_str().unwrap()));
    assert_eq!(note.lines().count(), 6);
    witness("first.note").ends(1);
}

#[test]
fn a_checkpoint_is_a_picture_for_the_paper_book() {
    let place = Place::with_registry();
    let shown = place
        .run(&["show", "vt", "checkpoint", "--qr", "--qr-svg", "cp.svg"])
        .ends(0);
    assert!(shown.out.contains('█') && shown.out.contains('▀'));
    let widest = shown.out.lines().filter(|line| line.contains('█'));
    assert!(widest.map(|line| line.chars().count()).max() <= Some(80));
    let svg = fs::read_to_string(place.path("cp.svg")).unwrap();
    assert!(svg.starts_with("<?xml"));
}
