//! The strict reader: whether a map is an act of the catalogue, by the
//! descriptors alone.

use super::error::{FieldError, Phrase, Place};
use super::phrase::{expected, found, found_kind, key_of, nothing, one_of};
use super::schema::{ActSchema, Distinct, List, Need, Shape, Type};
use super::shared::{commitment, is_pack_word};
use super::{CATALOGUE, Common};
use crate::copy::CopyRef;
use crate::date::{Date, PartDate, Time};
use crate::id::Id;
use crate::level::Level;
use crate::value::{MAX_INT, Map, Value, is_clean_text};
use std::collections::HashMap;

/// Checks a whole act and names its descriptor.
pub(crate) fn check(map: &Map) -> Result<&'static ActSchema, FieldError> {
    let schema = schema_of(map)?;
    let place = Place::Root;
    for (key, value) in map.iter().filter(|(key, _)| *key != "act") {
        match schema.field(key) {
            Some(field) => check_value(value, &field.of, &place.key(key))?,
            None => return Err(unknown_key(schema.shape, key, &place)),
        }
    }
    require(schema.shape, map, &place)?;
    require(Common::SHAPE, map, &place)?;
    Ok(schema)
}

/// The descriptor of the act that a map says it is.
pub(crate) fn schema_of(map: &Map) -> Result<&'static ActSchema, FieldError> {
    let place = Place::Root;
    let wanted = || {
        Phrase::new(
            "tên một việc trong danh mục, như `copy.transfer`",
            "the name of an act of the catalogue, such as `copy.transfer`",
        )
    };
    let name = map
        .get("act")
        .ok_or_else(|| place.key("act").error(wanted(), nothing()))?;
    name.as_text()
        .and_then(|name| CATALOGUE.iter().copied().find(|act| act.name == name))
        .ok_or_else(|| place.key("act").error(wanted(), found(name)))
}

/// Checks the new values of a correction against the act that they correct.
pub(crate) fn check_changes(
    changes: &Map,
    schema: &ActSchema,
    place: &Place<'_>,
) -> Result<(), FieldError> {
    for (key, value) in changes.iter() {
        match schema.correctable(key) {
            Some(field) => check_value(value, &field.of, &place.key(key))?,
            None => return Err(unknown_key(schema.shape, key, place)),
        }
    }
    Ok(())
}

/// Checks one value against its form.
pub(crate) fn check_value(value: &Value, of: &Type, place: &Place<'_>) -> Result<(), FieldError> {
    let refused = || place.error(expected(of), found(value));
    match of {
        Type::Map(shape) => check_map(value.as_map().ok_or_else(refused)?, shape, place),
        Type::Array(list) => check_array(value.as_array().ok_or_else(refused)?, list, place),
        Type::Tuple(forms) => {
            let items = value.as_array().filter(|items| items.len() == forms.len());
            let items = items.ok_or_else(refused)?.iter();
            for (index, (item, form)) in items.zip(*forms).enumerate() {
                check_value(item, form, &place.index(index))?;
            }
            Ok(())
        }
        Type::Either(first, second) => {
            let fits = check_value(value, first, place).is_ok();
            if fits || check_value(value, second, place).is_ok() {
                return Ok(());
            }
            Err(place.error(expected(of), found_kind(value)))
        }
        Type::Sealed(inner) => {
            if commitment(value).is_some() || check_value(value, inner, place).is_ok() {
                return Ok(());
            }
            Err(place.error(expected(of), found_kind(value)))
        }
        Type::Changes => {
            let changes = value.as_map().filter(|changes| !changes.is_empty());
            check_any(changes.ok_or_else(refused)?, place)
        }
        leaf if fits(value, leaf) => Ok(()),
        _ => Err(refused()),
    }
}

/// The error for what [`check`] let through and the typed reader did not: a
/// descriptor that promises less than its type, which the tests look for.
pub(crate) fn unread() -> FieldError {
    Place::Root.error(
        Phrase::new("một việc đọc được", "an act that can be read"),
        Phrase::new("giá trị ngoài phạm vi", "a value out of range"),
    )
}

/// Whether a value without parts has its form.
fn fits(value: &Value, of: &Type) -> bool {
    match (of, value) {
        (Type::Int(min, max), Value::Int(number)) => (min..=max).contains(&number),
        (Type::Bool, Value::Bool(_)) | (Type::True, Value::Bool(true)) => true,
        (Type::ActId, Value::Bytes(bytes)) => bytes.len() == 16,
        (Type::Bytes32, Value::Bytes(bytes)) => bytes.len() == 32,
        (Type::Kid, Value::Bytes(bytes)) => bytes.len() == 8,
        (of, Value::Text(text)) => text_fits(text, of),
        _ => false,
    }
}

fn text_fits(text: &str, of: &Type) -> bool {
    let line = |longest| {
        (1..=longest).contains(&text.chars().count()) && !text.contains('\n') && is_prose(text)
    };
    match of {
        Type::Id => text.parse::<Id>().is_ok(),
        Type::Copy => text.parse::<CopyRef>().is_ok(),
        Type::Date => text.parse::<Date>().is_ok(),
        Type::PartDate => text.parse::<PartDate>().is_ok(),
        Type::Time => text.parse::<Time>().is_ok(),
        Type::Level => text.parse::<Level>().is_ok(),
        Type::Text => line(200),
        Type::Symbol => line(100),
        Type::Point => {
            (1..=4).contains(&text.chars().count())
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "đĐ".contains(c))
        }
        Type::KeyName => line(200) && !text.contains(|c: char| c.is_whitespace() || c == '+'),
        Type::Checkpoint => is_checkpoint(text),
        Type::SealedPlace => is_sealed_place(text),
        Type::PackWord => is_pack_word(text),
        Type::Free => is_prose(text),
        Type::Word(list) => list.words.contains(&text),
        _ => false,
    }
}

/// Keys and positions joined by `/`.
fn is_sealed_place(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    text.len() <= 200 && text.split('/').all(|key| key.split('-').all(word))
}

/// A note in the form of C2SP signed notes, over a checkpoint of a bmnn ledger.
/// Numbers are compared as text: the form has one spelling for each.
fn is_checkpoint(text: &str) -> bool {
    const LONGEST: usize = 64 << 10;
    let base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let parts = || {
        let (origin, rest) = text.split_once('\n')?;
        let (size, rest) = rest.split_once('\n')?;
        let (root, rest) = rest.split_once('\n')?;
        let signatures = rest.strip_prefix('\n')?.strip_suffix('\n')?;
        Some((origin.strip_prefix("bmnn/")?, size, root, signatures))
    };
    let fits = |(ledger, size, root, signatures): (&str, &str, &str, &str)| {
        ledger.parse::<crate::id::Bytes32>().is_ok()
            && size.parse::<u64>().is_ok_and(|n| n.to_string() == size)
            && root.len() == 44
            && root.chars().all(base64)
            && signatures.split('\n').all(|line| {
                let words = line
                    .strip_prefix("— ")
                    .and_then(|line| line.split_once(' '));
                words.is_some_and(|(name, signature)| {
                    !name.is_empty() && !signature.is_empty() && signature.chars().all(base64)
                })
            })
    };
    text.len() <= LONGEST && is_clean_text(text) && parts().is_some_and(fits)
}

/// Clean text that is not blank.
fn is_prose(text: &str) -> bool {
    is_clean_text(text) && text.contains(|c: char| !c.is_whitespace())
}

fn check_map(map: &Map, shape: &Shape, place: &Place<'_>) -> Result<(), FieldError> {
    for (key, value) in map.iter() {
        match shape.field(key) {
            Some(field) => check_value(value, &field.of, &place.key(key))?,
            None => return Err(unknown_key(shape, key, place)),
        }
    }
    require(shape, map, place)
}

/// Whether the required keys stand, and of rivals exactly one.
fn require(shape: &Shape, map: &Map, place: &Place<'_>) -> Result<(), FieldError> {
    let missing =
        |field: &&super::schema::Field| field.need == Need::Required && !map.contains(field.key);
    if let Some(field) = shape.fields.iter().find(missing) {
        return Err(place.key(field.key).error(expected(&field.of), nothing()));
    }
    let rivals = shape.exactly_one;
    let standing = rivals.iter().filter(|key| map.contains(key)).count();
    if rivals.is_empty() || standing == 1 {
        return Ok(());
    }
    let one = one_of(rivals);
    let wanted = Phrase::new(
        format!("đúng {} làm khóa", one.vi),
        format!("exactly {} as a key", one.en),
    );
    let count = Phrase::new(format!("{standing} khóa"), format!("{standing} of them"));
    Err(place.error(wanted, count))
}

fn check_array(items: &[Value], list: &'static List, place: &Place<'_>) -> Result<(), FieldError> {
    if items.len() < list.min {
        return Err(place.error(
            expected(&Type::Array(list)),
            Phrase::new("mảng rỗng", "an empty array"),
        ));
    }
    for (index, item) in items.iter().enumerate() {
        check_value(item, &list.of, &place.index(index))?;
    }
    let mut seen = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        let (key, mark) = match list.distinct {
            Distinct::Whole => (None, Some(item)),
            Distinct::At(key) => (Some(key), item.as_map().and_then(|map| map.get(key))),
        };
        let Some(mark) = mark else { continue };
        if let Some(before) = seen.insert(mark, index) {
            let item = place.index(index);
            let at = key.map_or(item, |key| item.key(key));
            return Err(twin(&at, before));
        }
    }
    Ok(())
}

fn twin(place: &Place<'_>, before: usize) -> FieldError {
    place.error(
        Phrase::new(
            "giá trị chưa có trong mảng",
            "a value that the array does not have yet",
        ),
        Phrase::new(
            format!("trùng với mục {before}"),
            format!("the same as in item {before}"),
        ),
    )
}

fn unknown_key(shape: &Shape, key: &str, place: &Place<'_>) -> FieldError {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
    if key.len() <= 40 && key.bytes().all(plain) {
        let found = Phrase::new("khóa lạ", "an unknown key");
        return place.key(key).error(key_of(shape, key), found);
    }
    // Whoever mistakes a value for a key must not find it quoted.
    let found = Phrase::new(
        format!("khóa lạ dài {} byte", key.len()),
        format!("an unknown key of {} bytes", key.len()),
    );
    place.error(key_of(shape, key), found)
}

/// Checks values whose form is not known: their text is clean and their
/// numbers are small enough for every reader.
fn check_any(map: &Map, place: &Place<'_>) -> Result<(), FieldError> {
    map.iter()
        .try_for_each(|(key, value)| check_any_value(value, &place.key(key)))
}

fn check_any_value(value: &Value, place: &Place<'_>) -> Result<(), FieldError> {
    let fits = match value {
        Value::Map(map) => return check_any(map, place),
        Value::Array(items) => {
            return items
                .iter()
                .enumerate()
                .try_for_each(|(index, item)| check_any_value(item, &place.index(index)));
        }
        Value::Int(number) => (-MAX_INT..=MAX_INT).contains(number),
        Value::Text(text) => is_clean_text(text),
        Value::Bool(_) | Value::Bytes(_) => true,
    };
    if fits {
        return Ok(());
    }
    let wanted = Phrase::new(
        "số dưới 2^53, văn bản không có ký tự điều khiển",
        "a number below 2^53, text without control characters",
    );
    Err(place.error(wanted, found_kind(value)))
}
