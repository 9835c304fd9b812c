//! `bmnn conform`: a folder that this very command left, judged by a scenario.

use crate::common::{Place, copy, fixture};
use serde_json::{Value, json};

const DAY: &str = "2026-03-02";

/// The office of the scenarios, beyond what `init` puts on record.
fn beginning() -> Value {
    let party = |party: &str, kind: &str| json!({ "act": "party.enrol", "on": DAY, "party": party, "kind": kind, "name": "–" });
    let post = |person: &str| {
        json!({
            "act": "position.assign", "on": DAY, "position": format!("p-{person}"),
            "person": person, "post": person, "party": "self", "starts": DAY,
            "paper": { "kind": "assignment", "symbol": "1/QĐ-CQTN" },
        })
    };
    let book = |book: &str, kind: &str| {
        json!({
            "act": "book.open", "on": DAY, "book": book, "kind": kind, "year": 2026, "volume": 1,
            "party": "self",
        })
    };
    json!([
        party("unit-vt", "unit"),
        party("unit-1", "unit"),
        party("unit-2", "unit"),
        party("bo-a", "agency"),
        party("so-b", "agency"),
        { "act": "person.enrol", "on": DAY, "person": "officer", "name": "–", "party": "self" },
        post("clerk"),
        post("officer"),
        {
            "act": "list.adopt", "on": DAY, "list": "list-1", "symbol": "1/QĐ-THỬ",
            "date": "2026-03-01", "starts": "2026-03-01",
        },
        book("out-2026", "outgoing"),
        book("hand-2026", "handover"),
    ])
}

/// A folder `vt` with the days of the scenario `issue`, and `early`, which ends
/// before the last of them.
fn played() -> Place {
    let place = Place::empty();
    let init = "init vt --agency CQTN --clerk clerk --head TN --head-position p-head \
                --head-post province-committee-chair --on 2026-03-02";
    let words: Vec<&str> = init.split_whitespace().collect();
    place.run(&words).ends(0);
    place.perform(&beginning()).ends(0);
    let steps = include_str!("../../../bmnn-conformance/scenarios/reference/issue.json");
    let steps: Vec<Value> = serde_json::from_str(steps).unwrap();
    let (last, before) = steps.split_last().unwrap();
    for step in before {
        match step.get("refused") {
            Some(act) => drop(place.perform(act).ends(1)),
            None => drop(place.perform(step).ends(0)),
        }
    }
    copy(&place.path("vt"), &place.path("early"));
    place.perform(last).ends(0);
    place
}

#[test]
fn a_folder_conforms_or_does_not_or_is_none() {
    let place = played();
    let good = place
        .run(&["conform", "issue", "vt", "--json"])
        .ends(0)
        .json();
    assert_eq!(good["scenario"], "issue");
    assert_eq!(good["conforms"], true);
    let expectations = good["expectations"].as_array().unwrap();
    assert!(!expectations.is_empty());
    for one in expectations {
        assert_eq!((&one["met"], &one["found"]), (&json!(true), &Value::Null));
    }
    let count = expectations.len();
    let text = place.run(&["conform", "issue", "vt", "--lang", "vi"]);
    let all = format!("Đạt {count}/{count}");
    assert!(text.ends(0).out.contains(&all), "{all}");

    // One day short: what is missing is named, and all else is met.
    let wrong = place
        .run(&["conform", "issue", "early", "--json"])
        .ends(1)
        .json();
    assert_eq!(wrong["conforms"], false);
    let unmet: Vec<&str> = wrong["expectations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["met"] == false)
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(unmet, ["copy-2", "receipt-2"]);
    let text = place.run(&["conform", "issue", "early"]).ends(1).out;
    assert!(
        text.contains("NOT MET") && text.contains("in-transit"),
        "{text}"
    );
    // Another scenario's folder; and one whose ledger was altered.
    place.run(&["conform", "destroy", "vt"]).ends(1);
    let ledger = place.path("early/ledger.bmnn");
    let mut bytes = std::fs::read(place.path("vt/ledger.bmnn")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(ledger, bytes).unwrap();
    let ran = place.run(&["conform", "issue", "early"]);
    assert_ne!(ran.exit, 0, "{}", ran.out);

    // Nothing to try it on, or by.
    for args in [["issue", "nowhere"], ["no-such", "vt"], ["issue", "empty"]] {
        let _ = std::fs::create_dir(place.path("empty"));
        let ran = place.run(&["conform", args[0], args[1]]).ends(2);
        assert!(!ran.err.is_empty());
        let vi = place.run(&["conform", args[0], args[1], "--lang", "vi"]);
        assert_ne!(vi.ends(2).err, ran.err);
    }
    let no_scenario = fixture("so-dang-ky-cu.csv");
    place.run(&["conform", &no_scenario, "vt"]).ends(2);
}

#[test]
fn scenarios_are_listed_and_told() {
    let place = Place::empty();
    let listed = place.run(&["conform", "--json"]).ends(0).json();
    let names: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["scenario"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"issue") && names.contains(&"old-book"));
    for name in names {
        let told = place.run(&["conform", name, "--json"]).ends(0).json();
        assert!(!told["days"].as_array().unwrap().is_empty(), "{name}");
        place.run(&["conform", name, "--lang", "vi"]).ends(0);
    }
}
