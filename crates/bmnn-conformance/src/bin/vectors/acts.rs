//! Acts as JSON and as CBOR.

use crate::sheet::Sheet;
use bmnn::act::{json as act_json, sealing};
use bmnn::id::{ActId, to_hex};
use bmnn::ledger::cbor::encode_map;
use bmnn::ledger::sha256;
use bmnn::value::Map;
use serde_json::{Value as Json, json};

const EXAMPLES: [&str; 4] = [
    include_str!("examples/registry.json"),
    include_str!("examples/secret.json"),
    include_str!("examples/copies.json"),
    include_str!("examples/incident.json"),
];

/// The example of `entry.correct` corrects a `document.receive`.
const CORRECTED: &str = "document.receive";

fn map(act: &Json) -> Map {
    act_json::from_json(act, &|_: &ActId| Some(CORRECTED.to_owned())).unwrap()
}

pub(crate) fn acts() -> Sheet {
    let mut sheet = Sheet::new(
        "acts",
        "Acts from the JSON of a host to CBOR by their schema, and from the CBOR of a ledger to JSON (design §3, Act; acts §1).",
    );
    let mut examples = Vec::new();
    for text in EXAMPLES {
        let Json::Array(acts) = act_json::parse(text).unwrap() else {
            panic!("an array of acts");
        };
        examples.extend(acts);
    }
    for act in &examples {
        let name = act["act"].as_str().unwrap();
        let plain = map(act);
        let to_cbor = json!({"act": act, "corrected": CORRECTED});
        let want = json!({"cbor": to_hex(&encode_map(&plain).unwrap())});
        let why = format!(
            "an example of `{name}` as a host gives it, plain values where the schema seals"
        );
        sheet.case(
            "act.to-cbor",
            &format!("to-cbor-{name}"),
            &why,
            to_cbor,
            want,
        );
        let sealed = sealing::seal(&plain, &|_| Some(CORRECTED.to_owned()), &mut |path, _| {
            sha256(&[b"a commitment", path.as_bytes()])
        });
        let cbor = to_hex(&encode_map(&sealed.unwrap()).unwrap());
        let why = format!("`{name}` as a ledger holds it, with commitments");
        sheet.case(
            "act.to-json",
            &format!("to-json-{name}"),
            &why,
            json!({"cbor": cbor}),
            json!({"act": {"act": name}}),
        );
    }
    let example = |name: &str| {
        let mut found = examples.iter().filter(|act| act["act"] == name);
        found.next().unwrap().clone()
    };
    let faults = [
        (
            "unknown-act",
            "copy.transfer",
            "/act",
            Some(json!("copy.transfers")),
            "act",
            "no act of that name",
        ),
        (
            "no-act",
            "copy.transfer",
            "/act",
            None,
            "act",
            "every act has a name",
        ),
        (
            "no-date",
            "copy.transfer",
            "/on",
            None,
            "on",
            "every act has a day",
        ),
        (
            "date-printed",
            "copy.transfer",
            "/on",
            Some(json!("01/03/2026")),
            "on",
            "YYYY-MM-DD",
        ),
        (
            "required",
            "copy.transfer",
            "/to",
            None,
            "to",
            "a required field",
        ),
        (
            "id-words",
            "copy.transfer",
            "/to",
            Some(json!("sở tc")),
            "to",
            "an id has no words",
        ),
        (
            "null",
            "copy.transfer",
            "/to",
            Some(Json::Null),
            "to",
            "there is no null: what is absent is absent",
        ),
        (
            "unknown-field",
            "copy.transfer",
            "/to_person",
            Some(json!("p-1")),
            "to_person",
            "kebab-case, and no field of that name",
        ),
        (
            "empty-array",
            "copy.transfer",
            "/copies",
            Some(json!([])),
            "copies",
            "at least one copy",
        ),
        (
            "no-array",
            "copy.transfer",
            "/copies",
            Some(json!("doc-17#1")),
            "copies",
            "an array",
        ),
        (
            "copy-spelling",
            "copy.transfer",
            "/copies/0",
            Some(json!("doc-17#01")),
            "copies/0",
            "one value, one spelling",
        ),
        (
            "copy-twice",
            "copy.transfer",
            "/copies",
            Some(json!(["doc-17#1", "doc-17#1"])),
            "copies/1",
            "each once",
        ),
        (
            "hand-two",
            "copy.transfer",
            "/courier/person",
            Some(json!("p-1")),
            "courier",
            "a person or a name, one of the two",
        ),
        (
            "hand-none",
            "copy.transfer",
            "/courier/name",
            None,
            "courier",
            "one of the two",
        ),
        (
            "word-case",
            "copy.transfer",
            "/means",
            Some(json!("Courier")),
            "means",
            "a word of the list, as it is",
        ),
        (
            "time-24",
            "copy.transfer",
            "/time",
            Some(json!("24:00")),
            "time",
            "the day ends at 23:59",
        ),
        (
            "page-zero",
            "copy.transfer",
            "/received/paper/page",
            Some(json!(0)),
            "received/paper/page",
            "pages begin at 1",
        ),
        (
            "paper-kind",
            "copy.transfer",
            "/received/paper/kind",
            None,
            "received/paper/kind",
            "a required field of a map",
        ),
        (
            "text-empty",
            "copy.transfer",
            "/instruction",
            Some(json!("")),
            "instruction",
            "a text says something",
        ),
        (
            "text-blank",
            "copy.transfer",
            "/instruction",
            Some(json!(" \n ")),
            "instruction",
            "spaces say nothing",
        ),
        (
            "text-tab",
            "copy.transfer",
            "/instruction",
            Some(json!("a\tb")),
            "instruction",
            "no control characters",
        ),
        (
            "text-number",
            "copy.transfer",
            "/instruction",
            Some(json!(7)),
            "instruction",
            "a text is no number",
        ),
        (
            "seal-short",
            "copy.transfer",
            "/instruction",
            Some(json!({"sealed": "00"})),
            "instruction",
            "a commitment is 32 bytes",
        ),
        (
            "number-half",
            "document.issue",
            "/copies/0/number",
            Some(json!(1.5)),
            "copies/0/number",
            "no floats",
        ),
        (
            "number-large",
            "document.issue",
            "/copies/0/number",
            Some(json!(4_294_967_296_u64)),
            "copies/0/number",
            "at most 2^32 - 1",
        ),
        (
            "number-negative",
            "document.issue",
            "/copies/0/number",
            Some(json!(-1)),
            "copies/0/number",
            "numbers begin at 1",
        ),
        (
            "number-text",
            "document.issue",
            "/copies/0/number",
            Some(json!("1")),
            "copies/0/number",
            "a number is no text",
        ),
        (
            "nested-required",
            "document.issue",
            "/copies/1/to",
            None,
            "copies/1/to",
            "each copy has its recipient",
        ),
        (
            "level-printed",
            "document.determine",
            "/level",
            Some(json!("Tối mật")),
            "level",
            "the name in acts",
        ),
        (
            "level-english",
            "document.determine",
            "/level",
            Some(json!("Secret")),
            "level",
            "English is a label only",
        ),
    ];
    for (id, name, at, value, path, why) in faults {
        let mut act = example(name);
        let (parent, key) = at.rsplit_once('/').unwrap();
        let parent = act.pointer_mut(parent).unwrap();
        match (parent, value) {
            (Json::Object(fields), Some(value)) => fields.insert(key.to_owned(), value),
            (Json::Object(fields), None) => fields.remove(key),
            (Json::Array(items), Some(value)) => {
                items[key.parse::<usize>().unwrap()] = value;
                None
            }
            _ => panic!("{id}"),
        };
        sheet.case(
            "act.to-cbor",
            id,
            why,
            json!({"act": act}),
            json!({"failure": "Field", "path": path}),
        );
    }
    let transfer = map(&example("copy.transfer"));
    let bent: [(&str, Map, &str, &str); 3] = [
        (
            "cbor-unknown-act",
            with(&transfer, "act", "copy.transfers".into()),
            "act",
            "no act of that name",
        ),
        (
            "cbor-id-bytes",
            with(&transfer, "to", bmnn::value::Value::Bytes(vec![1])),
            "to",
            "an id is text",
        ),
        (
            "cbor-date",
            with(&transfer, "on", "2026-02-30".into()),
            "on",
            "no such day",
        ),
    ];
    for (id, map, path, why) in bent {
        let cbor = to_hex(&encode_map(&map).unwrap());
        sheet.case(
            "act.to-json",
            id,
            why,
            json!({"cbor": cbor}),
            json!({"failure": "Field", "path": path}),
        );
    }
    sheet.case(
        "act.to-json",
        "cbor-no-map",
        "an act is a map",
        json!({"cbor": "80"}),
        json!({"failure": "Expected", "offset": 0}),
    );
    sheet.case(
        "act.to-json",
        "cbor-trailing",
        "nothing follows",
        json!({"cbor": "a000"}),
        json!({"failure": "Trailing", "offset": 1}),
    );
    sheet
}

fn with(map: &Map, key: &str, value: bmnn::value::Value) -> Map {
    let mut map = map.clone();
    map.insert(key, value);
    map
}
