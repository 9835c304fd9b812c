//! `bmnn verify` with what was kept elsewhere: bookmarks, receipts,
//! checkpoints, and what a paper book has.

use serde_json::Value;

use crate::common::Place;

/// Kinds and severities of the findings that are not notices.
fn loud(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let loud = findings.filter(|finding| finding["severity"] != "notice");
    loud.map(|finding| format!("{} {}", finding["kind"], finding["severity"]).replace('"', ""))
        .collect()
}

/// What was not proven, by kind.
fn not_proven(report: &Value) -> Vec<&str> {
    let kinds = report["not-proven"].as_array().unwrap().iter();
    kinds.map(|what| what["kind"].as_str().unwrap()).collect()
}

#[test]
fn signatures_are_checked_either_way_on_any_number_of_threads() {
    let place = Place::with_registry();
    let plain = place.run(&["verify", "vt", "--json"]).ends(0).json();
    for flags in [
        &["--paranoid"][..],
        &["--threads", "1"],
        &["--threads", "3"],
    ] {
        let args = [&["verify", "vt", "--json"], flags].concat();
        let report = place.run(&args).ends(0).json();
        for same in ["holds", "root", "signatures", "findings"] {
            assert_eq!(report[same], plain[same], "{same}, {flags:?}");
        }
    }
    place.run(&["verify", "vt", "--threads", "0"]).ends(2);
}

#[test]
fn a_paper_book_bears_a_ledger_out_or_tells_of_another() {
    let place = Place::with_registry();
    let short = place
        .run(&["show", "vt", "checkpoint", "--short"])
        .ends(0)
        .out;
    assert_eq!(short.lines().count(), 4, "{short}");
    place.write("book", &short);
    let args = ["verify", "vt", "--json", "--checkpoint", "book"];
    let report = place.run(&args).ends(0).json();
    // `tip` alone proves no end; the book does.
    assert!(!not_proven(&report).contains(&"rollback"), "{report}");
    let without = place.run(&["verify", "vt", "--json"]).ends(0).json();
    assert!(not_proven(&without).contains(&"rollback"));

    // A digit copied wrong is told, and so is the book of another agency.
    let last = short.trim_end().chars().next_back().unwrap();
    let other = if last == '0' { '1' } else { '0' };
    place.write(
        "book",
        &format!(
            "{}{other}\n",
            &short.trim_end()[..short.trim_end().len() - 1]
        ),
    );
    let report = place.run(&args).ends(1).json();
    assert_eq!(loud(&report), ["BadEncoding error"]);
    let elsewhere =
        bmnn::ledger::short::ShortCheckpoint::of(&bmnn::ledger::checkpoint::Checkpoint {
            ledger: bmnn::id::Bytes32([9; 32]),
            size: 2,
            root: bmnn::id::Bytes32([9; 32]),
        });
    place.write("book", &elsewhere.to_string());
    let report = place.run(&args).ends(1).json();
    assert_eq!(loud(&report), ["WrongHistory error"]);
}

#[test]
fn a_verification_goes_on_where_the_last_one_ended() {
    let place = Place::with_registry();
    place.run(&["verify", "vt", "--save", "mark"]).ends(0);
    let size = place.run(&["show", "vt", "checkpoint", "--json"]).json()["size"].clone();
    let since = ["verify", "vt", "--json", "--since", "mark"];
    let report = place.run(&since).ends(0).json();
    assert!(report["signatures"].as_u64().unwrap() < 3, "{report}");
    assert_eq!(report["size"], size);
    assert!(not_proven(&report).contains(&"before"));
    // A bookmark of another ledger, or none at all, does not do.
    place.write("mark", "not a bookmark");
    place.run(&since).ends(2);
}

#[test]
fn receipts_kept_elsewhere_are_audited() {
    let place = Place::with_registry();
    place.run(&["prove", "vt", "2", "--out", "receipt"]).ends(0);
    let args = ["verify", "vt", "--json", "--receipt", "receipt"];
    assert_eq!(loud(&place.run(&args).ends(0).json()), [""; 0]);
    let receipt = std::fs::read_to_string(place.path("receipt")).unwrap();
    place.write("receipt", &receipt.replace("index 2", "index 1"));
    let report = place.run(&args).ends(1).json();
    assert_eq!(loud(&report), ["Fork error"]);
}
