//! Every act of the vectors, set path by path: the same bytes as from its JSON,
//! and where it is refused, refused too.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bmnn::act::FieldError;
use bmnn::act::builder::Draft;
use bmnn::id::to_hex;
use bmnn::ledger::cbor;
use bmnn_conformance::vector::Group;
use serde_json::Value as Json;
use std::path::Path;

fn set(draft: &mut Draft, path: &str, value: &Json) -> Result<(), FieldError> {
    let below = |key: &dyn std::fmt::Display| format!("{path}/{key}");
    match value {
        Json::String(text) => draft.set_text(path, text),
        Json::Bool(bool) => draft.set_bool(path, *bool),
        Json::Number(number) => draft.set_int(path, number.as_i64().unwrap()),
        Json::Object(fields) if fields.is_empty() => draft.set_empty(path),
        Json::Array(items) if items.is_empty() => draft.set_empty(path),
        Json::Object(fields) => fields
            .iter()
            .try_for_each(|(key, value)| set(draft, &below(key), value)),
        Json::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| set(draft, &below(&index), item)),
        Json::Null => panic!("`{path}`: no vector that holds has a null"),
    }
}

fn built(act: &Json, corrected: Option<&str>) -> Result<Vec<u8>, FieldError> {
    let mut draft = match corrected {
        Some(corrected) => Draft::correction(corrected),
        None => Draft::new(act["act"].as_str().unwrap()),
    }?;
    let fields = act.as_object().unwrap().iter();
    for (key, value) in fields.filter(|(key, _)| *key != "act") {
        set(&mut draft, key, value)?;
    }
    Ok(cbor::encode_map(&draft.finish(&|_| None)?).unwrap())
}

#[test]
fn every_act_of_the_vectors_is_built_by_its_paths() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/v1");
    let group = Group::read(&folder.join("acts.json")).unwrap();
    let mut names = std::collections::BTreeSet::new();
    for case in group.cases.iter().filter(|case| case.task == "act.to-cbor") {
        let input = group.input(case).unwrap();
        let corrected = input.get("corrected").and_then(Json::as_str);
        let corrected = corrected.filter(|_| input["act"]["act"] == "entry.correct");
        let Some(wanted) = case.expect.get("cbor") else {
            continue;
        };
        let made = built(&input["act"], corrected).map(|bytes| to_hex(&bytes));
        assert_eq!(made.as_deref(), Ok(wanted.as_str().unwrap()), "{}", case.id);
        names.insert(input["act"]["act"].as_str().unwrap().to_owned());
    }
    // Nearly all of the catalogue; the laws of the model have the rest.
    assert!(names.len() > 40, "{names:?}");
}
