//! `bmnn export`, and `bmnn verify` of what it makes.

use serde_json::json;

use crate::common::Place;

#[test]
fn one_file_for_an_inspector() {
    let place = Place::with_registry();
    let acts = json!([
        {"act": "party.enrol", "on": "2026-03-02", "party": "p-1", "kind": "agency", "name": "Sở Tài chính"},
        {"act": "party.enrol", "on": "2026-03-02", "party": "p-2", "kind": "agency", "name": "Sở Kín"},
    ]);
    place.perform(&acts).ends(0);
    let size = place
        .run(&["show", "vt", "checkpoint", "--json"])
        .ends(0)
        .json()["size"]
        .as_u64()
        .unwrap();
    let last = (size - 1).to_string();
    let made = place
        .run(&[
            "export",
            "vt",
            "a.zip",
            "--withhold",
            &last,
            "--all-values",
            "--json",
        ])
        .ends(0)
        .json();
    assert_eq!(
        (&made["entries"], &made["withheld"]),
        (&json!(size), &json!(1))
    );
    let bytes = std::fs::read(place.path("a.zip")).unwrap();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(holds("Sở Tài chính") && !holds("Sở Kín"));

    let ledger = made["ledger"].as_str().unwrap();
    let verify =
        |file: &str| place.run_with(&["verify", file, "--expect", ledger, "--json"], "", &[]);
    let verified = verify("a.zip").ends(0).json();
    assert_eq!(verified["root"], made["root"]);
    assert!(verified["not-proven"].to_string().contains("withheld"));
    let mut altered = bytes.clone();
    let at = altered
        .windows(8)
        .position(|part| part == b"BMNNLDG1")
        .unwrap();
    altered[at + 300] ^= 1;
    std::fs::write(place.path("b.zip"), altered).unwrap();
    verify("b.zip").ends(1);
    std::fs::write(place.path("c.zip"), b"PK\x03\x04 and no more").unwrap();
    verify("c.zip").ends(2);

    // Nothing is overwritten, and what does not come about leaves no file.
    place.run(&["export", "vt", "a.zip"]).ends(2);
    place
        .run(&["export", "vt", "d.zip", "--withhold", "0"])
        .ends(2);
    place
        .run(&["export", "vt", "d.zip", "--withhold", "nothing"])
        .ends(2);
    let wrong = [("BMNN_PASSPHRASE", "sai")];
    let refused = place.run_with(&["export", "vt", "d.zip", "--all-values"], "", &wrong);
    refused.ends(2);
    assert!(!place.path("d.zip").exists());
    // Without values it wants no passphrase.
    place.run_with(&["export", "vt", "d.zip"], "", &[]).ends(0);
}
