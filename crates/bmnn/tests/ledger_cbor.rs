//! The one encoding of a value, and everything that is not it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use bmnn::id::from_hex;
use bmnn::ledger::cbor::{CborFault, EncodeError, MAX_DEPTH, decode, encode};
use bmnn::value::{MAX_INT, Map, Value};
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    from_hex(&text.replace(' ', "")).unwrap()
}

/// The examples of RFC 8949 appendix A that are in the profile, and its edges.
#[test]
fn encodes() {
    let text = |text: &str| Value::Text(text.into());
    let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
    let ints = |range: std::ops::RangeInclusive<i64>| range.map(Value::Int).collect::<Vec<_>>();
    let map = |entries: &[(&str, Value)]| Value::Map(Map::from_iter(entries.iter().cloned()));
    let table = [
        ("00", Value::Int(0)),
        ("01", Value::Int(1)),
        ("0a", Value::Int(10)),
        ("17", Value::Int(23)),
        ("1818", Value::Int(24)),
        ("1819", Value::Int(25)),
        ("1864", Value::Int(100)),
        ("18ff", Value::Int(255)),
        ("190100", Value::Int(256)),
        ("1903e8", Value::Int(1000)),
        ("19ffff", Value::Int(65_535)),
        ("1a00010000", Value::Int(65_536)),
        ("1a000f4240", Value::Int(1_000_000)),
        ("1affffffff", Value::Int(4_294_967_295)),
        ("1b0000000100000000", Value::Int(4_294_967_296)),
        ("1b000000e8d4a51000", Value::Int(1_000_000_000_000)),
        ("1b001fffffffffffff", Value::Int(MAX_INT)),
        ("20", Value::Int(-1)),
        ("29", Value::Int(-10)),
        ("3863", Value::Int(-100)),
        ("3903e7", Value::Int(-1000)),
        ("3b001ffffffffffffe", Value::Int(-MAX_INT)),
        ("f4", Value::Bool(false)),
        ("f5", Value::Bool(true)),
        ("40", bytes(&[])),
        ("4401020304", bytes(&[1, 2, 3, 4])),
        ("60", text("")),
        ("6161", text("a")),
        ("6449455446", text("IETF")),
        ("62225c", text("\"\\")),
        ("62c3bc", text("ü")),
        ("63e6b0b4", text("水")),
        ("64f0908591", text("\u{10151}")),
        ("610a", text("\n")),
        ("80", Value::Array(vec![])),
        ("83010203", Value::Array(ints(1..=3))),
        (
            "8301820203820405",
            Value::Array(vec![
                Value::Int(1),
                Value::Array(ints(2..=3)),
                Value::Array(ints(4..=5)),
            ]),
        ),
        (
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
            Value::Array(ints(1..=25)),
        ),
        ("a0", map(&[])),
        (
            "a26161016162820203",
            map(&[("a", Value::Int(1)), ("b", Value::Array(ints(2..=3)))]),
        ),
        (
            "826161a161626163",
            Value::Array(vec![text("a"), map(&[("b", text("c"))])]),
        ),
        (
            "a56161614161626142616361436164614461656145",
            map(&[
                ("a", text("A")),
                ("b", text("B")),
                ("c", text("C")),
                ("d", text("D")),
                ("e", text("E")),
            ]),
        ),
        // The shorter key first, whatever its letters.
        (
            "a2617a0062616101",
            map(&[("aa", Value::Int(1)), ("z", Value::Int(0))]),
        ),
    ];
    for (text, value) in table {
        let bytes = hex(text);
        assert_eq!(encode(&value).as_ref(), Ok(&bytes), "{text}");
        assert_eq!(decode(&bytes), Ok(value), "{text}");
    }
}

#[test]
fn refuses() {
    use CborFault::*;
    let deep = "81".repeat(MAX_DEPTH);
    let deep_map = "a16161".repeat(MAX_DEPTH);
    let table: &[(&str, usize, CborFault)] = &[
        ("", 0, Truncated),
        ("0000", 1, Trailing),
        ("8000", 1, Trailing),
        // Heads longer than they need to be.
        ("1800", 0, NotShortest),
        ("1817", 0, NotShortest),
        ("1900ff", 0, NotShortest),
        ("1a0000ffff", 0, NotShortest),
        ("1b00000000ffffffff", 0, NotShortest),
        ("3800", 0, NotShortest),
        ("5800", 0, NotShortest),
        ("7817", 0, NotShortest),
        ("9800", 0, NotShortest),
        ("b800", 0, NotShortest),
        ("a1780161 00", 1, NotShortest),
        // Heads that are cut off.
        ("18", 0, Truncated),
        ("1901", 0, Truncated),
        ("1a010203", 0, Truncated),
        ("1b01020304050607", 0, Truncated),
        ("8118", 1, Truncated),
        // More content than there is; nothing is allocated for it.
        ("41", 0, Truncated),
        ("5bffffffffffffffff", 0, Truncated),
        ("7bffffffffffffffff", 0, Truncated),
        ("9bffffffffffffffff", 0, Truncated),
        ("bbffffffffffffffff", 0, Truncated),
        ("9a7fffffff00", 0, Truncated),
        ("8200", 0, Truncated),
        ("a2616100", 0, Truncated),
        // Bytes enough for the count, but not for the items.
        ("824161", 3, Truncated),
        // Indefinite lengths, reserved heads.
        ("5f4100ff", 0, Indefinite),
        ("7f6161ff", 0, Indefinite),
        ("9fff", 0, Indefinite),
        ("bfff", 0, Indefinite),
        ("ff", 0, Indefinite),
        ("1c", 0, Reserved),
        ("3d", 0, Reserved),
        ("5e", 0, Reserved),
        ("9c", 0, Reserved),
        // What acts have no use for.
        ("f6", 0, Unsupported),
        ("f7", 0, Unsupported),
        ("f0", 0, Unsupported),
        ("f818", 0, Unsupported),
        ("f814", 0, Unsupported),
        ("f90000", 0, Unsupported),
        ("fa47c35000", 0, Unsupported),
        ("fb3ff199999999999a", 0, Unsupported),
        ("fc", 0, Unsupported),
        ("c000", 0, Tag),
        ("d2", 0, Tag),
        ("d81800", 0, Tag),
        // Integers beyond what every language holds exactly.
        ("1b0020000000000000", 0, IntRange),
        ("1bffffffffffffffff", 0, IntRange),
        ("3b001fffffffffffff", 0, IntRange),
        ("3bffffffffffffffff", 0, IntRange),
        // Keys.
        ("a10000", 1, KeyNotText),
        ("a1410000", 1, KeyNotText),
        ("a18000", 1, KeyNotText),
        ("a2616200616100", 4, KeyOrder),
        ("a26261610061 7a00", 5, KeyOrder),
        ("a2616100616100", 4, KeyTwice),
        // Text.
        ("6180", 0, NotUtf8),
        ("62c328", 0, NotUtf8),
        ("62c080", 0, NotUtf8),
        ("63eda080", 0, NotUtf8),
        ("64f4908080", 0, NotUtf8),
        ("6100", 0, ControlCharacter),
        ("6109", 0, ControlCharacter),
        ("610d", 0, ControlCharacter),
        ("611f", 0, ControlCharacter),
        ("617f", 0, ControlCharacter),
        ("62c280", 0, ControlCharacter),
        ("62c29f", 0, ControlCharacter),
        ("a1610000", 1, ControlCharacter),
        // Depth.
        (&format!("{deep}8100"), 17, TooDeep),
        (&format!("{deep}a1616100"), 17, TooDeep),
        (&format!("{deep_map}a1616100"), 49, TooDeep),
    ];
    for (text, offset, fault) in table {
        let found = decode(&hex(text));
        let found = found.unwrap_err();
        assert_eq!((found.offset, found.fault), (*offset, *fault), "{text}");
    }
}

#[test]
fn sixteen_arrays_may_enclose_an_item() {
    for inner in ["00", "80", "a0", "60"] {
        let bytes = hex(&("81".repeat(MAX_DEPTH) + inner));
        let value = decode(&bytes).unwrap();
        assert_eq!(encode(&value), Ok(bytes));
        let deeper = Value::Array(vec![value]);
        assert_eq!(encode(&deeper), Err(EncodeError::TooDeep));
    }
    let map = |value| Value::Map(Map::from_iter([("a", value)]));
    let deep = (0..=MAX_DEPTH).fold(Value::Int(0), |value, _| map(value));
    assert_eq!(encode(&deep), Err(EncodeError::TooDeep));
}

#[test]
fn what_has_no_encoding_is_not_encoded() {
    let text = |text: &str| Value::Text(text.into());
    let table = [
        (Value::Int(MAX_INT + 1), EncodeError::IntRange),
        (Value::Int(-MAX_INT - 1), EncodeError::IntRange),
        (Value::Int(i64::MIN), EncodeError::IntRange),
        (text("a\tb"), EncodeError::ControlCharacter),
        (text("\u{85}"), EncodeError::ControlCharacter),
        (
            Value::Map(Map::from_iter([("\r", Value::Int(0))])),
            EncodeError::ControlCharacter,
        ),
    ];
    for (value, fault) in table {
        assert_eq!(encode(&value), Err(fault), "{value:?}");
        assert_eq!(encode(&Value::Array(vec![value])), Err(fault));
    }
}

/// Two bytes: all of them, and whatever is taken is its own encoding.
#[test]
fn every_short_string_has_one_reading_or_none() {
    let mut taken = 0;
    for bytes in (0..=u16::MAX).map(u16::to_be_bytes) {
        for bytes in [&bytes[..1], &bytes] {
            if let Ok(value) = decode(bytes) {
                assert_eq!(encode(&value).as_deref(), Ok(bytes));
                taken += 1;
            }
        }
    }
    assert!(taken > 0);
}

fn clean_text() -> impl Strategy<Value = String> {
    "[a-zđ-ỹ 0-9.\n\u{a0}\u{10000}]{0,12}"
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        (-MAX_INT..=MAX_INT).prop_map(Value::Int),
        (-300_i64..70_000).prop_map(Value::Int),
        any::<bool>().prop_map(Value::Bool),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
        clean_text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((clean_text(), inner), 0..6)
                .prop_map(|entries| Value::Map(Map::from_iter(entries))),
        ]
    })
}

proptest! {
    #[test]
    fn decoding_undoes_encoding(value in value()) {
        let bytes = encode(&value).unwrap();
        prop_assert_eq!(decode(&bytes), Ok(value));
    }

    /// Every other byte string is refused: what is taken encodes to itself.
    #[test]
    fn what_is_taken_is_its_own_encoding(
        value in value(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = encode(&value).unwrap();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
            if let Ok(other) = decode(&bytes) {
                prop_assert_eq!(encode(&other).unwrap(), bytes.clone());
            }
        }
        let cut = &bytes[..cut.index(bytes.len())];
        if let Ok(other) = decode(cut) {
            prop_assert_eq!(encode(&other).unwrap(), cut);
        }
    }

    #[test]
    fn random_bytes_are_refused_or_their_own_encoding(
        bytes in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        if let Ok(value) = decode(&bytes) {
            prop_assert_eq!(encode(&value).unwrap(), bytes);
        }
    }
}
