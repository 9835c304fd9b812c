//! The catalogue of acts as a specification: examples, laws for every act, and
//! what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of a test may fail as the test does"
)]

mod faults;
mod generated;
mod laws;

use bmnn::act::json::{from_json, parse};
use bmnn::act::{Act, FieldError, schema};
use bmnn::id::{ActId, Bytes32};
use bmnn::value::Value;
use serde_json::Value as Json;

/// One valid act of each kind, by its name.
fn examples() -> Vec<(String, Json)> {
    let files = [
        include_str!("registry.json"),
        include_str!("secret.json"),
        include_str!("copies.json"),
        include_str!("incident.json"),
    ];
    let acts = files.iter().flat_map(|file| {
        let Json::Array(acts) = parse(file).unwrap() else {
            panic!("an array of acts");
        };
        acts
    });
    acts.map(|act| (act["act"].as_str().unwrap().to_owned(), act))
        .collect()
}

fn example(name: &str) -> Json {
    let mut examples = examples().into_iter();
    examples.find(|(act, _)| act == name).unwrap().1
}

/// The example of `entry.correct` corrects a `document.receive`.
fn receive(_: &ActId) -> Option<String> {
    Some("document.receive".to_owned())
}

fn read(json: &Json) -> Result<Act, FieldError> {
    Act::from_map(&from_json(json, &receive)?)
}

fn closed(_: &str, _: &Bytes32) -> Option<Value> {
    None
}

fn validator() -> jsonschema::Validator {
    let schema: Json = serde_json::from_str(&schema::json_schema()).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

#[test]
fn published_schemas_are_those_of_the_catalogue() {
    let remade = "run `cargo xtask schema`";
    assert!(
        include_str!("../../schema/acts.schema.json") == schema::json_schema(),
        "{remade}"
    );
    assert!(
        include_str!("../../schema/acts.cddl") == schema::cddl(),
        "{remade}"
    );
}
