//! Acts, as JSON of a host and as data of the ledger.

use bmnn::act::{Act, CATALOGUE, json, sealing};
use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::cbor;
use bmnn::value::{Map, Value};

/// The act that an id stands for here: any id names some act.
fn name_of(id: &ActId) -> Option<String> {
    let place = usize::from(id.0[0]) % CATALOGUE.len();
    CATALOGUE.get(place).map(|act| act.name.to_owned())
}

/// Reading bytes as the JSON of an act: what is taken is an act, and its view
/// is read back as the same act.
///
/// # Panics
///
/// If that does not hold.
pub fn json_law(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(given) = json::parse(text) else { return };
    let Ok(map) = json::from_json(&given, &name_of) else {
        return;
    };
    holds(&map);
    let view = json::to_json(&map, &|_, _| None);
    let again = json::from_json(&view, &name_of);
    assert_eq!(again.as_ref(), Ok(&map), "the view is the act");
    assert_eq!(json::parse(&view.to_string()).ok(), Some(view));
}

/// Reading bytes as the data of an act: what is taken is written again as the
/// same data, typed or sealed.
///
/// # Panics
///
/// If that does not hold.
pub fn map_law(data: &[u8]) {
    if let Ok(map) = cbor::decode_map(data)
        && Act::from_map(&map).is_ok()
    {
        holds(&map);
    }
}

/// What holds for the data of every act.
fn holds(map: &Map) {
    let act = Act::from_map(map);
    assert!(act.is_ok(), "what the reader lets through is an act");
    let Ok(act) = act else { return };
    assert_eq!(&act.to_map(), map, "nothing is lost or added");
    assert_eq!(
        map.get("act").and_then(Value::as_text),
        Some(act.schema().name)
    );
    let encoded = cbor::encode_map(map);
    if let Ok(bytes) = &encoded {
        assert_eq!(cbor::decode_map(bytes).as_ref(), Ok(map));
    }
    // Sealed, it is an act still, in which nothing is left to seal.
    let mut told = Vec::new();
    let sealed = sealing::seal(map, &name_of, &mut |path, plain| {
        told.push((path.to_owned(), plain.clone()));
        Bytes32([0x5E; 32])
    });
    let Ok(sealed) = sealed else { return };
    assert!(Act::from_map(&sealed).is_ok(), "sealed, it is an act still");
    for (path, plain) in &told {
        assert_eq!(bmnn::act::builder::get(map, path), Some(plain));
    }
    let again = sealing::seal(&sealed, &name_of, &mut |_, _| Bytes32([0; 32]));
    assert_eq!(again.as_ref(), Ok(&sealed), "sealing twice is sealing once");
    assert!(sealing::commitments(&sealed).len() >= told.len());
}
