//! Keys, the end of a ledger, and backups, as they are typed.

use crate::common::{Place, copy};
use bmnn::ledger::{PlainSigner, Signer};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

const PASSPHRASE: &str = "một hai ba";

fn party(number: u32) -> Value {
    json!({
        "act": "party.enrol", "on": "2026-03-02", "party": format!("p-{number}"),
        "kind": "agency", "name": "Sở",
    })
}

fn names(place: &Place) -> Vec<String> {
    let keys = fs::read_dir(place.path("vt/keys")).unwrap();
    let mut names: Vec<String> = keys
        .map(|key| key.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn keys_are_enrolled_listed_and_revoked() {
    let place = Place::with_registry();
    let done = place.run(&[
        "key",
        "enrol",
        "vt",
        "actor-head",
        "--on",
        "2026-03-02",
        "--json",
    ]);
    let kid = done.ends(0).json()["kid"].as_str().unwrap().to_owned();
    assert!(names(&place).contains(&"actor-head.pem".to_owned()));
    let public = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let witness = ["key", "enrol", "vt", "witness-w.example/1"];
    place.run(&witness).ends(2);
    // A key that is no point of the curve's group is refused; RFC 8032's first is one.
    place
        .run(&[&witness[..], &["--public", public]].concat())
        .ends(1);
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    place
        .run(&[&witness[..], &["--public", public]].concat())
        .ends(0);
    place.run(&["key", "enrol", "vt", "ledger"]).ends(2);
    let listed = place.run(&["key", "list", "vt", "--json"]).ends(0).feed();
    let roles: Vec<&str> = listed
        .iter()
        .map(|key| key["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles.iter().filter(|role| **role == "root").count(), 2);
    let head = listed
        .iter()
        .find(|key| key["kid"] == kid.as_str())
        .unwrap();
    assert_eq!(
        (&head["in-ring"], &head["valid"]),
        (&json!("actor-head"), &json!(true))
    );
    let text = place
        .run(&["key", "list", "vt", "--lang", "vi"])
        .ends(0)
        .out;
    assert!(
        text.contains("trong chùm") && text.contains("w.example/1"),
        "{text}"
    );

    place
        .run(&[
            "key",
            "revoke",
            "vt",
            "actor-head",
            "--reason",
            "compromised",
        ])
        .ends(1);
    let revoke = [
        "key",
        "revoke",
        "vt",
        "actor-head",
        "--reason",
        "compromised",
        "--since",
        "6",
    ];
    place.run(&revoke).ends(0);
    place
        .run(&["key", "revoke", "vt", &kid, "--reason", "lost"])
        .ends(1);
    let verified = place.run(&["verify", "vt", "--json"]).ends(0).json();
    let kinds: Vec<&str> = verified["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"Doubtful"), "{kinds:?}");
}

#[test]
fn the_ledger_key_rotates_and_a_broken_off_rotation_is_finished() {
    let place = Place::with_registry();
    let done = place.run(&["key", "rotate", "vt", "--json"]).ends(0).json();
    assert_eq!(done["act"], "key.enrol");
    let first = names(&place);
    assert_eq!(
        first
            .iter()
            .filter(|name| name.starts_with("ledger"))
            .count(),
        2,
        "{first:?}"
    );
    place.perform(&party(1)).ends(0);
    // As if it had been broken off between the ledger and the ring, at either step.
    let ring = place.path("vt/keys");
    let old = first
        .iter()
        .find(|name| name.starts_with("ledger-"))
        .unwrap();
    let kid = done["kid"].as_str().unwrap();
    let waiting = ring.join(format!("ledger-{kid}.pem"));
    let text = fs::read_to_string(ring.join("ledger.pem")).unwrap();
    fs::write(
        &waiting,
        text.replace("name: ledger\n", &format!("name: ledger-{kid}\n")),
    )
    .unwrap();
    fs::remove_file(ring.join("ledger.pem")).unwrap();
    place.perform(&party(2)).ends(0);
    assert_eq!(names(&place), first);
    fs::rename(ring.join("ledger.pem"), &waiting).unwrap();
    let text = fs::read_to_string(&waiting).unwrap();
    fs::write(
        &waiting,
        text.replace("name: ledger\n", &format!("name: ledger-{kid}\n")),
    )
    .unwrap();
    let before = fs::read_to_string(ring.join(old)).unwrap();
    let name = old.trim_end_matches(".pem");
    fs::write(
        ring.join("ledger.pem"),
        before.replace(&format!("name: {name}\n"), "name: ledger\n"),
    )
    .unwrap();
    fs::remove_file(ring.join(old)).unwrap();
    place.perform(&party(3)).ends(0);
    assert_eq!(names(&place), first);
    // A rotation that is refused leaves no key behind.
    place
        .run(&["key", "rotate", "vt", "--since", "9999"])
        .ends(1);
    assert_eq!(names(&place), first);
    place.run(&["verify", "vt"]).ends(0);
}

#[test]
fn a_root_comes_back_from_its_sheet() {
    let place = Place::with_registry();
    let sheet = "vt/khoa-goc-2.txt";
    place
        .run(&["key", "restore", "vt", "root-3", sheet])
        .ends(2);
    let back = place
        .run(&["key", "restore", "vt", "root-2", sheet, "--json"])
        .ends(0)
        .json();
    assert_eq!(back["name"], "root-2");
    place
        .run(&["key", "restore", "vt", "root-2", sheet])
        .ends(2);
    place
        .run(&[
            "key", "enrol", "vt", "root-3", "--key", "root-2", "--cosign", "root-1",
        ])
        .ends(0);
    place
        .run(&[
            "key", "revoke", "vt", "root-1", "--reason", "left", "--key", "root-3",
        ])
        .ends(0);
    let mistyped = fs::read_to_string(place.path(sheet))
        .unwrap()
        .replacen("MI", "NI", 1);
    place.write("sheet.txt", &mistyped);
    let ran = place
        .run(&["key", "restore", "vt", "root-2", "sheet.txt"])
        .ends(2);
    assert!(
        ran.err.contains("line") || ran.err.contains("exists"),
        "{}",
        ran.err
    );
    let wrong = place.write("wrong", "bốn năm sáu\n").display().to_string();
    fs::remove_file(place.path("vt/keys/root-2.pem")).unwrap();
    let other = [
        "key",
        "restore",
        "vt",
        "root-2",
        sheet,
        "--sheet-passphrase-file",
        &wrong,
    ];
    place.run(&other).ends(2);
}

/// A registry `vt` of which two of three roots are asked for what roots sign.
fn two_of_three() -> Place {
    let place = Place::empty();
    let init = "init vt --agency Xã --clerk ng-1 --on 2026-03-02 --roots 3 --threshold 2 --json";
    let words: Vec<&str> = init.split(' ').collect();
    let made = place.run(&words).ends(0).json();
    assert_eq!(made["threshold"], 2);
    assert_eq!(made["sheet"], "vt/khoa-goc-3.txt");
    assert_eq!(made["sheets"], json!(["vt/khoa-goc-3.txt"]));
    let keys: Vec<&str> = made["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["name"].as_str().unwrap())
        .collect();
    assert_eq!(keys, ["ledger", "root-1", "root-2", "actor-ng-1", "root-3"]);
    place
}

fn cosigners(place: &Place, done: &Value) -> usize {
    let seq = done["seq"].to_string();
    let shown = place.run(&["show", "vt", &seq, "--json"]).ends(0).json();
    shown["cosigners"].as_array().unwrap().len()
}

#[test]
fn two_of_three_roots_sign_what_roots_sign() {
    let place = two_of_three();
    assert_eq!(
        names(&place),
        ["actor-ng-1.pem", "ledger.pem", "root-1.pem", "root-2.pem"]
    );
    let enrol = ["key", "enrol", "vt", "actor-head", "--json"];
    let done = place.run(&enrol).ends(0).json();
    assert_eq!(cosigners(&place, &done), 1);
    let kid = done["kid"].as_str().unwrap().to_owned();
    // A root that is named signs; the ring gives the one that is wanted beside it.
    let restore = ["key", "restore", "vt", "root-3", "vt/khoa-goc-3.txt"];
    place.run(&restore).ends(0);
    let done = place
        .run(&[
            "key", "revoke", "vt", &kid, "--reason", "left", "--key", "root-3", "--json",
        ])
        .ends(0)
        .json();
    assert_eq!(cosigners(&place, &done), 1);
    // So does `perform`, for one act at a time.
    let act = |seed: u8| {
        let key = PlainSigner::from_seed(&[seed; 32]).public_key().to_string();
        json!({
            "act": "key.enrol", "on": "2026-03-02", "role": "actor", "person": "ng-1", "key": key,
        })
    };
    place.perform(&act(1)).ends(0);
    let ran = place.perform(&json!([act(2), act(3)])).ends(2);
    assert!(ran.out.contains("one act at a time"), "{}", ran.out);
    place.run(&["key", "rotate", "vt"]).ends(0);

    // Root 1 is revoked: of the ring, 2 and 3 sign from there on.
    let revoke = ["key", "revoke", "vt", "root-1", "--reason", "lost"];
    place.run(&revoke).ends(0);
    place.run(&["key", "enrol", "vt", "actor-b"]).ends(0);
    // Two would be left with one missing: no fewer than the threshold may stay.
    place
        .run(&["key", "revoke", "vt", "root-2", "--reason", "lost"])
        .ends(1);
    let before = fs::read(place.path("vt/ledger.bmnn")).unwrap();
    fs::remove_file(place.path("vt/keys/root-3.pem")).unwrap();
    let ran = place.run(&["key", "enrol", "vt", "actor-c"]).ends(2);
    assert!(
        ran.err.contains("wants 2") && ran.err.contains("key restore"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read(place.path("vt/ledger.bmnn")).unwrap(), before);
    place.run(&restore).ends(0);
    let close = "close vt --reason archived --person head --position head.post --json";
    let close: Vec<&str> = close.split(' ').collect();
    let done = place.run(&close).ends(0).json();
    assert_eq!(cosigners(&place, &done), 1);
    place.run(&["verify", "vt"]).ends(0);
}

#[test]
fn a_threshold_that_no_roots_can_meet_opens_nothing() {
    let place = Place::empty();
    for (roots, threshold) in [("3", "0"), ("0", "0"), ("2", "3"), ("0", "1"), ("65", "2")] {
        let init = ["init", "vt", "--agency", "Xã", "--clerk", "ng-1"];
        let with = ["--roots", roots, "--threshold", threshold];
        let ran = place.run(&[&init[..], &with].concat()).ends(2);
        assert!(ran.err.contains("--threshold"), "{}", ran.err);
        let vi = [&init[..], &with, &["--lang", "vi"]].concat();
        assert!(place.run(&vi).ends(2).err.contains("khoá gốc"));
        assert!(!place.path("vt").exists());
    }
    // Where every root is wanted, each has its sheet: none can be spared.
    let init = "init vt --agency Xã --clerk ng-1 --roots 2 --threshold 2 --json";
    let words: Vec<&str> = init.split(' ').collect();
    let made = place.run(&words).ends(0).json();
    assert_eq!(
        made["sheets"],
        json!(["vt/khoa-goc-1.txt", "vt/khoa-goc-2.txt"])
    );
    fs::remove_file(place.path("vt/keys/root-1.pem")).unwrap();
    let enrol = ["key", "enrol", "vt", "actor-b"];
    place.run(&enrol).ends(2);
    place
        .run(&["key", "restore", "vt", "root-1", "vt/khoa-goc-1.txt"])
        .ends(0);
    place.run(&enrol).ends(0);
    place.run(&["verify", "vt"]).ends(0);
}

const NEW: &str = "bốn năm sáu";

/// A run with a passphrase of its own.
fn run_by(place: &Place, passphrase: &str, args: &[&str]) -> crate::common::Ran {
    place.run_with(args, "", &[("BMNN_PASSPHRASE", passphrase)])
}

#[test]
fn a_passphrase_is_changed_for_ring_and_vault_together() {
    let place = Place::with_registry();
    copy(&place.path("vt"), &place.path("before"));
    let file = place
        .write("new", &format!("{NEW}\n"))
        .display()
        .to_string();
    let change = ["key", "passphrase", "vt", "--new-passphrase-file", &file];
    run_by(&place, "sai", &change).ends(2);
    let nobody = [
        "key",
        "passphrase",
        "nowhere",
        "--new-passphrase-file",
        &file,
    ];
    place.run(&nobody).ends(2);
    assert_eq!(
        names(&place),
        ["actor-ng-1.pem", "ledger.pem", "root-1.pem"]
    );
    let done = place.run(&[&change[..], &["--json"]].concat()).ends(0);
    assert_eq!(
        done.json()["keys"],
        json!(["ledger", "root-1", "actor-ng-1"])
    );
    copy(&place.path("vt"), &place.path("after"));
    assert_eq!(
        fs::read(place.path("before/ledger.bmnn")).unwrap(),
        fs::read(place.path("after/ledger.bmnn")).unwrap()
    );

    // Wherever it stops: what stands in the folder then, and which one opens it.
    type Stop<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);
    let stops: [Stop<'_>; 6] = [
        ("before", "done", &[("after/keys", "keys.part")], PASSPHRASE),
        ("before", "done", &[("after/keys", "keys.new")], PASSPHRASE),
        ("before", "vault", &[("after/keys", "keys.new")], NEW),
        (
            "after",
            "no ring",
            &[("before/keys", "keys.old"), ("after/keys", "keys.new")],
            NEW,
        ),
        ("after", "done", &[("before/keys", "keys.old")], NEW),
        ("after", "done", &[], NEW),
    ];
    for (from, what, beside, holds) in stops {
        let vt = place.path("vt");
        fs::remove_dir_all(&vt).unwrap();
        copy(&place.path(from), &vt);
        for (keys, name) in beside {
            copy(&place.path(keys), &vt.join(name));
        }
        match what {
            "vault" => drop(fs::copy(place.path("after/vault.db"), vt.join("vault.db")).unwrap()),
            "no ring" => fs::remove_dir_all(vt.join("keys")).unwrap(),
            _ => {}
        }
        let stop = format!("{from}, {what}, {beside:?}");
        let other = if holds == NEW { PASSPHRASE } else { NEW };
        let enrol = ["key", "enrol", "vt", "actor-b"];
        let keygen = ["keygen", "vt", "actor-c"];
        for verb in [&enrol[..], &keygen] {
            let ran = run_by(&place, other, verb);
            assert_eq!(ran.exit, 2, "{stop}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains("passphrase"), "{stop}: {}", ran.err);
        }
        for verb in [&keygen[..], &enrol] {
            let ran = run_by(&place, holds, verb);
            assert_eq!(ran.exit, 0, "{stop}: {}", ran.err);
        }
        assert_eq!(names(&place).len(), 5, "{stop}");
        for left in ["keys.part", "keys.new", "keys.old"] {
            assert!(!vt.join(left).exists(), "{stop}: {left}");
        }
        let verified = run_by(&place, holds, &["verify", "vt", "--json"]);
        assert_eq!(verified.exit, 0, "{stop}: {}", verified.err);
    }

    // What the ring has not anew stays where it is.
    let vt = place.path("vt");
    fs::create_dir(vt.join("keys.old")).unwrap();
    fs::copy(
        place.path("before/keys/root-1.pem"),
        vt.join("keys.old/root-9.pem"),
    )
    .unwrap();
    run_by(&place, NEW, &["keygen", "vt", "actor-d"]).ends(0);
    assert!(vt.join("keys.old/root-9.pem").exists());
    let ran = run_by(&place, NEW, &change).ends(2);
    assert!(ran.err.contains("keys.old"), "{}", ran.err);
    fs::remove_dir_all(vt.join("keys.old")).unwrap();
    // A key that the passphrase does not open keeps the others as they are.
    fs::copy(
        place.path("before/keys/root-1.pem"),
        vt.join("keys/root-1.pem"),
    )
    .unwrap();
    let ran = run_by(&place, NEW, &change).ends(2);
    assert!(ran.err.contains("root-1"), "{}", ran.err);
    assert!(!vt.join("keys.part").exists() && !vt.join("keys.new").exists());
}

/// Killed at any moment, ring and vault open by one and the same passphrase.
#[test]
fn a_change_of_passphrase_that_is_killed_locks_nobody_out() {
    let place = Place::with_registry();
    let [old, new] = [PASSPHRASE, NEW].map(|words| {
        let name = if words == NEW { "new" } else { "old" };
        place.write(name, words).display().to_string()
    });
    let change = |holds: &str| {
        let next = if holds == NEW { &old } else { &new };
        let mut command = Command::new(env!("CARGO_BIN_EXE_bmnn"));
        command
            .args(["key", "passphrase", "vt", "--new-passphrase-file", next])
            .current_dir(place.path("."))
            .env("BMNN_PASSPHRASE", holds)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    };
    let began = Instant::now();
    assert!(change(PASSPHRASE).status().unwrap().success());
    let whole = began.elapsed();
    let mut holds = NEW;
    let rounds = 6;
    for round in 0..rounds {
        let mut child = change(holds).spawn().unwrap();
        // The first half opens keys and writes nothing.
        std::thread::sleep(whole / 2 + whole * round / (2 * rounds));
        let _ = child.kill();
        child.wait().unwrap();
        let opens: Vec<&str> = [PASSPHRASE, NEW]
            .into_iter()
            .filter(|words| {
                let act = party(round).to_string();
                let variables = [("BMNN_PASSPHRASE", *words)];
                let ran = place.run_with(&["perform", "vt"], &act, &variables);
                assert!([0, 2].contains(&ran.exit), "{}{}", ran.out, ran.err);
                ran.exit == 0
            })
            .collect();
        assert_eq!(opens.len(), 1, "round {round}: {opens:?}");
        holds = opens[0];
    }
    assert_eq!(names(&place).len(), 3);
    run_by(&place, holds, &["verify", "vt"]).ends(0);
}

#[test]
fn a_witness_changes_its_passphrase() {
    let place = Place::empty();
    place.run(&["keygen", "w", "witness"]).ends(0);
    let file = place.write("new", NEW).display().to_string();
    place
        .run(&["key", "passphrase", "w", "--new-passphrase-file", &file])
        .ends(0);
    place.run(&["keygen", "w", "root-1"]).ends(2);
    run_by(&place, NEW, &["keygen", "w", "root-1"]).ends(0);
}

#[test]
fn a_ledger_is_closed_and_succeeded() {
    let place = Place::with_registry();
    let init = [
        "init",
        "new",
        "--agency",
        "UBND xã Mẫu",
        "--clerk",
        "ng-1",
        "--after",
        "vt",
    ];
    let ran = place.run(&init).ends(1);
    assert!(
        ran.err.contains("not closed") && !place.path("new").exists(),
        "{}",
        ran.err
    );
    let close = [
        "close",
        "vt",
        "--reason",
        "migrated",
        "--person",
        "head",
        "--position",
        "head.post",
    ];
    let closed = place
        .run(&[&close[..], &["--decision", "9/QĐ", "--json"]].concat())
        .ends(0)
        .json();
    assert_eq!(closed["act"], "ledger.close");
    assert!(closed["checkpoint"].as_str().unwrap().starts_with("bmnn/"));
    place.perform(&party(1)).ends(2);
    place.run(&close).ends(2);
    place.run(&["status", "vt", "nothing"]).ends(1);
    place.run(&["verify", "vt"]).ends(0);
    place.run(&init).ends(0);
    place.run(&["verify", "new", "--after", "vt"]).ends(0);
    let ran = place
        .run(&["verify", "vt", "--after", "new", "--json"])
        .ends(1);
    assert!(ran.out.contains("WrongHistory"));
    place.run(&["verify", "new", "--after", "nowhere"]).ends(2);
}

#[test]
fn a_backup_is_restored() {
    let place = Place::with_registry();
    let copied = place
        .run(&["backup", "vt", "copy", "--json"])
        .ends(0)
        .json();
    assert_eq!(copied["keys"], 0);
    place.run(&["backup", "vt", "copy"]).ends(2);
    place.perform(&party(1)).ends(0);
    let note = place
        .run(&["show", "vt", "checkpoint", "--json"])
        .ends(0)
        .json();
    place.write("note", note["checkpoint"].as_str().unwrap());
    let back = ["restore", "copy", "back", "--checkpoint", "note"];
    let ran = place.run(&[&back[..], &["--json"]].concat()).ends(0).json();
    assert_eq!(ran["lost"]["from"], copied["size"]);
    assert_eq!(ran["lost"]["signed"], true);
    let ran = place.run(&back).ends(2);
    assert!(ran.err.contains("there already"), "{}", ran.err);
    let told = place
        .run(&[
            "restore",
            "copy",
            "again",
            "--checkpoint",
            "note",
            "--lang",
            "vi",
        ])
        .ends(0);
    assert!(told.out.contains("MẤT 1 mục"), "{}", told.out);
    let told = place.run(&["restore", "copy", "third"]).ends(0);
    assert!(told.out.contains("not known"), "{}", told.out);
    place.run(&["verify", "back"]).ends(0);
    // Without the ring it is read; with it, it goes on, and says that it was restored.
    fs::rename(place.path("vt"), place.path("lost")).unwrap();
    fs::rename(place.path("back"), place.path("vt")).unwrap();
    place.perform(&party(2)).ends(2);
    fs::create_dir(place.path("vt/keys")).unwrap();
    for key in fs::read_dir(place.path("lost/keys")).unwrap() {
        let path = key.unwrap().path();
        fs::copy(&path, place.path("vt/keys").join(path.file_name().unwrap())).unwrap();
    }
    place.perform(&party(2)).ends(0);
    let entry = copied["size"].to_string();
    let shown = place.run(&["show", "vt", &entry, "--json"]).ends(0).json();
    assert_eq!(shown["act"]["why"], "restored");
    let with_keys = ["backup", "vt", "whole", "--with-keys", "--json"];
    let variables = [("BMNN_PASSPHRASE", PASSPHRASE)];
    let whole = place.run_with(&with_keys, "", &variables).ends(0).json();
    assert_eq!(whole["keys"], 3);
}
