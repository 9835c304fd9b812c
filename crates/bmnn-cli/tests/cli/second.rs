//! The second implementation, written from the format page alone, judges what
//! the command hands out: ledgers, exports, receipts, consistency proofs, slips.

use std::path::Path;
use std::process::Command;

use crate::common::Place;

/// Runs it in the place's folder; gives its exit code and what it said.
fn second(place: &Place, args: &[&str]) -> (i32, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings/python/bmnn_verify.py");
    let output = Command::new("/usr/bin/python3")
        .arg("-B")
        .arg(script)
        .args(args)
        .current_dir(place.path("."))
        .output()
        .unwrap_or_else(|why| panic!("it needs Debian's python3-cryptography: {why}"));
    let said = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said + &complaint)
}

/// The 64 digits of the ledger's public key, out of its verifier key.
fn key(place: &Place) -> String {
    let shown = place.run(&["show", "vt", "checkpoint", "--json"]).json();
    let note = shown["key"].as_str().unwrap().to_owned();
    let parsed: bmnn::ledger::vkey::VerifierKey = note.parse().unwrap();
    parsed.public().to_bytes().to_string()
}

/// `bytes` with one bit of the byte at `place` flipped.
fn bent(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bent = bytes.to_vec();
    bent[place] ^= 1;
    bent
}

#[test]
fn it_accepts_what_is_good_and_refuses_what_is_bent() {
    let place = Place::with_registry();
    let id = place.run(&["show", "vt", "checkpoint", "--json"]).json()["ledger"].clone();
    let id = id.as_str().unwrap().to_owned();
    let key = key(&place);
    place
        .run(&["prove", "vt", "3", "--out", "receipt", "--entry", "entry"])
        .ends(0);
    place
        .run(&["prove", "vt", "--since", "2", "--out", "grown"])
        .ends(0);
    place.run(&["slip", "vt", "3", "--out", "a.slip"]).ends(0);
    place
        .run(&["export", "vt", "out.zip", "--withhold", "3"])
        .ends(0);

    let receipt = std::fs::read(place.path("receipt")).unwrap();
    let slip = std::fs::read(place.path("a.slip")).unwrap();
    let entry = std::fs::read(place.path("entry")).unwrap();

    let (exit, said) = second(&place, &["--ledger", &id, "vt"]);
    assert_eq!(exit, 0, "{said}");
    let (exit, said) = second(&place, &["--key", &key, "--entry", "entry", "receipt"]);
    assert_eq!(exit, 0, "{said}");
    let (exit, said) = second(&place, &["--ledger", &id, "a.slip"]);
    assert_eq!(exit, 0, "{said}");
    let other = "ab".repeat(32);
    assert_eq!(second(&place, &["--ledger", &other, "vt"]).0, 1);
    assert_eq!(second(&place, &["--ledger", &other, "a.slip"]).0, 1);

    // Every place of entry, receipt and slip matters; a sample of each.
    for step in 0..24 {
        std::fs::write(place.path("bent"), bent(&entry, step * entry.len() / 24)).unwrap();
        let args = ["--key", &key, "--entry", "bent", "receipt"];
        assert_eq!(second(&place, &args).0, 1, "entry, {step}");
        // The first line says what the file is: a bent one is tried as nothing.
        let place_in = 40 + step * (receipt.len() - 40) / 24;
        std::fs::write(place.path("bent"), bent(&receipt, place_in)).unwrap();
        let args = ["--key", &key, "--entry", "entry", "bent"];
        assert_eq!(second(&place, &args).0, 1, "receipt, byte {place_in}");
        let place_in = 8 + step * (slip.len() - 8) / 24;
        std::fs::write(place.path("bent"), bent(&slip, place_in)).unwrap();
        let (exit, said) = second(&place, &["--ledger", &id, "bent"]);
        assert_eq!(exit, 1, "slip, byte {place_in}: {said}");
    }

    // What an export leaves out is an error anywhere else.
    let unzip = "import zipfile; zipfile.ZipFile('out.zip').extract('ledger.bmnn', 'out')";
    let unzipped = Command::new("/usr/bin/python3")
        .args(["-c", unzip])
        .current_dir(place.path("."))
        .status();
    assert!(unzipped.unwrap().success());
    assert_eq!(second(&place, &["--export", "out/ledger.bmnn"]).0, 0);
    assert_eq!(second(&place, &["out/ledger.bmnn"]).0, 1);
    // Without what it takes, nothing is tried.
    assert_eq!(second(&place, &["--key", &key, "grown"]).0, 2);
    assert_eq!(second(&place, &["entry-that-is-not-there"]).0, 2);
}
