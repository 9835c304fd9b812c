//! What cannot be tried says why, in one sentence, and ends with 2.

use std::fs;

use crate::common::Place;

/// The one line that standard error holds.
fn sentence(ran: &crate::common::Ran) -> &str {
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 1, "{}", ran.err);
    lines[0]
}

#[test]
fn what_is_mistyped_could_not_be_tried() {
    let place = Place::empty();
    for args in [
        &["no-such-verb"][..],
        &["status"],
        &["status", "vt", "d", "--on", "yesterday"],
        &["--lang", "fr", "verify", "vt"],
        &[],
    ] {
        place.run(args).ends(2);
    }
}

#[test]
fn a_missing_or_foreign_folder_is_named() {
    let place = Place::empty();
    fs::create_dir(place.path("empty")).unwrap();
    fs::create_dir(place.path("foreign")).unwrap();
    place.write(
        "foreign/ledger.bmnn",
        "this is no ledger, but long enough to be one",
    );
    for (folder, says) in [
        ("nowhere", "no folder"),
        ("empty", "no ledger"),
        ("foreign", "not a bmnn ledger"),
    ] {
        for verb in [
            &["show", folder, "books"][..],
            &["status", folder, "d-1"],
            &["perform", folder, "-"],
        ] {
            let ran = place.run_with(verb, "{}", &[]).ends(2);
            // Nobody is asked for a passphrase in vain.
            if folder != "foreign" || verb[0] != "perform" {
                assert!(sentence(&ran).contains(says), "{verb:?}: {}", ran.err);
            }
        }
    }
    let ran = place.run(&["verify", "foreign"]).ends(2);
    assert!(sentence(&ran).contains("not a bmnn ledger"), "{}", ran.err);
    let ran = place.run(&["verify", "nowhere"]).ends(2);
    assert!(sentence(&ran).contains("nowhere"), "{}", ran.err);
}

#[test]
fn a_later_format_version_says_so() {
    let place = Place::with_registry();
    let path = place.path("vt/ledger.bmnn");
    let mut bytes = fs::read(&path).unwrap();
    bytes[7] = b'2';
    fs::write(&path, bytes).unwrap();
    for args in [&["verify", "vt"][..], &["show", "vt", "books"]] {
        let ran = place.run(args).ends(2);
        assert!(sentence(&ran).contains("version 2"), "{}", ran.err);
    }
}

#[test]
fn a_wrong_passphrase_says_so_and_is_never_printed() {
    let place = Place::with_registry();
    let wrong = [("BMNN_PASSPHRASE", "bốn năm sáu")];
    let act = r#"{"act":"party.enrol","on":"2026-03-02","party":"p","kind":"agency","name":"x"}"#;
    let ran = place.run_with(&["perform", "vt"], act, &wrong).ends(2);
    assert!(sentence(&ran).contains("passphrase"), "{}", ran.err);
    assert!(!ran.err.contains("bốn"));
    let none = place
        .run_with(&["perform", "vt", "--passphrase-file", "none"], act, &[])
        .ends(2);
    assert!(sentence(&none).contains("none"), "{}", none.err);
    let file = place.write("pass", "một hai ba\n");
    let file = file.to_str().unwrap();
    place
        .run_with(&["perform", "vt", "--passphrase-file", file], act, &[])
        .ends(0);
}

#[test]
fn bad_json_is_found_by_line_column_and_path() {
    let place = Place::with_registry();
    let with = |text: &str| {
        let file = place.write("act.json", text);
        place.run(&["perform", "vt", file.to_str().unwrap()])
    };
    let ran = with("{\"act\": \"party.enrol\",\n  \"on\" \"2026-03-02\"}").ends(2);
    assert!(sentence(&ran).contains("line 2 column"), "{}", ran.err);
    let twice = with("{\"act\": \"party.enrol\", \"act\": \"party.enrol\"}").ends(2);
    assert!(sentence(&twice).contains("line 1"), "{}", twice.err);
    let path = with(
        r#"{"act":"party.enrol","on":"2026-03-02","party":"p","kind":"planet","name":"Tên kín"}"#,
    )
    .ends(2);
    assert!(sentence(&path).contains("`kind`"), "{}", path.err);
    // What is sealed is never quoted.
    let sealed = with(
        r#"{"act":"party.enrol","on":"2026-03-02","party":"p q","kind":"agency","name":"Tên kín"}"#,
    )
    .ends(2);
    assert!(!sealed.err.contains("kín"), "{}", sealed.err);
    with("[]").ends(2);
    place.run(&["perform", "vt", "nowhere.json"]).ends(2);
}

#[test]
fn with_json_the_failure_is_a_document_too() {
    let place = Place::empty();
    let ran = place.run(&["show", "nowhere", "books", "--json"]).ends(2);
    let told = ran.json();
    assert!(told["error"]["vi"].is_string() && told["error"]["en"].is_string());
    assert_eq!(told["exit"], 2);
}

#[test]
fn a_registry_replaces_nothing() {
    let place = Place::with_registry();
    let again = ["init", "vt", "--agency", "UBND", "--clerk", "ng-1"];
    let ran = place.run(&again).ends(2);
    assert!(sentence(&ran).contains("not empty"), "{}", ran.err);
    let post = [
        "init",
        "moi",
        "--agency",
        "UBND",
        "--clerk",
        "ng-1",
        "--head",
        "A",
        "--head-post",
        "king",
    ];
    let ran = place.run(&post).ends(2);
    assert!(
        sentence(&ran).contains("commune-committee-chair"),
        "{}",
        ran.err
    );
    assert!(
        !place.path("moi").exists(),
        "nothing is made before the arguments are sound"
    );
}

#[test]
fn a_flipped_bit_is_found() {
    let place = Place::with_registry();
    let mut bytes = fs::read(place.path("vt/ledger.bmnn")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(place.path("copy.bmnn"), bytes).unwrap();
    let report = place.run(&["verify", "copy.bmnn", "--json"]).ends(1).json();
    assert_eq!(report["holds"], false);
    let finding = &report["findings"][0];
    for key in ["kind", "position", "severity", "detail"] {
        assert!(!finding[key].is_null(), "{finding}");
    }
    let other = "0".repeat(64);
    place.run(&["verify", "vt", "--expect", &other]).ends(1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_called_full() {
    use std::process::{Command, Stdio};
    let place = Place::with_registry();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_bmnn"))
        .args(["show", "vt", "1"])
        .current_dir(place.path(""))
        .stdout(Stdio::from(full))
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
}
