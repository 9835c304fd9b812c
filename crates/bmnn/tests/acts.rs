//! The catalogue of acts as a specification: examples, laws for every act, and
//! what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of a test may fail as the test does"
)]

mod generated;

use bmnn::act::builder::{self, Draft};
use bmnn::act::json::{from_json, parse, to_json};
use bmnn::act::{Act, CATALOGUE, FieldError, schema, sealing};
use bmnn::id::{ActId, Bytes32};
use bmnn::value::{Map, Value};
use generated::{SECRET, Sealing, acts, name_of};
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use proptest::{prop_assert, prop_assert_eq};
use serde_json::{Value as Json, json};

/// One valid act of each kind, by its name.
fn examples() -> Vec<(String, Json)> {
    let files = [
        include_str!("acts/registry.json"),
        include_str!("acts/secret.json"),
        include_str!("acts/copies.json"),
        include_str!("acts/incident.json"),
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

/// Tries a law on generated acts of every kind.
fn every_act(sealing: Sealing, law: impl Fn(Map) -> TestCaseResult) {
    for schema in CATALOGUE {
        let mut runner = TestRunner::new(Config::with_cases(48));
        let tried = runner.run(&acts(schema, sealing), &law);
        assert!(tried.is_ok(), "{}: {}", schema.name, tried.unwrap_err());
    }
}

#[test]
fn every_act_has_an_example_which_reads_and_comes_back() {
    let examples = examples();
    let named: Vec<&str> = examples.iter().map(|(name, _)| name.as_str()).collect();
    let catalogue: Vec<&str> = CATALOGUE.iter().map(|act| act.name).collect();
    assert_eq!(named, catalogue);
    for (name, json) in &examples {
        let map = from_json(json, &receive).unwrap_or_else(|error| panic!("{name}: {error}"));
        let act = Act::from_map(&map).unwrap();
        assert_eq!(act.name(), name);
        assert_eq!(act.to_map(), map, "{name}");
        let view = to_json(&map, &closed);
        assert_eq!(from_json(&view, &receive).unwrap(), map, "{name}");
    }
}

#[test]
fn every_act_is_described() {
    let mut names: Vec<&str> = CATALOGUE.iter().map(|act| act.name).collect();
    assert!(CATALOGUE.is_sorted_by_key(|act| act.group));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CATALOGUE.len());
    // No key is a keyword of Rust, C++, C# or Python.
    let keywords = [
        "as", "from", "type", "event", "delegate", "ref", "in", "class", "new", "case", "return",
    ];
    for act in CATALOGUE {
        assert!(
            ![act.vi, act.en, act.doc, act.basis].contains(&""),
            "{}",
            act.name
        );
        for field in act.shape.fields {
            assert!(!field.doc.is_empty(), "{} {}", act.name, field.key);
            assert!(!keywords.contains(&field.key), "{} {}", act.name, field.key);
            assert!(
                field
                    .key
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'-')
            );
        }
    }
}

#[test]
fn writing_what_was_read_gives_the_data() {
    every_act(Sealing::Mixed, |map| {
        let act = Act::from_map(&map);
        prop_assert!(act.is_ok(), "{}", act.unwrap_err());
        let act = act.unwrap();
        prop_assert_eq!(&act.to_map(), &map);
        prop_assert_eq!(Act::from_map(&act.to_map()).unwrap(), act);
        Ok(())
    });
}

#[test]
fn json_gives_the_data_back_and_keeps_to_the_schema() {
    let validator = validator();
    every_act(Sealing::Mixed, |map| {
        let json = to_json(&map, &closed);
        prop_assert_eq!(from_json(&json, &name_of).unwrap(), map);
        let valid = validator.validate(&json);
        prop_assert!(valid.is_ok(), "{}", valid.unwrap_err());
        Ok(())
    });
    for (name, json) in examples() {
        assert!(validator.is_valid(&json), "{name}");
    }
}

#[test]
fn nothing_plain_remains_after_sealing() {
    every_act(Sealing::Plain, |map| {
        let mut sealed_texts = Vec::new();
        let sealed = sealing::seal(&map, &name_of, &mut |path, plain| {
            sealed_texts.push((path.to_owned(), plain.clone()));
            Bytes32([7; 32])
        });
        let sealed = sealed.unwrap();
        // Every free text begins alike, and stands nowhere any more.
        let shown = format!("{sealed:?}");
        prop_assert!(!shown.contains(SECRET));
        let places = sealing::places(&sealed, &name_of).unwrap();
        prop_assert!(
            places
                .iter()
                .all(|place| place.commitment() == Some(Bytes32([7; 32])))
        );
        let paths: Vec<String> = places.into_iter().map(|place| place.path).collect();
        let commitments = sealing::commitments(&sealed);
        prop_assert_eq!(
            &paths,
            &commitments
                .into_iter()
                .map(|(path, _)| path)
                .collect::<Vec<_>>()
        );
        prop_assert_eq!(
            &paths,
            &sealed_texts
                .iter()
                .map(|(path, _)| path.clone())
                .collect::<Vec<_>>()
        );
        // Each plain value is told with the path where it stood, once.
        for (path, plain) in &sealed_texts {
            prop_assert_eq!(builder::get(&map, path), Some(plain));
        }
        // It is an act still, and sealing it again changes nothing.
        prop_assert!(Act::from_map(&sealed).is_ok());
        let again = sealing::seal(&sealed, &name_of, &mut |_, _| Bytes32([8; 32]));
        prop_assert_eq!(again.unwrap(), sealed);
        Ok(())
    });
}

#[test]
fn an_open_vault_shows_the_values() {
    every_act(Sealing::Plain, |map| {
        let mut vault = Vec::new();
        let sealed = sealing::seal(&map, &name_of, &mut |path, plain| {
            let commitment = Bytes32([u8::try_from(vault.len() % 256).unwrap(); 32]);
            vault.push((path.to_owned(), commitment, plain.clone()));
            commitment
        });
        let open = |path: &str, commitment: &Bytes32| {
            let kept = vault
                .iter()
                .find(|(at, held, _)| at == path && held == commitment);
            kept.map(|(_, _, plain)| plain.clone())
        };
        let view = to_json(&sealed.unwrap(), &open);
        prop_assert_eq!(view.to_string().matches("\"value\"").count(), vault.len());
        Ok(())
    });
}

#[test]
fn a_draft_builds_every_act() {
    every_act(Sealing::Plain, |map| {
        let name = map.get("act").and_then(Value::as_text).unwrap();
        let mut draft = match map.get("corrected").and_then(Value::as_bytes) {
            Some(id) => Draft::correction(&name_of(&ActId(id.try_into().unwrap())).unwrap()),
            None => Draft::new(name),
        }
        .unwrap();
        for (key, value) in map.iter().filter(|(key, _)| *key != "act") {
            set(&mut draft, key.to_owned(), value).unwrap();
        }
        prop_assert_eq!(draft.finish(&name_of).unwrap(), map);
        Ok(())
    });
}

fn set(draft: &mut Draft, path: String, value: &Value) -> Result<(), FieldError> {
    match value {
        Value::Int(number) => draft.set_int(&path, *number),
        Value::Bool(bool) => draft.set_bool(&path, *bool),
        Value::Bytes(bytes) => draft.set_bytes(&path, bytes),
        Value::Text(text) => draft.set_text(&path, text),
        Value::Map(map) if map.is_empty() => draft.set_empty(&path),
        Value::Array(items) if items.is_empty() => draft.set_empty(&path),
        Value::Map(map) => map
            .iter()
            .try_for_each(|(key, value)| set(draft, format!("{path}/{key}"), value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| set(draft, format!("{path}/{index}"), item)),
    }
}

#[test]
fn a_draft_refuses_what_the_schema_does_not_know() {
    let mut draft = Draft::new("document.issue").unwrap();
    let refused = [
        draft.set_text("nothing", "x"),
        draft.set_text("act", "copy.transfer"),
        draft.set_text("copies", "x"),
        draft.set_text("copies/x/to", "x"),
        draft.set_text("copies/00/to", "x"),
        draft.set_text("copies/0/nothing", "x"),
        draft.set_text("copies/0/to/x", "x"),
        draft.set_text("copies/1/to", "x"), // index 0 comes first
        draft.set_text("copies/0/number", "1"),
        draft.set_int("copies/0/number", 0),
        draft.set_bool("pages", true),
        draft.set_bytes("digest", &[0; 31]),
        draft.set_text("original", "somewhere"),
        draft.set_text("changes/symbol", "x"),
        draft.set_text("", "x"),
    ];
    for (row, result) in refused.into_iter().enumerate() {
        assert!(result.is_err(), "row {row}");
    }
    assert_eq!(
        draft.get("copies"),
        None,
        "a refused path leaves nothing behind"
    );
    assert!(Draft::new("document.isue").is_err());
    assert!(draft.finish(&|_| None).is_err());
}

/// What is done to the example of an act.
enum Fault {
    Set(Json),
    Remove,
}

#[test]
fn planted_faults_are_refused_by_reader_and_schema_alike() {
    use Fault::{Remove, Set};
    let validator = validator();
    let table = [
        ("copy.transfer", "/act", Set(json!("copy.transfers")), "act"),
        ("copy.transfer", "/act", Remove, "act"),
        ("copy.transfer", "/on", Remove, "on"),
        ("copy.transfer", "/on", Set(json!("01/03/2026")), "on"),
        ("copy.transfer", "/to", Remove, "to"),
        ("copy.transfer", "/to", Set(json!("sở tc")), "to"),
        ("copy.transfer", "/to", Set(json!(null)), "to"),
        (
            "copy.transfer",
            "/to_person",
            Set(json!("p-1")),
            "to_person",
        ),
        ("copy.transfer", "/copies", Set(json!([])), "copies"),
        ("copy.transfer", "/copies", Set(json!("doc-17#1")), "copies"),
        (
            "copy.transfer",
            "/copies/0",
            Set(json!("doc-17#01")),
            "copies/0",
        ),
        (
            "copy.transfer",
            "/copies",
            Set(json!(["doc-17#1", "doc-17#1"])),
            "copies/1",
        ),
        (
            "copy.transfer",
            "/courier/person",
            Set(json!("p-1")),
            "courier",
        ),
        ("copy.transfer", "/courier/name", Remove, "courier"),
        ("copy.transfer", "/means", Set(json!("Courier")), "means"),
        ("copy.transfer", "/time", Set(json!("24:00")), "time"),
        (
            "copy.transfer",
            "/received/paper/page",
            Set(json!(0)),
            "received/paper/page",
        ),
        (
            "copy.transfer",
            "/received/paper/kind",
            Remove,
            "received/paper/kind",
        ),
        (
            "copy.transfer",
            "/instruction",
            Set(json!("")),
            "instruction",
        ),
        (
            "copy.transfer",
            "/instruction",
            Set(json!(" \n ")),
            "instruction",
        ),
        (
            "copy.transfer",
            "/instruction",
            Set(json!("a\tb")),
            "instruction",
        ),
        (
            "copy.transfer",
            "/instruction",
            Set(json!(7)),
            "instruction",
        ),
        (
            "copy.transfer",
            "/instruction",
            Set(json!({"sealed": "00"})),
            "instruction",
        ),
        (
            "copy.transfer",
            "/instruction",
            Set(json!({"sealed": "00", "value": "x"})),
            "instruction",
        ),
        (
            "document.issue",
            "/copies/0/number",
            Set(json!(1.5)),
            "copies/0/number",
        ),
        (
            "document.issue",
            "/copies/0/number",
            Set(json!(4_294_967_296_u64)),
            "copies/0/number",
        ),
        (
            "document.issue",
            "/copies/0/number",
            Set(json!(-1)),
            "copies/0/number",
        ),
        (
            "document.issue",
            "/copies/0/number",
            Set(json!("1")),
            "copies/0/number",
        ),
        ("document.issue", "/copies/1/to", Remove, "copies/1/to"),
        (
            "document.issue",
            "/digest",
            Set(json!("DD".repeat(32))),
            "digest",
        ),
        (
            "document.issue",
            "/digitised",
            Set(json!(false)),
            "digitised",
        ),
        (
            "document.issue",
            "/symbol",
            Set(json!("x".repeat(101))),
            "symbol",
        ),
        (
            "document.issue",
            "/symbol",
            Set(json!("15/BC\nUBND")),
            "symbol",
        ),
        (
            "document.determine",
            "/level",
            Set(json!("Tối mật")),
            "level",
        ),
        (
            "document.determine",
            "/protect",
            Set(json!({"years": 10, "months": 2})),
            "protect",
        ),
        ("document.determine", "/protect", Set(json!({})), "protect"),
        (
            "document.determine",
            "/protect",
            Set(json!({"indefinite": false})),
            "protect/indefinite",
        ),
        (
            "document.determine",
            "/decision/person",
            Remove,
            "decision/person",
        ),
        (
            "document.determine",
            "/list-refs/0/point",
            Set(json!("điểm a")),
            "list-refs/0/point",
        ),
        (
            "document.derive",
            "/sources/0",
            Set(json!("doc-17#")),
            "sources/0",
        ),
        (
            "document.import",
            "/determined",
            Set(json!("2014-5")),
            "determined",
        ),
        (
            "document.import",
            "/copies/1/state",
            Set(json!("in-transit")),
            "copies/1/state",
        ),
        ("ledger.open", "/after", Set(json!(["44", 1])), "after"),
        ("ledger.open", "/threshold", Set(json!(0)), "threshold"),
        ("ledger.open", "/seen", Set(json!([1])), "seen"),
        ("key.revoke", "/kid", Set(json!("88")), "kid"),
        ("position.assign", "/post", Set(json!("Chủ tịch")), "post"),
        ("position.assign", "/paper", Remove, "paper"),
        (
            "authority.delegate",
            "/powers",
            Set(json!(["copy", "copy"])),
            "powers/1",
        ),
        (
            "authority.withdraw",
            "/delegation",
            Set(json!("0190f3a0-7c1e7000-8000-00000000000a")),
            "delegation",
        ),
        ("mark.apply", "/document", Set(json!("doc-17")), ""),
        ("mark.apply", "/copies", Remove, ""),
        ("entry.correct", "/changes", Set(json!({})), "changes"),
        ("book.open", "/year", Set(json!(26)), "year"),
    ];
    for (act, pointer, fault, place) in table {
        let mut json = example(act);
        let row = format!("{act} {pointer}");
        plant(&mut json, pointer, fault);
        assert!(!validator.is_valid(&json), "{row}: the schema lets it pass");
        let error = read(&json)
            .err()
            .unwrap_or_else(|| panic!("{row}: the reader lets it pass"));
        assert_eq!(error.path, place, "{row}: {error}");
    }
}

#[test]
fn the_reader_sees_more_than_a_schema_can() {
    use Fault::Set;
    let table = [
        ("copy.transfer", "/on", Set(json!("2026-02-30")), "on"),
        (
            "document.issue",
            "/copies/1/number",
            Set(json!(1)),
            "copies/1/number",
        ),
        (
            "copy.reproduce",
            "/duplicates/1/number",
            Set(json!(1)),
            "duplicates/1/number",
        ),
        (
            "document.import",
            "/copies/1/copy",
            Set(json!("cu-2014-31#1")),
            "copies/1/copy",
        ),
        (
            "document.import",
            "/copies/0/copy",
            Set(json!("cu#4294967296")),
            "copies/0/copy",
        ),
        (
            "entry.correct",
            "/changes/symbol",
            Set(json!(7)),
            "changes/symbol",
        ),
        (
            "entry.correct",
            "/changes/nothing",
            Set(json!("x")),
            "changes/nothing",
        ),
        (
            "entry.correct",
            "/changes/on",
            Set(json!("2026-03-01")),
            "changes/on",
        ),
    ];
    for (act, pointer, fault, place) in table {
        let mut json = example(act);
        plant(&mut json, pointer, fault);
        assert_eq!(read(&json).unwrap_err().path, place, "{act} {pointer}");
    }
    let unknown = from_json(&example("entry.correct"), &|_| None).unwrap_err();
    assert_eq!(unknown.path, "corrected");
}

fn plant(json: &mut Json, pointer: &str, fault: Fault) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match (json.pointer_mut(parent).unwrap(), fault) {
        (Json::Object(fields), Fault::Set(value)) => drop(fields.insert(key.to_owned(), value)),
        (Json::Object(fields), Fault::Remove) => drop(fields.remove(key).unwrap()),
        (Json::Array(items), Fault::Set(value)) => items[key.parse::<usize>().unwrap()] = value,
        _ => panic!("{pointer}"),
    }
}

#[test]
fn errors_quote_no_text() {
    // Typed into the wrong place, at any depth, a secret is never repeated.
    let secret = "Kế hoạch X-42";
    for (name, json) in examples() {
        let map = from_json(&json, &receive).unwrap();
        for path in leaves(&map) {
            for planted in [json!(secret), json!([secret]), json!({ secret: secret })] {
                let mut broken = json.clone();
                let Some(place) = broken.pointer_mut(&format!("/{path}")) else {
                    continue;
                };
                *place = planted;
                if let Err(error) = read(&broken) {
                    let told = format!("{error} {} {error:?}", error.vi());
                    assert!(!told.contains("X-42"), "{name} {path}: {told}");
                    assert!(!told.contains("Kế"), "{name} {path}: {told}");
                }
            }
        }
    }
}

/// The paths of all values without parts.
fn leaves(map: &Map) -> Vec<String> {
    fn walk(value: &Value, path: String, found: &mut Vec<String>) {
        match value {
            Value::Map(map) => map
                .iter()
                .for_each(|(key, value)| walk(value, format!("{path}/{key}"), found)),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, item)| walk(item, format!("{path}/{index}"), found)),
            _ => found.push(path),
        }
    }
    let mut found = Vec::new();
    for (key, value) in map.iter() {
        walk(value, key.to_owned(), &mut found);
    }
    found
}

#[test]
fn an_error_speaks_both_languages() {
    let mut json = example("document.issue");
    plant(&mut json, "/copies/1/number", Fault::Set(json!(0)));
    let error = read(&json).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`copies/1/number`: expected a whole number from 1 to 4294967295, found 0"
    );
    assert_eq!(
        error.vi(),
        "`copies/1/number`: cần số nguyên từ 1 đến 4294967295, nhưng gặp 0"
    );
    plant(&mut json, "/Kept_By", Fault::Set(json!("x")));
    plant(&mut json, "/copies/1/number", Fault::Set(json!(2)));
    assert_eq!(
        read(&json).unwrap_err().to_string(),
        "`Kept_By`: expected the key `kept-by`, found an unknown key"
    );
}

#[test]
fn text_comes_in_composed_and_ids_as_uuids() {
    let mut json = example("document.cancel");
    plant(&mut json, "/reason", Fault::Set(json!("Mo\u{302}\u{323}t")));
    plant(
        &mut json,
        "/id",
        Fault::Set(json!("00112233-4455-6677-8899-aabbccddeeff")),
    );
    let map = from_json(&json, &receive).unwrap();
    assert_eq!(map.get("reason"), Some(&Value::from("M\u{1ed9}t")));
    let id = map.get("id").and_then(Value::as_bytes).unwrap();
    assert_eq!(id[..4], [0x00, 0x11, 0x22, 0x33]);
    assert_eq!(
        to_json(&map, &closed)["id"],
        json!("00112233445566778899aabbccddeeff")
    );
}

#[test]
fn published_schemas_are_those_of_the_catalogue() {
    let remade = "run `cargo xtask schema`";
    assert!(
        include_str!("../schema/acts.schema.json") == schema::json_schema(),
        "{remade}"
    );
    assert!(
        include_str!("../schema/acts.cddl") == schema::cddl(),
        "{remade}"
    );
}
