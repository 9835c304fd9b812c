//! Streams of acts: resumed, stopped at a bad line, batches of any size.

use crate::common::Place;
use serde_json::{Value, json};

/// The line that enrols the `n`-th party.
fn line(n: u32) -> String {
    let act = json!({
        "act": "party.enrol", "id": format!("{n:032x}"), "on": "2026-03-02",
        "party": format!("p-{n}"), "kind": "agency", "name": format!("Cơ quan {n}"),
    });
    act.to_string()
}

fn stream(numbers: impl IntoIterator<Item = u32>) -> String {
    numbers.into_iter().map(|n| line(n) + "\n").collect()
}

fn import(place: &Place, text: &str, batch: &str) -> (i32, Value) {
    let file = place.write("acts.jsonl", text);
    let ran = place.run(&[
        "import",
        "vt",
        file.to_str().unwrap(),
        "--batch",
        batch,
        "--json",
    ]);
    (ran.exit, ran.json())
}

#[test]
fn an_import_is_resumed_where_it_was_interrupted() {
    let place = Place::with_registry();
    let (exit, first) = import(&place, &stream(1..=7), "3");
    assert_eq!((exit, &first["recorded"]), (0, &json!(7)));
    let (exit, second) = import(&place, &stream(1..=10), "4");
    assert_eq!(
        (exit, &second["recorded"], &second["there-already"]),
        (0, &json!(3), &json!(7))
    );
    place.run(&["verify", "vt"]).ends(0);
}

#[test]
fn a_bad_line_ends_it_with_everything_before_it_kept() {
    let cases = [
        ("{\"act\": \"party.enrol\"", 2, "JSON"),
        ("[1, 2]", 2, "JSON object"),
        (
            "{\"act\": \"party.enrol\", \"on\": \"2026-03-02\"}",
            2,
            "party",
        ),
        ("{\"act\": \"no.such\", \"on\": \"2026-03-02\"}", 2, "act"),
        // Refused rather than unreadable: the party is enrolled on line 1.
        (
            "{\"act\": \"party.enrol\", \"on\": \"2026-03-02\", \"party\": \"p-1\", \"kind\": \"agency\", \"name\": \"x\"}",
            1,
            "p-1",
        ),
    ];
    for (nth, (bad, expected, says)) in cases.into_iter().enumerate() {
        // The bad line ends a batch, begins one, or stands within.
        let batches: &[&str] = if nth == 0 { &["1", "3", "100"] } else { &["2"] };
        for batch in batches {
            let place = Place::with_registry();
            // An empty line counts, and is passed over.
            let text = format!("{}\n{bad}\n{}", stream(1..=3), stream(4..=5));
            let (exit, told) = import(&place, &text, batch);
            assert_eq!(exit, expected, "{bad}: {told}");
            assert_eq!(told["recorded"], 3, "{bad}");
            assert_eq!(told["stopped"]["line"], 5, "{bad}");
            let error = told["stopped"]["error"]["en"].as_str().unwrap();
            assert!(error.contains(says), "{error}");
        }
    }
}

#[test]
fn a_mended_line_lets_it_go_on() {
    let place = Place::with_registry();
    let (exit, _) = import(
        &place,
        &format!("{}?\n{}", stream(1..=2), stream(4..=5)),
        "2",
    );
    assert_eq!(exit, 2);
    let (exit, told) = import(&place, &stream(1..=5), "2");
    assert_eq!((exit, &told["recorded"]), (0, &json!(3)));
}

#[test]
fn standard_input_is_a_stream_too() {
    let place = Place::with_registry();
    let variables = [("BMNN_PASSPHRASE", "một hai ba")];
    let ran = place
        .run_with(&["import", "vt", "-", "--json"], &stream(1..=3), &variables)
        .ends(0);
    assert_eq!(ran.json()["recorded"], 3);
}

#[test]
fn the_published_template_is_one() {
    let place = Place::with_registry();
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/so-cu.csv");
    let told = place
        .run(&["import", "vt", "--csv", template, "--json"])
        .ends(0)
        .json();
    assert_eq!(
        (&told["recorded"], &told["left-out"]),
        (&json!(3), &json!([]))
    );
    let destroyed = place.run(&["show", "vt", "cu.2014.3#u1", "--json"]).json();
    assert_eq!(destroyed["state"], "destroyed");
    let first = place.run(&["status", "vt", "cu.2014.1", "--on", "2023-01-01", "--json"]);
    assert_eq!(first.ends(0).json()["document"], "cu.2014.1");
}
