//! What is refused, where, and in which words.

use super::{closed, example, examples, read, receive, validator};
use bmnn::act::builder::Draft;
use bmnn::act::json::{from_json, to_json};
use bmnn::value::{Map, Value};
use serde_json::{Value as Json, json};

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

#[test]
fn a_path_is_named_unless_it_may_be_a_value() {
    let mut draft = Draft::new("copy.transfer").unwrap();
    let unknown = draft.set_text("decision/person", "an").unwrap_err();
    assert_eq!(unknown.path, "decision/person");
    assert!(unknown.vi().contains("`copies`"), "{}", unknown.vi());
    let meant = draft.set_text("issued_by", "an").unwrap_err();
    assert_eq!(meant.path, "issued_by");
    let meant = draft.set_int("return-By", 1).unwrap_err();
    assert_eq!(&*meant.expected.en, "the key `return-by`");
    // Text and path were taken for each other.
    for secret in ["Phương án bảo vệ", "phuong an", &"x".repeat(121)] {
        let refused = draft.set_text(secret, "subject").unwrap_err();
        let said = format!("{refused} {} {refused:?}", refused.vi());
        assert!(!said.contains(secret), "{said}");
        assert!(said.contains(&secret.len().to_string()), "{said}");
    }
}

#[test]
fn a_draft_goes_on_from_the_json_form() {
    let json = json!({
        "act": "copy.transfer", "on": "2026-03-02", "copies": ["doc-1#1"], "to": "bo-a", "means": "hand",
    });
    let mut draft = Draft::from_json(&json, None).unwrap();
    assert_eq!(draft.name(), "copy.transfer");
    draft.set_text("copies/1", "doc-1#2").unwrap();
    draft.set_text("to", "bo-b").unwrap();
    assert!(draft.set_text("copies/3", "doc-1#4").is_err());
    let map = draft.finish(&|_| None).unwrap();
    let view = to_json(&map, &closed);
    assert_eq!(view["copies"], json!(["doc-1#1", "doc-1#2"]));
    assert_eq!(view["to"], "bo-b");

    let correction = json!({
        "act": "entry.correct", "on": "2026-03-02", "corrected": "00112233445566778899aabbccddeeff",
        "changes": {"pages": 3}, "reason": "đếm nhầm",
    });
    let mut draft = Draft::from_json(&correction, Some("document.issue")).unwrap();
    draft.set_int("changes/pages", 4).unwrap();
    assert!(draft.set_text("changes/pages", "4").is_err());
    let map = draft.finish(&|_| None).unwrap();
    assert_eq!(to_json(&map, &closed)["changes"], json!({"pages": 4}));
    assert!(Draft::from_json(&correction, None).is_err());
    assert!(Draft::from_json(&correction, Some("copy.transfer")).is_err());
}
