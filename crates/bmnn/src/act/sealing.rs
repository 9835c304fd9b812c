//! Which places of an act are sealed, and their replacement by commitments.
//!
//! The places go by the schema, and so does a correction's `changes` by the
//! schema of the act that it corrects. What a commitment is made of is not
//! known here: the ledger defines it, the registry brings both together.

use super::error::{FieldError, Place};
use super::json::{Names, corrected};
use super::read;
use super::schema::{ActSchema, Shape, Type};
use super::shared::{commitment, committed};
use crate::id::Bytes32;
use crate::value::{Map, Value};

/// A place that the schema seals, with what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealable<'a> {
    /// The place, such as `decision/paper/volume`.
    pub path: String,
    /// A plain value, or a commitment.
    pub value: &'a Value,
}

impl Sealable<'_> {
    /// The commitment, if it is sealed already.
    #[must_use]
    pub fn commitment(&self) -> Option<Bytes32> {
        commitment(self.value)
    }
}

/// Replaces every plain value in a sealed place by the commitment that `seal`
/// makes of it, given its path. Commitments that stand already stay.
///
/// The places come in the canonical order of their keys.
///
/// # Errors
///
/// [`FieldError`] if `map` is no act, or corrects one that `names` does not know.
pub fn seal(
    map: &Map,
    names: Names<'_>,
    seal: &mut dyn FnMut(&str, &Value) -> Bytes32,
) -> Result<Map, FieldError> {
    let schema = read::check(map)?;
    let sealed = sealed_map(map, Fields::of(schema, map, names)?, &Place::Root, seal);
    Ok(sealed)
}

/// Every sealed place of an act, plain or not, in the order of [`seal`].
///
/// # Errors
///
/// As [`seal`].
pub fn places<'a>(map: &'a Map, names: Names<'_>) -> Result<Vec<Sealable<'a>>, FieldError> {
    let schema = read::check(map)?;
    let mut found = Vec::new();
    let fields = Fields::of(schema, map, names)?;
    visit_map(map, fields, &Place::Root, &mut |place, value| {
        found.push(Sealable {
            path: place.to_string(),
            value,
        });
    });
    Ok(found)
}

/// Every commitment of an act with its path, without a schema: no other map has
/// the key `sealed`.
#[must_use]
pub fn commitments(map: &Map) -> Vec<(String, Bytes32)> {
    let mut found = Vec::new();
    for (key, value) in map.iter() {
        find_commitments(value, &Place::Root.key(key), &mut found);
    }
    found
}

fn find_commitments(value: &Value, place: &Place<'_>, found: &mut Vec<(String, Bytes32)>) {
    match (commitment(value), value) {
        (Some(commitment), _) => found.push((place.to_string(), commitment)),
        (None, Value::Map(map)) => map
            .iter()
            .for_each(|(key, value)| find_commitments(value, &place.key(key), found)),
        (None, Value::Array(items)) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| find_commitments(item, &place.index(index), found)),
        _ => (),
    }
}

/// Where the forms of a map's values are looked up.
#[derive(Clone, Copy)]
enum Fields {
    /// An act; in its `changes`, the fields of the other.
    Act(&'static ActSchema, Option<&'static ActSchema>),
    /// The changes of a correction.
    Changes(&'static ActSchema),
    /// A map inside an act.
    Inner(&'static Shape),
}

impl Fields {
    fn of(schema: &'static ActSchema, map: &Map, names: Names<'_>) -> Result<Self, FieldError> {
        let corrects = schema.owns("changes");
        let other = corrects.then(|| corrected(map, names)).transpose()?;
        if let (Some(other), Some(Value::Map(changes))) = (other, map.get("changes")) {
            read::check_changes(changes, other, &Place::Root.key("changes"))?;
        }
        Ok(Self::Act(schema, other))
    }

    fn form(self, key: &str) -> Option<&'static Type> {
        let field = match self {
            Self::Act(schema, _) => schema.field(key),
            Self::Changes(schema) => schema.correctable(key),
            Self::Inner(shape) => shape.field(key),
        };
        field.map(|field| &field.of)
    }

    /// The forms inside a value of a map's form.
    fn inside(self, of: &'static Type) -> Option<Self> {
        match (of, self) {
            (Type::Map(shape), _) => Some(Self::Inner(shape)),
            (Type::Changes, Self::Act(_, Some(other))) => Some(Self::Changes(other)),
            _ => None,
        }
    }
}

fn sealed_map(
    map: &Map,
    fields: Fields,
    place: &Place<'_>,
    seal: &mut dyn FnMut(&str, &Value) -> Bytes32,
) -> Map {
    map.iter()
        .map(|(key, value)| {
            let place = place.key(key);
            let value = match fields.form(key) {
                Some(of) => sealed_value(value, of, fields, &place, seal),
                None => value.clone(),
            };
            (key, value)
        })
        .collect()
}

fn sealed_value(
    value: &Value,
    of: &'static Type,
    fields: Fields,
    place: &Place<'_>,
    seal: &mut dyn FnMut(&str, &Value) -> Bytes32,
) -> Value {
    match (of, value) {
        (Type::Sealed(_), plain) if commitment(plain).is_none() => {
            committed(seal(&place.to_string(), plain))
        }
        (Type::Either(first, second), _) => {
            let of = either(value, first, second, place);
            sealed_value(value, of, fields, place, seal)
        }
        (Type::Array(list), Value::Array(items)) => {
            let items = items.iter().enumerate();
            Value::Array(
                items
                    .map(|(index, item)| {
                        sealed_value(item, &list.of, fields, &place.index(index), seal)
                    })
                    .collect(),
            )
        }
        (of, Value::Map(map)) => match fields.inside(of) {
            Some(inner) => sealed_map(map, inner, place, seal).into(),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

fn visit_map<'a>(
    map: &'a Map,
    fields: Fields,
    place: &Place<'_>,
    visit: &mut dyn FnMut(&Place<'_>, &'a Value),
) {
    for (key, value) in map.iter() {
        if let Some(of) = fields.form(key) {
            visit_value(value, of, fields, &place.key(key), visit);
        }
    }
}

fn visit_value<'a>(
    value: &'a Value,
    of: &'static Type,
    fields: Fields,
    place: &Place<'_>,
    visit: &mut dyn FnMut(&Place<'_>, &'a Value),
) {
    match (of, value) {
        (Type::Sealed(_), _) => visit(place, value),
        (Type::Either(first, second), _) => {
            let of = either(value, first, second, place);
            visit_value(value, of, fields, place, visit);
        }
        (Type::Array(list), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                visit_value(item, &list.of, fields, &place.index(index), visit);
            }
        }
        (of, Value::Map(map)) => {
            if let Some(inner) = fields.inside(of) {
                visit_map(map, inner, place, visit);
            }
        }
        _ => (),
    }
}

/// The one of two forms that a value has.
fn either(
    value: &Value,
    first: &'static Type,
    second: &'static Type,
    place: &Place<'_>,
) -> &'static Type {
    if read::check_value(value, first, place).is_ok() {
        first
    } else {
        second
    }
}
