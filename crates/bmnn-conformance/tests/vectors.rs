//! The vectors: their form, what they cover, that the Rust library answers as
//! they say, and that the runner notices where an implementation does not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bmnn::ledger::{Kind, sha256};
use bmnn_conformance::runner::{Outcome, run};
use bmnn_conformance::subject::{Rust, Subject};
use bmnn_conformance::vector::{Group, MANIFEST};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/v1")
}

fn groups() -> Vec<Group> {
    Group::read_all(&folder()).unwrap()
}

#[test]
fn the_generator_makes_them_anew_byte_for_byte() {
    let check = Command::new(env!("CARGO_BIN_EXE_vectors"))
        .arg("--check")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&check.stderr);
    assert!(check.status.success(), "{said}");
}

#[test]
fn the_manifest_names_every_file_and_its_digest() {
    let manifest = std::fs::read_to_string(folder().join(MANIFEST)).unwrap();
    let lines = manifest.lines().filter(|line| !line.starts_with('#'));
    let mut named = BTreeSet::new();
    for line in lines {
        let (digest, name) = line.split_once("  ").unwrap();
        let bytes = std::fs::read(folder().join(name)).unwrap();
        assert_eq!(sha256(&[&bytes]).to_string(), digest, "{name}");
        named.insert(name.to_owned());
    }
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != MANIFEST)
        .collect();
    assert_eq!(files, named);
}

#[test]
fn every_file_is_as_its_schema_says() {
    let schema = include_str!("../schema/vectors.schema.json");
    let schema: Json = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut total = 0;
    for file in std::fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read(&path).unwrap();
        total += text.len();
        if path.extension().is_some_and(|end| end == "json") {
            let json: Json = serde_json::from_slice(&text).unwrap();
            let fault = validator.iter_errors(&json).next();
            assert!(fault.is_none(), "{}: {}", path.display(), fault.unwrap());
        }
    }
    assert!(total < 3 << 20, "{total} bytes");
    let kinds = &schema["$defs"]["finding"]["properties"]["kind"]["enum"];
    let ours: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(kinds, &json!(ours));
}

/// A done-point: no kind of design §4 without a vector.
#[test]
fn every_kind_of_finding_occurs() {
    let mut found = BTreeSet::new();
    for case in groups().iter().flat_map(|group| &group.cases) {
        let findings = case.expect.get("findings").and_then(Json::as_array);
        for finding in findings.into_iter().flatten() {
            found.insert(finding["kind"].as_str().unwrap().to_owned());
        }
    }
    for kind in Kind::ALL {
        assert!(found.contains(kind.as_str()), "no vector for {kind}");
    }
}

#[test]
fn the_rust_library_answers_as_they_say() {
    let (mut tried, mut fails) = (0, 0);
    for group in groups() {
        for case in run(&group, &mut Rust).unwrap() {
            assert_eq!(case.outcome, Outcome::Agrees, "{case}");
            tried += 1;
            fails += usize::from(case.fails);
        }
        let bad = group.cases.iter().filter(|case| case.fails()).count();
        println!(
            "{:14} {:4} cases, {bad:4} of them failures",
            group.group,
            group.cases.len()
        );
    }
    assert!(tried > 500, "{tried} cases");
    assert!(fails * 2 > tried, "{fails} failures of {tried}");
}

/// A subject that says of each thing what is not so.
struct Wrong;

impl Subject for Wrong {
    fn answer(&mut self, task: &str, input: &Json) -> Option<Json> {
        let mut answer = Rust.answer(task, input)?;
        let fields = answer.as_object_mut()?;
        if fields.remove("failure").is_some() {
            return Some(json!({"ok": true}));
        }
        let key = fields.keys().next()?.clone();
        fields.insert(key, json!("something else"));
        Some(answer)
    }
}

/// One that accepts whatever it is asked.
struct Lenient;

impl Subject for Lenient {
    fn answer(&mut self, task: &str, input: &Json) -> Option<Json> {
        let mut answer = Rust.answer(task, input)?;
        let fields = answer.as_object_mut()?;
        fields.remove("failure");
        for key in ["holds", "allowed"] {
            if fields.contains_key(key) {
                fields.insert(key.to_owned(), json!(true));
            }
        }
        Some(answer)
    }
}

#[test]
fn a_wrong_subject_is_told_in_every_case() {
    for group in groups() {
        for case in run(&group, &mut Wrong).unwrap() {
            let differs = matches!(case.outcome, Outcome::Differs(_));
            assert!(differs, "{case}");
        }
        for case in run(&group, &mut Lenient).unwrap() {
            let differs = matches!(case.outcome, Outcome::Differs(_));
            assert_eq!(differs, case.fails, "{case}");
        }
    }
}

/// A flipped expectation is reported, group by group, at its place.
#[test]
fn a_flipped_expectation_is_told() {
    for mut group in groups() {
        let case = group.cases.first_mut().unwrap();
        case.expect["of-nobody"] = json!(1);
        let told = run(&group, &mut Rust).unwrap();
        let Outcome::Differs(difference) = &told[0].outcome else {
            panic!("{}", told[0]);
        };
        assert_eq!(difference.at, "of-nobody");
        assert!(told[1..].iter().all(|case| case.outcome == Outcome::Agrees));
    }
}

/// The task is not done: that is told apart from an answer.
#[test]
fn what_a_subject_does_not_do_is_not_tried() {
    struct Nothing;
    impl Subject for Nothing {
        fn answer(&mut self, _: &str, _: &Json) -> Option<Json> {
            None
        }
    }
    for group in groups() {
        let told = run(&group, &mut Nothing).unwrap();
        assert!(told.iter().all(|case| case.outcome == Outcome::NotTried));
    }
}
