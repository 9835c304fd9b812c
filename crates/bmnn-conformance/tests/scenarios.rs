//! The scenarios: our own registry conforms, and each expectation is missed by
//! some run that went otherwise.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bmnn::act::json::from_json;
use bmnn::id::ActId;
use bmnn::ledger::{
    Batch, Chain, PlainSigner, RecordKind, Signatures, Signer, Statement, Store, Window,
};
use bmnn::value::Value;
use bmnn_conformance::scenario::{BUILT_IN, Office, Scenario, check};
use bmnn_registry::host::SetClock;
use bmnn_registry::{Clerk, Host, Opening, Registry, packs};
use bmnn_store::FileStore;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

const DAY: &str = "2026-03-02";

fn signer(seed: u8) -> PlainSigner {
    PlainSigner::from_seed(&[seed; 32])
}

/// The office as `office.toml` tells it.
fn beginning() -> Vec<Json> {
    let paper = json!({"kind": "decision", "symbol": "7/QĐ-CQTN"});
    let head = json!({"person": "head", "position": "p-head", "date": DAY, "paper": paper});
    let (_, digest) = packs::built_in("vn-2025").unwrap();
    let mut acts = vec![json!({
        "act": "pack.adopt", "on": DAY, "adopted": "vn-2025", "digest": digest.to_string(), "decision": head,
    })];
    for person in ["clerk", "head", "officer"] {
        acts.push(json!({"act": "person.enrol", "on": DAY, "person": person, "name": "Người thử nghiệm", "party": "self"}));
    }
    for (party, kind) in [
        ("unit-vt", "unit"),
        ("unit-1", "unit"),
        ("unit-2", "unit"),
        ("bo-a", "agency"),
        ("so-b", "agency"),
        ("tt-luu-tru", "agency"),
    ] {
        acts.push(json!({"act": "party.enrol", "on": DAY, "party": party, "kind": kind, "name": "Đơn vị thử nghiệm"}));
    }
    for (person, post) in [
        ("head", "province-committee-chair"),
        ("clerk", "clerk"),
        ("officer", "officer"),
    ] {
        acts.push(json!({
            "act": "position.assign", "on": DAY, "position": format!("p-{person}"), "person": person, "post": post,
            "party": "self", "starts": DAY, "paper": {"kind": "assignment", "symbol": "1/QĐ-CQTN"},
        }));
    }
    acts.push(json!({"act": "list.adopt", "on": DAY, "list": "list-1", "symbol": "1/QĐ-THỬ", "date": "2026-03-01", "starts": "2026-03-01"}));
    for (book, kind) in [
        ("out", "outgoing"),
        ("in", "incoming"),
        ("hand", "handover"),
        ("copy", "copying"),
    ] {
        acts.push(json!({"act": "book.open", "on": DAY, "book": format!("{book}-2026"), "kind": kind, "year": 2026, "volume": 1, "party": "self"}));
    }
    acts
}

/// How a run goes otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Otherwise {
    No,
    /// A step is left out; what rests on it is refused then.
    Without(usize),
    /// An incident is recorded, and nobody is told of it.
    Untold(usize),
    /// A step that is to be refused is put on record all the same.
    Forced(usize),
}

fn run(steps: &[Json], otherwise: Otherwise, faults: &mut Vec<String>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let time = "08:00".parse().unwrap();
    let clock = SetClock::at(DAY.parse().unwrap(), time);
    let opening = Opening {
        agency: "CƠ QUAN THỬ NGHIỆM".to_owned(),
        on: None,
        threshold: 1,
        further_roots: Vec::new(),
        clerk: Clerk {
            person: "clerk".parse().unwrap(),
            key: signer(4).public_key(),
        },
        after: None,
    };
    let open = || Host::fixed(clock.clone(), [7; 32]);
    let mut registry = Registry::create(
        folder.path(),
        &opening,
        &[&signer(1)],
        Box::new(signer(3)),
        open(),
    )
    .unwrap();
    registry
        .perform_all(beginning(), &signer(4))
        .unwrap_or_else(|error| panic!("{error}"));
    for (index, step) in steps.iter().enumerate() {
        let (act, refused) = match step.get("refused") {
            Some(act) => (act, true),
            None => (step, false),
        };
        let on = act["on"].as_str().unwrap().parse().unwrap();
        clock.set_to(
            on,
            format!("{:02}:{:02}", 9 + index / 60, index % 60)
                .parse()
                .unwrap(),
        );
        if otherwise == Otherwise::Without(index) {
            continue;
        }
        if otherwise == Otherwise::Forced(index) {
            drop(registry);
            append(folder.path(), act);
            registry = Registry::open(folder.path(), Box::new(signer(3)), open()).unwrap();
            continue;
        }
        let mut act = act.clone();
        if otherwise == Otherwise::Untold(index) {
            act.as_object_mut().unwrap().remove("reported-to");
        }
        let done = registry.perform(act.clone(), &signer(4));
        if otherwise == Otherwise::No {
            match done {
                Ok(_) if refused => faults.push(format!("not refused: {act}")),
                Err(error) if !refused => faults.push(format!("refused: {error}: {act}")),
                _ => {}
            }
        }
    }
    folder
}

/// Puts an act on record past the registry, as a careless product would.
fn append(path: &Path, act: &Json) {
    let mut store = FileStore::open(path).unwrap();
    store.lock().unwrap();
    let (mut chain, mut window) = (Chain::default(), Window::default());
    for record in store.records(0).unwrap() {
        let record = record.unwrap();
        if record.kind == RecordKind::Entry {
            let Ok(examined) = chain.examine(&record.bytes, &window, Signatures::Trust);
            chain.advance(&examined);
            window.push(examined.leaf(), examined.id());
        } else {
            chain
                .close_commit(&record.bytes, Signatures::Trust)
                .unwrap();
        }
    }
    let mut act = act.clone();
    act["id"] = json!(ActId([0xF0; 16]).to_string());
    act["by"] = json!("clerk");
    act["pack"] = json!("vn-2025");
    let mut map = from_json(&act, &|_| None).unwrap();
    let (seq, leaf) = chain.last().unwrap();
    let seen = vec![
        Value::Int(i64::try_from(seq).unwrap()),
        Value::Bytes(leaf.0.to_vec()),
    ];
    map.insert("seen", Value::Array(seen));
    let statement = Statement::sign(&map, chain.scope(), &signer(4)).unwrap();
    let mut batch = Batch::new(&chain, &window);
    batch
        .push(&statement, Vec::new(), chain.received().unwrap())
        .unwrap();
    store.commit(&batch.seal(&signer(3)).unwrap()).unwrap();
}

fn reference(name: &str) -> Vec<Json> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/reference/{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn our_registry_conforms_and_each_expectation_can_be_missed() {
    let mut faults = Vec::new();
    for (name, text) in BUILT_IN {
        let scenario = Scenario::parse(text).unwrap();
        assert_eq!(scenario.scenario, name);
        let steps = reference(name);
        let right = run(&steps, Otherwise::No, &mut faults);
        for one in check(&scenario, right.path()).unwrap() {
            if !one.met {
                faults.push(format!("{name}: {} is not met: {}", one.id, one.found));
            }
        }
        let mut missed = BTreeSet::new();
        let mut ways: Vec<Otherwise> = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            ways.push(match step.get("refused") {
                Some(_) => Otherwise::Forced(index),
                None => Otherwise::Without(index),
            });
            if step.get("reported-to").is_some() {
                ways.push(Otherwise::Untold(index));
            }
        }
        for otherwise in ways {
            let wrong = run(&steps, otherwise, &mut faults);
            let met = check(&scenario, wrong.path()).unwrap();
            let unmet: Vec<String> = met
                .into_iter()
                .filter(|one| !one.met)
                .map(|one| one.id)
                .collect();
            if unmet.is_empty() {
                faults.push(format!("{name}: nothing notices {otherwise:?}"));
            }
            missed.extend(unmet);
        }
        for expectation in &scenario.expect {
            if !missed.contains(&expectation.id) {
                faults.push(format!("{name}: no run misses {}", expectation.id));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_scenario_tells_its_days_in_both_languages() {
    let office = Office::of_all().unwrap();
    assert!(office.vi.contains("CƠ QUAN THỬ NGHIỆM") && office.en.contains("bo-a"));
    assert!(BUILT_IN.len() >= 6);
    for (name, text) in BUILT_IN {
        let scenario = Scenario::parse(text).unwrap();
        assert!(!scenario.vi.is_empty() && !scenario.en.is_empty(), "{name}");
        for day in &scenario.day {
            assert!(day.on.starts_with("2026-") && !day.vi.is_empty() && !day.en.is_empty());
        }
        let ids: BTreeSet<&String> = scenario.expect.iter().map(|one| &one.id).collect();
        assert_eq!(ids.len(), scenario.expect.len(), "{name}");
        for one in &scenario.expect {
            assert!(
                !one.vi.is_empty() && !one.en.is_empty(),
                "{name}: {}",
                one.id
            );
        }
    }
}
