//! What holds for every act, tried on generated ones.

use super::generated::{SECRET, Sealing, acts, name_of};
use super::{closed, examples, receive, validator};
use bmnn::act::builder::{self, Draft};
use bmnn::act::json::{from_json, to_json};
use bmnn::act::{Act, CATALOGUE, FieldError, sealing};
use bmnn::id::{ActId, Bytes32};
use bmnn::value::{Map, Value};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};

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
    for act in CATALOGUE {
        assert!(
            ![act.vi, act.en, act.doc, act.basis].contains(&""),
            "{}",
            act.name
        );
        for field in act.shape.fields {
            assert!(!field.doc.is_empty(), "{} {}", act.name, field.key);
            assert!(!is_keyword(field.key), "{} {}", act.name, field.key);
            assert!(
                field
                    .key
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'-')
            );
        }
    }
}

/// Whether a key is reserved in Rust, C++, C# or Python.
fn is_keyword(key: &str) -> bool {
    let reserved = "abstract alignas alignof and as asm assert async await auto base become bool box break byte case catch char \
        checked class co_await const constexpr continue crate decimal def default del delegate delete do double dyn elif \
        else enum event except explicit export extern false final finally fixed float fn for foreach friend from gen \
        global goto if impl implicit import in inline int interface internal is lambda let lock long loop macro match mod \
        module move mut mutable namespace new noexcept nonlocal not null object operator or out override params pass priv \
        private protected pub public raise readonly ref register requires return sbyte self short signed sizeof stackalloc \
        static string struct super switch template this thread_local throw trait true try type typedef typeid typename \
        typeof uint ulong unchecked union unsafe unsigned unsized ushort use using virtual void volatile where while with \
        xor yield";
    reserved.split_whitespace().any(|word| word == key)
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

/// Any value, of the kinds that an act may hold.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::Int),
        (-2..20_i64).prop_map(Value::Int),
        any::<bool>().prop_map(Value::Bool),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
        prop_oneof!["[a-z0-9#/.-]{0,12}", "\\PC{0,8}", "2026-0[1-9]-[0-3][0-9]"]
            .prop_map(Value::Text),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof!["[a-z-]{1,8}", Just("sealed".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|entries| Value::Map(Map::from_iter(entries))),
        ]
    })
}

#[test]
fn whatever_is_read_is_written_back_as_it_was() {
    // One value of a good act is replaced by anything, or a key is added.
    for schema in CATALOGUE {
        let keys: Vec<&str> = schema.shape.fields.iter().map(|field| field.key).collect();
        let key = prop_oneof![
            proptest::sample::select(keys).prop_map(str::to_owned),
            "[a-z-]{1,8}",
            Just("act".to_owned()),
        ];
        let broken = (acts(schema, Sealing::Mixed), key, anything());
        let mut runner = TestRunner::new(Config::with_cases(64));
        let tried = runner.run(&broken, |(mut map, key, value)| {
            map.insert(key, value);
            if let Ok(act) = Act::from_map(&map) {
                prop_assert_eq!(act.to_map(), map.clone());
            }
            // The JSON way is as strict, and neither panics.
            let json = to_json(&map, &closed);
            if let Ok(read) = from_json(&json, &name_of) {
                prop_assert!(Act::from_map(&read).is_ok());
            }
            Ok(())
        });
        assert!(tried.is_ok(), "{}: {}", schema.name, tried.unwrap_err());
    }
}
